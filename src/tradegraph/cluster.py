"""The same build on many machines: a map over documents and a reduction by shard, carried out by Spark.

The functions are those of a build on one machine (parts.py); Spark brings documents to them, and claims of one shard together. What comes out is
the same statements: sorted N-Quads in parts for bulk loaders, and the facts as Parquet. Everything is written by Spark, so that the folder may lie
in an object store.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tradegraph import corrections, table
from tradegraph.consistency import without_effect
from tradegraph.documents import Location, Unreadable, locate
from tradegraph.errors import SourceError, UsageError
from tradegraph.graph import VOCABULARY, data_iri, in_graph, vocabulary_statements
from tradegraph.model import Correction
from tradegraph.parts import (
    Elsewhere,
    Job,
    Kept,
    Overview,
    Part,
    Settled,
    about_consensus,
    about_periods,
    altogether,
    claims_of,
    compared,
    joined,
    outcome_of,
    overview,
    settled,
)
from tradegraph.pipeline import Summary, unmatched
from tradegraph.reports import report_text, report_turtle
from tradegraph.vocabulary import DOC, Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import SparkSession

_PARTITIONS = 8  # for each core: small enough for one to be done again
_LEAST = 50  # documents of a partition: enough to be worth the beginning of it
_MASTER = re.compile(r"local(\[(\*|\d+)(,\s*(\*|\d+))?\])?|yarn|(spark|k8s|mesos)://\S+")
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
    if master and _MASTER.fullmatch(master) is None:
        raise UsageError(f"no Spark master {master!r}; write spark for this machine, spark://HOST:7077, yarn, or another that Spark knows")
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("Spark is not installed; install it with `pip install 'tradegraph[spark]'`, and Java 17") from None
    if master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # executors on this machine have the packages of this process
    builder = SparkSession.builder.appName("tradegraph").config("spark.ui.enabled", "false")
    try:
        return (builder.master(master) if master else builder).getOrCreate()
    except Exception as error:  # what Spark and Java raise is their own affair
        said = " ".join(str(error).split())[:200]
        raise UsageError(f"Spark does not start with the master {master!r} ({said}); check its address, and that Java 17 is installed") from error


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
    seen = overview(parts.map(lambda part: part.findings).collect(), base)
    claims = parts.flatMap(lambda part: part.claims.items()).groupByKey().mapValues(list).persist()
    elsewhere = joined(claims.map(_comparer(seen)).collect())
    reduced = claims.mapValues(_settler(seen, elsewhere, data_iri(ids[0], base), job.writer.build)).persist()
    total = altogether(reduced.map(lambda pair: replace(pair[1], quads=())).collect())
    results = {*seen.results, *total.results, *without_effect(unmatched(seen.idle, decisions, ids, sources, corrected_by))}
    known = vocabulary_statements(job.vocabulary, seen.used | total.used)
    about = about_consensus(ids, seen.reposts, job) + about_periods(total.periods)
    shared = context.parallelize([about, in_graph(known, VOCABULARY)], 1)
    statements = parts.map(lambda part: part.quads).union(reduced.map(lambda pair: "".join(pair[1].quads))).union(shared)
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
    return Summary(len(ids), 0, 0, len(seen.reposts), seen.counted, total.consensus, triples, ordered, tuple(missing))


# ---------------------------------------------------------------------- what executors run


def _mapper(directory: str, base: str, decisions: tuple[Correction, ...]) -> Callable[[Iterable[Location]], Iterator[Part | Kept | Unreadable]]:
    def over(locations: Iterable[Location]) -> Iterator[Part | Kept | Unreadable]:
        job = Job(load_vocabulary(Path(directory)), base, decisions)  # read once in each process
        return (outcome_of(location, "", job) for location in locations)

    return over


def _comparer(seen: Overview) -> Callable[[tuple[int, list[str]]], Elsewhere]:
    asked, again = seen.asked, seen.reposts

    def over(shard: tuple[int, list[str]]) -> Elsewhere:
        keys = asked.get(shard[0], ())
        return compared(keys, claims_of(shard[1], again) if keys else {})

    return over


def _settler(seen: Overview, elsewhere: Elsewhere, data_set: str, build: str) -> Callable[[list[str]], Settled]:
    again, described = seen.reposts, seen.described
    return lambda texts: settled(sorted(texts), again, elsewhere, described, data_set, build)


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
