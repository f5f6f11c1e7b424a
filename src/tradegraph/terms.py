"""Looking into the vocabulary: what a word means, which labels clash, what a corpus says that no list has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tradegraph.facts.places import notation
from tradegraph.folding import fold_label
from tradegraph.model import Concept, Extraction
from tradegraph.vocabulary import Vocabulary

LANGUAGES = ("zh-hans", "zh-hant", "en")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that `vocabulary check` says: `level` is error, clash or note."""

    level: str
    code: str
    text: str


def find(vocabulary: Vocabulary, term: str) -> list[tuple[str, str, Concept]]:
    """Every code in either spelling, and every label, that reads like a term: (form, code or label, concept)."""
    folded, code = fold_label(term), notation(term).casefold()
    coded = [("notation", concept.notation, concept) for concept in vocabulary.concepts.values() if concept.notation.casefold() == code]
    labelled = [(label.form, label.text, label.concept) for label in vocabulary.labels if fold_label(label.text) == folded]
    return sorted(coded + labelled, key=lambda entry: (entry[2].scheme, entry[2].notation, entry[0] != "notation", entry[0]))


def check(vocabulary: Vocabulary) -> list[Finding]:
    """Untranslated concepts and dangling broader (errors), and labels that several concepts share (who wins is said)."""
    out: list[Finding] = []
    for concept in vocabulary.concepts.values():
        name = f"{concept.scheme}/{concept.notation}"
        missing = [lang for lang in LANGUAGES if lang not in dict(concept.labels)]
        if missing:
            out.append(Finding("error", "untranslated", f"{name} has no preferred label in {', '.join(missing)}"))
        for above in concept.broader:
            if vocabulary.find(concept.scheme, above) is None:
                out.append(Finding("error", "dangling", f"{name} is narrower than {above}, which does not exist"))
        if _cyclic(vocabulary, concept):
            out.append(Finding("error", "cycle", f"{name} is narrower than itself"))
    shared: dict[tuple[str, str], set[Concept]] = {}
    for label in vocabulary.labels:
        if label.form != "pattern":
            shared.setdefault((label.lang[:2], fold_label(label.text)), set()).add(label.concept)
    for (lang, text), concepts in shared.items():
        schemes = {c.scheme for c in concepts}
        if len(concepts) < 2 or schemes == {"word"}:
            continue
        names = ", ".join(sorted(f"{c.scheme}/{c.notation}" for c in concepts))
        if schemes == {"place"}:
            out.append(Finding("clash", "homonym", f"{text!r} ({lang}) names {names}: settled by the context of the document"))
        elif len(schemes) == 1:
            out.append(Finding("error", "duplicate", f"{text!r} ({lang}) is a label of {names}: keep it on one"))
        else:
            out.append(Finding("clash", "across", f"{text!r} ({lang}) is a label of {names}: place, partner, commodity and word win in this order"))
    return sorted(out)


def _cyclic(vocabulary: Vocabulary, concept: Concept) -> bool:
    seen: set[str] = set()
    queue = list(concept.broader)
    while queue:
        notation = queue.pop()
        if notation == concept.notation:
            return True
        if notation in seen:
            continue
        seen.add(notation)
        above = vocabulary.find(concept.scheme, notation)
        queue.extend(above.broader if above else ())
    return False


def unknown(extractions: Iterable[Extraction]) -> list[tuple[int, str, str]]:
    """Phrases in a commodity's place that no list has, the most frequent first: (how often, phrase, an example sentence)."""
    counts: Counter[str] = Counter()
    example: dict[str, str] = {}
    for extraction in extractions:
        for fact in extraction.observations:
            for item in fact.commodity:
                if item.id.startswith("x-"):
                    counts[item.text] += 1
                    example.setdefault(item.text, extraction.document.text[fact.sentence[0] : fact.sentence[1]])
    return [(n, phrase, example[phrase]) for phrase, n in sorted(counts.items(), key=lambda e: (-e[1], e[0]))]
