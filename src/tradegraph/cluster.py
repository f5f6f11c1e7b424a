"""The same build on many machines: a map over documents and a reduction by shard, carried out by Spark.

The functions are those of a build on one machine (parts.py); Spark brings documents to them, and claims of one shard together. What comes out is
the same statements: sorted N-Quads in parts for bulk loaders, and the facts as Parquet. Everything is written by Spark, so that the folder may lie
in an object store.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradegraph import corrections, table
from tradegraph.claims import Key
from tradegraph.consistency import without_effect
from tradegraph.documents import Location, Unreadable, locate
from tradegraph.errors import SourceError, UsageError
from tradegraph.graph import CONSENSUS, VOCABULARY, data_iri, describe_period, document_iri, in_graph, vocabulary_statements
from tradegraph.model import Correction
from tradegraph.parts import Consensus, Counted, Elsewhere, Job, Kept, Part, Settled, claims_of, compared, joined, outcome_of, settled, shard_of
from tradegraph.pipeline import Summary, unmatched
from tradegraph.reconcile import describe_consensus, describe_reposts
from tradegraph.reports import report_text, report_turtle
from tradegraph.reposts import reposts
from tradegraph.shapes import Nodes
from tradegraph.vocabulary import DOC, Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import SparkSession

_PARTITIONS = 8  # for each core: small enough for one to be done again
_LEAST = 50  # documents of a partition: enough to be worth the beginning of it
_CODEC = "org.apache.hadoop.io.compress.GzipCodec"


def build_on_spark(
    sources: Sequence[str],
    out: str,
    vocabulary: Vocabulary,
    master: str,
    *,
    base: str = DOC,
    corrected_by: Sequence[Path] = (),
) -> Summary:
    """Build a graph with Spark: `graph` (gzip parts of N-Quads), `facts` (Parquet), `issues` and `documents` (JSON lines) and `report` in a folder.

    `master` is Spark's: `local[*]`, `spark://host:7077`, `yarn`, or empty for what spark-submit was given. The package and its ontology have to be
    installed where the executors run. Raises SourceError where nothing could be read or the folder is there already, UsageError without Spark.
    """
    decisions = corrections.decided(sources, corrected_by, vocabulary)
    job = Job(vocabulary, base, decisions)
    spark = _session(master)
    try:
        return _build(spark, sources, out, job, corrected_by)
    finally:
        spark.stop()


def _session(master: str) -> SparkSession:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("Spark is not installed; install it with `pip install 'tradegraph[spark]'`, and Java 17") from None
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # executors on this machine have the packages of this process
    builder = SparkSession.builder.appName("tradegraph").config("spark.ui.enabled", "false")
    return (builder.master(master) if master else builder).getOrCreate()


def _build(spark: SparkSession, sources: Sequence[str], out: str, job: Job, corrected_by: Sequence[Path]) -> Summary:
    context = spark.sparkContext
    items = list(locate(sources))
    locations = [item for item in items if isinstance(item, Location)]
    missing = [item for item in items if isinstance(item, Unreadable)]
    directory, base, decisions = str(job.vocabulary.directory), job.base, job.decisions
    spread = min(len(locations) // _LEAST + 1, context.defaultParallelism * _PARTITIONS)
    _refuse_what_is_there(spark, out)
    outcomes = context.parallelize(locations, spread).mapPartitions(_mapper(directory, base, decisions)).persist()
    parts = outcomes.flatMap(lambda outcome: [outcome] if isinstance(outcome, Part) else [])
    missing += outcomes.flatMap(lambda outcome: [outcome] if isinstance(outcome, Unreadable) else []).collect()
    ids = sorted(parts.map(lambda part: part.id).collect())
    if not ids:
        raise SourceError("nothing could be read" + "".join(f"; {m.source}: {m.reason}" for m in missing))
    counted = Counted(*_sum(parts.map(lambda part: part.findings.counted).collect()))
    described = dict(pair for pairs in parts.map(lambda part: list(part.findings.described.items())).collect() for pair in pairs)
    asked = set(parts.flatMap(lambda part: part.findings.asked).distinct().collect())
    idle = parts.flatMap(lambda part: part.findings.idle).collect()
    results = set(parts.flatMap(lambda part: part.findings.results).collect())

    claims = parts.flatMap(lambda part: part.claims.items()).groupByKey().mapValues(list).persist()
    again = {document_iri(r, base): document_iri(o, base) for r, o in reposts(parts.map(lambda part: part.findings.signature).collect()).items()}
    elsewhere = joined(claims.map(_comparer(asked, set(again))).collect())
    build, data_set = job.writer.build, data_iri(ids[0], base)
    reduced = claims.mapValues(_settler(set(again), elsewhere, described, data_set, build)).persist()
    shards = reduced.map(lambda pair: replace(pair[1], quads="")).collect()
    consensus = Consensus(*_sum([Consensus(), *(shard.consensus for shard in shards)]))
    results.update(*(shard.results for shard in shards))
    used = set(parts.flatMap(lambda part: part.findings.used).distinct().collect()).union(*(shard.used for shard in shards))
    periods = sorted({period for shard in shards for period in shard.periods})
    results.update(without_effect(unmatched(idle, decisions, ids, sources, corrected_by)))
    about = (
        describe_consensus((data_iri(i, base) for i in ids), build)
        + describe_reposts(again)
        + [line for period in periods for line in describe_period(period)]
    )
    known = vocabulary_statements(job.vocabulary, used)
    shared = context.parallelize([in_graph(about, CONSENSUS), in_graph(known, VOCABULARY)], 1)
    statements = parts.map(lambda part: part.quads).union(reduced.map(lambda pair: pair[1].quads)).union(shared)
    lines = statements.flatMap(_lines).persist()
    triples = lines.map(lambda line: line.rpartition(" <")[0]).distinct().count()
    ordered = tuple(sorted(results))
    _write(lines.sortBy(lambda line: line), f"{out}/graph")
    for name, texts in (("issues", parts.map(lambda part: (part.id, part.issues))), ("documents", parts.map(lambda part: (part.id, part.record)))):
        _write(texts.sortByKey().flatMap(lambda pair: _lines(pair[1])), f"{out}/{name}")
    rows = parts.map(lambda part: (part.id, part.facts)).sortByKey().flatMap(lambda pair: map(table.typed, table.from_lines([pair[1]])))
    spark.createDataFrame(rows, _schema()).write.parquet(f"{out}/facts")
    report = context.parallelize([report_text(ordered, "en"), report_turtle(ordered)], 2)
    report.saveAsTextFile(f"{out}/report")
    return Summary(len(ids), 0, 0, len(again), counted, consensus, triples, ordered, tuple(missing))


# ---------------------------------------------------------------------- what executors run


def _mapper(directory: str, base: str, decisions: tuple[Correction, ...]) -> Callable[[Iterable[Location]], Iterator[Part | Kept | Unreadable]]:
    def over(locations: Iterable[Location]) -> Iterator[Part | Kept | Unreadable]:
        job = Job(load_vocabulary(Path(directory)), base, decisions)  # read once in each process
        return (outcome_of(location, "", job) for location in locations)

    return over


def _comparer(asked: set[Key], again: set[str]) -> Callable[[tuple[int, list[str]]], Elsewhere]:
    def over(shard: tuple[int, list[str]]) -> Elsewhere:
        keys = [key for key in asked if shard_of(key) == shard[0]]
        return compared(keys, claims_of(shard[1], again) if keys else {})

    return over


def _settler(again: set[str], elsewhere: Elsewhere, described: Nodes, data_set: str, build: str) -> Callable[[list[str]], Settled]:
    return lambda texts: settled(claims_of(sorted(texts), again), elsewhere, described, data_set, build)


def _lines(text: str) -> list[str]:
    return text.split("\n")[:-1]


def _write(lines: RDD[str], path: str) -> None:
    lines.saveAsTextFile(path, compressionCodecClass=_CODEC)


def _schema() -> Any:
    from pyspark.sql.types import DoubleType, StringType, StructField, StructType

    return StructType([StructField(name, DoubleType() if name in table.NUMBERS else StringType()) for name in table.COLUMNS])


def _refuse_what_is_there(spark: SparkSession, out: str) -> None:
    """Spark would fail after all the work. Raises SourceError."""
    jvm = spark._jvm
    path = jvm.org.apache.hadoop.fs.Path(f"{out}/graph")  # type: ignore[union-attr]
    if path.getFileSystem(spark._jsc.hadoopConfiguration()).exists(path):
        raise SourceError(f"{out}: there is a graph in this folder already; choose another with -o")


def _sum(counts: Iterable[tuple[int, ...]]) -> list[int]:
    return [sum(column) for column in zip(*counts, strict=True)]
