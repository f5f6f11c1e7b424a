"""Into other stores: each graph by the SPARQL 1.1 Graph Store Protocol, then verified; or sorted N-Quads for bulk loaders.

A graph that the store has already is not sent again, which is found by comparison and so needs no record of its own: a run that was broken
off is taken up by repeating it. Stores rewrite literals (`1073.20` becomes `1073.2`, an xsd:nonNegativeInteger an xsd:integer), so graphs
are compared by the values of their literals (XML Schema 1.1 Datatypes), and what was rewritten is counted and named.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, islice
from pathlib import Path
from typing import TextIO

import httpx
import pyoxigraph as ox

from tradegraph import __version__
from tradegraph.errors import RemoteError, SourceError, UsageError
from tradegraph.store import parse
from tradegraph.table import canonical
from tradegraph.vocabulary import XSD

_RUN = 500_000  # lines sorted in memory at once
_SENT = 100_000  # triples sent at once
_TRIES = 6
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds
_PASSING = {408, 425, 429, 502, 503, 504}  # answers after which it is worth to try again
_TIMES = httpx.Timeout(600, connect=10)  # seconds
_SHOWN = 5  # differences named of a graph

# every datatype derived from xsd:decimal shares its values (XML Schema 1.1 Datatypes, 3.3.3 and 3.4)
_DECIMALS = {
    XSD + name
    for name in (
        "decimal", "integer", "nonPositiveInteger", "negativeInteger", "nonNegativeInteger", "positiveInteger", "long", "int", "short", "byte",
        "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
}  # fmt: skip
_EXACT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_FLOATS = {XSD + "double", XSD + "float"}
_FLOATING = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BOOLEANS = {"1": "true", "0": "false"}


# ---------------------------------------------------------------------- sorting


def sorted_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines in code-point order, each once, in bounded memory; lines end with a line feed and have no other."""
    stream = iter(lines)
    with tempfile.TemporaryDirectory(prefix="tradegraph-sort-") as folder, ExitStack() as opened:
        runs: list[TextIO] = []
        while run := sorted(set(islice(stream, _RUN))):
            path = Path(folder) / str(len(runs))
            with path.open("w", encoding="utf-8", newline="\n") as handle:
                handle.writelines(run)
            runs.append(opened.enter_context(path.open(encoding="utf-8", newline="\n")))
        for line, _ in groupby(heapq.merge(*runs)):
            yield line


def write_parts(files: Sequence[Path], out: Path, size: int) -> list[Path]:
    """Write the quads of files as `part-00000.nq.gz` and so on: sorted over all parts, each once, `size` in a part; equal bytes each time.

    Raises SourceError for files that are no RDF, UsageError for a folder that has parts already.
    """
    out.mkdir(parents=True, exist_ok=True)
    if next(out.glob("part-*.nq.gz"), None) is not None:
        raise UsageError(f"{out}: has parts of another run, which a bulk loader would take too; give an empty folder with -o")
    lines = sorted_lines(f"{quad} .\n" for quad in _quads(files))
    written: list[Path] = []
    while part := list(islice(lines, size)):
        path = out / f"part-{len(written):05}.nq.gz"
        with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0) as handle:
            handle.write("".join(part).encode())
        written.append(path)
    return written


def _quads(files: Sequence[Path]) -> Iterator[ox.Quad]:
    for quad in parse(files):
        if len(files) > 1 and isinstance(quad.subject, ox.BlankNode):
            raise UsageError(f"a file has blank nodes ({quad.subject}), whose names count in one file only; give the files one by one")
        yield quad


def graphs(files: Sequence[Path], default: str = "") -> Iterator[tuple[str, list[ox.Triple]]]:
    """The named graphs of files in the order of their names, each whole, with its triples sorted.

    What stands in no named graph is in `default`; an empty name is a store's default graph.
    """

    def tagged() -> Iterator[str]:
        for quad in _quads(files):
            name = default if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
            yield f"{name}\t{ox.Triple(quad.subject, quad.predicate, quad.object)} .\n"

    for name, lines in groupby(sorted_lines(tagged()), key=lambda line: line.partition("\t")[0]):
        triples = "".join(line.partition("\t")[2] for line in lines)
        yield name, [ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)]


# ---------------------------------------------------------------------- comparing


