"""Sides: on which side of a trade a partner stands in an English statement.

Releases speak of what their region exports and imports, and now and then of what others do: what Vietnam bought was exported to it, what
Russia supplied was imported. `tg:partnerFlow` of a word is the reporter's flow where a partner is its subject. A verb of trading changes
its flow; another word (took, went to, the largest buyer) lends the statement a flow where it has none. `tg:ownedFlow` is the same of a noun
that a partner owns: Vietnam's purchases were exported to it.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile, zip_longest

from tradegraph.facts.frame import Frame
from tradegraph.facts.state import AMOUNTS, HEADS, PLACES, TRADE_FLOWS, TRADING
from tradegraph.facts.tokens import Token, leading_kind

_AHEAD = frozenset({"partner", "period", "and", "while", "particle"})
_PASSED = frozenset({"particle", "and", "while", "but", "also"})
_OTHERS = frozenset({"partner", "same-ref"})  # of whom else a statement speaks
_LENDING = frozenset({"share", "rank-object", "level-verb", "passage", "facet", "arrival"})
_SIDED = frozenset({"term", "rank-object", "from-level", "other-way", *_LENDING})  # without a word of these kinds a statement tells no side
_VALUED = frozenset({"q", "facet", "level-verb", "of"})  # 53,000 tonnes of fruit, worth 6 billion yuan, entered
_WITHIN = frozenset({"with", "of", "from-level", "particle"})
_TWO = 2  # partners of which one lies in the other at least
_BESIDE = 3  # characters between an owner and its noun at most


def sided(tokens: list[Token], told: Frame, *, named: str, before: list[Token], afresh: bool) -> list[Token]:
    """The tokens of a statement with the reporter's flow in the words of trading that a partner is the subject of.

    `told` is what is carried over; `named`: what was named before a parenthesis ("Australia, despite the chill, sold
    China ore"), a partner or a commodity, if anything was.
    `before` is the statement before, whose partner may go on as "it" or unsaid; `afresh` where another sentence told it.
    """
    if _SIDED.isdisjoint([t.kind for t in tokens]):
        return tokens
    tokens = _of_owner(_going_on(_peopled(_spoken_for(_ranked_within(tokens))), before), before, named=named, afresh=afresh)
    tokens = _lent(_turned(tokens, told.flow), told, named=named)
    out: list[Token] = []
    for token in tokens:
        flow = token.concept.get("partnerFlow") if token.kind == "term" and token.concepts else ""
        leads = bool(out) and _is_partner(out[-1]) and _only_ahead(out)
        leads = leads or (named == "partner" and all(t.kind == "particle" for t in out))
        if flow and leads:
            out.append(token.with_flow(flow))
        elif token.kind == "place" and out and out[-1].kind == "term" and out[-1].concept.get("partnerFlow") and token.start - out[-1].end < 2:
            out.append(replace(token, kind="particle"))  # sold China 3 million tonnes
        else:
            out.append(token if not flow or token.concept.get("flow") else replace(token, kind="particle"))
    return out


def _only_ahead(tokens: list[Token]) -> bool:
    """Whether nothing but a partner and when stands among the tokens: "In the first half Germany"."""
    if [t.kind for t in tokens[:2]] in (["rank-object", "such-as"], ["rank-object", "of-which"]):
        tokens = tokens[2:]  # buyers including Japan and Korea
    timed = zip_longest(tokens, tokens[1:], tokens[2:])
    return all(
        a.kind in _AHEAD or _is_partner(a) or (a.kind == "with" and "period" in {t.kind for t in (b, c) if t is not None}) for a, b, c in timed
    )


def _is_partner(token: Token) -> bool:
    """Whether a word is a partner, or the subject of a statement that stands for one."""
    return token.kind == "partner" or (token.kind == "same-ref" and token.role == "subject")


def _spoken_for(tokens: list[Token]) -> list[Token]:
    """The tokens with a word for the partner named before as the subject that trades: "the bloc took", "the neighbour bought and sold"."""
    at = next((i for i, t in enumerate(tokens) if t.kind not in _AHEAD), len(tokens))
    verb = next((t for t in tokens[at + 1 :] if t.kind not in {"particle", "period"}), None)
    trades = verb is not None and verb.kind in {"term", *_LENDING} and bool(verb.concepts) and bool(verb.concept.get("partnerFlow"))
    if not trades or tokens[at].kind not in {"partner-ref", "same-ref"} or tokens[at].concept.get("slots") != "partner":
        return tokens
    return [*tokens[:at], replace(tokens[at], kind="same-ref", role="subject"), *tokens[at + 1 :]]


def _ranked_within(tokens: list[Token]) -> list[Token]:
    """The tokens without the part of the world in which another partner is the first: "its best customer in Asia was Japan"."""
    out = list(tokens)
    for at in range(len(tokens) - 2) if sum(t.kind == "partner" for t in tokens) >= _TWO else ():
        noun, within, region = tokens[at : at + 3]
        if (noun.kind, within.kind, region.kind) == ("rank-object", "with", "partner") and within.concept.get("inside"):
            out[at + 2] = replace(region, kind="particle")
    return out


def _peopled(tokens: list[Token]) -> list[Token]:
    """The tokens with the flow of those of a partner who buy or sell before it: "buyers in Japan ordered 3 percent more", "Japanese clients took"."""
    at = next((i for i, t in enumerate(tokens) if t.kind == "rank-object" and t.concepts and t.concept.get("level") == "trader"), None)
    if at is None or any(t.kind == "rank" for t in tokens):
        return tokens
    owned = at > 0 and tokens[at - 1].kind in PLACES  # the city's customers in Japan
    if not _only_ahead(tokens[: at - owned]):
        return tokens
    people, ahead, behind = tokens[at], tokens[:at], tokens[at + 1 :]
    if not any(t.kind == "partner" for t in ahead):
        led = len(behind) - len(list(dropwhile(lambda t: t.kind in _WITHIN, behind)))
        behind = behind[led:]
        if not led or leading_kind(behind) != "partner":
            return tokens
    flow = people.concept.get("partnerFlow")
    lent = replace(people, kind="term", concepts=(TRADING,)).with_flow(flow)
    turned = [t.with_flow(flow) if t.kind == "term" and t.concept.get("flow") in TRADE_FLOWS else t for t in behind]
    return [*ahead, *([] if any(t.kind == "term" for t in behind) else [lent]), *turned]


def _going_on(tokens: list[Token], before: list[Token]) -> list[Token]:
    """The tokens with the partner that the statement before opened with, where it goes on trading: "Japan leads: it bought", "and sold"."""
    dated = [t.kind for t in before[:2]] == ["with", "period"]  # in 2023 Vietnam
    speaker = next((t for t in (before[2:] if dated else before) if t.kind not in _PASSED), None)
    if speaker is None or not _is_partner(speaker) or speaker.items or any(t.kind in _OTHERS for t in tokens[1:]):
        return tokens
    lead = next((k for k, t in enumerate(tokens) if t.kind not in _PASSED), len(tokens))
    said = lead < len(tokens) and tokens[lead].kind == "anaphor" and tokens[lead].concept.get("level") == "own"
    verb = tokens[lead + said : lead + said + 1]
    if not verb or verb[0].kind != "term" or not verb[0].concept.get("partnerFlow"):
        return tokens
    start, end = (tokens[lead].start, tokens[lead].end) if said else (verb[0].start, verb[0].start)
    return [*tokens[:lead], replace(speaker, start=start, end=end), *tokens[lead + said :]]


def _of_owner(tokens: list[Token], before: list[Token], *, named: str, afresh: bool) -> list[Token]:
    """The tokens with the reporter's flow in nouns of trading that a partner owns: "its purchases", "orders by Peru", "with sales of 3 billion"."""
    out = list(tokens)
    for index, token in enumerate(tokens):
        flow = token.concept.get("ownedFlow") if token.kind == "term" and token.concepts else ""
        owner = _owner(tokens, index, before) if flow else None
        apposed = flow and named == "partner" and _owns_apposed(tokens, index, before)
        if owner is None and apposed:
            out[index] = token.with_flow(flow)
        if owner is None:
            continue
        lead = tokens[index - 1] if index else None
        if lead is not None and lead.kind == "anaphor" and afresh:
            out[index - 1] = replace(owner, start=lead.start, end=lead.end)
        ranked = next((t.concept.get("partnerFlow") for t in before if t.kind == "rank-object" and t.concepts), "")
        out[index] = token.with_flow(ranked if ranked and lead is not None and lead.kind == "with" else flow)
    return out


def _owner(tokens: list[Token], index: int, before: list[Token]) -> Token | None:
    """The partner that owns the noun at an index, by its name or as the subject of the statement before."""
    noun, lead = tokens[index], next((t for t in reversed(tokens[:index]) if t.kind not in {"particle", "period"}), None)
    agent = tokens[index + 1 : index + 3]
    if [t.kind for t in agent] == ["particle", "partner"]:
        return agent[1]  # purchases by Peru
    if lead is None or noun.start - lead.end > _BESIDE:
        return None
    if lead.kind == "partner":
        return lead
    if lead.kind == "relative":
        named = next((t for t in reversed(before) if t.kind in HEADS), None)
        return named if named is not None and named.kind == "partner" else None
    own = lead.kind == "anaphor" and lead.concept.get("level") == "own"
    led = lead.kind == "with" and not lead.concept.get("inside") and all(t.kind in {"with", "particle"} for t in tokens[:index])
    speaker = next((t for t in before if t.kind not in _PASSED), None)
    return speaker if (own or led) and speaker is not None and speaker.kind == "partner" and not speaker.items else None


def _owns_apposed(tokens: list[Token], index: int, before: list[Token]) -> bool:
    """Whether a noun is of the partner before an apposition: "Peru, the main buyer of cars, raised its purchases"."""
    lead = tokens[index - 1] if index else None
    own = lead is not None and lead.kind == "anaphor" and lead.concept.get("level") == "own"
    return own and any(t.kind == "rank-object" for t in before) and not any(t.kind in {"place", "anaphor"} for t in tokens[: index - 1])


def _turned(tokens: list[Token], told: str) -> list[Token]:
    """The tokens with "in the other direction" as a word for the flow against the one told before, and of what amount."""
    at = next((i for i, t in enumerate(tokens) if t.kind == "other-way"), -1)
    if at < 0:
        return tokens
    if tokens[at].concept.get("motion") and not any(t.kind == "q" for t in tokens[:at]):
        return [replace(t, kind="particle") if t.kind == "other-way" else t for t in tokens]
    other = next(iter(TRADE_FLOWS - {told})) if told in TRADE_FLOWS and not any(t.kind == "term" for t in tokens) else ""
    return [(replace(t, kind="term").with_flow(other) if other else replace(t, kind="particle")) if t.kind == "other-way" else t for t in tokens]


def _lent(tokens: list[Token], told: Frame, *, named: str) -> list[Token]:
    """The tokens with a word of trading before the first that tells a flow without being one, if no other word of trading is there."""
    if any(t.kind == "term" for t in tokens):
        return tokens
    for index, token in enumerate(tokens):
        flow = _flow_told(tokens, index, told, named) if token.kind in _LENDING and token.concepts else ""
        flow = flow or _flow_of_route(tokens, index, told)
        if flow:
            lent = replace(token, end=token.start, kind="term", text="", concepts=(TRADING,)).with_flow(flow)
            return [*tokens[:index], lent, *tokens[index:]]
    return tokens


def _flow_told(tokens: list[Token], index: int, told: Frame, named: str) -> str:
    """The flow that a word which is none of trading tells where it stands, if it does."""
    token, ahead, behind = tokens[index], tokens[:index], tokens[index + 1 :]
    flow = token.concept.get("partnerFlow")
    if token.kind == "share" and token.concept.get("asTold"):  # took 3 percent: of what was told, 3 billion of our goods: of exports
        led = [t.kind for t in behind[:3] if t.kind != "particle"][:2]
        goods = led in (["q", "of"], ["facet", "q"]) or any(t.kind == "commodity" for t in tokens)
        amount = next((t.quantity.kind in AMOUNTS for t in behind if t.quantity is not None), False)
        flow = told.flow if told.flow in TRADE_FLOWS else flow if goods and amount else ""
    if token.kind == "level-verb":
        return _flow_gained(token, ahead, behind, told, named) if flow or token.concept.get("flow") else ""
    if not flow:
        return ""
    if token.kind == "rank-object":
        several = any(t.kind == "partner" and t.items for t in tokens)  # the two largest suppliers: neither is the first
        known = named == "partner" or any(t.kind == "partner" for t in tokens)
        meant = _named_as(ahead, behind) or (not several and known and any(t.kind in {"rank", "record"} for t in ahead[-2:]))
    elif token.kind == "passage" and token.concept.get("motion") and leading_kind(behind) not in PLACES:
        meant = False  # garlic left the county; what is left
    elif token.kind == "passage":  # durians arriving by rail, goods worth 3 billion yuan entered; trucks arriving carry
        moved = next((t for t in reversed(ahead) if t.kind not in _VALUED), None)
        goods = moved is not None and moved.kind == "commodity" and not (moved.concepts and moved.concept.get("conveyance"))
        figure = ahead[0].quantity if ahead and all(t.kind in {"q", "of-which"} for t in ahead) else None  # 9,460 tonnes, 412,000 tonnes of it
        again = figure is not None and figure.kind in {"mass", "volume"} and bool(told.commodity)  # of the crab told before 9,460 tonnes came through
        meant = goods or again or (moved is None and any(t.kind == "facet" for t in ahead))
    elif token.kind == "facet":  # the bill for crude
        meant = told.flow not in TRADE_FLOWS and any(t.kind == "commodity" for t in tokens)
    elif token.concept.get("motion"):
        meant = leading_kind(behind) == "partner"  # 30 percent went to Japan
    else:
        taker = [t for t in ahead if t.kind not in {"rank-object", "particle"}]  # Japan took, Japanese customers took, Japan alone took
        leads = bool(taker) and _is_partner(taker[-1]) and _only_ahead(taker)
        meant = (named == "partner" or leads) and leading_kind(behind) in {"q", "facet"}  # took 3 billion yuan of goods, took goods worth so much
    return flow if meant else ""


def _named_as(ahead: list[Token], behind: list[Token]) -> bool:
    """Whether partners are called what a word behind or before the verb calls them: "its main suppliers were Brazil and Chile"."""
    if any(t.kind in {"rank", "q"} for t in ahead):
        return False
    before = [t.kind for t in ahead if t.kind not in {"particle", "each", *PLACES}][-2:]
    after = [t.kind for t in behind if t.kind not in {"particle", "of", "each", *PLACES}][:2]
    return after == ["level-verb", "partner"] or before == ["partner", "level-verb"]


def _flow_of_route(tokens: list[Token], index: int, told: Frame) -> str:
    """The flow that a preposition between goods and a partner tells: "soybeans from Brazil", "cars to Mexico", "they went mostly to Chile"."""
    kinds = [t.kind for t in tokens[index : index + 2]]
    route = "import" if kinds == ["from-level", "partner"] else "export" if kinds == ["level-verb", "partner"] else ""
    led = tokens[index - 1].kind if route and index and tokens[0].kind != "such-as" else ""  # imports, mainly pulp from Chile, rose
    return route if led == "commodity" or (led == "such-as" and told.flow == route) else ""


def _flow_gained(verb: Token, ahead: list[Token], behind: list[Token], told: Frame, named: str) -> str:
    """The flow that a verb of gaining tells: "footwear earned the city 3 billion yuan", "the city brought in 3 tonnes of crab"."""
    owner = next((t.kind for t in reversed(ahead) if t.kind not in {"particle", "together"}), named)
    gained = next((t.quantity for t in behind if t.kind not in {"particle", "place", "anaphor"}), None)
    earned, taken = verb.concept.get("partnerFlow"), verb.concept.get("flow")
    if owner == "commodity" and gained is not None and (gained.kind == "money" or not taken):
        return earned if told.flow != taken or not taken else ""  # imports of ore: of this, nickel brought in 2 billion yuan
    valued = owner in {"place", "anaphor", ""} and [t.kind for t in behind if t.kind != "particle"][:2] == ["facet", "q"]
    return taken if taken and (valued or _acquired(ahead, behind, told)) else ""


def _acquired(ahead: list[Token], behind: list[Token], told: Frame) -> bool:
    """Whether a region has brought in or paid for goods: "Hefei brought in 3 million tonnes of coal", "for which it paid 9 billion yuan"."""
    lead = [t.kind for t in ahead if t.kind != "particle"]
    figure = behind[0].quantity if behind else None
    within = lead[-2:-1] in (["with"], ["of"], ["through"]) and lead[-3:-1] != ["anaphor", "of"]  # the fair in Hefei
    if figure is None or within or (lead and lead[-1] not in {"and", "place", "anaphor"}):
        return False
    kinds = {t.kind for t in behind}
    weighed = figure.kind in {"mass", "volume"} and "of" not in kinds
    return "commodity" in kinds or (bool(told.commodity) and (weighed or "of-which" in kinds or any(t.kind == "relative" for t in ahead)))
