"""Adverbs of trading: a note whose lines say with "in" and "out" what was bought and sold ("copper scrap in: 5,000 t", "magnets: 2 bn yuan out").

The adverb is a word of trading only behind goods, in a sentence that has no other word of it: before a colon, or right behind an amount and before a
mark; or as the label of a line about goods ("In: durian 52,300 t").
"""

from __future__ import annotations

import re

from tradegraph.facts.state import TRADING
from tradegraph.facts.tokens import Token, inserted
from tradegraph.lexicon import Lexicon

_SPOKEN = frozenset({"term", "non-trade", "regime"})  # what says by itself what an amount is of
_WORD = re.compile(r" ([a-z]{2,8})(?=[,;.)]|\Z|\n| \()")
_HEAD = re.compile(r"(?:^|[;\n] ?)[\s*\u2022-]{0,4}[a-z][a-z&' -]{2,40} ([a-z]{2,8}):(?= ?[^\s\d]{0,4}\d)", re.MULTILINE)
_LABEL = re.compile(r"[\s*\u2022-]{0,4}([a-z]{2,8}): ?[a-z]")  # what a line opens with
_AMOUNTS = frozenset({"money", "mass"})


def with_adverbs(tokens: list[Token], text: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence from `start` to `end` with the adverbs of trading as words of it."""
    adverbs = lexicon.role("flow-adverb")
    label = _LABEL.match(text, start) if tokens else None
    if label is not None and label.group(1) in adverbs and any(t.kind == "commodity" for t in tokens):  # "Out: electronics 5.63 billion yuan"
        word = Token(*label.span(1), "term", (TRADING,), text=label.group(1), printed=label.group(1)).with_flow(adverbs[label.group(1)].get("column"))
        return [word, *(t for t in tokens if t.start >= label.end(1))]
    goods = next((t.end for t in tokens if t.kind == "commodity"), -1)
    if not adverbs or goods < 0 or any(t.kind in _SPOKEN for t in tokens):
        return tokens  # of goods that no list has the amount would be read as all trade
    spots = [(start + m.start(1), start + m.end(1), m.group(1)) for m in _HEAD.finditer(text[start:end])]
    for token in tokens:
        weighed = token.kind == "q" and token.quantity is not None and token.quantity.kind in _AMOUNTS
        match = _WORD.match(text, token.end) if weighed else None
        if match is not None:
            spots.append((*match.span(1), match.group(1)))
    held = [(a, b, word) for a, b, word in spots if a >= goods and word in adverbs]
    told = [Token(a, b, "term", (TRADING,), text=word, printed=word).with_flow(adverbs[word].get("column")) for a, b, word in held]
    covered = {(t.start, t.end) for t in told}
    return inserted([t for t in tokens if (t.start, t.end) not in covered], told)
