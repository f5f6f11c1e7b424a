"""Confidence: how likely a reading is right, from what is known of it without an annotation.

A logistic model over a few signs: which measure it is, what of its subject its own clause states and what was carried there from before, what
of the clause was not understood, how much of the sentence stayed unread, and what arithmetic says. Its weights are data (confidence.toml), fitted
on annotated releases by tests/benchmarks/calibrate.py, which also prints how well they hold on releases that were not fitted.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from tradegraph.facts.arithmetic import CONTRADICTED, DOUBTED, IDENTITY
from tradegraph.facts.figures import containing, subject
from tradegraph.facts.identities import ACROSS
from tradegraph.facts.places import slug
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.facts.weights import score, weights_of
from tradegraph.folding import Folded
from tradegraph.model import Issue, Observation

WEIGHTS = Path(__file__).resolve().parent / "confidence.toml"
_CENT = Decimal("0.01")
BOUNDS = (Decimal("0.05"), Decimal("0.99"))  # nothing read is certain, nothing read is worthless
_EXCLUDED = 0.4  # what a figure is worth at most that another excludes
_AGREED = frozenset({"agreed-within", "agreed-across"})
_EARLY = 120  # code points: a headline and what stands with it
_REACH = 400  # tokens; a sentence with more is no sentence
_NUMBERS = frozenset({"q", "rank"})
_LISTING = frozenset({"sep", "and", "particle", ","})
_NEARBY = frozenset({"than", "gap", "relative", "member-ref", "members-ref", "each", "together"})
_EARLIER = frozenset({"of-which", "such-as", "corridor"})
_ASIDE = frozenset({"range", "target", "duration", "absolute-change", "per-day", "decoy", "arithmetic", "unknown-term", "unknown-year"})


def rate(facts: Sequence[Observation], sentences: Sequence[Sentence], folded: Folded, issues: Iterable[Issue], language: str) -> list[Observation]:
    """Give each fact its confidence, two decimals."""
    weights = weights_of(WEIGHTS)
    out = []
    for fact, signs in zip(facts, signs_of(facts, sentences, folded, issues, language), strict=True):
        low, high = BOUNDS
        rounded = Decimal(probability(signs, weights)).quantize(_CENT, ROUND_HALF_EVEN)
        out.append(fact._replace(confidence=min(high, max(low, rounded))))
    return out


def probability(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logistic function of the weighted signs.

    Of two figures that exclude each other at most one is right: where nothing else speaks for a figure, it is rather wrong than right.
    """
    likely = 1 / (1 + math.exp(-max(-30.0, min(30.0, score(signs, weights)))))
    excluded = "contradicted-alone" in signs or ("doubted" in signs and _AGREED.isdisjoint(signs))
    return min(likely, _EXCLUDED) if excluded else likely


def signs_of(
    facts: Sequence[Observation], sentences: Sequence[Sentence], folded: Folded, issues: Iterable[Issue], language: str
) -> Iterator[dict[str, float]]:
    """The signs of each fact, by name; what is not named is nought. Facts are in the order of the text."""
    starts = [folded.origin(s.start, s.end)[0] for s in sentences]
    unread = [i for i in issues if i.code not in _ASIDE]
    unread_in = Counter(bisect_right(starts, i.start) - 1 for i in unread)
    anchors = Counter(f.start for f in facts)
    reporters, periods = Counter(f.reporter for f in facts), Counter(f.period for f in facts)
    reporter = max(reporters, key=lambda r: reporters[r], default="")
    period = max(periods, key=lambda p: periods[p], default="")
    subjects = [subject(f) for f in facts]
    agreed = Counter((s, f.flow) for s, f in zip(subjects, facts, strict=True) if any(w.startswith(IDENTITY) for w in f.why))
    broken = Counter(f.sentence for f in facts if any(w.startswith(CONTRADICTED) for w in f.why))
    murky = len(unread) / (len(unread) + len(anchors)) if anchors else 0.0
    whole: dict[str, float] = {"bias": 1.0, "language=" + language: 1.0, "document-unread": murky}
    layouts: dict[int, _Layout] = {}
    for of, fact in zip(subjects, facts, strict=True):
        index = max(0, bisect_right(starts, fact.start) - 1)
        signs = {**whole, "measure=" + fact.measure: 1.0, "indicator=" + fact.indicator: 1.0}
        _arithmetic(fact, signs, agreed[of, fact.flow], broken[fact.sentence])
        _columns(fact, signs)
        if fact.reporter != reporter:
            signs["other-reporter"] = 1.0
        if fact.period != period:
            signs["other-period"] = 1.0
        if anchors[fact.start] > 1:
            signs["shared-anchor"] = 1.0
        if unread_in[index]:
            signs["sentence-unread"] = float(min(3, unread_in[index]))
        if sentences:
            if index not in layouts:
                layouts[index] = _Layout(sentences[index], folded)
            layouts[index].signs(fact, signs)
        yield signs


def _arithmetic(fact: Observation, signs: dict[str, float], agreed_of_subject: int, broken_in_sentence: int) -> None:
    """What the identities say of the fact, of others of its subject and of its sentence."""
    codes = [w.removeprefix(IDENTITY) for w in fact.why if w.startswith(IDENTITY)]
    agreed = len(codes)
    broken = any(w.startswith(CONTRADICTED) for w in fact.why)
    if agreed:
        across = any(c in ACROSS for c in codes)
        signs["agreed-across" if across else "agreed-within"] = 1.0
    elif agreed_of_subject:
        signs["subject-agreed"] = 1.0
    if agreed > 1:
        signs["agreed-twice"] = 1.0
    if broken:
        signs["contradicted"] = 1.0
        if not agreed:
            signs["contradicted-alone"] = 1.0
    elif broken_in_sentence:
        signs["sentence-contradicted"] = 1.0
    if any(w.startswith(DOUBTED) for w in fact.why):
        signs["doubted"] = 1.0


