"""Statistics: from the statements of a sentence to readings.

For every statement the reader settles, in this order: which of its words are arguments of a comparison, a share or a rank and which are
its subject; what of the subject carries over from before (frame.py); what kind of measure each quantity is (measures.py); and with which
member of a list each quantity goes. A quantity whose measure or subject stays open becomes an Issue, never a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tradegraph.facts.frame import SECONDARY, Frame, cleared
from tradegraph.facts.lists import Statement
from tradegraph.facts.places import CUSTOMS, REGIONS, Gazetteer, slug
from tradegraph.facts.slots import TOTAL, Slots, commodity, trade_class
from tradegraph.facts.tokens import Token
from tradegraph.model import Concept, Period, Quantity
from tradegraph.period import resolve

RATIO = frozenset({"percent", "times", "multiple", "growth", "fraction"})
PHYSICAL = frozenset({"mass", "volume", "length", "area", "energy", "power"})
PREDICATES = frozenset({"direction", "rate", "share", "gap", "contribution", "rate-change"})
_HEADS = frozenset({"place", "partner", "commodity", "enterprise", "regime", "term", "facet", "anaphor", "corridor"})
_ASIDE = frozenset({"(", ",("})
TRADE_FLOWS = frozenset({"export", "import"})
_ENTERPRISES = frozenset({"enterprises-active", "enterprises-registered"})


@dataclass(slots=True)
class State:
    """What the reader knows while it goes through a document."""

    main: Frame  # what the document is about
    section: Frame  # what the paragraphs under the last heading are about
    base: Frame  # what a new subject in this paragraph starts from
    settled: Frame  # the last frame of which a number was said
    frame: Frame
    published: dt.date | None
    main_period: Period | None = None
    sentence_period: Period | None = None
    lists: list[list[Frame]] = field(default_factory=list)
    listed_at: int = 0  # where the last list stood
    levels: list[Frame] = field(default_factory=list)  # what each level of this sentence was said of, one after another
    levels_at: int = 0
    measure: str = ""  # of the last quantity read in this sentence
    growth_sign: int = 0
    pending: list[Token] = field(default_factory=list)  # predicates of a statement that gave no number yet
    gap: tuple[int, str] | None = None  # sign and object of a comparison that waits for its points
    object_place: Concept | None = None
    level: Quantity | None = None  # the last level in this sentence
    level_indicator: str = ""
    money: Quantity | None = None  # the last amount of money in the document
    enterprise_count: str = ""
    office: Concept | None = None
    zone: Concept | None = None
    port: Concept | None = None
    spoken: bool = False  # this sentence or its paragraph has spoken of trade
    announced: bool = False  # the last statement named a subject and gave no number
    last_indicator: str = "trade"


@dataclass(frozen=True, slots=True)
class Reading:
    """One quantity and subject with its measure, before it is written as an Observation."""

    token: Token
    quantity: Quantity
    frame: Frame
    measure: str
    value: Decimal
    unit: str
    indicator: str
    basis: str = ""
    ref: str = ""
    base: str = ""
    scope: str = ""
    rank_of: str = ""
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class Roles:
    """The words of a statement by what they do in it."""

    subject: list[Token] = field(default_factory=list)
    base: list[Token] = field(default_factory=list)
    than: list[Token] = field(default_factory=list)
    scope: list[Token] = field(default_factory=list)
    periods: list[Token] = field(default_factory=list)
    basis: list[Token] = field(default_factory=list)
    than_periods: list[Token] = field(default_factory=list)


class StatementReader:
    """Reads statements in order, carrying a State; `emit` receives Readings, `puzzle` what could not be read."""

    def __init__(
        self, gazetteer: Gazetteer, ordinals: dict[str, str], emit: Callable[[Reading], None], puzzle: Callable[[Token, str, str], None], *, zh: bool
    ) -> None:
        self._places = gazetteer
        self._ordinals = ordinals
        self._emit = emit
        self._puzzle = puzzle
        self._zh = zh

    # ------------------------------------------------------------------ one statement

    def read(self, statement: Statement, state: State, *, of_which: bool, first: bool, topic: bool) -> None:
        """Read one statement; `first` where it opens its sentence."""
        outer = state.frame
        state.spoken = state.spoken or speaks_of_trade(statement)
        roles = self._roles(statement, state)
        if statement.opener == ";" and state.sentence_period is not None:
            state.frame = state.frame.with_(period=state.sentence_period)
        quantities = statement.quantities
        ranks = [t for t in statement.tokens if t.kind == "rank"]
        numbers = [len(q.members) for q in quantities] + [len(t.args) for t in ranks]
        slots = self._slots(statement, roles, state, numbers)
        if any(t.kind == "relative" for t in statement.tokens) and state.object_place is not None and "reporter" not in slots.values:
            slots.values["reporter"] = [(state.object_place, "")]
        frame = self._carry(statement, roles, state, of_which=of_which, first=first)
        if slots.period is not None and (quantities or ranks or first):
            frame = frame.with_(period=slots.period)
            if first:
                state.sentence_period = slots.period
        if (
            not first
            and frame.commodity
            and frame.flow in TRADE_FLOWS
            and set(slots.values) == {"flow"}
            and slots.values["flow"] == [TOTAL]
            and not slots.paired
        ):
            slots.values.clear()  # 出口…11842辆，贸易值15.49亿元: the value is of the same exports
        if (
            state.base.partner
            and "partner" not in slots.values
            and "reporter" in slots.values
            and any(t.kind == "term" and t.concept.get("whole") for t in roles.subject)
        ):
            frame = frame.with_(partner=())
        own = slots.frames(frame)
        if len(own) > 1:
            state.lists.append(own)
            state.listed_at = statement.start
        self._note_places(roles, state)
        if not quantities and not ranks:
            self._announce(statement, roles, slots, own, frame, state, topic=topic)
            return
        subject = own or [frame]
        if not slots.varying:
            subject = self._antecedent(statement, slots, state, subject, numbers)
        basis = self._basis(roles, frame)
        part_of = state.frame.commodity if of_which and slots.values.get("commodity") else ()
        for index, token in enumerate(statement.tokens):
            if token.kind == "q":
                self._quantity(statement, index, token, roles, slots, subject, basis, state, part_of=bool(part_of))
            elif token.kind == "rank":
                self._rank(statement, index, token, roles, subject, state)
        merged = merge(own, zh=self._zh) if own else frame
        merged = merged.with_(indicator=state.last_indicator if not merged.facet else merged.indicator, facet=False)
        if len(own) > 1 and state.lists:
            state.lists[-1] = [f.with_(indicator=state.last_indicator) for f in own]
        state.frame = outer if statement.opener in _ASIDE else merged
        state.settled = state.frame
        state.announced = False
        state.pending = []

    def _announce(self, statement: Statement, roles: Roles, slots: Slots, own: list[Frame], frame: Frame, state: State, *, topic: bool) -> None:
        """A statement without a number names a subject for what follows, or a topic for the rest of the paragraph."""
        if statement.opener in _ASIDE:
            return
        if topic and slots.values.get("flow"):
            state.base = state.base.with_(flow=merge(own, zh=self._zh).flow)
        predicates = [t for t in statement.tokens if t.kind in PREDICATES]
        if predicates:
            state.pending = predicates
        gap = next((t for t in predicates if t.kind == "gap"), None)
        if gap is not None and roles.than:
            ref = self._ref(roles.than, frame, state)
            state.gap = (int(gap.concept.get("sign")), ref) if ref else None
        heads = {t.kind for t in roles.subject}
        places = slots.values.get("reporter", [])
        if heads <= {"place", "anaphor"} and places and state.frame.place is not None:
            known = places[0][0]
            if isinstance(known, Concept) and self._places.within(state.frame.place, known):
                return  # an apposition: "Yiwu, a county-level city administered by Jinhua"
        if own:
            several = len(places) > 1
            merged = merge(own, zh=self._zh)
            state.frame = merged.with_(reporter=state.frame.reporter, place=state.frame.place, label=state.frame.label) if several else merged
            state.announced = True
        elif slots.period is not None:
            state.frame = frame

    # ------------------------------------------------------------------ roles

    def _roles(self, statement: Statement, state: State) -> Roles:
        roles = Roles()
        tokens = statement.tokens
        mode = ""
        for index, token in enumerate(tokens):
            kind = token.kind
            if kind == "q":
                mode = "base" if self._share_follows(tokens, index) else ""
            elif kind == "than":
                mode = "than"
            elif kind == "gap":
                mode = "than" if self._object_follows(tokens, index) else ""
            elif kind == "direction":
                if mode == "than":
                    mode = ""
                elif not self._zh and index + 1 < len(tokens) and tokens[index + 1].kind == "than":
                    mode = "than"
            elif kind == "share":
                mode = "base" if self._base_follows(tokens, index) else ""
            elif kind == "contribution":
                mode = "base"
            elif kind in {"level-verb", "through"} and mode == "base" and not self._zh:
                mode = ""
            elif kind == "period":
                self._place_period(tokens, index, mode, roles)
            elif kind == "basis":
                roles.basis.append(token)
            elif kind == "overall":
                roles.than.append(token)
            elif kind in _HEADS:
                if token.kind == "anaphor" and token.concept.get("level") == "own":
                    if mode == "base":
                        roles.base.append(token)
                elif self._is_scope(tokens, index, state):
                    roles.scope.append(token)
                elif mode == "than":
                    roles.than.append(token)
                elif mode == "base" or self._before_share_noun(tokens, index):
                    roles.base.append(token)
                else:
                    roles.subject.append(token)
        return roles

    def _place_period(self, tokens: list[Token], index: int, mode: str, roles: Roles) -> None:
        """A period is the statement's own unless it is the object of a comparison or belongs to one number of "from X to Y"."""
        token = tokens[index]
        if mode == "than":
            roles.than_periods.append(token)
            return
        before = tokens[index - 1] if index else None
        if before is not None and before.kind == "from-level":
            return
        if not self._zh and any(t.kind == "rate-change" for t in tokens[:index]):
            return
        roles.periods.append(token)

    def _share_follows(self, tokens: list[Token], index: int) -> bool:
        """English: "54.3% of …" opens the base of a share; so does a fraction with "of"."""
        quantity = tokens[index].quantity
        if self._zh or quantity is None or quantity.kind not in {"percent", "fraction"}:
            return False
        after = tokens[index + 1 : index + 2]
        return bool(after) and after[0].kind in {"of", "share-mark"}

    @staticmethod
    def _object_follows(tokens: list[Token], index: int) -> bool:
        """A comparison of rates has its object right behind it: 高于全国, "higher than that of the whole country"."""
        for token in tokens[index + 1 : index + 5]:
            if token.kind in {"place", "anaphor", "overall", "term", "partner", "period"}:
                return True
            if token.kind == "q":
                return False
        return False

    @staticmethod
    def _base_follows(tokens: list[Token], index: int) -> bool:
        """Whether the base of a share stands between its word and its quantity (占全省的…, "share of China's total was …")."""
        for token in tokens[index + 1 :]:
            if token.kind == "q":
                return token.quantity is not None and token.quantity.kind in RATIO
            if token.kind == "share":
                return False
        return False

    def _before_share_noun(self, tokens: list[Token], index: int) -> bool:
        """在全省外贸中的份额: a place before the noun for a share, with a particle between, is what the share is of."""
        if not self._zh or tokens[index].kind not in {"place", "anaphor", "term"}:
            return False
        particle = False
        for token in tokens[index + 1 : index + 5]:
            if token.kind == "particle":
                particle = True
            elif token.kind == "share":
                return particle
            elif token.kind != "term":
                return False
        return False

    def _is_scope(self, tokens: list[Token], index: int, state: State) -> bool:
        """Among whom a rank counts: a place that contains the reporter, right before the rank (居全国第5位) or behind it."""
        token = tokens[index]
        if token.kind == "partner" and not self._zh:
            near = tokens[max(0, index - 4) : index]
            return (
                any(t.kind == "rank" for t in near)
                and near[-1].kind in {"with", "particle"}
                and all(
                    t.kind in {"rank", "with", "particle", "rank-object", "of"}
                    for t in near[next(i for i, t in enumerate(near) if t.kind == "rank") :]
                )
            )
        if token.kind not in {"place", "anaphor"}:
            return False
        place = self.place(token, state)
        here = state.frame.place
        if token.kind == "place" and place is not None and here is not None and not self._places.within(here, place):
            return False
        for after in tokens[index + 1 : index + 6]:
            if after.kind == "rank":
                return self._zh or after.start - token.end < 3
            if after.kind not in {"particle", "with", "rank-verb", "unit"} and not (
                after.kind == "q" and after.quantity and after.quantity.kind == "count"
            ):
                break
        for before in reversed(tokens[max(0, index - 5) : index]):
            if before.kind == "rank":
                return not self._zh
            if before.kind not in {"particle", "with", "of", "rank-of", "than", "rank-object", "unit", "each"}:
                break
        return False

    # ------------------------------------------------------------------ slots

    def _slots(self, statement: Statement, roles: Roles, state: State, numbers: list[int]) -> Slots:
        slots = Slots(wanted={n for n in numbers if n > 1})
        examples = {b.start for a, b in zip(statement.tokens, statement.tokens[1:], strict=False) if a.kind == "such-as"}
        for token in roles.subject:
            if token.kind in {"place", "anaphor"}:
                self._places_of(token, slots, state)
            else:
                slots.add(token, exemplified=token.start in examples)
        periods: list[Period] = []
        for token in roles.periods:
            for member in token.members:
                if member.span is None:
                    continue
                carried = member.span.style in {"same", "last-month", "last-quarter"}
                known = state.frame.period if carried else state.main_period
                period = resolve(member.span, known or state.main_period, state.published)
                if period is not None:
                    periods.append(period)
            if len(token.members) > 1 and len(token.members) in slots.wanted:
                slots.values["period"] = list(periods[-len(token.members) :])
        slots.period = periods[-1] if periods else None
        slots.settle()
        return slots

    def _places_of(self, token: Token, slots: Slots, state: State) -> None:
        members = token.members
        found = [(self.place(m, state), m.printed) for m in members]
        known = self._completed([(p, text) for p, text in found if p is not None])
        if not known:
            return
        kinds = {self._places.type(p) for p, _ in known}
        if kinds <= CUSTOMS:
            slots.values.setdefault("actor", list(known))
            return
        held = slots.values.get("reporter")
        if held is None:
            slots.values["reporter"] = list(known)
            return
        if len(held) > 1 or token.kind == "anaphor":
            return
        outer = held[0][0]
        wider = self._places.type(outer) in {"area", "country"} or outer in self._places.ancestors(known[0][0])
        if wider and known[0][0] != outer:
            slots.values["reporter"] = list(known)

    def _completed(self, places: list[tuple[Concept, str]]) -> list[tuple[Concept, str]]:
        """绵阳、泸州、宜宾综保区: the class written out with the last name holds for all."""
        if len(places) < 2:
            return places
        kind = self._places.type(places[-1][0])
        if kind not in {"zone", "port", "customs-district", "customs-office"}:
            return places
        return [(self._places.sibling(p, places[-1][0]) if self._places.type(p) in REGIONS else p, text) for p, text in places]

    def place(self, token: Token, state: State) -> Concept | None:
        """The place that a name or an expression such as "the province" means here."""
        if token.kind != "anaphor":
            return self._places.choose(token.concepts, [state.frame.place, state.main.place])
        level = token.concept.get("level")
        here = state.frame.place or state.main.place
        main = state.main.place
        if level == "country":
            return self._places.find("CN")
        if level == "customs":
            return state.office
        if level == "zone":
            return state.zone
        if level == "port":
            return state.port
        if level == "own":
            return state.object_place or here
        if here is None:
            return None
        if level == "province-or-below":
            if main is not None and self._places.type(main) == "zone":
                return main
            return self._places.level(here, "province")
        if level == "city":
            if main is not None and self._places.type(main) in {"prefecture", "county"}:
                return main
            found = self._places.level(here, "prefecture") or here
            return found if self._places.type(found) in REGIONS else None
        return self._places.level(here, level)

    def _basis(self, roles: Roles, frame: Frame) -> str:
        for token in roles.basis:
            value = token.concept.get("basis")
            args = dict(token.args)
            year = frame.period.year if frame.period is not None else None
            if "y" in args and value == "yoy":
                return "yoy" if year is not None and year == int(args["y"]) + 1 else f"vs:{args['y']}"
            if value.startswith(("vs:-", "since:-")):
                head, _, back = value.partition(":")
                return f"{head}:{year + int(back)}" if year is not None else "yoy"
            return value
        return ""

    # ------------------------------------------------------------------ carrying

    def _carry(self, statement: Statement, roles: Roles, state: State, *, of_which: bool, first: bool) -> Frame:
        """The frame that the statement starts from, before its own slots are laid over it."""
        frame = state.frame
        kinds = {t.kind for t in roles.subject}
        if not kinds:
            fresh = roles.periods or any(t.kind == "gap" for t in statement.tokens)
            if first and fresh and statement.opener not in {"(", ",("}:
                return cleared(frame, state.base)
            return frame
        terms = [t for t in roles.subject if t.kind == "term"]
        heads = kinds & {"partner", "commodity", "enterprise", "regime", "corridor"}
        indicators = {t.concept.get("indicator") for t in terms} - {""}
        fresh = frame if "facet" in kinds else frame.with_(indicator="trade" if not frame.facet or terms or heads else frame.indicator, facet=False)
        if indicators <= {"trade-quantity", "trade-price"} and (indicators or kinds == {"facet"}) and not heads:
            return fresh
        if indicators - {"trade-quantity", "trade-price"}:
            fresh = cleared(fresh, state.base).with_(flow=fresh.flow if heads else "")
        if kinds == {"facet"} or of_which or statement.opener in {"(", ")", ",(", ":"}:
            return fresh
        if heads:
            keep = self._same_kind(frame, heads) and not first
            if "commodity" in heads and not keep:
                keep = frame.flow in TRADE_FLOWS and (bool(frame.commodity) or not first)
            kept = cleared(fresh, state.base).with_(flow=frame.flow if keep else state.base.flow)
            if not first and "commodity" in heads and frame.partner and not frame.commodity and "partner" not in heads:
                kept = kept.with_(partner=frame.partner)
            if first and frame.reporter.startswith("text:") and not kinds & {"place", "anaphor"}:
                kept = kept.with_(reporter=state.main.reporter, place=state.main.place, label="")
            return kept
        if kinds & {"place", "anaphor"}:
            plain = any(
                t.kind == "anaphor" or not all(self._places.type(c) in CUSTOMS for c in t.concepts) for t in roles.subject if t.kind != "term"
            )
            if plain:
                return cleared(fresh, state.base).with_(flow=frame.flow if not first else state.base.flow)
        if terms and first and not state.announced:
            return cleared(fresh, state.base)
        return fresh

    @staticmethod
    def _same_kind(frame: Frame, heads: set[str]) -> bool:
        return any(getattr(frame, kind) for kind in SECONDARY if kind in heads)

    def _antecedent(self, statement: Statement, slots: Slots, state: State, subject: list[Frame], numbers: list[int]) -> list[Frame]:
        """The subjects of a statement without a list of its own: a list named before, a member of it, or the one subject."""
        lists = state.lists[-3:]
        for token in statement.tokens:
            if token.kind == "member-ref" and lists:
                index = int(token.concept.get("index"))
                members = lists[-1]
                place = index - 1 if index > 0 else len(members) + index
                if 0 <= place < len(members) and not slots.values:
                    return [slots.over(members[place], subject[0])]
            if token.kind == "members-ref" and lists:
                return [slots.over(m, subject[0]) for m in lists[-1][: int(token.concept.get("count"))]]
        for size in numbers:
            if size > 1:
                levels = state.levels[-size:] if len(state.levels) >= size and not slots.values else []
                if levels and state.levels_at >= state.listed_at:
                    return [slots.over(m, subject[0]) for m in levels]
                for members in reversed(lists):
                    if len(members) == size:
                        return [slots.over(m, subject[0]) for m in members]
                if levels:
                    return [slots.over(m, subject[0]) for m in levels]
        if lists and not slots.values and any(t.kind == "each" for t in statement.tokens):
            return [slots.over(m, subject[0]) for m in lists[-1]]
        return subject

    def _note_places(self, roles: Roles, state: State) -> None:
        for token in roles.subject + roles.base + roles.than:
            if token.kind != "place":
                continue
            place = self._places.choose(token.concepts, [state.main.place])
            if place is None:
                continue
            kind = self._places.type(place)
            if kind in CUSTOMS:
                if kind != "customs-authority" or state.office is None:
                    state.office = place
            elif kind in {"zone", "ftz"}:
                state.zone = place
            elif kind == "port":
                state.port = place
        for token in roles.than:
            if token.kind in {"place", "anaphor"}:
                state.object_place = self.place(token, state)

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
        if any(t.kind == "decoy" and t.concept.get("position") == "before" and token.start - t.end < 3 for t in before[:1]) or any(
            t.kind == "decoy" and t.concept.get("position") == "after" and t.start - token.end < 2 for t in after[:1]
        ):
            self._puzzle(token, "decoy", "a number of another kind: a code, an age, a distance, a page")
            return
        refs = self._list_of_refs(roles, len(members))
        targets = self._targets(statement, members, subject)
        if targets is None and refs:
            targets = [[merge(subject, zh=self._zh)] for _ in members]
        if targets is None:
            self._puzzle(token, "list-length", f"{len(members)} figures for {len(subject)} subjects: name each subject, or use a list as long")
            return
        for place, (member, frames) in enumerate(zip(members, targets, strict=True)):
            for frame in frames:
                local = replace_roles(roles, than=[refs[place]]) if refs else roles
                Measurer(self, statement, member, frame, before, after, local, basis, state, part_of=part_of).read()

    @staticmethod
    def _list_of_refs(roles: Roles, size: int) -> list[Token]:
        """比全国、全省分别快…: as many objects of comparison as figures."""
        if size < 2:
            return []
        objects = [m for t in roles.than if t.kind in {"place", "anaphor"} for m in t.members]
        return objects if len(objects) == size else []

    def _targets(self, statement: Statement, members: list[Token], subject: list[Frame]) -> list[list[Frame]] | None:
        if len(members) == 1:
            if len(subject) == 1:
                return [subject]
            each = any(t.kind == "each" for t in statement.tokens)
            together = any(t.kind == "together" for t in statement.tokens)
            if not together and (each or len({f.flow for f in subject}) > 1):
                return [subject]
            return [[merge(subject, zh=self._zh)]]
        if len(subject) == len(members):
            return [[frame] for frame in subject]
        return None

    def _ref(self, than: list[Token], frame: Frame, state: State) -> str:
        overall = ""
        for token in than:
            if token.kind in {"place", "anaphor"}:
                place = self.place(token, state)
                if place is not None:
                    code = slug(place.notation)
                    return "overall" if code == frame.reporter else code
            elif token.kind in {"overall", "term"}:
                overall = "overall"
        return overall

    # ------------------------------------------------------------------ ranks

    def _rank(self, statement: Statement, index: int, token: Token, roles: Roles, subject: list[Frame], state: State) -> None:
        values = [token.concept.get("value")] if token.concept.get("value") else [self._ordinal(word) for _, word in token.args]
        if not all(values) or not values or not self._is_rank(statement, index, token, roles, state):
            return
        by = token.concept.get("rankOf")
        if not by:
            for word in [*reversed(statement.tokens[:index]), *statement.tokens[index + 1 :]]:
                if word.kind == "rank-of" or word.kind == "rate":
                    by = word.concept.get("rankOf") or "growth"
                    break
                if word.kind in {"term", "q"} and word.start < token.start:
                    break
        scope = "self"
        for place in sorted(roles.scope, key=lambda t: abs(t.start - token.start)):
            concept = self.place(place, state)
            if concept is not None:
                scope = slug(concept.notation)
                break
        targets = [[f] for f in subject] if len(subject) == len(values) and len(values) > 1 else [subject] * len(values)
        for value, frames in zip(values, targets, strict=True):
            number = Decimal(value)
            quantity = Quantity(token.start, token.end, number, "1", "rank", None, "", Decimal(1))
            for frame in frames:
                named = next((t.concept.get("flow") for t in statement.tokens[index + 1 : index + 3] if t.kind == "term"), "")
                if named in {"export", "import", "total"}:
                    frame = frame.with_(flow=named)
                indicator = frame.indicator if frame.indicator in {"cargo", "fdi"} else "trade"
                self.send(Reading(token, quantity, frame, "rank", number, "1", indicator, scope=scope, rank_of=by or "level"), state)

    def _ordinal(self, word: str) -> str:
        digits = "".join(c for c in word if c.isdecimal())
        return digits or self._ordinals.get(word, "")

    def _is_rank(self, statement: Statement, index: int, token: Token, roles: Roles, state: State) -> bool:
        """An ordinal is a rank beside a verb of ranking, a scope or a noun that can be ranked; "第一，" opens a list item."""
        tokens = statement.tokens
        if roles.scope or (not self._zh and token.args and dict(token.args).get("o")):
            return True
        if any(t.kind in {"rank-verb", "rate", "rank-of"} for t in tokens[max(0, index - 4) : index]):
            return True
        if any(t.kind in {"term", "rank-object"} for t in tokens[index + 1 : index + 3]):
            return True
        if token.concept.get("rankOf"):
            return any(t.kind in {"place", "anaphor"} for t in roles.subject) or (not self._zh and state.measure == "growth")
        return not token.args and (len(token.text) > 2 if self._zh else " " in token.text)

    # ------------------------------------------------------------------ out

    def send(self, reading: Reading, state: State) -> None:
        state.measure = reading.measure
        if reading.measure != "rank":
            state.last_indicator = reading.indicator
        self._emit(reading)

    def puzzle(self, token: Token, code: str, note: str) -> None:
        self._puzzle(token, code, note)

    def ref(self, than: list[Token], frame: Frame, state: State) -> str:
        return self._ref(than, frame, state)

    def within(self, place: Concept, region: Concept) -> bool:
        return self._places.within(place, region)

    @property
    def zh(self) -> bool:
        return self._zh