def comparable(literal: ox.Literal) -> ox.Literal:
    """The literal that stands for all of equal value: one datatype for all exact numbers, canonical forms, language tags in lower case.

    What is no number, in the form of its datatype, stands for itself; so do dates and all other datatypes.
    """
    if literal.language is not None:
        return ox.Literal(literal.value, language=literal.language.lower())
    datatype = literal.datatype.value
    if datatype in _DECIMALS and _EXACT.fullmatch(literal.value):
        return ox.Literal(canonical(Decimal(literal.value)), datatype=ox.NamedNode(XSD + "decimal"))
    if datatype in _FLOATS and _FLOATING.fullmatch(literal.value):
        return ox.Literal(repr(float(literal.value)), datatype=literal.datatype)
    if datatype == XSD + "boolean":
        return ox.Literal(_BOOLEANS.get(literal.value, literal.value), datatype=literal.datatype)
    return literal


@dataclass(frozen=True, slots=True)
class Content:
    """A graph for comparison: by the line of each triple with comparable literals, its object as it was written."""

    lines: dict[str, ox.Literal | None]

    @property
    def digest(self) -> str:
        """SHA-256 over the sorted lines in canonical N-Triples, blank nodes named by RDF Dataset Canonicalization (RDFC-1.0)."""
        return hashlib.sha256("".join(sorted(self.lines)).encode()).hexdigest()


