"""Periods: a year and a part of a year, stated together or apart, become the months they cover.

What a text leaves out is filled in from what is known: the year from the period that the text is about, else from the date of
publication; a month that would lie in the future belongs to the year before. Without either the year is unknown (EDTF `XXXX`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tradegraph.lexicon import Lexicon
from tradegraph.model import Concept, Mention, Period

_YEARS_BACK = 60  # that a text counts back at most
_EVENT = 16  # characters between a date and the word for since then at most, in Chinese
_BARE = 2  # characters of that word where it tells no event
_CLAUSE_LENGTH = 96  # characters between the word that opens a clause and its period at most
_TELLS = re.compile(r"[^,;:.()\n0-9]{0,72}")  # what a clause tells before a mark or figure
_CLAUSE = re.compile(r"[a-z][a-z' -]* \Z")  # words without a figure or a mark between them
_MONTHS = 12
_STYLES = {
    "same": "same", "last": "last-month", "lastq": "last-quarter", "pm": "this-month", "pm-1": "month-before", "pq-1": "quarter-before",
}  # fmt: skip
PERIOD_KINDS = frozenset({"year", "subyear", "as-of", "since"})


@dataclass(frozen=True, slots=True)
class Span:
    """A stated period before its gaps are filled: months may be None (a whole year), the year may be relative or missing.

    `style` is `year`, `part`, `stock`, `since`, `same` (the period already spoken of), `last-month` or `last-quarter` of it,
    `this-month`, `month-before` or `quarter-before`, counted from the publication, `past` (the months up to now), `ytd`.
    """

    start: int
    end: int
    style: str
    year: int | None = None
    offset: int | None = None
    first: int | None = None
    last: int | None = None
    single: bool = False  # one month, one quarter: not a running total
    of_main: bool = False  # a year counted from the one that the text is about, not from its publication
    end_year: int | None = None  # where the months run on into a later year
    more: tuple[Span, ...] = ()  # the members, where several are named at once ("the first, second and third quarters")

    @property
    def running(self) -> bool:
        """Whether it is this year, or this year so far, without a month."""
        return self.style == "ytd" or (self.style == "year" and self.year is None and self.offset == 0)

    @property
    def whole(self) -> bool:
        """Whether it is a whole year."""
        return self.style == "year" or (self.style == "part" and (self.first, self.last) == (1, 12))


class PeriodReader:
    """Reads the periods of folded texts in one language."""

    def __init__(self, lexicon: Lexicon, cardinal: object) -> None:
        self._months: Mapping[str, Concept] = lexicon.role("month-name")
        self._cardinal = cardinal
        self._ordinals: Mapping[str, Concept] = lexicon.role("ordinal")
        self._joins = lexicon.role("particle")
        self._since = lexicon.role("since-clause")
        self._again = frozenset(label for label, concept in lexicon.role("subyear").items() if concept.get("again"))
        self._beginnings = lexicon.role("beginning")

    def read(self, text: str, mentions: list[Mention]) -> list[Span]:
        """The periods among the mentions; a year and a part of it that stand together are one."""
        spans: list[Span] = []
        for mention in mentions:
            if mention.kind in PERIOD_KINDS:
                span = self._span(mention)
            else:
                span = self._day(text, mention) if mention.kind == "date" else self._event(text, mention) if mention.kind == "since-clause" else None
            if span is None:
                continue
            if spans and (joined := self._join(text, spans[-1], span)) is not None:
                spans[-1] = joined
            else:
                spans.append(span)
        return [self._begun(text, span) for span in spans]

    def _tells_since(self, text: str, at: int) -> bool:
        """Whether the clause that leads to a date tells since when: "since the port opened on"."""
        clause = _CLAUSE.search(text, max(0, at - _CLAUSE_LENGTH), at)
        return clause is not None and clause.group().split(" ", 1)[0] in self._since

    def _day(self, text: str, mention: Mention) -> Span | None:
        """The month from the day on which something began: "since the port opened on 3 May 2021"; None for other days."""
        args = dict(mention.args)
        month = self._month(args["m"]) if "m" in args and self._tells_since(text, mention.start) else 0
        if not 1 <= month <= _MONTHS:
            return None
        return Span(mention.start, mention.end, "since", int(args["y"]) if "y" in args else None, None, month, month)

    def _event(self, text: str, mention: Mention) -> Span | None:
        """The time since something began of which a clause gives no date: "since the port opened,"; None where it tells a reason."""
        clause = _TELLS.match(text, mention.end)
        begins = clause is not None and any(word in self._beginnings for word in re.findall(r"[a-z]+", clause.group()))
        return Span(mention.start, mention.end, "since") if begins else None

    def _begun(self, text: str, span: Span) -> Span:
        """What a clause dates that tells since when ("since the agreement took effect in 2022") goes on from there."""
        if span.style not in {"year", "part"} or not self._tells_since(text, span.start):
            return span
        return replace(span, style="since", first=span.last or 1, last=span.last or 12, single=False)

    def _span(self, mention: Mention) -> Span | None:
        concept, args = mention.concept, dict(mention.args)
        values = [self._month(value) for slot, value in mention.args if slot == "m"]
        year = int(args["y"]) if "y" in args else None
        stated = concept.get("year")
        offset = int(stated) if year is None and stated.lstrip("-").isdecimal() else None
        if mention.kind == "year":
            if concept.get("year") == "-n":
                back = int(self._cardinal(args["n"]))  # type: ignore[operator]
                return Span(mention.start, mention.end, "year", None, -back, of_main=True) if 0 < back < _YEARS_BACK else None
            return Span(mention.start, mention.end, "year", year, offset, of_main=concept.get("relative") == "main")
        if mention.kind in {"as-of", "since"}:
            style = "stock" if mention.kind == "as-of" else "since"
            month = values[0] if values else 3 * self._ordinal(args["o"]) if "o" in args else (12 if year is not None else None)
            if month is not None and not 1 <= month <= _MONTHS:
                return None
            begins = month if style == "since" and values else 1 if month else None
            return Span(mention.start, mention.end, style, year, offset, begins, month)
        if concept.get("fromMonth") in {"quarters", "months"}:
            size = 3 if concept.get("fromMonth") == "quarters" else 1
            parts = [int(p) for p in concept.get("parts").split()] or [self._ordinal(v) for slot, v in mention.args if slot in {"n", "m", "o"}]
            if not parts or not all(1 <= part <= 12 // size for part in parts):
                return None
            members = tuple(Span(mention.start, mention.end, "part", year, None, size * (p - 1) + 1, size * p, True) for p in parts)
            return replace(members[-1], more=members)
        if concept.get("fromMonth") == "past":
            months = self._bound("n", args, values)
            return Span(mention.start, mention.end, "past", None, None, 1, int(months)) if 1 <= int(months) <= 12 else None
        if concept.get("fromMonth") == "back":  # the three months to May, the twelve months ended in March
            back = int(concept.get("value") or self._bound("n", args, values))
            if not values or not 1 <= back <= 12:
                return None
            return Span(mention.start, mention.end, "part", year, None, (values[0] - back) % 12 + 1, values[0])
        bounds = [self._bound(concept.get(name), args, values) for name in ("fromMonth", "toMonth")]
        first, last = bounds
        if first in _STYLES:
            style = _STYLES[str(first)]
            return Span(mention.start, mention.end, style, single=style != "same")
        if last == "pub":
            return Span(mention.start, mention.end, "ytd", year)
        if not isinstance(first, int) or not isinstance(last, int) or not 1 <= first <= 12 or not 1 <= last <= 12:
            return None
        years = [int(value) for slot, value in mention.args if slot == "y"]
        if len(years) == 2 and years[0] != years[1]:
            return Span(mention.start, mention.end, "part", years[0], None, first, last, end_year=years[1]) if years[0] < years[1] else None
        single = first == last or (first > 1)
        return Span(mention.start, mention.end, "part", year, offset, first, last, single)

    def _bound(self, value: str, args: Mapping[str, str], months: list[int]) -> int | str:
        if value in {"m", "m1"}:
            return months[0] if months else 0
        if value == "m2":
            return months[-1] if months else 0
        if value == "n":
            return int(self._cardinal(args["n"])) if "n" in args else 0  # type: ignore[operator]
        return int(value) if value.isdecimal() else value

    def _ordinal(self, word: str) -> int:
        if word in self._ordinals:
            return int(self._ordinals[word].get("value"))
        return int("".join(c for c in word if c.isdecimal()) or self._cardinal(word))  # type: ignore[operator]

    def _month(self, word: str) -> int:
        if word in self._months:
            return int(self._months[word].get("value"))
        return int(self._cardinal(word))  # type: ignore[operator]

    def _join(self, text: str, a: Span, b: Span) -> Span | None:
        gap = text[a.end : b.start]
        event = b.style == "since" and (b.first, b.year, b.offset) == (None, None, None) and a.style in {"year", "part"} and not a.more
        tells = bool(gap) or b.end - b.start > _BARE
        if event and tells and len(gap) <= _EVENT and all(c.isalpha() and not c.isascii() for c in gap):
            return replace(a, end=b.end, style="since", first=a.last or 1, last=a.last or _MONTHS, single=False)  # since 2021, when it opened
        if len(gap) > 12 or not all(word in self._joins or word in "',.()" for word in re.findall(r"[^\W\d_]+|[^\s\w]", gap)):
            return None
        if any(c in gap for c in ";:\n") or any(c.isalpha() for c in gap.partition(".")[2]):
            return None  # "in the first half. In 2023" are two sentences
        if a.style == "same" and b.style == "year" and a.year is None and a.offset is None and "," not in gap:
            return replace(a, end=b.end, year=b.year, offset=b.offset, of_main=b.of_main)  # the same months of 2019
        if a.style == "year" and b.style == "same" and (b.year, b.offset, gap) == (None, None, ""):
            again = text[b.start : b.end] in self._again  # the same, in Chinese order; "2019 nian qijian" is in all of 2019
            return replace(b, start=a.start, year=a.year, offset=a.offset, of_main=a.of_main) if again else replace(a, end=b.end)
        if a.style == "year" and b.style in {"part", "stock"} and b.year is None and "." not in gap:
            return _of_year(b, a, start=a.start)
        if b.style == "year" and a.style in {"part", "stock", "since"} and a.year is None and "," not in gap.replace(", ", "", 1):
            return _of_year(a, b, end=b.end)
        if a.style == "part" and b.style == "part" and (b.first, b.last, b.year, b.offset) == (1, 12, None, None) and (a.first, a.last) != (1, 12):
            return replace(a, end=b.end) if "," not in gap else None  # the first nine months of the year
        if a.style == "quarter-before" and b.style == "year" and "," not in gap:
            return _of_year(replace(a, style="part", first=10, last=12), b, end=b.end)  # the last quarter of 2023
        if a.style == "part" and b.style == "last-month" and a.first == a.last:
            return replace(a, end=b.end, single=True)
        return None


def _of_year(part: Span, year: Span, *, start: int | None = None, end: int | None = None) -> Span:
    """A part of a year, or several, with the year that stands beside it."""
    members = tuple(replace(m, year=year.year, offset=year.offset, of_main=year.of_main) for m in part.more)
    a, b = part.start if start is None else start, part.end if end is None else end
    return replace(part, start=a, end=b, year=year.year, offset=year.offset, of_main=year.of_main, more=members)


def _so_far(main: Period | None, published: dt.date | None) -> Period | None:
    """The year to date: up to the end of what the text is about, where that is of this year, else up to the publication."""
    if main is not None and main.year is not None and main.end_year is None and (published is None or main.year >= published.year):
        return replace(main, first=1)
    return Period(published.year, 1, published.month) if published is not None else None


def _from(year: int | None, first: int, main: Period | None, published: dt.date | None) -> Period | None:
    """The months since one: a release of December about November tells of those up to November, else they run up to the publication."""
    if published is None or year is None or (year, first) > (published.year, published.month):
        return None
    before = (published.year, published.month - 1) if published.month > 1 else (published.year - 1, _MONTHS)
    told = main is not None and (main.end_year or main.year, main.last) == before and (year, first) <= before
    last_year, last = before if told else (published.year, published.month)
    return Period(year, first, last, last_year)


def _in_year_of(span: Span, main: Period) -> Period | None:
    """The same months in the year that a span names; a relative year is counted from the one that is spoken of."""
    year = span.year if span.year is not None else None if main.year is None or span.offset is None else main.year + span.offset
    moved = main.end_year - main.year if main.end_year is not None and main.year is not None else None
    return replace(main, year=year, end_year=None if moved is None or year is None else year + moved)


def resolve(span: Span, main: Period | None, published: dt.date | None) -> Period | None:
    """The months a stated period covers, or None where it states none (a bare "this year")."""
    if span.style == "same":
        told = span.year is None and span.offset is None
        return main if told or main is None or main.year is None else _in_year_of(span, main)
    if span.style in {"last-month", "last-quarter"}:
        if main is None:
            return None
        return replace(main, first=main.last if span.style == "last-month" else (main.last - 1) // 3 * 3 + 1)
    if span.style in {"this-month", "month-before"}:
        if published is None:
            return None
        month = published.month - (span.style == "month-before")
        return Period(published.year, month, month) if month else Period(published.year - 1, 12, 12)
    if span.style == "quarter-before":
        if published is None:
            return None
        first = (published.month - 1) // 3 * 3 - 2
        return Period(published.year, first, first + 2) if first > 0 else Period(published.year - 1, 10, 12)
    if span.style == "past":  # the past eleven months, in December: the year so far
        ended = published is not None and span.last in {published.month - 1, published.month}
        if ended and published is not None:
            return Period(published.year, 1, span.last or 1)
        return main if main is not None and (main.first, main.last) == (1, span.last) else None
    if span.style == "ytd" and span.year is not None and published is not None and span.year != published.year:
        return None
    if span.style == "ytd":
        return _so_far(main, published)
    year = span.year
    if year is None and span.offset is not None and span.of_main and main is not None and main.year is not None:
        year = main.year + span.offset
        if span.style == "year":
            return Period(year, 1, 12) if main.months == 12 else Period(year, main.first, main.last)
    if year is None and span.offset is not None:
        year = published.year + span.offset if published else None
        if span.offset is not None and published is None and main is not None and main.year is not None and span.offset == 0:
            year = main.year
    if span.style == "year":
        if span.year is None and span.offset == 0:
            told = main is not None and main.year is not None and published is not None and main.year >= published.year
            return main if told and main is not None and main.first == 1 else None if told or published is None else _so_far(main, published)
        if year is not None and published is not None and year == published.year and main is not None and main.year == year:
            return main  # the year that is still running is told by what is known of it
        return Period(year, 1, 12)
    if span.first is None or span.last is None:
        return None
    if span.whole and year is None and main is not None and published is not None and main.year == published.year:
        return main if main.first == 1 else None  # "in the year" that is not over yet
    if year is None and span.offset is None:
        if span.style == "stock" and published is not None:
            year = published.year - (span.last > published.month)
        elif main is not None and main.year is not None:
            year = main.year
            over = published is not None and published.year == year + 1 and published.month > 2 and main.months == 12
            if over and published is not None and 0 < published.month - span.last < 3:
                year += 1  # in a text of May about last year "from January to April" is of this year
            elif published is not None and (year, span.first) > (published.year, published.month):
                year -= 1  # in one of March "December" is last year's
        elif published is not None:
            year = published.year
            if span.last > published.month or (span.last == published.month and span.last == 12):
                year -= 1
    if span.style == "since":
        return _from(year, span.first, main, published)
    if span.first > span.last and span.end_year is None:  # counted back into the year before
        return Period(year - 1, span.first, span.last, year) if year is not None else None
    return Period(year, span.first, span.last, span.end_year)
