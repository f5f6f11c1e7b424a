"""Parts that make up a whole: rates without a verb that arithmetic tells to be shares.

"Private firms 61.2%, foreign-funded 26.2%, SOEs 12.6%": the rates of owners or modes side by side that add up to a hundred are their shares, as
growths would by chance alone. "Private firms 112 billion yuan, 58.9%", of a trade of 190 billion, is told by the two amounts.
"""

from __future__ import annotations

from decimal import Decimal

from tradegraph.facts.frame import SECONDARY, Frame
from tradegraph.facts.lists import Statement
from tradegraph.facts.tokens import Token
from tradegraph.model import Concept, Quantity

_CLASSED = frozenset({"enterprise", "regime"})
_SILENT = frozenset({"enterprise", "regime", "q", "particle", "and", "while", "rest"})  # what stands beside such a rate
_HUNDRED = Decimal(100)
_SHARE = Concept("word", "share", (), (), {"role": ("share",)})


def with_shares(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with a word for a share before each rate of owners or modes, where the rates add up to a hundred."""
    rates: dict[int, Token] = {}
    for at, part in enumerate(parts):
        if len(part.quantities) != 1 or part.quantities[0].items or not part.kinds <= _SILENT:
            continue
        rate = part.quantities[0].quantity
        named = not part.kinds.isdisjoint(_CLASSED) or (at > 0 and not parts[at - 1].kinds.isdisjoint(_CLASSED))
        if named and rate is not None and rate.kind == "percent" and not rate.signed:
            rates[at] = part.quantities[0]
    figures = [t.quantity for t in rates.values() if t.quantity is not None]
    slack = sum((q.precision for q in figures), Decimal(0))
    if len(figures) < 2 or abs(sum((q.value for q in figures), Decimal(0)) - _HUNDRED) > slack / 2:
        return parts
    out = list(parts)
    for at, figure in rates.items():
        tokens = parts[at].tokens
        index = next(i for i, t in enumerate(tokens) if t is figure)
        share = Token(figure.start, figure.start, "share", (_SHARE,))
        out[at] = Statement([*tokens[:index], share, *tokens[index:]], parts[at].opener, labels=parts[at].labels)
    return out


def is_part_of(rate: Quantity, amount: Quantity, frame: Frame, told: list[tuple[Quantity, Frame]]) -> bool:
    """Whether a rate is the part that an amount of an owner, mode, good or partner is of one of the wholes told before it."""
    if not any(getattr(frame, slot) for slot in SECONDARY) or not amount.value:
        return False
    for held, of in told:
        alike = (of.reporter, of.period, of.flow or "total") == (frame.reporter, frame.period, frame.flow or "total")
        if not alike or held.unit != amount.unit or not held.value:
            continue
        share = _HUNDRED * amount.value / held.value
        slack = (rate.precision + share * (amount.precision / amount.value + held.precision / held.value)) / 2
        if abs(share - rate.value) <= slack:
            return True
    return False
