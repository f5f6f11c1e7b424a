"""The graph: facts become qb:Observations and policy measures, each with the stretch of text it was read from.

This module mints every IRI. Concepts that no list has are described where they are used: a phrase as `x-HASH` under the unlisted top of
its scheme, a list of partners or goods as one composite concept with `tg:part`, a named year's comparison as `VS-2019`. There are no blank
nodes, and statements come out sorted, so that the same facts give the same bytes. They are made as text, in the syntax of N-Triples: an object
for each term takes three times as long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph as ox

from tradegraph import __version__
from tradegraph.authorities import attribution
from tradegraph.facts.places import notation
from tradegraph.model import Applied, Document, Extraction, Observation, PolicyMeasure
from tradegraph.table import canonical, columns
from tradegraph.vocabulary import (
    BUILD,
    CODE,
    DCT,
    DOC,
    NIF,
    OWL,
    PERIOD,
    PROV,
    QB,
    RDF,
    SDMX_ATTRIBUTE,
    SDMX_DIMENSION,
    SDMX_MEASURE,
    SKOS,
    TG,
    TRADEGRAPH,
    XSD,
    Vocabulary,
    code_iri,
    unlisted,
)  # fmt: skip

PREFIXES = {
    "dct": DCT, "nif": NIF, "owl": OWL, "prov": PROV, "qb": QB, "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sdmx-attribute": SDMX_ATTRIBUTE, "sdmx-dimension": SDMX_DIMENSION, "sdmx-measure": SDMX_MEASURE, "skos": SKOS, "tg": TG, "xsd": XSD,
}  # fmt: skip
DIMENSIONS = (
    SDMX_DIMENSION + "refArea", SDMX_DIMENSION + "refPeriod", TG + "indicator", TG + "measure", TG + "quantityUnit", TG + "flow", TG + "partner",
    TG + "commodity", TG + "enterprise", TG + "regime", TG + "basis", TG + "comparator", TG + "rankOf",
)  # fmt: skip
_APPROXIMATION = {"~": "about", ">": "over", "<": "under"}
_UNLISTED_TOP = {"place": "unlisted", "commodity": "unlisted", "partner": "UNLISTED"}


@lru_cache(maxsize=16)  # asked for in every statement of a release
def document_iri(doc: str, base: str = DOC) -> str:
    return base + quote(doc, safe="-_.~%")


def data_iri(doc: str, base: str = DOC) -> str:
    """The data set of a release, which also names its graph."""
    return document_iri(doc, base) + "/data"


CONSENSUS = TRADEGRAPH + "consensus"  # the data set of the consensus, which also names its graph
VOCABULARY = TRADEGRAPH + "vocabulary"  # the graph of the ontology and of the code lists used, in stores


def reconciled_iri(kind: str, key: tuple[str, ...]) -> str:
    """What reconciliation says of a statistical key, the concepts of DIMENSIONS in their order; kind is consensus, conflict or revision."""
    return f"{TRADEGRAPH}{kind}/{key_of(dict(zip(DIMENSIONS, key, strict=True)))}"


class Extra(list[str]):
    """The description of concepts that no list has, in the language of the release that names them."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang


