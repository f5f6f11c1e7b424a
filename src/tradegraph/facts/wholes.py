"""Wholes that a Chinese sentence names in a clause of their own: "of the foreign trade of the province, Changsha took 38 percent"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tradegraph.facts.lists import Statement
from tradegraph.facts.state import HEADS, TRADE_FLOWS
from tradegraph.facts.tokens import Token

_OF_WHOLE = frozenset({"place", "anaphor", "term", "overall", "particle", "q"})  # words of a part that only tells a share of another whole
_NAMING = frozenset({"particle", "place", "anaphor", "term", "overall", "decoy", "topic"})  # words of a clause that only names a whole


def with_wholes(parts: list[Statement], lies_in: Callable[[Token], bool]) -> list[Statement]:
    """The parts of a sentence with the whole that a clause names first where it belongs: behind the word for the share, or before the rank.

    A part that names no subject of its own is of what was told before, if that `lies_in` the place that a word names.
    """
    out: list[Statement] = []
    whole: list[Token] = []
    first = -1  # where the clause that names the whole stands, until it is used
    for part in parts:
        if not part.quantities and part.opener != "(" and (named := _named(part)):
            whole, first = named, len(out)
            out.append(part)
            continue
        whole = [] if part.opener == ";" else whole
        at = _place_of(part) if whole else 0
        heads = {t.kind for t in part.tokens[:at]} & HEADS - {"term", "facet"}
        if not at or not (heads <= {"place"} and (heads or lies_in(whole[0]))):
            out.append(part)
            continue
        opener = out.pop(first).opener if first >= 0 else part.opener
        first = -1
        bare = part.kinds.isdisjoint({"term", "rank"})
        traded = [t for t in whole if t.kind == "term"] if bare else []  # a part of trade is trade, a part of exports exports
        out.append(Statement([*part.tokens[: at - 1], *traded, *part.tokens[at - 1 : at], *whole, *part.tokens[at:]], opener))
    return out


def shared_again(parts: list[Statement]) -> list[Statement]:
    """The parts with the word for a share for each whole that is told of: "accounts for 70% of that of the city, 32.6% of that of the region"."""
    out: list[Statement] = []
    for part in parts:
        before, tokens = (out[-1] if out else None), part.tokens
        share = next((t for t in reversed(before.tokens) if t.kind == "share"), None) if before is not None and before.quantities else None
        whole = part.opener in {"and", ","} and tokens[0].kind in {"place", "anaphor"} and part.kinds <= _OF_WHOLE and len(part.quantities) == 1
        mark, rate = (tokens[-2], tokens[-1].quantity) if whole and len(tokens) > 2 else (None, None)
        owned = mark is not None and mark.kind == "particle" and bool(mark.concept.get("genitive")) and rate is not None
        again = share is not None and owned and rate is not None and rate.kind in {"percent", "fraction"} and not tokens[0].items
        out.append(Statement([replace(share, start=part.start, end=part.start), *tokens], part.opener) if again and share is not None else part)
    return out


def _named(part: Statement) -> list[Token]:
    """The place and its trade where a clause names nothing else."""
    named = [t for t in part.tokens if t.kind in {"place", "anaphor", "term"}]
    inside = part.tokens[0].kind == "particle" and any(c.get("inside") for c in part.tokens[0].concepts)
    flows = {t.concept.get("flow") for t in named if t.kind == "term" and not t.concept.get("indicator") and not t.items}
    traded = all(t.kind != "term" for t in named) or (bool(flows) and flows <= {"total", *TRADE_FLOWS})
    alone = inside and traded and part.kinds <= _NAMING and not any(t.items for t in named)
    return named[-2:] if alone and any(t.kind != "term" for t in named) else []


def _place_of(part: Statement) -> int:
    """Where in a clause the whole of its share or rank goes that was named before; 0 where it names one of its own or has neither."""
    for index, (token, after) in enumerate(zip(part.tokens, [*part.tokens[1:], None], strict=True)):
        rate = after.quantity if after is not None else None
        if token.kind == "share" and rate is not None and rate.kind in {"percent", "fraction"}:
            return index + 1
        if token.kind == "rank" and index and part.tokens[index - 1].kind == "rank-verb":
            return index
    return 0
