"""English clauses of measures: each opens at a verb that an authority governs.

A verb is governed where it follows its subject, is coordinated with a governed verb of the same form, follows "by", "such as" and the like
as a gerund, or is passive. Auxiliaries, adverbs, marks of plans and of effort may stand between. A clause ends before the next one, a
relative or subordinate clause, or the time at its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from tradegraph.facts.authorities import MARK, WORD, Actor, Clause, Scene, instrument_weight, is_general, last_word, plays, sureness, takes
from tradegraph.inflection import POSSESSIVE, form
from tradegraph.model import Mention

_PARENTHESIS = 140  # characters of what may stand between commas behind an auxiliary
_OBJECT = 40  # characters of what may stand before the noun that a verb governs
_NOUN = 110  # characters of what a noun of a measure is of, and who does it
_JOINED = 60  # characters of a second subject behind "and"
_BULLETS = frozenset({"-", "*", "\u2022", "\u25aa", "\u25cf"})
_COMMA = re.compile(r",(?!\d)")
_ABBREVIATED = re.compile(r"\b[a-z]\.[a-z]\Z")  # before the last stop of "p.m."


@dataclass(frozen=True, slots=True)
class _Way:
    """How an English verb is licensed: where its auxiliaries begin, by what, and what stands between."""

    left: int
    licence: str
    actor: Actor | None
    aux: bool
    planned: bool
    passive: bool
    effort: frozenset[str] = frozenset()  # the form of "continue to", "keep" before it
    opens: int = -1  # where its clause opens, if its adjunct stands in front of it


@dataclass(frozen=True, slots=True)
class _Head:
    """A verb that opens a clause, how it is licensed, and who acts."""

    verb: Mention
    way: _Way
    actor: Actor
    planned: bool


class EnglishClauses:
    """The clauses of one sentence; what it says of who acts goes on in its story."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.story = scene.story

    def read(self) -> list[Clause]:
        """The stretches that open at a verb which an authority governs."""
        subjects = [a for a in self.scene.actors if self.scene.is_subject(a)]
        heads, planned = self._licensed(subjects)
        for subject in subjects:
            if not heads and subject.code:
                self.story.actor = self.story.before = subject
        if planned and any(plays(m, "plan") and m.start - self.scene.sentence.start < 3 and m.end - m.start > 5 for m in self.scene.inside):
            self.story.planning = True
        out = [self._clause(heads, i, subjects) for i, head in enumerate(heads) if not self._shares(heads, i)]
        return sorted([*out, *self._named_items(out, planned), *self._permissions(heads)], key=lambda c: c.start)

    def _licensed(self, subjects: list[Actor]) -> tuple[list[_Head], bool]:
        """The verbs that an authority governs, in order, and whether the sentence has turned to plans."""
        heads: list[_Head] = []
        planned = self.story.planning
        form: frozenset[str] = frozenset()
        alive = False
        first = subjects[0] if subjects else None
        last_end = self.scene.sentence.start
        for verb in [m for m in self.scene.inside if self._heads(m)]:
            if self.scene.quoted(verb.start) or verb.start < last_end or (self._owned(verb) and self._doer(verb) is None):
                continue
            way = self._way(verb)
            if (way.actor is not None and self._resulting(way.actor)) or self._led(verb, way) or (way.passive and self._governed(way, heads)):
                continue
            actor: Actor | None = None
            before = [s for s in subjects if s.end <= way.left]
            mine = self.story.forms(verb)
            if way.actor is not None:
                actor = way.actor
                if not way.planned:
                    planned = self.story.planning and not way.aux and "base" in mine
                alive = True
            elif way.licence == "means":
                actor = before[-1] if before else first
                alive = alive or actor is not None
            elif plays(verb, "noun-measure") and (doer := self._doer(verb)) is not None:
                actor = doer
            elif way.licence in {"and", ";", "purpose"} and (alive or before) and not self._broken(verb, way, before, last_end):
                if self._bare(way, before, form):
                    continue
                if self._agrees(mine, form) or way.aux or way.planned or way.licence == "purpose":
                    actor = before[-1] if before else self.story.actor
            elif way.licence == "initial" and (mine & {"base", "gerund"} or way.aux or self._itemised(way)):
                actor = first or self.story.actor or (self.story.before if self.story.measured else None)
                alive = actor is not None
            elif (agent := self._licensor(verb)) is not None and not way.licence and not way.passive:
                actor = agent
            elif not way.licence and not way.passive and (agent := self._taker(verb)) is not None:
                actor, way = agent, replace(way, passive=True, opens=self._noun_before(verb))
            elif self._noted(verb, way):
                actor = before[0] if before else None
                way = replace(way, passive=True)
            elif way.passive and (3 in {sureness(verb), instrument_weight(verb)} or (sureness(verb) == 2 and self._agent(verb) is not None)):
                opening = self._opening(verb.start, last_end)
                patient = (held := self.scene.actor_to.get(way.left)) is not None and self.scene.is_subject(
                    held
                )  # "the region is included in the reform"
                if not any(self._subjoins(m) for m in self._within(opening, verb.start)) and not patient:
                    actor = self._agent(verb) or (before[-1] if before else self._teller() or self.story.actor)
            planned = planned or way.planned
            if actor is None:
                if way.licence:
                    alive = alive and way.licence == "and"
                continue
            form = form if way.passive else mine | way.effort
            if actor.code:
                self.story.actor = self.story.before = actor
            heads.append(_Head(verb, way, actor, planned))
            last_end = verb.end
        return heads, planned

    def _clause(self, heads: list[_Head], i: int, subjects: list[Actor]) -> Clause:
        """The clause that a verb opens, up to the next."""
        head = heads[i]
        lefts = [self._left(h, head.verb.end) for h in heads[i + 1 :]]
        stop = min([left for left in lefts if left > head.verb.start], default=self.scene.sentence.end)
        start = head.verb.start if head.way.licence or head.way.passive else self._permitted(head.verb)
        start = head.way.opens if head.way.opens >= 0 else start
        if head.way.passive and head.way.opens < 0:
            start = self._opening(head.verb.start, heads[i - 1].verb.end if i else self.scene.sentence.start)
        end = self._close(head.verb.end, stop)
        if head.way.passive and head.way.opens >= 0:
            end = head.actor.end  # the arrangement introduced by the customs
        if plays(head.verb, "noun-measure") and head.way.licence != "means" and self._doer(head.verb) is not None:
            end = min(end, self._named_until(head.verb, head.actor))
        if head.way.actor is not None and self._subordinate(head.way.actor):
            comma = self.scene.text.find(",", head.verb.end, end)
            end = comma if comma >= 0 else end  # "after the customs opened a lane, deliveries ...": the main clause is another's
        carried = head.actor is self.story.before and not subjects and not self._by(head.actor)
        sure = bool(subjects or head.actor in self.scene.actors) and self.scene.is_office(head.actor)
        return Clause(start, end, head.verb, self._sureness(head.verb), head.actor, head.planned, carried, None, sure)

    def _sureness(self, verb: Mention) -> int:
        """How surely a verb takes a measure; what is released or issued surely does where it is a document: a list, rules."""
        behind = [m for m in self._within(verb.end, verb.end + _OBJECT) if any(c.get("level") == "document" for c in m.concepts)]
        between = self.scene.text[verb.end : behind[0].start] if behind else ""
        governed = bool(behind) and not self._within(verb.end + 1, behind[0].start) and len(WORD.findall(between)) < 4
        return 3 if governed and plays(verb, "policy-result") else sureness(verb)

    def _shares(self, heads: list[_Head], i: int) -> bool:
        """Whether a verb only says with whom the next is done: "works with the port to open a lane"."""
        if not any(m.start == heads[i].verb.start and plays(m, "joint") for m in self.scene.inside):
            return False
        return not heads[i].planned or (i + 1 < len(heads) and heads[i + 1].way.licence == "purpose")

    def _led(self, verb: Mention, way: _Way) -> bool:
        """Whether a participle has an agent that decides nothing: "led by a rise of 20 percent"."""
        behind = self.scene.starts.get(verb.end + 1)
        by = behind is not None and plays(behind, "means") and "past" in self.story.forms(verb)
        return by and way.actor is None and self._agent(verb) is None

    def _broken(self, verb: Mention, way: _Way, before: list[Actor], last_end: int) -> bool:
        """Whether a subordinate clause, or a semicolon and another's clause, stands between a subject and a verb joined by "and"."""
        since = max([last_end, *(s.end for s in before)])
        if way.licence != "and":
            return False
        if ";" in self.scene.text[since : way.left]:
            return True
        broken = any(plays(m, "subordinator") for m in self._within(since, way.left)) and not self._back(way, last_end)
        return broken and not way.aux and (plays(verb, "speech") or not self._aside_of(since, way.left))

    def _aside_of(self, since: int, end: int) -> bool:
        """Whether a relative clause between commas is all that stands between: "the airport, which opened in June, and cut"."""
        relative = next((m for m in self._within(since, end) if plays(m, "subordinator")), None)
        closed = "," in self.scene.text[end - 1 : end + 1]
        if relative is None or not closed or self.scene.text[relative.start - 2] != ",":
            return False
        return not _COMMA.search(self.scene.text, relative.end, end - 1)

    def _bare(self, way: _Way, before: list[Actor], form: frozenset[str]) -> bool:
        """Whether nothing but a comma joins a verb to what is no predicate, or to a relative clause."""
        if self.scene.text[way.left - 1 : way.left] != ",":
            return False
        turn = self.scene.text.rfind(";", self.scene.sentence.start, way.left)
        predicate = bool(before) and before[-1].start > turn and len(WORD.findall(self.scene.text[before[-1].end : way.left])) > 1
        return (not form and not predicate) or (way.licence == "and" and bool(before) and self._related(before[-1]))

    @staticmethod
    def _agrees(mine: frozenset[str], form: frozenset[str]) -> bool:
        """Whether a verb has a form that those before it have."""
        finite = {"past", "third"}
        return bool(mine & form) or bool(mine & finite and form & finite) or (not form and mine != {"base"})

    def _subordinate(self, actor: Actor) -> bool:
        """Whether the clause of a subject opens with a word such as "after"."""
        before = self.scene.text[self.scene.sentence.start : actor.start].rstrip()
        word = last_word(before, 0, len(before))
        before = before.removesuffix(word).rstrip() if word in self.story.articles else before
        mention = self.scene.ends.get(self.scene.sentence.start + len(before))
        return mention is not None and not plays(mention, "subordinator") and self._subjoins(mention)

    def _back(self, way: _Way, since: int) -> bool:
        """Whether a comma before "and" has closed what something is done for: "joined the two, so that boxes are opened once, and lets"."""
        result = any(self._result(m) for m in self._within(since, way.left))
        return result and self.scene.text[way.left : way.left + 1] == ","

    def _related(self, actor: Actor) -> bool:
        """Whether an authority is the subject of a relative clause, which a comma closes: "the rules, which the customs issued, cut ..."."""
        mention = self.scene.ends.get(len(self.scene.text[: actor.start].rstrip()))
        return mention is not None and plays(mention, "subordinator")

    def _resulting(self, actor: Actor) -> bool:
        """Whether an authority is the subject of what something is done for: "so that it can open"."""
        mention = self.scene.ends.get(len(self.scene.text[: actor.start].rstrip()))
        return mention is not None and self._result(mention)

    @staticmethod
    def _result(mention: Mention) -> bool:
        return any(c.get("level") == "result" for c in mention.concepts)

    @staticmethod
    def _subjoins(mention: Mention) -> bool:
        """Whether a word opens a clause that hangs on another: which, after, as."""
        return plays(mention, "subordinator") or (plays(mention, "tail") and not plays(mention, "preposition", "infinitive"))

    def _named_items(self, read: list[Clause], planned: bool) -> list[Clause]:
        """Measures that are only named: in notes under a label ("- Lhasa Customs: a hotline; ...") and behind "the measures include"."""
        text, stop = self.scene.text, self.scene.sentence.end
        label = self.scene.actors[0] if self.scene.actors else None
        listed = text[self.scene.sentence.start : label.start].strip() if label is not None else ""
        if label is not None and listed in _BULLETS and text[label.end : label.end + 1] == ":":
            parts = [(m.start(), m.end()) for m in re.finditer(r"[^;]+", text[label.end + 1 : stop])]
            parts = [(label.end + 1 + a, label.end + 1 + b) for a, b in parts]
            return [c for a, b in parts if (c := self._item(a, b, label, planned, read)) is not None]
        actor = next((a for a in self.scene.actors if self.scene.is_subject(a)), None) or self.story.actor
        opener = self.scene.inside[0] if self.scene.inside else None
        if opener is not None and plays(opener, "plan") and opener.start == self.scene.sentence.start and text[opener.end : opener.end + 1] == ":":
            return self._announced(opener.end + 1, read)
        for mention in self.scene.inside:
            before = self.scene.ends.get(mention.start - 1)
            if actor is None or before is None or not plays(mention, "means") or not (instrument_weight(before) and is_general(before)):
                continue
            marks = {",", ";", *self.story.ands}
            cuts = [m.start() for m in re.finditer(r"[,;](?!\d)|\s+\w+(?=\s)", text[mention.end : stop]) if m.group().strip() in marks]
            parts = []
            for a, b in pairwise([mention.end, *(mention.end + c for c in cuts), stop]):
                if any(x.start in range(a, a + 4) for x in self.scene.actors):
                    break  # "..., the customs said"
                decides = any(a <= m.start < b and instrument_weight(m) == 3 for m in self.scene.inside)
                parts = [*parts, (a, b)] if decides or not parts else [*parts[:-1], (parts[-1][0], b)]
            return [c for a, b in parts if (c := self._item(a, b, actor, planned, read)) is not None]
        return []

    def _announced(self, start: int, read: list[Clause]) -> list[Clause]:
        """What is only named behind "coming:" and the like; who does it stands behind "by", else it is who acted before."""
        out: list[Clause] = []
        for match in re.finditer(r"[^;]+", self.scene.text[start : self.scene.sentence.end]):
            a, b = start + match.start(), start + match.end()
            comma = _COMMA.search(self.scene.text, a, b)
            agents = [x for x in self.scene.actors if a <= x.start < b and not self.scene.is_subject(x)] if comma is not None else []
            by = [x for x in agents if comma is not None and x.start > comma.end()]
            actor = by[0] if by else self.story.actor or self.story.before
            if actor is not None and (clause := self._item(a, comma.start() if comma is not None else b, actor, True, read)) is not None:
                out.append(clause)
        return out

    def _permissions(self, heads: list[_Head]) -> list[Clause]:
        """What may be done since a day, under what an office has made or as it announces, and so what the office has changed."""
        start = self.scene.sentence.start
        since = next((t for t in self.scene.tokens if t.span is not None and t.span.style == "since" and t.start - start < 8), None)
        dates = [t for t in self.scene.tokens if t.kind in {"period", "date"}]
        may = [m for m in self.scene.inside if plays(m, "permission") and not any(t.start <= m.start < t.end for t in dates)]  # "May 11"
        permits = next((m for m in may if since is None or m.start >= since.end), None)
        if permits is None or not all(plays(head.verb, "speech") for head in heads):
            return []
        ruled = any(is_general(m) for m in self.scene.inside if m.end < permits.start)
        lone = " " not in self.scene.text[permits.start : permits.end] and not ruled  # "can" may be what everybody can
        source = self._source(lone)
        office = source or (self.story.actor or self.story.before if since is not None else None)
        if office is None:
            return []
        if source is not None and source.start < permits.start:
            opens = self._behind(source, permits.start)
        else:
            opens = since.end + 1 + (self.scene.text[since.end : since.end + 1] == ",") if since is not None else start
        subjects = [m for m in self._within(opens, permits.start) if plays(m, "bystander")]
        goods = [t for t in self.scene.tokens if opens <= t.start < permits.start and t.kind == "commodity"]
        made = source is not None and self._made(source)
        if not (subjects or goods or made) or any(opens <= a.start < permits.start for a in self.scene.actors if since is not None):
            return []
        stop = source.start if source is not None and source.start > permits.end else self.scene.sentence.end
        return [Clause(opens, self._close(permits.end, stop), None, 2, office, False, False, None, True)]

    def _behind(self, source: Actor, stop: int) -> int:
        """Where the clause opens before which its source is named: behind a comma, a verb of saying and its conjunction."""
        mark = MARK.search(self.scene.text, source.end, stop)
        said = [m.end for m in self._within(source.end, stop) if plays(m, "speech", "subordinator") and m.start - source.end < 20]
        return mark.end() if mark is not None else max(said, default=source.end) + 1

    def _source(self, lone: bool) -> Actor | None:
        """The office by which something was made, "under rules issued by the council", or, if that is enough, the one that tells of it."""
        made = next((a for a in self.scene.actors if self._made(a)), None)
        return made or (self._teller() if not lone else None)

    def _teller(self) -> Actor | None:
        """The office that tells of something: "..., the customs said"."""
        for actor in self.scene.actors:
            told = (self.scene.starts.get(actor.end + 1), self._article_before(actor.start))
            if self.scene.is_office(actor) and any(m is not None and plays(m, "speech") for m in told):
                return actor
        return None

    def _made(self, actor: Actor) -> bool:
        """Whether something is what an authority has made: "a scheme run by the customs"."""
        by = self._article_before(actor.start)
        made = self.scene.ends.get(by.start - 1) if by is not None and plays(by, "means") else None
        return made is not None and plays(made, "policy-verb")

    def _item(self, start: int, stop: int, actor: Actor, planned: bool, read: list[Clause]) -> Clause | None:
        """A measure that a noun phrase names: no clause was read in it, it states no figure and nothing of trade."""
        while start < stop and not (self.scene.text[start].isalnum() or self.scene.text[start] == '"'):
            start += 1
        word = WORD.match(self.scene.text, start, stop)
        if word is not None and word.group() in self.story.ands:
            start = word.end() + 1
        named = [m for m in self._within(start, stop) if instrument_weight(m) > 1]
        work = {t.end for t in self.scene.tokens if t.concept.get("indicator") == "clearance"}  # "advance declaration", not "e-commerce exports"
        named_to = [(m.start, m.end + (m.end in work)) for m in named]
        inner = [t for t in self.scene.tokens if start <= t.start < stop and not any(a <= t.start and t.end < b for a, b in named_to)]
        stated = any(t.kind in {"direction", "term"} or (t.quantity is not None and t.quantity.kind != "time") for t in inner)
        if stated or any(c.start < stop and start < c.end for c in read) or any(plays(m, "copula", "auxiliary") for m in self._within(start, stop)):
            return None
        return Clause(start, stop, None, 1, actor, planned, False, None, True)

    def _within(self, start: int, stop: int) -> list[Mention]:
        return [m for m in self.scene.inside if start <= m.start < stop]

    def _left(self, head: _Head, floor: int) -> int:
        """Where the clause of a verb opens: at its subject, else behind the word that licenses it."""
        if head.way.passive:
            return self._opening(head.verb.start, floor)
        return head.way.actor.start if head.way.actor is not None else head.way.left

    def _heads(self, mention: Mention) -> bool:
        if mention in self.scene.named:
            return False
        if plays(mention, "effort") and any(m.start == mention.end + 1 and m in self.scene.verbs for m in self.scene.inside):
            return False
        return plays(mention, "policy-verb", "policy-result", "noun-measure", "joint")

    def _way(self, verb: Mention) -> _Way:
        """What stands between a verb and the word that licenses it, and that word."""
        p = verb.start
        aux = planned = passive = False
        effort: frozenset[str] = frozenset()
        while True:
            end = len(self.scene.text[self.scene.sentence.start : p].rstrip()) + self.scene.sentence.start
            if end <= self.scene.sentence.start:
                return _Way(p, "initial", None, aux, planned, passive, effort)
            mention = self.scene.ends.get(end)
            if mention is not None and any(c.get("level") == "impersonal" for c in mention.concepts):
                return _Way(mention.start, "initial", None, True, True, False, effort)  # "efforts will be made to": by whoever acts
            if mention is not None and plays(mention, "adverb", "auxiliary", "copula", "plan", "effort", "done", "effect", "joint"):
                if (
                    plays(mention, "copula")
                    and not plays(mention, "plan")
                    and "past" in self.story.forms(verb)
                    and not any(plays(m, "effort") or plays(m, "plan") for m in self.scene.inside if m.start == mention.end + 1)
                ):
                    passive = True
                aux = aux or plays(mention, "auxiliary") or plays(mention, "copula")
                planned = planned or plays(mention, "plan")
                if plays(mention, "effort"):
                    effort = self.story.forms(mention)
                p = mention.start
                continue
            dated = next((t for t in self.scene.tokens if t.end == end and t.kind in {"period", "date"}), None)
            if dated is not None and dated.start > self.scene.sentence.start:
                before = self.scene.ends.get(len(self.scene.text[: dated.start].rstrip()))
                p = before.start if before is not None and plays(before, "preposition") else dated.start
                continue
            word = last_word(self.scene.text, self.scene.sentence.start, end)
            if form(word, self.story.lexicon) == "adverb":
                p = end - len(word)
                continue
            opened = self.scene.text.rfind(",", max(self.scene.sentence.start, end - _PARENTHESIS), end - 1)
            mark = self.scene.ends.get(opened) if self.scene.text[end - 1] == "," else None
            governed = mark is not None and self.scene.actor_to.get(mark.start - 1) is not None and "base" in self.story.forms(verb)
            if mark is not None and governed and plays(mark, "plan", "auxiliary"):
                p = mark.end  # "will, as the council has decided, give": the parenthesis is passed over
                continue
            break
        left = end
        char = self.scene.text[end - 1]
        if (actor := self.scene.actor_to.get(end)) and self.scene.is_subject(actor):
            return _Way(left, "subject", None if passive else actor, aux, planned, passive, effort)
        if (actor := self._joined(end)) is not None and not passive:
            return _Way(left, "subject", actor, aux, planned, passive, effort)
        if char in ";":
            return _Way(left, ";", None, aux, planned, passive, effort)
        if (actor := self._labelled(end, p)) is not None and not passive:
            return _Way(left, "subject", actor, aux, planned, passive, effort)
        if (actor := self._headed(end)) is not None and "base" in self.story.forms(verb):
            return _Way(actor.end, "subject", actor, aux, True, passive, effort)
        if char == "(" or (char == "-" and end == verb.start):
            return _Way(left, "", None, aux, planned, passive, effort)
        if char == '"' and any(b == end for _, b in self.scene.quotes):
            return _Way(left, "", None, aux, planned, passive, effort)  # behind a name in quotation marks
        if char in ':-|*>"' or not (char.isalnum() or char in ",')"):
            return _Way(left, "initial", None, aux, planned, passive, effort)
        if char in ",)":
            actor = self._apposed(end - 1)
            if actor is not None and not passive:
                return _Way(left, "subject", actor, aux, planned, passive, effort)
            if (aux or planned) and not passive and self._introduces(end - 1):
                return _Way(left, "initial", None, aux, planned, passive, effort)
            return _Way(self._aside(left), "" if passive else "and", None, aux, planned, passive, effort)
        word = last_word(self.scene.text, self.scene.sentence.start, end)
        if word in self.story.ands or (mention is not None and plays(mention, "conjunction")):
            at = len(self.scene.text[self.scene.sentence.start : end - len(word)].rstrip(" ,")) + self.scene.sentence.start
            return _Way(at, "" if passive else "and", None, aux, planned, passive, effort)
        if word in self.story.infinitives and (at := self._again_to(end - len(word))) >= 0:
            return _Way(at, "and", None, aux, planned, passive, effort)
        if plays(verb, "noun-measure"):
            article = word in self.story.articles
            outer = self.scene.ends.get(len(self.scene.text[: end - len(word)].rstrip())) if article else mention
            if outer is not None and (plays(outer, "means") or plays(outer, "preposition")):
                return _Way(outer.start, "means", None, aux, planned, passive, effort)
        if mention is not None and plays(mention, "means") and ("gerund" in self.story.forms(verb) or plays(verb, "noun-measure")):
            return _Way(mention.start, "means", None, aux, planned, passive, effort)
        if not passive and (front := self._fronted(verb, end)) is not None:
            at, opens = front
            return _Way(at, ";" if self.scene.text[at] == ";" else "and", None, aux, planned, passive, effort, opens)
        joint = [m for m in self.scene.inside if m.end < end and plays(m, "joint")]
        if joint and end - joint[-1].end < 60 and "base" in self.story.forms(verb) and "," not in self.scene.text[joint[-1].end : end]:
            return _Way(left, "purpose", None, aux, planned, passive, effort)
        return _Way(left, "", None, aux, planned, passive, effort)

    def _again_to(self, at: int) -> int:
        """Where "and" stands before the mark of an infinitive that another has opened before: "promises to send teams and to build a lane"."""
        before = self.scene.text[self.scene.sentence.start : at].rstrip()
        word = last_word(before, 0, len(before))
        plans = [m for m in self.scene.inside if m.end < at and plays(m, "plan")]
        if word not in self.story.ands or all(last_word(self.scene.text, m.start, m.end) not in self.story.infinitives for m in plans):
            return -1
        return self.scene.sentence.start + len(before[: -len(word)].rstrip(" ,"))

    def _joined(self, end: int) -> Actor | None:
        """The subject to which another is joined: "Hohhot Customs and the railway bureau exchange"."""
        words = list(WORD.finditer(self.scene.text, max(self.scene.sentence.start, end - _JOINED), end))
        at = next((i for i in range(len(words) - 1, -1, -1) if words[i].group() in self.story.ands), -1)
        if at < 0 or words[-1].end() != end or not 0 < len(words) - 1 - at < 5:
            return None
        actor = self.scene.actor_to.get(words[at].start() - 1)
        inner = self._within(words[at].end(), end)
        strange = any(plays(m, "policy-verb", "copula", "auxiliary", "preposition", "pronoun", "subordinator", "adverb") for m in inner)
        if actor is None or strange or MARK.search(self.scene.text, words[at].start(), end) is not None:
            return None
        return actor if self.scene.is_subject(actor) else None

    def _itemised(self, way: _Way) -> bool:
        """Whether a finite verb without a subject opens an item of what the authority before has done: after a colon or a mark of a list."""
        return self.story.actor is not None and self.scene.text[way.left - 1 : way.left] == ":" and way.left > self.scene.sentence.start

    def _licensor(self, verb: Mention) -> Actor | None:
        """Who has let somebody do it: "importers allowed by the customs to declare"."""
        if "past" not in self.story.forms(verb):
            return None
        actor = self._agent(verb)
        if actor is None or len(WORD.findall(self.scene.text[verb.end : actor.start])) > 2:
            return None
        follows = WORD.match(self.scene.text, min(actor.end + 1, len(self.scene.text)))
        return actor if follows is not None and follows.group() in self.story.infinitives else None

    def _permitted(self, verb: Mention) -> int:
        """Where that which is let begins: behind the infinitive's mark."""
        actor = self._licensor(verb)
        follows = WORD.match(self.scene.text, actor.end + 1) if actor is not None else None
        return follows.end() + 1 if follows is not None else verb.start

    def _noted(self, verb: Mention, way: _Way) -> bool:
        """Whether a participle closes a note under an authority's label: "Hebei government: plan for dry ports issued; fees cut"."""
        if way.licence or way.passive or way.aux or "past" not in self.story.forms(verb):
            return False
        rest = self.scene.text[verb.end : self.scene.sentence.end].lstrip()
        if rest and rest[0] not in ";.(\n":
            return False
        label = self.scene.actors[0] if self.scene.actors else None
        return label is not None and self._heading(label) and self.scene.text[label.end : label.end + 2].strip().startswith((":", "-"))

    def _labelled(self, end: int, verb: int) -> Actor | None:
        """The authority that stands as a label before a mark: "Lhasa Customs: opened", "Lhasa Customs - opened"."""
        if self.scene.text[end - 1] == ":" or (self.scene.text[end - 1] == "-" and end < verb):
            actor = self.scene.actor_to.get(len(self.scene.text[: end - 1].rstrip()))
            return actor if actor is not None and self._heading(actor) else None
        return None

    def _headed(self, end: int) -> Actor | None:
        """The authority of a plan in the manner of headlines: "Lhasa Customs to open"."""
        if last_word(self.scene.text, self.scene.sentence.start, end) not in self.story.infinitives:
            return None
        actor = self.scene.actor_to.get(len(self.scene.text[: end - 2].rstrip()))
        return actor if actor is not None and self._heading(actor) else None

    def _heading(self, actor: Actor) -> bool:
        """Whether an authority opens its sentence, line or part of it."""
        before = self.scene.text[self.scene.sentence.start : actor.start].rstrip()
        word = last_word(self.scene.text, self.scene.sentence.start, self.scene.sentence.start + len(before))
        before = before.removesuffix(word).rstrip() if word in self.story.articles else before
        return not before.strip(" 0123456789().") or before[-1] in ":;-*>|\u2022"

    def _aside(self, left: int) -> int:
        """Where a conjunction stands before the parenthesis that ends here: "and, together with the port, cut"."""
        comma = self.scene.text.rfind(",", self.scene.sentence.start, left - 1)
        word = last_word(self.scene.text, self.scene.sentence.start, comma) if comma > 0 and left - comma < 60 else ""
        return comma - len(word) if word and word in self.story.ands else left

    def _fronted(self, verb: Mention, end: int) -> tuple[int, int] | None:
        """The mark behind which a verb stands with its adjunct in front of it, and where that opens: "..., and with the port opened a lane"."""
        marks = [m for m in MARK.finditer(self.scene.text, self.scene.sentence.start, end) if m.group() in ",;"]
        follows = self.scene.starts.get(verb.end + 1)
        if not marks or not self.story.forms(verb) & {"past", "third"} or (follows is not None and plays(follows, "preposition")):
            return None
        at = marks[-1].end() + 1
        joined = WORD.match(self.scene.text, at, end)
        at = joined.end() + 1 if joined is not None and joined.group() in self.story.ands else at
        opens = self.scene.starts.get(at)
        if opens is not None and plays(opens, "adverb"):
            opens = self.scene.starts.get(opens.end + 1)
        if opens is None or not plays(opens, "preposition") or opens.end >= end:
            return None
        last = self.scene.actor_to.get(end)
        if last is not None and self.scene.text[opens.end : last.start].strip() not in {"", *self.story.articles}:
            return None
        inner = self._within(opens.end, end)
        strange = any(plays(m, "subordinator", "copula", "auxiliary", "pronoun", "means", "speech") for m in inner)
        stated = any(t.quantity is not None for t in self.scene.tokens if at <= t.start < end)
        return None if strange or stated or any(m in self.scene.verbs for m in inner) else (marks[-1].start(), at)

    def _governed(self, way: _Way, heads: list[_Head]) -> bool:
        """Whether a passive infinitive is what the verb before asks for: "apply for the port to be opened"."""
        if not heads or not self.scene.text[way.left :].lstrip().startswith(tuple(f"{word} " for word in self.story.infinitives)):
            return False
        return MARK.search(self.scene.text, heads[-1].verb.end, way.left) is None

    def _introduces(self, comma: int) -> bool:
        """Whether all that stands before a comma is when: "next step, will support", "this year, has opened"."""
        start = self.scene.sentence.start
        opener = self.scene.ends.get(comma)
        if opener is not None and opener.start == start and plays(opener, "plan", "adverb"):
            return True
        return any(
            t.kind in {"period", "date"} and t.end == comma and len(WORD.findall(self.scene.text[start : t.start])) < 2 for t in self.scene.tokens
        )

    def _apposed(self, comma: int) -> Actor | None:
        """The subject before a parenthesis in commas: "the customs, for its part, opens"."""
        for actor in reversed(self.scene.actors):
            between = self.scene.text[actor.end : comma]
            if actor.end < comma and len(between) <= 90 and between.lstrip().startswith((",", "(")) and self.scene.is_subject(actor):
                inner = between.strip(" ,()")
                if not _COMMA.search(inner) and not any(
                    sureness(v) > 1 for v in self.scene.verbs if actor.end <= v.start < comma and "past" in self.story.forms(v)
                ):
                    return actor
                return None
            if comma - actor.end > 90:
                return None
        return None

    def _agent(self, verb: Mention) -> Actor | None:
        """Who acts in a passive clause: named behind "by" or another preposition that is none of place."""
        for actor in self.scene.actors:
            between = self.scene.text[verb.end : actor.start]
            bare = between.rstrip()
            word = last_word(self.scene.text, verb.end, verb.end + len(bare))
            ends = {len(bare)} | ({len(bare.removesuffix(word).rstrip())} if word in self.story.articles else set())
            prepositions = [m for e in ends if (m := self.scene.ends.get(verb.end + e)) is not None and m.start > verb.start]
            part = any(t.kind == "of" and t.end == verb.end + e for t in self.scene.tokens for e in ends)  # "by the Bank of China"
            if 0 < actor.start - verb.end < 60 and not part and any(plays(m, "preposition") and not takes(m, "place") for m in prepositions):
                return actor
        return None

    def _by(self, actor: Actor) -> bool:
        """Whether an authority of this sentence is named as the agent."""
        by = self._article_before(actor.start) if actor in self.scene.actors else None
        return by is not None and plays(by, "means")

    def _article_before(self, at: int) -> Mention | None:
        """The word that ends before a name and its article."""
        end = len(self.scene.text[self.scene.sentence.start : at].rstrip()) + self.scene.sentence.start
        word = last_word(self.scene.text, self.scene.sentence.start, end)
        if word in self.story.articles and end not in self.scene.ends:
            end = len(self.scene.text[: end - len(word)].rstrip())
        return self.scene.ends.get(end)

    def _taker(self, verb: Mention) -> Actor | None:
        """Who took a measure that a noun only names with its participle: "under a pilot launched by the customs", in a sentence without figures."""
        if sureness(verb) < 3 or "past" not in self.story.forms(verb):
            return None
        named = next((m for m in self.scene.inside if verb.start - 2 <= m.end <= verb.start and instrument_weight(m) > 1), None)
        quoted = any(verb.start - 30 <= end <= verb.start for _, end in self.scene.quotes)
        agent = self._agent(verb) if named is not None or quoted else None
        near = agent is not None and len(WORD.findall(self.scene.text[verb.end : agent.start])) < 3
        figures = any(t.quantity is not None and t.quantity.kind != "time" for t in self.scene.tokens)
        return agent if near and not figures else None

    def _noun_before(self, verb: Mention) -> int:
        """Where the noun begins that a participle stands behind: behind the last mark or preposition before it."""
        floor = max(
            [
                self._opening(verb.start, self.scene.sentence.start),
                *(m.end + 1 for m in self._within(self.scene.sentence.start, verb.start) if plays(m, "preposition", "means", "subordinator")),
            ]
        )
        return min(floor, verb.start)

    @staticmethod
    def _owned(noun: Mention) -> bool:
        """Whether a noun names a measure only where somebody owns it: "its expansion of opening hours", not "orders and expansion of markets"."""
        return any(c.role == "noun-measure" and c.get("level") == "owned" for c in noun.concepts)

    def _doer(self, noun: Mention) -> Actor | None:
        """Who does what a noun of a measure names: its owner ("the customs' introduction of"), or behind "by" ("the rollout of X by the customs")."""
        end = len(self.scene.text[: noun.start].rstrip())
        if any(t.end == end and t.kind == "anaphor" and t.concept.get("level") == "own" for t in self.scene.tokens):
            return self.story.actor
        mark = self.scene.text.rfind("'", self.scene.sentence.start, end)
        owner = self.scene.actor_to.get(mark) if end - mark < POSSESSIVE else None
        if owner is not None:
            return owner
        agent = next((x for x in self.scene.actors if 0 < x.start - noun.end < _NOUN), None)
        by = self._led_by(noun, agent) if agent is not None else None
        verbs = by is not None and any(plays(m, "copula", "auxiliary", "subordinator") for m in self._within(noun.end, by.start))
        return None if by is None or verbs else agent

    def _led_by(self, noun: Mention, agent: Actor) -> Mention | None:
        """The preposition right before who does what a noun names, which is none of place."""
        words = [m for m in self._within(noun.end, agent.start) if plays(m, "means") and plays(m, "preposition") and not takes(m, "place")]
        near = words[-1] if words else None
        between = self.scene.text[near.end : agent.start].strip() if near is not None else ""
        return near if between in {"", *self.story.articles} else None

    def _named_until(self, noun: Mention, actor: Actor) -> int:
        """Where the name of a measure ends that a noun opens: before who does it, or before the verb of its sentence."""
        by = self._led_by(noun, actor) if actor.start > noun.end else None
        roles = ("copula", "auxiliary", "policy-verb", "policy-result", "done")
        verb = by or next(
            (m for m in self._within(noun.end, self.scene.sentence.end) if plays(m, *roles) and "gerund" not in self.story.forms(m)), None
        )
        return len(self.scene.text[: verb.start].rstrip()) if verb is not None else self.scene.sentence.end

    def _opening(self, verb: int, floor: int) -> int:
        """Where the subject of a passive clause opens: behind the last mark or conjunction before it."""
        marks = [m.end() for m in re.finditer(r"(?:,(?!\d)|[;:])\s*|\band\s+", self.scene.text[floor:verb])]
        start = floor + (marks[-1] if marks else 0)
        while start < verb and not self.scene.text[start].isalnum():
            start += 1
        return start

    def _dated(self, at: int) -> bool:
        """Whether a period stands here, with or without its preposition."""
        word = self.scene.starts.get(at)
        starts = {at} | ({word.end + 1} if word is not None and plays(word, "preposition") else set())
        return any(t.kind in {"period", "date"} and any(0 <= t.start - s <= 4 for s in starts) for t in self.scene.tokens)

    def _reports(self, start: int, stop: int) -> bool:
        """Whether a statement of trade stands behind a comma: "..., the rate of inspection dropped to 1.8%"."""
        mark = MARK.search(self.scene.text, start, stop)
        end = mark.start() if mark is not None else stop
        inner = [t for t in self.scene.tokens if start < t.start < end]
        moves = next((t for t in inner if t.kind in {"direction", "level-verb"}), None)
        if moves is not None and any(t.kind == "q" and t.start > moves.start for t in inner):
            return True
        return bool(inner) and end - inner[-1].end <= 1 and self.scene.measured(inner[-1].start, end)  # "..., criminal filing 108 cases"

    def _turns(self, start: int, stop: int) -> bool:
        """Whether a clause with a subject of its own stands behind ", and": "..., and the first ship took 412 trucks"."""
        roles = ("copula", "auxiliary", "plan", "policy-verb", "policy-result", "subordinator", "means")
        verb = next((m for m in self._within(start, stop) if plays(m, *roles)), None)
        if verb is None or verb.start == start or plays(verb, "subordinator", "means") or MARK.search(self.scene.text, start, verb.start):
            return False
        return plays(verb, "copula", "auxiliary", "plan") or bool(self.story.forms(verb) & {"past", "third"})

    def _close(self, start: int, stop: int) -> int:
        """The end of an English clause: before the next clause, a relative or subordinate one, or the time at its end."""
        speech = self.scene.speech(start)
        end = stop = stop if speech is None else min(stop, speech[1] - 1)
        for match in MARK.finditer(self.scene.text, start, stop):
            if match.group() == "." and _ABBREVIATED.search(self.scene.text, max(start, match.start() - 3), match.start()):
                continue
            if self.scene.quoted(match.start()) or any(t.start <= match.start() < t.end - 1 for t in self.scene.tokens if t.end - t.start > 1):
                continue
            if match.group() != ",":
                end = match.start()
                break
            rest = match.end() + len(self.scene.text[match.end() : stop]) - len(self.scene.text[match.end() : stop].lstrip())
            word = self.scene.starts.get(rest)
            joined = WORD.match(self.scene.text, rest)
            if joined is not None and joined.group() in self.story.ands:
                rest = joined.end() + 1
            opens = any(a.start in {rest, rest + 4} and self.scene.is_subject(a) for a in self.scene.actors)
            said = any(plays(m, "speech") and len(WORD.findall(self.scene.text[rest : m.start])) < 4 for m in self._within(rest, stop))
            turns = joined is not None and rest > joined.start() and self._turns(rest, stop)
            named = self.scene.text[match.start() - 1] == '"' and joined is not None and joined.group() in self.story.articles
            opens = opens or said or turns or named or self._dated(rest) or self._reports(rest, stop)
            if opens or (word is not None and plays(word, "subordinator", "tail", "plan") and not self._result(word)):
                end = match.start()
                break
        for mention in self.scene.inside:
            phrase = " " in self.scene.text[mention.start : mention.end] and not plays(mention, "preposition")
            if start < mention.start < end and phrase and plays(mention, "tail"):
                end = mention.start
        for token in self.scene.tokens:
            if token.kind in {"period", "date"} and start < token.start < end and end - token.end <= 2:
                before = self.scene.ends.get(len(self.scene.text[: token.start].rstrip()))
                end = before.start if before is not None and plays(before, "preposition") else token.start
        return end
