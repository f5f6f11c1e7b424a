"""The page as people use it, in Chromium with the network cut off: search, filters, links to sentences, languages, files, hostile texts."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe import serious

from waiting import until

pytestmark = pytest.mark.browser
STATES = {
    "links": "/links?lang=en", "ribbons": "/links?as=ribbons&lang=zh-hans", "region": "/concept/place%3A540000?lang=en",
    "partner": "/concept/partner%3AASEAN?lang=zh-hans", "commodity": "/concept/commodity%3Amechanical-and-electrical-products?lang=zh-hant", "releases": "/releases?lang=zh-hant",
    "release": "/release/hostile?lang=en", "table": "/table?lang=en",
}  # fmt: skip


def text(tab: Any, selector: str) -> str:
    return str(tab.inner_text(selector))


@pytest.mark.parametrize("word", ["西藏", "Tibet", "xizang", "540000"])
def test_search_knows_every_label(visit: Callable[..., Any], word: str) -> None:
    tab = visit()
    tab.fill("#search", word)
    tab.wait_for_selector("#hits li")
    assert "Tibet" in text(tab, "#hits li:first-child")
    tab.press("#search", "Enter")
    tab.wait_for_selector(".concept-view")
    assert text(tab, "h1") == "Tibet"
    assert "540000" in tab.url


def test_search_finds_offices_by_other_names(visit: Callable[..., Any]) -> None:
    tab = visit("/links?lang=zh-hans")
    tab.fill("#search", "Lhasa")
    tab.wait_for_selector("#hits li")
    assert "拉萨海关" in text(tab, "#hits")
    tab.fill("#search", "拉萨")
    assert "拉萨海关" in text(tab, "#hits")


def test_a_link_opens_its_facts_and_their_sentence(visit: Callable[..., Any]) -> None:
    """From an edge of the network to the sentence in its release."""
    tab = visit("/links?lang=en&period=2024-01/P3M&flow=total")
    tab.wait_for_selector(".network canvas")
    tab.hover(".side [data-figure]:has-text('Tibet – Nepal') .bar")
    box = tab.locator(".network").bounding_box()
    tip = tab.locator(".tip")
    assert "1.25 bn CNY" in tip.inner_text()
    left, top = (float(tip.evaluate(f"e => parseFloat(e.style.{side})")) for side in ("left", "top"))
    tab.mouse.move(box["x"] + left, box["y"] + top)
    tab.mouse.click(box["x"] + left, box["y"] + top)
    tab.wait_for_selector(".panel")
    assert "Tibet – Nepal" in text(tab, ".panel h2")
    assert tab.locator(".panel mark").first.inner_text() == "12.5亿元"
    assert "2 releases agree" in text(tab, ".panel")
    tab.click(".panel .source a >> nth=0")
    tab.wait_for_selector(".release-view")
    assert text(tab, ".release-text [aria-current]") == "12.5亿元"
    tab.go_back()
    tab.wait_for_selector(".links-view")


def test_filters_change_what_is_drawn_and_listed(visit: Callable[..., Any]) -> None:
    tab = visit("/links?lang=en&as=ribbons")
    everything = tab.locator(".ribbons a").count()
    assert everything == tab.locator(".side .bars li").count() > 20
    tab.select_option("#choice-flow", "export")
    exports = tab.locator(".ribbons a").count()
    assert 0 < exports < everything
    tab.locator("#slider-period").evaluate("e => { e.value = e.max; e.dispatchEvent(new Event('input')); }")
    assert "period=" in tab.url
    tab.select_option("#choice-flow", "")
    tab.select_option("#choice-layer", "regime")
    assert "general trade" in text(tab, ".side")
    tab.select_option("#choice-measure", "growth")
    assert "%" in text(tab, ".side .bar-value >> nth=0")


def test_an_address_brings_one_back(visit: Callable[..., Any]) -> None:
    tab = visit("/table?lang=en")
    tab.select_option("#choice-reporter", "540000")
    tab.select_option("#choice-measure", "growth")
    tab.fill("#field-q", "Nepal")
    rows = text(tab, ".count")
    other = visit(tab.url.split("#", 1)[1])
    assert text(other, ".count") == rows != "422 rows"
    assert other.input_value("#field-q") == "Nepal"
    tab.go_back()
    until(tab, "document.querySelector('#choice-measure').value === ''")
    tab.click(".facts tbody a >> nth=3")
    tab.wait_for_selector(".panel blockquote mark")
    again = visit(tab.url.split("#", 1)[1])
    assert text(again, ".panel") == text(tab, ".panel")
    tab.go_back()
    tab.wait_for_selector(".panel", state="detached")


def test_a_node_in_focus_shows_its_links_alone(visit: Callable[..., Any]) -> None:
    tab = visit("/concept/place%3A540000?lang=en")
    tab.click("text=Its trade links")
    tab.wait_for_selector(".network canvas")
    assert "focus=place%3A540000" in tab.url
    assert text(tab, ".side h2") == "Tibet"
    near = tab.locator(".side [data-figure]").count()
    assert "Nepal" in text(tab, ".side")
    tab.click("text=All links")
    tab.wait_for_url(lambda url: "focus=" not in url)
    tab.wait_for_selector(f".side [data-figure] >> nth={near}")
    every = tab.locator(".side [data-figure]").count()
    assert 0 < near < every
    assert int(tab.get_attribute(".network", "data-edges")) == every
    tab.go_back()
    tab.wait_for_selector(f".side [data-figure] >> nth={near}", state="detached")
    assert tab.locator(".side [data-figure]").count() == near


def test_languages(visit: Callable[..., Any]) -> None:
    tab = visit("/concept/place%3A350000?lang=en")
    for button, lang, name in (("简体中文", "zh-Hans", "福建省"), ("繁體中文", "zh-Hant", "福建省"), ("English", "en", "Fujian")):
        tab.click(f"text={button}")
        assert tab.evaluate("document.documentElement.lang") == lang
        assert text(tab, "h1") == name
    tab.click("text=繁體中文")
    assert "進出口" in text(tab, ".cards")
    assert "9612億元" in text(tab, ".cards")
    tab.go_back()
    until(tab, "document.documentElement.lang === 'en'")


def test_the_table_is_what_the_command_prints(
    visit: Callable[..., Any], run: Callable[..., subprocess.CompletedProcess[str]], sources: list[str]
) -> None:
    tab = visit("/table?lang=en")
    with tab.expect_download() as wait:
        tab.click("#save-csv")
    saved = Path(wait.value.path()).read_bytes().decode()
    printed = run("facts", *sources, "--format", "csv").stdout
    assert sorted(csv.reader(io.StringIO(saved))) == sorted(csv.reader(io.StringIO(printed)))
    assert len(saved.splitlines()) > 400
    tab.select_option("#choice-doc", "lasa-2024q1")
    with tab.expect_download() as wait:
        tab.click("#save-csv")
    one = Path(wait.value.path()).read_bytes().decode()
    assert one.splitlines() == [line for line in printed.splitlines() if line.startswith("kind,") or ",lasa-2024q1," in line]
    assert {row["doc"] for row in csv.DictReader(io.StringIO(one))} == {"lasa-2024q1"}
    with tab.expect_download() as wait:
        tab.click("#save-json")
    assert len(json.loads(Path(wait.value.path()).read_text(encoding="utf-8"))) == len(one.splitlines()) - 1


def test_only_rows_in_sight_are_in_the_page(visit: Callable[..., Any]) -> None:
    tab = visit("/table?lang=en&sort=-value")
    assert tab.locator(".facts tbody tr").count() < 60
    tab.locator(".rows").evaluate("e => { e.scrollTop = e.scrollHeight; }")
    rows = tab.locator("[aria-rowcount]").get_attribute("aria-rowcount")
    until(tab, f"document.querySelector('.facts tbody').innerText.length > 0 && document.querySelector('[aria-rowindex=\"{rows}\"]')")


def test_a_text_shows_every_number_by_its_fate(visit: Callable[..., Any]) -> None:
    tab = visit("/release/fujian-2022h1?lang=en")
    assert tab.locator(".release-text .number.read").count() == 43
    assert tab.locator(".release-text .number.unread").inner_text() == "12360"
    tab.click(".release-text .number.unread")
    assert "unknown-unit" in text(tab, ".panel")
    tab.click(".release-text .number.read >> nth=0")
    tab.wait_for_selector(".panel .claim")
    assert "961.2 bn CNY" in text(tab, ".panel .figure")
    assert "exports and imports add up to the total" in text(tab, ".panel")
    tab.keyboard.press("Escape")
    tab.wait_for_selector(".panel", state="detached")
    assert tab.evaluate("document.activeElement.innerText") == "9612亿元"


def test_conflicts_and_revisions_are_told(visit: Callable[..., Any]) -> None:
    tab = visit("/concept/place%3A540000?lang=en")
    body = text(tab, ".sections")
    assert "3.16 bn CNY / 3.3 bn CNY" in body
    assert "Releases contradict each other" in body
    assert "Revised" in body
    assert "Policy measures" in body
    tab.click(".claim-line a >> nth=0")
    tab.wait_for_selector(".panel")
    assert tab.locator(".panel mark").first.inner_text() in {"31.6亿元人民币", "3.3 billion yuan"}


def test_an_office_has_its_measures(visit: Callable[..., Any]) -> None:
    tab = visit("/concept/place%3Acustoms-lhasa?lang=en")
    assert "提前申报" in text(tab, ".policies")
    tab.click("text=Its facts in the table")
    tab.wait_for_selector(".table-view")
    assert text(tab, ".count") == "2 rows"
    tab.click(".facts tbody a >> nth=0")
    tab.wait_for_selector(".panel blockquote mark")
    assert "Lhasa Customs" in text(tab, ".panel")


def test_estimates_name_their_premises(visit: Callable[..., Any]) -> None:
    tab = visit("/links?lang=en&period=2021-01/P6M")
    tab.click(".side .bar >> nth=0")
    tab.wait_for_selector(".panel .premises")
    assert "No release prints this figure" in text(tab, ".panel")
    assert "earlier" in text(tab, ".panel h3:has-text('Follows from') + p")
    assert "Between" in text(tab, ".panel h3:has-text('Follows from') + p")
    tab.click(".panel .cite")
    assert re.search(r"Between .*Jan–Jun 2022.*<https://w3id.org/tradegraph/consensus/[0-9a-f]{20}> tradegraph", tab.input_value(".panel textarea"))
    tab.click(".panel .premises a >> nth=0")
    tab.wait_for_selector(".panel mark")


def test_citing_and_correcting(visit: Callable[..., Any], run: Callable[..., subprocess.CompletedProcess[str]], sources: list[str]) -> None:
    tab = visit("/release/lasa-2024q1?lang=en")
    tab.click(".release-text .number.read >> text=12.5亿元")
    tab.click(".panel .cite >> nth=0")
    cited = tab.input_value(".panel textarea >> nth=0")
    assert "拉萨海关" in cited
    assert "2024-04-18" in cited
    assert "对尼泊尔进出口12.5亿元" in cited
    assert re.search(r"<https://w3id.org/tradegraph/doc/lasa-2024q1/obs/[0-9a-f]{20}>", cited)
    tab.click(".panel .correct >> nth=0")
    stub = tab.input_value(".panel textarea >> nth=0")
    assert stub == run("explain", str(Path(sources[1]) / "lasa-2024q1.txt"), "--correct", "--at", "12.5亿元").stdout


def test_axe_finds_nothing_serious_about_a_correction(visit: Callable[..., Any]) -> None:
    tab = visit("/release/lasa-2024q1?lang=zh-hans")
    tab.click(".release-text .number.read >> text=12.5亿元")
    tab.click(".panel .correct >> nth=0")
    assert tab.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert serious(tab) == []


def test_hostile_texts_are_shown_as_text(visit: Callable[..., Any]) -> None:
    for state in ("/release/hostile?lang=en", "/releases?lang=en", "/table?doc=hostile&lang=en", "/concept/place%3A630000?lang=en"):
        tab = visit(state)
        assert tab.title() != "taken"
        assert tab.locator("main img, main script, main b, main [onerror], main [onmouseover]").count() == 0
    tab = visit("/release/hostile?lang=en")
    shown = text(tab, ".release-view")
    assert "<script>document.title='taken'</script>一季度青海外贸进出口" in shown
    assert '"><img src=x onerror="document.title=\'taken\'">出口<b>' in shown
    assert "&lt;script&gt;" in shown
    assert tab.locator("a[href^='javascript']").count() == 0
    tab.click(".release-text .number.read >> nth=3")
    assert "<img src=x" in text(tab, ".panel blockquote")


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_serious(visit: Callable[..., Any], browser: Any, name: str) -> None:
    tab = visit(STATES[name])
    if name != "links":
        opener = tab.locator("main a[href*='open=']").first
        if opener.count():
            opener.click()
            tab.wait_for_selector(".panel")
    assert serious(tab) == []


CUT = """[...document.querySelectorAll('h1, h2, h3, .card *, .bar-value, .bar-note, .bar-label, .panel *, .top *, .legend li, .control > span, .count')]
    .filter(e => e.clientWidth > 0 && !e.matches('select, option, input, textarea, .panel pre, .control span') && e.scrollWidth > e.clientWidth + 1
        && getComputedStyle(e).display !== 'inline')
    .map(e => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("width", "zoom"), [(400, 1), (768, 1), (1440, 1), (1440, 2), (800, 2)])
