"""The phenomena, text by text: what has to be read, and what must not be.

`cases/{zh,en}/<phenomenon>.toml`. Files that say `complete = true` list every fact of their texts, with every column (expectation.py); in the
others a fact states the columns that matter to the case, and the text may say more.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from expectation import differences, expected
from tradegraph.model import Extraction
from tradegraph.table import row

FILES = sorted((Path(__file__).parent / "cases").glob("*/*.toml"))
LOADED = {f"{file.parent.name}/{file.stem}": tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES}
CASES = [(name, case) for name, content in LOADED.items() for case in content["case"]]


def test_the_cases_are_all_there() -> None:
    assert FILES
    assert {name: len(content["case"]) for name, content in LOADED.items()} == {name: content["count"] for name, content in LOADED.items()}
    names = [(file, case["name"]) for file, case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("file", "case"), CASES, ids=[f"{name}: {case['name']}" for name, case in CASES])
def test_a_text_gives_these_facts(file: str, case: dict[str, Any], read_text: Callable[..., Extraction]) -> None:
    extraction = read_text(case["text"], case.get("published", ""))
    rows = [row(fact, extraction.document) for fact in extraction.observations]
    assert "facts" in case or "policies" in case
    if LOADED[file].get("complete"):
        assert differences(expected(case), rows) == []
    elif "facts" in case:
        _holds(case["facts"], rows)
    if "policies" in case:
        measures = [row(fact, extraction.document) for fact in extraction.policies]
        _holds(case["policies"], measures)
        assert [r["text"] for r in measures] == [w["at"] for w in case["policies"]]
    assert set(case.get("issues", ())) <= {issue.code for issue in extraction.issues}


def _holds(facts: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    for wanted in facts:
        same = [r for r in rows if r["text"] == wanted["at"]]
        assert same, f"{wanted['at']!r} was not read; read were {[r['text'] for r in rows]}"
        found = [{k: (r[k], v) for k, v in wanted.items() if k != "at" and not _equal(k, r[k], v)} for r in same]
        assert {} in found, f"{wanted['at']!r}: {found}"
    if not facts:
        assert rows == []


def _equal(column: str, value: Any, wanted: Any) -> bool:
    if column == "commodity":
        return [item["text"].lower() for item in value] == [w.lower() for w in wanted]
    return bool(value == wanted)
