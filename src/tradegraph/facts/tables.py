"""Tables: the rows of a table become statements, each figure with the words of its column's head and of its row's label.

A table is a grid (grids.py) whose first lines state no figure: they are the heads of its columns (columns.py). What a figure is said of is told
by the label of its row, else the head of its column, else the title over the table; a rate or share stands behind the level that it is of. The
figures of a column or row that is not understood, of one without a unit, and a rate that could be of several levels are Issues.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tradegraph.facts.columns import DIMENSIONS, SHARES, SUBJECTS, Column, Reader, Words, classify
from tradegraph.facts.grids import Grid, Line, Range, grids
from tradegraph.facts.lists import Statement
from tradegraph.facts.state import TRADE_FLOWS
from tradegraph.facts.tokens import Sentence, Token, printed, sentences
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated, annotate
from tradegraph.model import Concept, Period, Quantity
from tradegraph.period import Span, resolve
from tradegraph.quantity import QuantityReader

_DOWN, _UP = "\u2193\u25bc\u25bd\u2b07", "\u2191\u25b2\u2b06"
_LEVELS = ("money", "mass", "count", "teu", "volume", "energy")
_PLAIN = frozenset('" \t*()%+-,.\u2193\u25bc\u25bd\u2b07\u2191\u25b2\u2b06\ufe0f')
_NUMBERED = re.compile(r"\d{1,2}[.)\u3001]\s?(?=\D)")
_MARKS = " \t*#\u2460\u2461\u2462\u2463-\u2014:"
# what a column can be whose figures are none of trade, or can't be told
_UNREAD = {
    "": ("unknown-column", "the head of its column is not understood; add its words to ontology/"),
    "change": ("absolute-change", "a change of which nothing says that it is in percent"),
    "earlier": ("earlier-level", "a level of the year before"),
    "number": ("ordinal", "a number or rank of a row, not a figure"),
    "unit": ("table-unit", "the unit of a row, not a figure"),
}
_MAX_LINES = 1000  # of a table
_CELL = 24  # characters of a cell between blanks at most


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure read: its statement without words of time, and the periods that its title, row and column name, the widest first."""

    statement: Statement
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Row:
    """One row read: its figures, and with its code and note each number that is none or can't be read."""

    figures: list[Figure] = field(default_factory=list)
    puzzles: list[tuple[Token, str, str]] = field(default_factory=list)
    torn: list[Token] = field(default_factory=list)  # numbers read over the edge of a cell, in whose place the cells' own stand


def rows(annotated: Annotated, found: list[Sentence], reader: QuantityReader, lexicon: Lexicon) -> tuple[dict[int, Row], list[Token]]:
    """The rows of every table of a document by the start of their line's first sentence, and the numbers over the tables, which are no figures."""
    folded = annotated.folded
    text = annotated.document.text if folded.origins is None else "".join(annotated.document.text[i] for i in folded.origins)
    blocks = list(grids(text))
    if not blocks:
        return {}, []
    tokens = [t for s in found for t in s.tokens]
    starts = [t.start for t in tokens]
    begins = [s.start for s in found]
    columns = Reader(folded.text, reader, lexicon)
    out: dict[int, Row] = {}
    over: list[Token] = []
    reread: dict[str, list[Token]] = {}
    for grid in blocks:
        inner = [tokens[bisect_left(starts, a) : bisect_left(starts, b)] for a, b in map(_extent, grid.lines)]
        table = _Table(annotated, columns, grid, inner, reread)
        table.part()
        if not table.holds():
            continue
        table.caption, numbers = columns.caption(grid.top, tokens, starts)
        over.extend(numbers)
        for index, (line, row) in enumerate(zip(grid.lines, table.rows(), strict=True)):
            a, b = _extent(line)
            row.torn = table.torn.get(index, [])
            inside = begins[bisect_left(begins, a) : bisect_left(begins, b)]
            out.update((start, Row()) for start in inside)  # a full stop in a label ("The U.S.") makes several sentences of one line
            home = begins[max(0, bisect_left(begins, a + 1) - 1)] if begins and not inside else inside[0]
            if home in out:  # also of the line before, where a number was read on into this one
                held = out[home]
                out[home] = Row([*held.figures, *row.figures], [*held.puzzles, *row.puzzles], [*held.torn, *row.torn])
    return out, over


