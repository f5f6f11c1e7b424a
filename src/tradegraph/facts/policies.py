"""Policy measures: the clauses by which somebody in authority takes, runs or plans a measure.

A clause is a measure where its verb is one of taking measures, its subject is an authority (named there, or acting on from before) and what
the verb governs is an instrument; how much instrument a verb needs is the verb's tg:weight. Chinese clauses open with the verb or its
prepositional phrase and end at the next mark; English ones open at each verb that the subject governs. Figures, results and praise are no
measures. The anchor is the clause without its actor; its category is the one that its instruments speak for most.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from tradegraph.facts.places import CUSTOMS, Gazetteer, slug
from tradegraph.facts.tokens import Sentence, Token, printed
from tradegraph.lexicon import POLICY, Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Commodity, Concept, Mention, Period, PolicyMeasure
from tradegraph.period import Span, resolve

_MARK = re.compile("[,;:\u3002!?\n|\u25aa\u25cf\u2022]|\\.(?=\\s|$)")
_ITEM = re.compile(r"\d{1,2}(?!\d)[^\w\s(%+*]+\s*(?=\w)")  # the number of a list item
_WORD = re.compile(r"[\w'][\w'-]*")
_ACTING = frozenset({"ftz", "zone", "province", "prefecture", "county", "port", "country"})
_LEVELS = {"city": ("prefecture", "county"), "prefecture": ("prefecture", "county"), "province": ("province",), "county": ("county",),
           "zone": ("zone", "ftz"), "province-or-below": ("province", "prefecture", "county")}  # fmt: skip
_MUNICIPALITIES = frozenset({"110000", "120000", "310000", "500000"})  # GB/T 2260: cities that are provinces
_COUNTED = frozenset({"cargo", "clearance", "enforcement"})  # counts of these indicators are statistics
_HINTS = {"corridor": "corridor", "port": "corridor", "zone": "zone", "ftz": "zone", "enterprise": "enterprise", "regime": "trade-form"}
_HINT_WEIGHT = {"corridor": 2, "port": 1, "zone": 1, "ftz": 2, "enterprise": 1, "regime": 2}
_FIGURES = frozenset({"money", "percent", "points", "times", "fraction", "growth", "mass", "teu"})
_NAMES = frozenset({"place", "partner", "commodity", "enterprise", "regime", "corridor"})
_STRANGE = _NAMES - {"anaphor"} | {"q", "term"}
_SPEECH = 40  # a quotation longer than this is somebody speaking, not a name


@dataclass(frozen=True, slots=True)
class _Actor:
    start: int
    end: int
    code: str
    printed: str


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause that may be a measure: its range, the first verb, how sure that verb is, who acts."""

    start: int
    end: int
    verb: Mention | None
    weight: int
    actor: _Actor | None
    planned: bool
    carried: bool = False  # the actor comes from an earlier paragraph
    time: Span | None = None


class PolicyReader:
    """Reads the measures of a document, sentence by sentence; the last authority that acted goes on acting."""

    def __init__(self, annotated: Annotated, gazetteer: Gazetteer, lexicon: Lexicon, main: Concept | None) -> None:
        self._annotated = annotated
        self._text = annotated.folded.text
        self._places = gazetteer
        self._zh = lexicon.language == "zh"
        self._main = main
        self._mentions = lexicon.scan(self._text, layer=POLICY)
        self._at = 0
        self._labels = {text: c for role in ("policy-verb", "policy-result", "noun-measure") for text, c in lexicon.role(role).items()}
        self._ands = frozenset(text for text in lexicon.role("and") if text.isalpha())
        self._articles = frozenset(lexicon.role("particle"))
        self._quotes = _quotations(annotated)
        self._ftzs: dict[str, list[Concept]] = {}
        for concept in lexicon.vocabulary.scheme("place"):
            if gazetteer.type(concept) == "ftz":
                for region in concept.props.get("region", ()):
                    self._ftzs.setdefault(region, []).append(concept)
        self._office = self._first_office()
        self._actor: _Actor | None = None  # of this paragraph
        self._before: _Actor | None = self._office  # of the document so far
        self._bystander = False  # the paragraph goes on about somebody else
        self._planning = False  # the paragraph goes on about what comes next
        self._measures = False  # the paragraph has named a measure
        self._zone: Concept | None = None  # whose administration was named last
        self._follows = False  # the paragraph before has
        self._first: _Actor | None = None  # who acted first in this paragraph

    def read(self, sentence: Sentence) -> list[PolicyMeasure]:
        """The measures of one sentence."""
        while self._at < len(self._mentions) and self._mentions[self._at].start < sentence.start:
            self._at += 1
        inside = []
        index = self._at
        while index < len(self._mentions) and self._mentions[index].end <= sentence.end:
            inside.append(self._mentions[index])
            index += 1
        inside = [m for mention in inside for m in self._parted(mention)]
        if sentence.opens:
            self._follows = self._measures
            self._actor = self._first = None
            self._bystander = self._planning = self._measures = False
        scene = _Scene(self, sentence, inside)
        clauses = scene.chinese() if self._zh else scene.english()
        found = [m for clause in clauses for m in scene.measures(clause)]
        self._measures = self._measures or bool(found)
        return found

    def _parted(self, mention: Mention) -> list[Mention]:
        """A name of an instrument that begins with a verb gives the verb too: "exempt from duty" is both."""
        if any(_is(mention, role) for role in ("policy-verb", "policy-result", "policy-guard")):
            return [mention]
        if all(c.scheme != "instrument" for c in mention.concepts):
            return [mention]
        text = self._text[mention.start : mention.end]
        ends = range(len(text) - 1, 1, -1) if self._zh else [i for i in range(len(text) - 1, 2, -1) if text[i] == " "]
        for end in ends:
            verb = self._labels.get(text[:end])
            if verb is not None and (self._zh or text[:end].endswith(("ed", "ing", "es", " of"))):
                return [Mention(mention.start, mention.end, "policy-verb", (verb, *mention.concepts))]
        return [mention]

    def _first_office(self) -> _Actor | None:
        for mention in self._annotated.mentions:
            if mention.kind == "place" and any(self._places.type(c) in CUSTOMS for c in mention.concepts):
                place = self._places.choose(mention.concepts, [self._main])
                if place is not None and self._places.type(place) != "customs-authority":
                    return _Actor(mention.start, mention.end, slug(place.notation), printed(self._annotated, mention.start, mention.end))
        return None

    # ------------------------------------------------------------------ what the scene asks


