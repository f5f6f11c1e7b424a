"""The files of a build, written side by side: each process writes what it makes, and hands back no more than what came of it.

The graph is written in portions, each as quads in the order of the graph and as sorted triples; the quads follow on each other, and the triples
are merged. What a process needs of the documents it reads from the ledger itself. Files lie in the folder of the running build until all are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from tradegraph import store, table
from tradegraph.graph import Nodes, without_graph
from tradegraph.ledger import Ledger
from tradegraph.parts import Elsewhere, Settled, settled

_TABLES = (("facts.jsonl", "facts"), ("issues.jsonl", "issues"), ("documents.jsonl", "record"))


class Portion(NamedTuple):
    """Where a portion of the graph lies: as lines of N-Quads, and as lines of N-Triples, each once and sorted."""

    quads: Path
    triples: Path


def portion(folder: Path, name: str) -> Portion:
    """The place of a portion in a folder."""
    return Portion(folder / f"{name}.nq", folder / f"{name}.nt")


def write_portion(graphs: Iterable[bytes], place: Portion) -> None:
    """Write a portion, given as lines of N-Quads, those of each graph by themselves."""
    triples: list[bytes] = []
    with place.quads.open("wb") as handle:
        for quads in graphs:
            handle.write(quads)
            triples += without_graph(quads)
    store.write_sorted(triples, place.triples)


def write_documents(ledger: Path, first: str, last: str, place: Portion) -> None:
    """Write the graphs of documents from one id to another."""
    with Ledger(ledger) as held:
        write_portion(held.texts("quads", first, last), place)


def write_consensus(
    ledger: Path, shard: int, reposts: Mapping[str, str], elsewhere: Elsewhere, described: Nodes, data_set: str, build: str, place: Portion
) -> Settled:
    """Settle the claims of a shard (`parts.settled`) and write the consensus about them; what they come to, without its quads."""
    with Ledger(ledger) as held:
        found = settled(held.claims(shard), reposts, elsewhere, described, data_set, build)
    write_portion((text.encode() for text in found.quads), place)
    return replace(found, quads=())


def write_tables(ledger: Path, folder: Path) -> None:
    """Write the fact table, the issues and the documents."""
    with Ledger(ledger) as held:
        for name, column in _TABLES:
            with (folder / name).open("wb") as handle:
                handle.writelines(held.texts(column))
        with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as cells:
            table.write_csv(table.from_lines(text.decode() for text in held.texts("facts")), cells)
