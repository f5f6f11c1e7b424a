"""Generated releases: their arithmetic, their facts as the extractor reads them, their files as the reader does, their reposts as they are found."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tradegraph import scoring, table
from tradegraph.documents import Unreadable, read
from tradegraph.facts import extract
from tradegraph.model import Document
from tradegraph.reposts import reposts, signature
from tradegraph.vocabulary import Vocabulary

GENERATE = Path(__file__).resolve().parent / "benchmarks" / "generate.py"


def generate(out: Path, *options: str) -> Path:
    subprocess.run([sys.executable, str(GENERATE), "-o", str(out), *options], check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Three hundred releases and their facts."""
    folder = tmp_path_factory.mktemp("generated")
    gold = folder / "gold.jsonl"
    return generate(folder / "releases.jsonl.gz", "--documents", "300", "--seed", "1", "--reposts", "0.1", "--gold", str(gold)), gold


def documents(path: Path) -> list[Document]:
    found = list(read([str(path)]))
    assert not [item for item in found if isinstance(item, Unreadable)]
    return [item for item in found if isinstance(item, Document)]


def facts(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_generated_releases_are_read_as_they_were_meant(made: tuple[Path, Path], vocabulary: Vocabulary) -> None:
    releases = documents(made[0])[:24]
    assert {d.lang for d in releases} == {"zh-hans", "en"}
    wanted = [f for f in facts(made[1]) if f["doc"] in {d.id for d in releases}]
    assert len(wanted) > 24 * 12
    result = scoring.score(wanted, [row for d in releases for row in table.rows(extract(d, vocabulary))])
    tally = result.kinds["statistic"]
    assert (tally.gold, tally.predicted, tally.strict) == (len(wanted),) * 3, result.differences


def test_the_facts_stand_where_they_say_and_add_up(made: tuple[Path, Path]) -> None:
    texts = {d.id: d.text for d in documents(made[0])}
    flows: dict[tuple[object, ...], dict[object, int]] = {}
    for fact in facts(made[1]):
        assert texts[str(fact["doc"])][int(str(fact["start"])) : int(str(fact["end"]))] == fact["text"]
        if fact["measure"] == "level" and not {"partner", "commodity", "enterprise", "regime"} & fact.keys():
            flows.setdefault((fact["reporter"], fact["period"]), {})[fact["flow"]] = int(str(fact["value"]))
    whole = [f for f in flows.values() if f.keys() >= {"total", "export", "import", "balance"}]
    assert len(whole) > 200
    for values in whole:
        printed = max(abs(v) for v in values.values()) / 20  # the coarsest scale prints two digits after the first
        assert abs(values["export"] + values["import"] - values["total"]) <= printed
        assert abs(values["export"] - values["import"] - values["balance"]) <= printed


def test_the_reposts_among_them_are_found_and_no_others(made: tuple[Path, Path]) -> None:
    releases = documents(made[0])
    texts: dict[str, str] = {}
    copies = {}
    for document in releases:  # a repost has the body of an earlier one
        body = document.text.split("\n\n")[1]
        if body in texts:
            copies[document.id] = texts[body]
        texts.setdefault(body, document.id)
    assert len(copies) > 15
    found = reposts(map(signature, releases))
    assert found.keys() == copies.keys()


def test_the_same_seed_gives_the_same_bytes_and_more_documents_the_same_first_ones(tmp_path: Path, made: tuple[Path, Path]) -> None:
    again = generate(tmp_path / "again.jsonl.gz", "--documents", "300", "--seed", "1", "--reposts", "0.1")
    assert again.read_bytes() == made[0].read_bytes()
    fewer = generate(tmp_path / "fewer.jsonl", "--documents", "40", "--seed", "1", "--reposts", "0.1").read_bytes()
    assert gzip.decompress(made[0].read_bytes()).startswith(fewer)
    other = generate(tmp_path / "other.jsonl", "--documents", "40", "--seed", "2", "--reposts", "0.1").read_bytes()
    assert other != fewer


def test_a_folder_with_its_manifest_is_read_as_the_lines_are(tmp_path: Path, made: tuple[Path, Path]) -> None:
    folder = generate(tmp_path / "folder", "--documents", "12", "--seed", "1", "--reposts", "0.1")
    for one, other in zip(documents(folder), documents(made[0])[:12], strict=True):
        assert (one.id, one.text, one.lang, one.published, one.title) == (other.id, other.text, other.lang, other.published, other.title)
