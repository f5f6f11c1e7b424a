"""Parts: what one document gives to a build, and what the claims about some areas come to.

A build is a map over documents and a reduction by area, on one core, on all of them or on many machines: `part_of` reads, extracts, corrects, maps
and validates one document; `settled` reconciles the claims about the areas of one shard and validates the consensus about them. Both are
functions of their arguments, and what they return can rest on disk, so that any split gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Set
from dataclasses import astuple, dataclass, field, fields, replace
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from tradegraph import corrections, cube, evidence, table
from tradegraph.claims import AREA, Claim, Key, as_record, claims_of_nodes, from_record, ranks
from tradegraph.consistency import check
from tradegraph.documents import TABLE, Location, Unreadable, open_location
from tradegraph.errors import SourceError
from tradegraph.facts import extract
from tradegraph.graph import CONSENSUS, GraphWriter, Nodes, as_triples, data_iri, describe_period, document_iri, in_graph, statements
from tradegraph.model import Correction, Document, Extraction
from tradegraph.reconcile import (
    Agreement,
    agreements_on,
    asked_of_others,
    describe_consensus,
    describe_reconciliation,
    describe_reposts,
    estimated_periods,
    gather,
    reconcile,
)
from tradegraph.reposts import Signature, reposts, signature
from tradegraph.shapes import Quote, Result, iri_of
from tradegraph.shapes import validate as validate_shapes
from tradegraph.tabular import tabulated
from tradegraph.vocabulary import DOC, Vocabulary

SHARDS = 256  # areas are spread over so many parts, each of which is reconciled by itself
ENGINE = "shacl"  # releases are validated one by one, by the engine that takes no second to begin


class Counted(NamedTuple):
    """How much there is of what was read."""

    statistics: int = 0
    policies: int = 0
    issues: int = 0
    corrected: int = 0


class Consensus(NamedTuple):
    """How much the releases say together; `shared` are the agreements of several of them, `left_out` figures that others of their release exclude."""

    agreements: int = 0
    shared: int = 0
    estimates: int = 0
    conflicts: int = 0
    revisions: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Findings:
    """What a build has to know of a document beside its files; everything here is small."""

    counted: Counted
    results: frozenset[Result]
    described: Nodes  # codes that the document describes, because no list has them
    used: frozenset[str]  # IRIs of the codes used
    asked: frozenset[Key]  # figures of other areas that its claims are compared with
    idle: tuple[tuple[str, str], ...]  # corrections without effect: IRI and reason
    signature: Signature  # of the text, by which reposts are found

    def as_line(self) -> str:
        """One line of JSON."""
        results = [astuple(r) for r in sorted(self.results)]
        return json.dumps(
            [self.counted, results, self.described, sorted(self.used), sorted(self.asked), self.idle, self.signature.as_record()], ensure_ascii=False
        )

    @staticmethod
    def from_line(line: str) -> Findings:
        counted, results, described, used, asked, idle, signed = json.loads(line)
        return Findings(
            Counted(*counted),
            frozenset(map(_result, results)),
            described,
            frozenset(used),
            frozenset(map(tuple, asked)),
            tuple((iri, reason) for iri, reason in idle),
            Signature.from_record(signed),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One document's share of a build: its graph as sorted N-Quads, lines of the other files, and its claims by shard."""

    id: str
    source: str
    digest: str
    quads: str
    facts: str
    issues: str
    record: str
    claims: Mapping[int, str]
    findings: Findings


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all documents of a build."""

    vocabulary: Vocabulary
    base: str = DOC
    decisions: tuple[Correction, ...] = ()
    writer: GraphWriter = field(init=False)
    ranks: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "writer", GraphWriter(self.vocabulary, self.base))
        object.__setattr__(self, "ranks", ranks(self.vocabulary))


def extraction_of(document: Document, vocabulary: Vocabulary) -> Extraction | Unreadable:
    """A document's facts, or why there are none; a defect of the grammar costs this document only."""
    try:
        return tabulated(document, vocabulary) if document.media == TABLE else extract(document, vocabulary)
    except SourceError as error:
        return Unreadable(document.source, str(error))
    except RecursionError:
        return Unreadable(document.source, "nests too deeply to be a release")
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        return Unreadable(document.source, f"the grammar failed on it ({type(error).__name__}: {error}); report the text as a defect")


