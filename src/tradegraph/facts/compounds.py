"""Compounds that tell a running total by its length: "seven-month coal imports", "the 11-month total".

They are periods only right before what is traded or a word for a sum: a high or a trial of so many months is none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon
from tradegraph.period import Span

_WORD = re.compile(r" ([a-z]+)")
_MONTH = "mo"  # UCUM
_MONTHS = 12
_BLANK = 1  # character between a compound and what it belongs to


def with_running_totals(tokens: list[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence with each such compound as a period, the months so far."""
    period = lexicon.vocabulary.find("word", "period-first-n")
    out = list(tokens)
    for at, token in enumerate(tokens[:-1]):
        months, start = _months(token, text, lexicon)
        after = tokens[at + 1]
        summed = after.kind in {"term", "commodity"} or (after.kind == "particle" and bool(after.concept.get("whole")))
        word = _WORD.match(text, token.end)
        named = word is not None and word.group(1) in lexicon.role("sum-noun")  # the nine-month figure
        if period is None or not 1 < months < _MONTHS or not (named or (summed and after.start - token.end == _BLANK)):
            continue
        span = Span(start, token.end, "past", first=1, last=months)
        out[at] = replace(token, kind="period", start=start, concepts=(period,), quantity=None, span=span, text=text[start : token.end])
    return out


def _months(token: Token, text: str, lexicon: Lexicon) -> tuple[int, int]:
    """How many months a compound ends with a token counts, and where it starts; nought where it is none."""
    if token.quantity is not None:
        counted = token.quantity.unit == _MONTH and "-" in token.text and token.quantity.value == int(token.quantity.value)
        return (int(token.quantity.value), token.start) if counted else (0, token.start)
    if token.kind != "unit" or token.concept.notation != _MONTH or text[token.start - 1 : token.start] != "-":
        return 0, token.start
    start = max(text.rfind(mark, 0, token.start - 1) for mark in " \n(") + 1
    numeral = lexicon.role("numeral").get(text[start : token.start - 1])
    return (int(numeral.get("value")) if numeral is not None else 0), start
