"""Consistency: figures of all releases compared with each other, and every finding with the sentences behind it.

Two figures contradict each other where no value fits both at their printed precision and hedge. Identities (identities.py) are applied to the
figures on which the releases agree, so that one release is checked against another as well as against itself. Nothing here is a Violation:
texts may be wrong, and what they say stays in the graph. The shapes that results name lie in shapes/consistency.ttl.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pyoxigraph as ox

from tradegraph import evidence
from tradegraph.claims import Claim
from tradegraph.corrections import Unmatched
from tradegraph.graph import Nodes
from tradegraph.intervals import Interval, common
from tradegraph.reconcile import Reconciliation
from tradegraph.shapes import Quote, Result, declared, iri_of, nodes_of, ntriples
from tradegraph.table import canonical
from tradegraph.vocabulary import NIF

_SENTENCE = f"<{NIF}sentence>"


Quotes = Mapping[str, tuple[Quote, ...]]  # by the IRI of a quotation


def check(found: Reconciliation, quotes: Callable[[set[str]], Quotes]) -> list[Result]:
    """Conflicts, revisions, contradictions and broken identities as results, sorted, each with the sentences of its claims.

    `quotes` finds the sentences of quotations, such as `quoted_in` does. The value of a result is what its figures say.
    """
    differing = [
        *(("conflict", c.claims, "") for c in found.conflicts),
        *(("revision", (*r.later, *r.earlier), "") for r in found.revisions),
        *(("contradiction" if c.left_out == c.claims else "outweighed", c.claims, "") for c in found.contradictions),
        *_broken(found),
    ]
    if not differing:
        return []
    known = quotes({claim.quotation for _, claims, _ in differing for claim in claims})
    shapes = declared("consistency")
    out = set()
    for rule, claims, detail in differing:
        value = detail or ", ".join(f"{claim.approx}{canonical(claim.value)}" for claim in claims)
        cited = tuple(quote for claim in claims for quote in known.get(claim.quotation, ()))
        out.add(replace(shapes[f"consistency-{rule}"].result(claims[0].iri, value), quotes=cited))
    return sorted(out)


def without_effect(unmatched: Iterable[Unmatched]) -> list[Result]:
    """Corrections that match nothing as results, sorted; the value says which document and stretch of text each is about."""
    shapes = declared("consistency")
    return sorted(
        shapes[f"consistency-correction-{u.reason}"].result(
            u.correction.iri, f"{u.correction.document} {u.correction.start}-{u.correction.end} “{u.correction.text}”"
        )
        for u in unmatched
    )


def _broken(found: Reconciliation) -> list[tuple[str, tuple[Claim, ...], str]]:
    """Identities that the agreed figures break, each set of figures once: the rule, the figures' claims, what is stated and what is implied."""
    known = found.known
    agreed = found.agreed
    seen: set[frozenset[tuple[str, ...]]] = set()
    out = []
    for statement in found.implied:
        stated = known.get(statement.target)
        if stated is None or (figures := frozenset((statement.target, *statement.premises))) in seen:
            continue
        seen.add(figures)
        if stated.unit == statement.unit and common((stated.bounds, statement.bounds)) is None:
            detail = f"{_range(stated.bounds)} ≠ {_range(statement.bounds)}"
            out.append((statement.rule, tuple(agreed[key].kept for key in (statement.target, *statement.premises)), detail))
    return out


def _range(bounds: Interval) -> str:
    ends = [canonical(end) if end.is_finite() else "" for end in (bounds.low, bounds.high)]
    return f"[{ends[0]}, {ends[1]}]"


def quoted_in(quads: Callable[[], Iterable[ox.Quad]], quotations: set[str]) -> Quotes:
    """The sentences of quotations; `quads` begins a graph's stream anew for each of two passes, so that no other text is held."""
    stretches = _about(quads, quotations)
    sentences = {iri_of(sentence) for node in stretches.values() for sentence in node.get(_SENTENCE, ())}
    texts = evidence.Texts({**_about(quads, sentences), **stretches})
    return {quotation: evidence.quotes(texts, quotation) for quotation in quotations}


def _about(quads: Callable[[], Iterable[ox.Quad]], subjects: set[str]) -> Nodes:
    return nodes_of(ntriples({q.triple for q in quads() if isinstance(q.subject, ox.NamedNode) and q.subject.value in subjects}))