@pytest.mark.parametrize("name", STATES)
def test_every_view_fits_its_window(visit: Callable[..., Any], name: str, width: int, zoom: int) -> None:
    """At 400 pixels, at 1440 and zoomed to 200 %: no view is wider than its window, none is empty, nothing that one reads is cut off."""
    tab = visit(STATES[name], width=width, zoom=zoom)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width // zoom
    assert len(text(tab, "main")) > 40
    assert name not in {"region", "partner", "commodity"} or tab.locator(".sections > section").count() > 0
    opener = tab.locator("main a[href*='open=']:visible").first
    if opener.count():
        opener.click()
        tab.wait_for_selector(".panel")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width // zoom
    assert tab.evaluate(CUT) == []


@pytest.mark.parametrize("name", STATES)
def test_what_is_printed_is_what_one_reads(visit: Callable[..., Any], name: str) -> None:
    """On paper: the figures and their sentences without the controls, every row of a table, the links of a network as ribbons with their names."""
    pdf = pytest.importorskip("pypdfium2")
    tab = visit(STATES[name])
    heading = text(tab, "h1")
    opener = tab.locator("main a[href*='open=']:visible").first
    opener.click() if opener.count() and name not in {"links", "table"} else None
    printed = pdf.PdfDocument(tab.pdf(format="A4"))
    words = "".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in printed).split())
    assert "".join(heading.split())[:20] in words
    assert "繁體中文" not in words
    assert len(printed) < 30
    if name == "links":
        assert words.count("EuropeanUnion") > words.count("–EuropeanUnion") > 0
    if name == "table":
        rows = re.findall(r"\d+", text(tab, ".count"))[0]
        assert tab.locator(".facts tbody tr").count() < int(rows)
        assert words.count("2022") > 40
    elif name == "release":
        assert words.count("12.4亿元") >= 2