class GraphWriter:
    """Writes the graphs of extractions; `base` is the namespace of documents."""

    def __init__(self, vocabulary: Vocabulary, base: str = DOC) -> None:
        self._vocabulary = vocabulary
        self._base = ox.NamedNode(base).value  # raises ValueError for what is no IRI
        # semantic versioning: what follows the plus sign tells builds of one version apart
        self.build = f"{BUILD}{quote(__version__)}+{vocabulary.digest[:12]}"

    def statements(self, extraction: Extraction) -> list[str]:
        """The graph of one release as sorted statements of N-Triples, without the full stop."""
        document = extraction.document
        found = set(self._release(document))
        for fact in extraction.observations:
            found.update(self._observation(fact, document))
        for measure in extraction.policies:
            found.update(self._policy(measure, document))
        for applied in extraction.corrections:
            found.update(self._correction(applied, document))
        return sorted(found)

    def quads(self, extraction: Extraction) -> list[ox.Quad]:
        """The same in the graph named by its data set."""
        lines = in_graph(self.statements(extraction), data_iri(extraction.document.id, self._base))
        return list(ox.parse(lines, format=ox.RdfFormat.N_QUADS))

    # ------------------------------------------------------------------ releases

    def _release(self, document: Document) -> Iterator[str]:
        subject = document_iri(document.id, self._base)
        data = data_iri(document.id, self._base)
        context = f"{subject}#char=0,"
        yield _t(subject, RDF + "type", _node(TG + "Release"))
        yield _t(subject, DCT + "title", _text(document.title or document.id, document.lang))
        yield _t(subject, DCT + "language", _text(document.lang))
        if document.published is not None:
            yield _t(subject, DCT + "issued", _typed(document.published.isoformat(), "date"))
        if document.publisher:
            yield _t(subject, DCT + "publisher", _text(document.publisher))
        if document.media != "text/plain":
            yield _t(subject, DCT + "format", _text(document.media))
        if document.url:
            yield _t(subject, DCT + "source", _text(document.url))
        if (by := attribution(document, self._vocabulary)) is not None:
            yield _t(subject, TG + "authority", _node(code_iri("authority", by.authority.notation)))
            yield _t(subject, PROV + "wasAttributedTo", _node(code_iri(by.body.scheme, by.body.notation)))
        yield _t(data, RDF + "type", _node(QB + "DataSet"))
        yield _t(data, QB + "structure", _node(TG + "ReleaseStructure"))
        yield _t(data, PROV + "wasDerivedFrom", _node(subject))
        yield _t(data, PROV + "wasGeneratedBy", _node(self.build))
        yield _t(self.build, RDF + "type", _node(PROV + "Activity"))
        yield _t(self.build, TG + "software", _text(f"tradegraph {__version__}"))
        yield _t(self.build, TG + "vocabularyVersion", _text(self._vocabulary.version))
        yield _t(self.build, TG + "vocabularyDigest", _text(self._vocabulary.digest))
        yield _t(context, RDF + "type", _node(NIF + "Context"))
        yield _t(context, NIF + "beginIndex", _typed("0", "nonNegativeInteger"))
        yield _t(context, NIF + "endIndex", _typed(str(len(document.text)), "nonNegativeInteger"))

    def _quote(self, document: Document, start: int, end: int, sentence: tuple[int, int]) -> tuple[str, Iterator[str]]:
        """The node of an anchor and the triples that describe it and its sentence."""
        subject = document_iri(document.id, self._base)
        anchor = f"{subject}#char={start},{end}"
        whole = f"{subject}#char={sentence[0]},{sentence[1]}"

        def describe() -> Iterator[str]:
            for node, (a, b) in ((anchor, (start, end)), (whole, sentence)):
                yield _t(node, RDF + "type", _node(NIF + "RFC5147String"))
                yield _t(node, NIF + "anchorOf", _text(document.text[a:b]))
                yield _t(node, NIF + "beginIndex", _typed(str(a), "nonNegativeInteger"))
                yield _t(node, NIF + "endIndex", _typed(str(b), "nonNegativeInteger"))
                yield _t(node, NIF + "referenceContext", _node(f"{subject}#char=0,"))
            yield _t(anchor, NIF + "sentence", _node(whole))

        return anchor, describe()

    # ------------------------------------------------------------------ observations

    def dimensions(self, fact: Observation, lang: str) -> tuple[dict[str, str], Extra]:
        """The statistical key of a fact, and the description of concepts that no list has."""
        extra = Extra(lang)
        place = self._place(fact.reporter, extra)
        values = {
            DIMENSIONS[0]: place,
            DIMENSIONS[1]: self._period(fact.period, extra),
            DIMENSIONS[2]: code_iri("indicator", fact.indicator),
            DIMENSIONS[3]: code_iri("measure", fact.measure),
            DIMENSIONS[4]: self._unit(fact.quantity_unit or "NONE", extra),
            DIMENSIONS[5]: code_iri("flow", fact.flow or "NONE"),
            DIMENSIONS[6]: self._composite("partner", list(fact.partner), "WORLD", extra, {}),
            DIMENSIONS[7]: self._commodity(fact, extra),
            DIMENSIONS[8]: code_iri("enterprise", fact.enterprise or "ALL"),
            DIMENSIONS[9]: code_iri("regime", fact.regime or "ALL"),
            DIMENSIONS[10]: self._basis(fact.basis, extra),
            DIMENSIONS[11]: self._comparator(fact, place, extra),
            DIMENSIONS[12]: code_iri("measure", fact.rank_of or "NONE"),
        }
        return values, extra

    def _observation(self, fact: Observation, document: Document) -> Iterator[str]:
        anchor, quoted = self._quote(document, fact.start, fact.end, fact.sentence)
        values, extra = self.dimensions(fact, document.lang)
        subject = self._claim_iri(values, anchor, document)
        yield from quoted
        yield from extra
        yield _t(subject, RDF + "type", _node(QB + "Observation"))
        yield _t(subject, QB + "dataSet", _node(data_iri(document.id, self._base)))
        for dimension, value in values.items():
            yield _t(subject, dimension, _node(value))
        yield _t(subject, TG + "quotation", _node(anchor))
        yield _t(subject, PROV + "wasQuotedFrom", _node(anchor))
        yield _t(subject, SDMX_MEASURE + "obsValue", _decimal(fact.value))
        unit = Extra(document.lang)
        yield _t(subject, SDMX_ATTRIBUTE + "unitMeasure", _node(self._unit(fact.unit, unit)))
        yield from unit
        yield _t(subject, TG + "precision", _decimal(fact.precision))
        yield _t(subject, TG + "confidence", _decimal(fact.confidence))
        if fact.approx:
            yield _t(subject, TG + "approximation", _node(code_iri("approximation", _APPROXIMATION[fact.approx])))

    def _claim_iri(self, values: dict[str, str], anchor: str, document: Document) -> str:
        return f"{document_iri(document.id, self._base)}/obs/{key_of({**values, TG + 'quotation': anchor})}"

    def _place(self, reporter: str, extra: Extra) -> str:
        if not reporter:
            return code_iri("place", "UNKNOWN")
        if reporter.startswith("text:"):
            return self._unlisted("place", reporter[5:], extra)
        code = notation(reporter)
        if self._vocabulary.find("place", code) is None:
            self._describe("place", code, reporter.partition(":")[2] or reporter, extra)
            extra.append(_t(code_iri("place", code), TG + "placeType", _node(TG + "unlisted-place")))
        return code_iri("place", code)

    def _commodity(self, fact: Observation, extra: Extra) -> str:
        codes = []
        names = {item.id: item.text for item in fact.commodity}
        for item in fact.commodity:
            codes.append(item.id)
            if self._vocabulary.find("commodity", item.id) is None:
                self._describe("commodity", item.id, item.text, extra)
        return self._composite("commodity", codes, "TOTAL", extra, names)

    def _composite(self, scheme: str, codes: list[str], default: str, extra: Extra, phrases: dict[str, str]) -> str:
        members = sorted(set(codes))
        if len(members) < 2:
            return code_iri(scheme, members[0] if members else default)
        notation = "_".join(members)
        iri = code_iri(scheme, notation)
        extra.append(_t(iri, RDF + "type", _node(SKOS + "Concept")))
        extra.append(_t(iri, SKOS + "inScheme", _node(CODE + scheme)))
        extra.append(_t(iri, SKOS + "notation", _text(notation)))
        for lang in ("en", "zh-hans", "zh-hant"):
            names = [c.label(lang) if (c := self._vocabulary.find(scheme, code)) else phrases.get(code, code) for code in members]
            extra.append(_t(iri, SKOS + "prefLabel", _text(" + ".join(names), lang)))
        extra.extend(_t(iri, TG + "part", _node(code_iri(scheme, code))) for code in members)
        return iri

    def _unlisted(self, scheme: str, phrase: str, extra: Extra) -> str:
        notation = unlisted(phrase)
        self._describe(scheme, notation, phrase, extra)
        iri = code_iri(scheme, notation)
        if scheme == "place":
            extra.append(_t(iri, TG + "placeType", _node(TG + "unlisted-place")))
        return iri

    def _describe(self, scheme: str, notation: str, phrase: str, extra: Extra) -> None:
        """A concept that no list has, named by the phrase in which it was found."""
        iri = code_iri(scheme, notation)
        extra.append(_t(iri, RDF + "type", _node(SKOS + "Concept")))
        extra.append(_t(iri, SKOS + "inScheme", _node(CODE + scheme)))
        extra.append(_t(iri, SKOS + "notation", _text(notation)))
        extra.append(_t(iri, SKOS + "prefLabel", _text(phrase, extra.lang)))
        if scheme in _UNLISTED_TOP:
            extra.append(_t(iri, SKOS + "broader", _node(code_iri(scheme, _UNLISTED_TOP[scheme]))))

    def _unit(self, notation: str, extra: Extra) -> str:
        if self._vocabulary.find("unit", notation) is None:
            self._describe("unit", notation, notation, extra)
        return code_iri("unit", notation)

    def _period(self, period: str, extra: Extra) -> str:
        if not period:
            extra.append(_t(PERIOD + "UNKNOWN", RDF + "type", _node(TG + "Period")))
            return PERIOD + "UNKNOWN"
        first, _, last = period.partition("/")
        months = _months(first, last)
        iri = f"{PERIOD}{first}/P{months}M"
        extra.append(_t(iri, RDF + "type", _node(TG + "Period")))
        if not period.startswith("XXXX"):
            extra.append(_t(iri, TG + "firstMonth", _typed(first, "gYearMonth")))
            extra.append(_t(iri, TG + "lastMonth", _typed(last, "gYearMonth")))
        return iri

    def _basis(self, basis: str, extra: Extra) -> str:
        if not basis:
            return code_iri("basis", "NONE")
        head, _, year = basis.partition(":")
        if not year:
            return code_iri("basis", head.upper())
        notation = f"{head.upper()}-{year}"
        self._describe("basis", notation, basis, extra)
        extra.append(_t(code_iri("basis", notation), SKOS + "broader", _node(code_iri("basis", head.upper()))))
        return code_iri("basis", notation)

    def _comparator(self, fact: Observation, place: str, extra: Extra) -> str:
        value = fact.ref or fact.scope or fact.base
        if not value:
            return place if fact.measure in {"share", "share-change"} else code_iri("comparator", "NONE")
        if self._vocabulary.find("comparator", value) is not None:
            return code_iri("comparator", value)
        if ";" in value or "=" in value or value == "commodity":
            notation = value.replace(";", "_").replace("=", "-").replace(":", "-")
            self._describe("comparator", notation, value, extra)
            return code_iri("comparator", notation)
        return self._place(value, extra)

    # ------------------------------------------------------------------ policy measures

    def _policy(self, fact: PolicyMeasure, document: Document) -> Iterator[str]:
        anchor, quoted = self._quote(document, fact.start, fact.end, fact.sentence)
        subject = self._policy_iri(fact, document)
        extra = Extra(document.lang)
        yield from quoted
        yield _t(subject, RDF + "type", _node(TG + "PolicyMeasure"))
        yield _t(subject, TG + "actor", _node(self._place(fact.actor, extra)))
        if fact.actor_text:
            yield _t(subject, TG + "actorText", _text(fact.actor_text, document.lang))
        yield _t(subject, TG + "category", _node(code_iri("policy", fact.category)))
        yield _t(subject, TG + "status", _node(code_iri("status", fact.status)))
        yield _t(subject, DCT + "description", _text(fact.text, document.lang))
        yield _t(subject, PROV + "wasQuotedFrom", _node(anchor))
        yield _t(subject, TG + "confidence", _decimal(fact.confidence))
        if fact.period:
            yield _t(subject, DCT + "temporal", _node(self._period(fact.period, extra)))
        for partner in fact.partner:
            yield _t(subject, TG + "partner", _node(code_iri("partner", partner)))
        for item in fact.commodity:
            if self._vocabulary.find("commodity", item.id) is None:
                self._describe("commodity", item.id, item.text, extra)
            yield _t(subject, TG + "commodity", _node(code_iri("commodity", item.id)))
        yield from extra

    def _policy_iri(self, fact: PolicyMeasure, document: Document) -> str:
        return f"{document_iri(document.id, self._base)}/policy/{fact.start}-{fact.end}"

    # ------------------------------------------------------------------ corrections

    def _correction(self, applied: Applied, document: Document) -> Iterator[str]:
        """Who decided what, why and when, about which stretch of text; what had been read there, and what is read now."""
        correction, before, after = applied.correction, applied.before, applied.after
        anchor, quoted = self._quote(document, before.start, before.end, before.sentence)
        yield from quoted
        yield _t(correction.iri, RDF + "type", _node(TG + "Correction"))
        yield _t(correction.iri, TG + "corrects", _node(anchor))
        yield _t(correction.iri, TG + "verdict", _node(code_iri("verdict", correction.verdict)))
        yield _t(correction.iri, DCT + "creator", _text(correction.creator))
        yield _t(correction.iri, DCT + "description", _text(correction.reason))
        yield _t(correction.iri, DCT + "created", _typed(correction.created.isoformat(), "date"))
        for name, value in sorted({*columns(before).items()} - ({*columns(after).items()} if after is not None else set())):
            if value:
                yield _t(correction.iri, TG + "withdrawn", _text(f"{name}={value}"))
        if isinstance(after, Observation):
            values, _ = self.dimensions(after, document.lang)
            yield _t(self._claim_iri(values, anchor, document), TG + "correction", _node(correction.iri))
        elif after is not None:
            yield _t(self._policy_iri(after, document), TG + "correction", _node(correction.iri))


