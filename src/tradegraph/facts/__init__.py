"""Extraction: a document becomes observations, policy measures, Issues and the fate of every number in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import lru_cache

from tradegraph.facts.frame import Frame
from tradegraph.facts.lists import Statement, coordinate, statements
from tradegraph.facts.open_classes import with_open_commodities
from tradegraph.facts.places import CUSTOMS, REGIONS, Gazetteer, slug
from tradegraph.facts.policies import PolicyReader
from tradegraph.facts.reading import StatementReader
from tradegraph.facts.rows import observation
from tradegraph.facts.slots import trade_class
from tradegraph.facts.state import TRADE_FLOWS, Reading, State
from tradegraph.facts.tokens import Sentence, Token, sentences
from tradegraph.mentions import Annotated, annotate, readers
from tradegraph.model import Concept, Document, Extraction, Fate, Issue, Observation, Period, PolicyMeasure
from tradegraph.period import Span, resolve
from tradegraph.vocabulary import Vocabulary


@lru_cache(maxsize=4)
def _gazetteer(vocabulary: Vocabulary) -> Gazetteer:
    return Gazetteer(vocabulary)


def extract(document: Document, vocabulary: Vocabulary) -> Extraction:
    """Read a document. Deterministic: the same text and vocabulary give the same values in the same order."""
    return _Extractor(document, vocabulary).run()


class _Extractor:
    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self.tools = readers(vocabulary, document.lang)
        self.annotated: Annotated = annotate(document, vocabulary)
        self.document = document
        self.zh = self.tools.lexicon.language == "zh"
        self.gazetteer = _gazetteer(vocabulary)
        self.observations: list[Observation] = []
        self.issues: list[Issue] = []
        self.seen: set[int] = set()
        self.sentence: Sentence | None = None
        self.reader = StatementReader(self.gazetteer, self._ordinals(), self._emit, self._puzzle, zh=self.zh)
        self.enforcing = False  # the sentence tells of cases and seizures

    def _ordinals(self) -> dict[str, str]:
        lexicon = self.tools.lexicon
        if self.zh:
            return {t: str(c.get("value")) for t, c in lexicon.role("numeral").items()}
        return {t: c.get("value") for t, c in lexicon.role("ordinal").items()}

    # ------------------------------------------------------------------ running

    def run(self) -> Extraction:
        text = self.annotated.folded.text
        found = sentences(self.annotated)
        state = self._opening(found)
        self.state = state
        particles, generic = self.tools.lexicon.role("particle"), self.tools.lexicon.role("any-goods")
        policies = PolicyReader(self.annotated, self.gazetteer, self.tools.lexicon, state.main.place)
        measures: list[PolicyMeasure] = []
        for sentence in found:
            self.sentence = sentence
            self.enforcing = self._enforces(sentence, self.enforcing)
            measures.extend(policies.read(sentence))
            for token in sentence.tokens:
                if token.kind == "range":
                    self._puzzle(token, "range", "one end of a range, not a figure")
            if sentence.opens:
                state.frame = state.base = state.settled = self._section(sentence, state)
                state.lists.clear()
                state.last.clear()
            tokens = with_open_commodities(list(sentence.tokens), self.annotated, particles, generic, zh=self.zh)
            parts = statements(coordinate(tokens, text, commas=not self.zh), commas=not self.zh)
            self._sentence(parts, state)
        self._unread()
        self._ports()
        folded = self.annotated.folded
        fates = tuple(Fate(*folded.origin(q.start, q.end), "read" if q.start in self.seen else "unread") for q in self.annotated.quantities)
        order = sorted(self.observations, key=lambda o: (o.start, o.end, o.measure, o.reporter, o.flow, o.partner, [c.id for c in o.commodity]))
        return Extraction(self.document, tuple(order), tuple(measures), tuple(sorted(self.issues, key=lambda i: (i.start, i.end, i.code))), fates)

    def _sentence(self, parts: list[Statement], state: State) -> None:
        state.measure = ""
        state.growth_sign = 0
        state.spoken = state.settled is not state.section
        state.basis = []
        state.levels, state.pending, state.gap, state.object_place, state.level = [], [], None, None, None
        if state.announced and state.frame.reporter != state.settled.reporter:
            state.frame = state.frame.with_(reporter=state.settled.reporter, place=state.settled.place, label=state.settled.label)
        state.sentence_period = state.frame.period
        state.frame = state.frame if state.announced else state.frame.with_(indicator="trade", facet=False)
        heading = [t for t in (parts[0].tokens if len(parts) == 1 else []) if t.kind != "particle"]
        if len(heading) == 1 and heading[0].kind == "term" and (flow := heading[0].concept.get("flow")) in TRADE_FLOWS:
            state.base = state.base.with_(flow=flow)
            state.frame = state.frame.with_(flow=flow)
            return
        first = True
        of_which = False
        target = False
        for statement in parts:
            if statement.opener in {"start", ";"}:
                target = False
            target = target or any(t.kind == "target" for t in statement.tokens)
            if target:
                for token in statement.quantities:
                    self._puzzle(token, "target", "a target or forecast, not a figure")
                statement = Statement([t for t in statement.tokens if t.kind not in {"q", "rank"}], statement.opener)
                if not statement.tokens:
                    continue
            of_which = of_which or any(t.kind == "of-which" for t in statement.tokens)
            if statement.opener == ";":
                of_which = any(t.kind == "of-which" for t in statement.tokens)
            topic = any(t.kind == "topic" for t in statement.tokens) or statement.opener == ":"
            self.reader.read(statement, state, of_which=of_which, first=first or statement.opener == ";", topic=topic)
            if any(t.kind in {"q", "term", "partner", "commodity", "enterprise", "regime"} for t in statement.tokens):
                first = False

    def _section(self, sentence: Sentence, state: State) -> Frame:
        """The frame that a paragraph starts from; a heading that names a place holds for the paragraphs under it."""
        tokens = [t for t in sentence.tokens if t.kind not in {"particle", "nl"}]
        heading = len(tokens) < 8 and not any(t.kind in {"q", "."} for t in tokens) and sentence.end - sentence.start < 60
        if heading and tokens and state.main.place is not None:
            place = self.gazetteer.choose(tokens[0].concepts, [state.main.place]) if tokens[0].kind == "place" else None
            if place is not None and self.gazetteer.type(place) in CUSTOMS:
                place = None
            alone = len(tokens) == 1 or tokens[1].kind == ":"
            if place is not None and alone and self.gazetteer.within(place, state.main.place):
                state.section = state.main.with_(reporter=slug(place.notation), place=place, label=tokens[0].printed)
                state.zone = state.port = None
            elif any(t.kind in {"term", "topic"} for t in tokens):
                state.section = state.main
        return state.section

    # ------------------------------------------------------------------ the opening

    def _opening(self, found: list[Sentence]) -> State:
        """The reporter and the period that the document is about, from its title and first sentences."""
        published = self.document.published or self._dateline()
        period = self._main_period(found, published)
        certain = [t.concepts[0] for s in found[:14] for t in s.tokens if t.kind == "place" and len(t.concepts) == 1]
        place = self._title_place(found, certain) or self._main_place(found, certain)
        partner, regime = self._topic_partner(found), self._topic_regime(found)
        frame = Frame(reporter=slug(place.notation) if place else "", place=place, period=period, partner=partner, regime=regime)
        if published is None:
            self._note(0, 0, "unknown-year", "no date of publication; give one in manifest.csv")
        state = State(frame, frame, frame, frame, frame, published, main_period=period)
        state.office = self._first_office(found)
        return state

    @staticmethod
    def _topic_partner(found: list[Sentence]) -> tuple[str, ...]:
        """The partner that both the title and the first figure name: the release is about trade with it."""

        def named(sentence: Sentence) -> set[str]:
            return {t.concept.notation for t in sentence.tokens if t.kind == "partner"}

        titles: set[str] = set()
        for sentence in found[:12]:
            money = [t for t in sentence.tokens if t.kind == "q" and t.quantity is not None and t.quantity.kind == "money"]
            if money:
                shared = titles & {t.concept.notation for t in sentence.tokens if t.kind == "partner" and t.start < money[0].start + 60}
                return tuple(sorted(shared)) if len(shared) == 1 else ()
            if any(t.kind == "term" for t in sentence.tokens):
                titles |= named(sentence)
        return ()

    @staticmethod
    def _topic_regime(found: list[Sentence]) -> str:
        """The trade mode that the first figure is of, where the release goes on to speak of it."""
        regimes = [trade_class(t.concept) for s in found for t in s.tokens if t.kind == "regime"]
        for sentence in found[:12]:
            figures = [t for t in sentence.tokens if t.kind == "q" and t.quantity is not None and t.quantity.kind in {"money", "count"}]
            named = {trade_class(t.concept) for t in sentence.tokens if t.kind == "regime" and figures and t.start < figures[0].start}
            if figures and named:
                topic = named.pop()
                return topic if not named and regimes.count(topic) > 3 else ""
            if any(t.quantity is not None and t.quantity.kind == "money" for t in figures):
                return ""
        return ""

    def _first_office(self, found: list[Sentence]) -> Concept | None:
        for sentence in found[:14]:
            for token in sentence.tokens:
                if token.kind == "place" and any(self.gazetteer.type(c) in CUSTOMS for c in token.concepts):
                    return self.gazetteer.choose(token.concepts, [])
        return None

    def _dateline(self) -> dt.date | None:
        months = self.tools.lexicon.role("month-name")
        for mention in self.annotated.mentions:
            args = dict(mention.args)
            if mention.kind == "date" and {"y", "d"} <= set(args) and ("m" in args or "mm" in args):
                month = args.get("mm") or args["m"]
                number = int(months[month].get("value")) if month in months else self.tools.quantities.cardinal(month)
                try:
                    return dt.date(int(args["y"]), number, int(args["d"]))
                except ValueError:
                    continue
        return None

    def _main_period(self, found: list[Sentence], published: dt.date | None) -> Period | None:
        """The period of the first figures: in the first sentence that states one, a running total before a single month."""
        for sentence in found[:14]:
            figures = any(m.quantity and m.quantity.kind in {"money", "percent"} for t in sentence.tokens if t.kind == "q" for m in t.members)
            if not figures and not any(t.kind == "term" for t in sentence.tokens):
                continue
            spans = [m.span for t in sentence.tokens if t.kind == "period" for m in t.members if m.span]
            parts = [s for s in spans if s.style == "part" and (figures or not s.single)]
            for span in sorted(parts, key=lambda s: s.single):
                period = resolve(span, None, published)
                if period is not None and self._reported(period, published):
                    return self._with_year(period, span, found, published)
            for span in spans:
                period = resolve(span, None, published)
                if span.style == "year" and period is not None and self._reported(period, published):
                    return period
        return None

    @staticmethod
    def _reported(period: Period | None, published: dt.date | None) -> bool:
        """A release is about a period that has just ended; older and later ones are only mentioned."""
        if period is None or published is None or period.year is None:
            return period is not None
        lag = (published.year - (period.end_year or period.year)) * 12 + published.month - period.last
        return 0 <= lag <= 6

    def _with_year(self, period: Period, span: Span, found: list[Sentence], published: dt.date | None) -> Period:
        """ "Q1" in a title and "the first quarter of 2020" in the lead are one period."""
        if span.year is not None or span.offset is not None:
            return period
        for sentence in found[:10]:
            for token in sentence.tokens:
                other = token.span
                if other is not None and other.year is not None and other.style == "part" and (other.first, other.last) == (span.first, span.last):
                    stated = Period(other.year, period.first, period.last)
                    if self._reported(stated, published):
                        return stated
        return period

    def _main_place(self, found: list[Sentence], certain: list[Concept]) -> Concept | None:
        """The first region, zone or port named with trade; else the first region; else the region of the first customs office."""
        first: Concept | None = None
        office: Concept | None = None
        nation: Concept | None = None
        known = list(certain)
        for sentence in found[:14]:
            trades = any(t.kind == "term" for t in sentence.tokens)
            regional = any(
                t.kind == "place" and any(self.gazetteer.type(c) not in CUSTOMS | {"area", "country"} for c in t.concepts) for t in sentence.tokens
            )
            owners = any(t.kind == "place" and self._owns_trade(sentence.tokens, i) for i, t in enumerate(sentence.tokens))
            for index, token in enumerate(sentence.tokens):
                if token.kind == "anaphor" and token.concept.get("level") == "country" and trades and not self._compared(sentence.tokens, index):
                    nation = nation or self.gazetteer.find("CN")
                if token.kind != "place" or self._compared(sentence.tokens, index):
                    continue
                place = self.gazetteer.choose(token.concepts, [office, *known])
                if place is None:
                    continue
                kind = self.gazetteer.type(place)
                if kind in CUSTOMS:
                    office = office or place
                    continue
                if kind == "area" or (kind == "country" and regional):
                    continue
                known.append(place)
                if trades and (self._owns_trade(sentence.tokens, index) or not owners):
                    return place
                first = first or place
            if nation is not None and trades and first is None:
                return nation
        if first is None and office is not None:
            regions = [p for p in self.gazetteer.ancestors(office) if self.gazetteer.type(p) in REGIONS]
            return regions[0] if regions else office
        return first

    def _title_place(self, found: list[Sentence], certain: list[Concept]) -> Concept | None:
        """The one region, zone or port that the first line names."""
        title: list[Sentence] = []
        for sentence in found[:6]:
            if title and sentence.opens:
                if any(t.kind in {"term", "q"} for s in title for t in s.tokens):
                    break
                title = []  # a kicker or a date line over the title
            title.append(sentence)
        if not title or title[-1].end - title[0].start > 120:
            return None
        tokens = tuple(t for s in title for t in s.tokens)
        places: list[Concept] = []
        for index, token in enumerate(tokens):
            if token.kind == "place" and not self._compared(tokens, index):
                place = self.gazetteer.choose(token.concepts, [*places, *certain])
                if place is not None and self.gazetteer.type(place) not in CUSTOMS and self.gazetteer.type(place) != "area":
                    places.append(place)
        places = [p for p in places if self.gazetteer.type(p) != "country"] or places
        outer = [p for p in places if not any(p != q and self.gazetteer.within(p, q) for q in places)]
        return outer[0] if len(outer) == 1 else None

    def _owns_trade(self, tokens: tuple[Token, ...], index: int) -> bool:
        """Whether a place stands right before a term of trade, as in "Tibet's foreign trade", or behind it in "foreign trade of Tibet"."""
        if any(self.gazetteer.type(c) in CUSTOMS for c in tokens[index].concepts):
            return False
        if not self.zh and index > 1:
            held = [t for t in tokens[max(0, index - 4) : index] if t.kind not in {"particle", "place"}]
            if len(held) > 1 and held[-1].kind == "of" and held[-2].kind == "term":
                return True
        rest = [t for t in tokens[index + 1 : index + 4] if t.kind not in {"particle", "period", "facet"}]
        return bool(rest) and rest[0].kind == "term" and rest[0].start - tokens[index].end < 16

    @staticmethod
    def _compared(tokens: tuple[Token, ...], index: int) -> bool:
        """Whether a place is only the object of a comparison, the scope of a rank or the place of a dateline."""
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if after is not None and after.kind == "," and index + 2 < len(tokens) and tokens[index + 2].kind == "date":
            return True
        return (before is not None and before.kind in {"than", "gap", "share", "rank-verb", "rank"}) or (
            after is not None and after.kind in {"rank", "gap", "rank-verb", "date"}
        )

    # ------------------------------------------------------------------ results

    def _ports(self) -> None:
        """A county of which more traffic than trade is counted is meant as its port."""
        traffic: dict[str, int] = {}
        for fact in self.observations:
            traffic[fact.reporter] = traffic.get(fact.reporter, 0) + (1 if fact.indicator == "cargo" else -1 if fact.measure == "level" else 0)
        for index, fact in enumerate(self.observations):
            if traffic[fact.reporter] <= 0 or ":" in fact.reporter:
                continue
            place = self.gazetteer.find(fact.reporter)
            if place is not None and self.gazetteer.type(place) == "county" and (port := self.gazetteer.port_of(place)) is not None:
                self.observations[index] = replace(fact, reporter=slug(port.notation))

    @staticmethod
    def _enforces(sentence: Sentence, before: bool) -> bool:
        """Whether a sentence tells of cases and seizures: what is weighed, valued or counted in it is not trade."""
        terms = [t.concept for t in sentence.tokens if t.kind == "term"]
        if any(t.get("indicator") == "enforcement" for t in terms):
            return not any(t.get("flow") in TRADE_FLOWS or t.get("members") for t in terms)
        return before and not terms and not sentence.opens

    def _emit(self, reading: Reading) -> None:
        if self.enforcing and reading.measure in {"level", "growth"} and reading.indicator != "enterprises-active":
            reading = replace(reading, indicator="enforcement")
        if reading.indicator == "cargo" and reading.frame.regime == self.state.main.regime != "":
            reading = replace(reading, frame=reading.frame.with_(regime=""))
        folded = self.annotated.folded
        start, end = folded.origin(reading.token.start, reading.token.end)
        sentence = self.sentence
        bounds = folded.origin(sentence.start, sentence.end) if sentence else (start, end)
        self.seen.add(reading.token.start)
        self.observations.append(
            observation(
                reading,
                self.document.id,
                self.document.text[start:end],
                (start, end),
                (min(bounds[0], start), max(bounds[1], end)),
                self.gazetteer,
                self.state.office,
            )
        )

    def _puzzle(self, token: Token, code: str, note: str) -> None:
        for member in token.members:
            self._note(member.start, member.end, code, note)

    def _note(self, start: int, end: int, code: str, note: str) -> None:
        a, b = self.annotated.folded.origin(start, end)
        self.issues.append(Issue(self.document.id, a, b, code, self.document.text[a:b], note))

    def _unread(self) -> None:
        noted = {(i.start, i.end) for i in self.issues}
        for quantity in self.annotated.quantities:
            where = self.annotated.folded.origin(quantity.start, quantity.end)
            if quantity.start not in self.seen and where not in noted:
                self._note(quantity.start, quantity.end, "unread", "no statement says what this number measures")
