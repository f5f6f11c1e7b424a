"""Reading: files, folders, archives, addresses and standard input become Documents, with what is known of who published them and when.

Reading has two steps, so that the second can be done by many processes: `locate` names the documents of the sources in order, `open_location`
makes one of them a Document. A file on its own is only named and read when it is opened; a record of a file of many (a line of JSON, a page of
a web archive, a member of a zip) is carried along, since such a file can only be read from its beginning.

A folder is read as a zip archive of it is: with its subfolders, file by file in the order of names, also the files of many documents. A manifest
says which files of its folder are read. What lies there and is not read is said once for the whole source, and is no fault; only what is hidden
(`.name`), annotations, mappings and corrections are passed over without a word.

Ids: a file's is its stem, also inside a zip or under gzip, so that a release has one id however it is packed; a manifest or a JSON field `doc`
gives another; a line of JSON without one has the file's stem and the line's number; a page of a web archive has its address and the first
eight hex digits of its content's SHA-256.

A table of statistics (CSV or Parquet) is a document whose text is the table as CSV. Metadata come from a `manifest.csv` (doc, lang, published,
title; optionally publisher, url) beside the files or in the zip, or from the fields of the same names; else from an HTML page's meta tags, else
from the dateline and the headline of the text. PDF's own metadata tell of the making of the file and are not used.
"""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import PurePath
from typing import IO, cast
from urllib.parse import quote, unquote, urlsplit

from tradegraph.documents import packed, records, storage
from tradegraph.documents.own import own
from tradegraph.documents.tabular import MAPPING, TABLE, delimiter, mapping_beside, parquet
from tradegraph.documents.text import date, dateline, decode, headline, language, page
from tradegraph.errors import SourceError, UsageError
from tradegraph.model import Document

__all__ = ["MAX_BYTES", "TABLE", "Location", "Unreadable", "count", "decode", "language", "locate", "open_location", "read"]

MAX_BYTES = 20_000_000  # a release is a few kilobytes; a larger file is something else
_ALONE = (".txt", ".html", ".htm", ".pdf", ".csv", ".parquet")
_OF_MANY = (".jsonl", ".ndjson", ".warc", ".zip")
_READ = frozenset({*_ALONE, *_OF_MANY})
_KINDS = "give .txt, .html, .pdf, .csv, .parquet, .jsonl, .warc (also as .gz) or .zip"
_BESIDE = (".gold.jsonl", MAPPING)  # annotations of texts and mappings of tables
_TABLES = frozenset({".csv", ".parquet"})
_MAX_MAPPING = 1_000_000
CORRECTIONS = "corrections.ttl"
_LANGUAGES = ("zh-hans", "zh-hant", "en")
_MANIFEST = "manifest.csv"
_NAMED = 3  # files that a note names

_Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A source that gave no document, and why; `aside` says that it was left aside by a rule, which is no fault."""

    source: str
    reason: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """Where one document lies. `raw` is its content where it was found in a file of many; without it the file is read when it is opened.

    So is the mapping beside a table, which `mapping` is otherwise.
    """

    id: str
    source: str
    suffix: str
    metadata: _Metadata = ()
    raw: bytes | None = None
    mapping: bytes = b""


def read(sources: Iterable[str]) -> Iterator[Document | Unreadable]:
    """Read every source in the order given; what cannot be read is reported in its place.

    Raises UsageError where two sources have one id.
    """
    return (open_location(item) if isinstance(item, Location) else item for item in locate(sources))


def locate(sources: Iterable[str]) -> Iterator[Location | Unreadable]:
    """The documents of the sources, in the order given and by name within each; eight bytes of each id are kept, and nothing else.

    A source is a file, a folder with its subfolders, a pattern (`crawl/*.warc.gz`), an address that fsspec knows (`s3://…`, with the user's own
    package for it), or `-`, which is one text. Raises UsageError where two documents have one id.
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
            yield from _folder(source, pages)
        elif _parted(_name(source))[1:] == (".zip", False):
            with storage.opened(source) as handle:
                yield from _zip(source, handle, pages)
        else:
            yield from _file(source, (), pages)
    except SourceError as error:
        yield Unreadable(source, str(error))


