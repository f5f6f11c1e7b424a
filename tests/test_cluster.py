"""The build on Spark, with real workers on this machine, says what the build on one machine says."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest

from tradegraph import store
from tradegraph.graph import VOCABULARY
from tradegraph.pipeline import build, samples_directory
from tradegraph.table import COLUMNS, typed
from tradegraph.vocabulary import Vocabulary

pytestmark = pytest.mark.slow
FIRST = "2023年，青海省进出口总值48.7亿元，同比增长5.2%。我国进出口增长0.2%。\n"
SECOND = "2023年，青海省进出口总值48.9亿元，同比增长5.2%，增速高于全国5个百分点。\n"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, two releases that differ, and one file that is none."""
    folder = tmp_path_factory.mktemp("cluster") / "in"
    shutil.copytree(samples_directory(), folder)
    (folder / "manifest.csv").unlink()
    (folder / "a.txt").write_text(FIRST, encoding="utf-8")
    (folder / "b.txt").write_text(SECOND, encoding="utf-8")
    (folder / "c.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def spark(run: Callable[..., subprocess.CompletedProcess[str]], sources: Path) -> tuple[subprocess.CompletedProcess[str], Path]:
    out = sources.parent / "spark"
    return run("build", str(sources), "-o", str(out), "--on", "local[2]", timeout=300), out


def lines(folder: Path) -> list[str]:
    parts = sorted(folder.glob("part-*.gz"))
    return [line for part in parts for line in gzip.decompress(part.read_bytes()).decode().splitlines(keepends=True)]


def test_spark_gives_what_one_machine_gives(
    spark: tuple[subprocess.CompletedProcess[str], Path], sources: Path, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    done, out = spark
    assert done.returncode == 0, done.stderr
    summary = build([str(sources)], tmp_path, vocabulary)
    assert summary.consensus.conflicts == 1
    assert f"triples     {summary.triples}" in done.stdout
    assert f"{summary.consensus.agreements} figures, {summary.consensus.shared} of several releases" in done.stdout
    assert "c.txt: is empty" in done.stderr
    found = lines(out / "graph")
    assert found == sorted(found)
    own = [line for line in found if not line.endswith(f" <{VOCABULARY}> .\n")]
    assert {str(q) for q in ox.parse("".join(own), format=ox.RdfFormat.N_QUADS)} == {str(q) for q in store.parse([tmp_path / "graph.trig"])}
    for name in ("issues", "documents"):
        assert "".join(lines(out / name)) == (tmp_path / f"{name}.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    stored = pq.read_table(out / "facts").to_pylist()
    assert sorted([tuple(row[c] for c in COLUMNS) for row in stored], key=str) == sorted(map(typed, rows), key=str)
    report = "".join(part.read_text(encoding="utf-8") for part in sorted((out / "report").glob("part-*")))
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").strip() in report


def test_a_folder_that_has_a_graph_is_refused(
    run: Callable[..., subprocess.CompletedProcess[str]], spark: tuple[object, Path], sources: Path
) -> None:
    done = run("build", str(sources / "a.txt"), "-o", str(spark[1]), "--on", "local[1]", timeout=300)
    assert done.returncode == 2
    assert "there is a graph in this folder already" in done.stderr
