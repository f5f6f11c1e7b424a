"""Reading: files, folders and standard input become Documents, with what is known of who published them and when.

A table of statistics (CSV or Parquet) is a document whose text is the table as CSV. Metadata come from a folder's `manifest.csv` (doc, lang,
published, title; optionally publisher, url), else from an HTML page's meta tags, else from the dateline. Encodings are detected by
charset-normalizer, the text of HTML pages is found by trafilatura.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import charset_normalizer
import opencc

from tradegraph.errors import SourceError, UsageError
from tradegraph.model import Document

MAX_BYTES = 20_000_000  # a release is a few kilobytes; a larger file is something else
_SUFFIXES = {".txt", ".html", ".htm", ".csv", ".parquet"}
TABLE = "text/csv"  # the media type of tables of statistics, Parquet too
_HAN = re.compile("[\u4e00-\u9fff]")
_TO_SIMPLIFIED, _TO_TRADITIONAL = opencc.OpenCC("t2s"), opencc.OpenCC("s2t")
_LATIN = re.compile("[A-Za-z]")
_ISO_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16", "utf_16_le", "utf_16_be", "cp1252"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that gave no document, and why."""

    source: str
    reason: str


def read(sources: Iterable[str]) -> Iterator[Document | Unreadable]:
    """Read every source in the order given; what cannot be read is reported in its place.

    Raises UsageError where two sources have one id.
    """
    seen: dict[str, str] = {}
    for source in sources:
        for item in _read_source(source):
            if isinstance(item, Document):
                if item.id in seen:
                    raise UsageError(f"{item.source} and {seen[item.id]} have the same id {item.id!r}; rename one of the files")
                seen[item.id] = item.source
            yield item


def _read_source(source: str) -> Iterator[Document | Unreadable]:
    if source == "-":
        yield _guarded("-", lambda: _document("stdin", sys.stdin.buffer.read(MAX_BYTES + 1), "-", ".txt", {}))
        return
    path = Path(source)
    if path.is_dir():
        yield from _read_folder(path)
    elif not path.exists():
        yield Unreadable(source, "no such file or folder; check the path")
    elif path.suffix.lower() not in _SUFFIXES:
        yield Unreadable(source, f"not a kind of file that is read here; give one of {', '.join(sorted(_SUFFIXES))}")
    else:
        yield _read_file(path, {})


def _read_folder(folder: Path) -> Iterator[Document | Unreadable]:
    manifest = folder / "manifest.csv"
    files = {path.stem: path for path in sorted(folder.iterdir()) if path.suffix.lower() in _SUFFIXES and path != manifest}
    if not manifest.exists():
        if not files:
            yield Unreadable(str(folder), f"no files of the kinds read here in this folder ({', '.join(sorted(_SUFFIXES))})")
        for path in files.values():
            yield _read_file(path, {})
        return
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield Unreadable(str(manifest), f"not a readable CSV ({error}); it needs the columns doc, lang, published, title")
        return
    for row in rows:
        stem = (row.get("doc") or "").strip()
        if stem in files:
            yield _read_file(files[stem], {k: (v or "").strip() for k, v in row.items() if isinstance(k, str) and not isinstance(v, list)})
        else:
            yield Unreadable(str(manifest), f"lists {stem!r}, but there is no such file beside it; check the name, which is without its suffix")


def _read_file(path: Path, metadata: dict[str, str]) -> Document | Unreadable:
    def load() -> Document:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"larger than {MAX_BYTES // 1_000_000} MB; a release is a few kilobytes, so split the file")
        return _document(path.stem, path.read_bytes(), str(path), path.suffix.lower(), metadata)

    return _guarded(str(path), load)


def _guarded(source: str, load: object) -> Document | Unreadable:
    try:
        return load()  # type: ignore[operator, no-any-return]
    except SourceError as error:
        return Unreadable(source, str(error))
    except OSError as error:
        return Unreadable(source, f"cannot be read: {error.strerror or error}")


