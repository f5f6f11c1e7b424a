"""Roles: which words of a statement are its subject, and which are arguments of a comparison, a share or a rank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile

from tradegraph.facts.frame import SECONDARY
from tradegraph.facts.lists import Statement
from tradegraph.facts.places import Gazetteer
from tradegraph.facts.state import AMOUNTS, COMPARING, HEADS, MULTIPLES, RATIO, Roles, State
from tradegraph.facts.tokens import Token, leading_kind
from tradegraph.inflection import POSSESSIVE, possessive
from tradegraph.model import Concept
from tradegraph.period import Span

_RANKED = 4  # tokens between a rank and the year of which it is one at most
_SCOPE = 8  # tokens between a rank and the place among whose parts it counts at most
# what may stand between them: "first among the 11 cities in Zhejiang"
_PEERS = frozenset(
    {"particle", "with", "of", "rank-of", "than", "rank-object", "unit", "each", "anaphor", "streak", "of-which", "group-noun", "rate"}
)
_PARTS = frozenset({"q", "unit", "group-noun"})
_RECORDED = frozenset({"particle", "rate", "rank", "record", "facet", "of"})  # what a record may be said with


class RoleFinder:
    """Gives the words of a statement their roles; `place` says what place a word means."""

    def __init__(self, gazetteer: Gazetteer, place: Callable[[Token, State], Concept | None], *, zh: bool) -> None:
        self._places = gazetteer
        self._place = place
        self._zh = zh

    def assign(self, statement: Statement, state: State) -> Roles:
        roles = Roles()
        tokens = statement.tokens
        mode = "base" if self._goes_on_as_base(statement, state) else ""
        for index, token in enumerate(tokens):
            kind = token.kind
            if kind == "q" and mode == "base" and tokens[index + 1 : index + 2] and tokens[index + 1].kind == "group-noun":
                continue  # of the 21 provinces
            if kind == "q" and mode == "base" and not self._zh and whole_told(tokens, index):
                continue  # half of the 867,000 tonnes bought by the country
            if kind == "q":
                contributed = not self._zh and any(t.kind == "contribution" for t in tokens[:index])
                mode = "base" if self._share_follows(tokens, index) or contributed else ""
            elif kind in {"than", "comparing"}:
                mode = kind
            elif kind == "gap":
                mode = "than" if self._object_follows(tokens, index) else ""
            elif kind == "direction":
                if token.concept.get("basis"):
                    roles.basis.append(token)
                if mode == "than":
                    mode = "than" if not self._zh and _names_rate(tokens, index) else ""
                elif not self._zh and index + 1 < len(tokens) and tokens[index + 1].kind == "than":
                    mode = "than"
            elif kind == "share":
                part = self._part_follows(tokens, index)
                to = not self._zh and bool(token.concepts) and bool(token.concept.get("motion"))  # the slice going to Japan shrank: of Japan
                to = to and leading_kind(tokens[index + 1 :]) == "partner"
                mode = "part" if part else "base" if not to and self._base_follows(tokens, index) else ""
            elif self._zh and kind in {"with", "level-verb"} and (self._contributes(tokens, index) or self._is_part(tokens, index)):
                mode = "base"
            elif kind == "contribution" and not self._zh and _moves_up(tokens[index:]):
                mode = ""
            elif (kind == "with" and mode == "part") or kind == "contribution":
                mode = "base" if kind == "with" or not self._zh or self._raises(tokens, index) else ""
            elif kind in {"level-verb", "through"} and mode == "base" and not self._zh:
                behind = [t.kind for t in tokens[index + 1 : index + 4] if t.kind != "particle"][:2]
                toward = kind == "level-verb" and behind[:1] == ["partner"] and any(t.kind == "place" for t in tokens[:index])
                mode = "base" if toward or behind in (["with", "place"], ["with", "anaphor"]) else ""  # of the total recorded in the province
            elif kind == "target" and token.role == "ahead":
                mode = "ahead"
            elif kind == "period" and mode == "ahead":
                continue  # fell in May and may not recover until September
            elif kind == "period":
                self._place_period(tokens, index, mode, roles)
                mode = "than" if mode == "comparing" else mode  # comparing May 2020 with May 2019: the first is meant
            elif kind == "basis":
                if self._zh or not owns_rate(tokens, index):
                    roles.basis.append(token)
            elif kind == "overall":
                roles.than.append(token)
            elif (token.kind == "share-mark" and token.concept.get("level")) or (token.kind == "group-noun" and mode == "base"):
                roles.base.append(token)
            elif kind in HEADS:
                if token.kind == "anaphor" and token.concept.get("level") == "own":
                    if mode == "base":
                        roles.base.append(token)
                    elif mode == "than" and not self._zh and tokens[index - 1].kind == "gap" and tokens[-1] is token and _partial(tokens, state):
                        roles.than.append(token)  # trade with Laos ran 3 points ahead of it
                elif self._is_scope(tokens, index, self._ranked(roles, state), state):
                    roles.scope.append(token)
                elif (
                    not self._zh
                    and kind in {"place", "anaphor"}
                    and index
                    and tokens[index - 1].kind == "rank"
                    and token.start - tokens[index - 1].end < 3
                ):
                    roles.than.append(token)  # second only to Zhejiang
                elif mode == "than" and not self._zh and self._has_its_own(tokens, index):
                    roles.subject.append(token)
                    mode = ""
                elif mode == "than" or (self._zh and self._outdone(tokens, index)):
                    roles.than.append(token)
                elif (mode == "base" and not self._weighs(token)) or self._before_share_noun(tokens, index):
                    roles.base.append(token)
                else:
                    roles.subject.append(token)
        return roles

    def _goes_on_as_base(self, statement: Statement, state: State) -> bool:
        """ "over 80% of the prefecture's trade, 13.1% of the province's": a second whole of the same part."""
        if not self._zh or statement.opener not in {"and", "sep", ","} or state.measure != "share":
            return False
        index = next((i for i, t in enumerate(statement.tokens) if t.kind == "q"), 0)
        ahead = [t for t in statement.tokens[:index] if t.kind != "particle"]
        quantity = statement.tokens[index].quantity
        if quantity is None or quantity.kind not in {"percent", "fraction"} or not ahead or ahead[0].kind not in {"place", "anaphor"}:
            return False
        place, here = self._place(ahead[0], state), state.frame.place
        wider = place is not None and here is not None and place != here and self._places.within(here, place)
        return wider and all(t.kind in {"place", "anaphor", "term"} for t in ahead)

    @staticmethod
    def _is_part(tokens: list[Token], index: int) -> bool:
        """Whether a copula leads to a place's figure of which a part is told: "is 40 percent of the province's exports", in Chinese order."""
        whole = list(takewhile(lambda t: t.kind in {"place", "anaphor", "term", "particle"}, tokens[index + 1 :]))
        part = tokens[index + 1 + len(whole)].quantity if index + 1 + len(whole) < len(tokens) else None
        of = bool(whole) and whole[0].kind in {"place", "anaphor"} and whole[-1].kind == "particle" and bool(whole[-1].concept.get("genitive"))
        return of and tokens[index].kind == "level-verb" and part is not None and part.kind in {"percent", "fraction"}

    @staticmethod
    def _contributes(tokens: list[Token], index: int) -> bool:
        """Whether a preposition leads to that to which something contributes: "its contribution to the province's trade was 51%"."""
        for token in tokens[index + 1 : index + 8]:
            if token.kind == "contribution":
                return bool(token.concept.get("ratio"))
            if token.kind not in {"place", "anaphor", "term", "particle", "direction", "rate", "overall"}:
                return False
        return False

    @staticmethod
    def _since_then(tokens: list[Token], index: int) -> bool:
        """Whether a period only tells since when a trend has lasted that goes on: "continued the rise since the fourth quarter"."""
        for at in (index, index - 1):
            pair = tokens[max(0, at) : at + 3]
            if at < 0 or len(pair) < 3 or pair[0].kind != "period" or pair[1].kind != "period" or pair[0].end != pair[1].start:
                continue
            since = pair[1].span is not None and pair[1].span.style == "since"
            if since and pair[2].concepts and pair[2].concept.get("genitive"):
                return True
        return False

    def _place_period(self, tokens: list[Token], index: int, mode: str, roles: Roles) -> None:
        """A period is the statement's own unless it is the object of a comparison or belongs to one number of "from X to Y"."""
        token = tokens[index]
        if self._of_record(tokens, index):
            return
        if mode == "than":
            roles.than_periods.append(token)
            return
        if self._zh and self._compared_with(tokens, index):
            roles.than_periods.append(token)
            return
        behind = tokens[index + 1 : index + 3]
        if self._zh and (self._since_then(tokens, index) or [t.kind for t in behind[:1]] == ["record"]):
            return
        if self._zh and (self._holds_up(tokens, index) or self._describes(tokens, index)):
            return  # 1.9 times that of the year before, back to 86% of that of 2019; past the low of April
        before = tokens[index - 1] if index else None
        if not self._zh and _of_year_as_such(token) and self._best_of(tokens, index, roles):
            return
        if self._compares(tokens, index) or (not self._zh and _part_of_past(tokens, index)):
            roles.than_periods.append(token)
            return
        if before is not None and before.kind == "from-level":
            return
        if before is not None and before.kind == "basis" and before.end == token.start:
            if roles.basis[-1:] == [before] and (span := of_year_before(before, token)) is not None:
                roles.basis[-1] = replace(token, span=span)
                return
            roles.than_periods.append(token)  # than in the fourth quarter: "jiao qunian + si jidu"
            return
        if not self._zh and [t.kind for t in tokens[:index] if t.kind not in {"with", "particle", "per", "of"}][-2:] == ["from-level", "q"]:
            return
        points = next((t.quantity.kind == "points" for t in reversed(tokens[:index]) if t.quantity is not None), False)
        slowed = points and any(t.kind == "rate-change" for t in tokens[:index])  # 4.2 points slower than in May, but: to 4.2 percent in May
        if not self._zh and (slowed or held_against(tokens[:index])):
            return
        roles.periods.append(token)

    @staticmethod
    def _best_of(tokens: list[Token], index: int, roles: Roles) -> bool:
        """Whether a year only tells among what a month is first: "the biggest of any month this year", "July was the first month this year to rise".

        So does one behind the figure of a month: "July's 3 billion was a high for the year".
        """
        ahead = tokens[max(0, index - _RANKED) : index]
        figures = [t.start for t in tokens if t.kind == "q"]
        if roles.periods and figures and roles.periods[0].start < figures[0] and figures[-1] < tokens[index].start:
            return True
        ranked = next((i for i, t in enumerate(ahead) if t.kind in {"rank", "record", "member-ref"}), None)
        apposed = all(t.kind in _RECORDED for t in tokens[:index]) and not any(t.kind == "q" for t in tokens)
        return ranked is not None and (bool(roles.periods) or apposed or any(t.kind == "unit" for t in ahead[ranked:]))

    @staticmethod
    def _compared_with(tokens: list[Token], index: int) -> bool:
        """Whether a period stands between the two words of "compared with the same months of 2019", in Chinese order."""
        behind = next((t.kind for t in tokens[index + 1 :] if t.kind not in {"period", "basis"}), "")
        ahead = next((t.kind for t in reversed(tokens[:index]) if t.kind not in {"period", "basis", "particle", "date"}), "")
        return behind == "than" and ahead in {"and", "with"}

    @staticmethod
    def _holds_up(tokens: list[Token], index: int) -> bool:
        """Whether a Chinese period is that of a figure of which a multiple or a part is told."""
        behind = [t for t in tokens[index + 1 : index + 4] if t.kind not in {"period", "basis"}]
        quantity = behind[1].quantity if len(behind) > 1 and behind[0].concepts and behind[0].concept.get("genitive") else None
        if quantity is None or quantity.kind in {"multiple", "times"}:
            return quantity is not None
        led = next((t.kind for t in reversed(tokens[:index]) if t.kind not in {"period", "basis", "particle"}), "")
        held = led in {"level-verb", "than", "share"} or (not led and behind[1] is tokens[-1])
        return quantity.kind in {"percent", "fraction"} and held

    @staticmethod
    def _describes(tokens: list[Token], index: int) -> bool:
        """Whether a Chinese period only says of when something is that no list has, in a statement without figures: "past the low of April"."""
        behind = tokens[index + 1 : index + 3]
        genitive = bool(behind) and behind[0].kind == "particle" and bool(behind[0].concept.get("genitive"))
        touching = len(behind) > 1 and behind[1].start == behind[0].end
        return genitive and not touching and not any(t.kind in {"q", "rank"} for t in tokens)

    def _compares(self, tokens: list[Token], index: int) -> bool:
        """English: the period that a growth is held against ("up 5.9 percent on the third quarter"), or whose own rate follows ("June's 6.8%")."""
        before = [t for t in tokens[:index] if t.kind != "particle" or t.concept.get("compares")][-2:]
        on = len(before) == 2 and before[1].kind in {"particle", "from-level"} and before[0].quantity is not None and before[0].quantity.kind in RATIO
        return not self._zh and (on or owns_rate(tokens, index) or _owns_multiple(tokens, index))

    def _of_record(self, tokens: list[Token], index: int) -> bool:
        """Whether a time since when is that of a record or a first: "the fastest growth since 2019", "3 tons, the most since last June"."""
        span, ahead = tokens[index].span, tokens[:index]
        if self._zh or span is None:
            return False
        if ahead and ahead[-1].kind == "record" and ahead[-1].concept.get("level") == "since":
            return True  # since records began in 1995
        apposed = bool(ahead) and all(t.kind in _RECORDED for t in ahead) and not any(t.kind == "q" for t in tokens)
        return span.style == "since" and (apposed or any(t.kind in {"rank", "record"} for t in ahead[-3:]))

    def _share_follows(self, tokens: list[Token], index: int) -> bool:
        """English: "54.3% of …" opens the base of a share; so does a fraction with "of"."""
        quantity = tokens[index].quantity
        if self._zh or quantity is None or quantity.kind not in {"percent", "fraction"}:
            return False
        after = tokens[index + 1 : index + 2]
        return bool(after) and after[0].kind in {"of", "share-mark"}

    @staticmethod
    def _has_its_own(tokens: list[Token], index: int) -> bool:
        """Whether an object of comparison is followed by its own amount: "ahead of ASEAN with 38.7 billion yuan"."""
        after = tokens[index + 1 : index + 3]
        amount = after[1].quantity if len(after) == 2 else None
        return len(after) == 2 and after[0].kind in {"with", "level-verb"} and amount is not None and amount.kind in AMOUNTS

    def _object_follows(self, tokens: list[Token], index: int) -> bool:
        """A comparison of rates has its object right behind it: "higher than that of the whole country"."""
        for token in tokens[index + 1 : index + 7]:
            if token.kind in {"place", "anaphor", "overall", "term", "partner", "period"}:
                return True
            if token.kind in {"commodity", "enterprise", "regime"}:
                return not self._zh and token.kind == leading_kind(t for t in tokens[index + 1 :] if t.kind != "same-ref")
            if token.kind == "q":
                return False
        return False

    @staticmethod
    def _outdone(tokens: list[Token], index: int) -> bool:
        """Whether a place is what a rate is held against without a word for it: "the growth passed the city's overall growth by 8.8 points"."""
        if tokens[index].kind not in {"place", "anaphor"} or not any(t.kind == "rate" for t in tokens[:index]):
            return False
        behind = tokens[index + 1 : index + 3]
        return [t.kind for t in behind] == ["overall", "q"] and behind[1].quantity is not None and behind[1].quantity.kind == "points"

    @staticmethod
    def _raises(tokens: list[Token], index: int) -> bool:
        """Whether a word of contribution has points or a rate behind it; "which drew in imports of lithium ore of 19.8 billion" has an amount."""
        figure = next((t.quantity for t in tokens[index + 1 :] if t.kind == "q"), None)
        return figure is None or figure.kind in RATIO | {"points"}

    def _base_follows(self, tokens: list[Token], index: int) -> bool:
        """Whether the base of a share stands between its word and its quantity ("share of China's total was …")."""
        for token in tokens[index + 1 :]:
            if token.kind == "q":
                return token.quantity is not None and token.quantity.kind in RATIO | {"points"}  # its share of X's trade rose by 2 points
            if token.kind == "share" and not self._zh:
                return False
        return False

    def _part_follows(self, tokens: list[Token], index: int) -> bool:
        """English: "the share of processing trade in Jiangsu's foreign trade" names the part before the base; "the share of the EU fell" has none."""
        figure = next((i for i, t in enumerate(tokens) if i > index and t.kind == "q"), len(tokens))
        heads = [t.kind for t in tokens[:figure] if t.kind in HEADS]
        if not self._zh and len(heads) == 1 and heads[0] in SECONDARY and not any(t.kind in HEADS for t in tokens[:index]):
            return True
        seen = False
        for token in tokens[index + 1 : index + 8]:
            if token.kind == "q" or self._zh:
                return False
            if token.kind == "with" and seen:
                return True
            seen = seen or token.kind in {"commodity", "enterprise", "regime", "partner"}
        return False

    def _weighs(self, token: Token) -> bool:
        """Whether an English word behind a share says by what it is one: "71 percent of the durians by weight"."""
        return not self._zh and token.kind == "facet" and token.concept.get("indicator") == "trade-quantity"

    def _before_share_noun(self, tokens: list[Token], index: int) -> bool:
        """A place before the noun for a share, with a particle between, is what the share is of."""
        if not self._zh or tokens[index].kind not in {"place", "anaphor", "term"}:
            return False
        particle = False
        for token in tokens[index + 1 : index + 5]:
            if token.kind == "particle":
                particle = True
            elif token.kind == "share":
                return particle and not any(t.kind == "through" for t in tokens[max(0, index - 2) : index])  # what passes a port took a tenth
            elif token.kind != "term":
                return False
        return False

    def _ranked(self, roles: Roles, state: State) -> Concept | None:
        """The place that is ranked: the one named last in the statement, else the one carried over."""
        named = next((t for t in reversed(roles.subject) if t.kind in {"place", "anaphor"}), None)
        return self._place(named, state) if named is not None else state.frame.place

    def _apposed(self, tokens: list[Token], index: int, place: Concept | None, state: State) -> bool:
        """Whether a place owns the rank right behind it of a place in it that was just named: "Taicang Port, the province's largest, handled"."""
        here = state.frame.place
        owns = index == 0 and state.announced and owning(tokens) and not (state.frame.partner or state.frame.commodity)
        return owns and here is not None and place is not None and here != place and self._places.within(here, place)

    def _is_scope(self, tokens: list[Token], index: int, here: Concept | None, state: State) -> bool:
        """Among whom a rank counts: a place that contains the reporter, right before the rank ("fifth in the country") or behind it."""
        token = tokens[index]
        if token.kind == "partner" and not self._zh:
            near = tokens[max(0, index - 5) : index]
            return (
                any(t.kind == "rank" for t in near)
                and near[-1].kind in {"with", "particle"}
                and all(
                    t.kind in {"rank", "with", "particle", "rank-object", "of", "anaphor"}
                    for t in near[next(i for i, t in enumerate(near) if t.kind == "rank") :]
                )
            )
        if token.kind not in {"place", "anaphor"}:
            return False
        place = self._place(token, state)
        if self._zh and place is not None and self._places.type(place) == "customs-authority":
            return any(t.kind == "rank" for t in tokens[index + 1 : index + 3])  # eighth among all customs offices
        known = place is not None and not place.notation.startswith("text:")  # all zones of the province contain this one
        if token.kind == "place" and known and place is not None and here is not None and not self._places.within(here, place):
            return False
        if place is not None and place == here:
            return False
        among = leading_kind(tokens) in {"of-which", "rank-object"} and not any(t.kind == "rank" for t in tokens[:index])
        if among and not self._zh and [t.kind for t in tokens[index + 1 :] if t.kind not in _PARTS][:2] in (["anaphor", "rank"], ["place", "rank"]):
            return True  # among the six counties of Lianyungang it ranked third
        for at, after in enumerate(tokens[index + 1 : index + 7], index + 1):
            if after.kind == "rank":
                trader = any(t.concepts and t.concept.get("trader") for t in tokens[at + 1 : at + 2])  # China's third-largest exporter
                if self._zh or trader or (after.start - token.end < 3 and "'" in token.text) or self._apposed(tokens, index, place, state):
                    return True  # the country's largest, but "the city ranked third"
                break
            nation = token.concept.get("level") == "country" or token.concept.get("placeType") == "country"
            goods = self._zh and nation and after.kind in {"commodity", "term"}  # among the nation's exporters of laptops
            several = self._zh and after.kind in {"sep", "and", "respectively", "place", "anaphor"}  # in the centre and in the country
            beside = {t.kind for t in (tokens[at - 1], *tokens[at + 1 : at + 2])}
            moved = self._zh and after.kind in {"rate", "level-verb"} and "rank-verb" in beside  # growth ranked sixth, moved up to 18th
            if (
                after.kind not in {"particle", "with", "rank-verb", "unit", *(("each", "decoy") if self._zh else ())}
                and not goods
                and not several
                and not moved
                and not (after.kind == "q" and after.quantity and after.quantity.kind == "count")
            ):
                break
        for at in range(index - 1, max(0, index - _SCOPE) - 1, -1):
            before, behind = tokens[at], tokens[at + 1]
            if before.kind in {"rank", "record"} or (before.kind == "of-which" and behind.kind in _PARTS):
                return not self._zh  # among the cities of the region
            if before.kind == "place" and behind.kind in {"of", "with"}:
                continue  # among the coastal provinces of the country
            if before.kind not in _PEERS and not (before.kind == "q" and before.quantity is not None and before.quantity.kind in {"count", "number"}):
                break
        return False


