"""Reading sources: encodings, metadata, and bad input that costs only itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tradegraph.documents import Unreadable, decode, language, read
from tradegraph.errors import SourceError, UsageError
from tradegraph.model import Document

TEXT = "2023年上半年，江西省进出口总值1234.5亿元，同比增长5.6%。其中出口900亿元，进口334.5亿元。"
TRADITIONAL = "2023年上半年，江西省進出口總值1234.5億元，同比增長5.6%。其中出口900億元，進口334.5億元。"


def documents(*sources: Path) -> list[Document | Unreadable]:
    return list(read([str(s) for s in sources]))


@pytest.mark.parametrize(("encoding", "text"), [("utf-8", TEXT), ("utf-8-sig", TEXT), ("gb18030", TEXT), ("utf-16", TEXT), ("big5", TRADITIONAL)])
def test_encodings_are_detected(tmp_path: Path, encoding: str, text: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes((text * 5).encode(encoding))
    (document,) = documents(file)
    assert isinstance(document, Document)
    assert document.text == text * 5


@pytest.mark.parametrize(("text", "lang"), [(TEXT, "zh-hans"), (TRADITIONAL, "zh-hant"), ("Foreign trade of Jiangxi rose.", "en")])
def test_the_language_is_told_by_the_script(text: str, lang: str) -> None:
    assert language(text) == lang


def test_a_manifest_names_the_documents_and_their_metadata(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "manifest.csv").write_text("doc,lang,published,title,publisher\na,zh-Hans,2023-07-20,江西外贸,南昌海关\nc,en,,,\n", encoding="utf-8")
    first, second, third = documents(tmp_path)
    assert isinstance(first, Document)
    assert (first.id, first.published, first.title, first.publisher) == ("a", dt.date(2023, 7, 20), "江西外贸", "南昌海关")
    assert isinstance(second, Unreadable)
    assert "'c'" in second.reason
    assert isinstance(third, Unreadable)
    assert (third.source, third.aside) == (str(tmp_path), True)
    assert third.reason.startswith("b.txt is not read: not listed in the manifest.csv")


def test_html_gives_its_article_and_metadata(tmp_path: Path) -> None:
    page = f"""<html><head><title>江西外贸</title><meta property="article:published_time" content="2023-07-20"></head>
    <body><nav>首页</nav><article><h1>江西外贸</h1><p>{TEXT}</p><p>{TEXT}</p></article><script>alert(1)</script></body></html>"""
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    (document,) = documents(file)
    assert isinstance(document, Document)
    assert document.published == dt.date(2023, 7, 20)
    assert "1234.5亿元" in document.text
    assert "alert" not in document.text


@pytest.mark.parametrize(("text", "title"), [
    (f"江西外贸增长5.6%\n{TEXT}", "江西外贸增长5.6%"),
    (f"\n江西外贸增长5.6%\n\n来源：南昌海关\n{TEXT}", "江西外贸增长5.6%"),
    (TEXT, ""),
    (f"{TEXT}\n{TEXT}{TEXT}", ""),
    (f"2023-07-20 来源：南昌海关\n{TEXT}", ""),
])  # fmt: skip
def test_the_headline_of_a_text_is_its_title(tmp_path: Path, text: str, title: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (document,) = documents(tmp_path / "a.txt")
    assert isinstance(document, Document)
    assert document.title == title


@pytest.mark.parametrize("raw", [b"", b"   \n", bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + b"\x00" * 400])
def test_what_is_no_text_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(SourceError):
        decode(raw)


def test_two_sources_with_one_id_are_an_error(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(UsageError, match="same id 'a'"):
        documents(tmp_path / "x", tmp_path / "y")


def test_a_missing_path_is_reported_beside_the_good_ones(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    good, bad = documents(tmp_path / "a.txt", tmp_path / "nowhere.txt")
    assert isinstance(good, Document)
    assert isinstance(bad, Unreadable)
