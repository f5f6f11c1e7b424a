"""The composition: sources are read, extracted, mapped to a graph, reconciled, validated, and written to a folder.

Documents are read one by one, on one core or on several, and their parts rest in a ledger on disk (ledger.py); claims are reconciled shard by
shard, and files written side by side. Memory of a process holds one document or one shard, whatever the number of releases, and what is written
does not depend on the number of cores.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent import futures
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from tradegraph import corrections, cube, evidence, files, store
from tradegraph.consistency import without_effect
from tradegraph.corrections import Unmatched
from tradegraph.documents import Location, Unreadable, locate, open_location
from tradegraph.documents.own import MADE
from tradegraph.errors import SourceError
from tradegraph.files import Portion
from tradegraph.graph import (
    CONSENSUS,
    VOCABULARY,
    Nodes,
    as_triples,
    data_iri,
    in_graph,
    vocabulary_statements,
)
from tradegraph.ledger import Entry, Ledger, only_writer
from tradegraph.model import Correction, Extraction
from tradegraph.parts import (
    Consensus,
    Counted,
    Job,
    Kept,
    Overview,
    Settled,
    about_consensus,
    about_periods,
    altogether,
    claims_of,
    compared,
    extraction_of,
    joined,
    overview,
)
from tradegraph.processes import Processes, done, limited, outcome, started, took_longer
from tradegraph.reports import report_text, report_turtle
from tradegraph.shapes import SMALL, Result, Scattered, by_release, gathered, nodes_of
from tradegraph.shapes import validate as validate_shapes
from tradegraph.vocabulary import DOC, Vocabulary

SECONDS = 60.0  # a release takes some hundredths of a second
_FEW = 24  # documents that are read sooner than other processes have begun
_AHEAD = 8  # documents for each process that wait to be read
_SHARDS_AHEAD = 2  # shards for each process that wait to be settled


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build gave."""

    documents: int
    unchanged: int
    removed: int
    reposts: int
    counted: Counted
    consensus: Consensus
    triples: int
    results: tuple[Result, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def conforms(self) -> bool:
        return not any(r.severity == "Violation" for r in self.results)


def samples_directory() -> Path:
    """The sample releases that come with the package."""
    return Path(__file__).resolve().parent / "samples"


def extractions(
    sources: Sequence[str], vocabulary: Vocabulary, unreadable: Callable[[Unreadable], None], seconds: float | None = None
) -> Iterator[Extraction]:
    """Extract every readable source; a document that cannot be read or extracted, or takes longer, is reported and costs only itself."""
    for item in locate(sources):
        found = item if isinstance(item, Unreadable) else _extracted(item, vocabulary, seconds)
        if isinstance(found, Unreadable):
            unreadable(found)
        else:
            yield found


def _extracted(location: Location, vocabulary: Vocabulary, seconds: float | None) -> Extraction | Unreadable:
    try:
        with limited(seconds):
            document = open_location(location)
            return document if isinstance(document, Unreadable) else extraction_of(document, vocabulary)
    except TimeoutError:
        return Unreadable(location.source, took_longer(seconds or 0))


def build(
    sources: Sequence[str],
    out: Path,
    vocabulary: Vocabulary,
    *,
    formats: Sequence[str] = (),
    base: str = DOC,
    corrected_by: Sequence[Path] = (),
    kept: Path | None = None,
    jobs: int = 0,
    seconds: float = SECONDS,
    progress: Callable[[Location], None] = lambda _: None,
) -> Summary:
    """Build a graph from sources into a folder, with the corrections of the files given and of any corrections.ttl beside the sources.

    `kept` is the folder of a store: it holds the graphs for queries, and what was read for the next build, which reads only what has changed.
    `jobs` is the number of processes, by default that of the cores where there are more than a few documents; a document that takes longer
    than `seconds`, or takes its process down, is reported and left out. Raises SourceError where nothing could be read, a correction cannot be
    used, or the folder cannot be written.
    """
    decisions = corrections.decided(sources, corrected_by, vocabulary)
    job = Job(vocabulary, base, decisions)
    missing: list[Unreadable] = []
    leavings = out / ".building"
    for folder, option in ((out, "-o"), (kept, "--store")):
        if folder is not None:
            _made(folder, option)
    try:
        with only_writer(kept or out):
            shutil.rmtree(leavings, ignore_errors=True)  # of a build that was killed
            leavings.mkdir()
            try:
                working = Path(tempfile.mkdtemp(dir=leavings))  # its own name, so that no process of a killed build writes to it
                items = locate(sources)
                first = list(islice(items, _FEW))
                several = jobs if jobs else (os.cpu_count() or 1) if len(first) == _FEW else 1
                with Ledger((kept or working) / "ledger.sqlite") as ledger, started(job, several) as workers:
                    unchanged = _take(chain(first, items), ledger, workers, seconds, missing.append, progress)
                    removed = ledger.drop_unread()
                    return _finish(ledger, workers, working, out, kept, job, formats, unchanged, removed, tuple(missing), sources, corrected_by)
            finally:
                shutil.rmtree(leavings, ignore_errors=True)
    except OSError as error:
        raise SourceError(f"{out}: cannot be written ({error.strerror or error}); choose another folder with -o") from error


def _made(folder: Path, option: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"{folder}: cannot be made ({error.strerror or error}); choose another folder with {option}") from error


# ---------------------------------------------------------------------- documents


def _take(
    items: Iterator[Location | Unreadable],
    ledger: Ledger,
    workers: Processes,
    seconds: float,
    unreadable: Callable[[Unreadable], None],
    progress: Callable[[Location], None],
) -> int:
    """Bring the parts of all documents into the ledger; how many were there already."""
    unchanged = 0
    under_way: deque[Location] = deque()

    def given() -> Iterator[futures.Future[Any]]:
        for item in items:
            if isinstance(item, Unreadable):
                unreadable(item)
            else:
                progress(item)
                under_way.append(item)
                yield workers.give(workers.read, item, ledger.digest(item.id), seconds=seconds)

    for future in workers.results(given(), _AHEAD):
        came = outcome(under_way.popleft(), future, seconds)
        if isinstance(came, Entry):
            ledger.put(came)
        elif isinstance(came, Kept):
            ledger.keep(came.id, came.source)
            unchanged += 1
        else:
            unreadable(came)
    return unchanged


# ---------------------------------------------------------------------- all of them together


def _finish(
    ledger: Ledger,
    workers: Processes,
    working: Path,
    out: Path,
    kept: Path | None,
    job: Job,
    formats: Sequence[str],
    unchanged: int,
    removed: int,
    missing: tuple[Unreadable, ...],
    sources: Sequence[str],
    corrected_by: Sequence[Path],
) -> Summary:
    """Reconcile, validate and write what the ledger holds."""
    ids = [document for document, _ in ledger.documents()]
    if not ids:
        reasons = "; ".join(f"{m.source}: {m.reason}" for m in missing)
        raise SourceError(f"nothing could be read ({reasons})" if reasons else "no sources were given")
    seen = overview(ledger.findings(), job.base)
    portions, waiting = [], []
    for number, (first, last) in enumerate(ledger.portions()):
        portions.append(files.portion(working, f"documents-{number}"))
        waiting.append(workers.give(files.write_documents, ledger.path, first, last, portions[-1]))
    consensus = [files.portion(working, "consensus")]
    files.write_portion([about_consensus(ids, seen.reposts, job).encode()], consensus[0])
    shards = {shard: files.portion(working, f"consensus-{shard}") for shard in ledger.shards()}
    consensus += [shards[shard] for shard in sorted(shards)]
    vocabulary_statements(job.vocabulary, seen.used)  # read now, while the others work; what is used besides is known when they are done
    total = altogether(_settled(ledger, workers, seen, shards, data_iri(ids[0], job.base), job.writer.build))
    consensus.append(files.portion(working, "periods"))
    files.write_portion([about_periods(total.periods).encode()], consensus[-1])
    for future in waiting:
        done(future)
    results = {*seen.results, *total.results, *without_effect(unmatched(seen.idle, job.decisions, ids, sources, corrected_by))}
    ordered = tuple(sorted(results))
    known = vocabulary_statements(job.vocabulary, seen.used | total.used)
    triples = _write(ledger, workers, working, [*portions, *consensus], known, formats)
    (working / "report.ttl").write_text(report_turtle(ordered), encoding="utf-8")
    (working / "report.txt").write_text(report_text(ordered, "en"), encoding="utf-8")
    if kept is not None:
        _keep(ledger, working, kept, job, [place.quads for place in consensus], known)
    for name in (*MADE, *(f"graph.{_SUFFIX.get(f, f)}" for f in formats)):
        (working / name).replace(out / name)
    return Summary(len(ids), unchanged, removed, len(seen.reposts), seen.counted, total.consensus, triples, ordered, missing)


def _settled(ledger: Ledger, workers: Processes, seen: Overview, shards: Mapping[int, Portion], data_set: str, build: str) -> Iterator[Settled]:
    """What the claims of each shard come to, once it is written."""
    elsewhere = joined(compared(keys, claims_of(ledger.claims(shard), seen.reposts)) for shard, keys in seen.asked.items())
    given = (
        workers.give(files.write_consensus, ledger.path, shard, seen.reposts, elsewhere, seen.described, data_set, build, place)
        for shard, place in shards.items()
    )
    return map(done, workers.results(given, _SHARDS_AHEAD))


def unmatched(
    idle: Iterable[tuple[str, str]], decisions: Sequence[Correction], ids: Iterable[str], sources: Sequence[str], given: Sequence[Path]
) -> list[Unmatched]:
    """Corrections without effect; one of a document that was not read counts where its file was given or its whole folder was read."""
    known = {decision.iri: decision for decision in decisions}
    whole = {str(path) for path in given} | {str(path) for source in sources if Path(source).is_dir() for path in corrections.within(Path(source))}
    return [
        *(Unmatched(known[iri], reason) for iri, reason in idle),
        *corrections.unread((d for d in decisions if d.source in whole), ids),
    ]


def _keep(ledger: Ledger, working: Path, kept: Path, job: Job, consensus: Sequence[Path], known: Sequence[str]) -> None:
    """Bring the store to hold the graphs of the releases, of their consensus and of the vocabulary."""
    words = in_graph(known, VOCABULARY)
    wanted = {data_iri(document, job.base): digest for document, digest in ledger.documents()}
    wanted[CONSENSUS] = _digest(consensus)
    wanted[VOCABULARY] = hashlib.sha256(words.encode()).hexdigest()
    merged = working / _MERGED
    texts: Iterator[bytes | Sequence[Path]] = chain(ledger.texts("quads"), (consensus, words.encode()))
    store.synchronise(kept, wanted, ledger.stored(), texts, (merged, _digest([merged])), ledger.mark_stored)


def _digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the content of files, one after another, in hex."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as handle:
            while block := handle.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


_BLOCK = 2**20  # bytes
_MERGED = "all.nt"


def _write(ledger: Ledger, workers: Processes, working: Path, portions: Sequence[Portion], known: Sequence[str], formats: Sequence[str]) -> int:
    """Write the graph and the tables; how many triples there are with the ontology and the code lists used."""
    merged = working / _MERGED

    def given(sources: Sequence[Path], syntaxes: Iterable[str]) -> list[futures.Future[Any]]:
        return [workers.give(store.write, sources, working / f"graph.{_SUFFIX.get(syntax, syntax)}", syntax) for syntax in syntaxes]

    wanted = dict.fromkeys(("ttl", "trig", *formats))
    writing = given([place.quads for place in portions], (syntax for syntax in wanted if syntax in store.WITH_GRAPHS))
    words = working / "vocabulary.nt"
    words.write_text(as_triples(known), encoding="utf-8", newline="\n")
    count = store.merge([words, *(place.triples for place in portions)], merged)
    writing += given([merged], (syntax for syntax in wanted if syntax not in store.WITH_GRAPHS))
    writing.append(workers.give(files.write_tables, ledger.path, working))
    for future in writing:
        done(future)
    return count


_SUFFIX = {"rdfxml": "rdf"}


# ---------------------------------------------------------------------- validation of graphs that are there


def validate(quads: Callable[[], Iterator[ox.Quad]], *, engine: str = "auto", constraints: bool = True) -> list[Result]:
    """Validate graphs release by release: the shapes, the evidence and, where wanted, the cube constraints; results sorted.

    `quads` begins the stream of a graph anew at each call. `engine` is as in `shapes.validate`, where `auto` looks at the whole stream.
    Raises VocabularyError for shapes or an ontology that cannot be used.
    """
    if engine == "auto":
        engine = "shacl" if len(list(islice(quads(), SMALL + 1))) > SMALL else "pyshacl"
    try:
        return sorted(_checked(by_release(quads()), engine, constraints))
    except Scattered:
        return sorted(_checked(gathered(quads()), engine, constraints))


def _checked(graphs: Iterable[tuple[str, str]], engine: str, constraints: bool) -> set[Result]:
    found: set[Result] = set()
    known = cube.ontology() if constraints else cube.NOTHING
    described: dict[str, dict[str, list[str]]] = {}
    consensus: list[Nodes] = []

    def take(results: Iterable[Result], texts: evidence.Texts) -> None:
        found.update(replace(result, quotes=evidence.quotes(texts, result.focus)) for result in results)

    for name, data in graphs:
        nodes = nodes_of(data)
        texts = evidence.Texts(nodes)
        take([*validate_shapes(data, engine=engine), *evidence.check(texts)], texts)
        if not constraints:
            continue
        described.update(cube.codes(nodes))
        if not name:
            known = cube.beside(nodes, known)
        if cube.is_consensus(nodes):
            consensus.append(nodes)
            continue
        take(cube.check(nodes, known), texts)
    known = cube.beside(described, known)
    for nodes in consensus:  # its codes are described where the releases are
        take(cube.check(nodes, known), evidence.Texts(nodes))
    return found