# ---------------------------------------------------------------------- the vocabulary in the graph


def vocabulary_statements(vocabulary: Vocabulary, used: Iterable[str]) -> list[str]:
    """The ontology, and of the code lists the concepts used with what they refer to, sorted; words stay out of the graph."""
    wanted = {iri for iri in used if iri.startswith(CODE)}
    described = _described(vocabulary)
    queue = sorted(wanted)
    while queue:
        iri = queue.pop()
        for triple in described.get(iri, ()):
            target = triple.object
            if isinstance(target, ox.NamedNode) and target.value.startswith(CODE) and target.value not in wanted:
                wanted.add(target.value)
                queue.append(target.value)
    out = {str(t) for t in described[""]}
    for iri in wanted:
        out.update(str(t) for t in described.get(iri, ()) if t.predicate.value not in _LEXICAL)
    return sorted(out)


_LEXICAL = {TG + name for name in ("matching", "nameOnly", "caseLabel", "pattern", "signature", "signatory", "byline")}


@lru_cache(maxsize=2)
def _described(vocabulary: Vocabulary) -> dict[str, list[ox.Triple]]:
    """Triples by subject; those of the ontology itself under the empty string."""
    out: dict[str, list[ox.Triple]] = {"": []}
    for file in sorted(vocabulary.directory.glob("*.ttl")):
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            triple = ox.Triple(quad.subject, quad.predicate, quad.object)
            subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
            out.setdefault(subject if subject.startswith(CODE) else "", []).append(triple)
    return out


