"""Tables: the rows of a table become statements, each figure with the words of its column's head and of its row's label.

A table is two or more lines with the same number of cells, parted by bars, tabs or several spaces, of which the first line states no figure.
A unit stands in the head of a column ("trade, CNY 100 mn" or in Chinese brackets) or in a line over the table, and holds for the figures
that have none of their own. A figure whose column names neither a comparison nor a share stays open, as in a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from tradegraph.facts.lists import Statement
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.mentions import Annotated
from tradegraph.model import Quantity
from tradegraph.quantity import QuantityReader

_GAP = re.compile(r"\t+| {2,}")
_CAPTION = re.compile(r"[|:,;()\n\uff1a\uff08\uff09\uff0c]")
_RULE = re.compile(r"[\s|:+=-]+\Z")
_MAX_CELLS = 16
_MAX_UNIT_WORDS = 4
_OPENING = 800  # characters in which a text names the currency of all its values
_NO_HEAD = frozenset({"q", "unit", "nl", ";", "(", ")", "sep", ",", ".", ":"})
_RATES = frozenset({"direction", "rate", "basis", "rate-change"})


T = TypeVar("T", Token, Sentence)


@dataclass(frozen=True, slots=True)
class Row:
    """One row read: its statements, and the tokens of units in a head, which are no figures."""

    statements: tuple[Statement, ...]
    units: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    cells: tuple[tuple[int, int], ...]


class _Ordered(Generic[T]):
    """Tokens or sentences in the order of the text, found by where they start."""

    def __init__(self, items: list[T]) -> None:
        self._items: list[T] = items
        self._starts = [item.start for item in items]

    def between(self, start: int, end: int) -> list[T]:
        return self._items[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def rows(annotated: Annotated, found: list[Sentence], reader: QuantityReader, marks: Iterable[str]) -> dict[int, Row]:
    """The rows of every table of a document by the start of their line's first sentence; lines of heads have no statement.

    `marks` are the words after which a line names the unit of the tables under it.
    """
    text = annotated.folded.text
    origins = annotated.folded.origins
    printed = annotated.document.text if origins is None else "".join(annotated.document.text[i] for i in origins)
    tokens = _Ordered([t for s in found for t in s.tokens])
    lines = _Ordered(found)
    stated = _stated_units(text, reader, marks)
    out: dict[int, Row] = {}
    for block in _blocks(printed):  # as printed: folding makes a space of a tab
        held = [tokens.between(line.start, line.cells[-1][1]) for line in block]
        if any(t.kind == "q" and not _unit_alone(t, text) for t in held[0]) or not any(t.kind == "q" for row in held[1:] for t in row):
            continue
        starts = [[s.start for s in lines.between(line.start, line.cells[-1][1])] for line in block]
        shared = _caption_unit(text, block[0].start, reader, stated)
        heads = [_head(text, cell, held[0], reader) for cell in block[0].cells]
        if starts[0]:
            out[starts[0][0]] = Row((), tuple(t for t in held[0] if t.kind == "q"))
        for line, row, begun in zip(block[1:], held[1:], starts[1:], strict=True):
            out.update((start, Row(())) for start in begun)  # a full stop in a label ("The U.S.") makes several sentences of one line
            if begun:
                out[begun[0]] = Row(tuple(_statements(line, row, heads, shared)))
    return out


def _blocks(text: str) -> Iterator[list[_Line]]:
    block: list[_Line] = []
    at = 0
    for raw in text.split("\n"):
        if raw.strip() and _RULE.match(raw):
            at += len(raw) + 1
            continue
        cells = _cells(raw, at)
        if block and len(cells) != len(block[0].cells):
            if len(block) > 2:
                yield block
            block = []
        if 2 <= len(cells) <= _MAX_CELLS:
            block.append(_Line(at, tuple(cells)))
        at += len(raw) + 1
    if len(block) > 2:
        yield block


def _cells(raw: str, at: int) -> list[tuple[int, int]]:
    """The ranges of a line's cells in the text; none where nothing parts them."""
    body = raw.rstrip()
    indent = len(body) - len(body.lstrip(" |"))
    body = body.rstrip("|")
    out: list[tuple[int, int]] = []
    start = indent
    for match in re.finditer(r"\|", body[indent:]) if "|" in body[indent:] else _GAP.finditer(body, indent):
        begin, end = (match.start() + indent, match.end() + indent) if "|" in body[indent:] else match.span()
        out.append((at + start, at + begin))
        start = end
    out.append((at + start, at + len(body)))
    return out if len(out) > 1 else []


def _unit_alone(token: Token, text: str) -> bool:
    """A number in a head that is only a unit: "CNY 100 mn"."""
    return token.quantity is not None and token.quantity.kind == "money" and token.text.strip("0123456789 .,") != ""


