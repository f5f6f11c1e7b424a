"""The graph: facts become qb:Observations and policy measures, each with the stretch of text it was read from.

This module mints every IRI. Concepts that no list has are described where they are used: a phrase as `x-HASH` under the unlisted top of
its scheme, a list of partners or goods as one composite concept with `tg:part`, a named year's comparison as `VS-2019`. There are no blank
nodes, and statements come out sorted, so that the same facts give the same bytes. Terms are text, in the syntax of N-Triples: an object for each
takes three times as long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
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
Nodes = Mapping[str, dict[str, list[str]]]  # subject → predicate → objects, all in N-Triples syntax
Node = dict[str, list[str]]  # one of them: predicate → objects
# of what is said of every figure
_TYPE, _DATA_SET, _QUOTATION, _QUOTED = f"<{RDF}type>", f"<{QB}dataSet>", f"<{TG}quotation>", f"<{PROV}wasQuotedFrom>"
_VALUE, _UNIT, _PRECISION, _CONFIDENCE = f"<{SDMX_MEASURE}obsValue>", f"<{SDMX_ATTRIBUTE}unitMeasure>", f"<{TG}precision>", f"<{TG}confidence>"
_ANCHOR_OF, _BEGIN, _END, _CONTEXT, _SENTENCE = (f"<{NIF}{n}>" for n in ("anchorOf", "beginIndex", "endIndex", "referenceContext", "sentence"))
_DIMENSIONS = tuple(f"<{dimension}>" for dimension in DIMENSIONS)
_OBSERVATION, _STRING = f"<{QB}Observation>", f"<{NIF}RFC5147String>"
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


@lru_cache(maxsize=2**12)  # estimates name their premises
def reconciled_iri(kind: str, key: tuple[str, ...]) -> str:
    """What reconciliation says of a statistical key, the concepts of DIMENSIONS in their order; kind is consensus, conflict or revision."""
    return f"{TRADEGRAPH}{kind}/{key_of_terms([f'<{value}>' for value in key])}"


class Description:
    """Nodes while they are described: what is said again stands once. `lang` is the language of the release that names what no list has."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._nodes: dict[str, Node] = {}
        self._several: list[list[str]] = []  # the values of properties that have more than one

    def say(self, subject: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Say of an IRI what the pairs hold: a property's IRI and its value in N-Triples syntax."""
        node = self._nodes.setdefault(f"<{subject}>", {})
        for predicate, value in pairs:
            self._add(node, _property(predicate), value)

    def put(self, subject: str, node: Node) -> None:
        """Say of an IRI what a node holds, one value of each property; it becomes the node of an IRI of which nothing has been said."""
        held = self._nodes.setdefault(f"<{subject}>", node)
        if held is not node:
            for property_, values in node.items():
                for value in values:
                    self._add(held, property_, value)

    def _add(self, node: Node, property_: str, value: str) -> None:
        values = node.get(property_)
        if values is None:
            node[property_] = [value]
        elif value not in values:
            if len(values) == 1:
                self._several.append(values)
            values.append(value)

    def has(self, subject: str) -> bool:
        return f"<{subject}>" in self._nodes

    def ordered(self) -> Nodes:
        """The nodes in the order of their statements."""
        for values in self._several:
            values.sort()
        return {subject: _ordered(self._nodes[subject]) for subject in sorted(self._nodes)}


def _ordered(node: Node) -> Node:
    names = _in_order(tuple(node))
    return dict(zip(names, map(node.__getitem__, names), strict=True))


@lru_cache(maxsize=2**8)  # figures have the same properties
def _in_order(properties: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(properties))


class GraphWriter:
    """Writes the graphs of extractions; `base` is the namespace of documents."""

    def __init__(self, vocabulary: Vocabulary, base: str = DOC) -> None:
        self._vocabulary = vocabulary
        self._base = ox.NamedNode(base).value  # raises ValueError for what is no IRI
        # semantic versioning: what follows the plus sign tells builds of one version apart
        self.build = f"{BUILD}{quote(__version__)}+{vocabulary.digest[:12]}"

    def nodes(self, extraction: Extraction) -> Nodes:
        """The graph of one release, its nodes, their properties and values each in order."""
        document = extraction.document
        graph = Description(document.lang)
        self._release(document, graph)
        for fact in extraction.observations:
            self._observation(fact, document, graph)
        for measure in extraction.policies:
            self._policy(measure, document, graph)
        for applied in extraction.corrections:
            self._correction(applied, document, graph)
        return graph.ordered()

    # ------------------------------------------------------------------ releases

    def _release(self, document: Document, graph: Description) -> None:
        subject = document_iri(document.id, self._base)
        about = [
            (RDF + "type", _node(TG + "Release")),
            (DCT + "title", _text(document.title or document.id, document.lang)),
            (DCT + "language", _text(document.lang)),
        ]
        if document.published is not None:
            about.append((DCT + "issued", _typed(document.published.isoformat(), "date")))
        if document.publisher:
            about.append((DCT + "publisher", _text(document.publisher)))
        if document.media != "text/plain":
            about.append((DCT + "format", _text(document.media)))
        if document.url:
            about.append((DCT + "source", _text(document.url)))
        if (by := attribution(document, self._vocabulary)) is not None:
            about.append((TG + "authority", _node(code_iri("authority", by.authority.notation))))
            about.append((PROV + "wasAttributedTo", _node(code_iri(by.body.scheme, by.body.notation))))
        graph.say(subject, about)
        graph.say(
            data_iri(document.id, self._base),
            [
                (RDF + "type", _node(QB + "DataSet")),
                (QB + "structure", _node(TG + "ReleaseStructure")),
                (PROV + "wasDerivedFrom", _node(subject)),
                (PROV + "wasGeneratedBy", _node(self.build)),
            ],
        )
        graph.say(
            self.build,
            [
                (RDF + "type", _node(PROV + "Activity")),
                (TG + "software", _text(f"tradegraph {__version__}")),
                (TG + "vocabularyVersion", _text(self._vocabulary.version)),
                (TG + "vocabularyDigest", _text(self._vocabulary.digest)),
            ],
        )
        graph.say(
            f"{subject}#char=0,",
            [
                (RDF + "type", _node(NIF + "Context")),
                (NIF + "beginIndex", _typed("0", "nonNegativeInteger")),
                (NIF + "endIndex", _typed(str(len(document.text)), "nonNegativeInteger")),
            ],
        )

    def _quote(self, document: Document, start: int, end: int, sentence: tuple[int, int], graph: Description) -> str:
        """Describe an anchor and its sentence; the anchor's node."""
        anchor, whole = self._stretch(document, start, end, graph), self._stretch(document, *sentence, graph)
        graph.put(anchor, {_SENTENCE: [f"<{whole}>"]})
        return anchor

    def _stretch(self, document: Document, start: int, end: int, graph: Description) -> str:
        subject = document_iri(document.id, self._base)
        stretch = f"{subject}#char={start},{end}"
        if not graph.has(stretch):
            graph.put(
                stretch,
                {
                    _TYPE: [_STRING],
                    _ANCHOR_OF: [_text(document.text[start:end])],
                    _BEGIN: [_typed(str(start), "nonNegativeInteger")],
                    _END: [_typed(str(end), "nonNegativeInteger")],
                    _CONTEXT: [f"<{subject}#char=0,>"],
                },
            )
        return stretch

    # ------------------------------------------------------------------ observations

    def _dimensions(self, fact: Observation, graph: Description) -> list[str]:
        """The statistical key of a fact as nodes, in the order of DIMENSIONS; concepts that no list has are described."""
        place = self._place(fact.reporter, graph)
        key = (
            place,
            self._period(fact.period, graph),
            code_iri("indicator", fact.indicator),
            code_iri("measure", fact.measure),
            self._unit(fact.quantity_unit or "NONE", graph),
            code_iri("flow", fact.flow or "NONE"),
            self._composite("partner", list(fact.partner), "WORLD", graph, {}),
            self._commodity(fact, graph),
            code_iri("enterprise", fact.enterprise or "ALL"),
            code_iri("regime", fact.regime or "ALL"),
            self._basis(fact.basis, graph),
            self._comparator(fact, place, graph),
            code_iri("measure", fact.rank_of or "NONE"),
        )
        return [f"<{value}>" for value in key]

    def _observation(self, fact: Observation, document: Document, graph: Description) -> None:
        quotation = f"<{self._quote(document, fact.start, fact.end, fact.sentence, graph)}>"
        dimensions = self._dimensions(fact, graph)
        about = {
            _TYPE: [_OBSERVATION],
            _DATA_SET: [f"<{data_iri(document.id, self._base)}>"],
            **{dimension: [value] for dimension, value in zip(_DIMENSIONS, dimensions, strict=True)},
            _QUOTATION: [quotation],
            _QUOTED: [quotation],
            _VALUE: [decimal(fact.value)],
            _UNIT: [f"<{self._unit(fact.unit, graph)}>"],
            _PRECISION: [decimal(fact.precision)],
            _CONFIDENCE: [decimal(fact.confidence)],
        }
        if fact.approx:
            about[_property(TG + "approximation")] = [_node(code_iri("approximation", _APPROXIMATION[fact.approx]))]
        graph.put(self._claim_iri(dimensions, quotation, document), about)

    def _claim_iri(self, dimensions: list[str], quotation: str, document: Document) -> str:
        return f"{document_iri(document.id, self._base)}/obs/{key_of_terms([*dimensions, quotation])}"

    def _place(self, reporter: str, graph: Description) -> str:
        if not reporter:
            return code_iri("place", "UNKNOWN")
        if reporter.startswith("text:"):
            return self._unlisted("place", reporter[5:], graph)
        code = notation(reporter)
        if self._vocabulary.find("place", code) is None:
            self._describe("place", code, reporter.partition(":")[2] or reporter, graph)
            graph.say(code_iri("place", code), [(TG + "placeType", _node(TG + "unlisted-place"))])
        return code_iri("place", code)

    def _commodity(self, fact: Observation, graph: Description) -> str:
        codes = []
        names = {item.id: item.text for item in fact.commodity}
        for item in fact.commodity:
            codes.append(item.id)
            if self._vocabulary.find("commodity", item.id) is None:
                self._describe("commodity", item.id, item.text, graph)
        return self._composite("commodity", codes, "TOTAL", graph, names)

    def _composite(self, scheme: str, codes: list[str], default: str, graph: Description, phrases: dict[str, str]) -> str:
        if not codes:
            return code_iri(scheme, default)
        members = sorted(set(codes))
        if len(members) == 1:
            return code_iri(scheme, members[0])
        notation = "_".join(members)
        iri = code_iri(scheme, notation)
        graph.say(iri, [(RDF + "type", _node(SKOS + "Concept")), (SKOS + "inScheme", _node(CODE + scheme)), (SKOS + "notation", _text(notation))])
        for lang in ("en", "zh-hans", "zh-hant"):
            names = [c.label(lang) if (c := self._vocabulary.find(scheme, code)) else phrases.get(code, code) for code in members]
            graph.say(iri, [(SKOS + "prefLabel", _text(" + ".join(names), lang))])
        graph.say(iri, [(TG + "part", _node(code_iri(scheme, code))) for code in members])
        return iri

    def _unlisted(self, scheme: str, phrase: str, graph: Description) -> str:
        notation = unlisted(phrase)
        self._describe(scheme, notation, phrase, graph)
        iri = code_iri(scheme, notation)
        if scheme == "place":
            graph.say(iri, [(TG + "placeType", _node(TG + "unlisted-place"))])
        return iri

    def _describe(self, scheme: str, notation: str, phrase: str, graph: Description) -> None:
        """A concept that no list has, named by the phrase in which it was found."""
        iri = code_iri(scheme, notation)
        graph.say(
            iri,
            [
                (RDF + "type", _node(SKOS + "Concept")),
                (SKOS + "inScheme", _node(CODE + scheme)),
                (SKOS + "notation", _text(notation)),
                (SKOS + "prefLabel", _text(phrase, graph.lang)),
            ],
        )
        if scheme in _UNLISTED_TOP:
            graph.say(iri, [(SKOS + "broader", _node(code_iri(scheme, _UNLISTED_TOP[scheme])))])

    def _unit(self, notation: str, graph: Description) -> str:
        if self._vocabulary.find("unit", notation) is None:
            self._describe("unit", notation, notation, graph)
        return code_iri("unit", notation)

    def _period(self, period: str, graph: Description) -> str:
        if not period:
            graph.say(PERIOD + "UNKNOWN", [(RDF + "type", _node(TG + "Period"))])
            return PERIOD + "UNKNOWN"
        iri = _iri_of_months(period)
        if not graph.has(iri):
            graph.say(iri, [(RDF + "type", _node(TG + "Period"))])
            if not period.startswith("XXXX"):
                first, _, last = period.partition("/")
                graph.say(iri, [(TG + "firstMonth", _typed(first, "gYearMonth")), (TG + "lastMonth", _typed(last, "gYearMonth"))])
        return iri

    def _basis(self, basis: str, graph: Description) -> str:
        if not basis:
            return code_iri("basis", "NONE")
        head, _, year = basis.partition(":")
        if not year:
            return code_iri("basis", head.upper())
        notation = f"{head.upper()}-{year}"
        self._describe("basis", notation, basis, graph)
        graph.say(code_iri("basis", notation), [(SKOS + "broader", _node(code_iri("basis", head.upper())))])
        return code_iri("basis", notation)

    def _comparator(self, fact: Observation, place: str, graph: Description) -> str:
        value = fact.ref or fact.scope or fact.base
        if not value:
            return place if fact.measure in {"share", "share-change"} else code_iri("comparator", "NONE")
        if self._vocabulary.find("comparator", value) is not None:
            return code_iri("comparator", value)
        if ";" in value or "=" in value or value == "commodity":
            notation = value.replace(";", "_").replace("=", "-").replace(":", "-")
            self._describe("comparator", notation, value, graph)
            return code_iri("comparator", notation)
        return self._place(value, graph)

    # ------------------------------------------------------------------ policy measures

    def _policy(self, fact: PolicyMeasure, document: Document, graph: Description) -> None:
        anchor = self._quote(document, fact.start, fact.end, fact.sentence, graph)
        about = [(RDF + "type", _node(TG + "PolicyMeasure")), (TG + "actor", _node(self._place(fact.actor, graph)))]
        if fact.actor_text:
            about.append((TG + "actorText", _text(fact.actor_text, document.lang)))
        about += [
            (TG + "category", _node(code_iri("policy", fact.category))),
            (TG + "status", _node(code_iri("status", fact.status))),
            (DCT + "description", _text(fact.text, document.lang)),
            (PROV + "wasQuotedFrom", _node(anchor)),
            (TG + "confidence", decimal(fact.confidence)),
        ]
        if fact.period:
            about.append((DCT + "temporal", _node(self._period(fact.period, graph))))
        about += [(TG + "partner", _node(code_iri("partner", partner))) for partner in fact.partner]
        for item in fact.commodity:
            if self._vocabulary.find("commodity", item.id) is None:
                self._describe("commodity", item.id, item.text, graph)
            about.append((TG + "commodity", _node(code_iri("commodity", item.id))))
        graph.say(self._policy_iri(fact, document), about)

    def _policy_iri(self, fact: PolicyMeasure, document: Document) -> str:
        return f"{document_iri(document.id, self._base)}/policy/{fact.start}-{fact.end}"

    # ------------------------------------------------------------------ corrections

    def _correction(self, applied: Applied, document: Document, graph: Description) -> None:
        """Who decided what, why and when, about which stretch of text; what had been read there, and what is read now."""
        correction, before, after = applied.correction, applied.before, applied.after
        anchor = self._quote(document, before.start, before.end, before.sentence, graph)
        withdrawn = sorted({*columns(before).items()} - ({*columns(after).items()} if after is not None else set()))
        graph.say(
            correction.iri,
            [
                (RDF + "type", _node(TG + "Correction")),
                (TG + "corrects", _node(anchor)),
                (TG + "verdict", _node(code_iri("verdict", correction.verdict))),
                (DCT + "creator", _text(correction.creator)),
                (DCT + "description", _text(correction.reason)),
                (DCT + "created", _typed(correction.created.isoformat(), "date")),
                *((TG + "withdrawn", _text(f"{name}={value}")) for name, value in withdrawn if value),
            ],
        )
        if isinstance(after, Observation):
            claim = self._claim_iri(self._dimensions(after, graph), _node(anchor), document)
            graph.say(claim, [(TG + "correction", _node(correction.iri))])
        elif after is not None:
            graph.say(self._policy_iri(after, document), [(TG + "correction", _node(correction.iri))])


# ---------------------------------------------------------------------- the vocabulary in the graph


def vocabulary_statements(vocabulary: Vocabulary, used: Iterable[str]) -> list[str]:
    """The ontology, and of the code lists the concepts used with what they refer to, sorted; words stay out of the graph."""
    wanted = {iri for iri in used if iri.startswith(CODE)}
    described = _described(vocabulary)
    queue = sorted(wanted)
    while queue:
        iri = queue.pop()
        for quad in described.get(iri, ()):
            target = quad.object
            if isinstance(target, ox.NamedNode) and target.value.startswith(CODE) and target.value not in wanted:
                wanted.add(target.value)
                queue.append(target.value)
    out = {str(q.triple) for q in described[""]}
    for iri in wanted:
        out.update(str(q.triple) for q in described.get(iri, ()) if q.predicate.value not in _LEXICAL)
    return sorted(out)


_LEXICAL = {TG + name for name in ("matching", "nameOnly", "caseLabel", "pattern", "signature", "signatory", "byline")}


@lru_cache(maxsize=2)
def _described(vocabulary: Vocabulary) -> dict[str, list[ox.Quad]]:
    """What is said by subject; of the ontology itself under the empty string."""
    out: dict[str, list[ox.Quad]] = {"": []}
    for file in sorted(vocabulary.directory.glob("*.ttl")):
        for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE):
            subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
            out.setdefault(subject if subject.startswith(CODE) else "", []).append(quad)
    return out


