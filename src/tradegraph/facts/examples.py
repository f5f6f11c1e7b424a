"""Examples: what "including" only names of a class, without a figure of its own, in English.

"Textiles including masks rose 12 percent" tells of textiles, and so does "textiles (including masks), garments and shoes", where the brackets
would part the list. Behind the figure of the class ("3 billion yuan of textiles, including masks, in 2020") the examples are no new subject.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, zip_longest

from tradegraph.facts.frame import SECONDARY
from tradegraph.facts.lists import Statement
from tradegraph.facts.tokens import Token, leading_kind

_BESIDE = 3  # characters between a class and the word that leads to its examples at most
_INTRODUCING = frozenset({"of-which", "such-as"})
_NAMING = frozenset({*SECONDARY, "and", "sep", "particle", "of", "with", ",", *_INTRODUCING})
_GOES_ON = frozenset({"with", "period", "level-verb", "particle"})  # what a statement goes on with behind examples


def with_examples(tokens: list[Token]) -> list[Token]:
    """The tokens with "including" as "such as" right between a class and its example, and without such examples in brackets."""
    out: list[Token] = []
    closed = -1
    for index, token in enumerate(tokens):
        if index <= closed:
            continue
        host = out[-1] if out else None
        if token.kind == "(" and host is not None and host.kind in SECONDARY:
            end = next((i for i in range(index + 1, len(tokens)) if tokens[i].kind == ")"), 0)
            inner = tokens[index + 1 : end]
            if inner and inner[0].kind in _INTRODUCING and not inner[0].concept.get("backward") and {t.kind for t in inner} <= _NAMING:
                closed = end
                continue
        beside = host is not None and host.kind in SECONDARY and token.start - host.end < _BESIDE
        if token.kind == "of-which" and beside and host is not None and leading_kind(tokens[index + 1 :]) == host.kind:
            token = replace(token, kind="such-as")
        out.append(token)
    return out


def unexemplified(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence without examples in commas behind a figure, where it goes on with when or with a verb."""
    out: list[Statement] = []
    told = False
    for part, after in zip_longest(parts, parts[1:]):
        if part is None:
            continue
        led = part.tokens[0].kind == "of-which" and not part.tokens[0].concept.get("backward") and part.opener == ","
        silent = led and told and part.kinds <= _NAMING and not part.kinds.isdisjoint(SECONDARY)
        if not (silent and (after is None or (after.opener == "," and after.led in _GOES_ON))):
            out.append(part)
        told = told or bool(part.quantities)
    return out


def dated_aside(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with a period in commas behind a figure in the one that gives it: "4 billion yuan, in 2020, up 12 percent"."""
    for at, (part, after) in enumerate(pairwise(parts)):
        between = at > 0 and part.opener == after.opener == "," and part.kinds <= {"with", "particle", "period"} and "period" in part.kinds
        if between and after.led in {"direction", "rate"} and parts[at - 1].quantities:
            if any("period" in p.kinds or "basis" in p.kinds for p in parts[:at]):
                return parts
            joined = Statement([*parts[at - 1].tokens, *part.tokens], parts[at - 1].opener)
            return [*parts[: at - 1], joined, *parts[at + 1 :]]
    return parts
