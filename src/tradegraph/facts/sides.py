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
from tradegraph.facts.state import HEADS, TRADE_FLOWS, TRADING
from tradegraph.facts.tokens import Token, leading_kind

_AHEAD = frozenset({"partner", "period", "and", "while", "particle"})
_PASSED = frozenset({"particle", "and", "while", "but", "also"})
_OTHERS = frozenset({"partner", "same-ref"})  # of whom else a statement speaks
_LENDING = frozenset({"share", "rank-object", "level-verb", "passage", "facet", "arrival"})
_VALUED = frozenset({"q", "facet", "level-verb"})  # 53,000 tonnes of fruit, worth 6 billion yuan, entered
_WITHIN = frozenset({"with", "of", "from-level", "particle"})
_BESIDE = 3  # characters between an owner and its noun at most


def sided(tokens: list[Token], told: Frame, *, named: str, before: list[Token], afresh: bool) -> list[Token]:
    """The tokens of a statement with the reporter's flow in the words of trading that a partner is the subject of.

    `told` is what is carried over; `named`: what was named before a parenthesis ("Australia, despite the chill, sold
    China ore"), a partner or a commodity, if anything was.
    `before` is the statement before, whose partner may go on as "it" or unsaid; `afresh` where another sentence told it.
    """
    tokens = _of_owner(_going_on(_peopled(tokens), before), before, named=named, afresh=afresh)
    tokens = _lent(_turned(tokens, told.flow), told, named=named)
    out: list[Token] = []
    for token in tokens:
        flow = token.concept.get("partnerFlow") if token.kind == "term" and token.concepts else ""
        leads = bool(out) and out[-1].kind == "partner" and _only_ahead(out)
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
    timed = zip_longest(tokens, tokens[1:], tokens[2:])
    return all(a.kind in _AHEAD or (a.kind == "with" and "period" in {t.kind for t in (b, c) if t is not None}) for a, b, c in timed)


def _peopled(tokens: list[Token]) -> list[Token]:
    """The tokens with the flow of those of a partner who buy or sell before it: "buyers in Japan ordered 3 percent more", "Japanese clients took"."""
    at = next((i for i, t in enumerate(tokens) if t.kind == "rank-object" and t.concepts and t.concept.get("level") == "trader"), None)
    if at is None or any(t.kind == "rank" for t in tokens) or not _only_ahead(tokens[:at]):
        return tokens
    people, ahead, behind = tokens[at], tokens[:at], tokens[at + 1 :]
    if not any(t.kind == "partner" for t in ahead):
        led = len(behind) - len(list(dropwhile(lambda t: t.kind in _WITHIN, behind)))
        behind = behind[led:]
        if not led or leading_kind(behind) != "partner":
            return tokens
    traded = any(t.kind == "term" for t in behind)
    lent = replace(people, kind="term", concepts=(TRADING,)).with_flow(people.concept.get("partnerFlow"))
    return [*ahead, *([] if traded else [lent]), *behind]


def _going_on(tokens: list[Token], before: list[Token]) -> list[Token]:
    """The tokens with the partner that the statement before opened with, where it goes on trading: "Japan leads: it bought", "and sold"."""
    speaker = next((t for t in before if t.kind not in _PASSED), None)
    if speaker is None or speaker.kind != "partner" or speaker.items or any(t.kind in _OTHERS for t in tokens[1:]):
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
    """The tokens with "in the other direction" as a word for the flow against the one told before."""
    if not any(t.kind == "other-way" for t in tokens):
        return tokens
    other = next(iter(TRADE_FLOWS - {told})) if told in TRADE_FLOWS and not any(t.kind == "term" for t in tokens) else ""
    return [(replace(t, kind="term").with_flow(other) if other else replace(t, kind="particle")) if t.kind == "other-way" else t for t in tokens]


def _lent(tokens: list[Token], told: Frame, *, named: str) -> list[Token]:
    """The tokens with a word of trading before the first that tells a flow without being one, if no other word of trading is there."""
    if any(t.kind == "term" for t in tokens):
        return tokens
    for index, token in enumerate(tokens):
        flow = _flow_told(tokens, index, told, named) if token.kind in _LENDING and token.concepts else ""
        if flow:
            lent = replace(token, end=token.start, kind="term", text="", concepts=(TRADING,)).with_flow(flow)
            return [*tokens[:index], lent, *tokens[index:]]
    return tokens


def _flow_told(tokens: list[Token], index: int, told: Frame, named: str) -> str:
    """The flow that a word which is none of trading tells where it stands, if it does."""
    token, ahead, behind = tokens[index], tokens[:index], tokens[index + 1 :]
    flow = token.concept.get("partnerFlow")
    if token.kind == "share" and token.concept.get("asTold") and told.flow in TRADE_FLOWS:
        flow = told.flow
    if token.kind == "level-verb":
        return _flow_gained(token, ahead, behind, told, named) if flow or token.concept.get("flow") else ""
    if not flow:
        return ""
    if token.kind == "rank-object":
        several = any(t.kind == "partner" and t.items for t in tokens)  # the two largest suppliers: neither is the first
        meant = not several and (named == "partner" or any(t.kind == "partner" for t in tokens)) and any(t.kind == "rank" for t in ahead[-2:])
    elif token.kind == "passage":  # durians arriving by rail, goods worth 3 billion yuan entered; trucks arriving carry
        moved = next((t for t in reversed(ahead) if t.kind not in _VALUED), None)
        goods = moved is not None and moved.kind == "commodity" and not (moved.concepts and moved.concept.get("conveyance"))
        meant = goods or (moved is None and any(t.kind == "facet" for t in ahead))
    elif token.kind == "facet":  # the bill for crude
        meant = told.flow not in TRADE_FLOWS and any(t.kind == "commodity" for t in tokens)
    elif token.concept.get("motion"):
        meant = leading_kind(behind) == "partner"  # 30 percent went to Japan
    else:
        taker = [t for t in ahead if t.kind != "rank-object"]  # Japan took, Japanese customers took
        leads = bool(taker) and taker[-1].kind == "partner" and all(t.kind in _AHEAD for t in taker)
        meant = (named == "partner" or leads) and leading_kind(behind) == "q"
    return flow if meant else ""


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
