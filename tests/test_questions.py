"""What analysts ask: every named question with its answer over releases of our own, and answers that stand in the five releases that
tradegraph was first made for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from tradegraph import questions, store
from tradegraph.errors import UsageError
from tradegraph.pipeline import build, samples_directory
from tradegraph.store import load
from tradegraph.vocabulary import CODE, Vocabulary

DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))
PREFIXES = """
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX sdmx-attribute: <http://purl.org/linked-data/sdmx/2009/attribute#>
PREFIX sdmx-dimension: <http://purl.org/linked-data/sdmx/2009/dimension#>
PREFIX sdmx-measure: <http://purl.org/linked-data/sdmx/2009/measure#>
PREFIX tg: <https://w3id.org/tradegraph/ontology#>
"""
# reporter, period, flow, partner, commodity, regime, measure, unit: value
ANSWERS = [
    ("540000", "2020-01/P3M", "total", "WORLD", "TOTAL", "ALL", "level", "CNY", "541000000"),
    ("540000", "2020-01/P3M", "export", "WORLD", "TOTAL", "ALL", "level", "CNY", "351000000"),
    ("540000", "2020-01/P3M", "import", "WORLD", "TOTAL", "ALL", "level", "CNY", "190000000"),
    ("540000", "2020-01/P3M", "balance", "WORLD", "TOTAL", "ALL", "level", "CNY", "161000000"),
    ("540000", "2020-01/P3M", "export", "NP", "TOTAL", "ALL", "share", "%25", "82.3"),
    ("654000", "2023-01/P3M", "total", "WORLD", "TOTAL", "ALL", "growth", "%25", "198.4"),
    ("540000", "2024-01/P12M", "total", "WORLD", "TOTAL", "border-small", "level", "CNY", "3532000000"),
    ("500000", "2021-01/P3M", "export", "WORLD", "laptops", "ALL", "level", "CNY", "43390000000"),
    ("500000", "2021-03/P1M", "import", "WORLD", "TOTAL", "ALL", "level", "CNY", "24000000000"),
    ("ftz-all", "2023-01/P3M", "export", "WORLD", "TOTAL", "ALL", "level", "CNY", "794900000000"),
]
# question, parameters, a row that has to be among the answers of the five releases
SEEDS = [
    ("region-series", {"region": "540000"}, ["2020-01/P3M", "total", "541000000", "CNY", "000_bf20afcc14340d0b"]),
    ("ownership", {"region": "500000"}, ["private", "2021-01/P3M", "total", "level", "75070000000", "CNY"]),
    ("partner-shares", {"region": "540000"}, ["NP", "Nepal", "2020-01/P3M", "export", "82.3", "540000"]),
    ("top-partners", {"region": "540000", "lang": "zh-hans"}, ["NP", "尼泊尔", "2020-01/P3M", "total", "294000000", "CNY"]),
]


def write_made(folder: Path, data: Mapping[str, Any]) -> None:
    """The releases, tables and the correction of questions.toml as files."""
    lines = ["doc,lang,published,title,publisher"]
    for name, release in data["made"].items():
        (folder / f"{name}.txt").write_text(release["text"].strip() + "\n", encoding="utf-8")
        lines.append(f"{name},,{release['published']},,{release['publisher']}")
    for name, text in data["tables"].items():
        (folder / f"{name}.csv").write_text(text.lstrip(), encoding="utf-8")
        lines.append(f"{name},,,,")
    (folder / "manifest.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    given = data["corrections"]
    at = data["made"][given["document"]]["text"].strip().index(given["text"])
    (folder / "corrections.ttl").write_text(
        "@prefix dct: <http://purl.org/dc/terms/> . @prefix tg: <https://w3id.org/tradegraph/ontology#> .\n"
        "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n"
        f'<https://w3id.org/tradegraph/correction/1> a tg:Correction ; tg:document "{given["document"]}" ; nif:anchorOf "{given["text"]}" ;\n'
        f'    nif:beginIndex {at} ; nif:endIndex {at + len(given["text"])} ; tg:verdict "{given["verdict"]}" ;\n'
        f'    dct:creator "{given["creator"]}" ; dct:description "{given["reason"]}" ; dct:created "{given["created"]}" .\n',
        encoding="utf-8",
    )


def ask(graph: Path, name: str, values: Mapping[str, str], vocabulary: Vocabulary) -> tuple[list[str], list[list[str]]]:
    columns, rows = store.query([graph], questions.filled(questions.find(name), values, vocabulary))
    return columns, [[_short(cell) for cell in row] for row in rows]


def _short(cell: str) -> str:
    for part in ("/period/", "/doc/", "/code/"):
        if cell.startswith("https://w3id.org/tradegraph/") and part in cell:
            return unquote(cell.split(part, 1)[1].rpartition("/")[2] if part == "/code/" else cell.split(part, 1)[1])
    return cell


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory, vocabulary: Vocabulary) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("questions")
    (folder / "in").mkdir()
    write_made(folder / "in", DATA)
    for name, source in (("made", folder / "in"), ("samples", samples_directory())):
        assert build([str(source)], folder / name, vocabulary).conforms
    return {name: folder / name / "graph.ttl" for name in ("made", "samples")}


@pytest.mark.parametrize("case", DATA["question"], ids=lambda c: f"{c['name']}-{'-'.join(c.get('params', {}).values())}")
def test_a_question_has_its_answer(graphs: dict[str, Path], vocabulary: Vocabulary, case: dict[str, Any]) -> None:
    columns, rows = ask(graphs[case["of"]], case["name"], case.get("params", {}), vocabulary)
    assert columns == case["columns"]
    assert rows[: len(case["rows"])] == case["rows"]
    assert len(rows) == case["count"]


def test_every_question_is_answered_by_something() -> None:
    names = {q.name for q in questions.named()}
    assert len(names) >= 30
    assert {c["name"] for c in DATA["question"] if c["count"]} == names


def test_every_question_says_what_it_answers_and_what_its_parameters_mean() -> None:
    for question in questions.named():
        assert question.answers.endswith((".", ": begin here when checking a graph.")), question.name
        for parameter in question.parameters:
            assert parameter.meaning, (question.name, parameter.name)
            assert f"VALUES ?{parameter.name} {{ {parameter.default} }}" in question.sparql


def test_a_parameter_of_a_subquery_is_the_same_there(vocabulary: Vocabulary) -> None:
    question = questions.find("city-in-province")
    assert [parameter.name for parameter in question.parameters] == ["city"]
    given = "VALUES ?city { <https://w3id.org/tradegraph/code/place/320600> }"
    assert questions.filled(question, {"city": "320600"}, vocabulary).count(given) == question.sparql.count("VALUES ?city") == 2


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("region-series", {"area": "540000"}, "no parameter 'area'; it has region"),
        ("conflicts", {"region": "540000"}, "it has none"),
        ("region-series", {"region": "Tibet"}, "no place has the code 'Tibet'"),
        ("sentence", {"value": "1,000"}, "a number without separators"),
        ("document", {"document": "a> } DROP ALL {"}, "document cannot be"),
        ("no-such-question", {}, "no question 'no-such-question'"),
    ],
)
def test_a_wrong_parameter_is_named(vocabulary: Vocabulary, name: str, values: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        questions.filled(questions.find(name), values, vocabulary)


def test_a_text_cannot_end_its_string(vocabulary: Vocabulary) -> None:
    sparql = questions.filled(questions.find("policies"), {"wanted": '" } ?s ?p ?o { "'}, vocabulary)
    assert 'VALUES ?wanted { "\\" } ?s ?p ?o { \\"" }' in sparql


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, corpus: Path, vocabulary: Vocabulary) -> Path:
    out = tmp_path_factory.mktemp("seeds")
    assert build([str(corpus / "seeds")], out, vocabulary).conforms
    return out / "graph.ttl"


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: "-".join(a[:4]) + "-" + a[6])
def test_the_graph_answers(seeds: Path, answer: tuple[str, ...]) -> None:
    reporter, period, flow, partner, commodity, regime, measure, unit, value = answer
    query = f"""{PREFIXES} SELECT DISTINCT ?value {{
        ?o a qb:Observation ; sdmx-dimension:refArea <{CODE}place/{reporter}> ;
           sdmx-dimension:refPeriod <https://w3id.org/tradegraph/period/{period}> ; tg:indicator <{CODE}indicator/trade> ;
           tg:flow <{CODE}flow/{flow}> ; tg:partner <{CODE}partner/{partner}> ; tg:commodity <{CODE}commodity/{commodity}> ;
           tg:regime <{CODE}regime/{regime}> ; tg:enterprise <{CODE}enterprise/ALL> ; tg:measure <{CODE}measure/{measure}> ;
           sdmx-attribute:unitMeasure <{CODE}unit/{unit}> ; sdmx-measure:obsValue ?value }}"""
    rows = load([seeds]).query(query)
    assert isinstance(rows, ox.QuerySolutions)
    assert {Decimal(row["value"].value) for row in rows} == {Decimal(value)}


@pytest.mark.parametrize(("name", "values", "row"), SEEDS, ids=lambda v: v if isinstance(v, str) else "")
def test_the_first_releases_answer_the_questions(seeds: Path, vocabulary: Vocabulary, name: str, values: dict[str, str], row: list[str]) -> None:
    assert row in ask(seeds, name, values, vocabulary)[1]
