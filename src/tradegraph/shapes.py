"""Validation with SHACL: the shapes of shapes/ against a graph, and the results as plain values.

The only caller of a SHACL engine. pySHACL is the reference and checks what is small; what is large goes through the engine `shacl`, which
gives the same results (tests/test_shapes.py and tests/test_mutation.py compare them; they differ in one thing that we know of: pySHACL takes
`"1e5"^^xsd:decimal` for a decimal number, which XSD does not). Both are handed N-Triples. A graph is validated release by release, as the
named graphs stand in TriG: an observation is checked by what its own release says, and memory holds one release at a time.

Checks that compare many nodes are code (evidence, cube, consistency); their shapes stand in shapes/ all the same, with severity and messages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import shacl

from tradegraph.errors import VocabularyError
from tradegraph.graph import Nodes
from tradegraph.vocabulary import RDF, TG, data_directory

if TYPE_CHECKING:
    import rdflib

CLAIMS = ("observation", "range", "policy", "provenance", "reconciliation", "code")
SHAPE = "https://w3id.org/tradegraph/shape/"
COMPARISON = TG + "ComparisonConstraintComponent"  # of the checks that are code
ENGINES = ("auto", "pyshacl", "shacl")
SH = "http://www.w3.org/ns/shacl#"
SMALL = 4_000  # triples that pySHACL checks in about two seconds
_STRING = "http://www.w3.org/2001/XMLSchema#string"  # rdflib tells a plain literal from one typed as string; RDF 1.1 does not
_SHAPES = {SH + "NodeShape", SH + "PropertyShape"}
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_INSIDE = re.compile(rb"#char=|/obs/|/policy/|/data$")  # what an IRI of a release's own node goes on with
_CORRECTS = f"<{TG}corrects> <".encode()


class Quote(NamedTuple):
    """The sentence behind a result: `begin` and `end` of the number within it, `offset` of the sentence in its document."""

    document: str  # the IRI of the release
    sentence: str
    begin: int
    end: int
    offset: int


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One sh:ValidationResult: where, by which shape, how bad, and what to do, in both languages; with the sentences it is about."""

    focus: str
    shape: str
    component: str
    path: str
    value: str
    severity: str
    messages: tuple[tuple[str, str], ...]
    quotes: tuple[Quote, ...] = ()

    def message(self, lang: str) -> str:
        """The message in a language, else in English."""
        known = dict(self.messages)
        return known.get(lang) or known.get("en") or next(iter(known.values()), "")


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape as declared: what its results say and how bad they are."""

    iri: str
    severity: str
    messages: tuple[tuple[str, str], ...]

    def result(self, focus: str, value: str = "", path: str = "", component: str = COMPARISON) -> Result:
        """A result of this shape."""
        return Result(focus, self.iri, component, path, value, self.severity, self.messages)


def validate(data: str, names: tuple[str, ...] = CLAIMS, *, engine: str = "auto") -> list[Result]:
    """Validate a graph in N-Triples; results sorted by focus node and shape, the same for the same graph with either engine.

    `engine` is `pyshacl`, `shacl`, or `auto` for the first on small graphs and the second on others. Raises VocabularyError for bad shapes.
    """
    if engine == "pyshacl" or (engine == "auto" and data.count("\n") <= SMALL):
        return sorted(set(_reference(data, names)))
    return sorted(set(_bulk(data, names)))


def _reference(data: str, names: tuple[str, ...]) -> Iterator[Result]:
    import pyshacl  # which takes a while, as rdflib does, and is for small graphs
    import rdflib
    from rdflib.namespace import RDF, SH

    shapes = declared(*names)
    triples = _rdflib(ox.parse(data, format=ox.RdfFormat.N_TRIPLES))
    _, report, _ = pyshacl.validate(triples, shacl_graph=_rules(names), inference="none", advanced=False, meta_shacl=False)
    if not isinstance(report, rdflib.Graph):
        raise VocabularyError(f"the SHACL engine gave no report: {report}")
    for node in report.subjects(RDF.type, SH.ValidationResult):
        shape = str(report.value(node, SH.sourceShape))
        path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
        yield shapes[shape.removeprefix(SHAPE)].result(
            str(report.value(node, SH.focusNode)),
            "" if value is None else str(value),
            str(path) if isinstance(path, rdflib.URIRef) else "",
            str(report.value(node, SH.sourceConstraintComponent)),
        )


@lru_cache(maxsize=8)
def _rules(names: tuple[str, ...]) -> rdflib.Graph:
    return _rdflib(quad for name in names for quad in ox.parse(path=str(_file(name)), format=ox.RdfFormat.TURTLE))


def _bulk(data: str, names: tuple[str, ...]) -> Iterator[Result]:
    shapes = declared(*names)
    for found in _compiled(names).validate_text(data, "ntriples").results:
        path = iri_of(found.path) if found.path and found.path.startswith("<") and found.path.count("<") == 1 else ""
        shape = shapes[iri_of(found.source_shape or "").removeprefix(SHAPE)]
        yield shape.result(iri_of(found.focus_node), found.value_plain or "", path, found.component_iri)


# ---------------------------------------------------------------------- shapes as declared


@lru_cache(maxsize=32)
def declared(*names: str) -> Mapping[str, Shape]:
    """The shapes of these files by their local names. Raises VocabularyError for bad Turtle."""
    kinds: dict[str, str] = {}
    severities: dict[str, str] = {}
    messages: dict[str, set[tuple[str, str]]] = {}
    for subject, predicate, value in _told(names):
        if predicate == RDF + "type" and value.value in _SHAPES:
            kinds[subject] = value.value
        elif predicate == SH + "severity":
            severities[subject] = value.value.rsplit("#", 1)[-1]
        elif predicate == SH + "message" and isinstance(value, ox.Literal):
            messages.setdefault(subject, set()).add((value.language or "", value.value))
    return {iri.removeprefix(SHAPE): Shape(iri, severities.get(iri, "Violation"), tuple(sorted(messages.get(iri, ())))) for iri in sorted(kinds)}


@lru_cache(maxsize=8)
def wording(name: str, lang: str) -> Mapping[str, str]:
    """The labels in a language of the nodes of a file of shapes/, by local name, English where there is no other."""
    labels = {
        (value.language, subject): value.value
        for subject, predicate, value in _told((name,))
        if predicate == _LABEL and isinstance(value, ox.Literal)
    }
    return {re.split("[/#]", iri)[-1]: labels.get((lang, iri), text) for (tag, iri), text in sorted(labels.items()) if tag == "en"}


def _told(names: tuple[str, ...]) -> Iterator[tuple[str, str, ox.NamedNode | ox.Literal]]:
    """What these files say of nodes that have a name: subject, property, value. Raises VocabularyError for bad Turtle."""
    for name in names:
        try:
            for triple in ox.parse(path=str(_file(name)), format=ox.RdfFormat.TURTLE):
                if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
                    yield triple.subject.value, triple.predicate.value, triple.object
        except (OSError, SyntaxError, ValueError) as error:
            raise VocabularyError(f"{_file(name)}: {error}; mend the shapes and run again") from error


@lru_cache(maxsize=8)
def _compiled(names: tuple[str, ...]) -> shacl.Shapes:
    try:
        return shacl.Shapes.from_turtle("\n".join(_file(name).read_text(encoding="utf-8") for name in names))
    except (OSError, ValueError) as error:
        raise VocabularyError(f"shapes/ ({', '.join(names)}): {error}; mend the shapes and run again") from error


def _file(name: str) -> Path:
    return data_directory("shapes") / f"{name}.ttl"


# ---------------------------------------------------------------------- graphs as engines and checks take them


def ntriples(quads: Iterable[ox.Quad | ox.Triple]) -> str:
    """Quads or triples as N-Triples, without their graphs."""
    triples = (q.triple if isinstance(q, ox.Quad) else q for q in quads)
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return data.decode() if data is not None else ""


def by_release(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str]]:
    """The graphs of a stream one after another: the IRI of the named graph, and its triples in N-Triples.

    What stands in no named graph comes last, divided by the release that its subjects belong to and named by it; before that, under the empty
    name, what belongs to none and is shared by all. Raises Scattered where a named graph goes on after another one has begun, which a stream
    cannot put right.
    """
    seen: set[str] = set()
    rest = _Gathered()
    for graph, run in groupby(quads, key=lambda quad: quad.graph_name):
        if isinstance(graph, ox.DefaultGraph):
            rest.take(run)
            continue
        if str(graph) in seen:
            raise Scattered(str(graph))
        seen.add(str(graph))
        yield str(graph.value), ntriples(run)
    yield from rest


def gathered(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str]]:
    """As `by_release`, for graphs that stand scattered over their files; holds them all in memory."""
    graphs: dict[str, _Gathered] = {}
    for graph, run in groupby(quads, key=lambda quad: quad.graph_name):
        name = "" if isinstance(graph, ox.DefaultGraph) else graph.value
        graphs.setdefault(name, _Gathered()).take(run)
    for name, parts in graphs.items():
        if name:
            yield name, parts.whole()
    if "" in graphs:
        yield from graphs[""]


class Scattered(Exception):  # noqa: N818 - no fault, but the sign to read the stream again
    """A named graph stands in several places of a stream."""


class _Gathered:
    """Triples by the release that their subjects belong to, as lines of N-Triples in UTF-8, the smallest form at hand.

    A correction, whose IRI is its author's, belongs to the release that it corrects a reading of.
    """

    def __init__(self) -> None:
        self._lines: dict[bytes, list[bytes]] = {}
        self._releases: set[bytes] = set()
        self._corrections: dict[bytes, bytes] = {}  # the release of each

    def take(self, quads: Iterable[ox.Quad]) -> None:
        stream = iter(quads)
        while batch := [quad.triple for quad in islice(stream, 20_000)]:
            for line in (ox.serialize(batch, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True):
                term, _, said = line.partition(b" ")
                subject = term[1:-1]
                inside = _INSIDE.search(subject)
                name = subject[: inside.start()] if inside else subject
                if inside:
                    self._releases.add(name)
                elif said.startswith(_CORRECTS) and (there := _INSIDE.search(said)) is not None:
                    self._corrections[name] = said[len(_CORRECTS) : there.start()]
                self._lines.setdefault(name, []).append(line)

    def whole(self) -> str:
        return b"".join(line for lines in self._lines.values() for line in lines).decode()

    def __iter__(self) -> Iterator[tuple[str, str]]:
        within = {name: release for name, release in self._corrections.items() if release in self._releases}
        shared = b"".join(line for name, lines in self._lines.items() if name not in self._releases and name not in within for line in lines)
        if shared:
            yield "", shared.decode()
        made: dict[bytes, list[bytes]] = {}
        for name, release in sorted(within.items()):
            made.setdefault(release, []).extend(self._lines[name])
        for name in sorted(self._releases):
            yield name.decode(), b"".join([*self._lines[name], *made.get(name, ())]).decode()


def nodes_of(data: str) -> Nodes:
    """The nodes of a graph in N-Triples as Oxigraph writes it: one triple a line, one space between terms."""
    nodes: dict[str, dict[str, list[str]]] = {}
    once: dict[str, str] = {}  # terms come again and again: one string for each
    last, node = "", nodes.setdefault("", {})
    for line in data.split("\n"):
        if not line:
            continue
        subject, predicate, value = line[:-2].split(" ", 2)
        if subject != last:  # they come in runs
            last, node = subject, nodes.setdefault(subject, {})
        predicate = once.setdefault(predicate, predicate)
        value = once.setdefault(value, value)
        values = node.get(predicate)
        if values is None:
            node[predicate] = [value]
        else:
            values.append(value)
    del nodes[""]
    return nodes


def iri_of(term: str) -> str:
    """The IRI of a term in N-Triples syntax; other terms as they stand."""
    return term[1:-1] if term.startswith("<") else term


def text_of(term: str) -> str:
    """The lexical form of a literal in N-Triples syntax; the IRI of a node."""
    if not term.startswith('"'):
        return term[1:-1] if term.startswith("<") else term
    text = term[1 : term.rindex('"')]  # no datatype and no language tag holds a quotation mark
    return str(json.loads(f'"{text}"', strict=False)) if "\\" in text else text


def _rdflib(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """A plain rdflib graph; lexical forms stay as they are."""
    import rdflib

    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: object) -> rdflib.term.Node:
    import rdflib

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
