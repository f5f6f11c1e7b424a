"""The benchmarks run, at sizes that tell nothing about speed: what each prints has the form that benchmarks.md reads from it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "benchmarks"
NUMBER = r"[\d,]+(?:\.\d+)?"
# script, arguments, what its lines match in their order
SCRIPTS = [
    (
        "statements.py",
        ["--triples", "4000", "--reference", "1000", "--documents", "3", "--runs", "1"],
        [
            rf"tradegraph +{NUMBER} quads +{NUMBER} quads/s",
            rf"rdflib +1000 quads +{NUMBER} quads/s  ratio {NUMBER}",
            rf"3 releases: extraction {NUMBER} s, parts {NUMBER} s, {NUMBER} times, validated and reconciled N-Quads {NUMBER} s, {NUMBER} times",
        ],
    ),
    (
        "scale.py",
        ["--sizes", "2", "4", "--jobs-at", "2", "--spark-at", "0", "--runs", "1"],
        [
            rf" *start-up +{NUMBER} s wall +{NUMBER} s CPU +{NUMBER} MB",
            rf" *2 +{NUMBER} s wall +{NUMBER} s CPU +{NUMBER} MB .* ms CPU a release",
            rf" *4 .*  against 2: time -?{NUMBER} of linear, memory {NUMBER}",
            rf"2 releases: 1 process {NUMBER} s, 2 processes {NUMBER} s, ratio {NUMBER}; load .*",
            rf"CPU {NUMBER} s with 1 process; with 2 {NUMBER} s, {NUMBER} s of it in the first, .*: at least {NUMBER} times as fast on idle cores",
        ],
    ),
    (
        "read.py",
        [str(FOLDER.parents[1] / "src" / "tradegraph" / "samples"), "--runs", "1"],
        [rf"\d+ releases, \d+ words: tradegraph {NUMBER} words/s", rf"\d+ releases, \d+ characters: tradegraph {NUMBER} characters/s"],
    ),
]


def printed(script: str, arguments: list[str]) -> list[str]:
    done = subprocess.run([sys.executable, str(FOLDER / script), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(("script", "arguments", "lines"), SCRIPTS, ids=[script for script, _, _ in SCRIPTS])
def test_a_benchmark_prints_its_figures(script: str, arguments: list[str], lines: list[str]) -> None:
    found = printed(script, arguments)
    assert len(found) == len(lines), found
    for line, form in zip(found, lines, strict=True):
        assert re.fullmatch(form, line), line


def test_every_named_question_is_asked_and_has_answers_of_a_store() -> None:
    found = printed("questions.py", ["--documents", "8", "--reference", "0", "--runs", "1"])
    names = {file.stem for file in (FOLDER.parents[1] / "src" / "tradegraph" / "queries").glob("*.rq")}
    assert re.fullmatch(r"store of \d{5} triples", found[0])
    assert {line.split()[0] for line in found[1:-1]} == names
    answers = {line.split()[0]: int(re.search(r"(\d+) answers", line)[1]) for line in found[1:-1]}  # type: ignore[index]
    assert answers["releases"] > 8
    assert answers["region-series"] > 0
    assert found[-1].startswith("slowest lookup ")
