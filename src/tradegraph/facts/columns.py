"""Columns: what the head of a table's column says its figures are, and what the lines over the table say of all of them.

A head is understood when every word of it is known. A column whose head is not understood measures nothing: its figures become Issues.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tradegraph.facts.grids import Range
from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon
from tradegraph.model import Concept, Quantity
from tradegraph.quantity import QuantityReader

DIMENSIONS = frozenset({"partner", "commodity", "place", "enterprise", "regime", "period", "item"})
SUBJECTS = frozenset({"term", "facet", "place", "partner", "commodity", "regime", "enterprise", "anaphor", "corridor"})
_FILLING = frozenset({"particle", "together", "overall", "with", "of-which", "and", "sep", "per", "unit", "decoy", "rank-object"})
_SAID = SUBJECTS | _FILLING | {"period", "basis", "of"}
SHARES = frozenset({"share", "share-mark"})
_RATES = frozenset({"rate", "direction", "than", "from-level", "share", "share-mark"})
_COMPARED = frozenset({"than", "from-level", "with"})
_CAPTION = 160  # characters of a title over a table at most
_NEAR = 4  # lines over a table among which its title stands
_BETWEEN = re.compile("[():;/\u3001]|,(?!\\d)")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_THOUSANDS = re.compile(r"'000")
_BULLET = re.compile("\\s*[-*>\u2022\u25aa\u25cf] ")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MAX_UNIT = 32  # characters
_UNIT_WORDS = 5
_SIGNS = "%$\u00a5\u20ac"
_LABEL = 70  # characters of a head's words at most


@dataclass(frozen=True, slots=True)
class Words:
    """What a stretch of a table says: its tokens, what kind of column it names, its units, and whether nothing of it is unknown."""

    tokens: tuple[Token, ...] = ()
    named: tuple[Concept, ...] = ()
    units: tuple[Quantity, ...] = ()
    known: bool = True
    printed: str = ""

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(c.get("column") for c in self.named)

    @property
    def subject(self) -> tuple[Token, ...]:
        """What its figures are said of: all tokens, of a share those before its word."""
        return self.tokens[: self._shared()]

    @property
    def base(self) -> tuple[Token, ...]:
        """The word for a share and what it is a share of."""
        return self.tokens[self._shared() :]

    def _shared(self) -> int:
        return next((i for i, t in enumerate(self.tokens) if t.kind in SHARES), len(self.tokens))

    @property
    def percent(self) -> bool:
        return any(u.kind == "percent" for u in self.units)

    def unit(self, *kinds: str) -> Quantity | None:
        """The only unit of these kinds; None where there are none or several."""
        found = {(u.unit, u.value): u for u in self.units if u.kind in kinds}
        scaled = [u for u in found.values() if u.value > 1] or list(found.values())  # "CNY (100 mn)": the currency is named first
        return scaled[0] if len(scaled) == 1 and len({u.unit for u in found.values()}) == 1 else None

    def plus(self, other: Words) -> Words:
        return Words(
            (*self.tokens, *other.tokens), (*self.named, *other.named), (*self.units, *other.units),
            self.known and other.known, f"{self.printed} {other.printed}".strip(),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column and its head; `holds` is level, growth, share, label, unit, number (of a row), change, earlier (level), or empty: not known."""

    holds: str
    head: Words
    dimension: str = ""