def _file(source: str, metadata: _Metadata, pages: set[bytes]) -> Iterator[Location | Unreadable]:
    """The documents of a file that is no archive of files."""
    stem, suffix, gz = _parted(_name(source))
    if suffix in _ALONE:
        yield Location(_id(stem), source, suffix, metadata)
    elif suffix not in _OF_MANY or suffix == ".zip":  # a zip under gzip
        yield Unreadable(source, f"not a kind of file that is read here; {_KINDS}")
    else:
        with storage.opened(source) as handle:
            yield from _many(source, stem, suffix, packed.gunzipped(handle) if gz else io.BufferedReader(cast(io.RawIOBase, handle)), pages)


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
    record = None
    for record in found:
        at = f"{source}{mark}{record.at}"
        if record.reason:
            yield Unreadable(at, record.reason)
        else:
            yield Location(_id(record.id), at, record.suffix, record.metadata, record.raw)
    if record is None and suffix == ".warc":
        yield Unreadable(source, "gives no page: there is none of HTML with status 200 in it, or all of them were read already", aside=True)
    elif record is None:
        yield Unreadable(source, 'holds no documents; write one object a line, such as {"doc": …, "text": …}')


# ---------------------------------------------------------------------- folders and zip archives


@dataclass(slots=True)
class _Aside:
    """What lies in a folder or archive and is not read: by the reason, how many files there are and the first of their names."""

    counts: dict[str, int] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    def put(self, names: Iterable[str], reason: str) -> None:
        for name in names:
            self.counts[reason] = self.counts.get(reason, 0) + 1
            if len(named := self.names.setdefault(reason, [])) < _NAMED:
                named.append(name)

    def told(self, source: str) -> Iterator[Unreadable]:
        for reason, count in self.counts.items():
            shown = ", ".join(self.names[reason])
            files = f"{shown} is" if count == 1 else f"{shown} are" if count <= _NAMED else f"{count} files ({shown}, …) are"
            yield Unreadable(source, f"{files} not read: {reason}", aside=True)


_OTHER = f"not a kind of file that is read here; {_KINDS}"
_UNLISTED = f"not listed in the {_MANIFEST} beside it; add a row for each file of one document, or give others as sources themselves"
_OWN = "written by tradegraph itself; give builds a folder of their own with -o"
_LINK = "a link to a folder; give that folder as a source"


def _folder(folder: str, pages: set[bytes]) -> Iterator[Location | Unreadable]:
    aside, empty = _Aside(), True
    waiting = [""]
    while waiting:
        under = waiting.pop()
        at = storage.within(folder, under) if under else folder
        try:
            listing = storage.listed(at)
        except SourceError as error:
            empty = False
            yield Unreadable(at, str(error))
            continue
        waiting += [storage.under(under, name) for name in reversed(listing.folders) if not name.startswith(".")]
        aside.put((storage.under(under, name) for name in listing.links if not name.startswith(".")), _LINK)
        files = {name: storage.within(at, name) for name in listing.files}
        for item in _chosen(under, files, storage.opened, aside):
            empty = False
            if isinstance(item, Unreadable):
                yield item
            elif _parted(item.name)[1:] == (".zip", False):
                yield from _located(item.source, pages)
            else:
                try:
                    yield from _file(item.source, item.metadata, pages)
                except SourceError as error:
                    yield Unreadable(item.source, str(error))
    yield from _told(folder, aside, "folder", empty)


def _told(source: str, aside: _Aside, kind: str, empty: bool) -> Iterator[Unreadable]:
    notes = list(aside.told(source))
    if not empty:
        yield from notes
    elif notes:
        yield Unreadable(source, f"no files to read in this {kind}: {'; '.join(note.reason for note in notes)}")
    else:
        yield Unreadable(source, f"no files in this {kind}; {_KINDS}")


@dataclass(frozen=True, slots=True)
class _Chosen:
    name: str
    source: str
    metadata: _Metadata = ()


