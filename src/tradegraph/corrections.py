"""Corrections: what people say of readings, kept in corrections.ttl and applied between extraction and graph.

The file holds resources of class tg:Correction. Each names a document and an anchor (offsets and the text that stands there), says accept,
reject or replace, and who, why and when; a replacement gives the columns of the fact table that are otherwise. The fact table keeps the reading as
it was: a correction changes the graph. One that matches nothing any more is reported, so that the file does not outlive its reasons.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tradegraph.documents import CORRECTIONS, MAX_BYTES
from tradegraph.errors import SourceError
from tradegraph.model import Applied, Correction, Extraction, Observation, PolicyMeasure
from tradegraph.table import POLICY, STATISTIC, advice, columns, parsed, possible
from tradegraph.vocabulary import DCT, NIF, RDF, TG, TRADEGRAPH, Vocabulary

VERDICTS = ("accept", "reject", "replace")

Reading = Observation | PolicyMeasure


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A correction without effect; `reason` is no-document, other-text, no-reading, several-readings or no-change."""

    correction: Correction
    reason: str


# ---------------------------------------------------------------------- the file


def within(folder: Path) -> Iterator[Path]:
    """The corrections.ttl of a folder and of its subfolders."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if CORRECTIONS in files:
            yield Path(here) / CORRECTIONS


def beside(sources: Iterable[str]) -> list[Path]:
    """The corrections.ttl of each folder that is a source or holds one, where there is one."""
    given = [Path(source) for source in sources if source != "-"]
    lone = {path.parent / CORRECTIONS for path in given if not path.is_dir()}
    return sorted({path for path in lone if path.is_file()}.union(*(within(path) for path in given if path.is_dir())))


def decided(sources: Iterable[str], given: Iterable[Path], vocabulary: Vocabulary) -> tuple[Correction, ...]:
    """The corrections beside the sources and in the files given. Raises SourceError as `load` does."""
    return load(sorted({*beside(sources), *given}), vocabulary)


def load(paths: Iterable[Path], vocabulary: Vocabulary) -> tuple[Correction, ...]:
    """The corrections of files, sorted by IRI.

    Raises SourceError for a file that is unreadable or no Turtle, and for a correction that is incomplete or whose columns no fact can have.
    """
    out: dict[str, Correction] = {}
    for path in paths:
        for iri, about in _resources(path).items():
            found = _correction(iri, about, str(path), vocabulary)
            if iri in out:
                raise SourceError(f"{path}: {iri} is also in {out[iri].source}; keep one of them")
            out[iri] = found
    return tuple(out[iri] for iri in sorted(out))


def _resources(path: Path) -> dict[str, dict[str, list[str]]]:
    """Local property names and values of each correction."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; split it")
        quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (SyntaxError, ValueError, OSError) as error:
        raise SourceError(f"{path}: {error}; mend the Turtle and run again") from error
    named: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, str] = {}
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode):
            raise SourceError(f"{path}: a correction without an IRI; name it, such as <{TRADEGRAPH}correction/DOC/10-20>")
        name = _PROPERTIES.get(quad.predicate.value)
        value = getattr(quad.object, "value", "")
        if quad.predicate.value == RDF + "type":
            kinds[quad.subject.value] = value
        elif name is None:
            raise SourceError(f"{path}: {quad.subject.value} has {quad.predicate.value}, which no correction has; remove it")
        named.setdefault(quad.subject.value, {}).setdefault(name or "type", []).append(value)
    for iri in named:
        if kinds.get(iri) != TG + "Correction":
            raise SourceError(f"{path}: {iri} is no tg:Correction; add its class, or remove it")
    return named


_PROPERTIES = {
    TG + "document": "document", TG + "verdict": "verdict", TG + "reading": "reading", TG + "replacement": "replacement",
    NIF + "beginIndex": "begin", NIF + "endIndex": "end", NIF + "anchorOf": "text", DCT + "creator": "creator", DCT + "description": "reason",
    DCT + "created": "created",
}  # fmt: skip
_ASKED = {
    "document": "tg:document, the id of the document",
    "begin": "nif:beginIndex",
    "end": "nif:endIndex",
    "text": "nif:anchorOf, the text that stands there",
    "verdict": "tg:verdict, which is accept, reject or replace",
    "creator": "dct:creator, who says so",
    "reason": "dct:description, why",
    "created": "dct:created, when, such as 2024-05-31",
}


