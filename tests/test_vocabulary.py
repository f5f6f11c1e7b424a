"""The vocabulary: complete, translated, without clashes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from tradegraph.lexicon import lexicon_for
from tradegraph.shapes import ntriples, validate
from tradegraph.store import load
from tradegraph.terms import check, find
from tradegraph.vocabulary import Vocabulary

P = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX tg: <https://w3id.org/tradegraph/ontology#> "
COUNTS = {
    "provinces": ("?c tg:placeType tg:province", 34, 34),
    "prefectures": ("?c tg:placeType tg:prefecture", 333, 333),
    "county-level places": ("?c tg:placeType tg:county", 2211, None),
    "county-level cities": ("?c tg:placeType tg:county ; skos:prefLabel ?l FILTER(LANG(?l) = 'zh-hans' && STRENDS(?l, '市'))", 397, 397),
    "counties": ("?c tg:placeType tg:county ; skos:prefLabel ?l FILTER(LANG(?l) = 'zh-hans' && STRENDS(?l, '县'))", 1416, 1416),
    "banners": ("?c tg:placeType tg:county ; skos:prefLabel ?l FILTER(LANG(?l) = 'zh-hans' && STRENDS(?l, '旗'))", 52, 52),
    "customs districts with a GACC code": ("?c tg:placeType tg:customs-district ; skos:notation ?n FILTER(datatype(?n) = tg:gacc)", 42, 42),
    "subordinate offices": ("?c tg:placeType tg:customs-office", 60, None),
    "pilot free trade zones": ("?c tg:placeType tg:ftz ; skos:broader <https://w3id.org/tradegraph/code/place/ftz-all>", 22, None),
    "zones": ("?c tg:placeType tg:zone", 150, None),
    "ports": ("?c tg:placeType tg:port", 200, None),
    "countries": ("?c skos:inScheme <https://w3id.org/tradegraph/code/partner> ; skos:notation ?n FILTER(datatype(?n) = tg:iso3166-1-alpha3)", 249, 249),
    "commodities": ("?c skos:inScheme <https://w3id.org/tradegraph/code/commodity>", 450, None),
    "HS chapters": ("?c skos:broader ?s ; skos:notation ?n FILTER(datatype(?n) = tg:hs2022 && STRLEN(STR(?n)) = 2 && STRSTARTS(STR(?c), 'https://w3id.org/tradegraph/code/commodity/hs-'))", 96, None),
    "HS sections": ("?c skos:notation ?n FILTER(datatype(?n) = tg:hs-section)", 21, 21),
}  # fmt: skip


@pytest.fixture(scope="module")
def store(vocabulary: Vocabulary) -> ox.Store:
    return load(sorted(vocabulary.directory.glob("*.ttl")))


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_the_code_lists_are_complete(name: str, store: ox.Store) -> None:
    pattern, least, most = COUNTS[name]
    (row,) = store.query(f"{P} SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE {{ {pattern} }}")
    number = int(row["n"].value)
    assert least <= number <= (most or number), name


def test_check_finds_no_error(vocabulary: Vocabulary) -> None:
    assert [f for f in check(vocabulary) if f.level == "error"] == []


def test_the_vocabulary_conforms_to_its_shapes(store: ox.Store) -> None:
    assert validate(ntriples(store), ("lexicon",), engine="shacl") == []


@pytest.mark.parametrize(
    ("term", "concept"),
    [
        ("拉萨海关", "place/customs-lhasa"),
        ("寮國", "partner/LA"),
        ("積體電路", "commodity/integrated-circuits"),
        ("Ili Prefecture", "place/654000"),
        ("東海縣", "place/320722"),
        ("Kargilik County", "place/653126"),
        ("濮阳市范县", "place/410926"),
        ("年增", "word/rise"),
    ],
)
def test_a_word_is_found(term: str, concept: str, vocabulary: Vocabulary) -> None:
    assert concept in {f"{c.scheme}/{c.notation}" for _, _, c in find(vocabulary, term)}


@pytest.mark.parametrize(
    "text",
    [
        "沿海城市",
        "新兴城市",
        "外贸出口示范县",
        "国际合作市场",
        "提高县域经济",
        "对外贸易县域",
        "港口区位",
        "钓鱼台",
        "投资兴建",
        "大陆丰富",
        "水平果品",
    ],
)
def test_no_county_stands_in_a_common_word(text: str, vocabulary: Vocabulary) -> None:
    assert [text[m.start : m.end] for m in lexicon_for(vocabulary, "zh").scan(text) if any(c.get("placeType") == "county" for c in m.concepts)] == []
