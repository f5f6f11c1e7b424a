"""The opening: what a release is about, from its title, its first sentences and how often it speaks of a place.

The main period is that of the first figures, a running total before a single month. The main place is the one region, zone or port that
the title names; else the first that is named with trade.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tradegraph.facts.places import CUSTOMS, REGIONS, Gazetteer
from tradegraph.facts.slots import trade_class
from tradegraph.facts.state import AMOUNTS, TRADE_FLOWS
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.mentions import Annotated, Readers
from tradegraph.model import Concept, Period
from tradegraph.period import Span, resolve

_FIGURES = frozenset({"money", "percent", "count", "mass", "teu", "times"})
_HEAD = 14  # sentences that can say what a release is about
_TERRITORIAL = 4  # sentences that can say of which customs territory a release is
_NEAR = 16  # characters between an owner and the trade that it owns at most
_ADDRESS = 3  # characters between the parts of an address at most


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
        """The trade mode that the first figure is of, where the release goes on to speak of it."""
        regimes = [trade_class(t.concept) for s in self._found for t in s.tokens if t.kind == "regime"]
        for sentence in self._found[:12]:
            figures = [t for t in sentence.tokens if t.kind == "q" and t.quantity is not None and t.quantity.kind in {"money", "count"}]
            named = {trade_class(t.concept) for t in sentence.tokens if t.kind == "regime" and figures and t.start < figures[0].start}
            if figures and named:
                topic = named.pop()
                titled = any(trade_class(t.concept) == topic for s in self._found[:1] if s is not sentence for t in s.tokens if t.kind == "regime")
                return topic if not named and (regimes.count(topic) > 3 or (titled and regimes.count(topic) > 1)) else ""
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
        """The period of the first figures or of the title, a running total before a single month."""
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
                    return self._with_year(period, span)
            for span in spans:
                period = resolve(span, None, self.published)
                if span.style == "year" and span.offset != 0 and period is not None and self._reported(period):
                    return period
        return self._so_far()

    def _so_far(self) -> Period | None:
        """The year to date, where an English release names no other period than "this year" with its first figures."""
        told = [(s, t.span) for s in self._found[:_TERRITORIAL] for t in s.tokens if t.kind == "period" and t.span is not None]
        running = [s for s, span in told if span.style == "ytd" or (span.style == "year" and span.year is None and span.offset == 0)]
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
        lag = (published.year - (period.end_year or period.year)) * 12 + published.month - period.last
        return 0 <= lag <= 6

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

    def place(self) -> Concept | None:
        """The region, zone or port that the release is about; None where it names none."""
        certain = [t.concepts[0] for s in self._found[:_HEAD] for t in s.tokens if t.kind == "place" and len(t.concepts) == 1]
        owner = self._first_named(certain, TRADE_FLOWS | {"total"}) if self._zh else None
        return self._titled(certain) or owner or self._first_named(certain) or self._dated(certain)

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
                if own is not None and self._owns_trade(sentence.tokens, index) and not self._compared(sentence.tokens, index):
                    return own
                if token.kind == "place" and self._owns_trade(sentence.tokens, index):
                    return None
        return None

    def _dated(self, certain: list[Concept]) -> Concept | None:
        """The place of the dateline, where the text names no other."""
        lines = [t for s in self._found[:_HEAD] for t in s.tokens if t.kind == "dateline"]
        place = self._places.choose(lines[0].concepts, certain) if lines else None
        return place if place is not None and self._places.type(place) in REGIONS else None

    def _titled(self, certain: list[Concept]) -> Concept | None:
        """The one region, zone or port that the first line names."""
        title: list[Sentence] = []
        for sentence in self._found[:6]:
            if title and sentence.opens:
                owning = any(t.kind == "place" and self._owning(t) for s in title for t in s.tokens)  # Shandong's seafood exporters lose ground
                if owning or any(t.kind in {"term", "q"} for s in title for t in s.tokens):
                    break
                title = []  # a kicker or a date line over the title
            title.append(sentence)
        if not title or title[-1].end - title[0].start > 120 or (self._zh and title[-1].tokens[-1].kind == "."):
            return None  # a Chinese title has no full stop
        tokens = tuple(t for s in title for t in s.tokens)
        places: list[Concept] = []
        last = -_ADDRESS
        for index, token in enumerate(tokens):
            if token.kind == "place" and not self._compared(tokens, index):
                place = self._places.choose(token.concepts, [*places, *certain])
                named = place is not None and not place.notation.startswith("text:")
                if place is not None and named and self._places.type(place) not in CUSTOMS and self._places.type(place) != "area":
                    if places and token.start - last < _ADDRESS and self._places.within(place, places[-1]):
                        places.pop()  # an address: "Jilin Hunchun"
                    places.append(place)
                    last = token.end
        places = [p for p in places if self._places.type(p) != "country"] or places
        outer = [p for p in places if not any(p != q and self._places.within(p, q) for q in places)]
        described = any(t.kind == "place-class" or (t.kind == "anaphor" and t.concept.get("level") not in {"country", "home", "own"}) for t in tokens)
        described = described or any(self._describes(tokens, i) for i, t in enumerate(tokens) if t.kind == "place")
        if len(outer) == 1 and self._places.type(outer[0]) == "country" and described and not self._zh:
            return None  # "China's northernmost province": the text says which
        return outer[0] if len(outer) == 1 else None

    def _describes(self, tokens: tuple[Token, ...], index: int) -> bool:
        """Whether a place owns something else than trade: "China's northernmost province bounces back"."""
        end = tokens[index].end
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        near = after is not None and after.start - end < _NEAR and after.kind in {"term", "period", "overall", "facet", "basis", "direction", "place"}
        return self._owning(tokens[index]) and not near

    def _owning(self, token: Token) -> bool:
        """Whether a mark of possession stands behind an English place."""
        text = self._annotated.folded.text
        return any(text.startswith(f"{mark} ", token.end) for mark in self._tools.lexicon.role("possessive"))

    def _first_named(self, certain: list[Concept], flows: frozenset[str] = frozenset()) -> Concept | None:
        """The first region, zone or port named with trade; else the first region; else the region of the first customs office.

        With `flows`, only the one that stands right before a word for them up to the first amount, and none where there is none.
        """
        first: Concept | None = None
        office: Concept | None = None
        nation: Concept | None = None
        authority = traded = False  # the customs of the country came before any office; the first place stood in a sentence of trade
        known = list(certain)
        for sentence in self._found[:_HEAD]:
            tokens = sentence.tokens
            trades = any(t.kind == "term" and not (self._zh and t.concept.get("indicator") == "enforcement") for t in tokens)
            regional = any(t.kind == "place" and any(self._places.type(c) not in CUSTOMS | {"area", "country"} for c in t.concepts) for t in tokens)
            owners = any(t.kind == "place" and self._owns_trade(tokens, i, flows) for i, t in enumerate(tokens))
            for index, token in enumerate(tokens):
                if token.kind == "anaphor" and token.concept.get("level") == "country" and trades and not self._compared(tokens, index):
                    nation = nation or self._places.find("CN")
                if token.kind != "place" or self._compared(tokens, index) or (self._zh and self._of_offices(tokens, index)):
                    continue
                place = self._places.choose(token.concepts, [office, *known])
                if place is not None and place.notation.startswith("text:"):
                    if place.get("level") == "country" and trades:
                        nation = nation or self._places.find("CN")
                        if first is None and self._owns_trade(tokens, index):
                            return nation
                    continue  # all zones of a region are no region
                if place is None:
                    continue
                kind = self._places.type(place)
                if kind in CUSTOMS:
                    authority = authority or (office is None and kind == "customs-authority")
                    office = place if office is None or (self._zh and self._places.type(office) == "customs-authority") else office
                    continue
                if kind == "area" or (kind == "country" and (regional or (not self._zh and self._describes(tokens, index)))):
                    continue
                known.append(place)
                if trades and (self._owns_trade(tokens, index, flows) or not (owners or flows)):
                    return place
                traded = traded or trades
                first = first or place
            if nation is not None and trades and first is None:
                return nation
            if flows and any(m.quantity and m.quantity.kind == "money" for t in tokens if t.kind == "q" for m in t.members):
                return None
        if flows:
            return None
        told = first is None or (self._zh and authority and not traded)  # cases of many offices
        if self._zh and not traded and first is not None and office is not None and self._places.find(first.notation) is None:
            first = None  # a port in no list, which an office works at
        if told and office is not None and (authority or self._places.type(office) == "customs-authority"):
            return self._places.find("CN")
        if first is None and office is not None:
            regions = [p for p in self._places.ancestors(office) if self._places.type(p) in REGIONS]
            return regions[0] if regions else office
        return first

    def _of_offices(self, tokens: tuple[Token, ...], index: int) -> bool:
        """Whether a place is one of a list of customs offices whose class stands behind the last: "Nanjing, Hangzhou customs"."""
        while index + 2 < len(tokens) and tokens[index + 1].kind in {"sep", "and"} and tokens[index + 2].kind == "place":
            index += 2
            if all(self._places.type(c) in CUSTOMS for c in tokens[index].concepts):
                return True
        return False

    def _owns_trade(self, tokens: tuple[Token, ...], index: int, flows: frozenset[str] = frozenset()) -> bool:
        """Whether a place stands right before a term of trade, as in "Tibet's foreign trade", or behind it in "foreign trade of Tibet"."""
        if any(self._places.type(c) in CUSTOMS for c in tokens[index].concepts):
            return False
        if self._zh and index > 1 and tokens[index - 1].kind in {"sep", "and"} and tokens[index - 2].kind == "place":
            return False  # one of several
        if not self._zh and index > 1:
            held = [t for t in tokens[max(0, index - 4) : index] if t.kind not in {"particle", "place"}]
            if len(held) > 1 and held[-1].kind == "of" and held[-2].kind == "term":
                return True
        rest = [t for t in tokens[index + 1 : index + 4] if t.kind not in {"particle", "period", "facet"}]
        owned = bool(rest) and rest[0].kind == "term" and rest[0].start - tokens[index].end < 16
        return owned and (not flows or rest[0].concept.get("flow") in flows)

    @staticmethod
    def _compared(tokens: tuple[Token, ...], index: int) -> bool:
        """Whether a place is only the object of a comparison, the scope of a rank or the place of a dateline."""
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if after is not None and after.kind == "," and index + 2 < len(tokens) and tokens[index + 2].kind == "date":
            return True
        return (before is not None and before.kind in {"than", "gap", "share", "rank-verb", "rank"}) or (
            after is not None and after.kind in {"rank", "gap", "rank-verb", "date"}
        )