def _correction(iri: str, about: Mapping[str, list[str]], path: str, vocabulary: Vocabulary) -> Correction:
    for name, asked in _ASKED.items():
        values = about.get(name, [])
        if len(values) != 1 or not values[0].strip():
            raise SourceError(f"{path}: {iri} needs one {asked}")
    one = {name: about[name][0] for name in _ASKED}
    if one["verdict"] not in VERDICTS:
        raise SourceError(f"{path}: {iri}: no verdict {one['verdict']!r}; write accept, reject or replace")
    try:
        created = dt.date.fromisoformat(one["created"])
    except ValueError:
        raise SourceError(f"{path}: {iri}: {one['created']!r} is no date; write one such as 2024-05-31") from None
    if not (one["begin"].isascii() and one["begin"].isdecimal() and one["end"].isascii() and one["end"].isdecimal()):
        raise SourceError(f"{path}: {iri}: offsets are whole numbers; copy them from `tradegraph explain --correct`")
    reading, changes = (tuple(sorted(_column(c, iri, path) for c in about.get(name, ()))) for name in ("reading", "replacement"))
    for column, value in changes:
        if not possible(column, value, vocabulary):
            raise SourceError(f"{path}: {iri}: {column} cannot be {value!r}; {advice(column)}")
    if bool(changes) != (one["verdict"] == "replace"):
        raise SourceError(f"{path}: {iri}: tg:replacement says what a reading is replaced by; give it with the verdict replace, and only then")
    if len({column for column, _ in changes}) < len(changes):
        raise SourceError(f"{path}: {iri} replaces a column twice; keep one tg:replacement for each, with | between the members of a list")
    offsets = int(one["begin"][:12]), int(one["end"][:12])
    return Correction(
        iri, one["document"], *offsets, one["text"], one["verdict"], reading, changes, one["creator"].strip(), one["reason"].strip(), created, path
    )


