"""Modes of trade by their short names: "general trade came to 3 billion yuan, processing to 2 billion yuan".

The adjective alone names a mode only where the passage has named one in full and a figure or verb stands right behind it.
"""

from __future__ import annotations

import re

from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon

_OPENS = frozenset({",", ";", "and", "while", ":"})
_BEHIND = frozenset({"direction", "level-verb", "q", "(", ":", "share", "rate-change"})
_WORD = re.compile("[\\s*>\u2022-]{0,3}([a-z]{5,12})(?![a-z-])")  # behind the mark of a line
_NEAR = 3  # characters between a short name and what is said of it at most


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