def dated(spans: Iterable[Span], period: Period | None, published: object) -> Period | None:
    """The months of a figure: each span within what the wider ones say; "this month" is the last of them, the year to date ends with it."""
    for span in spans:
        if period is not None and span.style in {"this-month", "last-month"}:
            period = replace(period, first=period.last)
        elif period is not None and span.style == "ytd":
            period = replace(period, first=1)
        else:
            period = resolve(span, period, published)  # type: ignore[arg-type]
        if period is None:
            return None
    return period


def _extent(line: Line) -> Range:
    return line.start, line.cells[-1][1]


@dataclass(frozen=True, slots=True)
class _Label:
    """What the label of a row says with those that it is a part of: its subject, its unit, what it measures if that is not what its column does.

    `unclear`: it names no flow, and rows before it are of exports or imports.
    """

    tokens: tuple[Token, ...] = ()
    words: Words = field(default_factory=Words)
    unit: Quantity | None = None
    holds: str = ""
    known: bool = True
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class _Names:
    """Columns of labels, and the columns of the figures that they name."""

    labels: list[int]
    figures: list[int]


@dataclass(frozen=True, slots=True)
class _Part:
    """A figure of a cell: the range that is its own, the words in it, what it is; `alone` unless other figures stand there."""

    span: Range
    figure: Token
    holds: str
    alone: bool = True
    words: tuple[Token, ...] = ()


_Depth = tuple[int, bool]