def owning(tokens: list[Token]) -> bool:
    """Whether an English statement opens with a place in the possessive: "the province's largest"."""
    return len(tokens) > 1 and tokens[0].kind in {"place", "anaphor"} and tokens[1].start - tokens[0].end == POSSESSIVE


def whole_told(tokens: list[Token], index: int) -> bool:
    """Whether the level at an index is what the share before it is of: "half of the 867,000 tonnes bought by the country"."""
    before = [t for t in tokens[:index] if t.kind != "particle"][-2:]
    share = before[0].quantity if [t.kind for t in before] == ["q", "of"] else None
    level = tokens[index].quantity
    return share is not None and share.kind in {"percent", "fraction"} and level is not None and level.kind in {"money", "mass", "volume", "count"}


def of_year_before(basis: Token, token: Token) -> Span | None:
    """The months that a comparison with the year before goes on to name, in Chinese order: "than last year's December"."""
    span, year = token.span, dict(basis.args).get("y", "")
    if span is None or basis.concept.get("basis") != "yoy" or span.style != "part" or (span.year, span.offset) != (None, None):
        return None
    return replace(span, year=int(year)) if year.isdecimal() else replace(span, offset=-1)


def _moves_up(tokens: list[Token]) -> bool:
    """Whether a verb of raising leads to a rank, not to points of growth: "lifted the province one place to the 13th"."""
    return any(t.kind == "rank" for t in tokens) and not any(t.kind == "q" for t in tokens)


