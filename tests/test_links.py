"""Trade links of the sample releases as networks and drawings: what is exported can be read again, and is the same every time."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

from tradegraph.errors import SourceError, UsageError
from tradegraph.explorer.drawings import KINDS, draw, newest
from tradegraph.links import Figure, Link, Names, figures_of, names_of, network, read_graph, to_gexf, to_graphml, trade_links
from tradegraph.pipeline import build, samples_directory
from tradegraph.vocabulary import Vocabulary, code_iri

GEXF = "{http://www.gexf.net/1.2draft}"


@pytest.fixture(scope="module")
def folder(vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("links")
    build([str(samples_directory())], out, vocabulary)
    return out


@pytest.fixture(scope="module")
def consensus(folder: Path) -> tuple[list[Figure], Names]:
    graph = read_graph(folder)
    return figures_of(graph), names_of(graph)


@pytest.fixture(scope="module")
def links(consensus: tuple[list[Figure], Names]) -> list[Link]:
    return trade_links(consensus[0])


def test_links_are_what_the_releases_say(links: list[Link]) -> None:
    found = {(link.reporter, link.partner, link.first, link.last): link for link in links}
    link = found[code_iri("place", "350000"), code_iri("partner", "ASEAN"), "2022-01", "2022-06"]
    assert (str(link.value), link.unit, link.flow, str(link.growth), link.estimated) == ("211500000000", "CNY", "total", "12.5", False)
    earlier = found[code_iri("place", "350000"), code_iri("partner", "ASEAN"), "2021-01", "2021-06"]
    assert earlier.estimated
    assert abs(float(earlier.value) - 211.5e9 / 1.125) < 1e9


def test_a_list_of_partners_is_no_link(links: list[Link]) -> None:
    assert not [link for link in links if "_" in link.partner.rsplit("/", 1)[-1]]
    assert len(links) > 40


def test_the_newest_of_a_pair_is_printed_before_it_is_estimated(links: list[Link]) -> None:
    kept = newest(links)
    assert len({(k.reporter, k.partner, k.flow) for k in kept}) == len(kept) > 20
    assert not [k for k in kept if k.estimated]


@pytest.mark.parametrize(("write", "read"), [(to_graphml, nx.read_graphml), (to_gexf, nx.read_gexf)])
def test_networks_survive_the_way_through_a_file(
    links: list[Link], consensus: tuple[list[Figure], Names], write: Callable[[object], bytes], read: Callable[[object], object]
) -> None:
    graph = network(links, consensus[1])
    again = read(io.BytesIO(write(graph)))
    assert dict(again.nodes(data="label_zh_hans")) == dict(graph.nodes(data="label_zh_hans"))
    assert again.nodes["place:350000"]["label"] == "Fujian"
    assert again.nodes["partner:ASEAN"]["label_zh_hant"] == "東盟"

    def said(network: nx.MultiDiGraph) -> list[tuple[object, ...]]:
        return sorted(
            (a, b, d["flow"], d["first"], d["last"], d["unit"], d["weight"], d["estimated"], d.get("growth", 0))
            for a, b, d in network.edges(data=True)
        )

    assert said(again) == said(graph)
    assert write(network(links, consensus[1])) == write(graph)


LEXICAL = {"string": ".*", "boolean": "true|false", "double": r"-?(\d+(\.\d+)?([eE][+-]?\d+)?|INF|NaN)"}  # XML Schema 1.1, part 2


def test_gexf_has_the_structure_of_its_schema(links: list[Link], consensus: tuple[list[Figure], Names]) -> None:
    """GEXF 1.2draft, as its schema has it: which elements hold which, in which order, with which attributes; each value of its declared type."""
    root = etree.fromstring(to_gexf(network(links, consensus[1])))
    assert root.tag == f"{GEXF}gexf"
    assert dict(root.attrib) == {"version": "1.2"}
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    assert dict(root[0].attrib) == {}
    assert [(child.tag, child.text) for child in root[0]] == [(f"{GEXF}creator", "tradegraph")]
    graph = root[1]
    assert dict(graph.attrib) == {"defaultedgetype": "directed", "mode": "static"}
    assert [child.tag.removeprefix(GEXF) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    declared: dict[str, dict[str, str]] = {}
    for attributes in graph.findall(f"{GEXF}attributes"):
        assert set(attributes.attrib) == {"class", "mode"}
        assert {child.tag for child in attributes} == {f"{GEXF}attribute"}
        assert all(set(child.attrib) == {"id", "title", "type"} and len(child) == 0 for child in attributes)
        declared[attributes.get("class", "")] = {child.get("id", ""): child.get("type", "") for child in attributes}
    assert set(declared) == {"node", "edge"}
    assert {kind for types in declared.values() for kind in types.values()} <= set(LEXICAL)
    held = {kind: list(graph.find(f"{GEXF}{kind}s")) for kind in ("node", "edge")}
    allowed = {"node": {"id", "label"}, "edge": {"id", "source", "target", "weight"}}
    ids = {kind: [element.get("id", "") for element in elements] for kind, elements in held.items()}
    assert len(held["edge"]) == len(links)
    assert len(held["node"]) > 15
    for kind, elements in held.items():
        assert len(set(ids[kind])) == len(ids[kind])
        for element in elements:
            assert element.tag == f"{GEXF}{kind}"
            assert set(element.attrib) == allowed[kind]
            assert [child.tag for child in element] == [f"{GEXF}attvalues"]
            for value in element[0]:
                assert (value.tag, set(value.attrib), len(value)) == (f"{GEXF}attvalue", {"for", "value"}, 0)
                assert re.fullmatch(LEXICAL[declared[kind][value.get("for", "")]], value.get("value", ""), re.DOTALL)
            assert len({value.get("for") for value in element[0]}) == len(element[0])
    for edge in held["edge"]:
        assert {edge.get("source"), edge.get("target")} <= set(ids["node"])
        assert float(edge.get("weight", "")) > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["en", "zh-hans"])
def test_drawings_are_the_same_every_time(consensus: tuple[list[Figure], Names], kind: str, lang: str) -> None:
    one, other = (draw(*consensus, kind, "svg", lang) for _ in range(2))
    assert one.content == other.content
    root = etree.fromstring(one.content)
    assert root.tag.endswith("svg")
    assert b"dc:date" not in one.content
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) > 50
    picture = draw(*consensus, kind, "png", lang).content
    assert picture.startswith(b"\x89PNG")
    assert picture == draw(*consensus, kind, "png", lang).content
    assert b"Matplotlib" not in picture


def test_a_region_without_figures_is_said_to_have_none(consensus: tuple[list[Figure], Names]) -> None:
    with pytest.raises(UsageError, match="999999"):
        draw(*consensus, "ranked", "svg", "en", "999999")


def test_a_folder_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="tradegraph build"):
        read_graph(tmp_path)


def test_the_command_writes_a_file(run: Callable[..., subprocess.CompletedProcess[str]], folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "links.graphml"
    done = run("draw", str(folder), "--format", "graphml", "-o", str(target))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert nx.read_graphml(target).number_of_edges() > 40
    assert run("draw", str(tmp_path), "--format", "svg").returncode == 2