def _columns(fact: Observation, signs: dict[str, float]) -> None:
    """Signs that the columns carry by themselves."""
    dimensions = bool(fact.partner) + bool(fact.commodity) + bool(fact.enterprise) + bool(fact.regime)
    if dimensions:
        signs["dimensions"] = float(dimensions)
    if fact.commodity:
        if len(fact.commodity) > 1:
            signs["several-goods"] = 1.0
        if any(c.id.startswith("x-") for c in fact.commodity):
            signs["unlisted-goods"] = 1.0
    for name, holds in (
        ("hedged", fact.approx),
        ("spoken", not any(c.isdecimal() for c in fact.text)),
        ("no-period", not fact.period or "X" in fact.period),
        ("no-reporter", not fact.reporter),
        ("reporter-kind", ":" in fact.reporter),
        ("reporter-phrase", fact.reporter.startswith("text:")),
        ("several-partners", len(fact.partner) > 1),
        ("against-other", fact.base or (fact.ref and fact.ref != "prev")),
        ("basis-other", fact.basis not in {"", "yoy"}),
        ("no-flow", not fact.flow),
        ("early", fact.start < _EARLY),
    ):
        if holds:
            signs[name] = 1.0


class _Layout:
    """A sentence as its numbers divide it."""

    def __init__(self, sentence: Sentence, folded: Folded) -> None:
        self.tokens = sentence.tokens
        self.spans = [folded.origin(t.start, t.end) if folded.origins is not None else (t.start, t.end) for t in self.tokens]
        self.numbers = [k for k, t in enumerate(self.tokens) if t.kind in _NUMBERS]
        self.ends = [self.spans[k][1] for k in self.numbers]
        self.start = folded.origin(sentence.start, sentence.end)[0]
        self.kinds = {t.kind for t in self.tokens}

    def signs(self, fact: Observation, signs: dict[str, float]) -> None:
        """What stands between the number before and the fact's own, and where each part of its subject was stated."""
        at = bisect_right(self.ends, fact.start)
        if at == len(self.numbers) or self.spans[self.numbers[at]][0] >= fact.end:
            signs["unplaced"] = 1.0
            return
        here = self.numbers[at]
        before = self.numbers[at - 1] if at else -1
        after = self.numbers[at + 1] if at + 1 < len(self.numbers) else len(self.tokens)
        lead = self.tokens[before + 1 : here]
        lead_kinds = {t.kind for t in lead}
        near = lead_kinds | {t.kind for t in self.tokens[here:after]}
        far = max(0, here - _REACH)
        earlier = self.tokens[far:here]
        kinds = {t.kind for t in earlier}
        covered = sum(b - a for a, b in self.spans[before + 1 : here])
        edge = self.spans[before][1] if at else self.start
        signs["numbers"] = math.log1p(len(self.numbers))
        signs["numbers-before"] = math.log1p(at)
        signs["not-understood"] = math.log1p(max(0, fact.start - edge - covered))
        for name in _NEARBY & near:
            signs[name] = 1.0
        for name in _EARLIER & kinds:
            signs["after-" + name] = 1.0
        if at and lead_kinds <= _LISTING:
            signs["bare-list"] = 1.0
        if "respectively" in self.kinds:
            signs["respectively"] = 1.0
        if "(" in lead_kinds:
            signs["parenthesis"] = 1.0
        if "period" in lead_kinds:
            signs["period-near"] = 1.0
        if "period" not in kinds:
            signs["period-none"] = 1.0
        self._places(fact, signs, earlier, before + 1 - far)
        for name, value in (("partner", fact.partner), ("commodity", fact.commodity), ("enterprise", fact.enterprise), ("regime", fact.regime)):
            if value:
                signs[name + ("-near" if name in near else "-carried" if name in kinds else "-from-afar")] = 1.0
            elif name in near:
                signs[name + "-unused"] = 1.0
            elif name in kinds:
                signs[name + "-dropped"] = 1.0
        self._flow(fact, signs, earlier, before + 1 - far)

    @staticmethod
    def _places(fact: Observation, signs: dict[str, float], earlier: Sequence[Token], lead: int) -> None:
        related = {fact.reporter, fact.base, fact.ref, fact.scope}
        outer = containing(fact.reporter)
        stated = False
        for k, token in enumerate(earlier):
            if token.kind != "place":
                continue
            codes = {slug(c.notation) for c in token.concepts}
            stated = stated or fact.reporter in codes
            if related & codes:
                continue
            inside = any(fact.reporter in containing(c) for c in codes)
            which = "inner" if inside else "outer" if codes & set(outer) else "other"
            signs[which + ("-place-near" if k >= lead else "-place-before")] = 1.0
        if stated:
            signs["reporter-stated"] = 1.0
        elif any(t.kind == "anaphor" for t in earlier):
            signs["reporter-meant"] = 1.0
        elif "other-reporter" in signs:
            signs["other-reporter-carried"] = 1.0

    @staticmethod
    def _flow(fact: Observation, signs: dict[str, float], earlier: Sequence[Token], lead: int) -> None:
        for k in range(len(earlier) - 1, -1, -1):
            token = earlier[k]
            if token.kind == "term" and token.concepts and (flow := token.concepts[0].get("flow")):
                if k >= lead:
                    signs["flow-near"] = 1.0
                if flow == fact.flow:
                    signs["flow-last"] = 1.0
                return
        signs["flow-carried"] = 1.0
