"""The data of the page: a build's folder as one JSON value, small enough to ship and the same for the same build.

Everything is numbered: concepts, periods, documents, statistical keys and rows of the fact table stand in arrays, and refer to each other by
position. A row is a fact as it was read; its claim is what the graph says after corrections.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tradegraph import links, table
from tradegraph.errors import SourceError
from tradegraph.explain import IGNORED
from tradegraph.facts.places import notation
from tradegraph.graph import CONSENSUS, DIMENSIONS
from tradegraph.table import canonical
from tradegraph.vocabulary import (
    CODE,
    DCT,
    PERIOD,
    PROV,
    RDF,
    SDMX_ATTRIBUTE,
    SDMX_MEASURE,
    SKOS,
    TG,
    code_iri,
    unlisted,
)  # fmt: skip

MOST = 60_000  # facts that a page may carry; a browser stays quick with 20,000
Node = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Claim:
    """An observation of a release in the graph: its key by DIMENSIONS, value and unit, and the code points it is quoted from."""

    iri: str
    key: tuple[str, ...]
    value: str
    unit: str


class _Numbers:
    """Values numbered in the order in which they are first met."""

    def __init__(self) -> None:
        self.of: dict[Any, int] = {}
        self.met: list[Any] = []

    def __call__(self, value: Any) -> int:
        if value not in self.of:
            self.of[value] = len(self.met)
            self.met.append(value)
        return self.of[value]


def dataset(folder: Path, most: int = MOST, *, whole: bool = False) -> dict[str, Any]:
    """What a build's folder holds, for the page: of more than `most` facts those of the newest releases, and the figures that these state.

    `left` counts the releases that are left out; with `whole` their concepts and periods are there all the same.
    Raises SourceError where the folder holds no build.
    """
    everything = _rows(folder / "documents.jsonl")
    rows, documents = _newest(_rows(folder / "facts.jsonl"), everything, most)
    graph = links.read_graph(folder)
    nodes = graph.nodes
    concepts, periods, keys = _Numbers(), _Numbers(), _Numbers()
    releases = {unquote(iri.rpartition("/")[2]): iri for iri, node in nodes.items() if TG + "Release" in node.get(RDF + "type", ())}
    place_of = {record["doc"]: index for index, record in enumerate(documents)}

    def key_number(key: Iterable[str]) -> int:
        return keys(tuple(periods(value) if slot == 1 else concepts(value) for slot, value in enumerate(key)))

    claims = _claims(nodes)
    held = _matched(rows, releases, claims)
    row_of = {claim.iri: index for index, (claim, _) in enumerate(held) if claim is not None}
    stated = links.figures_of(graph)
    figures = _stated(stated, row_of) if len(documents) < len(everything) else stated
    figure_of = {figure.iri: index for index, figure in enumerate(figures)}

    def estimate(figure: links.Figure) -> list[Any]:
        premises = [figure_of[iri] for iri in figure.derived if iri in figure_of]
        return [_end(figure.low), _end(figure.high), concepts(code_iri("derivation", figure.rule)), premises]

    facts = [
        [
            key_number(claim.key) if claim else -1,
            claim.iri.rpartition("/")[2] if claim else "",
            *([claim.value, concepts(claim.unit)] if claim and amended else []),
        ]
        for claim, amended in held
    ]
    if whole:
        for key in (*(figure.key for figure in stated), *(claim.key for quoted in claims.values() for claim in quoted)):
            for slot, value in enumerate(key):
                (periods if slot == 1 else concepts)(value)
        for _, node in sorted(nodes.items()):
            if TG + "PolicyMeasure" in node.get(RDF + "type", ()):
                for name in _ABOUT:
                    for iri in sorted(node.get(TG + name, ())):
                        concepts(iri)
    return {
        "build": _build(nodes),
        "left": len(everything) - len(documents),
        "columns": _columns(rows),
        "facts": facts,
        "documents": [_document(record, releases, nodes) for record in documents],
        "issues": [[place_of[i["doc"]], i["start"], i["end"], i["code"], i["note"]] for i in _rows(folder / "issues.jsonl") if i["doc"] in place_of],
        "ignored": sorted(IGNORED),
        "policies": _policies(rows, releases, nodes, concepts, periods),
        "figures": [
            [
                key_number(f.key), f.iri.rpartition("/")[2], canonical(f.value), concepts(f.unit), canonical(f.precision), f.approx,
                [row_of[iri] for iri in f.agreement if iri in row_of], *([estimate(f)] if f.estimated else []),
            ]
            for f in figures
        ],
        "conflicts": [[key_number(key), *parts] for key, parts in _outcomes(nodes, "Conflict", ("claim",), row_of)],
        "revisions": [[key_number(key), *parts] for key, parts in _outcomes(nodes, "Revision", ("earlier", "later"), row_of)],
        "corrections": _corrections(nodes, releases, place_of),
        "keys": [list(key) for key in keys.met],
        "periods": [[iri.removeprefix(PERIOD), *(links.months(iri) or ())] for iri in periods.met],
        "concepts": _concepts(concepts, graph),
    }  # fmt: skip


def _newest(rows: list[dict[str, Any]], documents: list[dict[str, Any]], most: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The newest releases that have no more than so many facts together, with their rows, in the order of the files."""
    count = Counter(row["doc"] for row in rows)
    kept: set[str] = set()
    total = 0
    for record in sorted(documents, key=lambda d: (d["published"], d["doc"]), reverse=True):
        total += count[record["doc"]]
        if total > most:
            break
        kept.add(record["doc"])
    return [row for row in rows if row["doc"] in kept], [record for record in documents if record["doc"] in kept]


