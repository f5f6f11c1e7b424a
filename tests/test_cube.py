"""The cube constraints of the W3C: each accepts its valid fixtures and reports each invalid one, and the ontology's own structures hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from quads import quads_of
from tradegraph import cube, store
from tradegraph.graph import GraphWriter
from tradegraph.model import Extraction
from tradegraph.pipeline import samples_directory, validate
from tradegraph.shapes import declared, nodes_of, ntriples
from tradegraph.vocabulary import QB, RDF, TG, Vocabulary

FIXTURES = Path(__file__).parent / "shapes"
VALID = sorted(FIXTURES.glob("cube-*/valid*.ttl"))
INVALID = sorted(FIXTURES.glob("cube-*/invalid.*.ttl"))


def reported(path: Path) -> set[str]:
    known = cube.ontology() if path.parent.name.startswith("cube-code") else cube.NOTHING
    return {result.shape.rpartition("/")[2] for result in cube.check(nodes_of(ntriples(store.parse([path]))), known)}


def identity(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def test_every_constraint_has_its_fixtures() -> None:
    constraints = {f"cube-{name}" for name, _ in cube.CONSTRAINTS}
    assert len(constraints) == 24
    assert set(declared("cube")) == {p.parent.name for p in VALID} == {p.parent.name for p in INVALID} == constraints
    assert (len(VALID), len(INVALID)) == (31, 34)


@pytest.mark.parametrize("path", VALID, ids=identity)
def test_a_valid_cube_has_no_results(path: Path) -> None:
    assert reported(path) == set()


@pytest.mark.parametrize("path", INVALID, ids=identity)
def test_an_invalid_cube_is_reported_by_its_constraint(path: Path) -> None:
    assert path.parent.name in reported(path)


def test_the_structures_of_the_ontology_hold(vocabulary: Vocabulary) -> None:
    nodes = nodes_of(ntriples(store.parse(sorted(vocabulary.directory.glob("*.ttl")))))
    assert len(cube.check(nodes, cube.NOTHING)) == 0
    assert "<https://w3id.org/tradegraph/ontology#ReleaseStructure>" in nodes


def test_one_release_is_checked_by_itself(vocabulary: Vocabulary, read_text: Callable[..., Extraction]) -> None:
    """Structures and code lists come from the ontology; a reading written twice under two names is one key twice."""
    extraction = read_text("2023年上半年，江西省对东盟出口90亿元，同比增长5.6%。")
    assert len(extraction.observations) == 2
    data = ntriples(quads_of(extraction, GraphWriter(vocabulary)))
    assert cube.check(nodes_of(data), cube.ontology()) == []
    nodes = dict(nodes_of(data))
    first = next(node for node in nodes if "/obs/" in node)
    nodes["<https://w3id.org/tradegraph/doc/doc/obs/again>"] = nodes[first]
    assert [r.shape.rpartition("/")[2] for r in cube.check(nodes, cube.ontology())] == ["cube-ic-12"]
    nodes[first] = {p: v for p, v in nodes[first].items() if not p.endswith("#flow>")}
    found = cube.check(nodes, cube.ontology())
    assert [(r.shape.rpartition("/")[2], r.focus, r.value.rpartition("#")[2]) for r in found] == [("cube-ic-11", first[1:-1], "flow")]


def test_the_samples_hold(vocabulary: Vocabulary, read_text: Callable[..., Extraction]) -> None:
    for source in sorted(samples_directory().glob("*.txt")):
        extraction = read_text(source.read_text(encoding="utf-8"), "2024-05-20")
        whole = replace(extraction, document=replace(extraction.document, id=source.stem))
        assert cube.check(nodes_of(ntriples(quads_of(whole, GraphWriter(vocabulary)))), cube.ontology()) == [], source


def test_the_consensus_uses_the_codes_of_the_releases(vocabulary: Vocabulary, read_text: Callable[..., Extraction]) -> None:
    """Wherever its graph stands, before or after theirs."""
    quads = quads_of(read_text("2023年，江西省出口梅花鹿皮画和竹编花篮3亿元。"), GraphWriter(vocabulary))
    graph = ox.NamedNode("http://x/consensus")
    composite = next(q.object for q in quads if q.predicate.value == TG + "commodity" and "_" in q.object.value)
    consensus = [
        ox.Quad(graph, ox.NamedNode(RDF + "type"), ox.NamedNode(QB + "DataSet"), graph),
        ox.Quad(graph, ox.NamedNode(QB + "structure"), ox.NamedNode(TG + "ConsensusStructure"), graph),
        ox.Quad(ox.NamedNode("http://x/consensus/1"), ox.NamedNode(QB + "dataSet"), graph, graph),
        ox.Quad(ox.NamedNode("http://x/consensus/1"), ox.NamedNode(TG + "commodity"), composite, graph),
    ]
    merged = [ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in (*consensus, *quads)]
    for order in ([*quads, *consensus], [*consensus, *quads], merged):
        names = {r.shape.rpartition("/")[2] for r in validate(lambda order=order: iter(order))}
        assert "cube-ic-11" in names  # most dimensions are missing
        assert not names & {"cube-code-known", "cube-ic-19"}
