"""The page as a server gives it: it asks its own endpoint, and nothing else."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe import serious

from tradegraph.explorer.markup import BUNDLE
from waiting import until

pytestmark = pytest.mark.browser


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """`tradegraph serve` on a free port of this machine."""
    if not (BUNDLE / "served.js").is_file():
        pytest.skip("the page is not bundled here; install tradegraph again with npm, or run `npm run bundle` in explorer/web")
    command = [sys.executable, "-m", "tradegraph", "serve", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"(http://\S+/)sparql", process.stdout.readline())
        assert found
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as where:
        yield where


@pytest.fixture(scope="module")
def smaller(folder: Path) -> Iterator[str]:
    """A page that comes with the newest releases only."""
    with served(folder, "--page-facts", "40") as where:
        yield where


@pytest.fixture
def ask(browser: Any, address: str) -> Iterator[Callable[[str], Any]]:
    with tabs(browser, address) as open_page:
        yield open_page


@pytest.fixture
def fetch(browser: Any, smaller: str) -> Iterator[Callable[[str], Any]]:
    with tabs(browser, smaller) as open_page:
        yield open_page


@contextmanager
def tabs(browser: Any, address: str) -> Iterator[Callable[[str], Any]]:
    """Opens the page at a state; at the end, nobody else was asked and no script failed."""
    contexts, elsewhere, failed = [], [], []

    def open_page(state: str) -> Any:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", accept_downloads=True)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)
        tab.on("pageerror", lambda error: failed.append(str(error)))
        tab.on("console", lambda message: failed.append(message.text) if "Content Security Policy" in message.text else None)
        tab.goto(f"{address}#{state}")
        tab.wait_for_selector("main h1")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert failed == []


def test_a_named_question_is_answered_with_ways_to_the_facts(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=en")
    assert "Queries" in tab.inner_text("nav")
    tab.select_option("#question", "conflicts")
    until(tab, "document.querySelector('.CodeMirror').CodeMirror.getValue().includes('tg:Conflict')")
    tab.click("#run")
    tab.wait_for_selector(".answer table")
    assert tab.locator(".answer tbody tr").count() >= 2
    assert "Tibet" in tab.inner_text(".answer")
    assert "query=" in tab.url


def test_an_answer_can_be_put_in_order_filtered_and_saved(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=en")
    tab.select_option("#question", "region-series")
    tab.click("#run")
    tab.wait_for_selector(".answer table")
    column = "[...document.querySelectorAll('.answer tbody td.number')].map(e => Number(e.innerText))"
    found = tab.evaluate(column)
    assert len(found) > 3
    tab.click(".answer th button >> text=value")
    assert tab.evaluate(column) == sorted(found) != found
    tab.click(".answer th button >> text=value")
    assert tab.evaluate(column) == sorted(found, reverse=True)
    assert tab.get_attribute(".answer th:has-text('value')", "aria-sort") == "descending"
    tab.fill("#answer-filter", "import")
    kept = tab.locator(".answer tbody tr").count()
    assert 0 < kept < len(found)
    with tab.expect_download() as wait:
        tab.click(".answer button >> text=CSV")
    assert len(list(csv.reader(io.StringIO(Path(wait.value.path()).read_text(encoding="utf-8"))))) == kept + 1


def test_axe_finds_nothing_serious_about_queries(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=en")
    tab.select_option("#question", "conflicts")
    tab.click("#run")
    tab.wait_for_selector(".answer table")
    assert serious(tab) == []


def test_own_queries_lead_to_sentences(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=en")
    query = (
        "SELECT ?o WHERE { ?o <https://w3id.org/tradegraph/ontology#quotation> ?q . FILTER(CONTAINS(STR(?o), 'lasa-2024q1/')) } ORDER BY ?o LIMIT 3"
    )
    tab.evaluate("text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", query)
    tab.click("#run")
    tab.wait_for_selector(".answer table")
    tab.click(".answer td a >> nth=0")
    tab.wait_for_selector(".panel blockquote mark")
    assert tab.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()") == query


def test_answers_and_fetched_sentences_are_text(ask: Callable[[str], Any], fetch: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=en")
    tab.evaluate(
        "text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)",
        "SELECT ?title WHERE { ?release <http://purl.org/dc/terms/title> ?title FILTER(CONTAINS(?title, '<')) }",
    )
    tab.click("#run")
    tab.wait_for_selector(".answer table")
    assert '"><img src=x onerror=' in tab.inner_text(".answer tbody")
    other = fetch("/release/hostile?lang=en")
    until(other, CAME)
    assert "<script>document.title='taken'</script>" in other.inner_text(".release-view")
    for each in (tab, other):
        assert each.title() != "taken"
        assert each.locator("main img, main script, main b").count() == 0


def test_what_is_no_sparql_is_said(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=zh-hans")
    tab.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT nonsense')")
    tab.click("#run")
    tab.wait_for_selector(".answer .error")
    assert len(tab.inner_text(".answer .error")) > 10


def test_the_file_says_where_questions_are_answered(visit: Callable[..., Any]) -> None:
    tab = visit("/queries?lang=en")
    assert "tradegraph serve" in tab.inner_text("main")


# ---------------------------------------------------------------------- what did not come with the page

CAME = "document.querySelector('.fetching').hidden"


def test_a_region_of_older_releases_is_fetched(fetch: Callable[[str], Any], ask: Callable[[str], Any]) -> None:
    """The page of a region says what it says where everything came with the page."""
    tab = fetch("/links?lang=en")
    assert "older ones" in tab.inner_text("footer")
    tab.fill("#search", "福建")
    tab.wait_for_selector("#hits li")
    tab.press("#search", "Enter")
    tab.wait_for_selector(".concept-view")
    until(tab, CAME)
    whole = ask("/concept/place%3A350000?lang=en")
    assert "961.2 bn CNY" in tab.inner_text(".cards")
    assert tab.inner_text(".sections") == whole.inner_text(".sections")
    tab.click(".cards a >> nth=0")
    tab.wait_for_selector(".panel blockquote mark")
    assert tab.inner_text(".panel mark >> nth=0") == "9612亿元"


@pytest.mark.parametrize("name", ["place%3A540000", "partner%3AASEAN", "commodity%3Amechanical-and-electrical-products", "place%3Acustoms-lhasa"])
def test_what_is_fetched_says_what_the_build_says(fetch: Callable[[str], Any], ask: Callable[[str], Any], name: str) -> None:
    tab = fetch(f"/concept/{name}?lang=zh-hans")
    until(tab, CAME)
    whole = ask(f"/concept/{name}?lang=zh-hans")
    assert sorted(tab.inner_text(".sections").split("\n")) == sorted(whole.inner_text(".sections").split("\n"))


def test_an_older_release_is_its_sentences(fetch: Callable[[str], Any]) -> None:
    tab = fetch("/releases?lang=en")
    until(tab, CAME)
    tab.fill("#field-q", "fujian")
    tab.click(".releases a >> nth=0")
    tab.wait_for_selector(".release-view")
    until(tab, CAME)
    assert "the sentences that state its figures" in tab.inner_text(".release-view header")
    assert tab.locator(".release-text .number.read").count() == 43
    assert "not understood" not in tab.inner_text(".release-view header")  # which nobody asked the graph
    tab.click(".release-text .number.read >> nth=0")
    tab.wait_for_selector(".panel .claim")
    assert "961.2 bn CNY" in tab.inner_text(".panel .figure")
    tab.go_back()
    tab.go_back()
    tab.wait_for_selector(".releases")


def test_a_period_and_the_sentences_of_its_links_are_fetched(fetch: Callable[[str], Any]) -> None:
    tab = fetch("/links?lang=en&period=2022-01/P6M&flow=total")
    until(tab, "document.querySelector('.side [data-figure]')?.innerText.includes('Fujian')")
    tab.click(".side [data-figure]:has-text('ASEAN') .bar >> nth=0")
    tab.wait_for_selector(".panel blockquote mark")
    assert tab.inner_text(".panel mark >> nth=0") == "2115亿元"
    tab = fetch("/links?lang=en&period=2021-01/P6M&flow=total")
    until(tab, "document.querySelector('.side [data-figure]')?.innerText.includes('Fujian')")
    tab.click(".side [data-figure]:has-text('ASEAN') .bar >> nth=0")
    until(tab, "document.querySelectorAll('.panel .premises a').length > 1")
    assert "No release prints this figure" in tab.inner_text(".panel")


def test_fetched_rows_are_rows_of_the_fact_table(
    fetch: Callable[[str], Any], run: Callable[..., subprocess.CompletedProcess[str]], sources: list[str]
) -> None:
    tab = fetch("/table?doc=fujian-2022h1&lang=en")
    until(tab, "document.querySelector('.count').innerText === '46 rows'")
    with tab.expect_download() as wait:
        tab.click("#save-csv")
    saved = list(csv.DictReader(io.StringIO(Path(wait.value.path()).read_bytes().decode())))
    everything = csv.DictReader(io.StringIO(run("facts", sources[0], "--format", "csv").stdout))
    printed = [row for row in everything if row["doc"] == "fujian-2022h1"]

    def told(rows: list[dict[str, str]]) -> list[tuple[str, ...]]:
        """Without the words for an actor, which are not asked for; the graph has lists in the order of their codes."""
        return sorted(tuple("|".join(sorted(text.split("|"))) for name, text in row.items() if name != "actor_text") for row in rows)

    assert told(saved) == told(printed)


def test_an_endpoint_that_does_not_answer_is_said_to(fetch: Callable[[str], Any]) -> None:
    tab = fetch("/links?lang=en")
    tab.context.set_offline(True)
    tab.evaluate("location.hash = '#/concept/place%3A350000?lang=en'")
    tab.wait_for_selector(".fetching .failed")
    assert "did not come" in tab.inner_text(".fetching")
    tab.context.set_offline(False)
    tab.click(".fetching button")
    until(tab, CAME)
    assert "961.2 bn CNY" in tab.inner_text(".cards")


def test_no_release_and_no_region_comes_of_a_made_up_address(fetch: Callable[[str], Any]) -> None:
    tab = fetch("/release/%3E%20%7D%20nonsense?lang=en")
    until(tab, CAME)
    assert "Not among the releases" in tab.inner_text("main")