def _unit(text: str, reader: QuantityReader) -> Quantity | None:
    """The unit that a stretch of text is, as the quantity of one of it."""
    body = text.strip()
    if not body or len(body) > 24:
        return None
    head, _, tail = body.partition(" ")
    for trial in (body, f"1{body}", f"1 {body}", f"{head} 1 {tail}"):
        read = reader.read(trial)
        if len(read) == 1 and read[0].kind != "number" and read[0].end - read[0].start >= len(trial.strip()) - 1:
            return read[0]
    return None


def _unit_in(line: str, reader: QuantityReader) -> Quantity | None:
    """The first unit of money or mass that a line names."""
    if not reader.names_amount(line[:200]):
        return None
    for part in _CAPTION.split(line[:200]):
        words = part.split()
        for size in range(min(len(words), _MAX_UNIT_WORDS), 0, -1):
            unit = _unit(" ".join(words[:size]), reader)
            if unit is not None and unit.kind in {"money", "mass"}:
                return unit
    return None


def _stated_units(text: str, reader: QuantityReader, marks: Iterable[str]) -> list[tuple[int, Quantity]]:
    """The lines that say what the unit is: where each begins, and the unit."""
    out: list[tuple[int, Quantity]] = []
    at = 0
    for line in text.split("\n"):
        tails = (line[line.find(mark) + len(mark) :] for mark in marks if mark in line)
        unit = next((u for tail in tails if (u := _unit_in(tail, reader)) is not None), None)
        if unit is not None:
            out.append((at, unit))
        at += len(line) + 1
    return out


def _caption_unit(text: str, start: int, reader: QuantityReader, stated: list[tuple[int, Quantity]]) -> Quantity | None:
    """The unit named in the two lines over a table, or in the last line that says what the unit is."""
    end = start
    while end and text[end - 1] == "\n":
        end -= 1
    for _ in range(2):
        begin = text.rfind("\n", 0, end) + 1
        unit = _unit_in(text[begin:end], reader)
        if unit is not None or not begin:
            break
        end = begin - 1
    at = bisect_left(stated, start, key=lambda line: line[0])
    return unit or (stated[at - 1][1] if at else None)


def stated_currency(text: str, reader: QuantityReader, marks: Iterable[str]) -> Quantity | None:
    """The currency that the opening of a text names for all its values: "all values in CNY"."""
    head = text[:_OPENING]
    unit = _caption_unit(head, len(head), reader, _stated_units(head, reader, marks)) if any(mark in head for mark in marks) else None
    return unit if unit is not None and unit.kind == "money" else None


def _head(text: str, cell: tuple[int, int], tokens: list[Token], reader: QuantityReader) -> tuple[list[Token], Quantity | None]:
    """The words of a column's head and its unit."""
    body = text[cell[0] : cell[1]]
    unit = next((u for part in [*re.split(r"[(),/]", body)[1:], body] if (u := _unit(part, reader)) is not None), None)
    return [t for t in tokens if cell[0] <= t.start < cell[1] and t.kind not in _NO_HEAD], unit


def _statements(line: _Line, tokens: list[Token], heads: list[tuple[list[Token], Quantity | None]], shared: Quantity | None) -> Iterator[Statement]:
    """A statement for each figure of a row: the words of its column, those of the row's label, the figure."""
    cells = [[t for t in tokens if a <= t.start < b] for a, b in line.cells]
    label = [t for cell in cells for t in cell if not any(u.kind == "q" for u in cell) and t.kind not in _NO_HEAD]
    for cell, (head, unit) in zip(cells, heads, strict=True):
        figures = [t for t in cell if t.kind == "q"]
        if len(figures) != 1 or figures[0].quantity is None:
            continue
        figure = figures[0]
        figure.quantity = _measured(figure.quantity, unit or shared, head)
        yield Statement([*label, *head, *(t for t in cell if t.kind not in _NO_HEAD), figure], "start")


def _measured(quantity: Quantity | None, unit: Quantity | None, head: list[Token]) -> Quantity | None:
    """A figure in the unit of its column; under a head that names a comparison an unsigned percentage is a rise."""
    if quantity is None:
        return None
    if quantity.kind == "number" and unit is not None:
        quantity = replace(
            quantity, value=quantity.value * unit.value, precision=quantity.precision * unit.value, unit=unit.unit, kind=unit.kind,
            counted=unit.counted, scale=unit.scale,
        )  # fmt: skip
    compared = any(t.kind in _RATES for t in head) and not any(t.kind == "share" for t in head)
    return replace(quantity, signed=True) if compared and quantity.kind == "percent" else quantity
