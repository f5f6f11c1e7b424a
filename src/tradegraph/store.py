"""Writing and querying graphs with Oxigraph: sorted serialisation in every RDF syntax, loading of files, SPARQL with a time limit."""

from __future__ import annotations

import multiprocessing
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tradegraph.confinement import can_confine, confine
from tradegraph.errors import SourceError, UsageError
from tradegraph.graph import PREFIXES

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
}  # fmt: skip
_SUFFIXES = {".ttl": "ttl", ".trig": "trig", ".nt": "nt", ".nq": "nq", ".jsonld": "jsonld", ".rdf": "rdfxml", ".xml": "rdfxml"}
WITH_GRAPHS = frozenset({"trig", "nq", "jsonld"})


def write(sources: Sequence[Path], target: Path, syntax: str) -> None:
    """Write files of N-Triples or N-Quads, of ours, as one in another syntax and in their own order. Syntaxes without graphs take N-Triples."""
    prefixes = PREFIXES if syntax in {"ttl", "trig", "rdfxml"} else None
    # validation has read each statement already
    statements = chain.from_iterable(ox.parse(path=str(source), format=_syntax(source), lenient=True) for source in sources)
    ox.serialize(statements, output=str(target), format=FORMATS[syntax], prefixes=prefixes)


def write_sorted(statements: list[bytes], target: Path) -> None:
    """Write statements as lines of N-Triples, each once and sorted by their bytes."""
    statements.sort()  # in place, as there may be many
    with target.open("wb") as sink:
        sink.writelines(b"%s .\n" % statement for statement, _ in groupby(statements))


def merge(sources: Sequence[Path], target: Path, *, memory: int = 2**24) -> int:
    """Write the lines of files, each of which is sorted, once and sorted by their bytes; how many there are. Every line ends in a line feed.

    Memory holds some so many bytes of them at a time.
    """
    count = 0
    with target.open("wb") as sink:
        for block in _merged(sources, memory):
            sink.writelines(block)
            count += len(block)
    return count


def _merged(sources: Sequence[Path], memory: int) -> Iterator[list[bytes]]:
    """The lines of sorted files in sorted blocks: all up to the first of the last lines held of each."""
    at = [0 for _ in sources]
    sizes = [source.stat().st_size for source in sources]
    held: list[list[bytes]] = [[] for _ in sources]
    share = memory // max(len(sources), 1) + 1
    while True:
        for number, source in enumerate(sources):
            if not held[number] and at[number] < sizes[number]:
                text = _lines(source, at[number], share)
                held[number] = text.splitlines(keepends=True)
                at[number] += len(text)
        if not any(held):
            return
        last = min(lines[-1] for lines in held if lines)
        blocks: list[list[bytes]] = []
        for number, lines in enumerate(held):
            if lines and lines[0] <= last:
                cut = bisect_right(lines, last)
                blocks.append(lines[:cut])
                held[number] = lines[cut:]
        yield blocks[0] if len(blocks) == 1 else _ordered([line for block in blocks for line in block])


def _lines(source: Path, at: int, size: int) -> bytes:
    """Whole lines of a file from a place on, about so many bytes of them; there may be more files than can be open."""
    with source.open("rb") as handle:
        handle.seek(at)
        text = handle.read(size)
        return text + (b"" if text.endswith(b"\n") else handle.readline())


def _ordered(lines: list[bytes]) -> list[bytes]:
    lines.sort()  # made of sorted stretches, for which this order of steps is the fast one
    return list(dict.fromkeys(lines))


def _syntax(path: Path) -> ox.RdfFormat:
    syntax = _SUFFIXES.get(path.suffix.lower())
    if syntax is None:
        raise SourceError(f"{path}: not a kind of RDF file; give one ending in {', '.join(_SUFFIXES)}")
    if not path.is_file():
        raise SourceError(f"{path}: no such file; build a graph first, or check the path")
    return FORMATS[syntax]


GRAPHS = "graphs"  # where the folder of a store keeps its Oxigraph database


def load(paths: Iterable[Path]) -> ox.Store:
    """A store in memory with all these files, or the one in a folder that `build --store` made, opened for reading.

    The folder of a build stands for its graph.ttl. Raises SourceError for a file that is missing or no RDF, and for a store that cannot be opened.
    """
    given = [path / "graph.ttl" if path.is_dir() and not (path / GRAPHS).is_dir() else path for path in paths]
    if len(given) == 1 and given[0].is_dir():
        return _opened(given[0])
    store = ox.Store()
    for path in given:
        try:
            store.bulk_load(path=str(path), format=_syntax(path))
        except (SyntaxError, ValueError, OSError) as error:
            raise SourceError(f"{path}: {error}") from error
    return store


def graph_of(path: Path) -> Path:
    """A file itself; of a build's folder its graph by release. Raises SourceError for a folder that has none."""
    if not path.is_dir():
        return path
    if (path / GRAPHS).is_dir():
        raise SourceError(f"{path}: is the store of a build; give the folder that `tradegraph build -o` wrote beside it, or its graph.trig")
    if not (path / "graph.trig").is_file():
        raise SourceError(f"{path}: no graph.trig in this folder; give the folder of a build, or build one with `tradegraph build -o {path}`")
    return path / "graph.trig"


