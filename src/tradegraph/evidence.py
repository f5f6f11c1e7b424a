"""Evidence: whether what a graph claims is what it quotes, checked inside the graph of each release.

A stretch of text (nif:RFC5147String) carries its text and its offsets, and so does its sentence, so that a moved offset, a foreign quotation or
a number that its quotation does not hold show without the release. IRIs that are made from what they name (RFC 5147 fragments, keys of
observations, periods) are made again and compared. SHACL Core has neither substrings nor hashes; the shapes are declared in
shapes/evidence.ttl and carried out here, in one pass over the nodes of a document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from tradegraph.graph import DIMENSIONS, Node, Nodes, key_of_lines, key_of_terms
from tradegraph.shapes import Quote, Result, declared, iri_of, text_of
from tradegraph.vocabulary import CODE, DCT, NIF, PERIOD, PROV, QB, RDF, SDMX_MEASURE, TG, code_iri

_TYPE, _BEGIN, _END, _TEXT = f"<{RDF}type>", f"<{NIF}beginIndex>", f"<{NIF}endIndex>", f"<{NIF}anchorOf>"
_SENTENCE, _CONTEXT = f"<{NIF}sentence>", f"<{NIF}referenceContext>"
_DATA_SET, _DERIVED = f"<{QB}dataSet>", f"<{PROV}wasDerivedFrom>"
_QUOTATION, _QUOTED = f"<{TG}quotation>", f"<{PROV}wasQuotedFrom>"
_VALUE, _PRECISION = f"<{SDMX_MEASURE}obsValue>", f"<{TG}precision>"
_KEYS = tuple(f"<{dimension}>" for dimension in (*DIMENSIONS, TG + "quotation"))
_FRAGMENT = re.compile(r"(.*)#char=(\d{1,18}),(\d{1,18})")
_KEY = re.compile(r"/obs/([0-9a-f]{20})")
_SPAN = re.compile(r"/policy/(\d{1,18})-(\d{1,18})")
_MONTHS = re.compile(re.escape(PERIOD) + r"(\d{4})-(\d\d)/P(\d{1,4})M")
_NO_DIGIT = re.compile(r"\D")
_CORRECTION, _CORRECTS, _WITHDRAWN, _VERDICT = (f"<{TG}{name}>" for name in ("correction", "corrects", "withdrawn", "verdict"))
_REPLACE = f"<{code_iri('verdict', 'replace')}>"
_PRINTED = ("value=", "precision=", "measure=")  # the columns that say which digits a quotation has
_GROWTH, _MEASURE = f"<{CODE}measure/growth>", f"<{TG}measure>"
_HALF = Decimal("0.5")
_NUMBER = re.compile(r"\d[\d,.]{0,60}")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

Found = Iterator[tuple[str, str, str]]  # the shape's name, the focus node, the value at fault


class Texts:
    """The nodes of a graph, whose offsets and texts are read once."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self._spans: dict[str, tuple[int, int] | None] = {}
        self._texts: dict[str, list[str]] = {}
        self._releases: dict[str, set[str]] = {}

    def about(self, subject: str) -> Node:
        return self.nodes.get(subject, {})

    def span(self, subject: str) -> tuple[int, int] | None:
        """The offsets of a node; None where they are missing, doubled or no numbers, which the shapes report."""
        if subject not in self._spans:
            self._spans[subject] = _span(self.about(subject))
        return self._spans[subject]

    def texts(self, subject: str) -> list[str]:
        """The texts that a node has; the shapes report where that is not one."""
        if subject not in self._texts:
            self._texts[subject] = [text_of(text) for text in self.about(subject).get(_TEXT, ())]
        return self._texts[subject]

    def releases(self, data: str) -> set[str]:
        """The releases that a data set was derived from."""
        if data not in self._releases:
            self._releases[data] = {iri_of(release) for release in self.about(data).get(_DERIVED, ())}
        return self._releases[data]


