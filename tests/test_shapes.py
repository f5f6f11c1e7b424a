"""Each shape accepts its valid fixtures and reports each invalid one by its own name."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from tradegraph.shapes import CLAIMS, validate

FIXTURES = Path(__file__).parent / "shapes"
VALID = sorted(FIXTURES.glob("*/valid*.ttl"))
INVALID = sorted(FIXTURES.glob("*/invalid.*.ttl"))


def results(path: Path) -> set[str]:
    names = ("lexicon",) if path.parent.name == "concept" else CLAIMS
    return {result.shape.rpartition("#")[2].rpartition("/")[2] for result in validate(rdflib.Graph().parse(path), names)}


def test_the_fixtures_are_all_there() -> None:
    assert (len(VALID), len(INVALID)) == (13, 44)


@pytest.mark.parametrize("path", VALID, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_valid_graph_conforms(path: Path) -> None:
    assert results(path) == set()


@pytest.mark.parametrize("path", INVALID, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_an_invalid_graph_is_reported_by_its_shape(path: Path) -> None:
    assert any(shape == path.parent.name or shape.startswith(path.parent.name + "-") for shape in results(path))