def _chosen(
    under: str, files: Mapping[str, str], opened: Callable[[str], AbstractContextManager[IO[bytes]]], aside: _Aside
) -> Iterator[_Chosen | Unreadable]:
    """The files of one folder that are read, in the order of names or of the manifest; `files` says where each lies, `opened` opens that place."""
    ours = own(files)
    seen = [name for name in sorted(files) if not name.startswith(".") and name != CORRECTIONS and not name.lower().endswith(_BESIDE)]
    aside.put((storage.under(under, name) for name in seen if name in ours), _OWN)
    mine = [name for name in seen if name not in ours and name != _MANIFEST]
    kinds = [name for name in mine if _parted(name)[1] in _READ]
    aside.put((storage.under(under, name) for name in mine if _parted(name)[1] not in _READ), _OTHER)
    if _MANIFEST not in files:
        yield from (_Chosen(name, files[name]) for name in kinds)
        return
    manifest, listed = files[_MANIFEST], set()
    try:
        with opened(manifest) as handle:
            for item in _listed(manifest, handle, [name for name in kinds if _parted(name)[1] in _ALONE]):
                if isinstance(item, Unreadable):
                    yield item
                else:
                    listed.add(item[0])
                    yield _Chosen(item[0], files[item[0]], item[1])
    except SourceError as error:
        yield Unreadable(manifest, f"{error}; none of the files beside it was read")
        return
    aside.put((storage.under(under, name) for name in kinds if name not in listed), _UNLISTED)


def _listed(manifest: str, handle: IO[bytes], names: Iterable[str]) -> Iterator[tuple[str, _Metadata] | Unreadable]:
    """The files that a manifest lists, with its columns; the files beside it are named by their stems.

    Raises SourceError for a manifest that names no documents.
    """
    files: dict[str, list[str]] = {}
    for name in names:
        files.setdefault(_parted(name)[0], []).append(name)
    try:
        lines = _decoded(handle)
        head = next(lines, "")
        rows = csv.DictReader(chain([head], lines), delimiter=delimiter(head))
        held = [name.strip() for name in rows.fieldnames or ()]
        rows.fieldnames = held
        if "doc" not in held:
            raise SourceError(f"has no column doc, which names the files without their suffixes; it has {', '.join(held) or 'nothing'}")
        if "published" not in held and (strange := [name for name in held if name and name not in records.COLUMNS]):
            yield Unreadable(
                manifest, f"has no column published, and {', '.join(strange)} says nothing here; rename the one with the dates", aside=True
            )
        for row in rows:
            columns = {k: v.strip() for k, v in row.items() if isinstance(k, str) and isinstance(v, str) and v.strip()}
            stem = columns.get("doc", "")
            found = files.get(stem, [])
            if len(found) == 1:
                yield found[0], tuple(columns.items())
            elif found:
                yield Unreadable(manifest, f"lists {stem!r}, and there are {' and '.join(found)}; keep one of them")
            elif not stem:
                yield Unreadable(manifest, f"line {rows.line_num} names no file in its column doc; fill it in, or remove the line")
            else:
                yield Unreadable(manifest, f"lists {stem!r}, but there is no such file beside it; check the name, which is without its suffix")
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"is no readable CSV ({error}); it needs the columns doc, lang, published, title") from error


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """Lines in UTF-8, or from the first that is none in GB18030, in which spreadsheets write on Chinese systems."""
    encoding = "utf-8-sig"
    for line in lines:
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            encoding = "gb18030"
            text = line.decode(encoding)
        yield text


