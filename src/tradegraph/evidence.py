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

from tradegraph.graph import DIMENSIONS, Nodes, key_of_lines
from tradegraph.shapes import Quote, Result, declared, iri_of, text_of
from tradegraph.vocabulary import CODE, DCT, NIF, PERIOD, PROV, QB, RDF, SDMX_MEASURE, TG

_TYPE, _BEGIN, _END, _TEXT = f"<{RDF}type>", f"<{NIF}beginIndex>", f"<{NIF}endIndex>", f"<{NIF}anchorOf>"
_SENTENCE, _CONTEXT = f"<{NIF}sentence>", f"<{NIF}referenceContext>"
_QUOTATION, _QUOTED = f"<{TG}quotation>", f"<{PROV}wasQuotedFrom>"
_VALUE, _PRECISION = f"<{SDMX_MEASURE}obsValue>", f"<{TG}precision>"
_KEYS = tuple(f"<{dimension}>" for dimension in (*DIMENSIONS, TG + "quotation"))
_FRAGMENT = re.compile(r"(.*)#char=(\d{1,18}),(\d{1,18})")
_KEY = re.compile(r"/obs/([0-9a-f]{20})")
_SPAN = re.compile(r"/policy/(\d{1,18})-(\d{1,18})")
_MONTHS = re.compile(re.escape(PERIOD) + r"(\d{4})-(\d\d)/P(\d{1,4})M")
_HALF = Decimal("0.5")
_NUMBER = re.compile(r"\d[\d,.]{0,60}")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

Found = Iterator[tuple[str, str, str]]  # the shape's name, the focus node, the value at fault
Node = dict[str, list[str]]


def check(nodes: Nodes) -> list[Result]:
    """Compare the claims of a graph with what they quote; results are of the shapes of shapes/evidence.ttl, sorted.

    What has no offsets, no text or no sentence at all is left to the shapes that ask for them.
    """
    shapes = declared("evidence")
    found: list[Result] = []
    for focus, node in nodes.items():
        for kind in node.get(_TYPE, ()):
            for look in _LOOKS.get(kind, ()):
                found.extend(shapes[name].result(iri_of(where), value) for name, where, value in look(focus, node, nodes))
    return sorted(set(found))


def quotes(nodes: Nodes, focus: str) -> tuple[Quote, ...]:
    """The sentence that a claim, or a stretch of text, stands in, as far as the graph has it."""
    node = nodes.get(f"<{focus}>", {})
    stretches = [nodes.get(q, {}) for q in node.get(_QUOTATION) or node.get(_QUOTED) or ()] or [node]
    found = []
    for stretch in stretches:
        span = _span(stretch)
        for around in [nodes.get(s, {}) for s in stretch.get(_SENTENCE, ())] or [stretch]:
            outer, texts = _span(around), around.get(_TEXT, ())
            if span is None or outer is None or len(texts) != 1:
                continue
            sentence = text_of(texts[0])
            begin, end = (min(max(at - outer[0], 0), len(sentence)) for at in span)
            release = iri_of(next(iter(stretch.get(_CONTEXT, ("",))))).partition("#")[0]
            found.append(Quote(release, sentence, begin, end if around is not stretch else begin, outer[0]))
    return tuple(found)


def _stretch(focus: str, node: Node, nodes: Nodes) -> Found:
    span = _span(node)
    if span is None:
        return
    begin, end = span
    texts = [text_of(t) for t in node.get(_TEXT, ())]
    if any(len(t) != end - begin for t in texts):
        yield "evidence-length", focus, f"{begin},{end}"
    fragment = _FRAGMENT.fullmatch(iri_of(focus))
    contexts = node.get(_CONTEXT, ())
    if fragment is None or (int(fragment[2]), int(fragment[3])) != span or any(iri_of(c).partition("#")[0] != fragment[1] for c in contexts):
        yield "evidence-iri", focus, f"{begin},{end}"
    for context in contexts:
        limit = _span(nodes.get(context, {}))
        if limit is not None and end > limit[1]:
            yield "evidence-context", focus, str(end)
    for sentence in node.get(_SENTENCE, ()):
        around = nodes.get(sentence, {})
        outer = _span(around)
        if outer is None:
            continue
        if not outer[0] <= begin <= end <= outer[1]:
            yield "evidence-inside", focus, f"{begin},{end}"
        elif any(text_of(whole)[begin - outer[0] : end - outer[0]] != text for whole in around.get(_TEXT, ()) for text in texts):
            yield "evidence-text", focus, texts[0]