# ---------------------------------------------------------------------- statements


def in_graph(statements: Sequence[str], graph: str) -> str:
    """Statements as lines of N-Quads in a named graph."""
    return _lines(statements, f" <{graph}> .\n")


def without_graph(quads: bytes) -> list[bytes]:
    """The statements of lines of N-Quads that are all in one named graph, without it and without the full stop."""
    end = quads.rfind(b" <") - len(quads)
    return [line[:end] for line in quads.splitlines(keepends=True)]


def as_triples(statements: Sequence[str]) -> str:
    """Statements as lines of N-Triples."""
    return _lines(statements, " .\n")


def _lines(statements: Sequence[str], end: str) -> str:
    return end.join(statements) + end if statements else ""


def statements(nodes: Nodes) -> list[str]:
    """What is said of nodes as statements of N-Triples, without the full stop, in the order of the nodes."""
    return [f"{subject} {predicate} {value}" for subject, node in nodes.items() for predicate, values in node.items() for value in values]


def describe(subject: str, pairs: Iterable[tuple[str, str | Decimal | int]]) -> Nodes:
    """A node with these properties, in their order: a str is an IRI, a Decimal an xsd:decimal, an int an xsd:integer."""
    return {f"<{subject}>": properties(pairs)}


def properties(pairs: Iterable[tuple[str, str | Decimal | int]]) -> Node:
    """The same, without its subject."""
    node: Node = {}
    for predicate, value in pairs:  # a term is made here, as there are so many
        term = f"<{value}>" if isinstance(value, str) else _number(value)
        values = node.get(property_ := _property(predicate))
        if values is None:
            node[property_] = [term]
        else:
            values.append(term)
    return node


