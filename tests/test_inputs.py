"""Reading files of other kinds: PDF, JSON lines, web archives, packed files, patterns and addresses, and hostile ones of each."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import pickle
import stat
import zipfile
import zlib
from pathlib import Path

import fsspec
import pytest
from fsspec.registry import known_implementations
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pdf_bytes import assembled, paragraphs, pdf
from tradegraph.documents import Location, Unreadable, locate, open_location, read
from tradegraph.errors import UsageError
from tradegraph.facts import extract
from tradegraph.model import Document
from tradegraph.vocabulary import Vocabulary

ZH = "2023年上半年，江西省进出口总值1234.5亿元，同比增长5.6%。其中出口900亿元，进口334.5亿元。"
EN = "Foreign trade of Jiangxi Province reached 123.45 billion yuan in the first half of 2023, up 5.6 percent year-on-year."


def one(source: Path | str) -> Document:
    (item,) = read([str(source)])
    assert isinstance(item, Document), item
    return item


def reason(source: Path | str) -> str:
    (item,) = read([str(source)])
    assert isinstance(item, Unreadable), item
    return item.reason


def named(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


# ---------------------------------------------------------------------- PDF


@pytest.mark.parametrize("texts", [
    [f"（{n}）前{n}个月。{ZH}{ZH if n % 2 else ''}" for n in range(1, 24)],
    [f"Section {n} tells more. {EN} Exports grew {n}.5 percent to {n} billion yuan, while imports fell." for n in range(1, 30)],
])  # fmt: skip
def test_lines_and_pages_of_a_pdf_become_paragraphs_again(tmp_path: Path, texts: list[str]) -> None:
    pages = [
        [(72, 800, 9, "Statistics of Nanchang Customs"), *lines, (290, 40, 9, f"- {n} -")] for n, lines in enumerate(paragraphs(texts), 1)
    ]  # fmt: skip
    assert len(pages) > 1
    document = one(named(tmp_path / "report.pdf", pdf(pages)))
    assert document.id == "report"
    assert document.text.splitlines() == texts


def test_a_figure_torn_by_a_page_of_a_pdf_is_read_whole(tmp_path: Path, vocabulary: Vocabulary) -> None:
    torn = [[(96, 100, 12, "2023年1月至6月，江西省进出口总值1234.")], [(72, 770, 12, "5亿元，同比增长5.6%。"), (72, 700, 12, "2023年1月至6月，江西省进出口总值1234.")]]  # fmt: skip
    document = one(named(tmp_path / "torn.pdf", pdf(torn)))
    assert "1234.5亿元" in document.text
    assert [o.value for o in extract(document, vocabulary).observations][:1] == [123_450_000_000]


def test_a_table_of_a_pdf_keeps_its_columns(tmp_path: Path) -> None:
    cells = [("Country", "Exports", "Growth"), ("Nepal", "123.4", "5.6%"), ("Laos", "99.1", "-2.3%")]
    lines = [(x, 700 - 20 * row, 12.0, cell) for row, line in enumerate(cells) for x, cell in zip((72.0, 250.0, 400.0), line, strict=True)]
    assert one(named(tmp_path / "table.pdf", pdf([lines]))).text.splitlines() == ["\t".join(line) for line in cells]


def test_rows_of_a_table_at_the_edge_of_pages_are_no_running_heads(tmp_path: Path) -> None:
    pages = [[(72.0, 770.0, 12.0, f"Nepal {n}23.4 {n * n}.6"), (72.0, 600.0, 12.0, f"Text {n}.")] for n in (1, 2, 3)]
    assert one(named(tmp_path / "rows.pdf", pdf(pages))).text.count("Nepal") == 3


def test_a_headline_on_two_lines_is_one_and_the_number_of_a_lone_page_is_left_out(tmp_path: Path) -> None:
    head = [(290, 40, 9, "- 1 -"), (81, 780, 16, "Foreign trade of Jiangxi up 5.6 percent in the first six months of"), (280, 760, 16, "2023")]
    body = paragraphs([f"{EN} Exports grew 7.8 percent."], top=720)[0]
    text = one(named(tmp_path / "page.pdf", pdf([[*head, *body]]))).text
    assert text.splitlines() == ["Foreign trade of Jiangxi up 5.6 percent in the first six months of 2023", f"{EN} Exports grew 7.8 percent."]


def _packed(size: int, unit: bytes) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(unit * ((1 << 20) // len(unit))) for _ in range(size)) + packer.flush()


def _pdf_of(content: bytes, filters: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    tree = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return assembled(
        [b"<</Type/Catalog/Pages 2 0 R>>", tree, page, b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(content), filters, content)]
    )


@pytest.mark.parametrize(("raw", "said"), [
    (b"%PDF-1.4 and nothing else", "damaged"),
    (pdf([[(72, 700, 12, EN)]])[:400], "damaged"),
    (pdf([[]]), "scan"),
    (assembled([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[2 0 R]>>"]), "damaged"),
    (pdf([[]] * 301), "more than 300 pages"),
    (_pdf_of(zlib.compress(_packed(2000, b" "), 9), b"[/FlateDecode/FlateDecode]"), "MB"),
])  # fmt: skip
def test_a_pdf_without_text_costs_only_itself(tmp_path: Path, raw: bytes, said: str) -> None:
    assert len(raw) < 400_000
    assert said in reason(named(tmp_path / "bad.pdf", raw))


def test_scripts_in_a_pdf_are_not_run(tmp_path: Path) -> None:
    raw = pdf([[(72, 700, 12, EN)]], catalog=b"/OpenAction<</S/JavaScript/JS(while(true){})>>")
    assert one(named(tmp_path / "script.pdf", raw)).text.strip() == EN


# ---------------------------------------------------------------------- JSON lines


def test_lines_of_json_are_documents_and_a_bad_line_costs_itself(tmp_path: Path) -> None:
    rows = [
        json.dumps({"doc": "江西 2023", "text": ZH, "lang": "zh-Hans", "published": "2023-07-20", "title": "江西外贸", "publisher": "南昌海关", "url": "https://example.org/1"}),
        "{not json",
        json.dumps({"text": EN}),
        "",
        json.dumps({"body": EN}),
        json.dumps(["text", EN]),
        json.dumps({"text": EN, "published": "soon"}),
        "[" * 100_000,
        '{"text": "\\ud800"}',
        json.dumps({"doc": "x", "text": "5亿元", "start": 3, "end": 6}),
    ]  # fmt: skip
    file = named(tmp_path / "releases.jsonl", "\n".join(rows).encode())
    found = list(read([str(file)]))
    first, second = (item for item in found if isinstance(item, Document))
    assert (first.id, first.text, first.published) == ("%E6%B1%9F%E8%A5%BF%202023", ZH, dt.date(2023, 7, 20))
    assert (first.title, first.publisher, first.url) == ("江西外贸", "南昌海关", "https://example.org/1")
    assert (second.id, second.lang) == ("releases-3", "en")
    bad = {item.source.rpartition(":")[2]: item.reason for item in found if isinstance(item, Unreadable)}
    assert list(bad) == ["2", "5", "6", "7", "8", "9", "10"]
    for line, said in {
        "2": "no JSON",
        "5": 'no "text"',
        "6": "no JSON object",
        "7": "'soon'",
        "8": "deeply",
        "9": "surrogate",
        "10": "fact table",
    }.items():
        assert said in bad[line]


def test_a_line_without_end_is_passed_over(tmp_path: Path) -> None:
    file = named(tmp_path / "long.jsonl", b'{"text": "' + b"a" * 21_000_000 + b'"}\n' + json.dumps({"text": EN}).encode())
    long, good = read([str(file)])
    assert isinstance(long, Unreadable)
    assert "longer than 20 MB" in long.reason
    assert isinstance(good, Document)
    assert good.id == "long-2"


# ---------------------------------------------------------------------- web archives


def warc(pages: list[tuple[str, bytes, str]], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, body, kind in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    return out.getvalue()


def article(text: str, encoding: str = "utf-8") -> bytes:
    return f"<html><head><meta charset={encoding}><title>外贸</title></head><body><article><p>{text}</p><p>{text}</p></article></body></html>".encode(
        encoding
    )


@pytest.mark.parametrize("packed", [True, False])
def test_the_pages_of_a_web_archive_are_read_once_each(tmp_path: Path, packed: bool) -> None:
    pages = [
        ("http://nanchang.example/2023/07/a_1.html", article(ZH, "gb2312"), "text/html; charset=gb2312"),
        ("http://nanchang.example/logo.png", b"\x89PNG", "image/png"),
        ("http://mirror.example/a_1.html", article(ZH, "gb2312"), "text/html"),
        ("http://nanchang.example/2023/07/a_1.html", article(ZH.replace("5.6", "5.7")), "text/html"),
    ]
    file = named(tmp_path / ("crawl.warc.gz" if packed else "crawl.warc"), warc(pages, packed=packed))
    first, second = read([str(file)])
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.url == "http://nanchang.example/2023/07/a_1.html"
    assert first.id.startswith("nanchang.example-2023-07-a-1-")
    assert first.id != second.id
    assert "增长5.6%" in first.text
    assert "增长5.7%" in second.text
    again = named(tmp_path / "other.warc.gz", warc(pages[2:3]))
    assert [item.id for item in read([str(file), str(again)]) if isinstance(item, Document)] == [first.id, second.id]


def test_a_damaged_web_archive_gives_what_came_before(tmp_path: Path) -> None:
    whole = warc([("http://a.example/", article(ZH), "text/html"), ("http://b.example/", article(EN), "text/html")])
    good, bad = read([str(named(tmp_path / "cut.warc.gz", whole[: len(whole) - 60]))])
    assert isinstance(good, Document)
    assert isinstance(bad, Unreadable)
    assert "no WARC" in reason(named(tmp_path / "no.warc", b"This is not a web archive.\r\n" * 9))


# ---------------------------------------------------------------------- gzip and zip


def test_a_release_has_one_id_however_it_is_packed(tmp_path: Path) -> None:
    plain = one(named(tmp_path / "a.txt", ZH.encode()))
    packed = one(named(tmp_path / "b" / "a.txt.gz", gzip.compress(ZH.encode())))
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deep/a.txt", ZH)
    member = one(tmp_path / "all.zip")
    assert (plain.id, plain.text) == (packed.id, packed.text) == (member.id, member.text)
    assert member.source.endswith("all.zip!/deep/a.txt")


def test_a_zip_is_read_as_its_folders_are(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x/manifest.csv", "doc,lang,published,title\nb,zh-Hans,2023-07-20,江西\nmissing,,,\n")
        archive.writestr("x/b.txt", ZH)
        archive.writestr("x/unlisted.txt", ZH)
        archive.writestr("y/c.pdf", pdf([[(72, 700, 12, EN)]]))
        archive.writestr("y/d.jsonl", json.dumps({"doc": "e", "text": EN}))
        archive.writestr("y/c.gold.jsonl", json.dumps({"at": "5.6 percent"}))
        archive.writestr("y/f.warc.gz", warc([("http://a.example/", article(ZH), "text/html")]))
        archive.writestr("__MACOSX/y/._c.txt", b"\x00\x05")
        archive.writestr("notes.docx", b"PK")
        link = zipfile.ZipInfo("z/link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "../../../etc/hostname")
    found = list(read([str(tmp_path / "all.zip")]))
    assert [(item.id, item.published) for item in found if isinstance(item, Document)] == [("b", dt.date(2023, 7, 20)), ("c", None), ("e", None)]
    bad = [(item.source.partition("!/")[2], item.reason) for item in found if isinstance(item, Unreadable)]
    assert [source for source, _ in bad] == ["x/manifest.csv", "y/f.warc.gz", "z/link.txt", "", ""]
    for (_, said), part in zip(
        bad, ["missing", "archive in an archive", "is a link", "notes.docx is not read", "x/unlisted.txt is not read"], strict=True
    ):
        assert part in said


PACKED = {
    "a.txt": ZH.encode(),
    "b.jsonl": b"\n".join(json.dumps({"text": ZH.replace("5.6", f"{n}.6")}).encode() for n in (1, 2)),
    "c.md": b"# About",
    "corrections.ttl": b"",
    ".hidden/d.txt": ZH.encode(),
    "sub/e.html": f"<html><body><article><p>{EN}</p><p>{EN}</p></article></body></html>".encode(),
    "sub/f.docx": b"PK",
    "sub/g.csv": b"value,period,area\n1.5,2024,CN\n",
    "sub/g.mapping.toml": b"[constants]\nUNIT_MULT = 8\n",
    "listed/manifest.csv": b"doc;published\nh;2023-07-20\n",
    "listed/h.txt": ZH.encode(),
    "listed/i.txt": ZH.encode(),
    "listed/j.jsonl": b"{}",
    **{f"built/{name}": b"x" for name in ("graph.ttl", "report.ttl", "report.txt", "facts.csv", "documents.jsonl")},
    "built/k.txt": ZH.encode(),
}


def test_a_folder_and_the_zip_of_it_say_the_same_and_what_is_not_read_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name, content in PACKED.items():
            named(tmp_path / "all" / name, content)
            archive.writestr(name, content)
    (tmp_path / "all" / "loop").symlink_to(tmp_path / "all")
    of_folder, of_zip = (list(read([str(tmp_path / name)])) for name in ("all", "all.zip"))
    for found in (of_folder, of_zip):
        documents = {item.id: item for item in found if isinstance(item, Document)}
        assert set(documents) == {"a", "b-1", "b-2", "e", "g", "h", "k"}
        assert documents["g"].mapping == "[constants]\nUNIT_MULT = 8\n"
        assert documents["h"].published == dt.date(2023, 7, 20)
    notes = {name: [item.reason for item in found if isinstance(item, Unreadable)] for name, found in (("folder", of_folder), ("zip", of_zip))}
    assert all(item.aside for item in (*of_folder, *of_zip) if isinstance(item, Unreadable))
    assert sorted(note for note in notes["folder"] if not note.startswith("loop is")) == sorted(notes["zip"])
    assert len(notes["folder"]) == len(notes["zip"]) + 1
    starts = sorted(note.partition(":")[0] for note in notes["zip"])
    assert starts == [
        "5 files (built/documents.jsonl, built/facts.csv, built/graph.ttl, …) are not read",
        "c.md, sub/f.docx are not read",
        "listed/i.txt, listed/j.jsonl are not read",
    ]


@pytest.mark.parametrize(("manifest", "said"), [
    ("file,date\na,2023-07-20\n", "has no column doc, which names the files without their suffixes; it has file, date"),
    ("", "it has nothing"),
    ("doc,lang\na,chinese\n", "'chinese', which is none of zh-hans, zh-hant, en"),
    ("doc,date\na,2023-07-20\n", "has no column published, and date says nothing here"),
    ("doc,published\n,2023-07-20\n", "line 2 names no file"),
])  # fmt: skip
def test_a_manifest_that_cannot_be_used_says_what_it_lacks(tmp_path: Path, manifest: str, said: str) -> None:
    named(tmp_path / "a.txt", ZH.encode())
    named(tmp_path / "manifest.csv", manifest.encode())
    assert said in next(item.reason for item in read([str(tmp_path)]) if isinstance(item, Unreadable))


def test_a_manifest_that_a_spreadsheet_wrote_on_a_chinese_system_is_read(tmp_path: Path) -> None:
    named(tmp_path / "a.txt", ZH.encode())
    named(tmp_path / "manifest.csv", "doc,published,title\r\na,2023-07-20,江西外贸\r\n".encode("gb18030"))
    document = one(tmp_path)
    assert (document.published, document.title) == (dt.date(2023, 7, 20), "江西外贸")


@pytest.mark.parametrize(("name", "content", "said"), [
    ("binary.jsonl", bytes(range(256)) * 800, "binary data"),
    ("empty.jsonl", b"\n", "holds no documents"),
    ("empty.warc", b"", "gives no page"),
])  # fmt: skip
def test_a_file_of_many_without_documents_gets_one_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    assert said in reason(named(tmp_path / name, content))


def test_names_that_climb_out_of_a_zip_lead_nowhere(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as archive:
        archive.writestr("../../up.txt", ZH)
        archive.writestr("/etc/absolute.txt", ZH)
    assert [item.id for item in read([str(tmp_path / "out.zip")]) if isinstance(item, Document)] == ["up", "absolute"]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["out.zip"]


def test_names_packed_on_a_chinese_system_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        archive.writestr("xxxx.txt", ZH)
    raw = (tmp_path / "old.zip").read_bytes().replace(b"xxxx.txt", "江西".encode("gb18030") + b".txt")
    assert one(named(tmp_path / "old.zip", raw)).id == "%E6%B1%9F%E8%A5%BF"


@pytest.mark.parametrize(("name", "raw", "said"), [
    ("cut.txt.gz", gzip.compress(ZH.encode() * 50)[:60], "cannot be undone"),
    ("no.jsonl.gz", b"plain text", "cannot be undone"),
    ("no.zip", b"PK\x03\x04 and no more", "cannot be undone"),
    ("bomb.txt.gz", gzip.compress(b"\n" * 30_000_000), "larger than 20 MB"),
    ("bomb.jsonl.gz", gzip.compress(b" " * 150_000_000), "200 times"),
    ("a.zip.gz", b"", "not a kind"),
    ("a.docx", b"", "not a kind"),
])  # fmt: skip
def test_packed_files_that_are_damaged_or_bombs_are_refused(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    assert said in reason(named(tmp_path / name, raw))


def test_a_zip_of_many_bombs_is_left_off(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(9):
            archive.writestr(f"{n}.txt", b"\n" * 19_000_000)
    found = list(read([str(tmp_path / "bomb.zip")]))
    assert len(found) < 9
    assert isinstance(found[-1], Unreadable)
    assert "200 times" in found[-1].reason


# ---------------------------------------------------------------------- patterns and addresses


def test_patterns_match_in_order(tmp_path: Path) -> None:
    for name in ("2022/b.txt", "2022/a.txt", "2023/c.txt", "2023/c.md"):
        named(tmp_path / name, ZH.encode())
    assert [item.id for item in read([f"{tmp_path}/20*/*.txt"]) if isinstance(item, Document)] == ["a", "b", "c"]
    assert [item.id for item in read([f"{tmp_path}/**/[bc].txt"]) if isinstance(item, Document)] == ["b", "c"]
    assert "matches no file" in reason(f"{tmp_path}/*.html")
    assert one(named(tmp_path / "a[1].txt", ZH.encode())).id == "a%5B1%5D"


def test_addresses_are_read_as_files_and_folders_are(tmp_path: Path) -> None:
    files = fsspec.filesystem("memory")
    files.pipe("/releases/a.txt", ZH.encode())
    files.pipe("/releases/b.txt.gz", gzip.compress(EN.encode()))
    files.pipe("/releases/more.jsonl", json.dumps({"text": EN}).encode())
    files.pipe("/listed/manifest.csv", b"doc,published\na,2023-07-20\n")
    files.pipe("/listed/a.txt", ZH.encode())
    files.pipe("/releases/2024/c.txt", ZH.encode())
    assert [item.id for item in read(["memory://releases"]) if isinstance(item, Document)] == ["a", "b", "more-1", "c"]
    assert [item.id for item in read(["memory://releases/*"]) if isinstance(item, Document)] == ["c", "a", "b", "more-1"]
    assert one("memory://listed").published == dt.date(2023, 7, 20)
    assert "no such file" in reason("memory://releases/nowhere.txt")
    assert "no kind of address" in reason("gopher9://releases/a.txt")
    assert "chain" in reason("zip://a.txt::memory://releases/a.zip")


def test_an_address_says_which_package_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(known_implementations, "farstore", {"class": "farstore_not_there.FS", "err": "Install farstore"})
    said = reason("farstore://bucket/a.txt")
    assert "not installed (Install farstore)" in said


# ---------------------------------------------------------------------- locations


def test_reading_is_locating_and_opening(tmp_path: Path) -> None:
    named(tmp_path / "a.txt", ZH.encode())
    file = named(tmp_path / "b.jsonl", json.dumps({"text": EN}).encode() + b"\n{")
    sources = [str(tmp_path / "a.txt"), str(file), str(tmp_path / "none.txt")]
    located = list(locate(sources))
    assert [item.raw is None for item in located if isinstance(item, Location)] == [True, False]
    opened = [open_location(pickle.loads(pickle.dumps(item))) if isinstance(item, Location) else item for item in located]  # noqa: S301  our own bytes
    assert opened == list(read(sources))


def test_two_documents_of_one_id_are_named_both(tmp_path: Path) -> None:
    named(tmp_path / "a.txt", ZH.encode())
    named(tmp_path / "b.jsonl", b"\n" + json.dumps({"doc": "a", "text": EN}).encode())
    with pytest.raises(UsageError, match=r"b\.jsonl:2 and .*a\.txt have the same id 'a'"):
        list(read([str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")]))
    with pytest.raises(UsageError, match="same id 'a'"):
        list(read([str(tmp_path / "a.txt"), str(tmp_path / "a.txt")]))
    named(tmp_path / "a.html", article(ZH))
    with pytest.raises(UsageError, match="same id 'a'"):
        list(read([str(tmp_path)]))


# ---------------------------------------------------------------------- hostile pages


@pytest.mark.parametrize("head", [
    '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">]>',
])  # fmt: skip
def test_entities_of_a_page_are_not_expanded(tmp_path: Path, head: str) -> None:
    page = f"{head}<html><body><article><p>{EN}</p><p>{EN} &x;</p></article></body></html>"
    text = one(named(tmp_path / "page.html", page.encode())).text
    assert "haha" not in text
    assert (Path("/etc/hostname").read_text(encoding="utf-8").strip() or "\0") not in text


@pytest.mark.parametrize(("page", "said"), [
    ("<html><body><p " + " ".join(f"a{n}=1" for n in range(30_000)) + f">{EN}</p></body></html>", "parts"),
    (f"<html><body>{'<div>' * 20_000}<p>{EN}</p></body></html>", "article"),
    (f"<html><body>{'<p>' + EN + '</p>'}</body></html>" + " " * 5_000_000, "5 MB"),
])  # fmt: skip
def test_pages_made_to_take_long_are_refused(tmp_path: Path, page: str, said: str) -> None:
    assert said in reason(named(tmp_path / "page.html", page.encode()))
