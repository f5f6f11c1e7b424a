"""Notation: what the opening of a brief says once of all its figures ("CNY bn unless marked; in brackets, % change"), or a heading of its lines.

Under such a note an amount is printed without its unit, and a change as a number with its sign in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from tradegraph.facts.columns import Reader
from tradegraph.facts.state import HEADS
from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon
from tradegraph.model import Quantity
from tradegraph.quantity import QuantityReader

_OPENING = 800  # characters in which a text says how its values are printed
_VALUES = frozenset({"", "trade", "fdi"})  # indicators that are told in money
_BESIDE = 16  # characters between a number and the word that it counts at most
_BOUNDARIES = frozenset({",", ";", ":", "(", ")", ".", "nl", "q"})
_AHEAD = HEADS | {"period", "particle", "level-verb", "together", "of-which", "of", "with", "and", "sep", ":"}  # what may stand before an amount
_BRACKETED = re.compile(r"\(([^()\n]{2,40})\)")
_TITLE = 160  # characters of a title at most
_HEADING = 80  # characters of a heading at most
_FIGURE = re.compile(r"(?<!\A)\d")
_COUNTED = frozenset({"unit", "commodity", "enterprise", "corridor", "counted", "rank"})


@dataclass(frozen=True, slots=True)
class Notation:
    """`currency`: of all values; `amount`: the unit of a number without one; `changes`: whether a number with a sign in brackets is a percentage.

    `line` is where the note stands: the numbers in it are units. `listed`: it heads lines that open with what their first number is of.
    """

    currency: Quantity | None = None
    amount: Quantity | None = None
    changes: bool = False
    line: tuple[int, int] = (0, 0)
    listed: bool = False


def stated(text: str, reader: QuantityReader, lexicon: Lexicon) -> Notation:
    """What the first lines of a folded text that name a unit say of its figures."""
    head = text[:_OPENING]
    if not any(mark in head for mark in lexicon.role("unit-mark")):
        return Notation() if lexicon.language == "zh" else _titled(text, reader, lexicon)
    at, words = Reader(head, reader, lexicon).stated(len(head))
    money = words.unit("money")
    if money is None:
        return Notation()
    return Notation(money, money if money.scale > 1 else None, "%" in words.printed, (at, at + len(words.printed)))


def _titled(text: str, reader: QuantityReader, lexicon: Lexicon) -> Notation:
    """What a title says in brackets at its end, where that is only a unit of money: "Foreign trade of Liaoning, 2023 (RMB)", "(billion yuan)"."""
    end = text.find("\n")
    line = text[: max(end, 0)].rstrip()
    held = _BRACKETED.findall(line) if len(line) <= _TITLE and line[-1:] == ")" else []
    body = held[-1] if held else ""
    first, _, rest = body.partition(" ")
    body = rest if first in lexicon.role("with") else body  # in RMB
    unit = Reader("", reader, lexicon).unit(body) if body and not any(c.isdecimal() for c in body) else None
    if unit is None or unit.kind != "money":
        return Notation()
    start = len(line) - len(held[-1]) - 1
    return Notation(unit, unit if unit.scale > 1 else None, True, (start, len(line)))


def headed(text: str, start: int, reader: QuantityReader, lexicon: Lexicon) -> Notation | None:
    """What the line at a position says of the lines under it, where it is a heading that names their unit: "Five cities (CNY bn; change)"."""
    at, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    line = text[at : end if end >= 0 else len(text)].strip()
    held = _BRACKETED.findall(line) if len(line) <= _HEADING and line[-1:] in {")", ":"} else []
    if not held or _FIGURE.search(_BRACKETED.sub("", line)):
        return None
    units = [unit for _, _, unit in Reader("", reader, lexicon).units(held[-1])]
    money = next((u for u in units if u.kind == "money" and u.scale > 1), None)
    return Notation(money, money, "%" in held[-1], (at, at + len(line)), listed=True) if money is not None else None


def written_out(tokens: list[Token], text: str, how: Notation, strays: Callable[[int, int], bool]) -> list[Token]:
    """The tokens with the units that a note leaves out: a number with decimals is an amount, one with a sign in brackets a change in percent.

    `strays` tells whether words that no list has stand between two places: of what they name nobody knows whether it is an amount.
    """
    if how.amount is None:
        return tokens
    out: list[Token] = []
    for index, token in enumerate(tokens):
        members = [m.quantity for m in token.members if m.quantity is not None] if token.kind == "q" else []
        if not members or any(q.kind != "number" or q.scale != 1 for q in members):
            out.append(token)
            continue
        bracketed = text[token.start - 1 : token.start] + text[token.end : token.end + 1] == "()"
        if how.changes and bracketed and (how.listed or all(q.signed for q in members)):
            out.append(_with(token, _changed))
        elif _amounts(tokens, index, strays, whole=how.listed and index == _first(tokens)) and not any(q.signed for q in members):
            out.append(_with(token, partial(_amounting, unit=how.amount)))
        else:
            out.append(token)
    return out


def _first(tokens: list[Token]) -> int:
    """Where the first figure stands."""
    return next((i for i, t in enumerate(tokens) if t.kind == "q"), -1)


def _amounts(tokens: list[Token], index: int, strays: Callable[[int, int], bool], *, whole: bool) -> bool:
    """Whether a number stands right behind its subject, with nothing between that says that it is something else.

    It has decimals, unless a `whole` number may be an amount as well.
    """
    token = tokens[index]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    decimals = whole or all("." in m.text for m in token.members)
    if not decimals or (after is not None and after.kind in _COUNTED and after.start - token.end < _BESIDE):
        return False
    first = index
    while first and (tokens[first - 1].kind not in _BOUNDARIES or (first == index and tokens[first - 1].kind == ":")):
        first -= 1
    kinds = {t.kind for t in tokens[first:index]}
    told = {t.concept.get("indicator") for t in tokens[first:index] if t.kind in {"term", "facet"}}
    return bool(kinds) and told <= _VALUES and kinds <= _AHEAD and not strays(tokens[first].start, token.start)


def _with(token: Token, change: Callable[[Quantity], Quantity]) -> Token:
    """A number, or each of a list of numbers, with its quantity changed."""
    quantity = change(token.quantity) if token.quantity is not None else None
    return replace(token, quantity=quantity, items=tuple(_with(m, change) for m in token.items))


def _changed(quantity: Quantity) -> Quantity:
    return replace(quantity, kind="percent", unit="%", signed=True)


def _amounting(quantity: Quantity, unit: Quantity) -> Quantity:
    return replace(
        quantity, value=quantity.value * unit.value, precision=quantity.precision * unit.value, unit=unit.unit, kind=unit.kind,
        counted=unit.counted, scale=unit.scale,
    )  # fmt: skip
