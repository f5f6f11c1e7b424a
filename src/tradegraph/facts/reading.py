"""Statistics: from the statements of a sentence to observations.

For every statement the reader settles, in this order: which of its words are arguments of a comparison, a share or a rank and which are
its subject; what of the subject carries over from before (frame.py); what kind of measure each quantity is; and with which member
of a list each quantity goes. A quantity whose measure or subject stays open becomes an Issue, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tradegraph.facts.frame import SECONDARY, Frame, cleared
from tradegraph.facts.lists import Statement
from tradegraph.facts.places import CUSTOMS, REGIONS, Gazetteer, slug
from tradegraph.facts.tokens import Token
from tradegraph.model import Commodity, Concept, Observation, Period, Quantity
from tradegraph.period import resolve

RATIO = frozenset({"percent", "times", "growth", "fraction"})
PHYSICAL = frozenset({"mass", "volume", "length", "area", "energy", "power"})
_PREDICATES = frozenset({"direction", "rate", "share", "gap", "contribution", "rate-change"})
_HEADS = frozenset({"place", "partner", "commodity", "enterprise", "regime", "term", "facet", "anaphor", "corridor"})
_TRADE_FLOWS = frozenset({"export", "import"})
_HUNDRED = Decimal(100)


@dataclass(slots=True)
class State:
    """What the reader knows while it goes through a document."""

    main: Frame
    base: Frame
    frame: Frame
    published: object
    lists: list[list[Frame]] = field(default_factory=list)
    measure: str = ""  # of the last quantity read in this sentence
    growth_sign: int = 0
    money: Quantity | None = None
    office: Concept | None = None
    zone: Concept | None = None
    port: Concept | None = None
    announced: bool = False  # the last statement named a subject and gave no number
    main_period: Period | None = None
    last_indicator: str = "trade"
    last_basis: str = ""


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


class StatementReader:
    """Reads statements in order, carrying a State; `emit` receives Readings, `puzzle` what could not be read."""

    def __init__(self, gazetteer: Gazetteer, emit: Callable[[Reading], None], puzzle: Callable[[Token, str, str], None], *, zh: bool) -> None:
        self._places = gazetteer
        self._emit = emit
        self._puzzle = puzzle
        self._zh = zh

    # ------------------------------------------------------------------ one statement

    def read(self, statement: Statement, state: State, *, of_which: bool, first: bool, topic: bool) -> None:
        """Read one statement; `first` where it opens its sentence."""
        roles = self._roles(statement, state)
        period = self._period(roles, state)
        overlays, sizes = self._subject(roles, state)
        frame = self._carry(statement, roles, state, of_which=of_which, first=first)
        if period is not None:
            frame = frame.with_(period=period)
        quantities = statement.quantities
        ranks = [t for t in statement.tokens if t.kind == "rank"]
        members = self._expand(frame, overlays, sizes, quantities, ranks)
        if members and len(members) > 1:
            state.lists.append(members)
        if not quantities and not ranks:
            if topic:
                state.base = state.base.with_(flow=frame_flow(members, frame))
            state.frame = self._merged(members, frame)
            state.announced = bool(roles.subject) or state.announced
            self._note_places(roles, state)
            return
        self._note_places(roles, state)
        subject = members or self._antecedent(statement, state, frame, quantities)
        basis = self._basis(roles, frame)
        for index, token in enumerate(statement.tokens):
            if token.kind == "q":
                self._quantity(statement, index, token, roles, subject, basis, state, bool(members))
            elif token.kind == "rank":
                self._rank(statement, index, token, roles, subject, state)
        merged = self._merged(members, frame) if members else frame
        state.frame = merged.with_(indicator=state.last_indicator if not merged.facet else merged.indicator, facet=False)
        state.announced = False

    # ------------------------------------------------------------------ roles

    def _roles(self, statement: Statement, state: State) -> Roles:
        roles = Roles()
        tokens = statement.tokens
        mode = ""
        gap_seen = False
        for index, token in enumerate(tokens):
            kind = token.kind
            if kind == "q":
                share = self._share_follows(tokens, index)
                mode = "base" if share else ""
                gap_seen = False
                continue
            if kind == "than":
                mode = "than"
                continue
            if kind == "gap":
                mode = "than" if self._object_follows(tokens, index) else ""
                gap_seen = True
                continue
            if kind == "direction" and mode == "than":
                mode = ""
            elif kind == "direction" and not self._zh and self._than_follows(tokens, index):
                mode = "than"
                continue
            if kind == "share":
                mode = "base" if self._base_follows(tokens, index) else ""
                continue
            if kind in {"level-verb", "through", "contribution"} and mode == "base" and not self._zh:
                mode = ""
                continue
            if kind == "contribution":
                mode = "base"
                continue
            if kind == "period":
                if mode != "than":
                    roles.periods.append(token)
                continue
            if kind == "basis":
                roles.basis.append(token)
                continue
            if kind == "overall" and (mode in {"than", "base"} or gap_seen):
                roles.than.append(token)
                continue
            if kind not in _HEADS:
                continue
            if self._is_scope(tokens, index):
                roles.scope.append(token)
            elif mode == "than":
                roles.than.append(token)
            elif mode == "base":
                roles.base.append(token)
            else:
                roles.subject.append(token)
        return roles

    def _share_follows(self, tokens: list[Token], index: int) -> bool:
        """English: "54.3% of …" opens the base of a share; so does a fraction with "of"."""
        quantity = tokens[index].quantity
        if self._zh or quantity is None or quantity.kind not in {"percent", "fraction"}:
            return False
        after = tokens[index + 1 : index + 2]
        return bool(after) and after[0].kind in {"of", "share-mark"}

    def _object_follows(self, tokens: list[Token], index: int) -> bool:
        """A comparison of rates has its object right behind it: 高于全国, "higher than that of the whole country"."""
        for token in tokens[index + 1 : index + 5]:
            if token.kind in {"place", "anaphor", "overall", "term", "partner"}:
                return True
            if token.kind == "q":
                return False
        return False

    def _than_follows(self, tokens: list[Token], index: int) -> bool:
        return any(t.kind == "than" for t in tokens[index + 1 : index + 2])

    def _base_follows(self, tokens: list[Token], index: int) -> bool:
        """Whether the base of a share stands between its word and its quantity (占全省的…, "share of China's total was …")."""
        for token in tokens[index + 1 :]:
            if token.kind == "q":
                return token.quantity is not None and token.quantity.kind in RATIO
            if token.kind == "share":
                return False
        return False

    def _is_scope(self, tokens: list[Token], index: int) -> bool:
        """Among whom a rank counts: a place right before the rank (居全国第5位) or behind it (first in the country)."""
        token = tokens[index]
        if token.kind not in {"place", "anaphor"}:
            return False
        for after in tokens[index + 1 : index + 4]:
            if after.kind == "rank":
                return self._zh or after.start - token.end < 3
            if after.kind not in {"particle", "with", "rank-verb"}:
                break
        if self._zh:
            return False
        for before in reversed(tokens[max(0, index - 4) : index]):
            if before.kind == "rank":
                return True
            if before.kind not in {"particle", "with", "of", "rank-of", "than"}:
                break
        return False

    # ------------------------------------------------------------------ slots

    def _period(self, roles: Roles, state: State) -> Period | None:
        found: Period | None = None
        for token in roles.periods:
            for member in token.members:
                if member.span is None:
                    continue
                known = state.frame.period if member.span.style in {"same", "last-month", "last-quarter"} else state.main_period
                period = resolve(member.span, known or state.main_period, state.published)  # type: ignore[arg-type]
                if period is not None:
                    found = period
        return found

    def _basis(self, roles: Roles, frame: Frame) -> str:
        for token in roles.basis:
            value = token.concept.get("basis")
            args = dict(token.args)
            if "y" in args and value == "yoy":
                return f"vs:{args['y']}" if frame.period is None or frame.period.year != int(args["y"]) + 1 else "yoy"
            if value.startswith(("vs:-", "since:-")):
                head, _, back = value.partition(":")
                if frame.period is not None and frame.period.year is not None:
                    return f"{head}:{frame.period.year + int(back)}"
                return "yoy"
            return value
        return ""

    def _subject(self, roles: Roles, state: State) -> tuple[dict[str, list[object]], list[int]]:
        """The slots that the statement itself fills, each with its members in the order of the text."""
        slots: dict[str, list[object]] = {}
        for token in roles.subject:
            members = token.members
            if token.kind == "partner":
                slots.setdefault("partner", []).extend(m.concept.notation for m in members)
            elif token.kind == "commodity":
                slots.setdefault("commodity", []).extend(commodity(m) for m in members)
            elif token.kind in {"enterprise", "regime"}:
                slots.setdefault(token.kind, []).extend(self._class(m.concept) for m in members)
            elif token.kind in {"place", "anaphor"}:
                places = [self._place(m, state) for m in members]
                known = [p for p in places if p is not None]
                if known and "reporter" not in slots and not all(self._places.type(p) in CUSTOMS for p in known):
                    slots["reporter"] = list(known)
                elif known and all(self._places.type(p) in CUSTOMS for p in known):
                    slots.setdefault("actor", list(known))
                elif known and "reporter" in slots and len(known) == 1 and len(slots["reporter"]) == 1:
                    held = slots["reporter"][0]
                    if isinstance(held, Concept) and held in self._places.ancestors(known[0]) and token.kind == "place":
                        slots["reporter"] = list(known)
            elif token.kind == "term":
                self._term(token, slots)
            elif token.kind == "facet":
                facets = token.concept.get("facets")
                names = facets.split() if facets else [m.concept.get("indicator") for m in members]
                slots["facet"] = list(names)
            elif token.kind == "corridor":
                slots.setdefault("corridor", []).extend(m.concept for m in members)
        sizes = sorted({len(v) for k, v in slots.items() if k != "corridor"})
        return slots, sizes

    def _term(self, token: Token, slots: dict[str, list[object]]) -> None:
        flows: list[object] = []
        for member in token.members:
            concept = member.concept
            if concept.get("members"):
                flows.append(("pair", concept.get("members")))
            elif concept.get("flow") and concept.get("flow") != "NONE":
                flows.append((concept.get("flow"), concept.get("sign", "1")))
            indicator = concept.get("indicator")
            if indicator:
                slots["indicator"] = [indicator]
        if flows and ("flow" not in slots or (len(slots["flow"]) == 1 and slots["flow"][0] != flows[0] and slots["flow"][0] in _GENERIC)):
            slots["flow"] = flows

    def _class(self, concept: Concept) -> str:
        """Codes narrower than FACTS.md's classes stand for their class."""
        return concept.broader[0] if concept.scheme == "regime" and concept.broader else concept.notation

    def _place(self, token: Token, state: State) -> Concept | None:
        if token.kind == "anaphor":
            return self._anaphor(token, state)
        return self._places.choose(token.concepts, [state.frame.place, state.main.place])

    def _anaphor(self, token: Token, state: State) -> Concept | None:
        level = token.concept.get("level")
        here = state.frame.place or state.main.place
        if level == "country":
            return self._places.find("CN")
        if level == "customs":
            return state.office
        if level == "zone":
            return state.zone
        if level == "port":
            return state.port
        if here is None or level == "own":
            return here if level == "own" else None
        if level == "province-or-below":
            main = state.main.place
            if main is not None and self._places.type(main) == "zone":
                return main
            return self._places.level(here, "province")
        if level == "city":
            main = state.main.place
            if main is not None and self._places.type(main) in {"prefecture", "county"}:
                return main
            found = self._places.level(here, "prefecture") or here
            return found if self._places.type(found) in REGIONS else None
        found = self._places.level(here, level)
        if found is None and level == "province" and self._places.type(here) in {"zone", "port", "ftz"}:
            return None
        return found

    # ------------------------------------------------------------------ carrying

    def _carry(self, statement: Statement, roles: Roles, state: State, *, of_which: bool, first: bool) -> Frame:
        """The frame that the statement starts from, before its own slots are laid over it."""
        frame = state.frame
        kinds = {t.kind for t in roles.subject}
        terms = [t for t in roles.subject if t.kind == "term"]
        heads = kinds & {"partner", "commodity", "enterprise", "regime", "corridor"}
        places = [t for t in roles.subject if t.kind in {"place", "anaphor"}]
        indicators = {t.concept.get("indicator") for t in terms} - {""}
        if not kinds:
            return frame
        fresh = frame
        if not frame.facet and "facet" not in kinds:
            fresh = fresh.with_(indicator="trade")
        if any(t.concept.get("flow") not in {"", "NONE"} for t in terms) and not indicators:
            fresh = fresh.with_(indicator="trade")
        if indicators - {"trade-quantity", "trade-price"}:
            fresh = cleared(fresh, state.base).with_(flow="" if not heads else fresh.flow)
        if kinds == {"facet"}:
            return fresh
        if of_which or statement.opener in {"(", ")", ",(", ":"}:
            return fresh
        if heads:
            keep_flow = self._same_kind(frame, heads) and not first
            if "commodity" in heads and not keep_flow:
                keep_flow = frame.flow in _TRADE_FLOWS and (bool(frame.commodity) or not first)
            flow = frame.flow if keep_flow else state.base.flow
            kept = cleared(fresh, state.base).with_(flow=flow)
            if statement.opener not in {"start", ";", ",", "while", "and"}:
                kept = kept.with_(partner=frame.partner)
            if not first and "commodity" in heads and frame.partner and not frame.commodity and "partner" not in heads:
                kept = kept.with_(partner=frame.partner)
            return kept
        if places and any(self._regional(t, state) for t in places):
            flow = frame.flow if not first and statement.opener != ";" else state.base.flow
            return cleared(fresh, state.base).with_(flow=flow)
        if terms and first and not state.announced:
            return cleared(fresh, state.base).with_(indicator=fresh.indicator)
        return fresh

    def _regional(self, token: Token, state: State) -> bool:
        return token.kind == "anaphor" or any(self._places.type(c) not in CUSTOMS for m in token.members for c in m.concepts)

    @staticmethod
    def _same_kind(frame: Frame, heads: set[str]) -> bool:
        return any(getattr(frame, kind) for kind in SECONDARY if kind in heads)

    def _overlay(self, frame: Frame, slot: str, value: object) -> Frame:
        if slot == "reporter" and isinstance(value, Concept):
            return frame.with_(reporter=slug(value.notation), place=value)
        if slot == "actor" and isinstance(value, Concept):
            return frame.with_(actor=value)
        if slot == "partner":
            return frame.with_(partner=(value,))
        if slot == "commodity":
            return frame.with_(commodity=(value,))
        if slot == "flow" and isinstance(value, tuple):
            if value[0] == "pair":
                return frame.with_(flow="total", sign=1)
            return frame.with_(flow=value[0], sign=int(value[1]))
        if slot == "indicator":
            return frame.with_(indicator=value, facet=True)
        if slot == "facet":
            return frame.with_(indicator=value, facet=True)
        if slot in {"enterprise", "regime"}:
            return frame.with_(**{slot: value})
        return frame

    def _expand(self, frame: Frame, slots: dict[str, list[object]], sizes: list[int], quantities: list[Token], ranks: list[Token]) -> list[Frame]:
        """The subjects of a statement: one frame, or one for each member of the list in it."""
        if not slots:
            return []
        wanted = {len(q.members) for q in quantities if len(q.members) > 1}
        varying = ""
        for slot, values in slots.items():
            if slot in {"corridor", "actor"}:
                continue
            values = self._unpaired(slot, values, wanted)
            slots[slot] = values
            if len(values) > 1 and (not varying or (len(values) in wanted and len(slots[varying]) not in wanted)):
                varying = slot
        for slot, values in slots.items():
            if slot == varying or slot == "corridor":
                continue
            if len(values) == 1:
                frame = self._overlay(frame, slot, values[0])
            elif slot in {"partner", "commodity"}:
                frame = frame.with_(**{slot: tuple(values)})
        if slots.get("indicator") and not slots.get("flow") and slots["indicator"][0] not in {"trade-quantity", "trade-price"}:
            frame = frame.with_(flow="")
        if not varying:
            return [frame]
        return [self._overlay(frame, varying, value) for value in slots[varying]]

    @staticmethod
    def _unpaired(slot: str, values: list[object], wanted: set[int]) -> list[object]:
        """"Exports and imports" is the total, or two flows where two quantities ask for them."""
        if slot != "flow":
            return values
        if len(values) == 1 and isinstance(values[0], tuple) and values[0][0] == "pair" and 2 in wanted:
            return [(name, "1") for name in str(values[0][1]).split()]
        if len(values) == 2 and 2 not in wanted and {v[0] for v in values if isinstance(v, tuple)} == {"export", "import"} and 0:
            return [("total", "1")]
        return values

    def _merged(self, members: list[Frame], frame: Frame) -> Frame:
        """What a list leaves behind as one subject: its members together where the slot can hold several."""
        if not members:
            return frame
        if len(members) == 1:
            return members[0]
        first = members[0]
        if len({m.partner for m in members}) > 1:
            return first.with_(partner=tuple(p for m in members for p in m.partner))
        if len({m.commodity for m in members}) > 1:
            return first.with_(commodity=tuple(c for m in members for c in m.commodity))
        if len({m.flow for m in members}) > 1:
            return frame.with_(flow="total" if {m.flow for m in members} == {"export", "import"} else first.flow)
        if len({m.reporter for m in members}) > 1:
            names = ",".join(m.place.label("zh-hans" if self._zh else "en") for m in members if m.place)
            return first.with_(reporter=f"text:{names}")
        return first

    def _antecedent(self, statement: Statement, state: State, frame: Frame, quantities: list[Token]) -> list[Frame]:
        """The subjects of a statement that names none: the last list of the right length, or a member of it, or the frame."""
        for token in statement.tokens:
            if token.kind == "member-ref" and state.lists:
                index = int(token.concept.get("index"))
                members = state.lists[-1]
                place = index - 1 if index > 0 else len(members) + index
                if 0 <= place < len(members):
                    return [self._dated(members[place], frame)]
            if token.kind == "members-ref" and state.lists:
                return [self._dated(m, frame) for m in state.lists[-1][: int(token.concept.get("count"))]]
        for quantity in quantities:
            size = len(quantity.members)
            if size > 1:
                for members in reversed(state.lists[-3:]):
                    if len(members) == size:
                        return [self._dated(m, frame) for m in members]
        if any(t.kind == "each" for t in statement.tokens) and state.lists:
            return [self._dated(m, frame) for m in state.lists[-1]]
        return [frame]

    @staticmethod
    def _dated(member: Frame, frame: Frame) -> Frame:
        return member.with_(period=frame.period)

    def _note_places(self, roles: Roles, state: State) -> None:
        for token in roles.subject + roles.base + roles.than:
            if token.kind != "place":
                continue
            place = self._places.choose(token.concepts, [state.main.place])
            if place is None:
                continue
            kind = self._places.type(place)
            if kind in CUSTOMS:
                state.office = place
            elif kind in {"zone", "ftz"}:
                state.zone = place
            elif kind == "port":
                state.port = place

    # ------------------------------------------------------------------ measures

    def _quantity(
        self, statement: Statement, index: int, token: Token, roles: Roles, subject: list[Frame], basis: str, state: State, own: bool
    ) -> None:
        members = token.members
        tokens = statement.tokens
        before = self._before(tokens, index)
        after = self._after(tokens, index)
        targets = self._targets(statement, members, subject, state, before, after)
        if targets is None:
            self._puzzle(token, "list-length", f"{len(members)} figures for {len(subject)} subjects")
            return
        for member, frames in zip(members, targets, strict=True):
            for frame in frames:
                self._one(statement, index, member, frame, before, after, roles, basis, state, len(members) > 1)

    def _targets(
        self, statement: Statement, members: list[Token], subject: list[Frame], state: State, before: list[Token], after: list[Token]
    ) -> list[list[Frame]] | None:
        if len(members) == 1:
            if len(subject) == 1:
                return [subject]
            each = any(t.kind == "each" for t in statement.tokens)
            together = any(t.kind == "together" for t in statement.tokens)
            flows = {f.flow for f in subject}
            if not together and (each or (len(flows) > 1)):
                return [subject]
            return [[self._merged(subject, subject[0])]]
        if len(subject) == len(members):
            return [[frame] for frame in subject]
        if len(subject) == 1:
            for known in reversed(state.lists[-3:]):
                if len(known) == len(members):
                    return [[self._restated(frame, subject[0])] for frame in known]
            return None
        return None

    @staticmethod
    def _restated(member: Frame, frame: Frame) -> Frame:
        return member.with_(period=frame.period, indicator=frame.indicator if frame.facet else member.indicator, facet=frame.facet or member.facet)

    @staticmethod
    def _before(tokens: list[Token], index: int) -> list[Token]:
        out: list[Token] = []
        for token in reversed(tokens[:index]):
            if token.kind == "q":
                break
            out.append(token)
        return out

    @staticmethod
    def _after(tokens: list[Token], index: int) -> list[Token]:
        out: list[Token] = []
        for token in tokens[index + 1 :]:
            if token.kind == "q":
                break
            out.append(token)
        return out

    def _one(
        self, statement: Statement, index: int, member: Token, frame: Frame, before: list[Token], after: list[Token], roles: Roles, basis: str,
        state: State, listed: bool,
    ) -> None:  # fmt: skip
        quantity = member.quantity
        if quantity is None:
            return
        if quantity.kind in RATIO:
            self._ratio(statement, member, quantity, frame, before, after, roles, basis, state)
        elif quantity.kind == "points":
            self._points(statement, member, quantity, frame, before, after, roles, basis, state)
        else:
            self._level(statement, member, quantity, frame, before, after, state)

    def _ratio(
        self, statement: Statement, member: Token, quantity: Quantity, frame: Frame, before: list[Token], after: list[Token], roles: Roles,
        basis: str, state: State,
    ) -> None:  # fmt: skip
        why: tuple[str, ...] = ()
        measure, sign = "", 1
        if member.sign is not None and member.sign != 0:
            measure, sign = "growth", member.sign
        else:
            for word in before:
                if word.kind == "contribution":
                    measure = "contribution"
                elif word.kind == "share":
                    measure = "share"
                elif word.kind == "direction":
                    measure, sign = "growth", int(word.concept.get("sign"))
                elif word.kind == "rate":
                    measure, sign = "growth", int(word.concept.get("sign")) or 1
                elif word.kind == "gap" and not self._zh:
                    measure, sign = "growth", int(word.concept.get("sign"))
                if measure:
                    why = (word.text,)
                    break
        if not measure:
            for word in after:
                if word.kind in {"of", "share-mark", "share"} and quantity.kind in {"percent", "fraction"}:
                    measure = "share"
                elif word.kind == "direction":
                    measure, sign = "growth", int(word.concept.get("sign"))
                elif word.kind in {"rate", "gap"}:
                    measure, sign = "growth", int(word.concept.get("sign")) or 1
                elif word.kind in {"basis", "particle", "level-verb"}:
                    continue
                if measure or word.kind not in {"basis", "particle"}:
                    why = (word.text,)
                    break
        if not measure:
            if quantity.signed or quantity.kind in {"growth", "times"}:
                measure = "growth"
            elif quantity.kind == "fraction":
                measure = "share"
            elif state.measure in {"share", "share-change"}:
                measure = "share"
            elif state.measure == "growth" and any(w.kind == "level-verb" for w in before):
                measure, sign = "growth", state.growth_sign or 1
        if not measure:
            self._puzzle(member, "unknown-measure", "a percentage that no word of growth or share explains")
            return
        value = quantity.value
        if measure == "growth":
            if quantity.signed:
                sign = 1
            if quantity.kind == "growth" and value < 0:
                sign = 1
            value = value * sign
            state.growth_sign = 1 if value >= 0 else -1
            indicator = self._growth_indicator(frame, state)
            self._send(member, quantity, frame, "growth", value, "%", indicator, state, basis=basis or "yoy", why=why)
        elif measure == "share":
            base = self._share_base(roles, frame, state)
            self._send(member, quantity, self._with_base_flow(roles, frame), "share", value, "%", self._growth_indicator(frame, state), state, base=base, why=why)
        else:
            self._send(member, quantity, frame, "contribution", value, "%", self._growth_indicator(frame, state), state, why=why)

    def _growth_indicator(self, frame: Frame, state: State) -> str:
        return frame.indicator

    def _points(
        self, statement: Statement, member: Token, quantity: Quantity, frame: Frame, before: list[Token], after: list[Token], roles: Roles,
        basis: str, state: State,
    ) -> None:  # fmt: skip
        near = [*before, *after]
        kinds = [w.kind for w in near]
        sign = self._points_sign(before, after, member, quantity)
        if "contribution" in kinds:
            dragging = any(w.kind == "contribution" and w.concept.get("sign") == "-1" for w in near)
            self._send(member, quantity, frame, "contribution", -quantity.value if dragging else quantity.value, "pp", frame.indicator, state)
            return
        share = "share" in kinds or (state.measure in {"share", "share-change"} and "rate" not in kinds and "gap" not in kinds)
        ref = self._ref(roles, frame, state)
        if share and not ("rate" in kinds and "share" not in kinds):
            self._send(member, quantity, frame, "share-change", quantity.value * sign, "pp", frame.indicator, state, basis=basis or "yoy")
            return
        if not ref:
            ref = "prev"
            if "rate-change" in kinds or any(w.kind == "direction" for w in near):
                sign = self._change_sign(near, state)
        if "gap" in kinds or "rate" in kinds or "rate-change" in kinds or roles.than or state.measure == "growth":
            self._send(member, quantity, frame, "growth-gap", quantity.value * sign, "pp", frame.indicator, state, basis=basis or "yoy", ref=ref)
            return
        self._puzzle(member, "unknown-measure", "percentage points that no share, rate or comparison explains")

    @staticmethod
    def _points_sign(before: list[Token], after: list[Token], member: Token, quantity: Quantity) -> int:
        if quantity.signed:
            return 1
        if member.sign:
            return member.sign
        for word in [*before, *after]:
            if word.kind in {"gap", "direction", "rate-change"}:
                return int(word.concept.get("sign")) or 1
        return 1

    @staticmethod
    def _change_sign(near: list[Token], state: State) -> int:
        """A narrowed decline is positive, a slowed growth negative, a widened decline negative."""
        rate = next((int(w.concept.get("sign")) for w in near if w.kind == "rate" and w.concept.get("sign") != "0"), 0) or state.growth_sign or 1
        move = next((int(w.concept.get("sign")) for w in near if w.kind in {"rate-change", "direction", "gap"} and w.concept.get("sign") != "0"), 1)
        return rate * move

    def _ref(self, roles: Roles, frame: Frame, state: State) -> str:
        for token in roles.than:
            if token.kind in {"place", "anaphor"}:
                place = self._place(token, state)
                if place is not None:
                    if frame.place is not None and place == frame.place and token.kind == "anaphor":
                        return "overall"
                    code = slug(place.notation)
                    if code == frame.reporter:
                        return "overall"
                    return code
            if token.kind == "overall":
                return "overall"
        for token in roles.than:
            if token.kind == "term":
                return "overall"
        return ""

    def _share_base(self, roles: Roles, frame: Frame, state: State) -> str:
        narrow: list[str] = []
        reporter = ""
        for token in roles.base:
            if token.kind in {"place", "anaphor"}:
                place = self._place(token, state)
                if place is not None and slug(place.notation) != frame.reporter:
                    reporter = slug(place.notation)
            elif token.kind == "regime" and frame.regime != self._class(token.concept):
                narrow.append(f"regime={self._class(token.concept)}")
            elif token.kind == "enterprise" and frame.enterprise != token.concept.notation:
                narrow.append(f"enterprise={token.concept.notation}")
            elif token.kind == "partner" and token.concept.notation not in frame.partner:
                narrow.append(f"partner={token.concept.notation}")
            elif token.kind == "commodity" and not any(c.id == commodity(token).id for c in frame.commodity):
                narrow.append(f"commodity={commodity(token).id}")
        return ";".join([reporter, *narrow] if reporter else narrow)

    def _with_base_flow(self, roles: Roles, frame: Frame) -> Frame:
        """"accounts for 82.3% of Tibet's exports" says that the part is exports too, where the part has no flow of its own."""
        for token in roles.base:
            flow = token.concept.get("flow") if token.kind == "term" else ""
            if flow in _TRADE_FLOWS and frame.flow in {"", "total"}:
                return frame.with_(flow=flow)
        return frame

    def _level(
        self, statement: Statement, member: Token, quantity: Quantity, frame: Frame, before: list[Token], after: list[Token], state: State
    ) -> None:
        kind = quantity.kind
        if kind == "number":
            if state.money is not None and quantity.scale != 1:
                quantity = replace(quantity, unit=state.money.unit, kind="money", counted=state.money.counted)
                kind = "money"
            else:
                counted = next((w for w in after[:5] if w.kind == "unit" and w.start - member.end < 48), None)
                term = next((w for w in [*after[:3], *before[:3]] if w.kind == "term" and w.concept.get("indicator")), None)
                if counted is not None:
                    unit = counted.concept
                    quantity = replace(quantity, unit=unit.get("ucum"), kind=unit.get("quantityKind"), counted=unit)
                    kind = quantity.kind
                elif term is not None:
                    quantity = replace(quantity, unit="1", kind="count")
                    kind = "count"
                else:
                    self._puzzle(member, "unknown-unit", "a number without a unit that is known")
                    return
        if kind in {"span"}:
            self._puzzle(member, "duration", "a span of time, not a figure")
            return
        per = any(w.kind == "per" for w in before[:2]) and kind == "money"
        change = [w for w in before[:2] if w.kind == "direction" and w.text]
        leveled = any(w.kind == "level-verb" for w in before[:2])
        if change and not leveled and kind in {"count", "money", "mass"} and self._zh and before[0].kind in {"direction"}:
            self._puzzle(member, "absolute-change", "an absolute change, not a level")
            return
        if not self._zh and kind in {"count", "number"} and after and after[0].kind == "direction":
            self._puzzle(member, "absolute-change", "an absolute change, not a level")
            return
        indicator = self._level_indicator(quantity, frame, per)
        if indicator == "":
            self._puzzle(member, "unknown-subject", "a count of something that is neither trade nor customs work")
            return
        value = quantity.value
        flow = frame.flow
        if indicator in {"enterprises-active", "enterprises-registered", "fdi"}:
            flow = ""
        frame = frame.with_(flow=flow)
        if frame.flow == "balance" and frame.sign < 0 and not quantity.signed:
            value = -value
        if kind == "money":
            state.money = quantity
        self._send(member, quantity, frame, "level", value, quantity.unit, indicator, state)

    @staticmethod
    def _level_indicator(quantity: Quantity, frame: Frame, per: bool) -> str:
        counted = quantity.counted
        unit_default = counted.get("indicator") if counted is not None else ""
        kind = quantity.kind
        if kind == "money":
            if per or frame.indicator == "trade-price":
                return "trade-price"
            return frame.indicator if frame.indicator in {"fdi", "clearance", "enforcement"} else "trade"
        if kind == "time":
            return "clearance"
        if kind in PHYSICAL or kind == "count" or kind == "teu":
            if frame.indicator in {"enterprises-active", "enterprises-registered", "enforcement"}:
                return frame.indicator
            if counted is not None and counted.notation == "{enterprise}":
                return ""
            if unit_default in {"cargo", "enforcement"}:
                return unit_default
            if frame.indicator == "cargo":
                return "cargo"
            if frame.commodity and (frame.flow in _TRADE_FLOWS or frame.indicator == "trade-quantity"):
                return "trade-quantity"
            if unit_default:
                return unit_default
            if frame.indicator == "clearance":
                return "clearance"
            if kind in {"mass", "volume", "energy"}:
                return "trade-quantity" if frame.commodity else "cargo"
            if frame.commodity and counted is not None and counted.notation not in {"{item}", "{person}"}:
                return "trade-quantity"
        return ""

    # ------------------------------------------------------------------ ranks

    def _rank(self, statement: Statement, index: int, token: Token, roles: Roles, subject: list[Frame], state: State) -> None:
        value = token.concept.get("value")
        args = dict(token.args)
        if not value:
            word = args.get("n") or args.get("o") or ""
            value = self._ordinal(word, token)
        if not value or not self._is_rank(statement, index, token, roles):
            return
        by = token.concept.get("rankOf")
        if not by:
            for word in reversed(statement.tokens[:index]):
                if word.kind == "rate" or (word.kind == "rank-of"):
                    by = word.concept.get("rankOf") or "growth"
                    break
                if word.kind in {"term", "q"}:
                    break
        if not by:
            for word in statement.tokens[index + 1 :]:
                if word.kind == "rank-of":
                    by = word.concept.get("rankOf")
                elif word.kind == "rate":
                    by = "growth"
        scope = "self"
        for place in roles.scope:
            concept = self._place(place, state)
            if concept is not None:
                scope = slug(concept.notation)
        number = Decimal(value)
        quantity = Quantity(token.start, token.end, number, "1", "rank", None, "", Decimal(1))
        for frame in subject:
            self._send(token, quantity, frame, "rank", number, "1", "trade" if frame.indicator not in {"cargo"} else frame.indicator, state, scope=scope, rank_of=by or "level")

    def _ordinal(self, word: str, token: Token) -> str:
        if word.isdecimal():
            return word
        digits = "".join(c for c in word if c.isdecimal())
        if digits:
            return digits
        return self.ordinals.get(word, "")

    ordinals: dict[str, str] = {}  # noqa: RUF012 - filled once by the extractor from the vocabulary

    def _is_rank(self, statement: Statement, index: int, token: Token, roles: Roles) -> bool:
        """An ordinal is a rank beside a verb of ranking, a scope or a noun that can be ranked; "第一，" opens a list item."""
        tokens = statement.tokens
        if roles.scope:
            return True
        if any(t.kind in {"rank-verb", "rate", "rank-of"} for t in tokens[max(0, index - 4) : index]):
            return True
        if any(t.kind == "term" for t in tokens[index + 1 : index + 3]):
            return True
        return not token.args and index > 0 and token.concept.notation in {"rank-first", "rank-second", "rank-third", "rank-fastest"} and (
            self._zh and token.end - token.start > 2 or not self._zh and " " in token.text
        )

    # ------------------------------------------------------------------ out

    def _send(
        self, token: Token, quantity: Quantity, frame: Frame, measure: str, value: Decimal, unit: str, indicator: str, state: State, **extra: object
    ) -> None:
        state.measure = measure
        if measure in {"level", "growth"}:
            state.last_indicator = indicator
        if measure == "growth":
            state.last_basis = str(extra.get("basis", ""))
        self._emit(Reading(token, quantity, frame, measure, value, unit, indicator, **extra))  # type: ignore[arg-type]


