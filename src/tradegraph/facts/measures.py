"""Measures: what one quantity measures, from the words on both sides of it.

A percentage is a growth, a share or a contribution by the nearest word that says so; percentage points are a change of share, a gap between
two growths or a contribution; everything else is a level of the indicator that its unit and subject tell. What no word explains is an Issue.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from tradegraph.facts.brackets import ASIDE
from tradegraph.facts.comparisons import RIVALS, UNCOMPARED, relation
from tradegraph.facts.dating import earlier_rate
from tradegraph.facts.frame import SECONDARY, Frame
from tradegraph.facts.lists import Statement
from tradegraph.facts.places import slug
from tradegraph.facts.slots import commodity, overlay, trade_class
from tradegraph.facts.state import (
    CERTIFICATE,
    COMPARING,
    COUNTING,
    HEADS,
    MULTIPLES,
    PAPERS,
    PLACES,
    PREDICATES,
    RATIO,
    TRADE_FLOWS,
    TRIPS,
    WHEN,
    Reading,
    Roles,
    State,
)
from tradegraph.facts.tokens import Token
from tradegraph.facts.whole_of_parts import is_part_of
from tradegraph.model import Commodity, Period, Quantity
from tradegraph.vocabulary import unlisted

if TYPE_CHECKING:
    from tradegraph.facts.reading import StatementReader

_PHYSICAL = frozenset({"mass", "volume", "length", "area", "energy", "power"})
_CHANGES = frozenset({"direction", "rate", "rate-change"})
_ADJUNCTS = frozenset({"place", "partner", "commodity", "enterprise", "regime", "period", "with", "of", "particle", "anaphor"})
_ARTICLES = frozenset({"particle", "per"})
_EPITHET = 16  # characters of an adjective between "by" and an amount at most
_ENTERPRISES = frozenset({"enterprises-active", "enterprises-registered"})
_YEAR = 12  # months
_FITTING = 20  # the part of itself by which a printed rate may miss the one that two printed levels give
_LEAST_TRADED = 1_000_000  # money: no release prints less of a region's trade in full
_LEAST_NOTED = 1_000_000  # the scale of a number that is an amount where the opening names the currency of all values
_MARK = Decimal("0.8")  # a round mark is told of a figure that is not much beyond it
_CONVEYANCES = frozenset({"{vehicle}", "{vehicle-trip}", "{ship}", "{aircraft}", "{unit}"})
_QUALIFIED = 24  # characters between a number and the traded good that it counts at most
_PIECES = 10_000  # the scale from which pieces told right behind a good are of it
_VEHICLE = "{vehicle}"
_OF_GOODS = frozenset({"trade", "trade-quantity"})
_SUBJECTS = HEADS - {"place", "anaphor"}
_THINGS = frozenset({"{item}", "{enterprise}", "{person}", "{officer}"})
_SILENT = frozenset({"particle", "per", "attributive"})
_OPENERS = frozenset({"while", "and", "particle"})
_EACH = frozenset({"each", "per"})
_AMOUNTING = frozenset({"level-verb", "q", "particle", "per", "together"})
_TRADED = (HEADS - {"place", "anaphor"}) | {"overall", "same-ref", "of-which", "member-ref", "members-ref", "relative", "record", "share"}
_AMONG = "among-mark"
_WHERE = frozenset({"with", "through", "level-verb"})
_JOINED = frozenset({"and", "while", ",", ";"})
_COUNTED = frozenset({"commodity", "enterprise", "regime", "term", "facet", "corridor", "unit", "counted"})  # what a number behind it is of
_UNITS = frozenset({"mass", "volume", "count"})
_MANY = {"{vehicle}": 100, "{person}": 10_000}  # fewer vehicles and people at a port may be its own
_PEOPLE = frozenset({"{person}", "{passenger}", "{suspect}"})
_CROSSING = frozenset({"{person}", _VEHICLE})
_ADJACENT = 3  # characters between a figure and a word right behind it at most
_BESIDE = 16  # characters between a number and what it counts at most
# what says of what a rate is, other than its subject
_NAMED = (HEADS - {"place", "anaphor", "facet"}) | frozenset({
    "share", "of-which", "member-ref", "members-ref", "each", "same-ref", "gap", "contribution", "relative", "together", "respectively", "rate",
    "overall",
})  # fmt: skip
_LEADING = frozenset({"particle", "same-ref", "facet", "with", "of", "level-verb", "from-level"})  # "than those to", "than with"
_RIVAL_SLOTS = frozenset({"term", *SECONDARY})
_THAN_PART = (["gap", "member-ref"], ["than", "member-ref"], ["direction", "member-ref"], ["from-level", "member-ref"])
_OUTDONE = RIVALS | {"period", "rate"}  # what a rate is higher or lower than


def cleared_of_parts(frame: Frame) -> Frame:
    """The whole that a part is compared with: same flow, all partners, goods, owners and modes."""
    return frame.with_(partner=(), commodity=(), enterprise="", regime="")


def _measured_as(quantity: Quantity, held: Quantity) -> Quantity:
    """A bare number with the unit of another figure, or of what it counts."""
    return replace(quantity, unit=held.unit, kind=held.kind, counted=held.counted)


def _counted_as(quantity: Quantity, noun: Token) -> Quantity | None:
    """A bare number of what a noun of counting names."""
    unit = noun.concept
    kind = unit.get("quantityKind")
    return replace(quantity, unit=unit.get("ucum"), kind=kind, counted=unit) if kind in {"count", "teu"} else None


def _narrowings(whole: Frame, part: Frame) -> list[str]:
    """What sets a whole apart that a part of it was told of ("of which South Africa took 71%"), in the terms of a share's base."""
    outer = [whole.reporter] if part.reporter != whole.reporter else []  # of the province's trade with Africa a zone took 60%
    if part == whole or (part.flow != whole.flow and not outer):
        return []
    out = [*outer, *(f"{slot}={value}" for slot in ("regime", "enterprise") if (value := getattr(whole, slot)))]
    out += [f"partner={whole.partner[0]}"] if len(whole.partner) == 1 else []
    return [*out, "commodity"] if whole.commodity else out


def quantity_signed(token: Token) -> bool:
    return token.quantity is not None and token.quantity.signed