def _partial(tokens: list[Token], state: State) -> bool:
    """Whether a part of a trade is spoken of: with a partner, in a good, by a kind of firm."""
    return any(getattr(state.frame, slot) for slot in SECONDARY) or any(t.kind in SECONDARY for t in tokens)


def _part_of_past(tokens: list[Token], index: int) -> bool:
    """Whether a figure is told as a part of that of the period at an index, which ends the clause: "stood at 86 percent of the 2019 level"."""
    ahead = [t for t in tokens[:index] if t.kind != "particle"][-3:]
    rate = ahead[1].quantity if [t.kind for t in ahead] == ["level-verb", "q", "of"] else None
    return rate is not None and rate.kind in {"percent", "fraction"} and all(t.kind == "particle" for t in tokens[index + 1 :])


def _of_year_as_such(token: Token) -> bool:
    """Whether a period is the running year, as a whole or so far, or a year that no number tells."""
    span = token.span
    return span is not None and (span.running or (span.whole and (span.year, span.offset) == (None, None)))


def held_against(tokens: list[Token]) -> bool:
    """Whether the rate before what follows is what another is held against: "narrower than the pace of 7 percent" in June."""
    words = [t for t in tokens if t.kind not in {"particle", "with", "of"}]
    rate = words.pop().quantity if words else None
    if rate is None or rate.kind not in {"percent", "growth"} or not words or words[-1].kind != "rate":
        return False
    return any(t.kind in COMPARING for t in words[-4:])


