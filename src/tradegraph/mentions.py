"""Annotation: a document becomes its folded text with everything in it that the vocabulary knows, each stretch claimed once.

Dates, periods and other patterns come first, then quantities, then labels; a name that contains a number ("five Central Asian
countries") keeps it. What overlaps loses to what is longer. Segmentation comes later, so that a full stop inside a mention ends nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from tradegraph.abbreviations import written_out
from tradegraph.folding import Folded, fold
from tradegraph.lexicon import Lexicon, lexicon_for
from tradegraph.model import Concept, Document, Mention, Quantity
from tradegraph.period import PERIOD_KINDS, PeriodReader, Span
from tradegraph.quantity import QuantityReader
from tradegraph.vocabulary import Vocabulary

ENTITY_KINDS = frozenset({"place", "partner", "commodity", "enterprise", "regime", "corridor"})
_CURRENCY = re.compile(r"\(([^\W\d_]{1,8})(?:, ?([^\W\d_]{1,8}))?\)")  # a unit in brackets, and that it holds below
_SCALED = 10_000  # the scale from which a number before a currency in brackets is an amount of it
_HUGE = 100_000_000  # the scale of a number in a Chinese headline that is an amount without its unit
_PASSED = Decimal("1.1")  # a headline names the round mark that a figure has passed by a tenth at most
_TAKEN = frozenset({"date", "plan-name", "streak", "basis", "rank", "decoy", "together", "same-ref"}) | PERIOD_KINDS


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document's folded text and, each in order and without overlap between them, its mentions, quantities and periods."""

    document: Document
    folded: Folded
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    spans: tuple[Span, ...]
    ranges: frozenset[str] = frozenset()  # the words between the two ends of a range
    endless: tuple[tuple[int, int, int], ...] = ()  # the beginnings of numbers that have more digits than a figure, and how many digits


@dataclass(frozen=True, slots=True)
class Readers:
    """The three readers of one language, built once."""

    lexicon: Lexicon
    quantities: QuantityReader
    periods: PeriodReader


@lru_cache(maxsize=4)
def _readers(lexicon: Lexicon) -> Readers:
    quantities = QuantityReader(lexicon)
    return Readers(lexicon, quantities, PeriodReader(lexicon, quantities.cardinal))


def readers(vocabulary: Vocabulary, lang: str) -> Readers:
    """The readers for a document's language."""
    return _readers(lexicon_for(vocabulary, lang))


def annotate(document: Document, vocabulary: Vocabulary) -> Annotated:
    """Find every mention, quantity and period of a document."""
    tools = readers(vocabulary, document.lang)
    folded = written_out(fold(document.text), document.text, tools.lexicon)
    text = folded.text
    original = document.text if folded.origins is None else "".join(document.text[i] for i in folded.origins)
    labels = _uncompounded(tools.lexicon.scan(text, original), text)
    months = tools.lexicon.role("month-name")
    stated = [m for m in tools.lexicon.patterns(text) if text[m.start : m.end] not in months or _capital(document, folded, m)]
    stated = [m for m in stated if m.kind != "date" or not tools.quantities.goes_on(text, m.end)]
    patterns = _longest(stated + [m for m in labels if m.kind in PERIOD_KINDS or m.kind == "date"], labels)
    taken = sorted(
        [(m.start, m.end) for m in patterns if m.kind in _TAKEN or m.kind == "partner"] + [(m.start, m.end) for m in labels if m.kind == "basis"]
    )
    names = [(m.start, m.end) for m in labels if m.kind in ENTITY_KINDS]
    quantities = tools.quantities.read(text, taken)
    quantities = [q for q in quantities if not _held(names, q.start, q.end)]
    quantities = _in_currency(text, quantities, tools.lexicon)
    quantities = _headlined(text, quantities) if tools.quantities.zh else quantities
    begun = {m.end: m.start for m in labels}
    quantities = [replace(q, hedge=-1, approx="") if _in_word(text, begun, q) else q for q in quantities]
    claimed = sorted([(m.start, m.end) for m in patterns] + [(q.hedge if q.hedge >= 0 else q.start, q.end) for q in quantities])
    kept = list(patterns)
    index = 0
    for mention in labels:
        while index < len(claimed) and claimed[index][1] <= mention.start:
            index += 1
        inside = index < len(claimed) and claimed[index][0] < mention.end
        if inside:  # what a number or a pattern took one end of may leave a label at the other
            start, end = claimed[index]
            kept.extend(_rest(mention, text, end, tools.lexicon) if start <= mention.start < end < mention.end else ())
            kept.extend(tools.lexicon.within(text, mention.start, start) if mention.start < start < mention.end <= end else ())
        if not inside or _said_of(mention, quantities):
            kept.append(mention)
    kept.sort(key=lambda m: (m.start, m.end))
    spans = tools.periods.read(text, kept)
    endless = tuple(tools.quantities.endless(text, taken))
    return Annotated(document, folded, tuple(kept), tuple(quantities), tuple(spans), tools.lexicon.words("range-mark"), endless)


def _rest(mention: Mention, text: str, end: int, lexicon: Lexicon) -> list[Mention]:
    """What is left of a label of which a number took the beginning: another label, or the same of freight ("3 million + tons of goods")."""
    freight = mention.kind == "term" and mention.concepts[0].get("indicator") == "cargo" and text[end : end + 1] == " "
    return lexicon.within(text, end, mention.end) or ([mention._replace(start=end + 1)] if freight else [])


