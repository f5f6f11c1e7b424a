"""Trade links: who trades with whom, from the consensus of a build's graph, as a network for networkx, Gephi and whatever reads GraphML.

A link is one consensus figure of the value of trade between a reporter and a partner, in one direction and period, of all goods, owners and
trade modes, with the growth that the releases state for the same key. Figures that nobody printed are there as well and say that they are
estimated.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pyoxigraph as ox

from tradegraph import store
from tradegraph.claims import AREA, BASIS, COMMODITY, ENTERPRISE, FLOW, HEDGES, INDICATOR, MEASURE, PARTNER, QUANTITY_UNIT, REGIME, TIME, Key
from tradegraph.errors import SourceError
from tradegraph.graph import CONSENSUS, DIMENSIONS
from tradegraph.vocabulary import CODE, NIF, PERIOD, PROV, QB, RDF, SDMX_ATTRIBUTE, SDMX_MEASURE, SKOS, TG, code_iri

if TYPE_CHECKING:
    import networkx as nx  # takes a tenth of a second to import, and only networks need it

LANGUAGES = ("en", "zh-hans", "zh-hant")
_LEVEL, _GROWTH, _TRADE, _YOY = code_iri("measure", "level"), code_iri("measure", "growth"), code_iri("indicator", "trade"), code_iri("basis", "YOY")
_WORLD, _ALL_GOODS, _ALL_OWNERS, _ALL_MODES = (
    code_iri(scheme, code) for scheme, code in (("partner", "WORLD"), ("commodity", "TOTAL"), ("enterprise", "ALL"), ("regime", "ALL"))
)
_MONTHS = re.compile(r"(\d{4})-(\d\d)/P([1-9]\d{0,3})M\Z")
# what XML 1.0 cannot hold (section 2.2); labels of goods that no list has come from texts
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation of the consensus: the value in `unit`, with its bounds and premises where it is estimated, else the claims that agree."""

    iri: str
    key: Key
    value: Decimal
    unit: str
    precision: Decimal
    approx: str = ""
    estimated: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    rule: str = ""
    derived: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The value of trade of a reporter with a partner, in `unit` (ISO 4217), over the months `first` to `last`; growth in percent, if stated."""

    reporter: str
    partner: str
    flow: str
    first: str
    last: str
    value: Decimal
    unit: str
    growth: Decimal | None
    estimated: bool
    figure: str


Names = Mapping[str, Mapping[str, str]]  # concept's IRI → language → preferred label


Nodes = Mapping[str, Mapping[str, list[str]]]  # subject → predicate → values, as text


@dataclass(frozen=True, slots=True)
class Contents:
    """A build's graph without the texts of its sentences; `labels` are (local name of the SKOS property, language, text) by concept."""

    nodes: Nodes
    labels: Mapping[str, list[tuple[str, str, str]]]


def read_graph(folder: Path) -> Contents:
    """The merged graph of a build's folder, or in a file. Raises SourceError where the folder holds no build."""
    file = folder if folder.is_file() else folder / "graph.ttl"
    if not file.is_file():
        raise SourceError(f"{folder}: no build there (graph.ttl is missing); run `tradegraph build -o {folder}` first")
    nodes: dict[str, dict[str, list[str]]] = {}
    labels: dict[str, list[tuple[str, str, str]]] = {}
    for quad in store.parse([file]):
        predicate = quad.predicate.value
        if not isinstance(quad.subject, ox.NamedNode) or not isinstance(quad.object, ox.NamedNode | ox.Literal) or predicate.startswith(NIF):
            continue
        if predicate in _LABELS and isinstance(quad.object, ox.Literal):
            labels.setdefault(quad.subject.value, []).append((predicate[len(SKOS) :], quad.object.language or "", quad.object.value))
        else:
            nodes.setdefault(quad.subject.value, {}).setdefault(sys.intern(predicate), []).append(sys.intern(quad.object.value))
    return Contents(nodes, labels)


_LABELS = {SKOS + "prefLabel", SKOS + "altLabel"}


def figures_of(graph: Contents) -> list[Figure]:
    """The observations of the consensus, sorted by key. Raises SourceError for a value that is no decimal."""
    out = []
    for iri, found in graph.nodes.items():
        if not iri.startswith(CONSENSUS + "/") or QB + "Observation" not in found.get(RDF + "type", ()) or not all(d in found for d in DIMENSIONS):
            continue

        def one(predicate: str, found: Mapping[str, list[str]] = found) -> str:
            return found.get(predicate, [""])[0]

        try:
            value, precision = Decimal(one(SDMX_MEASURE + "obsValue")), Decimal(one(TG + "precision"))
            low, high = (Decimal(text) if (text := one(TG + bound)) else None for bound in ("lowerBound", "upperBound"))
        except InvalidOperation as error:
            raise SourceError(f"{iri}: its value, precision or bounds are no decimals; validate the graph") from error
        out.append(
            Figure(
                iri=iri,
                key=tuple(one(d) for d in DIMENSIONS),
                value=value,
                unit=one(SDMX_ATTRIBUTE + "unitMeasure"),
                precision=precision,
                approx=HEDGES.get(one(TG + "approximation"), ""),
                estimated=bool(one(SDMX_ATTRIBUTE + "obsStatus")),
                low=low,
                high=high,
                rule=_code(one(TG + "derivation")),
                derived=tuple(sorted(found.get(PROV + "wasDerivedFrom", ()))),
                agreement=tuple(sorted(found.get(TG + "agreement", ()))),
            )
        )
    return sorted(out, key=lambda f: f.key)


