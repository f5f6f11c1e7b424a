"""Arithmetic as witness: what the figures of one release say about each other.

A release states more figures than it has degrees of freedom: exports and imports beside their total, a share beside the part and the whole,
a growth beside two levels. Where an identity holds at the printed precision, its figures were read right; where it joins several subjects
(identities.ACROSS), the subjects too. Where it fails, one of them was misread, or the text contradicts itself. Agreement is noted in `why`
("identity:CODE"), contradiction as well ("contradicted:CODE") and becomes an Issue that quotes the figures. An identity is judged by
intervals (intervals.py) and is silent where they are too wide to tell anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tradegraph.facts.figures import Figures
from tradegraph.facts.identities import REPEATED, RULES, Finding, exclusive, outgrown, ranked, repeated
from tradegraph.model import Issue, Observation

IDENTITY = "identity:"  # what an entry of `why` begins with that arithmetic wrote
CONTRADICTED = "contradicted:"
DOUBTED = "doubted:"


def findings(facts: Sequence[Observation], figures: Figures | None = None) -> list[Finding]:
    """Every identity that tells something about the figures of one release, in a fixed order."""
    figures = Figures(facts) if figures is None else figures
    out: dict[Finding, None] = {}
    for of, measures in figures.by_subject.items():
        kinds = {m.measure for m in measures}
        for kind, rules in RULES.items():
            if kind not in kinds:
                continue
            for rule in rules:
                if found := list(rule(figures, of, measures)):
                    out.update(dict.fromkeys(_settled(found)))
        out.update(dict.fromkeys(repeated(figures, of, measures)))
        out.update(dict.fromkeys(exclusive(figures, of, measures)))
    out.update(dict.fromkeys(ranked(figures)))
    return list(out)


def _settled(found: list[Finding]) -> list[Finding]:
    """Where one figure of a role makes an identity hold, that another of the same subject would break it says nothing new (`repeated` does)."""
    if all(f.holds for f in found):
        return found
    held = {(f.code, k, f.facts[:k] + f.facts[k + 1 :]) for f in found if f.holds for k in range(len(f.facts))}
    return [f for f in found if f.holds or not any((f.code, k, f.facts[:k] + f.facts[k + 1 :]) in held for k in range(len(f.facts)))]


def weigh(facts: Sequence[Observation]) -> tuple[list[Observation], list[Issue]]:
    """Note in `why` which identities each figure keeps or breaks, and raise an Issue for each contradiction.

    Of the figures of a broken identity the ones that the fewest other identities support are held to be at fault. Of two that state one figure
    differently and are supported alike it is the one that a part of it outgrows; where none does, or both, nobody can tell: the later is named, as a
    subject that was not understood leaves the earlier one standing, which is doubted.
    """
    figures = Figures(facts)
    found = findings(facts, figures)
    support = Counter(i for f in found if f.holds for i in f.facts)
    notes: list[dict[str, None]] = [{} for _ in facts]
    issues: dict[tuple[int, str], Issue] = {}
    for finding in found:
        if finding.holds:
            for index in finding.facts:
                notes[index][IDENTITY + finding.code] = None
            continue
        least = min(support[i] for i in finding.facts)
        suspects = sorted((i for i in finding.facts if support[i] == least), key=lambda i: facts[i].start)
        if finding.code == REPEATED and len(suspects) > 1:
            suspects = [i for i in suspects if outgrown(figures, i)] or suspects
        blamed = suspects[-1:] if finding.code == REPEATED else suspects
        for index in suspects:
            notes[index][(CONTRADICTED if index in blamed else DOUBTED) + finding.code] = None
        fact = facts[blamed[0]]
        others = ", ".join(f'"{facts[i].text}"' for i in finding.facts if i != blamed[0])
        against = f" together with {others}" if others else ""
        note = f"cannot be right{against} ({finding.code}): it was misread, or the text contradicts itself"
        issues.setdefault((blamed[0], finding.code), Issue(fact.doc, fact.start, fact.end, "arithmetic", fact.text, note))
    weighed = [f._replace(why=(*f.why, *n)) if n else f for f, n in zip(facts, notes, strict=True)]
    return weighed, list(issues.values())
