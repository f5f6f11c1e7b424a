"""Intervals: every value that a printed number leaves open, and arithmetic that loses none of them.

A figure of precision p (one unit of its last printed digit) stands for what rounds to it, half a unit on either side. A hedge speaks of the
size of a figure: "fell by over 10 percent" is −10 and less. "About" makes the zeros at the end of a number mean nothing: about 300 million
is what rounds to 300 million at its last digit other than nought. All intervals are closed; an end may be infinite.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

from tradegraph.errors import UsageError

_INFINITY = Decimal("Infinity")
_HALF = Decimal("0.5")
# a context of our own, so that a caller's settings change no result
EXACT = Context(prec=50)
_DOWN, _UP = Context(prec=50, rounding=ROUND_FLOOR), Context(prec=50, rounding=ROUND_CEILING)


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of the reals; `low` ≤ `high`, either may be infinite."""

    low: Decimal
    high: Decimal

    @property
    def width(self) -> Decimal:
        """How much is left open; infinite where an end is."""
        return EXACT.subtract(self.high, self.low) if self.finite else _INFINITY

    @property
    def finite(self) -> bool:
        return self.low.is_finite() and self.high.is_finite()

    @property
    def size(self) -> Decimal:
        """The larger of the two distances from nought."""
        return max(abs(self.low), abs(self.high))

    def meets(self, other: Interval) -> bool:
        """Whether the closed intervals share a value, be it an end of both; `common` is stricter."""
        return self.low <= other.high and other.low <= self.high

    def stretched(self, by: Decimal) -> Interval:
        """Wider by so much on either side."""
        return Interval(_DOWN.subtract(self.low, by), _UP.add(self.high, by))

    def __add__(self, other: Interval) -> Interval:
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(_DOWN.subtract(self.low, other.high), _UP.subtract(self.high, other.low))

    def __mul__(self, other: Interval) -> Interval:
        if self.low > 0 and other.low > 0:  # nearly always, and four times as fast
            return Interval(_DOWN.multiply(self.low, other.low), _UP.multiply(self.high, other.high))
        corners = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_DOWN.multiply(a, b) for a, b in corners), max(_UP.multiply(a, b) for a, b in corners))

    def __truediv__(self, other: Interval) -> Interval:
        """Division by an interval without nought in it. Raises ZeroDivisionError where it holds nought."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("division by an interval that holds nought")
        if self.low > 0 and other.low > 0:
            return Interval(_DOWN.divide(self.low, other.high), _UP.divide(self.high, other.low))
        corners = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_DOWN.divide(a, b) for a, b in corners), max(_UP.divide(a, b) for a, b in corners))


def point(value: Decimal | int) -> Interval:
    """The interval of one value that is known exactly."""
    exact = Decimal(value)
    return Interval(exact, exact)


def printed(value: Decimal, precision: Decimal, approx: str = "") -> Interval:
    """What a figure leaves open. `approx` is the fact table's hedge: "~", ">", "<" or empty. Raises UsageError for another one."""
    half = EXACT.multiply(precision, _HALF)
    if approx == "~":
        half = max(precision, EXACT.multiply(_last_unit(value), _HALF))
    if approx in {"", "~"}:
        return Interval(EXACT.subtract(value, half), EXACT.add(value, half))
    if approx == ">":
        return Interval(-_INFINITY, value) if value < 0 else Interval(value, _INFINITY)
    if approx == "<":
        return Interval(value, Decimal(0)) if value < 0 else Interval(Decimal(0), value)
    raise UsageError(f"no hedge {approx!r}; write '~', '>', '<' or nothing")


def _last_unit(value: Decimal) -> Decimal:
    """One unit of the last digit other than nought: 300 → 100."""
    if value == 0:
        return Decimal(0)
    exponent = value.normalize(EXACT).as_tuple().exponent
    return Decimal(1).scaleb(int(exponent), EXACT)


def common(intervals: Iterable[Interval]) -> Interval | None:
    """What all of them allow, or None where they cannot all hold.

    Two intervals that merely touch share no more than a value that would have been rounded either way: 126.7 and 126.8 differ. An end counts
    where one of the intervals is that value and nothing else.
    """
    found = tuple(intervals)
    low, high = max(i.low for i in found), min(i.high for i in found)
    if low < high or (low == high and any(i.low == i.high for i in found)):
        return Interval(low, high)
    return None


def rounded(value: Decimal, bounds: Interval) -> tuple[Decimal, Interval]:
    """A computed value and its finite bounds to two digits of what is left open, the bounds outwards.

    Raises UsageError for infinite bounds.
    """
    if not bounds.finite:
        raise UsageError("infinite bounds cannot be rounded")
    if bounds.width == 0:
        return value, bounds
    unit = Decimal(1).scaleb(bounds.width.adjusted() - 1, EXACT)

    def to(number: Decimal, rounding: str) -> Decimal:
        steps = EXACT.divide(number, unit).to_integral_value(rounding)
        return EXACT.multiply(steps, unit)

    return to(value, ROUND_HALF_EVEN), Interval(to(bounds.low, ROUND_FLOOR), to(bounds.high, ROUND_CEILING))
