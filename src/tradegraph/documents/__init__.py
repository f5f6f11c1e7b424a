"""Reading: files, folders, archives, addresses and standard input become Documents, with what is known of who published them and when.

Reading has two steps, so that the second can be done by many processes: `locate` names the documents of the sources in order, `open_location`
makes one of them a Document. A file on its own is only named and read when it is opened; a record of a file of many (a line of JSON, a page of
a web archive, a member of a zip) is carried along, since such a file can only be read from its beginning.

Ids: a file's is its stem, also inside a zip or under gzip, so that a release has one id however it is packed; a manifest or a JSON field `doc`
gives another; a line of JSON without one has the file's stem and the line's number; a page of a web archive has its address and the first
eight hex digits of its content's SHA-256.

A table of statistics (CSV or Parquet) is a document whose text is the table as CSV. Metadata come from a `manifest.csv` (doc, lang, published,
title; optionally publisher, url) beside the files or in the zip, or from the fields of the same names; else from an HTML page's meta tags, else
from the dateline. PDF's own metadata tell of the making of the file and are not used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import IO, cast
from urllib.parse import quote, unquote, urlsplit

from tradegraph.documents import packed, records, storage
from tradegraph.documents.tabular import TABLE, parquet
from tradegraph.documents.text import date, dateline, decode, language, page
from tradegraph.errors import SourceError, UsageError
from tradegraph.model import Document

__all__ = ["MAX_BYTES", "TABLE", "Location", "Unreadable", "count", "decode", "language", "locate", "open_location", "read"]

MAX_BYTES = 20_000_000  # a release is a few kilobytes; a larger file is something else
_ALONE = (".txt", ".html", ".htm", ".pdf", ".csv", ".parquet")
_OF_MANY = (".jsonl", ".ndjson", ".warc", ".zip")
_KINDS = "give .txt, .html, .pdf, .csv, .parquet, .jsonl, .warc (also as .gz) or .zip"
_ARCHIVES = (".gz", ".zip", ".tar", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst")
_ANNOTATION = ".gold.jsonl"
_LANGUAGES = ("zh-hans", "zh-hant", "en")
_MANIFEST = "manifest.csv"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that gave no document, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where one document lies. `raw` is its content where it was found in a file of many; without it the file is read when it is opened."""

    id: str
    source: str
    suffix: str
    metadata: tuple[tuple[str, str], ...] = ()
    raw: bytes | None = None


def read(sources: Iterable[str]) -> Iterator[Document | Unreadable]:
    """Read every source in the order given; what cannot be read is reported in its place.

    Raises UsageError where two sources have one id.
    """
    return (open_location(item) if isinstance(item, Location) else item for item in locate(sources))


def locate(sources: Iterable[str]) -> Iterator[Location | Unreadable]:
    """The documents of the sources, in the order given and by name within each; eight bytes of each id are kept, and nothing else.

    A source is a file, a folder, a pattern (`crawl/*.warc.gz`), an address that fsspec knows (`s3://…`, with the user's own package for it), or
    `-`. A folder gives its files of one document each, also as .gz; files of many documents are named themselves. Raises UsageError where two
    documents have one id.
    """
    given = list(sources)
    seen: set[int] = set()
    for position, item in enumerate(_walk(given)):
        if isinstance(item, Location):
            key = int.from_bytes(hashlib.blake2b(item.id.encode(), digest_size=8).digest(), "big")
            if key in seen:
                _refuse_twin(given, position, item)
            seen.add(key)
        yield item


def count(sources: Iterable[str]) -> int | None:
    """How many documents the sources hold, found by listing them once more; None where that cannot be done, or would fetch them."""
    given = list(sources)
    if any(source == "-" or storage.is_url(source) for source in given):
        return None
    return sum(isinstance(item, Location) for item in _walk(given))


def _refuse_twin(sources: list[str], position: int, twin: Location) -> None:
    """Look for the document that has the id already; where there is none, two ids share their eight bytes."""
    for item in islice(_walk(sources), position):
        if isinstance(item, Location) and item.id == twin.id:
            raise UsageError(
                f"{twin.source} and {item.source} have the same id {twin.id!r}; rename one of the files, or give it another `doc` where it has one"
            )


