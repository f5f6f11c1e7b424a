"""Files of many documents: lines of JSON, and web archives (WARC, ISO 28500)."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlsplit

from tradegraph.errors import SourceError

COLUMNS = ("doc", "lang", "published", "title", "publisher", "url")
_PEEKED = 4096  # bytes in which binary data show themselves
_SLUG = re.compile(r"[^\w.~-]+|_")
_WEB_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Record:
    """One document of a file of many, or why it is none; `at` says where in the file."""

    at: str
    id: str = ""
    suffix: str = ""
    raw: bytes = b""
    metadata: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def json_lines(handle: io.BufferedReader, stem: str, longest: int) -> Iterator[Record]:
    """A document for each line: `text`, and the columns of a manifest where they are known; without `doc` the id is the file's stem and the line.

    A line that gives none costs only itself. Raises SourceError for binary data.
    """
    if b"\x00" in handle.peek(_PEEKED)[:_PEEKED]:
        raise SourceError("is binary data or UTF-16, not lines of JSON in UTF-8; save it as UTF-8")
    number = 0
    while line := handle.readline(longest + 1):
        number += 1
        whole = line.endswith(b"\n") or len(line) <= longest
        while not line.endswith(b"\n") and (more := handle.readline(1 << 20)):  # the rest of a line too long is passed over
            line = more
        if not whole:
            yield Record(str(number), reason=f"longer than {longest // 1_000_000} MB; a release is a few kilobytes, so split it")
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _json_record(line, number, stem)


def _json_record(line: bytes, number: int, stem: str) -> Record:
    at = str(number)
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Record(at, reason="is not UTF-8; save the file as UTF-8")
    except RecursionError:
        return Record(at, reason="nests too deeply; keep the text in a field of its own")
    except ValueError as error:
        return Record(at, reason=f"is no JSON ({error}); each line has to be one object")
    if not isinstance(row, dict):
        return Record(at, reason='is no JSON object; write {"doc": …, "text": …}')
    if "start" in row and "end" in row:
        return Record(at, reason="is a row of a fact table, not a release; give the releases themselves")
    text = row.get("text")
    if not isinstance(text, str):
        return Record(at, reason='has no "text"; rename the field that holds the text of the release')
    metadata = []
    for name in COLUMNS:
        value = row.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | None):
            return Record(at, reason=f'"{name}" is neither a text nor a number; write it as a text')
        if value is not None and str(value).strip():
            metadata.append((name, str(value).strip()))
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        return Record(at, reason="has half of a surrogate pair in its text; write the character whole")
    return Record(at, dict(metadata).get("doc", f"{stem}-{number}"), ".txt", raw, tuple(metadata))


def web_pages(handle: io.BufferedReader, seen: set[bytes], longest: int) -> Iterator[Record]:
    """The HTML pages of a web archive, each content once: `seen` holds the digests of what has been given.

    The id is made of the address and the digest, so that it is the same in whatever archive the page lies. Raises SourceError where the
    archive is damaged; what came before has been given by then.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    stream = SimpleNamespace(read=handle.read1)  # a full `read` would lose what stands before damage
    try:
        for record in ArchiveIterator(stream):
            if record.format != "warc":
                raise ValueError("a record without the mark of WARC")
            if record.rec_type != "response" or record.http_headers is None:
                continue
            kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
            if kind not in _WEB_PAGES or record.http_headers.get_statuscode() != "200":
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            raw = record.content_stream().read(longest + 1)
            if len(raw) > longest:
                yield Record(url, reason=f"larger than {longest // 1_000_000} MB; a release is a few kilobytes")
                continue
            digest = hashlib.sha256(raw).digest()
            if digest[:16] in seen:
                continue
            seen.add(digest[:16])
            yield Record(url, _page_id(url, digest), ".html", raw, (("url", url),))
    except (ArchiveLoadFailed, ValueError, AttributeError, EOFError) as error:
        raise SourceError(f"is damaged, or no WARC ({' '.join(str(error).split())[:200]}); what came before was read") from error


def _page_id(url: str, digest: bytes) -> str:
    try:
        parts = urlsplit(url)
        name = f"{parts.hostname or ''}{parts.path}"
    except ValueError:
        name = url
    slug = _SLUG.sub("-", re.sub(r"\.\w{1,5}$", "", name)).strip("-.")[-80:].lstrip("-.")
    return f"{slug}-{digest.hex()[:8]}" if slug else digest.hex()[:16]
