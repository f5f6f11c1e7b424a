"""The graph: its IRIs, that it conforms, that it is the same every time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from quads import quads_of
from tradegraph.documents.own import MADE
from tradegraph.graph import DIMENSIONS, GraphWriter, key_of
from tradegraph.model import Extraction
from tradegraph.pipeline import build, samples_directory
from tradegraph.store import load
from tradegraph.vocabulary import CODE, TG, Vocabulary

TEXT = "2023年上半年，江西省对东盟出口90亿元，同比增长5.6%，规模居全国第8位。"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> Path:
    out = tmp_path_factory.mktemp("samples")
    summary = build([str(samples_directory())], out, vocabulary, formats=["nt", "nq", "jsonld", "rdfxml"])
    assert summary.conforms
    assert summary.documents == 12
    return out


def test_every_file_is_written_and_parses(samples: Path) -> None:
    assert {p.name for p in samples.iterdir()} == {*MADE, "graph.nt", "graph.nq", "graph.jsonld", "graph.rdf"}
    graph = rdflib.Graph().parse(samples / "graph.ttl")
    observations = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("http://purl.org/linked-data/cube#Observation")))
    assert len(observations) >= 100
    assert len(load([samples / "graph.nt"])) == len(load([samples / "graph.rdf"])) == len(graph)
    assert len(load([samples / "graph.nq"])) == len(load([samples / "graph.trig"])) == len(load([samples / "graph.jsonld"]))


def test_there_are_no_blank_nodes(samples: Path) -> None:
    for name in ("graph.ttl", "graph.trig", "report.ttl"):
        assert "_:" not in (samples / name).read_text(encoding="utf-8").replace("x_:", "")
    assert not any(isinstance(node, rdflib.BNode) for node in rdflib.Graph().parse(samples / "graph.ttl").all_nodes())


def test_the_same_sources_give_the_same_bytes(samples: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    build([str(samples_directory())], tmp_path, vocabulary)
    for name in MADE:
        assert (tmp_path / name).read_bytes() == (samples / name).read_bytes(), name


def test_an_observation_has_the_iris_of_the_design(vocabulary: Vocabulary, read_text: Callable[..., Extraction]) -> None:
    quads = quads_of(read_text(TEXT), GraphWriter(vocabulary))
    level = {
        q.predicate.value: q.object.value
        for q in quads
        if "/obs/" in str(q.subject)
        and ox.Quad(q.subject, ox.NamedNode(TG + "measure"), ox.NamedNode(CODE + "measure/level"), q.graph_name) in set(quads)
    }
    assert level[DIMENSIONS[0]] == CODE + "place/360000"
    assert level[DIMENSIONS[1]] == "https://w3id.org/tradegraph/period/2023-01/P6M"
    assert level[TG + "partner"] == CODE + "partner/ASEAN"
    assert level[TG + "commodity"] == CODE + "commodity/TOTAL"
    assert level[TG + "quotation"] == "https://w3id.org/tradegraph/doc/doc#char=17,21"
    assert {q.graph_name.value for q in quads if isinstance(q.graph_name, ox.NamedNode)} == {"https://w3id.org/tradegraph/doc/doc/data"}


def test_the_key_is_a_hash_of_the_dimensions() -> None:
    lines = "<http://a> <http://b> .\n<http://c> <http://d> ."
    assert key_of({"http://c": "http://d", "http://a": "http://b"}) == hashlib.sha256(lines.encode()).hexdigest()[:20]


def test_every_observation_has_every_dimension_once(samples: Path) -> None:
    graph = rdflib.Graph().parse(samples / "graph.ttl")
    quoted = rdflib.URIRef(TG + "quotation")
    observations = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("http://purl.org/linked-data/cube#Observation")))
    for node in observations:
        for dimension in DIMENSIONS:
            assert len(list(graph.objects(node, rdflib.URIRef(dimension)))) == 1, (node, dimension)
        claimed = "/doc/" in node
        assert len(list(graph.objects(node, quoted))) == claimed, node
    assert {"/doc/" in node for node in observations} == {True, False}


def test_quotations_are_the_text_at_their_offsets(vocabulary: Vocabulary, read_text: Callable[..., Extraction]) -> None:
    extraction = read_text(TEXT)
    for fact in extraction.observations:
        assert TEXT[fact.start : fact.end] == fact.text
        assert fact.sentence[0] <= fact.start < fact.end <= fact.sentence[1]