def _in_currency(text: str, quantities: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    """The amounts with the currency that brackets behind one of them name: "71.8 bn (dollars, same below)" holds for the amounts below in plain yuan.

    Below reaches to the next such brackets; where plain yuan came before, which the text goes back to, only to the end of the paragraph.
    """
    units, below = lexicon.role("unit"), lexicon.role("same-below")
    named: list[tuple[int, int, Concept, bool]] = []
    for match in _CURRENCY.finditer(text):
        same = match.group(1) in below and match.group(2) is None  # "71.8 bn dollars (same below)"
        before = next((q.counted for q in quantities if q.end == match.start()), None) if same else None
        unit = before if same else units.get(match.group(1))
        if unit is not None and unit.get("quantityKind") == "money" and (match.group(2) is None or match.group(2) in below):
            named.append((match.start(), match.end(), unit, same or match.group(2) is not None))
    if not named:
        return quantities
    out = list(quantities)
    for number, (start, end, unit, lasts) in enumerate(named):
        told = any(q.end < start and _plain(text, q) for q in out)
        line = text.find("\n", end)
        stop = named[number + 1][0] if number + 1 < len(named) else len(text)
        stop = (min(stop, line) if told and line >= 0 else stop) if lasts else end
        for index, quantity in enumerate(out):
            own = quantity.end == start and (_plain(text, quantity) or (quantity.kind == "number" and quantity.scale >= _SCALED))
            if own or (end <= quantity.start < stop and _plain(text, quantity)):
                out[index] = replace(quantity, unit=unit.get("ucum"), kind="money", counted=unit)
    return out


def _headlined(text: str, quantities: list[Quantity]) -> list[Quantity]:
    """The amounts with those of a Chinese headline that leave out the unit, where the text below states the same or what they are a mark of."""
    end = text.find("\n")
    bare = [i for i, q in enumerate(quantities) if q.end <= end and q.kind == "number" and q.scale >= _HUGE]
    out = quantities if not bare else list(quantities)
    for index in bare:
        number, most = quantities[index], quantities[index].value * (_PASSED if quantities[index].approx == ">" else 1)
        told = next((q for q in quantities if q.start >= end and q.kind == "money" and number.value <= q.value <= most), None)
        if told is not None:
            out[index] = replace(number, unit=told.unit, kind="money", counted=told.counted)
    return out


def _plain(text: str, quantity: Quantity) -> bool:
    """Whether an amount is printed in yuan and nothing more, which in Chinese is also short for the unit of another currency."""
    unit = quantity.counted
    short = unit is not None and quantity.kind == "money" and unit.notation == "CNY" and len(unit.label("zh-hans")) == 1
    if not short or unit is None or not text.endswith(unit.label("zh-hans"), quantity.start, quantity.end):
        return False
    return text[quantity.start].isdecimal()


def _uncompounded(labels: list[Mention], text: str) -> list[Mention]:
    """The labels without countries that only open a compound; a suffix that is a label ("Japan-bound") stands behind a country alone."""
    suffixes = {m.start for m in labels if m.kind == "term" and text[m.start] == "-"}
    partners = {m.end for m in labels if m.kind == "partner"}
    kept = [m for m in labels if m.kind != "partner" or m.end in suffixes or not _compound(text, m.end)]
    return [m for m in kept if m.start not in suffixes or m.start in partners]


def _compound(text: str, end: int) -> bool:
    """A country's name that opens a compound, as in "France-style", names no partner."""
    return text[end : end + 1] == "-" and text[end + 1 : end + 2].isascii() and text[end + 1 : end + 2].isalpha()


def _capital(document: Document, folded: Folded, mention: Mention) -> bool:
    """A month that stands alone is written with a capital: "trade in May", but "may carry disease"."""
    start, _ = folded.origin(mention.start, mention.end)
    return not document.text[start].islower()


def _in_word(text: str, begun: dict[int, int], quantity: Quantity) -> bool:
    """Whether a hedge is the end of the word before its number: chu chao is a surplus, not "over"; "added up to"."""
    end = quantity.start - (text[quantity.start - 1 : quantity.start] == " ")
    return begun.get(end, quantity.start) < quantity.hedge


def _held(ranges: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch lies in one of these, which are in order and apart."""
    at = bisect_right(ranges, start, key=lambda r: r[0]) - 1
    return at >= 0 and end <= ranges[at][1]


def _said_of(mention: Mention, quantities: list[Quantity]) -> bool:
    """What stands inside a number and is said of it: the flow in a torn one, the good counted, a share's word that ends in a hedge."""
    at = bisect_right(quantities, mention.start, key=lambda q: q.start)
    quantities = quantities[max(0, at - 1) : at + 1]  # that it can be in, and the next, whose hedge it can be in
    if mention.kind in {"term", "regime", "partner"}:
        return any(q.start < mention.start and mention.end < q.end and q.kind in {"money", "mass"} for q in quantities)
    if mention.kind == "commodity":
        return any(q.start < mention.start and mention.end == q.end and q.kind == "count" for q in quantities)
    return mention.kind == "share" and any(0 <= q.hedge <= mention.start and mention.end <= q.start for q in quantities)


def _longest(patterns: list[Mention], labels: list[Mention]) -> list[Mention]:
    """Patterns without overlap, the longer first; one that lies inside a longer name gives way to it."""
    out: list[Mention] = []
    names = [m for m in labels if m.kind not in PERIOD_KINDS and m.kind != "date"]
    for pattern in sorted(patterns, key=lambda m: (m.start, -m.end)):
        if out and out[-1].end > pattern.start:
            if pattern.end - pattern.start <= out[-1].end - out[-1].start:
                continue
            out.pop()
        out.append(pattern)
    starts = {m.start: m for m in names}
    return [p for p in out if not ((m := starts.get(p.start)) is not None and m.end > p.end)]
