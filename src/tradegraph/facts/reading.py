"""Statistics: from the statements of a sentence to readings.

For every statement the reader settles, in this order: which of its words are its subject (roles.py), what of the subject carries over from
before (frame.py), with which member of a list each quantity goes, and what each quantity measures (measures.py). A quantity whose measure
or subject stays open becomes an Issue, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile
from typing import Protocol

from tradegraph.facts.averages import SINCE
from tradegraph.facts.brackets import ASIDE
from tradegraph.facts.comparisons import UNCOMPARED, relation
from tradegraph.facts.dating import (
    BETWEEN,
    count_since,
    dated_when,
    earlier_rate,
    held_period,
    is_year,
    later,
    leads_from,
    of_two_periods,
    part_of_year,
)
from tradegraph.facts.frame import SECONDARY, Frame, cleared
from tradegraph.facts.lists import Statement
from tradegraph.facts.measures import Measurer
from tradegraph.facts.places import CUSTOMS, Gazetteer, slug
from tradegraph.facts.referents import Referents
from tradegraph.facts.roles import RoleFinder, held_against, owning, owns_rate, whole_told
from tradegraph.facts.sides import sided
from tradegraph.facts.slots import TOTAL, Slots, overlay
from tradegraph.facts.state import (
    AMOUNTS,
    COMPARISONS,
    COUNTING,
    HEADS,
    HELD_AGAINST,
    NAMING,
    PLACES,
    PREDICATES,
    RATIO,
    TRADE_FLOWS,
    WHEN,
    Reading,
    Roles,
    State,
)
from tradegraph.facts.tokens import Token
from tradegraph.facts.wording import (
    NEXT,
    THAT_OF,
    adds_up,
    all_told,
    attributes,
    balances,
    based_again,
    before,
    between,
    both_ways,
    brought,
    carries,
    counts_no_goods,
    counts_pieces,
    crosses,
    dates_origin,
    declares,
    distributes,
    flows_of_members,
    hides,
    hiding_places,
    is_alien,
    led_by,
    list_of_bases,
    list_of_refs,
    list_of_wholes,
    member_of,
    members_of,
    of_all,
    of_flow_alone,
    of_that,
    of_the_whole,
    of_time,
    only_dates,
    passes,
    passing,
    passive,
    pointed_at,
    positioned,
    ranked_only,
    rated,
    rates_on,
    rates_the_figure,
    same_kind,
    same_of,
    shipments,
    speaks_of_trade,
    spelled_out,
    spoken_of_again,
    stands_still,
    summed_up,
    taken_together,
    takes_part,
    tells_of_place,
    told_apart,
    told_of,
    trades_only,
    without_measures,
)
from tradegraph.lexicon import Lexicon
from tradegraph.model import Concept, Period, Quantity
from tradegraph.period import resolve

_BEFORE_WHICH = frozenset({"from-level", "with", "of", "through", "level-verb"})  # what opens a clause with "which" behind it: to which, from which
_RIVALS_AT_LEAST = 2  # partners in a sentence that may be held against each other
_FIRM = "{enterprise}"
_ITEM = "{item}"
_ADDED = 8  # words of a subject that is added in commas at most
_GOING_ON = frozenset({",", ";", "while", "and", "sep"})
_TRADING = frozenset({"term", "facet", "cause", "causes", "contribution"})
_APPOSED = frozenset({"q", "period", "particle", "level-verb"})  # the surplus, 2 billion yuan a year ago, is now
_TIMED = frozenset({*WHEN, "member-ref", "share", "gap"})  # what tells of when an earlier rate is
_EARLIER = frozenset({"than", "earlier"})  # what opens a statement about the period of comparison
_NAMED = HEADS - {"anaphor"}
_PREDICATES = PREDICATES | {"directions", "rank-of"}
_PREPOSITIONS = frozenset({"of", "with", "through", "from-level"})
_FILLING = frozenset({"of-which", "particle", "share", "each", "respectively", "direction", "basis", "rate", "level-verb", "while"})
_NOT_SHARED = frozenset({"direction", "rate", "gap", "of-which", "share-mark", "facet", "contribution", "rate-change"})
_BARE = frozenset(
    {"place", "partner", "commodity", "enterprise", "regime", "term", "q", "particle", "and", "sep", "with", "level-verb", "from-level"}
)
_BRACKETS = 24  # characters of a figure in brackets at most
_NOUN_AT_MOST = 4  # tokens of a whole that opens a sentence
_LINE = "-railway"  # how the notation of a line ends, as that of a service on it does not


class Strays(Protocol):
    """Tells whether words that no list has stand before a verb: in its clause, or in the whole of its part of the sentence.

    `verbs`: participles and words that fill count as well.
    """

    def __call__(self, start: int, stop: int, *, whole: bool, verbs: bool = False) -> bool: ...


class StatementReader:
    """Reads statements in order, carrying a State; `emit` receives Readings, `puzzle` what could not be read."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        ordinals: dict[str, str],
        emit: Callable[[Reading], None],
        puzzle: Callable[[Token, str, str], None],
        counts: Callable[[Token], bool],
        tallies: Callable[[Token], bool],
        strays: Strays,
        cardinal: Callable[[str], int],
        lexicon: Lexicon,
    ) -> None:
        self._cardinal = cardinal
        self.places = gazetteer
        self._ordinals = ordinals
        self._emit = emit
        self.puzzle = puzzle
        self.strays = strays
        self.counts = counts  # whether a word that no list has stands right behind a number: what it counts
        self.tallies = tallies  # whether a verb of counting stands right before a number
        self.zh = lexicon.language == "zh"
        self.where = Referents(gazetteer, lexicon)
        self._finder = RoleFinder(gazetteer, self.where.place, zh=self.zh)

    # ------------------------------------------------------------------ one statement

    def parted(self, statement: Statement, state: State) -> Statement:
        """The statement with the whole that it takes parts of, told before, as "of which": "Of the 47, sixteen", "16,000 of the 47,000"."""
        tokens = statement.tokens
        for at, token in enumerate(tokens if state.tallied else ()):
            if token.kind != "of":
                continue
            whole = next((i for i in range(at + 1, min(at + 3, len(tokens))) if tokens[i].kind == "q"), 0)
            opens = whole > 0 and at == 0 and statement.opener == "start" and len(tokens) - whole < _NOUN_AT_MOST
            counted = at > 0 and tokens[at - 1].quantity is not None and tokens[at - 1].quantity.kind == "number"  # type: ignore[union-attr]
            figure = tokens[whole].quantity if opens or (whole and counted) else None
            told = [t for t in state.tallied if figure is not None and t[0].value == figure.value]
            if figure is None or not told:
                continue
            state.parted, frame, state.level_indicator = told[-1]
            state.level, state.levels = state.parted, [frame.with_(indicator=state.level_indicator)]
            state.frame = state.settled = frame
            self.puzzle(tokens[whole], "repeated", "the whole that parts are told of: read where it was told")
            return replace(statement, tokens=[*tokens[:at], replace(token, kind="of-which"), *tokens[whole + 1 :]])
        return statement

    def read(self, statement: Statement, state: State, *, of_which: bool, first: bool, topic: bool) -> None:
        """Read one statement; `first` where it opens its sentence."""
        if not self.zh and statement.led == "worldwide":  # counting all markets: no longer with the partner that it is about
            state.base, state.frame = state.base.with_(partner=()), state.frame.with_(partner=())
        outer = state.frame
        if "currency-term" in statement.kinds:
            state.denominated = next(t.concept.get("currency") for t in statement.tokens if t.kind == "currency-term")
        waits = not self.zh and statement.opener == "," and state.announced
        named = next((kind for kind in ("partner", "commodity") if waits and getattr(state.frame, kind)), "")
        offices = self.where.offices(statement.tokens, statement.kinds, state)
        before, afresh = [] if self.zh else state.speaking, statement.opener == "start"
        tokens = sided(offices, state.frame, named=named, before=before, afresh=afresh)
        statement = statement if tokens is statement.tokens else replace(statement, tokens=tokens)
        statement = statement if self.zh else passing(statement)
        goes_on = state.branch is not None and rates_on(statement)
        if goes_on and state.branch is not None:
            state.frame = state.branch
        statement = self._related(statement, state)
        statement = without_measures(statement, state.levels) if self.zh else statement
        dated = self.zh and state.bullet and first and "period" in statement.kinds
        state.spoken = state.spoken or dated or speaks_of_trade(statement) or (not self.zh and tells_of_place(statement, state))
        state.unread = state.unread and statement.kinds.isdisjoint(_NAMED)
        state.unnamed = state.unnamed and statement.kinds.isdisjoint(NAMING - {"facet"})
        state.alien = state.alien or (statement.labels and not self.zh and "non-trade" in statement.kinds)  # Exchange rate: ...
        ranked = not statement.kinds.isdisjoint({"rank", "rank-object"})
        state.dated = all(t.kind in {"with", "particle", "period"} for t in state.tokens) and not ranked and not self.zh
        state.timed = not self.zh and of_time(state.tokens)
        state.tokens = statement.tokens
        ranked_noun = not statement.kinds.isdisjoint({"rank", "rank-object"}) and statement.kinds.isdisjoint({"term", "q"})
        apposed = statement.opener == "," and ranked_noun and statement.tokens[0].kind in PLACES
        aside = apposed and not self.zh  # Nepal, its biggest trading partner, bought
        state.speaking = state.speaking if aside or (statement.opener == "," and statement.kinds.isdisjoint(HEADS)) else statement.tokens
        if "partner" in statement.kinds:
            named_now = (m.concept.notation for t in statement.tokens if t.kind == "partner" for m in t.members)
            state.partners = list(dict.fromkeys([*state.partners, *named_now]))
        state.first = first
        state.orphan = state.turned = False
        state.of_which = of_which
        if "of-which" in statement.kinds:
            state.whole = state.settled
        elif not of_which:
            state.whole = None
        state.quarterly = state.quarterly or (3 if "by-quarter" in statement.kinds else self._by_quarter(statement, state))
        roles = self._finder.assign(statement, state)
        if statement.opener == ";" and state.sentence_period is not None:
            state.frame = state.frame.with_(period=state.sentence_period)
        state.bases = [t for t in roles.base if t.kind in HEADS] if not self.zh else []
        quantities = statement.quantities
        earlier = bool(quantities) and statement.tokens[0].kind in _EARLIER
        if earlier:
            roles.periods.clear()
            if not self.zh and "period" not in statement.kinds:
                del roles.basis[-1:]  # a 2 percent fall the month before: when, not against what
        if roles.basis and not self.zh and "from-level" in statement.kinds:
            roles.basis = [t for t in roles.basis if not dates_origin(statement.tokens, t)]
        ranks = [t for t in statement.tokens if t.kind == "rank"] if "rank" in statement.kinds else []
        numbers = [len(q.members) for q in quantities if not list_of_refs(roles, len(q.members))]
        numbers += [max(len(t.args), len(t.items)) for t in ranks]
        slots = self._slots(statement, roles, state, [n for n in numbers if not list_of_wholes(roles, n)])
        state.stated = frozenset(slots.values)
        aside = statement.opener == "," and state.announced and not self.zh and only_dates(statement)
        if aside and slots.period is not None:
            words = any(t.kind not in {"with", "particle", "period", "of"} for t in statement.tokens)
            happened = words or self.strays(statement.start, statement.end, whole=False, verbs=True)  # the zone, opened in June, traded
            slots.period = None if happened else slots.period
            outer = state.frame = outer if happened else outer.with_(period=slots.period)  # exports, in September, were 3 billion
        dated_back = dated_when(statement, slots, roles, state)
        if "relative" in statement.kinds and state.object_place is not None and "reporter" not in slots.values:
            slots.values["reporter"] = [(state.object_place, "")]
        self._supervision(statement, slots, state)
        frame = self._carry(statement, roles, state, of_which=of_which, first=first)
        if first and not self.zh and declares(statement):
            frame = frame.with_(commodity=state.base.commodity, partner=state.base.partner, flow=state.base.flow)  # not of what was cleared before
        if statement.opener in {"start", ";"}:
            state.segment = None
        if slots.period is not None and (quantities or ranks or first or self.zh):
            frame = frame.with_(period=slots.period)
            if not dated_back if first else state.measure in ("", "rank"):
                state.sentence_period = slots.period  # no figure of this sentence has been read before
        elif slots.undated and slots.period is None:
            frame = frame.with_(period=None)
            state.sentence_period = None
        if (
            not first
            and frame.commodity
            and frame.flow in TRADE_FLOWS
            and set(slots.values) == {"flow"}
            and slots.values["flow"] == [TOTAL]
            and not slots.paired
        ):
            slots.values.clear()  # exports of 11,842 vehicles, value 1.549 billion: the value is of the same exports
        at_large = any(t.kind == "term" and t.concept.get("whole") for t in roles.subject)
        if at_large and state.base.partner and "partner" not in slots.values and "reporter" in slots.values:
            frame = frame.with_(partner=())
        if state.base.regime and slots.values.get("regime", [""] if at_large else []) == [""]:  # of all modes, as what follows it
            frame, state.base = frame.with_(regime=""), state.base.with_(regime="")
        frame = self._referred(statement, slots, frame, state)
        if first and not self.zh and "flow" not in slots.values and of_the_whole(statement, roles, state):
            frame = frame.with_(flow="total", sign=1)  # exports were 3 billion and imports 2 billion. That was 18 percent of its foreign trade
        if state.lead and "reporter" in slots.values and not any(getattr(frame, s) or s in slots.values for s in state.lead):
            frame = frame if of_all(statement) else frame.with_(**state.lead)
        if not self.zh and first and not quantities:
            state.lead = led_by(statement.tokens)
        frame = self._continued(statement, roles, slots, frame, state) if not state.measure and not self.zh else frame
        if state.manner and not frame.regime and "regime" not in slots.values:
            frame = frame.with_(regime=state.manner)
        own = slots.frames(frame)
        led = statement.led
        crossing = not self.zh and state.level_indicator == "cargo" and statement.opener == "," and led == "rank" and not quantities
        if crossing and not any(t.kind == "term" for t in roles.subject):
            own, frame = [], outer  # the busiest crossing between China and Vietnam
        if len(own) > 1:
            state.lists.append(own)
            state.listed = own
            state.listed_at = statement.start
        if len(slots.pair) == 2 and not numbers and not self.zh and len(own) < 2:
            state.lists.append([overlay((own or [frame])[0], "flow", value) for value in slots.pair])  # both grew, by 5% and 6% respectively
        examples = slots.exemplified(frame) if self.zh and not quantities else []
        if len(examples) > 1:
            state.lists.append(examples)  # whose figures may follow
        if slots.given is not None:
            state.lists.append(_examples(slots.given, (own or [frame])[0]))
        self.where.remember(roles, state)
        still = [t for t in statement.tokens if stands_still(t)] if "direction" in statement.kinds else []
        if not quantities and not ranks and not (still and (own or state.level is not None)):
            self._announce(statement, roles, slots, own, frame, state, topic=topic)
            return
        own = self._again(own, slots, frame, state) if self.zh else own
        subject = own or [frame]
        if not slots.varying:
            compared = [n for n in numbers if not list_of_refs(roles, n) and not list_of_bases(statement, roles, n)]
            compared = [n for n in compared if not list_of_wholes(roles, n)]
            subject = self._antecedent(statement, slots, state, subject, compared)
            if self.zh and len(subject) > 1 and "members-ref" in statement.kinds and not state.lists:
                state.lists.append(subject)  # the two, whose shares follow
        basis = self._basis(roles.basis or state.basis, frame, state)
        basis = basis or (state.rated if earlier and not self.zh and state.rated in {"mom", "prev"} else "")
        if {statement.opener, statement.tokens[0].kind} & {"while", "and"} and not self.zh:
            basis = basis or based_again(statement, before, state)
        count_since(slots, state)
        basis = basis or state.since
        kinds = {t.kind for t in roles.subject}
        if kinds:
            state.of_work = self.zh and kinds == {"facet"} and (state.last_indicator == "clearance" or state.of_work)
        state.counted = ""
        alien, unread = state.alien, state.unread
        told_before = state.measure, state.growth_sign, state.level, state.level_indicator
        part_of = state.frame.commodity if of_which and slots.values.get("commodity") else ()
        for index, token in enumerate(statement.tokens):
            if token.kind == "q":
                self._quantity(statement, index, token, roles, slots, subject, basis, state, part_of=bool(part_of))
            elif token.kind == "rank":
                self._rank(statement, index, token, roles, subject, state)
            elif stands_still(token):
                self._standstill(token, subject, basis, state)
        if statement.opener in ASIDE and self.zh:
            state.alien, state.unread = alien, unread  # a rate of exchange in brackets
        elif statement.opener in ASIDE and told_before[0] and "reporter" in slots.values:
            state.measure, state.growth_sign, state.level, state.level_indicator = told_before  # ours, from which what follows goes on
        summed = subject[0].reporter.startswith("text:") is self.zh and (self.zh or (taken_together(statement) and not slots.values))
        together = summed and not own and len(subject) == 1
        pointed = len(subject) == 1 and "member-ref" in statement.kinds
        merged = merge(own, zh=self.zh) if own else subject[0] if together or (pointed and self.zh) else frame
        if state.counted or not merged.facet:
            merged = merged.with_(indicator=state.counted or state.last_indicator)
        merged = merged.with_(facet=False)
        told = state.levels[-1] if state.levels and state.levels_at >= statement.start else None
        if told is not None and told.indicator == "cargo" and not told.flow and not self.zh:
            merged = merged.with_(flow="")  # 61,300 vehicles, a fall of 4.8 percent
        if told is not None and told.commodity and (not merged.commodity or state.turned) and told.reporter == merged.reporter and not self.zh:
            flow = told.flow if told.flow in TRADE_FLOWS and merged.flow in {"", "total"} else merged.flow
            merged = merged.with_(commodity=told.commodity, flow=flow)  # what the noun of counting named: 106,000 vehicles
        base_flow = next((flow for t in roles.base if t.kind == "term" and not t.items and (flow := t.concept.get("flow")) in TRADE_FLOWS), "")
        if base_flow and (merged.commodity or merged.partner) and merged.flow in {"", "total"}:
            merged = merged.with_(flow=base_flow)  # 65.8% of what Hunan bought from Africa: what follows was bought too
        timed = told is not None and told.indicator == "clearance" and told.reporter == merged.reporter and not self.zh
        numbered = "clearance" if timed else state.counted if state.counted in {"trade-quantity", "cargo"} and not self.zh else ""
        told_of = own or ([merged] if waits and quantities and statement.kinds.isdisjoint(HEADS) else [])  # imports, 3 billion yuan, outweigh
        about = [merged.with_(indicator="clearance", facet=True)] if timed else told_of  # 1 hour for exports, which was cut
        if len(told_of) == 1 and about[0] not in state.named:
            state.named.append(about[0].with_(indicator=numbered, facet=True) if numbered else about[0])
        if own and of_which and self.zh:
            state.parts.extend(own)
        if own and quantities and any(t.kind in {"partner", "commodity", "place", "enterprise"} for t in roles.subject):
            known = [f.with_(indicator="", facet=False) for f in state.subjects]
            state.subjects.extend(f for f in own if f.with_(indicator="", facet=False) not in known)
        if len(own) > 1 and state.lists:
            shared = base_flow if state.measure == "share" and not self.zh else ""  # took 28 and 9 percent of the exports
            state.lists[-1] = [f.with_(indicator=state.last_indicator, flow=shared if f.flow in {"", "total"} and shared else f.flow) for f in own]
        if own:
            state.joint = not _joinable(own)
        relative = statement.tokens[0].kind == "relative" or goes_on
        counted = self._counts_of(statement, state)
        points = bool(quantities) and all(q.quantity is not None and q.quantity.kind == "points" for q in quantities)
        inner = outer.place is not None and merged.place is not None and self.places.within(merged.place, outer.place)
        raised = (
            points and state.measure == "contribution" and merged.reporter != outer.reporter and not inner
        )  # raising the province's by 1.9 points
        apposed = statement.opener == "," and statement.kinds <= _APPOSED and any(t.kind == "period" and t.span is None for t in statement.tokens)
        aside = statement.opener in ASIDE or earlier or relative or raised or dated_back or counted or apposed
        if relative and base_flow and outer.commodity and outer.flow in {"", "total"}:
            outer = outer.with_(flow=base_flow)  # machines, which made up 66.8 percent of exports, climbed
        state.frame = outer if aside else merged
        gone_on = merged if relative else subject[0].with_(indicator=merged.indicator) if pointed and not self.zh else None
        state.branch = gone_on if state.measure == "level" else None
        whole = tuple(m.concept.notation for t in roles.base if t.kind == "partner" for m in t.members)
        if whole and not merged.partner and not self.zh:
            state.last["partner"] = whole  # 70 percent of the trade with North Korea. Exports to the neighbour
        state.last.update({slot: value for slot in (*SECONDARY, "flow") if (value := getattr(merged, slot))})
        state.segment = state.segment or (merged if quantities else None)
        state.settled = state.frame
        state.pair = state.frame if state.frame.partner else state.pair
        state.announced = state.announced and (counted or (relative and not quantities))
        state.noun = None
        state.pending = [] if quantities else [t for t in ranks if t.concept.get("rankOf") == "growth"]

    def _by_quarter(self, statement: Statement, state: State) -> int:
        """The months of the quarter or half that "in the second" goes on from: "rose 3 percent in the first quarter and 4 percent in the second"."""
        if self.zh or "member-ref" not in statement.kinds or not statement.kinds.isdisjoint(COMPARISONS):
            return 0
        leads = statement.led == "member-ref" and not state.lists  # "; the fourth brought a rise of 6 percent"
        opens = leads or [t.kind for t in statement.tokens if t.kind != "and"][:2] == ["with", "member-ref"]  # "... In the third"
        if state.then is not None:
            return part_of_year(state.then) if opens or [t.kind for t in statement.tokens[-2:]] == ["with", "member-ref"] else 0
        return part_of_year(state.quarter) if opens and state.first and not told_apart(state.told) else 0

    def _announce(self, statement: Statement, roles: Roles, slots: Slots, own: list[Frame], frame: Frame, state: State, *, topic: bool) -> None:
        """A statement without a number names a subject for what follows, or a topic for the rest of the paragraph."""
        led = statement.led
        if not self.zh:
            nouns = (t for t in reversed(statement.tokens) if t.kind == "unit" or (t.kind == "term" and t.concept.get("indicator") in COUNTING))
            state.noun = next(nouns, state.noun)
        if not self.zh and led == "through" and {t.kind for t in roles.subject} == {"regime"} and len(slots.values.get("regime", [])) == 1:
            state.manner = slots.values["regime"][0]
        if not state.pace and not statement.labels:
            state.pace = next((t.concept.get("ucum") for t in statement.tokens if t.kind == "day-rate"), "")
        driven = [t.concept.get("indicator") for t in statement.tokens if t.kind == "facet"]
        if statement.tokens[0].kind == "relative" and len(driven) == 1 and driven[0] and state.lists:
            state.lists[-1] = [f.with_(indicator=driven[0], facet=True) for f in state.lists[-1]]  # which were driven by their quantities
        if statement.opener == "(" and not self.zh and slots.period is not None and statement.kinds <= {"with", "particle", "period"}:
            state.frame = state.frame.with_(period=slots.period)  # "Partners (January to May)."
        if statement.opener in ASIDE or statement.tokens[0].kind == "relative":
            return
        if not self.zh and statement.tokens[0].kind in _BEFORE_WHICH and [t.kind for t in statement.tokens[1:2]] == ["relative"]:
            return  # Chile, from which it buys copper
        if not self.zh and (self._describes_place(statement, slots, state) or self._titles(statement, state)):
            return
        if not self.zh and statement.opener == "," and statement.tokens[0].kind == "share":
            return  # another name: "wolfberries, or goji, are"
        if self._exemplifies(statement, state):
            return
        state.basis = roles.basis or state.basis
        state.than_periods = roles.than_periods or state.than_periods
        if topic and slots.values.get("flow"):
            state.base = state.base.with_(flow=merge(own, zh=self.zh).flow)
        headed = (
            self.zh and statement.opener == ";" and not statement.kinds.isdisjoint({"topic", "rank-object"}) and "of-which" not in statement.kinds
        )
        if headed and not own:  # "; by goods, iron ore came to", "; among the main partners, ASEAN came to"
            state.frame = cleared(state.frame, state.base).with_(flow=state.base.flow, sign=1, period=state.frame.period)
            state.segment = None
        predicates = [t for t in statement.tokens if t.kind in _PREDICATES or (self.zh and t.kind == "together")]
        if statement.opener == "start" and led == "of" and not predicates and not self.zh:
            predicates = [replace(statement.tokens[0], kind="share")]  # of the vehicles, 71% were laden
        if predicates:
            state.pending = predicates
        gap = next((t for t in predicates if t.kind == "gap"), None)
        if gap is not None and roles.than:
            ref = self.ref(roles.than, (own or [frame])[0], state)
            state.gap = (int(gap.concept.get("sign")), ref, (own or [frame])[0]) if ref else None
        heads = {t.kind for t in roles.subject}
        if statement.tokens[0].kind == "cited" and heads <= {"place", "anaphor"} and "actor" not in slots.values:
            return  # "according to the Xigaze government": who says it, not of whom
        places = slots.values.get("reporter", [])
        if self.zh and (slots.period is not None or slots.undated):
            state.frame = state.frame.with_(period=slots.period)
            count_since(slots, state)
        for token in roles.periods if self.zh else ():
            spans = [m.span for m in token.members if m.span is not None]
            each = [p for s in spans if (p := resolve(s, state.main_period, state.published)) is not None]
            if len(each) > 1:
                about = merge(own, zh=True) if own else frame
                state.lists.append([about.with_(period=p) for p in each])
        shipped = "term" not in heads or (state.frame.flow in TRADE_FLOWS and not statement.labels)
        if shipped and places and statement.opener == "," and state.announced and self._modifies(statement):
            return  # an apposition: "stainless steel, the pride of Taiyuan", "exports, shipped mostly via Tianjin"
        owned = not self.zh and state.announced and owning(statement.tokens)
        silent = "term" not in heads or owned or self._sized(statement)  # Dandong Port, the province's largest by throughput, loaded
        if silent and places and statement.opener == "," and state.frame.place is not None and not state.dated:
            known = places[0][0]
            if isinstance(known, Concept) and self.places.within(state.frame.place, known) and ("term" not in heads or known != state.frame.place):
                return  # an apposition: "Yiwu, a county-level city administered by Jinhua"
        sums = all(t.kind in {"particle", "together", "overall"} or (t.kind == "each" and t.concept.get("whole")) for t in statement.tokens)
        if statement.labels and sums:  # "Total:", "All goods:"
            state.frame = cleared(frame, state.base).with_(flow="total")
            state.spoken = state.announced = True
            return
        if not own and not self.zh and (member := pointed_at(statement, state)) is not None:
            state.frame, state.announced = member.with_(period=frame.period), True
            return
        if own and (added := self._added(statement, own, state)) is not None:
            state.lists.append(added)
            state.frame = merge(added, zh=False)
            return
        if own:
            zones = {self.places.type(p) for p, _ in places if isinstance(p, Concept)} <= {"zone", "ftz"}
            bare = all(t.kind in {"place", "anaphor", "period", "particle"} for t in statement.tokens)
            several = len(places) > 1 and not (self.zh and zones and bare)  # "the zones of A and B, in e-commerce, ...": of them together
            merged = merge(own, zh=self.zh)
            state.last.update({slot: value for slot in (*SECONDARY, "flow") if (value := getattr(merged, slot))})
            state.frame = merged.with_(reporter=state.frame.reporter, place=state.frame.place, label=state.frame.label) if several else merged
            state.announced = True
        elif slots.period is not None or slots.undated:
            head = next((t.kind for t in statement.tokens if t.kind not in {"and", "while", "particle"}), "")
            paced = not self.zh and head in {"direction", "rate"} and (statement.opener, led) != (",", head)
            state.frame = frame.with_(period=slots.period) if paced and slots.period is not None else frame  # and growth in May, at 3 percent, was

    def _titles(self, statement: Statement, state: State) -> bool:
        """Whether a clause in commas only gives a subject that waits for its figure another name: "shoes, the backbone of its trade, rose"."""
        first = statement.tokens[0]
        waits = statement.opener == "," and state.announced and any(getattr(state.frame, slot) for slot in SECONDARY)
        titled = first.kind in {"particle", "per"} and self.counts(first) and statement.led in {"of", "with", "per"}
        others = [t for t in statement.tokens if t.kind == "relative" or (t.kind == "anaphor" and t.concept.get("level") != "own")]
        return waits and titled and not others

    def _describes_place(self, statement: Statement, slots: Slots, state: State) -> bool:
        """Whether a good only tells of a place what it is known for, in commas behind it: "Zunyi, home of sorghum liquor, ranked third"."""
        frame = state.frame
        bare = frame.place is not None and not any(getattr(frame, slot) for slot in SECONDARY) and frame.flow not in TRADE_FLOWS
        if not (bare and statement.opener == "," and state.announced and slots.values.keys() == {"commodity"}):
            return False
        titled = statement.tokens[0].kind == "particle" and self.counts(statement.tokens[-1])  # the liquor capital
        return titled or (statement.led in {"of", "with"} and statement.kinds <= {"of", "with", "particle", "commodity"})

    def _added(self, statement: Statement, own: list[Frame], state: State) -> list[Frame] | None:
        """The subjects together where one is added in commas to another that waits for its figure: "exports of shoes, as well as toys, rose"."""
        kind = next((t.kind for t in statement.tokens if t.kind in HEADS), "")
        adds = statement.opener == "," and statement.tokens[0].kind == "and" and state.announced and not self.zh
        if not adds or kind not in {"commodity", "partner"} or not getattr(state.frame, kind) or len(statement.tokens) > _ADDED:
            return None
        before = [state.frame.with_(**{kind: (value,)}) for value in getattr(state.frame, kind)]
        return [*before, *(state.frame.with_(**{kind: (value,)}) for f in own for value in getattr(f, kind))]

    def _exemplifies(self, statement: Statement, state: State) -> bool:
        """Whether a parenthesis in commas only gives examples of a subject that waits for its figure: "exports of fruit, including durian, rose"."""
        goes_on = state.exemplifying and statement.kinds.isdisjoint({"term", *PREDICATES})
        opens = state.announced and any(t.kind in {"of-which", "such-as", "each"} for t in statement.tokens[:2])
        waits = statement.opener == "," and not self.zh and (opens or goes_on)
        heads = statement.kinds & (HEADS - {"place", "anaphor"} if opens else HEADS)  # ores for its smelters
        state.exemplifying = waits and bool(heads) and heads <= {"commodity", "partner", "enterprise", "regime"}
        listed = next((t for t in statement.tokens if t.kind in HEADS and t.items), None)
        if state.exemplifying and listed is not None:
            state.lists.append(_examples(listed, state.frame))
        return state.exemplifying

    def _sized(self, statement: Statement) -> bool:
        """Whether a word of trade only tells by what a rank goes: "Dandong Port, the province's third-largest seaport by throughput"."""
        led = next((a for a, b in pairwise(statement.tokens) if b.kind == "term"), None)
        return not self.zh and led is not None and led.kind == "particle" and led is not statement.tokens[0] and "rank" not in statement.kinds

    def _modifies(self, statement: Statement) -> bool:
        """Whether the places of a statement only stand behind a preposition."""
        pairs = list(pairwise([t for t in statement.tokens if t.kind != "particle"]))
        places = [t for t in statement.tokens if t.kind in {"place", "anaphor"}]
        return not self.zh and all(any(b is p and a.kind in _PREPOSITIONS for a, b in pairs) for p in places)

    def _related(self, statement: Statement, state: State) -> Statement:
        """A clause with "which" or "whose" is about the last word before it: "outpacing exports, which edged up 4 percent"."""
        spoken: list[Token] = []
        if not statement.kinds.isdisjoint(HEADS):
            cited = [] if self.zh or "such-as" not in statement.kinds else [b for a, b in pairwise(statement.tokens) if a.kind == "such-as"]
            spoken = [t for t in statement.tokens if t.kind in HEADS and not any(t is c for c in cited)]
        antecedent, state.antecedent = state.antecedent, spoken[-1] if spoken else state.antecedent
        sizes = {len(q.items) for q in statement.quantities} - {0}
        amount = next((q.quantity for q in statement.quantities), None)
        told = amount is not None and (amount.kind in AMOUNTS or (amount.kind == "percent" and "direction" in statement.kinds))
        if statement.led == "relative" and told and any(t is antecedent for t in state.bases):
            return replace(statement, tokens=[statement.tokens[0], *state.bases, *statement.tokens[1:]])  # a fifth of X's trade, which was 3 billion
        listed = bool(sizes) and ("respectively" in statement.kinds or len(state.levels) in sizes)
        figured = not self.zh and antecedent is not None and antecedent.kind in {"place", "anaphor"} and bool(state.levels)
        listed = listed or (figured and not statement.kinds.isdisjoint({"share", "share-mark"}))  # 3 billion yuan, which makes 4 percent
        if statement.tokens[0].kind != "relative" or antecedent is None or listed or any(t.kind == antecedent.kind for t in statement.tokens):
            return statement
        counted = state.level is not None and state.level_indicator in COUNTING and (antecedent.kind == "place" or carries(antecedent))
        if counted and rates_the_figure(statement):
            return statement
        return replace(statement, tokens=[statement.tokens[0], antecedent, *statement.tokens[1:]])

    def _supervision(self, statement: Statement, slots: Slots, state: State) -> None:
        """Note whether what follows counts the supervision of a customs office, and of which."""
        supervising = "term" in statement.kinds and any(t.kind == "term" and t.concept.get("supervision") for t in statement.tokens)
        goes_on = (statement.opener == ";" or "of-which" in statement.kinds) and all(
            t.kind != "term" or t.concept.get("flow") in TRADE_FLOWS for t in statement.tokens
        )
        if supervising or (statement.opener in {"start", ";"} and not goes_on):
            state.supervised = supervising and "reporter" not in slots.values
            actors = slots.values.get("actor", [])
            state.supervisor = actors[0][0] if state.supervised and actors else None

    # ------------------------------------------------------------------ slots

    def _slots(self, statement: Statement, roles: Roles, state: State, numbers: list[int]) -> Slots:
        listed = bool(state.listed) and len(state.listed) == 2 and len({m.flow for m in state.listed}) == 1
        slots = Slots(wanted={n for n in numbers if n > 1}, single=listed)
        kinds, pairs = statement.kinds, list(pairwise(statement.tokens))
        cited: set[int] = set()
        if "such-as" in kinds:
            cited = {b.start for a, b in pairwise(t for t in statement.tokens if self.zh or t.kind not in {"and", "sep"}) if a.kind == "such-as"}
        examples = cited | {b.start for a, b in pairs if spelled_out(a, b)} if "commodity" in kinds else cited
        if self.zh and "respectively" in kinds:  # of Africa's countries the first three are A, B and C
            examples |= {b.start for a, b in pairs if a.kind == "respectively" and b.kind == "partner" and len(b.items) > 1}
        if self.zh and "partner" in kinds:  # the traditional markets A and B
            examples |= {b.start for a, b in pairs if a.kind == b.kind == "partner" and not a.items and b.start - a.end < NEXT}
        if self.zh and "topic" in kinds:  # of ASEAN's countries take A and B
            examples |= {b.start for a, b in pairs if a.kind == "topic" and b.kind == "partner" and len(b.items) > 1}
        sums: set[int] = set()
        if "particle" in kinds:
            sums = {c.start for (a, b), (_, c) in pairwise(pairs)
                    if b.kind == "particle" and a.kind == c.kind and (len(a.items) > 1 or b.concept.get("examples"))}  # fmt: skip
        if self.zh and "commodity" in kinds:  # A, B and C "the new three": the class right behind its members
            sums |= {b.start for a, b in pairs if a.kind == b.kind == "commodity" and len(a.items) > 1 and b.start - a.end < 2}
        inside: set[int] = set()
        if "included" in kinds:  # textiles, masks included
            triples = zip(statement.tokens, statement.tokens[1:], [*statement.tokens[2:], None], strict=False)
            inside = {
                a.start
                for a, b, c in triples
                if b.kind == "included" and b.start - a.end < 3 and (self.zh or c is None or c.kind not in {"q", "together"})
            }
        last = max((t.start for t in statement.quantities), default=0)
        named = {t.kind for t in roles.subject if t.start < last and t.kind != "term"}
        if "partner" in kinds:  # the ports to Mongolia
            inside |= {
                a.start for a, b in pairs if a.kind == "partner" and b.concepts and b.concept.get("placeType") == "port" and b.start - a.end < 3
            }
        if self.zh and "place" in kinds:  # "Hefei, 14 January": where it was reported, not of what
            inside |= attributes(statement.tokens)
            inside |= {a.start for a, b in pairs if a.kind == "place" and b.kind == "date" and b.start == a.end}
        if self.zh and state.enforcing and "commodity" in kinds:
            inside |= hiding_places(statement.tokens)
        crossing = crosses(statement)
        timed = any(m.quantity is not None and m.quantity.kind == "time" for q in statement.quantities for m in q.members)
        hauling = state.level is not None and state.level_indicator == "cargo" and "term" not in statement.kinds
        owned = 0 if self.zh else told_of(statement)
        for token in roles.subject:
            if token.kind == "commodity" and token.start < owned:
                continue  # ships took on so many tonnes of fuel oil: what the figure is of
            if state.enforcing and not self.zh and token.kind == "commodity" and "commodity" in slots.values and hides(statement, token):
                continue  # pangolin scales in cashew nuts, heroin in the wheel of a fruit truck
            carrying = crossing or ((timed or hauling) and bool(token.concepts) and bool(token.concept.get("conveyance")))
            if token.start in inside or (carrying and token.kind == "commodity" and (not token.concepts or token.concept.get("conveyance"))):
                continue
            if token.kind in {"place", "anaphor"}:
                at = statement.tokens.index(token) if token in statement.tokens else 0
                told = state.last.get("partner") or state.base.partner
                if at and told and self._of_partner(statement.tokens[at - 1], token):
                    continue  # exports to the country: to the partner named before
                if token.concept.get("level") == "home":
                    continue  # demand at home recovered: it says where, not of whom
                if not self.where.names_origin(token, statement, state):
                    self.where.note(token, slots, state)
            else:
                cites = not self.zh and token.start in cited and token.kind in slots.values
                if cites and len(token.members) not in slots.wanted:
                    slots.given = token  # farm produce such as tea: the figure is of the class
                    continue
                trailing = token.start > last and token.kind in named and bool(statement.quantities) and token.start != owned
                if not trailing or (self.zh and not (token.kind == "commodity" and state.enforcing)):
                    slots.add(token, exemplified=token.start in examples, summed=token.start in sums)
        periods: list[Period] = []
        for token in roles.periods:
            span = token.span
            if self.zh and span is not None and span.style == "since" and span.first is None and span.year is None:
                ahead = statement.tokens[: statement.tokens.index(token)]
                number = dict(token.args).get("n", "")
                slots.years = self._cardinal(number) if number else 0
                heads = not statement.quantities or all(t.kind in {"particle", "place", "anaphor", "period", "with"} for t in ahead)
                slots.undated = slots.undated or (heads and slots.years != 1)
            elif span is not None and span.style == "since" and (span.first, span.year, span.offset) == (None, None, None):
                slots.undated = bool(statement.quantities) or (statement.led == "period" and state.first)  # since the port opened
            for member in token.members:
                if member.span is None:
                    earlier = held_period(member, state.frame.period, state)  # a year earlier it was
                    periods.extend([earlier] if earlier is not None else [])
                    slots.undated = slots.undated or earlier is None
                    continue
                stated = replace(member.span, style="ytd") if member.span.running and not self.zh else member.span
                undated = stated.whole and (stated.year, stated.offset) == (None, None)  # in the year: the one just told
                carried = stated.style in {"same", "last-month", "last-quarter"} or (undated and is_year(state.frame.period))
                known = state.frame.period if carried or later(state.frame.period, state.main_period) else state.main_period
                period = resolve(stated, known or state.main_period, state.published)
                if period is not None:
                    periods.append(period)
            spread = self.zh and len(numbers) == 1 and "each" in statement.kinds  # in Q2, Q3 and Q4 each
            if len(token.members) > 1 and (len(token.members) in slots.wanted or spread):
                slots.values["period"] = list(periods[-len(token.members) :])
            elif len(token.members) > 1 and (whole := joined(periods[-len(token.members) :])) is not None:
                periods.append(whole)  # in January and February
        if self.zh and not statement.quantities and (now := state.published) is not None:  # orders are full up to next March
            periods = [p for p in periods if p.year is None or (p.year, p.first) <= (now.year, now.month)]
        several = bool(periods) and self.zh and any(t.concepts and t.concept.get("parts") for t in roles.periods)
        slots.period = periods[-1] if periods and not several else None
        quarters = [t for t in statement.tokens if t.kind == "member-ref"]
        whole = state.sentence_period or state.main_period
        if len(quarters) == 1 and state.quarterly and not periods and whole is not None and (statement.quantities or (state.first and not self.zh)):
            part = int(quarters[0].concept.get("index"))
            size = state.quarterly
            portion = replace(whole, first=size * (part - 1) + 1, last=size * part)
            slots.period = portion if 1 <= part <= 12 // size else None  # 4.5 percent in the second
        members = state.lists[-1] if self.zh and state.lists else []
        pair = len(members) == 2 and len({f.flow for f in members}) == 1
        slots.single = slots.single or (
            pair and (state.announced or members[0].period != members[1].period)
        )  # two regions, two months were named before
        slots.settle()
        slots.flows = flows_of_members(statement.tokens, slots.varying) if self.zh else ()
        return slots

    def _basis(self, tokens: list[Token], frame: Frame, state: State) -> str:
        for token in tokens:
            if token.span is not None:
                return relation(token.span, frame.period, state.published) or UNCOMPARED
            value = token.concept.get("basis")
            args = dict(token.args)
            year = frame.period.year if frame.period is not None else None
            if "y" in args and value == "yoy":
                return "yoy" if year is not None and year == int(args["y"]) + 1 else f"vs:{args['y']}"
            if value == SINCE:
                number = self._cardinal(args["n"]) if "n" in args and year is not None else 0
                begun = int(args["y"]) if "y" in args else year - number if number > 1 and year is not None else 0
                return f"since:{begun}" if begun else UNCOMPARED
            if value.startswith(("vs:-", "since:-")):
                head, _, back = value.partition(":")
                if value == "since:-1" and frame.period is not None and frame.period.last == 12:
                    return "yoy"  # from one year's end to the next
                return f"{head}:{year + int(back)}" if year is not None else "yoy"
            if value == "mom" and frame.period is not None and _is_part_of_year(frame.period):
                return "prev"  # the "chain" rate of a quarter is against the quarter before
            return value
        return ""

    # ------------------------------------------------------------------ carrying

    def _carry(self, statement: Statement, roles: Roles, state: State, *, of_which: bool, first: bool) -> Frame:
        """The frame that the statement starts from, before its own slots are laid over it."""
        frame = state.frame
        if frame.commodity and not self.zh and counts_no_goods(statement, state):
            frame = frame.with_(commodity=state.base.commodity)  # sent back 1,960 tonnes of waste and opened 31 cases
        labelled, state.labelled = state.labelled, statement.labels
        kinds = {t.kind for t in roles.subject}
        if self._counts_of(statement, state):
            return frame
        valued = kinds == {"facet"} and {t.concept.get("indicator") for t in roles.subject} == {"trade"}
        if valued and first and len({f.commodity for f in state.told}) > 1 and frame.commodity == state.told[-1].commodity and not self.zh:
            frame = frame.with_(commodity=state.base.commodity)  # seized were A and B; the value of both
        if not kinds:
            if not self.zh and (adds_up(statement) or (first and statement.led == "rank-of")) and both_ways(frame, state):
                return frame.with_(flow="total", sign=1)  # exports were 3 billion and imports 1 billion, giving a total of 4 billion
            if not self.zh and (summed := summed_up(statement)):
                summing = cleared(frame, state.base) if summed == "overall" else frame
                parted = frame.flow in TRADE_FLOWS and bool(state.levels) and not any(getattr(frame, slot) for slot in SECONDARY)
                both = state.flows >= TRADE_FLOWS or parted  # imports of 40 billion rose, and the total of 300 billion was
                return summing.with_(flow="total", sign=1) if both else summing.with_(flow=frame.flow, sign=frame.sign)
            gap = "gap" in statement.kinds and "same-ref" not in statement.kinds
            afresh = bool(roles.periods) or state.quarterly > 0 or gap
            if first and (roles.periods or state.dated) and not self.zh and spoken_of_again(statement, state.earlier):
                return (state.undated or frame).with_(period=frame.period)
            if first and afresh and not of_which and statement.opener not in {*ASIDE, ";"}:
                fresh, state.undated = cleared(frame, state.base), state.undated or frame
                if not self.zh and frame.flow in TRADE_FLOWS and state.flows == {frame.flow}:
                    fresh = fresh.with_(flow=frame.flow)  # a paragraph of exports: December alone saw 7.2 billion
                fresh = fresh if self.zh else fresh.with_(**brought(statement, state.told))
                return fresh.with_(indicator=frame.indicator, flow="") if frame.indicator in COUNTING else fresh
            if self.zh and first and statement.opener == "start" and statement.led in {"rank-of", "rate"} and not state.announced:
                whole = frame.flow == "balance" or (frame.flow in TRADE_FLOWS and state.flows >= {"total", *TRADE_FLOWS})
                if whole and frame.indicator == "trade" and not any(getattr(frame, slot) for slot in SECONDARY):
                    return frame.with_(flow="total", sign=1)  # the surplus was 3 billion. In volume it ranks third
            own = first and not self.zh and any(t.kind == "anaphor" and t.concept.get("level") == "own" for t in statement.tokens)
            opened = state.read_before["level"].frame if own and "level" in state.read_before else frame
            parted = any(getattr(frame, slot) and not getattr(opened, slot) for slot in SECONDARY) and opened.indicator == "trade"
            if parted and opened.reporter == frame.reporter:
                return opened.with_(period=frame.period, facet=False)  # the zone traded 3 billion, of which laptops took half. Its ranking slid
            both = {f.flow for f in state.told} == TRADE_FLOWS
            if first and both and frame.indicator in COUNTING and not self.zh:
                return frame.with_(flow="")  # an import took 1.4 hours, an export 0.2. A truck gets through in 75 seconds
            paced = first and not self.zh and statement.led in {"direction", "rate"} and statement.opener == "start"
            if (own or paced) and both and frame.indicator == "trade" and not any(getattr(frame, s) for s in SECONDARY):
                return cleared(frame, state.base)  # exports rose 5 percent and imports 4. Growth picked up by 4 points
            return frame
        terms = [t for t in roles.subject if t.kind == "term"]
        tokens = statement.tokens
        heads = kinds & {"partner", "commodity", "enterprise", "regime", "corridor"}
        indicators = {t.concept.get("indicator") for t in terms} - {""}
        only_rates = all(q.quantity is not None and q.quantity.kind in RATIO for q in statement.quantities)
        priced = frame.indicator == "trade-price" or (frame.indicator == "trade-quantity" and state.level is None)
        goes_on = self.zh and not first and not terms and priced and state.measure == "growth"
        rates = goes_on and "commodity" in heads and only_rates
        fresh = frame if "facet" in kinds else frame.with_(indicator="trade" if not frame.facet or terms or heads else frame.indicator, facet=False)
        if valued and first and roles.periods and both_ways(frame, state):
            return fresh.with_(flow="total", sign=1)  # exports were 3 billion, imports 1 billion. In May the value was 2 billion
        if valued and first and frame.flow == "balance" and self.zh:
            return fresh.with_(flow="total", sign=1)  # the surplus was 2 billion. The total value grew
        if indicators <= {"trade-quantity", "trade-price"} and (indicators or kinds == {"facet"}) and not heads:
            return fresh
        weighed = any(t.quantity is not None and t.quantity.kind in {"mass", "volume"} for t in statement.quantities)
        counts = counts_pieces(statement)
        seized = self.zh and not first and not heads and weighed and indicators == {"enforcement"} and state.last_indicator == "enforcement"
        if seized and frame.commodity and not state.announced:
            return fresh.with_(indicator="enforcement", facet=True)  # found 12,800 tonnes, sent back 2,460
        again = (
            next((f for f in reversed(state.named) if f.indicator in indicators), None)
            if self.zh and not first and statement.quantities and only_rates
            else None
        )
        if again is not None and kinds <= {"term", "facet"} and statement.opener == ",":
            return again.with_(facet=True)  # lists of 9 million and 15 billion yuan; the lists rose 3.1%
        if indicators - {"trade-quantity", "trade-price"}:
            mode = fresh.regime if labelled and self.zh else ""  # E-commerce: exports of 3 million parcels
            counts_firms = state.announced and all(i.startswith("enterprises") for i in indicators)
            owner = frame.enterprise if counts_firms else state.base.enterprise  # private firms did well: of those with trade there were 4,213
            fresh = cleared(fresh, state.base).with_(flow=fresh.flow if heads else "", enterprise=owner)
            fresh = fresh.with_(regime=mode) if mode else fresh
        if self.zh and statement.opener == ";" and kinds == {"term"} and (parallel := state.segment) is not None:
            flows = {t.concept.get("flow") for t in terms}
            other = flows <= TRADE_FLOWS and parallel.flow in TRADE_FLOWS - flows
            if other and any(getattr(fresh, slot) and not getattr(parallel, slot) for slot in SECONDARY):
                return fresh.with_(**{slot: getattr(parallel, slot) for slot in SECONDARY})  # exports were 5, of which toys 2; imports were 8
        if self.zh and of_which and kinds == {"place"} and statement.quantities and "of-which" not in statement.kinds and state.segment is not None:
            named = self.where.place(roles.subject[0], state)
            if named is not None and frame.place is not None and not self.places.within(named, frame.place):
                return state.segment.with_(period=fresh.period)  # Suifenhe traded 8 billion, of which with Russia 7, Tongjiang 1 billion
        if kinds == {"facet"} or of_which or statement.opener in {"(", ")", ",(", ":"}:
            return fresh
        if self.zh and terms and not heads and not ranked_only(statement) and fresh.commodity and fresh.commodity != state.base.commodity:
            ended = statement.opener == ";" and state.announced  # "the first three goods are A, B and C; exports came to 8 billion"
            if ended or any(t.concept.get("anyGoods") for t in terms):
                fresh = fresh.with_(commodity=state.base.commodity)
        if heads:
            zoned = first and heads == {"corridor"} and not kinds & {"place", "anaphor"} and frame.place is not None
            line = next((t for t in roles.subject if t.kind == "corridor" and t.concept.notation.endswith(_LINE)), None)
            if zoned and self.zh and line is not None and frame.place is not None and self.places.type(frame.place) == "port":
                fresh = fresh.with_(reporter=f"text:{line.printed}", place=None, label=line.printed)  # what a railway carries is of no port
            region = state.base.place is not None and self.places.type(state.base.place) in {"province", "prefecture"}
            passed = region and frame.place is not None and self.places.type(frame.place) == "port"  # of no port of the province either
            if self.zh and zoned and frame.place is not None and (passed or self.places.type(frame.place) in {"zone", "ftz"}):
                fresh = fresh.with_(reporter=state.base.reporter, place=state.base.place, label=state.base.label)  # trains are of no zone
            parallel = state.segment if self.zh and statement.opener == ";" else None
            if parallel is not None and same_kind(parallel, heads) and not kinds & {"place", "anaphor"}:
                cut = {kind: () if kind in {"partner", "commodity"} else "" for kind in heads & set(SECONDARY)}
                flow = parallel.flow if parallel.flow in TRADE_FLOWS else state.base.flow
                return parallel.with_(
                    period=fresh.period, reporter=fresh.reporter, place=fresh.place, flow=flow, indicator="trade", facet=False, **cut
                )
            told = state.announced and not self.zh and "share" in statement.kinds  # of its exports, 45 percent went to
            keep = told or (same_kind(frame, heads) and (not first or (statement.opener == ";" and not terms and not self.zh)))
            if "commodity" in heads and not keep and "cargo" not in indicators:
                goes_on = statement.opener == ";" and not self.zh  # exports were 61.7 percent; laptops alone were worth 22 billion
                keep = frame.flow in TRADE_FLOWS and (bool(frame.commodity) or not first or goes_on)
            goods = any(t.kind == "commodity" and not (t.concepts and t.concept.get("conveyance")) for t in roles.subject)
            usual = state.flow_of_goods if goods and not terms else ""
            traded = goods and first and heads == {"commodity"} and not (terms or self.zh) and not any(f.indicator in COUNTING for f in state.told)
            only = state.flows & {*TRADE_FLOWS, "total"} if traded else set()
            usual = usual or (only.pop() if len(only) == 1 else "")  # exports were 3 billion yuan. Ceramics accounted for 700 million
            bare = only_rates and not (self.zh or roles.base or terms) and "share" in statement.kinds
            shared = state.shared if bare else None
            usual = shared.flow if shared is not None and same_kind(shared, heads) else usual  # 15 percent of exports; the share of the EU fell
            if state.announced and frame.flow in TRADE_FLOWS and not self.zh:
                usual = frame.flow  # shoes were 15 percent of exports. Among imports, cosmetics took 41 percent
            kept = cleared(fresh, state.base).with_(flow=frame.flow if keep and frame.flow else state.base.flow or usual)
            kept = kept.with_(indicator=frame.indicator, facet=True) if rates else kept  # grain by quantity up 36%, crude oil 34%
            if not first and "commodity" in heads and frame.partner and not frame.commodity and "partner" not in heads:
                kept = kept.with_(partner=frame.partner)
            if first and not state.announced and frame.reporter.startswith("text:") and not kinds & {"place", "anaphor"}:
                around = self._around(state)
                kept = kept.with_(reporter=around.reporter, place=around.place, label="")
            return kept
        if kinds & {"place", "anaphor"}:
            if not self.zh and kinds <= {"place", "anaphor", "term"} and takes_part(statement) and any(getattr(frame, s) for s in SECONDARY):
                return fresh  # the US was first, taking 3 billion yuan of Foshan's exports
            plain = any(t.kind == "anaphor" or not all(self.places.type(c) in CUSTOMS for c in t.concepts) for t in roles.subject if t.kind != "term")
            firms = any(
                q.quantity is not None and q.quantity.counted is not None and q.quantity.counted.notation == _FIRM for q in statement.quantities
            )
            if self.zh and first and firms and not plain:
                return cleared(fresh, state.base)  # foreign firms traded 3 billion. The district has 41 certified ones
            if plain and labelled and not self.zh and state.announced and (trades_only(statement) or (weighed and not terms)):
                return fresh  # coal: 2.94 million tons were imported through the port
            gapped = not self.zh and not first and [t.kind for t in statement.tokens if t.kind not in _FILLING | {"and"}] == ["place", "q"]
            if plain and gapped and state.measure == "level":
                return fresh  # A provided 3 billion yuan of the exports, B 2 billion
            whole = any(a.kind == "q" and b.kind == "of" for a, b in pairwise(tokens))  # 4 million tonnes of goods
            carried = state.announced or (weighed and not whole and not self.zh)
            if (weighed or (counts and not self.zh)) and plain and carried and frame.commodity and trades_only(statement):
                return fresh  # durians lead; Guangxi imported 367,000 tonnes: what is weighed is the good that the sentence is about
            parallel = state.segment if self.zh and plain and (not first or statement.opener == ";") and kinds == {"place"} else None
            if parallel is not None and statement.quantities:
                return parallel.with_(period=fresh.period)  # Zhengzhou exported phones of 3 billion, Luoyang 2 billion
            if plain and not self.zh and kinds <= {"place", "anaphor"} and same_of(tokens):
                return fresh  # those of Tianjin fell
            if plain and not terms and not self.zh and not heads and passes(statement, roles):
                return fresh  # exports to Russia via Manzhouli, and those via Suifenhe
            if plain and not self._apposes(statement, roles, state):
                return cleared(fresh, state.base).with_(flow=frame.flow if not first else state.base.flow)
        if terms and statement.tokens[0].kind == "relative" and state.measure == "contribution" and not self.zh:
            return cleared(fresh, state.base)  # added 4.8 points to the growth of its imports, which went up
        if terms and first and not state.announced:
            flows = {t.concept.get("flow") for t in terms}
            goes_on = counts if self.zh else weighed and kinds == {"term"} and trades_only(statement) and passive(statement)
            if goes_on and len(frame.commodity) == 1 and flows == {frame.flow} <= TRADE_FLOWS:
                return fresh  # laptops were the first good exported. 11.5 million were exported: pieces are of a good
            if not self.zh and frame.commodity and flows == {frame.flow} and shipments(statement):
                return fresh  # the shipments brought in 72 billion yuan
            if (
                self.zh
                and statement.opener == ";"
                and kinds == {"term"}
                and frame.flow in TRADE_FLOWS
                and flows <= TRADE_FLOWS
                and (frame.flow not in flows or (frame.commodity and state.last_indicator == "trade-quantity"))
            ):
                return fresh  # imports of it came to 7 billion; exports reached 16 billion
            return cleared(fresh, state.base)
        total = any(t.concept.get("flow") == "total" for t in terms) and not any(t.concept.get("flow") in TRADE_FLOWS for t in terms)
        whole = total and any(t.concept.get("whole") for t in terms)
        if frame.commodity and not self.zh and (whole or (total and state.announced and statement.opener == ",")):
            return cleared(fresh, state.base)  # "Batteries power on, trade up 41.6%": trade as a whole
        return fresh

    def _counts_of(self, statement: Statement, state: State) -> bool:
        """Whether a clause in commas only tells how many of those just named did something: "private firms, 8,914 of which had trade, handled"."""
        waits = state.announced and not state.first and not self.zh
        return waits and statement.opener == "," and [t.kind for t in statement.tokens[:2]] == ["q", "of-which"]

    def _around(self, state: State) -> Frame:
        """What a list of places leads back to: the place that the paragraph opened with, where all others lie in it, else the main place."""
        places = [f.place for f in state.subjects if f.place is not None]
        inside = len(places) > 1 and all(self.places.within(place, places[0]) for place in places)
        return state.subjects[0] if inside and state.subjects[0].place is places[0] and self.zh else state.main

    def _apposes(self, statement: Statement, roles: Roles, state: State) -> bool:
        """Whether a rank in commas only names the place again whose partner or good it ranks: "Japan, the city's largest partner, was"."""
        owners = [t for t in roles.subject if t.kind != "term"]
        inner = statement.opener == "," and (self.zh or state.announced) and ranked_only(statement)
        if not inner or any(t.kind not in {"place", "anaphor"} for t in owners):
            return False
        named = not self.zh and owning(statement.tokens) and bool(state.frame.partner or state.frame.commodity)  # whosever they were before
        return named or all(self.where.place(t, state) == state.frame.place for t in owners)

    def _antecedent(self, statement: Statement, slots: Slots, state: State, subject: list[Frame], numbers: list[int]) -> list[Frame]:
        """The subjects of a statement without a list of its own: a list named before, a member of it, or the one subject."""
        lists = state.lists[-3:]
        if not state.listed and len(state.named) > 1:
            lists = [*lists, state.named[-2:]]  # two named in clauses of their own: the former, the latter
        refs = [t for t in statement.tokens if t.kind == "member-ref"]
        if refs and not lists and not self.zh:
            lists = told_apart(state.told) or self._two_partners(statement, subject[0], state)
        if len(refs) > 1 and lists and len(refs) in numbers and not slots.values.keys() - {"flow"}:
            picked = [member_of(t, lists[-1]) for t in refs]
            if all(m is not None for m in picked):
                return [slots.over(m, subject[0]) for m in picked if m is not None]
        again = not self.zh and bool(refs) and _again_of(statement.tokens, refs[0])
        for token in statement.tokens:
            if token.kind == "member-ref" and lists:
                member = member_of(token, lists[-1])
                member = member.with_(flow=state.settled.flow) if again and member is not None and state.settled.flow else member
                if member is not None and (not slots.values or (slots.values.keys() <= {"flow", "facet"} and not self.zh)):
                    return _over(slots, [member], lists[-1], subject[0])
            alone = token.kind == "member-ref" and not lists and int(token.concept.get("index")) < 0
            if alone and slots.values.keys() <= {"flow"} and (state.settled.partner or state.settled.commodity):
                return [slots.over(state.settled, subject[0])]  # exports to the latter: to the one named last
            if token.kind == "members-ref" and lists and not token.args:
                members = members_of(token, lists)
                if members:
                    return [slots.over(m, subject[0]) for m in members]
            if token.kind == "members-ref" and token.args and (members := self._counted(token, lists, state)):
                return [slots.over(m, subject[0]) for m in members]
        for size in numbers:
            if size > 1:
                levels = state.levels[-size:] if len(state.levels) >= size and not slots.values else []
                levels = [] if self.zh and _tail(levels, lists) else levels
                if levels and state.levels_at >= state.listed_at:
                    return _each_over(slots, levels, subject[0])
                for members in reversed(lists):
                    if slots.period is not None and len({m.period for m in members}) > 1:
                        continue  # growths of one quarter's months are not those of the quarters named before
                    if len(members) == size:
                        return _each_over(slots, members, subject[0])
                if levels:
                    return _each_over(slots, levels, subject[0])
                named = state.named[-size:]
                if len(named) == size and "respectively" in statement.kinds:
                    return [slots.over(m, subject[0]) for m in named]
        counts = [abs(int(t.concept.get("count"))) for t in statement.tokens if t.kind == "members-ref" and t.concept.get("count")]
        if counts and counts[0] in numbers and len(state.told) >= counts[0] and not slots.values:
            return [slots.over(m, subject[0]) for m in state.told[-counts[0] :]]  # the three just told one by one
        passage = told_apart(state.subjects) if counts and not slots.values and not self.zh else []
        if passage and len(passage[0]) == counts[0] and counts[0] in numbers:
            return [slots.over(m, subject[0]) for m in passage[0]]  # the three told in the sentences before
        if not self.zh and not slots.values and taken_together(statement) and (members := all_told(counts, state)):
            state.orphan = not _joinable(members)  # no code fits them together
            return [slots.over(merge(members, zh=False), subject[0])]
        told = [n for n in numbers if n > 1 and len(state.told) >= n]
        if told and not slots.values and not statement.kinds.isdisjoint({"each", "respectively"}):
            return [slots.over(m, m) for m in state.told[-told[0] :]]  # the two figures rose by 3% and 4% respectively
        shares = [t for t in statement.tokens if t.kind == "share"]
        spoken = [*statement.tokens, *state.pending]
        whole = bool(shares) and any(t.kind == "together" or t.concept.get("together") for t in spoken if t.concepts)
        real = state.lists[-3:] if self.zh else lists
        listed = real[-1] if real else state.levels if self.zh and len(state.levels) > 1 else []
        size = next((self._cardinal(v) for t in spoken if t.kind == "together" for s, v in t.args if s == "n"), 0)
        counted = self.zh and size > 1 and slots.values.keys() <= {"flow"}  # "the two cities together": of them, not of the one told last
        whole = whole or counted
        if size > 1 and whole:
            sized = [members for members in real if len(members) == size]
            recent = state.subjects if len(state.subjects) >= size else state.above
            wholes = [f for f in recent if f not in state.parts]
            recent = wholes if self.zh and len(wholes) == size < len(recent) and recent[-1] in wholes else recent
            listed = sized[-1] if sized else recent[-size:] if len(recent) >= size else []
            state.orphan = counted and not listed
        if listed and whole and (counted or not slots.values):
            return [slots.over(m, subject[0]) for m in (listed if self.zh and not _joinable(listed) else [merge(listed, zh=self.zh)])]
        if lists and not slots.values and distributes(statement):
            return [slots.over(m, subject[0]) for m in lists[-1]]
        if state.joint and state.listed and not slots.values and statement.opener in {",", "and", "sep"}:
            return state.listed  # of which of them a single figure is nobody says
        return subject

    def _counted(self, token: Token, lists: list[list[Frame]], state: State) -> list[Frame]:
        """The partners that "these four partners" are: those of a list of as many, or of what the sentences before told one by one.

        Where there are no such, nobody knows who is meant.
        """
        count = self._cardinal(dict(token.args)["n"])
        listed = [members for members in reversed(lists) if len({m.partner for m in members}) == count]
        apart = [members for frames in (state.told, [*state.subjects, *state.told]) for members in told_apart(frames)]
        told = [members for members in apart if len(members) == count and members[0].partner]
        state.orphan = not (listed or told)
        return [f.with_(indicator="trade", facet=False) for f in next(iter([*listed, *told]), [])]

    def _two_partners(self, statement: Statement, frame: Frame, state: State) -> list[list[Frame]]:
        """The two partners that the sentence before named as a list, for "exports to the former"; with any other number nobody knows who is meant."""
        toward = any(b.kind == "member-ref" and self._of_partner(a, replace(b, kind="partner-ref")) for a, b in pairwise(statement.tokens))
        if not toward:
            return []
        if len(state.partners_before) == 2:
            return [[frame.with_(partner=(code,)) for code in state.partners_before]]
        state.orphan = state.orphan or not (state.settled.partner or state.settled.commodity)
        return []

    def _again(self, own: list[Frame], slots: Slots, current: Frame, state: State) -> list[Frame]:
        """Places that a list of this sentence has named already are what that list said of them: the ports, not the cities of that name."""
        if not state.lists or set(slots.values) != {"reporter"}:
            return own
        out: list[Frame] = []
        for frame in own:
            port = self.places.port_of(frame.place) if frame.place is not None else None
            others = [members for members in reversed(state.lists) if members is not own and frame not in members]
            lists = ([m for m in members if m.place is not None and m.place in (frame.place, port)] for members in others)
            held = next((found for found in lists if found), [])
            if len(held) != 1:
                return own
            out.append(held[0].with_(period=current.period))
        return out

    # ------------------------------------------------------------------ measures

    def _quantity(
        self,
        statement: Statement,
        index: int,
        token: Token,
        roles: Roles,
        slots: Slots,
        subject: list[Frame],
        basis: str,
        state: State,
        *,
        part_of: bool,
    ) -> None:
        members = token.members
        tokens = statement.tokens
        before, after = between(tokens, index, -1), between(tokens, index, 1)
        led = before[1:2] if self.zh and before and before[0].kind == "particle" and before[0].concept.get("genitive") else before[:1]
        if any(t.kind == "decoy" and positioned(t, "before") and token.begins - t.end < 3 for t in led) or any(
            t.kind == "decoy" and positioned(t, "after") and t.start - token.end < 2 for t in after[:1]
        ):
            self.puzzle(token, "decoy", "a number of another kind: a code, an age, a distance, a page")
            return
        ordinal = token.quantity is not None and token.quantity.kind == "fraction" and not self.zh and not token.items
        if ordinal and not (after and after[0].kind in {"of", "share-mark", "of-which", "gap"}) and self.counts(token):
            self.puzzle(token, "ordinal", "the third of its kind, not a fraction")
            return
        spread = next((t for t in [*statement.tokens, *state.pending] if t.kind == "directions"), None)
        signs = [int(s) for s in spread.concept.get("signs").split()] if spread is not None else []
        if spread is not None and not signs:
            self.puzzle(token, "unknown-sign", "the text says that some rose and some fell, but not which")
            return
        if len(signs) == len(members):
            for member, sign in zip(members, signs, strict=True):
                member.sign = member.sign or sign
        if state.orphan:
            self.puzzle(token, "unknown-subject", "trade with somebody whom the text has not named: exports to the region, imports from it")
            return
        named = tokens[index - 1] if index else None
        size = token.quantity.value if token.quantity is not None and token.quantity.kind == "number" else 0
        if named is not None and len(named.items) > 1 and len(named.items) == size and token.start - named.end < 2:
            self.puzzle(token, "decoy", "how many there are in the list before it")
            return
        ordered = self.zh and token.quantity is not None and token.quantity.kind in RATIO | {"money"} and any(t.kind == "demand" for t in before)
        if ordered or is_alien(before, after, statement, state, zh=self.zh):
            self.puzzle(token, "other-subject", "a figure of something else than trade: output, population, prices of freight, rates of exchange")
            return
        compared = [t for t in (before if self.zh else after) if t.kind == "basis" or (t.kind == "direction" and t.concept.get("basis"))]
        if len(roles.basis) > 1 and compared:
            basis = self._basis(compared[:1], subject[0], state)
        gap = next((t for t in tokens[index + 1 :] if t.quantity is not None and t.quantity.kind == "points"), None) if not self.zh else None
        if gap is not None and token.quantity is not None and token.quantity.kind in RATIO and any(t.start > gap.start for t in roles.basis):
            basis = self._basis([t for t in roles.basis if t.start < gap.start], subject[0], state)  # its growth of 38% fell 7 points from June
        if not self.zh and len(subject) == 1 and any(a.kind == "each" and b.kind == "of" for a, b in pairwise(tokens)):
            self.puzzle(token, "list-length", "a figure for each of several that are not named")
            return
        refs = list_of_refs(roles, len(members))
        wholes = list_of_wholes(roles, len(members))
        targets = self._targets(statement, members, subject)
        bases = list_of_bases(statement, roles, len(members))
        if targets is None and (refs or bases or wholes):
            targets = [[merge(subject, zh=self.zh)] for _ in members]
        if targets is None:
            state.unread = state.unread or self.zh
            self.puzzle(token, "list-length", f"{len(members)} figures for {len(subject)} subjects: name each subject, or use a list as long")
            return
        earlier = earlier_rate(statement, index) if self.zh else None
        for place, (member, frames) in enumerate(zip(members, targets, strict=True)):
            moved = held_period(earlier, state.frame.period, state) if earlier is not None else self._own_period(statement, index, token, state)
            state.moved = moved is not None
            moved = of_two_periods(statement, token, state) or moved if self.zh else moved
            lasted = leads_from(statement, index) and member.quantity is not None and member.quantity.kind == "time"
            lasted = (
                lasted or earlier is not None or (not self.zh and statement.led == "earlier" and rated(member) and statement.kinds.isdisjoint(_TIMED))
            )
            for frame in frames:
                frame = frame.with_(period=moved) if moved is not None or lasted else frame  # how long it once took: nobody says when
                frame = self._of_level(statement, index, member, frame, state)
                frame = self._of_whole(statement, index, roles, frame, state)
                local = replace(roles, than=[refs[place]]) if refs else replace(roles, base=[wholes[place]]) if wholes else roles
                own = self._basis([bases[place]], frame, state) if bases else basis if earlier is None else ""
                Measurer(self, statement, member, frame, before, after, local, own, state, part_of=part_of).read()

    def _of_level(self, statement: Statement, index: int, member: Token, frame: Frame, state: State) -> Frame:
        """What a growth or share grows or is part of, where no word says it: the level before it, or the level to which it leads."""
        quantity = member.quantity
        if quantity is None or quantity.kind not in RATIO or frame.facet or frame.indicator != "trade":
            return frame
        tokens = statement.tokens
        named = {t.kind for t in tokens[:index]}
        of_them = not self.zh and [t.kind for t in tokens[index + 1 : index + 2]] == ["of-which"] and state.level is not None
        if of_them and state.level_indicator in {"cargo", "clearance", "enforcement"}:
            return frame.with_(indicator=state.level_indicator)  # two-fifths of them carried fruit
        if of_them and state.level_indicator == "fdi":
            return frame.with_(indicator="fdi", flow="")  # 58 percent of it was Korean
        if self.zh and "corridor" in named and not named & {"term", "commodity", "partner", "facet"}:
            return frame.with_(indicator="cargo", flow="")  # trains are three tenths of all that pass
        if self.zh and state.level is not None and state.level_indicator.startswith("enterprises") and named <= {"enterprise", *_FILLING}:
            return frame.with_(indicator=state.level_indicator, flow="")  # 5,516 firms, nine tenths of them private
        weighed = self.zh and state.of_which and state.level is not None and state.level_indicator == "trade-quantity"
        if weighed and "commodity" in named and not named & {"term", "facet", "q"}:
            return frame.with_(indicator="trade-quantity")  # copper, zinc and lead ore were so many tonnes, of which copper rose 21.6%
        if self.zh and frame.commodity and "commodity" in named and not named & {"term", "facet", "q", "share"}:
            told = {f.indicator for f in state.levels if f.commodity == frame.commodity and f.flow == frame.flow}
            if told == {"trade-quantity"}:
                return frame.with_(indicator="trade-quantity")  # of ore and boards so many tonnes; of ore 80% more
        if self.zh and state.level is not None and state.level_indicator in COUNTING and of_flow_alone(statement, of_which=state.of_which):
            return frame.with_(indicator=state.level_indicator)  # 6 million parcels, of which those going out grew by 3%
        led = next((b.quantity for a, b in pairwise(tokens[index + 1 : index + 5]) if a.kind == "level-verb" and b.kind == "q"), None)
        if led is not None and frame.commodity and led.kind in {"mass", "volume", "count"} and frame.flow:
            return frame.with_(indicator="trade-quantity")
        passes = led is not None and led.kind in {"mass", "teu"} and not self.zh and named.isdisjoint({"term", "commodity", "partner", "facet"})
        if passes and not any(getattr(frame, slot) for slot in ("commodity", "partner", "regime")) and frame.flow in {"", "total"}:
            return frame.with_(indicator="cargo", flow="")  # Ruili fell 12.3% to 1.94 million tonnes
        moved = led is not None and led.kind in {"mass", "teu"} and not (self.zh or frame.commodity or frame.partner or named & {"term", "facet"})
        if moved and frame.flow in {"", "total"}:
            return frame.with_(indicator="cargo", flow="")  # Ruili fell 12 percent to 2 million tonnes
        levels = [t for t in tokens[:index] if t.kind == "q" and t.quantity is not None and t.quantity.kind not in RATIO]
        beside = state.level is not None and statement.start - state.levels_at < _BRACKETS
        bracketed = statement.opener == ")" and beside and not named & HEADS and not self.zh  # jackfruit (386,000 tonnes) added 12%
        if (levels or bracketed) and state.level is not None and state.level_indicator in {"cargo", "trade-quantity", "clearance", "enforcement"}:
            return frame.with_(indicator=state.level_indicator)
        return frame

    def _of_whole(self, statement: Statement, index: int, roles: Roles, frame: Frame, state: State) -> Frame:
        """A share of an amount and that amount: "half of the 867,000 tonnes bought by the country" is of the good told before."""
        tokens = statement.tokens
        at = next((i for i in range(index, min(index + 4, len(tokens))) if tokens[i].kind == "q" and whole_told(tokens, i)), 0)
        if self.zh or not at:
            return frame
        level = tokens[at].quantity
        weighed = level is not None and level.kind in {"mass", "volume"}
        if weighed and not frame.commodity:
            frame = frame.with_(commodity=state.settled.commodity)
        if at != index:
            return frame.with_(indicator="trade-quantity") if weighed and frame.commodity else frame
        owner = next((p for t in roles.base if t.kind in {"place", "anaphor"} and (p := self.where.place(t, state)) is not None), None)
        flow = next((f for t in roles.base if t.kind == "term" and (f := t.concept.get("flow"))), frame.flow)
        if owner is None or slug(owner.notation) == frame.reporter:
            return frame.with_(flow=flow)
        return frame.with_(reporter=slug(owner.notation), place=owner, label="", partner=(), enterprise="", regime="", flow=flow)

    def _own_period(self, statement: Statement, index: int, token: Token, state: State) -> Period | None:
        """The earlier period that a figure beside the current one is of: "up from 4.2 percent in May", "against 70 billion a year ago"."""
        here = state.frame.period
        words = between(statement.tokens, index, 1 if not self.zh else -1)
        origin = leads_from(statement, index)
        share = state.measure in {"share", "share-change"} or any(t.kind == "share" for t in [*state.pending, *statement.tokens[:index]])
        quantity = token.quantity
        first = [t for t in statement.tokens if t.kind not in {"particle", "and", "while"}][:3]
        if (
            not self.zh
            and [t.kind for t in first] == ["basis", "level-verb", "q"]
            and first[2] is token
            and quantity is not None
            and here is not None
        ):
            level = quantity.kind in AMOUNTS
            return held_period(first[0], here, state) if level else None  # the same period of last year was 37 million yuan
        if not self.zh and state.growth_sign and index and owns_rate(statement.tokens, index - 1):
            held = statement.tokens[index - 1]  # twice the pace of June's 6.8%
            if held.kind == "basis":
                return held_period(held, here, state)
            return resolve(held.span, state.main_period, state.published) if held.span is not None else None
        origin = origin or (not self.zh and held_against(statement.tokens[: index + 1]))
        origin = origin or (statement.opener == "and" and not index and state.moved)  # from 58 billion in March and 90 billion a year earlier
        turned = statement.tokens[max(0, index - 3) : index]
        if self.zh and [t.kind for t in turned] == ["than", "period", "direction"] and turned[0].concepts and turned[0].concept.get("thenToo"):
            return held_period(turned[1], here, state)  # turned round the fall by 15% of January and February
        owner = statement.tokens[index - 1] if index and not self.zh else None
        points = quantity is not None and quantity.kind == "points"
        if owner is not None and owner.kind == "period" and token.start - owner.end <= 1 and owner.start < token.start and not points:
            led = [t.kind for t in statement.tokens[: index - 1] if t.kind != "particle"][-1:]
            if origin or (led and led[0] in HELD_AGAINST):
                return held_period(owner, here, state)  # from October's 84.5 billion, narrower than October's 4 percent
        if quantity is None or (not self.zh and not origin and statement.tokens[0].kind not in _EARLIER):
            return None
        share = share and quantity.kind in {"percent", "fraction"} and not quantity.signed and not token.inner
        said = {"direction"} if quantity.kind == "percent" else set()  # below the growth of 5.7% in May
        if (
            self.zh
            and (state.measure in {"growth", "growth-gap"} or (quantity.kind not in RATIO and words and words[0].kind == "particle"))
            and [w.kind for w in words if w.kind not in {"particle", "rate", *said}][:2] in (["period", "gap"], ["period", "than"])
        ):
            span = next(w.span for w in words if w.kind == "period")
            return resolve(span, state.main_period, state.published) if span is not None else None
        if self.zh and origin and quantity.kind == "percent" and any(w.kind in {"direction", "rate"} for w in words):
            span = next((w.span for w in words if w.kind == "period"), None)
            return resolve(span, state.main_period, state.published) if span is not None else None
        if self.zh and quantity.kind in RATIO | {"points"} and not share:
            return None
        for word in words:
            if word.span is not None and word.span.style == "month-before" and here is not None and not self.zh:
                return before(here, "mom")
            if word.kind == "period" and (origin or not self.zh):
                return held_period(word, here, state)
            if word.kind == "basis" and here is not None:
                return held_period(word, here, state)
            if word.kind == "member-ref" and origin and not self.zh:
                spans = [t.span for t in statement.tokens[:index] if t.kind == "period" and t.span is not None]
                told = resolve(spans[-1], state.main_period, state.published) if spans else here
                return part_of(told, int(word.concept.get("index"))) if told is not None else None  # from 1.2 percent in the first
            if word.kind not in BETWEEN and word.kind != "from-level" and (self.zh or not (word.kind == "direction" or balances(word))):
                break
        around = [*statement.tokens[:index], *(between(statement.tokens, index, 1) if self.zh else [])]
        moves = {"direction", "level-verb"} if self.zh else {"direction", "rate-change", "earlier"}
        counted = state.level is not None and state.level.kind in {"count", "teu", "mass"} and not self.zh  # 38,600 TEU, up from 24,100
        amount = quantity.kind in AMOUNTS | {"teu"} or (quantity.kind == "number" and (quantity.scale != 1 or counted))
        levels = [t.quantity for t in statement.tokens[:index] if t.quantity is not None and not self.zh]
        alone = [t.kind for t in statement.tokens] == ["than", "q"] and state.level is not None and state.level.unit == quantity.unit
        alone = alone and len(state.partners) < _RIVALS_AT_LEAST
        beside = any(quantity.unit in {"", q.unit} for q in levels) or alone  # shrank to 2 billion from 3; 2 billion, against 3 billion
        moved = amount and (any(t.kind in moves for t in around) or beside or state.begun is not None)
        origin = origin or (not self.zh and (statement.tokens[0].kind == "earlier" or alone))  # up from 2.5 billion yuan
        if not (origin and (share or moved)):
            return None
        return state.begun or (before(here, "yoy") if here is not None else None)

    def _of_partners_before(self, statement: Statement, state: State) -> bool:
        """Whether "those to" goes on from the trade with a partner told right before: "sales to Russia rose 4 percent; those to the US fell"."""
        return not self.zh and statement.opener in _GOING_ON and bool(state.settled.partner) and not state.settled.commodity

    def _referred(self, statement: Statement, slots: Slots, frame: Frame, state: State) -> Frame:
        """What "there", "this way", "those" say again of what was said before in the paragraph."""
        for previous, token in zip([None, *statement.tokens], statement.tokens, strict=False):
            counted = token.kind == "of-which" and previous is not None and previous.kind == "q"  # 69,400 of them
            slots_of = token.concept.get("slots") if token.concepts else ""
            if token.kind == "same-ref" and slots_of == "partner" and " " not in token.text and (region := self._there(slots, state)) is not None:
                frame = frame.with_(reporter=slug(region.notation), place=region, label=token.text)
            if self._of_partner(previous, token) and "partner" not in slots.values:
                state.orphan = state.orphan or not (state.last.get("partner") or state.base.partner)
            if self._of_partner(previous, token) and "partner" not in slots.values and state.last.get("partner"):
                frame = frame.with_(partner=state.last["partner"])  # imports from it, exports to these countries
            if token.kind == "same-ref" and token.role == "subject" and "partner" not in slots.values and not state.last.get("partner"):
                frame = frame.with_(partner=state.base.partner)
                state.orphan = state.orphan or not frame.partner  # the bloc bought: nobody has named one
            if token.kind == "demand" and not self.zh and statement.kinds.isdisjoint(_TRADING) and (previous is None or previous.kind == "particle"):
                state.orphan = True  # orders from Russia jumped: no trade yet
            if token.kind == "same-ref" and token.concept.get("ofPart") and previous is not None and previous.kind == "of":
                continue  # 93 percent of the business
            if token.kind == "same-ref" and token.concept.get("ofPart"):
                told = any(getattr(state.settled, slot) for slot in SECONDARY)
                state.orphan = state.orphan or not told or self.counts(token)  # the business, of no part told; the business climate
            if token.kind in {"same-ref", "term", "rate", "anaphor"} or counted:
                taken = (
                    counted and not self.zh and frame.flow not in TRADE_FLOWS and bool(state.last.get("commodity"))
                )  # Japan took 3 billion of them
                for slot in (slots_of or ("commodity flow" if taken else "commodity" if counted else "")).split():
                    standing = token.kind == "rate" or {"flow", "regime"} <= set(slots_of.split())
                    standing = standing or (
                        token.kind == "anaphor" and bool(state.levels and state.settled.regime)
                    )  # e-commerce was small, but they doubled
                    standing = standing or (token.kind == "same-ref" and self._of_partners_before(statement, state))
                    said = getattr(state.settled, slot) if standing else state.last.get(slot)
                    pair = state.pair if state.pair is not None and len(state.pair.partner) == 1 else None
                    if slot == "partner" and not said and token.kind == "term" and pair is not None and "reporter" not in slots.values:
                        said, frame = pair.partner, frame.with_(reporter=pair.reporter, place=pair.place)
                    if slot not in slots.values and said:
                        frame = frame.with_(**{slot: said})
        return frame

    def _continued(self, statement: Statement, roles: Roles, slots: Slots, frame: Frame, state: State) -> Frame:
        """The frame of a statement that leaves out what the sentence before has said: "Mexico took 9 percent", "State firms 20.5 percent"."""
        state.share_goes_on = False
        measure = "" if roles.base else _left_out(statement, state.read_before)
        if not measure:
            return frame
        before = state.read_before[measure]
        whole, base = before.frame, before.base
        if state.announced and frame.flow in TRADE_FLOWS - {whole.flow}:
            return frame  # clothes took 35 percent of exports. Among imports, cosmetics took 41 percent
        of_place = measure != "share" or (bool(base) and "=" not in base)  # of the nation's exports; Hefei 3 percent
        parts = {slot for slot in SECONDARY if getattr(whole, slot)} | ({"reporter"} if of_place else set())
        goes_on = state.announced and not slots.values and measure != "level"
        announced = {s: getattr(frame, s) for s in SECONDARY if getattr(frame, s)} if goes_on else {}
        named = slots.values.keys() - {"flow"} or announced.keys()
        if not named or not named <= parts or slots.values.get("flow", [(whole.flow, "")])[0][0] != whole.flow:
            return frame
        if measure == "share":
            state.share_goes_on, state.share_base = True, base
        elif measure == "growth":
            state.measure, state.growth_sign = measure, 1 if before.value >= 0 else -1
        if whole.place is not None and self.places.type(whole.place) == "port" and "reporter" in slots.values:  # what is told beside a port is of one
            slots.values["reporter"] = [(self.places.port_of(place) or place, label) for place, label in slots.values["reporter"]]
        kept = ("period",) if "reporter" in named else ("period", "reporter", "place", "label")
        return whole.with_(**{s: getattr(frame, s) for s in kept}, **announced)

    def _of_partner(self, previous: Token | None, token: Token) -> bool:
        """Whether a pronoun stands for a partner: right behind "exports to", "imports from"."""
        if self.zh or previous is None or token.kind not in {"anaphor", "partner-ref"} or token.start - previous.end > 1:
            return False
        if token.kind == "anaphor" and token.concept.get("level") in {"customs", "zone", "port", "home"}:
            return False
        if previous.kind == "with" and token.kind == "partner-ref" and not previous.concept.get("inside"):
            return True  # border trade with the neighbour
        return previous.kind == "term" and " " in previous.text and previous.concept.get("flow") in {*TRADE_FLOWS, "total"}

    def _there(self, slots: Slots, state: State) -> Concept | None:
        """Where the one office acts that a paragraph has named, where no partner was: "X customs lets villagers ...; the trade there was worth"."""
        told = state.last.get("partner") or state.base.partner or "reporter" in slots.values
        elsewhere = state.tallied or state.frame.reporter != state.base.reporter
        if self.zh or told or elsewhere or len(state.acting) != 1 or state.section.actor is not None:
            return None
        around = self.places.ancestors(next(iter(state.acting)))
        seat = next((p for p in around if self.places.type(p) in {"prefecture", "county"}), None)
        port = self.places.port_of(seat) if seat is not None and state.portly and self.places.type(seat) == "county" else None
        return port or seat

    def _targets(self, statement: Statement, members: Sequence[Token], subject: list[Frame]) -> list[list[Frame]] | None:
        if len(members) == 1:
            if len(subject) == 1:
                return [subject]
            each = distributes(statement)
            together = "together" in statement.kinds
            if not together and (each or len({f.flow for f in subject}) > 1):
                return [subject]
            if not _joinable(subject) or (self.zh and "respectively" in statement.kinds and len(subject) > 1 and not together):
                return None
            return [[merge(subject, zh=self.zh)]]
        if len(subject) == len(members):
            return [[frame] for frame in subject]
        kinds = [t.kind for t in statement.tokens if t.kind not in {"particle", "with", "period"}][:2]
        if len(subject) == 1 and subject[0].indicator in COUNTING and kinds in (["and", "term"], ["and", "unit"]) and not self.zh:
            return [subject for _ in members]  # criminal and administrative cases: of kinds that no column tells apart
        return None

    def ref(self, than: list[Token], frame: Frame, state: State) -> str:
        overall = ""
        for token in than:
            if token.kind == "anaphor" and token.concept.get("level") == "own" and not self.zh:
                overall = "overall"  # trade with Laos ran 3 points ahead of it
            elif token.kind in {"place", "anaphor"}:
                seen = frame.place if token.kind == "anaphor" and not self.zh else None
                place = self.where.at(token.concept.get("level"), seen, state) if seen is not None else self.where.place(token, state)
                if place is not None:
                    code = slug(place.notation)
                    return "overall" if code == frame.reporter else code
            elif token.kind in {"overall", "term"}:
                overall = "overall"
        return overall

    def _standstill(self, token: Token, subject: list[Frame], basis: str, state: State) -> None:
        """ "flat", "chi ping": a growth of nought, anchored on the word."""
        quantity = Quantity(token.start, token.end, Decimal(0), "%", "growth", None, "", Decimal("0.1"))
        for frame in subject:
            self.send(Reading(token, quantity, frame, "growth", Decimal(0), "%", frame.indicator, basis=basis or "yoy", why=(token.text,)), state)

    # ------------------------------------------------------------------ ranks

    def _rank(self, statement: Statement, index: int, token: Token, roles: Roles, subject: list[Frame], state: State) -> None:
        words = [word for member in token.members for slot, word in member.args if slot != "q"]  # 11th of the 31
        values = [token.concept.get("value")] if token.concept.get("value") else [self._ordinal(word) for word in words]
        if not all(values) or not values or not self._is_rank(statement, index, token, roles, state):
            return
        by = token.concept.get("rankOf") or self._ranked_by(statement.tokens, index, state)
        by = by or next((t.concept.get("rankOf") for t in state.pending if t.kind == "rank-of"), "")
        places = self._ranked_among(statement, index, roles, subject[0].place, state)
        among = [slug(c.notation) for c in places if slug(c.notation) != subject[0].reporter]
        heads = HEADS if self.zh else HEADS - {"term"}  # exports were second in the country and imports sixth
        goes_on = statement.opener in {",", "and"} and not any(t.kind in heads for t in roles.subject) and state.measure == "rank"
        scopes = [among[0] if among else state.scope if goes_on else "self"] * len(values)  # sixteenth in the country, sixth by growth
        if scopes == ["self"] and len({(f.partner, f.commodity) for f in subject}) > 1:
            return  # its two largest markets: which of them is the first, nobody says
        if self.zh and len(among) == len(values) > 1 and len(subject) == 1:
            scopes = among[::-1]  # second and thirteenth in the centre and in the country
        targets = [[f] for f in subject] if len(subject) == len(values) and len(values) > 1 else [subject] * len(values)
        anchors = token.members if len(token.members) == len(values) else [token] * len(values)
        said = {t.concept.get("indicator") for t in statement.tokens[:index] if t.kind in {"term", "facet"} and not t.items}
        weighed = said & {"trade-quantity"}  # its imports by weight were the largest
        for value, frames, anchor, scope in zip(values, targets, anchors, scopes, strict=True):
            number = Decimal(value)
            quantity = Quantity(anchor.start, anchor.end, number, "1", "rank", None, "", Decimal(1))
            for frame in frames:
                behind = [t for t in statement.tokens[index + 1 : index + 3] if t.kind in {"term", "rank-object"}]
                named = next((flow for t in behind if (flow := t.concept.get("flow"))), "")
                if named in {"export", "import", "total"}:
                    frame = frame.with_(flow=named)
                indicator = frame.indicator if frame.indicator in {"cargo", "fdi"} | weighed else "trade"
                told = [t for t in roles.subject if t.concept.get("level") != "customs"]  # first among the customs offices of the north-east
                silent = not named and not any(t.kind in {"term", "facet", "place", "anaphor"} for t in told)
                if self.zh and silent and state.last_indicator == "clearance":
                    indicator = "clearance"  # tax of 72.9 billion, eighth among all customs offices
                scope = "CN" if scope == "customs:gacc" else scope
                state.rank_of, state.scope = by or "level", scope
                self.send(Reading(anchor, quantity, frame, "rank", number, "1", indicator, scope=scope, rank_of=by or "level"), state)

    def _ranked_by(self, tokens: list[Token], index: int, state: State) -> str:
        """By what a rank ranks, where another word says so: "tenth by value and second in the delta by growth", "its growth was fourth"."""
        own = list(takewhile(lambda t: t.kind not in {"rank", "q"}, tokens[index + 1 :])) if not self.zh else []
        said = next((t for t in own if t.kind == "rank-of"), None)
        if said is not None:
            return said.concept.get("rankOf")
        noun, owner = (tokens[i] if i >= 0 else None for i in (index - 1, index - 2))
        if (
            noun is not None
            and noun.kind == "direction"
            and owner is not None
            and owner.kind == "term"
            and noun.start - owner.end < 2
            and not self.zh
        ):
            return "growth"  # its import growth led the nation
        for word in [*reversed(tokens[:index]), *tokens[index + 1 :]]:
            if word.kind in {"rank-of", "rate"}:
                return word.concept.get("rankOf") or "growth"
            if word.kind in {"term", "q"} and word.start < tokens[index].start:
                rated = word.quantity is not None and word.quantity.kind in RATIO and not self.zh and state.measure == "growth"
                stands = all(t.kind in {"level-verb", "particle"} for t in tokens[tokens.index(word) + 1 : index])
                return "growth" if rated and stands else ""
        return ""

    def _ranked_among(self, statement: Statement, index: int, roles: Roles, here: Concept | None, state: State) -> list[Concept]:
        """The places among whose parts a rank counts, the nearest first: named, or by a level ("tenth nationwide", "fifth among provinces")."""
        token, later = statement.tokens[index], statement.tokens[index + 1 :]
        near = sorted((t for t in roles.scope if t.concept.get("level") != "customs"), key=lambda t: abs(t.start - token.start))
        if self.zh:
            return [c for t in near if (c := self.where.place(t, state)) is not None]
        level = token.concept.get("level")
        if level and level != "named":
            near = []
        end = next((t.start for t in later if t.kind == "rank"), statement.end)
        near = [t for t in near if t.start < end and (level != "named" or t.start > token.start)]
        places = [c for t in near if (c := self.where.place(t, state)) is not None]
        if near:
            return places or [Concept("place", f"text:{near[0].printed or near[0].text}", (), (), {})]  # one of several of that name
        behind = [t.kind for t in later if t.kind not in {"particle", "rank-object", "of-which"}]
        behind = behind[1:] if behind[:2] == ["q", "group-noun"] else behind  # among the 31 provinces
        whole = self.where.at(level or ("country" if behind[:1] == ["group-noun"] else ""), here, state)
        return [whole] if whole is not None else []

    def _ordinal(self, word: str) -> str:
        digits = "".join(c for c in word if c.isdecimal())
        return digits or self._ordinals.get(word, "")

    def _is_rank(self, statement: Statement, index: int, token: Token, roles: Roles, state: State) -> bool:
        """An ordinal is a rank beside a verb of ranking, a scope or a noun that can be ranked; "First," opens a list item."""
        tokens = statement.tokens
        if not self.zh and any(t.kind == "period" and t.span is not None and t.span.style == "since" for t in tokens[index + 1 : index + 4]):
            return False  # the largest since 2019: a record
        before = tokens[index - 1] if index else None
        if token.concept.get("level") == "named":  # eighth nationwide and second in central China; not "and third in May"
            return any(t in roles.scope for t in tokens[index + 1 : index + 3])
        if not self.zh and before is not None and before.kind == "rank-object" and token.start - before.end < 2:
            return True  # partner no. 1
        follows = tokens[index + 1 : index + 2]
        most = follows[0].quantity if self.zh and follows and token.concept.get("rankOf") and not token.args else None
        if most is not None and most.kind in AMOUNTS and follows[0].begins == token.end:
            return False  # at most 3 million yuan
        numbered = not self.zh and "n" in dict(token.args)
        if numbered and roles.subject and ((before is not None and before.kind == "rank-of") or [t.kind for t in follows] == ["rank-of"]):
            return True  # second by size
        ahead = next((t for t in reversed(tokens[:index]) if t.kind != "particle"), None)
        if numbered and roles.subject and ahead is not None and ahead.kind == "level-verb":
            return True  # Germany is still no. 1
        articled = before is not None and before.kind == "particle" and token.start - before.end < 2
        if token.concept.get("level") and articled and self.counts(token):
            return False  # the third nationwide fair
        if token.concept.get("beside"):  # and the EU third with 7 billion yuan
            named = before is not None and before.kind in {"place", *SECONDARY}
            return named and [t.quantity is not None and t.quantity.kind in AMOUNTS for t in tokens[index + 1 : index + 2]] == [True]
        if roles.scope or (not self.zh and dict(token.args).keys() & {"o", "q"}):
            return True
        if any(t.kind in {"rank-verb", "rate", "rank-of"} for t in tokens[max(0, index - 4) : index]):
            return True
        if any(t.kind in {"term", "rank-object"} for t in tokens[index + 1 : index + 3]):
            return True
        items = [t.concept.notation for t in follows if t.kind == "unit"] == [_ITEM] and not self.zh
        if items and any(t.kind == "commodity" for t in roles.subject):
            return True  # timber is still the biggest item
        if self.zh and token.concept.get("rankOf") and len(token.text) == 2 and follows and follows[0].start > token.end:
            return False  # "up to half of the premium": the most that is paid
        if token.concept.get("predicate"):
            return bool(roles.subject)  # ASEAN led
        if token.concept.get("rankOf"):
            return any(t.kind in {"place", "anaphor"} or not self.zh for t in roles.subject) or (not self.zh and state.measure == "growth")
        return not token.args and (len(token.text) > 2 if self.zh else " " in token.text)

    # ------------------------------------------------------------------ out

    def send(self, reading: Reading, state: State) -> None:
        if reading.basis == UNCOMPARED:
            self.puzzle(reading.token, "comparison", "a rate against a period that is not comparable: neither the same months nor those just before")
            return
        state.measure = reading.measure
        state.shared = reading.frame if reading.measure == "share" else state.shared
        state.rated = reading.basis if reading.measure == "growth" else state.rated
        if reading.measure == "share" or reading.measure not in state.read or not (state.of_which or of_that(state.tokens)) or self.zh:
            state.read[reading.measure] = reading  # what the next sentence leaves out is the whole, not a part of it
        state.flows.add(reading.frame.flow)
        if reading.measure == "level":
            state.counted = reading.indicator
            whole = reading.indicator == "trade-quantity" and reading.frame.commodity and not reading.frame.partner
            state.weighed = reading.frame if whole else state.weighed
        if reading.measure != "rank":
            state.last_indicator = reading.indicator
        self._emit(reading._replace(stated=state.stated))


