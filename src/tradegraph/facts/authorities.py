"""Authorities: who may act in a sentence of measures.

Customs offices, governments and their departments, regions and zones, and the words that point back to them. A pronoun is the subject
before it; in a quotation "we" is whoever speaks. What no list has is made of a name and a class word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tradegraph.facts.places import CUSTOMS, MUNICIPALITIES, REGIONS, Gazetteer, slug
from tradegraph.facts.state import COUNTING
from tradegraph.facts.tokens import Sentence, Token, printed
from tradegraph.inflection import form, participle
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Concept, Mention
from tradegraph.period import Span

WORD = re.compile(r"[\w'][\w'-]*")
MARK = re.compile("[,;:\u3002!?\n|\u25aa\u25cf\u2022]|\\.(?=\\s|$)")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_CREDIT = re.compile(r"\(([^()\n]{2,60})\)\W*\Z")  # the brackets that end a line
_SHOWN = 12  # characters by which captions of one subject are told to open alike
_STOPS = ". \u3002"
FIGURES = frozenset({"money", "percent", "points", "times", "fraction", "growth", "mass", "teu"})
_BRANCH = 8  # characters between a place and the word for customs in the name of an office
_CLOSED = ("policy-verb", "policy-result", "preposition", "adverb", "plan", "joint", "means", "speech", "belonging", "government")  # words in no name
_REACH = 5000  # characters back to where a speaker was introduced, a place named
_LABEL = 40  # characters of the name and title that label a speech in a transcript
_VERB_FORMS = {"gerund": "gerund", "plural": "third"}  # of a verb, by its ending; base where it has none of these
_LONG = 400  # characters of a quotation that began in an earlier sentence
NAMES = frozenset({"place", "partner", "commodity", "enterprise", "regime", "corridor"})
_ACTING = frozenset({"ftz", "zone", "province", "prefecture", "county", "country"})
_LEVELS = {"city": ("prefecture", "county"), "prefecture": ("prefecture", "county"), "province": ("province",), "county": ("county",),
           "zone": ("zone", "ftz"), "province-or-below": ("province", "prefecture", "county")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """A name of an authority in the folded text, and its code."""

    start: int
    end: int
    code: str
    printed: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that may be a measure: its range, the first verb, how sure that verb is, who acts."""

    start: int
    end: int
    verb: Mention | None
    weight: int
    actor: Actor | None
    planned: bool
    carried: bool = False  # the actor comes from an earlier paragraph
    time: Span | None = None
    named: bool = False  # the authority is named in the sentence