class _Scene:
    """One sentence with its mentions, and what is known before it."""

    def __init__(self, reader: PolicyReader, sentence: Sentence, inside: list[Mention]) -> None:
        self.reader = reader
        self.sentence = sentence
        self.text = reader._text
        self.inside = inside
        self.starts = {m.start: m for m in inside}
        self.ends = {m.end: m for m in inside}
        self.tokens = [m for t in sentence.tokens for m in t.members]
        names = [t for t in self.tokens if t.kind in _NAMES]
        inner = {m for m in inside if any(t.start <= m.start and m.end <= t.end and t.end - t.start > m.end - m.start for t in names)}
        self.verbs = [m for m in inside if (_is(m, "policy-verb") or _is(m, "policy-result")) and m not in inner]
        self.named = inner
        self.category = ""  # of the measure before in this sentence
        self.actors = self._actors()
        self.actor_at = {a.start: a for a in self.actors}
        self.actor_to = {a.end: a for a in self.actors}

    # ------------------------------------------------------------------ actors

    def _actors(self) -> list[_Actor]:
        """Every name of an authority in the sentence, and every place that would be one if it acted."""
        reader = self.reader
        found: list[_Actor] = []
        zone: tuple[int, _Actor] | None = None
        for token in self.tokens:
            if token.kind == "place":
                place = reader._places.choose(token.concepts, [reader._main])
                if place is None:
                    continue
                kind = reader._places.type(place)
                if kind in CUSTOMS:
                    code = "CN" if kind == "customs-authority" else slug(place.notation)
                elif kind in _ACTING:
                    code = slug(self._whole(place).notation)
                else:
                    continue
                actor = _Actor(token.start, token.end, code, token.printed)
                if zone is not None and kind in {"zone", "county", "prefecture"} and token.start - zone[0] <= 2:
                    actor = _Actor(zone[1].start, token.end, zone[1].code, self._printed(zone[1].start, token.end))
                    found.pop()
                zone = (token.end, actor) if actor.code.startswith("ftz:") else None
                found.append(actor)
            elif token.kind == "anaphor" and (anaphor := self._anaphor(token)) is not None:
                found.append(anaphor)
        for mention in self.inside:
            if _is(mention, "central"):
                found.append(_Actor(mention.start, mention.end, "CN", self._printed(mention.start, mention.end)))
            elif _is(mention, "government"):
                found.append(self._government(mention, found))
            elif _is(mention, "pronoun") and (same := self._speaker(mention) or reader._actor or reader._before) is not None:
                found.append(_Actor(mention.start, mention.end, same.code, same.printed))
        found += self._unlisted()
        found.sort(key=lambda a: (a.start, -a.end))
        kept: list[_Actor] = []
        for actor in found:
            if kept and actor.start < kept[-1].end:
                if actor.end <= kept[-1].end:
                    continue
                kept.pop()
            kept.append(actor)
        return [self._same(actor, kept[:i]) for i, actor in enumerate(kept)]

    def _same(self, actor: _Actor, before: list[_Actor]) -> _Actor:
        """A pronoun in the middle of a sentence is the subject before it."""
        mention = self.starts.get(actor.start)
        if mention is None or not _is(mention, "pronoun") or self._speech(mention.start):
            return actor
        self.actors = before
        subjects = [a for a in before if a.code and self._subject(a)]
        return _Actor(actor.start, actor.end, subjects[-1].code, subjects[-1].printed) if subjects and not self.reader._zh else actor

    def _speech(self, at: int) -> tuple[int, int] | None:
        return next(((a, b) for a, b in self.reader._quotes if a < at < b), None)

    def _speaker(self, pronoun: Mention) -> _Actor | None:
        """Who speaks where somebody in authority says "we": named behind the quotation, or introduced with an office before."""
        speech = self._speech(pronoun.start)
        if speech is None:
            return None
        reader = self.reader
        line = self.text.find("\n", speech[1])
        stop = min(speech[1] + 90, len(self.text) if line < 0 else line)
        behind = [m for m in reader._mentions if speech[1] <= m.start < stop]
        for mention in behind:
            if _is(mention, "central"):
                return _Actor(pronoun.start, pronoun.end, "CN", self._printed(mention.start, mention.end))
            if _is(mention, "government"):
                place = self._of_level(mention.concept.get("level"))
                return _Actor(pronoun.start, pronoun.end, slug(place.notation) if place else "", self._printed(mention.start, mention.end))
        says = [m.start for m in behind if _is(m, "speech")]
        name = self.text[speech[1] : says[0]].strip(" ,") if says else ""
        known = self.text.find(name) if 1 < len(name) < 5 else -1
        offices = [m for m in reader._annotated.mentions if known - 12 <= m.start < known and m.concept.get("level") == "customs"]
        for mention in reader._annotated.mentions:
            inside = speech[1] <= mention.start < stop or (known >= 0 and known - 12 <= mention.start < known)
            if mention.kind == "place" and inside and any(reader._places.type(c) in CUSTOMS for c in mention.concepts):
                place = reader._places.choose(mention.concepts, [reader._main])
                if place is not None:
                    return _Actor(pronoun.start, pronoun.end, slug(place.notation), self._printed(mention.start, mention.end))
        return reader._office if offices else None

    def _unlisted(self) -> list[_Actor]:
        """Authorities in no list, made of a name and a class word: "<place> Customs", "<Name> New Area"."""
        found: list[_Actor] = []
        reader = self.reader
        for place, office in pairwise(self.tokens):
            gap = office.start - place.end
            if place.kind == "place" and office.kind == "anaphor" and office.concept.get("level") == "customs" and gap <= 1:
                concept = reader._places.choose(place.concepts, [reader._main])
                if concept is not None and reader._places.type(concept) in {"prefecture", "county", "province"}:
                    code = "customs:" + concept.label("en").lower().replace(" ", "-").replace("'", "")
                    found.append(_Actor(place.start, office.end, code, self._printed(place.start, office.end)))
        for mention in self.inside:
            if _is(mention, "zone-word"):
                said = self._printed(max(self.sentence.start, mention.start - 40), mention.end)
                name = re.search(r"((?:[A-Z][\w'-]+ )+)[A-Z][\w-]*(?: [A-Z][\w-]*)?\Z", said)
                if name is not None and not name.group().startswith("The "):
                    start = mention.end - len(name.group())
                    found.append(_Actor(start, mention.end, "zone:" + name.group().lower().replace(" ", "-").replace("'", ""), name.group()))
                elif name is not None:
                    start = mention.end - len(name.group()) + 4
                    found.append(_Actor(start, mention.end, "zone:" + name.group()[4:].lower().replace(" ", "-").replace("'", ""), name.group()[4:]))
        return found

    def _whole(self, place: Concept) -> Concept:
        """The free trade zone of which a zone is an area: its name begins with that of the whole."""
        if self.reader._places.type(place) != "zone":
            return place
        name = place.label("zh-hans")
        regions = [p.notation for p in self.reader._places.ancestors(place)]
        for region in regions:
            for whole in self.reader._ftzs.get(region, ()):
                if name.startswith(whole.label("zh-hans")):
                    return whole
        return place

    def _anaphor(self, token: Token) -> _Actor | None:
        """"The customs" is the office that acts or is named; "the city" is the place of that level that the document is about."""
        reader = self.reader
        level = token.concept.get("level")
        said = token.printed or token.text
        if level == "customs":
            for actor in (reader._actor, reader._before, reader._office):
                if actor is not None and (actor.code.startswith("customs:") or actor.code == "CN"):
                    return _Actor(token.start, token.end, actor.code, said)
            return None
        if level == "country":
            return _Actor(token.start, token.end, "CN", said)
        if level in _LEVELS and (place := self._at_level(level)) is not None:
            return _Actor(token.start, token.end, slug(place.notation), said)
        return None

    def _government(self, mention: Mention, named: list[_Actor]) -> _Actor:
        """A government or its department: of the place named right before it, else of the place of its level that is known."""
        reader = self.reader
        level = mention.concept.get("level")
        near = [t for t in self.tokens if t.kind in {"place", "anaphor"} and -1 <= mention.start - t.end <= 3]
        if not self.reader._zh:
            near = [t for t in self.tokens if t.kind in {"place", "anaphor"} and (0 <= mention.start - t.end <= 3 or 0 <= t.start - mention.end <= 8)]
        start = mention.start
        place: Concept | None = None
        for token in near:
            if token.kind == "place":
                place = reader._places.choose(token.concepts, [reader._main])
                start = min(start, token.start)
        end = max([mention.end, *(t.end for t in near if t.kind == "place")])
        if place is not None and reader._places.type(place) in CUSTOMS:
            place = None
        if place is None:
            place = (reader._zone if level == "zone" else None) or self._of_level(level)
        elif level == "zone":
            reader._zone = place
        code = slug(place.notation) if place is not None else ""
        return _Actor(start, end, code, self._printed(start, end))

    def _at_level(self, level: str) -> Concept | None:
        """The place of a level that the document is about."""
        reader = self.reader
        main = reader._main
        if main is None or level == "own":
            return main
        wanted = _LEVELS.get(level, ())
        if reader._places.type(main) in wanted or (main.notation in _MUNICIPALITIES and "prefecture" in wanted):
            return main
        return next((place for name in wanted if (place := reader._places.level(main, name)) is not None), None)

    def _of_level(self, level: str) -> Concept | None:
        """The place of a level that the document is about, else the one named last."""
        reader = self.reader
        if (place := self._at_level(level)) is not None:
            return place
        for mention in reversed([m for m in reader._annotated.mentions if m.kind == "place" and m.start < self.sentence.start]):
            if any(reader._places.type(c) in _LEVELS.get(level, ()) for c in mention.concepts):
                return reader._places.choose(mention.concepts, [reader._main])
        return reader._main

    def _printed(self, start: int, end: int) -> str:
        return printed(self.reader._annotated, start, end)

    def _quoted(self, at: int) -> bool:
        """Whether a place in the text lies in a name in quotation marks; what somebody says is read like the rest."""
        return any(a < at < b - 1 and self._naming(a, b) for a, b in self.reader._quotes if a >= self.sentence.start - 400 and a < at)

    def _naming(self, a: int, b: int) -> bool:
        inner = self.text[a + 1 : b - 1]
        return not inner.endswith((",", ".", "?", "!", "\u3002")) and not any(_is(m, "pronoun") for m in self.inside if a < m.start < b)

    # ------------------------------------------------------------------ Chinese

    def chinese(self) -> list[_Clause]:
        """The clauses between marks, each with what stands before its verb taken apart."""
        reader = self.reader
        out: list[_Clause] = []
        planned, other, means = reader._planning, False, -1
        fresh, named = True, False
        time: Span | None = None
        for a, b, mark in self._cut():
            if mark == ";":
                other, planned, time = False, reader._planning, None
            edge = self._edge(a, b)
            office = edge.actor is not None and self._office(edge.actor)
            if edge.actor is not None and not office and (
                edge.verb is None or edge.foreign or edge.weight < 2 or (self._figured(a, b) and not edge.phrase)
            ):
                edge.actor, edge.foreign = None, True
            time = edge.time or time
            named = named or edge.actor is not None
            if edge.actor is not None:
                if edge.actor.code and (reader._actor is None or edge.actor.code != reader._actor.code) and not edge.planned:
                    planned = False
                if edge.actor.code:
                    reader._actor = reader._before = edge.actor
                    reader._first = reader._first or edge.actor
                other = reader._bystander = False
            elif edge.foreign and not (self._figured(a, b) and not edge.bystander) and not self._says(a, b):
                other = True
                if fresh and edge.bystander:
                    reader._bystander = True
            fresh = False
            if edge.planned:
                planned = True
                if edge.lasting:
                    reader._planning = True
            if edge.means and edge.verb is None:
                means = edge.start
                continue
            start = means if means >= 0 else edge.start
            means = -1
            actor = reader._actor or reader._before
            if planned and not named and reader._planning and reader._first is not None:
                actor = reader._first  # who reports goes on with what comes next
            carried = reader._actor is None
            if reader._bystander or actor is None:
                continue
            if edge.verb is None:
                if out and not edge.bystander and not edge.topic and not edge.phrase and self._named_only(a, b):
                    out.append(_Clause(edge.start, b, None, 3, actor, planned, carried, time))
                continue
            weight = edge.weight
            if other and not edge.outcome:
                if not (out and edge.foreign and weight == 3 and not edge.bystander and not self._figured(a, b)):
                    continue
            if edge.foreign and not edge.outcome and not other and edge.actor is None:
                continue
            if carried and self._heading(b) and not out:
                continue
            out.append(_Clause(start, b, edge.verb, weight, actor, planned, carried, time))
        return out

    def _says(self, a: int, b: int) -> bool:
        return any(_is(m, "speech") and b - m.end <= 1 for m in self.inside if a <= m.start < b)

    def _heading(self, end: int) -> bool:
        """A short first sentence of one clause with more text behind it on its line, or the title of a document."""
        sentence = self.sentence
        if not sentence.opens or sentence.end - sentence.start > 22 or end < sentence.end - 1:
            return False
        line = self.text.find("\n", sentence.end)
        return bool(self.text[sentence.end : line if line >= 0 else len(self.text)].strip()) or sentence.start < 5

    def _office(self, actor: _Actor) -> bool:
        """Whether an actor acts by its nature: a customs office, a government, not a region that only may."""
        here = [m for m in self.inside if actor.start <= m.start < actor.end and (_is(m, "government") or _is(m, "central") or _is(m, "pronoun"))]
        return bool(here) or actor.code.startswith("customs:") or (actor.code == "CN" and any(
            t.start == actor.start and any(self.reader._places.type(c) in CUSTOMS for c in t.concepts) for t in self.tokens if t.kind == "place"
        )) or any(t.start == actor.start and t.kind == "anaphor" and t.concept.get("level") == "customs" for t in self.tokens)

    def _figured(self, a: int, b: int) -> bool:
        return any(t.kind == "q" and t.quantity is not None for t in self.tokens if a <= t.start < b)

    def _cut(self) -> list[tuple[int, int, str]]:
        """The stretches between marks that stand in no name and no name in quotation marks, with the mark before each."""
        names = [(t.start, t.end) for t in self.sentence.tokens if t.kind not in {",", ";", ":", ".", "nl", "sep", "and", "(", ")"}]
        out: list[tuple[int, int, str]] = []
        start, mark = self.sentence.start, ""
        for match in _MARK.finditer(self.text, self.sentence.start, self.sentence.end):
            at = match.start()
            if any(a <= at < b - (b - a == 1) for a, b in names if b - a > 1) or self._quoted(at):
                continue
            out.append((start, at, mark))
            start, mark = match.end(), match.group()
        out.append((start, self.sentence.end, mark))
        kept, pending = [], ""
        for a, b, m in out:
            pending = ";" if m == ";" or pending == ";" else m
            if b - a > 2:
                kept.append((a, b, pending))
                pending = ""
        return kept

    def _edge(self, a: int, b: int) -> _Edge:
        """What stands before the verb of a Chinese clause: subject, time, marks of plans, adverbs, a prepositional phrase."""
        edge = _Edge(a)
        p = a
        if (item := _ITEM.match(self.text, p)) is not None:
            p = item.end()
        entities = {t.start: t for t in self.tokens}
        while True:
            while p < b and not self.text[p].isalnum() and not self._quoted(p):
                p += 1
            if p >= b:
                break
            token, mention = entities.get(p), self.starts.get(p)
            if token is not None and token.kind in {"period", "date"} and token.end > p:
                edge.time = token.span or edge.time
                p = token.end
                continue
            if mention is not None and _is(mention, "plan") and not self._disposes(mention, b):
                edge.planned, edge.lasting = True, mention.end - mention.start > 1 or edge.lasting
                p = mention.end
                continue
            actor = self.actor_at.get(p)
            if actor is not None and not (mention is not None and mention.end > actor.end and not _is(mention, "government")):
                edge.actor = actor
                p = actor.end
                continue
            if mention is not None and mention in self.verbs:
                edge.verb = mention
                edge.start = edge.manner if edge.manner >= 0 else p
                edge.weight = _weight(mention)
                break
            if mention is not None and (_is(mention, "preposition") or _is(mention, "means") or _is(mention, "plan")):
                self._phrase(edge, mention, p, b)
                break
            if mention is not None and _is(mention, "adverb"):
                p = mention.end
                continue
            if mention is not None and (_is(mention, "done") or _is(mention, "effect")):
                edge.manner = p if edge.manner < 0 else edge.manner
                edge.effect = edge.effect or _is(mention, "effect")
                p = mention.end
                continue
            follows = [m for m in self.inside if p < m.start < b and self._opens(m) and not self._quoted(m.start)]
            nxt = min([m.start for m in follows], default=b)
            between = [x for x in self.actors if p < x.start and x.end <= nxt and nxt - x.end <= 8]
            if between and nxt < b and not any(_is(m, "speech") for m in self.inside if between[-1].end <= m.start < nxt):
                edge.actor, p = between[-1], between[-1].end
                continue
            strange = any(t.kind in _STRANGE - ({"q"} if edge.actor else set()) for t in self.tokens if p <= t.start < nxt)
            bystander = any(_is(m, "bystander") for m in self.inside if p <= m.start < nxt)
            if nxt < b and nxt - p <= (6 if edge.actor else 4) and not strange and not bystander:
                p = nxt
                continue
            if between and nxt == b:
                edge.actor = between[-1]
            edge.foreign = not edge.actor or strange or bystander
            edge.bystander = bystander or any(t.kind in {"enterprise"} for t in self.tokens if p <= t.start < nxt)
            edge.start = edge.start if edge.manner < 0 else edge.manner
            edge.start = p
            verbs = self._verbs(p, b)
            if verbs:
                edge.verb, edge.weight = verbs[0], _weight(verbs[0])
            outcomes = [m for m in self.inside if p <= m.start < b and _is(m, "outcome")]
            if outcomes and b - outcomes[-1].end <= 2:
                edge.outcome, edge.verb, edge.weight = True, outcomes[-1], 3
                if edge.bystander:
                    edge.bystander = False
            break
        edge.topic = any(t.kind == "topic" and b - t.end <= 1 for t in self.tokens if a <= t.start < b)
        if edge.topic:
            edge.verb = None
        if edge.effect:
            edge.weight = 0
        return edge

    def _phrase(self, edge: _Edge, mention: Mention, p: int, b: int) -> None:
        """A prepositional phrase opens the clause; its verb is the surest one behind it."""
        edge.start = edge.manner if edge.manner >= 0 else p
        edge.means, edge.phrase = _is(mention, "means"), True
        verbs = self._verbs(mention.end, b)
        if len(verbs) == 1 and verbs[0].start == mention.end and _is(mention, "preposition") and not _is_disposal(mention):
            edge.means = True  # "in order to": what for, not what
            return
        if edge.actor is None and (actor := self.actor_at.get(mention.end)) is not None and not verbs:
            edge.foreign = True
        marks = [m for m in self.inside if mention.end <= m.start < b and _is(m, "plan") and not self._disposes(m, b)]
        plan = [m for m in marks if verbs and m.end <= verbs[-1].start]
        if plan:
            edge.planned = True
        if verbs:
            edge.verb = max(verbs, key=_weight)
            edge.weight = _weight(edge.verb)

    def _opens(self, mention: Mention) -> bool:
        return any(_is(mention, role) for role in ("policy-verb", "policy-result", "preposition", "means", "plan"))

    def _disposes(self, mention: Mention, end: int) -> bool:
        """A mark of plans that takes an object instead ("jiang X qian yi zhi Y"): a name follows, no verb, adverb, phrase or time."""
        if mention.end - mention.start > 1:
            return False
        after = self.starts.get(mention.end)
        roles = ("policy-verb", "policy-result", "adverb", "preposition", "means", "plan", "done", "effect", "outcome")
        if after is not None and any(_is(after, role) for role in roles):
            return False
        if any(t.start == mention.end and t.kind in {"period", "date"} for t in self.tokens) or self.actor_at.get(mention.end) is not None:
            return False
        return any(mention.end < v.start < end for v in self.verbs)

    def _verbs(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.verbs if start <= m.start < end and not self._quoted(m.start)]

    def _named_only(self, a: int, b: int) -> bool:
        """A clause without a verb that is the name of an instrument: the item of a list."""
        strong = any(_strength(m) == 3 for m in self.inside if a <= m.start < b)
        return strong and b - a <= 24 and any(a <= q and r <= b for q, r in self.reader._quotes) and not any(t.kind in {"q", "term", "direction"} for t in self.tokens if a <= t.start < b)

    # ------------------------------------------------------------------ English

    def english(self) -> list[_Clause]:
        """The stretches that open at a verb which an authority governs."""
        reader = self.reader
        subjects = [a for a in self.actors if self._subject(a)]
        heads: list[_Head] = []
        planned = reader._planning
        form: frozenset[str] = frozenset()
        alive = False
        first = subjects[0] if subjects else None
        last_end = self.sentence.start
        for verb in [m for m in self.inside if self._heads(m)]:
            if self._quoted(verb.start) or verb.start < last_end:
                continue
            way = self._way(verb)
            actor: _Actor | None = None
            before = [s for s in subjects if s.end <= way.left]
            broken = any(_is(m, "subordinator") for m in self.inside if last_end <= m.start < way.left)
            mine = _form(verb, self.text)
            if way.actor is not None:
                actor = way.actor
                if not way.planned:
                    planned = reader._planning and not way.aux and mine == "base"
                alive = True
            elif way.licence == "means":
                actor = before[-1] if before else first
                alive = alive or actor is not None
            elif way.licence in {"and", ";", "purpose"} and (alive or before) and not (broken and way.licence == "and" and not way.aux):
                finite = {"past", "third"}
                if not form and self.text[way.left - 1 : way.left] == ",":
                    continue
                agrees = mine in form or (mine in finite and form & finite) or (not form and mine != "base")
                if agrees or way.aux or way.planned or way.licence == "purpose":
                    actor = before[-1] if before else reader._actor
            elif way.licence == "initial" and mine in {"base", "gerund"}:
                actor = first or reader._actor or (reader._before if reader._measures else None)
                alive = actor is not None
            elif way.passive and 3 in {_weight(verb), _strength(verb)}:
                opening = self._opening(verb.start, last_end)
                if not any(_is(m, "subordinator") for m in self.inside if opening <= m.start < verb.start):
                    actor = self._agent(verb) or (before[-1] if before else reader._actor)
            if way.planned:
                planned = True
            if actor is None:
                if way.licence:
                    alive = alive and way.licence == "and"
                continue
            form = form if way.passive else frozenset({mine, way.effort} - {""})
            if actor.code:
                reader._actor = reader._before = actor
            heads.append(_Head(verb, way, actor, planned))
            last_end = verb.end
        for subject in subjects:
            if not heads and subject.code:
                reader._actor = reader._before = subject
        if planned and any(_is(m, "plan") and m.start - self.sentence.start < 3 and m.end - m.start > 5 for m in self.inside):
            reader._planning = True
        out = []
        for i, head in enumerate(heads):
            lefts = [self._opening(h.verb.start, head.verb.end) if h.way.passive else h.way.left for h in heads[i + 1 :]]
            stop = min([left for left in lefts if left > head.verb.start], default=self.sentence.end)
            start = head.verb.start
            if head.way.passive:
                start = self._opening(head.verb.start, heads[i - 1].verb.end if i else self.sentence.start)
            end = self._close(head.verb.end, stop)
            joint = any(m.start == head.verb.start and _is(m, "joint") for m in self.inside)
            if not joint:
                out.append(_Clause(start, end, head.verb, _weight(head.verb), head.actor, head.planned, head.actor is reader._before and not subjects))
        return out

    def _heads(self, mention: Mention) -> bool:
        if mention in self.named:
            return False
        if _is(mention, "effort") and any(m.start == mention.end + 1 and m in self.verbs for m in self.inside):
            return False
        return any(_is(mention, role) for role in ("policy-verb", "policy-result", "noun-measure", "joint"))

    def _subject(self, actor: _Actor) -> bool:
        """Whether a name of an authority stands where a subject does: not behind a preposition, not owning what follows."""
        if self.text.startswith("'s", actor.end) or self._quoted(actor.start):
            return False
        p = actor.start
        while True:
            before = self.text[self.sentence.start : p].rstrip()
            if not before:
                return True
            if before[-1] in ",;:-\"(":
                return before[-1] != "("
            words = _WORD.findall(before[-24:])
            if not words:
                return True
            end = self.sentence.start + len(before)
            mention = self.ends.get(end)
            if mention is not None and (_is(mention, "preposition") or _is(mention, "joint") or _is(mention, "means") or _is(mention, "policy-verb")):
                return False
            if mention is not None and (_is(mention, "adverb") or _is(mention, "plan") or _is(mention, "speech") or _is(mention, "subordinator")):
                return True
            if words[-1] in self.reader._ands:
                other = [a for a in self.actors if a.end < actor.start and end - len(words[-1]) - a.end <= 2]
                return self._subject(other[-1]) if other else True
            token = [t for t in self.tokens if t.end == end and t.kind in {"period", "date"}]
            if token:
                return True
            if p - end > 2 or actor.start - end > 40:
                return False
            p = end - len(words[-1])  # an article or an attribute

    def _way(self, verb: Mention) -> _Way:
        """What stands between a verb and the word that licenses it, and that word."""
        p = verb.start
        aux = planned = passive = False
        effort = ""
        while True:
            end = len(self.text[self.sentence.start : p].rstrip()) + self.sentence.start
            if end <= self.sentence.start:
                return _Way(p, "initial", None, aux, planned, passive, effort)
            mention = self.ends.get(end)
            if mention is not None and any(_is(mention, r) for r in ("adverb", "auxiliary", "copula", "plan", "effort", "done", "effect", "joint")):
                if _is(mention, "copula") and not _is(mention, "plan") and _form(verb, self.text) in {"past"} and not any(
                    _is(m, "effort") or _is(m, "plan") for m in self.inside if m.start == mention.end + 1
                ):
                    passive = True
                aux = aux or _is(mention, "auxiliary") or _is(mention, "copula")
                planned = planned or _is(mention, "plan")
                if _is(mention, "effort"):
                    effort = _form(mention, self.text)
                p = mention.start
                continue
            word = _last_word(self.text, self.sentence.start, end)
            if word.endswith("ly") and len(word) > 4:
                p = end - len(word)
                continue
            break
        left = end
        char = self.text[end - 1]
        if actor := self.actor_to.get(end):
            if self._subject(actor):
                return _Way(left, "subject", None if passive else actor, aux, planned, passive, effort)
        if char in ";":
            return _Way(left, ";", None, aux, planned, passive, effort)
        if char in ":-|*>\"" or not (char.isalnum() or char in ",')"):
            return _Way(left, "initial", None, aux, planned, passive, effort)
        if char in ",)":
            actor = self._apposed(end - 1)
            if actor is not None and not passive:
                return _Way(left, "subject", actor, aux, planned, passive, effort)
            return _Way(left, "" if passive else "and", None, aux, planned, passive, effort)
        word = _last_word(self.text, self.sentence.start, end)
        if word in self.reader._ands or (mention is not None and _is(mention, "conjunction")):
            at = len(self.text[self.sentence.start : end - len(word)].rstrip(" ,")) + self.sentence.start
            return _Way(at, "" if passive else "and", None, aux, planned, passive, effort)
        if _is(verb, "noun-measure"):
            article = word in self.reader._articles
            outer = self.ends.get(len(self.text[: end - len(word)].rstrip())) if article else mention
            if outer is not None and (_is(outer, "means") or _is(outer, "preposition")):
                return _Way(outer.start, "means", None, aux, planned, passive, effort)
        if mention is not None and _is(mention, "means") and (_form(verb, self.text) == "gerund" or _is(verb, "noun-measure")):
            return _Way(mention.start, "means", None, aux, planned, passive, effort)
        joint = [m for m in self.inside if m.end < end and _is(m, "joint")]
        if joint and end - joint[-1].end < 60 and _form(verb, self.text) == "base" and "," not in self.text[joint[-1].end : end]:
            return _Way(left, "purpose", None, aux, planned, passive, effort)
        return _Way(left, "", None, aux, planned, passive, effort)

    def _apposed(self, comma: int) -> _Actor | None:
        """The subject before a parenthesis in commas: "the customs, for its part, opens"."""
        for actor in reversed(self.actors):
            between = self.text[actor.end : comma]
            if actor.end < comma and len(between) <= 90 and between.lstrip().startswith((",", "(")) and self._subject(actor):
                inner = between.strip(" ,()")
                if "," not in inner and not any(_weight(v) > 1 for v in self.verbs if actor.end <= v.start < comma and _form(v, self.text) == "past"):
                    return actor
                return None
            if comma - actor.end > 90:
                return None
        return None

    def _agent(self, verb: Mention) -> _Actor | None:
        for actor in self.actors:
            between = self.text[verb.end : actor.start]
            preposition = self.ends.get(verb.end + len(between.rstrip()))
            if 0 < actor.start - verb.end < 60 and preposition is not None and _is(preposition, "preposition"):
                return actor
        return None

    def _opening(self, verb: int, floor: int) -> int:
        """Where the subject of a passive clause opens: behind the last mark or conjunction before it."""
        marks = [m.end() for m in re.finditer(r"[,;:]\s*|\band\s+", self.text[floor:verb])]
        start = floor + (marks[-1] if marks else 0)
        while start < verb and not self.text[start].isalnum():
            start += 1
        return start

    def _dated(self, at: int) -> bool:
        """Whether a period stands here, with or without its preposition."""
        word = self.starts.get(at)
        starts = {at} | ({word.end + 1} if word is not None and _is(word, "preposition") else set())
        return any(t.kind in {"period", "date"} and any(0 <= t.start - s <= 4 for s in starts) for t in self.tokens)

    def _close(self, start: int, stop: int) -> int:
        """The end of an English clause: before the next clause, a relative or subordinate one, or the time at its end."""
        end = stop
        for match in _MARK.finditer(self.text, start, stop):
            if self._quoted(match.start()) or any(t.start <= match.start() < t.end - 1 for t in self.tokens if t.end - t.start > 1):
                continue
            if match.group() != ",":
                end = match.start()
                break
            rest = match.end() + len(self.text[match.end() : stop]) - len(self.text[match.end() : stop].lstrip())
            word = self.starts.get(rest)
            joined = _WORD.match(self.text, rest)
            if joined is not None and joined.group() in self.reader._ands:
                rest = joined.end() + 1
            opens = any(a.start in {rest, rest + 4} and self._subject(a) for a in self.actors)
            if (word is not None and any(_is(word, role) for role in ("subordinator", "tail", "plan"))) or opens or self._dated(rest):
                end = match.start()
                break
        for mention in self.inside:
            if start < mention.start < end and _is(mention, "tail") and " " in self.text[mention.start : mention.end]:
                end = mention.start
        for token in self.tokens:
            if token.kind in {"period", "date"} and start < token.start < end and end - token.end <= 2:
                before = self.ends.get(len(self.text[:token.start].rstrip()))
                end = before.start if before is not None and _is(before, "preposition") else token.start
        return end

    # ------------------------------------------------------------------ measures

    def measures(self, clause: _Clause) -> list[PolicyMeasure]:
        """The measure that a clause states, or none."""
        if clause.actor is None or not clause.actor.code:
            return []
        start, end = clause.start, clause.end
        while end > start and not self.text[end - 1].isalnum() and self.text[end - 1] not in "\")%":
            end -= 1
        while start < end and not self.text[start].isalnum() and self.text[start] != '"':
            start += 1
        held = [m for m in self.inside if start <= m.start and m.end <= end]
        tokens = [t for t in self.tokens if start <= t.start < end]
        if not self._states(clause, start, end, held, tokens):
            return []
        found = [self._measure(clause, *part) for part in self._items(start, end, held, tokens)]
        if self.category and found[0].category == "other" and len(found) == 1 and all(_is_general(m) for m in held):
            found = [replace(found[0], category=self.category)]  # "extended the pilot": the one just named
        self.category = found[-1].category
        return found

    def _items(self, start: int, end: int, held: list[Mention], tokens: list[Token]) -> list[tuple[int, int, list[Mention], list[Token]]]:
        """The measures of a clause: one, or each quoted name where "such as" lists several."""
        marks = [t for t in tokens if t.kind == "such-as"]
        names = [a for a, b in self.reader._quotes if marks and marks[0].end <= a and b <= end]
        if len(names) < 2 or self.reader._zh:
            return [(start, end, held, tokens)]
        out = []
        for i, a in enumerate(names):
            b = max(q for p, q in self.reader._quotes if p == a) if i + 1 < len(names) else end
            out.append((a, b, [m for m in held if a <= m.start < b], [t for t in tokens if a <= t.start < b]))
        return out

    def _states(self, clause: _Clause, start: int, end: int, held: list[Mention], tokens: list[Token]) -> bool:
        reader = self.reader
        text = self.text[start:end]
        if (len(text) if self.reader._zh else len(text.split())) < (5 if self.reader._zh else 3):
            return False
        figures = [t for t in tokens if t.kind == "q" and t.quantity is not None]
        verb = clause.verb
        numbers = [t for t in figures if t.quantity is not None and t.quantity.kind in _FIGURES]
        last = any(end - t.end <= 2 for t in numbers)
        opener = self.starts.get(start)
        if opener is not None and _is_disposal(opener):
            numbers = figures = []  # "take X down to 5%" is what they do, not how it went
        if numbers and (clause.weight < 3 or last) and any(t.kind in {"direction", "gap", "share"} and (verb is None or t.start > verb.start) for t in tokens):
            return False
        if any(t.quantity is not None and t.quantity.counted is not None and t.quantity.counted.get("indicator") in _COUNTED for t in figures):
            return False
        untimed = [t for t in figures if t.quantity is not None and t.quantity.kind != "time"]
        if verb is not None and _is(verb, "policy-result") and (numbers if clause.planned else untimed or not figures):
            return False
        closing = held[-1] if held else None
        if closing is not None and _is(closing, "report") and end == closing.end and not self.sentence.tokens[-1].kind == ".":
            return False
        if reader._zh and any(t.quantity is not None and t.quantity.kind in {"money", "mass"} and end - t.end <= 1 for t in figures):
            return False
        if any(t.kind == "corridor" and 0 <= t.start - q.end <= 1 for t in tokens for q in figures):
            return False
        if verb is not None and any(c.get("level") == "report" for c in verb.concepts) and any(_is(m, "report") for m in held):
            return False
        strengths = [_strength(m) for m in held if not (verb is not None and m.start == verb.start and m.concepts[0].scheme == "instrument")]
        strengths += [2] if any(a >= start and b <= end for a, b in self.reader._quotes if b - a <= _SPEECH) else []
        strengths += [_HINT_WEIGHT.get(self._hint(t), 0) for t in tokens if not t.start < start]
        strength = max(strengths, default=0)
        if any(_is(m, "effect") for m in held if verb is None or m.start <= verb.start) or clause.weight == 0:
            return False
        comma = self.text.find(",", start, end) if not reader._zh else -1
        if any(_is(m, "praise") and (comma < 0 or m.start < comma) for m in held) and (strength < 3 or clause.weight < 3):
            return False
        heavy = {"mass", "teu"} if clause.weight == 3 else {"money", "mass", "teu"}
        if not (clause.planned and clause.weight == 3) and any(t.quantity is not None and t.quantity.kind in heavy for t in figures):
            return False
        if any(t.kind == "term" for t in tokens) and ((figures and clause.weight < 3) or (numbers and strength < 3)):
            return False
        need = {3: 1, 2: 2 - clause.planned, 1: 3 - clause.planned}[clause.weight]
        return strength >= need + (clause.carried and not reader._follows)

    def _hint(self, token: Token) -> str:
        if token.kind == "place":
            return self.reader._places.type(token.concept)
        return token.kind

    def _measure(self, clause: _Clause, start: int, end: int, held: list[Mention], tokens: list[Token]) -> PolicyMeasure:
        reader = self.reader
        assert clause.actor is not None
        folded, document = reader._annotated.folded, reader._annotated.document
        a, b = folded.origin(start, end)
        s, e = folded.origin(self.sentence.start, self.sentence.end)
        statuses = {c.get("status") for c in clause.verb.concepts} if clause.verb is not None else set()
        counted = "counted" in statuses and any(t.kind == "q" for t in tokens)
        done = any(_is(m, "done") for m in held) or "completed" in statuses or counted
        goods = [t.concept for t in tokens if t.kind == "commodity" and t.concepts]
        return PolicyMeasure(
            doc=document.id, start=a, end=b, text=document.text[a:b], actor=clause.actor.code, actor_text=clause.actor.printed,
            category=self._category(held, tokens),
            status="planned" if clause.planned else "completed" if done else "in-force", sentence=(min(s, a), max(e, b)),
            period=self._period(clause, start, end),
            partner=tuple(dict.fromkeys(n for t in tokens if t.kind == "partner" for n in (t.concept.props.get("member") or (t.concept.notation,)))),
            commodity=tuple(Commodity(c.notation, c.label("en"), c.label("zh-hans"), c.label(document.lang)) for c in dict.fromkeys(goods)),
        )  # fmt: skip

    def _category(self, held: list[Mention], tokens: list[Token]) -> str:
        weights: dict[str, float] = {}
        for mention in held:
            for concept in mention.concepts:
                if concept.scheme == "instrument":
                    category = concept.get("category")
                    weight = int(concept.get("weight", "1"))
                    weights[category] = weights.get(category, 0) + weight * weight + 0.01 * (mention.end - mention.start)
        named = {c: w for c, w in weights.items() if c != "other"}
        for token in tokens:
            hint = self._hint(token)
            if hint in _HINTS and not named:
                weights[_HINTS[hint]] = weights.get(_HINTS[hint], 0) + _HINT_WEIGHT[hint] ** 2
        named = {c: w for c, w in weights.items() if c != "other"} or weights
        return max(sorted(named), key=lambda c: (round(named[c]), c != "zone", named[c])) if named else "other"

    def _period(self, clause: _Clause, start: int, end: int) -> str:
        """The period named at the head of the sentence or in the clause; of what began then and goes on, its first month."""
        inside = [t.span for t in self.tokens if t.kind == "period" and t.span is not None and start <= t.start < end]
        head = [t.span for t in self.tokens if t.kind == "period" and t.span is not None and t.start - self.sentence.start < 12]
        published = self.reader._annotated.document.published
        for span in (*inside, *([clause.time] if clause.time else []), *([] if self.reader._zh else head)):
            if span.style not in {"part", "year", "since"} or (span.style == "year" and span.year is None):
                continue
            period = resolve(span, None, published)
            if period is None:
                continue
            if span.style == "since" and period.end_year is not None:
                period = Period(period.year, period.first, period.first)
            late = published is not None and period.year is not None and (period.year, period.last) < (published.year, published.month)
            if clause.planned and late and span.year is None and span.offset is None and period.year is not None:
                period = Period(period.year + 1, period.first, period.last)
            return str(period)
        return ""


