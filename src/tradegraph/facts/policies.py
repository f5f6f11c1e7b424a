"""Policy measures: the clauses by which somebody in authority takes, runs or plans a measure.

A clause is a measure where its verb is one of taking measures, its subject is an authority (named there, or acting on from before) and what
the verb governs is an instrument; how much instrument a verb needs is the verb's tg:weight. Chinese clauses open with the verb or its
prepositional phrase and end at the next mark; English ones open at each verb that the subject governs. Figures, results and praise are no
measures. The anchor is the clause without its actor.

Its category is the one that its words speak for most, each by the square of its weight. The instrument at the head of what the verb governs
counts double (English phrases begin with it, Chinese ones end with it, or with what stands before the verb of a purpose); a verb that says a
category itself (to subsidise, to crack down on) weighs more than a word that points elsewhere and less than an instrument that decides; whom
a measure is for, a zone by its name, where it is done only point. A few instruments depend on who uses them (tg:civil). Where nothing but
general words is left, the category is that of the measure before in the sentence, else other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from tradegraph.facts.authorities import (
    FIGURES,
    MARK,
    WORD,
    Actor,
    Clause,
    Scene,
    Story,
    instrument_weight,
    is_general,
    last_word,
    plays,
    sureness,
    takes,
)
from tradegraph.facts.chinese import ChineseClauses
from tradegraph.facts.english import EnglishClauses
from tradegraph.facts.places import Gazetteer
from tradegraph.facts.state import COUNTING, PLACES
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.inflection import ends_in_of, form
from tradegraph.lexicon import POLICY, Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Commodity, Concept, Mention, Period, PolicyMeasure, Quantity
from tradegraph.period import resolve

_HINTS = {"corridor": "corridor", "port": "corridor", "zone": "zone", "ftz": "zone", "enterprise": "enterprise", "regime": "trade-form"}
_HINT_WEIGHT = {"corridor": 2, "port": 1, "zone": 1, "ftz": 2, "enterprise": 1, "regime": 2}
_LEAD = 2  # how much more the head of what a clause is about says than another word of its strength
_SAID = 5  # what a verb says of the category by itself: more than a word that points to another, less than one that decides
_CAPITAL = "110000"  # GB/T 2260
_PROSE = 5000  # a longer sentence is no prose; the grammar looks back and forth in it
_NEXT = re.compile(r", ([a-z]+)\b")
_ENTERPRISE = "{enterprise}"
_SPEECH = 40  # a quotation longer than this is somebody speaking, not a name


@lru_cache(maxsize=4)
def _acts(lexicon: Lexicon) -> Mapping[str, Concept]:
    """The words for taking measures, by their folded labels."""
    return {text: c for role in ("policy-verb", "policy-result", "noun-measure") for text, c in lexicon.role(role).items()}


class PolicyReader:
    """Reads the measures of a document, sentence by sentence; the last authority that acted goes on acting."""

    def __init__(self, annotated: Annotated, gazetteer: Gazetteer, lexicon: Lexicon, main: Concept | None) -> None:
        self._mentions = lexicon.scan(annotated.folded.text, layer=POLICY)
        self._labels = _acts(lexicon)
        self._story = Story(annotated, gazetteer, lexicon, self._mentions, main)
        self._at = 0

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
            self._story.open(sentence.start)
        unspoken = not inside and all(t.kind not in PLACES for t in sentence.tokens)  # of what is done and of who could do it
        if unspoken or sentence.end - sentence.start > _PROSE:
            return []
        scene = Scene(self._story, sentence, [m for mention in inside for m in self._parted(mention)])
        clauses = ChineseClauses(scene).read() if self._story.zh else EnglishClauses(scene).read()
        statements = _Statements(scene)
        found = [m for clause in clauses for m in statements.measures(clause)]
        self._story.measured = self._story.measured or bool(found)
        return found

    def _parted(self, mention: Mention) -> list[Mention]:
        """A name of an instrument that begins with a verb gives the verb too: "exempt from duty" is both."""
        if plays(mention, "policy-verb", "policy-result", "policy-guard"):
            return [mention]
        if all(c.scheme != "instrument" for c in mention.concepts):
            return [mention]
        text = self._story.text[mention.start : mention.end]
        ends = range(len(text) - 1, 1, -1) if self._story.zh else [i for i in range(len(text) - 1, 2, -1) if text[i] == " "]
        for end in ends:
            verb = self._labels.get(text[:end])
            if verb is not None and (self._story.zh or _verbal(text[:end], self._story.lexicon)):
                return [Mention(mention.start, mention.end, "policy-verb", (verb, *mention.concepts))]
        return [mention]


def _verbal(label: str, lexicon: Lexicon) -> bool:
    """Whether the name of an act is that of doing it: "exempted", "issuing", "opening of"."""
    return form(label, lexicon) in {"past", "gerund", "plural"} or ends_in_of(label, lexicon)


def _firms(counted: Token, tokens: list[Token]) -> bool:
    """Whether a number counts firms."""
    unit = counted.quantity.counted if counted.quantity is not None else None
    after = next((t for t in tokens if t.start >= counted.end), None)
    return (unit is not None and unit.notation == _ENTERPRISE) or (after is not None and after.kind == "enterprise" and after.start - counted.end < 2)


class _Statements:
    """The clauses of one sentence as measures, where they are measures."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.story = scene.story
        self.category = ""  # of the measure before in this sentence
        self.instruments: list[Mention] = []  # and what it was about

    def measures(self, clause: Clause) -> list[PolicyMeasure]:
        """The measure that a clause states, or none."""
        actor = clause.actor
        if actor is None or not actor.code:
            return []
        start, end = clause.start, clause.end
        for word in self.story.ands if not self.story.zh else ():
            if self.scene.text[start:end].rstrip(" ,").endswith(f" {word}"):
                end = start + len(self.scene.text[start:end].rstrip(" ,")) - len(word) - 1
        while end > start and not self.scene.text[end - 1].isalnum() and self.scene.text[end - 1] not in '")%\u300b':
            end -= 1
        while start < end and not self.scene.text[start].isalnum() and self.scene.text[start] != '"':
            start += 1
        held = [m for m in self.scene.inside if start <= m.start and m.end <= end]
        held = [m for mention in held for m in self._again(mention, clause.verb)]
        tokens = [t for t in self.scene.tokens if start <= t.start < end]
        if not self._states(clause, start, end, held, tokens):
            return []
        self.instruments = [m for m in held if m is not clause.verb and instrument_weight(m)]
        found = [self._measure(clause, actor, *part) for part in self._items(start, end, held, tokens)]
        if found[0].category == "other" and len(found) == 1 and all(is_general(m) for m in held):
            found = [found[0]._replace(category=self.category or self._sequel(end) or "other")]  # "extended the pilot": the one just named
        self.category = found[-1].category
        return found

    def _sequel(self, start: int) -> str:
        """The one category that the rest of the sentence decides: "took action, opened a smuggling case"."""
        decided = {c.get("category") for m in self.scene.inside if m.start >= start and instrument_weight(m) == 3 for c in m.concepts}
        decided -= {""}
        return decided.pop() if len(decided) == 1 else ""

    def _again(self, mention: Mention, verb: Mention | None) -> list[Mention]:
        """A word, or where the verb governs "that on" and the like, what the measure before was about."""
        if verb is None or not plays(mention, "back-reference") or mention.start - verb.end > 1:
            return [mention]
        return [Mention(mention.start, mention.end, m.kind, m.concepts) for m in self.instruments]

    def _items(self, start: int, end: int, held: list[Mention], tokens: list[Token]) -> list[tuple[int, int, list[Mention], list[Token]]]:
        """The measures of a clause: one, or each quoted name where "such as" lists several."""
        marks = [t for t in tokens if t.kind == "such-as"]
        names = [a for a, b in self.scene.quotes if marks and marks[0].end <= a and b <= end]
        if len(names) < 2 or self.story.zh:
            return [(start, end, held, tokens)]
        out = []
        for i, a in enumerate(names):
            b = max(q for p, q in self.scene.quotes if p == a) if i + 1 < len(names) else end
            out.append((a, b, [m for m in held if a <= m.start < b], [t for t in tokens if a <= t.start < b]))
        return out

    def _states(self, clause: Clause, start: int, end: int, held: list[Mention], tokens: list[Token]) -> bool:
        """Whether a clause states a measure: an act, no statistic and no mere talk, with as much of an instrument as its verb needs."""
        text = self.scene.text[start:end]
        sure = clause.planned and clause.weight == 3 and any(instrument_weight(m) > 1 for m in held if m is not clause.verb)
        short = clause.verb is None or sure
        least = (4 if short else 5) if self.story.zh else 3 if clause.verb is not None else 2  # characters, or words
        if (len(text) if self.story.zh else len(text.split())) < least or clause.weight == 0 or self._asks():
            return False
        if self._no_act(clause, start, end, held, tokens) if self.story.zh else self._boast(clause, held, tokens):
            return False
        figures = [t.quantity for t in tokens if t.kind == "q" and t.quantity is not None]
        opener = self.scene.starts.get(start)
        if (opener is not None and takes(opener, "disposal")) or self._sets(clause, held, figures):
            figures = []  # "take X down to 5%" is what they do, not how it went
        if self._counts(clause, end, held, tokens, figures):
            return False
        strength = self._strength(clause, start, end, held, tokens, figures)
        if self._talks(clause, start, end, held, strength) or self._trades(clause, end, tokens, figures, strength):
            return False
        reports = clause.verb is not None and any(c.get("level") == "report" for c in clause.verb.concepts)
        bare = not figures or self._beneficiaries(tokens, end)
        strength += clause.named and clause.weight == 2 and bare and not reports and strength == 1
        need = {3: 1, 2: 2 - clause.planned, 1: 3 - clause.planned}[clause.weight]
        return strength >= need + (clause.carried and not self.story.follows)

    def _counts(self, clause: Clause, end: int, held: list[Mention], tokens: list[Token], figures: list[Quantity]) -> bool:
        """Whether its figures make a clause a statistic: a rate that moves, what an office has counted, a sum at the end."""
        verb = clause.verb
        numbers = [q for q in figures if q.kind in FIGURES]
        parts = {t.start for m in held if plays(m, "policy-verb") for t in tokens if m.start < t.start and t.end <= m.end}  # "set up"
        stirring = [t for t in tokens if t.kind in {"direction", "gap", "share"} and t.start not in parts]
        moves = any(verb is None or t.start > verb.start for t in stirring)
        if moves and numbers and (clause.weight < 3 or any(end - q.end <= 2 for q in numbers)):
            return True
        surely = clause.planned and clause.weight == 3 and not self.story.zh  # "plans to charter 20 flights"
        if not surely and any(q.counted is not None and q.kind != "money" and q.counted.get("indicator") in COUNTING for q in figures):
            return True
        if verb is not None and plays(verb, "policy-result") and not self._issues(clause):
            untimed = any(q.kind != "time" for q in figures)
            if numbers if clause.planned else untimed or not (figures or self._habit(verb, held)):
                return True
        summed = any(c.get("level") == "sum" for m in held if verb is None or m.start < verb.start for c in m.concepts)
        if summed and any(q.kind == "count" for q in figures):
            return True  # "has spread 278 reforms by now"
        opens = max((m.end() for m in MARK.finditer(self.scene.text, self.scene.sentence.start, clause.start)), default=self.scene.sentence.start)
        per = any(t.kind == "per" for t in self.scene.tokens if opens <= t.start < end)  # "20,000 yuan for each voyage": what they give
        opener = self.scene.starts.get(clause.start)
        pays = verb is not None and any(c.get("category") == "finance" for c in verb.concepts if c.scheme == "policy-verb")
        per = per or (pays and len(figures) == 1 and opener is not None and takes(opener, "addressee"))  # "to those newly certified pays 200,000"
        if self.story.zh and not per and any(q.kind in {"money", "mass"} and end - q.end <= 1 for q in figures):
            return True
        return any(t.kind == "corridor" and 0 <= t.start - q.end <= 1 for t in tokens for q in figures)

    @staticmethod
    def _issues(clause: Clause) -> bool:
        """Whether a verb for handling goods governs a document instead, and so is one of taking measures."""
        return clause.verb is not None and plays(clause.verb, "policy-result") and clause.weight == 3

    def _strength(self, clause: Clause, start: int, end: int, held: list[Mention], tokens: list[Token], figures: list[Quantity]) -> int:
        """How much of an instrument a clause names: the strongest of its words, names and places; 1 for who acts surely."""
        verb = clause.verb
        strengths = [instrument_weight(m) for m in held if not (verb is not None and m.start == verb.start and m.concepts[0].scheme == "instrument")]
        strengths += [2] if any(a >= start and b <= end for a, b in self.scene.quotes if b - a <= _SPEECH) else []
        said = [m for m in held if m is not verb and any(c.scheme == "policy-verb" and c.get("category") for c in m.concepts)]
        strengths += [2 for _ in said if not self.story.zh]  # "stepped up checks"
        strengths += [_HINT_WEIGHT.get(self._hint(t), 0) for t in tokens if not t.start < start]
        strength = max(strengths, default=0)
        reports = verb is not None and any(c.get("level") == "report" for c in verb.concepts)
        stated = any(q.kind in FIGURES or end - q.end <= 1 for q in figures)
        sure = clause.named and clause.weight == 3 and not reports and not stated  # an authority in the sentence and a sure verb
        if sure or (clause.named and self._habit(verb, held)) or self._admits(verb, tokens):
            return max(strength, 1)
        return strength

    def _talks(self, clause: Clause, start: int, end: int, held: list[Mention], strength: int) -> bool:
        """Whether a clause only reports, says what came of something, praises or speaks in general."""
        verb = clause.verb
        closing = held[-1] if held else None
        if verb is not None and any(c.get("level") == "report" for c in verb.concepts) and any(plays(m, "report") for m in held):
            return True
        if closing is not None and plays(closing, "report") and end == closing.end:
            account = any(c.get("level") == "account" for c in closing.concepts)
            title = self.scene.sentence.tokens[-1].kind != "."
            if title or (self.story.zh and (strength < 2 or account)):
                return True
        if any(plays(m, "effect") for m in held if verb is None or m.start <= verb.start):
            return True
        comma = self.scene.text.find(",", start, end) if not self.story.zh else -1
        named = self.story.zh and closing is not None and clause.weight == 3 and instrument_weight(closing) > 0 and end - closing.end <= 1
        if any(plays(m, "praise") and (comma < 0 or m.start < comma) for m in held) and (strength < 3 or clause.weight < 3) and not named:
            return True  # but "issued twelve measures for high-quality development" is one
        return self.story.zh and self._general(clause, end, held, strength)

    def _trades(self, clause: Clause, end: int, tokens: list[Token], figures: list[Quantity], strength: int) -> bool:
        """Whether figures beside a term of trade, or sums and weights, say how trade went."""
        heavy = {"mass", "teu"} if clause.weight == 3 else {"money", "mass", "teu"}
        if not (clause.planned and clause.weight == 3) and any(q.kind in heavy for q in figures):
            return True
        if not figures or all(t.kind != "term" for t in tokens):
            return False
        numbers = any(q.kind in FIGURES for q in figures)
        papers = strength > 1 and all(q.kind == "number" or (q.kind == "count" and q.counted is None) for q in figures)
        intended = (clause.planned and strength > 1 and not numbers) or papers  # "cut the documents for declaration from 12 to 5"
        return (numbers and strength < 3) or (clause.weight < 3 and not intended and not self._beneficiaries(tokens, end))

    def _asks(self) -> bool:
        """Whether the sentence is a question."""
        sentence = self.scene.sentence
        asked = any(plays(m, "question") and not self.scene.quoted(m.start) for m in self.scene.inside)
        return asked or "?" in self.scene.text[sentence.end - 1 : sentence.end + 1]

    def _sets(self, clause: Clause, held: list[Mention], figures: list[Quantity]) -> bool:
        """Whether a verb pays, or in English governs a duty or a charge: rates and counts are what is decided, a sum of money what came of it."""
        if clause.verb is None:
            return False
        money = [q for q in figures if q.kind == "money"]
        if clause.named and any(c.get("category") == "finance" for c in clause.verb.concepts if c.scheme == "policy-verb"):
            return not self.story.zh or all(clause.end - q.end > 1 for q in money)
        if self.story.zh:
            return False
        if money:
            return all(self._granted(q, held) for q in money)
        levied = next((m for m in held if m.start >= clause.verb.end and instrument_weight(m) > 1), None)
        if levied is None or all(c.get("category") not in {"tariff", "finance"} for c in levied.concepts):
            return False
        between = self.scene.text[clause.verb.end : levied.start]
        return len(WORD.findall(between)) < 4 and MARK.search(between) is None

    def _granted(self, paid: Quantity, held: list[Mention]) -> bool:
        """Whether an English sum is that of a grant: "a subsidy of up to 500,000 yuan"."""
        grants = [m for m in held if m.end < paid.start and any(c.get("category") == "finance" and c.get("weight") == "3" for c in m.concepts)]
        between = self.scene.starts.get(grants[-1].end + 1) if grants else None
        return between is not None and takes(between, "") and len(WORD.findall(self.scene.text[between.end : paid.start])) < 4

    def _boast(self, clause: Clause, held: list[Mention], tokens: list[Token]) -> bool:
        """Whether an English clause says how trade does, names efforts only, or counts what has been done."""
        verb = clause.verb
        if any(plays(m, "upshot", "briefing") for m in held) or self._explains(verb, tokens):
            return True
        strong = max((instrument_weight(m) for m in held), default=0) == 3
        if any(plays(m, "generality") for m in held) and (not strong or clause.weight < 2):
            return True
        subject = [t for t in tokens if t.kind == "q" and verb is not None and t.start < verb.start]
        passive = any(plays(m, "copula") for m in held if verb is not None and m.end <= verb.start)
        agent = clause.actor is not None and verb is not None and verb.end < clause.actor.start < clause.end  # "were cut by the ministry"
        if passive and not clause.planned and not agent and ((subject and tokens[0] is subject[0]) or any(plays(m, "report") for m in held)):
            return True  # "202 reforms have been extended", "duty-free goods are included in the statistics"
        named = [m for m in held if instrument_weight(m)]
        words = [t for t in tokens if not any(m.start <= t.start and t.end < m.end for m in named)]  # "a national export base"
        if not clause.named and self._own_trade(verb, words):
            return True
        routine = verb is not None and any(c.get("level") == "routine" for c in verb.concepts)
        counted = next((t for t in tokens if verb is not None and 0 < t.start - verb.end <= 1 and t.kind == "q"), None)
        if counted is not None and verb is not None and any(c.get("level") == "founding" for c in verb.concepts) and _firms(counted, tokens):
            return True  # "newly established 11,200 enterprises": how many there are
        return routine and counted is not None and not clause.planned  # "supervised 2,660 trains"

    @staticmethod
    def _own_trade(verb: Mention | None, tokens: list[Token]) -> bool:
        """Whether what a region does is its trade: "sends most of its exports by rail", "holds 20 percent of the market"."""
        if verb is None or any(c.get("category") == "finance" for c in verb.concepts):
            return False
        behind = [t for t in tokens if t.start > verb.end and t.kind != "particle"]
        shares = bool(behind) and behind[0].quantity is not None and behind[0].quantity.kind in FIGURES and [t.kind for t in behind[1:2]] == ["of"]
        return shares or any(a.kind == "anaphor" and b.kind == "term" and b.start - a.end < 2 for a, b in pairwise(behind))

    def _explains(self, verb: Mention | None, tokens: list[Token]) -> bool:
        """Whether what a verb governs is how trade went: "traces the surge to chips", "puts the decline down to weak demand"."""
        if verb is None:
            return False
        behind = [t for t in tokens if t.start > verb.end][:2]
        moved = next((t for t in behind if t.kind == "rate" or (t.kind == "direction" and behind[0].kind == "particle")), None)
        if moved is None or moved.start in self.scene.starts:
            return False
        return len(WORD.findall(self.scene.text[verb.end : moved.start])) < 2

    def _no_act(self, clause: Clause, start: int, end: int, held: list[Mention], tokens: list[Token]) -> bool:
        """Whether a Chinese clause says since when, what for or with what result, and so nothing that anybody does."""
        text, verb = self.scene.text[start:end], clause.verb
        if text.endswith(self.story.endings["goal"]) or (text.endswith(self.story.endings["outgrowth"]) and clause.weight < 3 and not clause.planned):
            return True
        if verb is not None and any(plays(m, "adjunct-end") and c.get("level") == "lasting" for m in held for c in m.concepts if m.start >= verb.end):
            return True  # "it began to run by now two months ago"
        reports = verb is not None and any(c.get("level") == "report" for c in verb.concepts)
        if reports and self.scene.text[end : end + 1] == ":":
            return True  # "published: 6 May"
        strong = max((instrument_weight(m) for m in held), default=0) == 3 or any(a >= start and b <= end for a, b in self.scene.quotes)
        if held and plays(held[-1], "generality") and held[-1].end == end:
            return True
        vague = any(plays(m, "generality") or any(c.get("level") == "general" for c in m.concepts) for m in held)
        if vague and not strong and not self._beneficiaries(tokens, end):
            return True
        upshots = [m for m in held if plays(m, "upshot") and (verb is None or m.start >= verb.start)]
        gained = bool(upshots) and instrument_weight(held[-1]) == 3 and held[-1].start >= upshots[-1].end
        if (upshots and not gained) or any(plays(m, "briefing") for m in held):
            return True
        return self._stock(clause, start, end, held, tokens)

    def _stock(self, clause: Clause, start: int, end: int, held: list[Mention], tokens: list[Token]) -> bool:
        """Whether a Chinese clause ends in how many or how much there is by now: "built over 2,500 warehouses abroad", "rose to a fifth"."""
        granted = any(c.get("category") in {"finance", "tariff"} for m in held for c in m.concepts if instrument_weight(m) == 3)
        last = max((t for t in tokens if t.kind == "q" and end - t.end <= 1), key=lambda t: t.end, default=None)
        opener = self.scene.starts.get(start)
        disposes = opener is not None and takes(opener, "disposal")
        if last is None or last.quantity is None or last.quantity.kind == "time" or clause.planned or granted or disposes:
            return False
        if any(t.kind == "decoy" and t.start == last.end for t in tokens):
            return False  # until 20 o'clock
        if last.quantity.approx == ">" and last.quantity.kind not in {"money", "mass"}:
            return True
        before = [t for t in tokens if t.end <= last.start and last.start - t.end <= 4 and t.kind != "particle"]
        return bool(before) and before[-1].kind in {"than", "level-verb", "approx"}

    def _beneficiaries(self, tokens: list[Token], end: int) -> bool:
        """Whether a clause counts nothing but what it is done to, firms visited or problems solved: no statistics, no number at its end."""
        counts = [t for t in tokens if t.kind == "q" and t.quantity is not None]
        if not counts or (self.story.zh and end - counts[-1].end < 2):
            return False
        of = [t.quantity for t in counts if t.quantity is not None]
        return all(q.kind == "count" and (q.counted is None or q.counted.get("indicator") not in COUNTING) for q in of)

    def _general(self, clause: Clause, end: int, held: list[Mention], strength: int) -> bool:
        """Whether a clause only says that problems are solved, or that clearance has become faster or cheaper."""
        last = held[-1] if held else None
        if last is None or last.end != end:
            return False
        if plays(last, "trouble"):
            inner = [t for t in self.scene.tokens if clause.start <= t.start < end]
            return (strength < 3 or clause.weight == 1) and not self._beneficiaries(inner, end)
        others = [m for m in held if m is not clause.verb and instrument_weight(m) > 1 and m.end != end]
        quoted = any(clause.start <= a and b <= end for a, b in self.scene.quotes)
        return plays(last, "goal-noun") and not clause.planned and not others and not quoted

    def _habit(self, verb: Mention | None, held: list[Mention]) -> bool:
        """Whether an English verb says in the present what the authority always does: "clears fruit at night", "samples shrimp at the plant"."""
        if verb is None or self.story.zh or "third" not in self.story.forms(verb):
            return False
        if plays(verb, "policy-result"):
            return any(instrument_weight(m) == 3 for m in held)
        return any(c.scheme == "policy-verb" and c.get("category") for c in verb.concepts)

    def _admits(self, verb: Mention | None, tokens: list[Token]) -> bool:
        """Whether an English verb of inspection or market access governs goods: "admits Argentine walnuts"."""
        said = any(c.scheme == "policy-verb" and c.get("category") == "inspection" for c in verb.concepts) if verb is not None else False
        kinds = {t.kind for t in tokens}
        opens = verb is not None and any(c.get("level") == "admission" for c in verb.concepts) and {"partner", "commodity"} <= kinds
        return opens or (said and not self.story.zh and "commodity" in kinds)

    def _hint(self, token: Token) -> str:
        if token.kind == "place":
            return self.story.places.type(token.concept)
        return token.kind

    def _measure(self, clause: Clause, actor: Actor, start: int, end: int, held: list[Mention], tokens: list[Token]) -> PolicyMeasure:
        folded, document = self.story.annotated.folded, self.story.annotated.document
        a, b = folded.origin(start, end)
        s, e = folded.origin(self.scene.sentence.start, self.scene.sentence.end)
        statuses = {c.get("status") for c in clause.verb.concepts} if clause.verb is not None else set()
        counted = "counted" in statuses and any(t.kind == "q" for t in tokens)
        handled = "completed" in statuses and not self._habit(clause.verb, held) and not self._issues(clause)
        done = any(self._ends(m, clause) for m in held) or handled or counted
        goods = [t.concept for t in tokens if t.kind == "commodity" and t.concepts]
        return PolicyMeasure(
            doc=document.id, start=a, end=b, text=document.text[a:b], actor=self._state(actor, held), actor_text=actor.printed,
            category=self._category(clause, held, tokens),
            status="planned" if clause.planned or "planned" in statuses else "completed" if done else "in-force", sentence=(min(s, a), max(e, b)),
            period=self._period(clause, start, end),
            partner=tuple(dict.fromkeys(n for t in tokens if t.kind == "partner" for n in (t.concept.props.get("member") or (t.concept.notation,)))),
            commodity=tuple(Commodity(c.notation, c.label("en"), c.label("zh-hans"), c.label(document.lang)) for c in dict.fromkeys(goods)),
        )  # fmt: skip

    def _state(self, actor: Actor, held: list[Mention]) -> str:
        """The code of who acts; a capital that does what only a state can is the state: "Beijing imposed export controls"."""
        alone = actor.code == _CAPITAL and not self.story.zh and self.scene.starts.get(actor.start) is None
        return "CN" if alone and any(c.get("level") == "national" for m in held for c in m.concepts) else actor.code

    @staticmethod
    def _ends(mention: Mention, clause: Clause) -> bool:
        """Whether a mark says that the measure is done: before the verb, or of what it has led to ("the first ...")."""
        if not plays(mention, "done"):
            return False
        return clause.verb is None or mention.start <= clause.verb.start or any(c.get("level") == "object" for c in mention.concepts)

    def _category(self, clause: Clause, held: list[Mention], tokens: list[Token]) -> str:
        weights: dict[str, float] = {}
        held = held if self.story.zh else self._object(clause, held)
        last = held[-1] if held and self.story.zh else None
        admits = clause.verb is not None and any(c.get("level") == "admission" for c in clause.verb.concepts)
        head = (self._before_purpose(clause, held) or last) if self.story.zh else None if admits else self._head(clause, held)
        for mention in held:
            for concept in mention.concepts:
                if concept.scheme == "instrument" and not (mention is clause.verb and self._issues(clause)):
                    category = self._speaks_for(concept, clause)
                    weight = 1 if category == "corridor" and self._located(mention) else int(concept.get("weight", "1"))
                    lead = 3 if mention is clause.verb else _LEAD if mention is head else 1  # a verb that is an instrument itself: "subsidise"
                    weights[category] = weights.get(category, 0) + lead * weight * weight + 0.01 * (mention.end - mention.start)
        for verb in [m for m in held if m is not clause.verb and plays(m, "policy-verb") and not instrument_weight(m)] if not self.story.zh else ():
            for category in {c.get("category") for c in verb.concepts if c.scheme == "policy-verb"} - {""}:
                weights[category] = weights.get(category, 0) + 4  # "allows vaccines to be sampled": a word that points to it
        paid = any(t.quantity is not None and t.quantity.kind == "money" for t in tokens)
        for category in {c.get("category") for c in (clause.verb.concepts if clause.verb is not None else ()) if c.scheme == "policy-verb"} - {""}:
            weights[category] = weights.get(category, 0) + _SAID * (2 if paid else 1)
        if last is not None and plays(last, "trouble") and self._beneficiaries(tokens, last.end):
            return "enterprise"  # whatever the problems solved for firms were about
        named = {c: w for c, w in weights.items() if c != "other"}
        for token in tokens:
            hint = self._hint(token)
            if hint in _HINTS and not named:
                weights[_HINTS[hint]] = weights.get(_HINTS[hint], 0) + _HINT_WEIGHT[hint] ** 2
        if not named and admits and {"partner", "commodity"} <= {t.kind for t in tokens}:
            return "inspection"  # goods of a country let in: "allows wheat from all of Kazakhstan to be imported"
        named = {c: w for c, w in weights.items() if c != "other"} or weights
        return max(sorted(named), key=lambda c: (round(named[c]), c != "zone", named[c])) if named else "other"

    @staticmethod
    def _speaks_for(instrument: Concept, clause: Clause) -> str:
        """The category of an instrument, which may depend on who uses it: a one-stop service of a city serves firms, not clearance."""
        customs = clause.actor is None or clause.actor.code.startswith(("customs:", "CN"))
        return instrument.get("category") if customs else instrument.get("civil") or instrument.get("category")

    @staticmethod
    def _before_purpose(clause: Clause, held: list[Mention]) -> Mention | None:
        """What a sure Chinese verb governs where the verb of a purpose follows at once: "sets up a fund to support leasing" is about the fund."""
        if clause.verb is None or clause.weight < 3:
            return None
        behind = [m for m in held if m.start >= clause.verb.end]
        thing = next((i for i, m in enumerate(behind) if instrument_weight(m) > 1 and not is_general(m)), len(behind))
        if thing + 1 < len(behind) and behind[thing + 1].start == behind[thing].end:
            verb = behind[thing + 1]
            return behind[thing] if plays(verb, "policy-verb") and sureness(verb) == 2 else None
        return None

    def _head(self, clause: Clause, held: list[Mention]) -> Mention | None:
        """The instrument at the head of what an English clause is about: the last of the first words that stand side by side."""
        passive = any(plays(m, "copula") for m in held if clause.verb is not None and m.end <= clause.verb.start)
        start = clause.verb.end if clause.verb is not None and not passive else clause.start
        named = [m for m in held if m is not clause.verb and m.start >= start and instrument_weight(m) > 1 and not is_general(m)]
        named = [m for m in named if (to := self.scene.starts.get(m.end + 1)) is None or not plays(to, "bystander")]  # "duty-free goods": to what
        places = [t for t in self.scene.tokens if t.kind == "place"]
        named = [m for m in named if not any(t.start <= m.start and m.end <= t.end for t in places)]  # nor a zone by its name: for whom
        head = named[0] if named else None
        for before, after in pairwise(named):
            if after.start - before.end != 1:
                break
            head = after
        return head

    def _object(self, clause: Clause, held: list[Mention]) -> list[Mention]:
        """The words of a clause up to when it is done, if they name an instrument: "inspects cars before the ship berths"."""
        commas = _NEXT.finditer(self.scene.text, clause.start, clause.end)
        after = next((m.start() for m in commas if form(m.group(1), self.story.lexicon) == "gerund"), clause.end)
        time = next((i for i, m in enumerate(held) if i and (m.start > after or any(c.get("level") == "time" for c in m.concepts))), len(held))
        named = any(instrument_weight(m) > 1 or any(c.get("category") for c in m.concepts) for m in held[:time])
        return held[:time] if named else held

    def _located(self, mention: Mention) -> bool:
        """Whether an English name of a port and the like only says where: "inspects cars on the quay"."""
        at = len(self.scene.text[: mention.start].rstrip())
        word = last_word(self.scene.text, self.scene.sentence.start, at)
        if word in self.story.articles and at not in self.scene.ends:
            at = len(self.scene.text[: at - len(word)].rstrip())
        preposition = self.scene.ends.get(at)
        return not self.story.zh and preposition is not None and takes(preposition, "place")

    def _period(self, clause: Clause, start: int, end: int) -> str:
        """The period named at the head of the sentence or in the clause; of what began then and goes on, its first month."""
        inside = [t.span for t in self.scene.tokens if t.kind == "period" and t.span is not None and start <= t.start < end]
        head = [t.span for t in self.scene.tokens if t.kind == "period" and t.span is not None and t.start - self.scene.sentence.start < 12]
        published = self.story.annotated.document.published
        for span in (*inside, *([clause.time] if clause.time else []), *([] if self.story.zh else head)):
            if span.style not in {"part", "year", "since"} or (span.style == "year" and span.year is None):
                continue
            period = resolve(span, None, published)
            if period is None:
                continue
            if span.style == "since" and period.end_year is not None:
                period = Period(period.year, period.first, period.first)
            if published is not None and period.year is not None and span.year is None and span.offset is None:
                ahead = (period.year + 1 - published.year) * 12 + period.first - published.month
                gone = (period.year, period.last) < (published.year, published.month)
                if gone and (clause.planned or (span.style == "since" and 0 < ahead <= 3)):
                    period = Period(period.year + 1, period.first, period.last)
            return str(period)
        return ""
