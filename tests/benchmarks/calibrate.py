"""Fit the weights of src/tradegraph/facts/confidence.toml on annotated releases, and show how well they hold on releases not fitted.

    python tests/benchmarks/calibrate.py FOLDER… [--write]

Each FOLDER holds texts with `*.gold.jsonl` beside them. The table comes from cross-validation by document: every release is rated by weights that were
fitted without it. `--write` fits all releases and writes the weights. Fitting is Newton's method on a logistic likelihood with a quadratic
penalty (Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4.1 and 18.4), without chance, so the same releases give the same weights.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tradegraph import scoring, table
from tradegraph.documents import read
from tradegraph.facts import extract
from tradegraph.facts.confidence import BOUNDS, WEIGHTS, probability, signs_of
from tradegraph.facts.rewriting import segmented
from tradegraph.facts.weights import Signs
from tradegraph.mentions import annotate, readers
from tradegraph.model import Document
from tradegraph.vocabulary import Vocabulary, load_vocabulary

FOLDS = 10
PENALTY = 6.0
RARE = 12  # a sign that fewer facts carry is left out
SURE = 0.95
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
TABLE = Path(__file__).parent / "reliability.md"
_PREFACE = """# How far confidence can be trusted

Written by `python tests/benchmarks/calibrate.py FOLDER… --write`. Each release was rated by weights that were fitted without it.
"Right" is strict: the value and every column of the statistical key. The list shows the same for a folder whose releases nobody fitted or
worked on with the others: the more the grammar was worked on with a folder's releases, the better its facts are.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A fact read from an annotated release: its signs, and whether it is right in every column that is scored."""

    folder: str
    document: str
    signs: Signs
    right: bool
    said: float  # the confidence that the extractor gave it


def examples(folders: Iterable[Path], vocabulary: Vocabulary) -> list[Example]:
    """Read and rate the releases of folders; facts that the score counts neither way are left out."""
    out: list[Example] = []
    for folder in folders:
        gold = scoring.load_gold(folder)
        for document in read([str(folder)]):
            if not isinstance(document, Document):
                continue
            extraction = extract(document, vocabulary)
            annotated, lexicon = annotate(document, vocabulary), readers(vocabulary, document.lang).lexicon
            facts = extraction.observations
            wanted = [g for g in gold if g["doc"] == document.id and g.get("kind", "statistic") == "statistic"]
            right = scoring.outcomes(wanted, [table.row(f, document) for f in facts])
            signs = signs_of(facts, segmented(annotated, lexicon), annotated.folded, extraction.issues, document.lang)
            out.extend(
                Example(folder.name, document.id, s, ok, float(f.confidence)) for s, ok, f in zip(signs, right, facts, strict=True) if ok is not None
            )
    return out


def fitted(data: Sequence[Example], penalty: float = PENALTY) -> Signs:
    """The weights that make the examples most likely, with a penalty on their squares (none on the bias)."""
    count: dict[str, int] = {}
    for example in data:
        for name in example.signs:
            count[name] = count.get(name, 0) + 1
    names = sorted(n for n, c in count.items() if c >= RARE)
    index = {n: i for i, n in enumerate(names)}
    rows = [([(index[n], v) for n, v in e.signs.items() if n in index], float(e.right)) for e in data]
    weights = [0.0] * len(names)
    for _ in range(12):
        gradient = [-penalty * w for w in weights]
        hessian = [[0.0] * len(names) for _ in names]
        for i, name in enumerate(names):
            hessian[i][i] = penalty if name != "bias" else 1e-6
            if name == "bias":
                gradient[i] = 0.0
        for signs, right in rows:
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights[i] * v for i, v in signs)))))
            slope = p * (1 - p)
            for i, v in signs:
                gradient[i] += v * (right - p)
                row, scaled = hessian[i], slope * v
                for j, u in signs:
                    row[j] += scaled * u
        step = solved(hessian, gradient)
        weights = [w + s for w, s in zip(weights, step, strict=True)]
        if max(abs(s) for s in step) < 1e-6:
            break
    return dict(zip(names, weights, strict=True))


