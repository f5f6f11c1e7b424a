"""The opening: what a release is about, from its title, its first sentences and how often it speaks of a place.

The main period is that of the first figures, a running total before a single month. The main place is a choice of its own (reporter.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tradegraph.facts.places import CUSTOMS, Gazetteer
from tradegraph.facts.reporter import Reporters, compared, owns_trade
from tradegraph.facts.slots import trade_class
from tradegraph.facts.state import AMOUNTS, TRADE_FLOWS
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.facts.weights import Signs
from tradegraph.mentions import Annotated, Readers
from tradegraph.model import Concept, Period
from tradegraph.period import Span, resolve

_FIGURES = frozenset({"money", "percent", "count", "mass", "teu", "times"})
_HEAD = 14  # sentences that can say what a release is about
_REPORTED = 6  # months after its end in which a release is about a period
_LATE = 4  # months after its end from which a period may only be where a release sets out from
_COMPARING = frozenset({"than", "gap", "from-level"})
_DATED = frozenset({"year", "part"})
_YEARS = 2  # after which a release can still be about a year
_TERRITORIAL = 4  # sentences that can say of which customs territory a release is


def _compares(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a period is what something is held against: "up 4 percent from the first half of 2022"."""
    led = next((t for t in reversed(tokens[:index]) if t.kind != "particle" or t.concept.get("compares")), None)
    return led is not None and (led.kind in _COMPARING or (bool(led.concepts) and bool(led.concept.get("compares"))))


def _by_mode(tokens: tuple[Token, ...]) -> set[str]:
    """The one trade mode by which an English sentence says that all its goods went: "goods worth 3 billion yuan were traded through e-commerce"."""
    modes = [(before, t) for before, t in pairwise(tokens) if t.kind == "regime"]
    amounts = sum(t.quantity is not None and t.quantity.kind == "money" for t in tokens)
    return {trade_class(t.concept) for before, t in modes if before.kind == "through"} if len(modes) == amounts == 1 else set()


