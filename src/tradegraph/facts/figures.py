"""The figures of one release as arithmetic looks for them: by what they are of, and by how they are measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tradegraph.facts.intervals import Printed, printed
from tradegraph.model import Observation

MONEY = frozenset({"CNY", "USD", "EUR", "HKD"})
LIMIT = 4  # how many figures of one subject are tried in one role of an identity
_MANY = 200  # periods; a text with more is no release, and each is compared with each
_UNKNOWN = "?"  # the currency of a growth that stands without a level


class Subject(NamedTuple):
    """What a figure is of, but for its flow: the columns that two figures must share to be compared."""

    indicator: str
    reporter: str
    period: str
    partner: tuple[str, ...] = ()
    commodity: tuple[str, ...] = ()
    enterprise: str = ""
    regime: str = ""

    def whole(self) -> Subject:
        """All trade of the same reporter and period."""
        return Subject(self.indicator, self.reporter, self.period)


class Measure(NamedTuple):
    """How a figure of a subject is measured."""

    measure: str
    flow: str
    unit: str
    against: str = ""  # basis, base or ref
    currency: str = ""  # of the levels behind a growth, in a release of several currencies


Measures = dict[Measure, list[int]]  # the figures of one subject, by their place among the facts


class Figures:
    """The figures of a release by subject and measure, and the intervals of those that are asked for."""

    def __init__(self, facts: Sequence[Observation]) -> None:
        self.facts = facts
        self.currencies = _currencies_of(facts)
        self.by_subject: dict[Subject, Measures] = {}
        for index, fact in enumerate(facts):
            if fact.measure == "rank" or (fact.measure == "level" and "/" in fact.quantity_unit and fact.indicator != "trade-price"):
                continue  # what is reached in a day is no level of the period
            against = fact.basis if fact.measure == "growth" else fact.base if fact.measure == "share" else fact.ref or fact.base
            measure = Measure(fact.measure, fact.flow, fact.unit, against, self.currencies[index])
            self.by_subject.setdefault(subject(fact), {}).setdefault(measure, []).append(index)
        self.behind = (sorted({*self.currencies} - {_UNKNOWN, ""}) or ["CNY"]) if any(self.currencies) else [""]
        self.reporters = {s.reporter for s in self.by_subject}
        self.periods = {s.period for s in self.by_subject}
        self.countries: dict[Subject, list[Subject]] = {}
        for of in self.by_subject:
            if len(of.partner) == 1 and len(of.partner[0]) == 2 and not (of.commodity or of.enterprise or of.regime):
                self.countries.setdefault(of.whole(), []).append(of)
        self._longer: dict[str, list[str]] = {}
        self._intervals: list[Printed | None] = [None] * len(facts)

    def interval(self, index: int) -> Printed:
        found = self._intervals[index]
        if found is None:
            found = self._intervals[index] = printed(self.facts[index])
        return found

    def levels(self, of: Subject, flow: str, unit: str) -> list[int]:
        return self._get(of, "level", flow, unit)

    def growths(self, of: Subject, flow: str, currency: str) -> list[int]:
        """Growths over the year before, of levels in one currency or in one that is not known."""
        known = self._get(of, "growth", flow, "%", "yoy", currency)
        return known + self._get(of, "growth", flow, "%", "yoy", _UNKNOWN) if currency else known

    def shares(self, of: Subject, flow: str) -> list[int]:
        return self._get(of, "share", flow, "%")

    def longer(self, period: str) -> list[str]:
        """The periods of the release that contain another."""
        if period not in self._longer:
            inner = months(period)
            spans = [(p, months(p)) for p in sorted(self.periods)] if inner and len(self.periods) < _MANY else []
            self._longer[period] = [p for p, outer in spans if inner and outer and outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]]
        return self._longer[period]

    def uncertain(self, *indices: int) -> bool:
        """Whether it is not known of which currency's levels one of the figures is the growth: it contradicts nothing."""
        return any(self.currencies[i] == _UNKNOWN for i in indices)

    def currency(self, unit: str) -> str:
        return unit if self.behind != [""] else ""

    def _get(self, of: Subject, measure: str, flow: str, unit: str, against: str = "", currency: str = "") -> list[int]:
        measures = self.by_subject.get(of)
        # a tuple is looked up as fast as it is made, and equals the named one
        found = measures.get((measure, flow, unit, against, currency)) if measures else None  # type: ignore[call-overload]
        return found[:LIMIT] if found else []


