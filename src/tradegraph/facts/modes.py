"""Modes of trade and owners by their short names: "general trade came to 3 billion yuan, processing to 2 billion yuan, others to 1 billion".

The adjective alone names a mode only where the passage has named one in full, or stands under a heading that says what its lines are by ("By
mode"), and a figure or verb stands right behind it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tradegraph.facts.state import HEADS
from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon

_OPENS = frozenset({",", ";", "and", "sep", "while", ":"})
_BEHIND = frozenset({"direction", "level-verb", "q", "(", ":", "share", "rate-change", "together"})
_CLASSED = ("regime", "enterprise")
_WORD = re.compile("[\\s*>\u2022-]{0,3}([a-z]{5,12})(?![a-z-])")  # behind the mark of a line
_LABEL = re.compile("[*>\u2022 -]{0,4}([a-z]+(?: [a-z]+){0,4})[:,]")
_LINE = 40  # characters of such a heading at most
_NEAR = 3  # characters between a short name and what is said of it at most


def headed(text: str, start: int, lexicon: Lexicon) -> str:
    """The kind of column that the line over the block of lines at a position names ("by mode:"), empty where it names none.

    So does what the line itself opens with before a colon or comma: "By ownership: private 61 percent".
    """
    if (opening := _LABEL.match(text, start)) is not None and (column := _column(opening.group(1), lexicon)):
        return column
    gap = text.rfind("\n\n", 0, start)
    block = gap + 2 if gap >= 0 else 0
    end = text.find("\n", block, start)
    if end < 0:  # the first line of its block: the heading stands by itself
        end = len(text[:block].rstrip("\n"))
        block = text.rfind("\n", 0, end) + 1
    return _column(text[block:end].strip(":*#= "), lexicon) if end - block <= _LINE else ""


def _column(line: str, lexicon: Lexicon) -> str:
    first, _, rest = line.partition(" ")
    concept = lexicon.role("column").get(rest if first in lexicon.role("particle") else line)
    return concept.get("column") if concept is not None else ""


def with_short_owners(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence under a heading of owners with the adjectives that open its statements as kinds of enterprise."""
    kinds = {c.notation: c for c in lexicon.role("enterprise").values()}
    out = list(tokens)
    for index, token in enumerate(tokens[:-1]):
        opens = index == 0 or tokens[index - 1].kind in _OPENS
        if token.kind == "attributive" and opens and tokens[index + 1].kind in _BEHIND and token.concept.notation in kinds:
            out[index] = replace(token, kind="enterprise", concepts=(kinds[token.concept.notation],))
    return out


def with_owners_of_them(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence with an adjective that stands for firms as their kind: "331 of them private", "FIEs -2.9%, private +8.3%"."""
    kinds = {c.notation: c for c in lexicon.role("enterprise").values()}
    out: list[Token] = []
    owned = False
    for index, token in enumerate(tokens):
        owned = owned or token.kind == "enterprise"
        if token.kind == "attributive" and token.concept.notation in kinds:
            told = owned and index + 1 < len(tokens) and tokens[index + 1].kind in _BEHIND and tokens[index + 1].start - token.end <= 1
            if told or [t.kind for t in tokens[max(index - 2, 0) : index]] == ["q", "of-which"]:
                token = replace(token, kind="enterprise", concepts=(kinds[token.concept.notation],))
        out.append(token)
    return out


def with_rests(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens of a sentence with what is left of the modes or owners that it has told: "private firms 60 percent, others 10 percent"."""
    rests = lexicon.role("rest")
    others = {kind: concept for kind in _CLASSED for concept in lexicon.role(kind).values() if concept.notation == "other"}
    out: list[Token] = []
    said = opener = ""
    for index, token in enumerate(tokens):
        said = token.kind if token.kind in HEADS - {"term", "facet"} else said
        rest = token.kind == "rest" or (token.kind == "particle" and token.text in rests)
        told = next((t.kind for t in tokens[index + 1 :] if t.kind != "particle"), "")
        if rest and opener in _OPENS and opener != ":" and said in others and told in _BEHIND:
            out.append(replace(token, kind=said, concepts=(others[said],)))
        elif token.kind != "rest":
            out.append(token)
        opener = opener if token.kind == "particle" else token.kind
    return out


def with_short_modes(tokens: list[Token], start: int, text: str, lexicon: Lexicon, *, told: bool) -> list[Token]:
    """The tokens of an English sentence that begins at `start` with the short names of modes; `told`: its paragraph has named one."""
    shorts = lexicon.role("short-mode")
    if not tokens or not shorts or not (told or any(t.kind == "regime" for t in tokens)):
        return tokens
    out: list[Token] = []
    edge = start
    for token in tokens:
        word = _WORD.match(text, edge) if edge >= 0 else None
        concept = shorts.get(word.group(1)) if word is not None else None
        if word is not None and concept is not None and token.kind in _BEHIND and 0 <= token.start - word.end() < _NEAR:
            mode = next(c for c in lexicon.role("regime").values() if c.notation == concept.get("column"))
            out.append(Token(*word.span(1), "regime", (mode,), text=word.group(1), printed=word.group(1)))
        out.append(token)
        edge = token.end if token.kind in _OPENS else -1
    return out