# ---------------------------------------------------------------------- statements


def in_graph(statements: Iterable[str], graph: str) -> str:
    """Statements as lines of N-Quads in a named graph."""
    end = f" <{graph}> .\n"
    return "".join(statement + end for statement in statements)


def without_graph(quads: bytes) -> bytes:
    """Lines of N-Quads that are all in one named graph as lines of N-Triples."""
    return quads.replace(quads[quads.rfind(b" <") :], b" .\n") if quads else quads


def as_triples(statements: Iterable[str]) -> str:
    """Statements as lines of N-Triples."""
    return "".join(f"{statement} .\n" for statement in statements)


def describe(subject: str, pairs: Iterable[tuple[str, str | Decimal | int]]) -> list[str]:
    """Statements about one subject: a str is an IRI, a Decimal an xsd:decimal, an int an xsd:integer."""
    head = f"<{subject}> <"
    return [f"{head}{predicate}> {_term(value)}" for predicate, value in pairs]


def _term(value: str | Decimal | int) -> str:
    if isinstance(value, str):
        return _node(value)
    return _decimal(value) if isinstance(value, Decimal) else _typed(str(value), "integer")


def period_iri(first: str, months: int) -> str:
    """The period of so many months from one on, `2024-01`."""
    return f"{PERIOD}{first}/P{months}M"


