"""Scoring against annotated releases: precision, recall and F1 of statistics and policy measures.

A predicted statistic is found where it overlaps an annotated anchor and agrees on measure, value and unit; it is right (strict) where the
columns of the statistical key agree too. Pairs are matched one to one, the best first. An annotation marked optional counts neither way.
The annotation is a folder with `*.gold.jsonl` beside the texts: one object a line, with `at` (the anchor as printed), `ctx` and `nth` to
place it, and the columns of the fact table that are not empty; a column may hold `{"any": [...]}`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tradegraph.errors import SourceError

KEY = ("indicator", "reporter", "period", "flow", "partner", "commodity", "enterprise", "regime", "base", "ref", "basis")
_CLASS_WORDS = frozenset({
    "comprehensive", "bonded", "zone", "port", "customs", "pilot", "free", "trade", "area", "district", "the", "of", "county", "city", "province",
    "land", "airport", "railway", "highway", "logistics", "integrated",
})  # fmt: skip

Row = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Counts of one group of facts."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    strict: int = 0

    def scores(self, hits: int) -> tuple[float, float, float]:
        """Precision, recall and F1 of so many hits."""
        precision = hits / self.predicted if self.predicted else 0.0
        recall = hits / self.gold if self.gold else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Score:
    """Tallies by kind and by document, how often each column was right among found statistics, and every difference."""

    kinds: dict[str, Tally] = field(default_factory=lambda: {"statistic": Tally(), "policy": Tally()})
    documents: dict[str, Tally] = field(default_factory=dict)
    columns: Counter[str] = field(default_factory=Counter)
    matched: int = 0
    differences: list[tuple[str, int, str, str]] = field(default_factory=list)


def load_gold(folder: Path) -> list[dict[str, Any]]:
    """The annotations of a folder with its subfolders, placed in their texts. Raises SourceError for an anchor that is not where it says."""
    out: list[dict[str, Any]] = []
    for file in sorted(folder.rglob("*.gold.jsonl")):
        doc = file.name.removesuffix(".gold.jsonl")
        text_file = file.with_name(f"{doc}.txt")
        if not text_file.is_file():
            raise SourceError(f"{file}: there is no {doc}.txt beside it")
        text = text_file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    out.append(_placed(json.loads(line), doc, text))
                except (ValueError, KeyError) as error:
                    raise SourceError(f"{file}:{number}: {error}") from error
    if not out:
        raise SourceError(f"{folder}: no *.gold.jsonl files; annotate some releases first")
    return out


def _placed(entry: dict[str, Any], doc: str, text: str) -> dict[str, Any]:
    anchor, context = entry["at"], entry.get("ctx", entry["at"])
    outer = text.find(context)
    if outer < 0 or text.find(context, outer + 1) >= 0:
        raise ValueError(f"the context {context!r} does not occur exactly once")
    inner = -1
    for _ in range(int(entry.get("nth", 1))):
        inner = context.find(anchor, inner + 1)
    if inner < 0:
        raise ValueError(f"{anchor!r} is not in its context")
    start = outer + inner
    defaults = {} if entry.get("kind") == "policy" else {"kind": "statistic", "measure": "level", "indicator": "trade"}
    if entry.get("measure") == "growth":
        defaults["basis"] = "yoy"
    return {**defaults, **entry, "doc": doc, "start": start, "end": start + len(anchor), "text": anchor}


def score(gold: Sequence[Row], predicted: Sequence[Row]) -> Score:
    """Compare two fact tables."""
    result = Score()
    for doc in sorted({str(r["doc"]) for r in gold}):
        tally = result.documents.setdefault(doc, Tally())
        for kind in ("statistic", "policy"):
            wanted = [g for g in gold if g["doc"] == doc and g.get("kind", "statistic") == kind]
            given = [p for p in predicted if p["doc"] == doc and p.get("kind", "statistic") == kind]
            _compare(kind, wanted, given, result, tally)
    return result


def outcomes(wanted: Sequence[Row], given: Sequence[Row]) -> list[bool | None]:
    """Whether each predicted statistic of one document is right (strict); None where the score counts it neither way."""
    match = {j: i for i, j in _matched("statistic", wanted, given).items()}
    return [_outcome(wanted, p, wanted[match[j]] if j in match else None) for j, p in enumerate(given)]


def _outcome(wanted: Sequence[Row], p: Row, g: Row | None) -> bool | None:
    if g is None:
        return None if _second_subject(wanted, p) else False
    return None if g.get("optional") else all(_agrees(n, g, p) for n in KEY)


def _second_subject(wanted: Sequence[Row], p: Row) -> bool:
    """The same number said of a second subject."""
    return any(_overlap(g, p) and _found(g, p) and sum(not _agrees(n, g, p) for n in KEY) <= 1 for g in wanted)


def _matched(kind: str, wanted: Sequence[Row], given: Sequence[Row]) -> dict[int, int]:
    """Pairs one to one, the best first: for an annotated fact the predicted one."""
    agree = _found if kind == "statistic" else _covers
    pairs = [
        (sum(_agrees(n, g, p) for n in KEY), _overlap(g, p), -i, -j)
        for i, g in enumerate(wanted)
        for j, p in enumerate(given)
        if _overlap(g, p) and agree(g, p)
    ]
    match: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(pairs, reverse=True):
        if -i not in match and -j not in taken:
            match[-i] = -j
            taken.add(-j)
    return match


def _compare(kind: str, wanted: Sequence[Row], given: Sequence[Row], result: Score, document: Tally) -> None:
    names = KEY if kind == "statistic" else ("actor", "category")
    match = _matched(kind, wanted, given)
    taken = set(match.values())
    tallies = (result.kinds[kind], document) if kind == "statistic" else (result.kinds[kind],)
    for i, g in enumerate(wanted):
        if i not in match:
            if not g.get("optional"):
                for tally in tallies:
                    tally.gold += 1
                result.differences.append((str(g["doc"]), int(g["start"]), "missed", str(g["text"])))
            continue
        p = given[match[i]]
        wrong = [n for n in names if not (_agrees(n, g, p) if kind == "statistic" else _same_code(n, g, p))]
        if kind == "statistic":
            result.matched += 1
            result.columns.update(n for n in KEY if n not in wrong)
        if g.get("optional"):
            continue
        for tally in tallies:
            tally.gold += 1
            tally.predicted += 1
            tally.found += 1
            tally.strict += not wrong
        if wrong:
            why = ", ".join(f"{n} {p.get(n)!r} for {g.get(n)!r}" for n in wrong)
            result.differences.append((str(g["doc"]), int(g["start"]), why, str(g["text"])))
    for j, p in enumerate(given):
        if j in taken:
            continue
        if kind == "statistic" and _second_subject(wanted, p):
            continue
        for tally in tallies:
            tally.predicted += 1
        result.differences.append((str(p["doc"]), int(p["start"]), "spurious", str(p.get("text", ""))))


def _options(value: Any) -> Iterable[Any]:
    return value["any"] if isinstance(value, dict) and "any" in value else [value]


def _overlap(g: Row, p: Row) -> int:
    return max(0, min(int(g["end"]), int(p["end"])) - max(int(g["start"]), int(p["start"])))


def _found(g: Row, p: Row) -> bool:
    return (
        p.get("measure", "level") in _options(g.get("measure", "level"))
        and any(_near(v, p.get("value")) for v in _options(g.get("value")))
        and (p.get("unit") or "") in [u or "" for u in _options(g.get("unit", ""))]
    )


def _covers(g: Row, p: Row) -> bool:
    overlap = _overlap(g, p)
    return bool(overlap * 2 >= g["end"] - g["start"] and overlap * 3 >= p["end"] - p["start"])


def _near(a: Any, b: Any) -> bool:
    try:
        x, y = float(a), float(b)
    except (TypeError, ValueError):
        return False
    return abs(x - y) <= 1e-6 * max(abs(x), abs(y), 1)


def _agrees(name: str, g: Row, p: Row) -> bool:
    value = p.get(name)
    if name in {"base", "ref", "basis"} and name not in g:
        return name != "basis" or g.get("measure") != "growth" or value in (None, "", "yoy")
    return any(_same(name, option, value) for option in _options(g.get(name)))


def _same(name: str, option: Any, value: Any) -> bool:
    if name == "partner":
        return _set(option) == _set(value)
    if name == "commodity":
        return _same_goods(option, value)
    if name in {"reporter", "base", "ref"} and _same_place(option, value):
        return True
    return bool((option or "") == (value or ""))


def _same_code(name: str, g: Row, p: Row) -> bool:
    return any(_same_place(o, p.get(name)) or (o or "") == (p.get(name) or "") for o in _options(g.get(name)))


def _set(value: Any) -> frozenset[str]:
    if value in (None, "", []):
        return frozenset()
    return frozenset(value if isinstance(value, list) else [value])


def _same_place(a: Any, b: Any) -> bool:
    first, second = str(a or ""), str(b or "")
    if first == second:
        return True
    if ":" not in first or ":" not in second or first.split(":")[0] != second.split(":")[0]:
        return False
    x, y = (frozenset(re.split(r"[\W_]+", s.split(":", 1)[1].lower())) - _CLASS_WORDS - {""} for s in (first, second))
    return bool(x and y) and (x <= y or y <= x)


def _same_goods(option: Any, value: Any) -> bool:
    wanted = [option] if isinstance(option, str) and option else option or []
    given = value or []
    return all(any(_alike(g, p) for p in given) for g in wanted) and all(any(_alike(g, p) for g in wanted) for p in given)


def _alike(a: Any, b: Any) -> bool:
    for x in _phrases(a):
        for y in _phrases(b):
            short, long = sorted((x, y), key=len)
            if short and short in long and len(short) * 2 >= len(long):
                return True
    return False


def _phrases(item: Any) -> list[str]:
    texts = [item] if isinstance(item, str) else [str(item.get(k) or "") for k in ("text", "en", "zh")]
    return [re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", t).lower()) for t in texts if t]