@dataclass(slots=True)
class Reader:
    """Reads heads, labels and captions of a folded text."""

    text: str
    quantities: QuantityReader
    lexicon: Lexicon
    _columns: Mapping[str, Concept] = field(init=False)
    _marks: tuple[str, ...] = field(init=False)
    _lines: list[tuple[int, Words]] = field(init=False)
    _read: dict[str, Quantity | None] = field(init=False, default_factory=dict)  # the units read so far

    def __post_init__(self) -> None:
        self._columns = self.lexicon.role("column")
        self._marks = tuple(self.lexicon.role("unit-mark"))
        lines = [(at, self._stated(line)) for at, line in _lines(self.text) if any(mark in line for mark in self._marks)]
        self._lines = [(at, words) for at, words in lines if words.known or words.printed.lstrip(" (*").startswith(self._marks)]

    # ------------------------------------------------------------------ words

    def words(self, span: Range, tokens: list[Token]) -> Words:
        """The words of a cell."""
        body = self.text[span[0] : span[1]]
        if not body or len(body) > _CAPTION:
            return Words(known=not body, printed=body)
        taken = [False] * len(body)
        units = [] if _bare(body) in self._columns else list(self.units(body))
        for a, b, _ in units:
            taken[a:b] = [True] * (b - a)
        said = [(t.start - span[0], t.end - span[0]) for t in tokens if t.kind in _SAID | _RATES]
        named = [
            (a, b, c)
            for a, b, c in self._labels("".join(" " if t else c for c, t in zip(body, taken, strict=True)))
            if not any(x <= a and b <= y and y - x > b - a for x, y in said)
        ]
        compared = any(c.get("column") in {"rate", "change", "balance"} for _, _, c in named)
        kept: list[Token] = []
        for token in tokens:
            a, b = token.start - span[0], min(token.end, span[1]) - span[0]
            inside = any(x < b and a < y for x, y, _ in named)
            if token.kind == "q" or any(x < b and a < y for x, y, _ in units) or (inside and compared and token.kind not in {"facet", "basis"}):
                continue
            if token.kind in _SAID | _RATES:
                taken[a:b] = [True] * (b - a)
            if token.kind in (_SAID | _RATES) - _FILLING:
                kept.append(token)
        for a, b, _ in named:
            taken[a:b] = [True] * (b - a)
        for match in _YEAR.finditer(body):
            token_year = next((t for t in tokens if t.kind == "period" and t.start <= match.start() + span[0] < t.end), None)
            if token_year is None and body.strip(" *") == match.group():
                taken[match.start() : match.end()] = [True] * 4
        known = not any(c.isalnum() and not t for c, t in zip(body, taken, strict=True))
        return Words(tuple(kept), tuple(c for _, _, c in named), tuple(u for _, _, u in units), known, body)

    def term(self, flow: str) -> Concept:
        """The plain word for a flow."""
        plain = (c for _, c in sorted(self.lexicon.role("term").items()) if c.get("flow") == flow and c.get("sign", "1") == "1")
        return next(c for c in plain if not c.get("indicator") and not c.get("members"))

    def row(self, label: str) -> str:
        """Whether the whole label of a row names a total (`sum`) or what is left of one (`rest`)."""
        concept = self.lexicon.role("row").get(label)
        return concept.get("column") if concept is not None else ""

    def _labels(self, body: str) -> Iterator[tuple[int, int, Concept]]:
        """The words for columns in a head, the longest first, none inside another."""
        zh = self.lexicon.language == "zh"
        found: list[tuple[int, int, Concept]] = []
        whole = _bare(body)
        if whole in self._columns:
            at = body.index(whole)
            yield at, at + len(whole), self._columns[whole]
            return
        for start in range(len(body)):
            if body[start] == " " or (not zh and start and body[start - 1].isalnum()):
                continue
            for end in range(min(len(body), start + _LABEL), start + (1 if zh else 0), -1):
                concept = self._columns.get(body[start:end])
                if concept is not None and (zh or end == len(body) or not body[end].isalnum()):
                    found.append((start, end, concept))
                    break
        taken: list[Range] = []
        for start, end, concept in sorted(found, key=lambda f: (f[0] - f[1], f[0])):
            if not any(a < end and start < b for a, b in taken):
                taken.append((start, end))
                yield start, end, concept

    # ------------------------------------------------------------------ units

    def units(self, body: str) -> Iterator[tuple[int, int, Quantity]]:
        """The units that a head names: all of it, what stands in brackets or behind a comma or blank, or a percent sign at its end."""
        whole = self.unit(body)
        if whole is not None:
            yield 0, len(body), whole
            return
        edges = [0, *(e for m in _BETWEEN.finditer(body) for e in m.span()), len(body)]
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            part = body[start:end]
            trials = [0, *(m.end() for m in re.finditer(r"[ \u00b1]+", part))]
            at = next((i for i in trials if (u := self.unit(part[i:])) is not None and (i == 0 or u.kind in {"money", "mass", "percent"})), None)
            unit = self.unit(part[at:]) if at is not None else None
            if at is not None and unit is not None:
                yield start + at, end, unit
            elif (sign := part.find("%")) >= 0 and (percent := self.unit("%")) is not None:
                yield start + sign, start + sign + 1, percent

    def unit(self, body: str) -> Quantity | None:
        """The unit that a stretch of text is, as the quantity of one of it: "CNY 100 mn", "US$1,000"."""
        body = _THOUSANDS.sub("1,000", body.strip(" *:.-"))
        if not body or len(body) > _MAX_UNIT or not any(c.isalpha() or c in _SIGNS for c in body):
            return None
        if body not in self._read:
            self._read[body] = self._unit(body)
        return self._read[body]

    def _unit(self, body: str) -> Quantity | None:
        head, _, tail = body.partition(" ")
        for trial in (body, f"1{body}", f"1 {body}", f"{head} 1 {tail}", f"{head} 1{tail}"):
            read = self.quantities.read(trial)
            scale = trial != body and read[:1] and read[0].kind == "number" and read[0].value > 1  # "bn", of the currency of all values
            if len(read) == 1 and (read[0].kind != "number" or scale) and (read[0].start, read[0].end) == (0, len(trial.rstrip())):
                return read[0] if _power_of_ten(read[0].value) else None
        return self._inverted(body)

    def _inverted(self, body: str) -> Quantity | None:
        """A currency before or behind the unit that it is the currency of: "CNY (100 mn yuan)" in Chinese, "100 mn yuan, CNY"."""
        if self.lexicon.language != "zh":
            return None
        for currency in (t for t, c in self.lexicon.role("unit").items() if c.get("quantityKind") == "money" and len(t) > 2):
            rest = body.removeprefix(currency) if body.startswith(currency) else ""
            if rest and (read := self.quantities.read(f"1{rest.strip()}{currency}")) and len(read) == 1 and read[0].kind == "money":
                return read[0] if _power_of_ten(read[0].value) and read[0].end == len(rest.strip()) + len(currency) + 1 else None
        return None

    def _stated(self, line: str) -> Words:
        """The units that a line names behind a word for unit; none, and not known, where it has such a word and they can't be told."""
        tails = [_unclosed(line[line.find(mark) + len(mark) :])[:_CAPTION] for mark in self._marks if mark in line]
        units = max((self._named(tail) for tail in tails), key=len)
        if not any(u.kind in {"money", "mass"} for u in units):
            units = [u for u in self._named(line) if u.kind in {"money", "mass", "percent"}] or units  # "CNY bn unless marked"
        return Words(units=tuple(units), known=bool(units), printed=line)

    def _named(self, tail: str) -> list[Quantity]:
        """The unit that each part of a line opens with: "CNY 100 mn unless marked"."""
        out: list[Quantity] = []
        for part in _BETWEEN.split(tail.replace("|", ";")):
            words = part.split()
            found = (self.unit(" ".join(words[:size])) for size in range(min(len(words), _UNIT_WORDS), 0, -1))
            out.extend(unit for unit in [next((u for u in found if u is not None), None)] if unit is not None)
        return out

    # ------------------------------------------------------------------ the lines over a table

    def caption(self, start: int, tokens: list[Token], starts: list[int]) -> tuple[Words, list[Token]]:
        """The title of the table that begins at `start`, with the unit of its figures, and the numbers in both, which are no figures.

        `tokens` are all of the document, `starts` where they begin.
        """
        numbers: list[Token] = []
        units: Words | None = None
        title: Words | None = None
        end = start
        for _ in range(_NEAR):
            while end and self.text[end - 1] in "\n ":
                end -= 1
            begin = self.text.rfind("\n", 0, end) + 1
            line = self.text[begin:end]
            if end <= begin or title is not None:
                break
            inner = tokens[bisect_left(starts, begin) : bisect_left(starts, end)]
            stated = next((w for at, w in self._lines if at == begin), None) or self._titled(line, begin, inner)
            if stated is None:
                break
            numbers.extend(t for t in inner if t.kind == "q")
            units = units or (stated if stated.units or not stated.known else None)
            bare = not any(t.kind in (SUBJECTS | {"period"}) - {"facet"} for t in inner)
            title = None if bare else Words(tuple(t for t in inner if t.kind in SUBJECTS | {"period", "rate", "direction", "basis"}), printed=line)
            end = begin
        title = title or Words()
        if all(t.kind == "period" for t in title.tokens):
            first = self.text.partition("\n")[0]
            inner = tokens[: bisect_left(starts, min(len(first), start))]
            terms = tuple(t for t in inner if t.kind == "term") if self._titled(first, 0, inner) is not None else ()
            title = replace(title, tokens=(*terms, *title.tokens))
        return Words(title.tokens, units=(units or self.stated(start)[1]).units, printed=title.printed), numbers

    def stated(self, before: int) -> tuple[int, Words]:
        """The units of the last line before a position that says what the unit is, and where it begins."""
        at = bisect_left(self._lines, before, key=lambda entry: entry[0])
        return self._lines[at - 1] if at else (0, Words())

    def _titled(self, line: str, at: int, tokens: list[Token]) -> Words | None:
        """A line without a figure, a bullet or a full stop, and the units it names: in brackets, behind a comma."""
        if len(line) > _CAPTION or _BULLET.match(line) or line.rstrip()[-1:] in {".", "\u3002", "!", "?"}:
            return None
        units = [(a, b, u) for a, b, u in self.units(line) if u.kind in {"money", "mass", "percent", "count"} and (line[a:b] != "%" or "(" in line)]
        figures = [t for t in tokens if t.kind == "q" and not any(a <= t.start - at < b for a, b, _ in units)]
        plain = [t for t in figures if t.quantity is not None and t.quantity.kind != "number"]
        return None if plain else Words(units=tuple(u for _, _, u in units))


