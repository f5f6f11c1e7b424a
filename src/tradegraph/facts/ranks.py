"""Ranks told in turn: ordinals behind what they rank, in a sentence that ranks ("ASEAN came first, with Japan second and Russia third")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import takewhile

from tradegraph.facts.state import COMPARING
from tradegraph.facts.tokens import Token
from tradegraph.model import Concept

RANKED = frozenset({"partner", "commodity", "place", "enterprise", "regime"})
_LISTED = RANKED | {",", "and"}
_BEHIND = COMPARING | {"after"}
_FAR = 12  # tokens behind a rank among which those ahead of it stand
_ENDS = frozenset({",", ";", ".", ":", "(", ")", "and"})
_WORD = re.compile(r"\W{0,2}([a-z0-9]{3,12})(?![a-z0-9-])")
_SEVERAL = 2  # ordinals that rank without another word for it
_IN_TURN = Concept("word", "rank-in-turn", (), (), {"role": ("rank",)})


def ranked_in_turn(tokens: list[Token], text: str, ordinals: Mapping[str, Concept]) -> list[Token]:
    """The tokens of an English sentence with each ordinal that stands right behind what it ranks as a rank, a number before it moved behind it."""
    turned = _behind(tokens)
    found = {at: rank for at, token in enumerate(turned) if token.kind in RANKED and (rank := _ordinal(turned, at, text, ordinals)) is not None}
    if not found or (len(found) < _SEVERAL and not any(t.kind == "rank" for t in tokens)):
        return turned
    out: list[Token] = []
    covered = -1
    for at, token in enumerate(turned):
        if at in found:
            covered = found[at].end
            bracket = turned[at + 1].kind == "(" and turned[at + 1].start < covered
            inner = [t for t in turned[at + 1 :] if t.end <= found[at].start and t.kind != "("]
            out.extend((token, *inner, found[at]))
            covered += 1 if bracket else 0
        elif token.start >= covered:
            joins = token.kind == "and" and (at + 1 in found or (at + 2 in found and turned[at + 1].kind == "particle"))
            out.append(replace(token, kind=",") if joins else token)
    return out


def _ordinal(tokens: list[Token], at: int, text: str, ordinals: Mapping[str, Concept]) -> Token | None:
    """The ordinal behind a token, alone up to the next mark: "Japan second", "Japan is third", "Japan (third)"."""
    beside = at + 1 < len(tokens) and tokens[at + 1].kind in {"level-verb", "("} and not text[tokens[at].end : tokens[at + 1].start].strip()
    last = at + 1 if beside else at
    match = _WORD.match(text, tokens[last].end)
    if match is None or match.group(1) not in ordinals:
        return None
    start, end = match.span(1)
    after = next((t for t in tokens[last + 1 :] if t.end > end), None)
    closed = tokens[last].kind != "(" or (after is not None and after.kind == ")")
    ends = after is None or (after.kind in _ENDS and not text[end : after.start].strip())
    args = (("o", match.group(1)),)
    return Token(start, end, "rank", (_IN_TURN,), text=match.group(1), args=args) if ends and closed else None


def _behind(tokens: list[Token]) -> list[Token]:
    """The tokens with a rank that opens a clause behind the one thing that it ranks: ", No. 2 Japan, ..." as ", Japan No. 2, ...".

    What a rank is told to be second to is no subject.
    """
    if not any(t.kind == "rank" for t in tokens):
        return tokens
    rivals = _rivals(tokens)
    tokens = [replace(t, kind="particle") if t in rivals else t for t in tokens]
    out = list(tokens)
    for at in range(1, len(tokens) - 1):
        rank, ranked = tokens[at], tokens[at + 1]
        inner = int(ranked.kind == "particle" and at + 2 < len(tokens))
        ranked = tokens[at + 2] if inner else ranked
        after = tokens[at + 2 + inner : at + 3 + inner]
        opens = rank.kind == "rank" and bool(rank.concept.get("value") or rank.args) and tokens[at - 1].kind in {",", ";", "and"}
        if opens and ranked.kind == "partner" and not ranked.items and (not after or after[0].kind in _ENDS):
            number = rank.concept.get("value") or rank.args[0][1]
            told = replace(rank, concepts=(_IN_TURN,), args=(("o", number),))
            out[at : at + 2 + inner] = [replace(ranked, start=rank.start, end=rank.start), told, *tokens[at + 1 : at + 1 + inner]]
    return out


def _rivals(tokens: list[Token]) -> list[Token]:
    """What a rank is told to stand behind, without a figure of its own: "second only to Japan", "fourth, behind Hebei, Hunan and Anhui"."""
    out: list[Token] = []
    for at, rank in enumerate(tokens):
        if rank.kind != "rank":
            continue
        behind = [t for t in tokens[at + 1 : at + _FAR] if t.kind not in {"particle", "rank-object"}]
        if not rank.concept.get("compares"):
            behind = behind[1:] if [t.kind for t in behind[:1]] == [","] else behind
            behind = behind[1:] if behind and behind[0].kind in _BEHIND else []
        listed = list(takewhile(lambda t: t.kind in _LISTED, behind))
        listed = listed if any(t.kind == "and" for t in listed) else listed[:1]
        after = behind[len(listed) : len(listed) + 1]
        figured = any(t.kind in {"q", "("} for t in after)
        out.extend(t for t in listed if t.kind in RANKED and not figured)
    return out
