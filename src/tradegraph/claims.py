"""Claims: the observations of releases, read back from a graph, each with the release that makes it and who published that.

A claim enters the consensus where all that it is about is known: no reporter or period that the text left open, no place that no list
has, since two texts may mean two places by the same phrase, and no growth of traffic or of work of which nothing tells what was counted, since
trains, tonnes and containers grow at rates of their own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

import pyoxigraph as ox

from tradegraph.errors import SourceError
from tradegraph.graph import DIMENSIONS, Nodes
from tradegraph.intervals import Interval, printed
from tradegraph.shapes import iri_of, text_of
from tradegraph.vocabulary import DCT, PERIOD, PROV, QB, SDMX_ATTRIBUTE, SDMX_MEASURE, TG, Vocabulary, code_iri

Key = tuple[str, ...]  # the statistical key: the concepts of graph.DIMENSIONS in their order
AREA, TIME, INDICATOR, MEASURE, QUANTITY_UNIT, FLOW, PARTNER, COMMODITY, ENTERPRISE, REGIME, BASIS, COMPARATOR, RANK_OF = range(13)
HEDGES = {code_iri("approximation", name): sign for name, sign in (("about", "~"), ("over", ">"), ("under", "<"))}
_NO_PLACE = (code_iri("place", "UNKNOWN"), code_iri("place", "x-"))
_UNCOUNTED = (code_iri("measure", "growth"), code_iri("unit", "NONE"))
_COUNTING = frozenset(code_iri("indicator", name) for name in ("cargo", "clearance", "enforcement", "other"))
_MONTHS = re.compile(re.escape(PERIOD) + r"\d{4}-\d\d/P[1-9]\d*M\Z")
_SLOTS = {
    **{name: index for index, name in enumerate(DIMENSIONS)},
    **{
        name: 13 + index
        for index, name in enumerate((
            TG + "quotation", SDMX_MEASURE + "obsValue", SDMX_ATTRIBUTE + "unitMeasure", TG + "precision", TG + "approximation", TG + "confidence",
            QB + "dataSet",
        ))
    },
}  # fmt: skip
_QUOTATION, _VALUE, _UNIT, _PRECISION, _APPROXIMATION, _CONFIDENCE, _DATA_SET, _SIZE = range(13, 21)


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """The release behind a claim: its IRI, its date (ISO 8601 or empty), the body that published it and that body's rank (0: unknown)."""

    document: str
    issued: str = ""
    body: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """One figure that a release states: values in `unit`, `precision` one unit of the last printed digit, `approx` FACTS.md's hedge."""

    iri: str
    key: Key
    value: Decimal
    unit: str
    precision: Decimal
    approx: str
    confidence: Decimal
    quotation: str
    source: Source

    def __hash__(self) -> int:
        return hash(self.iri)  # which tells claims apart; all of it would be hashed again and again

    @property
    def interval(self) -> Interval:
        return printed(self.value, self.precision, self.approx)

    @property
    def known(self) -> bool:
        """Whether all that the claim is about is known, so that it can be compared."""
        if (self.key[MEASURE], self.key[QUANTITY_UNIT]) == _UNCOUNTED and self.key[INDICATOR] in _COUNTING:
            return False
        return not self.key[AREA].startswith(_NO_PLACE) and _MONTHS.match(self.key[TIME]) is not None


def as_record(claim: Claim) -> list[Any]:
    """A claim as JSON, to rest on disk or to cross processes."""
    numbers = [str(claim.value), str(claim.precision), str(claim.confidence)]
    source = claim.source
    return [claim.iri, claim.key, numbers, claim.unit, claim.approx, claim.quotation, [source.document, source.issued, source.body, source.rank]]


def from_record(record: list[Any]) -> Claim:
    """The claim of a record that `as_record` gave."""
    iri, key, numbers, unit, approx, quotation, source = record
    value, precision, confidence = map(Decimal, numbers)
    return Claim(iri, tuple(map(sys.intern, key)), value, sys.intern(unit), precision, approx, confidence, quotation, _source(*source))


