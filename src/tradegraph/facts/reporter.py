"""The main reporter: the place that a release is about, chosen among all that it names by a log-linear model.

Every region, zone, port and customs office that is named is a candidate, and so are the region of the customs office that reports, those around a
candidate that "the province" or "the city" can mean and, where it is spoken of, the country. A dozen signs say how a candidate is named, others for
offices, which are named for what they report of others as often as for what is theirs; their weights are data
(reporter.toml), fitted on annotated releases by tests/benchmarks/rank.py to what makes most facts come out right. Rules asked in turn, of which the
first that named a place won, did worse on 25 releases that neither had seen: they lost 7.7 hundredths of F1 by the place, the model 3.1.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise, takewhile
from pathlib import Path

from tradegraph.facts.places import CUSTOMS, MUNICIPALITIES, REGIONS, WIDE, Gazetteer
from tradegraph.facts.state import AMOUNTS, CUSTOMS_WORK, PLACES, RATIO
from tradegraph.facts.tokens import Sentence, Token
from tradegraph.facts.weights import Signs, score, weights_of
from tradegraph.model import Concept

WEIGHTS = Path(__file__).resolve().parent / "reporter.toml"
_FIGURES = AMOUNTS | {"percent", "times"}
_HEAD = 14  # sentences that can say of which place a release is
_TOP = 2  # sentences that are the title or stand right below it, stamps of desks aside
_LEAD = 5  # sentences with figures among which the first that names a place counts
_BESIDE = 24  # characters between a wide region and the one in it that follows at most: "northwest China's Gansu"
_ADDRESS = 90  # characters between a place and what it lies in at most: "Shishi, a county-level city under Quanzhou in Fujian"
_NEAR = 16  # characters between an owner and the trade that it owns at most
_OF = frozenset({"of", "particle", "term", "facet"})  # between a share and whose it is of
_SCOPE = 4  # tokens between "among" and the place among whose parts at most
_RECENT = 6  # places named last that settle which of several a name means
_TELLING = frozenset({"term", "direction", "commodity"})
_BARS = ("|", ">", "\u203a", "\u00bb", "\u00b7")  # what parts the headings of a path or the parts of a byline
_LINE = 160  # characters of a stamp at most
_STAMP = frozenset({"date", "place", "dateline", "per", "sep", ",", ":", "."})
_ITEM = re.compile(r"\s{0,4}(?:[-*\u2022] |(?:[a-z]|\d{1,2})[.)] )")
_MEANS: Mapping[str, tuple[str, ...]] = {  # the expressions that can mean a place of a type
    "province": ("province", "province-or-below"), "prefecture": ("city", "prefecture", "province-or-below"), "county": ("county", "city"),
    "zone": ("zone", "inside"), "ftz": ("zone",), "port": ("port",),
}  # fmt: skip
_SMALLER: Mapping[str, frozenset[str]] = {  # what lies in a region of a type
    "province": frozenset({"city", "prefecture", "county"}), "prefecture": frozenset({"county"}),
    "area": frozenset({"province", "city", "prefecture", "county"}),
}  # fmt: skip
_NAMING = frozenset({"place", "anaphor", "dateline"})
_LEVELS = frozenset({"province", "city", "prefecture", "county", "province-or-below", "zone", "port", "customs"})
_OFFICES = CUSTOMS - {"customs-authority"}


@dataclass(slots=True)
class _Candidate:
    """A place and how it is named."""

    place: Concept
    mentions: int = 0
    aside: int = 0  # named as one of several, around another place, beside a rank or a share
    owning: int = 0  # right before or behind a word of trade
    held: int = 0  # figures of trade that it is the last place named before, in their paragraph
    marks: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The numbers of the sentences that stand apart."""

    stamps: frozenset[int]
    top: frozenset[int]
    titles: list[int]
    headline: int  # the first title that tells of trade; -1 where none does
    figured: frozenset[int]  # the first with figures
    silent: bool  # the headline names no place: "Monthly foreign trade bulletin", below who issues it


