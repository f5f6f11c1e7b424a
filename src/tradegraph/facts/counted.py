"""What a rate of a count is a rate of: trains, tonnes and containers of one line grow at rates of their own.

A growth of something that is counted gets the unit of the level that it was said of: the one right before it, with nothing but words of growing
between ("1,412 trips, up 11.6 percent"), the one that it led to ("rose 5 percent to 41 million tonnes"), or of as many levels as there are
growths the one in the same place ("trips and containers rose 11.6 and 12.8 percent"). A growth that repeats such a one is of the same unit.
Where nothing tells, the unit stays empty, and the growth is compared with none (claims.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tradegraph.facts.figures import Subject, subject
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.folding import Folded
from tradegraph.model import Observation

COUNTS = frozenset({"cargo", "clearance", "enforcement", "enterprises-active", "enterprises-registered", "other", "trade-quantity"})
_NUMBERS = frozenset({"q", "rank"})
_GROWING = frozenset({
    ",", "(", ")", "particle", "direction", "rate", "basis", "respectively", "each", "per", "than", "period", "with", "together",
})  # fmt: skip
_LISTING = frozenset({",", "sep", "and", "particle", "direction", "respectively"})
_LEADING = frozenset({",", "particle", "level-verb"})
_PAUSES = frozenset({",", "(", ";", "."})


class _Figure(NamedTuple):
    """A number of a sentence, and the facts that were read there."""

    token: int
    facts: tuple[int, ...]
    levels: bool  # whether they are levels
    growths: bool


def with_counted(facts: Sequence[Observation], sentences: Sequence[Sentence], folded: Folded) -> list[Observation]:
    """The facts, in the order of the text, where the growths of counts have the unit of what is counted, as far as the text tells."""
    units = [f.quantity_unit for f in facts]
    if any(map(_wanting, facts)):
        at: dict[int, list[int]] = {}
        for index, fact in enumerate(facts):
            at.setdefault(fact.start, []).append(index)
        for sentence in sentences:
            _Line(sentence, folded, facts, at).tell(units)
        _repeat(facts, units)
    return [f if f.quantity_unit == unit else f._replace(quantity_unit=unit) for f, unit in zip(facts, units, strict=True)]


def _wanting(fact: Observation) -> bool:
    return fact.measure == "growth" and fact.indicator in COUNTS and not fact.quantity_unit


def _of(fact: Observation) -> tuple[Subject, str]:
    return subject(fact), fact.flow


def _repeat(facts: Sequence[Observation], units: list[str]) -> None:
    """A growth that states another again is of what that one is of."""
    known: dict[tuple[object, ...], set[str]] = {}
    for fact, unit in zip(facts, units, strict=True):
        if fact.measure == "growth" and fact.indicator in COUNTS and unit:
            known.setdefault((_of(fact), fact.basis, fact.value), set()).add(unit)
    for index, fact in enumerate(facts):
        told = known.get((_of(fact), fact.basis, fact.value), set()) if _wanting(fact) else set()
        if not units[index] and len(told) == 1:
            units[index] = next(iter(told))


class _Line:
    """The figures of a sentence, one after another."""

    def __init__(self, sentence: Sentence, folded: Folded, facts: Sequence[Observation], at: dict[int, list[int]]) -> None:
        self.tokens, self.text, self.facts = sentence.tokens, folded.text, facts
        self.figures: list[_Figure] = []
        for place, token in enumerate(self.tokens):
            if token.kind in _NUMBERS:
                held = tuple(at.get(folded.origin(token.start, token.end)[0], ()))
                self.figures.append(
                    _Figure(place, held, any(facts[i].measure == "level" for i in held), any(facts[i].measure == "growth" for i in held))
                )

    def tell(self, units: list[str]) -> None:
        last = 0
        for run in self._runs():
            before = self.figures[last : run[0]]
            last = run[-1] + 1
            growths = [self.figures[i] for i in run]
            levels = before[len(before) - len(growths) :] if len(before) >= len(growths) else []
            if len(growths) > 1 and all(f.levels for f in levels) and len(levels) == len([f for f in before if f.levels]):
                told = list(zip(levels, growths, strict=True)) if levels and self._grown(levels[-1], growths[0]) else []
            elif len(growths) == 1:
                told = [(source, growths[0]) for source in self._single(run[0])]
            else:
                told = []
            for source, growth in told:
                self._give(source, growth, units)

    def _runs(self) -> Iterator[list[int]]:
        """The growths that stand in a list, by their place among the figures, each list in turn."""
        run: list[int] = []
        for index, figure in enumerate(self.figures):
            if run and (not figure.growths or not self._listed(self.figures[index - 1], figure)):
                yield run
                run = []
            if figure.growths:
                run.append(index)
        if run:
            yield run

    def _listed(self, one: _Figure, other: _Figure) -> bool:
        gap = self.tokens[one.token + 1 : other.token]
        return {t.kind for t in gap} <= _LISTING and self._told(one, other, gap) and self._bases(one) == self._bases(other)

    def _bases(self, figure: _Figure) -> set[str]:
        return {self.facts[i].basis for i in figure.facts}

    def _single(self, index: int) -> Iterator[_Figure]:
        """What a growth that stands alone may be of: the level or the growth over other months before it, else the level that it led to."""
        figure = self.figures[index]
        if index and self._grown(self.figures[index - 1], figure):
            before = self.figures[index - 1]
            if before.levels or self._bases(before).isdisjoint(self._bases(figure)):
                yield before
                return
        if index + 1 < len(self.figures) and self.figures[index + 1].levels:
            gap = self.tokens[figure.token + 1 : self.figures[index + 1].token]
            kinds = {t.kind for t in gap}
            if "level-verb" in kinds and kinds <= _LEADING and self._told(figure, self.figures[index + 1], gap):
                yield self.figures[index + 1]

    def _grown(self, one: _Figure, other: _Figure) -> bool:
        """Whether nothing but words of growing stand between two figures, behind the noun of the first."""
        gap = list(self.tokens[one.token + 1 : other.token])
        pause = next((k for k, t in enumerate(gap) if t.kind in _PAUSES), -1)
        rest = gap[pause:] if pause > 0 else gap
        return {t.kind for t in rest} <= _GROWING and self._told(one, other, rest)

    def _told(self, one: _Figure, other: _Figure, gap: Sequence[Token]) -> bool:
        """Whether the tokens of a gap are all that is said in it, from the first of them on."""
        begin, end = self.tokens[one.token].end, self.tokens[other.token].begins
        first, kind = (gap[0].start, "") if gap and gap[0].kind in _PAUSES else (begin, "")
        for start, stop, following in [*((t.start, t.end, t.kind) for t in gap), (end, end, "")]:
            untold = sum(c.isalnum() for c in self.text[first:start])
            if untold > (kind == "direction"):  # a word of growing may end in a character that its label does not have
                return False
            first, kind = max(first, stop), following
        return True

    def _give(self, source: _Figure, growth: _Figure, units: list[str]) -> None:
        """The growth of each subject the unit that the source has for it."""
        for index in growth.facts:
            fact = self.facts[index]
            if _wanting(fact):
                told = {units[i] for i in source.facts if _of(self.facts[i]) == _of(fact) and units[i]}
                if len(told) == 1:
                    units[index] = told.pop()
