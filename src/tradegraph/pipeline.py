"""The composition: sources are read, extracted, mapped to a graph, validated, and written to a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from tradegraph import corrections, cube, evidence, store, table
from tradegraph.claims import ranks, read_claims
from tradegraph.consistency import check, without_effect
from tradegraph.documents import TABLE, Unreadable, read
from tradegraph.errors import SourceError
from tradegraph.facts import extract
from tradegraph.graph import GraphWriter, data_iri, vocabulary_triples
from tradegraph.model import Correction, Document, Extraction
from tradegraph.reconcile import Reconciliation, gather, reconcile, to_quads
from tradegraph.reports import report_text, report_turtle
from tradegraph.shapes import SMALL, Nodes, Result, Scattered, by_release, gathered, nodes_of
from tradegraph.shapes import validate as validate_shapes
from tradegraph.tabular import tabulated
from tradegraph.vocabulary import DOC, Vocabulary

MADE = ("graph.ttl", "graph.trig", "facts.jsonl", "facts.csv", "issues.jsonl", "documents.jsonl", "report.ttl", "report.txt")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build gave."""

    documents: int
    statistics: int
    policies: int
    issues: int
    triples: int
    corrected: int
    reconciliation: Reconciliation
    results: tuple[Result, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def conforms(self) -> bool:
        return not any(r.severity == "Violation" for r in self.results)


def samples_directory() -> Path:
    """The sample releases that come with the package."""
    return Path(__file__).resolve().parent / "samples"


def extractions(
    sources: Sequence[str], vocabulary: Vocabulary, unreadable: Callable[[Unreadable], None], progress: Callable[[Document], None] = lambda _: None
) -> Iterable[Extraction]:
    """Extract every readable source; a document that cannot be read or extracted is reported and costs only itself."""
    for item in read(sources):
        if isinstance(item, Unreadable):
            unreadable(item)
            continue
        progress(item)
        try:
            yield tabulated(item, vocabulary) if item.media == TABLE else extract(item, vocabulary)
        except SourceError as error:
            unreadable(Unreadable(item.source, str(error)))
        except RecursionError:
            unreadable(Unreadable(item.source, "nests too deeply to be a release"))
        except (LookupError, TypeError, ValueError, ArithmeticError) as error:  # a defect of the grammar costs this document only
            unreadable(Unreadable(item.source, f"the grammar failed on it ({type(error).__name__}: {error}); report the text as a defect"))


def build(
    sources: Sequence[str],
    out: Path,
    vocabulary: Vocabulary,
    *,
    formats: Sequence[str] = (),
    base: str = DOC,
    corrected_by: Sequence[Path] = (),
    progress: Callable[[Document], None] = lambda _: None,
) -> Summary:
    """Build a graph from sources into a folder, with the corrections of the files given and of any corrections.ttl beside the sources.

    Raises SourceError where nothing could be read, a correction cannot be used, or the folder cannot be written.
    """
    beside = corrections.beside(sources)
    decisions = corrections.load(sorted({*beside, *corrected_by}), vocabulary)
    missing: list[Unreadable] = []
    found = sorted(extractions(sources, vocabulary, missing.append, progress), key=lambda e: e.document.id)
    if not found:
        reasons = "; ".join(f"{m.source}: {m.reason}" for m in missing)
        raise SourceError(f"nothing could be read ({reasons})" if reasons else "no sources were given")
    writer = GraphWriter(vocabulary, base)
    corrected, unmatched = _correct(found, decisions, [Path(s) for s in sources], corrected_by, vocabulary)
    quads = [quad for extraction in corrected for quad in writer.quads(extraction)]
    together = reconcile(gather(read_claims(quads, ranks(vocabulary))))
    quads += to_quads(together, [data_iri(e.document.id, base) for e in found], writer.build)
    try:
        out.mkdir(parents=True, exist_ok=True)
        triples = _write(found, quads, out, vocabulary, formats)
        results = sorted([*validate(lambda: iter(quads)), *check(together, lambda: quads), *without_effect(unmatched)])
        (out / "report.ttl").write_text(report_turtle(results), encoding="utf-8")
        (out / "report.txt").write_text(report_text(results, "en"), encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{out}: cannot be written ({error.strerror or error}); choose another folder with -o") from error
    return Summary(
        len(found),
        sum(len(e.observations) for e in found),
        sum(len(e.policies) for e in found),
        sum(len(e.issues) for e in found),
        triples,
        sum(len(e.corrections) for e in corrected),
        together,
        tuple(results),
        tuple(missing),
    )


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

    def take(results: Iterable[Result], nodes: Nodes) -> None:
        found.update(replace(result, quotes=evidence.quotes(nodes, result.focus)) for result in results)

    for name, data in graphs:
        nodes = nodes_of(data)
        take([*validate_shapes(data, engine=engine), *evidence.check(nodes)], nodes)
        if not constraints:
            continue
        described.update(cube.codes(nodes))
        if not name:
            known = cube.beside(nodes, known)
        if cube.is_consensus(nodes):
            consensus.append(nodes)
            continue
        take(cube.check(nodes, known), nodes)
    known = cube.beside(described, known)
    for nodes in consensus:  # its codes are described where the releases are
        take(cube.check(nodes, known), nodes)
    return found


def _correct(
    found: list[Extraction], decisions: Sequence[Correction], sources: Sequence[Path], given: Sequence[Path], vocabulary: Vocabulary
) -> tuple[list[Extraction], list[corrections.Unmatched]]:
    """The documents as corrected; a correction of a document that was not read counts where its file was given or its whole folder was read."""
    out: list[Extraction] = []
    unmatched: list[corrections.Unmatched] = []
    for extraction in found:
        corrected, idle = corrections.correct(extraction, decisions, vocabulary)
        out.append(corrected)
        unmatched += idle
    whole = {str(path) for path in given} | {str(source / corrections.FILE) for source in sources if source.is_dir()}
    unmatched += corrections.unread((d for d in decisions if d.source in whole), [e.document.id for e in found])
    return out, unmatched


def _write(found: list[Extraction], quads: list[ox.Quad], out: Path, vocabulary: Vocabulary, formats: Sequence[str]) -> int:
    claims = {ox.Triple(q.subject, q.predicate, q.object) for q in quads}
    used = {t.object.value for t in claims if isinstance(t.object, ox.NamedNode)}
    known = vocabulary_triples(vocabulary, used)
    merged = sorted(claims.union(known), key=str)
    count = store.write(merged, out / "graph.ttl", "ttl")
    store.write(quads, out / "graph.trig", "trig")
    for name in formats:
        store.write(quads if name in store.WITH_GRAPHS else merged, out / f"graph.{_SUFFIX.get(name, name)}", name)
    with (out / "facts.jsonl").open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(table.json_line(r) + "\n" for e in found for r in table.rows(e))
    with (out / "facts.csv").open("w", encoding="utf-8", newline="") as handle:
        table.write_csv((r for e in found for r in table.rows(e)), handle)
    with (out / "issues.jsonl").open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(json.dumps(issue_record(i), ensure_ascii=False) + "\n" for e in found for i in e.issues)
    with (out / "documents.jsonl").open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(json.dumps(document_record(e), ensure_ascii=False) + "\n" for e in found)
    return count


_SUFFIX = {"rdfxml": "rdf"}


def issue_record(issue: object) -> dict[str, object]:
    """One Issue as a line of issues.jsonl."""
    return {name: getattr(issue, name) for name in ("doc", "start", "end", "code", "text", "note")}


def document_record(extraction: Extraction) -> dict[str, object]:
    """One document as a line of documents.jsonl: metadata, text, and the fate of every number."""
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
    }
