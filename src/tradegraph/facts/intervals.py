"""Printed figures: what arithmetic within one release makes of a printed number.

A printed figure stands for every value that rounds to it; a hedge widens the interval. Two intervals are kept for each figure: `narrow` is
half a unit of the last digit on either side and is what agreement is judged by; `wide` is what contradiction is judged by, so that figures
that were cut off instead of rounded, or revised in the last digit, contradict nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from tradegraph.intervals import Interval
from tradegraph.model import Observation

_HALF = Decimal("0.5")
_ABOUT = (Decimal("0.02"), Decimal("0.10"))  # how far "about" reaches, narrow and wide
_SPOKEN = Decimal(10)  # percent: how far "half" and "eight tenths" reach
_OVER = (Decimal("0.05"), Decimal(1))  # how far above a threshold the figure may lie: "over 1 million" may be 1.9


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed: the interval within which it agrees with another, and the one outside which it contradicts it."""

    narrow: Interval
    wide: Interval


def printed(fact: Observation) -> Printed:
    """The intervals of a figure from its value, its precision and its hedge, in the unit of the value."""
    value, unit = fact.value, fact.precision
    if not any(c.isdecimal() for c in fact.text):
        unit = max(unit, _SPOKEN if fact.unit in {"%", "pp"} else abs(value) / 10)
    half = unit * _HALF
    size = abs(value)
    if fact.approx == "~":
        return Printed(_around(value, max(half, size * _ABOUT[0])), _around(value, max(unit, size * _ABOUT[1])))
    if fact.approx in {">", "<"}:
        up = (fact.approx == ">") == (value >= 0)
        return Printed(_beyond(value, max(unit, size * _OVER[0]), half, up=up), _beyond(value, max(unit, size * _OVER[1]), unit, up=up))
    return Printed(_around(value, half), _around(value, unit))


def _around(value: Decimal, by: Decimal) -> Interval:
    return Interval(value - by, value + by)


def _beyond(value: Decimal, reach: Decimal, slack: Decimal, *, up: bool) -> Interval:
    return Interval(value - slack, value + reach) if up else Interval(value - reach, value + slack)


def hull(function: Callable[..., Decimal], *arguments: Interval) -> Interval | None:
    """The image of a function that is monotone in each argument, which its corners bound; None where it is not defined at one of them."""
    try:
        values = [function(*corner) for corner in product(*((a.low, a.high) for a in arguments))]
    except ArithmeticError:
        return None
    return Interval(min(values), max(values))


def applied(function: Callable[..., Decimal], *figures: Printed) -> Printed | None:
    """The same for printed figures, narrow and wide."""
    narrow, wide = hull(function, *(f.narrow for f in figures)), hull(function, *(f.wide for f in figures))
    return Printed(narrow, wide) if narrow is not None and wide is not None else None
