"""The values that flow: Document → Mention, Quantity, Period → Observation, PolicyMeasure, Issue.

All offsets are half-open ranges of code points into `Document.text`, the text as decoded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Document:
    """One release as read: newlines are LF, a byte-order mark is dropped, nothing else is changed."""

    id: str
    text: str
    lang: str  # "zh-hans", "zh-hant" or "en"
    published: dt.date | None = None
    title: str = ""
    publisher: str = ""
    url: str = ""
    source: str = ""
    media: str = "text/plain"  # "text/csv" for a table of statistics
    mapping: str = ""  # the TOML beside a table


@dataclass(frozen=True, slots=True)
class Concept:
    """One SKOS concept of ontology/ with what the reader needs of it; `props` maps tg: names to their values."""

    scheme: str
    notation: str
    labels: tuple[tuple[str, str], ...]  # (language, preferred label)
    broader: tuple[str, ...] = ()
    props: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    role: str = field(init=False)  # the first value of tg:role, which is asked of every word many times
    first: dict[str, str] = field(init=False, repr=False, compare=False)  # the first value of each property

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", {name: values[0] for name, values in self.props.items() if values})
        object.__setattr__(self, "role", self.get("role"))

    def get(self, name: str, default: str = "") -> str:
        """The first value of a tg: property."""
        return self.first.get(name, default)

    def label(self, lang: str) -> str:
        """The preferred label in a language; the notation where there is none."""
        for tag, text in self.labels:
            if tag == lang:
                return text
        return self.notation

    def __hash__(self) -> int:
        return hash((self.scheme, self.notation))


class Mention(NamedTuple):
    """A stretch of the folded text that the vocabulary knows; `kind` is the word's role or the concept's scheme.

    There is one for every second word: a tuple is made several times as fast as a frozen dataclass.
    """

    start: int
    end: int
    kind: str
    concepts: tuple[Concept, ...]
    args: tuple[tuple[str, str], ...] = ()

    @property
    def concept(self) -> Concept:
        return self.concepts[0]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `value` is normalised to `unit`, `precision` is one unit of its last printed digit."""

    start: int
    end: int
    value: Decimal
    unit: str  # UCUM or ISO 4217; "" while the unit is not known
    kind: str  # money percent points times fraction growth count number mass volume length area energy power time span teu
    counted: Concept | None = None
    approx: str = ""
    precision: Decimal = Decimal(0)
    signed: bool = False
    scale: Decimal = Decimal(1)  # the product of the scale words printed (10⁴, million …)
    hedge: int = -1  # where the hedge before the number begins, if there is one

    # `kind` "growth" is a word that is a growth by itself: doubled, halved


@dataclass(frozen=True, slots=True)
class Period:
    """Months covered, inclusive; `year` is None where the text gives none and no publication date is known."""

    year: int | None
    first: int
    last: int
    end_year: int | None = None

    def __str__(self) -> str:
        """The fact table's form: `2021-01/2021-03`, `XXXX-01/XXXX-03`."""
        start = "XXXX" if self.year is None else f"{self.year:04d}"
        stop = self.end_year if self.end_year is not None else self.year
        end = "XXXX" if stop is None else f"{stop:04d}"
        return f"{start}-{self.first:02d}/{end}-{self.last:02d}"

    @property
    def months(self) -> int:
        years = (self.end_year - self.year) if self.year is not None and self.end_year is not None else 0
        return years * 12 + self.last - self.first + 1

    def precedes(self, other: Period) -> bool:
        """Whether the period ends before another begins; without years none does."""
        if self.year is None or other.year is None:
            return False
        return (self.end_year or self.year, self.last) < (other.year, other.first)


@dataclass(frozen=True, slots=True)
class Commodity:
    """A commodity as stated: `id` of the code list, or `x-HASH` of the folded phrase where no list has it."""

    id: str
    en: str
    zh: str
    text: str


class Observation(NamedTuple):
    """One statistic: the fact table's columns, empty string or tuple where a column does not apply.

    A tuple, as a frozen dataclass of so many columns takes ten times as long to make.
    """

    doc: str
    start: int
    end: int
    text: str
    indicator: str
    measure: str
    value: Decimal
    unit: str
    reporter: str
    period: str
    flow: str
    sentence: tuple[int, int]
    approx: str = ""
    partner: tuple[str, ...] = ()
    commodity: tuple[Commodity, ...] = ()
    enterprise: str = ""
    regime: str = ""
    basis: str = ""
    ref: str = ""
    base: str = ""
    scope: str = ""
    rank_of: str = ""
    quantity_unit: str = ""
    precision: Decimal = Decimal(0)
    confidence: Decimal = Decimal("0.9")
    why: tuple[str, ...] = ()


class PolicyMeasure(NamedTuple):
    """One measure that an authority took, runs or plans; the anchor is the clause without its actor."""

    doc: str
    start: int
    end: int
    text: str
    actor: str
    actor_text: str
    category: str
    status: str
    sentence: tuple[int, int]
    period: str = ""
    partner: tuple[str, ...] = ()
    commodity: tuple[Commodity, ...] = ()
    confidence: Decimal = Decimal("0.7")


@dataclass(frozen=True, slots=True)
class Issue:
    """What the text leaves open: `code` is the kind, `note` says what to do about it."""

    doc: str
    start: int
    end: int
    code: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one number of a document: `read`, `unread` or the ignorable kind it belongs to."""

    start: int
    end: int
    fate: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a reading: `verdict` is accept, reject or replace.

    The reading is found by its document and anchor, and where several stand there by columns of the fact table (`reading`); `replacement` are the
    columns that are otherwise. `source` is the file that the correction is from.
    """

    iri: str
    document: str
    start: int
    end: int
    text: str
    verdict: str
    reading: tuple[tuple[str, str], ...]
    replacement: tuple[tuple[str, str], ...]
    creator: str
    reason: str
    created: dt.date
    source: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A correction with the reading before and after it; nothing comes after a rejection."""

    correction: Correction
    before: Observation | PolicyMeasure
    after: Observation | PolicyMeasure | None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document gave, and the corrections that have been applied to it."""

    document: Document
    observations: tuple[Observation, ...]
    policies: tuple[PolicyMeasure, ...]
    issues: tuple[Issue, ...]
    fates: tuple[Fate, ...]
    corrections: tuple[Applied, ...] = ()
    about: tuple[tuple[str, float], ...] = ()  # the reporters that the release may be about, the likeliest first, with their probabilities
