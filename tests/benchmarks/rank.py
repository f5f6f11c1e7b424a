"""Fit the weights of src/tradegraph/facts/reporter.toml on annotated releases, and show how well they choose on folders not fitted.

    python tests/benchmarks/rank.py FOLDER… [--write]

Each FOLDER holds texts and a `gold.jsonl`, or `*.gold.jsonl` beside each text. Every release is read once for each place that it may be about; a
choice is right where it reads hardly less than the best one would (strict F1). What is printed is the F1 lost by the choice, with weights fitted on
the other folders only. Fitted are the releases and the same without their first one or two lines, as many reach a reader without their titles. Fitting is Newton's method on the likelihood of a conditional logit with a quadratic penalty (McFadden, Conditional logit
analysis of qualitative choice behavior, 1974), each choice weighed by the F1 that is at stake, without chance, so the same releases give the same weights.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from calibrate import solved, written

from tradegraph import scoring, table
from tradegraph.documents import read
from tradegraph.facts import extract, reporters
from tradegraph.facts.reporter import WEIGHTS
from tradegraph.facts.weights import Signs, score
from tradegraph.model import Document
from tradegraph.vocabulary import Vocabulary, load_vocabulary

PENALTY = 0.1
CLOSE = 0.02  # of F1 below the best, and still right
STEPS = 12
CUTS = (1, 2)  # lines that are left out
LESS = 0.2  # what a release without its first lines counts against a whole one
ENOUGH = 3  # lines that stay at least


@dataclass(frozen=True, slots=True)
class Choice:
    """A release: its candidates' notations, their signs, and the strict F1 with which it is read where each is the place that it is about."""

    folder: str
    document: str
    names: tuple[str, ...]
    signs: tuple[Signs, ...]
    reads: tuple[float, ...]
    whole: bool = True

    @property
    def right(self) -> list[bool]:
        return [r >= max(self.reads) - CLOSE for r in self.reads]


def choices(folders: Iterable[Path], vocabulary: Vocabulary) -> list[Choice]:
    """Read the releases of folders once for each candidate; those that name no place are left out."""
    out: list[Choice] = []
    for folder in folders:
        gold = _gold(folder)
        for document in read([str(folder)]):
            if not isinstance(document, Document):
                continue
            wanted = [g for g in gold if g["doc"] == document.id and g.get("kind", "statistic") == "statistic"]
            candidates = reporters(document, vocabulary)
            if candidates and wanted:
                names, signs = tuple(p.notation for p, _ in candidates), tuple(s for _, s in candidates)
                reads = tuple(_read(document, vocabulary, wanted, place) for place, _ in candidates)
                out.append(Choice(folder.name, document.id, names, signs, reads))
                out.extend(_cut(out[-1], document, vocabulary))
    return out


def _cut(whole: Choice, document: Document, vocabulary: Vocabulary) -> Iterator[Choice]:
    """The choice without the first one or two lines of a release, where what is right can be chosen still."""
    reads = dict(zip(whole.names, whole.reads, strict=True))
    lines = document.text.split("\n")
    told = [i for i, line in enumerate(lines) if line.strip()]
    for start in (told[n] for n in CUTS if len(told) > n + ENOUGH):
        candidates = reporters(replace(document, text="\n".join(lines[start:])), vocabulary)
        names, signs = tuple(p.notation for p, _ in candidates), tuple(s for _, s in candidates)
        kept = tuple(reads.get(name, 0.0) for name in names)
        if kept and max(kept) >= max(whole.reads) - CLOSE:
            yield Choice(whole.folder, whole.document, names, signs, kept, whole=False)


def _gold(folder: Path) -> list[dict[str, Any]]:
    whole = folder / "gold.jsonl"
    if whole.exists():
        return [json.loads(line) for line in whole.read_text(encoding="utf-8").splitlines() if line.strip()]
    return scoring.load_gold(folder)


def _read(document: Document, vocabulary: Vocabulary, wanted: list[dict[str, Any]], place: Any) -> float:
    facts = extract(document, vocabulary, place).observations
    judged = [r for r in scoring.outcomes(wanted, [table.row(f, document) for f in facts]) if r is not None]
    needed = sum(not g.get("optional") for g in wanted)
    return 2 * sum(judged) / (len(judged) + needed) if judged or needed else 0.0


def fitted(data: Sequence[Choice], penalty: float = PENALTY) -> Signs:
    """The weights that make right choices most likely, with a penalty on their squares."""
    names = sorted({n for c in data for s in c.signs for n in s})
    index = {n: i for i, n in enumerate(names)}
    weights = [0.0] * len(names)
    for _ in range(STEPS):
        gradient = [-penalty * w for w in weights]
        hessian = [[penalty if i == j else 0.0 for j in range(len(names))] for i in range(len(names))]
        for choice in data:
            right = choice.right
            if all(right):
                continue
            rows = [[(index[n], v) for n, v in s.items() if v] for s in choice.signs]
            scores = [sum(weights[i] * v for i, v in row) for row in rows]
            top = max(scores)
            odds = [math.exp(s - top) for s in scores]
            counts = (max(choice.reads) - min(choice.reads)) * (1.0 if choice.whole else LESS)  # what is at stake
            whole, good = sum(odds), sum(o for o, r in zip(odds, right, strict=True) if r)
            mean = [0.0] * len(names)
            for row, o, r in zip(rows, odds, right, strict=True):
                p = o / whole
                for i, v in row:
                    gradient[i] += counts * v * ((o / good if r else 0.0) - p)
                    mean[i] += p * v
                    for j, u in row:
                        hessian[i][j] += counts * p * v * u
            for i, a in enumerate(mean):
                for j, b in enumerate(mean):
                    hessian[i][j] -= counts * a * b
        step = solved(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
    return dict(zip(names, weights, strict=True))


def lost(choice: Choice, weights: Mapping[str, float]) -> float:
    """How much F1 the choice by these weights loses against the best one."""
    best = max(range(len(choice.names)), key=lambda i: score(choice.signs[i], weights))
    return max(choice.reads) - choice.reads[best]


def transfer(data: Sequence[Choice]) -> list[str]:
    """For each folder, what weights fitted on the other folders lose on it, and the releases that lose most."""
    lines, total, cut = [], 0.0, 0.0
    for name in sorted({c.folder for c in data}):
        own, others = [c for c in data if c.folder == name], [c for c in data if c.folder != name]
        weights = fitted(others)
        losses = sorted(((lost(c, weights), c.document) for c in own if c.whole), reverse=True)
        total += sum(x for x, _ in losses)
        cut += sum(lost(c, weights) for c in own if not c.whole)
        worst = ", ".join(f"{d} {x:.2f}" for x, d in losses[:3] if x > 0.05)
        lines.append(f"{name}: {len(losses)} releases, {sum(x for x, _ in losses) / len(losses):.4f} of F1 lost{'; ' + worst if worst else ''}")
    whole = sum(c.whole for c in data)
    rest = max(1, len(data) - whole)
    return [*lines, f"all: {whole} releases, {total / whole:.4f} of F1 lost; without their first lines {cut / rest:.4f}"]


def main(arguments: Sequence[str]) -> int:
    folders = [Path(a) for a in arguments if not a.startswith("-")]
    if not folders:
        sys.stderr.write("name the folders of annotated releases to fit on\n")
        return 2
    data = choices(folders, load_vocabulary())
    lines = transfer(data) if len(folders) > 1 else []
    weights = written(fitted(data), "reporter.py", "rank.py")
    sys.stdout.write("\n".join([*lines, weights]))
    if "--write" in arguments:
        WEIGHTS.write_text(weights, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