@dataclass(slots=True)
class _Table:
    annotated: Annotated
    reader: Reader
    grid: Grid
    tokens: list[list[Token]]  # of each line
    reread: dict[str, list[Token]]  # the tokens of cells read by themselves, by their text
    caption: Words = field(default_factory=Words)
    columns: list[Column] = field(default_factory=list)
    outer: list[tuple[_Depth, _Label]] = field(default_factory=list)  # the rows of which the next may be a part, by how deep they stand
    flows: set[str] = field(default_factory=set)  # that labels have named
    above: dict[int, Words] = field(default_factory=dict)  # the last label of each column
    torn: dict[int, list[Token]] = field(default_factory=dict)

    # ------------------------------------------------------------------ layout

    def part(self) -> None:
        """Read anew what was read over the edge of a cell: a dash for nothing before a number, "total" before "exports", numbers parted by commas."""
        if len(self.grid.lines) > _MAX_LINES or any(t.kind == "q" and t.text == self._body(0, self.width - 1) for t in self.tokens[0]):
            return  # no heads
        for index, line in enumerate(self.grid.lines):
            if len(line.cells) == 1:
                continue
            over = [t for t in self.tokens[index] if t.end - t.start > 1 and not any(a <= t.start and t.end <= b for a, b in line.cells)]
            again = [(a, b) for a, b in line.cells if self.grid.separator == "," or any(t.start < b and a < t.end for t in over)]
            kept = [t for t in self.tokens[index] if t not in over and not any(t.start < b and a < t.end for a, b in again)]
            self.torn[index] = [t for t in self.tokens[index] if t.kind == "q" and t not in kept]
            self.tokens[index] = sorted([*kept, *(t for span in again for t in self._reread(span))], key=lambda t: t.start)

    def _reread(self, span: Range) -> list[Token]:
        """The tokens of a cell by itself."""
        text = self._printed(*span)
        if text not in self.reread:
            document = replace(self.annotated.document, text=text)
            alone = annotate(document, self.reader.lexicon.vocabulary) if text.strip() else None
            self.reread[text] = [t for s in sentences(alone) for t in s.tokens] if alone is not None else []
        at = span[0]
        return [
            replace(
                token, start=token.start + at, end=token.end + at,
                quantity=replace(token.quantity, start=token.start + at, end=token.end + at) if token.quantity is not None else None,
            )
            for token in self.reread[text]
        ]  # fmt: skip

    def holds(self) -> bool:
        """Whether the grid is a table: one to three lines of heads without a figure, then figures alone in their cells."""
        if len(self.grid.lines) > _MAX_LINES:
            return False
        heads = self._heads()
        body = range(heads, len(self.grid.lines))
        if not 0 < heads <= 3 or not any(self._cell(i, c) for i in body for c in range(self.width)):
            return False
        if any(t.quantity is not None and t.quantity.kind != "number" for i in range(heads) for c in range(self.width) for t in self._numbers(i, c)):
            return False  # lines of prose
        if self.grid.separator in "|\t":
            return True
        cells = [(self._body(i, c), self._cell(i, c)) for i in body for c in range(1, self.width) if len(self.grid.lines[i].cells) > 1]
        if self.grid.separator == ",":
            return all(found or not any(char.isalnum() for char in cell) for cell, found in cells)
        return all(len(cell) < _CELL for cell, _ in cells) and sum(bool(found) for _, found in cells) * 2 > len(cells)

    @property
    def width(self) -> int:
        return max(len(line.cells) for line in self.grid.lines)

    def _heads(self) -> int:
        """How many lines stand over the first row with a figure."""
        for index in range(len(self.grid.lines)):
            alone = index > 0 and not any(self._body(index, c) for c in range(1, self.width))
            if alone or any(self._cell(index, c) for c in range(self.width)):
                return index
        return 0

    def _body(self, line: int, column: int) -> str:
        cells = self.grid.lines[line].cells
        return self.reader.text[slice(*cells[column])] if column < len(cells) else ""

    def _in(self, line: int, column: int) -> list[Token]:
        cells = self.grid.lines[line].cells
        a, b = cells[column] if column < len(cells) else (0, 0)
        return [t for t in self.tokens[line] if a <= t.start < b]

    def _numbers(self, line: int, column: int) -> list[Token]:
        """The numbers of a cell that are no unit and no year of a head."""
        body = self._body(line, column)
        found = [t for t in self._in(line, column) if t.kind == "q"]
        if not found or self.reader.unit(body) is not None or _year(body) is not None:
            return []
        start = self.grid.lines[line].cells[column][0]
        units = [(a, b) for a, b, _ in self.reader.units(body)]
        return [t for t in found if not any(a <= t.start - start < b for a, b in units)]

    def _cell(self, line: int, column: int) -> list[Token]:
        """The numbers of a cell that holds no other words."""
        found = self._numbers(line, column)
        start = self.grid.lines[line].cells[column][0] if found else 0
        covered = [(t.start - start, t.end - start) for t in self._in(line, column) if t.kind in {"q", "direction"}] if found else []
        worded = any(char.isalpha() and not any(a <= at < b for a, b in covered) for at, char in enumerate(self._body(line, column)))
        return [] if worded else found

    # ------------------------------------------------------------------ columns

    def rows(self) -> Iterator[Row]:
        heads = self._heads()
        self.columns = self._summed([self._column(c, heads) for c in range(self.width)])
        for index in range(len(self.grid.lines)):
            if index < heads:
                yield Row(puzzles=[(t, "table-unit", "the unit or period of a column, not a figure") for t in self.tokens[index] if t.kind == "q"])
            else:
                yield self._row(index)

    def _column(self, column: int, heads: int) -> Column:
        head = Words()
        for line in range(heads):
            at = column
            while line + 1 < heads and at > 1 and not self._body(line, at):
                at -= 1  # a head over several columns
            if len(self.grid.lines[line].cells) > 1:
                head = head.plus(self._head(line, at))
        body = range(heads, len(self.grid.lines))
        cells = [(self._cell(i, column), self._body(i, column)) for i in body if len(self.grid.lines[i].cells) > 1]
        figures = [found for found, _ in cells if found]
        values = [t.quantity for found in figures for t in found if t.quantity is not None]
        worded = [text for found, text in cells if not found and any(c.isalpha() for c in text)]
        numeric = len(figures) > len(worded) and not all(_year(text) is not None for _, text in cells)
        percents = bool(values) and all(q.kind == "percent" for q in values)
        holds = classify(head, self.caption, numeric=numeric, percents=percents, above_one=any(abs(q.value) > 1 for q in values))
        if holds == "level" and not head.units and self.caption.percent and self.caption.unit("money") is None:
            moved = any(t.kind in {"rate", "direction", "basis"} for t in self.caption.tokens)
            holds = "growth" if moved else ""  # the title says that all of it is growth, in percent
        dimension = next((k for k in head.kinds if k in DIMENSIONS), "")
        return Column(holds if self.grid.clear or holds in {"label", "number"} else "", head, dimension)

    def _summed(self, columns: list[Column]) -> list[Column]:
        """The columns with the one for a total beside those for exports and for imports as that of both."""
        flows = {t.concept.get("flow") for column in columns for t in column.head.tokens if t.kind == "term"}
        if not flows >= TRADE_FLOWS:
            return columns
        both = Token(0, 0, "term", (self.reader.term("total"),))
        return [
            replace(c, head=replace(c.head, tokens=(both, *c.head.tokens))) if c.holds == "level" and self.reader.row(c.head.printed) == "sum" else c
            for c in columns
        ]

    def _head(self, line: int, column: int) -> Words:
        span, tokens = self.grid.lines[line].cells[column], self._in(line, column)
        words = self.reader.words(span, tokens)
        year = _year(self._body(line, column))
        if year is not None:
            words = replace(words, tokens=(_period(span, year),), known=True)
        return self._balanced(words, span)

    def _balanced(self, words: Words, span: Range) -> Words:
        """The words with the term that a balance is of."""
        if "balance" not in words.kinds:
            return words
        return replace(words, tokens=(*words.tokens, Token(*span, "term", (self.reader.term("balance"),))))

    # ------------------------------------------------------------------ rows

    def _row(self, index: int) -> Row:
        row = Row()
        if len(self.grid.lines[index].cells) == 1 or not any(self._body(index, c) for c in range(1, self.width)):
            self._section(index)
            row.puzzles = [(t, "unknown-row", "in a line over the rows of a table, not a figure") for t in self.tokens[index] if t.kind == "q"]
            return row
        unit = next((self.reader.unit(self._body(index, c)) for c, column in enumerate(self.columns) if column.holds == "unit"), None)
        for names in self._beside():
            label = self._subject(index, names)
            label = replace(label, unit=unit) if unit is not None else label
            for c in names.figures:
                for part in self._parts(index, c):
                    if (problem := self._read(row, c, part, label)) is not None:
                        row.puzzles.append((part.figure, *problem))
        for c, column in enumerate(self.columns):
            if column.holds in {"label", "unit"}:
                code, note = ("ordinal", "in the label of a row, not a figure") if column.holds == "label" else _UNREAD["unit"]
                row.puzzles.extend((t, code, note) for t in self._in(index, c) if t.kind == "q")
        return row

    def _beside(self) -> list[_Names]:
        """The columns of labels with those of the figures that they name: all, or of tables printed side by side each its own."""
        labels = [c for c, column in enumerate(self.columns) if column.holds == "label"]
        figures = [c for c, column in enumerate(self.columns) if column.holds not in {"label", "unit"}]
        values = [c for c in figures if self.columns[c].holds != "number"]
        inner = [c for c in labels if values and values[0] < c < values[-1]]
        if not inner:
            return [_Names(labels, figures)]
        starts = [0, *inner]
        parts = [(a, b) for a, b in zip(starts, [*inner, self.width], strict=True)]
        same = all(self.columns[c].dimension == self.columns[0].dimension for c in inner) and bool(self.columns[0].dimension)
        return [_Names([c for c in labels if a <= c < b] if same else [], [c for c in figures if a <= c < b]) for a, b in parts]

    def _section(self, index: int) -> None:
        """A line without figures says what the rows under it are of."""
        label = self._label(index, 0, Column("label", Words(), next((c.dimension for c in self.columns if c.holds == "label"), "")))
        self.outer = [((-1, False), _Label(tuple(label.tokens), known=label.known))]
        self.flows = set()

    def _subject(self, index: int, names: _Names) -> _Label:
        """What a row is of by its labels, with what the rows that it is a part of and the line over them say."""
        labels = [self._labelled(index, c) for c in names.labels]
        tokens = [t for words in labels for t in words.tokens]
        if not any(t.kind == "term" for t in tokens):
            tokens = [*(t for c in names.labels for t in self.columns[c].head.tokens if t.kind == "term"), *tokens]  # goods exported
        depth = (self.grid.lines[index].indent, any(t.kind == "of-which" for t in self.tokens[index]))
        whole = Words()
        for words in labels:
            whole = whole.plus(words)
        holds = self._measured(whole)
        if holds and not any(t.kind in SUBJECTS for t in tokens):
            above = self.outer[-1][1] if self.outer else _Label(known=False)
            return replace(above, words=whole, holds=holds)  # "growth, %" under the row of what grew
        while self.outer and self.outer[-1][0] >= depth:
            self.outer.pop()
        above = self.outer[-1][1] if self.outer else _Label()
        kinds = {t.kind for t in tokens}
        held = tuple(t for t in above.tokens if t.kind not in kinds)
        flows = {t.concept.get("flow") for t in tokens if t.kind == "term"} & TRADE_FLOWS
        both = self.flows >= TRADE_FLOWS and any(self.reader.row(words.printed) == "sum" for words in labels)
        if both and not any(t.kind == "term" for t in (*tokens, *held)):
            tokens = [Token(0, 0, "term", (self.reader.term("total"),)), *tokens]  # the sum behind exports and imports
        unclear = bool(self.flows) and not any(t.kind == "term" for t in (*tokens, *held))
        self.flows |= flows
        known = above.known and bool(labels) and all(words.known for words in labels)
        found = _Label((*held, *tokens), whole, whole.unit(*_LEVELS), holds, known, unclear)
        self.outer.append((depth, found))
        return found

    @staticmethod
    def _measured(label: Words) -> str:
        """What the figures of a row are where its label says so: `growth`, `share`, `?` for what is not clear."""
        if not {t.kind for t in label.tokens} & {"rate", "direction", *SHARES} and not label.kinds & {"rate", "change"}:
            return ""
        held = classify(label, Words(), numeric=True, percents=False, above_one=True)
        return held if held in {"growth", "share"} else "?"

    def _labelled(self, index: int, column: int) -> Words:
        """The label of a row in one of its columns; an empty one beside another repeats the one above it."""
        several = sum(c.holds == "label" for c in self.columns) > 1
        words = self._label(index, column, self.columns[column])
        if not words.printed:
            return self.above.get(column, words) if several else replace(words, known=False)
        self.above[column] = words
        return words

    def _label(self, index: int, column: int, of: Column) -> Words:
        line = self.grid.lines[index]
        span, tokens = line.cells[column], self._in(index, column)
        marks = [t for t in tokens if t.kind == "of-which" and t.start - span[0] < 3]
        start = marks[0].end if marks else span[0]
        start += len(self.reader.text[start : span[1]]) - len(self.reader.text[start : span[1]].lstrip(_MARKS))
        numbered = _NUMBERED.match(self.reader.text, start, span[1])
        start = numbered.end() if numbered is not None else start
        stop = start + len(self.reader.text[start : span[1]].rstrip(_MARKS))
        units = [(a, u) for a, _, u in self.reader.units(self.reader.text[start:stop]) if a]
        if units:
            stop = start + len(self.reader.text[start : start + units[0][0]].rstrip(" (,:"))
        words = self._named((start, stop), [t for t in tokens if start <= t.start < stop], of)
        return replace(words, units=tuple(u for _, u in units))

    def _named(self, span: Range, tokens: list[Token], of: Column) -> Words:
        """The words of a label without its unit."""
        body = self.reader.text[slice(*span)]
        if not body:
            return Words()
        if (year := _year(body)) is not None:
            return Words((_period(span, year),), printed=body)
        if (other := self._class(body, of.dimension)) is not None:
            return Words((Token(*span, of.dimension, (other,), text=body, printed=self._printed(*span)),), printed=body)
        if kind := self.reader.row(body):
            return Words(known=kind == "sum", printed=body)
        words = self._balanced(self.reader.words(span, tokens), span)
        subjects = [t for t in words.tokens if t.kind in SUBJECTS | {"period"}]
        if of.dimension == "commodity" and not any(t.kind in {"term", "period"} for t in subjects):
            whole = len(subjects) == 1 and subjects[0].kind == "commodity" and words.known
            good = subjects[0] if whole else Token(*span, "commodity", text=body, printed=self._printed(*span))
            return Words((good,), printed=body)
        return replace(words, known=words.known and bool(subjects or self._measured(words)), printed=body)

    def _class(self, body: str, dimension: str) -> Concept | None:
        """The trade mode or kind of enterprise that a row is of which only a table's column tells apart: "others", "goods on lease"."""
        if dimension not in {"regime", "enterprise"}:
            return None
        row = self.reader.lexicon.role(f"{dimension}-row").get(body)
        classes = self.reader.lexicon.role(dimension)
        return next((c for _, c in sorted(classes.items()) if row is not None and c.notation == row.get("column")), None)

    def _printed(self, start: int, stop: int) -> str:
        return printed(self.annotated, start, stop)

    # ------------------------------------------------------------------ figures

    def _parts(self, index: int, c: int) -> list[_Part]:
        """The figures of a cell: one, or a level with its rate, which has a sign, in brackets behind it: "7.2 bn (+1.2%)"."""
        span, found = self.grid.lines[index].cells[c], self._cell(index, c)
        words = tuple(self._in(index, c)) if found else ()
        holds = self.columns[c].holds
        if len(found) == 2 and holds == "level" and found[1].quantity is not None and found[1].quantity.kind == "percent":
            at = self.reader.text.find("(", found[0].end, found[1].start)
            bracketed = at >= 0 and self.reader.text[span[1] - 1] == ")"
            if bracketed and found[1].quantity.signed:
                return [_Part((span[0], at), found[0], holds), _Part((at + 1, span[1] - 1), found[1], "growth")]
        return [_Part(span, figure, holds, alone=len(found) == 1, words=words) for figure in found]

    def _read(self, row: Row, c: int, part: _Part, label: _Label) -> tuple[str, str] | None:
        """Read one figure into its row, or say what is wrong with it: a code and a note."""
        column, figure = self.columns[c], part.figure
        if column.holds in _UNREAD:
            return _UNREAD[column.holds]
        if not label.known:
            return "unknown-row", "the label of its row is not understood; add its words to ontology/"
        holds, head = part.holds, column.head
        if label.holds:
            if holds != "level" or label.holds == "?":
                return "unknown-row", "what the label of its row measures is not told"
            holds, head = label.holds, head.plus(label.words)
        owner = self._owner(c)
        if owner is None:
            return "ambiguous-rate", "a rate behind several levels: its head does not say of which"
        if label.unclear and not any(t.kind == "term" for t in owner):
            return "ambiguous-row", "a row without a flow under rows of exports or imports"
        words = self._about(label, owner)
        if isinstance(words, str):
            return "ambiguous-row", words
        quantity = self._decorated(part)
        if quantity is None:
            return "unknown-cell", "beside other words or figures in its cell"
        if holds == "level":
            value = self._level(quantity, column.head, label.unit, words)
            if isinstance(value, tuple):
                return value
            tail: list[Token] = []
        else:
            if quantity.kind not in {"number", "percent"} or (holds == "share" and not 0 <= quantity.value <= 100):
                return "unknown-cell", "not what the head of its column announces"
            value = replace(quantity, kind="percent", unit="%", signed=holds == "growth")
            told = [Token(figure.start, figure.start, "basis", (n,)) for n in head.named if n.get("basis")]
            tail = list(head.base) if holds == "share" else [*told, *(t for t in head.tokens if t.kind == "basis")][:1]
        spans = tuple(t.span for t in (*self.caption.tokens, *label.tokens, *owner) if t.kind == "period" and t.span is not None)
        row.figures.append(Figure(Statement([*words, *tail, replace(figure, quantity=value)], "start"), spans))
        return None

    def _about(self, label: _Label, owner: tuple[Token, ...]) -> list[Token] | str:
        """What a figure is said of: the words of its row and column, and those of the title for what these don't name; or why it can't be told."""
        own = [t for t in (*label.tokens, *owner) if t.kind in SUBJECTS]
        if len({t.concept.get("flow") for t in own if t.kind == "term"} & TRADE_FLOWS) > 1:
            return "its row is of one flow, its column of another"
        kinds = {t.kind for t in own}
        above: list[Token] = []
        for kind in sorted(SUBJECTS - {"anaphor"} - kinds):
            said = [t for t in self.caption.tokens if t.kind == kind]
            one = len(said) == 1 or (kind == "term" and len({t.concept.get("flow") for t in said}) == 1)
            above.extend(said[:1] if one else ())
        words = [*sorted(above, key=lambda t: t.start), *own]
        if not any(t.kind == "term" for t in words):
            return "neither its row, its column nor the title of its table says of which flow or activity it is"
        return words

    def _decorated(self, part: _Part) -> Quantity | None:
        """The quantity of a cell with the sign that an arrow or brackets around it give it."""
        (a, b), figure = part.span, part.figure
        body = self.reader.text
        words = [t for t in part.words if t.kind == "direction"]
        before = "".join(ch for i, ch in enumerate(body[a : figure.start], a) if not any(t.start <= i < t.end for t in words))
        after = "".join(ch for i, ch in enumerate(body[figure.end : b], figure.end) if not any(t.start <= i < t.end for t in words))
        signs = {int(t.concept.get("sign") or 0) for t in words if t.text not in _DOWN + _UP}
        quantity = figure.quantity
        if quantity is None or not part.alone or not set(before) | set(after) <= _PLAIN:
            return None
        if len(signs) > 1 or 0 in signs:
            return None
        marks = body[a:b]
        falls = any(mark in marks for mark in _DOWN) or ("(" in before and ")" in after) or -1 in signs
        if any(mark in marks for mark in _UP + _DOWN) or falls or signs:
            if quantity.signed and falls == (quantity.value > 0):
                return None
            return replace(quantity, value=-abs(quantity.value) if falls else quantity.value, signed=True)
        return quantity

    def _level(self, quantity: Quantity, head: Words, row_unit: Quantity | None, words: list[Token]) -> Quantity | tuple[str, str]:
        """A level in its unit: that of its cell, of its column, of its row, of the table."""
        counts = any(t.kind == "facet" and t.concept.get("indicator") == "trade-quantity" for t in words)
        wanted = tuple(k for k in _LEVELS if k != "money") if counts else _LEVELS
        unit: Quantity | None = None
        if quantity.kind == "number":
            shared = self.caption.unit(*wanted) if counts else self.caption.unit("money") or self.caption.unit(*wanted)
            scale = head.unit("number")
            if scale is not None and shared is not None and shared.kind == "money":
                shared = replace(shared, value=scale.value, scale=scale.scale)  # "Total, bn" where all values are in yuan
            own = head.unit(*wanted) or (row_unit if row_unit is not None and row_unit.kind in wanted else None)
            unit = own or (None if head.units and scale is None else shared)
            if unit is None:
                return "unknown-unit", "no unit in its cell, its column, its row or over the table"
            factor = Decimal(1) if quantity.scale > 1 else unit.value  # a cell's own scale goes before that of its head
            quantity = replace(
                quantity, value=quantity.value * factor, precision=quantity.precision * factor, unit=unit.unit, kind=unit.kind,
                counted=unit.counted, scale=max(quantity.scale, unit.scale),
            )  # fmt: skip
        elif quantity.kind not in wanted:
            return "unknown-cell", "not what the head of its column announces"
        balance = any(t.kind == "term" and t.concept.get("flow") == "balance" for t in words)
        if quantity.signed and not balance:
            return "unknown-cell", "a level with a sign"
        return quantity

    def _owner(self, c: int) -> tuple[Token, ...] | None:
        """What a column is of: its own words, or for a rate or share without a subject those of the one level before it.

        Of two levels that only differ in their year the last year's; None where it can't be told.
        """
        head = self.columns[c].head
        if self.columns[c].holds == "level" or any(t.kind in {"term", "facet"} for t in head.subject):
            return head.subject
        first = c
        while first and self.columns[first - 1].holds in {"growth", "share", "change"}:
            first -= 1
        levels: list[tuple[Token, ...]] = []
        while first and self.columns[first - 1].holds in {"level", "earlier"}:
            first -= 1
            levels[:0] = [self.columns[first].head.subject] if self.columns[first].holds == "level" else []
        if not levels:
            return head.subject if not any(column.holds in {"level", "earlier", ""} for column in self.columns[:c]) else None
        last = _latest(levels)
        if last is None:
            return None
        dated = any(t.kind == "period" for t in head.subject)
        return (*(t for t in last if t.kind in SUBJECTS or (t.kind == "period" and not dated)), *head.subject)


def _latest(levels: list[tuple[Token, ...]]) -> tuple[Token, ...] | None:
    """The level that a rate behind several is of: the only one, or the later of the same months of two years, one after the other."""
    if len(levels) == 1:
        return levels[0]
    said = {tuple(t.concept.notation for t in level if t.kind in SUBJECTS) for level in levels}
    spans = [next((t.span for t in reversed(level) if t.span is not None), None) for level in levels]
    if len(levels) != 2 or len(said) > 1 or any(span is None for span in spans):
        return None
    one, two = (span for span in spans if span is not None)
    if "same" in {one.style, two.style} and one.style != two.style:
        return levels[0] if two.style == "same" else levels[1]  # the other is of the same months of the year before
    if (one.style, one.first, one.last) != (two.style, two.first, two.last) or one.year is None or two.year is None or abs(one.year - two.year) != 1:
        return None
    return levels[0] if one.year > two.year else levels[1]


def _year(body: str) -> int | None:
    """The year that a cell is."""
    text = body.strip(_MARKS)
    return int(text) if len(text) == 4 and text.isdecimal() and Decimal(1949) < int(text) < Decimal(2100) else None


def _period(span: Range, year: int) -> Token:
    return Token(*span, "period", span=Span(*span, "year", year))
