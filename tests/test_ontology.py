"""The ontology: every term labelled and defined in both languages, versioned, consistent."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

import tradegraph
from quads import quads_of
from tradegraph import store
from tradegraph.claims import Source, claims_of_quads, ranks
from tradegraph.graph import CONSENSUS, GraphWriter, in_graph, statements
from tradegraph.pipeline import extractions, samples_directory
from tradegraph.reconcile import describe_consensus, describe_reconciliation, gather, reconcile
from tradegraph.shapes import Nodes, nodes_of, ntriples, text_of
from tradegraph.vocabulary import QB, RDF, SKOS, TG, Vocabulary

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
ONTOLOGY = "<https://w3id.org/tradegraph/ontology>"
TYPE = f"<{RDF}type>"


@pytest.fixture(scope="module")
def nodes(vocabulary: Vocabulary) -> Nodes:
    return nodes_of(ntriples(store.parse(sorted(vocabulary.directory.glob("*.ttl")))))


@pytest.fixture(scope="module")
def samples(vocabulary: Vocabulary) -> list[ox.Quad]:
    """The samples with what one of them, restated and disputed, makes of their consensus."""
    found = list(extractions([str(samples_directory())], vocabulary, lambda item: None))
    writer = GraphWriter(vocabulary)
    quads = [quad for extraction in found for quad in quads_of(extraction, writer)]
    told = [c for c in claims_of_quads(quads, ranks(vocabulary)) if c.known]
    disputed = replace(told[0], value=told[0].value + 9 * told[0].precision, source=Source("https://w3id.org/tradegraph/doc/other"))
    first, again = (Source(told[1].source.document, day, "https://w3id.org/tradegraph/code/place/gacc", 1) for day in ("2020-01-01", "2020-02-01"))
    restated = [replace(told[1], source=first), replace(told[1], value=told[1].value + 9 * told[1].precision, source=again)]
    together = reconcile(gather([told[0], disputed, *restated, *told[2:]]))
    assert all((together.agreements, together.conflicts, together.revisions, together.estimates))
    graph = (describe_consensus(["https://w3id.org/tradegraph/doc/other/data"], writer.build), *describe_reconciliation(together))
    lines = "".join(in_graph(statements(nodes), CONSENSUS) for nodes in graph)
    return quads + list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))


def languages(values: list[str]) -> list[str]:
    return sorted(value.rpartition('"@')[2] for value in values)


def test_every_term_is_labelled_and_defined_in_both_languages(nodes: Nodes) -> None:
    terms = {s: n for s, n in nodes.items() if s.startswith(f"<{TG}") and f"<{QB}ComponentSpecification>" not in n[TYPE]}
    assert len(terms) >= 80
    for term, node in terms.items():
        assert languages(node.get(f"<{RDFS}label>", [])) == ["en", "zh-hans"], term
        assert languages(node.get(f"<{RDFS}comment>", [])) == ["en", "zh-hans"], term
        assert all(len(text_of(comment)) >= 4 and text_of(comment).endswith((".", "。")) for comment in node[f"<{RDFS}comment>"]), term


def test_every_code_list_is_labelled_and_defined(nodes: Nodes) -> None:
    schemes = {s: n for s, n in nodes.items() if f"<{SKOS}ConceptScheme>" in n.get(TYPE, ())}
    assert len(schemes) >= 15
    for scheme, node in schemes.items():
        assert languages(node.get(f"<{SKOS}prefLabel>", [])) == ["en", "zh-hans", "zh-hant"], scheme
        assert languages(node.get(f"<{SKOS}definition>", [])) == ["en", "zh-hans"], scheme


def test_every_term_that_is_used_is_declared(nodes: Nodes, samples: list[ox.Quad]) -> None:
    used = {term for graph in (nodes, nodes_of(ntriples(samples))) for node in graph.values() for p, values in node.items() for term in (p, *values)}
    used |= {f"<{term.partition('^^<')[2]}" for term in used if "^^<" in term}
    assert {term for term in used if term.startswith(f"<{TG}")} - set(nodes) == set()


def test_the_version_is_that_of_the_package(nodes: Nodes) -> None:
    header = nodes[ONTOLOGY]
    assert header[f"<{OWL}versionInfo>"] == [f'"{tradegraph.__version__}"']
    assert header[f"<{OWL}versionIRI>"] == [f"{ONTOLOGY[:-1]}/{tradegraph.__version__}>"]
    notes = header[f"<{SKOS}changeNote>"]
    assert {"en", "zh-hans"} == set(languages(notes))
    assert any(text_of(note).startswith(tradegraph.__version__) for note in notes)


needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="HermiT runs on Java, which is not on this machine")


def consistent(data: str, folder: Path) -> bool:
    owlready2 = pytest.importorskip("owlready2", reason="the ontology is reasoned over with owlready2, of the extra dev")
    # to a reasoner a property has one kind, OWL's
    lines = [line for line in data.splitlines() if not (TYPE in line and line.endswith("Property> .") and f"<{QB}" in line)]
    (folder / "all.nt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology((folder / "all.nt").as_uri()).load(format="ntriples")
    try:
        # periods are xsd:gYearMonth and codes have datatypes of their own, which OWL 2 does not know
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    return list(world.inconsistent_classes()) == []


@needs_java
@pytest.mark.slow
def test_the_ontology_with_code_lists_and_samples_is_consistent(vocabulary: Vocabulary, samples: list[ox.Quad], tmp_path: Path) -> None:
    data = ntriples(store.parse(sorted(vocabulary.directory.glob("*.ttl")))) + ntriples(samples)
    assert consistent(data, tmp_path)


@needs_java
@pytest.mark.slow
@pytest.mark.parametrize(
    "contradiction",
    [
        f"<http://x/a> {TYPE} <{TG}Period> .\n<http://x/a> {TYPE} <{TG}Release> .\n",
        f"<http://x/b> <{TG}actor> <http://x/c> .\n<http://x/b> {TYPE} <{TG}Period> .\n",
    ],
)
def test_the_reasoner_sees_what_cannot_be(contradiction: str, vocabulary: Vocabulary, tmp_path: Path) -> None:
    data = ntriples(store.parse([vocabulary.directory / "tradegraph.ttl"]))
    assert not consistent(data + contradiction, tmp_path)