@lru_cache(maxsize=4)
def _genitives(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(text for text, c in lexicon.role("particle").items() if c.get("genitive"))


class Story:
    """What the document has said so far of who acts, and what its vocabulary knows."""

    def __init__(self, annotated: Annotated, gazetteer: Gazetteer, lexicon: Lexicon, mentions: list[Mention], main: Concept | None) -> None:
        self.annotated = annotated
        self.text = annotated.folded.text
        self.places = gazetteer
        self.lexicon = lexicon
        self.zh = lexicon.language == "zh"
        self.main = main
        self.mentions = mentions
        self.ands = frozenset(text for text in lexicon.role("and") if text.isalpha())
        self.articles = lexicon.words("particle")
        self.possessives = lexicon.alternatives("possessive")
        self.genitives = _genitives(lexicon)
        self.customs = tuple(text for text, c in lexicon.role("anaphor").items() if c.get("level") == "customs" and len(text) > 1)
        self.infinitives = lexicon.words("infinitive")
        self.endings = {role: lexicon.alternatives(role) for role in ("goal", "outgrowth", "sum")}
        self.quotes = quotations(annotated)
        self.office = self._first_office()
        self.actor: Actor | None = None  # of this paragraph
        self.first: Actor | None = None  # who acted first in it
        self.before: Actor | None = self.office  # of the document so far
        self.bystander = False  # the paragraph goes on about somebody else
        self.planning = False  # the paragraph goes on about what comes next
        self.measured = False  # the paragraph has named a measure
        self.follows = False  # the paragraph before has
        self.zone: Concept | None = None  # whose administration was named last
        self._captions = _captions(self.text, lexicon)
        self._aside: tuple[int, Actor | None] = (-1, None)  # where the caption of a photograph ends, and who acted before it

    def forms(self, verb: Mention) -> frozenset[str]:
        """The forms that an English verb may be in: base, third, past, gerund; both base and past where they are one (cut, set)."""
        label = self.text[verb.start : verb.end]
        if any(label in c.props.get("invariable", ()) for c in verb.concepts):
            return frozenset({"base", "past"})
        word = label.split(" ", 1)[0]
        return frozenset({"past" if participle(word, self.lexicon) else _VERB_FORMS.get(form(word, self.lexicon), "base")})

    def open(self, start: int) -> None:
        """A paragraph begins; behind the caption of a photograph the text goes back to whom it spoke of."""
        self.follows = self.measured
        if 0 <= self._aside[0] <= start:
            self.before, self._aside = self._aside[1], (-1, None)
        if (end := next((b for a, b in self._captions if a <= start < b), -1)) >= 0:
            self._aside = (end, self.before)
        self.actor = self.first = None
        self.bystander = self.planning = self.measured = False

    def _first_office(self) -> Actor | None:
        for mention in self.annotated.mentions:
            if mention.kind == "place" and any(self.places.type(c) in CUSTOMS for c in mention.concepts):
                place = self.places.choose(mention.concepts, [self.main])
                if place is not None and self.places.type(place) != "customs-authority":
                    return Actor(mention.start, mention.end, slug(place.notation), printed(self.annotated, mention.start, mention.end))
        return None


class Scene:
    """One sentence with its mentions and its authorities."""

    def __init__(self, story: Story, sentence: Sentence, inside: list[Mention]) -> None:
        self.story = story
        self.sentence = sentence
        self.text = story.text
        self.tokens = [m for t in sentence.tokens for m in t.members]
        if story.zh:  # the cloud of Yunnan
            signs = {at for t in self.tokens if t.kind == "place" and t.end - t.start > 1 for at in range(t.start, t.end)}
            inside = [m for m in inside if m.end - m.start > 1 or m.start not in signs]
        self.inside = inside
        self.starts = {m.start: m for m in inside}
        self.ends = {m.end: m for m in inside}
        names = [t for t in self.tokens if t.kind in NAMES]
        inner = {
            m for m in inside if any(t.start < m.start + (t.kind != "place") and m.end <= t.end and t.end - t.start > m.end - m.start for t in names)
        }
        self.verbs = [m for m in inside if (plays(m, "policy-verb") or plays(m, "policy-result")) and m not in inner]
        if story.zh:  # "the action that it runs", "the running of": a verb beside the genitive mark is part of a name
            self.verbs = [v for v in self.verbs if not self.text.startswith(story.genitives, v.end) and not self._owned(v.start)]
        self.named = inner
        self.category = ""  # of the measure before in this sentence
        known = story.quotes
        first = bisect_left(known, (sentence.start - _LONG, 0))
        self.quotes = known[first : bisect_left(known, (sentence.end, 0))]
        self.strangers: set[int] = set()  # where somebody speaks of himself who is not known to be in authority
        self.actors = self._actors()
        self.actor_at = {a.start: a for a in self.actors}
        self.actor_to = {a.end: a for a in self.actors}

    def _owned(self, at: int) -> bool:
        return any(self.text.endswith(mark, self.sentence.start, at) for mark in self.story.genitives)

    def _actors(self) -> list[Actor]:
        """Every name of an authority in the sentence, and every place that would be one if it acted."""
        found: list[Actor] = []
        zone: tuple[int, Actor] | None = None
        taken = {v.start for v in self.verbs}  # a verb is no part of a name
        ranks = {t.start for t in self.tokens if t.kind == "rank"}
        for token in self.tokens:
            if token.kind == "place" and self._torn(token):
                continue
            if token.kind == "place" and token.start not in taken and token.end not in ranks:  # eighth among all customs offices
                place = self._placed(token)
                kind = self.story.places.type(place) if place is not None else ""
                within = zone is not None and token.start - zone[0] <= 2 and (kind in {"zone", "county", "prefecture"} or self._area(token.end))
                if kind in CUSTOMS:
                    code = "CN" if kind == "customs-authority" or place is None else slug(place.notation)
                elif kind in _ACTING and place is not None:
                    code = slug(self._whole(place).notation)
                elif not within:
                    continue
                else:
                    code = ""
                actor = Actor(token.start, token.end, code, token.printed)
                if zone is not None and within:
                    actor = Actor(zone[1].start, token.end, zone[1].code, self.printed(zone[1].start, token.end))
                    found.pop()
                zone = (token.end, actor) if actor.code.startswith("ftz:") else None
                found.append(actor)
            elif token.kind == "anaphor" and self._foreign(token):
                self.strangers |= {token.start, *(t.start for t in self.tokens if t.kind == "partner" and 0 <= token.start - t.end <= 1)}
            elif token.kind == "anaphor" and (anaphor := self._named(token) or self._anaphor(token)) is not None:
                found.append(anaphor)
        for mention in self.inside:
            if plays(mention, "central"):
                found.append(Actor(mention.start, mention.end, "CN", self.printed(mention.start, mention.end)))
            elif plays(mention, "government"):
                if not self._abroad(mention) and not any(t.start < mention.start and mention.end <= t.end for t in self.tokens if t.kind == "place"):
                    found.append(self._government(mention))
            elif plays(mention, "pronoun"):
                spoken = self.speech(mention.start) is not None
                same = self._speaker(mention) if spoken else self._meant(mention)
                if same is not None:
                    found.append(Actor(mention.start, mention.end, same.code, same.printed))
                elif spoken:
                    self.strangers.add(mention.start)
                elif not self.story.zh and any(a.end < mention.start for a in found):
                    found.append(Actor(mention.start, mention.end, "", self.printed(mention.start, mention.end)))  # whom _same may find
        found += self._unlisted()
        found.sort(key=lambda a: (a.start, -a.end))
        kept: list[Actor] = []
        for actor in found:
            if kept and actor.start < kept[-1].end:
                if actor.end <= kept[-1].end:
                    continue
                kept.pop()
            if kept and self._stationed(kept[-1], actor):
                above = kept.pop()
                actor = Actor(above.start, actor.end, above.code, above.printed)  # its office in a town
            elif kept and self._belongs(kept[-1], actor):
                above = kept.pop()
                actor = Actor(above.start, actor.end, actor.code, actor.printed)  # an office of another: it is the one below that acts
            elif kept and not self.story.zh and self._of(kept[-1].end, actor.start):
                below = kept.pop()
                actor = Actor(below.start, actor.end, below.code or actor.code, below.printed)  # "the commission of the council"
            actor = self._with_staff(actor)
            kept = [a for a in kept if a.end <= actor.start]
            kept.append(actor)
        self.strangers -= {at for a in kept if a.code for at in range(a.start, a.end)}
        known: list[Actor] = []
        for actor in kept:
            known.append(self._same(actor, list(known)))  # "it said it had": each is who the one before is
        return known

    def _foreign(self, office: Token) -> bool:
        """Whether customs are another country's: "Lao customs"."""
        if office.concept.get("level") != "customs":
            return False
        return any(t.kind == "partner" and 0 <= office.start - t.end <= (not self.story.zh) for t in self.tokens)

    def _unknown(self, office: Token) -> bool:
        """Whether the bare word for customs ends a Chinese name that is in no list: a place or an unread character stands right before it."""
        before = self.text[office.start - 1] if office.start > self.sentence.start else ""
        said = self.starts.get(office.start)
        if not before.isalnum() or self.text[office.start : office.end] not in self.story.customs or (said is not None and plays(said, "pronoun")):
            return False
        if any(t.kind == "place" and t.end == office.start for t in self.tokens):
            return True
        return all(t.end != office.start for t in self.tokens) and all(m.end != office.start for m in self.inside)

    def _torn(self, place: Token) -> bool:
        """Whether the end of a Chinese name begins the word for customs, and so is none: "Dinghai" in "Zhengding haiguan"."""
        words = self.story.customs if self.story.zh else ()
        return any(self.text.startswith(word, place.end - k) for word in words for k in range(1, min(len(word), place.end - place.start)))

    def _abroad(self, mention: Mention) -> bool:
        """Whether a government is another country's: "the Lao government", "in Laos, the government"."""
        names = [t for t in self.tokens if t.kind in {"partner", "place"} and t.end <= mention.start]
        last = names[-1] if names else None
        if last is None or last.kind != "partner":
            return False
        return mention.start - last.end <= 3 or (last.start - self.sentence.start < 4 and self.text[last.end : last.end + 1] == ",")

    def _area(self, at: int) -> bool:
        """Whether a word for part of a zone stands here."""
        mention = self.starts.get(at)
        return mention is not None and any(c.scheme == "instrument" and c.get("category") == "zone" for c in mention.concepts)

    def _belongs(self, above: Actor, below: Actor) -> bool:
        """Whether an office is named as that of another."""
        mention = self.starts.get(above.end)
        return mention is not None and plays(mention, "belonging") and mention.end == below.start

    def _stationed(self, office: Actor, town: Actor) -> bool:
        """Whether a Chinese customs office is named with the town where a part of it sits."""
        posted = any(t.kind == "station" and t.start == office.end and t.end == town.start for t in self.tokens)
        return self.story.zh and posted and office.code.startswith("customs:")

    def _with_staff(self, actor: Actor) -> Actor:
        """An English office together with those who work there: "officials from Dalian Customs"."""
        at = len(self.text[self.sentence.start : actor.start].rstrip()) + self.sentence.start
        word = last_word(self.text, self.sentence.start, at)
        at -= len(word) + 1 if word in self.story.articles and at not in self.ends else 0
        linked = self.ends.get(at)
        staff = self.ends.get(linked.start - 1) if linked is not None and plays(linked, "preposition") else None
        if self.story.zh or staff is None or not self.is_office(actor) or all(c.get("level") != "staff" for c in staff.concepts):
            return actor
        return Actor(staff.start, actor.end, actor.code, actor.printed)

    def _of(self, start: int, end: int) -> bool:
        """Whether nothing but "of" and an article stands between two names."""
        between = [t.kind for t in self.tokens if start <= t.start < end]
        return between in (["of"], ["of", "particle"]) and len(WORD.findall(self.text[start:end])) == len(between)

    def _same(self, actor: Actor, before: list[Actor]) -> Actor:
        """A pronoun in the middle of a sentence is the subject before it."""
        mention = self.starts.get(actor.start)
        if mention is None or not plays(mention, "pronoun") or self.speech(mention.start):
            return actor
        self.actors = before
        subjects = [a for a in before if a.code and self.is_subject(a)]
        return Actor(actor.start, actor.end, subjects[-1].code, subjects[-1].printed) if subjects and not self.story.zh else actor

    def _meant(self, pronoun: Mention) -> Actor | None:
        """Who a pronoun outside quotations is: who acts; where the one who writes or their staff are meant, the office that does."""
        acting = [a for a in (self.story.actor, self.story.before) if a is not None]
        if pronoun.concept.get("level") == "department":
            return self._department(pronoun, acting)
        if pronoun.concept.get("level") == "named-department":
            return next((a for a in acting if a.code and not a.code.startswith("customs:")), None)
        if pronoun.concept.get("level") == "staff":
            if (speaker := self._labelled(pronoun)) is not None:
                return speaker
            known = (self.story.actor, self.story.office, self.story.before) if self.story.zh else (*acting, self.story.office)
            acting = [a for a in known if a is not None and (a.code.startswith("customs:") or a.code == "CN")] or acting
        return acting[0] if acting else None

    def _department(self, pronoun: Mention, acting: list[Actor]) -> Actor | None:
        """Whose department writes "our bureau": that of the region that acts, else of the one that the document is about; no customs office."""
        for actor in acting:
            if actor.code and not actor.code.startswith("customs:"):
                return actor
        main = self.story.main
        named = main if main is not None and self.story.places.type(main) in REGIONS else self._at_level("prefecture")
        return Actor(pronoun.start, pronoun.end, slug(named.notation), self.printed(pronoun.start, pronoun.end)) if named is not None else None

    def _labelled(self, pronoun: Mention) -> Actor | None:
        """The office of whoever speaks in a transcript: the name that labels the paragraph, where an office was named with it first."""
        opens = self.text.rfind("\n", 0, pronoun.start) + 1
        label = self.text[opens : self.text.find(":", opens, opens + _LABEL)].split() if ":" in self.text[opens : opens + _LABEL] else []
        known = self.text.find(label[-1], 0, opens) if 0 < len(label) < 4 and len(label[-1]) > 1 else -1
        for mention in _between(self.story.annotated.mentions, known, known + 2 * _LABEL) if known >= 0 else ():
            if mention.kind == "place" and any(self.story.places.type(c) in CUSTOMS for c in mention.concepts):
                place = self.story.places.choose(mention.concepts, [self.story.main])
                if place is not None:
                    return Actor(pronoun.start, pronoun.end, slug(place.notation), self.printed(mention.start, mention.end))
        return None

    def speech(self, at: int) -> tuple[int, int] | None:
        return next(((a, b) for a, b in self.quotes if a < at < b), None)

    def _speaker(self, pronoun: Mention | Token) -> Actor | None:
        """Who speaks where somebody in authority says "we": named behind the quotation, or introduced with an office before."""
        speech = self.speech(pronoun.start)
        if speech is None:
            return None
        line = self.text.find("\n", speech[1])
        stop = min(speech[1] + 90, len(self.text) if line < 0 else line)
        stop = next((m.start() for m in MARK.finditer(self.text, speech[1], stop) if m.group() not in ",:"), stop)
        behind = _between(self.story.mentions, speech[1], stop)
        for mention in behind:
            if plays(mention, "central"):
                return Actor(pronoun.start, pronoun.end, "CN", self.printed(mention.start, mention.end))
            if plays(mention, "government"):
                place = self._of_level(mention.concept.get("level"))
                return Actor(pronoun.start, pronoun.end, slug(place.notation) if place else "", self.printed(mention.start, mention.end))
        named = _between(self.story.annotated.mentions, speech[1], stop)
        for before, mention in zip([None, *named], named, strict=False):
            if mention.kind == "anaphor" and mention.concept.get("level") == "customs":
                if before is not None and before.kind == "place" and (office := self._office(before, mention)) is not None:
                    return Actor(pronoun.start, pronoun.end, office.code, office.printed)
                acting = [a for a in (self.story.actor, self.story.before, self.story.office) if a is not None and a.code.startswith("customs:")]
                return Actor(pronoun.start, pronoun.end, acting[0].code, acting[0].printed) if acting else None
        says = [m.start for m in behind if plays(m, "speech")]
        name = self.text[speech[1] : says[0]].strip(" ,") if says else ""
        known = self.text.find(name, max(0, speech[0] - _REACH), speech[0]) if 1 < len(name) < 5 else -1
        title = _between(self.story.annotated.mentions, max(0, known - 12), known) if known >= 0 else []
        offices = [m for m in title if m.concept.get("level") == "customs"]
        for mention in (*title, *named):
            if mention.kind == "place" and any(self.story.places.type(c) in CUSTOMS for c in mention.concepts):
                place = self.story.places.choose(mention.concepts, [self.story.main])
                if place is not None:
                    return Actor(pronoun.start, pronoun.end, slug(place.notation), self.printed(mention.start, mention.end))
        return self.story.office if offices else None

    def _unlisted(self) -> list[Actor]:
        """Authorities in no list, made of a name and a class word: "<place> Customs", "<Name> New Area"."""
        found: list[Actor] = []
        for place, office in pairwise(self.tokens):
            customs = place.kind == "place" and office.kind == "anaphor" and office.concept.get("level") == "customs"
            if customs and (actor := self._branch(place, office) or self._office(place, office)) is not None:
                found.append(actor)
        for mention in self.inside:
            owner = next((t for t in self.tokens if t.kind == "place" and self._owns(t, mention)), None)
            if owner is not None and (region := self.story.places.choose(owner.concepts, [self.story.main])) is not None:
                pilots = self.story.places.zones_of.get(region.notation, [])
                named = f"{region.label('en')} {mention.concept.notation}".lower().replace(" ", "-").replace("'", "")
                code = slug(pilots[0].notation) if len(pilots) == 1 and mention.concept.notation == "free-trade-zone" else f"zone:{named}"
                found.append(Actor(owner.start, mention.end, code, self.printed(owner.start, mention.end)))
            if plays(mention, "zone-word"):
                said = self.printed(max(self.sentence.start, mention.start - 40), mention.end)
                name = re.search(r"((?:[A-Z][\w'-]+ )+)[A-Z][\w-]*(?: [A-Z][\w-]*)?\Z", said)
                if name is not None and not name.group().startswith("The "):
                    start = mention.end - len(name.group())
                    found.append(Actor(start, mention.end, "zone:" + name.group().lower().replace(" ", "-").replace("'", ""), name.group()))
                elif name is not None:
                    start = mention.end - len(name.group()) + 4
                    found.append(Actor(start, mention.end, "zone:" + name.group()[4:].lower().replace(" ", "-").replace("'", ""), name.group()[4:]))
        return found

    def _branch(self, place: Token, office: Token) -> Actor | None:
        """The office of a part of a place that is in no list, "Zhengzhou new area customs": that of the place, where it has one."""
        gap = office.start - place.end
        if not self.story.zh or gap > _BRANCH or MARK.search(self.text, place.end, office.start) is not None:
            return None
        if any(plays(m, *_CLOSED) for m in self.inside if place.end <= m.start < office.start and m.end - m.start > 1):
            return None
        region = self.story.places.choose(place.concepts, [self.story.main])
        if region is not None and self.story.places.type(region) in {"zone", "ftz"}:
            above = self.story.places.ancestors(region)
            region = next((p for p in above if self.story.places.type(p) == "prefecture"), above[0] if above else None)
        elif gap < 2:
            return None
        seat = self.story.places.office_of(region) if region is not None else None
        return Actor(place.start, office.end, slug(seat.notation), self.printed(place.start, office.end)) if seat is not None else None

    def _office(self, place: Token | Mention, office: Token | Mention) -> Actor | None:
        """The customs office of a place that is named right before "customs" and in no list."""
        concept = self.story.places.choose(place.concepts, [self.story.main]) if office.start - place.end <= 1 else None
        if concept is None or self.story.places.type(concept) not in {"prefecture", "county", "province", "port"}:
            return None
        code = "customs:" + concept.label("en").lower().replace(" ", "-").replace("'", "")
        return Actor(place.start, office.end, code, self.printed(place.start, office.end))

    def _owns(self, place: Token, zone: Mention) -> bool:
        """Whether a zone is that of a place: "Kashgar's CBZ"."""
        kind = zone.concepts[0]
        between = self.text[place.end : zone.start]
        return kind.get("category") == "zone" and kind.get("weight") == "3" and between.strip() in self.story.possessives and bool(between.strip())

    def _whole(self, place: Concept) -> Concept:
        """The free trade zone of which a zone is an area: its name begins with that of the whole."""
        if self.story.places.type(place) != "zone":
            return place
        for above in map(self.story.places.find, place.broader):
            if above is not None and self.story.places.type(above) == "ftz":
                return above
        name = place.label("zh-hans")
        regions = [p.notation for p in self.story.places.ancestors(place)]
        for region in regions:
            for whole in self.story.places.zones_of.get(region, ()):
                if name.startswith(whole.label("zh-hans")):
                    return whole
        return place

    def _named(self, token: Token) -> Actor | None:
        """A class word with its name: "the city of Dandong", "customs in Kashgar"."""
        if not self.story.zh and token.concept.get("level") == "customs" and (preposition := self.starts.get(token.end + 1)) is not None:
            where = next((t for t in self.tokens if t.kind == "place" and t.start == preposition.end + 1), None)
            if where is not None and takes(preposition, "place") and (office := self._office(where, token)) is not None:
                return Actor(token.start, where.end, office.code, self.printed(token.start, where.end))
        after = [t for t in self.tokens if token.end < t.start <= token.end + 5][:2]
        if [t.kind for t in after] != ["of", "place"] or after[1].start - after[0].end > 1:
            return None
        place = self.story.places.choose(after[1].concepts, [self.story.main])
        if place is not None and self.story.places.type(place) not in _ACTING:
            return None
        return Actor(token.start, after[1].end, slug(place.notation) if place is not None else "", self.printed(token.start, after[1].end))

    def _anaphor(self, token: Token) -> Actor | None:
        """ "The customs" is the office that acts or is named; "the city" is the place of that level that the document is about."""
        level = token.concept.get("level")
        said = token.printed or token.text
        if level == "customs" and self.story.zh and self._unknown(token):
            ends = {t.end for t in self.tokens if t.kind != "each"} | {m.end for m in self.inside}
            at = token.start - 1
            while at > self.sentence.start and self.text[at - 1].isalnum() and at not in ends:
                at -= 1
            self.strangers |= {at, token.start}
            return None
        if level == "customs":
            speaker = None if self.story.zh else self._speaker(token)
            if speaker is not None and speaker.code.startswith("customs:"):
                return speaker  # "the customs will ...", said its head
            for actor in (self._named_office(token.start), self.story.actor, self.story.before, self.story.office):
                if actor is not None and (actor.code.startswith("customs:") or actor.code == "CN"):
                    return Actor(token.start, token.end, actor.code, said)
            return None
        if level == "country":
            return Actor(token.start, token.end, "CN", said)
        if level == "zone" and not self.story.zh and (zone := self._zone(token.start)) is not None:
            return Actor(token.start, token.end, slug(self._whole(zone).notation), said)
        if level in _LEVELS and (place := self._at_level(level) or self._around(level, token.start)) is not None:
            return Actor(token.start, token.end, slug(place.notation), said)
        acting = self.story.actor or self.story.before
        if level == "county" and acting is not None and not self.story.zh:
            return Actor(token.start, token.end, acting.code, said)  # the district of a customs office
        return None

    def _zone(self, stop: int) -> Concept | None:
        """The zone that an English paragraph has named before a place in it."""
        paragraph = _between(self.story.annotated.mentions, self.text.rfind("\n", 0, stop) + 1, stop)
        for mention in reversed(paragraph):
            place = self.story.places.choose(mention.concepts, [self.story.main]) if mention.kind == "place" else None
            if place is not None and self.story.places.type(place) in _LEVELS["zone"]:
                return place
        return None

    def _named_office(self, stop: int) -> Actor | None:
        """The customs office that a Chinese sentence has named before a place in it."""
        for token in reversed([t for t in self.tokens if t.kind == "place" and t.start < stop]) if self.story.zh else ():
            place = self.story.places.choose(token.concepts, [self.story.main])
            if place is not None and self.story.places.type(place) in CUSTOMS:
                return Actor(token.start, token.end, slug(place.notation), token.printed)
        return None

    def _around(self, level: str, stop: int) -> Concept | None:
        """The place of a level in which what the sentence has just named lies: "a hall in the Xinglong zone, run by the city"."""
        for token in reversed([t for t in self.tokens if t.kind == "place" and t.start < stop]):
            place = self.story.places.choose(token.concepts, [self.story.main])
            found = [p for name in _LEVELS[level] if place is not None and (p := self.story.places.level(place, name)) is not None]
            if found:
                return found[0]
        return None

    def _placed(self, token: Token) -> Concept | None:
        """The place that a name means in this release."""
        place = self.story.places.choose(token.concepts, [self.story.main])
        return self.story.places.zone_meant(token.text, place, self.story.main) if place is not None else None

    def _government(self, mention: Mention) -> Actor:
        """A government or its department: of the place named right before it, else of the place of its level that is known."""
        level = mention.concept.get("level")
        near = [t for t in self.tokens if t.kind in {"place", "anaphor"} and t.start < mention.start and mention.start - t.end <= 3]
        near = [t for t in near if not any(t.end <= m.start and m.end <= mention.start and plays(m, "preposition", "joint") for m in self.inside)]
        if not self.story.zh:
            near = [t for t in self.tokens if t.kind in {"place", "anaphor"} and _beside(t, mention)]
        start = mention.start
        place: Concept | None = None
        for token in near:
            if token.kind == "place":
                place = self._placed(token)
                start = min(start, token.start)
        end = max([mention.end, *(t.end for t in near if t.kind == "place")])
        if place is not None and self.story.places.type(place) in CUSTOMS:
            place = None
        if place is not None and self.story.places.type(place) == "port":  # the port office of a city, its name read with the port's
            place = next((p for p in self.story.places.ancestors(place) if self.story.places.type(p) in REGIONS), place)
        if place is None:
            place = (self.story.zone if level == "zone" else None) or self._of_level(level)
        elif level == "zone":
            self.story.zone = place
        code = slug(place.notation) if place is not None else ""
        return Actor(start, end, code, self.printed(start, end))

    def _at_level(self, level: str) -> Concept | None:
        """The place of a level that the document is about."""
        main = self.story.main
        if main is None or level == "own":
            return main
        county = self.story.places.level(main, "county") if level == "prefecture" else None
        if county is not None and self.story.places.is_city(county):
            return county  # the city government, in a release about a city of a prefecture
        wanted = _LEVELS.get(level, ())
        if self.story.places.type(main) in wanted or (main.notation in MUNICIPALITIES and "prefecture" in wanted):
            return main
        return next((place for name in wanted if (place := self.story.places.level(main, name)) is not None), None)

    def _of_level(self, level: str) -> Concept | None:
        """The place of a level that the document is about, else the one named last."""
        if (place := self._at_level(level)) is not None:
            return place
        for mention in reversed(_between(self.story.annotated.mentions, max(0, self.sentence.start - _REACH), self.sentence.start)):
            if mention.kind == "place" and any(self.story.places.type(c) in _LEVELS.get(level, ()) for c in mention.concepts):
                return self.story.places.choose(mention.concepts, [self.story.main])
        return self.story.main

    def printed(self, start: int, end: int) -> str:
        return printed(self.story.annotated, start, end)

    def quoted(self, at: int) -> bool:
        """Whether a place in the text lies in a name in quotation marks; what somebody says is read like the rest."""
        return any(a < at < b - 1 and self._naming(a, b) for a, b in self.quotes)

    def _naming(self, a: int, b: int) -> bool:
        if self.story.zh and (word := self.starts.get(a + 1)) is not None and word.end == b - 1 and plays(word, "policy-verb"):
            return all(c.scheme == "instrument" for c in word.concepts if c.scheme != "policy-verb") and len(word.concepts) > 1  # a verb set off
        inner = self.text[a + 1 : b - 1]
        return not inner.endswith((",", ".", "?", "!", "\u3002")) and not any(plays(m, "pronoun") for m in self.inside if a < m.start < b)

    def is_subject(self, actor: Actor) -> bool:
        """Whether a name of an authority stands where a subject does: not behind a preposition, not owning what follows."""
        if self.text.startswith(self.story.possessives, actor.end) or self.quoted(actor.start):
            return False
        if self._governs(actor):
            return True
        p = actor.start
        while True:
            before = self.text[self.sentence.start : p].rstrip()
            if not before:
                return True
            if before[-1] in ',;:-"(':
                return before[-1] != "("
            words = WORD.findall(before[-24:])
            if not words:
                return True
            end = self.sentence.start + len(before)
            mention = self.ends.get(end)
            if mention is not None and plays(mention, "subordinator") and actor.start - end <= 5:
                return True
            if mention is not None and (
                plays(mention, "preposition") or plays(mention, "joint") or plays(mention, "means") or plays(mention, "policy-verb")
            ):
                return False
            if mention is not None and plays(mention, "speech") and self.text[actor.end : actor.end + 1] in {",", ".", ";", "\n", ""}:
                return False  # "..., said the administration": its clause is over
            if mention is not None and (
                plays(mention, "adverb") or plays(mention, "plan") or plays(mention, "speech") or plays(mention, "subordinator")
            ):
                return True
            if words[-1] in self.story.ands:
                other = [a for a in self.actors if a.end < actor.start and end - len(words[-1]) - a.end <= 2]
                return not other or self.is_subject(other[-1]) or (self.text[other[-1].end] == "," and self._acts(actor))
            token = [t for t in self.tokens if t.end == end and t.kind in {"period", "date"}]
            if token:
                return True
            if p - end > 2 or actor.start - end > 40:
                return False
            p = end - len(words[-1])  # an article or an attribute

    def _governs(self, actor: Actor) -> bool:
        """Whether an English pronoun is the subject by what follows it, wherever it stands: "in our district we have", "with the port it runs"."""
        mention = self.starts.get(actor.start)
        if self.story.zh or mention is None or not plays(mention, "pronoun") or not self._acts(actor):
            return False
        before = self.ends.get(len(self.text[self.sentence.start : actor.start].rstrip()) + self.sentence.start)
        return before is None or not plays(before, "preposition", "policy-verb", "means") or plays(before, "subordinator")

    def _acts(self, actor: Actor) -> bool:
        """Whether a finite English verb stands behind an authority."""
        follows = self.starts.get(actor.end + 1)
        if self.story.zh or follows is None:
            return False
        finite = plays(follows, "policy-verb", "policy-result") and bool(self.story.forms(follows) & {"past", "third"})
        return finite or plays(follows, "auxiliary", "plan")

    def is_office(self, actor: Actor) -> bool:
        """Whether an actor acts by its nature: a customs office, a government, not a region that only may."""
        here = [
            m for m in self.inside if actor.start <= m.start < actor.end and (plays(m, "government") or plays(m, "central") or plays(m, "pronoun"))
        ]
        return (
            bool(here)
            or actor.code.startswith("customs:")
            or (
                actor.code == "CN"
                and any(
                    t.start == actor.start and any(self.story.places.type(c) in CUSTOMS for c in t.concepts) for t in self.tokens if t.kind == "place"
                )
            )
            or any(t.start == actor.start and t.kind == "anaphor" and t.concept.get("level") == "customs" for t in self.tokens)
        )

    def measured(self, a: int, b: int) -> bool:
        """Whether a figure stands in a range that states money, a rate, a weight or what statistics count."""
        found = [t.quantity for t in self.tokens if t.kind == "q" and t.quantity is not None and a <= t.start < b]
        return any(q.kind in FIGURES or (q.counted is not None and q.counted.get("indicator") in COUNTING) for q in found)

    def figured(self, a: int, b: int) -> bool:
        return any(t.kind == "q" and t.quantity is not None for t in self.tokens if a <= t.start < b)

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """The tokens of a range, the members of lists and the marks between them one by one."""
        return [t for t in self.sentence.tokens if start <= t.start < end]

    def verbs_between(self, start: int, end: int) -> list[Mention]:
        return [m for m in self.verbs if start <= m.start < end and not self.quoted(m.start)]


def _between(mentions: Sequence[Mention], start: int, stop: int) -> Sequence[Mention]:
    """The mentions that start in a range; mentions are in order."""
    return mentions[bisect_left(mentions, start, key=lambda m: m.start) : bisect_left(mentions, stop, key=lambda m: m.start)]


def plays(mention: Mention, *roles: str) -> bool:
    """Whether a word has one of these roles."""
    for concept in mention.concepts:  # noqa: SIM110 - asked of every word many times, and a generator would cost more than the rest
        if concept.role in roles:
            return True
    return False


def is_general(mention: Mention) -> bool:
    return all(c.get("category") == "other" and c.get("weight") == "1" for c in mention.concepts if c.scheme == "instrument")


def takes(mention: Mention, level: str) -> bool:
    """Whether a preposition is of a kind: disposal ("take X down to"), purpose ("in order to")."""
    return any(c.role == "preposition" and c.get("level") == level for c in mention.concepts)


def _beside(place: Token, government: Mention) -> bool:
    """Whether a place stands right before an English word for a government or behind its "of", or shares a word with it: "Xiamen city government"."""
    before = 0 <= government.start - place.end <= 3 or place.start < government.start < place.end
    return before or 0 <= place.start - government.end <= 8


def sureness(mention: Mention) -> int:
    if plays(mention, "noun-measure"):
        return 3
    return max((int(c.get("weight", "1")) for c in mention.concepts if c.role in {"policy-verb", "policy-result"}), default=1)


def instrument_weight(mention: Mention) -> int:
    return max((int(c.get("weight", "1")) for c in mention.concepts if c.scheme == "instrument"), default=0)


def _captions(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The lines of a folded text that tell what a photograph shows: its credit ends them, or they are one clause that opens as such a line does."""
    words = lexicon.words("photo-credit")
    if "(" not in text or not any(word in text for word in words):
        return []
    lines = [(m.start(), m.end(), m.group()) for m in _LINE.finditer(text)]
    bracketed = ((line, _CREDIT.search(line)) for _, _, line in lines)
    credited = {line for line, held in bracketed if held is not None and not words.isdisjoint(WORD.findall(held.group(1)))}
    openings = {line[:_SHOWN] for line in credited}
    return [(a, b) for a, b, line in lines if line in credited or (line[:_SHOWN] in openings and MARK.search(line.rstrip(_STOPS)) is None)]


def last_word(text: str, start: int, end: int) -> str:
    match = re.search(r"[\w'-]+\Z", text[max(start, end - 24) : end])
    return match.group() if match else ""


def quotations(annotated: Annotated) -> list[tuple[int, int]]:
    """The quotations of a document as ranges of the folded text, the marks inside; straight marks open and close in turn."""
    text, document = annotated.folded.text, annotated.document.text
    out: list[tuple[int, int]] = []
    opened = -1
    for match in re.finditer('["\n]', text):
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
