"""Dating: of which period a figure is that stands beside another's: the one it moved from, is held against, or that a clause with "when" is about."""

from __future__ import annotations

from dataclasses import replace

from tradegraph.facts.lists import Statement
from tradegraph.facts.roles import of_year_before
from tradegraph.facts.slots import Slots
from tradegraph.facts.state import AMOUNTS, WHEN, Roles, State
from tradegraph.facts.tokens import Token
from tradegraph.facts.wording import NEXT, balances, before, between
from tradegraph.model import Period
from tradegraph.period import Span, resolve

_PAIR = 2
BETWEEN = frozenset({"particle", "with", "of", "level-verb", "per", "together"})  # what may stand between a figure and its period


def later(period: Period | None, main: Period | None) -> bool:
    """Whether a period lies in a later year than the one that the text is about."""
    return period is not None and main is not None and (period.year or 0) > (main.end_year or main.year or 0) > 0


def is_year(period: Period | None) -> bool:
    return period is not None and period.months == 12


def _begun(tokens: list[Token]) -> Period | None:
    """The first of two years that a statement is told to run between: "from 2013 to 2022", "between 2013 and 2022"."""
    ends = [t.items for t in tokens if t.kind == "period" and len(t.items) > 1]
    ends += [(a, b) for a, mark, b in zip(tokens, tokens[1:], tokens[2:], strict=False) if mark.kind == "level-verb"]
    for first, last in (e for e in ends if len(e) == _PAIR):
        spans = (first.span, last.span)
        years = [s.year for s in spans if s is not None and s.style == "year" and s.year is not None]
        if len(years) == len(spans) and years[0] < years[1]:
            return Period(years[0], 1, 12)
    return None


def part_of_year(token: Token | None) -> int:
    """The length in months of a period that is a quarter or half of a year; nought where it is neither."""
    span = token.span if token is not None else None
    size = span.last - span.first + 1 if span is not None and span.first is not None and span.last is not None else 0
    return size if size in {3, 6} and span is not None and span.first is not None and span.first % size == 1 else 0


def count_since(slots: Slots, state: State) -> None:
    """Keep the year that a growth is over where a statement only says how many years there have been since."""
    if slots.years and slots.undated and slots.period is None and state.published is not None:
        state.since = f"since:{state.published.year - slots.years}"


def dated_when(statement: Statement, slots: Slots, roles: Roles, state: State) -> bool:
    """Whether a clause with "when" is about the period named before it ("the best since 2019, when exports fell 9 percent"); sets its period."""
    dated = [t for t in statement.tokens if t.kind in WHEN and (t.span is not None or (bool(t.concepts) and bool(t.concept.get("thenToo"))))]
    then, state.then = state.then, dated[-1] if dated else state.then
    state.begun = (_begun(statement.tokens) if "period" in statement.kinds else None) or state.begun
    state.quarter = next((t for t in reversed(dated) if part_of_year(t)), state.quarter)
    if statement.tokens[0].kind != "when" or then is None or roles.periods or not statement.quantities:
        return False
    span = then.span
    if span is not None and span.style == "since":  # not the months from then on
        whole = span.last == 12
        then = replace(then, span=replace(span, style="year" if whole and span.year is not None else "part", first=span.last))
    slots.period = held_period(then, state.frame.period, state) or slots.period
    return True


def leads_from(statement: Statement, index: int) -> bool:
    """Whether a figure is the first of "from X to Y"."""
    passed = {"basis", "period"}
    start = [t for t in between(statement.tokens, index, -1) if t.kind not in BETWEEN and t.kind not in passed and not balances(t)]
    if len(start) > 1 and start[0].kind in {"direction", "rate"}:
        start.pop(0)  # from a fall of 0.4% in November
    if not start or start[0].kind != "from-level":
        return False
    behind = next((t for t in statement.tokens[:index] if t.start >= start[0].end), None)
    return behind is None or behind.kind != "level-verb" or behind.start - start[0].end < NEXT  # goods from abroad took 1.6 hours


def of_two_periods(statement: Statement, token: Token, state: State) -> Period | None:
    """Of which of the two periods just told one by one a rate is that moved from the first to the second: "trade was 3 and 4, from 2% to 5%"."""
    if "from-level" not in statement.kinds:
        return None
    ahead = statement.tokens[: statement.tokens.index(token)][-2:]
    owned = [t.kind for t in ahead] == ["period", "particle"] and ahead[1].concept.get("genitive") and ahead[1].end == token.begins
    if owned and ahead[0].span is not None and token.quantity is not None and token.quantity.kind == "percent":
        return resolve(ahead[0].span, state.main_period, state.published)  # from the 2% of the first quarter to the 5% of the second
    told = [f.with_(period=None, label="") for f in state.levels[-2:]]
    members = state.levels[-2:] if len(told) == 2 and told[0] == told[1] else state.lists[-1] if state.lists else []
    periods = [m.period for m in members]
    figures = statement.quantities
    if len(periods) != 2 or periods[0] == periods[1] or len(figures) != 2 or not statement.kinds.isdisjoint({"period", "basis"}):
        return None
    rates = all(q.quantity is not None and q.quantity.kind == "percent" and not q.items for q in figures)
    return periods[figures.index(token)] if rates else None


def earlier_rate(statement: Statement, index: int) -> Token | None:
    """Chinese: the comparison whose own figure a rate or amount is: "down from the 9.9% of May", "more than the 3 billion of last year"."""
    quantity = statement.tokens[index].quantity
    led = statement.tokens[max(0, index - 4) : index]
    if [t.kind for t in led[-2:]] == ["particle", "direction"] and quantity is not None and quantity.kind == "percent":
        led = led[:-1]  # than the fall by 3.2% in October
    if quantity is None or quantity.kind not in {"percent", *AMOUNTS} or not led:
        return None
    dated = led[:-1] if led[-1].kind == "particle" and led[-1].concept.get("genitive") else []
    kinds = [t.kind for t in dated[-2:]]
    if kinds == ["basis", "period"]:
        return replace(dated[-1], span=of_year_before(dated[-2], dated[-1]) or dated[-1].span)
    behind = between(statement.tokens, index, 1)
    follows = statement.tokens[index + 1 + len(behind) : index + 2 + len(behind)]
    points = bool(follows) and follows[0].quantity is not None and follows[0].quantity.kind == "points"
    rated = points or any(t.kind == "rate" for t in statement.tokens[:index])
    part = kinds == ["than", "period"] and quantity.kind == "percent" and not rated  # as much as 92.4% of that of 2020
    return dated[-1] if kinds[-1:] == ["basis"] or (kinds == ["than", "period"] and not part) else None


def held_period(token: Token, here: Period | None, state: State) -> Period | None:
    """The period that a word of comparison names."""
    if token.span is not None:
        return resolve(token.span, here if token.span.style == "same" and here is not None else state.main_period, state.published)
    args = dict(token.args)
    if "first" in args:
        months = Span(token.start, token.end, "part", first=int(args["first"]), last=int(args["last"]))
        return resolve(months, state.main_period, state.published)
    year = args.get("y", "")
    if year.isdecimal() and here is not None and here.year is not None:
        back = here.year - int(year)  # than the 3 billion of 2019
        return replace(here, year=int(year), end_year=here.end_year - back if here.end_year is not None else None)
    return before(here, token.concept.get("basis")) if here is not None else None
