"""Tables of statistics as releases: every row states a figure outright, so that what the press says can be checked against it.

A table has the columns of the fact table (model.Observation says what they mean), or is SDMX-CSV (SDMX 3.0, section 5, and the 1.0 format before
it) with a mapping beside it. The document's text is the table as CSV: the cell with the figure is the anchor and its row the sentence, so that a
figure of a table has its evidence like any other. Nothing is guessed: a row with a code that no list has, or without a number, is an Issue and
costs itself only. UNIT_MULT and DECIMALS are SDMX's own concepts (the power of ten that a value is to be multiplied with, and the digits behind its
point); a mapping may give them as it gives any column.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from tradegraph.documents.tabular import MAPPING, delimiter, mapping_beside
from tradegraph.errors import SourceError
from tradegraph.model import Document, Extraction, Fate, Issue, Observation
from tradegraph.table import STATISTIC, advice, decimal, parsed, possible
from tradegraph.vocabulary import Vocabulary

_REQUIRED = ("indicator", "measure", "value", "unit", "reporter", "period")
_RELEASE = ("title", "published", "publisher", "url")
_SDMX = {"value": "OBS_VALUE", "period": "TIME_PERIOD"}
_SCALE = _MULTIPLIER, _DECIMALS = "UNIT_MULT", "DECIMALS"
_TEN = "write a power of ten, such as 8 for values in hundred millions"
_WHOLE = {"partner": "WORLD", "commodity": "TOTAL", "enterprise": "ALL", "regime": "ALL"}  # said of texts by an empty column
_OURS = frozenset({"doc", "start", "end", "text", "sentence"})  # columns of facts that tradegraph read
_MISSING = frozenset({"", "NaN"})  # SDMX-CSV: an observation without a value
_PERIOD = re.compile(r"\d{4}-\d\d/\d{4}-\d\d")
_TIME_PERIOD = re.compile(r"(\d{4})(?:-A1|-S([12])|-T([123])|-Q([1-4])|-M?(0[1-9]|1[0-2])(?:-01/P(\d{1,3})([MY]))?)?")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column of a table is which of the fact table's, what holds for every row, what the codes of a column mean, and who published it when."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    release: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int
    text: str


_NOTHING = _Cell(0, 0, "")
_CELL = r'"(?:[^"]|"")*"|[^{delimiter}\n"]*'  # RFC 4180


def tabulated(document: Document, vocabulary: Vocabulary) -> Extraction:
    """The facts of a table, one for each row.

    Raises SourceError for a table without the columns it needs, and for a mapping that cannot be used.
    """
    rows = _rows(document.text)
    header = next(rows, [])
    head = [cell.text.partition(":")[0].strip() for cell in header]
    labelled = {at for at, cell in enumerate(header) if ":" in cell.text}  # SDMX-CSV with labels: "REF_AREA: Reference area", "CN: China"
    if set(head) >= _OURS:
        raise SourceError("is a fact table that tradegraph wrote, not a release; give the releases themselves")
    mapping = _mapping(document, head)
    place = {name: head.index(mapping.columns.get(name, name)) for name in (*STATISTIC, *_SCALE) if mapping.columns.get(name, name) in head}
    lacking = [name for name in _REQUIRED if name not in place and (name == "value" or name not in mapping.constants)]
    if lacking:
        beside = mapping_beside(document.source).rpartition("/")[2]
        raise SourceError(f"is a table without {', '.join(lacking)}; name its columns as the fact table does, or map them in {beside} beside it")
    held = list(rows)
    document = _described(document, head, held, mapping)
    facts: list[Observation] = []
    issues: list[Issue] = []
    fates: list[Fate] = []
    for row in held:
        cells = {name: row[at] if at < len(row) else _NOTHING for name, at in place.items()}
        anchor = cells["value"]
        if anchor.text in _MISSING:
            continue
        codes = {name: cell.text.partition(":")[0] if place[name] in labelled else cell.text for name, cell in cells.items()}
        stated = {name: mapping.codes.get(name, {}).get(code, code) for name, code in codes.items()} | dict(mapping.constants)
        found = _fact(document, stated, anchor, (row[0].start, row[-1].end), vocabulary)
        if isinstance(found, Observation):
            facts.append(found)
        else:
            wrong = cells.get(found, anchor)
            how = _TEN if found == _MULTIPLIER else advice(found)
            note = f"{found} cannot be {stated.get(found, '')!r}; {how}, or map what stands there in the {MAPPING} beside the table"
            issues.append(Issue(document.id, anchor.start, anchor.end, "table-row", wrong.text or anchor.text, note))
        fates.append(Fate(anchor.start, anchor.end, "read" if isinstance(found, Observation) else "unread"))
    return Extraction(document, tuple(facts), (), tuple(issues), tuple(fates))


def _described(document: Document, head: list[str], rows: list[list[_Cell]], mapping: ColumnMapping) -> Document:
    """The document with what its mapping, or a column that says the same in every row, states of the release."""
    stated: dict[str, Any] = {}
    for name in _RELEASE:
        at = head.index(name) if name in head else -1
        values = {row[at].text for row in rows if at < len(row)} if at >= 0 else set()
        value = mapping.release.get(name) or (values.pop() if len(values) == 1 else "")
        if value and not getattr(document, name):
            stated[name] = value
    if "published" in stated:
        try:
            stated["published"] = dt.date.fromisoformat(stated["published"])
        except ValueError:
            raise SourceError(f"says it was published on {stated['published']!r}, which is no date; write one such as 2024-05-31") from None
    return replace(document, **stated)


def _fact(document: Document, stated: Mapping[str, str], anchor: _Cell, row: tuple[int, int], vocabulary: Vocabulary) -> Observation | str:
    """The fact of a row, or the column that cannot be what it is."""
    columns = {name: "" if value == _WHOLE.get(name) else value for name, value in stated.items()}
    scale = {name: columns.pop(name, "") for name in _SCALE}
    number = decimal(anchor.text)
    if number is None:
        return "value"
    power, decimals = _digits(scale[_MULTIPLIER]), _digits(scale[_DECIMALS])
    if power is None and scale[_MULTIPLIER]:
        return _MULTIPLIER
    last = -decimals if decimals is not None else _exponent(number)
    columns["value"] = format(number.scaleb(power or 0), "f")
    columns["precision"] = columns.get("precision") or format(Decimal(1).scaleb(last + (power or 0)), "f")
    columns["period"] = time_period(columns["period"])
    if not columns["period"]:
        return "period"
    if columns["measure"] == "level" and not columns.get("quantity_unit"):
        columns["quantity_unit"] = columns["unit"]  # the unit of a level is the unit of its quantity
    for name, value in columns.items():
        if (not value and name in _REQUIRED) or not possible(name, value, vocabulary):
            return name
    values = {name: parsed(name, value, vocabulary) for name, value in columns.items()}
    return Observation(
        doc=document.id, start=anchor.start, end=anchor.end, text=document.text[anchor.start : anchor.end], sentence=row, confidence=Decimal(1),
        **{"flow": "", **values},
    )  # fmt: skip


def time_period(text: str) -> str:
    """The fact table's form of a period given so already, or as SDMX gives it (SDMX 2.1, section 6, 4.2); empty where it is neither.

    Years, halves, thirds, quarters and months, and a time range of whole months or years that begins on the first of a month.
    """
    if _PERIOD.fullmatch(text):
        return text
    match = _TIME_PERIOD.fullmatch(text)
    if match is None:
        return ""
    year = int(match[1])
    for group, length in ((2, 6), (3, 4), (4, 3)):
        if match[group]:
            first = (int(match[group]) - 1) * length
            return _months(year * 12 + first, length)
    if not match[5]:
        return _months(year * 12, 12)
    length = int(match[6]) * (12 if match[7] == "Y" else 1) if match[6] else 1
    return _months(year * 12 + int(match[5]) - 1, length) if length else ""


def _months(first: int, length: int) -> str:
    last = first + length - 1
    return f"{first // 12:04d}-{first % 12 + 1:02d}/{last // 12:04d}-{last % 12 + 1:02d}"


def _rows(text: str) -> Iterator[list[_Cell]]:
    """The rows of a CSV, each cell with where its content stands; csv.reader gives no offsets. Raises SourceError for a stray quotation mark."""
    mark = delimiter(text.partition("\n")[0])
    cell = re.compile(_CELL.replace("{delimiter}", re.escape(mark)))
    at, row = 0, list[_Cell]()
    while at < len(text):
        match = cell.match(text, at)
        end = match.end() if match else at
        if end < len(text) and text[end] not in {mark, "\n"}:
            line = text.count("\n", 0, end) + 1
            raise SourceError(f"is no CSV: line {line} has a quotation mark inside a cell; write it twice, and the cell in quotation marks")
        quoted = int(text[at : at + 1] == '"')
        content = text[at + quoted : end - quoted]
        start = at + quoted + len(content) - len(content.lstrip())
        content = content.strip()
        row.append(_Cell(start, start + len(content), content.replace('""', '"') if quoted else content))
        at = end + 1
        if end >= len(text) or text[end] == "\n":
            if len(row) > 1 or row[0].text:
                yield row
            row = []
    if row:
        yield row


def _mapping(document: Document, head: list[str]) -> ColumnMapping:
    """The mapping beside a table; SDMX's own names for value and time hold where it maps nothing else."""
    known = {name: column for name, column in _SDMX.items() if column in head}
    if not document.mapping:
        return ColumnMapping(known)
    path = mapping_beside(document.source)
    try:
        given = tomllib.loads(document.mapping)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: {error}; mend the TOML and run again") from error
    if strange := sorted(set(given) - {"columns", "constants", "codes", "release"}):
        raise SourceError(
            f"{path}: no part of a mapping is called {strange[0]!r}; the parts are [columns], [constants], [codes.COLUMN] and [release]"
        )
    columns, constants, codes, release = (given.get(part, {}) for part in ("columns", "constants", "codes", "release"))
    for part, names in (("columns", columns), ("constants", constants), ("codes", codes), ("release", release)):
        if not isinstance(names, dict):
            raise SourceError(f"{path}: {part} is no table of TOML; write [{part}] above its lines")
        for name, value in names.items():
            allowed = _RELEASE if part == "release" else (*STATISTIC, *_SCALE)
            if name not in allowed:
                raise SourceError(f"{path}: [{part}] names {name!r}, which is none of {', '.join(allowed)}")
            if part == "columns" and value not in head:
                raise SourceError(f"{path}: {name} is said to stand in the column {value!r}, which the table has not; it has {', '.join(head)}")
            if part == "codes" and not isinstance(value, dict):
                raise SourceError(f'{path}: codes of {name} are pairs; write [codes.{name}] above lines such as M = "import"')
    texts = {name: _texts(pairs) for name, pairs in codes.items()}
    return ColumnMapping({**known, **columns}, _texts(constants), texts, _texts(release))


def _texts(pairs: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in pairs.items()}


def _digits(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?\d{1,2}", text) else None


def _exponent(number: Decimal) -> int:
    """The place of the last digit printed."""
    exponent = number.as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0