def _currencies_of(facts: Sequence[Observation]) -> list[str]:
    """The currency behind each growth of trade: the one it names, else that of the last amount before it in its sentence.

    In a release of one currency nothing is told apart.
    """
    out = [""] * len(facts)
    foreign = MONEY - {"CNY"}
    if not any((f.measure == "level" and f.unit in foreign) or (f.measure == "growth" and f.quantity_unit in foreign) for f in facts):
        return out
    unit, sentence = "", (-1, -1)
    for index in sorted(range(len(facts)), key=lambda i: facts[i].start):
        fact = facts[index]
        if fact.measure == "level" and fact.unit in MONEY:
            unit, sentence = fact.unit, fact.sentence
        elif fact.measure == "growth" and fact.indicator in {"trade", "fdi"}:
            out[index] = fact.quantity_unit if fact.quantity_unit in foreign else unit if fact.sentence == sentence else _UNKNOWN
    return out


def subject(fact: Observation) -> Subject:
    """The subject of a figure; lists in one order."""
    return Subject(
        fact.indicator,
        fact.reporter,
        fact.period,
        tuple(sorted(fact.partner)),
        tuple(sorted(c.id for c in fact.commodity)),
        fact.enterprise,
        fact.regime,
    )


def base(of: Subject, stated: str) -> Subject | None:
    """The subject that a share is a share of: FACTS.md's `base`; None where it is not known."""
    whole = of.whole()
    for item in filter(None, stated.split(";")):
        name, equals, value = item.partition("=")
        if not equals:
            if item == "commodity" or ":" in item:
                return None
            # a share of another place's total is of the same goods, partners and modes
            whole = of._replace(reporter=item)
        elif name == "enterprise":
            whole = whole._replace(enterprise=value)
        elif name == "regime":
            whole = whole._replace(regime=value)
        elif name == "partner":
            whole = whole._replace(partner=tuple(sorted(value.split(","))))
        elif name == "commodity":
            whole = whole._replace(commodity=tuple(sorted(value.split(","))))
        else:
            return None
    return whole


def containing(reporter: str) -> list[str]:
    """The places that contain a place of GB/T 2260, from the code alone: prefecture, province, country."""
    if len(reporter) != 6 or not reporter.isdecimal():
        return []
    out = [reporter[:4] + "00", reporter[:2] + "0000"]
    return [*dict.fromkeys(c for c in out if c != reporter), "CN"]


def period_before(period: str, basis: str) -> str:
    """The period that a growth compares with; empty where it is not known."""
    span = months(period)
    if span is None or span[0] < 12:
        return ""
    first, last = span
    if basis == "yoy":
        back = 12
    elif basis == "mom" and first == last:
        back = 1
    elif basis == "prev":
        back = last - first + 1
    elif basis.startswith("vs:") and basis[3:].isdecimal():
        back = 12 * (first // 12 - int(basis[3:]))
    else:
        return ""
    return _period(first - back, last - back)


def months(period: str) -> tuple[int, int] | None:
    """First and last month of FACTS.md's period, counted from year nought; a year that is not known is year nought."""
    if len(period) != 15:
        return None
    year, until = period[0:4], period[8:12]
    if year == "XXXX":
        return (int(period[5:7]) - 1, int(period[13:15]) - 1) if until == "XXXX" else None
    return int(year) * 12 + int(period[5:7]) - 1, int(until) * 12 + int(period[13:15]) - 1


def _period(first: int, last: int) -> str:
    return f"{first // 12:04d}-{first % 12 + 1:02d}/{last // 12:04d}-{last % 12 + 1:02d}"