def names_of(graph: Contents) -> Names:
    """The preferred labels of every concept, by language; of several in one language the first in code-point order."""
    return {iri: {lang: text for form, lang, text in sorted(held, reverse=True) if form == "prefLabel"} for iri, held in graph.labels.items()}


def label(names: Names, iri: str, lang: str) -> str:
    """A concept's label in a language, else in another one, else its code."""
    labels = names.get(iri, {})
    return next((labels[tag] for tag in (lang, *LANGUAGES) if tag in labels), _code(iri))


def months(period: str) -> tuple[str, str] | None:
    """First and last month of a period's IRI, `2024-01`; None where the year is not known."""
    found = _MONTHS.match(period.removeprefix(PERIOD))
    if found is None:
        return None
    last = int(found[1]) * 12 + int(found[2]) - 1 + int(found[3]) - 1
    return f"{found[1]}-{found[2]}", f"{last // 12:04d}-{last % 12 + 1:02d}"


def trade_links(figures: Sequence[Figure]) -> list[Link]:
    """The links among consensus figures, sorted by reporter, partner, flow, unit and period."""
    growth = {_without(f.key, MEASURE, BASIS): f.value for f in figures if f.key[MEASURE] == _GROWTH and f.key[BASIS] == _YOY}
    out = []
    for figure in figures:
        key, span = figure.key, months(figure.key[TIME])
        whole = (key[COMMODITY], key[ENTERPRISE], key[REGIME]) == (_ALL_GOODS, _ALL_OWNERS, _ALL_MODES)
        apart = key[PARTNER] != _WORLD and "_" not in _code(key[PARTNER])  # a list of partners would count its members twice
        if span is None or not whole or not apart or (key[INDICATOR], key[MEASURE]) != (_TRADE, _LEVEL):
            continue
        out.append(
            Link(
                key[AREA],
                key[PARTNER],
                _code(key[FLOW]),
                *span,
                figure.value,
                _code(key[QUANTITY_UNIT]),
                growth.get(_without(key, MEASURE, BASIS)),
                figure.estimated,
                figure.iri,
            )
        )
    return sorted(out, key=lambda link: (link.reporter, link.partner, link.flow, link.unit, link.first, link.last))


def _without(key: Key, *slots: int) -> Key:
    return tuple(value for slot, value in enumerate(key) if slot not in slots)


def _code(iri: str) -> str:
    """The last part of a concept's IRI as people write it."""
    return unquote(iri[len(CODE) :].partition("/")[2]) if iri.startswith(CODE) else iri


# ---------------------------------------------------------------------- networks


def network(links: Iterable[Link], names: Names) -> nx.MultiDiGraph[str]:
    """Reporters and partners as nodes with their labels in three languages, links as edges from reporter to partner.

    A node's id is `place:350000` or `partner:US`. An edge has flow, first, last, unit, weight (the value in that unit), estimated, figure (the
    IRI of the consensus observation) and, where it is stated, growth. Weights are floats, since neither format has decimals.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for link in links:
        for iri in (link.reporter, link.partner):
            labels = {f"label_{lang.replace('-', '_')}": _xml(label(names, iri, lang)) for lang in LANGUAGES}
            graph.add_node(node_id(iri), label=labels["label_en"], **labels, kind=node_id(iri).partition(":")[0], iri=iri)
        edge: dict[str, Any] = {
            "flow": link.flow, "first": link.first, "last": link.last, "unit": link.unit, "weight": float(link.value),
            "estimated": link.estimated, "figure": link.figure,
        }  # fmt: skip
        if link.growth is not None:
            edge["growth"] = float(link.growth)
        graph.add_edge(node_id(link.reporter), node_id(link.partner), key=f"{link.flow} {link.first}/{link.last} {link.unit}", **edge)
    return graph


def node_id(iri: str) -> str:
    """A concept in short, `place:350000`."""
    return unquote(iri.removeprefix(CODE).replace("/", ":", 1))


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def to_graphml(graph: nx.MultiDiGraph[str]) -> bytes:
    """GraphML (graphml.graphdrawing.org) of a network; the same network gives the same bytes."""
    import networkx as nx

    out = io.BytesIO()
    nx.write_graphml(graph, out, named_key_ids=True)
    return out.getvalue()


def to_gexf(graph: nx.MultiDiGraph[str]) -> bytes:
    """GEXF 1.2draft (gexf.net) of a network, without the date that networkx would write."""
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
        for creator in meta.iter("creator"):
            creator.text = "tradegraph"
    for element in writer.xml.iter("graph"):
        element.attrib.pop("name", None)  # not in the schema
    writer.xml.attrib.pop("xsi:schemaLocation", None)  # not in its RELAX NG form, and an address to fetch
    writer.indent(writer.xml)
    body: bytes = ElementTree.tostring(writer.xml, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body + b"\n"
