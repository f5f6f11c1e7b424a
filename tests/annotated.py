"""Annotated releases as facts, and damage done to them: what arithmetic has to leave alone, and what it has to notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from tradegraph.documents import read
from tradegraph.facts.tokens import sentences
from tradegraph.mentions import annotate
from tradegraph.model import Commodity, Document, Observation
from tradegraph.scoring import load_gold
from tradegraph.vocabulary import Vocabulary

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def annotated_facts(folder: Path, vocabulary: Vocabulary) -> dict[str, list[Observation]]:
    """The annotated statistics of each release of a folder, each with the precision that its text prints."""
    documents = {d.id: d for d in read([str(folder)]) if isinstance(d, Document)}
    printed = {name: annotate(document, vocabulary) for name, document in documents.items()}
    quantities = {name: [(*a.folded.origin(q.start, q.end), q) for q in a.quantities] for name, a in printed.items()}
    bounds = {name: [a.folded.origin(s.start, s.end) for s in sentences(a)] for name, a in printed.items()}
    out: dict[str, list[Observation]] = {name: [] for name in documents}
    for row in load_gold(folder):
        if row.get("kind", "statistic") != "statistic" or row["doc"] not in documents:
            continue
        value = Decimal(str(_first(row["value"])))
        near = [q for start, end, q in quantities[row["doc"]] if start < row["end"] and row["start"] < end and abs(q.value) == abs(value)]
        precision = near[0].precision if near else _precision(row["text"], value)
        sentence = next(((s, e) for s, e in bounds[row["doc"]] if s <= row["start"] < e), (row["start"], row["end"]))
        out[row["doc"]].append(_fact(row, value, precision, sentence, near[0].approx if near else ""))
    return out


def _first(value: Any) -> Any:
    return value["any"][0] if isinstance(value, dict) and "any" in value else value


def _precision(text: str, value: Decimal) -> Decimal:
    """One unit of the last digit: the value over the number that the digits make."""
    digits = _DIGITS.search(text)
    number = int(re.sub(r"\D", "", digits[0])) if digits else 0
    return abs(value) / number if number else abs(value) / 10


def _fact(row: dict[str, Any], value: Decimal, precision: Decimal, sentence: tuple[int, int], approx: str) -> Observation:
    def text(name: str) -> str:
        return str(_first(row.get(name)) or "")

    partner = _first(row.get("partner")) or []
    goods = _first(row.get("commodity")) or []
    goods = [goods] if isinstance(goods, str) else goods
    return Observation(
        doc=row["doc"], start=row["start"], end=row["end"], text=row["text"], indicator=text("indicator"), measure=text("measure"), value=value,
        unit=text("unit"), reporter=text("reporter"), period=text("period"), flow=text("flow"), sentence=sentence,
        approx=text("approx") or approx, partner=tuple([partner] if isinstance(partner, str) else partner),
        commodity=tuple(Commodity(g, g, g, g) for g in goods), enterprise=text("enterprise"), regime=text("regime"), basis=text("basis"),
        ref=text("ref"), base=text("base"), scope=text("scope"), rank_of=text("rank_of"), precision=precision,
    )  # fmt: skip


def damaged(facts: list[Observation]) -> Iterator[tuple[str, tuple[int, ...], list[Observation]]]:
    """Every misreading of one release by one kind of slip: its name, the facts that it spoils, and the facts with it."""
    for i, fact in enumerate(facts):
        if fact.measure in {"level", "growth", "share", "share-change", "growth-gap", "contribution"} and fact.value:
            if fact.measure != "share" and (fact.measure != "level" or fact.flow == "balance"):
                yield "sign", (i,), _with(facts, {i: {"value": -fact.value}})
            yield "tenfold", (i,), _with(facts, {i: {"value": fact.value * 10, "precision": fact.precision * 10}})
        if fact.measure == "level" and fact.value >= 10**12:
            yield "scale", (i,), _with(facts, {i: {"value": fact.value / 10**4, "precision": fact.precision / 10**4}})
        if fact.flow in {"export", "import"} and fact.measure != "rank":
            yield "flow", (i,), _with(facts, {i: {"flow": "import" if fact.flow == "export" else "export"}})
        for j in range(i + 1, min(i + 4, len(facts))):
            other = facts[j]
            if (other.measure, other.unit) == (fact.measure, fact.unit) and other.value != fact.value and fact.measure != "rank":
                swapped = {
                    i: {"value": other.value, "precision": other.precision, "approx": other.approx},
                    j: {"value": fact.value, "precision": fact.precision, "approx": fact.approx},
                }
                yield "swapped", (i, j), _with(facts, swapped)
                break


def _with(facts: list[Observation], changes: dict[int, dict[str, Any]]) -> list[Observation]:
    return [f._replace(**changes[i]) if i in changes else f for i, f in enumerate(facts)]
