"""The command line as a stranger meets it: help, output, bad input."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tradegraph.pipeline import samples_directory

Run = Callable[..., subprocess.CompletedProcess[str]]
TEXT = "2023年上半年，江西省进出口总值1234.5亿元，同比增长5.6%。"
COMMANDS = ["build", "facts", "explain", "validate", "query", "diff", "draw", "score", "guide", "vocabulary"]


@pytest.fixture(scope="module")
def built(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built")
    done = run("build", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert "conforms    yes" in done.stdout
    return out


@pytest.mark.parametrize("command", [[], *([c] for c in COMMANDS), ["vocabulary", "check"], ["vocabulary", "find"]])
def test_help_teaches(run: Run, command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    assert len(done.stdout) > 150


def test_facts_in_three_formats_say_the_same(run: Run, tmp_path: Path) -> None:
    source = str(samples_directory() / "sichuan-2022q1.txt")
    rows = [json.loads(line) for line in run("facts", source).stdout.splitlines()]
    table = list(csv.DictReader(io.StringIO(run("facts", source, "--format", "csv").stdout)))
    run("facts", source, "--format", "parquet", "-o", str(tmp_path / "f.parquet"))
    stored = pq.read_table(tmp_path / "f.parquet").to_pylist()
    assert len(rows) == len(table) == len(stored) > 20
    assert [r["text"] for r in rows] == [t["text"] for t in table] == [s["text"] for s in stored]
    assert [r.get("value") for r in rows] == [s["value"] for s in stored]


def test_explain_shows_facts_and_fates(run: Run) -> None:
    done = run("explain", str(samples_directory() / "shaanxi-2024m4.txt"), "--width", "200")
    assert done.returncode == 0
    assert "about 610000 (1.00)" in done.stdout
    assert "trade level 141260000000 CNY" in done.stdout
    assert "target" in done.stdout
    assert "numbers:" in done.stdout


def test_explain_prints_a_price_with_what_it_is_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2023年，河北省进口铁矿砂900万吨，进口均价每吨812.6元。", encoding="utf-8")
    done = run("explain", str(tmp_path / "a.txt"), "--width", "200")
    assert "trade-price level 812.6 CNY/t" in done.stdout
    assert "trade-quantity level 9000000 t " in done.stdout


def test_every_issue_code_is_explained(run: Run) -> None:
    listed = run("explain", "--issue", "all").stdout
    assert len(listed.splitlines()) >= 10
    assert run("explain", "--issue", "nonsense").returncode == 2


@pytest.mark.parametrize("syntax", ["text", "json", "junit", "sarif", "turtle"])
def test_reports(run: Run, built: Path, syntax: str) -> None:
    done = run("validate", str(built / "graph.trig"), "--format", syntax)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()


def test_a_violation_is_quoted_and_exits_with_1(run: Run, built: Path, tmp_path: Path) -> None:
    damaged = (built / "graph.trig").read_text(encoding="utf-8")
    share = 'sdmx-measure:obsValue "71"'
    assert damaged.count(share) == 2  # of the claim and of the consensus
    (tmp_path / "graph.trig").write_text(damaged.replace(share, 'sdmx-measure:obsValue "710"'), encoding="utf-8")
    done = run("validate", str(tmp_path / "graph.trig"))
    assert done.returncode == 1
    assert "A share lies between 0 and 100" in done.stdout
    assert "占比须在" in run("validate", str(tmp_path / "graph.trig"), "--lang", "zh").stdout


def test_named_questions_are_listed_and_answered(run: Run, built: Path) -> None:
    listed = run("query").stdout.splitlines()
    assert sum(not line.startswith(" ") for line in listed) >= 30
    assert any(line.strip().startswith("region: ") for line in listed)
    rows = json.loads(run("query", "region-series", str(built / "graph.ttl"), "--param", "region=350000", "--format", "json").stdout)
    assert ("https://w3id.org/tradegraph/period/2022-01/P6M", "961200000000") in {(r["period"], r["value"]) for r in rows}


def test_a_question_says_what_it_took_for_granted(run: Run, built: Path) -> None:
    done = run("query", "top-partners", str(built))
    assert done.stderr == "tradegraph: region=350000 (default)\n"
    assert "2022-01/2022-06" in done.stdout
    assert "approx" not in done.stdout  # nothing in it is hedged
    given = run("query", "top-partners", str(built), "--param", "region=福建")
    assert (given.stdout, given.stderr) == (done.stdout, "")
    empty = run("query", "top-partners", str(built), "--param", "region=540000")
    assert empty.returncode == 0
    assert f"no answers with region=540000; `tradegraph query places {built}`" in empty.stderr


def test_figures_that_differ_look_different(run: Run, built: Path) -> None:
    for name in ("consensus", "goods", "goods-growth", "ownership", "trade-modes", "port-goods", "partner-goods"):
        for form in ("table", "csv"):
            lines = run("query", name, str(built), "--format", form).stdout.splitlines()
            assert len(lines) == len(set(lines)), (name, form)
    hedged = run("query", "document", str(built), "--param", "document=hubei-2023q3", "--format", "csv", "--codes").stdout
    assert {row["approx"] for row in csv.DictReader(io.StringIO(hedged))} <= {"", "~", ">", "<"}


def test_codes_or_iris_in_csv(run: Run, built: Path) -> None:
    full, short = (run("query", "region-series", str(built), "--format", "csv", *more).stdout.splitlines() for more in ((), ("--codes",)))
    assert full[0] == short[0] == "period,flow,approx,value,unit,document"
    assert full[1].startswith("https://w3id.org/tradegraph/period/2022-01/P6M,https://w3id.org/tradegraph/code/flow/balance,")
    assert short[1] == "2022-01/2022-06,balance,,200400000000,CNY,fujian-2022h1"


@pytest.mark.parametrize("seconds", ["nan", "0", "-1", "inf"])
def test_a_time_is_a_time(run: Run, built: Path, seconds: str) -> None:
    done = run("query", "conflicts", str(built), "--timeout", seconds)
    assert done.returncode == 2
    assert "--timeout" in done.stderr


def test_the_folder_of_a_build_stands_for_its_graph(run: Run, built: Path, tmp_path: Path) -> None:
    assert run("validate", str(built)).stdout == run("validate", str(built / "graph.trig")).stdout
    assert run("load", str(built), "--format", "nq", "-o", str(tmp_path / "parts")).returncode == 0
    assert run("draw", str(built / "graph.ttl"), "--format", "gexf").stdout == run("draw", str(built), "--format", "gexf").stdout
    for command in (["validate"], ["load", "--format", "nq", "-o", str(tmp_path / "more")]):
        done = run(*command, str(tmp_path))
        assert done.returncode == 2
        assert "no graph.trig in this folder" in done.stderr


def test_a_drawing_is_of_what_was_asked(run: Run, built: Path, tmp_path: Path) -> None:
    assert run("draw", str(built), "--region", "Fujian", "-o", str(tmp_path / "a" / "b" / "c.svg")).returncode == 0
    assert (tmp_path / "a" / "b" / "c.svg").read_bytes().startswith(b"<?xml")
    assert "`tradegraph query places`" in run("draw", str(built), "--region", "110000").stderr
    for args in (["--format", "html", "--region", "350000"], ["--format", "gexf", "--kind", "series"]):
        done = run("draw", str(built), *args)
        assert done.returncode == 2
        assert "is for --format svg and png" in done.stderr


@pytest.mark.parametrize(("term", "concept"), [("customs:wuhan", "place/customs-wuhan"), ("420000", "place/420000"), ("np", "partner/NP")])
def test_a_code_is_found_in_the_vocabulary(run: Run, term: str, concept: str) -> None:
    done = run("vocabulary", "find", term)
    assert done.returncode == 0
    assert f"{concept}  notation" in done.stdout


def test_standard_input(run: Run) -> None:
    done = run("facts", "-", stdin=TEXT.encode())
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["1234.5亿元", "5.6%"]


HOSTILE = {
    "binary.txt": bytes(range(256)) * 50,
    "empty.txt": b"",
    "truncated.txt": TEXT.encode()[:-2],
    "digits.txt": b"9" * 2_000_000,
    "brackets.txt": b"(" * 300_000,
    "items.txt": ("、".join(["大豆"] * 20_000) + "出口3亿元。").encode(),
    "numbers.txt": ("、".join(["3.2%"] * 20_000) + "。").encode(),
    "words.txt": ("export " * 40_000).encode(),
    "gb.txt": (TEXT * 20).encode("gb18030"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_bad_input_costs_only_itself(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    done = run("facts", str(tmp_path / name), str(tmp_path / "nowhere.txt"), str(tmp_path / "good.txt"), timeout=120)
    assert done.returncode <= 2
    assert "Traceback" not in done.stderr
    assert "nowhere.txt: no such file" in done.stderr
    assert any(json.loads(line)["doc"] == "good" for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    "args",
    [
        ["build", "nowhere"],
        ["query", "nonsense"],
        ["query", "top-partners", "nowhere.ttl"],
        ["validate", "nowhere.ttl"],
        ["score", "nowhere"],
        ["facts"],
        ["nonsense"],
    ],
)
def test_a_wrong_call_gets_one_line_and_2(run: Run, args: list[str]) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


SAMPLE = str(samples_directory() / "gansu-2021.txt")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["build", SAMPLE, "-o", "{}/out", "--base", "notaniri"], "no absolute IRI"),
        (["build", SAMPLE, "-o", "{}/out", "--base", "http://x y/"], "no absolute IRI"),
        (["build", SAMPLE, "-o", "{}/out", "--base", ""], "no absolute IRI"),
        (["build", SAMPLE, "-o", "{}/out", "--store", "{}/file/x"], "choose another folder with --store"),
        (["build", SAMPLE, "-o", "{}/file/x"], "choose another folder with -o"),
        (["build", SAMPLE, "-o", "{}/out", "--on", "mars"], "no Spark master 'mars'"),
        (["build", SAMPLE, "-o", "{}/out", "--seconds", "nan"], "no number of seconds"),
        (["facts", SAMPLE, "-o", "{}/file/x.jsonl"], "choose another file with -o"),
        (["facts", SAMPLE, "--format", "parquet", "-o", "{}/file/x.parquet"], "choose another file with -o"),
        (["explain", SAMPLE, "--width", "0"], "not in the range"),
        (["explain", "{}/empty.jsonl"], "empty.jsonl: holds no documents"),
        (["build", "{}/empty.jsonl", "-o", "{}/out"], "empty.jsonl: holds no documents"),
        (["vocabulary", "check", "{}/nowhere"], "no such file"),
        (["vocabulary", "check", "{}/binary.txt"], "binary.txt: is not text"),
        (["load", "{}/graph.nq", "--format", "nq", "-o", "{}/file/x"], "cannot be read or written"),
        (["serve", "{}/folder"], "make one with `tradegraph build RELEASES -o NEW-FOLDER`"),
    ],
)
def test_what_cannot_be_done_gets_one_line_that_says_so(run: Run, tmp_path: Path, args: list[str], said: str) -> None:
    for name, content in (("file", b"x"), ("empty.jsonl", b""), ("binary.txt", bytes(range(256)) * 9), ("graph.nq", b"")):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    done = run(*(arg.replace("{}", str(tmp_path)) for arg in args))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith(("tradegraph:", "Error:"))]) == 1


def test_a_second_build_into_the_folder_of_the_releases_reads_the_same(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(b"PK")
    first, second = (run("build", str(tmp_path), "-o", str(tmp_path), "--store", str(tmp_path / "kept")) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert "unchanged" not in first.stdout
    assert "documents   1\nunchanged   1, 0 removed\n" in second.stdout
    assert "b.docx is not read" in first.stderr
    assert "written by tradegraph itself" in second.stderr
    assert run("facts", str(tmp_path)).returncode == 0


def test_a_document_may_take_only_so_long(run: Run, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(TEXT * 40_000, encoding="utf-8")
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    for command in (["facts"], ["build", "-o", str(tmp_path / "out"), "--jobs", "1"]):
        done = run(*command, str(tmp_path / "long.txt"), str(tmp_path / "good.txt"), "--seconds", "8")
        assert "long.txt: took longer than 8 seconds" in done.stderr
        assert done.stdout.strip()


def test_lines_without_documents_are_not_all_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("no JSON\n" * 500, encoding="utf-8")
    done = run("facts", str(tmp_path / "a.jsonl"))
    assert len(done.stderr.splitlines()) == 11
    assert done.stderr.endswith("a.jsonl: 490 further lines without a document\n")


def test_a_bad_query_gets_the_parsers_message(run: Run, built: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("SELECT WHERE", encoding="utf-8")
    done = run("query", str(tmp_path / "bad.rq"), str(built / "graph.ttl"))
    assert done.returncode == 2
    assert "query:" in done.stderr


def test_an_endless_query_is_ended(run: Run, built: Path, tmp_path: Path) -> None:
    (tmp_path / "slow.rq").write_text("SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", encoding="utf-8")
    done = run("query", str(tmp_path / "slow.rq"), str(built / "graph.ttl"), "--timeout", "3")
    assert done.returncode == 2
    assert "longer than 3 seconds" in done.stderr
