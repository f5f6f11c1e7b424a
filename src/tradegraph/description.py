"""What an endpoint says of itself and its data: SPARQL 1.1 Service Description, VoID and DCAT 3, in one graph without blank nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from tradegraph.evaluation import Limits
from tradegraph.vocabulary import DCT, RDF, TG, XSD

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_FORMATS = "http://www.w3.org/ns/formats/"
COUNTS = {
    "class": "SELECT ?about (COUNT(*) AS ?n) { ?s a ?about } GROUP BY ?about ORDER BY ?about",
    "property": "SELECT ?about (COUNT(*) AS ?n) { ?s ?about ?o } GROUP BY ?about ORDER BY ?about",
}  # what to ask of the data: ?about and how often
PREFIXES = {"sd": _SD, "void": _VOID, "dcat": _DCAT, "dct": DCT, "tg": TG}


@dataclass(frozen=True, slots=True)
class Use:
    """How many entities a class has, or how many triples a property."""

    kind: str  # class, property
    about: str
    count: int


def describe(base: str, uses: Sequence[Use], limits: Limits) -> Iterator[ox.Triple]:
    """A description of the service and its data (SPARQL 1.1 Service Description, VoID, DCAT 3), about IRIs under `base`."""
    endpoint, service, data, graph = f"{base}/sparql", f"{base}/sparql#service", f"{base}/sparql#data", f"{base}/sparql#graph"
    for kind in (_SD + "Service", _DCAT + "DataService"):
        yield _triple(service, RDF + "type", kind)
    yield _triple(service, DCT + "title", ox.Literal("SPARQL endpoint of a tradegraph", language="en"))
    limited = f"Read-only. A query may take {limits.seconds:g} seconds and give {limits.rows} rows; SERVICE is switched off."
    yield _triple(service, DCT + "description", ox.Literal(limited, language="en"))
    yield _triple(service, _SD + "endpoint", endpoint)
    yield _triple(service, _DCAT + "endpointURL", endpoint)
    yield _triple(service, _DCAT + "endpointDescription", endpoint)
    yield _triple(service, _DCAT + "servesDataset", data)
    yield _triple(service, DCT + "conformsTo", "http://www.w3.org/TR/sparql11-protocol/")
    yield _triple(service, _SD + "supportedLanguage", _SD + "SPARQL11Query")
    for name in (
        "SPARQL_Results_JSON",
        "SPARQL_Results_XML",
        "SPARQL_Results_CSV",
        "SPARQL_Results_TSV",
        "Turtle",
        "N-Triples",
        "RDF_XML",
        "JSON-LD",
    ):
        yield _triple(service, _SD + "resultFormat", _FORMATS + name)
    yield _triple(service, _SD + "defaultDataset", data)
    for kind in (_SD + "Dataset", _VOID + "Dataset", _DCAT + "Dataset"):
        yield _triple(data, RDF + "type", kind)
    yield _triple(data, DCT + "title", ox.Literal("Facts on China's regional foreign trade, each with its sentence", language="en"))
    yield _triple(data, _VOID + "sparqlEndpoint", endpoint)
    yield _triple(data, _VOID + "vocabulary", TG)
    yield _triple(data, _SD + "defaultGraph", graph)
    yield _triple(graph, RDF + "type", _SD + "Graph")
    if uses:
        total = sum(use.count for use in uses if use.kind == "property")
        for subject in (data, graph):
            yield _triple(subject, _VOID + "triples", _number(total))
    for number, use in enumerate(uses, 1):
        part = f"{data}-{number}"
        yield _triple(data, f"{_VOID}{use.kind}Partition", part)
        yield _triple(part, _VOID + use.kind, use.about)
        yield _triple(part, _VOID + ("entities" if use.kind == "class" else "triples"), _number(use.count))


def _triple(subject: str, predicate: str, value: str | ox.Literal) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(value) if isinstance(value, str) else value)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))
