"""Sides: on which side of a trade a partner stands in an English statement.

Releases speak of what their region exports and imports, and now and then of what others do: what Vietnam bought was exported to it, what
Russia supplied was imported. `tg:partnerFlow` of a word is the reporter's flow where a partner is its subject. A verb of trading changes
its flow; another word (took, went to, the largest buyer) lends the statement a flow where it has none.
"""

from __future__ import annotations

from dataclasses import replace

from tradegraph.facts.state import TRADE_FLOWS
from tradegraph.facts.tokens import Token, leading_kind

_AHEAD = frozenset({"partner", "period", "and", "while", "particle"})
_PASSED = frozenset({"particle", "and", "while", "but", "also"})
_OTHERS = frozenset({"partner", "same-ref"})  # of whom else a statement speaks
_LENDING = frozenset({"share", "rank-object", "level-verb", "arrival"})


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
        flow = token.concept.get("partnerFlow") if token.kind in _LENDING and token.concepts else ""
        if token.kind == "share" and token.concept.get("asTold") and told in TRADE_FLOWS:
            flow = told
        if not flow:
            continue
        ahead, behind = tokens[:index], tokens[index + 1 :]
        if token.kind == "rank-object":
            several = any(t.kind == "partner" and t.items for t in tokens)  # the two largest suppliers: neither is the first
            meant = not several and (named == "partner" or any(t.kind == "partner" for t in tokens)) and any(t.kind == "rank" for t in ahead[-2:])
        elif token.kind == "arrival":  # durians arriving by rail; trucks arriving carry
            meant = bool(ahead) and ahead[-1].kind == "commodity" and not (ahead[-1].concepts and ahead[-1].concept.get("conveyance"))
        elif token.kind == "level-verb":
            goods = [t.kind for t in ahead if t.kind not in {"particle", "together"}][-1:] or [named]
            paid = [t.kind for t in behind if t.kind not in {"particle", "place", "anaphor"}][:1]
            meant = goods == ["commodity"] and paid == ["q"]  # footwear earned the city 3 billion yuan
        elif token.concept.get("motion"):
            meant = leading_kind(behind) == "partner"  # 30 percent went to Japan
        else:
            meant = (named == "partner" or (bool(ahead) and ahead[-1].kind == "partner" and all(t.kind in _AHEAD for t in ahead))) and leading_kind(
                behind
            ) == "q"
        if meant:
            lent = replace(token, end=token.start, kind="term", text="").with_flow(flow)
            return [*ahead, lent, token, *behind]
    return tokens
