"""Policy measures: the clauses by which somebody in authority takes, runs or plans a measure.

A sentence speaks of measures where it has an authority (a customs office, a government, a zone, or one named before) and a verb of taking
measures. Each clause with such a verb and an instrument or topic is one measure; its anchor is the clause without the actor. The
category is the one that the clause's instruments speak for most; marks of plans make it planned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from tradegraph.facts.places import CUSTOMS, Gazetteer, slug
from tradegraph.facts.tokens import Sentence, Token, printed
from tradegraph.lexicon import POLICY, Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Commodity, Concept, Mention, PolicyMeasure

_BOUNDARY = re.compile("[,;:\u3002!?\n]|\\.(?=\\s|$)")
_ACTING = frozenset({"ftz", "zone", "province", "prefecture", "county"})
_MIN = {True: 5, False: 3}  # characters or words that a clause needs to say something


@dataclass(slots=True)
class _Context:
    actor: str = ""
    actor_text: str = ""


class PolicyReader:
    """Reads the measures of a document, sentence by sentence; the last authority named in a paragraph goes on acting."""

    def __init__(self, annotated: Annotated, gazetteer: Gazetteer, lexicon: Lexicon, main: Concept | None) -> None:
        self._annotated = annotated
        self._text = annotated.folded.text
        self._places = gazetteer
        self._zh = lexicon.language == "zh"
        self._main = main
        self._mentions = lexicon.scan(self._text, layer=POLICY)
        self._at = 0
        self._context = _Context()
        self._office = ""
        self._ands = [text for text in lexicon.role("and") if text.isalpha()]

    def read(self, sentence: Sentence) -> list[PolicyMeasure]:
        """The measures of one sentence."""
        while self._at < len(self._mentions) and self._mentions[self._at].start < sentence.start:
            self._at += 1
        inside = []
        index = self._at
        while index < len(self._mentions) and self._mentions[index].end <= sentence.end:
            inside.append(self._mentions[index])
            index += 1
        if sentence.opens:
            self._context = _Context()
        actors = self._actors(sentence, inside)
        verbs = [m for m in inside if m.kind == "policy-verb"]
        if not verbs:
            if actors:
                self._context = _Context(actors[-1][2], actors[-1][3])
            return []
        plans = [m.start for m in inside if m.kind == "plan"]
        out: list[PolicyMeasure] = []
        planned_since: int | None = None
        for start, end in self._clauses(sentence, verbs):
            before = [a for a in actors if a[0] < start + (end - start) // 2]
            if before:
                actor = before[-1]
                if self._context.actor != actor[2]:
                    planned_since = None
                self._context = _Context(actor[2], actor[3])
                if start <= actor[0] < end:
                    start = actor[1]
            for mark in plans:
                if mark < end and (planned_since is None or mark >= start):
                    planned_since = mark
            measure = self._measure(sentence, start, end, inside, planned=planned_since is not None)
            if measure is not None:
                out.append(measure)
            semicolon = self._text[end : end + 1] == ";"
            if semicolon:
                planned_since = None
        return out

    # ------------------------------------------------------------------ actors

    def _actors(self, sentence: Sentence, inside: list[Mention]) -> list[tuple[int, int, str, str]]:
        """(start, end, code, printed) of every authority in a sentence, in order."""
        found: list[tuple[int, int, str, str]] = []
        for token in sentence.tokens:
            for member in token.members:
                if member.kind == "anaphor" and member.concept.get("level") == "customs" and (self._context.actor or self._office):
                    found.append((member.start, member.end, self._context.actor or self._office, member.printed or member.text))
                if member.kind != "place":
                    continue
                place = self._places.choose(member.concepts, [self._main])
                if place is None:
                    continue
                kind = self._places.type(place)
                if kind in CUSTOMS:
                    code = "CN" if kind == "customs-authority" else slug(place.notation)
                    found.append((member.start, member.end, code, member.printed))
                    self._office = code
                elif kind in _ACTING and self._leads(member, inside):
                    found.append((member.start, member.end, slug(place.notation), member.printed))
        for mention in inside:
            if mention.kind == "central":
                found.append((mention.start, mention.end, "CN", printed(self._annotated, mention.start, mention.end)))
            elif mention.kind == "government":
                near = [t for t in sentence.tokens if t.kind == "place" and 0 <= mention.start - t.end < 12]
                place = self._places.choose(near[-1].concepts, [self._main]) if near else self._main
                if place is not None:
                    start = near[-1].start if near else mention.start
                    found.append((start, mention.end, slug(place.notation), printed(self._annotated, start, mention.end)))
        return sorted(found)

    def _leads(self, token: Token, inside: list[Mention]) -> bool:
        """A region or zone acts where it opens its clause and a verb of taking measures follows it closely."""
        reach = 6 if self._zh else 24
        before = self._text[max(0, token.start - 40) : token.start]
        opening = _BOUNDARY.split(before)[-1].strip()
        if len(opening) > 4 or any(m.kind == "policy-verb" and token.start - len(opening) <= m.start < token.start for m in inside):
            return False
        return any(m.kind == "policy-verb" and 0 <= m.start - token.end <= reach for m in inside)

    # ------------------------------------------------------------------ clauses

    def _clauses(self, sentence: Sentence, verbs: list[Mention]) -> list[tuple[int, int]]:
        """The stretches between boundaries that hold a verb; in Latin script "and" before a verb is a boundary too."""
        names = [(t.start, t.end) for t in sentence.tokens if t.kind not in {",", ";", ":", ".", "nl", "sep", "and"}]
        cuts = [sentence.start]
        for match in _BOUNDARY.finditer(self._text, sentence.start, sentence.end):
            if not any(a <= match.start() < b for a, b in names) and not self._quoted(match.start(), sentence):
                cuts.append(match.start())
        if not self._zh:
            starts = {m.start for m in verbs}
            for word in self._ands:
                # up to two auxiliaries or adverbs may stand between: "and has already introduced"
                for match in re.finditer(rf"\s{re.escape(word)}\s+(?=(\w+\s+)?(\w+\s+)?)", self._text[sentence.start : sentence.end]):
                    at = sentence.start + match.end()
                    skips = (0, len(match.group(1) or ""), len(match.group(1) or "") + len(match.group(2) or ""))
                    if any(at + skip in starts for skip in skips):
                        cuts.append(sentence.start + match.start())
        cuts = sorted({*cuts, sentence.end})
        out = []
        for a, b in pairwise(cuts):
            start = a
            while start < b and self._text[start] in ",;:. \n\"'":
                start += 1
            if any(start <= m.start < b for m in verbs):
                out.append((start, b))
        return out

    def _quoted(self, at: int, sentence: Sentence) -> bool:
        return self._text.count('"', sentence.start, at) % 2 == 1

    def _measure(self, sentence: Sentence, start: int, end: int, inside: list[Mention], *, planned: bool) -> PolicyMeasure | None:
        if not self._context.actor:
            return None
        held = [m for m in inside if start <= m.start and m.end <= end]
        verbs = [m for m in held if m.kind == "policy-verb"]
        instruments = [(m, c) for m in held for c in m.concepts if c.scheme == "instrument"]
        if not verbs or not instruments:
            return None
        first = verbs[0].start
        start = first if not self._zh else self._opening(start, first, held)
        while end > start and self._text[end - 1] in " ,;.\n":
            end -= 1
        phrase = self._text[start:end]
        if (len(phrase) if self._zh else len(phrase.split())) < _MIN[self._zh]:
            return None
        weights: dict[str, int] = {}
        for mention, concept in instruments:
            category = concept.get("category")
            weights[category] = weights.get(category, 0) + int(concept.get("weight", "1")) * (mention.end - mention.start)
        category = max(sorted(weights), key=lambda c: weights[c])
        tokens = [m for t in sentence.tokens for m in t.members if start <= m.start < end]
        folded = self._annotated.folded
        a, b = folded.origin(start, end)
        s, e = folded.origin(sentence.start, sentence.end)
        document = self._annotated.document
        goods = [t.concept for t in tokens if t.kind == "commodity" and t.concepts]
        return PolicyMeasure(
            doc=document.id, start=a, end=b, text=document.text[a:b], actor=self._context.actor, actor_text=self._context.actor_text,
            category=category,
            status="planned" if planned else "in-force", sentence=(min(s, a), max(e, b)),
            partner=tuple(dict.fromkeys(t.concept.notation for t in tokens if t.kind == "partner")),
            commodity=tuple(Commodity(c.notation, c.label("en"), c.label("zh-hans"), c.label(document.lang)) for c in dict.fromkeys(goods)),
        )  # fmt: skip

    def _opening(self, start: int, verb: int, held: list[Mention]) -> int:
        """A Chinese clause opens with its prepositional phrase (dui …, zai …), but without marks of plans and adverbs before it."""
        plans = [m.end for m in held if m.kind == "plan" and m.end <= verb]
        return max([start, *plans])