class Measurer:
    """Settles what one quantity measures, from the words on both sides of it."""

    def __init__(
        self, reader: StatementReader, statement: Statement, member: Token, frame: Frame, before: list[Token], after: list[Token], roles: Roles,
        basis: str, state: State, *, part_of: bool,
    ) -> None:  # fmt: skip
        self.reader = reader
        self.statement = statement
        self.member = member
        self.frame = frame
        self.before = before
        self.after = after
        self.roles = roles
        self.basis = basis
        self.state = state
        self.part_of = part_of

    def read(self) -> None:
        quantity = self.member.quantity
        if quantity is None:
            return
        if quantity.kind in RATIO:
            self._ratio(quantity)
        elif quantity.kind == "points":
            self._points(quantity)
        else:
            self._level(quantity)

    def _send(self, quantity: Quantity, measure: str, value: Decimal, unit: str, indicator: str, frame: Frame | None = None, **extra: object) -> None:
        self.reader.send(Reading(self.member, quantity, frame or self.frame, measure, value, unit, indicator, **extra), self.state)  # type: ignore[arg-type]

    # ------------------------------------------------------------------ percentages and multiples

    def _ratio(self, quantity: Quantity) -> None:
        if (basis := self._held_to(quantity)) == UNCOMPARED:
            self.reader.puzzle(self.member, "comparison", "a part of a figure of other months")
            return
        if basis:
            less = 0 if quantity.kind == "multiple" else 100
            self._send(quantity, "growth", quantity.value - less, "%", self.frame.indicator, basis=basis)
            return
        if self._of_two_subjects(quantity):
            self.reader.puzzle(self.member, "ratio", "a comparison with another subject, not a growth")
            return
        if quantity.counted is not None and quantity.counted.notation == _AMONG and not self._among_counted():
            self.reader.puzzle(self.member, "unknown-subject", "so many in so many of what no figure counts")
            return
        measure, sign, why = self._ratio_measure(quantity)
        if measure in {"share", "contribution"} and self.frame.indicator == "trade-price":
            self.frame = self.frame.with_(indicator="trade")  # a price is no part of anything
        frame, state = self.frame, self.state
        if state.unread and not self.roles.subject and self.statement.opener != "start":
            self.reader.puzzle(self.member, "unknown-subject", "a rate of what the figure before it counts, which was not read")
            return
        if not why and not self.member.sign and self._is_frequency(quantity):
            trips = replace(quantity, value=quantity.value / 100, precision=quantity.precision / 100, unit="1", kind="count", counted=None)
            self._level(trips)  # the trains ran 1,546 times
            return
        if measure == "share" and self.frame.indicator != "fdi" and self._unnamed_part():
            self.reader.puzzle(self.member, "unknown-subject", "a share of something that no list has")
            return
        if measure == "share" and self.frame.indicator == "trade" and self._of_counted():
            self.reader.puzzle(self.member, "unknown-subject", "a share of things that are counted, not traded: of firms, of passengers")
            return
        if measure == "share" and self._of_things():
            self.reader.puzzle(self.member, "unknown-subject", "a part of so many things that are not traded")
            return
        if measure == "growth" and (facet := self._facet_told()):
            frame = self.frame = frame.with_(indicator=facet)
        if measure == "growth" and frame.indicator == "trade-quantity" and state.level_indicator in COUNTING and not frame.commodity:
            frame = self.frame = frame.with_(indicator=state.level_indicator, flow=state.levels[-1].flow if state.levels else "")  # by number
        if measure == "growth" and frame.indicator == "trade" and (led := self._number_led_to()) is not None:
            indicator = self._level_indicator(led, frame, per=False)
            frame = self.frame = frame.with_(
                indicator=indicator or "trade", flow="" if indicator in COUNTING and frame.flow == "total" else frame.flow
            )
        if measure == "growth" and frame.indicator == "cargo" and self._leads_to_money():
            frame = self.frame = frame.with_(indicator="trade")  # exports by air cargo rose 3 percent to 21 billion yuan
        if measure == "growth" and frame.indicator == "trade" and self._weighs(quantity):
            frame = self.frame = frame.with_(indicator="trade-quantity" if frame.commodity else "cargo")
        if measure == "growth" and (self._unnamed() or self._untraded() or (self.reader.zh and self._led_by_stranger())):
            state.unnamed = True
            self.reader.puzzle(self.member, "unknown-subject", "a rate of something that no list has")
            return
        if measure == "growth":
            frame = self.frame
            value = quantity.value * (1 if quantity.signed or quantity.value < 0 or self._turned_from_signed() else sign)
            state.growth_sign = 1 if value >= 0 else -1
            owner = self._owner_of_growth(frame)
            if owner is None:
                self.reader.puzzle(self.member, "unknown-subject", "the rate of the other flow: of the same goods or partner, or of all, nobody says")
                return
            basis = self.basis or self._compared_period() or self._over_years(value) or "yoy"
            if basis.startswith("since:") and (begun := self._begun()):
                basis = f"since:{begun}"  # from 490 million yuan in 2013 to 3.67 billion in 2022, by 25.1 percent a year
            self._send(quantity, "growth", value, "%", owner.indicator, owner, basis=basis, why=why)
        elif measure == "share":
            again = self.reader.zh and bool(self.roles.periods) and state.measure in {"share", "share-change"}  # a year before this share was 5.9%
            frame = self.frame = self._of_owner(self._of_goods(frame))
            restated = self.statement.opener == "(" and not self.before and not self.after  # two thirds (67.5 percent)
            again = again or state.share_goes_on or self.statement.opener in {"and", "sep"}
            listed = self.statement.opener in {";", ","} and bool(state.share_base) and "=" not in state.share_base and not self.reader.zh
            again = again or (listed and {t.kind for t in self.roles.subject} == {"term"})  # share of the country 11.9%; exports 15.3%
            base = (state.share_base if restated else "") or self._share_base() or self._base_again() or (state.share_base if again else "")
            part = self._with_base_goods(self._with_base_flow(frame))
            earlier = self.statement.tokens[0].kind == "earlier" or (self.statement.tokens[0].kind == "than" and not self.reader.zh)
            if state.shared is not None and earlier and not self.roles.subject:
                base, part = state.share_base or base, state.shared.with_(period=frame.period)  # 59 percent of exports, after 56 percent in 2022
            state.share_base = base
            wholes = [t for t in self.roles.base if t.kind == "term" and t.concept.get("flow") in TRADE_FLOWS and not t.concept.get("indicator")]
            goods = any(t.kind == "commodity" for t in self.roles.base)
            if self.reader.zh and part.indicator == "trade-quantity" and wholes and not goods and "commodity" not in base:
                part = part.with_(indicator="trade")  # tonnes are no part of all exports
            work = self._rate_of_work() or self._whole_of_work()
            part = part.with_(flow="") if work == "cargo" and part.flow == "total" and not self.reader.zh else part
            if (work or part.indicator) == "enforcement" and state.first and not self.reader.zh and "commodity" not in self.statement.kinds:
                part = part.with_(commodity=())  # express parcels were four fifths of the cases
            if self.reader.zh and not base and not work and self._of_itself(part):
                self.reader.puzzle(self.member, "unknown-subject", "a share that all trade of a place would have in itself: of what nobody says")
                return
            self._send(quantity, "share", quantity.value, "%", work or part.indicator, part, base=base, why=why)
        elif measure == "contribution":
            self._send(quantity, "contribution", quantity.value, "%", frame.indicator, why=why)
        else:
            self.reader.puzzle(
                self.member, "unknown-measure", "a percentage that no word of growth or share explains; add the word to ontology/measures.ttl"
            )

    def _among_counted(self) -> bool:
        """Whether so many in so many are of what was counted or of trade: "Xi'an accounted for one in four", "one in four of the cases"."""
        told = next((w.kind for w in self.before if w.kind != "particle"), "") == "share" and not self.reader.counts(self.member)
        return told or self._whole_of_work() != "" or (self._is_part() and self.state.level is not None)

    def _of_counted(self) -> bool:
        """Whether what has a share is only told in a noun of counting: "the share of firms with such a status"."""
        noun = None if self.reader.zh else self._noun_ahead(self.member)
        whole = self.roles.base or any(w.kind in {"of", "share-mark", "of-which"} for w in self.after[:1])
        return noun is not None and not whole and not any(t.kind in {"term", "commodity"} for t in self.roles.subject)

    def _of_things(self) -> bool:
        """Whether a part is told of so many places, people or firms: "a third of the 31 cities"."""
        behind = [w for w in self.after if w.kind != "particle"]
        tokens = self.statement.tokens
        at = tokens.index(behind[0]) + 1 if [w.kind for w in behind] == ["of"] and not self.reader.zh else len(tokens)
        whole = next((t.quantity for t in tokens[at:] if t.kind == "q"), None)
        noun = whole.counted if whole is not None and whole.kind == "count" else None
        return noun is not None and noun.notation in _THINGS

    def _facet_told(self) -> str:
        """The indicator that the words beside a growth tell: a price, a value ("fetched 3 percent more"), a number ("5 percent more were sold")."""
        if any(w.kind == "direction" and w.concept.get("indicator") for w in [*self.before[:1], *self.after[:1]]):
            return "trade-price"  # 7 percent cheaper
        if self.reader.zh or self.frame.indicator not in _OF_GOODS:
            return ""
        if any(a.kind in _EACH and b.kind == "unit" and b.concept.get("quantityKind") in _UNITS for a, b in pairwise(self.statement.tokens)):
            return "trade-price"  # each tonne fetched, buyers paid 14 percent more per tonne
        verb = next((w for w in self.before if w.kind != "particle"), None)
        if verb is not None and verb.kind == "level-verb" and verb.concept.get("indicator"):
            return str(verb.concept.get("indicator"))
        behind = [w for w in self.after if w.kind not in {"particle", "basis"}]
        if behind and behind[0].kind == "rank-of":
            return next((str(told) for c in behind[0].concepts if (told := c.get("indicator"))), "")  # by value
        sold = [w.kind for w in behind[:3]] == ["direction", "level-verb", "term"] and all(w.kind in _OPENERS for w in self.before)
        return "trade-quantity" if sold and self.frame.commodity else ""

    def _held_to(self, quantity: Quantity) -> str:
        """The basis where a figure is told as a part of that of an earlier period, in Chinese a multiple too: "86 percent of that of 2019"."""
        if not self.reader.zh:
            return self._held_to_in_english(quantity)
        if quantity.kind not in {"percent", "fraction", "multiple"} or quantity.signed:
            return ""
        words = [w for w in self.before if w.kind != "particle"]
        spans = list(takewhile(lambda w: w.kind in {"period", "basis"}, words))
        alone = len(spans) == len(words) and bool(spans) and spans[-1].kind == "period" and not self.after  # less than half of that of 2019
        led = words[len(spans)].kind if len(spans) < len(words) else "than" if alone else ""
        if not spans or led not in {"level-verb", "than", "share"} or self.before[0].kind == "period":
            return ""
        if any(w.kind in {"rate-change", "rate"} for w in words) and "from-level" in self.statement.kinds:
            return ""  # from the 2.8% of the first quarter to the 8.7% of the second
        tokens = self.statement.tokens
        if self.member in tokens and earlier_rate(self.statement, tokens.index(self.member)) is not None:
            return ""  # down from the 9.9% of May: a rate
        here, dated = self.frame.period, [w.span for w in spans if w.span is not None and (w.span.style != "same" or w.span.year is not None)]
        whole = bool(dated) and len(spans) == 1 and dated[0].whole and here is not None and here.months < _YEAR
        if self._of_shares() or whole:  # a share of last year's figure among them
            return UNCOMPARED  # nearly half of that of the whole last year
        return (relation(dated[-1], here, self.state.published) or UNCOMPARED) if dated else "yoy"

    def _held_to_in_english(self, quantity: Quantity) -> str:
        """The same where nothing but the earlier period stands behind: "were half of those of last year", not "half of last year's exports"."""
        behind = [w for w in self.after if w.kind != "particle"]
        led = next((w.kind for w in self.before if w.kind != "particle"), "")
        apposed = not self.before and self.statement.opener == "," and self.state.level is not None  # 890,000 tonnes, a third of the volume of 2019
        held = [w.kind for w in behind]
        alone = held in (["of", "basis"], ["of", "period"], ["basis"]) and (led == "level-verb" or apposed) and (apposed or held[:1] == ["of"])
        if not alone or quantity.kind not in {"percent", "fraction"} or quantity.signed or self._of_shares():
            return ""
        when, here = behind[-1], self.frame.period
        if when.span is not None:
            return relation(when.span, here, self.state.published) or UNCOMPARED
        return when.concept.get("basis") or UNCOMPARED

    def _ratio_measure(self, quantity: Quantity) -> tuple[str, int, tuple[str, ...]]:
        if self.member.sign:
            return "growth", self.member.sign, ()
        if (
            quantity.kind == "fraction"
            and not self.reader.zh
            and not any(w.kind in PREDICATES for w in self.before)
            and not (self.after and self.after[0].kind in {"of", "share-mark", "of-which", "direction", "gap"})
            and self.state.measure not in {"share", "share-change"}
        ):
            return "", 1, ()
        if self.state.quarterly and self.state.measure == "growth" and "member-ref" in self.statement.kinds:
            signed = [w for w in self.before if w.kind == "direction"]
            falls = self.state.then is not None and self.state.growth_sign < 0  # fell 3 percent in the first quarter and 5 percent in the second
            return "growth", int(signed[0].concept.get("sign")) if signed else -1 if falls else 1, ()
        if self.reader.zh and self.state.measure == "growth" and quantity.kind == "percent" and [w.kind for w in self.before] == ["period"]:
            return "growth", self.state.growth_sign or 1, ()  # growth was 11.2% in the third quarter, 8.9% in the second
        held = self.reader.zh and quantity.kind == "percent" and self.state.moved and not any(w.kind in PREDICATES for w in self.before)
        if held and self.state.measure in {"growth", "growth-gap"}:
            return "growth", self.state.growth_sign or 1, ()  # grew by 6.6%, 0.9 points faster than the 5.7% of a year before
        if held and self.state.measure in {"share", "share-change"}:
            return "share", 1, ()
        if self.reader.zh and quantity.kind == "percent" and [w.kind for w in self.before[:3]] == ["particle", "direction", "share"]:
            return "share", 1, ()  # 96 percent of what is new
        if self.reader.zh and quantity.kind == "percent" and (moved := self._moved_by_points()):
            self.basis = "" if self.basis in {"mom", "prev"} else self.basis  # of the gap, not of the rate
            return "growth", moved, ()  # the decline narrowed by 3.6 points to 1.3%
        behind = self._measure_after(quantity) if self._named_behind(quantity) else None
        found = behind or self._measure_from(self.before, quantity) or self._measure_after(quantity)
        if found is not None and found[0] == "share" and self._of_growth():
            whole = self.state.read.get("growth") or self.state.read_before.get("growth")
            if whole is not None and self.frame.flow in {"", "total"} and "flow" not in self.state.stated:
                self.frame = self.frame.with_(flow=whole.frame.flow)
            return "contribution", 1, found[2]
        if found is not None and found[0] == "share" and (noun := self._rate_behind(quantity)) is not None:
            return "growth", int(noun.concept.get("sign")) or 1, (noun.text,)  # representing a 45 percent increase
        if found is not None:
            return found
        if (
            self.state.growth_sign
            and self.statement.led == "and"
            and self.after
            and self.after[0].kind in {"facet", "rank-of"}
            and not self.reader.zh
        ):
            return "growth", self.state.growth_sign, (self.after[0].text,)  # fell 9 percent by weight, to 2 million tons, and 17 percent by value
        led = next((w.kind for w in self.before if w.kind not in {"particle", "per", "of"}), "")
        led = "earlier" if [w.kind for w in self.before] == ["period", "earlier"] else led  # down from May's 6 percent
        origin = led in {"from-level", "earlier", "than"} and quantity.kind in {"percent", "fraction"}
        if origin and self.state.measure in {"share", "share-change"} and not self.reader.zh:
            return "share", 1, (self.before[0].text,)  # rose to 39 percent from 33.2 percent
        grown = self.state.measure == "growth" or (led == "earlier" and self.state.measure == "level" and self.state.growth_sign != 0)
        if led in {"earlier", "from-level"} and grown and not self.reader.zh and quantity.kind == "percent":
            return "growth", self.state.growth_sign or 1, ()  # rose 3 percent, after 21.4 percent in October; slowed to 3 percent from 21.4 percent
        alone = self.statement.opener == "(" and not self.before and not self.after
        if alone and self.state.measure == "share" and quantity.kind == "percent" and not (quantity.signed or self.reader.zh):
            return "share", 1, ()  # over half of all trade (54.9 percent)
        told = alone or (self.statement.opener == "(" and not self.after and {w.kind for w in self.before} <= {"place", "anaphor"})
        if told and self._outdoing():
            return "growth", 1, ()  # trailed that of China (6.3%)
        if alone and self.state.measure == "growth":
            return "growth", self.state.growth_sign or 1, ()  # up by two thirds (65.8 percent, to be exact)
        if quantity.signed or quantity.kind in {"growth", "multiple"} or (quantity.kind == "times" and self._compares()):
            return "growth", 1, ()
        beside = self.statement.opener in ASIDE and not self.reader.zh and {w.kind for w in self.before} <= {"place", "anaphor"}
        if beside and self.state.measure in {"growth", "growth-gap"}:
            return ("growth" if self.state.growth_sign > 0 else ""), 1, ()  # rose 5 percent (China: 3 percent); fell by as much: nobody says
        found = self._measure_from(list(reversed(self.state.pending)), quantity)
        if found is not None:
            return found
        if self.state.measure == "rank" and self.state.rank_of == "growth" and any(w.kind == "level-verb" for w in self.before[:2]):
            return "growth", 1, ()  # grew fastest, by 88.9 percent
        placed = self.state.measure == "rank" and self.state.rank_of == "level" and self.before[:1] and self.before[0].kind == "with"
        if placed and quantity.kind in {"percent", "fraction"} and not self.reader.zh and not self.after:
            return "share", 1, (self.before[0].text,)  # cosmetics remained the first item with 41 percent
        summed = not self.reader.zh and any(t.kind == "together" and t.concept.get("together") for t in self.statement.tokens)
        if summed and quantity.kind == "percent" and led == "level-verb":
            return "share", 1, ()  # the three together add up to 43 percent
        if quantity.kind == "fraction" or self.state.share_goes_on:
            return "share", 1, ()
        if self.state.measure in {"share", "share-change"} and any(w.kind in {"level-verb", "rank-verb"} for w in self.before):
            return "share", 1, ()
        goes_on = self.statement.opener != "start" and bool(self.roles.subject or (self.reader.zh and self.roles.base))
        if self.state.measure in {"share", "share-change"} and quantity.kind == "percent" and goes_on:
            return "share", 1, ()
        joined = self.statement.led if self.statement.opener == ")" else self.statement.opener
        grown = self.state.growth_sign != 0 and quantity.kind == "percent" and joined in {"and", "while", ",", ";"}
        said = {"level-verb", "respectively"} if self.reader.zh else {"level-verb", "respectively", "member-ref", "members-ref"}
        same = not self.reader.zh and any(w.kind == "same-ref" for w in self.before)  # cases rose 12 percent and the value of the goods 38 percent
        named = bool(self.roles.subject) or self.state.announced or same or any(w.kind in said for w in self.before)
        beside = (
            self.statement.opener == "and" and grown and (any(w.kind == "basis" for w in self.after[:2]) or bool(self.roles.than_periods))
        )  # up 26 percent and 4 percent on February
        leads = not self.reader.zh and self.member in self.statement.tokens[0].members
        when = [w.kind for w in self.after if w.kind != "particle"]
        dated = leads and (when[:2] == ["with", "period"] or when[:1] == ["period"])  # 3 percent in March and 4 percent in April
        if not grown and joined in {"and", "while"} and "share" in self.state.read and quantity.kind == "percent" and self.roles.subject:
            return "share", 1, ()  # 15 percent of it went to Japan (3 billion yuan) and 12 percent to India
        if self._is_part_told(quantity):
            return "share", 1, ()
        if (self.state.measure == "growth" or grown) and (named or beside or dated):
            return "growth", self.state.growth_sign or 1, ()
        return "", 1, ()

    def _is_part_told(self, quantity: Quantity) -> bool:
        """Whether a rate alone behind an amount is the part that this is of a whole told before: "private firms 112 billion yuan, 58.9%"."""
        state = self.state
        alone = quantity.kind == "percent" and not self.after and self.statement.opener in {",", "(", "and"} and len(self.statement.tokens) == 1
        if not alone or not state.wholes or state.level is None or state.level.kind != "money" or not state.levels:
            return False
        return is_part_of(quantity, state.level, state.levels[-1], state.wholes)

    @staticmethod
    def _of_itself(frame: Frame) -> bool:
        """Whether a part is all trade of a region."""
        return frame.indicator == "trade" and frame.flow == "total" and bool(frame.reporter) and not any(getattr(frame, slot) for slot in SECONDARY)

    def _takes_no_work(self) -> bool:
        """Whether a Chinese sentence names a partner or goods with a time, and nothing that is cleared or carried: from field to shop in 8 hours."""
        tokens = self.statement.tokens
        heads = {t.kind for t in tokens} & HEADS
        if any(a.kind == "from-level" and b.kind == "q" for a, b in pairwise(tokens)):
            return False  # cut from 90 minutes to 40
        return bool(heads) and heads <= {"partner", "commodity"} and self.state.level is None and self.statement.opener in {"start", ","}

    def _gives_part(self, quantity: Quantity) -> bool:
        """Whether a Chinese figure behind a word of contributing is a part, as nothing grows: "gave six tenths of the exports"."""
        return quantity.kind == "fraction" and self.statement.kinds.isdisjoint({"direction", "rate", "increment"})

    def _moved_by_points(self) -> int:
        """The sign of a Chinese rate to which so many points right before it lead; nought where none do."""
        told = [q for q in self.statement.quantities if q.end <= self.member.start]
        points = bool(told) and told[-1].quantity is not None and told[-1].quantity.kind == "points"
        if not points or self.state.measure != "growth-gap" or [w.kind for w in self.before if w.kind != "particle"] != ["level-verb"]:
            return 0
        rate = next((t for t in self.statement.tokens if t.kind == "rate"), None)
        return (int(rate.concept.get("sign")) or 1) if rate is not None else 0

    def _turned_from_signed(self) -> bool:
        """Whether a Chinese rate is what one with a printed sign moved to: "from -2.8% to 8.7%"."""
        if not self.reader.zh or "from-level" not in self.statement.kinds or any(w.kind == "direction" for w in self.before):
            return False
        told = [q for q in self.statement.quantities if q.end <= self.member.start]
        return bool(told) and quantity_signed(told[-1])

    def _of_growth(self) -> bool:
        """Whether a part is one of a growth: "half of the growth came from phones"."""
        words = [w for w in self.after if w.kind != "particle"][:3]
        grown = [w.kind for w in words[:2]] == ["of", "direction"] and words[1].concept.get("sign") == "1"
        return grown and not self.reader.zh and (len(words) < 3 or words[2].kind in {"share", "cause", "with", "level-verb", "of"})

    def _unnamed(self) -> bool:
        """Whether what grows is named by words that no list has: "customer complaints fell 20 percent"."""
        if self.state.unnamed and self.roles.subject and self._goes_on_unnamed():
            return True  # the oil bill fell, while the weight rose 2 percent
        tokens = self.statement.tokens
        ahead = tokens[: next((i for i, t in enumerate(tokens) if t is self.member or any(m is self.member for m in t.items)), 0)]
        if any(a.kind == "facet" and a.concept.get("indicator") == "trade-quantity" and b.kind == "enterprise" for a, b in pairwise(ahead)):
            return True  # the number of firms is told by other words
        if any(t.kind not in {"place", "anaphor", "facet"} for t in self.roles.subject) or any(t.kind in _NAMED for t in ahead):
            return False
        counted = [t for a, t in pairwise([None, *ahead]) if t is not None and t.kind == "unit" and (a is None or a.kind != "q")]
        if counted and not self.reader.zh:
            indicator = counted[-1].concept.get("indicator")
            told = [f for q, f, _ in self.state.tallied if q.counted == counted[-1].concept]
            if told:
                self.frame = told[-1].with_(period=self.frame.period)  # seized so many items. The number of items rose 9 percent
                return False
            if indicator not in COUNTING:
                return True  # the number of staff
            if self.frame.indicator in {"trade", "trade-quantity"} and not self.frame.commodity:
                self.frame = self.frame.with_(indicator=indicator, flow="")  # passenger numbers
        verb = next((t.start for t in ahead if t.kind in {"direction", "level-verb", "rate-change", "q"}), self.member.start)
        if ahead and self.reader.strays(tokens[0].start, verb, whole=False):
            return True
        known = self.state.announced or self.state.timed or self.state.measure == "rank"  # fastest of the 11 cities: Lishui, +63.9%
        later = self.state.first and not known and self.statement.opener == ","
        later = later and not self.reader.zh and not self.roles.subject
        return later and self.reader.strays(tokens[0].start, verb, whole=True)  # rainbow trout, a newcomer, tripled

    def _weighs(self, quantity: Quantity) -> bool:
        """Whether a multiple is that of a quantity named right behind it, of a good or of what passed: "2.1 times the tonnage"."""
        behind = self.after[0] if self.after and quantity.kind in MULTIPLES and not self.reader.zh else None
        weighs = behind is not None and behind.kind == "facet" and [c.get("indicator") for c in behind.concepts] == ["trade-quantity"]
        return weighs and (bool(self.frame.commodity) or any(f.indicator == "cargo" for f in self.state.levels))

    def _goes_on_unnamed(self) -> bool:
        """Whether a figure is of what the rate before it in its sentence is of: nothing is named, or only that it is a value or a quantity."""
        return {t.kind for t in self.roles.subject} <= {"facet"}

    def _unnamed_part(self) -> bool:
        """Whether what makes up a share is named by words that no list has alone: "machines made up half of exports"."""
        tokens = self.statement.tokens
        verb = next((t for t in tokens if t.kind == "share"), tokens[0])
        ahead = tokens[: tokens.index(verb)]
        figured = any(t.kind == "q" for t in ahead) or verb.start > self.member.start
        if self.reader.zh or self.statement.opener != "start" or verb.kind != "share" or figured or any(t.kind not in _SILENT for t in ahead):
            return False
        return self.reader.strays(tokens[0].start, verb.start, whole=False)

    def _rate_behind(self, quantity: Quantity) -> Token | None:
        """The English noun of growth right behind a percentage, where no figure of its own follows."""
        noun = self.after[0] if self.after and not self.reader.zh and quantity.kind == "percent" else None
        if noun is None or noun.kind not in {"direction", "rate"} or noun.start - self.member.end > 1:
            return None
        tokens = self.statement.tokens
        rest = tokens[tokens.index(noun) + 1 :][:2]
        return None if any(t.kind == "q" for t in rest) else noun

    def _untraded(self) -> bool:
        """Whether what grows is a thing that no list has and of which nothing says that it is traded: "5G base stations"."""
        goods = self.frame.commodity
        unlisted_only = bool(goods) and all(not c.en and not c.zh for c in goods) and self.frame.flow in {"", "total"}
        return unlisted_only and "term" not in self.statement.kinds

    def _of_two_subjects(self, quantity: Quantity) -> bool:
        """ "3.1 times its exports to Laos", "20 percent more than those of ships", "exceeded imports by a third" compare two subjects."""
        if self.reader.zh:
            return self._of_two_in_chinese(quantity)
        words = [w for w in self.before if w.kind != "particle"]
        gap = next((i for i, w in enumerate(words) if w.kind == "gap"), 0)
        by = bool(self.before) and self.before[0].kind == "particle" and quantity.kind in {"percent", "fraction"}
        if by and gap and not any(w.kind == "rate" for w in words) and any(w.kind in RIVALS for w in words[:gap]):
            return not any(self._is_own(w) for w in words[:gap] if w.kind in RIVALS) or not any(w.kind in WHEN for w in words[:gap])
        rest = [w for w in self.after if w.kind not in _LEADING]
        rest = rest[1:] if rest and rest[0].kind == "direction" else rest
        if not rest or rest[0].kind not in COMPARING or any(w.kind in {"direction", "rate"} for w in words):
            return False
        held = list(takewhile(lambda w: w.kind not in WHEN, rest[1:]))
        rivals = [w for w in held if w.kind in RIVALS]
        if not rivals or held[0].kind not in RIVALS:
            return False
        return len(held) == len(rest) - 1 or not all(self._is_own(w) for w in rivals)

    def _is_own(self, token: Token) -> bool:
        """Whether a word behind a comparison names what the figure itself is of: "three times its exports in 2018"."""
        frame = self.frame
        if token.kind in {"place", "anaphor"}:
            return token.concept.get("level") == "own" or self.reader.where.place(token, self.state) == frame.place
        if token.kind == "term":
            return token.concept.get("indicator") == frame.indicator or token.concept.get("flow") in {frame.flow, ""}
        if token.kind == "commodity":
            return commodity(token).id in {c.id for c in frame.commodity}
        if token.kind == "corridor" or (token.kind == "enterprise" and frame.indicator in _ENTERPRISES):
            return True  # three times the number of trains in 2019
        return bool(token.concepts) and (token.concept.notation in frame.partner or trade_class(token.concept) in {frame.enterprise, frame.regime})

    def _of_two_in_chinese(self, quantity: Quantity) -> bool:
        if quantity.kind in {"percent", "fraction"} and self._of_another():
            return True
        if quantity.kind not in {"times", "multiple"} or any(w.kind in {"direction", "basis", "period"} for w in [*self.before, *self.after[:4]]):
            return False
        for word in self.before if quantity.kind == "multiple" else ():
            if word.kind == "level-verb":
                return False
            if word.kind in HEADS | {"overall"}:
                return any(w.kind == "level-verb" for w in self.before)
        return False

    def _of_another(self) -> bool:
        """Whether a Chinese part is that of a place of which the subject is no part: "40 percent of that of Hubei"."""
        words = [w for w in self.before if w.kind != "particle" or w.concept.get("genitive")]
        if [w.kind for w in words[:3]] not in (["particle", "place", "level-verb"], ["particle", "place", "than"]):
            return False
        other, subject = self.reader.where.place(words[1], self.state), self.state.frame.place
        return other is not None and subject is not None and not self.reader.places.within(subject, other)

    def _measure_from(self, words: list[Token], quantity: Quantity) -> tuple[str, int, tuple[str, ...]] | None:
        moved = [w for w in words if w.kind not in {"particle", "per", "of"}][:2]
        verbs = ["level-verb"] if self.reader.zh else ["level-verb", "from-level"]
        paces = [[verb, change] for verb in verbs for change in ("direction", "rate-change")]
        origin = bool(moved) and moved[0].kind == "from-level" and (len(moved) == 1 or moved[1].kind != "rate")
        if not self.reader.zh and origin and quantity.kind == "percent" and self._of_shares():
            return "share", 1, (moved[0].text,)  # its share rose from 20 percent in 2018 to 50 percent
        if [w.kind for w in moved] in paces and quantity.kind in {"percent", "fraction"}:
            if self._of_shares():
                return "share", 1, (moved[1].text,)  # its share ... slid to 44 percent
            noun = next((w for w in words[words.index(moved[1]) + 1 :] if w.kind in {"direction", "rate"}), None)
            if noun is not None:
                return "growth", int(noun.concept.get("sign")) or 1, (noun.text,)  # growth slowed to 3.2 percent
            if moved[1].kind == "rate-change" and quantity.kind == "percent" and not self.reader.zh:
                return "growth", self.state.growth_sign or 1, (moved[1].text,)  # slowing from 5 percent in 2021; exports slowed to 3 percent
        for word in words:
            sign = int(word.concept.get("sign", "1") or "1") if word.concepts else 1
            if word.kind == "overall" and self._contributed_to():
                return "growth", 1, (word.text,)  # added 2 points to its overall growth of 7 percent
            if word.kind == "contribution" and any(w.kind == "increment" for w in words):
                return "contribution", 1, (word.text,)
            if word.kind == "contribution" and self.reader.zh and not word.concept.get("ratio") and self._gives_part(quantity):
                return "share", 1, (word.text,)  # contributed more than half
            if word.kind == "contribution":
                if self.after and self.after[0].kind in {"of", "share-mark"}:
                    return "share", 1, (word.text,)
                if word.concept.get("ratio"):
                    grown = self.reader.zh or any(w.kind in {"direction", "rate", "contribution"} for w in self.after)
                    return "contribution" if grown else "share", 1, (word.text,)
                return "growth", sign, (word.text,)
            if word.kind == "rank" and word.concepts and word.concept.get("rankOf") == "growth":
                return "growth", 1, (word.text,)
            if word.kind == "share" and word is self.statement.tokens[0] and quantity.kind in MULTIPLES and not self.reader.zh:
                continue  # 3 billion yuan, or 6.4 times the figure of 2022
            if word.kind == "share" and word.concept.get("restates") and self.state.changed:
                return "growth", self.state.changed, (word.text,)  # fell by 3 billion yuan, or 4 percent
            if word.kind == "share":
                return "share", 1, (word.text,)
            if word.kind == "direction" and sign != 0:
                return "growth", sign, (word.text,)
            if word.kind == "rate":
                moves = (int(w.concept.get("sign")) for w in words[words.index(word) :] if w.kind == "direction")
                sign = sign or next(moves, 0)  # fell at a pace of 3 percent
                return "growth", sign or self.state.growth_sign or 1, (word.text,)
            if word.kind == "rate-change" and (not self.reader.zh or self.frame.flow == "balance"):
                return "growth", sign, (word.text,)
            if word.kind == "gap" and not self.reader.zh and any(w.kind in _OUTDONE for w in words[: words.index(word)]):
                fallen = any(w.kind in {"rate", "direction"} and w.concept.get("sign") == "-1" for w in words[: words.index(word)])
                return "growth", -1 if fallen else 1, (word.text,)  # lower than the national average of 9.9 percent
            if word.kind == "gap" and self.reader.zh and any(w.kind == "basis" for w in words[: words.index(word)]):
                falls = any(w.kind == "rate" and w.concept.get("sign") == "-1" for w in words)
                return "growth", -1 if falls else 1, (word.text,)  # below the 8.1% of the year before
            if word.kind == "gap" and (not self.reader.zh or any(w.kind == "basis" for w in words)):
                return "growth", sign, (word.text,)
            compares = word.kind == "than" and not self.reader.zh and self.statement.tokens[0] is word and self._dated()
            if compares and self.state.measure == "share" and quantity.kind == "percent":
                return "share", 1, (word.text,)  # rose by a quarter to 36.6 percent of the total, against 31.1 percent in 2022
            if compares and self.state.growth_sign:
                return "growth", self.state.growth_sign, (word.text,)  # fell 4 percent, compared with 7 percent in June
            if word.kind in COMPARING and self.reader.zh and self.roles.than_periods and self.state.measure == "growth":
                falls = any(w.kind == "rate" and w.concept.get("sign") == "-1" for w in words)
                return "growth", -1 if falls else 1, (word.text,)  # below the 8.1% of April
        return None

    def _dated(self) -> bool:
        """Whether a period, or how long before, stands right behind the figure or right before it."""
        behind = [w for w in self.after if w.kind not in {"particle", "with"}][:1]
        return any(w.kind == "period" or (w.kind == "basis" and w.concept.get("thenToo")) for w in (*behind, *self.before[:1]))

    def _compares(self) -> bool:
        """A multiple is a growth beside a comparison or after a growth; alone it may count how often something was done."""
        words = [*self.before, *self.after, *self.state.pending]
        return self.state.measure == "growth" or any(w.kind in {"basis", "direction", "rate", "rate-change"} for w in words) or self.reader.zh

    def _of_shares(self) -> bool:
        spoken = [*self.statement.tokens, *self.state.pending]
        return self.state.measure in {"share", "share-change"} or any(w.kind == "share" for w in spoken)

    def _named_behind(self, quantity: Quantity) -> bool:
        """Whether what an English rate is of stands right behind it: "from 8% growth", "to a 3% contraction", "are behind 66% of exports"."""
        if self.reader.zh or quantity.kind not in {"percent", "fraction"} or not self.before or not self.after:
            return False
        noun = self.after[0].kind
        if self.before[0].kind == "gap":
            return noun in {"of", "share-mark"}  # but "behind the 9 percent of the province"
        led = next((w.kind for w in self.before if w.kind not in {"particle", "per"}), "")
        return (led == "from-level" and noun in {"direction", "share-mark"}) or (led == "level-verb" and noun == "direction")

    def _measure_after(self, quantity: Quantity) -> tuple[str, int, tuple[str, ...]] | None:
        for word in self.after:
            if word.kind in {"basis", "particle"} or (word.kind == "term" and not self.reader.zh and quantity.kind == "percent"):
                continue  # 3.2 percent trade growth
            if word.kind in {"of", "share-mark", "share", "of-which"} and quantity.kind in {"percent", "fraction"}:
                return "share", 1, (word.text,)
            if word.kind in {"direction", "rate", "gap"}:
                return "growth", int(word.concept.get("sign")) or 1, (word.text,)
            break
        owned = [w for w in self.after[:2] if self.reader.zh]
        if len(owned) < 2 or not owned[0].concepts or not owned[0].concept.get("genitive") or quantity.kind not in {"percent", "fraction"}:
            return None
        if owned[1].kind == "term" and owned[1].concept.get("flow") in TRADE_FLOWS and not owned[1].concept.get("indicator"):
            return "share", 1, (owned[1].text,)  # 38.6% of what is exported goes to Europe
        return None

    def _compared_period(self) -> str:
        """12.6% above June 2020, 3.2% below May: the base is the period behind the comparison."""
        frame = self.frame
        here = frame.period
        if frame.period is not None and (part := self._earlier_part(frame.period)):
            return part
        for token in [*self.roles.than_periods, *self.state.than_periods]:
            span = token.span
            named = token in self.state.than_periods
            if span is None or here is None or (token.start < self.member.end and not named):
                continue
            if span.style == "part" and span.year is None and span.offset is None and span.first == span.last == (here.first - 2) % 12 + 1:
                return "mom"
            if self.reader.zh and (known := relation(span, here, self.state.published)):
                return known
            size = (span.last or 0) - (span.first or 0) + 1
            if (
                span.style == "part"
                and span.year is None
                and span.offset is None
                and size == here.months > 1
                and span.last == (here.first - 2) % 12 + 1
            ):
                return "prev"
            if span.year is not None:
                return "yoy" if here.year is not None and span.year == here.year - 1 else f"vs:{span.year}"
        return ""

    def _over_years(self, rate: Decimal) -> str:
        """The basis of a rate behind two levels of years apart: "from 490 million yuan in 2013 to 3.67 billion in 2022, up 6.5 times"."""
        begun = self._begun()
        levels = sorted(self.state.tallied[-2:], key=lambda t: (t[1].period.year if t[1].period is not None else 0) or 0) if begun else []
        if not levels or self.roles.subject or not levels[0][0].value:
            return ""
        grown = 100 * (levels[1][0].value - levels[0][0].value) / levels[0][0].value
        return f"vs:{begun}" if abs(grown - rate) <= abs(grown) / _FITTING + 1 else ""

    def _begun(self) -> int:
        """The year of the earlier of the last two levels, where they are of one subject and of years apart; nought where they are not."""
        told = self.state.tallied[-2:] if len(self.state.levels) > 1 and not self.reader.zh else []
        periods = [f.period for _, f, _ in told if f.period is not None]
        if len(periods) < 2 or told[0][0].unit != told[1][0].unit or periods[0].first != periods[1].first:
            return 0
        years = sorted(p.year or 0 for p in periods)
        same = told[0][1].with_(period=None, facet=False) == told[1][1].with_(period=None, facet=False)
        return years[0] if same and years[0] and years[1] - years[0] > 1 else 0

    def _earlier_part(self, here: Period) -> str:
        """Higher than in the third: the quarter or half before this one."""
        words = [w for w in self.after if w.kind not in {"particle", "with"}][:3]
        if len(words) > 1 and words[1].kind == "than":
            words.pop(1)
        kinds = [w.kind for w in words[:2]]
        on = kinds[:1] == ["member-ref"] and self.after[0].kind == "particle"  # up 10.2 percent on the first
        if self.reader.zh or not (on or kinds in _THAN_PART):
            return ""
        part = words[0] if on else words[1]
        return "prev" if here.months in {3, 6} and here.first == int(part.concept.get("index")) * here.months + 1 else ""

    def _owner_of_amount(self) -> Frame | None:
        """Whose trade an amount behind it is: "contributed 245 billion yuan to Sichuan's foreign trade of 277 billion"."""
        words = [w for w in self.before if w.kind not in {"particle", "period"}][:3]
        if [w.kind for w in words[:2]] != ["of", "term"] or len(words) < 3 or words[2].kind not in PLACES:
            return None
        flow, told = words[1].concept.get("flow"), any(t.quantity is not None and t.end <= words[2].start for t in self.statement.tokens)
        place = self.reader.where.place(words[2], self.state)
        if not told or place is None or slug(place.notation) == self.frame.reporter or flow not in {"total", *TRADE_FLOWS}:
            return None
        return cleared_of_parts(self.frame).with_(reporter=slug(place.notation), place=place, label=words[2].printed, flow=flow)

    def _owner_of_growth(self, frame: Frame) -> Frame | None:
        """ "contributed 2.3 points to the province's growth of 7.9 percent": the growth is the province's; None where that stays open."""
        than = next((i for i, w in enumerate(self.before) if w.kind in COMPARING), None)
        compared = [*self.before[: than or 0], *self.after] if than is not None and than < 5 and not self.reader.zh else []
        for word in compared:  # above the national average of 7.9 percent; higher than the 29.5% level of the country's growth
            if word.kind in {"place", "anaphor"} and word in self.roles.than:
                place = self.reader.where.place(word, self.state)
                if place is not None and slug(place.notation) != frame.reporter:
                    return cleared_of_parts(frame).with_(reporter=slug(place.notation), place=place, label=word.printed)
                break
            if word.kind in _RIVAL_SLOTS and word in self.roles.than:
                return self._of_rival(frame, word)
        words = [w for w in self.before if w.kind not in {"particle", "period"}][:2]
        owner = words[0] if len(words) == 2 and words[0].kind in {"place", "anaphor"} and words[1].kind in COMPARING else None
        genitive = bool(self.after) and self.after[0].kind == "particle" and bool(self.after[0].concept.get("genitive"))
        if self.reader.zh and owner is not None and genitive and (place := self.reader.where.place(owner, self.state)) is not None:
            return cleared_of_parts(frame).with_(reporter=slug(place.notation), place=place)  # above the nation's 2.8% growth
        if quantity_signed(self.member) and not self.roles.subject and self.roles.than:
            place = next(
                (p for t in self.roles.than if t.kind in {"place", "anaphor"} and (p := self.reader.where.place(t, self.state)) is not None), None
            )
            if place is not None:
                return frame.with_(reporter=slug(place.notation), place=place)
        rival = self.state.object_place if self.statement.tokens == [self.member] and self._outdoing() else None
        if rival is not None:
            return cleared_of_parts(frame).with_(reporter=slug(rival.notation), place=rival)
        raised = "contribution" in self.statement.kinds
        if not self.reader.zh and self._contributed_to():
            whole = next((w.concept.get("flow") for w in self.before if w.kind == "term"), "")
            total = "total" if any(w.kind == "overall" for w in self.before) else frame.flow
            frame = cleared_of_parts(frame).with_(flow=whole or total)
        for word in self.before if raised else ():
            if word.kind in {"place", "anaphor"} and word in self.roles.base:
                place = self.reader.where.place(word, self.state)
                if place is not None:
                    return frame.with_(reporter=slug(place.notation), place=place, label=word.printed)
        return frame

    def _outdoing(self) -> bool:
        """Whether a bracket stands behind the place whose rate is outdone or not reached."""
        opened = self.statement.opener == "(" and not self.reader.zh and self.state.object_place is not None
        return opened and bool(self.state.pending) and self.state.pending[-1].kind == "gap"

    def _of_rival(self, frame: Frame, token: Token) -> Frame | None:
        """Whose rate stands behind a comparison: "faster than ships' 20 percent", "above the 7.9 percent of imports"; None where that stays open."""
        if token.kind == "term":
            flow = token.concept.get("flow") or frame.flow
            parts = cleared_of_parts(frame) != frame and flow != frame.flow and flow != "total"
            return None if parts else cleared_of_parts(frame).with_(flow=flow)
        value = commodity(token) if token.kind == "commodity" else token.concept.notation if token.kind == "partner" else trade_class(token.concept)
        return overlay(frame, token.kind, value)

    def _contributed_to(self) -> bool:
        """Whether a rate is that of the whole to whose growth something contributed the points before it."""
        ahead = [t.quantity.kind for t in self.statement.tokens if t.quantity is not None and t.start < self.member.start]
        return not self.reader.zh and self.state.measure == "contribution" and ahead[-1:] == ["points"]

    def _base_again(self) -> str:
        """The base of the share told before, where a word points to it: "this share is 1.5 points up"."""
        pointed = any(t.kind == "share" and t.concepts and t.concept.get("slots") == "base" for t in self.statement.tokens)
        return (self.state.share_base or self.state.share_before) if pointed else ""

    def _share_base(self) -> str:
        narrow: list[str] = []
        reporter = ""
        frame = self.frame
        grouped = any(t.kind == "group-noun" for t in self.roles.base)
        plain = frame.flow in {"", "total"} and not any(getattr(frame, s) for s in SECONDARY)
        for token in self.roles.base:
            if token.kind in {"place", "anaphor"}:
                place = self.reader.where.whole(token, frame.place, self.state)
                if place is not None and place == frame.place and plain and not grouped:
                    place = self.reader.where.around(place)  # all zones of the country made up 17 percent of its trade
                if place is not None and slug(place.notation) != frame.reporter:
                    reporter = slug(place.notation)
            elif token.kind == "group-noun":
                number = next((t.text for t, n in pairwise(self.statement.tokens) if n is token and t.kind == "q"), "")
                reporter = f"text:{number} {token.text}".replace(": ", ":")
            elif token.kind == "share-mark" and frame.place is not None:
                whole = self.reader.where.at(token.concept.get("level"), frame.place, self.state) or self.reader.places.find("CN")
                if whole is not None and slug(whole.notation) != frame.reporter:
                    reporter = slug(whole.notation)
            elif token.kind == "regime" and (mode := trade_class(token.concept)):
                if frame.regime != mode or (frame.partner and not self.reader.zh):
                    narrow.append(f"regime={mode}")
            elif token.kind == "enterprise" and frame.enterprise != token.concept.notation:
                narrow.append(f"enterprise={token.concept.notation}")
            elif token.kind == "partner" and (token.concept.notation not in frame.partner or self._other_part(frame)):
                narrow.append(f"partner={token.concept.notation}")
            elif token.kind == "commodity" and not any(c.id == commodity(token).id for c in frame.commodity) and not self._carries(token):
                narrow.append("commodity")
        if not narrow and not reporter and self.part_of:
            narrow.append("commodity")
        goods = (w for w in self.after if w.kind == "same-ref" and not w.concept.get("ofPart")) if not self.reader.zh else ()
        if not narrow and any("commodity" in w.concept.get("slots").split() for w in goods):
            narrow.append("commodity")  # a third of these products
        topic = self.state.base
        if not narrow and not reporter and topic.partner and frame.partner == topic.partner and self._other_part(frame):
            narrow.append(f"partner={topic.partner[0]}")  # in a release about trade with Africa a share is of that trade
        elif not narrow and not reporter and topic.regime and frame.regime == topic.regime and (frame.commodity or frame.partner):
            narrow.append(f"regime={topic.regime}")
        if not narrow and not reporter and not self.roles.base and self.state.whole is not None:
            narrow.extend(_narrowings(self.state.whole, frame))
        of_itself = self._is_part() and not any(w.kind in HEADS for w in self.before) and not self.reader.zh  # two thirds of it went by road
        unsaid = not self.roles.base or (not self.reader.zh and all(t.kind == "term" for t in self.roles.base))  # 62 percent of the trade
        if not narrow and not reporter and unsaid and not of_itself:
            reporter = self._unsaid_whole(frame)
        return ";".join([reporter, *narrow] if reporter else narrow)

    def _unsaid_whole(self, frame: Frame) -> str:
        """Whose trade a share without a stated base is of: of a city's the province that the release is about, of all zones' the country."""
        main, place = self.state.main.place, frame.place
        if place is None or any(getattr(frame, slot) for slot in SECONDARY):
            return ""
        if main is not None and place != main and self.reader.places.within(place, main):
            return slug(main.notation)
        around = self.reader.where.around(place)
        return slug(around.notation) if around != place and frame.indicator == "trade" and frame.flow in {"", "total"} else ""

    @staticmethod
    def _other_part(frame: Frame) -> bool:
        """Whether a part of the trade with a partner is told by a good, a mode or a kind of enterprise."""
        return bool(frame.commodity or frame.enterprise or frame.regime)

    def _with_base_goods(self, frame: Frame) -> Frame:
        """ "a third of the cars went to Russia", "Thailand supplied 71% of the durians": the part is of the same goods, and of the same mode."""
        modes = {trade_class(m.concept) for t in self.roles.base if t.kind == "regime" for m in t.members}
        if not self.reader.zh and not frame.regime and len(modes) == 1 and (frame.partner or frame.commodity):
            frame = frame.with_(regime=modes.pop())  # Peru took 28 percent of the e-commerce trade
        partners = [m for t in self.roles.base if t.kind == "partner" for m in t.members]
        if not self.reader.zh and not frame.partner and partners:
            frame = frame.with_(partner=tuple(m.concept.notation for m in partners))  # durians made up 30 percent of imports from Thailand
        goods = [m for t in self.roles.base if t.kind == "commodity" for m in t.members]
        if self.reader.zh or frame.commodity or not goods or not (frame.partner or frame.enterprise or frame.regime):
            return frame
        return frame.with_(commodity=tuple(commodity(m) for m in goods))

    def _of_goods(self, frame: Frame) -> Frame:
        """The goods of which a figure that opens its clause gives a part, whatever was told before: "half of the ivory came by mail"."""
        leads = self.statement.opener in {"start", ";"} and self.statement.led == "q" and not self.roles.subject and not self.reader.zh
        goods = [m for t in self.roles.base if t.kind == "commodity" for m in t.members] if leads else []
        parted = frame.partner or frame.enterprise or frame.regime
        return frame if parted or not goods else frame.with_(commodity=tuple(commodity(m) for m in goods))

    def _of_owner(self, frame: Frame) -> Frame:
        """The part that a good, partner or kind of owner has in the trade of a place beside or inside what was told of is that place's."""
        places = [t for t in self.roles.base if t.kind in {"place", "anaphor"}]
        heads = {t.kind for t in self.roles.subject}
        if self.reader.zh or len(places) != 1 or places[0].items or heads & {"place", "anaphor"} or not heads & {*SECONDARY}:
            return frame
        owner = self.reader.where.whole(places[0], frame.place, self.state)
        if (
            owner is None
            or frame.place is None
            or self.reader.places.within(frame.place, owner)
            or any(t.kind == "group-noun" for t in self.roles.base)
        ):
            return frame
        return frame.with_(reporter=slug(owner.notation), place=owner, label=places[0].printed)

    def _with_base_flow(self, frame: Frame) -> Frame:
        """ "accounts for 82.3% of Tibet's exports": the part is of exports too, where it has no flow of its own."""
        whole = next((t for t in self.roles.base if t.kind == "term" and t.concept.get("indicator") == "fdi"), None)
        if whole is not None and not frame.partner and not frame.commodity:
            return frame.with_(flow="", indicator="fdi")  # 43.4% of the foreign capital
        behind = [w for w in self.after[:2] if self.reader.zh]
        if len(behind) == 2 and behind[0].kind == "particle" and behind[1].kind == "term":  # 20.8% of the investment: a Chinese owner stands behind
            flow, indicator = behind[1].concept.get("flow"), behind[1].concept.get("indicator")
            return frame.with_(flow="" if flow == "NONE" else flow or frame.flow, indicator=indicator or frame.indicator)
        traded = next((t for t in self.roles.base if t.kind == "term" and not t.concept.get("indicator") and t.concept.get("flow")), None)
        if (
            traded is not None
            and frame.indicator in {"fdi", *_ENTERPRISES}
            and not self.reader.zh
            and traded.concept.get("flow") in {"total", *TRADE_FLOWS}
        ):
            return frame.with_(flow=traded.concept.get("flow"), indicator="trade")  # the zone made up 7.6% of the province's trade
        weighed = any(t.kind in {"term", "facet"} and t.concept.get("indicator") == "trade-quantity" for t in self.roles.base)
        if weighed and self.reader.zh and frame.indicator == "trade":
            frame = frame.with_(indicator="trade-quantity")  # 71% of the quantity of grain that was imported
        for token in self.roles.base:
            flow = token.concept.get("flow") if token.kind == "term" and not token.items else ""  # all that is bought and sold
            told = any(t.kind == "term" and t.concept.get("flow") for t in self.roles.subject)
            if flow in TRADE_FLOWS and (frame.flow in {"", "total"} or not (told or self.reader.zh)):
                return frame.with_(flow=flow)
        return frame

    # ------------------------------------------------------------------ percentage points

    def _points(self, quantity: Quantity) -> None:
        state, frame = self.state, self.frame
        near = [*self.before, *self.after]
        outdone = next((t for t in self.statement.tokens if t.kind == "gap" and t.end <= self.member.start), None)
        if outdone is not None and outdone not in near and self.roles.than and not self.reader.zh:
            near.append(outdone)  # fell short of the national average of 9.9 percent by 1.1 points
        kinds = {w.kind for w in near}
        sign = self._points_sign(near, quantity)
        moved = max((i for i, w in enumerate(self.before[:6]) if w.kind == "direction"), default=0)  # the verb: what stands behind it is raised
        raised = [w for w in self.before[:moved] if w.kind != "particle"]
        heads = all(w.kind in {"term", "place", "anaphor", "direction", "rate", "overall"} for w in raised)
        transitive = any(w.kind == "term" for w in raised) and heads and self.member.start - raised[0].end < 5 and not self.reader.zh
        adds = bool(self.before) and self.before[0].kind == "direction" and bool(self.after) and self.after[0].kind in {"level-verb", "with"}
        adds = adds and not self.reader.zh and all(t.kind == "overall" for t in self.roles.than) and "share" not in kinds
        told = {w.kind for w in self.after}
        if adds and ("overall" in told or ("term" in told and told & {"direction", "rate"})):
            self._send(quantity, "contribution", quantity.value, "pp", frame.indicator)  # adding 4 points to import growth
            return
        if "contribution" in kinds or (transitive and "share" not in kinds and not self.roles.than and self.statement.opener != "start"):
            frame = state.frame if "contribution" not in kinds else frame  # raised the province's trade by 2 points: who raised it
            frame = frame.with_(indicator="trade") if frame.indicator in {"trade-price", "trade-quantity"} else frame
            dragging = any(w.kind == "contribution" and w.concept.get("sign") == "-1" for w in near)
            self._send(quantity, "contribution", -quantity.value if dragging else quantity.value, "pp", frame.indicator, frame)
            return
        if self._points_of_two():
            self.reader.puzzle(self.member, "ratio", "points above or below another flow, good or partner, for which there is no code")
            return
        ref = self.reader.ref(self.roles.than, frame, state)
        if not ref and state.gap is not None and "share" not in kinds:
            listed = any(self.member in q.items for q in self.statement.quantities)
            sign, ref, frame = state.gap if not listed else (*state.gap[:2], frame)
            state.gap = state.gap if listed else None
        if not ref and "gap" in kinds and state.object_place is not None:
            ref = slug(state.object_place.notation)
        earlier = state.named[-1] if state.named else None
        own = any(t.kind in {"place", "anaphor"} for t in self.roles.subject)
        wider = earlier.place if earlier is not None and earlier.place != frame.place else None
        inner = frame.place if "gap" in kinds and own and not ref else None
        if inner is not None and wider is not None and (self.reader.places.within(inner, wider) or self.reader.where.around(inner) == wider):
            ref = slug(wider.notation)  # the country's rose 2.9%, Shanghai was 0.5 points behind
        if not ref and "gap" in kinds:
            ref = self._outdone_before(own=own)
            frame = self.frame
        after_share = state.measure in {"share", "share-change"} and not kinds & {"rate", "rate-change"} and not (ref and "gap" in kinds)
        pending = {w.kind for w in state.pending}
        if "share" in kinds or after_share or ("share" in pending and not kinds & {"rate", "gap"}):
            base = self._share_base() or self._base_again() or state.share_base
            frame = self._with_base_flow(frame) if frame.indicator in _ENTERPRISES else frame  # their number rose, and their share of all trade
            indicator = self._rate_of_work() or (state.last_indicator if state.measure in {"share", "share-change"} else frame.indicator)
            self._send(quantity, "share-change", quantity.value * sign, "pp", indicator, frame, basis=self.basis or "yoy", base=base)
            return
        if not ref:
            ref = "prev"
            sign = self._change_sign(near) if kinds & {"rate-change", "direction", "gap"} else sign
        compared = state.measure == "growth-gap" and self.statement.opener == "and" and not self.reader.zh  # with something that no list has
        grown = state.growth_sign != 0 and any(w.kind == "direction" for w in self.before)  # to 12 billion, but the drop was 7.9 points narrower
        bare = not self.reader.zh and kinds.isdisjoint({"gap", "rate", "rate-change", "direction"})
        bare = bare and ref == "prev" and next((w.kind for w in self.before if w.kind != "particle"), "") == "level-verb"  # "is 7.4 points": what is
        moves = [t for t in self.statement.tokens if t.kind in {"direction", "rate"} and t.end <= self.member.start]
        paced = not self.reader.zh and len(moves) > 1 and next(t for t in self.statement.tokens if t.kind != "particle") is moves[0]
        after_growth = ((state.measure in {"growth", "growth-gap"} and not compared) or grown or paced) and not bare  # growth picked up by 4 points
        if kinds & {"gap", "rate", "rate-change"} or self.roles.than or ref != "prev" or after_growth:
            basis = "yoy" if self.basis in {"", "mom", "prev"} else self.basis  # of the growths that are compared
            self._send(quantity, "growth-gap", quantity.value * sign, "pp", frame.indicator, frame, basis=basis, ref=ref)
            return
        self.reader.puzzle(
            self.member, "unknown-measure", "percentage points that no share, rate or comparison explains; add the word to ontology/measures.ttl"
        )

    def _outdone_before(self, *, own: bool) -> str:
        """Whose growth the sentence before told, of which the subject is a part: "Nationwide, trade rose 2.9%. Shanghai lagged by 0.5 points"."""
        gap, growth, here = self.state.read.get("growth-gap"), self.state.read_before.get("growth"), self.frame.place
        if self.reader.zh or "growth" in self.state.read:
            return ""
        if not own and gap is not None and gap.ref != "prev":
            return gap.ref  # ...; exports trailed by 2 points
        outer = growth.frame.place if own and growth is not None else None
        if growth is None or outer is None or here is None or outer == here or not self.reader.places.within(here, outer):
            return ""
        if "term" not in self.statement.kinds:
            self.frame = self.frame.with_(flow=growth.frame.flow)
        return slug(outer.notation)

    def _points_of_two(self) -> bool:
        """ "3 points faster than imports", "2 points above that to Japan": held against another subject than a place, the whole or the past."""
        rivals = [t for t in self.roles.than if t.kind in RIVALS] if not self.reader.zh else []
        whole = {"place", "anaphor", "overall"} & {t.kind for t in rivals} or self.roles.than_periods or self.roles.basis
        others = [t for t in rivals if t.kind in SECONDARY or (t.kind == "term" and t.concept.get("flow") in TRADE_FLOWS)]
        return bool(others) and not whole and not all(self._is_own(t) for t in others)

    def _rate_of_work(self) -> str:
        """The indicator that a rate names itself: a rate of inspection, the part of the registered firms that trade."""
        noun = next((w for w in [*self.before, *self.state.pending] if w.kind == "share"), None)
        return noun.concept.get("indicator") if noun is not None else ""

    def _whole_of_work(self) -> str:
        """The indicator of a whole that is carried or cleared, not traded: 44 percent of the freight, of the trains, of them."""
        told = self.state.levels[-1].indicator if self.state.levels and self._is_part() else ""
        weighed = any(f.indicator == "cargo" and f.flow == self.frame.flow in TRADE_FLOWS for f in self.state.levels)
        if weighed and not self.roles.base and self.frame.indicator == "trade" and not self.frame.commodity:
            return "cargo"  # 24 tonnes, of which 17 exported and 7 imported: exports made up seven tenths
        last = self.state.read.get("share")
        goes_on = last is not None and last.indicator in COUNTING and self.statement.opener == "and" and not self.roles.base
        if goes_on and last is not None and all(t.kind != "term" for t in self.roles.subject):
            return last.indicator  # of the trains, one in three carried cars and nine in ten went to Russia
        caught = [i for q, _, i in self.state.tallied if any(q.counted is not None and q.counted in t.concepts for t in self.roles.base)]
        if caught and caught[-1] in COUNTING:
            return caught[-1]  # seized 61,000 batches. One in four of the batches went to Chile
        noun = self.state.noun.concept.get("indicator") if self.state.noun is not None and self.statement.opener == "," else ""
        if noun in COUNTING and not self.roles.base:
            return noun  # of the trains, one in three carried cars
        if told in COUNTING or any(t.kind == "corridor" or self._carries(t) for t in self.roles.base):
            return told if told in COUNTING else "cargo"
        return next((i for t in self.roles.base if t.kind == "term" and (i := t.concept.get("indicator")) in COUNTING), "")

    def _points_sign(self, near: list[Token], quantity: Quantity) -> int:
        if quantity.signed:
            return 1
        if self.member.sign:
            return self.member.sign
        for kinds in ({"gap"}, {"direction", "rate-change"}):
            for word in near:
                if word.kind in kinds and word.concept.get("sign") != "0":
                    return int(word.concept.get("sign"))
        return 1

    def _change_sign(self, near: list[Token]) -> int:
        """A narrowed decline is positive, a slowed growth negative, a widened decline negative."""
        words = [*near, *self.state.pending]
        at = next((i for i, w in enumerate(self.before) if w.kind == "rate-change"), len(self.before))
        moved = next((int(w.concept.get("sign")) for w in self.before[at + 1 :] if w.kind == "direction" and not self.reader.zh), 0)
        stated = next((int(w.concept.get("sign")) for w in words if w.kind == "rate" and w.concept.get("sign") != "0"), 0)
        rate = stated or moved or self.state.growth_sign or 1  # the reduction of trade has narrowed by 0.2 points
        move = next((int(w.concept.get("sign")) for w in near if w.kind in {"rate-change", "direction", "gap"} and w.concept.get("sign") != "0"), 1)
        return rate * move

    # ------------------------------------------------------------------ levels

    def _level(self, quantity: Quantity) -> None:
        if quantity.kind == "money" and self.frame.indicator == "trade-price" and self.reader.zh:
            said = next((w for w in self.before if w.kind in {"term", "facet", "per"}), None)
            if said is not None and said.kind == "term" and said.concept.get("flow") and not said.concept.get("indicator"):
                self.frame = self.frame.with_(indicator="trade")  # fewer at higher prices, the value of imports came to 20.8 billion
        if quantity.kind == "money" and not self.reader.zh:
            self.frame = self._balanced(self.frame)
        state, frame = self.state, self.frame
        if quantity.kind == "number":
            known = self._unit_from_context(quantity)
            if known is None:
                state.unread = True
                self.reader.puzzle(self.member, "unknown-unit", "a number without a unit that is known; add the unit to ontology/units.ttl")
                return
            quantity, frame = known, self.frame
        if quantity.kind == "span":
            self.reader.puzzle(self.member, "duration", "a span of time, not a figure")
            return
        self.state.changed = self._changed_by(quantity)
        absolute = not self.state.changed and self._absolute_change(quantity)
        if absolute and self.before and self.before[0].kind == "direction" and not self.reader.zh:
            self.state.changed = int(self.before[0].concept.get("sign") or 0) or 1
        if self.state.changed or absolute:
            self.reader.puzzle(self.member, "absolute-change", "an absolute change, not a level")
            return
        told = state.spoken or (not self.reader.zh and (self._told_of_trade() or self._traded_by_place()))
        if quantity.kind == "money" and (not told or (not self.reader.zh and self._spent())):
            state.unread = self.reader.zh
            self.reader.puzzle(self.member, "unknown-subject", "an amount of money in a sentence that speaks of no trade")
            return
        if quantity.kind == "money" and "investing" in self.statement.kinds and self._is_invested():
            capital = next((f for _, f, i in reversed(state.tallied) if i == "fdi"), None)
            if capital is None:
                state.unread = True
                self.reader.puzzle(self.member, "other-subject", "what somebody invested: neither trade nor, as far as told, foreign capital")
                return
            frame = self.frame = frame.with_(indicator="fdi", flow="")
        if self._is_torn_scale(quantity):
            self.reader.puzzle(self.member, "torn", "a scale that a translation tore off the number before it, not a figure of its own")
            return
        if quantity.kind == "money" and self._passed_by_each(quantity):
            self.reader.puzzle(self.member, "threshold", "an amount that each of the firms counted before it has passed, not a figure")
            return
        if self._is_price_told(quantity):
            state.unread = True
            self.reader.puzzle(self.member, "unknown-subject", "so small an amount of what no word of trading speaks: a price, a reward, a fee")
            return
        if self.reader.zh and self._led_by_stranger():
            state.unread = True
            self.reader.puzzle(self.member, "unknown-subject", "an amount of something that no list has, not of what was told before")
            return
        firms = self.reader.zh and quantity.kind == "money" and "together" in self.statement.kinds and bool(state.levels)
        invested = any(t.concept.get("indicator") == "fdi" for t in self.roles.subject)
        if firms and not invested and state.levels[-1].indicator in _ENTERPRISES and {t.kind for t in self.roles.subject} <= {"term"}:
            state.unread = True
            self.reader.puzzle(self.member, "unknown-subject", "what the firms counted before it trade together, not all trade")
            return
        if state.unnamed and self._goes_on_unnamed():
            self.reader.puzzle(self.member, "unknown-subject", "a level of what the rate before it is of, which no list has")
            return
        beside = self.before[:2] if self.reader.zh else [w for w in self.after[:1] if w.start - self.member.end < 2]
        spans = [w for w in self.after[1:2] if w.kind == "unit" and w.concept.get("quantityKind") in {"span", "time"}]
        per = quantity.kind == "money" and any(w.kind == "per" for w in beside) and (self.reader.zh or not spans)
        noun = quantity.counted.notation if quantity.counted is not None else ""
        if state.enforcing and noun in _PEOPLE and frame.commodity and not self.reader.zh:
            frame = self.frame = frame.with_(commodity=())  # 86 passengers with phones
        if self._another_good(quantity, frame):
            frame = self.frame = frame.with_(commodity=())
            state.turned = True
        indicator = self._level_indicator(quantity, frame, per=per)
        if indicator == "cargo" and self._counts_crossings(quantity) and "flow" not in state.stated and (frame.flow == "total" or state.first):
            frame = self.frame = frame.with_(flow="")  # vehicles of which nothing says which way they went
        if indicator == "cargo" and (whole := self._weighed(quantity, frame)) is not None:  # of the tons of seafood sold, Japan took 170,000
            indicator, frame = "trade-quantity", frame.with_(commodity=whole.commodity, flow=whole.flow)
            self.frame = frame
        each = not any(t.kind == "member-ref" or len(t.items) > 1 for t in self.statement.tokens) and not (self.reader.zh and self.roles.periods)
        quarters = state.quarterly > 0 and each
        if quantity.kind == "money" and not self.reader.zh and (owner := self._owner_of_amount()) is not None:
            frame = self.frame = owner
        rates = (w.concept.get("ucum") for w in [*self.before, *self.after] if w.kind == "day-rate")
        pace = next(rates, state.pace or (f"{{{state.quarterly}mo}}" if quarters else "")) if quantity.kind != "time" else ""
        daily = pace != ""
        averaged = daily and indicator in COUNTING and self.reader.zh
        if averaged and (state.level is None or any(w.kind == "from-level" for w in self.before)):
            frame = self.frame = frame.with_(period=None)  # 1,600 trucks a day, beside no count of a period: of no month as a whole
        if indicator == "enterprises-active" and frame.flow and not self.reader.zh:
            frame = self.frame = frame.with_(flow="")
        papers = state.level is not None and state.level.counted is not None and state.level.counted.notation == CERTIFICATE
        if quantity.kind == "money" and papers and not self.reader.zh and not any(w.kind == "term" for w in self.before):
            indicator, frame = "clearance", frame.with_(flow="")  # certificates of origin worth 9.46 billion yuan
            self.frame = frame
        if not indicator and (good := self._vehicles(quantity, frame)) is not None:
            indicator, frame = "trade-quantity", frame.with_(commodity=(good,))
            self.frame = frame
        if daily and indicator not in COUNTING:
            self.reader.puzzle(self.member, "per-day", "what is reached in each day, month or quarter, not in the period")
            return
        if not indicator:
            state.unread = not any(w.kind == "rank-verb" for w in self.before)  # among the first three: no figure of its own
            self.reader.puzzle(self.member, "unknown-subject", "a count of something that is neither trade nor customs work")
            return
        state.unread = False
        value = quantity.value
        if frame.flow == "balance" and frame.sign < 0 and not quantity.signed:
            value = -value
        state.level, state.level_indicator = quantity, indicator
        if self.statement.opener != "(" or len(self.statement.quantities[0].members) > 1:
            state.levels.append(frame.with_(indicator=indicator))
        state.levels_at = self.member.start
        if quantity.kind == "money":
            state.money = quantity
        elif quantity.kind == "count":
            state.count = quantity
        if indicator in _ENTERPRISES:
            state.enterprise_count = indicator
        state.tallied.append((quantity, frame, indicator))
        if quantity.kind == "money" and indicator == "trade" and not any(getattr(frame, slot) for slot in SECONDARY):
            state.wholes.append((quantity, frame))
        self._send(quantity, "level", value, quantity.unit, indicator, per=pace)

    def _is_invested(self) -> bool:
        """Whether an amount is the next figure behind a verb of investing or attracting."""
        return next((w.kind for w in self.before if w.kind not in {"particle", "per", "together"}), "") == "investing"

    def _led_by_stranger(self) -> bool:
        """Whether words that no list has stand right before a Chinese amount or the word for all trade: of whom or what it is nobody knows."""
        state, first = self.state, self.statement.tokens[0]
        leads = state.first and self.statement.opener == "start" and (first is self.member or first in self.before)
        leads = leads and all(w.kind in {"level-verb", "while", "and", "particle"} for w in self.before)
        parted = any(getattr(self.frame, slot) for slot in SECONDARY) and not self.roles.subject
        if leads and parted and self.reader.strays(first.start, self.member.begins, whole=False):
            return True
        term = next((t for t in self.statement.tokens if t.kind in _SUBJECTS), None)
        total = term is not None and term.kind == "term" and term.concept.get("flow") == "total" and not term.concept.get("indicator")
        return total and term is not None and term.start < self.member.start and self.reader.strays(term.start, term.start, whole=False)

    def _balanced(self, frame: Frame) -> Frame:
        """The frame of an amount with the surplus or deficit that it is told to be, or by which one flow exceeds the other."""
        behind = next((w for w in self.after if w.kind != "particle"), None)
        told = [*([behind] if behind is not None and behind.start - self.member.end < _ADJACENT else []), *self.before]
        balance = next((w for w in told if w.kind == "term" and w.concept.get("flow") == "balance"), None)
        if balance is not None and (frame.flow == "balance" or balance is behind):
            return frame.with_(flow="balance", sign=int(balance.concept.get("sign", "1")))  # from a surplus of 1 billion yuan
        terms = [t for t in self.statement.tokens if t.kind == "term"]
        if len(terms) != 2 or {t.concept.get("flow") for t in terms} != TRADE_FLOWS:
            return frame
        moves = [t for t in self.statement.tokens if t.kind in {"gap", "direction"} and t.start > terms[0].start]
        by = bool(self.before) and self.before[0].kind == "particle"
        held = any(t.kind == "than" for t in self.statement.tokens) or (by and moves and moves[0].end <= terms[1].start)
        if len(moves) != 1 or not held or not (by or 0 <= moves[0].start - self.member.end < _ADJACENT):
            return frame
        more = int(moves[0].concept.get("sign") or "1")
        return frame.with_(flow="balance", sign=more if terms[0].concept.get("flow") == "export" else -more)

    def _told_of_trade(self) -> bool:
        """Whether the statement has told of the trade of a place before: "posted a drop of 8 percent to 5 billion yuan", "kept first place with"."""
        tokens = self.statement.tokens
        ahead = tokens[: tokens.index(self.member)] if self.member in tokens else []
        led = next((t.kind for t in reversed(ahead) if t.kind != "particle"), "")
        placed = any(t.kind in {"place", "anaphor"} for t in self.roles.subject) and not self.state.unread
        ranked = any(t.kind == "rank" for t in ahead) and led == "with"
        return placed and not self.state.unnamed and (ranked or (self.state.measure == "growth" and led == "level-verb"))

    def _traded_by_place(self) -> bool:
        """Whether nothing but a place or a time and a verb of amounting stand before an amount: "March saw 71 billion yuan", "Wuhan generated 9"."""
        led = self.before[:1]
        named = {t.kind for t in self.roles.subject} <= {"place", "anaphor"} and self.frame.indicator == "trade" and not self.state.quarterly
        reached = self.reader.tallies(self.member) or (bool(led) and led[0].kind in {"level-verb", "from-level", "with", "contribution", "share"})
        return named and reached and self.state.money is not None and not self._strayed_in()

    def _spent(self) -> bool:
        """Whether an English amount is said of a noun that no list has: "Fines came to 3 million yuan", "the city had debts of 4 billion yuan"."""
        statement = self.statement
        led = [w for w in self.before if w.kind not in {"particle", "per"}][:2]
        if [w.kind for w in led] == ["of", "level-verb"] and not statement.kinds & _TRADED:
            return self.reader.strays(led[0].start - 1, led[0].start, whole=False)
        alone = len(statement.quantities) == 1 and not self.roles.subject and statement.kinds <= _AMOUNTING
        opens = statement.opener in {"start", ";"} and alone
        return opens and self._strayed_in()

    def _strayed_in(self) -> bool:
        """Whether a noun that no list has stands before the figure in its clause."""
        return self.reader.strays(self.statement.start, self.member.begins, whole=False)

    def _is_frequency(self, quantity: Quantity) -> bool:
        """Whether a number of times tells how often trains ran or officers intercepted something; sets what it counts."""
        if quantity.kind != "times" or quantity.value != quantity.value.to_integral_value() or quantity.value < 1000:
            return False
        caught = not self.reader.zh and any(t.kind == "term" and t.concept.get("indicator") == "enforcement" for t in self.before)
        if caught or self.frame.indicator == "cargo" or self._runs():
            self.frame = self.frame.with_(indicator="enforcement" if caught else "cargo")
            return True
        return False

    def _runs(self) -> bool:
        """Whether the statement is about trains of a corridor."""
        return "corridor" in self.statement.kinds

    def _counts_crossings(self, quantity: Quantity) -> bool:
        """Whether an English figure counts what crosses a border: vehicles, people, trains."""
        return not self.reader.zh and quantity.counted is not None and quantity.counted.notation in TRIPS | _CROSSING

    def _crosses(self, noun: str, quantity: Quantity) -> bool:
        """Whether people or vehicles are counted beside cargo, or vehicles at a port, and nothing says that they are traded."""
        frame, earlier = self.frame, self.state.earlier.counted if self.state.earlier is not None else None
        again = self.state.level is not None or (earlier is not None and earlier.notation in TRIPS | _CROSSING)  # 61,300 vehicles, of another gate
        beside = self.state.level_indicator == "cargo" and again
        many = quantity.value >= _MANY.get(noun, 0)
        at_port = many and frame.place is not None and self.reader.places.type(frame.place) == "port"
        traded = bool(frame.commodity) or frame.flow in TRADE_FLOWS or self.reader.zh
        return noun in _CROSSING and not traded and (beside or at_port)

    def _carries(self, token: Token) -> bool:
        """Whether a word for a conveyance is told of as what carries, where traffic has been counted: "85% of all the trucks"."""
        conveys = token.kind == "commodity" and bool(token.concepts) and bool(token.concept.get("conveyance"))
        return conveys and self.state.level_indicator == "cargo" and not self.frame.commodity and not self.reader.zh

    def _counts_places(self) -> bool:
        """Whether what is counted or measured is a place of trade: border markets, overseas warehouses, sites of inspection."""
        behind = next((w for w in self.after if w.kind == "counted"), None)
        near = behind is not None and behind.start - self.member.end < _QUALIFIED
        return near or any(w.kind == "counted" for w in self.before[:3])

    def _unit_from_context(self, quantity: Quantity) -> Quantity | None:
        """A bare number takes its unit from the noun behind it, else from the level before it in the sentence."""
        held = self.state.level
        if held is not None and self.state.levels and self._is_part() and held.kind in {*_PHYSICAL, "count", "teu"}:
            told = self.state.levels[-1]
            period = self.frame.period if self.roles.periods else told.period
            self.frame = self.frame.with_(indicator=told.indicator, commodity=told.commodity, flow=told.flow, period=period)
            return _measured_as(quantity, held)  # 10.6 million of them
        before = self.state.tallied[-1] if held is None and self.state.tallied and self._is_part() and not self.reader.zh else None
        if before is not None and quantity.value <= before[0].value and before[0].kind in {*_PHYSICAL, "count", "teu"}:
            self.frame = self.frame.with_(indicator=before[2], commodity=before[1].commodity, flow=before[1].flow)
            return _measured_as(quantity, before[0])  # the two sent 7,842 trains. Horgos sent 4,020 of these
        named = bool(self.after) and self.after[0].kind == "unit" and self.after[0].start - self.member.end < _ADJACENT
        parted = self.state.parted if not named else None
        if parted is not None and quantity.value <= parted.value and (parted.scale == 1 or quantity.scale != 1):
            self.frame = self.frame.with_(indicator=self.state.level_indicator)
            return _measured_as(quantity, parted)  # of the 47, sixteen
        caught = self.state.enforcing and self._counts_good()  # 18 tortoises in passengers' luggage
        for word in self.after[:6] if not caught else ():
            unit = word.concept if word.kind == "unit" and word.start - self.member.end < 60 else None
            if unit is not None and unit.get("quantityKind") not in {"span", "time"}:  # 30 crabs a week
                return replace(quantity, unit=unit.get("ucum"), kind=unit.get("quantityKind"), counted=unit)
        ends = {t.kind for t in self.statement.tokens} & {"from-level"} and any(w.kind in {"from-level", "level-verb"} for w in self.before[:1])
        if held is not None and held.kind == "time" and ends and quantity.scale == 1 and not self.reader.counts(self.member):
            if self.before[0].kind == "from-level":
                self.frame = self.frame.with_(period=None)  # how long it once took: nobody says when
            return _measured_as(quantity, held)  # from 45 minutes to 10
        whole = quantity.value == quantity.value.to_integral_value()
        plain = whole and (quantity.value > 31 or quantity.scale != 1) and not self._year_like(quantity)
        if self.frame.indicator in _ENTERPRISES and quantity.value > 10:
            return replace(quantity, unit="1", kind="count")
        if plain and self.after and self.after[0].kind == "enterprise" and self.after[0].start - self.member.end < 2:
            return replace(quantity, unit="1", kind="count")
        first = next((w for w in self.after[:3] if w.kind not in {"of", "particle"}), None)
        apart = any(t.kind == "q" and 0 <= self.member.start - t.end < 2 for t in self.statement.tokens)  # the rest of a torn number
        offence = (
            first is not None and first.start - self.member.end < _BESIDE and first.kind == "term" and first.concept.get("indicator") == "enforcement"
        )
        if (
            whole
            and not self.reader.zh
            and not self._year_like(quantity)
            and not apart
            and (offence or (self.state.enforcing and (self.reader.counts(self.member) or self._counts_good())))
        ):
            goods = self.frame.commodity if any(w.kind == "commodity" for w in self.after) else ()
            self.frame = self.frame.with_(indicator="enforcement", flow="", commodity=goods)
            return replace(quantity, unit="1", kind="count")  # 26 drug cases; 312 antique coins among what was seized
        carried = self.after[0] if self.after and self.after[0].start - self.member.end < _BESIDE else None
        runs = carried is not None and (carried.kind == "corridor" or (carried.kind == "term" and carried.concept.get("indicator") == "cargo"))
        if plain and runs and not self.reader.zh:
            self.frame = self.frame.with_(indicator="cargo")
            return replace(quantity, unit="1", kind="count")  # 1,567 "Chang'an" China-Europe freight trains
        counted = self.state.count
        if plain and self.after and self.after[0].kind == "commodity" and not self.reader.zh and self._counts(self.after[0]):
            return replace(quantity, unit="1", kind="count")
        if plain and self.after and self.after[0].kind == "of-which" and self.frame.enterprise and self._trade_themselves():
            self.frame = self.frame.with_(indicator="enterprises-active", flow="")
            return replace(quantity, unit="1", kind="count")  # 2,218 of them exported
        if plain and self.after and self.after[0].kind == "of-which" and (self.frame.commodity or self.frame.indicator == "cargo"):
            return replace(quantity, unit="1", kind="count")
        if plain and self.frame.commodity and self._sold() and not self.reader.zh:
            return replace(quantity, unit="1", kind="count")  # as for cars, 3,000 were shipped abroad
        parts = self.state.of_which or any(w.kind == "of-which" for w in self.statement.tokens)
        last = self.state.level or self.state.earlier
        if plain and counted is not None and parts and not self.state.unread and (quantity.scale == 1 or last is None or last.kind != "money"):
            return replace(quantity, unit="1", kind="count", counted=counted.counted)
        traffic = next((w for w in self.after[:3] if w.kind == "term" and w.concept.get("indicator") in {"cargo", "clearance"}), None)
        led = next((w.end for w in self.after[:2] if w.kind == "regime"), self.member.end)  # 9 million cross-border e-commerce parcels
        if plain and traffic is not None and not self.reader.zh and traffic.start - led < _QUALIFIED and not apart:
            self.frame = self.frame.with_(indicator=traffic.concept.get("indicator"))
            return replace(quantity, unit="1", kind="count")  # 9.43 million bonded import parcels
        if plain and not self.reader.zh and not apart and self._counts_places():
            return replace(quantity, unit="1", kind="count")  # 97,000 active online shops
        tallied = bool(self.before) and self.before[0].kind == "count-verb"
        if tallied and whole and not self._year_like(quantity):
            noun = next((w.concept for w in self.before[1:2] if w.kind == "unit"), None)
            return replace(quantity, unit="1", kind="count", counted=noun)  # laptops, travellers numbered 8.6 million
        if whole and (counted_so := self._counted_again(quantity) or self._counted_ahead(quantity)) is not None:
            return counted_so
        if held is not None and held.kind in {*_PHYSICAL, "teu"} and held.scale == quantity.scale != 1 and not self.reader.counts(self.member):
            return _measured_as(quantity, held)  # 1.93 million tonnes, after a rise 4.22 million
        money = self.state.money
        if money is not None and quantity.scale >= 1_000_000 and self.frame.indicator == "enforcement" and not self.after:
            return _measured_as(quantity, money)  # 13 cases topped 100 million
        if whole and not apart and not self._year_like(quantity) and self._numbers_cases():
            self.frame = self.frame.with_(indicator="enforcement", flow="")
            return replace(quantity, unit="1", kind="count")
        if self.frame.indicator in COUNTING and not self.roles.subject and not self.reader.zh:
            return self._unit_of_earlier(quantity, plain=plain)
        if plain and self.frame.indicator in COUNTING and any(w.kind == "level-verb" for w in self.before[:2]):
            return replace(quantity, unit="1", kind="count")
        reached = [w.kind for w in self.before[:2]] == ["level-verb", "q"] or self.state.growth_sign  # the number of cars rose by a fifth to 62,000
        goes_on = plain and reached and not apart and not self.reader.zh
        if self.frame.indicator == "trade-quantity" and (quantity.scale != 1 or goes_on):
            return replace(quantity, unit="1", kind="count")
        pieces = any(w.kind == "commodity" and (w.concept.get("conveyance") or w.concept.get("usualUnit") in _CONVEYANCES) for w in self.before)
        vehicles = pieces and self.frame.flow in TRADE_FLOWS and not any(t.kind == "through" for t in self.statement.tokens)
        if plain and vehicles and not self.reader.zh and self.before[0].kind == "level-verb" and not self.reader.counts(self.member):
            return replace(quantity, unit="1", kind="count")  # vehicle exports reached 307,000
        level = self.state.level
        moved = next((t.quantity for t in reversed(self.statement.tokens) if t.quantity is not None and t.end <= self.member.start), None)
        to = [w.kind for w in self.before if w.kind != "particle"] == ["level-verb"] and moved is not None and moved.kind in {"count", "mass"}
        if to and moved is not None and not self.reader.zh and not self.reader.counts(self.member) and quantity.scale >= moved.scale:
            return _measured_as(quantity, moved)  # rose by 2.1 million sets to 18.9 million
        if money is not None and self.state.denominated and not self.reader.zh:
            money = replace(money, unit=self.state.denominated)
        least = _LEAST_NOTED if self.state.currency is not None else 100_000_000
        if quantity.scale >= least and self.frame.indicator == "trade-price" and not self.reader.zh:
            self.frame = self.frame.with_(indicator="trade")  # the price slipped by 2.1 percent, so the bill came to 36.7bn
        if money is not None and quantity.scale >= least and self.frame.indicator in {"trade", "fdi"} and not self.reader.counts(self.member):
            return _measured_as(quantity, money)
        topped = self.reader.zh and level is not None and level.scale == quantity.scale != 1 and level.value * _MARK <= quantity.value <= level.value
        if topped and level is not None:
            return _measured_as(quantity, level)  # 1.612 million boxes, past the mark of 1.6 million
        if level is not None and ((quantity.scale != 1 and level.kind == "money") or (level.kind == "count" and whole and quantity.value > 31)):
            return _measured_as(quantity, level)
        return None

    def _counted_again(self, quantity: Quantity) -> Quantity | None:
        """The unit of what one subject counted, where another, or the same in other months, counted its own: "Erenhot ran 73, Ceke 12"."""
        told, tokens = self.state.tallied[-1:], self.statement.tokens
        if not told or (self.state.noun is not None and self.state.noun.kind == "unit") or not self._bare(quantity):
            return None
        counted, frame, indicator = told[0]
        heads = {"place", "anaphor", "enterprise"} if indicator in _ENTERPRISES else {"place", "anaphor"}
        words = [t.kind for t in tokens if t.kind not in _OPENERS][:2]
        goes_on = self.statement.opener in _JOINED and words[1:] == ["q"] and words[0] in {"place", "term"}
        gapped = goes_on and self.state.level is not None and self.state.level.counted == counted.counted
        placed = self._placed(words)
        verb = bool(self.before) and self.before[0].kind == "level-verb"
        led = (verb or self.reader.tallies(self.member)) and not self._of_other(counted)
        if counted.kind not in {"count", "teu"} or indicator not in COUNTING | _ENTERPRISES or not (gapped or placed or led):
            return None
        if not placed and not {t.kind for t in self.roles.subject} <= (heads | {"term"} if gapped else heads):
            return None
        here = self.frame
        flow = here.flow if any(t.kind == "term" for t in self.roles.subject) else frame.flow
        self.frame = frame.with_(
            indicator=indicator, reporter=here.reporter, place=here.place, label=here.label, actor=here.actor, period=here.period,
            flow=flow, enterprise=here.enterprise,
        )  # fmt: skip
        return _measured_as(quantity, counted)

    def _counted_ahead(self, quantity: Quantity) -> Quantity | None:
        """The number of what is named ahead of it as so many: "the number of certified firms grew to 217", "Firms on file: 41,200"."""
        if not self._bare(quantity):
            return None
        noun, led = self._noun_ahead(self.member), [w.kind for w in self.before[:1]]
        labelled = self.statement.tokens[:2] == [noun, self.member] or (noun is None and self.state.noun is not None)  # TEU 712,000; Trains: 812
        if self.frame.indicator in COUNTING and not labelled:
            return None
        if noun is not None:
            noun = noun if labelled or led in (["level-verb"], ["together"]) else None
        elif not led or self.reader.tallies(self.member) or (led == ["level-verb"] and self.statement.opener == ","):
            noun = self.state.noun
        if noun is not None and noun.kind == "term" and noun.concept.get("indicator") in COUNTING:
            self.frame = self.frame.with_(indicator=noun.concept.get("indicator"), flow="")
            return replace(quantity, unit="1", kind="count")  # since the first China-Europe train left, Erenhot has seen 17,000
        return _counted_as(quantity, noun) if noun is not None else None

    def _noun_ahead(self, figure: Token) -> Token | None:
        """The last word for what is counted before a figure in its statement, where it has no figure of its own."""
        tokens = self.statement.tokens
        held = next((i for i, t in enumerate(tokens) if t is figure), 0)
        at = next((i for i in range(held - 1, -1, -1) if tokens[i].kind == "unit"), None)
        led = [t.kind for t in tokens[max(0, at - 2) : at]] if at is not None else []
        if at is None or led[-1:] in (["q"], ["each"]) or led == ["q", "per"]:
            return None
        return None if any(t.quantity is not None and t.quantity.kind not in RATIO for t in tokens[at:held]) else tokens[at]

    def _number_led_to(self) -> Quantity | None:
        """The number to which a rate leads, of what is named ahead of both: "the number of vehicles fell 3% to 2,310,000"."""
        verb, figure = (*self.after[:1], None)[0], self._figure_behind()
        noun = (self._noun_ahead(self.member) or self.state.noun) if figure is not None and not self.reader.zh else None
        bare = figure is not None and figure.quantity is not None and figure.quantity.kind == "number" and len(self.after) == 1
        if noun is None or verb is None or verb.kind != "level-verb" or not bare or figure is None or figure.quantity is None:
            return None
        return _counted_as(figure.quantity, noun)

    def _leads_to_money(self) -> bool:
        """Whether a rate leads to an amount of money: "rose 3 percent to 21 billion yuan"."""
        figure = self._figure_behind() if [w.kind for w in self.after] == ["level-verb"] and not self.reader.zh else None
        return figure is not None and figure.quantity is not None and figure.quantity.kind == "money"

    def _figure_behind(self) -> Token | None:
        """The next figure of the statement."""
        return next((t for t in self.statement.tokens if t.kind == "q" and t.start >= self.member.end), None)

    def _of_other(self, held: Quantity) -> bool:
        """Whether something else than a figure before is named ahead of this one in its clause: "it had a staff of 1,200"."""
        noun = None if self.reader.zh else self._noun_ahead(self.member)
        if noun is not None:
            return noun.concept != held.counted
        return self.reader.strays(self.statement.start, self.member.start, whole=False)

    def _placed(self, words: list[str]) -> bool:
        """Whether nothing stands before a number and behind it only where: "19 cases were cracked in the mail and 6 in luggage"."""
        where = bool(self.after) and self.after[0].kind in _WHERE and self.after[0].start - self.member.end < _BESIDE
        return where and words[:1] == ["q"]

    def _bare(self, quantity: Quantity) -> bool:
        """Whether an English number says nothing of what it counts, neither before a noun nor as a year."""
        behind = takewhile(lambda w: w.kind not in _WHERE, self.after)
        return not (self.reader.zh or self._year_like(quantity) or self.reader.counts(self.member) or any(w.kind in _COUNTED for w in behind))

    def _sold(self) -> bool:
        """Whether a number has a verb of trading behind it: right there, or in a statement of the flow that opens with it."""
        verbs = [w for w in self.after if w.kind != "particle"][:2]
        if [w.kind for w in verbs] != ["level-verb", "term"]:
            return False
        opens = self.frame.flow in TRADE_FLOWS and all(w.kind in _OPENERS for w in self.before)
        return opens or (verbs[1].concept.get("flow") in TRADE_FLOWS and verbs[0].start - self.member.end < 2)

    def _numbers_cases(self) -> bool:
        """Whether an English verb of amounting stands between cases and a bare number: "administrative cases totalled 2,208"."""
        subject = next((t for t in self.statement.tokens if t.kind not in _OPENERS), None)
        named = subject is not None and subject.kind == "term" and subject.concept.get("indicator") == "enforcement"
        led = bool(self.before) and self.before[0].kind in {"level-verb", "together", "from-level"}
        bare = not self.after or self.after[0].kind in {"from-level", "with", "period", "than"}
        return named and led and bare and not self.reader.zh and self.state.money is None

    def _unit_of_earlier(self, quantity: Quantity, *, plain: bool) -> Quantity | None:
        """A bare number without a subject is measured as the level before it was: "in September it was 3 million"."""
        held = self.state.level or self.state.earlier
        if held is None or self.reader.counts(self.member) or self._of_other(held):
            return None
        same = held.kind == "count" or held.scale == 1 or quantity.scale != 1
        return _measured_as(quantity, held) if same and (plain or quantity.scale != 1) else None

    def _is_part(self) -> bool:
        """Whether a figure is of a part of what was counted before: "88,700 of them"."""
        return bool(self.after) and self.after[0].kind == "of-which" and self.after[0].start - self.member.end < _ADJACENT

    def _counts(self, good: Token) -> bool:
        """Whether a number, or the list that it is in, stands before a good with nothing but what qualifies it between."""
        held = next((t for t in self.statement.tokens if self.member is t or any(self.member is m for m in t.items)), self.member)
        return good.start - held.end < (_QUALIFIED if self.frame.flow in TRADE_FLOWS or self.state.enforcing else 2)

    def _counts_good(self) -> bool:
        """Whether a good stands right behind the figure."""
        return bool(self.after) and self.after[0].kind == "commodity" and self.after[0].start - self.member.end < 2

    def _another_good(self, quantity: Quantity, frame: Frame) -> bool:
        """Whether vehicles are counted behind goods that went the other way: "imported durians and exported 61,000 vehicles"."""
        noun = quantity.counted.notation if quantity.counted is not None else ""
        carried = bool(frame.commodity) and "commodity" not in self.statement.kinds
        turned = frame.flow in TRADE_FLOWS and self.state.settled.flow in TRADE_FLOWS - {frame.flow}
        return carried and turned and noun in _CONVEYANCES and not self.reader.zh

    def _vehicles(self, quantity: Quantity, frame: Frame) -> Commodity | None:
        """What a noun of counting names where it is exported itself: "106,000 vehicles"."""
        noun = quantity.counted.notation if quantity.counted is not None else ""
        name = self.member.text.rsplit(" ", 1)[-1]
        exported = frame.flow in TRADE_FLOWS and not frame.commodity and noun in _CONVEYANCES and name.isalpha() and not self.reader.zh
        return Commodity(unlisted(name), "", "", name) if exported else None

    def _year_like(self, quantity: Quantity) -> bool:
        """A run of digits that could be a year or a code: a count of a thousand or more is printed with separators."""
        return not self.reader.zh and quantity.scale == 1 and quantity.value >= 1000 and self.member.text.isdecimal()

    def _is_price_told(self, quantity: Quantity) -> bool:
        """Whether an amount is too small for what a region trades: a threshold, or no word of trading stands before it."""
        small = quantity.kind == "money" and quantity.scale == 1 and quantity.value < _LEAST_TRADED
        if small and quantity.approx in {"<", ">"} and not self.reader.zh:
            return True  # parcels worth less than $800
        if small and self.frame.indicator == "trade-price" and not (self.frame.commodity or self.reader.zh):
            return True  # the price of this issue
        tiny = small and self.frame.indicator == "trade"
        told = any(t.kind in {"term", "facet"} for t in self.statement.tokens if t.start < self.member.start)
        goods = bool(self.frame.commodity) and self.frame.flow in TRADE_FLOWS
        return tiny and not (told or goods or self.reader.zh) and not self._priced_by_unit()

    def _priced_by_unit(self) -> bool:
        """Whether an amount is told for each unit of a quantity: "$512 a tonne", not "$120 a year", "$6 per issue"."""
        words = self.after[:2]
        unit = words[1] if [w.kind for w in words] == ["per", "unit"] and words[1].start - words[0].end < 2 else None
        return unit is not None and unit.concept.get("quantityKind") not in {"time", "span"}

    def _is_torn_scale(self, quantity: Quantity) -> bool:
        """Whether a round amount stands behind a bare decimal in its statement: "3.5 was exported to Laos 100 million yuan"."""
        number = next((t for t in reversed(self.statement.tokens) if t.kind == "q" and t.end <= self.member.start), None)
        bare = number is not None and number.quantity is not None and number.quantity.kind == "number" and "." in number.text
        return bare and quantity.scale > 1 and quantity.value.normalize().as_tuple().digits == (1,) and not self.reader.zh

    def _passed_by_each(self, quantity: Quantity) -> bool:
        """Whether an amount tells which firms were counted: "41 companies had exports of more than 100 million yuan"."""
        counted = [t for t in self.statement.tokens if t.kind == "q" and t.end <= self.member.start][-1:]
        held = self.state.level
        firms = held is not None and held.counted is not None and held.counted.notation == "{enterprise}"
        firms = firms or (bool(self.state.levels) and self.state.levels[-1].indicator in _ENTERPRISES)
        told = bool(counted) and self.state.levels_at == counted[0].start and firms
        noun = self._noun_ahead(self.member)
        each = any(w.kind == "each" for w in self.after)
        if noun is not None and noun.concept.notation == "{enterprise}" and each and quantity.approx == ">" and not self.reader.zh:
            return True  # five enterprises generating more than 10 billion yuan each
        whole = self.reader.zh and quantity.approx == ">" and self.statement.opener == "and" and firms and not self.roles.periods
        if whole and {t.kind for t in self.roles.subject} == {"term"} and str(quantity.value).rstrip("0") in {"1", "5"}:
            return True  # 112 firms sell more than a hundred million abroad in a year
        bounded = quantity.approx in {"<", ">"} or each or any(w.kind == "gap" for w in self.before)
        return told and bounded and not self.reader.zh and (each or any(w.kind == "term" for w in self.before))

    def _absolute_change(self, quantity: Quantity) -> bool:
        if quantity.kind not in {"count", "money", "mass"}:
            return False
        if self.reader.zh:
            return bool(self.before) and self.before[0].kind == "direction" and bool(self.before[0].text)
        behind = [w.kind for w in self.after[:3]]
        if behind[:1] == ["direction"] and (quantity.kind == "count" or "basis" in behind[1:]):
            return True  # 52 billion yuan more than a year earlier
        if quantity.kind != "count" and behind[:2] == ["gap", "basis"]:
            return True
        moves = {"direction", "rate"} if quantity.kind == "count" else {"direction"}  # a count is no rate
        moved = bool(self.before) and self.before[0].kind in moves and self.member.begins - self.before[0].end < 2
        return moved and quantity.approx != "<"  # an increase of 400 million yuan; "added up to 3 billion" is a level

    def _changed_by(self, quantity: Quantity) -> int:
        """The sign of a change told by its amount: "rose by 3 billion yuan to 9 billion", "grew in May by nearly 4 tons"; 0 where it is none."""
        if self.reader.zh or quantity.kind not in {"count", "money", "mass"}:
            return 0
        by = next((i for i, w in enumerate(self.before[:3]) if w.kind == "particle" and w.concept.get("margin")), None)
        if by is None or self.member.begins - self.before[by].end > _EPITHET or any(w.kind not in _ARTICLES for w in self.before[:by]):
            return 0
        verb = next((w for w in self.before[by + 1 :] if w.kind not in _ADJUNCTS), None)
        return (int(verb.concept.get("sign") or 0) or 1) if verb is not None and verb.kind in _CHANGES else 0

    def _trade_themselves(self) -> bool:
        """Whether a verb of trading stands right behind firms that are counted: "900 firms exported", "2,218 of them traded"."""
        verb = next((w for w in self.after if w.kind not in {"particle", "of-which"}), None)
        traded = verb is not None and verb.kind == "term" and verb.concept.get("flow") in {"total", *TRADE_FLOWS}
        return traded and verb is not None and not verb.concept.get("indicator") and verb.start - self.member.end < _BESIDE and not self.reader.zh

    def _have_trade(self) -> bool:
        """Whether firms that are counted are said to have trade, not how much: "4,318 companies in Wuhan had imports and exports"."""
        words = [w for w in self.after if w.kind not in {"particle", "per", "with", "place", "anaphor", "unit", "enterprise", "period"}][:2]
        traded = [w.kind for w in words] == ["level-verb", "term"] and not words[1].concept.get("indicator") and bool(words[1].concept.get("flow"))
        return traded and self.statement.quantities[-1].end <= words[1].start and not self.reader.zh

    def _of_traders(self) -> bool:
        """Whether firms are counted by their having trade: "2,913 with trade"."""
        words = [w for w in self.after if w.kind != "particle"]
        traded = [w.kind for w in words] == ["with", "term"] and not words[1].concept.get("indicator")
        return traded and words[1].concept.get("flow") in {"total", *TRADE_FLOWS} and not self.reader.zh

    def _weighed(self, quantity: Quantity, frame: Frame) -> Frame | None:
        """The good of the quantity before, where an English weight is only said of a partner."""
        whole = self.state.weighed
        plain = quantity.kind == "mass" and frame.partner and not frame.commodity and not self.reader.zh
        return whole if plain and whole is not None and frame.reporter == whole.reporter and frame.flow in {"", whole.flow} else None

    def _level_indicator(self, quantity: Quantity, frame: Frame, *, per: bool) -> str:
        counted = quantity.counted
        noun = counted.notation if counted is not None else ""
        default = counted.get("indicator") if counted is not None else ""
        kind = quantity.kind
        if kind == "money":
            if per or frame.indicator == "trade-price":
                return "trade-price"
            if self.state.level_indicator == "enforcement" and not any(w.kind == "term" for w in self.before):
                return "enforcement"  # cases with a value of six billion yuan
            crossing = not self.reader.zh and any(
                w.kind == "term" and (w.concept.get("members") or w.concept.get("flow") in TRADE_FLOWS) for w in self.after[:2]
            )
            return frame.indicator if frame.indicator in {"fdi", "clearance", "enforcement", "other"} and not crossing else "trade"
        if kind == "time":
            return "" if self.reader.zh and self._takes_no_work() else "clearance"
        if kind not in _PHYSICAL and kind not in {"count", "teu"}:
            return ""
        if kind == "length" and not frame.commodity and not self.reader.zh:
            return ""  # 4,000 kilometres of border
        if noun == "m2" and (self._counts_places() or self.state.level_indicator == "other"):
            return "other"
        if counted is not None and counted.get("placeType") and not self.reader.zh:
            return ""  # through three ports: places are no goods
        if frame.indicator in _ENTERPRISES and noun == "{person}":
            return "other"  # border residents on the register are no firms
        carried = self.reader.zh and frame.indicator in _ENTERPRISES and noun == "{enterprise}" and not self.roles.subject
        if carried and self.reader.strays(self.statement.start, self.member.begins, whole=False):
            return "other"  # certified firms, behind those on the register
        if frame.indicator in _ENTERPRISES | {"enforcement"} and noun not in {"{train}", "{ship}", "{ship-call}", "{flight}"}:
            return frame.indicator
        if noun in {"", "{item}"} and self._counts_places():
            return "other"
        numbered = [w.kind for w in self.before[:2]] == ["count-verb", "enterprise"] and not self.reader.zh
        if noun == "{enterprise}" or (not noun and (numbered or (self.after and self.after[0].kind == "enterprise"))):
            begins = quantity.hedge if quantity.hedge >= 0 else quantity.start
            part = self.reader.zh and "of-which" in self.statement.kinds and self.state.level is not None and self.state.level.counted == counted
            if part and self.state.level_indicator == "other":
                return "other"  # 41 certified firms, nine of them certified this year
            qualified = self.reader.zh and self.reader.strays(self.statement.start, begins, whole=False)
            if self._trade_themselves() or self._have_trade() or self._of_traders():
                return "enterprises-active"
            if any(w.kind == "settling" for w in [*self.after[:4], *self.before[:4]]):
                return "enterprises-registered"
            return "other" if qualified else self.state.enterprise_count or "other"  # firms of another kind: certified ones
        if (noun in {*PAPERS, "{order}"} and not self.reader.zh) or (noun == "{batch}" and frame.actor is not None and not self.reader.zh):
            return "clearance"
        traded = frame.commodity and frame.flow in TRADE_FLOWS and noun in {"{ship}", "{vehicle-trip}", "{container}"}
        if (
            traded or (self.reader.zh and frame.commodity and kind == "count" and noun in {"{piece}", "{batch}", "{set}"})
        ) and frame.indicator == "clearance":
            return "clearance"
        if default in {"cargo", "enforcement"} and not traded:
            return default
        if frame.indicator == "cargo" or (noun == "{train-column}" and self._runs()) or self._crosses(noun, quantity):
            return "cargo"
        sampled = noun in PAPERS and any(w.kind == "term" and w.concept.get("indicator") == "clearance" for w in self.before)  # samples of fruit
        told = frame.indicator == "trade-quantity" or (quantity.scale >= _PIECES and any(w.kind in {"commodity", "term"} for w in self.before[:2]))
        if (
            frame.commodity
            and not sampled
            and (noun not in {"{item}", "{person}"} or (told and noun == "{item}" and self.reader.zh))
            and (frame.flow in TRADE_FLOWS or frame.indicator == "trade-quantity" or kind != "count")
        ):
            return "trade-quantity"
        if default:
            return default
        if kind in {"mass", "volume", "energy"}:
            if self.state.level_indicator == "cargo" and not frame.commodity:
                return "cargo"
            return "trade-quantity" if frame.commodity else "cargo"
        if frame.indicator == "clearance" and noun not in {"{item}", "{person}"}:
            return "clearance"
        if frame.commodity and noun not in {"{item}", "{person}", ""}:
            return "trade-quantity"
        held = self.state.level if self.reader.zh and self.state.of_which else None
        if held is not None and held.counted == counted and self.state.level_indicator in COUNTING:
            return self.state.level_indicator  # 6 million parcels, of which 5 million went out
        return "enforcement" if self.state.enforcing else ""