@dataclass(slots=True)
class _Named:
    """What a walk over the sentences has found named."""

    known: dict[str, _Candidate] = field(default_factory=dict)  # by their notations
    meant: Counter[str] = field(default_factory=Counter)  # how often an expression for a place of each level stands: "the city", "the province"
    recent: list[Concept] = field(default_factory=list)  # what settles which of several places a name means
    told: list[Concept] = field(default_factory=list)  # the places that something was said of
    first: str = ""  # the place named before the first figure
    holder: str = ""  # the last place named before a figure, in its paragraph
    leader: str = ""  # the place that holds the figures of a paragraph which names none

    def candidate(self, place: Concept) -> _Candidate:
        return self.known.setdefault(place.notation, _Candidate(place))

    def hold(self, figure: Token) -> None:
        """Count the figures of trade of the place named last."""
        if self.holder and any(m.quantity is not None and m.quantity.kind in _FIGURES for m in figure.members):
            self.known[self.holder].held += len(figure.members)

    def report(self, office: Concept, *, aside: bool) -> None:
        """Count an office: what it counts is its own, or of the place that it names next."""
        self.candidate(office).mentions += not aside
        self.holder = self.holder if aside else ""


def ranked(candidates: Iterable[tuple[Concept, Signs]]) -> list[tuple[Concept, float]]:
    """The candidates with their probabilities, the likeliest first, of equal ones the first named.

    A port, zone or region of which fewer figures are told than of one in the headline is not what the release is about, unless it stands there too.
    """
    weights = weights_of(WEIGHTS)
    known = list(candidates)
    headlined = max((signs["holds"] for _, signs in known if signs.get("headline")), default=0.0)
    kept = [(p, signs) for p, signs in known if signs.get("headline") or signs.get("masthead") or signs.get("holds", headlined) >= headlined]
    scored = sorted(((place, score(signs, weights)) for place, signs in kept), key=lambda c: -c[1])
    odds = [math.exp(s - scored[0][1]) for _, s in scored]
    return [(place, o / sum(odds)) for (place, _), o in zip(scored, odds, strict=True)]