@dataclass(slots=True)
class _Edge:
    """The left edge of a Chinese clause."""

    start: int
    verb: Mention | None = None
    weight: int = 0
    actor: _Actor | None = None
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
    effect: bool = False


@dataclass(frozen=True, slots=True)
class _Way:
    """How an English verb is licensed: where its auxiliaries begin, by what, and what stands between."""

    left: int
    licence: str
    actor: _Actor | None
    aux: bool
    planned: bool
    passive: bool
    effort: str = ""  # the form of "continue to", "keep" before it


@dataclass(frozen=True, slots=True)
class _Head:
    verb: Mention
    way: _Way
    actor: _Actor
    planned: bool


def _is(mention: Mention, role: str) -> bool:
    return any(c.get("role") == role for c in mention.concepts)


def _is_general(mention: Mention) -> bool:
    return all(c.get("category") == "other" and c.get("weight") == "1" for c in mention.concepts if c.scheme == "instrument")


def _is_disposal(mention: Mention) -> bool:
    return any(c.get("role") == "preposition" and c.get("level") == "disposal" for c in mention.concepts)


def _weight(mention: Mention) -> int:
    if _is(mention, "noun-measure"):
        return 3
    return max((int(c.get("weight", "1")) for c in mention.concepts if c.get("role") in {"policy-verb", "policy-result"}), default=1)


