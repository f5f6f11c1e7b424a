"""Each shape accepts its valid fixtures and reports each invalid one by its own name; both SHACL engines find the same."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from tradegraph import evidence, store
from tradegraph.shapes import CLAIMS, Result, Scattered, by_release, declared, gathered, nodes_of, ntriples, validate

FIXTURES = Path(__file__).parent / "shapes"
PATHS = [p for p in sorted(FIXTURES.glob("*/*.ttl")) if not p.parent.name.startswith("cube-")]
VALID = [p for p in PATHS if p.name.startswith("valid")]
INVALID = [p for p in PATHS if p.name.startswith("invalid.")]


def results(path: Path, engine: str) -> list[Result]:
    data = ntriples(store.parse([path]))
    if path.parent.name == "concept":
        return validate(data, ("lexicon",), engine=engine)
    return validate(data, engine=engine) + evidence.check(evidence.Texts(nodes_of(data)))


def names(found: list[Result]) -> set[str]:
    return {result.shape.rpartition("/")[2] for result in found}


def identity(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def test_the_fixtures_are_all_there() -> None:
    assert (len(VALID), len(INVALID)) == (81, 227)


@pytest.mark.parametrize("path", VALID, ids=identity)
def test_a_valid_graph_conforms(path: Path) -> None:
    assert names(results(path, "shacl")) == set()


@pytest.mark.parametrize("path", INVALID, ids=identity)
def test_an_invalid_graph_is_reported_by_its_shape(path: Path) -> None:
    shape = path.parent.name
    assert any(name == shape or name.startswith(shape + "-") for name in names(results(path, "shacl")))


@pytest.mark.parametrize("path", PATHS, ids=identity)
def test_the_engines_find_the_same(path: Path) -> None:
    assert results(path, "shacl") == results(path, "pyshacl")


def test_every_shape_that_reports_has_an_invalid_fixture() -> None:
    """Shapes without a message only serve others; the rest are all seen to report something."""
    reporting = {name for name, shape in declared(*CLAIMS, "evidence").items() if shape.messages}
    seen = set().union(*(names(results(path, "shacl")) for path in INVALID))
    # what groups property shapes and has no constraint of its own declares no message
    assert reporting - seen == set()


def test_every_message_is_in_both_languages_and_ends() -> None:
    for name, shape in declared(*CLAIMS, "lexicon", "evidence", "cube", "consistency").items():
        if shape.messages:
            assert [lang for lang, _ in shape.messages] == ["en", "zh-hans"], name
            assert all(text.endswith((".", "。")) for _, text in shape.messages), name


def test_graphs_come_release_by_release() -> None:
    quads = [q for name in ("a", "b") for q in _release(name)]
    assert [name for name, _ in by_release(quads)] == ["http://x/doc/a/data", "http://x/doc/b/data"]
    scattered = [*quads[::2], *quads[1::2]]
    with pytest.raises(Scattered):
        list(by_release(scattered))
    assert [(name, data.count("\n")) for name, data in gathered(scattered)] == [("http://x/doc/a/data", 4), ("http://x/doc/b/data", 4)]
    merged = [ox.Quad(q.subject, q.predicate, q.object, ox.DefaultGraph()) for q in quads]
    shared = ox.Quad(ox.NamedNode("http://x/period/2023-01/P1M"), ox.NamedNode("http://x/p"), ox.Literal("1"), ox.DefaultGraph())
    assert [name for name, _ in by_release([*merged[::2], shared, *merged[1::2]])] == ["", "http://x/doc/a", "http://x/doc/b"]


def _release(name: str) -> list[ox.Quad]:
    document = f"http://x/doc/{name}"
    graph = ox.NamedNode(document + "/data")
    return [ox.Quad(ox.NamedNode(document + end), ox.NamedNode("http://x/p"), ox.Literal("1"), graph) for end in ("", "/data", "/obs/1", "#char=0,1")]
