"""The fact table of FACTS.md: one flat row for each observation and policy measure; jsonl, csv and parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, BinaryIO, TextIO

from tradegraph.model import Document, Extraction, Observation, PolicyMeasure


def canonical(value: Decimal) -> str:
    """The one rendering of a decimal: no exponent, no trailing zeros, no negative zero."""
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number: whole where it is whole."""
    text = canonical(value)
    return float(text) if "." in text else int(text)


def row(fact: Observation | PolicyMeasure, document: Document) -> dict[str, Any]:
    """FACTS.md's columns of one fact."""
    shared = {"title": document.title, "published": document.published.isoformat() if document.published else "", "url": document.url}
    goods = [{"id": c.id, "en": c.en, "zh": c.zh, "text": c.text} for c in fact.commodity]
    partner: Any = fact.partner[0] if len(fact.partner) == 1 else list(fact.partner) or ""
    if isinstance(fact, PolicyMeasure):
        return {
            "kind": "policy", "doc": fact.doc, "start": fact.start, "end": fact.end, "text": fact.text, "actor": fact.actor,
            "actor_text": fact.actor_text, "category": fact.category, "status": fact.status, "period": fact.period, "partner": partner,
            "commodity": goods, "sentence": list(fact.sentence), "confidence": number(fact.confidence), **shared,
        }  # fmt: skip
    return {
        "kind": "statistic", "doc": fact.doc, "start": fact.start, "end": fact.end, "text": fact.text, "indicator": fact.indicator,
        "measure": fact.measure, "value": number(fact.value), "unit": fact.unit, "approx": fact.approx, "reporter": fact.reporter,
        "period": fact.period, "flow": fact.flow, "partner": partner, "commodity": goods, "enterprise": fact.enterprise, "regime": fact.regime,
        "basis": fact.basis, "ref": fact.ref, "base": fact.base, "scope": fact.scope, "rank_of": fact.rank_of, "sentence": list(fact.sentence),
        "confidence": number(fact.confidence), "quantity_unit": fact.quantity_unit, "precision": number(fact.precision), **shared,
    }  # fmt: skip


COLUMNS = (
    "kind", "doc", "start", "end", "text", "indicator", "measure", "value", "unit", "approx", "reporter", "period", "flow", "partner", "commodity",
    "enterprise", "regime", "basis", "ref", "base", "scope", "rank_of", "actor", "actor_text", "category", "status", "sentence", "confidence",
    "quantity_unit", "precision", "title", "published", "url",
)  # fmt: skip


def rows(extraction: Extraction) -> list[dict[str, Any]]:
    """All rows of a document, statistics and policy measures in the order of the text."""
    facts: list[Observation | PolicyMeasure] = [*extraction.observations, *extraction.policies]
    return [row(fact, extraction.document) for fact in sorted(facts, key=lambda f: (f.start, f.end, isinstance(f, PolicyMeasure)))]


def json_line(record: dict[str, Any]) -> str:
    """One row as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


def flat(record: dict[str, Any]) -> dict[str, str]:
    """A row for CSV and Parquet: lists joined by `|`, commodities as their codes, every cell text."""
    out = {}
    for column in COLUMNS:
        value = record.get(column, "")
        if column == "commodity":
            value = "|".join(item["id"] for item in value)
        elif isinstance(value, list):
            value = "|".join(str(v) for v in value)
        text = str(value)
        # a cell that a spreadsheet would run as a formula is quoted, unless it is a plain number
        out[column] = f"'{text}" if text[:1] in {"=", "@"} or (text[:1] in {"+", "-"} and column == "text") else text
    return out


def write_csv(records: Iterable[dict[str, Any]], handle: TextIO) -> None:
    writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow(flat(record))


def write_parquet(records: Iterable[dict[str, Any]], path: str | BinaryIO) -> None:
    """One Parquet file; numbers as doubles, everything else as text."""
    import pyarrow as pa  # takes a quarter of a second to import, and only this format needs it
    import pyarrow.parquet as pq

    table = [{**flat(r), **{k: float(r[k]) for k in _NUMBERS if r.get(k) not in (None, "")}} for r in records]
    schema = pa.schema([(c, pa.float64() if c in _NUMBERS else pa.string()) for c in COLUMNS])
    columns = [
        pa.array([(r.get(c) if c not in _NUMBERS or isinstance(r.get(c), float) else None) for r in table], schema.field(c).type) for c in COLUMNS
    ]
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), path)


_NUMBERS = frozenset({"value", "confidence", "precision", "start", "end"})