def _names_rate(tokens: list[Token], index: int) -> bool:
    """Whether a word of growth only names what a rate is held against: "8 points above the growth of the country's trade"."""
    led = next((t.kind for t in reversed(tokens[:index]) if t.kind != "particle"), "")
    return led in COMPARING and leading_kind(tokens[index + 1 :]) in {"place", "anaphor"}


def _owns_multiple(tokens: list[Token], index: int) -> bool:
    """Whether the period at an index owns a figure of which a multiple is told before it: "double last year's tally", "double the 2021 figure"."""
    led = tokens[index - 1] if index else None
    definite = led is not None and led.kind == "particle" and index > 1
    multiple = tokens[index - 2].quantity if definite else led.quantity if led is not None else None
    owned = possessive(tokens[index].text) or (definite and multiple is not None and multiple.kind in MULTIPLES)
    return multiple is not None and multiple.kind in RATIO and owned


def owns_rate(tokens: list[Token], index: int) -> bool:
    """Whether the period at an index stands right before the rate that was its own: "twice the pace of June's 6.8%", "than June's 6.8% fall"."""
    rate = tokens[index + 1].quantity if index + 1 < len(tokens) else None
    if index == 0 or rate is None or rate.kind not in {"percent", "growth"}:
        return False
    noun = index + 2 < len(tokens) and tokens[index + 2].kind in {"direction", "rate"}
    held = tokens[index].kind == "period" and tokens[index - 1].kind in {"of", "than", "gap", "rate", "direction", "earlier"}
    return held or (tokens[index].kind == "basis" and tokens[index - 1].kind in {"gap", "direction"} and noun)