def _zip(source: str, handle: IO[bytes], pages: set[bytes]) -> Iterator[Location | Unreadable]:
    """The documents of a zip archive, folder by folder as from the folders themselves."""
    aside, empty = _Aside(), True
    with packed.unzipped(handle) as archive:
        folders: dict[str, dict[str, str]] = {}
        for path in archive.paths():
            under, _, name = path.replace("\\", "/").rpartition("/")
            if not any((part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in under.split("/")):
                folders.setdefault(under, {})[name] = path
        for under, files in sorted(folders.items()):
            for item in _chosen(under, {name: f"{source}!/{path}" for name, path in files.items()}, _member(source, archive), aside):
                empty = False
                if isinstance(item, Unreadable):
                    yield item
                    continue
                try:
                    yield from _of_zip(item, archive, files, pages)
                except packed.BombError:
                    raise
                except SourceError as error:
                    yield Unreadable(item.source, str(error))
    yield from _told(source, aside, "archive", empty)


def _member(source: str, archive: packed.Zip) -> Callable[[str], AbstractContextManager[IO[bytes]]]:
    return lambda at: archive.opened(at.removeprefix(f"{source}!/"))


def _of_zip(item: _Chosen, archive: packed.Zip, files: Mapping[str, str], pages: set[bytes]) -> Iterator[Location | Unreadable]:
    stem, suffix, gz = _parted(item.name)
    if gz or suffix == ".zip":
        yield Unreadable(item.source, "is an archive in an archive; unpack the outer one, or pack the files without it")
    elif suffix in _ALONE:
        beside = files.get(f"{stem}{MAPPING}") if suffix in _TABLES else None
        mapping = archive.content(beside, _MAX_MAPPING + 1) if beside else b""
        yield Location(_id(stem), item.source, suffix, item.metadata, archive.content(files[item.name], MAX_BYTES + 1), mapping)
    else:
        with archive.opened(files[item.name]) as inner:
            yield from _many(item.source, stem, suffix, inner, pages)


# ---------------------------------------------------------------------- one document


def open_location(location: Location) -> Document | Unreadable:
    """Read the document that lies there. Needs nothing but the location, so that another process can do it."""
    try:
        return _document(location, _content(location) if location.raw is None else location.raw, _mapping(location))
    except SourceError as error:
        return Unreadable(location.source, str(error))


def _content(location: Location) -> bytes:
    with storage.opened(location.source) as handle:
        return (packed.gunzipped(handle) if location.source.lower().endswith(".gz") else handle).read(MAX_BYTES + 1)


def _mapping(location: Location) -> str:
    """The mapping of a table; empty where there is none."""
    if location.suffix not in _TABLES:
        return ""
    path, raw = mapping_beside(location.source), location.mapping
    if location.raw is None and storage.is_there(path):
        with storage.opened(path) as handle:
            raw = handle.read(_MAX_MAPPING + 1)
    if len(raw) > _MAX_MAPPING:
        raise SourceError(f"{path}: larger than {_MAX_MAPPING // 1_000_000} MB; a mapping is a page")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: {error}; save it as UTF-8") from error


def _document(location: Location, raw: bytes, mapping: str) -> Document:
    if len(raw) > MAX_BYTES:
        raise SourceError(f"larger than {MAX_BYTES // 1_000_000} MB; a release is a few kilobytes, so split the file")
    known = dict(location.metadata)
    if (lang := known.get("lang", "").lower()) and lang not in _LANGUAGES:
        raise SourceError(
            f"has the language {known['lang'][:40]!r}, which is none of {', '.join(_LANGUAGES)}; leave it out to have it told by the script"
        )
    if location.suffix == ".pdf":
        from tradegraph.documents import pdf

        text = pdf.text(raw)
    elif location.suffix in {".html", ".htm"}:
        text, said = page(raw)
        known = {**said, **known}
    else:
        text = parquet(raw, MAX_BYTES) if location.suffix == ".parquet" else decode(raw)
    media = TABLE if location.suffix in _TABLES else "text/plain"
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    if not text.strip():
        raise SourceError("holds no text")
    published = date(known.get("published", ""))
    given = dict(location.metadata).get("published", "")
    if given and date(given) is None:
        raise SourceError(f"is published {given[:40]!r}, which is no date; write it as 2024-07-31")
    return Document(
        id=location.id,
        text=text,
        lang=lang or language(text),
        published=published or (None if media == TABLE else dateline(text)),
        title=known.get("title", "") or (headline(text) if media != TABLE else ""),
        publisher=known.get("publisher", ""),
        url=known.get("url", ""),
        source=location.source,
        media=media,
        mapping=mapping,
    )