def _walk(sources: Iterable[str]) -> Iterator[Location | Unreadable]:
    pages: set[bytes] = set()  # digests of web pages: a crawl holds the same page many times
    for source in sources:
        try:
            if source == "-":
                yield Location("stdin", "-", ".txt", (), sys.stdin.buffer.read(MAX_BYTES + 1))
                continue
            for found in storage.expanded(source):
                yield from _located(found, pages)
        except SourceError as error:
            yield Unreadable(source, str(error))


def _located(source: str, pages: set[bytes]) -> Iterator[Location | Unreadable]:
    try:
        if storage.is_folder(source):
            yield from _folder(source)
            return
        stem, suffix, gz = _parted(_name(source))
        if suffix in _ALONE:
            yield Location(_id(stem), source, suffix)
        elif suffix not in _OF_MANY or (suffix == ".zip" and gz):
            yield Unreadable(source, f"not a kind of file that is read here; {_KINDS}")
        else:
            with storage.opened(source) as handle:
                if suffix == ".zip":
                    yield from _zip(source, handle, pages)
                else:
                    yield from _many(source, stem, suffix, packed.gunzipped(handle) if gz else io.BufferedReader(cast(io.RawIOBase, handle)), pages)
    except SourceError as error:
        yield Unreadable(source, str(error))


def _name(source: str) -> str:
    return unquote(urlsplit(source).path).rpartition("/")[2] if storage.is_url(source) else PurePath(source).name


def _parted(name: str) -> tuple[str, str, bool]:
    """A file name's stem and suffix, and whether it is packed with gzip."""
    gz = name.lower().endswith(".gz")
    path = PurePath(name[:-3] if gz else name)
    return path.stem, path.suffix.lower(), gz


def _id(name: str) -> str:
    return quote(name, safe="-_.~")


def _many(source: str, stem: str, suffix: str, handle: io.BufferedReader, pages: set[bytes]) -> Iterator[Location | Unreadable]:
    if suffix == ".warc":
        found, mark = records.web_pages(handle, pages, MAX_BYTES), " "
    else:
        found, mark = records.json_lines(handle, stem, MAX_BYTES), ":"
    for record in found:
        at = f"{source}{mark}{record.at}"
        if record.reason:
            yield Unreadable(at, record.reason)
        else:
            yield Location(_id(record.id), at, record.suffix, record.metadata, record.raw)


# ---------------------------------------------------------------------- folders and zip archives


def _folder(folder: str) -> Iterator[Location | Unreadable]:
    names = storage.names(folder)
    alone = [name for name in names if _parted(name)[1] in _ALONE and name != _MANIFEST]
    if _MANIFEST in names:
        with storage.opened(storage.within(folder, _MANIFEST)) as handle:
            for item in _listed(storage.within(folder, _MANIFEST), handle, alone):
                yield item if isinstance(item, Unreadable) else _named(folder, *item)
    elif alone:
        for name in alone:
            yield _named(folder, name, ())
    elif any(_parted(name)[1] in _OF_MANY for name in names):
        yield Unreadable(
            folder, f"no files of one document each in this folder; name its files of many documents themselves, such as {folder}/*.jsonl"
        )
    else:
        yield Unreadable(folder, f"no files of the kinds read here in this folder; {_KINDS}")


def _named(folder: str, name: str, metadata: tuple[tuple[str, str], ...]) -> Location:
    stem, suffix, _ = _parted(name)
    return Location(_id(stem), storage.within(folder, name), suffix, metadata)


def _listed(manifest: str, handle: IO[bytes], names: Iterable[str]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]] | Unreadable]:
    """The files that a manifest lists, with its columns; the files beside it are named by their stems."""
    files: dict[str, list[str]] = {}
    for name in names:
        files.setdefault(_parted(name)[0], []).append(name)
    try:
        for row in csv.DictReader(io.TextIOWrapper(handle, encoding="utf-8-sig", newline="")):
            columns = {k: v.strip() for k, v in row.items() if isinstance(k, str) and isinstance(v, str) and v.strip()}
            stem = columns.get("doc", "")
            found = files.get(stem, [])
            if len(found) == 1:
                yield found[0], tuple(columns.items())
            elif found:
                yield Unreadable(manifest, f"lists {stem!r}, and there are {' and '.join(found)}; keep one of them")
            else:
                yield Unreadable(manifest, f"lists {stem!r}, but there is no such file beside it; check the name, which is without its suffix")
    except (UnicodeDecodeError, csv.Error) as error:
        yield Unreadable(manifest, f"not a readable CSV ({error}); it needs the columns doc, lang, published, title")