def _opened(folder: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(folder / GRAPHS))
    except OSError as error:
        raise SourceError(f"{folder}: cannot be opened ({error}); wait for the build that writes it, or build it again") from error


def synchronise(
    folder: Path, wanted: Mapping[str, str], known: Mapping[str, str], texts: Iterable[bytes | Sequence[Path]], merged: tuple[Path, str], mark: Mark
) -> None:
    """Bring the store in a folder to hold these graphs and no others; `wanted` and `known` are the digests of what is to be there and what is.

    `texts` are the graphs as N-Quads in the order of `wanted`, in memory or in files; `merged` is a file of N-Triples with the digest of its
    content, for the default graph: a union made for each query would repeat a triple once for each graph that states it. `mark` writes down what
    the store is about to change, and what it then holds: a process that is killed leaves no graph that is taken for whole. Raises SourceError for
    a store that another process has open.
    """
    try:
        store = ox.Store(str(folder / GRAPHS))
    except OSError as error:
        raise SourceError(f"{folder}: its store cannot be opened for writing ({error}); end what has it open, such as a server") from error
    present = {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}
    fresh = {graph for graph, digest in wanted.items() if graph not in present or known.get(graph) != digest}
    gone = present - set(wanted)
    union = {} if known.get(_DEFAULT) == merged[1] else {_DEFAULT: merged[1]}
    mark({*fresh, *gone, *union}, {})
    if union:
        store.clear_graph(ox.DefaultGraph())
        store.bulk_load(path=str(merged[0]), format=ox.RdfFormat.N_TRIPLES)
    for graph in sorted(gone | (fresh & present)):
        store.remove_graph(ox.NamedNode(graph))
    waiting: list[bytes] = []
    size = 0
    for graph, text in zip(wanted, texts, strict=True):
        if graph not in fresh:
            continue
        if not isinstance(text, bytes):
            for path in text:
                store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
            continue
        waiting.append(text)
        size += len(text)
        if size > _LOAD:
            store.bulk_load(b"".join(waiting), ox.RdfFormat.N_QUADS)
            waiting, size = [], 0
    store.bulk_load(b"".join(waiting), ox.RdfFormat.N_QUADS)
    store.flush()
    mark(set(), {**{graph: wanted[graph] for graph in fresh}, **union})


Mark = Callable[[set[str], dict[str, str]], None]
_DEFAULT = ""  # names the default graph
_LOAD = 50_000_000  # bytes that are loaded at a time


def parse(paths: Iterable[Path]) -> Iterator[ox.Quad]:
    """The quads of files as they stand; a store would rewrite the datatypes of numbers. Raises SourceError as `load` does."""
    for path in paths:
        try:
            yield from ox.parse(path=str(path), format=_syntax(path))
        except (SyntaxError, ValueError, OSError) as error:
            raise SourceError(f"{path}: {error}") from error


def _answer(paths: list[str], query: str, pipe: Any) -> None:
    try:
        store = load([Path(p) for p in paths])
        if can_confine():
            confine(_MEMORY)  # a query may name other endpoints with SERVICE
        result = store.query(query, use_default_graph_as_union=not _is_store(paths))
        if isinstance(result, ox.QueryBoolean):
            pipe.send((["answer"], [["true" if result else "false"]]))
        elif isinstance(result, ox.QuerySolutions):
            names = [v.value for v in result.variables]
            pipe.send((names, [[_text(solution[name]) for name in names] for solution in result]))
        else:
            pipe.send((["subject", "predicate", "object"], [[_text(t.subject), _text(t.predicate), _text(t.object)] for t in result]))
    except (SyntaxError, ValueError, OSError) as error:
        pipe.send(str(error))
    except SourceError as error:
        pipe.send(str(error))


_MEMORY = 2**35  # bytes of address space; a database maps its files there


def _is_store(paths: Sequence[str]) -> bool:
    """Whether these are the folder of a store, whose default graph holds everything."""
    return len(paths) == 1 and (Path(paths[0]) / GRAPHS).is_dir()


def query(paths: Iterable[Path], sparql: str, *, seconds: float = 60) -> tuple[list[str], list[list[str]]]:
    """Column names and rows of a query over the union of these files' graphs.

    Runs in a process of its own, so that a query that takes too long can be ended. Raises UsageError for a query that is not SPARQL or
    takes longer than `seconds`, SourceError for unreadable files.
    """
    names = [str(p) for p in paths]
    missing = [n for n in names if not Path(n).exists()]
    if missing:
        raise SourceError(f"{missing[0]}: no such file; build a graph first, or check the path")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_answer, args=(names, sparql, theirs), daemon=True)
    worker.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise UsageError(f"the query took longer than {seconds:g} seconds and was ended; ask for less, or raise --timeout")
        answer = ours.recv()
    except EOFError:
        raise UsageError("the query ended without an answer; it may have asked for more memory than there is") from None
    finally:
        worker.kill()
        worker.join()
    if isinstance(answer, str):
        raise UsageError(f"query: {answer}")
    return answer  # type: ignore[no-any-return]


def _text(term: object) -> str:
    if isinstance(term, ox.Literal | ox.NamedNode):
        return term.value
    return "" if term is None else str(term)