def _strength(mention: Mention) -> int:
    return max((int(c.get("weight", "1")) for c in mention.concepts if c.scheme == "instrument"), default=0)


def _form(mention: Mention, text: str) -> str:
    """The form of an English verb by its ending: base, third, past or gerund; listed past forms may be the base too."""
    label = text[mention.start : mention.end]
    if any(label in c.props.get("past", ()) for c in mention.concepts):
        return "past"
    word = label.split(" ", 1)[0]
    if word.endswith("ing"):
        return "gerund"
    if word.endswith("ed"):
        return "past"
    return "third" if word.endswith("s") and not word.endswith("ss") else "base"


def _last_word(text: str, start: int, end: int) -> str:
    match = re.search(r"[\w'-]+\Z", text[max(start, end - 24) : end])
    return match.group() if match else ""


def _quotations(annotated: Annotated) -> list[tuple[int, int]]:
    """The quotations of a document as ranges of the folded text, the marks inside; straight marks open and close in turn."""
    text, document = annotated.folded.text, annotated.document.text
    out: list[tuple[int, int]] = []
    opened = -1
    for match in re.finditer("[\"\n]", text):
        at = match.start()
        if match.group() == "\n":
            opened = -1
            continue
        mark = document[annotated.folded.origin(at, at + 1)[0]]
        if mark in "\u201c\u300c\u300e" or (opened < 0 and mark not in "\u201d\u300d\u300f"):
            opened = at
        elif opened >= 0:
            out.append((opened, at + 1))
            opened = -1
    return out