def check(texts: Texts) -> list[Result]:
    """Compare the claims of a graph with what they quote; results are of the shapes of shapes/evidence.ttl, sorted.

    What has no offsets, no text or no sentence at all is left to the shapes that ask for them.
    """
    shapes = declared("evidence")
    found: list[Result] = []
    for focus, node in texts.nodes.items():
        for kind in node.get(_TYPE, ()):
            for look in _LOOKS.get(kind, ()):
                for name, where, value in look(focus, node, texts):
                    found.append(shapes[name].result(iri_of(where), value))
    return sorted(set(found))


def quotes(texts: Texts, focus: str) -> tuple[Quote, ...]:
    """The sentence that a claim, or a stretch of text, stands in, as far as the graph has it."""
    term = f"<{focus}>"
    node = texts.about(term)
    found = []
    for stretch in node.get(_QUOTATION) or node.get(_QUOTED) or [term]:
        span = texts.span(stretch)
        for around in texts.about(stretch).get(_SENTENCE) or [stretch]:
            outer, held = texts.span(around), texts.texts(around)
            if span is None or outer is None or len(held) != 1:
                continue
            sentence = held[0]
            begin, end = (min(max(at - outer[0], 0), len(sentence)) for at in span)
            release = iri_of(next(iter(texts.about(stretch).get(_CONTEXT, ("",))))).partition("#")[0]
            found.append(Quote(release, sentence, begin, end if around != stretch else begin, outer[0]))
    return tuple(found)


def _stretch(focus: str, node: Node, texts: Texts) -> Found:
    span = texts.span(focus)
    if span is None:
        return
    begin, end = span
    own = texts.texts(focus)
    if any(len(t) != end - begin for t in own):
        yield "evidence-length", focus, f"{begin},{end}"
    contexts = node.get(_CONTEXT, ())
    fragment = _FRAGMENT.fullmatch(iri_of(focus))
    if fragment is None or (int(fragment[2]), int(fragment[3])) != span or any(iri_of(c).partition("#")[0] != fragment[1] for c in contexts):
        yield "evidence-iri", focus, f"{begin},{end}"
    for context in contexts:
        limit = texts.span(context)
        if limit is not None and end > limit[1]:
            yield "evidence-context", focus, str(end)
    for sentence in node.get(_SENTENCE, ()):
        outer = texts.span(sentence)
        if outer is None:
            continue
        if not outer[0] <= begin <= end <= outer[1]:
            yield "evidence-inside", focus, f"{begin},{end}"
        elif any(whole[begin - outer[0] : end - outer[0]] != text for whole in texts.texts(sentence) for text in own):
            yield "evidence-text", focus, own[0]


def _observation(focus: str, node: Node, texts: Texts) -> Found:
    for quotation in node.get(_QUOTATION, ()):
        for context in texts.about(quotation).get(_CONTEXT, ()):
            release = iri_of(context).partition("#")[0]
            releases = [texts.releases(data) for data in node.get(_DATA_SET, ())]
            if any(releases) and not any(release in derived for derived in releases):  # the one quoted is the one that the data set is derived from
                yield "evidence-document", focus, release
        for text in texts.texts(quotation):
            number = _printed(text)
            if number is not None and not _agrees(node, number) and not _replaced(node, quotation, texts):
                yield "evidence-number", focus, text_of(node[_VALUE][0])
    key = _KEY.search(focus)
    if key is not None and (right := _key(node)) not in {key[1], ""}:
        yield "evidence-key", focus, right


def _replaced(node: Node, quotation: str, texts: Texts) -> bool:
    """Whether a correction of that very stretch says that another value, precision or measure was read there and withdrawn."""
    made = [texts.about(correction) for correction in node.get(_CORRECTION, ())]
    replacing = [c for c in made if _REPLACE in c.get(_VERDICT, ()) and quotation in c.get(_CORRECTS, ())]
    return any(text_of(column).startswith(_PRINTED) for c in replacing for column in c.get(_WITHDRAWN, ()))