def content(triples: Iterable[ox.Triple]) -> Content:
    """The content of a graph; graphs of equal content are isomorphic but for the form of literals."""
    pairs = []
    anonymous = False
    for triple in triples:
        literal = triple.object if isinstance(triple.object, ox.Literal) else None
        value = triple.object if literal is None else comparable(literal)
        pairs.append((ox.Triple(triple.subject, triple.predicate, value), literal))
        anonymous |= isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
    if anonymous:
        quads = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t, _ in pairs)
        quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return Content({f"{ox.Triple(q.subject, q.predicate, q.object)} .\n": None for q in quads})
    return Content({f"{triple} .\n": literal for triple, literal in pairs})


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one graph: `state` is equal (it was there already), loaded, or differs (from what was sent, after it was sent)."""

    graph: str
    state: str
    triples: int
    stored: int
    digest: str
    rewritten: tuple[tuple[str, int], ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]


def compare(graph: str, ours: Content, theirs: Content, state: str) -> Loaded:
    """What a store has of a graph beside what it was given."""
    rewritten: Counter[str] = Counter()
    for line, literal in ours.lines.items():
        stored = theirs.lines.get(line)
        if literal is not None and stored is not None and stored != literal:
            rewritten[_change(literal, stored)] += 1
    missing = sorted(ours.lines.keys() - theirs.lines.keys())
    extra = sorted(theirs.lines.keys() - ours.lines.keys())
    return Loaded(
        graph,
        "differs" if missing or extra else state,
        len(ours.lines),
        len(theirs.lines),
        ours.digest,
        tuple(sorted(rewritten.items())),
        tuple(line.strip() for line in missing[:_SHOWN]),
        tuple(line.strip() for line in extra[:_SHOWN]),
    )


def _change(sent: ox.Literal, stored: ox.Literal) -> str:
    if sent.language is not None:
        return "language tags in another case"
    names = [literal.datatype.value.replace(XSD, "xsd:") for literal in (sent, stored)]
    return f"{names[0]} as {names[1]}" if names[0] != names[1] else f"{names[0]} in another form of the same value"


# ---------------------------------------------------------------------- sending


def credentials(kind: str | None, user: str | None, secret_file: Path | None) -> httpx.Auth | None:
    """HTTP authentication: basic or digest with a user's password, bearer with a token; none without a kind.

    The secret is TRADEGRAPH_PASSWORD or TRADEGRAPH_TOKEN of the environment, or the first line of a file. Raises UsageError where something is
    missing, SourceError for a file that cannot be read.
    """
    if kind is None:
        return None
    variable = "TRADEGRAPH_TOKEN" if kind == "bearer" else "TRADEGRAPH_PASSWORD"
    if secret_file is not None:
        try:
            secret = secret_file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"{secret_file}: the secret cannot be read ({type(error).__name__})") from None
    else:
        secret = os.environ.get(variable, "")
    if not secret:
        raise UsageError(f"no secret to sign in with; set {variable} in the environment, or name a file with --secret-file")
    if kind == "bearer":
        return _Bearer(secret)
    if not user:
        raise UsageError(f"--auth {kind} needs --user NAME")
    return httpx.BasicAuth(user, secret) if kind == "basic" else httpx.DigestAuth(user, secret)


class _Bearer(httpx.Auth):
    """RFC 6750, 2.1."""

    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = self._header
        yield request


def load(files: Sequence[Path], url: str, auth: httpx.Auth | None = None, *, default: str = "") -> Iterator[Loaded]:
    """Make each graph of files in the store behind `url` (its Graph Store address) what it is in the files, and say what the store then has.

    Other graphs of the store stay as they are. Raises RemoteError for a store that cannot be reached or does not take a graph.
    """
    address = _address(url)
    with httpx.Client(auth=auth, timeout=_TIMES, headers={"User-Agent": f"tradegraph/{__version__}"}) as client:
        for name, triples in graphs(files, default):
            ours = content(triples)
            there = _get(client, address, name)
            if there is not None and there.lines.keys() == ours.lines.keys():
                yield compare(name, ours, there, "equal")
                continue
            _put(client, address, name, triples)
            yield compare(name, ours, _get(client, address, name) or Content({}), "loaded")


def overheard(url: str) -> bool:
    """Whether what is sent to an address leaves this machine unencrypted."""
    address = _address(url)
    return address.scheme == "http" and address.host not in {"localhost", "127.0.0.1", "::1"}


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as error:
        raise UsageError(f"--to {url!r}: {error}") from error
    if address.scheme not in {"http", "https"} or not address.host:
        raise UsageError(f"--to {url!r}: give the http or https address of the Graph Store Protocol")
    if address.userinfo:
        raise UsageError("--to: an address with a password in it is seen by everyone on this machine; use --auth, --user and the environment")
    return address


def _put(client: httpx.Client, address: httpx.URL, name: str, triples: Sequence[ox.Triple]) -> None:
    anonymous = any(isinstance(t.subject, ox.BlankNode) or isinstance(t.object, ox.BlankNode) for t in triples)
    size = len(triples) if anonymous else _SENT  # blank nodes are the same only within one message
    for start in range(0, len(triples), size):
        body = ox.serialize(triples[start : start + size], format=ox.RdfFormat.N_TRIPLES)
        method = "POST" if start else "PUT"
        response = _send(client, method, address, name, content=body, headers={"Content-Type": "application/n-triples"})
        if not response.is_success:
            raise _refused(response, f"{method} of {_named(name)}")


def _get(client: httpx.Client, address: httpx.URL, name: str) -> Content | None:
    response = _send(client, "GET", address, name, headers={"Accept": "application/n-triples"})
    if response.status_code in {404, 204}:
        return None
    if not response.is_success:
        raise _refused(response, f"GET of {_named(name)}")
    try:
        return content(ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise RemoteError(f"{_plain(address)}: what it has of {_named(name)} is no N-Triples ({error})") from error


def _send(
    client: httpx.Client, method: str, address: httpx.URL, name: str, *, content: bytes | None = None, headers: dict[str, str]
) -> httpx.Response:
    """A request, repeated with growing pauses while the store is away or busy; PUT and POST of the same triples change nothing twice."""
    wait = _FIRST_WAIT
    trouble = ""
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        try:
            response = client.request(method, address, params={"graph": name} if name else {"default": ""}, content=content, headers=headers)
        except httpx.TransportError as error:
            trouble = str(error) or type(error).__name__
            continue
        if response.status_code not in _PASSING:
            return response
        trouble = _said(response)
        if (after := response.headers.get("Retry-After", "")).isdecimal():
            wait = min(float(after), _LONGEST_WAIT)
    raise RemoteError(f"{_plain(address)}: {method} of {_named(name)} failed {_TRIES} times, at last: {trouble}; run it again to go on from there")


def _refused(response: httpx.Response, what: str) -> RemoteError:
    said = _said(response)
    if response.status_code in {401, 403}:
        said += "; check --auth, --user and the secret"
    if response.is_redirect:
        said += f"; the store is at {response.headers.get('Location', 'another address')}"
    return RemoteError(f"{_plain(response.request.url)}: {what} was not accepted: {said}")


def _said(response: httpx.Response) -> str:
    text = " ".join(re.sub(r"<[^<>]{0,500}>", " ", response.text[:5000]).split())
    return f"{response.status_code} {response.reason_phrase}" + (f" ({text[:300]})" if text else "")


def _plain(address: httpx.URL) -> str:
    return str(address.copy_with(query=None))


def _named(name: str) -> str:
    return f"graph <{name}>" if name else "the default graph"
