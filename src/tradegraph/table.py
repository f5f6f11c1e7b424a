"""The fact table: one flat row for each observation and policy measure; jsonl, csv and parquet."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import IO, TYPE_CHECKING, Any, TextIO

from tradegraph.facts.places import notation
from tradegraph.model import Commodity, Document, Extraction, Observation, PolicyMeasure
from tradegraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pyarrow


def canonical(value: Decimal) -> str:
    """The one rendering of a decimal: no exponent, no trailing zeros, no negative zero."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Decimal) -> int | float:
    """A decimal as a JSON number: whole where it is whole."""
    whole = int(value)
    return whole if whole == value else float(value)


def row(fact: Observation | PolicyMeasure, document: Document) -> dict[str, Any]:
    """The fact table's columns of one fact."""
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
    return _LINE.encode(record)


_LINE = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": "))


def from_lines(texts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Rows from lines that `json_line` wrote."""
    for text in texts:
        yield from (json.loads(line) for line in text.split("\n") if line)  # a sentence may hold other ends of lines


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


def typed(record: dict[str, Any]) -> tuple[str | float | None, ...]:
    """A row for Parquet in the order of COLUMNS: numbers as doubles, everything else as text."""
    texts = flat(record)
    return tuple((float(record[c]) if record.get(c) not in (None, "") else None) if c in NUMBERS else texts[c] for c in COLUMNS)


def arrow(records: Iterable[dict[str, Any]]) -> pyarrow.Table:
    """The fact table as Arrow: numbers as doubles, everything else as text."""
    import pyarrow as pa  # takes a quarter of a second to import, and only this format needs it

    schema = pa.schema([(c, pa.float64() if c in NUMBERS else pa.string()) for c in COLUMNS])
    rows = [typed(record) for record in records]
    return pa.Table.from_arrays([pa.array([row[at] for row in rows], field.type) for at, field in enumerate(schema)], schema=schema)


def write_parquet(records: Iterable[dict[str, Any]], handle: IO[bytes]) -> None:
    """One Parquet file."""
    import pyarrow.parquet as pq

    pq.write_table(arrow(records), handle)


NUMBERS = frozenset({"value", "confidence", "precision", "start", "end"})


# ---------------------------------------------------------------------- columns as text

_PERIOD = re.compile(r"(?:\d{4}|XXXX)-(?:0[1-9]|1[0-2])/(?:\d{4}|XXXX)-(?:0[1-9]|1[0-2])\Z")
_UNIT = re.compile(r"[\w%/{}.^-]{1,40}\Z", re.ASCII)  # UCUM and ISO 4217
STATISTIC = (
    "indicator", "measure", "value", "unit", "approx", "reporter", "period", "flow", "partner", "commodity", "enterprise", "regime", "basis", "ref",
    "base", "scope", "rank_of", "quantity_unit", "precision",
)  # fmt: skip
POLICY = ("actor", "category", "status", "period", "partner", "commodity")


def columns(fact: Observation | PolicyMeasure) -> dict[str, str]:
    """The columns of a reading as text, all but the anchor and what is known of the document; the members of a list are joined by `|`."""
    names = POLICY if isinstance(fact, PolicyMeasure) else STATISTIC
    out = {}
    for name in names:
        value = getattr(fact, name)
        if isinstance(value, Decimal):
            out[name] = canonical(value)
        elif isinstance(value, tuple):
            out[name] = "|".join(item.id if isinstance(item, Commodity) else item for item in value)
        else:
            out[name] = value
    return out


def possible(name: str, value: str, vocabulary: Vocabulary) -> bool:
    """Whether a column can have a value: a code of its list, a number, a period."""
    if name in _LISTED:
        scheme, empty = _LISTED[name]
        return vocabulary.find(scheme, value) is not None if value else empty
    if name in {"partner", "commodity"}:
        return all(vocabulary.find(name, code) is not None for code in value.split("|")) if value else True
    if name in {"value", "precision"}:
        number = decimal(value)
        return number is not None and (name == "value" or number > 0)
    checks: dict[str, Callable[[str], bool]] = {
        "approx": lambda v: v in {"", "~", ">", "<"},
        "period": lambda v: not v or _PERIOD.match(v) is not None,
        "unit": lambda v: _UNIT.match(v) is not None,
        "quantity_unit": lambda v: not v or _UNIT.match(v) is not None,
        "basis": lambda v: not v or vocabulary.find("basis", v.partition(":")[0].upper()) is not None,
    }
    if name in checks:
        return checks[name](value)
    # reporter, actor, base, ref, scope: a place, a comparator, a narrowing such as regime=cbec, or a phrase
    if not value:
        return name != "actor"
    if vocabulary.find("place", notation(value)) is not None or value.startswith("text:"):
        return True
    return name in {"base", "ref", "scope"} and (vocabulary.find("comparator", value) is not None or "=" in value)


def advice(name: str) -> str:
    """What to write in a column whose value is not possible."""
    if name in {"value", "precision"}:
        return "write a plain number such as 38.5, its unit in the column unit"
    if name == "period":
        return "write the first and the last month, as 2024-01/2024-06"
    if name == "approx":
        return "write ~, > or <, or leave it empty"
    if name in {"unit", "quantity_unit"}:
        return "write a unit without spaces, such as CNY, USD, % or t"
    return "look up its codes with `tradegraph vocabulary find`"


_LISTED = {
    "indicator": ("indicator", False), "measure": ("measure", False), "flow": ("flow", True), "enterprise": ("enterprise", True),
    "regime": ("regime", True), "rank_of": ("measure", True), "category": ("policy", False), "status": ("status", False),
}  # fmt: skip


def decimal(text: str) -> Decimal | None:
    """A finite decimal of bearable size; None for any other text."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 40 else None


def parsed(name: str, value: str, vocabulary: Vocabulary) -> Any:
    """The value of a column from its text, which has to be `possible`."""
    if name in {"value", "precision"}:
        return Decimal(value)
    if name == "partner":
        return tuple(value.split("|")) if value else ()
    if name == "commodity":
        found = [vocabulary.find("commodity", code) for code in value.split("|")] if value else []
        return tuple(Commodity(c.notation, c.label("en"), c.label("zh-hans"), c.label("en")) for c in found if c is not None)
    return value
