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

from tradegraph import codes, questions, store
from tradegraph.errors import UsageError
from tradegraph.pipeline import build, samples_directory
from tradegraph.store import load
from tradegraph.vocabulary import CODE, DOC, Vocabulary

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
    ("region-series", {"region": "540000"}, ["2020-01/P3M", "total", "", "541000000", "CNY", "000_bf20afcc14340d0b"]),
    ("ownership", {"region": "500000"}, ["private", "ALL", "2021-01/P3M", "total", "level", "NONE", "NONE", "", "75070000000", "CNY", "NONE"]),
    ("partner-shares", {"region": "540000"}, ["NP", "Nepal", "2020-01/P3M", "export", "", "82.3", "540000"]),
    ("top-partners", {"region": "540000", "lang": "zh-hans"}, ["NP", "尼泊尔", "2020-01/P3M", "total", "", "294000000", "CNY"]),
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
        ("region-series", {"region": "Atlantis"}, "region: no place has the code or the name 'Atlantis'; look it up with"),
        ("region-series", {"region": "Suzhou"}, r"'Suzhou' may mean 320500 \(Suzhou\), 341300 \(Suzhou\); give the code"),
        ("sentence", {"value": "1,000"}, "a number without separators"),
        ("sentence", {"value": "nan"}, "a number without separators"),
        ("document", {"document": "https://a> } DROP ALL {"}, "document cannot be"),
        ("largest-traders", {"when": "last year"}, "when: 'last year' is no period; write it as 2025-01/2025-06"),
        ("largest-traders", {"when": "2025H3"}, "'2025H3' is no period"),
        ("largest-traders", {"when": "2025-13"}, "'2025-13' is no period"),
        ("largest-traders", {"when": "2025-06/2025-01"}, "ends before it begins"),
        ("top-partners", {"lang": "fr"}, "lang: names are in en, zh-hans, zh-hant, not in 'fr'"),
        ("policies", {"wanted": "nonsense"}, "wanted: no policy is called 'nonsense'; there are border-trade, clearance"),
        ("partner-goods", {"with": "VN_ZZ"}, "no partner has the code or the name 'ZZ'"),
        ("top-partners", {"region": "*"}, "no place has the code"),
        ("no-such-question", {}, "no question 'no-such-question'"),
    ],
)
def test_a_wrong_parameter_is_named(vocabulary: Vocabulary, name: str, values: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        questions.filled(questions.find(name), values, vocabulary)


@pytest.mark.parametrize(
    ("name", "parameter", "value", "term"),
    [
        ("port-goods", "through", "port:gyirong", f"<{CODE}place/port-gyirong>"),
        ("port-goods", "through", "port-gyirong", f"<{CODE}place/port-gyirong>"),
        ("port-goods", "through", "zone:no-list-has-it", f"<{CODE}place/zone-no-list-has-it>"),
        ("region-series", "region", "Hubei", f"<{CODE}place/420000>"),
        ("region-series", "region", "湖北", f"<{CODE}place/420000>"),
        ("partner-goods", "with", "Vietnam", f"<{CODE}partner/VN>"),
        ("partner-goods", "with", "vn", f"<{CODE}partner/VN>"),
        ("partner-goods", "with", "US|ASEAN", f"<{CODE}partner/ASEAN_US>"),
        ("traders-of", "good", "x-9fcb83e947a0", f"<{CODE}commodity/x-9fcb83e947a0>"),
        ("largest-traders", "when", "2025-01/2025-06", '"2025-01/P6M"'),
        ("largest-traders", "when", "2025-01/P6M", '"2025-01/P6M"'),
        ("largest-traders", "when", "2025", '"2025-01/P12M"'),
        ("largest-traders", "when", "2025H2", '"2025-07/P6M"'),
        ("largest-traders", "when", "2025-Q1", '"2025-01/P3M"'),
        ("largest-traders", "when", "2025-12", '"2025-12/P1M"'),
        ("largest-traders", "when", "2024-11/2025-02", '"2024-11/P4M"'),
        ("largest-traders", "when", "XXXX-01/XXXX-06", '"XXXX-01/P6M"'),
        ("largest-traders", "when", "*", '"*"'),
        ("largest-traders", "lang", "zh-Hans", '"zh-hans"'),
        ("policies", "wanted", "zone", '"zone"'),
        ("policies", "wanted", "*", '"*"'),
        ("document", "document", "贵州 1", f"<{DOC}%E8%B4%B5%E5%B7%9E%201>"),
        ("sentence", "value", "1.50", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ],
)
def test_a_parameter_is_written_as_people_write_it(vocabulary: Vocabulary, name: str, parameter: str, value: str, term: str) -> None:
    assert f"VALUES ?{parameter} {{ {term} }}" in questions.filled(questions.find(name), {parameter: value}, vocabulary)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (f"{CODE}place/port-gyirong", "port:gyirong"),
        (f"{CODE}place/420000", "420000"),
        (f"{CODE}unit/CNY%2Ft", "CNY/t"),
        (f"{CODE}basis/VS-2020", "vs:2020"),
        (f"{CODE}basis/NONE", ""),
        (f"{CODE}enterprise/ALL", ""),
        (f"{CODE}approximation/over", ">"),
        ("https://w3id.org/tradegraph/period/2025-01/P6M", "2025-01/2025-06"),
        ("https://w3id.org/tradegraph/period/2024-11/P4M", "2024-11/2025-02"),
        ("https://w3id.org/tradegraph/period/XXXX-01/P6M", "XXXX-01/XXXX-06"),
        ("https://w3id.org/tradegraph/period/UNKNOWN", "UNKNOWN"),
        (f"{DOC}%E8%B4%B5%E5%B7%9E", "贵州"),
        ("http://purl.org/linked-data/sdmx/2009/code#obsStatus-E", "E"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_table_spells_as_the_fact_table_does(cell: str, text: str) -> None:
    assert codes.shown(cell) == text


def test_an_empty_answer_says_what_to_try() -> None:
    said = questions.without_answers(questions.find("top-partners"), {}, "GRAPH")
    assert said.startswith("no answers with region=350000 (default); `tradegraph query places GRAPH`")
    assert "`tradegraph query releases GRAPH`" in questions.without_answers(questions.find("document"), {"document": "nope"}, "GRAPH")
    assert "with when=2031; leave out when" in questions.without_answers(questions.find("zones"), {"when": "2031"}, "GRAPH")
    assert questions.without_answers(questions.find("conflicts"), {}, "GRAPH").startswith("no answers; nothing in this graph answers it")
    assert questions.defaults(questions.find("top-partners"), {"region": "540000"}) == []
    assert questions.defaults(questions.find("zones"), {}) == []
    assert questions.defaults(questions.find("document"), {}) == ["document=shaanxi-2024m4 (default)"]


def test_a_text_cannot_end_its_string(vocabulary: Vocabulary, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text('# wanted (text): a word\nSELECT * WHERE {\n  VALUES ?wanted { "a" }\n}\n', encoding="utf-8")
    sparql = questions.filled(questions.find(str(tmp_path / "own.rq")), {"wanted": '" } ?s ?p ?o { "'}, vocabulary)
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
