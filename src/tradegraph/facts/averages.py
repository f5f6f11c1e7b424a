"""Yearly averages: a growth a year on average over several years is of no one of them.

It is a growth since the first of the years that its sentence names before it; where none is named, it is no figure that can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tradegraph.facts.tokens import Token

AVERAGE = "yearly-average"


def with_yearly_averages(tokens: list[Token]) -> list[Token]:
    """The tokens with each word for a yearly average as the comparison that it is, or as one that makes a number no figure."""
    out = list(tokens)
    for at, token in enumerate(tokens):
        if token.kind != AVERAGE:
            continue
        year = _first_year(tokens[:at])
        kind = "decoy" if year is None else "direction" if token.concept.get("sign") else "basis"
        out[at] = replace(token, kind=kind, args=() if year is None else (("y", str(year)),))
    return out


def _first_year(tokens: Iterable[Token]) -> int | None:
    """The first of the years that tokens name, if there are several or others follow it ("from 2013 to 2022", "since 2013")."""
    spans = [t.span for t in tokens if t.kind in {"period", "basis"} and t.span is not None]
    years = {s.year for s in spans if s.year is not None}
    lasting = any(s.year is not None and (s.end_year is not None or s.style == "since") for s in spans)
    return min(years) if lasting or len(years) > 1 else None
