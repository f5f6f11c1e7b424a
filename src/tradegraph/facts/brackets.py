"""Brackets: whose figures they give beside ours, as in "up 5% (China: 3%; Sichuan: 6%)" and "above the national average (3%)".

A place that opens a bracket owns the figures in it up to the next place; so does the place right before a bracket that a word of comparison
governs. Without this the figures of the country would be told of the province. A label with a colon holds for all figures of its bracket: a
period ("a year ago: 56.4%") or a part ("Japan: 3 billion yuan, up 5%").
"""

from __future__ import annotations

from dataclasses import replace

from tradegraph.facts.lists import Statement
from tradegraph.facts.state import COMPARING, HEADS, PLACES, WHEN
from tradegraph.facts.tokens import Token

ASIDE = frozenset({"(", ",("})  # openers of the statements of a bracket, the first and the others
_COMPARED = COMPARING | {"comparing"}
_FIGURES = frozenset({"q", "direction", "basis", "level-verb", "particle"})


_LABELS = frozenset({"particle", "with", "overall", "of-which", "level-verb", "through", *WHEN, *HEADS}) - PLACES


def labelled(tokens: list[Token]) -> list[Token]:
    """The tokens of an English sentence with the label in a bracket beside each of the figures that it holds for."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        out.append(tokens[at])
        at += 1
        if out[-1].kind != "(":
            continue
        end = next((i for i in range(at, len(tokens)) if tokens[i].kind in {"(", ")"}), len(tokens))
        part: list[Token] = []
        for token in tokens[at:end]:
            part.append(token)
            if token.kind == ";":
                out.extend(_told_of(part))
                part = []
        out.extend(_told_of(part))
        at = end
    return out


def _told_of(part: list[Token]) -> list[Token]:
    """A part of a bracket, each stretch between commas with its label: before it what it is of, behind its figure when it was."""
    colon = next((i for i, t in enumerate(part) if t.kind not in _LABELS), 0)
    label, inner = part[:colon], part[colon + 1 :]
    if not label or part[colon].kind != ":" or any(t.kind == ":" for t in inner) or not any(t.kind in HEADS | WHEN for t in label):
        return part
    when = all(t.kind in {"particle", "with", *WHEN} for t in label)
    out: list[Token] = []
    opens = True
    for token in inner:
        if opens and token.kind != ";":
            lead = [replace(label[-1], kind="earlier", concepts=(), text="", items=())] if when else label
            out.extend(replace(t, start=token.start, end=token.start) for t in lead)
        out.append(token)
        if when and token.kind == "q":
            out.extend(replace(t, start=token.end, end=token.end) for t in label)
        opens = token.kind == ","
    return out


def owned(parts: list[Statement]) -> list[Statement]:
    """The statements of an English sentence, those of brackets with the place that their figures are of."""
    out: list[Statement] = []
    owner: Token | None = None
    host: list[Token] = []  # what the brackets stand in or behind
    compares = False
    for part in parts:
        named = [t for t in part.tokens if t.kind in PLACES]
        if part.opener not in ASIDE:
            compares = not part.kinds.isdisjoint(_COMPARED) or (compares and part.opener == "and" and not part.quantities)
            host, owner = part.tokens, None
        elif len(named) == 1 and part.kinds <= {*PLACES, "overall", "particle"} and named[0].concept.get("level") != "own":
            owner = named[0]
            continue
        elif named or not part.quantities or not part.kinds <= _FIGURES:
            owner = None
        elif part.opener == "(":
            owner = _before(host, part.start, compares=compares) or owner
        out.append(replace(part, tokens=[owner, *part.tokens]) if owner is not None and part.opener in ASIDE else part)
    return out


def _before(host: list[Token], start: int, *, compares: bool) -> Token | None:
    """The place right before a bracket that a word of comparison governs, or whose growth is spoken of: "twice the growth of the province (3%)"."""
    ahead = [t for t in host if t.start < start and t.kind != "overall"]  # of the province as a whole (3%)
    if not ahead or ahead[-1].kind not in PLACES:
        return None
    led = next((t for t in reversed(ahead[:-1]) if t.kind not in {"particle", "of", "with"}), None)
    paced = led is not None and led.kind in {"direction", "rate"} and not any(t.kind == "q" for t in ahead)
    return ahead[-1] if compares or paced else None
