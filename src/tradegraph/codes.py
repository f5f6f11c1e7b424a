"""Codes as people write them and as tables print them: the spelling of the fact table beside that of the graph, names, and periods."""

from __future__ import annotations

import re
from urllib.parse import unquote

from tradegraph.errors import UsageError
from tradegraph.facts.places import notation, slug
from tradegraph.folding import fold_label
from tradegraph.graph import period_iri
from tradegraph.model import Concept
from tradegraph.vocabulary import CODE, DOC, PERIOD, TRADEGRAPH, Vocabulary

_STATUS = "http://purl.org/linked-data/sdmx/2009/code#obsStatus-"
_NEUTRAL = frozenset({"ALL", "NONE"})  # codes where the fact table has nothing
NOTHING = frozenset({"", "WORLD", "TOTAL"})  # cells that narrow nothing
_HEDGES = {"about": "~", "over": ">", "under": "<"}
_MONTHS = re.compile(r"(?:\d{4}|XXXX)-(?:0[1-9]|1[0-2])")
_LENGTH = re.compile(r"P([1-9]\d{0,3})M")
_PART = re.compile(r"(\d{4})-?(?:([QqHh])([1-4]))?")
_SIZES = {"Q": 3, "H": 6}
PERIODS = "write it as 2025-01/2025-06 or 2025-01/P6M; 2025, 2025H1, 2025Q1 and 2025-06 are understood too"


def shown(value: str) -> str:
    """A cell of an answer as the fact table spells it: a code, period or document without its namespace, nothing for a code that says nothing."""
    if value.startswith(CODE):
        scheme, _, code = value[len(CODE) :].partition("/")
        return _spelled(scheme, unquote(code))
    if value.startswith(PERIOD):
        return _months(unquote(value[len(PERIOD) :]))
    if value.startswith(DOC):
        return unquote(value[len(DOC) :])
    if value.startswith(TRADEGRAPH):
        return unquote(value.rsplit("/", 1)[-1])
    return value.removeprefix(_STATUS)


def _spelled(scheme: str, code: str) -> str:
    if code in _NEUTRAL:
        return ""
    if scheme == "place":
        return slug(code)
    if scheme == "basis":
        return code.lower().replace("-", ":", 1)
    return _HEDGES.get(code, code) if scheme == "approximation" else code


def _months(period: str) -> str:
    first, _, length = period.partition("/")
    found = _LENGTH.fullmatch(length)
    if found is None or not _MONTHS.fullmatch(first):
        return period
    year, month = first.split("-")
    last = int(month) + int(found[1]) - 1
    over, last = (last - 1) // 12, (last - 1) % 12 + 1
    return f"{first}/{f'{int(year) + over:04d}' if year.isdecimal() else year}-{last:02d}"


def period(text: str) -> str:
    """The graph's form of a period, `2025-01/P6M`, from any of the forms in which people write one. Raises UsageError for what is none."""
    first, mark, rest = text.strip().partition("/")
    part = _PART.fullmatch(first) if not mark else None
    if part is not None and (part[2] or not part[3]) and int(part[3] or 1) * _SIZES.get((part[2] or "").upper(), 12) <= 12:
        size = _SIZES.get((part[2] or "").upper(), 12)
        return _path(f"{part[1]}-{size * (int(part[3] or 1) - 1) + 1:02d}", size)
    if not _MONTHS.fullmatch(first):
        raise UsageError(f"{text!r} is no period; {PERIODS}")
    if not mark:
        return _path(first, 1)
    if (length := _LENGTH.fullmatch(rest)) is not None:
        return _path(first, int(length[1]))
    if not _MONTHS.fullmatch(rest):
        raise UsageError(f"{text!r} is no period; {PERIODS}")
    years = 0 if first[:4] == rest[:4] else int(rest[:4]) - int(first[:4]) if (first[:4] + rest[:4]).isdecimal() else -1
    months = 12 * years + int(rest[-2:]) - int(first[-2:]) + 1
    if months < 1:
        raise UsageError(f"{text!r} ends before it begins; write the earlier month first")
    return _path(first, months)


def _path(first: str, months: int) -> str:
    return period_iri(first, months)[len(PERIOD) :]


def named(vocabulary: Vocabulary, scheme: str, text: str) -> list[Concept]:
    """The concepts of a scheme that a code or a name may mean: the one with this code in either spelling, else all with this label."""
    code = notation(text)
    exact = vocabulary.find(scheme, code)
    if exact is not None:
        return [exact]
    folded = code.casefold()
    alike = [concept for concept in vocabulary.scheme(scheme) if concept.notation.casefold() == folded]
    if alike:
        return alike
    label = fold_label(text)
    found = {entry.concept for entry in vocabulary.labels if entry.concept.scheme == scheme and fold_label(entry.text) == label}
    return sorted(found, key=lambda concept: concept.notation)


def code(vocabulary: Vocabulary, scheme: str, text: str) -> str:
    """The code that a code or a name means: also of what no list has (x-…, zone:…) and of several at once (US_EU, US|EU).

    Raises UsageError where it means none or several.
    """
    found = named(vocabulary, scheme, text)
    if len(found) == 1:
        return found[0].notation
    if found:
        several = ", ".join(f"{slug(c.notation)} ({c.label('en')})" for c in found[:_MOST])
        raise UsageError(f"{text!r} may mean {several}{' and others' if len(found) > _MOST else ''}; give the code")
    if text.startswith("x-") or (scheme == "place" and notation(text) != text):
        return notation(text)
    parts = re.split(r"[_|]", text)
    if len(parts) > 1 and all(parts):
        return "_".join(sorted(code(vocabulary, scheme, part) for part in parts))
    few = sorted(concept.notation for concept in vocabulary.scheme(scheme))
    if 0 < len(few) <= _LISTED:
        raise UsageError(f"no {scheme} is called {text!r}; there are {', '.join(few)}")
    raise UsageError(f"no {scheme} has the code or the name {text!r}; look it up with `tradegraph vocabulary find`")


_MOST = 8  # concepts that a message names
_LISTED = 40  # codes of a scheme that a message lists
