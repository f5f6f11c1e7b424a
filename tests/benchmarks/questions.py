"""How fast the named questions are answered from a store of ten million triples, and beside rdflib on a graph that it can hold.

    python tests/benchmarks/questions.py [--documents 8000] [--store DIR] [--reference 60]

The store holds what a build makes of so many generated releases (generate.py: each is another one, but for one in fifty that is a repost) and of
the sample releases: 8,000 come to ten million triples. They are in its default graph, which is what questions are asked of in the store of a build.
Every question is asked with its own defaults. A question that starts from a region, a good, a partner, a release or a number is a lookup; the
others go over all releases. Times are CPU milliseconds of one process (a query runs in one thread), all answers read, the median of `--runs`
after one that does not count. `--store` keeps the store for another run. rdflib answers over the build of `--reference` releases, as far as it ends within `--limit` seconds.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import generate
import pyoxigraph as ox
import rdflib

from tradegraph.pipeline import build, samples_directory
from tradegraph.questions import Question, named
from tradegraph.vocabulary import load_vocabulary


def built(folder: Path, documents: int) -> Path:
    """The triples of a build of generated releases and of the samples, each once, as N-Triples."""
    source = folder / f"releases-{documents}.jsonl"
    generate.write(generate.releases(documents, 1), source, None)
    build([str(source), str(samples_directory())], folder / f"out-{documents}", load_vocabulary(), formats=("nt",))
    return folder / f"out-{documents}" / "graph.nt"


def filled(folder: Path, source: Path) -> ox.Store:
    """A store on disk with these triples in its default graph."""
    store = ox.Store(str(folder))
    store.bulk_load(path=str(source), format=ox.RdfFormat.N_TRIPLES)
    store.flush()
    store.optimize()
    return store


def is_lookup(question: Question) -> bool:
    """Whether a question starts from something named."""
    return any(parameter.narrows for parameter in question.parameters)


def asked(ask: Callable[[], int], limit: float, runs: int) -> tuple[int, float | None]:
    """The number of answers and the median time; None where one question takes longer than the limit."""
    taken: list[float] = []
    answers = 0
    try:
        for _ in range(runs + 1):
            signal.setitimer(signal.ITIMER_REAL, limit)
            start = time.process_time()
            answers = ask()
            taken.append(time.process_time() - start)
    except TimeoutError:
        return 0, None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return answers, statistics.median(taken[1:])


def _too_long(*_: object) -> None:
    raise TimeoutError


def compared(source: Path, limit: float, runs: int) -> dict[str, str]:
    """For each question the times of rdflib and of Oxigraph over one small graph, and their ratio."""
    ours = ox.Store()
    ours.bulk_load(path=str(source), format=ox.RdfFormat.N_TRIPLES)
    theirs = rdflib.Graph()
    theirs.parse(str(source), format="nt")
    out = {}
    for question in named():
        sparql = question.sparql
        _, own = asked(lambda sparql=sparql: len(list(ours.query(sparql))), limit, runs)  # type: ignore[misc,arg-type]
        _, peer = asked(lambda sparql=sparql: len(list(theirs.query(sparql))), limit, runs)  # type: ignore[misc]
        out[question.name] = (
            f"rdflib {peer * 1000:9.1f} ms, {own * 1000:7.2f} ms here, {peer / own:7.0f} times"
            if peer is not None and own is not None
            else f"rdflib more than {limit:g} s"
        )
    sys.stdout.write(f"rdflib and Oxigraph over {len(ours)} triples in memory\n")
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description="Time of every named question over a large store, and of rdflib over a small one.")
    parser.add_argument("--documents", type=int, default=8000, help="generated releases of the store")
    parser.add_argument("--store", type=Path, help="keep the store in this folder, or use the one that is there")
    parser.add_argument("--reference", type=int, default=60, help="generated releases of the graph for rdflib; 0 leaves it out")
    parser.add_argument("--limit", type=float, default=10, help="seconds after which rdflib is not waited for")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        beside = compared(built(folder, arguments.reference), arguments.limit, arguments.runs) if arguments.reference else {}
        kept = arguments.store or folder / "store"
        if not kept.exists():
            filled(kept, built(folder, arguments.documents))
        store = ox.Store.read_only(str(kept))
        sys.stdout.write(f"store of {len(store)} triples\n")
        slowest = {True: 0.0, False: 0.0}
        for question in named():
            answers, taken = asked(lambda sparql=question.sparql: sum(1 for _ in store.query(sparql)), 600, arguments.runs)  # type: ignore[misc,union-attr]
            kind = is_lookup(question)
            slowest[kind] = max(slowest[kind], taken or 600)
            line = f"{question.name:24} {'lookup' if kind else 'over all':9} {answers:8} answers {(taken or 600) * 1000:9.1f} ms"
            sys.stdout.write(f"{line}  {beside.get(question.name, '')}\n")
            sys.stdout.flush()
        sys.stdout.write(f"slowest lookup {slowest[True] * 1000:.1f} ms, slowest over all {slowest[False] * 1000:.1f} ms\n")


if __name__ == "__main__":
    main()
