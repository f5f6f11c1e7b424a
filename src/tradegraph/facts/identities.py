"""Identities between the figures of a release: each rule yields what it found about one subject, and nothing where the intervals tell nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from tradegraph.facts.figures import LIMIT, MONEY, Figures, Measures, Subject, base, containing, period_before, subject
from tradegraph.facts.intervals import applied
from tradegraph.intervals import Interval

REPEATED = "repeated"
# identities that join figures of different subjects: they confirm the subject as well as the number
ACROSS = frozenset({
    "share=part/whole", "gap=growth-growth", "share-change=growths", "contribution=share*growth", "growth=level/earlier-1",
})  # fmt: skip
_ADDITIVE = frozenset({"trade", "trade-quantity", "trade-price", "fdi"})  # indicators of which a release states parts and wholes of one total
_RANGES: dict[str, tuple[Decimal, Decimal | None]] = {
    "level": (Decimal(0), None),
    "growth": (Decimal(-100), None),
    "share": (Decimal(0), Decimal(100)),
}
_FLOWS = ("total", "export", "import")
_WEIGHTED = "growth=weighted-growths"
_OWNERSHIP = ("private", "foreign", "state", "collective")
_MODES = ("general", "processing", "border-small")  # modes of trade that exclude each other
_HUNDRED = Decimal(100)
_ONE = Decimal(1)
_SLACK = Decimal("1.02")  # a part may stand above its whole by rounding and revision
_RATE = Interval(Decimal(5), Decimal(9))  # yuan for a dollar, 1994 to today with a margin
_PLAUSIBLE_RATE = Interval(Decimal(6), Decimal("7.4"))  # yuan for a dollar since 2008
_REVISION = Decimal(2)  # percentage points by which a growth may differ from published levels, as the base was revised
_TELLING = Decimal("0.06")  # the widest agreement that tells something, as a part of the figure …
_TELLING_POINTS = Decimal("1.1")  # … or in percent and percentage points


@dataclass(frozen=True, slots=True)
class Finding:
    """An identity that was tried: the figures it joins (indices), the first of them the one that it computes, and whether it holds."""

    code: str
    facts: tuple[int, ...]
    holds: bool


# ---------------------------------------------------------------------- judging


def _judge(
    figures: Figures, code: str, claimed: int, premises: tuple[int, ...], function: Callable[..., Decimal], *, slack: Decimal = Decimal(0)
) -> Iterator[Finding]:
    """Compare a figure with what others make of it; `slack` widens the interval of contradiction.

    Only trade and investment are added up completely by their statisticians, so only there does disagreement mean a contradiction.
    """
    implied = applied(function, *(figures.interval(p) for p in premises))
    if implied is None:
        return
    claim = figures.interval(claimed)
    fact = figures.facts[claimed]
    if implied.narrow.meets(claim.narrow):
        width = implied.narrow.width + claim.narrow.width
        telling = width <= _TELLING_POINTS if fact.unit in {"%", "pp"} else width <= _TELLING * claim.narrow.size
        if telling:
            yield Finding(code, (claimed, *premises), True)
    elif fact.indicator in _ADDITIVE and not figures.uncertain(claimed, *premises) and not implied.wide.stretched(slack).meets(claim.wide):
        yield Finding(code, (claimed, *premises), False)


# ---------------------------------------------------------------------- within one subject


def repeated(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """One figure stated twice is one figure, a headline's rounded."""
    if of.indicator not in _ADDITIVE:
        return
    for measure, indices in measures.items():
        if len(indices) < 2 or measure.unit not in MONEY | {"%", "pp"} or figures.uncertain(indices[0]):
            continue
        if measure.measure == "growth" and measure.against not in {"yoy", "mom"}:
            continue  # growth since a year, and its yearly average
        for a, b in combinations(indices[: 2 * LIMIT], 2):
            if figures.facts[a].start == figures.facts[b].start:
                continue
            counted = {figures.facts[a].quantity_unit, figures.facts[b].quantity_unit}
            if of.indicator == "trade-quantity" and len(counted) > 1:
                continue  # tonnes and pieces of one good grow at rates of their own
            one, other = figures.interval(a), figures.interval(b)
            if one.narrow.meets(other.narrow):
                yield Finding(REPEATED, (a, b), True)
            elif not one.wide.meets(other.wide):
                yield Finding(REPEATED, (a, b), False)


