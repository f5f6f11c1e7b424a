"""Chinese clauses of measures: between marks, opened by the verb or its prepositional phrase.

What stands before the verb is taken apart from the left: subject, time, marks of plans, adverbs, a phrase. A strange subject ends the
authority's turn until a semicolon, an authority or the next sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from tradegraph.facts.authorities import MARK, NAMES, Actor, Clause, Scene, instrument_weight, plays, sureness, takes
from tradegraph.facts.tokens import Token
from tradegraph.model import Mention
from tradegraph.period import Span

_ITEM = re.compile(r"\d{1,2}(?!\d)[^\w\s(%+*]+\s*(?=\w)")  # the number of a list item
_PHRASE = 5  # characters of a phrase in a slogan
_SHORT = 2  # characters of a stretch that is no clause
_STRANGE = NAMES | {"q", "term"}


@dataclass(slots=True)
class _Edge:
    """The left edge of a Chinese clause."""

    start: int
    verb: Mention | None = None
    weight: int = 0
    actor: Actor | None = None
    manner: int = -1
    planned: bool = False
    lasting: bool = False
    time: Span | None = None
    phrase: bool = False
    foreign: bool = False
    bystander: bool = False
    means: bool = False
    topic: bool = False
    outcome: bool = False
    effort: bool = False
    effect: bool = False


class ChineseClauses:
    """The clauses of one sentence; what it says of who acts goes on in its story."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.story = scene.story

    def read(self) -> list[Clause]:
        """The clauses between marks, each with what stands before its verb taken apart."""
        out: list[Clause] = []
        planned, other, means = self.story.planning, False, -1
        fresh, named = True, False
        time: Span | None = None
        summed = False
        for a, b, mark in self._cut():
            if b - a <= _SHORT:
                time = next((t.span for t in self.scene.tokens if a <= t.start < b and t.kind == "period"), time)
                continue
            if self._adjunct(b):  # "since the zone was closed", "among the firms": when and where, not what
                actor = self._edge(a, b).actor
                if actor is not None and actor.code and self.scene.is_office(actor):
                    self.story.actor = self.story.before = actor
                    self.story.first, named, other = self.story.first or actor, True, False
                continue
            if self._returns(a):
                self.story.actor = self.story.first or self.story.actor
            if mark == ";":
                other, planned, time = False, self.story.planning, None
            edge = self._edge(a, b)
            if self._idle(edge, a, b):
                edge.actor, edge.foreign = None, True
            time = edge.time or time
            named = named or edge.actor is not None
            if edge.actor is not None:
                if edge.actor.code and (self.story.actor is None or edge.actor.code != self.story.actor.code) and not edge.planned:
                    planned = False
                if edge.actor.code:
                    self.story.actor = self.story.before = edge.actor
                    self.story.first = self.story.first or edge.actor
                other = self.story.bystander = False
            elif edge.foreign and self._takes_over(edge, a, b):
                other = True
                if fresh and edge.bystander:
                    self.story.bystander = True
            fresh = False
            if edge.planned:
                planned = True
                if edge.lasting:
                    self.story.planning = True
            if edge.means and edge.verb is None:
                means = edge.start
                continue
            start = means if means >= 0 else edge.start
            if edge.actor is not None:
                start = edge.start
            means = -1
            actor = self.story.actor or self.story.before
            if planned and not named and self.story.planning and self.story.first is not None:
                actor = self.story.first  # who reports goes on with what comes next
            carried = self.story.actor is None
            if self.story.bystander or actor is None:
                continue
            if out and not edge.bystander and (items := self._items(a, b, out[-1])):
                out.extend(items)
                continue
            if edge.verb is None:
                if out and not edge.bystander and not edge.topic and self._named_only(edge, a, b):
                    out.append(Clause(edge.start, b, None, 3, actor, planned, carried, time))
                continue
            if self._scenery(edge):
                continue  # an officer is just inspecting a truck
            weight = edge.weight
            settled = out and edge.foreign and weight == 3 and not edge.bystander and not self.scene.figured(a, b)
            if other and not edge.outcome and not settled:
                continue
            if edge.foreign and not edge.outcome and not other and edge.actor is None:
                continue
            if carried and self._heading(b) and not out:
                continue
            sequel = any(c.get("level") == "sequel" for c in edge.verb.concepts) and start == edge.verb.start
            if (summed and weight < 3) or (out and sequel and not planned):
                continue  # "by such measures, cut the time", "..., making sure that": what came of them
            summed = self.scene.text.endswith(self.story.endings["sum"], a, b)
            sure = named and self.scene.is_office(actor)
            out.append(Clause(start, b, edge.verb, weight, actor, planned, carried, time, sure))
        return out

    def _idle(self, edge: _Edge, a: int, b: int) -> bool:
        """Whether the subject is a region that does not act here: it has no verb of measures or states a figure, and no word of effort."""
        if edge.actor is None or self.scene.is_office(edge.actor) or self._announces(edge.actor, b):
            return False
        spent = edge.verb is not None and any(plays(m, "outlay") for m in self.scene.inside if edge.actor.end <= m.start < edge.verb.start)
        closing = self.scene.ends.get(b)
        funds = edge.weight == 3 and closing is not None and any(c.get("category") == "finance" and c.get("weight") == "3" for c in closing.concepts)
        measured = self.scene.measured(edge.verb.start if edge.verb is not None and spent else a, b) and not funds  # "sets up a fund of 10 billion"
        if edge.effort and not measured:
            return False
        return edge.verb is None or edge.foreign or edge.weight < 2 or (measured and not edge.phrase)

    def _announces(self, actor: Actor, end: int) -> bool:
        """Whether all that a clause says is that a region has announced something."""
        mention = self.scene.starts.get(actor.end)
        return mention is not None and plays(mention, "speech") and mention.end == end

    def _takes_over(self, edge: _Edge, a: int, b: int) -> bool:
        """Whether a strange subject goes on acting: it is no topic, no figure beside and nothing that somebody says."""
        aside = edge.topic or self._returns(a) or self._says(a, b) or self._aims(a, b)
        return not aside and (edge.bystander or not self.scene.figured(a, b))

    def _aims(self, a: int, b: int) -> bool:
        """Whether a clause says how much there is to be by a year to come: "by 2025 trade passes 30 billion yuan"."""
        published = self.story.annotated.document.published
        spans = [t.span for t in self.scene.tokens if t.kind == "period" and a <= t.start < b and t.span is not None]
        ahead = published is not None and any(s.year is not None and s.year > published.year for s in spans)
        return ahead and self.scene.figured(a, b)

    def _scenery(self, edge: _Edge) -> bool:
        """Whether a clause says what is going on just now: effects, the daily work of officers."""
        if edge.verb is None:
            return False
        before = [m for at in (edge.start, edge.verb.start) if (m := self.scene.ends.get(at)) is not None]
        under_way = any(c.get("level") == "under-way" for m in before for c in m.concepts)
        daily = edge.outcome or plays(edge.verb, "policy-result") or any(c.get("category") == "inspection" for c in edge.verb.concepts)
        return any(plays(m, "effect") and m.end == edge.start for m in before) or (under_way and daily)

    def _returns(self, at: int) -> bool:
        """Whether "on the other hand" opens a clause: whoever acted first goes on."""
        mention = self.scene.starts.get(at)
        return mention is not None and any(c.get("level") == "return" for c in mention.concepts)

    def _adjunct(self, end: int) -> bool:
        """Whether a clause ends in a word that makes it an adjunct: since, during, among."""
        mention = self.scene.ends.get(end)
        if mention is None or not plays(mention, "adjunct-end") or self.scene.quoted(mention.start):
            return False
        return all(t.end != mention.start for t in self.scene.tokens if t.kind == "q")  # but "until 20 o'clock"

    def _items(self, a: int, b: int, last: Clause) -> list[Clause]:
        """The instruments that a clause lists by name as what the measures just announced include."""
        opener = self.scene.starts.get(a)
        if opener is None or not plays(opener, "including"):
            return []
        inside = self.scene.tokens_between(opener.end, b)
        b = next((t.start for t in inside if t.kind == "particle" and b - t.end < 4), b)  # "and so on", "and other measures"
        bounds = [t.start for t in inside if t.kind in {"sep", "and"} and not self.scene.quoted(t.start)]
        out: list[Clause] = []
        for start, end in pairwise([opener.end, *(p for at in bounds for p in (at, at + 1)), b]):
            strong = any(instrument_weight(m) > 1 for m in self.scene.inside if start <= m.start and m.end <= end)
            if end - start > 1 and strong:
                out.append(Clause(start, end, None, 3, last.actor, last.planned, last.carried, last.time, last.named))
        return out

    def _says(self, a: int, b: int) -> bool:
        return any(plays(m, "speech") and b - m.end <= 1 for m in self.scene.inside if a <= m.start < b)

    def _heading(self, end: int) -> bool:
        """A short first sentence of one clause with more text behind it on its line, or the title of a document."""
        sentence = self.scene.sentence
        boast = any(plays(m, "upshot") for m in self.scene.inside)
        if not sentence.opens or sentence.end - sentence.start > 22 + 10 * boast or (end < sentence.end - 1 and not boast):
            return False
        line = self.scene.text.find("\n", sentence.end)
        return bool(self.scene.text[sentence.end : line if line >= 0 else len(self.scene.text)].strip()) or sentence.start < 5

    def _cut(self) -> list[tuple[int, int, str]]:
        """The stretches between marks that stand in no name and no name in quotation marks, with the mark before each."""
        names = [(t.start, t.end) for t in self.scene.sentence.tokens if t.kind not in {",", ";", ":", ".", "nl", "sep", "and", "(", ")"}]
        out: list[tuple[int, int, str]] = []
        start, mark = self.scene.sentence.start, ""
        for match in MARK.finditer(self.scene.text, self.scene.sentence.start, self.scene.sentence.end):
            at = match.start()
            if any(a <= at < b - (b - a == 1) for a, b in names if b - a > 1) or self.scene.quoted(at):
                continue
            out.append((start, at, mark))
            start, mark = match.end(), match.group()
        out.append((start, self.scene.sentence.end, mark))
        out = [part for a, b, m in out for part in self._parallel(a, b, m)]
        kept, pending = [], ""
        for a, b, m in out:
            pending = ";" if m == ";" or pending == ";" else m
            kept.append((a, b, pending))
            if b - a > _SHORT:
                pending = ""
        return kept

    def _parallel(self, a: int, b: int, mark: str) -> list[tuple[int, int, str]]:
        """The stretch cut at each mark of a list behind which a verb with an object of its own stands: "set up green lanes, give priority to"."""
        verbs = {v.start: v for v in self.scene.verbs if a <= v.start < b and sureness(v) > 1 and not self.scene.quoted(v.start)}
        out: list[tuple[int, int, str]] = []
        start = a
        for token in self.scene.tokens_between(a, b):
            verb = verbs.get(token.end) if token.kind == "sep" else None
            led = any(start <= v < token.start - 3 for v in verbs)
            named = self.scene.text[token.start - 1] == '"'  # names in a list
            if verb is not None and led and b - verb.end > 3 and not named and not self._slogan(start, token.start, b):
                out.append((start, token.start, mark))
                start, mark = token.end, ","
        return [*out, (start, b, mark)]

    def _slogan(self, a: int, at: int, b: int) -> bool:
        """Whether a mark of a list joins short phrases that are an attribute: "ten measures to help firms, to further growth"."""
        marks = [t.end for t in self.scene.tokens_between(a, at) if t.kind == "sep"]
        return bool(marks) and at - marks[-1] < _PHRASE and any(mark in self.scene.text[at : at + 3 * _PHRASE] for mark in self.story.genitives)

    def _edge(self, a: int, b: int) -> _Edge:
        """What stands before the verb of a Chinese clause: subject, time, marks of plans, adverbs, a prepositional phrase."""
        edge = _Edge(a)
        p = a
        if (item := _ITEM.match(self.scene.text, p)) is not None:
            p = item.end()
        entities = {t.start: t for t in self.scene.tokens}
        while True:
            while p < b and not self.scene.text[p].isalnum() and not self.scene.quoted(p):
                p += 1
            if p >= b:
                break
            if p in self.scene.strangers:
                edge.foreign = edge.bystander = True
                break
            token, mention = entities.get(p) or entities.get(p + 1), self.scene.starts.get(p)
            if token is not None and token.kind in {"period", "date"}:
                edge.time = token.span or edge.time
                p = token.end
                continue
            if mention is not None and plays(mention, "plan") and not self._disposes(mention, b):
                edge.planned, edge.lasting = True, mention.end - mention.start > 1 or edge.lasting
                p = mention.end
                continue
            actor = self.scene.actor_at.get(p)
            listed = next((t for t in self.scene.tokens if actor is not None and t.start == actor.end and t.kind == "particle"), None)
            if actor is not None and listed is not None and listed.concept.get("examples") and not self.scene.is_office(actor):
                edge.foreign = edge.bystander = True  # "Chongqing and other cities": nobody in particular
                break
            head = edge.actor
            if actor is not None and head is not None and head.end == p and self.scene.is_office(head) and not self.scene.is_office(actor):
                p = actor.end  # a department of the office: "the ministry's free trade zone section"
                continue
            if actor is not None and not (mention is not None and mention.end > actor.end and not plays(mention, "government")):
                edge.actor = actor
                p = actor.end
                continue
            if token is not None and token.start == p and edge.actor is None and self._quay(token):
                p = token.end  # the port is only where it is done
                continue
            if mention is not None and edge.actor is not None and plays(mention, "person"):
                edge.actor, edge.foreign = None, True  # a scene: what one officer is doing
                break
            led = self.scene.verbs_between(mention.end, b) if mention is not None and plays(mention, "means") else []
            instead = mention is not None and bool(led) and (led[0].start == mention.end or plays(mention, "policy-result"))  # by doing so
            if mention is not None and mention in self.scene.verbs and not instead:
                edge.verb = mention
                manner = next((q for q, r in self.scene.quotes if r == p and q >= a), p)  # "24 hours" in turns
                edge.start = edge.manner if edge.manner >= 0 else manner
                edge.weight = sureness(mention)
                break
            if mention is not None and takes(mention, "aim"):
                edge.topic = True  # "in order to help ...": what for, not what
                break
            if mention is not None and (plays(mention, "preposition") or plays(mention, "means") or plays(mention, "plan")):
                self._phrase(edge, mention, p, b)
                break
            if mention is not None and plays(mention, "adverb"):
                edge.effort = edge.effort or any(c.get("level") == "effort" for c in mention.concepts)
                p = mention.end
                continue
            if mention is not None and (plays(mention, "done") or plays(mention, "effect")):
                edge.manner = p if edge.manner < 0 else edge.manner
                edge.effect = edge.effect or plays(mention, "effect")
                p = mention.end
                continue
            follows = [m for m in self.scene.inside if p < m.start < b and self._opens(m) and not self.scene.quoted(m.start)]
            nxt = min([m.start for m in follows], default=b)
            between = [x for x in self.scene.actors if p < x.start and x.end <= nxt and nxt - x.end <= 8]
            if between and nxt < b and not any(plays(m, "speech") for m in self.scene.inside if between[-1].end <= m.start < nxt):
                edge.actor, p = between[-1], between[-1].end
                continue
            strange = any(t.kind in _STRANGE - ({"q"} if edge.actor else set()) for t in self.scene.tokens if p <= t.start < nxt)
            bystander = any(plays(m, "bystander", "briefing") for m in self.scene.inside if p <= m.start < nxt)
            if nxt < b and nxt - p <= (8 if edge.actor else 4) and not strange and not bystander:
                p = nxt
                continue
            if between and nxt == b and edge.actor is None and not self.scene.figured(p, b):
                edge.actor = between[-1]
            edge.foreign = not edge.actor or strange or bystander
            edge.bystander = bystander or any(t.kind in {"enterprise"} for t in self.scene.tokens if p <= t.start < nxt)
            edge.start = p if edge.manner < 0 else edge.manner
            verbs = self.scene.verbs_between(p, b)
            if verbs:
                edge.verb, edge.weight = verbs[0], sureness(verbs[0])
            outcomes = [m for m in self.scene.inside if p <= m.start < b and plays(m, "outcome")]
            if outcomes and b - outcomes[-1].end <= 2:
                edge.outcome, edge.verb, edge.weight = True, outcomes[-1], 3
                if edge.bystander:
                    edge.bystander = False
            break
        last = self.scene.ends.get(b)
        edge.topic = edge.topic or any(t.kind == "topic" and b - t.end <= 1 for t in self.scene.tokens if a <= t.start < b)
        edge.topic = edge.topic or (edge.verb is None and edge.actor is None and last is not None and plays(last, "trouble"))
        if edge.time is None and edge.verb is not None:
            taken = {m.end for m in self.scene.inside if takes(m, "disposal")}  # the year that is made the year of something
            dated = [t for t in self.scene.tokens if a <= t.start < edge.verb.start and t.kind == "period" and t.start not in taken]
            edge.time = dated[0].span if dated else None
        if edge.topic:
            edge.verb = None
        if edge.effect:
            edge.weight = 0
        return edge

    def _quay(self, token: Token) -> bool:
        """Whether a token is a port in the stretch of a customs office: what is done there the office does."""
        place = self.story.places.choose(token.concepts, [self.story.main]) if token.kind == "place" else None
        office = self.story.actor
        return place is not None and office is not None and office.code.startswith("customs:") and self.story.places.type(place) == "port"

    def _phrase(self, edge: _Edge, mention: Mention, p: int, b: int) -> None:
        """A prepositional phrase opens the clause; its verb is the surest one behind it."""
        edge.start = edge.manner if edge.manner >= 0 else p
        edge.means, edge.phrase = plays(mention, "means"), True
        verbs = self.scene.verbs_between(mention.end, b)
        if verbs and verbs[0].start == mention.end and takes(mention, "purpose") and verbs[0] is max(verbs, key=sureness):
            return  # "in order to": what for, not what
        if edge.actor is None and self.scene.actor_at.get(mention.end) is not None and not verbs:
            edge.foreign = True
        marks = [m for m in self.scene.inside if mention.end <= m.start < b and plays(m, "plan") and not self._disposes(m, b)]
        plan = [m for m in marks if verbs and m.end <= verbs[-1].start]
        if plan:
            edge.planned = True
        if edge.means and verbs and verbs[-1].end < b and all(plays(v, "policy-result") and not plays(v, "policy-verb") for v in verbs):
            verbs = []  # through the system that clears it: what was done comes next
        if verbs:
            edge.verb = max(verbs, key=sureness)
            edge.weight = sureness(edge.verb)
        if edge.means and verbs and verbs[0].start == mention.end:
            edge.start, edge.means = mention.end, False  # "by setting up green lanes": that is what they do

    def _opens(self, mention: Mention) -> bool:
        return any(plays(mention, role) for role in ("policy-verb", "policy-result", "preposition", "means", "plan"))

    def _disposes(self, mention: Mention, end: int) -> bool:
        """A mark of plans that takes an object instead ("jiang X qian yi zhi Y"): a name follows, no verb, adverb, phrase or time."""
        if mention.end - mention.start > 1:
            return False
        after = self.scene.starts.get(mention.end)
        roles = ("policy-verb", "policy-result", "adverb", "preposition", "means", "plan", "done", "effect", "outcome")
        if after is not None and any(plays(after, role) for role in roles):
            return False
        verbs = [v for v in self.scene.verbs if mention.end < v.start < end]
        dated = any(t.start == mention.end and t.kind in {"period", "date"} for t in self.scene.tokens)
        if dated and any(c.get("level") == "designation" for v in verbs for c in v.concepts):
            return True  # "makes 2024 the year of"
        if dated or self.scene.actor_at.get(mention.end) is not None:
            return False
        return bool(verbs)

    def _named_only(self, edge: _Edge, a: int, b: int) -> bool:
        """A clause without a verb that is the name of an instrument: the item of a list; behind a phrase the name is what is done to somebody."""
        opener = self.scene.starts.get(edge.start)
        if edge.phrase and (self.scene.text[b - 1] != '"' or opener is None or not takes(opener, "addressee")):
            return False
        strong = any(instrument_weight(m) == 3 for m in self.scene.inside if a <= m.start < b)
        return (
            strong
            and b - a <= 24
            and any(a <= q and r <= b for q, r in self.scene.quotes)
            and not any(t.kind in {"q", "term", "direction"} for t in self.scene.tokens if a <= t.start < b)
        )