def speaks_of_trade(statement: Statement) -> bool:
    """A head other than a place does; a place only where its figure stands right behind it ("合肥：539.2亿元")."""
    tokens = [t for t in statement.tokens if t.kind != "particle"]
    if any(t.kind in _HEADS - {"place", "anaphor"} for t in tokens):
        return True
    return any(a.kind in {"place", "anaphor"} and b.kind == "q" for a, b in zip(tokens, tokens[1:], strict=False)) or statement.opener == ":"


def replace_roles(roles: Roles, *, than: list[Token]) -> Roles:
    return replace(roles, than=than)


def between(tokens: list[Token], index: int, step: int) -> list[Token]:
    """The tokens between a quantity and the next one on a side, the nearest first."""
    out: list[Token] = []
    at = index + step
    while 0 <= at < len(tokens) and tokens[at].kind != "q":
        out.append(tokens[at])
        at += step
    return out


def merge(members: list[Frame], *, zh: bool) -> Frame:
    """What a list leaves behind as one subject: its members together where the slot can hold several."""
    first = members[0]
    if len(members) == 1:
        return first
    if len({m.partner for m in members}) > 1:
        return first.with_(partner=tuple(dict.fromkeys(p for m in members for p in m.partner)))
    if len({m.commodity for m in members}) > 1:
        return first.with_(commodity=tuple(dict.fromkeys(c for m in members for c in m.commodity)))
    if len({m.flow for m in members}) > 1:
        return first.with_(flow="total" if {m.flow for m in members} == {"export", "import"} else first.flow, sign=1)
    if len({m.reporter for m in members}) > 1:
        names = ("\u3001" if zh else ", ").join(m.label or m.reporter for m in members)
        return first.with_(reporter=f"text:{names}", label=names)
    return first


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
        measure, sign, why = self._ratio_measure(quantity)
        frame, state = self.frame, self.state
        if measure == "growth":
            value = quantity.value * (1 if quantity.signed or quantity.value < 0 else sign)
            state.growth_sign = 1 if value >= 0 else -1
            owner = self._owner_of_growth(frame)
            self._send(quantity, "growth", value, "%", owner.indicator, owner, basis=self.basis or self._compared_period() or "yoy", why=why)
        elif measure == "share":
            base = self._share_base()
            self._send(quantity, "share", quantity.value, "%", frame.indicator, self._with_base_flow(frame), base=base, why=why)
        elif measure == "contribution":
            self._send(quantity, "contribution", quantity.value, "%", frame.indicator, why=why)
        else:
            self.reader.puzzle(
                self.member, "unknown-measure", "a percentage that no word of growth or share explains; add the word to ontology/measures.ttl"
            )

    def _ratio_measure(self, quantity: Quantity) -> tuple[str, int, tuple[str, ...]]:
        if self.member.sign:
            return "growth", self.member.sign, ()
        if (
            quantity.kind == "fraction"
            and not self.reader.zh
            and not any(w.kind in PREDICATES for w in self.before)
            and not (self.after and self.after[0].kind in {"of", "share-mark"})
        ):
            return "", 1, ()
        found = self._measure_from(self.before, quantity) or self._measure_after(quantity)
        if found is not None:
            return found
        if quantity.signed or quantity.kind in {"growth", "times", "multiple"}:
            return "growth", 1, ()
        found = self._measure_from(list(reversed(self.state.pending)), quantity)
        if found is not None:
            return found
        if quantity.kind == "fraction":
            return "share", 1, ()
        if self.state.measure in {"share", "share-change"} and any(w.kind == "level-verb" for w in self.before):
            return "share", 1, ()
        grown = self.state.growth_sign != 0 and quantity.kind == "percent" and self.statement.opener in {"and", "while", ",", ";"}
        if (self.state.measure == "growth" or grown) and (self.roles.subject or any(w.kind == "level-verb" for w in self.before)):
            return "growth", self.state.growth_sign or 1, ()
        return "", 1, ()

    def _measure_from(self, words: list[Token], quantity: Quantity) -> tuple[str, int, tuple[str, ...]] | None:
        for word in words:
            sign = int(word.concept.get("sign", "1") or "1") if word.concepts else 1
            if word.kind == "contribution":
                if self.after and self.after[0].kind in {"of", "share-mark"}:
                    return "share", 1, (word.text,)
                if word.concept.get("ratio"):
                    return "contribution", 1, (word.text,)
                return "growth", sign, (word.text,)
            if word.kind == "share":
                return "share", 1, (word.text,)
            if word.kind == "direction" and not (sign == 0):
                return "growth", sign, (word.text,)
            if word.kind == "rate":
                return "growth", sign or 1, (word.text,)
            if word.kind == "rate-change" and (not self.reader.zh or self.frame.flow == "balance"):
                return "growth", sign, (word.text,)
            if word.kind == "gap" and not self.reader.zh:
                return "growth", sign, (word.text,)
        return None

    def _measure_after(self, quantity: Quantity) -> tuple[str, int, tuple[str, ...]] | None:
        for word in self.after:
            if word.kind in {"basis", "particle"}:
                continue
            if word.kind in {"of", "share-mark", "share"} and quantity.kind in {"percent", "fraction"}:
                return "share", 1, (word.text,)
            if word.kind in {"direction", "rate", "gap"}:
                return "growth", int(word.concept.get("sign")) or 1, (word.text,)
            return None
        return None

    def _compared_period(self) -> str:
        """12.6% above June 2020, 3.2% below May: the base is the period behind the comparison."""
        frame = self.frame
        here = frame.period
        for token in self.roles.than_periods:
            span = token.span
            if span is None or here is None or token.start < self.member.end:
                continue
            if span.style == "part" and span.year is None and span.offset is None and span.first == span.last == (here.first - 2) % 12 + 1:
                return "mom"
            if span.year is not None:
                return "yoy" if here.year is not None and span.year == here.year - 1 else f"vs:{span.year}"
        return ""

    def _owner_of_growth(self, frame: Frame) -> Frame:
        """ "contributed 2.3 points to the province's growth of 7.9 percent": the growth is the province's."""
        if quantity_signed(self.member) and not self.roles.subject and self.roles.than:
            place = next((p for t in self.roles.than if t.kind in {"place", "anaphor"} and (p := self.reader.place(t, self.state)) is not None), None)
            if place is not None:
                return frame.with_(reporter=slug(place.notation), place=place)
        for word in self.before:
            if word.kind in {"place", "anaphor"} and word in self.roles.base:
                place = self.reader.place(word, self.state)
                if place is not None and any(t.kind == "contribution" for t in self.statement.tokens):
                    return frame.with_(reporter=slug(place.notation), place=place, label=word.printed)
        return frame

    def _share_base(self) -> str:
        narrow: list[str] = []
        reporter = ""
        frame = self.frame
        for token in self.roles.base:
            if token.kind in {"place", "anaphor"}:
                place = self.reader.place(token, self.state)
                if place is not None and slug(place.notation) != frame.reporter:
                    reporter = slug(place.notation)
            elif token.kind == "regime" and frame.regime != trade_class(token.concept):
                narrow.append(f"regime={trade_class(token.concept)}")
            elif token.kind == "enterprise" and frame.enterprise != token.concept.notation:
                narrow.append(f"enterprise={token.concept.notation}")
            elif token.kind == "partner" and token.concept.notation not in frame.partner:
                narrow.append(f"partner={token.concept.notation}")
            elif token.kind == "commodity" and not any(c.id == commodity(token).id for c in frame.commodity):
                narrow.append(f"commodity={commodity(token).id}")
        if not narrow and not reporter and self.part_of:
            narrow.append("commodity")
        main = self.state.main.place
        if not narrow and not reporter and main is not None and frame.place is not None and frame.place != main and not self.roles.base:
            plain = not (frame.partner or frame.commodity or frame.enterprise or frame.regime)
            if plain and self.reader.within(frame.place, main):
                reporter = slug(main.notation)  # a city's share without a stated base is of the province that the release is about
        return ";".join([reporter, *narrow] if reporter else narrow)

    def _with_base_flow(self, frame: Frame) -> Frame:
        """ "accounts for 82.3% of Tibet's exports": the part is of exports too, where it has no flow of its own."""
        for token in self.roles.base:
            flow = token.concept.get("flow") if token.kind == "term" else ""
            if flow in TRADE_FLOWS and frame.flow in {"", "total"}:
                return frame.with_(flow=flow)
        return frame

    # ------------------------------------------------------------------ percentage points

    def _points(self, quantity: Quantity) -> None:
        state, frame = self.state, self.frame
        near = [*self.before, *self.after]
        kinds = {w.kind for w in near}
        sign = self._points_sign(near, quantity)
        if "contribution" in kinds:
            dragging = any(w.kind == "contribution" and w.concept.get("sign") == "-1" for w in near)
            self._send(quantity, "contribution", -quantity.value if dragging else quantity.value, "pp", frame.indicator)
            return
        ref = self.reader.ref(self.roles.than, frame, state)
        if not ref and state.gap is not None and "share" not in kinds:
            sign, ref = state.gap
            state.gap = None
        if not ref and "gap" in kinds and state.object_place is not None:
            ref = slug(state.object_place.notation)
        after_share = state.measure in {"share", "share-change"} and not kinds & {"rate", "rate-change"} and not (ref and "gap" in kinds)
        pending = {w.kind for w in state.pending}
        if "share" in kinds or after_share or ("share" in pending and not kinds & {"rate", "gap"}):
            self._send(quantity, "share-change", quantity.value * sign, "pp", frame.indicator, basis=self.basis or "yoy")
            return
        if not ref:
            ref = "prev"
            sign = self._change_sign(near) if kinds & {"rate-change", "direction", "gap"} else sign
        if kinds & {"gap", "rate", "rate-change"} or self.roles.than or ref != "prev" or state.measure in {"growth", "growth-gap"}:
            self._send(quantity, "growth-gap", quantity.value * sign, "pp", frame.indicator, basis=self.basis or "yoy", ref=ref)
            return
        self.reader.puzzle(
            self.member, "unknown-measure", "percentage points that no share, rate or comparison explains; add the word to ontology/measures.ttl"
        )

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
        rate = (
            next((int(w.concept.get("sign")) for w in words if w.kind == "rate" and w.concept.get("sign") != "0"), 0) or self.state.growth_sign or 1
        )
        move = next((int(w.concept.get("sign")) for w in near if w.kind in {"rate-change", "direction", "gap"} and w.concept.get("sign") != "0"), 1)
        return rate * move

    # ------------------------------------------------------------------ levels

    def _level(self, quantity: Quantity) -> None:
        state, frame = self.state, self.frame
        if quantity.kind == "number":
            known = self._unit_from_context(quantity)
            if known is None:
                self.reader.puzzle(self.member, "unknown-unit", "a number without a unit that is known; add the unit to ontology/units.ttl")
                return
            quantity = known
        if quantity.kind == "span":
            self.reader.puzzle(self.member, "duration", "a span of time, not a figure")
            return
        if quantity.kind == "money" and not state.spoken:
            self.reader.puzzle(self.member, "unknown-subject", "an amount of money in a sentence that speaks of no trade")
            return
        if self._absolute_change(quantity):
            self.reader.puzzle(self.member, "absolute-change", "an absolute change, not a level")
            return
        per = quantity.kind == "money" and any(w.kind == "per" for w in self.before[:2])
        indicator = self._level_indicator(quantity, frame, per=per)
        if not indicator:
            self.reader.puzzle(self.member, "unknown-subject", "a count of something that is neither trade nor customs work")
            return
        value = quantity.value
        if frame.flow == "balance" and frame.sign < 0 and not quantity.signed:
            value = -value
        state.level, state.level_indicator = quantity, indicator
        state.levels.append(frame.with_(indicator=indicator))
        state.levels_at = self.member.start
        if quantity.kind == "money":
            state.money = quantity
        if indicator in _ENTERPRISES:
            state.enterprise_count = indicator
        self._send(quantity, "level", value, quantity.unit, indicator)

    def _unit_from_context(self, quantity: Quantity) -> Quantity | None:
        """A bare number takes its unit from the noun behind it, else from the level before it in the sentence."""
        for word in self.after[:6]:
            if word.kind == "unit" and word.start - self.member.end < 60:
                unit = word.concept
                return replace(quantity, unit=unit.get("ucum"), kind=unit.get("quantityKind"), counted=unit)
        if self.frame.indicator in _ENTERPRISES and quantity.value > 10:
            return replace(quantity, unit="1", kind="count")
        if self.frame.indicator == "trade-quantity" and quantity.scale != 1:
            return replace(quantity, unit="1", kind="count")
        level = self.state.level
        money = self.state.money
        if money is not None and quantity.scale >= 100_000_000 and self.frame.indicator in {"trade", "fdi"}:
            return replace(quantity, unit=money.unit, kind="money", counted=money.counted)
        whole = quantity.value == quantity.value.to_integral_value()
        if level is not None and ((quantity.scale != 1 and level.kind == "money") or (level.kind == "count" and whole and quantity.value > 31)):
            return replace(quantity, unit=level.unit, kind=level.kind, counted=level.counted)
        return None

    def _absolute_change(self, quantity: Quantity) -> bool:
        if quantity.kind not in {"count", "money", "mass"}:
            return False
        if self.reader.zh:
            return bool(self.before) and self.before[0].kind == "direction" and bool(self.before[0].text)
        return quantity.kind == "count" and bool(self.after) and self.after[0].kind == "direction"

    def _level_indicator(self, quantity: Quantity, frame: Frame, *, per: bool) -> str:
        counted = quantity.counted
        noun = counted.notation if counted is not None else ""
        default = counted.get("indicator") if counted is not None else ""
        kind = quantity.kind
        if kind == "money":
            if per or frame.indicator == "trade-price":
                return "trade-price"
            return frame.indicator if frame.indicator in {"fdi", "clearance", "enforcement"} else "trade"
        if kind == "time":
            return "clearance"
        if kind not in PHYSICAL and kind not in {"count", "teu"}:
            return ""
        if frame.indicator in _ENTERPRISES | {"enforcement"} and noun not in {"{train}", "{ship}", "{flight}"}:
            return frame.indicator
        if noun == "{enterprise}":
            return self.state.enterprise_count or "other"
        traded = frame.commodity and frame.flow in TRADE_FLOWS and noun in {"{ship}", "{vehicle-trip}", "{container}"}
        if default in {"cargo", "enforcement"} and not traded:
            return default
        if frame.indicator == "cargo":
            return "cargo"
        if (
            frame.commodity
            and noun not in {"{item}", "{person}"}
            and (frame.flow in TRADE_FLOWS or frame.indicator == "trade-quantity" or kind != "count")
        ):
            return "trade-quantity"
        if default:
            return default
        if kind in {"mass", "volume", "energy"}:
            return "trade-quantity" if frame.commodity or frame.flow in TRADE_FLOWS else "cargo"
        if frame.indicator == "clearance" and noun not in {"{item}", "{person}"}:
            return "clearance"
        if frame.commodity and noun not in {"{item}", "{person}", ""}:
            return "trade-quantity"
        return ""