def _bare(body: str) -> str:
    """A head without the marks around it."""
    return body.strip(" *:()-,;/")


def _unclosed(tail: str) -> str:
    """A stretch as far as the bracket that closes it."""
    depth = 0
    for at, char in enumerate(tail):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return tail[:at]
    return tail


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _power_of_ten(value: Decimal) -> bool:
    return value > 0 and str(value.normalize().as_tuple().digits) == "(1,)"


def classify(head: Words, shared: Words, *, numeric: bool, percents: bool, above_one: bool) -> str:
    """What a column holds by its head; `percents`: its cells print percent signs, `above_one`: not all of its figures are below one."""
    kinds, tokens = head.kinds, {t.kind for t in head.tokens}
    if not numeric or kinds & {"number", "unit", "rank"} or tokens & {"rank", "rank-verb"}:
        fixed = next((k for k in ("unit", "number") if k in kinds), "")
        return fixed or ("number" if "rank" in kinds or tokens & {"rank", "rank-verb"} else "label")
    if not head.known or not (head.printed.strip(" *") or shared.units):
        return ""
    said = tokens - SUBJECTS - {"period", "basis", "of"}
    percent = head.percent or percents
    if tokens & SHARES:
        return "share" if not said & {"direction", "rate"} and (percent or above_one) and not kinds & {"rate", "change"} else ""
    if kinds & {"rate", "change"} or said & {"rate", "direction"} or "\u00b1" in head.printed:
        firm = "rate" in kinds and not head.unit("money", "mass")
        clear = percent or firm or "\u00b1" in head.printed or (shared.percent and not head.units)
        objects = [t for t in head.tokens if t.kind in _COMPARED]
        if not clear and not objects:
            return "change"
        return "growth" if clear and not head.unit("money", "mass", "points") and not objects else ""
    if tokens == {"basis"} and not head.percent:
        return "earlier"
    if said or "basis" in tokens or head.percent or kinds & (DIMENSIONS - {"item"}):
        return ""
    named = bool(tokens & (SUBJECTS | {"period"})) or bool(head.units) or bool(kinds & {"value", "balance"})
    return "level" if named else ""
