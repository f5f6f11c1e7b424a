"""Identities: what some figures of a region say about another one, by the definitions of the statistics.

exports + imports = total and exports − imports = balance; level × (1 + growth) = level a year later; part = whole × share; the figure of
a month or quarter = the difference of two running totals; a gap of growth = the difference of two growths; no part is larger than its whole.
Each is computed on what the figures leave open, so that a result is as wide as its premises make it. Reconciliation estimates what nobody
printed from them, and consistency compares what was printed with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tradegraph.claims import (
    AREA,
    BASIS,
    COMMODITY,
    COMPARATOR,
    ENTERPRISE,
    FLOW,
    INDICATOR,
    MEASURE,
    PARTNER,
    QUANTITY_UNIT,
    RANK_OF,
    REGIME,
    TIME,
    Key,
)
from tradegraph.graph import period_iri
from tradegraph.intervals import Interval, point
from tradegraph.vocabulary import CODE, PERIOD, code_iri

_LEVEL, _GROWTH, _SHARE, _GAP, _NO_MEASURE = (code_iri("measure", name) for name in ("level", "growth", "share", "growth-gap", "NONE"))
_PERCENT, _POINTS = code_iri("unit", "%"), code_iri("unit", "pp")
_TOTAL, _EXPORT, _IMPORT, _BALANCE = FLOWS = tuple(code_iri("flow", name) for name in ("total", "export", "import", "balance"))
_YOY, _NO_BASIS = code_iri("basis", "YOY"), code_iri("basis", "NONE")
_NO_COMPARATOR, _OVERALL = code_iri("comparator", "NONE"), code_iri("comparator", "overall")
_TRADE, _PRICE = code_iri("indicator", "trade"), code_iri("indicator", "trade-price")
# what adds up over months; stocks, times and counts of enterprises do not
_ADDITIVE = frozenset(code_iri("indicator", name) for name in ("trade", "trade-quantity", "cargo", "fdi"))
_PER = code_iri("unit", "/").removeprefix(code_iri("unit", ""))  # what is reached in a day does not add up over months either
_WHOLES = {
    PARTNER: code_iri("partner", "WORLD"), COMMODITY: code_iri("commodity", "TOTAL"), ENTERPRISE: code_iri("enterprise", "ALL"),
    REGIME: code_iri("regime", "ALL"),
}  # fmt: skip
_ONE, _TWO, _HUNDRED = point(1), point(2), point(100)
_GROWTH_OF = {MEASURE: _GROWTH, COMPARATOR: _NO_COMPARATOR}
_NARROWED = {"partner": PARTNER, "commodity": COMMODITY, "enterprise": ENTERPRISE, "regime": REGIME}


@dataclass(frozen=True, slots=True)
class Known:
    """A figure on which the releases agree: its value, what it leaves open, its unit."""

    value: Decimal
    bounds: Interval
    unit: str


_NONE: Mapping[Key, Known] = {}


@dataclass(frozen=True, slots=True)
class Implied:
    """What an identity says about a figure: `rule` is a notation of code/derivation, `estimated` whether it may stand in for a missing figure."""

    rule: str
    target: Key
    value: Decimal
    bounds: Interval
    unit: str
    premises: tuple[Key, ...]
    estimated: bool = True


def implied(own: Mapping[Key, Known], elsewhere: Mapping[Key, Known] = _NONE) -> Iterator[Implied]:
    """Everything that known figures with finite bounds say about figures, known or not; the same order for the same figures.

    All targets are of the areas of the figures given. `elsewhere` holds those of other areas that are premises (`other_area`).
    """
    known = {**elsewhere, **own} if elsewhere else own
    flows: dict[Key, dict[str, Key]] = {}
    running: dict[Key, dict[int, Key]] = {}
    for key in sorted(own):
        measure = key[MEASURE]
        if measure == _LEVEL:
            if key[FLOW] in FLOWS and key[INDICATOR] == _TRADE:
                flows.setdefault(_with(key, {FLOW: ""}), {})[key[FLOW]] = key
            months = _months(key[TIME])
            if months is not None and months[0] % 12 == 0 and months[1] <= 12 and key[INDICATOR] in _ADDITIVE and _PER not in key[QUANTITY_UNIT]:
                running.setdefault(_with(key, {TIME: str(months[0])}), {})[months[1]] = key
            yield from _at_most_whole(key, known)
        elif measure == _GROWTH:
            yield from _year_earlier(key, known)
        elif measure == _SHARE:
            yield from _part_of_share(key, known)
        elif measure == _GAP:
            yield from _gap(key, known)
    for group in flows.values():
        yield from _flow_identity(group, known)
    for totals in running.values():
        yield from _difference(totals, known)


# ---------------------------------------------------------------------- flows


def _sum(x: Interval, y: Interval) -> Interval:
    return x + y


def _difference_of(x: Interval, y: Interval) -> Interval:
    return x - y


def _twice_less(x: Interval, y: Interval) -> Interval:
    return _TWO * x - y


def _twice_more(x: Interval, y: Interval) -> Interval:
    return _TWO * x + y


def _less_twice(x: Interval, y: Interval) -> Interval:
    return x - _TWO * y


def _half_of_sum(x: Interval, y: Interval) -> Interval:
    return (x + y) / _TWO


def _half_of_difference(x: Interval, y: Interval) -> Interval:
    return (x - y) / _TWO


_FLOW_RULES = (
    # target, first, second, and the target as a function of the two
    (_TOTAL, _EXPORT, _IMPORT, _sum), (_TOTAL, _EXPORT, _BALANCE, _twice_less), (_TOTAL, _IMPORT, _BALANCE, _twice_more),
    (_EXPORT, _TOTAL, _IMPORT, _difference_of), (_EXPORT, _IMPORT, _BALANCE, _sum), (_EXPORT, _TOTAL, _BALANCE, _half_of_sum),
    (_IMPORT, _TOTAL, _EXPORT, _difference_of), (_IMPORT, _EXPORT, _BALANCE, _difference_of), (_IMPORT, _TOTAL, _BALANCE, _half_of_difference),
    (_BALANCE, _EXPORT, _IMPORT, _difference_of), (_BALANCE, _EXPORT, _TOTAL, _twice_less), (_BALANCE, _TOTAL, _IMPORT, _less_twice),
)  # fmt: skip


def _flow_identity(group: Mapping[str, Key], known: Mapping[Key, Known]) -> Iterator[Implied]:
    for target, first, second, function in _FLOW_RULES:
        if first in group and second in group:
            keys = (group[first], group[second])
            yield from _apply("flow-identity", _with(keys[0], {FLOW: target}), function, keys, known)


# ---------------------------------------------------------------------- time


def _year_earlier(key: Key, known: Mapping[Key, Known]) -> Iterator[Implied]:
    months = _months(key[TIME])
    if key[BASIS] != _YOY or key[FLOW] == _BALANCE or known[key].unit != _PERCENT or months is None:
        return
    level = _level_of(key)
    earlier = _with(level, {TIME: _period(months[0] - 12, months[1])})
    if level in known:
        estimated = key[INDICATOR] in _ADDITIVE or key[INDICATOR] == _PRICE  # no fraction of a firm is registered
        yield from _apply("year-earlier", earlier, lambda now, rate: now / (_ONE + rate / _HUNDRED), (level, key), known, estimated=estimated)


def _difference(totals: Mapping[int, Key], known: Mapping[Key, Known]) -> Iterator[Implied]:
    for longer in sorted(totals):
        for shorter in sorted(totals):
            tail = longer - shorter
            if tail == 1 or (tail == 3 and longer % 3 == 0):
                months = _months(totals[longer][TIME])
                if months is None:
                    continue
                target = _with(totals[longer], {TIME: _period(months[0] + shorter, tail)})
                yield from _apply("difference-of-totals", target, _difference_of, (totals[longer], totals[shorter]), known)


# ---------------------------------------------------------------------- parts and wholes


def _part_of_share(key: Key, known: Mapping[Key, Known]) -> Iterator[Implied]:
    whole = _whole_of_share(key)
    part = _level_of(key)
    if whole is None or whole == part or whole not in known or known[key].unit != _PERCENT:
        return
    yield from _apply("part-of-share", part, lambda x, share: x * share / _HUNDRED, (whole, key), known)


def _whole_of_share(key: Key) -> Key | None:
    """The level that a share is a share of; None where its base is not one that the key tells."""
    level = _level_of(key)
    base = key[COMPARATOR]
    if base == key[AREA]:
        return _with(level, _WHOLES)
    if base.startswith(CODE + "place/"):
        # a share of another place's total, not of that place's part; where the key is narrowed, the text decides and the key does not tell
        return _with(level, {AREA: base}) if all(level[slot] == whole for slot, whole in _WHOLES.items()) else None
    head, mark, value = base[len(CODE + "comparator/") :].partition("-")
    slot = _NARROWED.get(head)
    if slot is None or not mark or not base.startswith(CODE + "comparator/"):
        return None
    return _with(level, {**_WHOLES, slot: f"{CODE}{head}/{value}"})


def other_area(key: Key) -> Key | None:
    """The figure of another area that a share or a gap of growth is compared with."""
    other = _whole_of_share(key) if key[MEASURE] == _SHARE else _compared(key) if key[MEASURE] == _GAP else None
    return other if other is not None and other[AREA] != key[AREA] else None


def _at_most_whole(key: Key, known: Mapping[Key, Known]) -> Iterator[Implied]:
    whole = _with(key, _WHOLES)
    if whole == key or key[INDICATOR] != _TRADE or key[FLOW] not in FLOWS or key[FLOW] == _BALANCE or whole not in known:
        return
    held = known[whole]
    if held.bounds.high.is_finite():
        yield Implied("part-of-whole", key, held.value, Interval(Decimal("-Infinity"), held.bounds.high), held.unit, (whole,), estimated=False)


def _gap(key: Key, known: Mapping[Key, Known]) -> Iterator[Implied]:
    """Growth − growth of another; the other is the nation's or a province's total, or the region's own."""
    own, other = _with(key, _GROWTH_OF), _compared(key)
    if (
        other is not None
        and own in known
        and other in known
        and own != other
        and known[own].unit == known[other].unit == _PERCENT
        and known[key].unit == _POINTS
    ):
        yield from _apply("growth-gap", key, _difference_of, (own, other), known, _POINTS, estimated=False)


