"""Figures of different releases compared with each other: what cannot hold together is a warning that quotes both sentences."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from quads import quads_of
from tradegraph.claims import claims_of_quads, ranks
from tradegraph.consistency import check, quoted_in
from tradegraph.documents import language
from tradegraph.facts import extract
from tradegraph.graph import GraphWriter
from tradegraph.model import Document
from tradegraph.reconcile import gather, reconcile
from tradegraph.shapes import Result, declared
from tradegraph.vocabulary import Vocabulary

TOTAL = "2023年，吉林省进出口总值1679.1亿元。"
PARTS = "2023年，吉林省出口626.6亿元，进口1052.5亿元。"
# rule, releases that contradict each other, releases that are near and do not
CASES = {
    "flow-identity": ([TOTAL, "2023年，吉林省出口726.6亿元，进口1052.5亿元。"], [TOTAL, PARTS]),
    "year-earlier": (
        ["In 2023, Jilin Province's exports rose 20 percent year on year to 120 billion yuan.", "2022年，吉林省出口总值950亿元。"],
        ["In 2023, Jilin Province's exports rose 20 percent year on year to 120 billion yuan.", "2022年，吉林省出口总值1003亿元。"],
    ),
    "part-of-share": (
        ["2023年，吉林省进出口总值1000亿元。", "2023年，吉林省民营企业进出口500亿元，占全省进出口总值的60%。"],
        ["2023年，吉林省进出口总值1000亿元。", "2023年，吉林省民营企业进出口596亿元，占全省进出口总值的60%。"],
    ),
    "part-of-whole": (
        ["2023年，吉林省出口总值600亿元。", "2023年，吉林省民营企业出口700亿元。"],
        ["2023年，吉林省出口总值超600亿元。", "2023年，吉林省民营企业出口700亿元。"],
    ),
    "difference-of-totals": (
        ["2023年前5个月，吉林省进出口总值500亿元。", "2023年上半年，吉林省进出口总值620亿元。6月当月，吉林省进出口总值180亿元。"],
        ["2023年前5个月，吉林省进出口总值500亿元。", "2023年上半年，吉林省进出口总值620亿元。6月当月，吉林省进出口总值121亿元。"],
    ),
    "growth-gap": (
        ["2023年，吉林省进出口总值增长7.7%，增速比全国快9.5个百分点。", "2023年，全国进出口总值增长0.2%。"],
        ["2023年，吉林省进出口总值增长7.7%，增速比全国快7.5个百分点。", "2023年，全国进出口总值增长0.2%。"],
    ),
}  # fmt: skip


def findings(vocabulary: Vocabulary, texts: list[str]) -> list[Result]:
    writer = GraphWriter(vocabulary)
    quads = []
    for number, text in enumerate(texts):
        document = Document(f"r{number}", text, language(text), dt.date(2024, 1, 20 + number))
        quads += quads_of(extract(document, vocabulary), writer)
    return check(reconcile(gather(claims_of_quads(quads, ranks(vocabulary)))), lambda wanted: quoted_in(lambda: quads, wanted))


def rule(result: Result) -> str:
    return result.shape.rsplit("/consistency-", 1)[-1]


@pytest.mark.parametrize("name", sorted(CASES))
def test_figures_that_cannot_hold_together_are_a_warning_with_both_sentences(name: str, vocabulary: Vocabulary) -> None:
    wrong, _ = CASES[name]
    found = [r for r in findings(vocabulary, wrong) if rule(r) == name]
    assert [r.severity for r in found] == ["Warning"]
    for number, text in enumerate(wrong):
        quoted = [q.sentence for q in found[0].quotes if q.document.endswith(f"/r{number}")]
        assert quoted, number
        assert all(sentence in text for sentence in quoted)


@pytest.mark.parametrize("name", sorted(CASES))
def test_figures_that_fit_at_their_precision_are_no_finding(name: str, vocabulary: Vocabulary) -> None:
    _, right = CASES[name]
    assert findings(vocabulary, right) == []


def test_conflicts_and_contradictions_are_findings_too(vocabulary: Vocabulary) -> None:
    other = "2023年，吉林省进出口总值1700亿元。"
    assert [(rule(r), r.severity) for r in findings(vocabulary, [TOTAL, other])] == [("conflict", "Warning")]
    assert [(rule(r), r.severity) for r in findings(vocabulary, [TOTAL + other])] == [("contradiction", "Warning")]
    assert [(rule(r), r.severity) for r in findings(vocabulary, [TOTAL + PARTS + other])] == [("outweighed", "Info")]


def test_what_is_counted_apart_is_compared_with_nothing(vocabulary: Vocabulary) -> None:
    """Trains and containers grow at rates of their own, a day's traffic is not the year's, and of what nothing tells is of nothing known."""
    trains = "2024年，山东省中欧班列开行2116列，发送货物18.3万标箱，分别增长4.6%和5.2%。"
    port = "2024年，凭祥口岸进出口货运量512.7万吨，同比增长12.3%；进出境货车48.9万辆次，增长14.2%，日均验放1340辆次。"
    untold = "2024年，凭祥口岸旅客增长5%，货运量增长7%。"
    assert findings(vocabulary, [trains, port, untold]) == []
    again = "2024年，山东省中欧班列开行2116列，发送货物18.3万标箱，分别增长4.6%和8.2%。"
    assert [(rule(r), r.value) for r in findings(vocabulary, [trains, again])] == [("conflict", "5.2, 8.2")]


def test_a_set_of_figures_is_reported_once(vocabulary: Vocabulary) -> None:
    texts = [*CASES["flow-identity"][0], "2023年，吉林省贸易逆差325.9亿元。"]
    found = findings(vocabulary, texts)
    assert len({(r.value, r.quotes) for r in found}) == len(found)
    assert {rule(r) for r in found} == {"flow-identity"}


def test_every_check_has_a_shape_that_no_graph_can_violate() -> None:
    shapes = declared("consistency")
    figures = {name.removeprefix("consistency-") for name in shapes if "-correction-" not in name}
    assert figures == {*CASES, "conflict", "revision", "contradiction", "outweighed"}
    assert {shape.severity for shape in shapes.values()} == {"Warning", "Info"}


def test_a_build_counts_the_figures_that_it_leaves_out(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(TOTAL + "2023年，吉林省进出口总值1700亿元。", encoding="utf-8")
    done = run("build", str(tmp_path / "r.txt"), "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "left out    2 figures that others of their release exclude: see" in done.stdout
    assert "warnings    1: see" in done.stdout
    assert "nothing tells which is right" in (tmp_path / "out/report.txt").read_text(encoding="utf-8")
    (tmp_path / "r.txt").write_text(TOTAL + PARTS + "2023年，吉林省进出口总值1700亿元。", encoding="utf-8")
    done = run("build", str(tmp_path / "r.txt"), "-o", str(tmp_path / "out"))
    assert "left out    1 figure that" in done.stdout
    assert "warnings    0" in done.stdout
    held = run("query", "largest-traders", str(tmp_path / "out/graph.ttl"), "--format", "csv")
    assert "167910000000" in held.stdout
    assert "170000000000" not in held.stdout


def test_build_and_validate_report_them_and_conform(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    for number, text in enumerate(CASES["flow-identity"][0]):
        (tmp_path / f"r{number}.txt").write_text(text, encoding="utf-8")
    done = run("build", str(tmp_path / "r0.txt"), str(tmp_path / "r1.txt"), "-o", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert "warnings    1: see" in done.stdout
    assert "do not fit each other" in (tmp_path / "out/report.txt").read_text(encoding="utf-8")
    for name in ("graph.ttl", "graph.trig"):
        checked = run("validate", str(tmp_path / "out" / name), "--consistency", "--lang", "zh")
        assert checked.returncode == 0
        assert "按所印精度" in checked.stdout
        assert TOTAL in checked.stdout
        assert "    r1\n    | " in checked.stdout  # the sentence of the other release, under its name