def _joinable(subjects: list[Frame]) -> bool:
    """Whether a code fits several subjects together: none does for general and processing trade, for state and foreign firms."""
    return len({(f.enterprise, f.regime) for f in subjects}) == 1


def _examples(token: Token, frame: Frame) -> list[Frame]:
    """One subject for each example of a class: "farm produce such as tea and fruit rose 5% and 6% respectively"."""
    slots = Slots(wanted={len(token.members)})
    slots.add(token)
    slots.settle()
    return slots.frames(frame)


def topical(token: Token, frame: Frame) -> Frame:
    """A frame about what a word names: a partner, a good, a kind of firm, a trade mode, trains."""
    if token.kind == "corridor":
        return frame.with_(indicator="cargo", flow="", facet=True)
    slots = Slots(wanted=set())
    slots.add(token)
    slots.settle()
    return merge(slots.frames(frame), zh=False)


def _tail(levels: list[Frame], lists: list[list[Frame]]) -> bool:
    """Whether the subjects of some figures are the last of a longer list, of which none can be taken apart."""
    longer = [members for members in lists if len(members) > len(levels)] if len(levels) > 1 else []
    known = [f.with_(indicator="", facet=False) for f in levels]
    return any([f.with_(indicator="", facet=False) for f in members[-len(levels) :]] == known for members in longer)