def _observation(focus: str, node: Node, nodes: Nodes) -> Found:
    for quotation in node.get(_QUOTATION, ()):
        stretch = nodes.get(quotation, {})
        yield from _document(focus, node, stretch, nodes)
        for text in stretch.get(_TEXT, ()):
            number = _printed(text_of(text))
            if number is not None and not _agrees(node, number):
                yield "evidence-number", focus, text_of(node[_VALUE][0])
    key = _KEY.search(iri_of(focus))
    lines = [f"{d} {node[d][0]} ." for d in _KEYS if len(node.get(d, ())) == 1]
    if key is not None and len(lines) >= len(DIMENSIONS) and key[1] != (right := key_of_lines(lines)):
        yield "evidence-key", focus, right


def _document(focus: str, node: Node, stretch: Node, nodes: Nodes) -> Found:
    """The release quoted is the one that the data set was derived from."""
    releases = {iri_of(r) for data in node.get(f"<{QB}dataSet>", ()) for r in nodes.get(data, {}).get(f"<{PROV}wasDerivedFrom>", ())}
    for context in stretch.get(_CONTEXT, ()):
        release = iri_of(context).partition("#")[0]
        if releases and release not in releases:
            yield "evidence-document", focus, release


def _policy(focus: str, node: Node, nodes: Nodes) -> Found:
    for quotation in node.get(_QUOTED, ()):
        stretch = nodes.get(quotation, {})
        span, named = _span(stretch), _SPAN.search(iri_of(focus))
        descriptions = [text_of(d) for d in node.get(f"<{DCT}description>", ())]
        texts = [text_of(t) for t in stretch.get(_TEXT, ())]
        foreign = iri_of(focus).partition("/policy/")[0] != iri_of(quotation).partition("#")[0]
        if foreign or (span and named and (int(named[1]), int(named[2])) != span) or (texts and any(d not in texts for d in descriptions)):
            yield "evidence-policy", focus, iri_of(quotation)


def _period(focus: str, node: Node, nodes: Nodes) -> Found:
    named = _MONTHS.fullmatch(iri_of(focus))
    if named is None:
        return
    last = int(named[1]) * 12 + int(named[2]) - 2 + int(named[3])
    for name, month in (("firstMonth", f"{named[1]}-{named[2]}"), ("lastMonth", f"{last // 12:04d}-{last % 12 + 1:02d}")):
        given = [text_of(value) for value in node.get(f"<{TG}{name}>", ())]
        if given != [month]:
            yield "evidence-period", focus, " ".join(given) or name


_LOOKS: dict[str, tuple[Callable[[str, Node, Nodes], Found], ...]] = {
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
    digits = int(re.sub(r"\D", "", number))
    try:
        (value,), (precision,) = (Decimal(text_of(v)) for v in values), (Decimal(text_of(p)) for p in precisions)
        readings = (value, value + 100) if f"<{CODE}measure/growth>" in node.get(f"<{TG}measure>", ()) else (value,)
        whole = [reading for reading in readings if reading % precision == 0]
        return any(
            abs(int(reading / precision)) == digits or _is(number, reading, reading / precision, *_without_half(reading, precision))
            for reading in whole
        )
    except (InvalidOperation, ZeroDivisionError, ValueError, OverflowError):
        return True


def _without_half(value: Decimal, precision: Decimal) -> tuple[Decimal, ...]:
    """What is printed in digits of a number that words add a half to: the 3 of "three hours and a half"."""
    return (abs(value) - precision,) if precision == _HALF else ()


def _is(number: str, *values: Decimal) -> bool:
    """Whether a number written without separators is one of these, as tables write figures whose precision they state otherwise."""
    return re.fullmatch(r"\d+(?:\.\d+)?", number) is not None and Decimal(number) in map(abs, values)