def _key(node: Node) -> str:
    """The key of what an observation says; empty where it says too little, which the shapes report."""
    single = [(property_, values[0]) for property_ in _KEYS if (values := node.get(property_)) is not None and len(values) == 1]
    if len(single) == len(_KEYS):
        return key_of_terms([value for _, value in single])
    return key_of_lines(f"{property_} {value} ." for property_, value in single) if len(single) >= len(DIMENSIONS) else ""


def _policy(focus: str, node: Node, texts: Texts) -> Found:
    for quotation in node.get(_QUOTED, ()):
        span, named = texts.span(quotation), _SPAN.search(iri_of(focus))
        descriptions = [text_of(d) for d in node.get(f"<{DCT}description>", ())]
        own = texts.texts(quotation)
        foreign = iri_of(focus).partition("/policy/")[0] != iri_of(quotation).partition("#")[0]
        if foreign or (span and named and (int(named[1]), int(named[2])) != span) or (own and any(d not in own for d in descriptions)):
            yield "evidence-policy", focus, iri_of(quotation)


def _period(focus: str, node: Node, texts: Texts) -> Found:
    named = _MONTHS.fullmatch(iri_of(focus))
    if named is None:
        return
    last = int(named[1]) * 12 + int(named[2]) - 2 + int(named[3])
    for name, month in (("firstMonth", f"{named[1]}-{named[2]}"), ("lastMonth", f"{last // 12:04d}-{last % 12 + 1:02d}")):
        given = [text_of(value) for value in node.get(f"<{TG}{name}>", ())]
        if given != [month]:
            yield "evidence-period", focus, " ".join(given) or name


_LOOKS: dict[str, tuple[Callable[[str, Node, Texts], Found], ...]] = {
    f"<{NIF}RFC5147String>": (_stretch,),
    f"<{QB}Observation>": (_observation,),
    f"<{TG}PolicyMeasure>": (_policy,),
    f"<{TG}Period>": (_period,),
}


def _span(node: Node) -> tuple[int, int] | None:
    """The offsets of a node; None where they are missing, doubled or no numbers, which the shapes report."""
    begin, end = node.get(_BEGIN, ()), node.get(_END, ())
    if len(begin) != 1 or len(end) != 1:
        return None
    first, last = text_of(begin[0]), text_of(end[0])
    if not (first.isascii() and first.isdecimal() and last.isascii() and last.isdecimal() and len(first) < 19 and len(last) < 19):
        return None
    return int(first), int(last)


def _printed(text: str) -> str | None:
    """The only number that a quotation holds; None where it holds none in digits, or several."""
    numbers = _NUMBER.findall(text.translate(_HALF_WIDTH))
    return numbers[0].rstrip(".,") if len(numbers) == 1 else None


def _agrees(node: Node, number: str) -> bool:
    """Whether a value is the number printed, in units of its last printed digit or written out in full.

    A growth may also be that of "N times what it was", which grew by one time less. What has no single value and precision, which the shapes
    report, is taken to agree.
    """
    values, precisions = node.get(_VALUE, ()), node.get(_PRECISION, ())
    digits = int(_NO_DIGIT.sub("", number))
    try:
        (value,), (precision,) = [Decimal(text_of(v)) for v in values], [Decimal(text_of(p)) for p in precisions]
        for reading in (value, value + 100) if _GROWTH in node.get(_MEASURE, ()) else (value,):
            if reading % precision:
                continue
            steps = reading / precision
            if abs(int(steps)) == digits or _is(number, reading, steps, *_without_half(reading, precision)):
                return True
    except (InvalidOperation, ZeroDivisionError, ValueError, OverflowError):
        return True
    return False


def _without_half(value: Decimal, precision: Decimal) -> tuple[Decimal, ...]:
    """What is printed in digits of a number that words add a half to: the 3 of "three hours and a half"."""
    return (abs(value) - precision,) if precision == _HALF else ()


def _is(number: str, *values: Decimal) -> bool:
    """Whether a number written without separators is one of these, as tables write figures whose precision they state otherwise."""
    return re.fullmatch(r"\d+(?:\.\d+)?", number) is not None and Decimal(number) in map(abs, values)