def _document(stem: str, raw: bytes, source: str, suffix: str, metadata: dict[str, str]) -> Document:
    if len(raw) > MAX_BYTES:
        raise SourceError(f"larger than {MAX_BYTES // 1_000_000} MB; split it")
    text = _parquet(raw) if suffix == ".parquet" else decode(raw)
    page: dict[str, str] = {}
    if suffix in {".html", ".htm"}:
        text, page = _html(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip():
        raise SourceError("holds no text")
    known = {**page, **{k: v for k, v in metadata.items() if v}}
    media = TABLE if suffix in {".csv", ".parquet"} else "text/plain"
    lang = (known.get("lang") or language(text)).lower()
    if lang not in {"zh-hans", "zh-hant", "en"}:
        lang = language(text)
    return Document(
        id=quote(metadata.get("doc") or stem, safe="-_.~"),
        text=text,
        lang=lang,
        published=_date(known.get("published", "")) or (None if media == TABLE else dateline(text)),
        title=known.get("title", ""),
        publisher=known.get("publisher", ""),
        url=known.get("url", ""),
        source=source,
        media=media,
    )


def decode(raw: bytes) -> str:
    """Text of unknown encoding. Raises SourceError for binary data."""
    if not raw.strip():
        raise SourceError("is empty")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise SourceError("starts like UTF but is damaged; save it as UTF-8") from error
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(raw[:200_000], cp_isolation=_ENCODINGS).best()
        if best is None:
            raise SourceError("is not text in UTF-8, GB18030, Big5 or UTF-16; save it as UTF-8") from None
        text = raw.decode(best.encoding, errors="replace")
    if "\x00" in text or sum(c < " " and c not in "\n\r\t\f\x0b" for c in text[:4096]) > len(text[:4096]) // 50 + 1:
        raise SourceError("is binary data, not text")
    return text


def _parquet(raw: bytes) -> str:
    """A Parquet file as CSV, numbers without exponent. Raises SourceError for what is no flat table of bearable size."""
    import pyarrow as pa  # takes a quarter of a second to import, and few sources are Parquet
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(raw))
        if (
            file.metadata.num_rows > MAX_BYTES // 10
            or sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups)) > 10 * MAX_BYTES
        ):
            raise SourceError("holds more rows than one table may; split it")
        table = file.read()
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"is no readable Parquet: {str(error).splitlines()[0]}") from error
    nested = [name for name, kind in zip(table.column_names, table.schema.types, strict=True) if pa.types.is_nested(kind)]
    if nested:
        raise SourceError(f"has lists or structures in {', '.join(nested)}; write lists as text with | between their members")
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*(map(_cell, column.to_pylist()) for column in table.columns), strict=True))
    return lines.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0") if math.isfinite(value) else ""
    return "" if value is None else str(value)


def _html(markup: str) -> tuple[str, dict[str, str]]:
    import trafilatura  # takes a third of a second to import, and most sources are plain text

    body = trafilatura.extract(markup, include_tables=True, include_comments=False, favor_recall=True)
    if not body:
        raise SourceError("holds no readable article; save its text as .txt")
    meta = trafilatura.extract_metadata(markup)
    found: dict[str, str] = {}
    if meta is not None:
        for name, value in (("title", meta.title), ("published", meta.date), ("publisher", meta.sitename), ("url", meta.url)):
            if value:
                found[name] = str(value)
        if found.get("title") and found["title"] not in body:
            body = f"{found['title']}\n\n{body}"
    return body, found


def language(text: str) -> str:
    """The language by its script: of the two Chinese ones that which conversion to it changes less, else `en`."""
    sample = text[:20_000]
    han = len(_HAN.findall(sample))
    if han * 4 < len(_LATIN.findall(sample)):
        return "en"
    sample = sample[:4_000]
    traditional = sum(a != b for a, b in zip(sample, _TO_SIMPLIFIED.convert(sample), strict=False))
    simplified = sum(a != b for a, b in zip(sample, _TO_TRADITIONAL.convert(sample), strict=False))
    return "zh-hant" if traditional > simplified else "zh-hans"


def dateline(text: str) -> dt.date | None:
    """The first full numeric date near the top or the end of a text."""
    for part in (text[:600], text[-300:]):
        for match in _ISO_DATE.finditer(part):
            if (found := _date("-".join(match.groups()))) is not None:
                return found
    return None


def _date(text: str) -> dt.date | None:
    match = _ISO_DATE.search(text)
    if match is None:
        return None
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None