class Reporters:
    """The places that a document may be about; `text` is its folded text, `office` the customs office that reports, `zh` its language."""

    def __init__(
        self, found: Sequence[Sentence], text: str, places: Gazetteer, office: Concept | None, possessives: Iterable[str], *, zh: bool
    ) -> None:
        self._found = found
        self._text = text
        self._places = places
        self._office = office
        self._possessives = tuple(f"{mark} " for mark in possessives)
        self._zh = zh
        self._nation = places.find("CN")
        self._lines = self._apart()
        self._references = self._settling()
        self._around = self._region()

    def signs(self) -> Iterator[tuple[Concept, Signs]]:
        """Each candidate with its signs; what is not named is nought."""
        named = self._named()
        known, meant = named.known, named.meant
        figures = sum(c.held for c in known.values()) + 1
        work = self._work()
        total = sum(meant[level] for level in _LEVELS) + 1  # one expression alone says little
        leads = self._leads()
        for candidate in known.values():
            kind = self._places.type(candidate.place)
            if kind in _OFFICES:
                yield candidate.place, self._of_office(candidate, meant["customs"] / total, work, leads)
                continue
            yield (
                candidate.place,
                {
                    f"type={kind}": 1.0,
                    "mentions": math.log1p(candidate.mentions),
                    "aside": math.log1p(candidate.aside),
                    "owns": math.log1p(candidate.owning),
                    "holds": candidate.held / figures,
                    "meant": sum(meant[level] for level in self._levels(candidate.place)) / total,
                    "around-office": float(candidate.place == self._around),
                    "around-titled-office": float(leads and candidate.place == self._around),
                    **{mark: float(mark in candidate.marks) for mark in ("top", "first", "stamped", "masthead", "headline")},
                },
            )

    def _of_office(self, office: _Candidate, meant: float, work: float, leads: bool) -> Signs:
        """The signs of a customs office, which is named as the source of others' trade as often as for work of its own."""
        return {
            "type=customs-office": 1.0,
            "office-mentions": math.log1p(office.mentions),
            "office-meant": meant,
            "office-work": work,
            "office-first": float("first" in office.marks),
            "office-titled": float(leads and office.place == self._office),
        }

    def _work(self) -> float:
        """The share of the sentences with figures that tell of customs work: clearance, cases and seizures."""
        told = works = 0
        for sentence in self._found:
            counted = [m.quantity.counted for t in sentence.tokens for m in t.members if m.quantity is not None and m.quantity.counted is not None]
            terms = [t.concept for t in sentence.tokens if t.kind == "term"]
            if counted or _figured(sentence):
                told += 1
                works += any(c.get("indicator") in CUSTOMS_WORK for c in (*counted, *terms))
        return works / max(1, told)

    def _named(self) -> _Named:
        """What a walk over the sentences finds named."""
        named = _Named()
        for number, sentence in enumerate(self._found):
            named.holder = named.leader if sentence.opens else named.holder
            self._walk(number, sentence.tokens, named)
        if self._around is not None:
            named.candidate(self._around)
        for region in [r for c in named.known.values() if self._places.type(c.place) not in _OFFICES for r in self._places.ancestors(c.place)]:
            if any(named.meant[level] for level in self._levels(region)):
                named.candidate(region)
        return named

    def _apart(self) -> _Lines:
        """The sentences that stand apart: stamps, titles and the first with figures."""
        stamps = frozenset(i for i, s in enumerate(self._found[:_HEAD]) if self._stamps(s))
        titles = self._titles(stamps)
        headline = next((i for i in titles if any(t.kind in _TELLING for t in self._found[i].tokens)), -1)
        return _Lines(
            stamps,
            frozenset(islice((i for i in range(len(self._found)) if i not in stamps), _TOP)),
            titles,
            headline,
            frozenset(islice((i for i, s in enumerate(self._found) if _figured(s)), _LEAD)),
            headline >= 0 and not any(t.kind in PLACES for t in self._found[headline].tokens),
        )

    def _walk(self, number: int, tokens: tuple[Token, ...], named: _Named) -> None:
        """Gather what one sentence names; the place, or else the office, named before the first figure of a release is its first."""
        leads = number in self._lines.figured and not named.first
        amount = next((i for i, t in enumerate(tokens) if t.kind == "q"), 0) if leads else 0
        nearest = acting = ""
        for index, token in enumerate(tokens):
            aside = token.kind in {"place", "anaphor"} and compared(tokens, index)
            if token.kind == "q":
                named.hold(token)
            elif token.kind == "anaphor" and token.concept.get("level") != "country":
                self._refer(token, named, aside=aside)
            elif token.kind in _NAMING:
                for place in self._places_of(token, number, named, aside=aside):
                    if self._places.type(place) in _OFFICES:
                        named.report(place, aside=aside)
                        acting = place.notation if index < amount else acting
                    elif self._name(place, number, tokens, index, named, aside=aside) and token.kind == "place":
                        nearest = place.notation if index < amount else nearest
        if nearest or acting:
            named.first = nearest
            named.known[nearest or acting].marks.add("first")

    def _refer(self, token: Token, named: _Named, *, aside: bool) -> None:
        """Count an expression such as "the city", and take what it means for the place that figures are held by."""
        named.meant[token.concept.get("level")] += not aside
        if not aside:
            named.holder = self._meant(token, named.told, named.known) or named.holder

    def _places_of(self, token: Token, number: int, named: _Named, *, aside: bool) -> Iterator[Concept]:
        """The places that a token names, each chosen by those named before it; the head office of customs names the country instead."""
        for member in token.members:
            place = self._nation if token.kind == "anaphor" else self._places.choose(member.concepts, [*named.recent, *self._references])
            if place is not None and self._places.type(place) == "customs-authority":
                if number < _HEAD and self._nation is not None and not aside:
                    named.candidate(self._nation)
            elif place is not None and not place.notation.startswith("text:"):
                yield place

    def _name(self, place: Concept, number: int, tokens: tuple[Token, ...], index: int, named: _Named, *, aside: bool) -> bool:
        """Whether a place that is no office is named for its own sake, and how."""
        token, country = tokens[index], self._places.type(place) == "country"
        listed = bool(token.items) or (index > 1 and tokens[index - 1].kind in {"sep", "and"} and tokens[index - 2].kind == "place")
        listed = listed or (_of_goods(tokens, index) if self._zh else _opens_list(tokens, index))
        around = token.kind != "dateline" and self._surrounds(tokens, index, place)
        if around and not self._zh and owns_trade(tokens, index, self._places, zh=False):
            around = self._places.type(place) in WIDE  # Customs in Guiyang said that Guizhou's foreign trade
        beside = aside or listed or around or (not self._zh and (_shares_total(tokens, index) or _bracketed(tokens, index)))
        if beside and country:
            return False  # second in the country: whose rank, not of what
        candidate = named.candidate(place)
        if token.kind == "dateline":
            return False
        if number in self._lines.stamps:
            candidate.marks.add("stamped")
            return False
        if not country:
            named.recent = [*named.recent, place][-_RECENT:]
        candidate.aside += beside
        if beside:
            return False
        candidate.mentions += 1
        candidate.owning += owns_trade(tokens, index, self._places, zh=self._zh)
        named.holder = place.notation
        named.told.append(place)
        if number in self._lines.top and token.kind == "place":
            candidate.marks.add("top")
        if number in self._lines.titles and not country:
            candidate.marks.add("headline" if number == self._lines.headline else "masthead")
        issues = self._lines.silent and not country and self._places.type(place) in REGIONS
        if number == self._lines.headline or (not named.leader and (number not in self._lines.titles or issues)):
            named.leader = place.notation
        return True

    def _levels(self, place: Concept) -> tuple[str, ...]:
        """The levels of the expressions that can mean a place."""
        levels = _MEANS.get(self._places.type(place), ())
        return (*levels, "city") if place.notation in MUNICIPALITIES else levels

    def _meant(self, token: Token, recent: Sequence[Concept], known: Mapping[str, _Candidate]) -> str:
        """The place named last that an expression such as "the city" can mean, one of those it lies in included; empty where there is none."""
        level = token.concept.get("level")
        around = (p for place in reversed(recent) for p in (place, *self._places.ancestors(place)))
        return next((p.notation for p in around if level in self._levels(p) and p.notation in known), "")

    def _stamps(self, sentence: Sentence) -> bool:
        """Whether a line only says who prints where and when: a date and a place, a byline with bars, a path of headings."""
        if _dated(sentence):
            return True
        begin = self._text.rfind("\n", 0, sentence.start) + 1
        line = self._text[begin : self._text.find("\n", sentence.start) % (len(self._text) + 1)]
        bare = not any(t.kind in {"term", "direction"} for t in sentence.tokens) and not _figured(sentence)
        return bare and len(line) < _LINE and (any(mark in line for mark in _BARS) or any(t.kind == "date" for t in sentence.tokens))

    def _titles(self, stamps: Container[int]) -> list[int]:
        """The lines of their own before the text that are no stamps; an English note's text begins at its first item."""
        lines = takewhile(
            lambda i: self._found[i].opens and self._found[i].tokens[-1].kind != "." and (not i or not self._itemised(self._found[i])),
            range(min(_HEAD, len(self._found))),
        )
        return [i for i in lines if i not in stamps]

    def _itemised(self, sentence: Sentence) -> bool:
        """Whether an English line opens with a bullet or with the letter or number of a heading."""
        return not self._zh and _ITEM.match(self._text, self._text.rfind("\n", 0, sentence.start) + 1) is not None

    def _settling(self) -> list[Concept]:
        """What settles which of several places a name means: the office that reports, then the places whose names no other bears."""
        office = [self._office] if self._office is not None and self._places.type(self._office) != "customs-authority" else []
        head = (t for s in self._found[:_HEAD] for t in s.tokens if t.kind == "place" and len(t.concepts) == 1)
        return [*office, *(t.concept for t in head if self._places.type(t.concept) != "country")]

    def _region(self) -> Concept | None:
        """The region in which the office that reports lies, the nearest of them; of an office that no list has, the place that it is named after."""
        for token, behind in (pair for s in self._found[:_HEAD] for pair in pairwise(s.tokens)):
            if token.kind == "place" and any(self._places.type(c) in CUSTOMS for c in token.concepts):
                break
            office = behind.kind == "anaphor" and behind.concept.get("level") == "customs" and behind.start - token.end < 2
            seat = self._places.choose(token.concepts, self._references) if token.kind == "place" and office else None
            if seat is not None and self._places.type(seat) in REGIONS - {"country"}:
                return seat
        if self._office is None:
            return None
        city = any(t.kind == "anaphor" and t.concept.get("level") == "city" for s in self._found for t in s.tokens)
        if not city and not self._zh:
            return self._places.counted_by(self._office)  # what a district in the capital counts is of its province, unless the text says "the city"
        return next((p for p in self._places.ancestors(self._office) if self._places.type(p) in REGIONS - {"country"}), None)

    def _leads(self) -> bool:
        """Whether the first line names the office that reports and no other place: a bulletin of its own."""
        end = self._text.find("\n") % (len(self._text) + 1)
        named = [m.concepts for s in self._found for t in s.tokens for m in t.members if t.kind == "place" and t.end <= end]
        return any(self._office in c for c in named) and all(self._places.type(c[0]) in CUSTOMS for c in named)

    def _surrounds(self, tokens: tuple[Token, ...], index: int, place: Concept) -> bool:
        """Whether a place only says where another lies: "Shishi, a city in Fujian", "Fujian Shishi", "China's southernmost province"."""
        token, kind = tokens[index], self._places.type(place)
        if not self._zh and kind in WIDE and describes(tokens, index, self._text, self._possessives):
            return True
        for at, other in enumerate(tokens):
            if other.kind == "anaphor" and not self._zh and _located(tokens[at:index], token, kind):
                return True
            if other.kind != "place" or at == index:
                continue
            follows = at == index + 1 and other.start - token.end < (2 if self._zh else _BESIDE) and (self._zh or kind in WIDE)
            between = tokens[at + 1 : index] if not self._zh and at < index and token.start - other.end < _ADDRESS else None
            if not follows and (between is None or any(t.kind in {"q", "term", ":", ";"} for t in between)):
                continue
            inner = self._places.choose(other.members[0].concepts, [place, *self._references])
            if inner is not None and inner != place and self._places.type(inner) not in CUSTOMS and self._places.within(inner, place):
                return True
        return False