def _stated(figures: list[links.Figure], row_of: Mapping[str, int]) -> list[links.Figure]:
    """The figures that a release in the page states, and the estimates that follow from these alone."""
    printed = {f.iri for f in figures if any(iri in row_of for iri in f.agreement)}
    return [f for f in figures if f.iri in printed or (f.estimated and printed.issuperset(f.derived))]


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        with file.open(encoding="utf-8") as handle:
            return [json.loads(line) for line in handle]
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror or error}; make a build with `tradegraph build RELEASES -o NEW-FOLDER`") from error
    except ValueError as error:
        raise SourceError(f"{file}: not as a build writes it ({error}); build again") from error


def _one(node: Node, predicate: str) -> str:
    return node.get(predicate, [""])[0]


def _end(bound: Decimal | None) -> str:
    return canonical(bound) if bound is not None else ""


# ---------------------------------------------------------------------- claims and the rows they were read as


def _claims(nodes: links.Nodes) -> dict[str, list[_Claim]]:
    """The claims by the anchor they are quoted from."""
    out: dict[str, list[_Claim]] = {}
    for iri, node in sorted(nodes.items()):
        if TG + "quotation" in node and all(d in node for d in DIMENSIONS):
            key = tuple(node[d][0] for d in DIMENSIONS)
            claim = _Claim(iri, key, _one(node, SDMX_MEASURE + "obsValue"), _one(node, SDMX_ATTRIBUTE + "unitMeasure"))
            out.setdefault(node[TG + "quotation"][0], []).append(claim)
    return out


def _matched(rows: list[dict[str, Any]], releases: Mapping[str, str], claims: Mapping[str, list[_Claim]]) -> list[tuple[_Claim | None, bool]]:
    """For each row its claim, and whether a correction made it say something else; no claim where one rejected it."""
    out: list[tuple[_Claim | None, bool]] = [(None, False)] * len(rows)
    left = {anchor: list(held) for anchor, held in claims.items()}
    waiting: list[tuple[int, str]] = []
    for index, row in enumerate(rows):
        if row["kind"] != "statistic":
            continue
        anchor = f"{releases.get(row['doc'], '')}#char={row['start']},{row['end']}"
        same = [claim for claim in left.get(anchor, ()) if _says(claim) == _said(row)]
        if same:
            left[anchor].remove(same[0])
            out[index] = (same[0], False)
        else:
            waiting.append((index, anchor))
    for index, anchor in waiting:
        if left.get(anchor):
            out[index] = (left[anchor].pop(0), True)
    return out


def _says(claim: _Claim) -> tuple[str, ...]:
    """What a claim says in the dimensions that a row has in the same form."""
    slots = (0, 2, 3, 5, 6, 7, 8, 9, 12)
    codes = [claim.key[1].removeprefix(PERIOD), *(unquote(claim.key[slot].rpartition("/")[2]) for slot in slots)]
    return (*codes, unquote(claim.unit.rpartition("/")[2]), claim.value)


def _said(row: Mapping[str, Any]) -> tuple[str, ...]:
    reporter, partner = row["reporter"], row["partner"]
    area = unlisted(reporter[5:]) if reporter.startswith("text:") else notation(reporter) or "UNKNOWN"
    partners = [partner] if isinstance(partner, str) else partner
    return (
        _period(row["period"]), area, row["indicator"], row["measure"], row["flow"] or "NONE", "_".join(sorted({*partners})) or "WORLD",
        "_".join(sorted({good["id"] for good in row["commodity"]})) or "TOTAL", row["enterprise"] or "ALL", row["regime"] or "ALL",
        row["rank_of"] or "NONE", row["unit"], canonical(Decimal(str(row["value"]))),
    )  # fmt: skip


