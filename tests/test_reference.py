"""The reference pages: both languages, every term and code, no link that leads nowhere."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html
import pytest

from tradegraph.reference import LANGUAGES, write_reference
from tradegraph.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> dict[str, lxml.html.HtmlElement]:
    out = tmp_path_factory.mktemp("reference")
    return {path.name: lxml.html.document_fromstring(path.read_text(encoding="utf-8")) for path in write_reference(vocabulary, out)}


def test_every_code_list_has_a_page_in_both_languages(pages: dict[str, lxml.html.HtmlElement], vocabulary: Vocabulary) -> None:
    schemes = {scheme for scheme, _ in vocabulary.concepts}
    assert set(pages) == {f"{name}.{short}.html" for name in {"index", *schemes} for short in LANGUAGES}
    assert {page.get("lang") for page in pages.values()} == {"en", "zh-hans"}


def test_every_concept_has_its_row(pages: dict[str, lxml.html.HtmlElement], vocabulary: Vocabulary) -> None:
    rows = {(name.partition(".")[0], row.get("id")) for name, page in pages.items() for row in page.iterfind(".//tr[@id]")}
    assert {(scheme, notation) for scheme, notation in vocabulary.concepts if not re.search(r"\s", notation)} <= rows


def test_the_words_are_of_the_language_of_the_page(pages: dict[str, lxml.html.HtmlElement]) -> None:
    english, chinese = pages["index.en.html"], pages["index.zh.html"]
    (term,) = english.xpath('.//section[@id="quotation"]')
    assert "The stretch of text that states the figure" in term.text_content()
    (term,) = chinese.xpath('.//section[@id="quotation"]')
    assert "引文" in term.find("h3").text
    headings = [h.text for h in english.iterfind(".//h2")]
    assert len(headings) == len(list(chinese.iterfind(".//h2"))) >= 8
    assert not any(re.search("[\u4e00-\u9fff]", heading) for heading in headings)


def test_no_internal_link_is_broken(pages: dict[str, lxml.html.HtmlElement]) -> None:
    anchors = {name: {element.get("id") for element in page.iter() if element.get("id")} for name, page in pages.items()}
    links = [(name, link) for name, page in pages.items() for _, _, link, _ in page.iterlinks()]
    assert len(links) > 1000
    for name, link in links:
        target, _, anchor = link.partition("#")
        assert (target or name) in pages, (name, link)
        assert not anchor or unquote(anchor) in anchors[target or name], (name, link)


def test_anchors_are_there_once(pages: dict[str, lxml.html.HtmlElement]) -> None:
    for name, page in pages.items():
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(ids) == len(set(ids)), name


def test_the_same_vocabulary_gives_the_same_bytes(tmp_path: Path, vocabulary: Vocabulary) -> None:
    first, second = (write_reference(vocabulary, tmp_path / name) for name in ("a", "b"))
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_the_command_says_where_to_begin(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    done = run("vocabulary", "docs", "-o", str(tmp_path / "reference"))
    assert done.returncode == 0, done.stderr
    assert "index.zh.html" in done.stdout
    (tmp_path / "file").write_text("")
    assert run("vocabulary", "docs", "-o", str(tmp_path / "file" / "x")).returncode == 2


@pytest.mark.browser
@pytest.mark.parametrize("short", sorted(LANGUAGES))
def test_a_reader_goes_from_the_index_to_a_code_and_back(browser: Any, tmp_path: Path, vocabulary: Vocabulary, short: str) -> None:
    """Opened as files in Chromium: no script, no request elsewhere, every page reached and its words in view."""
    write_reference(vocabulary, tmp_path)
    asked: list[str] = []
    tab = browser.new_page(viewport={"width": 400, "height": 800})
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((tmp_path / f"index.{short}.html").as_uri())
    assert tab.evaluate("document.documentElement.lang") == {"en": "en", "zh": "zh-hans"}[short]
    tab.click(f"a[href^='partner.{short}.html']")
    tab.wait_for_load_state()
    row = tab.locator("tr#NP")
    row.scroll_into_view_if_needed()
    assert ("尼泊尔" if short == "zh" else "Nepal") in row.inner_text()
    other = "en" if short == "zh" else "zh"
    tab.click(f"a[href^='partner.{other}.html'], a[href^='index.{other}.html']")
    tab.wait_for_load_state()
    assert tab.evaluate("document.documentElement.lang") == {"en": "en", "zh": "zh-hans"}[other]
    assert all(url.startswith("file:") for url in asked)
    tab.close()
