"""What `tradegraph diff` says of two builds."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tradegraph import store
from tradegraph.difference import Difference, as_text, contents, difference
from tradegraph.pipeline import build, samples_directory
from tradegraph.vocabulary import Vocabulary

ONE = "2024年前4个月，陕西省进出口1412.6亿元，同比增长5.8%。其中，出口900亿元，增长3.1%。\n"
REWORDED = "陕西省外贸开局良好：2024年前4个月进出口达1412.6亿元，比上年同期增长5.8%；出口900亿元，比上年同期增长3.1%。\n"
OTHER = "2024年前4个月，四川省进出口3100亿元，同比增长2.2%。\n"
REJECTION = """\
@prefix dct: <http://purl.org/dc/terms/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix tg: <https://w3id.org/tradegraph/ontology#> .
<https://w3id.org/tradegraph/correction/one/1> a tg:Correction ; tg:document "one" ; nif:beginIndex 26 ; nif:endIndex 30 ; nif:anchorOf "5.8%" ;
    tg:verdict "VERDICT" ; CHANGE dct:creator "A. Reader" ; dct:description "misprint" ; dct:created "2024-06-01" .
"""


def built(folder: Path, vocabulary: Vocabulary, texts: dict[str, str], corrections: str = "") -> Path:
    source = folder / "in"
    source.mkdir(parents=True)
    for name, text in texts.items():
        (source / f"{name}.txt").write_text(text, encoding="utf-8")
    if corrections:
        (source / "corrections.ttl").write_text(corrections, encoding="utf-8")
    build([str(source)], folder / "out", vocabulary)
    return folder / "out" / "graph.trig"


def compared(old: Path, new: Path) -> Difference:
    return difference(contents(store.parse([old])), contents(store.parse([new])))


def kinds(found: Difference) -> list[tuple[str, str, str]]:
    return [(c.what, c.kind, c.text) for c in found.changes if c.what == "fact"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ONE, []),
        ("快讯：" + ONE, []),
        (ONE.replace("5.8%", "5.9%"), [("fact", "changed", "5.8%")]),
        (ONE.replace("，增长3.1%", ""), [("fact", "removed", "3.1%")]),
        (ONE.replace("增长3.1%", "增长3.1%，占63.7%"), [("fact", "added", "63.7%")]),
        (ONE.replace("同比增长5.8%", "同比下降5.8%"), [("fact", "changed", "5.8%")]),
    ],
    ids=["same", "moved", "value", "gone", "new", "sign"],
)
def test_a_release_that_is_edited(tmp_path: Path, vocabulary: Vocabulary, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = compared(built(tmp_path / "a", vocabulary, {"one": ONE}), built(tmp_path / "b", vocabulary, {"one": text}))
    assert kinds(found) == expected
    assert bool(found) == bool(expected)
    assert (found.appeared, found.disappeared) == ((), ())


def test_releases_that_come_and_go(tmp_path: Path, vocabulary: Vocabulary) -> None:
    found = compared(built(tmp_path / "a", vocabulary, {"one": ONE}), built(tmp_path / "b", vocabulary, {"other": OTHER}))
    assert (found.appeared, found.disappeared) == (("other",), ("one",))
    assert {(c.document, c.kind) for c in found.changes if c.what == "fact"} == {("one", "removed"), ("other", "added")}


def test_a_second_claim_changes_the_consensus(tmp_path: Path, vocabulary: Vocabulary) -> None:
    old = built(tmp_path / "a", vocabulary, {"one": ONE})
    found = compared(old, built(tmp_path / "b", vocabulary, {"one": ONE, "other": ONE.replace("1412.6", "1500.2")}))
    assert ("conflict", "added") in {(c.what, c.kind) for c in found.changes}
    found = compared(old, built(tmp_path / "c", vocabulary, {"one": ONE, "other": REWORDED}))
    counted = [c for c in found.changes if c.what == "consensus"]
    assert [(name, before, after) for c in counted for name, before, after in c.columns] == [("releases", "1", "2")] * 4


@pytest.mark.parametrize(
    ("verdict", "change", "expected"),
    [("reject", "", ("removed", [])), ("replace", 'tg:replacement "value=8.5" ;', ("changed", [("value", "5.8", "8.5")]))],
)
def test_a_correction_changes_its_reading_only(
    tmp_path: Path, vocabulary: Vocabulary, verdict: str, change: str, expected: tuple[str, list[tuple[str, str, str]]]
) -> None:
    correction = REJECTION.replace("VERDICT", verdict).replace("CHANGE", change)
    at = ONE.index("5.8%")
    correction = correction.replace("26 ; nif:endIndex 30", f"{at} ; nif:endIndex {at + 4}")
    found = compared(built(tmp_path / "a", vocabulary, {"one": ONE}), built(tmp_path / "b", vocabulary, {"one": ONE}, correction))
    (changed,) = (c for c in found.changes if c.what == "fact")
    assert (changed.kind, changed.text) == (expected[0], "5.8%")
    if changed.kind == "changed":
        assert changed.columns == expected[1]


def test_the_command(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, vocabulary: Vocabulary) -> None:
    sources = tmp_path / "samples"
    shutil.copytree(samples_directory(), sources)
    build([str(sources)], tmp_path / "old", vocabulary)
    text = (sources / "shaanxi-2024m4.txt").read_text(encoding="utf-8")
    (sources / "shaanxi-2024m4.txt").write_text(text.replace("同比增长5.8%", "同比增长15.8%"), encoding="utf-8")
    build([str(sources)], tmp_path / "new", vocabulary)
    done = run("diff", str(tmp_path / "old"), str(tmp_path / "new"))
    assert done.returncode == 1, done.stderr
    assert "~ 5.8%  value 5.8 → 15.8" in done.stdout or "- 5.8%" in done.stdout
    records = json.loads(run("diff", str(tmp_path / "old"), str(tmp_path / "new"), "--format", "json").stdout)
    assert {r["document"] for r in records if r["what"] == "fact"} == {"shaanxi-2024m4"}
    same = run("diff", str(tmp_path / "old"), str(tmp_path / "old" / "graph.ttl"))
    assert same.returncode == 0, same.stdout
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "nowhere.trig")).returncode == 2


def test_long_lists_are_cut_and_say_so(tmp_path: Path, vocabulary: Vocabulary) -> None:
    found = compared(built(tmp_path / "a", vocabulary, {"one": ONE}), built(tmp_path / "b", vocabulary, {"other": OTHER}))
    assert "… and" in as_text(found, 1)
    assert "… and" not in as_text(found, 100)
