"""Tables of statistics as releases: the fact table's columns and SDMX-CSV, what they agree with, and what a bad row or mapping costs."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradegraph.documents import Unreadable
from tradegraph.model import Extraction, Observation
from tradegraph.pipeline import build, extractions
from tradegraph.table import COLUMNS
from tradegraph.tabular import time_period
from tradegraph.vocabulary import Vocabulary

HEAD = "indicator,measure,value,unit,reporter,period,flow,partner,commodity,enterprise,regime,basis,quantity_unit,precision,published,publisher\n"
ROWS = (
    "trade,level,86400000000,CNY,450000,2024-01/2024-03,total,,,,,,,100000000,2024-04-20,Nanning Customs\n"
    "trade,level,51200000000,CNY,450000,2024-01/2024-03,export,VN|LA,,private,,,,100000000,2024-04-20,Nanning Customs\n"
    "trade,growth,-12.5,%,450000,2024-01/2024-03,import,,fruit,,border-small,yoy,CNY,,2024-04-20,Nanning Customs\n"
)
SDMX = """\
DATAFLOW,REF_AREA: Area,FLOW: Direction,TIME_PERIOD: Time,OBS_VALUE: Value,UNIT_MULT: Multiplier,DECIMALS: Decimals,OBS_STATUS: Status
NBS:TRADE(1.0),CN-GX: Guangxi,T: Total,2024-Q1,864.00,8,0,A: Normal
NBS:TRADE(1.0),CN-GX: Guangxi,X: Exports,2024-M03,1.9,11,1,A: Normal
NBS:TRADE(1.0),CN-GX: Guangxi,M: Imports,2024-Q1,,8,0,M: Missing
NBS:TRADE(1.0),CN-QQ: Nowhere,M: Imports,2024-Q1,12,8,0,A: Normal
NBS:TRADE(1.0),CN-GX: Guangxi,M: Imports,spring,12,8,0,A: Normal
NBS:TRADE(1.0),CN-GX: Guangxi,M: Imports,2024-Q1,twelve,8,0,A: Normal
"""
MAPPING = """\
[columns]
reporter = "REF_AREA"
flow = "FLOW"
[constants]
indicator = "trade"
measure = "level"
unit = "CNY"
[codes.reporter]
CN-GX = "450000"
[codes.flow]
T = "total"
X = "export"
M = "import"
[release]
title = "Trade of Guangxi"
published = 2024-05-02
publisher = "National Bureau of Statistics"
"""


def read(folder: Path, vocabulary: Vocabulary) -> tuple[list[Extraction], list[Unreadable]]:
    missing: list[Unreadable] = []
    return list(extractions([str(folder)], vocabulary, missing.append)), missing


def write_sdmx(folder: Path, mapping: str = MAPPING) -> None:
    (folder / "bureau.csv").write_text(SDMX, encoding="utf-8")
    (folder / "bureau.mapping.toml").write_text(mapping, encoding="utf-8")


def test_a_table_in_the_columns_of_the_fact_table(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "q1.csv").write_text(HEAD + ROWS, encoding="utf-8")
    (found,), missing = read(tmp_path, vocabulary)
    assert not missing
    assert not found.issues
    assert str(found.document.published) == "2024-04-20"
    assert found.document.publisher == "Nanning Customs"
    total, export, growth = found.observations
    assert (total.value, total.precision, total.quantity_unit, total.confidence) == (Decimal(86400000000), Decimal(100000000), "CNY", 1)
    assert (export.partner, export.enterprise) == (("VN", "LA"), "private")
    assert (growth.value, growth.precision, growth.regime, [c.id for c in growth.commodity]) == (
        Decimal("-12.5"),
        Decimal("0.1"),
        "border-small",
        ["fruit"],
    )
    for fact in found.observations:
        assert found.document.text[fact.start : fact.end] == fact.text
        assert found.document.text[slice(*fact.sentence)] in ROWS


def test_parquet_says_what_csv_says(tmp_path: Path, vocabulary: Vocabulary) -> None:
    lines = [line.split(",") for line in (HEAD + ROWS).splitlines()]
    columns = dict(zip(lines[0], zip(*lines[1:], strict=True), strict=True))
    table = pa.table({n: [float(v) for v in values] if n == "value" else list(values) for n, values in columns.items()})
    for name in ("csv", "parquet"):
        (tmp_path / name).mkdir()
    (tmp_path / "csv/q1.csv").write_text(HEAD + ROWS, encoding="utf-8")
    pq.write_table(table, tmp_path / "parquet/q1.parquet")
    (one,), _ = read(tmp_path / "csv", vocabulary)
    (other,), _ = read(tmp_path / "parquet", vocabulary)
    assert one.observations == other.observations
    assert one.document.text == other.document.text


def test_sdmx_csv_with_a_mapping(tmp_path: Path, vocabulary: Vocabulary) -> None:
    write_sdmx(tmp_path)
    (found,), missing = read(tmp_path, vocabulary)
    assert not missing
    total, export = found.observations
    assert (total.value, total.precision, total.period, total.flow) == (Decimal(86400000000), Decimal(100000000), "2024-01/2024-03", "total")
    assert (export.value, export.precision, export.period, export.flow) == (Decimal(190000000000), Decimal(10000000000), "2024-03/2024-03", "export")
    assert [(i.code, i.text) for i in found.issues] == [("table-row", "CN-QQ: Nowhere"), ("table-row", "spring"), ("table-row", "twelve")]
    assert [f.fate for f in found.fates] == ["read", "read", "unread", "unread", "unread"]
    assert (found.document.title, str(found.document.published)) == ("Trade of Guangxi", "2024-05-02")


CHINESE = "地区,时间,方向,伙伴,数值,单位\n甘肃,2024-12,出口,总计,123.40,亿元\n甘肃,2024-12,进口,总计,4567000,万元\n甘肃,2024-12,进口,老挝,8,万吨\n"
CHINESE_MAPPING = """\
[columns]
reporter = "地区"
period = "时间"
flow = "方向"
partner = "伙伴"
value = "数值"
unit = "单位"
UNIT_MULT = "单位"
[constants]
indicator = "trade"
measure = "level"
[codes]
reporter = {"甘肃" = "620000"}
flow = {"出口" = "export", "进口" = "import"}
partner = {"总计" = "WORLD", "老挝" = "LA"}
unit = {"亿元" = "CNY", "万元" = "CNY", "万吨" = "t"}
UNIT_MULT = {"亿元" = 8, "万元" = 4}
"""


def test_units_of_a_table_are_scaled_by_its_mapping(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "t.csv").write_text(CHINESE, encoding="utf-8")
    (tmp_path / "t.mapping.toml").write_text(CHINESE_MAPPING, encoding="utf-8")
    (found,), _ = read(tmp_path, vocabulary)
    assert [(o.value, o.precision, o.partner) for o in found.observations] == [(12340000000, 1000000, ()), (45670000000, 10000, ())]
    assert [(i.text, i.note.partition(";")[0]) for i in found.issues] == [("万吨", "UNIT_MULT cannot be '万吨'")]
    mapping = CHINESE_MAPPING.replace('UNIT_MULT = "单位"\n', "").replace('UNIT_MULT = {"亿元" = 8, "万元" = 4}\n', "")
    (tmp_path / "t.mapping.toml").write_text(mapping.replace("[constants]", "[constants]\nUNIT_MULT = 8"), encoding="utf-8")
    (found,), _ = read(tmp_path, vocabulary)
    assert [o.value for o in found.observations] == [12340000000, 456700000000000, 800000000]
    (tmp_path / "t.mapping.toml").write_text(mapping.replace("unit = {", "measure = {"), encoding="utf-8")
    (found,), _ = read(tmp_path, vocabulary)
    assert {i.text for i in found.issues} == {"亿元", "万元", "万吨"}


def test_a_fact_table_of_ours_is_no_release(tmp_path: Path, vocabulary: Vocabulary) -> None:
    """It would confirm every figure that it was made of."""
    (tmp_path / "facts.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    found, (missing,) = read(tmp_path, vocabulary)
    assert not found
    assert "is a fact table that tradegraph wrote" in missing.reason


def test_a_store_reads_a_table_again_whose_mapping_has_changed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "in").mkdir()
    for flow, unchanged in (("export", 0), ("export", 1), ("import", 0)):
        write_sdmx(tmp_path / "in", MAPPING.replace('"import"', '"total"').replace('"export"', f'"{flow}"'))
        assert build([str(tmp_path / "in")], tmp_path / "out", vocabulary, kept=tmp_path / "kept").unchanged == unchanged


RELEASE = "{date}\nIn the first quarter of 2024, Guangxi's imports and exports totaled {value} billion yuan.\n"


@pytest.mark.parametrize(("value", "outcome"), [("86.4", "agreement"), ("86.41", "agreement"), ("88.1", "revision")])
def test_press_figures_are_checked_against_official_ones(tmp_path: Path, vocabulary: Vocabulary, value: str, outcome: str) -> None:
    """The table is the later one of the higher authority; what agrees at its precision is counted, what does not is revised."""
    sources = tmp_path / "in"
    sources.mkdir()
    write_sdmx(sources)
    (sources / "press.txt").write_text(RELEASE.format(date="2024-04-21", value=value), encoding="utf-8")
    (sources / "manifest.csv").write_text(
        "doc,lang,published,title,publisher\npress,en,2024-04-21,Trade,Nanning Customs\nbureau,en,,,General Administration of Customs\n",
        encoding="utf-8",
    )
    summary = build([str(sources)], tmp_path / "out", vocabulary)
    assert summary.conforms
    together = summary.consensus
    assert (together.shared, together.conflicts, together.revisions) == ((1, 0, 0) if outcome == "agreement" else (0, 0, 1))
    rows = [json.loads(line) for line in (tmp_path / "out/facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {r["doc"] for r in rows} == {"bureau", "press"}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024-01/2024-03", "2024-01/2024-03"), ("2024", "2024-01/2024-12"), ("2024-A1", "2024-01/2024-12"), ("2024-S2", "2024-07/2024-12"),
        ("2024-T3", "2024-09/2024-12"), ("2024-Q4", "2024-10/2024-12"), ("2024-M09", "2024-09/2024-09"), ("2024-09", "2024-09/2024-09"),
        ("2023-11-01/P3M", "2023-11/2024-01"), ("2021-01-01/P2Y", "2021-01/2022-12"), ("2024-13", ""), ("2024-Q5", ""), ("2024-01-15/P3M", ""),
        ("2024-W05", ""), ("2024-01-01/P0M", ""), ("", ""),
    ],
)  # fmt: skip
def test_periods(text: str, period: str) -> None:
    assert time_period(text) == period


@pytest.mark.parametrize(
    ("table", "mapping", "said"),
    [
        ("a,b\n1,2\n", "", "indicator, measure, value, unit, reporter, period"),
        (HEAD + 'trade,level,"86"4,CNY\n', "", "line 2 has a quotation mark"),
        (SDMX, MAPPING.replace('"FLOW"', '"DIRECTION"'), "'DIRECTION', which the table has not"),
        (SDMX, MAPPING + "[extra]\n", "no part of a mapping is called 'extra'"),
        (SDMX, MAPPING.replace("measure =", "meassure ="), "[constants] names 'meassure'"),
        (SDMX, MAPPING.replace("[codes.flow]", "[codes.flow"), "mend the TOML"),
        (SDMX, MAPPING.replace("2024-05-02", '"May"'), "'May', which is no date"),
        (SDMX, MAPPING.replace('measure = "level"\n', ""), "is a table without measure"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, vocabulary: Vocabulary, table: str, mapping: str, said: str) -> None:
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    if mapping:
        (tmp_path / "t.mapping.toml").write_text(mapping, encoding="utf-8")
    found, (missing,) = read(tmp_path, vocabulary)
    assert not found
    assert said in missing.reason


@pytest.mark.parametrize(
    "column", ["indicator", "measure", "unit", "reporter", "period", "flow", "partner", "commodity", "enterprise", "regime", "basis"]
)
def test_a_code_that_no_list_has_costs_its_row_only(tmp_path: Path, vocabulary: Vocabulary, column: str) -> None:
    head = HEAD.strip().split(",")
    row = dict(zip(head, ROWS.splitlines()[2].split(","), strict=True)) | {column: "no such thing"}
    (tmp_path / "t.csv").write_text(HEAD + ROWS + ",".join(row.values()) + "\n", encoding="utf-8")
    (found,), _ = read(tmp_path, vocabulary)
    assert len(found.observations) == 3
    assert all(isinstance(f, Observation) for f in found.observations)
    (issue,) = found.issues
    assert issue.text == "no such thing"
    assert issue.note.startswith(column)


def test_damaged_parquet_is_named(tmp_path: Path, vocabulary: Vocabulary) -> None:
    (tmp_path / "t.parquet").write_bytes(b"PAR1 not really PAR1")
    _, (missing,) = read(tmp_path, vocabulary)
    assert missing.reason.startswith("is no readable Parquet")
    pq.write_table(pa.table({"value": [[1, 2]]}), tmp_path / "t.parquet")
    _, (missing,) = read(tmp_path, vocabulary)
    assert "lists or structures in value" in missing.reason