def _located(tokens: Sequence[Token], token: Token, kind: str) -> bool:
    """Whether an expression for a smaller place leads a few words on to a region: "the city in the southwest of Tibet"."""
    led = bool(tokens) and tokens[0].concept.get("level") in _SMALLER.get(kind, ()) and token.start - tokens[0].end < _ADDRESS
    return led and any(t.kind in {"with", "of"} for t in tokens[1:]) and all(t.kind in {"with", "of", "particle", "anaphor"} for t in tokens)


def _bracketed(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether "national" and the like stand in brackets before a figure of an English sentence: "trade fell 0.4 percent (national: +1.3%)"."""
    return tokens[index].kind == "anaphor" and index > 0 and tokens[index - 1].kind == "("


def _shares_total(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether an English sentence tells what a place has of the total: "Pudong accounted for 56.9 percent of the total"."""
    words = [t.kind for t in tokens[index + 1 : index + 7] if t.kind != "particle"]
    return words[:3] == ["share", "q", "share-mark"] or (words[:3] == ["share", "q", "of"] and words[3:4] in (["overall"], ["anaphor"]))


def _opens_list(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether an English place is one of three or more with commas and "and" between them, not the last: "Ceke, Ganqimaodu and Mandula"."""
    kinds = [t.kind for t in tokens[max(0, index - 2) : index + 8]]
    at = min(index, 2)
    before = at > 1 and kinds[:2] == ["place", ","]
    last, commas = at, 0
    while kinds[last + 1 : last + 3] == [",", "place"]:
        last, commas = last + 2, commas + 1
    return kinds[last + 1 : last + 3] == ["and", "place"] and (commas > 0 or before)


def _of_goods(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a place in a Chinese list only tells where goods come from: "Qixia apples, Shouguang vegetables"."""
    after = tokens[index + 1 : index + 3]
    listed = (index > 0 and tokens[index - 1].kind in {"sep", "and"}) or (len(after) > 1 and after[1].kind in {"sep", "and"})
    return listed and bool(after) and after[0].kind == "commodity" and after[0].start == tokens[index].end


def _figured(sentence: Sentence) -> bool:
    """Whether a sentence gives figures of trade: amounts or rates, a count only where a word of trading stands beside it."""
    kinds = {m.quantity.kind for t in sentence.tokens if t.kind == "q" for m in t.members if m.quantity is not None} & _FIGURES
    return bool(kinds - {"count"}) or (bool(kinds) and any(t.kind == "term" for t in sentence.tokens))


def _dated(sentence: Sentence) -> bool:
    """Whether a sentence is the stamp of a desk: a date and at most a place."""
    kinds = {t.kind for t in sentence.tokens}
    return "date" in kinds and kinds <= _STAMP


def owns_trade(tokens: tuple[Token, ...], index: int, places: Gazetteer, *, zh: bool) -> bool:
    """Whether a place stands right before a term of trade, as in "Tibet's foreign trade", or behind it in "foreign trade of Tibet"."""
    if any(places.type(c) in CUSTOMS for c in tokens[index].concepts):
        return False
    if zh and index > 1 and tokens[index - 1].kind in {"sep", "and"} and tokens[index - 2].kind == "place":
        return False  # one of several
    if not zh and index > 1:
        held = [t for t in tokens[max(0, index - 4) : index] if t.kind not in {"particle", "place"}]
        if len(held) > 1 and held[-1].kind == "of" and held[-2].kind == "term":
            return True
    rest = [t for t in tokens[index + 1 : index + 4] if t.kind not in {"particle", "period", "facet"}]
    return bool(rest) and rest[0].kind == "term" and rest[0].start - tokens[index].end < _NEAR


def compared(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether a place is only the object of a comparison, the scope of a rank or the place of a dateline."""
    before = tokens[index - 1] if index else None
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is not None and after.kind == "," and index + 2 < len(tokens) and tokens[index + 2].kind == "date":
        return True
    behind = takewhile(lambda t: t.kind not in {"q", "term", ","}, reversed(tokens[max(0, index - _SCOPE) : index]))
    if any(t.kind == "rank-object" for t in behind):
        return True  # third among large cities of the country
    owner = next((t for t in reversed(tokens[:index]) if t.kind not in _OF), None)
    part = owner is not None and owner.quantity is not None and owner.quantity.kind in RATIO
    if owner is not None and part and (owner is not before or owner.end == tokens[index].start):
        return True  # 12.7 percent of the trade of Yunnan; in Chinese whose a share is of stands right behind it
    return (before is not None and before.kind in {"than", "gap", "share", "rank-verb", "rank"}) or (
        after is not None and after.kind in {"rank", "gap", "rank-verb", "date"}
    )


def describes(tokens: tuple[Token, ...], index: int, text: str, possessives: tuple[str, ...]) -> bool:
    """Whether a place owns something else than trade: "China's northernmost province bounces back"."""
    end = tokens[index].end
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    near = after is not None and after.start - end < _NEAR and after.kind in {"term", "period", "overall", "facet", "basis", "direction", "place"}
    return text.startswith(possessives, end) and not near