def dimensions_of(key: Sequence[str]) -> Node:
    """A statistical key as the properties of a node."""
    return {dimension: [f"<{value}>"] for dimension, value in zip(_DIMENSIONS, key, strict=True)}


def _number(value: Decimal | int) -> str:
    return decimal(value) if isinstance(value, Decimal) else _typed(str(value), "integer")


def period_iri(first: str, months: int) -> str:
    """The period of so many months from one on, `2024-01`."""
    return f"{PERIOD}{first}/P{months}M"


def describe_period(iri: str) -> Nodes:
    """A period with its first and last month. Raises ValueError for an IRI that is not of `period_iri`'s form."""
    first, _, length = iri[len(PERIOD) :].partition("/")
    year, month = map(int, first.split("-"))
    last = year * 12 + month - 1 + int(length[1:-1]) - 1
    months = {"firstMonth": first, "lastMonth": f"{last // 12:04d}-{last % 12 + 1:02d}"}
    node = {RDF + "type": _node(TG + "Period"), **{TG + name: _typed(text, "gYearMonth") for name, text in months.items()}}
    return {_node(iri): {_node(predicate): [value] for predicate, value in node.items()}}


def key_of(dimensions: Mapping[str, str]) -> str:
    """The first 20 hex digits of SHA-256 over the sorted N-Triples lines of the dimensions: property, value and full stop."""
    return key_of_lines(f"<{dimension}> <{value}> ." for dimension, value in dimensions.items())