class Opening:
    """What the first sentences of a document settle; `published` is its date, `office` the first customs office named."""

    def __init__(self, annotated: Annotated, found: list[Sentence], gazetteer: Gazetteer, tools: Readers) -> None:
        self._annotated = annotated
        self._found = found
        self._places = gazetteer
        self._tools = tools
        self._zh = tools.lexicon.language == "zh"
        self.published = annotated.document.published or self._dateline()
        self.period = self._main_period()
        self.office = self._first_office()

    # ------------------------------------------------------------------ what trade it is about

    def partner(self) -> tuple[str, ...]:
        """The partner that both the title and the first figure name: the release is about trade with it."""
        titles: set[str] = set()
        for sentence in self._found[:12]:
            money = [t for t in sentence.tokens if t.kind == "q" and t.quantity is not None and t.quantity.kind == "money"]
            if money:
                near = {t.concept.notation for t in sentence.tokens if t.kind == "partner" and t.start < money[0].start + 60}
                shared = titles & near
                return tuple(sorted(shared)) if len(shared) == 1 else ()
            if any(t.kind == "term" for t in sentence.tokens) and not (self._zh and sentence.tokens[-1].kind == "."):
                titles |= {t.concept.notation for t in sentence.tokens if t.kind == "partner"}
        return ()

    def regime(self) -> str:
        """The trade mode that the first figure is of, where the release goes on to speak of it; none where it gives the trade of all modes first."""
        regimes = [trade_class(t.concept) for s in self._found for t in s.tokens if t.kind == "regime"]
        title = next((trade_class(t.concept) for s in self._found[:1] for t in s.tokens if t.kind == "regime"), "")
        for number, sentence in enumerate(self._found[:12]):
            figures = [t for t in sentence.tokens if t.kind == "q" and t.quantity is not None and t.quantity.kind in {"money", "count"}]
            if not number and title and sentence.tokens[-1].kind != ".":
                continue  # what the title is about may be a part of what the text tells
            named = {trade_class(t.concept) for t in sentence.tokens if t.kind == "regime" and figures and t.start < figures[0].start}
            named = named or (_by_mode(sentence.tokens) if figures else set())
            if figures and named:
                topic = named.pop()
                return topic if not named and (regimes.count(topic) > 3 or (topic == title and regimes.count(topic) > 1)) else ""
            rates = any(t.quantity is not None and t.quantity.kind == "percent" for t in sentence.tokens)
            traded = any(t.kind == "term" and t.concept.get("flow") in TRADE_FLOWS | {"total"} for t in sentence.tokens)
            whole = rates and traded and not any(t.kind == "regime" for t in sentence.tokens)  # exports grew by 13.5 percent: of all modes
            if whole or any(t.quantity is not None and t.quantity.kind == "money" for t in figures):
                return ""
        return ""

    def flow(self) -> str:
        """The flow that a release about one trade mode is about: the one of its first figure, where the other is hardly named."""
        flows = [t.concept.get("flow") for s in self._found for t in s.tokens if t.kind == "term"]
        for sentence in self._found[:12]:
            figures = [t for t in sentence.tokens if t.kind == "q" and t.quantity is not None and t.quantity.kind in {"money", "count"}]
            if not figures:
                continue
            named = {t.concept.get("flow") for t in sentence.tokens if t.kind == "term" and t.start < figures[0].start} & TRADE_FLOWS
            if len(named) == 1:
                flow = named.pop()
                other = next(iter(TRADE_FLOWS - {flow}))
                return flow if flows.count(flow) > 3 * flows.count(other) and not flows.count("total") else ""
        return ""

    def flow_of_goods(self) -> str:
        """The flow of an English release that opens with a good and never speaks of the other flow: other goods in it go the same way."""
        flows = {t.concept.get("flow") for s in self._found for t in s.tokens if t.kind == "term"} & TRADE_FLOWS
        pairs = any(t.kind == "term" and t.concept.get("members") for s in self._found for t in s.tokens)
        told = (s.tokens for s in self._found if any(t.kind == "term" and t.concept.get("flow") for t in s.tokens))
        first = next((tokens for tokens in told if any(t.quantity is not None and t.quantity.kind in AMOUNTS for t in tokens)), ())
        figure = next((i for i, t in enumerate(first) if t.quantity is not None and t.quantity.kind in AMOUNTS), 0)
        traded = any(t.kind == "term" and t.concept.get("flow") in flows for t in first[:figure])
        goods = any(t.kind == "commodity" for t in first[: figure + 3])
        return flows.pop() if not self._zh and len(flows) == 1 and not pairs and traded and goods else ""

    # ------------------------------------------------------------------ date and period

    def _dateline(self) -> dt.date | None:
        months = self._tools.lexicon.role("month-name")
        for mention in self._annotated.mentions:
            args = dict(mention.args)
            if mention.kind == "date" and {"y", "d"} <= set(args) and ("m" in args or "mm" in args):
                month = args.get("mm") or args["m"]
                number = int(months[month].get("value")) if month in months else self._tools.quantities.cardinal(month)
                try:
                    return dt.date(int(args["y"]), number, int(args["d"]))
                except ValueError:
                    continue
        return None

    def _main_period(self) -> Period | None:
        """The period of the first figures or of the title, a running total before a single month.

        Where it ended long before the release, what follows it is meant: last year's trade is only where a release of summer sets out from.
        """
        stated = list(self._stated_periods())
        first = stated[0] if stated else None
        if first is None:
            return self._so_far() or self._only_year()
        if self.published is None or self._lag(first) < _LATE:
            return first
        return next((p for p in stated if first.precedes(p)), first)

    def _stated_periods(self) -> Iterator[Period]:
        """The periods just ended that the first sentences state with figures, those of one sentence by how likely it is about them."""
        for number, sentence in enumerate(self._found[:_HEAD]):
            figures = any(m.quantity and m.quantity.kind in _FIGURES for t in sentence.tokens if t.kind == "q" for m in t.members)
            if not figures and number > 2 and not any(t.kind == "term" for t in sentence.tokens):
                continue
            spans = [m.span for t in sentence.tokens if t.kind == "period" for m in t.members if m.span]
            styles = {"part", "past"} if self._zh or not figures else {"part", "past", "month-before"}
            parts = [s for s in spans if s.style in styles and (figures or not s.single)]
            for span in sorted(parts, key=lambda s: s.single):
                period = resolve(span, None, self.published)
                if period is not None and period.year is None:
                    period = replace(period, year=next((s.year for s in spans if s.style == "year"), None))
                if period is not None and self._reported(period):
                    yield self._with_year(period, span)
            for span in spans:
                period = resolve(span, None, self.published)
                if span.style == "year" and span.offset != 0 and period is not None and self._reported(period):
                    yield period

    def _only_year(self) -> Period | None:
        """The first period of the one year that an English release names, where it came out long after that year."""
        told = [
            t.span for s in self._found for i, t in enumerate(s.tokens) if t.kind == "period" and t.span is not None and not _compares(s.tokens, i)
        ]
        years = {s.year for s in told if s.style in _DATED and s.year is not None}
        years |= {self.published.year + (s.offset or 0) for s in told if self.published is not None and (s.offset is not None or s.style == "ytd")}
        year = years.pop() if len(years) == 1 else None
        first = next((s for s in told if s.style in _DATED and s.year == year is not None), None)
        late = self.published is not None and year is not None and 0 < self.published.year - year <= _YEARS
        return resolve(first, None, self.published) if first is not None and late and not self._zh else None

    def _so_far(self) -> Period | None:
        """The year to date, where an English release names no other period than "this year" with its first figures."""
        told = [(s, t.span) for s in self._found[:_TERRITORIAL] for t in s.tokens if t.kind == "period" and t.span is not None]
        running = [s for s, span in told if span.running]
        counted = any(t.quantity is not None and t.quantity.kind in _FIGURES | {"number"} for s in running[:1] for t in s.tokens)
        if self._zh or not counted or self.published is None or self.published.month < 2:
            return None
        return Period(self.published.year, 1, self.published.month)

    def turn(self) -> tuple[int, Period] | None:
        """Where a release that opens with a single month gives the running total too, and that total's months: what follows is about them."""
        period = self.period
        quarter = not self._zh and period is not None and period.months == 3
        if period is None or (period.months > 1 and not quarter) or period.first == 1:
            return None
        for sentence in self._found[:_HEAD]:
            kinds = {"money", "percent"} if quarter else {"money"}
            figures = any(m.quantity and m.quantity.kind in kinds for t in sentence.tokens if t.kind == "q" for m in t.members)
            for token in sentence.tokens if figures else ():
                span = token.span
                if span is not None and span.style == "part" and (span.first, span.last) == (1, period.last) and span.year in {None, period.year}:
                    return sentence.start, Period(period.year, 1, period.last)
        return None

    def _reported(self, period: Period | None) -> bool:
        """A release is about a period that has just ended; older and later ones are only mentioned."""
        published = self.published
        if period is None or published is None or period.year is None:
            return period is not None
        return 0 <= self._lag(period) <= _REPORTED

    def _lag(self, period: Period) -> int:
        """The months from the end of a period to the release; nought where either is not known."""
        if self.published is None or period.year is None:
            return 0
        return (self.published.year - (period.end_year or period.year)) * 12 + self.published.month - period.last

    def _with_year(self, period: Period, span: Span) -> Period:
        """ "Q1" in a title and "the first quarter of 2020" in the lead are one period."""
        if span.year is not None or span.offset is not None:
            return period
        for sentence in self._found[:10]:
            for token in sentence.tokens:
                other = token.span
                if other is not None and other.year is not None and other.style == "part" and (other.first, other.last) == (span.first, span.last):
                    stated = Period(other.year, period.first, period.last)
                    if self._reported(stated):
                        return stated
        return period

    # ------------------------------------------------------------------ place

    def _first_office(self) -> Concept | None:
        authority: Concept | None = None
        for sentence in self._found[:_HEAD]:
            for token in sentence.tokens:
                if token.kind == "place" and any(self._places.type(c) in CUSTOMS for c in token.concepts):
                    office = self._places.choose(token.concepts, [])
                    if not self._zh or office is None or self._places.type(office) != "customs-authority":
                        return office
                    authority = authority or office
        return authority

    def places(self) -> list[tuple[Concept, Signs]]:
        """The places that it may be about, each with the signs by which one is chosen."""
        marks = self._tools.lexicon.role("possessive")
        return list(Reporters(self._found, self._annotated.folded.text, self._places, self.office, marks, zh=self._zh).signs())

    def corridor(self) -> str:
        """The one railway, route or train service that the first figures of a Chinese release without a region are of, as printed."""
        for sentence in self._found[:_HEAD] if self._zh else ():
            if any(t.kind == "q" and t.quantity is not None and t.quantity.kind in _FIGURES for t in sentence.tokens):
                named = {t.concept.notation: t.printed for t in sentence.tokens if t.kind == "corridor" and not t.items}
                return next(iter(named.values())) if len(named) == 1 else ""
        return ""

    def territory(self, place: Concept | None) -> Concept | None:
        """The customs territory whose trade the first sentences tell, where no region of the country around it is the release's place."""
        if self._zh or (place is not None and self._places.type(place) != "country"):
            return None
        for sentence in self._found[:_TERRITORIAL]:
            for index, token in enumerate(sentence.tokens):
                own = self._places.territory(token.concept) if token.kind == "partner" and not token.items else None
                if own is not None and owns_trade(sentence.tokens, index, self._places, zh=self._zh) and not compared(sentence.tokens, index):
                    return own
                if token.kind == "place" and owns_trade(sentence.tokens, index, self._places, zh=self._zh):
                    return None
        return None
