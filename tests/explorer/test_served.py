"""The page as a server gives it: it asks its own endpoint, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tradegraph.explorer.markup import BUNDLE
from waiting import until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """`tradegraph serve` on a free port of this machine."""
    if not (BUNDLE / "served.js").is_file():
        pytest.skip("the page is not bundled here; install tradegraph again with npm, or run `npm run bundle` in explorer/web")
    command = [sys.executable, "-m", "tradegraph", "serve", str(folder), "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"(http://\S+/)sparql", process.stdout.readline())
        assert found
        yield found[1]
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture
def ask(browser: Any, address: str) -> Iterator[Callable[[str], Any]]:
    contexts, elsewhere, failed = [], [], []

    def open_page(state: str) -> Any:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
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


def test_what_is_no_sparql_is_said(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=zh-hans")
    tab.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT nonsense')")
    tab.click("#run")
    tab.wait_for_selector(".answer .error")
    assert len(tab.inner_text(".answer .error")) > 10


def test_the_file_says_where_questions_are_answered(visit: Callable[..., Any]) -> None:
    tab = visit("/queries?lang=en")
    assert "tradegraph serve" in tab.inner_text("main")