def _compared(key: Key) -> Key | None:
    """The growth that a gap of growth is counted from; None where the key does not tell."""
    own = _with(key, _GROWTH_OF)
    if key[COMPARATOR] == _OVERALL:
        return _with(own, _WHOLES)
    if key[COMPARATOR].startswith(CODE + "place/") and all(key[slot] == whole for slot, whole in _WHOLES.items()):
        return _with(own, {AREA: key[COMPARATOR]})
    return None


# ---------------------------------------------------------------------- small things


def _apply(
    rule: str,
    target: Key,
    function: Callable[[Interval, Interval], Interval],
    keys: tuple[Key, Key],
    known: Mapping[Key, Known],
    unit: str = "",
    *,
    estimated: bool = True,
) -> Iterator[Implied]:
    """A function of two figures; nothing where one is open at an end, or a divisor may be nought."""
    first, second = (known[key] for key in keys)
    if not (first.bounds.finite and second.bounds.finite):
        return
    try:
        bounds = function(first.bounds, second.bounds)
        value = function(point(first.value), point(second.value)).low
    except ZeroDivisionError:
        return
    yield Implied(rule, target, min(max(value, bounds.low), bounds.high), bounds, unit or first.unit, keys, estimated)


def _level_of(key: Key) -> Key:
    return _with(key, {MEASURE: _LEVEL, BASIS: _NO_BASIS, COMPARATOR: _NO_COMPARATOR, RANK_OF: _NO_MEASURE})


def _with(key: Key, slots: Mapping[int, str]) -> Key:
    changed = list(key)
    for slot, value in slots.items():
        changed[slot] = value
    return tuple(changed)


def _months(period: str) -> tuple[int, int] | None:
    """The first month, counted from the year 0, and the number of months; None where the period is unknown."""
    first, _, length = period[len(PERIOD) :].partition("/")
    year, _, month = first.partition("-")
    if not (year.isdecimal() and month.isdecimal() and length[1:-1].isdecimal()):
        return None
    return int(year) * 12 + int(month) - 1, int(length[1:-1])


def _period(first: int, months: int) -> str:
    return period_iri(f"{first // 12:04d}-{first % 12 + 1:02d}", months)