def _period(text: str) -> str:
    """A row's period in the form of the graph's IRIs."""
    if not text:
        return "UNKNOWN"
    first, _, last = text.partition("/")
    years = 0 if "XXXX" in text else int(last[:4]) - int(first[:4])
    return f"{first}/P{years * 12 + int(last[-2:]) - int(first[-2:]) + 1}M"


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """The fact table by column, as its CSV has it: the distinct cells, and for each row which of them."""
    cells = [table.flat(row) for row in rows]
    out: dict[str, list[Any]] = {}
    for column in table.COLUMNS:
        numbers = _Numbers()
        places = [numbers(row[column]) for row in cells]
        out[column] = [numbers.met, places]
    return out


# ---------------------------------------------------------------------- what else there is


def _build(nodes: links.Nodes) -> dict[str, str]:
    """What made the graph: IRI, software, and the version and digest of the vocabulary."""
    iri = _one(nodes.get(CONSENSUS, {}), PROV + "wasGeneratedBy")
    node = nodes.get(iri, {})
    return {"iri": iri, **{name: _one(node, TG + name) for name in ("software", "vocabularyVersion", "vocabularyDigest")}}


def _document(record: Mapping[str, Any], releases: Mapping[str, str], nodes: links.Nodes) -> dict[str, Any]:
    iri = releases.get(record["doc"], "")
    shared = {name: record[name] for name in ("doc", "lang", "published", "title", "publisher", "url", "text", "fates")}
    return {**shared, "iri": iri, "why": record.get("why", [])}


_ABOUT = ("actor", "category", "status", "partner", "commodity")  # of a policy measure


def _policies(rows: list[dict[str, Any]], releases: Mapping[str, str], nodes: links.Nodes, concepts: _Numbers, periods: _Numbers) -> list[list[Any]]:
    """For each policy measure its row, actors, category, status, period, partners and goods."""
    out = []
    for index, row in enumerate(rows):
        node = nodes.get(f"{releases.get(row['doc'], '')}/policy/{row['start']}-{row['end']}", {}) if row["kind"] == "policy" else {}
        if node:
            temporal = _one(node, DCT + "temporal")
            listed = [[concepts(iri) for iri in sorted(node.get(TG + name, ()))] for name in _ABOUT]
            out.append([index, *listed[:3], periods(temporal) if temporal else -1, *listed[3:]])
    return out


def _outcomes(nodes: links.Nodes, kind: str, parts: tuple[str, ...], row_of: Mapping[str, int]) -> Iterator[tuple[tuple[str, ...], list[list[int]]]]:
    for _, node in sorted(nodes.items()):
        if TG + kind in node.get(RDF + "type", ()) and all(d in node for d in DIMENSIONS):
            found = [sorted(row_of[iri] for iri in node.get(TG + p, ()) if iri in row_of) for p in parts]
            if any(found):
                yield tuple(node[d][0] for d in DIMENSIONS), found


def _corrections(nodes: links.Nodes, releases: Mapping[str, str], place_of: Mapping[str, int]) -> list[list[Any]]:
    """Document, offsets, verdict, who, why, when, and what was withdrawn."""
    named = {iri: doc for doc, iri in releases.items()}
    out: list[list[Any]] = []
    for _, node in sorted(nodes.items()):
        anchor = _one(node, TG + "corrects")
        release, _, offsets = anchor.partition("#char=")
        doc = named.get(release, "")
        if doc in place_of and offsets:
            start, end = map(int, offsets.split(","))
            about = [_one(node, TG + "verdict").rpartition("/")[2], *(_one(node, DCT + name) for name in ("creator", "description", "created"))]
            out.append([place_of[doc], start, end, *about, sorted(node.get(TG + "withdrawn", ()))])
    return out


def _concepts(numbers: _Numbers, graph: links.Contents) -> list[list[Any]]:
    """Scheme, code, preferred labels by LANGUAGES, other labels, kind of place, broader concepts, parts and places served, for every concept met."""
    out = []
    for iri in numbers.met:  # grows on the way, by broader concepts and parts
        node, names = graph.nodes.get(iri, {}), graph.labels.get(iri, [])
        scheme, _, code = iri.removeprefix(CODE).partition("/")
        preferred = {lang: text for form, lang, text in sorted(names, reverse=True) if form == "prefLabel"}
        fallback = next((preferred[lang] for lang in ("en", "zh-hans", "zh-hant") if lang in preferred), unquote(code))
        main = [preferred.get(lang, fallback) for lang in ("en", "zh-hans", "zh-hant")]
        others = sorted({text for _, _, text in names} - {*main})
        listed = [[numbers(i) for i in sorted({i for p in ps for i in node.get(p, ())}) if i.startswith(CODE)] for ps in _RELATED]
        out.append([scheme, unquote(code), *main, others, _one(node, TG + "placeType").rpartition("#")[2], *listed])
    return out


_RELATED = ((SKOS + "broader",), (TG + "part",), (TG + "jurisdiction", TG + "seat"))
