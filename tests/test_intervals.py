"""What a printed figure leaves open, and what two figures leave open together."""

from __future__ import annotations

from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradegraph.errors import UsageError
from tradegraph.intervals import Interval, common, point, printed, rounded

WIDE = Context(prec=120)
NUMBER = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
UNIT = st.sampled_from([Decimal(10) ** n for n in range(-4, 9)])


def between(low: str, high: str) -> Interval:
    return Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("value", "precision", "approx", "expected"),
    [
        ("126.7", "0.1", "", ("126.65", "126.75")),
        ("-0.7", "0.1", "", ("-0.75", "-0.65")),
        ("5", "1", ">", ("5", "Infinity")),
        ("-10", "1", ">", ("-Infinity", "-10")),
        ("10", "1", "<", ("0", "10")),
        ("-10", "1", "<", ("-10", "0")),
        ("126.7", "0.1", "~", ("126.6", "126.8")),
        ("300", "1", "~", ("250", "350")),
        ("9770", "10", "~", ("9760", "9780")),
        ("0", "0.1", "~", ("-0.1", "0.1")),
    ],
)
def test_a_figure_stands_for_an_interval(value: str, precision: str, approx: str, expected: tuple[str, str]) -> None:
    assert printed(Decimal(value), Decimal(precision), approx) == between(*expected)


def test_an_unknown_hedge_is_refused() -> None:
    with pytest.raises(UsageError, match="no hedge"):
        printed(Decimal(1), Decimal(1), "?")


def test_figures_one_unit_apart_differ() -> None:
    one, other = printed(Decimal("126.7"), Decimal("0.1")), printed(Decimal("126.8"), Decimal("0.1"))
    assert common([one, other]) is None
    assert common([one, printed(Decimal("126.72"), Decimal("0.01"))]) == between("126.715", "126.725")
    assert common([one, printed(Decimal(127), Decimal(1))]) == between("126.65", "126.75")


def test_an_exact_value_may_lie_at_an_end() -> None:
    assert common([point(5), printed(Decimal(5), Decimal(1), ">")]) == point(5)
    assert common([point(5), point(6)]) is None


def test_division_needs_a_divisor_without_nought() -> None:
    with pytest.raises(ZeroDivisionError):
        point(1) / between("-1", "1")


@given(NUMBER, UNIT, NUMBER, UNIT)
def test_arithmetic_loses_no_value(a: Decimal, p: Decimal, b: Decimal, q: Decimal) -> None:
    one, other = printed(a, p), printed(b, q)
    for x in (one.low, a, one.high):
        for y in (other.low, b, other.high):
            assert (one + other).low <= WIDE.add(x, y) <= (one + other).high
            assert (one - other).low <= WIDE.subtract(x, y) <= (one - other).high
            assert (one * other).low <= WIDE.multiply(x, y) <= (one * other).high
            if not other.low <= 0 <= other.high:
                assert (one / other).low <= WIDE.divide(x, y) <= (one / other).high


@given(NUMBER, UNIT, st.integers(1, 10**6))
def test_rounding_keeps_the_value_within_its_bounds(a: Decimal, p: Decimal, share: int) -> None:
    bounds = printed(a, p) / point(share)
    value, outer = rounded(bounds.low, bounds)
    assert outer.low <= bounds.low <= bounds.high <= outer.high
    assert outer.low <= value <= outer.high
    assert outer.width <= bounds.width * Decimal("1.3")


@given(st.lists(st.tuples(NUMBER, UNIT), min_size=1, max_size=6))
def test_figures_agree_together_where_each_two_agree(figures: list[tuple[Decimal, Decimal]]) -> None:
    intervals = [printed(value, unit) for value, unit in figures]
    pairs = all(common([a, b]) is not None for a in intervals for b in intervals)
    assert (common(intervals) is not None) == pairs