def key_of_lines(lines: Iterable[str]) -> str:
    """The same of these lines."""
    return _hash("\n".join(sorted(lines)))


def key_of_terms(terms: Sequence[str]) -> str:
    """The same of values in N-Triples syntax in the order of DIMENSIONS; of a claim, its quotation comes last."""
    lines, in_order = _CLAIM_KEY if len(terms) > len(DIMENSIONS) else _STATISTICAL_KEY
    return _hash(lines % in_order(terms))


def _keyed(properties: Sequence[str]) -> tuple[str, Callable[[Sequence[str]], tuple[str, ...]]]:
    """The lines of a key with places for values, and the values in the order of the lines, which is that of properties."""
    order = sorted(range(len(properties)), key=properties.__getitem__)
    return "\n".join(f"{properties[at]} %s ." for at in order), itemgetter(*order)


_STATISTICAL_KEY, _CLAIM_KEY = _keyed(_DIMENSIONS), _keyed((*_DIMENSIONS, _QUOTATION))


def _hash(lines: str) -> str:
    return hashlib.sha256(lines.encode()).hexdigest()[:20]


@lru_cache(maxsize=2**8)
def _iri_of_months(period: str) -> str:
    """The period of the fact table's form, `2024-01/2024-12`, its year perhaps unknown."""
    first, _, last = period.partition("/")
    years = 0 if first.startswith("XXXX") else int(last[:4]) - int(first[:4])
    return period_iri(first, years * 12 + int(last[-2:]) - int(first[-2:]) + 1)


# what N-Triples (RDF 1.1, 3) does not allow in a string
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@lru_cache(maxsize=2**8)
def _property(iri: str) -> str:
    """The node of a property: one string for each, as it comes again and again."""
    return f"<{iri}>"


def _node(iri: str) -> str:
    return f"<{iri}>"


def _text(text: str, lang: str = "") -> str:
    return f'"{text.translate(_ESCAPES)}"' + (f"@{lang}" if lang else "")


def _typed(text: str, datatype: str) -> str:
    return f'"{text}"^^<{XSD}{datatype}>'


def decimal(value: Decimal) -> str:
    """An xsd:decimal."""
    return _typed(canonical(value), "decimal")