def _column(text: str, iri: str, path: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    name, value = name.strip(), value.strip()
    if not mark or name not in {*STATISTIC, *POLICY}:
        raise SourceError(f"{path}: {iri}: {text!r} is no column of the fact table; write one as flow=export")
    return name, value


# ---------------------------------------------------------------------- applying


def correct(extraction: Extraction, corrections: Sequence[Correction], vocabulary: Vocabulary) -> tuple[Extraction, list[Unmatched]]:
    """A document's facts with the corrections of its readings, and those that match none.

    Raises SourceError where two corrections are about one reading, or one gives a reading a column that it does not have.
    """
    document = extraction.document
    facts: list[Reading] = [*extraction.observations, *extraction.policies]
    decided: dict[int, Applied] = {}
    unmatched: list[Unmatched] = []
    for correction in corrections:
        if correction.document != document.id:
            continue
        at = [i for i, fact in enumerate(facts) if (fact.start, fact.end) == (correction.start, correction.end) and _is_meant(fact, correction)]
        if document.text[correction.start : correction.end] != correction.text:
            unmatched.append(Unmatched(correction, "other-text"))
        elif not at:
            unmatched.append(Unmatched(correction, "no-reading"))
        elif correction.verdict == "replace" and len(at) > 1:
            unmatched.append(Unmatched(correction, "several-readings"))
        else:
            for index in at:
                if index in decided:
                    raise SourceError(
                        f"{correction.source}: {correction.iri} and {decided[index].correction.iri} are about one reading; "
                        "keep one, or tell the readings apart with tg:reading"
                    )
                after = _after(facts[index], correction, vocabulary)
                if correction.verdict == "replace" and after is not None and columns(after) == columns(facts[index]):
                    unmatched.append(Unmatched(correction, "no-change"))
                else:
                    decided[index] = Applied(correction, facts[index], after)
    kept = [decided[i].after if i in decided else fact for i, fact in enumerate(facts)]
    corrected = replace(
        extraction,
        observations=tuple(f for f in kept if isinstance(f, Observation)),
        policies=tuple(f for f in kept if isinstance(f, PolicyMeasure)),
        corrections=tuple(decided[i] for i in sorted(decided)),
    )
    return corrected, unmatched


def _is_meant(fact: Reading, correction: Correction) -> bool:
    held = columns(fact)
    return all(held.get(name) == value for name, value in correction.reading)


def _after(fact: Reading, correction: Correction, vocabulary: Vocabulary) -> Reading | None:
    if correction.verdict == "reject":
        return None
    held = set(fact._fields)
    changes: dict[str, Any] = {"confidence": Decimal(1)}
    for name, value in correction.replacement:
        if name not in held:
            raise SourceError(f"{correction.source}: {correction.iri}: a {'policy measure' if 'actor' in held else 'statistic'} has no column {name}")
        changes[name] = parsed(name, value, vocabulary)
    if isinstance(fact, Observation) and "unit" in changes and "quantity_unit" not in changes and fact.quantity_unit == fact.unit:
        changes["quantity_unit"] = changes["unit"]  # the unit of a level is the unit of its quantity
    return fact._replace(**changes)


def unread(corrections: Iterable[Correction], documents: Iterable[str]) -> list[Unmatched]:
    """The corrections of documents that were not read."""
    known = frozenset(documents)
    return [Unmatched(c, "no-document") for c in corrections if c.document not in known]


# ---------------------------------------------------------------------- stubs

_PREFIXES = f"""\
@prefix dct: <{DCT}> .
@prefix nif: <{NIF}> .
@prefix tg: <{TG}> .
"""


def stub(extraction: Extraction, at: str = "") -> str:
    """Turtle to fill in: a correction for each reading of a document, or for those at `START-END` or with this text as their anchor."""
    document = extraction.document
    facts: list[Reading] = [*extraction.observations, *extraction.policies]
    spans: dict[tuple[int, int], list[Reading]] = {}
    for fact in facts:
        if not at or at in {f"{fact.start}-{fact.end}", fact.text}:
            spans.setdefault((fact.start, fact.end), []).append(fact)
    out = []
    for (start, end), readings in sorted(spans.items()):
        ordered = sorted(readings, key=lambda f: sorted(columns(f).items()))
        telling = _telling(ordered)
        for number, fact in enumerate(ordered, 1):
            stated = " ".join(f"{name}={' '.join(value.split())}" for name, value in columns(fact).items() if value)
            suffix = f"-{number}" if len(ordered) > 1 else ""
            which = " , ".join(str(ox.Literal(f"{name}={columns(fact).get(name, '')}")) for name in telling if name in columns(fact))
            out.append(
                f"\n# {stated}\n<{TRADEGRAPH}correction/{document.id}/{start}-{end}{suffix}> a tg:Correction ;\n"
                f"    tg:document {ox.Literal(document.id)} ;\n    nif:beginIndex {start} ;\n    nif:endIndex {end} ;\n"
                f"    nif:anchorOf {ox.Literal(document.text[start:end])} ;\n"
                + (f"    tg:reading {which} ;\n" if which else "")
                + '    tg:verdict "" ; # accept, reject or replace\n'
                '    # tg:replacement "flow=export" ; # where it is replaced: each column that is otherwise\n'
                '    dct:creator "" ; # who\n    dct:description "" ; # why\n    dct:created "" . # when, such as 2024-05-31\n'
            )
    return _PREFIXES + "".join(out) if out else ""


def _telling(readings: Sequence[Reading]) -> list[str]:
    """The columns in which readings of one anchor differ."""
    if len(readings) < 2:
        return []
    rows = [columns(fact) for fact in readings]
    return [name for name in dict.fromkeys(n for row in rows for n in row) if len({row.get(name) for row in rows}) > 1]