def test_the_table_sorts_by_what_its_cells_are(visit: Callable[..., Any]) -> None:
    tab = visit("/table?kind=statistic&measure=level&flow=export&lang=en")

    def column(name: str) -> list[str]:
        with tab.expect_download() as wait:
            tab.click("#save-csv")
        return [row[name] for row in csv.DictReader(io.StringIO(Path(wait.value.path()).read_bytes().decode()))]

    tab.click(".facts th a >> text=Figure")
    tab.wait_for_selector(".facts th:first-child[aria-sort=ascending]")
    values = [float(value) for value in column("value")]
    assert values == sorted(values)
    assert len(set(values)) > 20
    tab.click(".facts th a >> text=Figure")
    tab.wait_for_selector(".facts th:first-child[aria-sort=descending]")
    assert [float(value) for value in column("value")] == sorted(values, reverse=True)
    tab.click(".facts th a >> text=Period")
    tab.wait_for_selector(".facts th[aria-sort=ascending]:has-text('Period')")
    assert column("period") == sorted(column("period"))
    tab.go_back()
    tab.wait_for_selector(".facts th:first-child[aria-sort=descending]")


def test_facets_offer_what_would_be_left(visit: Callable[..., Any]) -> None:
    tab = visit("/table?lang=en")

    def offered(facet: str) -> dict[str, int]:
        options = tab.eval_on_selector_all(f"#choice-{facet} option", "all => all.map(o => [o.value, o.textContent])")
        return {value: int(re.search(r"\((\d+)\)$", label)[1]) for value, label in options if value}  # type: ignore[index]

    everywhere = offered("measure")
    tab.select_option("#choice-reporter", "540000")
    here, rows = offered("measure"), int(text(tab, ".count").split()[0])
    assert sum(here.values()) == rows == offered("reporter")["540000"]
    assert all(count <= everywhere[measure] for measure, count in here.items())
    tab.select_option("#choice-measure", "growth")
    assert text(tab, ".count") == f"{here['growth']} rows"
    assert offered("measure") == here
    tab.fill("#field-q", "nepal growth")
    assert text(tab, ".count") == "0 rows"
    tab.fill("#field-q", "nepal lasa")
    tab.fill("#field-q", "nepal 西藏")
    assert int(text(tab, ".count").split()[0]) > 0


def test_the_keyboard_reaches_figures_and_comes_back(visit: Callable[..., Any]) -> None:
    tab = visit("/concept/place%3A350000?lang=en")
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.className") == "card":
            break
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".panel")
    assert tab.evaluate("document.activeElement.className") == "panel"
    tab.keyboard.press("Escape")
    tab.wait_for_selector(".panel", state="detached")
    assert tab.evaluate("document.activeElement.className") == "card"


def test_places_stay_where_they_were(visit: Callable[..., Any]) -> None:
    """The same network is drawn pixel by pixel at every visit, and filters move nothing."""
    pictures = []
    for _ in range(2):
        tab = visit("/links?lang=en")
        tab.wait_for_selector(".network canvas")
        tab.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        pictures.append(tab.locator(".network").screenshot())
    assert pictures[0] == pictures[1]
