"""Grids: lines of a text that are rows of cells, parted by bars, tabs, several blanks or commas.

Only the layout is read here: where the cells are. What they say is for columns.py and tables.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

Range = tuple[int, int]

_RULE = re.compile(r"[\s|:+=\-\u2014\u2500]+\Z")
_GAPS = {
    "|": re.compile(r"\|"),
    "\t": re.compile(r"\t"),
    " ": re.compile(r" {2,}|\u3000+"),
    ",": re.compile(r"(?<!\d),(?=\S)|,(?=\S)(?!\d{3}(?!\d))|\uff0c"),
}
_PARTED = re.compile(r"\S(?: {2,}|\u3000+)\S")
_MAX_CELLS = 24
_MAX_LINE = 600  # characters
_SUBHEAD = 40  # characters of a line without cells between rows at most


@dataclass(frozen=True, slots=True)
class Line:
    """A row: where its line begins and the ranges of its cells; a line inside a grid that nothing parts is one cell."""

    start: int
    cells: tuple[Range, ...]
    indent: int = 0  # blanks before its first word


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    text: str
    separator: str  # "" where nothing parts the line


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of equally many cells, with the lines of one cell between them; `clear` unless a line of other cells stands right above.

    `top` is where the first of the lines begins that stand together, of whatever cells.
    """

    top: int
    separator: str
    lines: tuple[Line, ...]
    clear: bool


def grids(text: str) -> Iterator[Grid]:
    """The grids of a text as printed (folding makes a blank of a tab): two or more cells, two or more lines."""
    raws: list[_Raw] = []
    at = 0
    for body in text.split("\n"):
        if not body.strip() or not _RULE.match(body):
            raws.append(_Raw(at, body, _separator(body)))
        at += len(body) + 1
    for separator, run in _runs(raws):
        yield from _blocks(run, separator)


def _separator(line: str) -> str:
    if not line.strip() or len(line) > _MAX_LINE:
        return ""
    for mark in "|\t":
        if mark in line.strip(" "):
            return mark
    if _PARTED.search(line):
        return " "
    return "," if len(_GAPS[","].findall(line)) > 1 else ""


def _runs(raws: list[_Raw]) -> Iterator[tuple[str, list[_Raw]]]:
    """Lines one under another with one separator, with the short lines between them that have none."""
    run: list[_Raw] = []
    for index, raw in enumerate(raws):
        after = raws[index + 1] if index + 1 < len(raws) else None
        between = bool(run) and not raw.separator and 0 < len(raw.text.strip()) <= _SUBHEAD and after is not None
        if run and (raw.separator == run[0].separator or (between and after is not None and after.separator == run[0].separator)):
            run.append(raw)
            continue
        if len(run) > 1:
            yield run[0].separator, run
        run = [raw] if raw.separator else []
    if len(run) > 1:
        yield run[0].separator, run


def _blocks(run: list[_Raw], separator: str) -> Iterator[Grid]:
    cut = [_cut(raw, _GAPS[separator]) for raw in run]
    counts = Counter(len(line.cells) for line in cut if len(line.cells) > 1)
    if separator == "\t" and len(counts) > 1:  # several tabs align a column
        cut = [_cut(raw, re.compile(r"\t+")) for raw in run]
    if separator == "|":
        cut = _unframed(run, cut)
    counts = Counter(len(line.cells) for line in cut if len(line.cells) > 1)
    size = counts.most_common(1)[0][0]
    cut[0] = _spread(cut[0], size)
    clear = True
    for fits, lines in groupby(cut, key=lambda line: len(line.cells) in {1, size}):
        block = list(lines)
        while block and len(block[-1].cells) == 1:
            block.pop()
        while block and len(block[0].cells) == 1:
            block.pop(0)
        if fits and len(block) > 1 and 2 <= size <= _MAX_CELLS:
            yield Grid(run[0].start, separator, tuple(block), clear)
        clear = fits


def _cut(raw: _Raw, gap: re.Pattern[str]) -> Line:
    """The cells of a line; blanks at the edges of a cell are no part of it."""
    text = raw.text if "\t" in gap.pattern else raw.text.rstrip()
    indent = len(text) - len(text.lstrip()) if gap is _GAPS[" "] else 0
    cells: list[Range] = []
    start = indent
    for match in gap.finditer(text, indent):
        cells.append(_trimmed(text, start, match.start(), raw.start))
        start = match.end()
    cells.append(_trimmed(text, start, len(text), raw.start))
    return Line(raw.start, tuple(cells), len(raw.text) - len(raw.text.lstrip(" \u3000")))


def _trimmed(text: str, start: int, end: int, at: int) -> Range:
    body = text[start:end]
    left = len(body) - len(body.lstrip())
    return (at + start + left, at + start + max(left, len(body.rstrip())))


def _unframed(run: list[_Raw], cut: list[Line]) -> list[Line]:
    """The lines without the empty cells outside the bars that frame a table."""
    bodies = [raw.text.strip() for raw, line in zip(run, cut, strict=True) if len(line.cells) > 1]
    left = all(body.startswith("|") for body in bodies)
    right = all(body.endswith("|") for body in bodies)
    return [line if len(line.cells) == 1 else Line(line.start, line.cells[1 if left else 0 : len(line.cells) - (1 if right else 0)]) for line in cut]


def _spread(line: Line, size: int) -> Line:
    """A first line with the cells that it leaves out: empty ones at its edges, or those that its groups span evenly."""
    cells = line.cells
    missing = size - len(cells)
    if missing <= 0 or len(cells) < 2:
        return line
    if any(a == b for a, b in cells):  # it shows where nothing stands
        end = cells[-1][1]
        return replace(line, cells=(*cells, *[(end, end)] * missing))
    if missing == 1 and line.indent:
        return replace(line, cells=((line.start, line.start), *cells))
    groups = cells if line.indent else cells[1:]
    first = (line.start, line.start) if line.indent else cells[0]
    if (size - 1) % len(groups):
        return line
    return replace(line, cells=(first, *(cell for cell in groups for _ in range((size - 1) // len(groups)))))
