"""The reference period of a release: that of its first figures, a running total before a single month.

A period that a figure is only held against ("up from 3 billion in September", "(March: 4 percent)") is none that a release is about. A month or
quarter that a title or opening names without figures is that of the first figures, where these state none themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from tradegraph.facts.state import HEADLINE, HELD_AGAINST
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.model import Period
from tradegraph.period import Span, resolve

_HEAD = 14  # sentences that can say what a release is about
_TITLES = 3  # sentences before the text
_NEAR = 10  # sentences in which a year can be told
_FIRST = 4  # sentences that can say so by "this year" alone
_REPORTED = 6  # months after its end in which a release is about a period
_LATE = 4  # months after its end from which a period may only be where a release sets out from
_TITLED = 3  # months after its end in which a title can be about a month or quarter
_ACCRUED = 2  # months after a day up to which something was reached
_RATED = frozenset({"q", "direction", "rate"})
_SET_BESIDE = HELD_AGAINST | {"after"}  # what leads to a figure beside which another is set
_STOPS = frozenset({",", ";", ".", ":", "(", ")", "level-verb", "while"})
_TRADED = frozenset({"term", "direction", "rate"})
_DATED = frozenset({"year", "part"})
_YEARS = 2  # after which a release can still be about a year


def _compares(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a period is what something is held against: "up 4 percent from the first half of 2022"."""
    at = next((i for i in range(index - 1, -1, -1) if tokens[i].kind != "particle" or tokens[i].concept.get("compares")), -1)
    if at < 0 or tokens[at].kind in HELD_AGAINST:
        return at >= 0
    compares = bool(tokens[at].concepts) and bool(tokens[at].concept.get("compares"))
    return compares and (tokens[at].kind != "particle" or any(t.kind in _RATED for t in tokens[:at]))  # "up 3% on May"; "the total in May"


