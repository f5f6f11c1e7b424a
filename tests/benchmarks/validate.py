"""How fast validation is: both SHACL engines in one run over the same releases, and everything that `tradegraph validate --cube` does.

    python tests/benchmarks/validate.py [--triples 1000000] [--reference 40000]

The sample releases are written again and again under other names until the graph has so many triples. The reference engine, whose time is in
proportion to the triples, gets the first `--reference` of them; give it the same number as `--triples` to wait for the whole (ten minutes).
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, groupby
from pathlib import Path

import click
import pyoxigraph as ox

from tradegraph import cube, store
from tradegraph.graph import GraphWriter, data_iri, in_graph, statements
from tradegraph.pipeline import extractions, samples_directory
from tradegraph.pipeline import validate as validate_graph
from tradegraph.shapes import by_release, nodes_of, ntriples, validate
from tradegraph.vocabulary import QB, RDF, load_vocabulary


def releases() -> Iterator[ox.Quad]:
    """Graphs of releases without end."""
    vocabulary = load_vocabulary()
    writer = GraphWriter(vocabulary)
    samples = list(extractions([str(samples_directory())], vocabulary, lambda item: None))
    for number in count():
        for extraction in samples:
            copy = replace(extraction, document=replace(extraction.document, id=f"{number:06d}-{extraction.document.id}"))
            yield from ox.parse(in_graph(statements(writer.nodes(copy)), data_iri(copy.document.id)), format=ox.RdfFormat.N_QUADS)


def graphs_of(triples: int) -> Iterator[ox.Quad]:
    """Whole releases, until there are so many triples."""
    made = 0
    for _, release in groupby(releases(), key=lambda quad: quad.graph_name):
        quads = list(release)
        made += len(quads)
        yield from quads
        if made >= triples:
            return


def write(triples: int, path: Path) -> int:
    """Write whole releases as N-Quads, until there are so many triples; how many there are."""
    quads = list(graphs_of(triples))
    ox.serialize(quads, output=str(path), format=ox.RdfFormat.N_QUADS)
    return len(quads)


def peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB at most"


def seconds(path: Path, engine: str) -> float:
    """The time in one SHACL engine, reading included."""
    started = time.perf_counter()
    for _, data in by_release(store.parse([path])):
        found = [r for r in validate(data, engine=engine) if r.severity == "Violation"]
        assert not found, found[:3]
    return time.perf_counter() - started


@click.command()
@click.option("--triples", default=1_000_000, show_default=True)
@click.option("--reference", default=40_000, show_default=True, help="Triples for pySHACL.")
def main(triples: int, reference: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.nq", Path(folder) / "small.nq"
        triples, reference = write(triples, large), write(reference, small)

        fast = seconds(large, "shacl")
        click.echo(f"shacl    {triples:9} triples  {fast:8.1f} s  {triples / fast:9.0f} triples/s  {peak()}")
        slow = seconds(small, "pyshacl")
        click.echo(f"pyshacl  {reference:9} triples  {slow:8.1f} s  {reference / slow:9.0f} triples/s")
        click.echo(f"ratio    {(triples / fast) / (reference / slow):.0f} times as fast")

        started = time.perf_counter()
        results = validate_graph(lambda: store.parse([large]), engine="shacl")
        click.echo(
            f"all      {triples:9} triples  {time.perf_counter() - started:8.1f} s  with evidence and cube constraints, {len(results)} results"
        )

        observation = ox.Quad(ox.NamedNode("http://x"), ox.NamedNode(RDF + "type"), ox.NamedNode(QB + "Observation")).object
        graphs: list[ox.Quad] = []
        observations = 0
        for quad in releases():
            observations += quad.object == observation
            graphs.append(quad)
            if observations == 50_000:
                break
        nodes, known = nodes_of(ntriples(graphs)), cube.ontology()
        started = time.perf_counter()
        cube.check(nodes, known)
        click.echo(f"cube     {observations:9} observations in one graph  {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main()
