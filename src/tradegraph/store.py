"""Writing and querying graphs with Oxigraph: sorted serialisation in every RDF syntax, loading of files, SPARQL with a time limit."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tradegraph.errors import SourceError, UsageError
from tradegraph.graph import PREFIXES

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD, "rdfxml": ox.RdfFormat.RDF_XML,
}  # fmt: skip
_SUFFIXES = {".ttl": "ttl", ".trig": "trig", ".nt": "nt", ".nq": "nq", ".jsonld": "jsonld", ".rdf": "rdfxml", ".xml": "rdfxml"}
WITH_GRAPHS = frozenset({"trig", "nq", "jsonld"})


def write(quads: Iterable[ox.Quad | ox.Triple], path: Path, syntax: str) -> int:
    """Write quads or triples in the order given; how many were written. Syntaxes without graphs take the triples."""
    count = 0

    def counted() -> Iterator[Any]:  # one kind or the other, never both
        nonlocal count
        for quad in quads:
            count += 1
            if isinstance(quad, ox.Quad) and syntax not in WITH_GRAPHS:
                yield ox.Triple(quad.subject, quad.predicate, quad.object)
            else:
                yield quad

    prefixes = PREFIXES if syntax in {"ttl", "trig", "rdfxml"} else None
    ox.serialize(counted(), output=str(path), format=FORMATS[syntax], prefixes=prefixes)
    return count


def _syntax(path: Path) -> ox.RdfFormat:
    syntax = _SUFFIXES.get(path.suffix.lower())
    if syntax is None:
        raise SourceError(f"{path}: not a kind of RDF file; give one ending in {', '.join(_SUFFIXES)}")
    if not path.is_file():
        raise SourceError(f"{path}: no such file; build a graph first, or check the path")
    return FORMATS[syntax]


def load(paths: Iterable[Path]) -> ox.Store:
    """A store in memory with all these files. Raises SourceError for a file that is missing or no RDF."""
    store = ox.Store()
    for path in paths:
        try:
            store.bulk_load(path=str(path), format=_syntax(path))
        except (SyntaxError, ValueError, OSError) as error:
            raise SourceError(f"{path}: {error}") from error
    return store


def parse(paths: Iterable[Path]) -> Iterator[ox.Quad]:
    """The quads of files as they stand; a store would rewrite the datatypes of numbers. Raises SourceError as `load` does."""
    for path in paths:
        try:
            yield from ox.parse(path=str(path), format=_syntax(path))
        except (SyntaxError, ValueError, OSError) as error:
            raise SourceError(f"{path}: {error}") from error


def _answer(paths: list[str], query: str, pipe: Any) -> None:
    try:
        result = load([Path(p) for p in paths]).query(query, use_default_graph_as_union=True)
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


def query(paths: Iterable[Path], sparql: str, *, seconds: float = 60) -> tuple[list[str], list[list[str]]]:
    """Column names and rows of a query over the union of these files' graphs.

    Runs in a process of its own, so that a query that takes too long can be ended. Raises UsageError for a query that is not SPARQL or
    takes longer than `seconds`, SourceError for unreadable files.
    """
    names = [str(p) for p in paths]
    load_check = [n for n in names if not Path(n).is_file()]
    if load_check:
        raise SourceError(f"{load_check[0]}: no such file; build a graph first, or check the path")
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