def solved(matrix: list[list[float]], vector: list[float]) -> list[float]:
    """Cholesky, for a positive definite matrix."""
    n = len(vector)
    lower = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(a * b for a, b in zip(lower[i][:j], lower[j][:j], strict=True))
            lower[i][j] = math.sqrt(rest) if i == j else rest / lower[j][j]
    half = [0.0] * n
    for i in range(n):
        half[i] = (vector[i] - sum(a * b for a, b in zip(lower[i][:i], half[:i], strict=True))) / lower[i][i]
    out = [0.0] * n
    for i in reversed(range(n)):
        out[i] = (half[i] - sum(lower[k][i] * out[k] for k in range(i + 1, n))) / lower[i][i]
    return out


def cross_validated(data: Sequence[Example], folds: int = FOLDS, penalty: float = PENALTY) -> list[tuple[float, bool]]:
    """For each example the confidence that weights fitted without its release give it, and whether it is right."""
    documents = sorted({e.document for e in data})
    part = {d: i % folds for i, d in enumerate(documents)}
    out: list[tuple[float, bool]] = []
    for fold in range(folds):
        weights = fitted([e for e in data if part[e.document] != fold], penalty)
        held = [e for e in data if part[e.document] == fold]
        out.extend(zip(rated(held, weights), (e.right for e in held), strict=True))
    return out


def reliability(judged: Sequence[tuple[float, bool]]) -> list[str]:
    """The table for the documentation: what was said, how many facts, how many of them are right."""
    lines = ["| confidence | facts | mean | right |", "|---|---|---|---|"]
    for low, high in pairwise(BINS):
        held = [(p, ok) for p, ok in judged if low <= p < high]
        if held:
            mean, right = sum(p for p, _ in held) / len(held), sum(ok for _, ok in held) / len(held)
            name = f"{low:.2f} and more" if high > 1 else f"{low:.2f} to {high:.2f}"
            lines.append(f"| {name} | {len(held)} | {mean:.3f} | {right:.3f} |")
    return lines


def transfer(data: Sequence[Example]) -> list[str]:
    """For each folder, what weights fitted on the other folders only make of it: another desk, another degree of tuning."""
    lines = []
    for name in sorted({e.folder for e in data}):
        others, own = [e for e in data if e.folder != name], [e for e in data if e.folder == name]
        if others:
            sure = [e.right for e, p in zip(own, rated(own, fitted(others)), strict=True) if p >= SURE]
            right = sum(sure) / max(1, len(sure))
            lines.append(f"- {name}, fitted on the other folders only: {len(sure)} of {len(own)} facts at {SURE} and more, {right:.3f} of them right")
    return lines


def rated(data: Sequence[Example], weights: Signs) -> list[float]:
    """The confidence that weights give to examples."""
    low, high = BOUNDS
    return [min(float(high), max(float(low), round(probability(e.signs, weights), 2))) for e in data]


def written(weights: Signs, module: str, script: str) -> str:
    """The weights of a module's signs as TOML."""
    head = f"# Weights of the signs of facts/{module}, fitted by tests/benchmarks/{script} --write; do not edit by hand.\n[weights]\n"
    return head + "".join(f'"{name}" = {weight:.3f}\n' for name, weight in sorted(weights.items()) if abs(weight) >= 0.0005)


def main(arguments: Sequence[str]) -> int:
    folders = [Path(a) for a in arguments if not a.startswith("-")]
    if not folders:
        sys.stderr.write("name the folders of annotated releases to fit on\n")
        return 2
    data = examples(folders, load_vocabulary())
    right = sum(e.right for e in data) / len(data)
    head = f"{len(data)} facts of {len({e.document for e in data})} releases, {right:.3f} of them right"
    judged = cross_validated(data)
    sys.stdout.write("\n".join([head, *reliability(judged), *transfer(data)]) + "\n")
    if "--write" in arguments:
        WEIGHTS.write_text(written(fitted(data), "confidence.py", "calibrate.py"), encoding="utf-8")
        TABLE.write_text(f"{_PREFACE}\n{head}.\n\n" + "\n".join([*reliability(judged), "", *transfer(data)]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
