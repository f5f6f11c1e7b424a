"""Extraction: a document becomes observations, policy measures, Issues and the fate of every number in it."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain, pairwise, takewhile, zip_longest

from tradegraph.facts import tables
from tradegraph.facts.adverbs import with_adverbs
from tradegraph.facts.agreement import lasting, settled, telling
from tradegraph.facts.arithmetic import weigh
from tradegraph.facts.beside import retold
from tradegraph.facts.brackets import ASIDE
from tradegraph.facts.comparisons import with_held_periods, with_levels
from tradegraph.facts.confidence import rate
from tradegraph.facts.counted import with_counted
from tradegraph.facts.firms import TRADED, exporter, mentioned, outside
from tradegraph.facts.frame import SECONDARY, Frame
from tradegraph.facts.lists import Statement, coordinate, statements
from tradegraph.facts.modes import headed as headed_by
from tradegraph.facts.modes import with_short_modes, with_short_owners
from tradegraph.facts.notation import Notation, headed, stated, written_out
from tradegraph.facts.open_classes import led_good, told_again, with_open_commodities
from tradegraph.facts.opening import Opening
from tradegraph.facts.owners import territorial
from tradegraph.facts.passes import rewritten
from tradegraph.facts.places import CUSTOMS, REGIONS, Gazetteer, slug
from tradegraph.facts.policies import PolicyReader
from tradegraph.facts.reading import StatementReader, topical
from tradegraph.facts.reporter import ranked
from tradegraph.facts.rewriting import COMPARED, PLAIN, at_home, of_one_year, segmented
from tradegraph.facts.rows import observation
from tradegraph.facts.shorts import SHORT
from tradegraph.facts.slots import commodity
from tradegraph.facts.state import CERTIFICATE, COMPARING, COMPARISONS, COUNTING, HEADS, NAMING, PAPERS, PLACES, RATIO, TRADE_FLOWS, Reading, State
from tradegraph.facts.tokens import Sentence, Token, printed
from tradegraph.facts.turns import arranged, rejoined
from tradegraph.facts.weights import Signs
from tradegraph.facts.wholes import shared_again, with_wholes
from tradegraph.facts.wording import same_of
from tradegraph.inflection import describing
from tradegraph.mentions import Annotated, annotate, readers
from tradegraph.model import Concept, Document, Extraction, Fate, Issue, Observation, Period, PolicyMeasure
from tradegraph.period import resolve
from tradegraph.vocabulary import Vocabulary, unlisted


@lru_cache(maxsize=4)
def _gazetteer(vocabulary: Vocabulary) -> Gazetteer:
    return Gazetteer(vocabulary)


def extract(document: Document, vocabulary: Vocabulary, reporter: Concept | None = None) -> Extraction:
    """Read a document. Deterministic: the same text and vocabulary give the same values in the same order.

    `reporter` is the place that the release is about, where that is known; else it is chosen among those that it names.
    """
    return _Extractor(document, vocabulary, reporter).run()


def reporters(document: Document, vocabulary: Vocabulary) -> list[tuple[Concept, Signs]]:
    """The places that a document may be about, each with the signs by which one is chosen."""
    return _Extractor(document, vocabulary).candidates()


_SILENT = frozenset({"particle", "per", "and", "of", "with"})  # words that say of nothing
_ALL_ZONES = "ftz:all"
_UNLISTED = "text:"
_NO_YEAR = "XXXX"
_UNREAD = frozenset({"dateline", "enumerator", "attribute"})
_OF_TOWNS = frozenset({"trade", "enterprises-active", "enterprises-registered", "fdi"})  # what is told of a town, not of its port
_LABEL = 40  # characters of a line's label at most
_HEAD = 5  # sentences that tell what a release is about
_ABOVE = 12  # subjects of the lines above that "the three together" can be
_BREAK = 6  # characters before a line in which the blank line above it shows
_LAID = 24  # characters of the verb of a measure and what stands between it and its amount at most
_OFFENDER = "term-offender"
_OF_CASES = frozenset({"level", "growth", "share"})
_VERBS = frozenset({"level-verb", "direction", "rate-change", "q"})
_LIKELY, _UNLIKELY = 3, 0.005  # places that a release may be about that are told, and the probability from which they are
_OPENING = 4  # sentences in which a brief says that it is about trade
_NOUN = re.compile(r" ([a-z]{3,})")
_NOUNS = re.compile(r"[a-z]{3,}")
_LAST_WORD = re.compile(r"(?<![a-z])([a-z]+) \Z")
_WORD_AT_MOST = 16  # characters of a verb and the blank behind it
_HAN_RUN = re.compile("[\u4e00-\u9fff]{2,}")
_CLAUSE_ENDS = frozenset(',;:.()\n\u3001!?"|')
_BULLETS = frozenset("-*>\u2022\u00b7\u25aa\u25cf\u25a0\u2013")


def _filled(run: str, fillers: Container[str]) -> bool:
    """Whether a run of Han characters is made of nothing but words that fill."""
    at = 0
    while at < len(run):
        size = next((n for n in (4, 3, 2, 1) if run[at : at + n] in fillers and at + n <= len(run)), 0)
        if not size:
            return False
        at += size
    return True


def _holds(whole: Period, part: Period) -> bool:
    """Whether a paragraph goes back to the period that it opened with: from a month, from a part of the same year, from an earlier time."""
    if part.precedes(whole):
        return True
    return whole.months > part.months and not whole.precedes(part) and (part.months == 1 or whole.year == part.year)


def _beaten(statement: Statement) -> bool:
    """Whether what was expected is only what a figure is held against."""
    word = next((i for i, t in enumerate(statement.tokens) if t.kind == "target"), 0)
    return any(t.kind in COMPARING for t in statement.tokens[:word])


def _goes_on(statement: Statement) -> bool:
    """Whether a statement says by its first words that it is of what was told before, or of the same period."""
    first = statement.tokens[0]
    same = first.kind == "period" and first.concept.get("fromMonth") == "same"
    return same or first.kind == "share-mark" or "of-which" in statement.kinds


def _parts(sentence: Sentence) -> bool:
    """Whether a paragraph opens with parts of what the one before it told, and names no place: "Among them, 791 were outbound"."""
    led = next((i for i, t in enumerate(sentence.tokens) if t.kind not in {"and", "while"}), 0)
    token, behind = sentence.tokens[led], sentence.tokens[led + 1 : led + 2]
    return token.kind == "of-which" and bool(token.concept.get("backward")) and not any(t.kind in {"place", "anaphor"} for t in behind)


def _of_seizures(parts: list[Statement]) -> bool:
    """Whether the first word of trade or of seizing from a statement on, before the next semicolon, is one of seizing, or cases are counted."""
    segment = [parts[0], *takewhile(lambda s: s.opener != ";", parts[1:])] if parts else []
    for token in (t for s in segment for t in s.tokens):
        counted = token.quantity.counted if token.quantity is not None else None
        if counted is not None and counted.notation in PAPERS:
            return False
        if token.kind == "term" or (counted is not None and counted.get("indicator") == "enforcement"):
            return (counted or token.concept).get("indicator") == "enforcement"
    return False


def _speaks_at_large(parts: list[Statement]) -> bool:
    """Whether a sentence has a subject of its own and names no place before its first figure, nor anything said before."""
    figure = next((t.start for p in parts for t in p.quantities), None)
    kinds = {t.kind for p in parts for t in p.tokens if figure is None or t.start < figure or t.kind not in {"place", "anaphor"}}
    return bool(kinds & NAMING) and kinds.isdisjoint({"place", "anaphor", "same-ref", "of-which", "member-ref", "members-ref", "relative"})


def _of_money(parts: list[Statement]) -> bool:
    """Whether the first figure of a sentence is an amount of money."""
    figure = next((q.quantity for p in parts for q in p.quantities), None)
    return figure is not None and figure.kind == "money"


def _elliptic(statement: Statement) -> bool:
    """Whether a clause opens with its verb: "exports fell to the US; but rose to Japan"."""
    words = [t.kind for t in statement.tokens if t.kind != "particle"]
    return words[:1] == ["direction"] or (words[:1] in (["while"], ["and"]) and words[1:2] == ["direction"])


_TRADED = frozenset({"q", "rank", "level-verb", "term", "enterprise", "facet", "direction", "rate", "rate-change", "record", "indicator", "fdi"})
_OUTLINED = re.compile(r" {0,3}(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)] ?[a-z]")  # the letter or number of a heading


def _looks_back(token: Token) -> bool:
    """Whether a token dates a figure by how long before the present it was: "a year earlier", "in the same months a year before"."""
    return token.kind == "period" and (token.span is None or (token.span.of_main and token.span.style != "year"))


def _only_happens(parts: list[Statement]) -> bool:
    """Whether a sentence only tells what happened in a month, not how trade went: "the zone marked its tenth birthday in September"."""
    spans = [t.span for p in parts for t in p.tokens if t.kind == "period" and t.span is not None]
    kinds = frozenset(chain.from_iterable(p.kinds for p in parts))
    return kinds.isdisjoint(_TRADED) and not kinds.isdisjoint(PLACES) and bool(spans) and all(s.single and s.first == s.last for s in spans)


def _only_since(parts: list[Statement]) -> bool:
    """Whether a sentence without figures is only dated by when something began, behind what it tells; what follows "Since 1 April," is of then."""
    spans = [t.span for p in parts for t in p.tokens if t.kind == "period" and t.span is not None]
    since = bool(spans) and all(s.style == "since" for s in spans) and parts[0].led != "period"
    return since and not any("q" in p.kinds or "rank" in p.kinds for p in parts)


_OF_OFFICES = frozenset({"enforcement", "clearance"})


class _Extractor:
    def __init__(self, document: Document, vocabulary: Vocabulary, reporter: Concept | None = None) -> None:
        self.about = reporter
        self.ranked: list[tuple[Concept, float]] = []  # the places that it may be about, the likeliest first
        self.tools = readers(vocabulary, document.lang)
        self.annotated: Annotated = annotate(document, vocabulary)
        self.document = document
        self.undated = False
        self.zh = self.tools.lexicon.language == "zh"
        self.gazetteer = _gazetteer(vocabulary)
        self.observations: list[Observation] = []
        self.readings: list[Reading] = []  # of the sentence
        self.amounts: list[Reading] = []  # those before this sentence that tell something of what follows
        self.issues: list[Issue] = []
        self.seen: set[int] = set()
        self.unlisted: dict[str, Token] = {}  # the first mention of each good or place that no list has, by its code
        self.sentence: Sentence | None = None
        self.before: Sentence | None = None
        self.worked: dict[str, Frame] = {}  # whose work the sentence told instead of what its figures were said of, by reporter
        self.reader = StatementReader(
            self.gazetteer, self._ordinals(), self._emit, self._puzzle, self._counts, self._tallies, self._strays,
            self.tools.quantities.cardinal, self.tools.lexicon,
        )  # fmt: skip
        self.fillers = self.tools.lexicon.words("particle", "filler", "counting-verb")
        self.goods: list[Token] = []  # of the sentence, those that no list has among them
        self.strange: list[Token] = []  # of a Chinese sentence, the places that have no code
        self.taken: list[tuple[int, int]] = []  # where the measures of the sentence stand in the document
        self.named: list[tuple[int, int, str]] = []  # the firms and places of the sentence
        self.topic = ""  # the place that the paragraph opens with, as printed: "Pingxiang had a mixed season."
        self.office: Concept | None = None  # that reports
        self.firm = ""  # whose trade the sentence before told of
        self.notation = Notation()
        self.heads: Notation | None = None  # what the heading over the lines being read says of them
        self.brief = self.noted = False  # it prints amounts of trade without their unit; the sentence does
        self.towns: set[int] = set()  # where a figure of trade starts that the text says to be of the town, not of its port
        self.moded = False  # the sentence before named a mode of trade
        self.enforcing = self.carried = False  # the sentence tells of cases and seizures; the one before did

    def _ordinals(self) -> dict[str, str]:
        lexicon = self.tools.lexicon
        if self.zh:
            return {t: str(c.get("value")) for t, c in lexicon.role("numeral").items()}
        numerals = {t: str(c.get("value")) for t, c in lexicon.role("numeral").items()}
        return {**numerals, **{t: c.get("value") for t, c in lexicon.role("ordinal").items()}}

    # ------------------------------------------------------------------ running

    def run(self) -> Extraction:
        text = self.annotated.folded.text
        found = segmented(self.annotated, self.tools.lexicon)
        state = self._state(found)
        if (own := state.main.place) is not None and self.gazetteer.is_territory(own) and not self.zh:
            found = territorial(found, own, self.gazetteer)
        self.state = state
        head = takewhile(lambda s: not any(t.kind == "q" for t in s.tokens), found[:_HEAD])
        state.portly = any(t.kind == "unit" and t.concept.get("placeType") == "port" for s in head for t in s.tokens) and not self.zh
        policies = PolicyReader(self.annotated, self.gazetteer, self.tools.lexicon, state.main.place)
        measures: list[PolicyMeasure] = []
        tabled, over = tables.rows(self.annotated, found, self.tools.quantities, self.tools.lexicon)
        begin, end = self.notation.line
        noted = [t for s in found for t in s.tokens if t.kind == "q" and begin <= t.start < end and t.start not in {o.start for o in over}]
        over += [t for t in noted if t.quantity is not None and t.quantity.kind in {"money", "percent"}]
        for token in over:
            self._puzzle(token, "table-unit", "a unit or number in the title of a table, not a figure")
        titled = {token.start for token in over}
        ended = 0
        for sentence in found:
            self.sentence, self.worked = sentence, {}
            self.carried = state.enforcing  # from the sentence before
            if not self.zh:
                state.enforcing = self.enforcing = self._enforces(list(sentence.tokens), state.enforcing and not sentence.opens)
            taken = policies.read(sentence)
            measures.extend(taken)
            self.taken = [(m.start, m.end) for m in taken]
            for token in sentence.tokens:
                if token.kind == "range":
                    self._puzzle(token, "range", "one end of a range, not a figure")
                elif token.kind == "enumerator":
                    self._puzzle(token, "ordinal", "the number of a line, not a figure")
                elif token.kind == "regime" and token.quantity is not None:
                    self._puzzle(token, "decoy", "the code of a trade mode, not a figure")
                elif token.kind == "attribute":
                    self._puzzle(token, "decoy", "a size that describes a thing, not a figure")
            self.firm = exporter(self.named, sentence.start, self.firm) if not sentence.opens else ""
            self.named = mentioned(sentence, self.annotated, self.tools.lexicon)
            if sentence.opens:
                self._headed(sentence, ended)
                named = next((t for t in sentence.tokens if t.kind != "particle"), None)
                named = self._only_port(sentence) or named
                self.topic = named.printed if named is not None and named.kind == "place" and not self.zh else ""
                if state.turn is not None and sentence.start > state.turn[0]:
                    state.month = state.main.period
                    state.main, state.section = (frame.with_(period=state.turn[1]) for frame in (state.main, state.section))
                    state.turn = None
                self._turned_to_region(state)
                afresh = not self.zh and any(c.isalpha() for line in text[ended : sentence.start].split("\n")[1:-1] for c in line)
                if afresh:  # a heading of other words ends what the one before headed
                    state.section, state.heading, state.headed = state.main, None, False
                before, bulleted, outer = state.settled, state.bullet and not afresh, state.indent
                state.frame = state.base = state.settled = state.section if sentence.start in tabled else self._section(sentence, state)
                if not self.zh and _parts(sentence):
                    of = {"reporter": before.reporter, "place": before.place, "label": before.label}
                    state.frame = state.base = state.settled = state.base.with_(**of)
                if (topic := self._asked(sentence)) is not None:
                    state.frame = state.base = state.settled = topical(topic, state.frame)
                if self.zh and state.office is not None and self.office is not None and self.gazetteer.within(state.office, self.office):
                    state.office = self.office  # what an office under the one that reports found holds for its paragraph
                state.acting = {state.frame.actor} if state.frame.actor is not None else set()  # the office that a heading names
                state.bullet, state.indent = self._bulleted(sentence)
                if state.bullet and bulleted and state.indent > outer >= 0:
                    state.nested, state.outdent = before.period, outer
                elif state.indent <= state.outdent:
                    state.nested = None
                if state.bullet and state.nested is not None:  # a line under the line of a month is of that month
                    state.frame = state.base = state.settled = state.base.with_(period=state.nested)
                flow = before.flow if before.flow in TRADE_FLOWS or self.zh else state.last.get("flow", "")
                told = before.commodity or (state.last.get("commodity") if not self.zh else ())
                if state.bullet and bulleted and told and flow in TRADE_FLOWS and not state.base.flow:
                    state.frame = state.base = state.settled = state.base.with_(flow=flow)  # goods of one flow, line by line
                apart = "\n\n" in text[max(0, sentence.start - _BREAK) : sentence.start]
                state.above = [] if apart else [*state.above, *state.subjects][-_ABOVE:]
                state.lists.clear()
                state.subjects.clear()
                state.parts.clear()
                state.flows.clear()
                state.paragraph_period, state.figured = None, False
                state.told, state.shared, state.quarter = [], None, None
                state.read = {}
                state.tallied.clear()
                state.last.clear()
                state.share_base = state.share_before = ""
                self.amounts = lasting(self.amounts)
            ended = sentence.end if any(t.kind != "particle" for t in sentence.tokens) else ended
            if sentence.start in tabled:
                self._row(tabled[sentence.start], state)
                continue
            tokens = [t for t in sentence.tokens if t.kind not in _UNREAD and outside(t, self.named) and t.start not in titled]
            tokens = rewritten(tokens, PLAIN, self.annotated, self.tools.lexicon)
            if not self.zh:
                tokens = with_adverbs(tokens, text, sentence.start, sentence.end, self.tools.lexicon)
                heading = headed_by(text, sentence.start, self.tools.lexicon)
                modal = bool(state.last.get("regime") or state.frame.regime or self.moded or heading == "regime")
                tokens = with_short_owners(tokens, self.tools.lexicon) if heading == "enterprise" else tokens
                tokens = with_short_modes(tokens, sentence.start, text, self.tools.lexicon, told=modal)
                self.moded = any(t.kind == "regime" for t in tokens)
            if self.zh:
                tokens = with_levels(of_one_year(at_home(rewritten(tokens, SHORT, self.annotated, self.tools.lexicon))))
                tokens = with_held_periods(tokens, self.tools.lexicon, self.tools.quantities.cardinal)
            else:
                tokens = rewritten(self._addressed(self._areas(tokens)), COMPARED, self.annotated, self.tools.lexicon)
            tokens = with_open_commodities(tokens, self.annotated, self.tools.lexicon)
            if self.zh and any(t.kind == "particle" and t.concept.get("placeType") == "zone" for t in tokens):
                tokens = self._with_own_zones(tokens)
            self.strange = [t for t in tokens if t.kind == "place" and t.concept.notation.startswith(_UNLISTED)] if self.zh else []
            if self.zh and tokens and tokens[0].kind == "q" and self.before is not None:
                tokens = led_good(tokens, self.before.tokens, self.annotated, self.tools.lexicon)
            if tokens and self.unlisted:
                told = self.unlisted.values()
                tokens = told_again(tokens, told, self.annotated) if self.zh else retold(tokens, told, self.annotated, self.tools.lexicon)
            self._remember(tokens)
            self.goods = [t for t in tokens if t.kind == "commodity" and not self.zh]
            joined = coordinate(tokens, text, commas=not self.zh)
            listed = written_out(joined, text, self.heads or self.notation, partial(self._strays, whole=False))
            self.noted = any(a is not b for a, b in zip(joined, listed, strict=True))
            parts = statements(listed, commas=not self.zh)
            held = state.frame.period
            self._sentence(parts, state)
            if (
                self.zh and not self.readings and any(t.kind == "demand" for t in tokens)
            ):  # in which months orders came in is not what exports are told of
                state.frame, state.settled = state.frame.with_(period=held), state.settled.with_(period=held)
                state.sentence_period = held
            self._observe(state)
            self.before = sentence
            stated = state.sentence_period
            if sentence.opens and stated is not None and stated == state.month and not self.zh:
                state.main, state.section = (frame.with_(period=stated) for frame in (state.main, state.section))  # it turns back to its month
                state.month = None
            if sentence.opens or (not state.figured and stated is not None and stated.months > 1):
                state.paragraph_period = stated  # of the first sentence, or of the first that tells figures
            state.figured = state.figured or bool(state.levels) or (not self.zh and bool(state.read))
        self._unread()
        self._unknown_terms()
        self._ports()
        yearless = any(o.period.startswith(_NO_YEAR) or not o.period for o in self.observations)
        if self.undated and (yearless or any(m.period.startswith(_NO_YEAR) for m in measures)):
            self._note(0, 0, "unknown-year", "no date of publication; give one in manifest.csv")
        folded = self.annotated.folded
        fates = [Fate(*folded.origin(q.start, q.end), "read" if q.start in self.seen else "unread") for q in self.annotated.quantities]
        fates += [Fate(*folded.origin(start, end), "unread") for start, end, _ in self.annotated.endless]
        order = sorted(self.observations, key=lambda o: (o.start, o.end, o.measure, o.reporter, o.flow, o.partner, [c.id for c in o.commodity]))
        weighed, contradictions = weigh(with_counted(order, found, folded))
        self.issues.extend(contradictions)
        rated = rate(weighed, found, folded, self.issues, self.document.lang)
        issues = tuple(sorted(self.issues, key=lambda i: (i.start, i.end, i.code)))
        about = tuple((slug(place.notation), round(p, 2)) for place, p in self.ranked[:_LIKELY] if p >= _UNLIKELY)
        return Extraction(self.document, tuple(rated), tuple(measures), issues, tuple(sorted(fates, key=lambda f: (f.start, f.end))), about=about)

    def candidates(self) -> list[tuple[Concept, Signs]]:
        return Opening(self.annotated, segmented(self.annotated, self.tools.lexicon), self.gazetteer, self.tools).places()

    def _asked(self, sentence: Sentence) -> Token | None:
        """What the sentence before a paragraph only names, where the paragraph goes on with "it": "What about e-commerce?" "It grew 5 percent"."""
        label = next((i for i, t in enumerate(sentence.tokens) if t.kind == ":"), -1)  # who speaks
        spoken = [t for t in takewhile(lambda t: t.kind != "q", sentence.tokens[label + 1 :]) if t.kind in HEADS]
        heads = [t for t in self.before.tokens if t.kind in HEADS | {"q"}] if self.before is not None and not self.zh else []
        goes_on = {t.kind for t in spoken} == {"anaphor"} and spoken[-1].concept.get("level") == "own"
        parted = any(a.kind == "q" and b.kind == "of-which" and b.concept.get("backward") for a, b in pairwise(sentence.tokens))  # 2,472 of them
        heads = [t for t in heads if t.kind not in {"place", "anaphor"}] if parted else heads
        return heads[0] if (goes_on or parted) and len(heads) == 1 and heads[0].kind in {*SECONDARY, "corridor"} else None

    def _only_port(self, sentence: Sentence) -> Token | None:
        """The one place of a sentence without figures that opens a paragraph of a release about ports: "December brought relief for Mohan."."""
        places = [t for t in sentence.tokens if t.kind == "place"]
        silent = not any(t.kind in {"q", "term", "partner", "cited", ":"} for t in sentence.tokens)
        kinds = {self.gazetteer.type(c) for t in places for c in t.concepts}
        return places[0] if self.state.portly and silent and len(places) == 1 and kinds and kinds <= {"port", "county"} else None

    def _turned_to_region(self, state: State) -> None:
        """A release about a port that goes over to the trade of the region around it stays with the region from the next paragraph on."""
        port, here = state.main.place, state.settled.place
        if port is None or here is None or here == port or self.gazetteer.type(port) != "port" or self.gazetteer.type(here) not in REGIONS:
            return
        told = any(f.place == here for f in [*state.told, *state.levels])
        if told and state.settled.indicator == "trade" and state.settled.reporter == slug(here.notation) and self.gazetteer.within(port, here):
            state.main, state.section = (f.with_(reporter=slug(here.notation), place=here) for f in (state.main, state.section))

    def _row(self, row: tables.Row, state: State) -> None:
        """One row of a table: each figure starts from what its section is about."""
        for token, code, note in row.puzzles:
            self._puzzle(token, code, note)
        self.seen.update(t.start for t in row.torn)
        for figure in row.figures:
            state.frame = state.base.with_(period=tables.dated(figure.spans, state.base.period, state.published))
            self._begin(state)
            state.spoken, state.announced = True, False
            state.lists.clear()
            self._remember(figure.statement.tokens)
            self.reader.read(figure.statement, state, of_which=False, first=True, topic=False)
        self._observe(state)

    @staticmethod
    def _begin(state: State) -> None:
        """Forget what holds inside one sentence only."""
        state.measure = ""
        state.growth_sign = state.changed = 0
        state.told = state.levels or state.told
        state.earlier = state.level or state.earlier
        state.partners, state.partners_before = [], state.partners or state.partners_before
        state.levels, state.pending, state.gap, state.object_place, state.level = [], [], None, None, None
        state.quarterly = 0
        state.alien = state.unread = state.unnamed = state.joint = state.exemplifying = state.moved = False
        state.pace = ""
        state.listed, state.manner, state.lead, state.denominated = [], "", {}, ""
        state.branch = state.then = state.begun = state.undated = state.noun = None
        state.read, state.read_before = {}, state.read
        state.parted = None
        state.than_periods = []
        state.share_before = state.share_base or state.share_before
        state.basis, state.named, state.share_base, state.last_indicator, state.since = [], [], "", "trade", ""

    def _sentence(self, parts: list[Statement], state: State) -> None:
        self._begin(state)
        state.unnamed = self._labelled_unread()
        state.of_work, state.segment = False, None
        if self.zh and any("share" in p.kinds for p in parts):
            parts = shared_again(parts)
        parts = rejoined(with_wholes(parts, self._lies_in) if self.zh else arranged(self._described(parts)))
        outside, state.outside = state.outside, None
        counts = state.settled.indicator == "cargo" and not _of_money(parts)  # what a port counts goes on to be of the port
        if outside is not None and self.sentence is not None and not self.sentence.opens and _speaks_at_large(parts) and not counts:
            of = {"reporter": outside.reporter, "place": outside.place, "label": outside.label}
            state.frame, state.settled = state.frame.with_(**of), state.settled.with_(**of)
        before = state.settled
        trading = state.announced and any((state.frame.partner, state.frame.commodity, state.frame.enterprise, state.frame.regime, state.frame.flow))
        state.spoken = state.settled is not state.section or trading or (self.brief and self.noted) or self._totals(parts)
        heads = [t for p in parts[:1] for t in p.tokens if t.kind in {"place", "anaphor"}]
        own = bool(heads) and heads[0].kind == "anaphor" and heads[0].concept.get("level") == "own"
        if state.announced and state.frame.reporter != state.settled.reporter and not own and state.frame.label != self.topic:
            state.frame = state.frame.with_(reporter=state.settled.reporter, place=state.settled.place, label=state.settled.label)
        if self.zh and state.announced and self.sentence is not None and not self.sentence.opens:
            state.announced = state.ended  # what a sentence only mentions is no topic of the next
        state.ended = not (self.sentence is not None and self.sentence.tokens[-1].kind == ".")
        named = any(t.kind in NAMING for p in parts for t in p.tokens)
        named = named or (not self.zh and bool(heads) and parts[0].tokens[0] is heads[0] and not own)
        elaborates = not parts or (not named and not self._told_afresh(parts[0])) or _goes_on(parts[0])
        opened, current = state.paragraph_period, state.frame.period
        if not elaborates and not state.announced and opened is not None and current is not None and _holds(opened, current):
            state.frame = state.frame.with_(period=opened)  # a single month holds for its sentence and what elaborates it
        if self.zh and parts and (acted := self._acted(parts)) is not None:
            state.frame = state.frame.with_(period=acted)
        state.sentence_period = state.frame.period
        if not state.announced:
            goes_on = state.frame.indicator in COUNTING | {"fdi"} and not named
            state.frame = state.frame.with_(indicator=state.frame.indicator if goes_on else "trade", facet=goes_on)
        heading = [t for t in (parts[0].tokens if len(parts) == 1 else []) if t.kind != "particle"]
        if len(heading) == 1 and heading[0].kind == "term" and (flow := heading[0].concept.get("flow")) in TRADE_FLOWS:
            state.base = state.base.with_(flow=flow)
            state.frame = state.frame.with_(flow=flow)
            return
        dated = state.frame.period
        first = True
        of_which = False
        target = False
        outset: Frame | None = None
        enforced, told = state.enforcing, False
        for number, statement in enumerate(parts):
            statement = statement if self.zh else self.reader.parted(statement, state)
            if statement.opener in {"start", ";"} or not number:
                target = False
                segment = takewhile(lambda s: s.opener != ";", parts[number + 1 :])
                words = [*statement.tokens, *(t for s in segment for t in s.tokens)]
                if self.zh:  # a part of a sentence between semicolons
                    opens = self.sentence is not None and self.sentence.opens and not number
                    state.enforcing = self.enforcing = self._enforces(words, self.enforcing and not opens)
            if target and self.zh and statement.led == "period" and self._is_over(statement):
                target = False  # the market had looked for 12.5%; in June it was 12.4%
            forecast = self._forecast(statement, target=target)
            aside = statement.opener in ASIDE and not self.zh  # "(consensus +5.2%, September +2.4%)": no further than its own figure
            held = self.zh and _beaten(statement)  # above the 5% that was expected, and above the 3% of May
            target = target or bool(forecast and forecast[0].start > statement.start and not (aside or held)) or self._announces_target(statement)
            if not self.zh and not statement.quantities and any(self._lies_ahead(statement.tokens, i) for i in range(len(statement.tokens))):
                target = True  # better in the second half, averaging 44 billion
            if forecast:
                for token in forecast:
                    self._puzzle(token, "target", "a target or forecast, not a figure")
                ahead = [t for i, t in enumerate(statement.tokens) if not self.zh and self._lies_ahead(statement.tokens, i)]
                statement = Statement([t for t in statement.tokens if t not in forecast and t not in ahead], statement.opener)
                if not statement.tokens:
                    continue
            if not self.zh and state.frame.commodity and self._at_large(statement):
                flow = state.frame.flow if "term" in statement.kinds else state.base.flow
                state.frame = state.frame.with_(commodity=state.base.commodity, flow=flow)
            of_which = of_which or "of-which" in statement.kinds
            if statement.opener == ";":
                flows = all(t.kind == "term" and t.concept.get("flow") for t in statement.tokens if t.kind in HEADS)
                of_which = "of-which" in statement.kinds or (of_which and flows)
            topic = "topic" in statement.kinds or statement.opener == ":"
            told = told or (not self.zh and enforced and _of_seizures(parts[number:]))
            self.enforcing = self.enforcing if self.zh else enforced and (told or self.carried)
            self.reader.read(statement, state, of_which=of_which, first=first or (statement.opener == ";" and not _elliptic(statement)), topic=topic)
            if not statement.kinds.isdisjoint({"q", "term", "partner", "commodity", "enterprise", "regime", "other-way"}):
                first = False
            elif statement.opener == ";" and not self.zh and statement.kinds <= _SILENT:
                first = True  # "; fresh chillies, a novelty, were": a subject that no list has
            outset = outset or (state.frame if statement.quantities else None)
        if state.frame.period is None:
            state.frame = state.frame.with_(period=dated)  # "since it opened" holds for its sentence
        ended, begun = state.frame.period, outset.period if outset is not None else None
        if ended is not None and begun is not None and ended.precedes(begun):
            state.frame = state.frame.with_(period=begun)  # "..., against 2 billion in 2022": what follows is of the present again
        measure = bool(self.taken) and not self.zh and _only_since(parts)  # since 1 March it has allowed
        if any(_looks_back(t) for p in parts for t in p.tokens) or measure or (not self.zh and _only_happens(parts)):
            present = dated if begun is None or (dated is not None and begun.precedes(dated)) else begun
            state.frame, state.settled = state.frame.with_(period=present), state.settled.with_(period=present)
            state.sentence_period = present  # a year earlier they had been 3 billion; the zone marked its birthday in May
        state.around = None if self.sentence is not None and self.sentence.opens else outside or state.around
        whole = state.around or (state.base if before.reporter.startswith("text:") else before)
        state.outside = None if self.zh else self._led_back(parts, whole, state)
        nation = state.frame.reporter == "CN" and state.main.reporter != "CN"
        if (
            nation and outset is not None and outset.reporter != "CN" and not state.announced
        ):  # "...; the national figure was 0.7 percent": what follows is of the region again
            state.frame = state.settled = state.frame.with_(reporter=outset.reporter, place=outset.place, label=outset.label)

    def _totals(self, parts: list[Statement]) -> bool:
        """Whether a line right below an English title of trade opens with its total: "Hainan: goods trade, 2024 / Total 277.7 bn yuan"."""
        words = parts[0].tokens if parts and not self.zh and self.sentence is not None and self.sentence.opens else []
        if [t.kind for t in words[:2]] != ["particle", "q"] or not words[0].concept.get("whole") or self.before is None or self.observations:
            return False
        traded = [t for t in self.before.tokens if t.kind == "term"]
        return len(traded) == 1 and traded[0].concept.get("flow") == "total" and not any(t.kind in {"q", "."} for t in self.before.tokens)

    def _led_back(self, parts: list[Statement], whole: Frame, state: State) -> Frame | None:
        """What the text goes back to behind a sentence that told of other places: of several, of one beside it, or of the part that one has in it.

        `whole` is what was told of before; where the sentence itself began with it or with the main place, the text goes back to that.
        """
        here, told = state.frame, list(dict.fromkeys(r.frame.reporter for r in self.readings))
        if here.reporter in {whole.reporter, ""}:
            return None
        if not told:
            return None if any(t.kind in {"place", "anaphor"} for p in parts for t in p.tokens) else state.around
        first = self.readings[0].frame
        if first.reporter in {whole.reporter, state.main.reporter} and first.reporter != here.reporter:
            return first
        several = len(told) > 1 and whole.reporter not in told
        return whole if several or self._only_beside(parts, whole) or self._tells_part(parts, whole, state) else None

    def _only_beside(self, parts: list[Statement], whole: Frame) -> bool:
        """Whether a sentence tells of another place for comparison only: "Neighbouring Gansu exported 12 billion", "Fujian as a whole"."""
        here, sentence = self.state.frame.place, self.sentence
        figure = next((t.start for p in parts for t in p.quantities), 0)
        said = self.annotated.folded.text[sentence.start : figure] if sentence is not None else ""
        around = here is not None and whole.place is not None and self.gazetteer.within(whole.place, here) and self.state.figured
        told = any(same_of(p.tokens) or (around and "overall" in p.kinds) for p in parts)
        return told or any(word in said for word in self.tools.lexicon.role("beside"))

    def _tells_part(self, parts: list[Statement], whole: Frame, state: State) -> bool:
        """Whether a sentence only told the part that a place has in what its region traded: "Changchun shipped 9 billion of them"."""
        here, share = state.frame, state.read.get("share")
        if here.place is None or whole.place is None:
            return False
        if state.figured and self.gazetteer.type(here.place) == "port" and self.gazetteer.type(whole.place) in REGIONS:
            return all(r.indicator == "cargo" for r in self.readings)
        if not self.gazetteer.within(here.place, whole.place if self.zh else self._region(whole.place) or whole.place):
            return False
        if any(p.led == "with" and p.opener == "," and "place" in p.kinds for p in parts):
            return True  # eight cities saw growth, with Datong's exports doubling
        tokens = [t for p in parts for t in p.tokens if t.concepts]
        parted = any(t.concept.get("backward") or t.concept.get("apart") for t in tokens)
        took = _of_money(parts) and any(not p.kinds.isdisjoint({"share", "contribution"}) for p in parts)
        shares = share is not None and share.frame.reporter == here.reporter and share.base.partition(";")[0] in {"", whole.reporter}
        return state.figured and (parted or took or shares)

    def _at_large(self, statement: Statement) -> bool:
        """Whether a statement counts goods without saying which, as the one before it did: "goods worth 3 billion yuan", "3 tonnes of freight"."""
        if "commodity" in statement.kinds or not statement.quantities:
            return False
        text, figure = self.annotated.folded.text, statement.quantities[0]
        words = self.tools.lexicon.role("all-goods")
        return any(text.startswith(f" {w}", figure.end) or text.endswith(f"{w} ", 0, figure.start) for w in words)

    def _told_afresh(self, statement: Statement) -> bool:
        """Whether an amount is said of something that no list has, not of what was told before: "Sea-rail transport reached 702,000 TEU"."""
        ahead = list(takewhile(lambda t: t.kind not in _VERBS, statement.tokens))
        figure = next((q.quantity for q in statement.quantities), None)
        again = any(t.kind in {"period", "anaphor", "same-ref", "of-which", "of"} for t in ahead)
        if self.zh or again or figure is None or figure.kind in RATIO or len(ahead) == len(statement.tokens):
            return False
        return self._strays(statement.start, statement.tokens[len(ahead)].start, whole=False)

    def _lies_in(self, token: Token) -> bool:
        """Whether what was told last lies in the place that a word names and is not that place."""
        here, whole = self.state.frame.place, self.reader.where.place(token, self.state)
        return here is not None and whole is not None and here != whole and self.gazetteer.within(here, whole)

    def _described(self, parts: list[Statement]) -> list[Statement]:
        """The statements without where a place lies that was just named: "Hunchun, a city of 230,000 people in Yanbian, ..."."""
        out = list(parts[:1])
        for before, part, after in zip_longest(parts, parts[1:], parts[2:]):
            if part is None:
                break
            named = [t for t in before.tokens if t.kind not in {"particle", "level-verb", "with", "period"}][-1:]
            apposed = part.opener == "," and bool(named) and named[0].kind == "place" and not before.quantities
            inner = self.gazetteer.choose(named[0].concepts, [self.state.main.place]) if apposed else None
            if inner is None or "term" in part.kinds:
                out.append(part)
                continue
            aside = after is not None and after.opener == "," and not part.quantities  # "Ruili, facing Muse in Myanmar, ..."
            kept = [t for t in part.tokens if not ((t.kind == "partner" and aside) or self._surrounds(t, inner))]
            out.extend([replace(part, tokens=kept)] if kept else [])
        return out

    def _surrounds(self, token: Token, place: Concept) -> bool:
        """Whether a token names what a place lies in."""
        return token.kind == "place" and any(self.gazetteer.within(place, c) for c in token.concepts)

    def _acted(self, parts: list[Statement]) -> Period | None:
        """The month of the day on which an office made the seizures that the sentence tells of: "On 11 January X customs caught ..."."""
        date, published, sentence = parts[0].tokens[0], self.document.published, self.sentence
        acting = parts[1].tokens if len(parts) > 1 and len(parts[0].tokens) == 1 else parts[0].tokens[1:]
        if date.kind != "date" or published is None or sentence is None or not acting or acting[0].kind != "place":
            return None
        seizes = any(t.kind == "term" and t.concept.get("indicator") == "enforcement" for t in acting)
        dated = any(t.kind == "period" for p in parts for t in p.tokens)
        if not seizes or dated or not any(self.gazetteer.type(c) in CUSTOMS for m in acting[0].members for c in m.concepts):
            return None
        figure = next((q.start for p in parts for q in p.quantities), sentence.end)
        said = self.annotated.folded.text[date.end : figure]
        if any(word in said for word in self.tools.lexicon.role("speech")):
            return None  # the day on which it was told
        args = dict(date.args)
        month = args.get("m", "")
        if not month.isdecimal() or not 1 <= int(month) <= 12:
            return None
        year = int(args["y"]) if args.get("y", "").isdecimal() else published.year - (int(month) > published.month)
        return Period(year, int(month), int(month))

    def _announces_target(self, statement: Statement) -> bool:
        """ "The organisation expects, ...": what follows is expected; "above what the market expected, ..." is not."""
        kinds = [t.kind for t in statement.tokens]
        return self.zh and kinds[-1:] == ["target"] and not statement.quantities and COMPARING.isdisjoint(kinds)

    def _forecast(self, statement: Statement, *, target: bool) -> list[Token]:
        """The figures that a word of planning or forecasting governs: those behind it, else the one before it, else all that follow it."""
        figures = [t for t in statement.tokens if t.kind in {"q", "rank"}]
        word = next((t for i, t in enumerate(statement.tokens) if t.kind == "target" or self._lies_ahead(statement.tokens, i)), None)
        if target or word is None:
            return figures if target else []
        behind = [t for t in figures if t.start > word.start]
        return behind if word.role == "ahead" else behind or figures[-1:]

    def _lies_ahead(self, tokens: list[Token], index: int) -> bool:
        """Whether a period had not begun when the release came out; "faster than in the fourth quarter" is of one that is over."""
        span, published = tokens[index].span, self.state.published
        if span is None or published is None:
            return span is not None and (span.offset or 0) > 0
        if (span.year or 0) > published.year or (span.offset or 0) > 0:
            return True
        if self.zh or span.style != "part" or span.first is None or any(t.kind in COMPARISONS for t in tokens[:index]):
            return False
        main = self.state.main.period
        known = main.year if main is not None and span.offset is None else None
        year = span.year or known or published.year + (span.offset or 0)
        past = span.year is None and published.month + 12 - (span.last or 12) <= span.first - published.month  # December, in March
        return (year, span.first) > (published.year, published.month) and main is not None and not past

    def _is_over(self, statement: Statement) -> bool:
        """Whether a statement is of months that were over when the release came out."""
        published, spans = self.state.published, [t.span for t in statement.tokens if t.kind == "period" and t.span is not None]
        if published is None or any(s.style != "part" for s in spans):
            return False
        periods = [resolve(s, self.state.main.period, published) for s in spans]
        now = (published.year, published.month)
        return all(p is not None and p.year is not None and (p.end_year or p.year, p.last) < now for p in periods)

    def _with_own_zones(self, tokens: list[Token]) -> list[Token]:
        """The tokens with a class of zones without a name right before its trade as the zone of the region told of: "of which the hi-tech zone".

        A zone of that class that is told of already is meant by it; where the region has several, nobody knows which.
        """
        state, out = self.state, list(tokens)
        for index, (token, after) in enumerate(pairwise(tokens)):
            before = tokens[index - 1] if index else None
            alone = before is None or before.end < token.start or before.kind not in {"place", "anaphor", "q"}
            bare = token.kind == "particle" and token.concept.get("placeType") == "zone" and alone
            if not bare or after.kind != "term" or after.start > token.end or not after.concept.get("flow") or after.concept.get("indicator"):
                continue
            known = [p for p in (state.frame.place, state.zone, state.main.place) if p is not None]
            if any(self.gazetteer.type(p) in {"zone", "ftz"} for p in known):
                continue
            region = next((p for p in known if self.gazetteer.type(p) in REGIONS), None)
            zone = self.gazetteer.zone_of(region, token.concept) if region is not None else None
            name = token.printed or printed(self.annotated, token.start, token.end)
            place = zone or Concept("place", f"{_UNLISTED}{name}", ((self.document.lang, name),), (), {"placeType": ("zone",)})
            out[index] = replace(token, kind="place", concepts=(place,), printed=name)
        return out

    def _areas(self, tokens: list[Token]) -> list[Token]:
        """The tokens of a release about a free trade zone with its areas by the places that they are named after: "the Wuhan area"."""
        main, text = self.state.main.place, self.annotated.folded.text
        if main is None or self.gazetteer.type(main) != "ftz":
            return tokens
        words = self.tools.lexicon.role("area-noun")
        out: list[Token] = []
        for token in tokens:
            word = next((w for w in words if text.startswith(f" {w}", token.end)), "") if token.kind == "place" else ""
            area = self.gazetteer.area_of(main, token.concept) if word else None
            out.append(token if area is None else replace(token, end=token.end + 1 + len(word), concepts=(area,)))
        return out

    def _addressed(self, tokens: list[Token]) -> list[Token]:
        """The tokens without the region that is written behind a place of it: "Taicang, Jiangsu province, posted"."""
        marks = self.tools.lexicon.alternatives("possessive")
        out: list[Token] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            out.append(token)
            index += 1
            after = tokens[index : index + 3]
            if token.kind != "place" or [t.kind for t in after[:2]] != [",", "place"] or after[1].start - token.end > 2:
                continue
            if self.annotated.folded.text.startswith(marks, after[1].end):
                continue  # Horgos, China's closest port to Europe
            if self.gazetteer.type(after[1].concept) in {"area", "country"} and len(after) > 2 and after[2].kind == "place":
                after = [after[0], *tokens[index + 2 : index + 4]]  # Changzhou, east China's Jiangsu Province
                tokens = [*tokens[: index + 1], *tokens[index + 2 :]]
            outer = self.gazetteer.choose(after[1].concepts, [])
            inner = self.gazetteer.choose(token.concepts, [outer, self.state.main.place])
            if outer is None or inner is None or outer == inner or outer not in self.gazetteer.ancestors(inner):
                continue
            closes = len(after) > 2 and after[2].kind == ","
            if not closes and self.gazetteer.type(inner) in CUSTOMS:
                continue  # according to Shijiazhuang Customs, Hebei exported
            listed = any(t.kind == "place" for t in tokens[index + 3 : index + 5]) or (len(after) > 2 and after[2].kind in {"and", "sep"})
            if not listed:
                index += 3 if closes else 2
        return out

    def _bulleted(self, sentence: Sentence) -> tuple[bool, int]:
        """Whether a sentence is a line of a bulleted list, and how far it is indented."""
        text = self.annotated.folded.text
        head = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start + 2]
        mark = head.lstrip()[:1]
        letter = len(head) > 2 and head.lstrip()[1:2] == " " and mark.isalpha() and mark.isascii() and head[:1] == " "  # an indented "o"
        bulleted = bool(mark) and (mark in _BULLETS or letter)
        return bulleted, len(head) - len(head.lstrip()) if bulleted else -1

    def _headed(self, sentence: Sentence, ended: int) -> None:
        """Note what a heading says of the lines under it, as far as a blank line behind the first of them."""
        text = self.annotated.folded.text
        note = None if self.zh else headed(text, sentence.start, self.tools.quantities, self.tools.lexicon)
        if note is not None:
            self.heads = note
        elif self.heads is not None and ended > self.heads.line[1] and "\n\n" in text[ended : sentence.start]:
            self.heads = None

    def _section(self, sentence: Sentence, state: State) -> Frame:
        """The frame that a paragraph starts from; a heading that names a place holds for the paragraphs under it."""
        tokens = [t for t in sentence.tokens if t.kind not in {"particle", "nl", "dateline", "enumerator"}]
        text = self.annotated.folded.text
        if state.heading is not None and state.headed and "\n\n" in text[max(0, sentence.start - 3) : sentence.start]:
            state.heading, state.headed = None, False  # what a heading says of flow or period holds for the lines right under it
        if tokens and tokens[0].kind == "place" and tokens[0].start == sentence.start and text[tokens[0].end : tokens[0].end + 3] == " - ":
            place = self.gazetteer.choose(tokens[0].concepts, [state.main.place])
            if place is not None and self.gazetteer.type(place) not in CUSTOMS:
                state.zone = state.port = None
                return state.main.with_(reporter=slug(place.notation), place=place, label=tokens[0].printed)
        heading = len(tokens) < 8 and not any(t.kind in {"q", "."} for t in tokens) and sentence.end - sentence.start < 60
        if not self.zh and [t.kind for t in tokens] == ["place", "."] and tokens[0].start == sentence.start and sentence.end - tokens[0].end < 3:
            tokens, heading = tokens[:1], True  # HAINAN. Trade of the island rose 56 percent
        if heading and not self.zh and _OUTLINED.match(text, text.rfind("\n", 0, sentence.start) + 1) and not any(t.kind in PLACES for t in tokens):
            state.section = state.main  # "F. Companies", behind "E. Longbang port"
        if heading and tokens and state.main.place is not None:
            place = self.gazetteer.choose(tokens[0].concepts, [state.main.place]) if tokens[0].kind == "place" else None
            if place is not None and self.gazetteer.type(place) in CUSTOMS:
                if self.zh and len(tokens) == 1:  # what each office found, under its name
                    state.section, state.office = state.main.with_(actor=place), place
                elif len(tokens) == 1:
                    state.section = state.section.with_(actor=place)
                place = None
            flows = {t.concept.get("flow") for t in tokens if t.kind == "term"} & TRADE_FLOWS
            only = not any(t.kind in NAMING - {"term"} for t in tokens)
            periods = [t for t in tokens if t.kind == "period"]
            partners = {m.concept.notation for t in tokens if t.kind == "partner" for m in t.members}
            to = len(partners) == 1 and tokens[-1].kind == ":" and not any(t.kind in NAMING - {"term", "partner"} for t in tokens)
            if (self.observations or len(tokens) == 1) and (only or to) and len(flows) == 1 and (place is None or place == state.main.place):
                state.heading = state.main.with_(flow=flows.pop(), partner=tuple(partners) or state.main.partner)
            if periods and all(t.kind in {"period", "overall", ":", ",", "per"} for t in tokens) and (span := periods[-1].span) is not None:
                stated = resolve(span, state.main.period, state.published)
                state.heading = state.main.with_(period=stated) if stated is not None else None
            alone = len(tokens) == 1 or tokens[1].kind == ":"
            labelled = not self.zh and len(tokens) > 1 and alone and not any(t.kind in {"date", "period"} for t in tokens)
            inner = place is not None and (state.main.reporter == _ALL_ZONES or self.gazetteer.within(place, state.main.place))
            if place is not None and labelled and not inner and self.gazetteer.type(place) in REGIONS:  # "Dandong: over the bridge", of two ports
                beside = self.gazetteer.port_of(place) if self.gazetteer.type(state.main.place) == "port" else place
                place, inner = beside or place, True
            if place is not None and alone and inner:
                state.section = state.main.with_(reporter=slug(place.notation), place=place, label=tokens[0].printed)
                state.zone = state.port = None
            elif any(t.kind in {"term", "topic"} for t in tokens):
                state.section = state.main
        if state.heading is None:
            return state.section
        state.headed = state.headed or any(t.kind == "q" for t in tokens)
        return state.section.with_(flow=state.heading.flow, period=state.heading.period, partner=state.heading.partner)

    def _state(self, found: list[Sentence]) -> State:
        """What the reader starts from: the reporter and the period that the document is about."""
        opening = Opening(self.annotated, found, self.gazetteer, self.tools)
        self.ranked = [(self.about, 1.0)] if self.about is not None else ranked(opening.places())
        place, partner, regime = self.ranked[0][0] if self.ranked else None, opening.partner(), opening.regime()
        if (own := opening.territory(place)) is not None:
            place, partner = own, tuple(p for p in partner if p != own.get("iso3166-2").partition("-")[2])
        of_goods = opening.flow_of_goods()
        goods = (commodity(good),) if of_goods and (good := opening.good()) is not None else ()
        flow = opening.flow() if self.zh and regime else of_goods if goods else ""
        route = opening.corridor() if place is None else ""
        reporter = slug(place.notation) if place else f"text:{route}" if route else ""
        period = opening.reference.main
        frame = Frame(reporter=reporter, label=route, place=place, period=period, flow=flow, partner=partner, commodity=goods, regime=regime)
        self.undated = opening.published is None
        self.document = replace(self.document, published=opening.stamped)
        state = State(frame, frame, frame, frame, frame, opening.published, main_period=period)
        state.office = self.office = opening.office
        state.turn = opening.reference.turn()
        state.flow_of_goods = "" if self.zh else of_goods
        self.notation = stated(self.annotated.folded.text, self.tools.quantities, self.tools.lexicon)
        state.money = state.currency = self.notation.currency
        self.brief = self.notation.amount is not None and any(t.kind == "term" for s in found[:_OPENING] for t in s.tokens)
        return state

    # ------------------------------------------------------------------ results

    def _ports(self) -> None:
        """A county of which more traffic than trade is counted is meant as its port; so is any place whose traffic a release about ports counts."""
        traffic: dict[str, int] = {}
        for fact in self.observations:
            other = fact.measure == "level" and fact.indicator != "clearance" and fact.start not in self.towns
            traffic[fact.reporter] = traffic.get(fact.reporter, 0) + (1 if fact.indicator == "cargo" else -1 if other else 0)
        counted = dict.fromkeys(fact.reporter for fact in self.observations if fact.indicator == "cargo")
        towns = {r: place for r in counted if ":" not in r and (place := self.gazetteer.find(r)) is not None}
        ports = {r: self.gazetteer.port_of(place) for r, place in towns.items() if self.gazetteer.type(place) in {"county", "prefecture"}}
        for index, fact in enumerate(self.observations):
            place, port = towns.get(fact.reporter), ports.get(fact.reporter)
            if place is None or port is None:
                continue
            county = self.gazetteer.type(place) == "county" and fact.start not in self.towns
            beside = traffic.get(slug(port.notation), 0) > 0 and not self.zh
            if (county and traffic[fact.reporter] > 0) or (fact.indicator == "cargo" and (self.state.portly or (county and beside))):
                self.observations[index] = fact._replace(reporter=slug(port.notation))

    def _enforces(self, tokens: list[Token], before: bool) -> bool:
        """Whether a part of a sentence tells of cases and seizures: what is weighed, valued or counted in it is not trade."""
        terms = [t.concept for t in tokens if t.kind == "term"]
        if self.zh and terms and terms[0].get("indicator") == "enforcement":
            return True
        cases = not self.zh and any(
            m.quantity is not None and m.quantity.counted is not None and m.quantity.counted.get("indicator") == "enforcement"
            for t in tokens
            for m in t.members
        )
        if any(t.notation == _OFFENDER for t in terms):
            return True  # what a gang imported
        if cases or any(t.get("indicator") == "enforcement" for t in terms):
            return not any(t.get("flow") in TRADE_FLOWS or t.get("members") for t in terms)
        return before and not terms

    def _laid_out(self, reading: Reading) -> bool:
        """Whether an English amount is what a measure lays out, right behind its verb ("earmarked 20 million yuan for fairs"), or a part in one.

        A measure that pays 30 percent of a fee tells of no share of trade.
        """
        part = reading.measure == "share" and reading.indicator == "trade" and not self.zh
        if part and self.taken:
            return self._in_measure(reading)
        level = reading.measure == "level" and reading.indicator == "trade" and reading.quantity.kind == "money"
        frame = reading.frame
        if self.zh or not self.taken or not level or frame.flow in TRADE_FLOWS or frame.commodity or frame.partner:
            return False
        start, end = self.annotated.folded.origin(reading.token.start, reading.token.end)
        return any(a <= start < a + _LAID and end <= b for a, b in self.taken)

    def _in_measure(self, reading: Reading) -> bool:
        at, _ = self.annotated.folded.origin(reading.token.start, reading.token.end)
        return any(a <= at < b for a, b in self.taken)

    def _emit(self, reading: Reading) -> None:
        if self._laid_out(reading):
            self._puzzle(reading.token, "other-subject", "what a measure lays out, not trade")
            return
        if (reading.indicator, reading.measure) == ("enterprises-active", "level") and self._in_measure(reading):
            reading = reading._replace(indicator="other")  # mentored 212 companies: told below those that trade
        if (main := self.state.main.commodity) and not self.goods:
            if reading.indicator not in TRADED:
                reading = self._of_no_good(reading)
            elif reading.measure == "share" and not reading.base and reading.frame.commodity == main:
                reading = reading._replace(base="commodity")
        if reading.quantity.kind == "time" and not self.zh and reading.measure == "level":
            reading = self._of_no_part(reading)
        timed = reading.quantity.kind == "time" and self.zh
        if timed and self.sentence is not None and not any(t.kind in {"period", "date"} for t in self.sentence.tokens):
            reading = reading._replace(frame=reading.frame.with_(period=None))
        cleared = reading.indicator == "clearance" or (reading.indicator == "trade" and any(f.indicator == "clearance" for f in self.state.levels))
        carried = not self.zh and cleared and not self._of_cases()  # 52,300 declarations, below seizures
        papers = not self.zh and reading.quantity.counted is not None and reading.quantity.counted.notation in PAPERS
        carried = carried or papers
        if self.enforcing and reading.measure in _OF_CASES and reading.indicator != "enterprises-active" and not timed and not carried:
            reading = reading._replace(indicator="enforcement")
        if reading.indicator == "enforcement" and self.zh:
            reading = self._by_office(reading)
        carried = any(f.indicator in {"cargo", "clearance"} for f in self.state.levels)  # what the trains held was worth so much
        if self.state.supervised and (reading.indicator == "cargo" or (reading.indicator == "trade" and carried)):
            reading = self._by_supervisor(reading)
        if reading.indicator == "clearance":
            reading = self._work(reading)
        elif self.zh and reading.indicator in {"trade", "other"} and (whose := self.worked.get(reading.frame.reporter)) is not None:
            frame = reading.frame.with_(reporter=whose.reporter, place=whose.place, flow=whose.flow)
            reading = reading._replace(frame=frame, indicator="clearance")  # what the certificates were worth
        if reading.indicator == "trade" and self._carried_worth(reading):
            reading = reading._replace(indicator="cargo")
        if self.zh and reading.measure == "level" and reading.indicator in {*TRADED, "cargo"} and self._accrued(reading):
            reading = reading._replace(frame=reading.frame.with_(period=None))
        actor = reading.frame.actor or self.state.office
        regional = reading.frame.place is None or self.gazetteer.type(reading.frame.place) in REGIONS
        if reading.indicator == "trade" and self.state.of_work and actor is not None and regional:
            reading = reading._replace(frame=reading.frame.with_(reporter=slug(actor.notation), place=actor))
        enrolled = reading.indicator.startswith("enterprises") and reading.frame.actor is not None and self.zh
        if enrolled and reading.frame.place is not None and self.gazetteer.type(reading.frame.place) == "port" and reading.frame.actor is not None:
            reading = reading._replace(frame=reading.frame.with_(reporter=slug(reading.frame.actor.notation), place=reading.frame.actor))
        if self.zh and reading.indicator in {"fdi", "enterprises-registered"}:
            reading = self._of_no_port(reading)
        if reading.indicator == "cargo" and reading.frame.regime == self.state.main.regime != "":
            reading = reading._replace(frame=reading.frame.with_(regime=""))
        if not self.zh and reading.indicator in TRADED:
            reading = self._of_region(reading)
        if reading.indicator in TRADED and (firm := exporter(self.named, reading.token.start, self.firm)):
            reading = reading._replace(frame=reading.frame.with_(reporter=f"text:{firm}", place=None, label=firm))
        self.seen.add(reading.token.start)
        self.readings.append(reading)

    def _carried_worth(self, reading: Reading) -> bool:
        """Whether an amount, or its growth, is of what trains or a corridor carried, no trade: "242,000 TEU of goods worth 40 billion yuan"."""
        frame, sentence = reading.frame, self.sentence
        regional = frame.place is None or self.gazetteer.type(frame.place) in REGIONS
        if sentence is None or not regional or any(getattr(frame, slot) for slot in SECONDARY) or frame.flow in TRADE_FLOWS | {"balance"}:
            return False
        ahead = [t for t in sentence.tokens if t.end <= reading.token.start]
        ahead = list(takewhile(lambda t: t.kind != ";", reversed(ahead)))
        if any(t.kind == "term" and t.concept.get("flow") and not t.concept.get("indicator") for t in ahead):
            return False
        told = [r for r in self.readings if r.measure == "level"]
        worth = [r for r in told if r.quantity.kind == "money"]
        if reading.measure == "growth":
            return bool(worth) and all(r.indicator == "cargo" for r in worth)
        carries = any(t.kind == "corridor" for t in ahead) or (bool(told) and told[-1].indicator == "cargo")
        return carries and reading.measure == "level" and reading.quantity.kind == "money"

    def _of_no_good(self, reading: Reading) -> Reading:
        """What is no trade is not of the good that the release is about, nor of its flow unless the sentence says so: firms, trains, papers."""
        frame, main = reading.frame, self.state.main
        said = self.sentence is not None and any(t.kind == "term" and t.concept.get("flow") for t in self.sentence.tokens)
        flow = frame.flow if said or frame.flow != main.flow else ""
        return reading._replace(frame=frame.with_(commodity=() if frame.commodity == main.commodity else frame.commodity, flow=flow))

    def _of_no_port(self, reading: Reading) -> Reading:
        """Foreign capital and new firms are not of a port that only an earlier sentence named, but of the region that the text is about."""
        place, sentence = reading.frame.place, self.sentence
        if place is None or sentence is None or self.gazetteer.type(place) != "port":
            return reading
        if any(place in m.concepts for t in sentence.tokens if t.kind == "place" for m in t.members):
            return reading
        told = (self.gazetteer.find(code) for code in dict.fromkeys(o.reporter for o in self.observations))
        known = (p for p in (self.state.main.place, *told) if p is not None and self.gazetteer.type(p) in REGIONS)
        region = next((p for p in known if self.gazetteer.within(place, p)), None)
        return reading if region is None else reading._replace(frame=reading.frame.with_(reporter=slug(region.notation), place=region))

    def _of_region(self, reading: Reading) -> Reading:
        """Trade that an office reports is of the region around it, not the office's work, where the release names no other place."""
        place = reading.frame.place
        if place is None or place != self.state.main.place or self.gazetteer.type(place) not in CUSTOMS:
            return reading
        if self.enforcing or any(r.indicator in _OF_OFFICES for r in self.readings):
            return reading  # what it released, beside what it seized
        region = self._region(place)
        return reading if region is None else reading._replace(frame=reading.frame.with_(reporter=slug(region.notation), place=region))

    def _region(self, office: Concept) -> Concept | None:
        """The region around an office of customs, none around what is no such office."""
        return self.gazetteer.counted_by(office) if self.gazetteer.type(office) in CUSTOMS else None

    def _of_no_part(self, reading: Reading) -> Reading:
        """How long something takes is not of the goods and modes that a measure told before in its sentence names."""
        start, _ = self.annotated.folded.origin(reading.token.start, reading.token.end)
        behind = any(end <= start for _, end in self.taken)
        left = {slot for slot in SECONDARY if getattr(reading.frame, slot) and slot not in reading.stated} if behind else set()
        empty = {slot: () if slot in {"partner", "commodity"} else "" for slot in left}
        return reading._replace(frame=reading.frame.with_(**empty)) if left else reading

    def _of_cases(self) -> bool:
        """Whether the sentence itself speaks of cases and seizures."""
        sentence = self.sentence
        return sentence is not None and any(t.kind == "term" and t.concept.get("indicator") == "enforcement" for t in sentence.tokens)

    def _accrued(self, reading: Reading) -> bool:
        """Whether a figure is what a port or line has reached in all up to a day, from which on nobody says: "8 million tonnes to date"."""
        place, sentence = reading.frame.place, self.sentence
        if sentence is None or (place is not None and self.gazetteer.type(place) in REGIONS):
            return False
        ahead = [t for t in sentence.tokens if t.end <= reading.token.start]
        at = next((i for i in range(len(ahead) - 1, -1, -1) if ahead[i].kind == "period"), -1)
        stock = at >= 0 and (span := ahead[at].span) is not None and span.style == "stock"
        said = self.annotated.folded.text[ahead[at].end : reading.token.start] if stock else ""
        return any(word in said for word in self.tools.lexicon.role("together") if len(word) > 1)

    def _observe(self, state: State) -> None:
        """Write what the sentence stated, with what its figures say of each other."""
        read, self.readings = self.readings, []
        told = settled(read, self.amounts)
        for before, after in zip(read, told, strict=True):
            changed = {s: getattr(after.frame, s) for s in ("flow", *SECONDARY) if getattr(after.frame, s) != getattr(before.frame, s)}
            for known in ("frame", "settled") if changed else ():
                frame: Frame = getattr(state, known)
                if all(getattr(frame, slot) == getattr(before.frame, slot) for slot in changed):
                    setattr(state, known, frame.with_(**changed))
            if changed.get("regime") == "":
                state.base = state.base.with_(regime="")  # the paragraph has gone over to the trade of all modes
        self.amounts.extend(telling(told))
        for reading in told:
            self._write(reading)

    def _write(self, reading: Reading) -> None:
        folded = self.annotated.folded
        start, end = folded.origin(reading.token.start, reading.token.end)
        sentence = self.sentence
        bounds = folded.origin(sentence.start, sentence.end) if sentence else (start, end)
        told = sentence.tokens if sentence is not None and reading.indicator in _OF_TOWNS and not self.zh else ()
        if any(self._names_town(t) for t in told):
            self.towns.add(start)
        elif told and self.before is not None and not (sentence is not None and sentence.opens) and self._goes_on_of_town(reading):
            self.towns.add(start)  # Erenhot city had a trade of 9 billion yuan. Border trade contributed 5 billion of that
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

    def _names_town(self, token: Token) -> bool:
        """Whether a word means the town, not its port: "the city", "Erenhot city"."""
        if token.kind == "anaphor":
            return token.concept.get("level") in {"city", "prefecture", "county"}
        return token.kind == "place" and " " in token.text and token.text.rsplit(" ", 1)[1] in self.tools.lexicon.role("town-noun")

    def _goes_on_of_town(self, reading: Reading) -> bool:
        """Whether a sentence without a place goes on about the town of which the one before told."""
        tokens = self.sentence.tokens if self.sentence is not None else ()
        last = self.observations[-1] if self.observations else None
        silent = not any(t.kind in {"place", "anaphor"} for t in tokens)
        return silent and last is not None and last.start in self.towns and last.reporter == reading.frame.reporter

    def _counts(self, token: Token) -> bool:
        """Whether a word that is no token, nor a verb of counting, follows a number: "4.48 million consumers"."""
        word = _NOUN.match(self.annotated.folded.text, token.end)
        sentence = self.sentence
        if word is not None and word.group(1) in self.tools.lexicon.role("counting-verb"):
            return False
        return word is not None and sentence is not None and not any(t.start == word.start(1) for t in sentence.tokens)

    def _tallies(self, token: Token) -> bool:
        """Whether a verb of counting stands right before a number, or its hedge: "Erenhot ran 73"."""
        word = _LAST_WORD.search(self.annotated.folded.text, max(0, token.begins - _WORD_AT_MOST), token.begins)
        return word is not None and word.group(1) in self.tools.lexicon.role("counting-verb")

    def _strays(self, start: int, stop: int, *, whole: bool, verbs: bool = False) -> bool:
        """Whether a noun that no list has stands in the clause that begins with the token at `start`, before `stop`: "complaints fell".

        `whole`: or anywhere before it in the sentence, back to a semicolon; `verbs`: so do participles and words that fill.
        """
        sentence, text, lexicon = self.sentence, self.annotated.folded.text, self.tools.lexicon
        if sentence is None:
            return False
        goods = [g for g in self.goods if not any(t.start <= g.start and g.end <= t.end for t in sentence.tokens)]
        told = [*goods, *self.strange, *(t for t in sentence.tokens if not any(g.start <= t.start and t.end <= g.end for g in goods))]
        covered = sorted((t for t in told if t.start < stop and t.end > sentence.start), key=lambda t: t.start)
        floor = max([sentence.start, *(t.end for t in covered if t.end <= start)])
        if whole:
            start = max(sentence.start, text.rfind(";", sentence.start, start) + 1)
        while start > floor and text[start - 1] not in _CLAUSE_ENDS:
            start -= 1
        inner = [t for t in covered if t.end > start]
        edges = [start, *(edge for t in inner for edge in (max(t.start, start), t.end)), stop]
        gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
        if self.zh:
            return any(not _filled(run, self.fillers) for gap in gaps for run in _HAN_RUN.findall(gap))
        passed = lexicon.role("particle") if verbs else self.fillers
        return any(word not in passed and (verbs or not describing(word, lexicon)) for gap in gaps for word in _NOUNS.findall(gap))

    def _labelled_unread(self) -> bool:
        """Whether an English line has a label of words alone that no list has: "- Duty paid: 3 million yuan"."""
        tokens = self.sentence.tokens if self.sentence is not None and not self.zh else ()
        label = list(takewhile(lambda t: t.kind != ":", tokens))
        if len(label) == len(tokens) or self.goods or any(t.kind not in _SILENT | {"nl"} for t in label):
            return False
        colon = tokens[len(label)].start
        line = self.annotated.folded.text.rfind("\n", 0, colon) + 1
        return colon - line < _LABEL and self.sentence is not None and self._strays(self.sentence.start, colon, whole=True)

    def _by_supervisor(self, reading: Reading) -> Reading:
        """Cargo that an office supervises is its own work, unless the sentence says at which port."""
        place = reading.frame.place
        office = self.state.supervisor or (self.state.office if place is None or self.gazetteer.type(place) in REGIONS else None)
        if office is None or self.gazetteer.type(office) == "customs-authority":
            return reading
        return reading._replace(frame=reading.frame.with_(reporter=slug(office.notation), place=office))

    def _by_office(self, reading: Reading) -> Reading:
        """Cases and seizures are of the office that their sentence or paragraph names, wherever it acted."""
        actor = reading.frame.actor
        acting = {*self.state.acting, self.state.section.actor}
        if actor is None or actor not in acting or self.gazetteer.type(actor) == "customs-authority":
            return reading
        return reading._replace(frame=reading.frame.with_(reporter=slug(actor.notation), place=actor))

    def _work(self, reading: Reading) -> Reading:
        """Customs work, of the office or region whose it is; whose the rest of a Chinese sentence about certificates is too."""
        told = self._at_port(self._of_office(self._at_named_port(reading)))
        if told is not reading and reading.quantity.counted is not None and reading.quantity.counted.notation == CERTIFICATE:
            self.worked[reading.frame.reporter] = told.frame
        return told

    def _at_named_port(self, reading: Reading) -> Reading:
        """How long clearance takes at a port is of the port that is named right before, in the same clause, whoever reports it."""
        place, sentence = reading.frame.place, self.sentence
        timed = self.zh and self.state.level is not None and self.state.level.kind == "time"
        if not timed or place is None or sentence is None or self.gazetteer.type(place) != "port":
            return reading
        clause = list(takewhile(lambda t: t.kind not in {",", ";"}, reversed([t for t in sentence.tokens if t.end <= reading.token.start])))
        named = next((t for t in clause if t.kind in {"place", "anaphor"}), None)
        pointed = named is not None and named.kind == "anaphor" and named.concept.get("level") == "port" and not named.concept.get("placeType")
        last = self.readings[-1].frame if self.readings and reading.measure == "growth" else None
        goes_on = last is not None and last.actor is None and (last.place, last.flow) == (place, reading.frame.flow)
        told = any(r.frame.place == place and r.frame.actor is None and r.indicator == "clearance" for r in self.readings)
        goes_on = goes_on or (told and named is None)  # of the port, of exports and of imports
        return (
            reading._replace(frame=reading.frame.with_(actor=None))
            if goes_on or pointed or (named is not None and place in named.concepts)
            else reading
        )

    def _at_port(self, reading: Reading) -> Reading:
        """Times of clearance in a passage that counts the traffic of a county are of its port."""
        place = reading.frame.place
        if not self.zh or place is None or self.gazetteer.type(place) != "county" or reading.frame.actor is not None:
            return reading
        port = self.gazetteer.port_of(place)
        passed = any(
            o.indicator == "cargo" and o.reporter in {reading.frame.reporter, slug(port.notation) if port else ""} for o in self.observations
        )
        if port is None or not passed:
            return reading
        return reading._replace(frame=reading.frame.with_(reporter=slug(port.notation), place=port))

    def _of_office(self, reading: Reading) -> Reading:
        """Customs work is not of a port or zone that only an earlier sentence named."""
        place, main = reading.frame.place, self.state.main.place
        if place is None or place == main or self.gazetteer.type(place) in REGIONS or self.sentence is None:
            return reading
        named = [t for t in self.sentence.tokens if t.kind in {"place", "anaphor"} and not (t.kind == "anaphor" and t.concept.get("placeType"))]
        said = any(place in t.concepts or t.concept.get("level") in {"port", "zone", "own"} for t in named)
        if said or reading.frame.reporter != slug(place.notation):
            return reading
        return reading._replace(frame=reading.frame.with_(reporter=self.state.main.reporter, place=main))

    def _puzzle(self, token: Token, code: str, note: str) -> None:
        for member in token.members:
            if code == "absolute-change" and self._counts_measures(member):
                self._note(member.start, member.end, "decoy", "a number in the wording of a policy measure, no figure")
            else:
                self._note(member.start, member.end, code, note)

    def _counts_measures(self, token: Token) -> bool:
        """Whether a number in the wording of a measure counts what neither trade nor customs work does: "18 steps to make trade grow"."""
        counted = token.quantity.counted if token.quantity is not None else None
        start, end = self.annotated.folded.origin(token.start, token.end)
        return counted is not None and not counted.get("indicator") and any(a <= start and end <= b for a, b in self.taken)

    def _note(self, start: int, end: int, code: str, note: str) -> None:
        a, b = self.annotated.folded.origin(start, end)
        self.issues.append(Issue(self.document.id, a, b, code, self.document.text[a:b], note))

    def _remember(self, tokens: list[Token]) -> None:
        for token in tokens:
            if token.kind == "commodity" and not token.concepts:
                self.unlisted.setdefault(unlisted(token.text), token)
            elif token.kind == "place" and self.gazetteer.find(token.concept.notation) is None:
                self.unlisted.setdefault(slug(token.concept.notation), token)

    def _unknown_terms(self) -> None:
        """A note for each good and place of a fact that no list has."""
        used = {code for o in self.observations for code in (o.reporter, *(c.id for c in o.commodity))}
        for code, token in self.unlisted.items():
            if code in used:
                self._note(token.start, token.end, "unknown-term", "in no code list; add it to ontology/ to give it a code of its own")

    def _unread(self) -> None:
        noted = {(i.start, i.end) for i in self.issues}
        for quantity in self.annotated.quantities:
            where = self.annotated.folded.origin(quantity.start, quantity.end)
            if quantity.start not in self.seen and where not in noted:
                self._note(quantity.start, quantity.end, "unread", "no statement says what this number measures")
        for start, end, digits in self.annotated.endless:
            self._note(start, end, "unread", f"a number of {digits} digits is no figure")