@lru_cache(maxsize=2**8)  # claims of one release come together
def _source(document: str, issued: str, body: str, rank: int) -> Source:
    return Source(document, issued, body, rank)


def ranks(vocabulary: Vocabulary) -> dict[str, int]:
    """The rank of each kind of authority by its IRI, 1 the highest."""
    kinds = ((code_iri("authority", c.notation), c.get("authorityRank")) for c in vocabulary.scheme("authority"))
    return {iri: int(rank) for iri, rank in kinds if rank}


def claims_of_quads(quads: Iterable[ox.Quad], ranked: Mapping[str, int]) -> Iterator[Claim]:
    """The claims of a stream of quads, sorted by IRI.

    Incomplete observations are the shapes' matter and are left out. Raises SourceError for a value that is no decimal.
    """
    rows: dict[str, list[str]] = {}
    sources: dict[str, dict[str, str]] = {}
    derived: dict[str, str] = {}
    for quad in quads:
        subject, predicate, text = getattr(quad.subject, "value", ""), quad.predicate.value, getattr(quad.object, "value", "")
        slot = _SLOTS.get(predicate)
        if slot is not None:
            rows.setdefault(subject, [""] * _SIZE)[slot] = text
        elif predicate in _SOURCE:
            sources.setdefault(subject, {})[predicate] = text
        elif predicate == _DERIVED:
            derived[subject] = text
    return _claims(rows, sources, derived, ranked)


def claims_of_nodes(nodes: Nodes, ranked: Mapping[str, int]) -> Iterator[Claim]:
    """The claims of a graph's nodes, as `claims_of_quads` gives them."""
    rows: dict[str, list[str]] = {}
    sources: dict[str, dict[str, str]] = {}
    derived: dict[str, str] = {}
    for subject, node in nodes.items():
        if _COLUMNS[_DATA_SET] in node:
            said = (values[-1] if (values := node.get(column)) else "" for column in _COLUMNS)
            rows[iri_of(subject)] = [term[1:-1] if term.startswith("<") else text_of(term) for term in said]
        if f"<{_DERIVED}>" in node:
            document = node[f"<{_DERIVED}>"][-1]
            about = nodes.get(document, {})
            derived[iri_of(subject)] = iri_of(document)
            sources[iri_of(document)] = {name: text_of(about[f"<{name}>"][-1]) for name in _SOURCE if f"<{name}>" in about}
    return _claims(rows, sources, derived, ranked)


def _claims(
    rows: Mapping[str, list[str]], sources: Mapping[str, Mapping[str, str]], derived: Mapping[str, str], ranked: Mapping[str, int]
) -> Iterator[Claim]:
    released = {
        data: Source(document, about.get(_ISSUED, ""), about.get(_BODY, ""), ranked.get(about.get(_AUTHORITY, ""), 0))
        for data, document in derived.items()
        for about in (sources.get(document, {}),)
    }
    keys: dict[Key, Key] = {}
    for iri in sorted(rows):
        row = rows[iri]
        source = released.get(row[_DATA_SET])
        if source is None or not all(row[:_APPROXIMATION]) or not row[_CONFIDENCE]:
            continue
        key = tuple(row[:13])
        try:
            value, precision, confidence = Decimal(row[_VALUE]), Decimal(row[_PRECISION]), Decimal(row[_CONFIDENCE])
        except InvalidOperation as error:
            raise SourceError(f"{iri}: its value, precision or confidence is no decimal; validate the graph") from error
        approx = HEDGES.get(row[_APPROXIMATION], "")
        yield Claim(iri, keys.setdefault(key, key), value, row[_UNIT], precision, approx, confidence, row[_QUOTATION], source)


_ISSUED, _BODY, _AUTHORITY = DCT + "issued", PROV + "wasAttributedTo", TG + "authority"
_SOURCE = frozenset({_ISSUED, _BODY, _AUTHORITY})
_DERIVED = PROV + "wasDerivedFrom"
_COLUMNS = tuple(f"<{iri}>" for iri in _SLOTS)  # in the order of slots
