"""Quantities: exact values, units, hedges and precision from the printed text."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradegraph.folding import fold
from tradegraph.lexicon import lexicon_for
from tradegraph.model import Extraction
from tradegraph.quantity import QuantityReader
from tradegraph.vocabulary import Vocabulary, load_vocabulary

ZH = [
    ("126.72億元", "12672000000", "CNY", ""), ("１２６．７２亿元", "12672000000", "CNY", ""), ("1.02万亿元", "1020000000000", "CNY", ""),
    ("3 6.9 亿元", "3690000000", "CNY", ""), ("5 862 家", "5862", "1", ""), ("约3.5亿美元", "350000000", "USD", "~"), ("逾200家", "200", "1", ">"),
    ("8900多列", "8900", "1", ">"), ("1110多万吨", "11100000", "t", ">"), ("40多个小时", "40", "h", ">"), ("30%以上", "30", "%", ">"),
    ("2小时以内", "2", "h", "<"), ("近七成", "70", "%", "~"), ("八成一", "81", "%", ""), ("两成半", "25", "%", ""), ("三分之一", "33.3", "%", "~"),
    ("近三分之二", "66.7", "%", "~"), ("过半", "50", "%", ">"), ("翻一番", "100", "%", ""), ("翻两番", "300", "%", ""), ("近两倍", "200", "%", "~"),
    ("增长1.2倍", "120", "%", ""), ("是去年的2.4倍", "140", "%", ""), ("2.3个百分点", "2.3", "pp", ""), ("16.8亿千瓦时", "1680000000", "kWh", ""),
    ("-15.3%", "-15.3", "%", ""), ("四千亿元", "400000000000", "CNY", ""), ("首次突破亿元大关", "100000000", "CNY", ">"), ("1.79兆元", "1790000000000", "CNY", ""),
    ("20.1萬標箱", "201000", "TEU", ""),
]  # fmt: skip
EN = [
    ("46.2 was exported 100 million yuan", "4620000000", "CNY", ""), ("1.90 was imported 100 million yuan", "190000000", "CNY", ""),
    ("27. 3 100 million yuan", "2730000000", "CNY", ""), ("0.13 10,000 tons", "1300", "t", ""), ("3 trillion and 200 billion yuan", "3200000000000", "CNY", ""),
    ("$54.2 billion", "54200000000", "USD", ""), ("CNY 2.12 trn", "2120000000000", "CNY", ""), ("USD 17.94bn", "17940000000", "USD", ""),
    ("85.3 mn t", "85300000", "t", ""), ("111,500 TEUs", "111500", "TEU", ""), ("nearly 80 percent", "80", "%", "~"), ("more than half", "50", "%", ">"),
    ("two thirds", "66.7", "%", "~"), ("one-twelfth", "8.3", "%", "~"), ("a fifth", "20", "%", ""), ("more than tripled", "200", "%", ">"),
    ("halved", "-50", "%", ""), ("2.4-fold that of a year before", "140", "%", ""), ("soared 1.4 times", "140", "%", ""), ("0.8 ppt", "0.8", "pp", ""),
    ("1.2 points", "1.2", "pp", ""), ("0.36 hour", "0.36", "h", ""), ("-4.2%", "-4.2", "%", ""), ("8.73 billion CNY", "8730000000", "CNY", ""),
    ("over 1.5 million vehicles", "1500000", "1", ">"),
]  # fmt: skip
NOTHING = [
    ("zh-hans", "第一，外贸规模回稳"), ("zh-hans", "1⃣ 推出监管服务"), ("zh-hans", "千噸計劃"), ("zh-hans", "百货公司开业"),
    ("en", "the 40th container"), ("en", "a 5G base station"), ("en", "in the first place"),
]  # fmt: skip


@lru_cache
def reader(lang: str) -> QuantityReader:
    return QuantityReader(lexicon_for(load_vocabulary(), lang))


def test_the_cases_are_all_there() -> None:
    assert (len(ZH), len(EN), len(NOTHING)) == (30, 25, 7)


@pytest.mark.parametrize(("lang", "text", "value", "unit", "approx"), [("zh-hans", *c) for c in ZH] + [("en", *c) for c in EN])
def test_a_printed_number_becomes_an_exact_value(lang: str, text: str, value: str, unit: str, approx: str) -> None:
    found = reader(lang).read(fold(text).text)
    assert [(q.value, q.unit, q.approx) for q in found] == [(Decimal(value), unit, approx)]


@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_what_is_no_figure_has_no_unit(lang: str, text: str) -> None:
    assert [q for q in reader(lang).read(fold(text).text) if q.unit] == []


@pytest.mark.parametrize(("text", "precision"), [("126.72亿元", "1000000"), ("46%", "1"), ("15.4%", "0.1"), ("8.68亿吨", "1000000")])
def test_the_precision_is_one_unit_of_the_last_digit(text: str, precision: str) -> None:
    (found,) = reader("zh-hans").read(text)
    assert found.precision == Decimal(precision)


@given(st.decimals(min_value=0, max_value=99999, places=2, allow_nan=False), st.sampled_from([("万", 4), ("亿", 8), ("万亿", 12)]))
def test_any_amount_is_read_exactly(number: Decimal, scale: tuple[str, int]) -> None:
    (found,) = reader("zh-hans").read(f"进出口{number}{scale[0]}元")
    assert found.value == number * 10 ** scale[1]


@given(st.integers(min_value=1000, max_value=999_999_999))
def test_thousands_separators_do_not_change_a_number(number: int) -> None:
    plain, grouped = (reader("en").read(f"worth {text} yuan") for text in (str(number), f"{number:,}"))
    assert [q.value for q in plain] == [q.value for q in grouped] == [number]


def test_an_endless_number_is_no_quantity(vocabulary: Vocabulary) -> None:
    assert QuantityReader(lexicon_for(vocabulary, "en")).read("9" * 2_000_000 + " yuan") == []


@pytest.mark.parametrize(
    ("run", "digits"), [("9" * 100_000, 100_000), ("9" * 31, 31), ("123," * 20 + "456", 63), ("0." + "3" * 40, 41), ("９" * 40, 40)]
)
def test_an_endless_number_has_a_fate(run: str, digits: int, read_text: Callable[..., Extraction]) -> None:
    text = f"2024年湖北出口{run}亿元，进口30.5亿元。"
    found = read_text(text, "2025-01-20")
    at = text.index(run)
    (issue,) = found.issues
    assert (issue.code, issue.start, issue.end, issue.text) == ("unread", at, at + 30, run[:30])
    assert issue.note == f"a number of {digits} digits is no figure"
    assert [(f.start, f.fate) for f in found.fates] == [(at, "unread"), (text.index("30.5"), "read")]


@pytest.mark.parametrize("text", ["2024年湖北出口30.5亿元。", f"单证号为A{'9' * 50}。", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18"])
def test_what_is_not_endless_raises_nothing_of_the_kind(text: str, read_text: Callable[..., Extraction]) -> None:
    assert [i for i in read_text(text, "2025-01-20").issues if "digits" in i.note] == []