_FIELDS = attrgetter(*(f.name for f in fields(Document)))


def digest_of(document: Document, job: Job) -> str:
    """What a part depends on: the document, its corrections, the software, the vocabulary and the namespace."""
    decided = [astuple(d) for d in job.decisions if d.document == document.id]
    held = repr((_FIELDS(replace(document, source="")), job.writer.build, job.base, decided))
    return hashlib.sha256(held.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """A document whose part is there already, made of the same text by the same software."""

    id: str
    source: str


def outcome_of(location: Location, held: str, job: Job) -> Part | Kept | Unreadable:
    """Read the document that lies at a location, and make its part unless the one with the digest `held` is of the same text."""
    document = open_location(location)
    if isinstance(document, Unreadable):
        return document
    return Kept(document.id, document.source) if held and digest_of(document, job) == held else part_of(document, job)


def part_of(document: Document, job: Job) -> Part | Unreadable:
    """Extract, correct, map and validate one document. Raises SourceError for corrections that contradict each other."""
    found = extraction_of(document, job.vocabulary)
    if isinstance(found, Unreadable):
        return found
    corrected, idle = corrections.correct(found, job.decisions, job.vocabulary)
    nodes = job.writer.nodes(corrected)
    said = statements(nodes)
    used, texts = cube.codes_used(nodes), evidence.Texts(nodes)
    claims = list(claims_of_nodes(nodes, job.ranks))
    findings = Findings(
        counted=Counted(len(found.observations), len(found.policies), len(found.issues), len(corrected.corrections)),
        results=frozenset(_checked(as_triples(said), texts, cube.ontology(), used)),
        described=cube.codes(nodes),
        used=frozenset(map(iri_of, used)),
        asked=frozenset(asked_of_others(c.key for c in claims)),
        idle=tuple((u.correction.iri, u.reason) for u in idle),
        signature=signature(document),
    )
    return Part(
        document.id,
        document.source,
        digest_of(document, job),
        in_graph(said, data_iri(document.id, job.base)),
        "".join(table.json_line(r) + "\n" for r in table.rows(found)),
        "".join(table.json_line(issue_record(i)) + "\n" for i in found.issues),
        table.json_line(document_record(found)) + "\n",
        sharded(claims, texts),
        findings,
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """What a build has to know of all its documents together; `reposts` are IRIs of releases with that of their original."""

    counted: Counted
    results: frozenset[Result]
    described: Nodes
    used: frozenset[str]
    asked: Mapping[int, tuple[Key, ...]]  # by the shard that says something of them
    idle: tuple[tuple[str, str], ...]
    reposts: Mapping[str, str]


def overview(findings: Iterable[Findings], base: str) -> Overview:
    """The findings of all documents together; `base` is the namespace of their IRIs."""
    counted = Counted()
    results: set[Result] = set()
    described: dict[str, dict[str, list[str]]] = {}
    used: set[str] = set()
    asked: set[Key] = set()
    idle: list[tuple[str, str]] = []
    signatures: list[Signature] = []
    for found in findings:
        counted = Counted(*map(sum, zip(counted, found.counted, strict=True)))
        results |= found.results
        described.update(found.described)
        used |= found.used
        asked |= found.asked
        idle += found.idle
        signatures.append(found.signature)
    wanted: dict[int, list[Key]] = {}
    for key in sorted(asked):
        wanted.setdefault(shard_of(key), []).append(key)
    again = {document_iri(repost, base): document_iri(original, base) for repost, original in reposts(signatures).items()}
    by_shard = {shard: tuple(keys) for shard, keys in sorted(wanted.items())}
    return Overview(counted, frozenset(results), described, frozenset(used), by_shard, tuple(idle), again)


def sharded(claims: Iterable[Claim], texts: evidence.Texts) -> dict[int, str]:
    """Claims by shard, as lines with their sentences; those about something unknown are left out, since they are compared with nothing."""
    lines: dict[int, list[str]] = {}
    for claim in claims:
        if claim.known:
            held = [as_record(claim), evidence.quotes(texts, claim.quotation)]
            lines.setdefault(shard_of(claim.key), []).append(_LINE.encode(held))
    return {shard: "\n".join(held) for shard, held in sorted(lines.items())}


_LINE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def shard_of(key: Key) -> int:
    """The shard of a key: all figures of an area are in one."""
    return int.from_bytes(hashlib.sha256(key[AREA].encode()).digest()[:4]) % SHARDS


def claims_of(lines: Iterable[str], reposts: Container[str]) -> dict[Claim, tuple[Quote, ...]]:
    """The claims of a shard, each with its sentences, from what documents gave to it; those of reposts, given by IRI, are their originals'."""
    held = (json.loads(line) for text in lines for line in text.split("\n"))
    claims = ((from_record(record), quotes) for record, quotes in held)
    return {claim: tuple(Quote(*quote) for quote in quotes) for claim, quotes in claims if claim.source.document not in reposts}


@dataclass(frozen=True, slots=True)
class Settled:
    """What the claims of a shard come to: the consensus about its areas as N-Quads in order, what was found wrong, and how much there is."""

    quads: tuple[str, ...]  # text after text, each of one area
    results: frozenset[Result]
    used: frozenset[str]
    periods: frozenset[str]
    consensus: Consensus


def altogether(shards: Iterable[Settled]) -> Settled:
    """What several shards come to, without their quads."""
    held = list(shards)
    counts = zip(Consensus(), *(shard.consensus for shard in held), strict=True)
    return Settled(
        (),
        frozenset().union(*(shard.results for shard in held)),
        frozenset().union(*(shard.used for shard in held)),
        frozenset().union(*(shard.periods for shard in held)),
        Consensus(*map(sum, counts)),
    )


def about_consensus(ids: Iterable[str], reposts: Mapping[str, str], job: Job) -> str:
    """What the consensus is derived from, and which releases repeat others, as N-Quads."""
    nodes = {**describe_consensus((data_iri(i, job.base) for i in ids), job.writer.build), **describe_reposts(reposts)}
    return in_graph(statements(nodes), CONSENSUS)


def about_periods(periods: Iterable[str]) -> str:
    """The periods of estimates as N-Quads."""
    return in_graph([line for period in sorted(periods) for line in statements(describe_period(period))], CONSENSUS)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Figures that claims of other shards are compared with, by key, and the sentences of what is kept of them, by quotation."""

    agreements: Mapping[Key, Agreement]
    quotes: Mapping[str, tuple[Quote, ...]]


def compared(asked: Iterable[Key], claims: Mapping[Claim, tuple[Quote, ...]]) -> Elsewhere:
    """What a shard says of the keys that others asked for."""
    agreements = agreements_on(asked, gather(claims))
    return Elsewhere(agreements, {a.kept.quotation: claims[a.kept] for a in agreements.values()})


def joined(several: Iterable[Elsewhere]) -> Elsewhere:
    """What several shards say."""
    agreements: dict[Key, Agreement] = {}
    quotes: dict[str, tuple[Quote, ...]] = {}
    for one in several:
        agreements.update(one.agreements)
        quotes.update(one.quotes)
    return Elsewhere(agreements, quotes)


def settled(lines: Iterable[str], reposts: Container[str], elsewhere: Elsewhere, described: Nodes, data_set: str, build: str) -> Settled:
    """Reconcile the claims of a shard, given as documents gave them, and validate what they come to.

    `elsewhere` are the figures of other shards that theirs are compared with, `described` are the codes that the releases describe, and
    `data_set` is one of those that the consensus is derived from.
    """
    claims = claims_of(lines, reposts)
    quotes = {**elsewhere.quotes, **{claim.quotation: cited for claim, cited in claims.items()}}
    areas: dict[str, dict[Key, frozenset[Claim]]] = {}
    for key, held in gather(claims).items():
        areas.setdefault(key[AREA], {})[key] = held
    known = cube.beside(described, cube.ontology())
    shared = describe_consensus([data_set], build)
    settled_areas = [_settled(areas[area], elsewhere, quotes, known, shared) for area in sorted(areas)]
    quads = tuple(text for kind in zip(*(texts for texts, _ in settled_areas), strict=True) for text in kind)
    return replace(altogether(area for _, area in settled_areas), quads=quads)


def _settled(
    gathered: Mapping[Key, frozenset[Claim]], elsewhere: Elsewhere, quotes: Mapping[str, tuple[Quote, ...]], known: cube.Known, shared: Nodes
) -> tuple[list[str], Settled]:
    """The same of one area, so that no more is described at a time; what is agreed, disputed, revised and estimated as N-Quads, each by itself."""
    others = {key: elsewhere.agreements[key] for key in asked_of_others(gathered) if key in elsewhere.agreements}
    together = reconcile(gathered, others)
    kinds = describe_reconciliation(together)
    periods = estimated_periods(together)
    nodes = dict(shared)
    for more in map(describe_period, sorted(periods)):
        nodes |= more
    said = [statements(kind) for kind in kinds]
    triples = as_triples([*statements(nodes), *chain.from_iterable(said)])
    for kind in kinds:  # each describes nodes of its own
        nodes |= kind
    used = cube.codes_used(nodes)
    results = {*_checked(triples, evidence.Texts(nodes), known, used), *check(together, lambda _: quotes)}
    agreeing = {claim for a in together.agreements for claim in a.claims} if together.contradictions else set()
    consensus = Consensus(
        len(together.agreements),
        sum(a.releases > 1 for a in together.agreements),
        len(together.estimates),
        len(together.conflicts),
        len(together.revisions),
        sum(claim not in agreeing for c in together.contradictions for claim in c.left_out),
    )
    texts = [in_graph(kind, CONSENSUS) for kind in said]
    return texts, Settled((), frozenset(results), frozenset(map(iri_of, used)), frozenset(periods), consensus)


def _checked(triples: str, texts: evidence.Texts, known: cube.Known, used: Set[str]) -> set[Result]:
    found = [*validate_shapes(triples, engine=ENGINE), *evidence.check(texts), *cube.check(texts.nodes, known, used)]
    return {replace(result, quotes=evidence.quotes(texts, result.focus)) for result in found}


# ---------------------------------------------------------------------- records


def issue_record(issue: object) -> dict[str, object]:
    """One Issue as a line of issues.jsonl."""
    return {name: getattr(issue, name) for name in ("doc", "start", "end", "code", "text", "note")}


def document_record(extraction: Extraction) -> dict[str, object]:
    """One document as a line of documents.jsonl: metadata, text, the fate of every number, and why each statistic was read as it was."""
    document = extraction.document
    return {
        "doc": document.id,
        "lang": document.lang,
        "published": document.published.isoformat() if document.published else "",
        "title": document.title,
        "publisher": document.publisher,
        "url": document.url,
        "text": document.text,
        "fates": [[f.start, f.end, f.fate] for f in extraction.fates],
        "why": [list(o.why) for o in sorted(extraction.observations, key=lambda o: (o.start, o.end))],  # in the order of the fact table
    }


def _result(held: list[Any]) -> Result:
    focus, shape, component, path, value, severity, messages, quotes = held
    return Result(
        focus, shape, component, path, value, severity, tuple((lang, text) for lang, text in messages), tuple(Quote(*quote) for quote in quotes)
    )