def _zip(source: str, handle: IO[bytes], pages: set[bytes]) -> Iterator[Location | Unreadable]:
    """The documents of a zip archive, folder by folder as from the folders themselves, and those of files of many documents in it."""
    with packed.unzipped(handle) as archive:
        folders: dict[str, dict[str, str]] = {}
        for path in archive.paths():
            folder, _, name = path.replace("\\", "/").rpartition("/")
            if not name.startswith(".") and "__MACOSX" not in folder:
                folders.setdefault(folder, {})[name] = path
        for _, files in sorted(folders.items()):
            yield from _zip_folder(source, archive, files, pages)


def _zip_folder(source: str, archive: packed.Zip, files: Mapping[str, str], pages: set[bytes]) -> Iterator[Location | Unreadable]:
    alone = [name for name in sorted(files) if _parted(name)[1] in _ALONE and name != _MANIFEST and not name.lower().endswith(".gz")]
    found: Iterable[tuple[str, tuple[tuple[str, str], ...]] | Unreadable] = [(name, ()) for name in alone]
    if _MANIFEST in files:
        found = _listed(f"{source}!/{files[_MANIFEST]}", io.BytesIO(archive.content(files[_MANIFEST], MAX_BYTES)), alone)
    for item in found:
        if isinstance(item, Unreadable):
            yield item
            continue
        name, metadata = item
        stem, suffix, _ = _parted(name)
        at = f"{source}!/{files[name]}"
        try:
            yield Location(_id(stem), at, suffix, metadata, archive.content(files[name], MAX_BYTES + 1))
        except packed.BombError:
            raise
        except SourceError as error:
            yield Unreadable(at, str(error))
    for name in sorted(files):
        stem, suffix, _ = _parted(name)
        at = f"{source}!/{files[name]}"
        if name.lower().endswith(_ARCHIVES):
            yield Unreadable(at, "is an archive in an archive; unpack the outer one, or pack the files without it")
        elif suffix in _OF_MANY and _MANIFEST not in files and not name.lower().endswith(_ANNOTATION):
            try:
                with archive.opened(files[name]) as inner:
                    yield from _many(at, stem, suffix, inner, pages)
            except packed.BombError:
                raise
            except SourceError as error:
                yield Unreadable(at, str(error))


# ---------------------------------------------------------------------- one document


def open_location(location: Location) -> Document | Unreadable:
    """Read the document that lies there. Needs nothing but the location, so that another process can do it."""
    try:
        return _document(location, _content(location) if location.raw is None else location.raw)
    except SourceError as error:
        return Unreadable(location.source, str(error))


def _content(location: Location) -> bytes:
    with storage.opened(location.source) as handle:
        return (packed.gunzipped(handle) if location.source.lower().endswith(".gz") else handle).read(MAX_BYTES + 1)


def _document(location: Location, raw: bytes) -> Document:
    if len(raw) > MAX_BYTES:
        raise SourceError(f"larger than {MAX_BYTES // 1_000_000} MB; a release is a few kilobytes, so split the file")
    known = dict(location.metadata)
    if location.suffix == ".pdf":
        from tradegraph.documents import pdf

        text = pdf.text(raw)
    elif location.suffix in {".html", ".htm"}:
        text, said = page(raw)
        known = {**said, **known}
    else:
        text = parquet(raw, MAX_BYTES) if location.suffix == ".parquet" else decode(raw)
    media = TABLE if location.suffix in {".csv", ".parquet"} else "text/plain"
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip():
        raise SourceError("holds no text")
    published = date(known.get("published", ""))
    given = dict(location.metadata).get("published", "")
    if given and date(given) is None:
        raise SourceError(f"is published {given[:40]!r}, which is no date; write it as 2024-07-31")
    lang = known.get("lang", "").lower()
    return Document(
        id=location.id,
        text=text,
        lang=lang if lang in _LANGUAGES else language(text),
        published=published or (None if media == TABLE else dateline(text)),
        title=known.get("title", ""),
        publisher=known.get("publisher", ""),
        url=known.get("url", ""),
        source=location.source,
        media=media,
    )
