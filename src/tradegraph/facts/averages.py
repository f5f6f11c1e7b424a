"""Yearly averages: a growth a year on average over several years is of no one of them.

It is a growth since the first of the years that its sentence names before it, or over as many as the sentence counts ("over the past four
years"); where it tells neither, it is no figure that can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tradegraph.facts.tokens import Token

AVERAGE = "yearly-average"
SINCE = "since"  # the basis of such a word: its arguments tell the year or how many years


def with_yearly_averages(tokens: list[Token]) -> list[Token]:
    """The tokens with each word for a yearly average as the comparison that it is, or as one that makes a number no figure."""
    out = list(tokens)
    counted = next((t.args for t in tokens if t.kind == "streak" and "n" in dict(t.args)), ())
    for at, token in enumerate(tokens):
        if token.kind != AVERAGE:
            continue
        year = _first_year(tokens[:at])
        over = counted if year is None else (("y", str(year)),)
        kind = "decoy" if not over else "direction" if token.concept.get("sign") else "basis"
        out[at] = replace(token, kind=kind, args=over)
    return out


def _first_year(tokens: Iterable[Token]) -> int | None:
    """The first of the years that tokens name, if there are several or others follow it ("from 2013 to 2022", "since 2013")."""
    spans = [t.span for t in tokens if t.kind in {"period", "basis"} and t.span is not None]
    years = {s.year for s in spans if s.year is not None}
    lasting = any(s.year is not None and (s.end_year is not None or s.style == "since") for s in spans)
    return min(years) if lasting or len(years) > 1 else None
