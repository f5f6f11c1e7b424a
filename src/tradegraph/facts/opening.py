"""The opening: what a release is about, from its title, its first sentences and how often it speaks of a place.

The main period (reference_period.py) and the main place (reporter.py) are choices of their own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import combinations, pairwise, takewhile

from tradegraph.facts.places import CUSTOMS, Gazetteer
from tradegraph.facts.reference_period import ReferencePeriod
from tradegraph.facts.reporter import Reporters, compared, owns_trade
from tradegraph.facts.slots import trade_class
from tradegraph.facts.state import AMOUNTS, HEADLINE, TRADE_FLOWS
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.facts.weights import Signs
from tradegraph.intervals import printed
from tradegraph.mentions import Annotated, Readers
from tradegraph.model import Concept, Mention, Quantity

_TOP, _END = 600, 300  # characters at the beginning and at the end of a text among which its date stands
_LABEL = 40  # characters of what leads to it at most
_AFTER = re.compile(r"[^\S\n]*(?:$|\n|[(\uff08|/\u2014\u2013-]|\d|(?<=\s)[^\x00-\x7f])")  # an agency, a time, a label in Chinese
_HEAD = 14  # sentences that can say what a release is about
_LEVELS = frozenset({"money", "count"})  # kinds of a first figure
_APART = frozenset({",", ";", ".", "of-which", "q"})  # what ends the words that say of what the figure before is
_BY = frozenset({"of", "through", "with"})
_OFTEN = 3  # namings beyond which a mode is what a release is about
_PARTS = 8  # amounts that may split the first
_DIGITS = 100  # a sum tells something where an amount is at least so many units of its last digit
_TERRITORIAL = 4  # sentences that can say of which customs territory a release is


def _modes_of(tokens: tuple[Token, ...], figure: int) -> set[str]:
    """The trade modes of which the first figure of a sentence is: "e-commerce was 3 billion yuan", "3 billion yuan ($0.4 billion) of e-commerce"."""
    behind, depth = list[Token](), 0
    for token in tokens[figure + 1 :]:
        depth += (token.kind == "(") - (token.kind == ")")
        if depth or token.kind == ")":
            continue  # the same in dollars
        if token.kind in _APART:
            behind = list(takewhile(lambda t: t.kind != "and", behind)) if token.kind == "q" else behind  # and e-commerce 2 billion
            break
        behind.append(token)
    said = [*tokens[:figure], *(b for a, b in pairwise(behind) if a.kind in _BY)]
    return {trade_class(t.concept) for t in said if t.kind == "regime"} - {""}


def _split(amounts: list[Quantity]) -> bool:
    """Whether two of the amounts that follow the first add up to it: its exports and imports."""
    if not amounts or amounts[0].value < _DIGITS * amounts[0].precision:
        return False
    whole, *parts = amounts
    told = printed(whole.value, whole.precision, whole.approx)
    spans = [printed(p.value, p.precision, p.approx) for p in parts if p.unit == whole.unit]
    return any((a + b).meets(told) for a, b in combinations(spans[:_PARTS], 2))


def _of_all_goods(tokens: tuple[Token, ...]) -> bool:
    """Whether an English sentence tells of the trade of all goods: of a place, or in both directions."""
    if any(t.kind == "term" and t.concept.get("flow") == "total" for t in tokens):
        return True
    owned = any(a.kind in {"place", "anaphor"} and b.kind == "term" and b.concept.get("flow") in TRADE_FLOWS for a, b in pairwise(tokens))
    return owned and not any(t.kind == "commodity" for t in tokens)


def _of_all_modes(tokens: tuple[Token, ...]) -> bool:
    """Whether a sentence tells an amount of money, or a rate of trade without a mode: "exports grew by 13.5 percent"."""
    kinds = {t.quantity.kind for t in tokens if t.quantity is not None}
    traded = any(t.kind == "term" and t.concept.get("flow") in TRADE_FLOWS | {"total"} for t in tokens)
    return "money" in kinds or ("percent" in kinds and traded and not any(t.kind == "regime" for t in tokens))


class Opening:
    """What the first sentences of a document settle.

    `published` is its date, `stamped` the same where it stands by itself, and `office` the first customs office named.
    """

    def __init__(self, annotated: Annotated, found: list[Sentence], gazetteer: Gazetteer, tools: Readers) -> None:
        self._annotated = annotated
        self._found = found
        self._places = gazetteer
        self._tools = tools
        self._zh = tools.lexicon.language == "zh"
        dates = list(self._dates()) if annotated.document.published is None else []
        self.stamped = next((date for mention, date in dates if self._is_stamp(mention)), annotated.document.published)
        self.published = self.stamped or self._last_day([date for _, date in dates])
        self.reference = ReferencePeriod(found, self.published, zh=self._zh)
        self.office = self._first_office()

    # ------------------------------------------------------------------ what trade it is about

    def partner(self) -> tuple[str, ...]:
        """The partner that both the title and the first figure name: the release is about trade with it."""
        titles: set[str] = set()
        for number, sentence in enumerate(self._found[:_HEAD]):
            money = [t for t in sentence.tokens if t.kind == "q" and t.quantity is not None and t.quantity.kind == "money"]
            if money and (number or sentence.tokens[-1].kind == "." or not self._found[1:]):  # a title that gives the figure names it no less
                near = {t.concept.notation for t in sentence.tokens if t.kind == "partner" and t.start < money[0].start + 60}
                shared = titles & near
                return tuple(sorted(shared)) if len(shared) == 1 else ()
            if any(t.kind == "term" for t in sentence.tokens) and not (self._zh and sentence.tokens[-1].kind == "."):
                titles |= {t.concept.notation for t in sentence.tokens if t.kind == "partner"}
        return ()

    def regime(self) -> str:
        """The trade mode that the first figure is of, where the release goes on to speak of it; none where it gives the trade of all modes first."""
        titled = [t for s in self._found[:1] if s.tokens[-1].kind != "." for t in s.tokens if t.kind == "regime"]
        title = trade_class(titled[0].concept) if titled else ""
        for number in range(1 if title else 0, min(_HEAD, len(self._found))):  # what the title is about may be a part of what the text tells
            tokens = self._found[number].tokens
            figure = next((i for i, t in enumerate(tokens) if t.quantity is not None and t.quantity.kind in _LEVELS), len(tokens))
            modes = _modes_of(tokens, figure) if figure < len(tokens) else set()
            if modes:
                topic = modes.pop()
                return topic if not modes and self._goes_on(topic, title, self._found[number:]) else ""
            if _of_all_modes(tokens):
                return ""
        return ""

    def _goes_on(self, topic: str, title: str, rest: list[Sentence]) -> bool:
        """Whether a release is about the mode of its first figure: it keeps naming it, or names no other and tells how it falls into flows."""
        named = (trade_class(t.concept) for s in self._found for t in s.tokens if t.kind == "regime")
        modes = [mode for mode in named if mode]
        often = modes.count(topic) > _OFTEN and 2 * modes.count(topic) > len(modes)
        if often or (topic == title and modes.count(topic) > 1):
            return True
        amounts = [t.quantity for s in rest for t in s.tokens if t.quantity is not None and t.quantity.kind == "money"]
        return set(modes) == {topic} and _split(amounts)

    def flow(self) -> str:
        """The flow that a release about one trade mode is about: the one of its first figure, where the other is hardly named."""
        flows = [t.concept.get("flow") for s in self._found for t in s.tokens if t.kind == "term"]
        for sentence in self._found[:_HEAD]:
            figures = [t for t in sentence.tokens if t.kind == "q" and t.quantity is not None and t.quantity.kind in _LEVELS]
            if not figures:
                continue
            named = {t.concept.get("flow") for t in sentence.tokens if t.kind == "term" and t.start < figures[0].start} & TRADE_FLOWS
            if len(named) == 1:
                flow = named.pop()
                other = next(iter(TRADE_FLOWS - {flow}))
                return flow if flows.count(flow) > 3 * flows.count(other) and not flows.count("total") else ""
        return ""

    def flow_of_goods(self) -> str:
        """The flow of a release that opens with a good and never speaks of the other flow: other goods in it go the same way."""
        terms = [t.concept for s in self._found for t in s.tokens if t.kind == "term" and t.concepts]
        flows = {c.get("flow") for c in terms if not c.get("partnerFlow")} & TRADE_FLOWS  # what partners bought was sold to them
        pairs = any(t.kind == "term" and t.concept.get("members") for s in self._found for t in s.tokens)
        told = (s.tokens for s in self._found if any(t.kind == "term" and t.concept.get("flow") for t in s.tokens))
        first = next((tokens for tokens in told if any(t.quantity is not None and t.quantity.kind in AMOUNTS for t in tokens)), ())
        figure = next((i for i, t in enumerate(first) if t.quantity is not None and t.quantity.kind in AMOUNTS), 0)
        traded = any(t.kind == "term" and t.concept.get("flow") in flows for t in first[:figure])
        goods = any(t.kind == "commodity" for t in first[: figure + 3])
        return flows.pop() if len(flows) == 1 and not pairs and traded and goods else ""

    def good(self) -> Token | None:
        """The one good that the title and all figures of a release with a `flow_of_goods` name, as told beside the first: none is of all traded."""
        figured = [s.tokens for s in self._found if any(t.kind == "q" for t in s.tokens)]
        named = [t for tokens in figured for t in tokens if t.kind == "commodity"]
        others = {t.concept.notation for t in (*named, *self._found[0].tokens) if t.kind == "commodity"}
        if len(others) != 1 or not named or any(_of_all_goods(tokens) for tokens in figured):
            return None
        opening = self._found[0].tokens
        titled = opening[-1].kind != "." and any(t.kind == "commodity" for t in opening)
        return named[0] if titled else None  # the exports of cars: "Hefei's car exports"

    # ------------------------------------------------------------------ date

    def _dates(self) -> Iterator[tuple[Mention, dt.date]]:
        """The dates with a day and a year."""
        months = self._tools.lexicon.role("month-name")
        for mention in self._annotated.mentions:
            args = dict(mention.args)
            if mention.kind == "date" and {"y", "d"} <= set(args) and ("m" in args or "mm" in args):
                month = args.get("mm") or args["m"]
                number = int(months[month].get("value")) if month in months else self._tools.quantities.cardinal(month)
                try:
                    yield mention, dt.date(int(args["y"]), number, int(args["d"]))
                except ValueError:
                    continue

    def _last_day(self, dates: list[dt.date]) -> dt.date | None:
        """The last day that a text without a date of its own tells of, which it was hardly written long after; none where it tells of later years."""
        years = (t.span.year for s in self._found for t in s.tokens if t.kind == "period" and t.span is not None and t.span.year is not None)
        last = max(dates, default=None)
        return last if last is not None and all(year <= last.year for year in years) else None

    def _is_stamp(self, mention: Mention) -> bool:
        """Whether a date dates the text: near its top or end, behind nothing but a label or a place, and with no words of a sentence behind it."""
        text = self._annotated.document.text
        start, end = self._annotated.folded.origin(mention.start, mention.end)
        if _TOP < start < len(text) - _END:
            return False
        before = text[text.rfind("\n", 0, start) + 1 : start].strip()
        places = before.endswith(",") and all(word[0].isupper() for word in before.split())  # BEIJING, Nov. 12, 2025
        led = not before or (len(before) < _LABEL and (before[-1] in ":\uff1a|" or places))
        return led and _AFTER.match(text, end) is not None

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
            if any(t.kind == "q" and t.quantity is not None and t.quantity.kind in HEADLINE for t in sentence.tokens):
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