def _units(measures: Measures) -> list[str]:
    return sorted({m.unit for m in measures if m.measure == "level" and m.unit not in {"1"}})


def _sum(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """total = export + import, and each of them is at most the total."""
    if len(measures) < 2:
        return
    for unit in _units(measures):
        total, exports, imports = (figures.levels(of, flow, unit) for flow in _FLOWS)
        for t, e, i in product(total, exports, imports):
            yield from _judge(figures, "total=export+import", t, (e, i), lambda x, y: x + y)
        for part in [*exports, *imports]:
            yield from _at_most(figures, "flow<=total", part, total)


def _balance(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """balance = export − import; with one of them unstated, balance = 2·export − total = total − 2·import."""
    if not any(m.flow == "balance" for m in measures):
        return
    for unit in _units(measures):
        balance = figures.levels(of, "balance", unit)
        if not balance:
            continue
        total, exports, imports = (figures.levels(of, flow, unit) for flow in _FLOWS)
        for b, e, i in product(balance, exports, imports):
            yield from _judge(figures, "balance=export-import", b, (e, i), lambda x, y: x - y)
        if not imports:
            for b, e, t in product(balance, exports, total):
                yield from _judge(figures, "balance=export-import", b, (e, t), lambda x, y: 2 * x - y)
        if not exports:
            for b, i, t in product(balance, imports, total):
                yield from _judge(figures, "balance=export-import", b, (i, t), lambda x, y: y - 2 * x)


def _growth_of_total(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """The growth of the total is the mean of those of its flows, weighted by their earlier levels; without levels it lies between them."""
    if len(measures) < 3:
        return
    weighed = False
    for unit in [u for u in _units(measures) if u in MONEY]:
        total, exports, imports = (figures.growths(of, flow, figures.currency(unit)) for flow in _FLOWS)
        t_levels, e_levels, i_levels = (figures.levels(of, flow, unit) for flow in _FLOWS)
        for t, e, i in product(total, exports, imports):
            for x, y in product(e_levels, i_levels):
                weighed = True
                yield from _judge(figures, _WEIGHTED, t, (x, y, e, i), _mean_growth, slack=_ONE / 5)
            for flow, other, levels in ((e, i, e_levels), (i, e, i_levels)):
                for x, y in product(levels if not (e_levels and i_levels) else [], t_levels):
                    weighed = True
                    yield from _judge(figures, _WEIGHTED, t, (x, y, flow, other), _mean_growth_of_part, slack=_ONE / 5)
    if weighed or of.indicator not in _ADDITIVE:
        return
    for currency in figures.behind:
        for t, e, i in product(*(figures.growths(of, flow, currency) for flow in _FLOWS)):
            low = min(figures.interval(e).wide.low, figures.interval(i).wide.low)
            high = max(figures.interval(e).wide.high, figures.interval(i).wide.high)
            if not figures.uncertain(t, e, i) and not figures.interval(t).wide.meets(Interval(low, high)):
                yield Finding("growth-between-growths", (t, e, i), False)


def _mean_growth(x: Decimal, y: Decimal, g: Decimal, h: Decimal) -> Decimal:
    """Growth in percent of x + y, which grew by g and h percent."""
    before = x / (1 + g / _HUNDRED) + y / (1 + h / _HUNDRED)
    return ((x + y) / before - 1) * _HUNDRED


def _mean_growth_of_part(x: Decimal, whole: Decimal, g: Decimal, h: Decimal) -> Decimal:
    return _mean_growth(x, whole - x, g, h)


def _currencies(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """A dollar figure restates a yuan figure at a rate of exchange."""
    if of.indicator not in _ADDITIVE:
        return
    for flow in ("total", "export", "import", "balance", ""):
        for cny, usd in product(figures.levels(of, flow, "CNY"), figures.levels(of, flow, "USD")):
            rate = applied(lambda x, y: x / y, figures.interval(cny), figures.interval(usd))
            if rate is None:
                continue
            if rate.narrow.meets(_PLAUSIBLE_RATE) and rate.narrow.width < _ONE:
                yield Finding("yuan=dollars*rate", (usd, cny), True)
            elif not rate.wide.meets(_RATE):
                yield Finding("yuan=dollars*rate", (usd, cny), False)


# ---------------------------------------------------------------------- against other subjects


def _at_most(figures: Figures, code: str, part: int, wholes: Sequence[int]) -> Iterator[Finding]:
    """A part is at most its whole, the largest where the whole is stated several times."""
    if wholes and figures.facts[part].indicator in _ADDITIVE:
        largest = max(wholes, key=lambda w: figures.interval(w).wide.high)
        if figures.interval(part).wide.low > figures.interval(largest).wide.high * _SLACK:
            yield Finding(code, (part, largest), False)


def _parts(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """A level of some partners, goods, owners or modes is at most the level of all; of a city at most its province's."""
    if of.indicator not in _ADDITIVE:
        return
    wholes: list[Subject] = []
    if of.partner or of.commodity or of.enterprise or of.regime:
        wholes.append(of.whole())
        narrowed = [n for n in ("partner", "commodity", "enterprise", "regime") if getattr(of, n)]
        if len(narrowed) > 1:
            wholes.extend(of._replace(**{name: Subject._field_defaults[name]}) for name in narrowed)
    if len(figures.reporters) > 1:
        wholes.extend(of._replace(reporter=r) for r in containing(of.reporter) if r in figures.reporters)
    wholes = [w for w in wholes if w in figures.by_subject]
    if not wholes:
        return
    for measure, indices in measures.items():
        if measure.measure != "level" or measure.unit not in MONEY or measure.flow == "balance":
            continue
        for whole in wholes:
            for flow in dict.fromkeys((measure.flow, "total" if measure.flow else "")):
                for part in indices[:LIMIT]:
                    yield from _at_most(figures, "part<=whole", part, figures.levels(whole, flow, measure.unit))


def outgrown(figures: Figures, whole: int) -> bool:
    """Whether an amount of a place's whole trade is less than a part of it that the release states: of one flow, partner, good, owner or mode."""
    fact = figures.facts[whole]
    of, limit = subject(fact), figures.interval(whole).wide.high * _SLACK
    if fact.measure != "level" or fact.unit not in MONEY or fact.flow == "balance" or of != of.whole():
        return False
    parts = [s for s in figures.by_subject if s != of and s.whole() == of]
    flows = [fact.flow] if fact.flow in {"export", "import"} else [fact.flow, "export", "import"]
    levels = [i for s in [of, *parts] for flow in flows if (s, flow) != (of, fact.flow) for i in figures.levels(s, flow, fact.unit)]
    return any(figures.interval(i).wide.low > limit for i in levels)


def _shares(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """share = part / whole, where both stand in the text."""
    for measure, indices in measures.items():
        if measure.measure != "share":
            continue
        whole = base(of, measure.against)
        if whole is None or whole == of:
            continue
        for unit in _units(measures):
            for s, part, all_ in product(indices[:LIMIT], figures.levels(of, measure.flow, unit), figures.levels(whole, measure.flow, unit)):
                yield from _judge(figures, "share=part/whole", s, (part, all_), lambda x, y: x / y * _HUNDRED, slack=_ONE / 5)


def _earlier(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """growth = level / earlier level − 1, where the earlier level stands in the text."""
    for measure, indices in measures.items():
        if measure.measure != "growth" or not (before := period_before(of.period, measure.against)) or before not in figures.periods:
            continue
        earlier = of._replace(period=before)
        for unit in _units(measures):
            for g, now, then in product(indices[:LIMIT], figures.levels(of, measure.flow, unit), figures.levels(earlier, measure.flow, unit)):
                yield from _judge(figures, "growth=level/earlier-1", g, (now, then), lambda x, y: (x / y - 1) * _HUNDRED, slack=_REVISION)


def _nested(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """A month is at most the year so far that contains it."""
    if of.indicator not in _ADDITIVE:
        return
    for period in figures.longer(of.period):
        other = of._replace(period=period)
        for measure, indices in measures.items():
            if measure.measure == "level" and measure.unit in MONEY and measure.flow != "balance":
                for part in indices[:LIMIT]:
                    yield from _at_most(figures, "period<=longer-period", part, figures.levels(other, measure.flow, measure.unit))


def _gaps(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """growth gap = growth − growth of the other."""
    for measure, indices in measures.items():
        if measure.measure != "growth-gap" or measure.against in {"", "prev"}:
            continue
        other = of.whole() if measure.against == "overall" else of._replace(reporter=measure.against)
        if other == of:
            continue
        for gap, own, its in _growth_pairs(figures, indices, of, other, measure.flow):
            yield from _judge(figures, "gap=growth-growth", gap, (own, its), lambda x, y: x - y, slack=_ONE / 5)


def _share_changes(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """A share moves as its part outgrows the whole: change = share · (1 − (1 + whole's growth) / (1 + part's growth))."""
    for measure, indices in measures.items():
        if measure.measure != "share-change" or measure.against not in {"", "prev"}:
            continue
        for held, shares in measures.items():
            if held.measure != "share" or held.flow != measure.flow:
                continue
            whole = base(of, held.against)
            if whole is None or whole == of:
                continue
            for c, own, its in _growth_pairs(figures, indices, of, whole, measure.flow):
                for s in shares[:LIMIT]:
                    yield from _judge(figures, "share-change=growths", c, (s, own, its), _share_change, slack=_ONE / 2)


def _share_change(share: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    return share * (1 - (1 + whole / _HUNDRED) / (1 + part / _HUNDRED))


def _growth_pairs(figures: Figures, indices: Sequence[int], of: Subject, other: Subject, flow: str) -> Iterator[tuple[int, ...]]:
    for currency in figures.behind:
        yield from product(indices[:LIMIT], figures.growths(of, flow, currency), figures.growths(other, flow, currency))


def _contributions(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """contribution = earlier share · growth in points, or the part of the whole's increase in percent."""
    whole = of.whole()
    if whole == of:
        return
    for measure, indices in measures.items():
        if measure.measure != "contribution":
            continue
        function, slack = (_points_contributed, _ONE / 2) if measure.unit == "pp" else (_percent_contributed, _REVISION)
        for unit in _units(measures):
            for c, own, its in _growth_pairs(figures, indices, of, whole, measure.flow):
                for part, all_ in product(figures.levels(of, measure.flow, unit), figures.levels(whole, measure.flow, unit)):
                    yield from _judge(figures, "contribution=share*growth", c, (part, all_, own, its), function, slack=slack)


def _points_contributed(part: Decimal, whole: Decimal, own: Decimal, its: Decimal) -> Decimal:
    return own * (part / (1 + own / _HUNDRED)) / (whole / (1 + its / _HUNDRED))


def _percent_contributed(part: Decimal, whole: Decimal, own: Decimal, its: Decimal) -> Decimal:
    return _points_contributed(part, whole, own, its) / its * _HUNDRED


def _prices(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """price = value / quantity, and so for their growths."""
    if of.indicator != "trade-price":
        return
    value, quantity = of._replace(indicator="trade"), of._replace(indicator="trade-quantity")
    for measure, indices in measures.items():
        flow = measure.flow
        if measure.measure == "growth" and measure.against == "yoy":
            for currency in figures.behind:
                for p, v, q in product(indices[:LIMIT], figures.growths(value, flow, currency), figures.growths(quantity, flow, "")):
                    yield from _judge(figures, "price=value/quantity", p, (v, q), _price_growth, slack=_ONE / 2)
        elif measure.measure == "level":
            by_tonne = [i for i in indices if figures.facts[i].quantity_unit in {"", f"{measure.unit}/t"}]
            for p, v, q in product(by_tonne[:LIMIT], figures.levels(value, flow, measure.unit), figures.levels(quantity, flow, "t")):
                yield from _judge(figures, "price=value/quantity", p, (v, q), lambda x, y: x / y)


def _price_growth(value: Decimal, quantity: Decimal) -> Decimal:
    return ((_HUNDRED + value) / (_HUNDRED + quantity) - 1) * _HUNDRED


# ---------------------------------------------------------------------- sums


def exclusive(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """Kinds of owner, modes that exclude each other, and single countries add up to at most the whole; their shares to at most 100."""
    if of.indicator != "trade" or of.partner or of.commodity or of.enterprise or of.regime:
        return
    families: list[list[Subject]] = [
        [of._replace(enterprise=e) for e in _OWNERSHIP],
        [of._replace(regime=r) for r in _MODES],
        figures.countries.get(of, []),
    ]
    for family in families:
        members = [s for s in family if s in figures.by_subject]
        if len(members) < 2:
            continue
        for flow in _FLOWS:
            shares = [i[0] for s in members if (i := figures.shares(s, flow))]
            if len(shares) > 1 and sum((figures.interval(i).wide.low for i in shares), Decimal(0)) > _HUNDRED:
                yield Finding("shares<=100", tuple(shares), False)
            for unit in _units(measures):
                parts = [i[0] for s in members if (i := figures.levels(s, flow, unit))]
                whole = figures.levels(of, flow, unit)
                if len(parts) > 1 and whole:
                    low = sum((figures.interval(i).wide.low for i in parts), Decimal(0))
                    if low > figures.interval(whole[0]).wide.high * _SLACK:
                        yield Finding("parts<=whole", (*parts, whole[0]), False)


# ---------------------------------------------------------------------- over the whole release


def ranked(figures: Figures) -> Iterator[Finding]:
    """Of two partners, goods or modes with ranks by level the one ranked higher has the higher level."""
    groups: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for index, fact in enumerate(figures.facts):
        if fact.measure != "rank" or fact.rank_of != "level" or fact.scope != "self" or fact.indicator != "trade":
            continue
        of = subject(fact)
        narrowed = [n for n in ("partner", "commodity", "enterprise", "regime") if getattr(of, n)]
        levels = figures.levels(of, fact.flow, "CNY")
        if len(narrowed) == 1 and levels:
            groups.setdefault((of.reporter, of.period, fact.flow, narrowed[0]), []).append((index, levels[0]))
    for held in groups.values():
        for (rank, level), (other, its_level) in combinations(held[: 2 * LIMIT], 2):
            higher = figures.facts[rank].value < figures.facts[other].value
            if figures.facts[rank].value == figures.facts[other].value:
                continue
            upper, lower = (level, its_level) if higher else (its_level, level)
            if figures.interval(upper).wide.high < figures.interval(lower).wide.low:
                yield Finding("rank-by-level", (upper, lower, rank, other), False)


def _possible(figures: Figures, of: Subject, measures: Measures) -> Iterator[Finding]:
    """A level of trade is not negative, nothing shrinks by more than all of it, and a share is a part of a hundred."""
    for measure, indices in measures.items():
        if measure.flow == "balance" or measure.measure not in _RANGES:
            continue
        low, high = _RANGES[measure.measure]
        for index in indices:
            wide = figures.interval(index).wide
            if wide.high < low or (high is not None and wide.low > high):
                yield Finding("possible", (index,), False)


# by the measure that a subject must have for the rule to find anything
RULES: dict[str, tuple[Callable[[Figures, Subject, Measures], Iterable[Finding]], ...]] = {
    "level": (_possible, _sum, _balance, _currencies, _parts, _nested, _prices),
    "growth": (_possible, _growth_of_total, _earlier, _prices),
    "share": (_possible, _shares),
    "share-change": (_share_changes,),
    "growth-gap": (_gaps,),
    "contribution": (_contributions,),
}
