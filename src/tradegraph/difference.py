"""What changed between two graphs: facts that came, went or are read otherwise, and figures on which the releases together say something else.

Facts are compared release by release. One that says the same in both graphs is unchanged wherever it stands, since an edited text moves
everything behind the edit; of the others those at one anchor are the same reading with other columns. Confidence is no part of what is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from tradegraph.graph import DIMENSIONS
from tradegraph.vocabulary import CODE, DCT, NIF, PERIOD, PROV, QB, RDF, SDMX_ATTRIBUTE, SDMX_MEASURE, TG

_SAID = {
    **dict(zip(DIMENSIONS, (
        "reporter", "period", "indicator", "measure", "quantity_unit", "flow", "partner", "commodity", "enterprise", "regime", "basis", "comparator",
        "rank_of",
    ), strict=True)),
    SDMX_MEASURE + "obsValue": "value", SDMX_ATTRIBUTE + "unitMeasure": "unit", TG + "precision": "precision", TG + "approximation": "approximation",
    TG + "actor": "actor", TG + "category": "category", TG + "status": "status", DCT + "temporal": "period", DCT + "description": "description",
    SDMX_ATTRIBUTE + "obsStatus": "status", TG + "agreeingReleases": "releases",
}  # fmt: skip
_CLAIMS = {TG + "claim": "claims", TG + "earlier": "earlier", TG + "later": "later"}
_QUOTED, _DERIVED, _TEXT = PROV + "wasQuotedFrom", PROV + "wasDerivedFrom", NIF + "anchorOf"
_BUILD = {TG + "software": 0, TG + "vocabularyVersion": 1, TG + "vocabularyDigest": 2}
_KINDS = {
    QB + "Observation": "observation", TG + "PolicyMeasure": "policy", TG + "Conflict": "conflict", TG + "Revision": "revision",
    TG + "Release": "release", PROV + "Activity": "build",
}  # fmt: skip
_EMPTY = frozenset({"NONE", "WORLD", "TOTAL", "ALL"})

Columns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One claim or policy measure: where it stands, the anchor's text, and what it says as sorted pairs of column and value."""

    document: str
    anchor: str
    text: str
    said: Columns


