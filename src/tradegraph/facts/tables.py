"""Tables: the rows of a table become statements, each figure with the words of its column's head and of its row's label.

A table is a grid (grids.py) whose first lines state no figure: they are the heads of its columns (columns.py). What a figure is said of is told
by the label of its row, else the head of its column, else the title over the table; a rate or share stands behind the level that it is of. The
figures of a column or row that is not understood, of one without a unit, and a rate that could be of several levels are Issues.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tradegraph.facts.columns import DIMENSIONS, SUBJECTS, Column, Reader, Words, classify
from tradegraph.facts.grids import Grid, Line, Range, grids
from tradegraph.facts.lists import Statement
from tradegraph.facts.state import TRADE_FLOWS
from tradegraph.facts.tokens import Sentence, Token, printed
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Concept, Period, Quantity
from tradegraph.period import Span, resolve
from tradegraph.quantity import QuantityReader

_DOWN, _UP = "\u2193\u25bc\u25bd\u2b07", "\u2191\u25b2\u2b06"
_LEVELS = ("money", "mass", "count", "teu", "volume", "energy")
_PLAIN = frozenset(" \t*()%+-,.\u2193\u25bc\u25bd\u2b07\u2191\u25b2\u2b06\ufe0f")
_MARKS = " \t*#\u2460\u2461\u2462\u2463-\u2014:"
_OPENING = 800  # characters in which a text names the currency of all its values


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
    for grid in blocks:
        inner = [tokens[bisect_left(starts, a) : bisect_left(starts, b)] for a, b in map(_extent, grid.lines)]
        table = _Table(annotated, columns, grid, inner)
        table.part()
        if not table.holds():
            continue
        table.caption, numbers = columns.caption(grid.lines[0].start, tokens, starts)
        over.extend(numbers)
        for index, (line, row) in enumerate(zip(grid.lines, table.rows(), strict=True)):
            a, b = _extent(line)
            inside = begins[bisect_left(begins, a) : bisect_left(begins, b)]
            row.torn = table.torn.get(index, [])
            out.update((start, Row()) for start in inside)  # a full stop in a label ("The U.S.") makes several sentences of one line
            if inside:
                out[inside[0]] = row
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


def stated_currency(text: str, reader: QuantityReader, lexicon: Lexicon) -> Quantity | None:
    """The currency that the opening of a text names for all its values: "all values in CNY"."""
    head = text[:_OPENING]
    if not any(mark in head for mark in lexicon.role("unit-mark")):
        return None
    return Reader(head, reader, lexicon).caption(len(head), [], [])[0].unit("money")


def _extent(line: Line) -> Range:
    return line.start, line.cells[-1][1]


@dataclass(slots=True)
class _Table:
    annotated: Annotated
    reader: Reader
    grid: Grid
    tokens: list[list[Token]]  # of each line
    caption: Words = field(default_factory=Words)
    columns: list[Column] = field(default_factory=list)
    labels: list[Token] = field(default_factory=list)  # of the last row that is part of no other
    context: Words = field(default_factory=Words)  # of the line over some of the rows
    above: list[Words] = field(default_factory=list)  # the labels of the row before
    torn: dict[int, list[Token]] = field(default_factory=dict)

    # ------------------------------------------------------------------ layout

    def part(self) -> None:
        """Read anew what was read over the edge of a cell: a dash for nothing before a number, numbers that commas part."""
        for index, line in enumerate(self.grid.lines):
            cells = line.cells if len(line.cells) > 1 else ()
            torn = [t for t in self.tokens[index] if t.kind == "q" and not any(a <= t.start and t.end <= b for a, b in cells)]
            if not cells or not (torn or self.grid.separator == ","):
                continue
            again = [(a, b) for a, b in cells if self.grid.separator == "," or any(t.start < b and a < t.end for t in torn)]
            kept = [t for t in self.tokens[index] if t.kind != "q" or not any(t.start < b and a < t.end for a, b in again)]
            read = [(a, q) for a, b in again for q in self.reader.quantities.read(self.reader.text[a:b])]
            fresh = [Token(a + q.start, a + q.end, "q", quantity=replace(q, start=a + q.start, end=a + q.end)) for a, q in read]
            for token in fresh:
                token.text = self.reader.text[token.start : token.end]
            self.torn[index] = [t for t in self.tokens[index] if t not in kept]
            self.tokens[index] = sorted([*kept, *fresh], key=lambda t: t.start)

    def holds(self) -> bool:
        """Whether the grid is a table: one to three lines of heads without a figure, then figures alone in their cells."""
        heads = self._heads()
        body = range(heads, len(self.grid.lines))
        if not 0 < heads <= 3 or not any(self._cell(i, c) for i in body for c in range(self.width)):
            return False
        if self.grid.separator in "|\t":
            return True
        cells = [self._body(i, c) for i in body for c in range(1, self.width) if len(self.grid.lines[i].cells) > 1]
        return all(len(cell) < 24 for cell in cells) and sum(any(c.isdecimal() for c in cell) for cell in cells) * 2 > len(cells)

    @property
    def width(self) -> int:
        return max(len(line.cells) for line in self.grid.lines)

    def _heads(self) -> int:
        """How many lines stand over the first row with a figure."""
        for index in range(len(self.grid.lines)):
            if any(self._cell(index, c) for c in range(self.width)):
                return index
        return 0

    def _body(self, line: int, column: int) -> str:
        cells = self.grid.lines[line].cells
        return self.reader.text[slice(*cells[column])] if column < len(cells) else ""

    def _in(self, line: int, column: int) -> list[Token]:
        cells = self.grid.lines[line].cells
        a, b = cells[column] if column < len(cells) else (0, 0)
        return [t for t in self.tokens[line] if a <= t.start < b]

    def _cell(self, line: int, column: int) -> list[Token]:
        """The numbers of a cell that are no unit and no year of a head."""
        body = self._body(line, column)
        found = [t for t in self._in(line, column) if t.kind == "q"]
        if not found or self.reader.unit(body) is not None or _year(body) is not None:
            return []
        words = self.reader.words(self.grid.lines[line].cells[column], self._in(line, column))
        return [] if words.units and words.known else found

    # ------------------------------------------------------------------ columns

    def rows(self) -> Iterator[Row]:
        heads = self._heads()
        self.columns = [self._column(c, heads) for c in range(self.width)]
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
        numeric = bool(figures) and all(found or not any(c.isalpha() for c in text) for found, text in cells)
        numeric = numeric and not all(_year(text) is not None for _, text in cells)
        percents = bool(values) and all(q.kind == "percent" for q in values)
        holds = classify(head, self.caption, numeric=numeric, percents=percents, above_one=any(abs(q.value) > 1 for q in values))
        if holds == "level" and not head.units and self.caption.percent and self.caption.unit("money") is None:
            moved = any(t.kind in {"rate", "direction", "basis"} for t in self.caption.tokens)
            holds = "growth" if moved else ""  # the title says that all of it is growth, in percent
        dimension = next((k for k in head.kinds if k in DIMENSIONS), "")
        return Column(holds if self.grid.clear or holds in {"label", "number"} else "", head, dimension)

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
        terms = self.reader.lexicon.role("term")
        concept = next((c for _, c in sorted(terms.items()) if c.get("flow") == "balance" and c.get("sign") == "1"), None)
        return replace(words, tokens=(*words.tokens, *([Token(*span, "term", (concept,))] if concept is not None else [])))

    # ------------------------------------------------------------------ rows

    def _row(self, index: int) -> Row:
        row = Row()
        line = self.grid.lines[index]
        if len(line.cells) == 1 or not any(self._body(index, c) for c in range(1, self.width)):
            self.context = self._label(index, 0, Column("label", Words(), self._dimension()))
            row.puzzles = [(t, "unknown-row", "in a line over the rows of a table, not a figure") for t in self.tokens[index] if t.kind == "q"]
            return row
        labels = [self._labelled(index, c) for c, column in enumerate(self.columns) if column.holds == "label"]
        known = self.context.known and all(w.known for w in labels)
        tokens, nested = self._subject(index, [t for w in labels for t in w.tokens])
        unit = next((self.reader.unit(self._body(index, c)) for c, column in enumerate(self.columns) if column.holds == "unit"), None)
        for c, column in enumerate(self.columns):
            figures = self._cell(index, c) if column.holds != "label" else []
            for figure in figures:
                if column.holds in {"number", "unit"}:
                    row.puzzles.append((figure, "ordinal", "a number or rank of a row, not a figure"))
                elif not known:
                    row.puzzles.append((figure, "unknown-row", "the label of its row is not understood; add its words to ontology/"))
                elif (problem := self._read(row, index, c, figure, tokens, labels, unit)) is not None:
                    row.puzzles.append((figure, *problem))
        for c, column in enumerate(self.columns):
            if column.holds == "label":
                row.puzzles.extend((t, "ordinal", "in the label of a row, not a figure") for t in self._in(index, c) if t.kind == "q")
        if not nested:
            self.labels = tokens
        return row

    def _dimension(self) -> str:
        return next((column.dimension for column in self.columns if column.holds == "label" and column.dimension), "")

    def _labelled(self, index: int, column: int) -> Words:
        """The label of a row in one of its columns; an empty one beside another repeats the one above it."""
        several = sum(c.holds == "label" for c in self.columns) > 1
        words = self._label(index, column, self.columns[column])
        while len(self.above) <= column:
            self.above.append(Words())
        if several and not words.printed:
            return self.above[column]
        self.above[column] = words
        return words if words.printed else replace(words, known=False)

    def _label(self, index: int, column: int, of: Column) -> Words:
        line = self.grid.lines[index]
        span, tokens = line.cells[column], self._in(index, column)
        marks = [t for t in tokens if t.kind == "of-which" and t.start - span[0] < 3]
        start = marks[0].end if marks else span[0]
        body = self.reader.text[start : span[1]]
        start += len(body) - len(body.lstrip(_MARKS))
        stop = span[0] + len(self.reader.text[span[0] : span[1]].rstrip(_MARKS))
        body = self.reader.text[start:stop]
        if not body:
            return Words()
        if (year := _year(body)) is not None:
            return Words((_period(span, year),), printed=body)
        if (other := self._class(body, of.dimension)) is not None:
            return Words((Token(start, stop, of.dimension, (other,), text=body, printed=self._printed(start, stop)),), printed=body)
        kind = self.reader.row(body)
        if kind:
            return Words(known=kind == "sum", printed=body)
        inner = [t for t in tokens if t.start >= start]
        words = self._balanced(self.reader.words((start, stop), inner), (start, stop))
        subjects = [t for t in words.tokens if t.kind in SUBJECTS | {"period"}]
        if of.dimension == "commodity" and not any(t.kind in {"term", "period"} for t in subjects):
            whole = len(subjects) == 1 and subjects[0].kind == "commodity" and words.known
            good = subjects[0] if whole else Token(start, stop, "commodity", text=body, printed=self._printed(start, stop))
            return Words((good,), printed=body)
        measured = words.kinds & {"rate", "change"} or any(t.kind in {"rate", "direction", "share", "share-mark"} for t in words.tokens)
        return replace(words, known=words.known and bool(subjects or measured), printed=body)

    def _class(self, body: str, dimension: str) -> Concept | None:
        """The trade mode or kind of enterprise that a row is of which only a table's column tells apart: "others", "goods on lease"."""
        if dimension not in {"regime", "enterprise"}:
            return None
        row = self.reader.lexicon.role(f"{dimension}-row").get(body)
        classes = self.reader.lexicon.role(dimension)
        return next((c for _, c in sorted(classes.items()) if row is not None and c.notation == row.get("column")), None)

    def _printed(self, start: int, stop: int) -> str:
        return printed(self.annotated, start, stop)

    def _subject(self, index: int, tokens: list[Token]) -> tuple[list[Token], bool]:
        """What a row is of, with what the rows and lines over it say, and whether it is a part of another row."""
        line = self.grid.lines[index]
        nested = line.indented or any(t.kind == "of-which" for t in self.tokens[index])
        outer = [*self.context.tokens, *(self.labels if nested else [])]
        kinds = {t.kind for t in tokens}
        return [*(t for t in outer if t.kind not in kinds), *tokens], nested

    # ------------------------------------------------------------------ figures

    def _read(
        self, row: Row, index: int, c: int, figure: Token, subject: list[Token], labels: list[Words], row_unit: Quantity | None
    ) -> tuple[str, str] | None:
        """Read one figure into its row, or say what is wrong with it: a code and a note."""
        column = self.columns[c]
        label = labels[-1] if labels else Words()
        holds, head = column.holds, column.head
        if not holds:
            return "unknown-column", "the head of its column is not understood; add its words to ontology/"
        if holds == "change":
            return "absolute-change", "a change of which nothing says that it is in percent"
        quantity = self._decorated(index, c, figure)
        if quantity is None:
            return "unknown-cell", "beside other words or figures in its cell"
        measured = classify(label, Words(), numeric=True, percents=quantity.kind == "percent", above_one=True)
        rated = {t.kind for t in label.tokens} & {"rate", "direction", "share", "share-mark"} or label.kinds & {"rate", "change"}
        if rated and (holds != "level" or measured not in {"growth", "share"}):
            return "unknown-row", "what the label of its row measures is not told"
        if rated:
            holds, head = measured, head.plus(label)
            subject = [t for t in subject if t.kind in SUBJECTS | {"period"}] or self.labels
        owner = head if rated else self._owner(c)
        if owner is None:
            return "ambiguous-rate", "a rate behind several levels: its head does not say of which"
        own = [t for t in subject if t.kind in SUBJECTS]
        said = [t for t in owner.tokens if t.kind in SUBJECTS]
        flows = {t.concept.get("flow") for t in (*own, *said) if t.kind == "term"} & TRADE_FLOWS
        if len(flows) > 1:
            return "ambiguous-row", "its row is of one flow, its column of another"
        kinds = {t.kind for t in (*own, *said)}
        outer = [t for t in self.caption.tokens if t.kind in SUBJECTS - {"anaphor"} and t.kind not in kinds]
        above = [t for t in outer if sum(o.kind == t.kind for o in outer) == 1 or t.kind == "term"]
        if len({t.concept.get("flow") for t in above if t.kind == "term"} - {"total", ""}) > 1:
            above = [t for t in above if t.kind != "term"]
        words = [*above, *own, *said]
        if not any(t.kind == "term" for t in words):
            return "unknown-subject", "neither its row, its column nor the title of its table says of which flow or activity it is"
        spans = tuple(t.span for t in (*self.caption.tokens, *subject, *owner.tokens) if t.kind == "period" and t.span is not None)
        if holds == "level":
            value = self._level(quantity, head, row_unit, words)
            if isinstance(value, tuple):
                return value
            tail: list[Token] = []
        else:
            if quantity.kind not in {"number", "percent"} or (holds == "share" and not 0 <= quantity.value <= 100):
                return "unknown-cell", "not what the head of its column announces"
            value = replace(quantity, kind="percent", unit="%", signed=holds == "growth")
            tail = [t for t in head.tokens if t.kind == ("share" if holds == "share" else "basis")][:1]
            tail += [Token(figure.start, figure.start, "basis", (n,)) for n in head.named if n.get("basis")][: 1 - len(tail)]
        row.figures.append(Figure(Statement([*words, *tail, replace(figure, quantity=value)], "start"), spans))
        return None

    def _decorated(self, index: int, c: int, figure: Token) -> Quantity | None:
        """The quantity of a cell with the sign that an arrow or brackets around it give it."""
        a, b = self.grid.lines[index].cells[c]
        body = self.reader.text
        before, after = body[a : figure.start], body[figure.end : b]
        quantity = figure.quantity
        if quantity is None or len(self._cell(index, c)) != 1 or not set(before) | set(after) <= _PLAIN:
            return None
        falls = any(mark in before + after for mark in _DOWN) or ("(" in before and ")" in after)
        if any(mark in before + after for mark in _UP + _DOWN) or falls:
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
            unit = head.unit(*wanted) or (row_unit if row_unit is not None and row_unit.kind in wanted else None) or (None if head.units else shared)
            if unit is None:
                return "unknown-unit", "no unit in its cell, its column, its row or over the table"
            quantity = replace(
                quantity, value=quantity.value * unit.value, precision=quantity.precision * unit.value, unit=unit.unit, kind=unit.kind,
                counted=unit.counted, scale=unit.scale,
            )  # fmt: skip
        elif quantity.kind not in wanted:
            return "unknown-cell", "not what the head of its column announces"
        balance = any(t.kind == "term" and t.concept.get("flow") == "balance" for t in words)
        if quantity.signed and not balance:
            return "unknown-cell", "a level with a sign"
        return quantity

    def _owner(self, c: int) -> Words | None:
        """The head that tells what a column is of: its own, or for a rate or share without a subject that of the one level before it.

        Of several levels that only differ in their year the last year's; None where it can't be told.
        """
        head = self.columns[c].head
        if self.columns[c].holds == "level" or any(t.kind in {"term", "facet"} for t in head.tokens):
            return head
        first = c
        while first and self.columns[first - 1].holds in {"growth", "share", "change"}:
            first -= 1
        levels: list[Column] = []
        while first and self.columns[first - 1].holds == "level":
            first -= 1
            levels.insert(0, self.columns[first])
        if not levels:
            return head if not any(column.holds in {"level", ""} for column in self.columns[:c]) else None
        said = {tuple(t.concept.notation for t in column.head.tokens if t.kind in SUBJECTS and t.concepts) for column in levels}
        spans = [[t.span for t in column.head.tokens if t.span is not None] for column in levels]
        if len(levels) > 1:
            years = [s[-1].year for s in spans if s]
            months = {(s[-1].first, s[-1].last) for s in spans if s}
            if len(said) > 1 or len(years) != len(levels) or None in years or len(months) > 1:
                return None
            latest = max(y for y in years if y is not None)
            if len(levels) > 2 or latest - min(y for y in years if y is not None) != 1:
                return None
            levels = [levels[years.index(latest)]]
        own = [t for t in head.tokens if t.kind == "period"]
        kept = [t for t in levels[0].head.tokens if t.kind in SUBJECTS or (t.kind == "period" and not own)]
        return Words((*kept, *head.tokens))


def _year(body: str) -> int | None:
    """The year that a cell is."""
    text = body.strip(_MARKS)
    return int(text) if len(text) == 4 and text.isdecimal() and Decimal(1949) < int(text) < Decimal(2100) else None


def _period(span: Range, year: int) -> Token:
    return Token(*span, "period", span=Span(*span, "year", year))
