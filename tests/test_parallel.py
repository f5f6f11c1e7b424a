"""One statement in Simplified Chinese, Traditional Chinese and English gives the same facts, but for anchors and labels."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from expectation import differences, expected
from tradegraph.model import Extraction
from tradegraph.table import row

FILES = sorted((Path(__file__).parent / "parallel").glob("*.toml"))
LOADED = {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in FILES}
TRIPLES = [(name, triple) for name, content in LOADED.items() for triple in content["triple"]]
LANGUAGES = ("zh-hans", "zh-hant", "en")


def test_the_triples_are_all_there() -> None:
    assert FILES
    assert {name: len(content["triple"]) for name, content in LOADED.items()} == {name: content["count"] for name, content in LOADED.items()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("file", "triple"), TRIPLES, ids=[f"{name}: {triple['name']}" for name, triple in TRIPLES])
def test_a_statement_gives_the_same_facts_in_each_language(
    file: str, triple: dict[str, Any], language: str, read_text: Callable[..., Extraction]
) -> None:
    extraction = read_text(triple[language], triple.get("published", ""))
    assert extraction.document.lang == language
    rows = [row(fact, extraction.document) for fact in extraction.observations]
    assert differences(expected(triple), rows, anchors=False) == []
