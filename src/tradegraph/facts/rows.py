"""From a reading to the fact: FACTS.md's columns."""

from __future__ import annotations

from tradegraph.facts.places import REGIONS, Gazetteer, slug
from tradegraph.facts.state import CUSTOMS_WORK, Reading
from tradegraph.model import Concept, Observation

_NO_FLOW = frozenset({"enterprises-active", "enterprises-registered", "fdi", "enforcement", "other"})
_ORDERED = "cbec"


def observation(
    reading: Reading, doc: str, text: str, anchor: tuple[int, int], sentence: tuple[int, int], gazetteer: Gazetteer, office: Concept | None
) -> Observation:
    """Write a reading as a fact; the figures of a customs office's own work are reported of the office."""
    frame, indicator = reading.frame, reading.indicator
    reporter = frame.reporter
    if indicator in CUSTOMS_WORK:
        own = indicator == "enforcement" or frame.place is None or gazetteer.type(frame.place) in REGIONS
        own = own and not (indicator == "clearance" and frame.regime == _ORDERED and frame.place is not None)  # parcels are sold in the city
        actor = frame.actor if frame.actor is not None and _competent(frame.actor, frame.place, gazetteer) else None
        actor = actor or (office if own and _competent(office, frame.place, gazetteer) else None)
        if actor is not None:
            reporter = "CN" if gazetteer.type(actor) == "customs-authority" else slug(actor.notation)
    flow = "" if indicator in _NO_FLOW else frame.flow
    if indicator in {"clearance", "cargo"} and flow == "balance":
        flow = ""
    if indicator in {"trade", "trade-quantity", "trade-price"} and not flow:
        flow = "total"
    return Observation(
        doc=doc, start=anchor[0], end=anchor[1], text=text, indicator=indicator, measure=reading.measure, value=reading.value, unit=reading.unit,
        reporter=reporter, period=str(frame.period) if frame.period else "", flow=flow, sentence=sentence, approx=reading.quantity.approx,
        partner=frame.partner, commodity=frame.commodity, enterprise=frame.enterprise, regime=frame.regime, basis=reading.basis, ref=reading.ref,
        base=reading.base, scope=reading.scope, rank_of=reading.rank_of, quantity_unit=quantity_unit(reading), precision=reading.quantity.precision,
        why=reading.why,
    )  # fmt: skip


def _competent(office: Concept | None, place: Concept | None, gazetteer: Gazetteer) -> bool:
    """Whether a customs office may act in a place: its region contains the place or lies in it."""
    regions = gazetteer.ancestors(office)[:1] if office is not None else []
    if place is None or not regions or gazetteer.type(place) == "country":
        return True
    province = gazetteer.level(regions[0], "province") or regions[0]
    return gazetteer.within(place, province) or gazetteer.within(regions[0], place)


def quantity_unit(reading: Reading) -> str:
    """The unit of the quantity behind the number: money, tonnes, money per tonne, or what is counted, in a day where it is reached in each."""
    quantity = reading.quantity
    if reading.measure == "level":
        if reading.indicator == "trade-price":
            return f"{quantity.unit}/t"
        counted = quantity.counted.notation if quantity.unit == "1" and quantity.counted is not None else quantity.unit
        return f"{counted}/{reading.per}" if reading.per else counted
    return "CNY" if reading.indicator == "trade" else ""
