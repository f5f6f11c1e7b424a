"""A store beside the files, and builds on several processes: what is not read again, what a killed build leaves, and that bytes stay the same."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from tradegraph.documents.own import MADE
from tradegraph.errors import SourceError
from tradegraph.ledger import only_writer
from tradegraph.pipeline import build, samples_directory
from tradegraph.store import GRAPHS, load, merge, query, write_sorted
from tradegraph.vocabulary import Vocabulary

Run = Callable[..., subprocess.CompletedProcess[str]]
PROVINCES = ("江西省", "福建省", "湖北省", "四川省", "陕西省", "甘肃省", "云南省", "海南省")


def release(number: int) -> str:
    province = PROVINCES[number % len(PROVINCES)]
    total, export = 900 + number, 500 + number
    return (
        f"2023年上半年，{province}进出口总值{total}.5亿元，同比增长{number % 30}.6%。其中，出口{export}.2亿元，增长4.1%；进口{total - export}.3亿元，下降2.3%。\n"
        f"同期，{province}对东盟进出口{100 + number}.4亿元，占{province}外贸总值的{10 + number % 7}.2%。\n"
    )


def write(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"r{number:04d}.txt").write_text(f"2023-07-20\n{release(number)}", encoding="utf-8")
    return folder


def made(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in MADE}


def graphs(folder: Path) -> set[str]:
    return {str(quad) for quad in ox.Store.read_only(str(folder / GRAPHS))}


def test_several_processes_write_the_same_bytes_as_one(tmp_path: Path, vocabulary: Vocabulary) -> None:
    sources = [str(write(tmp_path / "in", range(30)))]
    one = build(sources, tmp_path / "one", vocabulary, jobs=1)
    two = build(sources, tmp_path / "two", vocabulary, jobs=2)
    assert one == two
    assert one.documents == 30
    assert made(tmp_path / "one") == made(tmp_path / "two")
    assert sorted(p.name for p in (tmp_path / "two").iterdir()) == sorted(MADE)


def test_what_processes_are_forked_from_has_one_thread(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """A lock that another thread holds would stay locked in every process that is forked (fork(2))."""
    build([str(write(tmp_path / "in", range(3)))], tmp_path / "out", vocabulary, jobs=2)
    servers = [entry for entry in Path("/proc").iterdir() if entry.name.isdecimal() and _parent(entry) == os.getpid() and _runs_fork_server(entry)]
    assert [len(list((entry / "task").iterdir())) for entry in servers] == [1]


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _runs_fork_server(entry: Path) -> bool:
    return b"multiprocessing.forkserver" in (entry / "cmdline").read_bytes()


def test_only_what_has_changed_is_read_again(tmp_path: Path, vocabulary: Vocabulary) -> None:
    sources = write(tmp_path / "in", range(6))
    store = tmp_path / "store"
    first = build([str(sources)], tmp_path / "out", vocabulary, kept=store)
    assert (first.documents, first.unchanged, first.removed) == (6, 0, 0)
    again = build([str(sources)], tmp_path / "out", vocabulary, kept=store)
    assert (again.unchanged, again.counted, again.consensus) == (6, first.counted, first.consensus)
    (sources / "r0000.txt").unlink()
    (sources / "r0001.txt").write_text("2023-07-20\n" + release(8), encoding="utf-8")
    write(sources, range(6, 8))
    changed = build([str(sources)], tmp_path / "out", vocabulary, kept=store)
    assert (changed.documents, changed.unchanged, changed.removed) == (7, 4, 1)
    clean = build([str(sources)], tmp_path / "clean", vocabulary, kept=tmp_path / "other")
    assert (clean.unchanged, clean.triples) == (0, changed.triples)
    assert made(tmp_path / "out") == made(tmp_path / "clean")
    assert graphs(store) == graphs(tmp_path / "other")


def test_a_correction_is_a_change(tmp_path: Path, vocabulary: Vocabulary) -> None:
    sources = write(tmp_path / "in", range(2))
    build([str(sources)], tmp_path / "out", vocabulary, kept=tmp_path / "store")
    text = (sources / "r0000.txt").read_text(encoding="utf-8")
    at = text.index("900.5亿元")
    (sources / "corrections.ttl").write_text(
        "@prefix dct: <http://purl.org/dc/terms/> . @prefix tg: <https://w3id.org/tradegraph/ontology#> .\n"
        "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n"
        '<https://w3id.org/tradegraph/correction/1> a tg:Correction ; tg:document "r0000" ; tg:verdict "reject" ; nif:anchorOf "900.5亿元" ;\n'
        f'    nif:beginIndex {at} ; nif:endIndex {at + 7} ; dct:creator "A" ; dct:description "B" ; dct:created "2024-01-01" .\n',
        encoding="utf-8",
    )
    corrected = build([str(sources)], tmp_path / "out", vocabulary, kept=tmp_path / "store")
    assert (corrected.unchanged, corrected.counted.corrected) == (1, 1)


def test_questions_are_asked_of_the_store(run: Run, tmp_path: Path, vocabulary: Vocabulary) -> None:
    build([str(samples_directory())], tmp_path / "out", vocabulary, kept=tmp_path / "store")
    asked = ["query", "region-series", "--param", "region=350000", "--format", "csv"]
    done = run(*asked, str(tmp_path / "store"))
    assert done.returncode == 0, done.stderr
    assert "961200000000" in done.stdout
    assert done.stdout == run(*asked, str(tmp_path / "out" / "graph.ttl")).stdout == run(*asked, str(tmp_path / "out")).stdout
    named = run("query", "balances", "--format", "csv", str(tmp_path / "store"))
    assert "Zhejiang" in named.stdout  # the vocabulary is in the store too


def test_one_writer_at_a_time(run: Run, tmp_path: Path) -> None:
    with only_writer(tmp_path / "store"):
        done = run("build", "-o", str(tmp_path / "out"), "--store", str(tmp_path / "store"))
    assert done.returncode == 2
    assert "another build is writing to it" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("memory", [1, 100, 2_000, 2**24])
def test_lines_are_merged_in_little_memory(tmp_path: Path, memory: int) -> None:
    rng = random.Random(20240711)  # noqa: S311 - what to sort is no secret
    texts = [[f"<{rng.randrange(400):x}> “{n % 7}\u2028”" for n in range(rng.randrange(40))] for _ in range(60)]
    parts = [tmp_path / f"{number}.nt" for number in range(len(texts))]
    for text, part in zip(texts, parts, strict=True):
        write_sorted([statement.encode() for statement in text], part)
    count = merge(parts, tmp_path / "all.nt", memory=memory)
    expected = sorted({f"{statement} ." for text in texts for statement in text})
    assert (tmp_path / "all.nt").read_text(encoding="utf-8").split("\n") == [*expected, ""]
    assert count == len(expected)


def test_a_damaged_ledger_is_named(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "ledger.sqlite").write_bytes(b"this is no database, and was never one" * 50)
    with pytest.raises(SourceError, match=r"ledger\.sqlite.*remove the folder"):
        build([str(samples_directory())], tmp_path / "out", vocabulary, kept=tmp_path / "store")


@pytest.mark.slow
def test_a_build_that_is_killed_goes_on_to_the_same_bytes(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """kill -9 at random points; what is there at any time is whole, and the next run ends as a clean build does."""
    sources = write(tmp_path / "in", range(60))
    store, out = tmp_path / "store", tmp_path / "out"
    command = [sys.executable, "-m", "tradegraph", "build", str(sources), "-o", str(out), "--store", str(store)]
    build([str(sources)], tmp_path / "clean", vocabulary, kept=tmp_path / "other")
    rng = random.Random(20240711)  # noqa: S311 - where to kill is no secret
    killed = 0
    for attempt in range(6):
        write(sources, range(attempt, attempt + 1))  # rewritten as it was
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True) as process:
            try:
                process.wait(rng.uniform(1.0, 6.0))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
        for name in MADE:
            if (out / name).is_file():
                assert (out / name).read_bytes()[-1:] == b"\n", name
    assert killed
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert made(out) == made(tmp_path / "clean")
    assert graphs(store) == graphs(tmp_path / "other")


def test_a_document_that_takes_too_long_costs_itself_only(tmp_path: Path, vocabulary: Vocabulary) -> None:
    sources = write(tmp_path / "in", range(4))
    (sources / "long.txt").write_text("2023-07-20\n" + "".join(release(n) for n in range(9000)), encoding="utf-8")
    summary = build([str(sources)], tmp_path / "out", vocabulary, jobs=2, seconds=8)
    assert summary.documents == 4
    (left_out,) = summary.unreadable
    assert left_out.source.endswith("long.txt")
    assert "took longer than 8 seconds" in left_out.reason


@pytest.mark.slow
def test_a_process_that_dies_costs_its_document_only(tmp_path: Path) -> None:
    sources = write(tmp_path / "in", range(40))
    (sources / "long.txt").write_text("2023-07-20\n" + "".join(release(n) for n in range(6000)), encoding="utf-8")
    command = [sys.executable, "-m", "tradegraph", "build", str(sources / "long.txt"), str(sources), "-o", str(tmp_path / "out"), "--jobs", "2"]
    (sources / "manifest.csv").write_text("doc,lang,published,title\n" + "".join(f"r{n:04d},,,\n" for n in range(40)), encoding="utf-8")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        os.kill(_busiest_below(process.pid), signal.SIGKILL)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "long.txt: ended the process that read it" in err
    assert "documents   40" in out


def _busiest_below(first: int) -> int:
    """The process that has worked for two seconds, found in /proc (proc(5): utime is the 14th field of stat) two levels below a build's first."""
    for _ in range(600):
        parents: dict[int, int] = {}
        worked: list[int] = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            if int(fields[11]) > 2 * os.sysconf("SC_CLK_TCK"):
                worked.append(int(entry.name))
        for process in worked:
            if parents.get(parents[process]) == first:
                return process
        time.sleep(0.1)
    raise AssertionError("no process of the build is at work")


def test_a_store_that_is_no_store_is_named(tmp_path: Path) -> None:
    (tmp_path / GRAPHS).mkdir()
    with pytest.raises(SourceError, match="cannot be opened"):
        load([tmp_path])
    with pytest.raises(SourceError, match="no such file"):
        query([tmp_path / "nowhere"], "SELECT * { ?s ?p ?o }")


def test_a_query_reaches_no_other_server(run: Run, tmp_path: Path) -> None:
    """SERVICE would make the engine open a connection (SPARQL 1.1 Federated Query)."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1)
        port = listener.getsockname()[1]
        (tmp_path / "far.rq").write_text(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/sparql> {{ ?s ?p ?o }} }}", encoding="utf-8")
        (tmp_path / "graph.nt").write_text("<http://x/s> <http://x/p> <http://x/o> .\n", encoding="utf-8")
        done = run("query", str(tmp_path / "far.rq"), str(tmp_path / "graph.nt"))
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        with pytest.raises(TimeoutError):
            listener.accept()
