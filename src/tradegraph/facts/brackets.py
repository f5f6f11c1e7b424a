"""Brackets: whose figures they give beside ours, as in "up 5% (China: 3%; Sichuan: 6%)" and "above the national average (3%)".

A place that opens a bracket owns the figures in it up to the next place; so does the place right before a bracket that a word of comparison
governs. Without this the figures of the country would be told of the province.
"""

from __future__ import annotations

from dataclasses import replace

from tradegraph.facts.lists import Statement
from tradegraph.facts.tokens import Token

ASIDE = frozenset({"(", ",("})  # openers of the statements of a bracket, the first and the others
_PLACES = frozenset({"place", "anaphor"})
_COMPARES = frozenset({"gap", "than", "comparing"})
_FIGURES = frozenset({"q", "direction", "basis", "level-verb", "particle"})


def owned(parts: list[Statement]) -> list[Statement]:
    """The statements of an English sentence, those of brackets with the place that their figures are of."""
    out: list[Statement] = []
    owner: Token | None = None
    compares = False
    for part in parts:
        named = [t for t in part.tokens if t.kind in _PLACES]
        if part.opener not in ASIDE:
            compares = not part.kinds.isdisjoint(_COMPARES) or (compares and part.opener == "and" and not part.quantities)
            owner = part.tokens[-1] if compares and part.tokens[-1].kind in _PLACES else None
        elif len(named) == 1 and part.kinds <= {*_PLACES, "overall", "particle"} and named[0].concept.get("level") != "own":
            owner = named[0]
            continue
        elif named or not part.quantities or not part.kinds <= _FIGURES:
            owner = None
        out.append(replace(part, tokens=[owner, *part.tokens]) if owner is not None and part.opener in ASIDE else part)
    return out
