"""Passes over the tokens of a sentence, each of which rewrites one turn of phrase before the sentence falls into statements.

A pass runs only where a token of one of its kinds stands: most sentences hold few kinds, and a walk that changes nothing costs as much as one
that does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated

Rewriting = Callable[[list[Token], Annotated, Lexicon], list[Token]]


def passing(rewriting: Rewriting, *kinds: str) -> tuple[frozenset[str], Rewriting]:
    """A pass with the kinds of tokens without which it changes nothing."""
    return frozenset(kinds), rewriting


def rewritten(tokens: list[Token], passes: Iterable[tuple[frozenset[str], Rewriting]], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of a sentence after the passes, one after the other."""
    kinds = {t.kind for t in tokens}
    for needed, rewriting in passes:
        if not kinds.isdisjoint(needed):
            before, tokens = tokens, rewriting(tokens, annotated, lexicon)
            kinds = kinds if tokens is before else {t.kind for t in tokens}
    return tokens