_GENERIC = (("total", "1"),)


def frame_flow(members: list[Frame], frame: Frame) -> str:
    return members[0].flow if members else frame.flow


def commodity(token: Token) -> Commodity:
    """The commodity that a token names; an unlisted phrase is identified by its folded form."""
    if token.concepts:
        concept = token.concept
        return Commodity(concept.notation, concept.label("en"), concept.label("zh-hans"), token.text)
    import hashlib

    return Commodity("x-" + hashlib.sha256(token.text.encode()).hexdigest()[:12], "", "", token.text)


def observation(reading: Reading, doc: str, text: str, anchor: tuple[int, int], sentence: tuple[int, int]) -> Observation:
    """Write a reading as FACTS.md's row."""
    frame = reading.frame
    indicator = reading.indicator
    reporter = frame.reporter
    if indicator in {"clearance", "enforcement"} and frame.actor is not None:
        reporter = slug(frame.actor.notation)
    flow = frame.flow
    if indicator in {"trade"} and not flow:
        flow = "total"
    if indicator in {"enterprises-active", "enterprises-registered", "fdi", "enforcement"}:
        flow = ""
    return Observation(
        doc=doc, start=anchor[0], end=anchor[1], text=text, indicator=indicator, measure=reading.measure, value=reading.value, unit=reading.unit,
        reporter=reporter, period=str(frame.period) if frame.period else "", flow=flow, sentence=sentence, approx=reading.quantity.approx,
        partner=frame.partner, commodity=frame.commodity, enterprise=frame.enterprise, regime=frame.regime, basis=reading.basis, ref=reading.ref,
        base=reading.base, scope=reading.scope, rank_of=reading.rank_of, quantity_unit=quantity_unit(reading), precision=reading.quantity.precision,
        why=reading.why,
    )  # fmt: skip


def quantity_unit(reading: Reading) -> str:
    """The unit of the quantity behind the number: money, tonnes, or what is counted."""
    quantity = reading.quantity
    if reading.measure == "level":
        if reading.indicator == "trade-price":
            return f"{quantity.unit}/t"
        if quantity.unit == "1" and quantity.counted is not None:
            return quantity.counted.notation
        return quantity.unit
    if reading.indicator == "trade" and reading.measure in {"growth", "share", "share-change", "growth-gap", "contribution", "rank"}:
        return "CNY"
    return ""
