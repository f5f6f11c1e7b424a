"""What a rate is held against, in English: each word that compares with each way to name a period (comparisons.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradegraph.model import Extraction
from tradegraph.table import row

SPEC: dict[str, Any] = tomllib.loads((Path(__file__).parent / "comparisons.toml").read_text(encoding="utf-8"))
CASES = [
    (head, tail, basis)
    for head in SPEC["heads"]
    for basis, tails in SPEC["tails"].items()
    for tail in tails
    if tail not in SPEC["except"].get(head, [])
]


def test_the_cases_are_all_there() -> None:
    assert len(CASES) == len(set(CASES)) == SPEC["count"]


@pytest.mark.parametrize("head", SPEC["heads"])
def test_a_comparison_is_what_the_two_periods_make_it(head: str, read_text: Callable[..., Extraction]) -> None:
    for tail, basis in ((tail, basis) for h, tail, basis in CASES if h == head):
        move = "2 percent more" if head.startswith("than") else "up 2 percent"
        text = f"In May 2024, Hebei's exports were 3 billion yuan, {move} {head} {tail}."
        extraction = read_text(text, "2024-06-20")
        rates = [row(fact, extraction.document) for fact in extraction.observations if fact.measure == "growth"]
        assert [(r["value"], r["basis"], r["period"]) for r in rates] == [(2, basis, "2024-05/2024-05")], text


@pytest.mark.parametrize("case", SPEC["not_comparable"], ids=lambda case: case["text"])
def test_a_period_that_no_basis_fits_is_an_issue(case: dict[str, str], read_text: Callable[..., Extraction]) -> None:
    extraction = read_text(case["text"], "2024-06-20")
    assert [fact.measure for fact in extraction.observations] == ["level"]
    assert [issue.code for issue in extraction.issues] == ["comparison"]


@pytest.mark.parametrize("case", SPEC["january"], ids=lambda case: case["text"])
def test_last_year_is_the_one_before_the_year_that_a_release_is_about(case: dict[str, str], read_text: Callable[..., Extraction]) -> None:
    extraction = read_text(case["text"], "2022-01-20")
    rates = [row(fact, extraction.document) for fact in extraction.observations if fact.measure == "growth"]
    assert [(r["value"], r["basis"]) for r in rates] == [(28.4, "yoy")]