def _each_over(slots: Slots, members: list[Frame], current: Frame) -> list[Frame]:
    """The members of an earlier list with the statement's own slots; where they are of several periods each keeps its own."""
    return _over(slots, members, members, current)


def _over(slots: Slots, picked: list[Frame], members: list[Frame], current: Frame) -> list[Frame]:
    """The same of some members of a list."""
    varied = slots.period is None and len({m.period for m in members}) > 1
    current = current.with_(facet=False) if len({m.indicator for m in members}) > 1 else current  # volume and value, by 7 and 9 percent
    return [slots.over(m, current.with_(period=m.period) if varied else current) for m in picked]


def _is_part_of_year(period: Period) -> bool:
    """Whether a period is a quarter or half of a year."""
    return period.months in {3, 6} and period.last % period.months == 0


def _left_out(statement: Statement, before: dict[str, Reading]) -> str:
    """The measure that a statement leaves out, as the sentence before has said it of another: a share, or what has no verb of its own."""
    figure = next((q.quantity for q in statement.quantities), None)
    if figure is None or not statement.kinds.isdisjoint(_NOT_SHARED):
        return ""
    bare = all(t.kind in _BARE for t in statement.tokens)
    if figure.signed:
        return "growth" if bare and "growth" in before else ""
    if figure.kind == "percent" and "share" in before and not (bare and "growth" in before):
        return "share"
    if figure.kind == "percent":
        return "growth" if bare and before.keys() == {"growth"} and before["growth"].basis == "yoy" else ""
    held = before.get("level")
    verbless = bare and statement.opener == "start" and statement.kinds.isdisjoint({"term", "level-verb"})
    alike = held is not None and held.indicator == "trade" and held.quantity.kind == figure.kind == "money"
    return "level" if verbless and alike else ""


