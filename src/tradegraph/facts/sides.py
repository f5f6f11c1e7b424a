"""Sides: on which side of a trade a partner stands in an English statement.

Releases speak of what their region exports and imports, and now and then of what others do: what Vietnam bought was exported to it, what
Russia supplied was imported. `tg:partnerFlow` of a word is the reporter's flow where a partner is its subject. A verb of trading changes
its flow; another word (took, went to, the largest buyer) lends the statement a flow where it has none.
"""

from __future__ import annotations

from dataclasses import replace

from tradegraph.facts.state import TRADE_FLOWS
from tradegraph.facts.tokens import Token, leading_kind
from tradegraph.model import Concept

_AHEAD = frozenset({"partner", "period", "and", "while", "particle"})
_PASSED = frozenset({"particle", "and", "while", "but", "also"})
_OTHERS = frozenset({"partner", "same-ref"})  # of whom else a statement speaks
_TRADING = Concept("word", "trading", (), (), {"role": ("term",)})
_LENDING = frozenset({"share", "rank-object", "level-verb", "passage", "facet"})
_VALUED = frozenset({"q", "facet", "level-verb"})  # 53,000 tonnes of fruit, worth 6 billion yuan, entered


def sided(tokens: list[Token], told: str, *, named: str, before: list[Token]) -> list[Token]:
    """The tokens of a statement with the reporter's flow in the words of trading that a partner is the subject of.

    `told` is the flow carried over; `named`: what was named before a parenthesis ("Australia, despite the chill, sold
    China ore"), a partner or a commodity, if anything was.
    `before` is the statement before, whose partner may go on as "it" or unsaid.
    """
    tokens = _lent(_turned(_going_on(tokens, before), told), told, named=named)
    out: list[Token] = []
    for token in tokens:
        flow = token.concept.get("partnerFlow") if token.kind == "term" and token.concepts else ""
        leads = bool(out) and out[-1].kind == "partner" and all(t.kind in _AHEAD for t in out)
        leads = leads or (named == "partner" and all(t.kind == "particle" for t in out))
        if flow and leads:
            out.append(token.with_flow(flow))
        elif token.kind == "place" and out and out[-1].kind == "term" and out[-1].concept.get("partnerFlow") and token.start - out[-1].end < 2:
            out.append(replace(token, kind="particle"))  # sold China 3 million tonnes
        else:
            out.append(token if not flow or token.concept.get("flow") else replace(token, kind="particle"))
    return out


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


def _turned(tokens: list[Token], told: str) -> list[Token]:
    """The tokens with "in the other direction" as a word for the flow against the one told before."""
    if not any(t.kind == "other-way" for t in tokens):
        return tokens
    other = next(iter(TRADE_FLOWS - {told})) if told in TRADE_FLOWS and not any(t.kind == "term" for t in tokens) else ""
    return [(replace(t, kind="term").with_flow(other) if other else replace(t, kind="particle")) if t.kind == "other-way" else t for t in tokens]


def _lent(tokens: list[Token], told: str, *, named: str) -> list[Token]:
    """The tokens with a word of trading before the first that tells a flow without being one, if no other word of trading is there."""
    if any(t.kind == "term" for t in tokens):
        return tokens
    for index, token in enumerate(tokens):
        flow = _flow_told(tokens, index, told, named) if token.kind in _LENDING and token.concepts else ""
        if flow:
            lent = replace(token, end=token.start, kind="term", text="", concepts=(_TRADING,)).with_flow(flow)
            return [*tokens[:index], lent, *tokens[index:]]
    return tokens


def _flow_told(tokens: list[Token], index: int, told: str, named: str) -> str:
    """The flow that a word which is none of trading tells where it stands, if it does."""
    token, ahead, behind = tokens[index], tokens[:index], tokens[index + 1 :]
    flow = token.concept.get("partnerFlow")
    if token.kind == "share" and token.concept.get("asTold") and told in TRADE_FLOWS:
        flow = told
    if not flow:
        return ""
    if token.kind == "level-verb":
        return _flow_gained(token, ahead, behind, told, named)
    if token.kind == "rank-object":
        several = any(t.kind == "partner" and t.items for t in tokens)  # the two largest suppliers: neither is the first
        meant = not several and (named == "partner" or any(t.kind == "partner" for t in tokens)) and any(t.kind == "rank" for t in ahead[-2:])
    elif token.kind == "passage":  # durians arriving by rail, goods worth 3 billion yuan entered; trucks arriving carry
        moved = next((t for t in reversed(ahead) if t.kind not in _VALUED), None)
        goods = moved is not None and moved.kind == "commodity" and not (moved.concepts and moved.concept.get("conveyance"))
        meant = goods or (moved is None and any(t.kind == "facet" for t in ahead))
    elif token.kind == "facet":  # the bill for crude
        meant = told not in TRADE_FLOWS and any(t.kind == "commodity" for t in tokens)
    elif token.concept.get("motion"):
        meant = leading_kind(behind) == "partner"  # 30 percent went to Japan
    else:
        taker = [t for t in ahead if t.kind != "rank-object"]  # Japan took, Japanese customers took
        leads = bool(taker) and taker[-1].kind == "partner" and all(t.kind in _AHEAD for t in taker)
        meant = (named == "partner" or leads) and leading_kind(behind) == "q"
    return flow if meant else ""


def _flow_gained(verb: Token, ahead: list[Token], behind: list[Token], told: str, named: str) -> str:
    """The flow that a verb of gaining tells: "footwear earned the city 3 billion yuan", "the city brought in 3 tonnes of crab"."""
    owner = next((t.kind for t in reversed(ahead) if t.kind not in {"particle", "together"}), named)
    gained = next((t.quantity for t in behind if t.kind not in {"particle", "place", "anaphor"}), None)
    earned, taken = verb.concept.get("partnerFlow"), verb.concept.get("flow")
    if owner == "commodity" and gained is not None and (gained.kind == "money" or not taken):
        return earned if told != taken or not taken else ""  # imports of ore: of this, nickel brought in 2 billion yuan
    kinds = [t.kind for t in behind if t.kind != "particle"][:3]
    return taken if owner in {"place", "anaphor", ""} and (kinds == ["q", "of", "commodity"] or kinds[:2] == ["facet", "q"]) else ""
