"""Validation with SHACL: the shapes of shapes/ against a graph, and the results as plain values.

The only caller of a SHACL engine. pySHACL is the reference; the graph is handed to it as rdflib triples without the texts' concepts, since
the shapes ask for nothing outside the releases. `sh:pattern` on the IRI of a code says which scheme it is of, so that no shape has to look at
the code lists, and an observation is checked by what stands on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH

from tradegraph.errors import VocabularyError
from tradegraph.vocabulary import data_directory

CLAIMS = ("observation", "policy", "provenance")
_STRING = "http://www.w3.org/2001/XMLSchema#string"  # rdflib tells a plain literal from one typed as string; RDF 1.1 does not


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One sh:ValidationResult: where, by which shape, how bad, and what to do, in both languages."""

    focus: str
    shape: str
    component: str
    path: str
    value: str
    severity: str
    messages: tuple[tuple[str, str], ...]

    def message(self, lang: str) -> str:
        """The message in a language, else in English."""
        known = dict(self.messages)
        return known.get(lang) or known.get("en") or next(iter(known.values()), "")


def shapes_graph(names: Iterable[str] = CLAIMS, directory: Path | None = None) -> rdflib.Graph:
    """The shapes of these files. Raises VocabularyError for bad Turtle."""
    graph = rdflib.Graph()
    folder = directory or data_directory("shapes")
    for name in names:
        try:
            graph.parse(folder / f"{name}.ttl", format="turtle")
        except (OSError, SyntaxError, ValueError) as error:
            raise VocabularyError(f"{folder / name}.ttl: {error}; mend the shapes and run again") from error
    return graph


def validate(data: rdflib.Graph, names: Iterable[str] = CLAIMS) -> list[Result]:
    """Validate a graph; results sorted by focus node and shape, the same for the same graph."""
    shapes = shapes_graph(names)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False, meta_shacl=False)
    if not isinstance(report, rdflib.Graph):
        raise VocabularyError(f"the SHACL engine gave no report: {report}")
    out = []
    for node in report.subjects(RDF.type, SH.ValidationResult):
        shape = report.value(node, SH.sourceShape)
        messages = {(m.language or "", str(m)) for m in report.objects(node, SH.resultMessage) if isinstance(m, rdflib.Literal)}
        declared = {(m.language or "", str(m)) for m in shapes.objects(shape, SH.message) if isinstance(m, rdflib.Literal)}
        out.append(
            Result(
                str(report.value(node, SH.focusNode) or ""),
                str(shape or ""),
                str(report.value(node, SH.sourceConstraintComponent) or ""),
                str(report.value(node, SH.resultPath) or ""),
                str(report.value(node, SH.value) or ""),
                str(report.value(node, SH.resultSeverity) or SH.Violation).rsplit("#", 1)[-1],
                tuple(sorted(declared or messages)),
            )
        )
    return sorted(set(out))


def rdflib_graph(quads: Iterable[ox.Quad | ox.Triple]) -> rdflib.Graph:
    """A plain rdflib graph of quads, for engines that want one."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype.value == _STRING:
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    raise TypeError(f"no RDF term: {term!r}")