def _beside(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a period is that of a figure beside which another is set: "from Sept's $37 bln", "after a rise of 3% in May", "4% (May: 3%)"."""
    opened = next((i for i in range(index - 1, -1, -1) if tokens[i].kind in {"(", ")"}), -1)
    if opened >= 0 and tokens[opened].kind == "(" and any(t.kind == "q" for t in tokens[:opened]):
        return any(t.kind == "q" for t in tokens[opened:])
    led = next((i for i in range(index - 1, -1, -1) if tokens[i].kind in _SET_BESIDE | _STOPS), -1)
    return led >= 0 and tokens[led].kind in _SET_BESIDE and any(t.kind == "q" for t in tokens[led : index + 2])


class ReferencePeriod:
    """Which period a document is about, from the sentences it opens with; `published` is its date."""

    def __init__(self, found: list[Sentence], published: dt.date | None, *, zh: bool) -> None:
        self._found = found
        self._published = published
        self._zh = zh
        self.main = self._main()

    def _main(self) -> Period | None:
        """The period of the first figures or of the title, a running total before a single month.

        Where it ended long before the release, what follows it is meant: last year's trade is only where a release of summer sets out from.
        """
        stated = list(self._stated())
        first = stated[0] if stated else None
        accrued = self._accrued()
        if accrued is not None and (first is None or (first.months == 1 and accrued.last == first.last)):
            return accrued
        if first is None:
            return self._so_far() or self._only_year() or self._year_named()
        if self._published is None or self._lag(first) < _LATE:
            return first
        return next((p for p in stated if first.precedes(p)), first)

    def turn(self) -> tuple[int, Period] | None:
        """Where a release that opens with a single month gives the running total too, and that total's months: what follows is about them."""
        period = self.main
        quarter = not self._zh and period is not None and period.months == 3
        if period is None or (period.months > 1 and not quarter) or period.first == 1:
            return None
        kinds = frozenset({"money", "percent"} if quarter else {"money"})
        for sentence in self._found[:_HEAD]:
            for token in sentence.tokens if _counts(sentence, kinds) else ():
                span = token.span
                if span is not None and span.style == "part" and (span.first, span.last) == (1, period.last) and span.year in {None, period.year}:
                    return sentence.start, Period(period.year, 1, period.last)
        return None

    def _stated(self) -> Iterator[Period]:
        """The periods just ended that the first sentences state, those of one sentence by how likely it is about them."""
        titled: Period | None = None
        for number, sentence in enumerate(self._found[:_HEAD]):
            spans = self._spoken_of(sentence)
            if not _counts(sentence, HEADLINE):
                titled = self._titled(sentence, spans) or titled
                speaks = number < _TITLES or any(t.kind == "term" for t in sentence.tokens)
                yield from self._told([s for s in spans if not s.single and (speaks or not s.whole)])
                continue
            told = list(self._told(spans))
            yield from told
            if titled is not None and any(t.kind in _TRADED for t in sentence.tokens):
                yield from [] if told else [titled]
                titled = None

    def _spoken_of(self, sentence: Sentence) -> list[Span]:
        """The periods of a sentence but those that something is only held against."""
        tokens = sentence.tokens
        dated = [t for i, t in enumerate(tokens) if t.kind == "period" and not _compares(tokens, i) and not _beside(tokens, i)]
        return [m.span for t in dated for m in t.members if m.span is not None]

    def _told(self, spans: list[Span]) -> Iterator[Period]:
        """The periods just ended among some, running totals first and whole years last, of those alike the one that ended last."""
        styles = {"part", "past"} if self._zh else {"part", "past", "month-before"}
        year = next((s.year for s in spans if s.style == "year"), None)
        told: list[tuple[Span, Period]] = []
        for span in spans:
            period = resolve(span, None, self._published) if span.style in styles else None
            period = replace(period, year=year) if period is not None and period.year is None else period
            told.extend([(span, period)] if period is not None and self._reported(period) else [])
        for span, period in sorted(told, key=lambda t: (t[0].single, self._lag(t[1]))):
            yield self._with_year(period, span)
        for span in spans:
            period = resolve(span, None, self._published)
            if span.style == "year" and span.offset != 0 and period is not None and self._reported(period):
                yield period

    def _accrued(self) -> Period | None:
        """The months of this year up to a day by which something was reached, where the first figures tell of no other: "as of the end of August"."""
        for sentence in self._found[:_HEAD]:
            spans = self._spoken_of(sentence)
            if not _counts(sentence, HEADLINE) or not spans or any(s.style == "since" for s in spans):
                continue  # more than 12 million tonnes in all since 2013
            periods = [resolve(s, None, self._published) for s in spans if s.style == "stock" and s.first == 1]
            return next((p for p in periods if p is not None and p.year is not None and 0 <= self._lag(p) <= _ACCRUED), None)
        return None

    def _titled(self, sentence: Sentence, spans: list[Span]) -> Period | None:
        """The month or quarter just ended that a title, or a sentence on trade, speaks of without figures."""
        title = sentence.tokens[-1].kind != "."
        if not title and not any(t.kind == "term" for t in sentence.tokens):
            return None
        periods = [resolve(s, None, self._published) for s in spans if s.style == "part" and s.single]
        return next((p for p in periods if p is not None and p.year is not None and 0 < self._lag(p) <= _TITLED), None)

    def _only_year(self) -> Period | None:
        """The first period of the one year that an English release names, where it came out long after that year."""
        published = self._published
        told = [
            t.span
            for s in self._found
            for i, t in enumerate(s.tokens)
            if t.kind == "period" and t.span is not None and not _compares(s.tokens, i) and not _beside(s.tokens, i)
        ]
        years = {s.year for s in told if s.style in _DATED and s.year is not None}
        years |= {published.year + (s.offset or 0) for s in told if published is not None and (s.offset is not None or s.style == "ytd")}
        year = years.pop() if len(years) == 1 else None
        first = next((s for s in told if s.style in _DATED and s.year == year is not None), None)
        late = published is not None and year is not None and 0 < published.year - year <= _YEARS
        return resolve(first, None, published) if first is not None and late and not self._zh else None

    def _year_named(self) -> Period | None:
        """The year just ended that the first sentences of an English release name without figures: "the port closed 2023 on a high note"."""
        spans = [] if self._zh else [s for sentence in self._found[:_HEAD] for s in self._spoken_of(sentence)]
        years = (resolve(s, None, self._published) for s in spans if s.style == "year" and s.offset != 0)
        return next((p for p in years if p is not None and self._reported(p)), None)

    def _so_far(self) -> Period | None:
        """The year to date, where an English release names no other period than "this year" with its first figures."""
        published = self._published
        told = [(s, t.span) for s in self._found[:_FIRST] for t in s.tokens if t.kind == "period" and t.span is not None]
        running = [s for s, span in told if span.running]
        counted = any(t.quantity is not None and t.quantity.kind in HEADLINE | {"number"} for s in running[:1] for t in s.tokens)
        if self._zh or not counted or published is None or published.month < 2:
            return None
        return Period(published.year, 1, published.month)

    def _reported(self, period: Period) -> bool:
        """A release is about a period that has just ended; older and later ones are only mentioned."""
        if self._published is None or period.year is None:
            return True
        return 0 <= self._lag(period) <= _REPORTED

    def _lag(self, period: Period) -> int:
        """The months from the end of a period to the release; nought where either is not known."""
        if self._published is None or period.year is None:
            return 0
        return (self._published.year - (period.end_year or period.year)) * 12 + self._published.month - period.last

    def _with_year(self, period: Period, span: Span) -> Period:
        """ "Q1" in a title and "the first quarter of 2020" in the lead are one period."""
        if span.year is not None or span.offset is not None:
            return period
        for sentence in self._found[:_NEAR]:
            for token in sentence.tokens:
                other = token.span
                if other is not None and other.year is not None and other.style == "part" and (other.first, other.last) == (span.first, span.last):
                    stated = Period(other.year, period.first, period.last)
                    if self._reported(stated):
                        return stated
        return period


def _counts(sentence: Sentence, kinds: frozenset[str]) -> bool:
    """Whether a sentence has figures of some kinds."""
    return any(m.quantity is not None and m.quantity.kind in kinds for t in sentence.tokens if t.kind == "q" for m in t.members)