def _again_of(tokens: list[Token], ref: Token) -> bool:
    """Whether "those of" or "those to" leads to a word for a member of a list: exports of the former rose, and those of the latter fell."""
    at = next((i for i, t in enumerate(tokens) if t is ref), 0)
    lead = next((t for t in reversed(tokens[:at]) if t.kind != "particle" or t.concept.notation == THAT_OF), None)
    return lead is not None and (lead.concept.notation == THAT_OF or (lead.kind == "same-ref" and "flow" in lead.concept.get("slots").split()))


def joined(periods: list[Period]) -> Period | None:
    """The months that follow each other as one period; None where they don't."""
    if all(a.year == b.year and b.first == a.last + 1 for a, b in pairwise(periods)):
        return replace(periods[0], last=periods[-1].last)
    return None


def part_of(period: Period, number: int) -> Period | None:
    """The quarter or half of a number in the year of another; None for other spans."""
    size = period.months
    if size not in {3, 6} or not 1 <= number <= 12 // size:
        return None
    return replace(period, first=(number - 1) * size + 1, last=number * size)


def merge(members: list[Frame], *, zh: bool) -> Frame:
    """What a list leaves behind as one subject: its members together where the slot can hold several."""
    first = members[0]
    if len(members) == 1:
        return first
    if len({m.partner for m in members}) > 1:
        return first.with_(partner=tuple(dict.fromkeys(p for m in members for p in m.partner)))
    if len({m.commodity for m in members}) > 1:
        return first.with_(commodity=tuple(dict.fromkeys(c for m in members for c in m.commodity)))
    if len({m.flow or "total" for m in members}) > 1:
        return first.with_(flow="total" if {m.flow for m in members} == TRADE_FLOWS else first.flow, sign=1)
    if len({m.reporter for m in members}) > 1:
        names = ("\u3001" if zh else ", ").join(m.label or m.reporter for m in members)
        return first.with_(reporter=f"text:{names}", label=names)
    return first
