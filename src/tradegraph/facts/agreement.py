"""Agreement: what the figures of one sentence say of each other's subjects.

A figure may leave open what a later one tells. "Footwear earned 3.6 billion yuan, a fifth of all exports": the amount is of exports too. And
"Exports made up 189 billion and imports 116 billion" behind the 305 billion yuan of private firms: the two are theirs, as only their sum is
that amount. An amount that is more than the trade of the mode that a release is about is of all modes. Nothing that a statement itself names is
changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tradegraph.facts.firms import TRADED
from tradegraph.facts.frame import SECONDARY, Frame
from tradegraph.facts.state import TRADE_FLOWS, Reading
from tradegraph.intervals import Interval, printed

_SLOTS = ("reporter", "place", "label", "period", *SECONDARY)
_BOTH = frozenset({"", "total"})  # flows of an amount of trade in both directions
_DIGITS = 100  # a sum tells something where an amount is at least so many units of its last digit


def settled(readings: Sequence[Reading], before: Sequence[Reading]) -> list[Reading]:
    """The readings of a sentence, each with what others tell of its subject; `before` are the `telling` amounts of the sentences before it."""
    return _outgrown(_summed(_of_flow(list(readings)), before), before)


def telling(readings: Iterable[Reading]) -> list[Reading]:
    """The amounts among the readings that tell something of what follows: those of total trade and those of one mode."""
    return [r for r in readings if _amount(r) and (r.frame.flow in _BOTH or r.frame.regime)]


def lasting(amounts: Iterable[Reading]) -> list[Reading]:
    """Those of them that tell something of later paragraphs, too."""
    return [r for r in amounts if r.frame.regime]


def _of_flow(readings: list[Reading]) -> list[Reading]:
    """A part of the exports is of exports, and so is what the same sentence says of the same part before."""
    out = list(readings)
    for at, share in enumerate(readings):
        if share.measure != "share" or share.indicator not in TRADED or share.frame.flow not in TRADE_FLOWS:
            continue
        same = [i for i in range(at) if out[i].indicator in TRADED and _alike(out[i].frame, share.frame) and out[i].frame.flow in _BOTH]
        goods = share.frame.partner or share.frame.commodity
        if goods and not share.frame.regime and not any("flow" in out[i].stated for i in same):
            for index in same:
                out[index] = out[index]._replace(frame=out[index].frame.with_(flow=share.frame.flow))
    return out


def _summed(readings: list[Reading], before: Sequence[Reading]) -> list[Reading]:
    """Exports and imports that add up to one total only are of that total's subject."""
    out = list(readings)
    for export in [r for r in readings if _amount(r) and r.frame.flow == "export"]:
        for other in [r for r in readings if _amount(r) and r.frame.flow == "import" and _alike(r.frame, export.frame)]:
            whole = _interval(export) + _interval(other)
            amounts = [t for t in [*before, *telling(readings)] if t.frame.flow in _BOTH and t.unit == export.unit]
            known = [t for t in amounts if _interval(t).meets(whole)]
            if not known or any(_alike(t.frame, export.frame) for t in known):
                continue
            total = known[-1].frame
            changed = {slot for slot in _SLOTS if getattr(total, slot) != getattr(export.frame, slot)}
            if changed & (export.stated | other.stated) or "period" in changed:
                continue
            said = {slot: getattr(total, slot) for slot in changed}
            for index, reading in enumerate(out):
                if _alike(reading.frame, export.frame) and reading.frame.flow in TRADE_FLOWS and not changed & reading.stated:
                    out[index] = reading._replace(frame=reading.frame.with_(**said))
    return out


def _outgrown(readings: list[Reading], before: Sequence[Reading]) -> list[Reading]:
    """What is more than the mode's trade, or its trade in that direction, is no trade of the mode that was only carried over."""
    out = list(readings)
    for amount in telling(readings):
        if not amount.frame.regime or "regime" in amount.stated:
            continue
        flows = _BOTH | {amount.frame.flow}
        stated = [t for t in [*before, *readings] if "regime" in t.stated and t.frame.flow in flows and t.unit == amount.unit]
        wholes = [_interval(t) for t in stated if _alike(t.frame, amount.frame)]
        if wholes and all(w.high < _interval(amount).low for w in wholes):
            for index, reading in enumerate(out):
                if _alike(reading.frame, amount.frame) and "regime" not in reading.stated:
                    out[index] = reading._replace(frame=reading.frame.with_(regime=""))
    return out


def _amount(reading: Reading) -> bool:
    """Whether a reading is an amount of trade, exact enough for its sum to tell anything."""
    exact = abs(reading.value) >= _DIGITS * reading.quantity.precision
    return reading.indicator == "trade" and reading.measure == "level" and reading.quantity.kind == "money" and exact


def _interval(reading: Reading) -> Interval:
    return printed(reading.value, reading.quantity.precision, reading.quantity.approx)


def _alike(a: Frame, b: Frame) -> bool:
    """Whether two frames differ in nothing but flow and indicator."""
    return all(getattr(a, slot) == getattr(b, slot) for slot in _SLOTS if slot not in {"place", "label"})
