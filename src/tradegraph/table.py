"""The fact table of FACTS.md: one flat row for each observation and policy measure; jsonl, csv and parquet out, jsonl and csv in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tradegraph.model import Document, Observation, PolicyMeasure


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
