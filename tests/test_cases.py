"""The phenomena, text by text: what has to be read, and what must not be."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradegraph.model import Extraction
from tradegraph.table import row

FILES = sorted((Path(__file__).parent / "cases").glob("*/*.toml"))
LOADED = {f"{file.parent.name}/{file.stem}": tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES}
CASES = [(name, case) for name, content in LOADED.items() for case in content["case"]]


def test_the_cases_are_all_there() -> None:
    assert FILES
    assert {name: len(content["case"]) for name, content in LOADED.items()} == {name: content["count"] for name, content in LOADED.items()}


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{name}: {case['name']}" for name, case in CASES])
def test_a_text_gives_these_facts(file: str, case: dict[str, Any], read_text: Callable[..., Extraction]) -> None:
    extraction = read_text(case["text"], case.get("published", ""))
    rows = [row(fact, extraction.document) for fact in extraction.observations]
    assert "facts" in case or "policies" in case
    if "facts" in case:
        _agree(rows, case["facts"])
    if "policies" in case:
        measures = [row(fact, extraction.document) for fact in extraction.policies]
        _agree(measures, case["policies"])
        assert [r["text"] for r in measures] == [w["at"] for w in case["policies"]]
    assert set(case.get("issues", ())) <= {issue.code for issue in extraction.issues}


def _agree(rows: list[dict[str, Any]], facts: list[dict[str, Any]]) -> None:
    for wanted in facts:
        same = [r for r in rows if r["text"] == wanted["at"]]
        assert same, f"{wanted['at']!r} was not read; read were {[r['text'] for r in rows]}"
        differences = [{k: (r[k], v) for k, v in wanted.items() if k != "at" and not _equal(k, r[k], v)} for r in same]
        assert {} in differences, f"{wanted['at']!r}: {differences}"
    if not facts:
        assert rows == []


def _equal(column: str, value: Any, wanted: Any) -> bool:
    if column == "commodity":
        return [item["text"].lower() for item in value] == [w.lower() for w in wanted]
    return bool(value == wanted)