def describe_period(iri: str) -> list[str]:
    """A period with its first and last month. Raises ValueError for an IRI that is not of `period_iri`'s form."""
    first, _, length = iri[len(PERIOD) :].partition("/")
    year, month = map(int, first.split("-"))
    last = year * 12 + month - 1 + int(length[1:-1]) - 1
    months = (("firstMonth", first), ("lastMonth", f"{last // 12:04d}-{last % 12 + 1:02d}"))
    return [*describe(iri, [(RDF + "type", TG + "Period")]), *(_t(iri, TG + name, _typed(text, "gYearMonth")) for name, text in months)]


def key_of(dimensions: dict[str, str]) -> str:
    """The first 20 hex digits of SHA-256 over the sorted N-Triples lines of the dimensions."""
    return key_of_lines(f"<{dimension}> <{value}> ." for dimension, value in dimensions.items())


def key_of_lines(lines: Iterable[str]) -> str:
    """The same of these lines: property, value and full stop."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:20]


def _months(first: str, last: str) -> int:
    if first.startswith("XXXX"):
        return int(last[-2:]) - int(first[-2:]) + 1
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[-2:]) - int(first[-2:]) + 1


# what N-Triples (RDF 1.1, 3) does not allow in a string
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def _t(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> <{predicate}> {value}"


def _node(iri: str) -> str:
    return f"<{iri}>"


def _text(text: str, lang: str = "") -> str:
    return f'"{text.translate(_ESCAPES)}"' + (f"@{lang}" if lang else "")


def _typed(text: str, datatype: str) -> str:
    return f'"{text}"^^<{XSD}{datatype}>'


def _decimal(value: Decimal) -> str:
    return _typed(canonical(value), "decimal")