@dataclass(frozen=True, slots=True)
class Contents:
    """What a graph says: its releases and their facts, and by IRI what the releases say together, each with its kind and columns."""

    builds: tuple[str, ...]
    documents: frozenset[str]
    facts: tuple[Fact, ...]
    together: dict[str, tuple[str, Columns]]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """`what` is fact, consensus, conflict or revision; `old` and `new` are its columns in the two graphs, empty where it is not there."""

    what: str
    document: str
    text: str
    old: Columns
    new: Columns

    @property
    def kind(self) -> str:
        return "added" if not self.old else "removed" if not self.new else "changed"

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """The columns that differ, with both values."""
        old, new = dict(self.old), dict(self.new)
        return [(name, old.get(name, ""), new.get(name, "")) for name in sorted({*old, *new}) if old.get(name) != new.get(name)]


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes, sorted; which releases came and went, and what made the two graphs."""

    builds: tuple[tuple[str, ...], tuple[str, ...]]
    appeared: tuple[str, ...]
    disappeared: tuple[str, ...]
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.appeared or self.disappeared or self.changes)


def contents(quads: Iterable[ox.Quad]) -> Contents:
    """What a graph says; holds its facts in memory, and passes over everything else."""
    kinds: dict[str, str] = {}
    said: dict[str, list[tuple[str, str]]] = {}
    anchors: dict[str, str] = {}
    texts: dict[str, str] = {}
    builds: dict[str, list[str]] = {}
    for quad in quads:
        subject, predicate, value = getattr(quad.subject, "value", ""), quad.predicate.value, getattr(quad.object, "value", "")
        if predicate == RDF + "type":
            if (kind := _KINDS.get(value)) is not None:
                kinds[subject] = kind
        elif (name := _SAID.get(predicate) or _CLAIMS.get(predicate)) is not None:
            said.setdefault(subject, []).append((name, _short(value)))
        elif predicate == _QUOTED:
            anchors[subject] = value
        elif predicate == _TEXT:
            texts[subject] = value
        elif (slot := _BUILD.get(predicate)) is not None:
            builds.setdefault(subject, ["", "", ""])[slot] = value
    facts, together, documents = [], {}, set()
    for subject, kind in kinds.items():
        columns = _joined(said.get(subject, []))
        anchor = anchors.get(subject)
        if kind == "release":
            documents.add(_name(subject))
        elif kind in {"observation", "policy"} and anchor is not None:
            facts.append(Fact(_name(anchor), anchor.partition("#")[2], texts.get(anchor, ""), columns))
        elif kind in {"observation", "conflict", "revision"}:
            together[subject] = ("consensus" if kind == "observation" else kind, columns)
    made = sorted({f"{software}, vocabulary {version} ({digest[:12]})" for software, version, digest in builds.values()})
    return Contents(tuple(made), frozenset(documents), tuple(sorted(facts)), together)


def difference(old: Contents, new: Contents) -> Difference:
    """What changed from one graph to another; the same two graphs give the same changes in the same order."""
    changes = [*_facts(old.facts, new.facts), *_together(old.together, new.together)]
    return Difference(
        (old.builds, new.builds),
        tuple(sorted(new.documents - old.documents)),
        tuple(sorted(old.documents - new.documents)),
        tuple(sorted(changes)),
    )


def _facts(old: tuple[Fact, ...], new: tuple[Fact, ...]) -> Iterator[Change]:
    gone, come = _without(old, new), _without(new, old)
    waiting: dict[tuple[str, str], list[Fact]] = {}
    for fact in come:
        waiting.setdefault((fact.document, fact.anchor), []).append(fact)
    for fact in gone:
        candidates = waiting.get((fact.document, fact.anchor), [])
        if candidates:
            nearest = max(candidates, key=lambda other: (len({*other.said} & {*fact.said}), other.said))
            candidates.remove(nearest)
            yield Change("fact", fact.document, fact.text, fact.said, nearest.said)
        else:
            yield Change("fact", fact.document, fact.text, fact.said, ())
    for left in waiting.values():
        yield from (Change("fact", fact.document, fact.text, (), fact.said) for fact in left)


def _without(facts: tuple[Fact, ...], others: tuple[Fact, ...]) -> list[Fact]:
    """The facts that say what none of the others says in the same release, as often as they say it more."""
    left = Counter((fact.document, fact.text, fact.said) for fact in others)
    standing = {(fact.document, fact.anchor, fact.text, fact.said) for fact in others}
    out = []
    for fact in sorted(facts, key=lambda f: (f.document, f.anchor, f.text, f.said) not in standing):  # first those that stand where they stood
        same = (fact.document, fact.text, fact.said)
        if left[same]:
            left[same] -= 1
        else:
            out.append(fact)
    return sorted(out)


def _together(old: dict[str, tuple[str, Columns]], new: dict[str, tuple[str, Columns]]) -> Iterator[Change]:
    for iri in {*old, *new}:
        before, after = old.get(iri, ("", ())), new.get(iri, ("", ()))
        if before != after:
            yield Change(before[0] or after[0], "", "", before[1], after[1])


# ---------------------------------------------------------------------- for people and programs


def as_text(found: Difference, shown: int) -> str:
    """A summary, then at most so many changes of each document and of the consensus, with what became of each column."""
    counts = Counter((change.what, change.kind) for change in found.changes)
    lines = [f"builds      {'; '.join(found.builds[0]) or 'unknown'}"]
    if found.builds[0] != found.builds[1]:
        lines[0] += f" → {'; '.join(found.builds[1]) or 'unknown'}"
    lines.append(f"documents   {len(found.appeared)} more, {len(found.disappeared)} fewer")
    for what in ("fact", "consensus", "conflict", "revision"):
        label = what if what == "consensus" else f"{what}s"
        lines.append(f"{label:<11} {counts[what, 'added']} more, {counts[what, 'removed']} fewer, {counts[what, 'changed']} changed")
    lines += [f"+ document {name}" for name in found.appeared] + [f"- document {name}" for name in found.disappeared]
    groups: dict[str, list[Change]] = {}
    for change in found.changes:
        groups.setdefault(change.document if change.what == "fact" else change.what, []).append(change)
    for name, changes in groups.items():
        lines += ["", name, *(f"  {_line(change)}" for change in changes[:shown])]
        if len(changes) > shown:
            lines.append(f"  … and {len(changes) - shown} more; raise --most to see them")
    return "\n".join(lines) + "\n"


def _line(change: Change) -> str:
    """`~ 5.8%  period 2024-01/P1M → 2024-01/P2M`, or the whole fact behind a plus or minus sign."""
    if change.kind == "changed":
        altered = change.columns
        subject = change.text or _terms((name, value) for name, value in change.new if name not in {c[0] for c in altered})
        return f"~ {subject}  " + ", ".join(f"{name} {old or 'nothing'} → {new or 'nothing'}" for name, old, new in altered)
    mark, said = ("+", change.new) if change.kind == "added" else ("-", change.old)
    return " ".join(part for part in (mark, change.text, _terms(said)) if part)


def _terms(said: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{name}={value}" for name, value in said if value not in _EMPTY and name != "description")


def as_records(found: Difference) -> list[dict[str, Any]]:
    """The changes as JSON records."""
    return [
        {
            "what": c.what, "kind": c.kind, "document": c.document, "text": c.text, "old": dict(c.old), "new": dict(c.new),
            "columns": [name for name, _, _ in c.columns],
        }
        for c in found.changes
    ]  # fmt: skip


# ---------------------------------------------------------------------- small things


def _joined(pairs: list[tuple[str, str]]) -> Columns:
    """Sorted columns; several values of one are joined by `|`."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return tuple((name, "|".join(sorted(values[name]))) for name in sorted(values))


def _short(value: str) -> str:
    """A code or period without its namespace."""
    if value.startswith(PERIOD):
        return value[len(PERIOD) :]
    return unquote(value.rpartition("/")[2]) if value.startswith(CODE) else value.rpartition("#")[2] if value.startswith("http") else value


def _name(iri: str) -> str:
    """The document's part of an IRI."""
    return unquote(iri.partition("#")[0].rpartition("/")[2])
