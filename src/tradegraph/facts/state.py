"""What the grammar remembers from statement to statement, and the values it passes on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from tradegraph.facts.frame import Frame
from tradegraph.facts.tokens import Token
from tradegraph.model import Concept, Period, Quantity

AMOUNTS = frozenset({"money", "mass", "count"})
MULTIPLES = frozenset({"times", "multiple", "growth"})
HEADLINE = AMOUNTS | {"teu", "percent", "times"}  # kinds of the figures that a release opens with
RATIO = frozenset({"percent", "times", "multiple", "growth", "fraction"})
PREDICATES = frozenset({"direction", "rate", "share", "gap", "contribution", "rate-change"})
COMPARING = frozenset({"than", "gap"})  # words that hold one thing against another
HELD_AGAINST = COMPARING | {"from-level", "earlier"}  # what leads to a figure or period that another is held against
COMPARISONS = HELD_AGAINST | {"basis"}  # all that tells against what
HEADS = frozenset({"place", "partner", "commodity", "enterprise", "regime", "term", "facet", "anaphor", "corridor"})
PLACES = frozenset({"place", "anaphor"})  # words for a place
NAMING = HEADS - PLACES  # words that say what a sentence is about
WHEN = frozenset({"period", "basis"})
MOVING = frozenset({"direction", "rate"})
SEPARATORS = frozenset({"sep", "and", ","})  # what parts the members of a list
TRIPS = frozenset({"TEU", "{train}", "{train-column}", "{vehicle-trip}", "{ship-call}", "{flight}", "{passenger}"})  # units of what crosses
CUSTOMS_WORK = frozenset({"clearance", "enforcement"})  # indicators of what customs offices do
COUNTING = CUSTOMS_WORK | {"cargo"}  # indicators of what is carried, cleared and prosecuted, not traded
CERTIFICATE = "{certificate}"
PAPERS = frozenset({"{declaration}", CERTIFICATE})  # units of what customs issue
TRADE_FLOWS = frozenset({"export", "import"})
TRADING = Concept("word", "trading", (), (), {"role": ("term",)})  # a word of trading that a text does not say: it is given its flow


@dataclass(slots=True)
class State:
    """What the reader knows while it goes through a document."""

    main: Frame  # what the document is about
    section: Frame  # what the paragraphs under the last heading are about
    base: Frame  # what a new subject in this paragraph starts from
    settled: Frame  # the last frame of which a number was said
    frame: Frame
    published: dt.date | None
    main_period: Period | None = None
    sentence_period: Period | None = None
    paragraph_period: Period | None = None  # of the first sentence of the paragraph, or of the first that tells figures
    figured: bool = False  # the paragraph has told figures
    lists: list[list[Frame]] = field(default_factory=list)
    listed: list[Frame] = field(default_factory=list)  # the last list of this sentence
    above: list[Frame] = field(default_factory=list)  # the subjects of the lines right above
    since: str = ""  # the basis of growths over a span of years that this sentence names
    joint: bool = False  # the last subject was a list that no code fits as a whole
    listed_at: int = 0  # where the last list stood
    quarterly: int = 0  # the months of a part of the year by which the sentence goes, quarter by quarter or half by half
    enforcing: bool = False  # the sentence tells of cases and seizures
    portly: bool = False  # the release is about ports: "Two of Yunnan's land ports closed the year in different spirits."
    flow_of_goods: str = ""  # of every good of the release, where no other is told
    lead: dict[str, Any] = field(default_factory=dict)  # the partner or good that the sentence opened with: "To the US, Guangxi exported"
    manner: str = ""  # the trade mode that the sentence opened with: "through market procurement,"
    turned: bool = False  # the statement counts another good than the one carried over
    orphan: bool = False  # the statement is of trade with somebody who has not been named
    pace: str = ""  # the unit of time with which the sentence opened: "each quarter,"
    unnamed: bool = False  # a rate of this sentence was of something that no list has
    outside: Frame | None = None  # the region of which the sentence before told a part: what follows without a place is of it
    around: Frame | None = None  # what the paragraph went back to last, or could have
    first: bool = False  # no statement of this sentence has named a subject yet
    labelled: bool = False  # a colon stood behind the statement before
    of_which: bool = False  # the statement is of a part of what was said before
    whole: Frame | None = None  # what the parts told behind "of which" are parts of
    pair: Frame | None = None  # the last frame with a partner of which a number was said
    branch: Frame | None = None  # what the relative clause before this statement gave a level of
    exemplifying: bool = False  # the statement before gave examples of a subject that waits for its figure
    unread: bool = False  # a figure of this sentence was not read: what goes on from it can't be either
    levels: list[Frame] = field(default_factory=list)  # what each level of this sentence was said of, one after another
    levels_at: int = 0
    told: list[Frame] = field(default_factory=list)  # the levels of the last sentence of this paragraph that gave any
    partners: list[str] = field(default_factory=list)  # that this sentence has named
    partners_before: list[str] = field(default_factory=list)  # that the last sentence to name any did
    antecedent: Token | None = None  # the last word that a relative clause can be about
    tokens: list[Token] = field(default_factory=list)  # of the statement being read
    bases: list[Token] = field(default_factory=list)  # what the share of the last statement was of, in its words
    speaking: list[Token] = field(default_factory=list)  # of the last statement that says of what: not "up 5 percent"
    dated: bool = False  # the statement before the one read only told when, and this one ranks nothing
    undated: Frame | None = None  # what was spoken of before a period opened this sentence afresh
    moved: bool = False  # the last figure was of an earlier period than what it stood beside
    timed: bool = False  # the statement before the one read had a period for its subject: "September was the worst,"
    quarter: Token | None = None  # the last quarter of a year named in this paragraph
    then: Token | None = None  # the last period named in this sentence, which a clause with "when" is about
    begun: Period | None = None  # the first of two years that this sentence runs between: "from 2013 to 2022"
    named: list[Frame] = field(default_factory=list)  # the subjects of this sentence, one after another
    scope: str = "self"  # of the last rank
    segment: Frame | None = None  # what the first figure since the last semicolon was said of
    shared: Frame | None = None  # what the last share of this paragraph was said of
    subjects: list[Frame] = field(default_factory=list)  # of the figures of this paragraph, one after another
    parts: list[Frame] = field(default_factory=list)  # of them, those told as parts of the one before
    flows: set[str] = field(default_factory=set)  # of the figures of this paragraph
    turn: tuple[int, Period] | None = None  # where the release turns from its month to the running total
    month: Period | None = None  # the month from which it has
    indent: int = -1  # of the line, where it is one of a bulleted list
    outdent: int = -1  # how far the line above its sublines is indented
    nested: Period | None = None  # what the line above its sublines is about
    bullet: bool = False  # the paragraph is a line of a bulleted list
    heading: Frame | None = None  # what the last heading says of flow or period
    headed: bool = False  # figures have been read under it
    alien: bool = False  # this sentence speaks of something else than trade
    counted: str = ""  # the indicator of the level read in this statement
    share_base: str = ""  # of the last share in this sentence
    share_before: str = ""  # the same of the sentences before, in this paragraph
    read: dict[str, Reading] = field(default_factory=dict)  # of each measure the last reading of this sentence
    read_before: dict[str, Reading] = field(default_factory=dict)  # the same of the sentence before, in this paragraph
    share_goes_on: bool = False  # the statement goes on from a share of the sentence before
    stated: frozenset[str] = frozenset()  # the slots that the statement being read names
    measure: str = ""  # of the last quantity read in this sentence
    rank_of: str = ""  # by what the last rank ranks
    growth_sign: int = 0
    changed: int = 0  # the sign of the change by an amount that the last level-like figure of this sentence told
    weighed: Frame | None = None  # what the last quantity of a good with all partners was said of
    rated: str = ""  # the basis of the last growth
    basis: list[Token] = field(default_factory=list)  # a comparison named before the clause that it belongs to
    pending: list[Token] = field(default_factory=list)  # predicates of a statement that gave no number yet
    gap: tuple[int, str, Frame] | None = None  # sign, object and subject of a comparison that waits for its points
    object_place: Concept | None = None
    level: Quantity | None = None  # the last level in this sentence
    earlier: Quantity | None = None  # the last level of the sentences before
    level_indicator: str = ""
    tallied: list[tuple[Quantity, Frame, str]] = field(default_factory=list)  # the levels of the paragraph, of what, and their indicators
    wholes: list[tuple[Quantity, Frame]] = field(default_factory=list)  # the amounts of trade as a whole in the document
    noun: Token | None = None  # what the clause before counts, without a figure: "Firms on file: 41,200", "since the first train passed"
    parted: Quantity | None = None  # the level told before that this sentence parts: "Of the 47, sixteen"
    money: Quantity | None = None  # the last amount of money in the document
    denominated: str = ""  # the currency in which this sentence counts: "in yuan terms"
    currency: Quantity | None = None  # the currency that the opening names for all values
    than_periods: list[Token] = field(default_factory=list)  # a period of comparison named before the clause that it belongs to
    enterprise_count: str = ""
    count: Quantity | None = None  # the last number of things counted in the document
    last: dict[str, Any] = field(default_factory=dict)  # of each slot, what was last said of it in this paragraph
    office: Concept | None = None
    acting: set[Concept] = field(default_factory=set)  # the customs offices that the paragraph has named
    city: Concept | None = None  # the last city named
    supervisor: Concept | None = None  # the customs office whose supervision this statement counts
    supervised: bool = False
    of_work: bool = False  # what is valued here is what the office's work was counted of
    zone: Concept | None = None
    port: Concept | None = None
    spoken: bool = False  # this sentence or its paragraph has spoken of trade
    ended: bool = False  # the last sentence had no full stop
    announced: bool = False  # the last statement named a subject and gave no number
    last_indicator: str = "trade"


class Reading(NamedTuple):
    """One quantity and subject with its measure, before it is written as an Observation; a tuple, as each is copied several times."""

    token: Token
    quantity: Quantity
    frame: Frame
    measure: str
    value: Decimal
    unit: str
    indicator: str
    basis: str = ""
    ref: str = ""
    base: str = ""
    scope: str = ""
    rank_of: str = ""
    why: tuple[str, ...] = ()
    stated: frozenset[str] = frozenset()  # the slots of its frame that its own statement names
    per: str = ""  # the unit of time of a level that is reached in each day, week, month


@dataclass(slots=True)
class Roles:
    """The words of a statement by what they do in it."""

    subject: list[Token] = field(default_factory=list)
    base: list[Token] = field(default_factory=list)
    than: list[Token] = field(default_factory=list)
    scope: list[Token] = field(default_factory=list)
    periods: list[Token] = field(default_factory=list)
    basis: list[Token] = field(default_factory=list)
    than_periods: list[Token] = field(default_factory=list)
