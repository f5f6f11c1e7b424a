"""Wording: what a statement says by its words alone, asked while it is read: whether it counts, sums up, carries, only dates or declares.

Each is a function of the statement, or of its tokens, and at most of what the State remembers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile, zip_longest
from typing import Any

from tradegraph.facts.frame import SECONDARY, Frame
from tradegraph.facts.lists import Statement
from tradegraph.facts.slots import Slots
from tradegraph.facts.state import AMOUNTS, HEADS, NAMING, PAPERS, RATIO, TRADE_FLOWS, TRIPS, WHEN, Roles, State
from tradegraph.facts.tokens import Token
from tradegraph.model import Concept, Period, Quantity

NEXT = 2  # characters between two words that stand side by side, less one
_BEFORE_SUM = frozenset({"particle", "period", "overall", "while", "and", "with", "currency-term"})  # in yuan terms the total was
_SUMMED = frozenset({"with", "particle", "period", "level-verb", "together", "while", "and"})
_TAKING = frozenset({"place", "anaphor", "particle", "level-verb", "share", "rank", "with", "while", "and", "together", "period"})
THAT_OF = "compared-level"  # the notation of "those of"
_BRINGS = frozenset({"contribution", "share", "level-verb", "q"})  # what a month does that brought so much
_PASSED = frozenset({"particle", "with", "period", "while", "and", "than", "streak"})  # what may stand before a pronoun that is a subject
_CROSSERS = TRIPS | {"{vehicle}", "{person}", "{ship}", "{aircraft}", "{container}"}
_CROSSING = Concept("word", "crossing", (), (), {"flow": ("NONE",), "indicator": ("cargo",)})
_IN_NAMES_OF_FUNDS = frozenset({"term", "direction", "regime", "commodity", "particle", "and", "sep", "enterprise", "partner", "attributive"})


def flows_of_members(tokens: list[Token], kind: str) -> tuple[str, ...]:
    """The flow behind each member of a list where they differ: "general exports and bonded imports grew 11% and 55%"."""
    flows: list[str] = []
    for index, token in enumerate(tokens):
        if token.kind != kind or token.items:
            continue
        behind = next((t for t in tokens[index + 1 : index + 3] if t.kind != "particle"), None)
        flow = behind.concept.get("flow") if behind is not None and behind.kind == "term" and not behind.items else ""
        if flow not in TRADE_FLOWS:
            return ()
        flows.append(flow)
    return tuple(flows) if len(set(flows)) > 1 else ()


def positioned(decoy: Token, position: str) -> bool:
    """Whether a word makes a number before or after it no figure."""
    return any(c.get("position") == position for c in decoy.concepts)


def led_by(tokens: list[Token]) -> dict[str, Any]:
    """What a sentence opens with: a partner ("With ASEAN, ...", "Kazakhstan, the largest partner, ..."), or a topic ("As for tea, ...")."""
    words = [t for t in tokens if t.kind != "particle"]
    lead = words[0] if len(words) == 2 else tokens[0] if len(words) == 1 else None
    if lead is None or words[-1].kind not in SECONDARY:
        return {}
    if words[-1].kind == "partner":
        toward = lead is words[-1] or lead.kind in {"from-level", "level-verb", "topic", "particle"} or not lead.concept.get("inside")
        return {"partner": tuple(m.concept.notation for m in words[-1].members)} if toward else {}
    if lead.kind not in {"with", "topic", "particle"}:
        return {}
    slots = Slots(wanted=set())
    slots.add(words[-1])
    return {slot: tuple(values) if slot == "commodity" else values[0] for slot, values in slots.values.items() if slot in SECONDARY}


def of_all(statement: Statement) -> bool:
    """Whether a statement is of trade as a whole: "the city's overall exports"."""
    return any(t.kind == "overall" or (t.kind == "term" and t.concept.get("whole")) for t in statement.tokens)


def of_flow_alone(statement: Statement, *, of_which: bool) -> bool:
    """Whether a Chinese clause is about nothing but the part of what was counted that goes one way: "those coming in", "of which exports"."""
    heads = [i for i, t in enumerate(statement.tokens) if t.kind in HEADS]
    term = statement.tokens[heads[0]] if len(heads) == 1 else None
    if term is None or term.kind != "term" or term.concept.get("flow") not in TRADE_FLOWS or term.concept.get("indicator"):
        return False
    mark = statement.tokens[heads[0] + 1 : heads[0] + 2]
    return of_which or (bool(mark) and mark[0].kind == "particle" and bool(mark[0].concept.get("genitive")) and mark[0].start == term.end)


def hiding_places(tokens: list[Token]) -> set[int]:
    """Where the goods begin that only tell in what others were found: "in a car they found 3 kg of cocaine"."""
    goods = [i for i, t in enumerate(tokens) if t.kind == "commodity"]
    inside = next((i for i, t in enumerate(tokens) if t.kind == "particle" and t.concept.get("inside")), len(tokens))
    return {tokens[i].start for i in goods[:-1] if i > inside and not any(t.kind == "q" for t in tokens[inside : goods[-1]])}


def attributes(tokens: Sequence[Token]) -> set[int]:
    """Where the places start that only describe the one behind a Chinese genitive: "the city that has Yiwu and others, ..."."""
    out: set[int] = set()
    for i, (mark, named) in enumerate(pairwise(tokens)):
        if mark.kind == "particle" and named.kind == "place" and named.start == mark.end and mark.concept.get("genitive"):
            before = list(takewhile(lambda t: t.kind in {"place", "sep", "particle", "decoy"}, reversed(tokens[:i])))
            if any(t.kind == "particle" and (t.concept.get("examples") or t.concept.get("origin")) for t in before):
                out |= {t.start for t in before if t.kind == "place"}
    return out


def spelled_out(a: Token, b: Token) -> bool:
    """A class and its members right behind it: "the green trio -- batteries, cells and vehicles"."""
    return a.kind == b.kind == "commodity" and not a.items and len(b.items) > 1


def distributes(statement: Statement) -> bool:
    """Whether a figure is said of each of several; "each ton was cheaper" is said of one thing."""
    return any(a.kind == "each" and not (b is not None and b.kind == "unit") for a, b in zip_longest(statement.tokens, statement.tokens[1:]))


def taken_together(statement: Statement) -> bool:
    """Whether an English statement is of several told before, taken together: "together they", "the three together"."""
    return "together" in statement.kinds and any(t.kind == "together" and t.concept.get("together") for t in statement.tokens)


def member_of(token: Token, members: list[Frame]) -> Frame | None:
    """The member of a list that "the second" or "the last" points to."""
    return _at(members, int(token.concept.get("index")))


def _at(members: list[Frame], index: int) -> Frame | None:
    place = index - 1 if index > 0 else len(members) + index
    return members[place] if 0 <= place < len(members) else None


def members_of(token: Token, lists: list[list[Frame]]) -> list[Frame]:
    """The members of a list that "the second and third" or "the first two" point to."""
    if token.concept.get("index"):
        picked = [_at(lists[-1], int(index)) for index in token.concept.get("index").split()]
        return [m for m in picked if m is not None] if None not in picked else []
    count = int(token.concept.get("count"))
    whole = bool(token.concept.get("whole"))  # the two of them: of a list of two
    known = next((held for held in reversed(lists) if len(held) == abs(count) or (len(held) > abs(count) and not whole)), [])
    return known[count:] if count < 0 else known[:count]


def told_apart(told: list[Frame]) -> list[list[Frame]]:
    """What the sentence before told one by one as a list, where its members differ in one way: "A traded 3 billion, B 2 billion"."""
    members = list(dict.fromkeys(m.with_(flow=m.flow or "total") for m in told))
    varied = [slot for slot in ("reporter", *SECONDARY, "flow", "period") if len({getattr(m, slot) for m in members}) > 1]
    apart = len(varied) == 1 and varied[0] not in {"flow", "period"} and len({getattr(m, varied[0]) for m in members}) == len(members)
    return [members] if apart and len(members) > 1 else []


def list_of_wholes(roles: Roles, size: int) -> list[Token]:
    """7.7 and 53.5 percent of the totals of China and Jiangsu: as many wholes as figures."""
    wholes = [m for t in roles.base if t.kind in {"place", "anaphor"} for m in t.members] if size > 1 else []
    return wholes if len(wholes) == size else []


def list_of_bases(statement: Statement, roles: Roles, size: int) -> list[Token]:
    """ "year on year and month on month, 14.8% and 6.4% respectively": as many bases in a list as figures."""
    if size < 2 or len(roles.basis) != size or any(t.kind != "basis" for t in roles.basis):
        return []
    first, last = statement.tokens.index(roles.basis[0]), statement.tokens.index(roles.basis[-1])
    between_them = statement.tokens[first : last + 1]
    return roles.basis if all(t.kind in {"basis", "sep", "and"} for t in between_them) else []


def rates_the_figure(statement: Statement) -> bool:
    """Whether a clause with "which" gives the rate of the figure right before it: "48,900 vehicles, which is 15 percent up"."""
    rate = statement.tokens[2].quantity if [t.kind for t in statement.tokens[1:3]] == ["level-verb", "q"] else None
    return rate is not None and rate.kind in RATIO


def of_that(tokens: list[Token]) -> bool:
    """Whether a figure is a part of the one before it: "214.6 billion of that was outbound"."""
    return [t.kind for t in tokens[:3]] == ["q", "of", "same-ref"]


def crosses(statement: Statement) -> bool:
    """Whether a statement counts trips and boxes: ships and trucks in it carry, they are not sold."""
    if "term" in statement.kinds and any(t.kind == "term" and t.concept.get("indicator") == "cargo" for t in statement.tokens):
        return True
    counted = (m.quantity.counted for t in statement.quantities for m in t.members if m.quantity is not None)
    return any(unit is not None and unit.notation in TRIPS for unit in counted)


def passive(statement: Statement) -> bool:
    """Whether a statement opens with its figure, of which a word of trading says what became: "2.07 million tonnes were shipped"."""
    words = [t.kind for t in statement.tokens if t.kind not in {"particle", "with"}]
    return words[:2] == ["q", "term"] or words[:3] == ["q", "level-verb", "term"]


def shipments(statement: Statement) -> bool:
    """Whether a noun of shipping behind an article is all that is named: "the shipments", which are of what was told before."""
    words = statement.tokens[:2]
    named = [t for t in statement.tokens if t.kind in HEADS]
    return [t.kind for t in words] == ["particle", "term"] and words[1].concept.role == "shipping-noun" and named == [words[1]]


def counts_no_goods(statement: Statement, state: State) -> bool:
    """Whether a statement that names no good counts cases after goods, people and vehicles beside seizures, or at the head of a sentence papers."""
    counted = [q.quantity.counted for q in statement.quantities if q.quantity is not None and q.quantity.kind == "count"]
    units = [unit for unit in counted if unit is not None]
    if not units or len(units) < len(counted) or not statement.kinds.isdisjoint({"commodity", "of-which"}):
        return False
    if all(unit.notation in PAPERS for unit in units):
        return state.first
    enforced = (unit.get("indicator") == "enforcement" or (state.enforcing and unit.notation in _CROSSERS) for unit in units)
    return state.level is not None and all(enforced)


def told_of(statement: Statement) -> int:
    """Where the good begins that stands with "of" behind the first figure of a statement, the only one that has one so; 0 where none does."""
    told = []
    for index, token in enumerate(statement.tokens):
        behind = [t for t in statement.tokens[index + 1 : index + 5] if t.kind != "particle"][:2] if token.kind == "q" else []
        amount = token.quantity
        if [t.kind for t in behind] == ["of", "commodity"] and amount is not None and amount.kind not in RATIO | {"points"}:
            told.append((token, behind[1].start))
    return told[0][1] if len(told) == 1 and told[0][0] is statement.quantities[0] else 0


def hides(statement: Statement, token: Token) -> bool:
    """Whether a good is only in what another was found: "in a container of cashew nuts"."""
    ahead = [t for t in statement.tokens[: statement.tokens.index(token)] if not (t.kind == "term" and t.concept.role == "shipping-noun")]
    return next((t.kind for t in reversed(ahead) if t.kind not in {"particle", "of", "per", "unit"}), "") == "with"


def counts_pieces(statement: Statement) -> bool:
    """Whether a statement counts pieces of something that has no unit of its own: "11.5 million", but not firms, trains, batches."""
    counted = [q.quantity.counted for q in statement.quantities if q.quantity is not None and q.quantity.kind == "count"]
    return any(unit is not None and not unit.get("indicator") for unit in counted)


def declares(statement: Statement) -> bool:
    """Whether a statement counts declarations or certificates, and of nothing that it names."""
    counted = (m.quantity.counted for q in statement.quantities[:1] for m in q.members if m.quantity is not None)
    papers = any(unit is not None and unit.notation in {*PAPERS, "{order}"} for unit in counted)
    return papers and statement.kinds.isdisjoint({"term", "commodity", "partner"})


def passing(statement: Statement) -> Statement:
    """The statement with a word for traffic where it counts what goes through a place: "vehicles through the port were 1.13 million"."""
    if "through" not in statement.kinds:
        return statement
    tokens = statement.tokens
    at = next((i for i, t in enumerate(tokens) if t.kind == "through"), 0)
    figure = next((t.quantity for t in tokens[at:] if t.kind == "q"), None)
    counted = figure is not None and figure.kind == "number" and figure.value == figure.value.to_integral_value()
    counted = counted or (statement.led == "of" and figure is None)  # of the vehicles through the port, 71% were laden
    ahead = tokens[:at]
    while len(ahead) > 1 and ahead[-1].kind in {"anaphor", "partner", "from-level"}:
        ahead = ahead[:-1]  # people who left the country, vehicles that came from Vietnam via the port
    if not (ahead and counted and carries(ahead[-1])) or any(t.kind in {"term", "q"} for t in tokens[:at]):
        return statement
    crossing = Token(tokens[at].start, tokens[at].start, "term", (_CROSSING,))
    return replace(statement, tokens=[*ahead, crossing, *tokens[at:]])


def carries(token: Token) -> bool:
    """Whether a word names what goes through a port: trains of a line, lorries, travellers."""
    if token.kind == "commodity":
        return any(m.concepts and m.concept.get("conveyance") for m in token.members)
    return token.kind == "corridor" or (token.kind == "unit" and token.concept.notation in _CROSSERS)


def summed_up(statement: Statement) -> str:
    """The kind of the word for a sum that is all that stands before the verb of a statement: "the total was", "the month as a whole was"."""
    ahead = list(takewhile(lambda t: t.kind in _BEFORE_SUM, statement.tokens))[-1:]
    return next((t.kind for t in ahead if t.kind == "overall" or (t.concepts and t.concept.get("whole"))), "")


def adds_up(statement: Statement) -> bool:
    """Whether a statement opens with a sum of what was told before it: "a total of 4 billion", "for a combined 4 billion"."""
    ahead = list(takewhile(lambda t: t.kind != "q", statement.tokens))
    return statement.led == "together" and all(t.kind in {"together", "particle", "with", "level-verb"} for t in ahead)


def of_the_whole(statement: Statement, roles: Roles, state: State) -> bool:
    """Whether a sentence behind one on exports and imports holds both against a whole: "That was 2 points faster than the country"."""
    if {f.flow for f in state.told} != TRADE_FLOWS or len({(f.reporter, f.partner, f.commodity) for f in state.told}) > 1:
        return False
    whole = any(t.kind == "term" and t.concept.get("flow") == "total" for t in roles.base)
    held = "gap" in statement.kinds and any(t.kind in {"place", "anaphor"} for t in roles.than)
    return (whole or held) and "member-ref" not in statement.kinds


def both_ways(frame: Frame, state: State) -> bool:
    """Whether the last two levels of this sentence and the one before are what a subject exports and imports."""
    told = [f.with_(place=None, label="", sign=1, facet=False) for f in [*state.told, *state.levels][-2:]]
    one_way = [f.with_(flow="") for f in told]
    return {f.flow for f in told} == TRADE_FLOWS and one_way[0] == one_way[1] and one_way[0].reporter == frame.reporter


def rated(token: Token) -> bool:
    """Whether a figure is a rate of growth or a share in percent."""
    return token.quantity is not None and token.quantity.kind == "percent"


def of_time(tokens: list[Token]) -> bool:
    """Whether a statement only tells how a period was: "The second quarter was the hardest", "September was better"."""
    kinds = [t.kind for t in tokens if t.kind != "particle"]
    return kinds[:2] in (["period", "level-verb"], ["member-ref", "level-verb"]) and set(kinds[1:]) <= {"level-verb", "rank", "unit"}


def brought(statement: Statement, told: list[Frame]) -> dict[str, Any]:
    """What the amount of a month is of: the partner, good, mode and owner of all that was told before it ("June contributed 3 billion")."""
    brings = [t.kind for t in statement.tokens[:1]] == ["period"] and len(statement.tokens) > 1 and statement.tokens[1].kind in _BRINGS
    figure = next((q.quantity for q in statement.quantities), None)
    if not brings or figure is None or figure.kind not in AMOUNTS:
        return {}
    return {slot: getattr(told[0], slot) for slot in SECONDARY if len({getattr(f, slot) for f in told}) == 1}


def spoken_of_again(statement: Statement, told: Quantity | None) -> bool:
    """Whether a pronoun is the subject of a statement about another period: "in the four months they came to", "so far this year the tally is".

    `told` is the last level before; what is counted in another unit is something else.
    """
    figure = next((q.quantity for q in statement.quantities), None)
    alike = figure is not None and told is not None and figure.unit == told.unit and (figure.unit != "1" or figure.counted == told.counted)
    if figure is None or told is None or not (alike or figure.kind in RATIO):
        return False
    lead, verb = ([t for t in statement.tokens if t.kind not in _PASSED] + [None, None])[:2]
    if lead is None or lead.kind == "same-ref":
        return lead is not None and not lead.concept.get("slots")
    moves = verb is not None and verb.kind in {"level-verb", "direction", "rate-change", "together"}  # not "it issued"
    return moves and lead.kind == "anaphor" and lead.concept.get("level") == "own"


def ranked_only(statement: Statement) -> bool:
    """Whether a statement only gives a rank: "the third good that it exports" is the good just told."""
    return "rank" in statement.kinds and not statement.quantities


def same_of(tokens: list[Token]) -> bool:
    """Whether a statement opens with "those of" and a place: the same exports, of another."""
    lead, behind = ([t for t in tokens if t.kind not in {"while", "and"}] + [None, None])[:2]
    again = lead is not None and lead.kind == "particle" and bool(lead.concepts) and lead.concept.notation == THAT_OF
    return again and behind is not None and behind.kind in {"place", "anaphor"}


def takes_part(statement: Statement) -> bool:
    """Whether a statement in commas tells what amount of a whole the subject before it took: ", taking 3 billion yuan of the city's exports"."""
    tokens = statement.tokens
    amount = next((i for i, t in enumerate(tokens[:4]) if t.quantity is not None and t.quantity.kind in AMOUNTS), 0)
    part = [t.kind for t in tokens[amount + 1 : amount + 2]] == ["of"]
    return statement.opener == "," and tokens[0].kind == "share" and amount > 0 and part


def passes(statement: Statement, roles: Roles) -> bool:
    """Whether all places of a subject only tell through where goods went."""
    words = [t for t in statement.tokens if t.kind != "particle"]
    places = [t for t in roles.subject if t.kind in {"place", "anaphor"}]
    return bool(places) and all(any(b is p and a.kind == "through" for a, b in pairwise(words)) for p in places)


def only_dates(statement: Statement) -> bool:
    """Whether a statement says nothing but when, beside words that no list has."""
    named = {*HEADS, "q", "rank", "relative", "basis"}
    return "period" in statement.kinds and not any(t.kind in named for t in statement.tokens)


def balances(token: Token) -> bool:
    """Whether a word names a surplus or a deficit."""
    return token.kind == "term" and token.concept.get("flow") == "balance"


def stands_still(token: Token) -> bool:
    return token.kind == "direction" and token.concept.get("sign") == "0"


def without_measures(statement: Statement, levels: list[Frame]) -> Statement:
    """A Chinese statement that names again what its sentence counted and its worth, for one rate each: of the two levels just told."""
    tokens = statement.tokens
    link = next((k for k, t in enumerate(tokens[:2]) if t.kind in {"and", "sep"}), None)
    sizes = [len(q.items) for q in statement.quantities]
    if link is None or sizes != [2] or len(levels) < 2 or levels[-2].indicator == "trade" or levels[-1].indicator != "trade":
        return statement
    counted = not link or tokens[0].kind == "rank-verb" or (tokens[0].kind == "term" and tokens[0].concept.get("indicator") == levels[-2].indicator)
    worth = tokens[link + 1]
    if not counted or worth.kind != "facet" or len(worth.concepts) != 1 or worth.concept.get("indicator") != "trade":
        return statement
    return replace(statement, tokens=tokens[link + 2 :])


def dates_origin(tokens: list[Token], basis: Token) -> bool:
    """Whether an English word of comparison tells when a rate was that another moved from: "rose 3% from 8% the month before"."""
    words = [t for t in tokens[: next(i for i, t in enumerate(tokens) if t is basis)] if t.kind not in {"particle", "of", "per"}]
    words = words[:-1] if words and words[-1].kind in {"direction", "rate"} else words  # the 8% rise of the month before
    quantity = words[-1].quantity if len(words) > 1 and words[-2].kind == "from-level" else None
    return quantity is not None and quantity.kind == "percent"


def before(period: Period, basis: str) -> Period | None:
    """The period of comparison of a period: the same months a year earlier, the month or quarter before."""
    if period.year is None:
        return None
    if basis == "yoy":
        return replace(period, year=period.year - 1, end_year=period.end_year - 1 if period.end_year is not None else None)
    if basis == "prev" and period.months == 3 and period.end_year is None:
        return replace(period, year=period.year - (period.first == 1), first=(period.first - 4) % 12 + 1, last=(period.last - 4) % 12 + 1)
    if basis == "mom" and period.months == 1:
        return replace(period, year=period.year - (period.first == 1), first=(period.first - 2) % 12 + 1, last=(period.last - 2) % 12 + 1)
    return None


def speaks_of_trade(statement: Statement) -> bool:
    """A head other than a place does; a place only where its figure stands right behind it ("Hefei: 53.92 billion yuan")."""
    if not statement.kinds.isdisjoint(NAMING):
        return True
    tokens = [t for t in statement.tokens if t.kind not in {"particle", "respectively", "together", "level-verb"}]
    if statement.labels and tokens and all(t.kind in {"place", "period", "overall"} for t in tokens):
        return True
    if _sums_up(statement):
        return True
    return any(a.kind in {"place", "anaphor"} and b.kind == "q" for a, b in pairwise(tokens)) or statement.opener == ":"


def _sums_up(statement: Statement) -> bool:
    """Whether a statement gives a sum of nothing named, that of all trade: "The nine-month total stood at 3 billion", "1 zhi 7 yue leiji 3 yi"."""
    figure = next((t for t in statement.tokens if t.kind == "q"), None)
    if figure is None or figure.quantity is None or figure.quantity.kind != "money":
        return False
    ahead = statement.tokens[: statement.tokens.index(figure)]
    if [t.kind for t in ahead] == ["period"] and ahead[0].end == figure.start:
        return True  # "qian 11 ge yue 9960 yi yuan"
    summed = any(t.kind == "together" or (t.kind == "particle" and bool(t.concept.get("whole"))) for t in ahead)
    return summed and any(t.kind in {"period", "level-verb"} for t in ahead) and {t.kind for t in ahead} <= _SUMMED


def tells_of_place(statement: Statement, state: State) -> bool:
    """Whether a statement says of a place how much it took or with how much it ranks: "Jinchang, the mining city, was first with 6 billion yuan"."""
    ahead = list(takewhile(lambda t: t.kind != "q", statement.tokens))
    figure = next((q.quantity for q in statement.quantities), None)
    if figure is None or figure.kind != "money" or not {t.kind for t in ahead} <= _TAKING:
        return False
    placed = any(t.kind in {"place", "anaphor"} for t in ahead) or (state.announced and statement.opener == ",")
    return placed and any(t.kind in {"share", "rank"} for t in ahead)


def between(tokens: list[Token], index: int, step: int) -> list[Token]:
    """The tokens between a quantity and the next one on a side, the nearest first."""
    out: list[Token] = []
    at = index + step
    while 0 <= at < len(tokens) and tokens[at].kind != "q":
        out.append(tokens[at])
        at += step
    return out


def based_again(statement: Statement, before: list[Token], state: State) -> str:
    """The basis of a rate beside one of the other flow on the month before: "exports gained 8.5% from October while imports jumped 17.4%"."""
    told = state.read.get("growth")
    flows = {t.concept.get("flow") for t in statement.tokens if t.kind == "term"} & TRADE_FLOWS
    kinds = [t.kind for t in before]
    alike = "term" in kinds and "basis" in kinds and kinds.count("q") == 1 and statement.kinds.isdisjoint(WHEN)
    if not alike or told is None or not flows or told.frame.flow in flows or told.basis == "yoy":
        return ""
    short = statement.kinds.isdisjoint({"direction", "rate"})  # "and imports 12%"
    return told.basis if short or told.basis in {"mom", "prev"} else ""


def rates_on(statement: Statement) -> bool:
    """Whether a rate without a subject is of the level that the relative clause before it gave: "which held $3 billion of exports, up 4%"."""
    first = next((t.quantity for t in statement.tokens if t.kind == "q"), None)
    rate = first is not None and first.kind in RATIO
    return rate and statement.opener in {",", "and"} and not any(t.kind in HEADS or t.kind in {"relative", "share"} for t in statement.tokens)


def pointed_at(statement: Statement, state: State) -> Frame | None:
    """The member of a list that a statement without a figure is about: "Only the first grew, by 5 percent"."""
    refs = [t for t in statement.tokens if t.kind == "member-ref"]
    moves = any(t.kind == "direction" for t in statement.tokens)
    lists = (state.lists[-1:] or told_apart([f for f in state.told if not f.reporter.startswith("text:")])) if len(refs) == 1 and moves else []
    return member_of(refs[0], lists[-1]) if lists else None


def trades_only(statement: Statement) -> bool:
    """Whether a word of trading is all that a statement says of its subject, beside where."""
    return any(t.kind == "term" and t.concept.get("flow") in TRADE_FLOWS and not t.concept.get("indicator") for t in statement.tokens)


def same_kind(frame: Frame, heads: set[str]) -> bool:
    return any(getattr(frame, kind) for kind in SECONDARY if kind in heads)


def all_told(counts: list[int], state: State) -> list[Frame]:
    """What has been told one by one before "together they", in this sentence, the one before or the paragraph: as many as are counted."""
    earlier = (state.told, state.subjects) if state.first and not state.announced else ()
    named = [f.with_(indicator="trade") for f in state.named if counts]  # the three: those of the brackets before as well
    passages = [told_apart(told) for told in (named, state.levels, *earlier)]
    return next((p[0] for p in passages if p and (not counts or len(p[0]) == counts[0])), [])


def is_alien(before: list[Token], after: list[Token], statement: Statement, state: State, *, zh: bool) -> bool:
    """Whether a figure is said of output, population or the like: the nearest word that says what is measured is one for these."""
    if zh and any(t.kind == "share" for t in before) and [t.kind for t in before if t.kind != "particle"][-1:] == ["non-trade"]:
        led = statement.tokens.index(before[-1])
        before = [t for t in before if t.kind != "non-trade"] if led and statement.tokens[led - 1].kind == "q" else before
    said = next((t.kind for t in before if t.kind in {"non-trade", "term", "enterprise", "facet", "fdi"}), "")
    owners = {"of", "particle", "share-mark"} if zh else {"of", "particle", "share-mark", "place", "anaphor"}
    behind = next((t.kind for t in after if t.kind not in owners), "")
    if not zh and behind == "non-trade" and after[0].kind in {"of", "share-mark"}:
        return True  # with 0.06% of the province's land area
    if not zh and [t.kind for t in after[:2]] == ["with", "non-trade"] and after[1].start - after[0].end < NEXT:
        return True  # 20 million yuan in subsidies
    if zh and [t.kind for t in after[:2]] == ["particle", "non-trade"] and after[0].concept.get("genitive") and after[1].start == after[0].end:
        return True  # half of the premium
    if zh and not said and after and after[-1].kind in {"non-trade", "decoy"} and all(t.kind in _IN_NAMES_OF_FUNDS for t in after[:-1]):
        return True  # paid out 12 million yuan of funds to keep trade steady, 3 million of rewards for exports
    if zh and behind == "non-trade" and not said and statement.tokens[statement.tokens.index(after[0]) - 1].end == after[0].start:
        return True  # the same: the owner stands behind
    if said == "non-trade" or (behind == "non-trade" and not said):
        state.alien = True
    elif said or not statement.kinds.isdisjoint(NAMING):
        state.alien = False
    return state.alien


def list_of_refs(roles: Roles, size: int) -> list[Token]:
    """faster than the country and the province: as many objects of comparison as figures."""
    if size < 2:
        return []
    objects = [m for t in roles.than if t.kind in {"place", "anaphor"} for m in t.members]
    return objects if len(objects) == size else []
