"""What releases say together: agreements, conflicts, revisions, estimates, whatever the order in which they come."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quads import quads_of
from tradegraph.claims import FLOW, TIME, Claim, Source, claims_of_quads, ranks
from tradegraph.documents import language
from tradegraph.facts import extract
from tradegraph.graph import CONSENSUS, GraphWriter, in_graph, statements
from tradegraph.model import Document
from tradegraph.pipeline import MADE, build
from tradegraph.questions import filled, find
from tradegraph.reconcile import (
    Agreement,
    Conflict,
    Contradiction,
    Reconciliation,
    Revision,
    combine,
    describe_consensus,
    describe_reconciliation,
    gather,
    reconcile,
    settle,
)
from tradegraph.store import query
from tradegraph.table import canonical
from tradegraph.vocabulary import CODE, PERIOD, TG, Vocabulary, load_vocabulary

KEY = (
    CODE + "place/540000", PERIOD + "2023-01/P6M", CODE + "indicator/trade", CODE + "measure/level", CODE + "unit/CNY", CODE + "flow/total",
    CODE + "partner/WORLD", CODE + "commodity/TOTAL", CODE + "enterprise/ALL", CODE + "regime/ALL", CODE + "basis/NONE", CODE + "comparator/NONE",
    CODE + "measure/NONE",
)  # fmt: skip
CUSTOMS = ("2023-07-20", CODE + "place/customs-lhasa", 3)


def claim(
    value: str, doc: str = "a", by: tuple[str, str, int] = ("", "", 0), *, unit: str = "CNY", precision: str = "1", approx: str = "", **slots: str
) -> Claim:
    key = tuple(slots.get(name, held) for name, held in zip(SLOTS, KEY, strict=True))
    source = Source(f"doc/{doc}", *by)
    return Claim(
        f"doc/{doc}/obs/{value}{approx}", key, Decimal(value), unit, Decimal(precision), approx, Decimal("0.9"), f"doc/{doc}#char=0,1", source
    )


SLOTS = (
    "area",
    "period",
    "indicator",
    "measure",
    "quantity",
    "flow",
    "partner",
    "commodity",
    "enterprise",
    "regime",
    "basis",
    "comparator",
    "rank_of",
)


def outcomes(*claims: Claim) -> list[Agreement | Conflict | Revision | Contradiction]:
    return list(settle(KEY, claims))


def values(claims: tuple[Claim, ...]) -> list[int]:
    return [int(c.value) for c in claims]


# ---------------------------------------------------------------------- one key


def test_the_most_precise_of_agreeing_claims_is_kept() -> None:
    (found,) = outcomes(
        claim("127", "a"), claim("126.72", "b", precision="0.01"), claim("120", "c", approx=">"), claim("126.7", "d", precision="0.1")
    )
    assert isinstance(found, Agreement)
    assert (found.kept.value, found.releases, len(found.claims)) == (Decimal("126.72"), 4, 4)
    assert (found.bounds.low, found.bounds.high) == (Decimal("126.715"), Decimal("126.725"))


def test_a_release_that_says_a_figure_twice_counts_once() -> None:
    (found,) = outcomes(claim("127", "a"), claim("126.7", "a", precision="0.1"))
    assert isinstance(found, Agreement)
    assert (found.releases, len(found.claims)) == (1, 2)


def test_releases_that_differ_are_a_conflict_with_each_claim() -> None:
    (found,) = outcomes(claim("126", "a"), claim("127", "b"), claim("127", "c"))
    assert isinstance(found, Conflict)
    assert values(found.claims) == [126, 127, 127]


def test_figures_in_two_units_are_a_conflict() -> None:
    (found,) = outcomes(claim("5", "a"), claim("5", "b", unit="USD"))
    assert isinstance(found, Conflict)


@pytest.mark.parametrize(
    ("later", "revises"),
    [
        (("2023-08-10", CODE + "place/customs-lhasa", 3), True),  # the same body
        (("2023-08-10", CODE + "place/customs-gacc", 1), True),  # a higher one
        (("2023-08-10", CODE + "place/customs-urumqi", 3), False),  # another of the same rank
        (("2023-08-10", CODE + "authority/xinhua", 6), False),  # a lower one
        (("2023-07-20", CODE + "place/customs-gacc", 1), False),  # on the same day
        (("", CODE + "place/customs-gacc", 1), False),  # of an unknown day
        (("2023-08-10", "", 0), False),  # unknown
    ],
)
def test_only_a_later_release_of_the_same_or_a_higher_authority_revises(later: tuple[str, str, int], revises: bool) -> None:
    found = outcomes(claim("126", "a", CUSTOMS), claim("127", "b", later))
    if revises:
        agreement, revision = found
        assert isinstance(agreement, Agreement)
        assert isinstance(revision, Revision)
        assert values(agreement.claims) == [127]
        assert (values(revision.earlier), values(revision.later)) == ([126], [127])
    else:
        assert [type(f) for f in found] == [Conflict]


def test_a_revision_does_not_settle_what_others_dispute() -> None:
    found = outcomes(claim("126", "a", CUSTOMS), claim("127", "b", ("2023-08-10", *CUSTOMS[1:])), claim("130", "c"))
    conflict, revision = found
    assert isinstance(conflict, Conflict)
    assert isinstance(revision, Revision)
    assert values(conflict.claims) == [127, 130]


def test_a_figure_that_is_restored_revises_only_the_one_between() -> None:
    days = [("2023-07-20", "5", "a"), ("2023-08-20", "6", "b"), ("2023-09-20", "5", "c")]
    agreement, revision = outcomes(*(claim(value, doc, (day, *CUSTOMS[1:])) for day, value, doc in days))
    assert isinstance(agreement, Agreement)
    assert isinstance(revision, Revision)
    assert (agreement.releases, values(revision.earlier)) == (2, [6])


def test_a_release_is_revised_with_all_of_its_claims() -> None:
    """Of 20 to the nearest 5 and 18 the first alone would fit the later 21."""
    early = [claim("20", "a", CUSTOMS, precision="5"), claim("18", "a", CUSTOMS)]
    agreement, revision = outcomes(*early, claim("21", "b", ("2023-08-10", *CUSTOMS[1:])))
    assert isinstance(agreement, Agreement)
    assert isinstance(revision, Revision)
    assert (values(agreement.claims), sorted(values(revision.earlier)), values(revision.later)) == ([21], [18, 20], [21])


def test_a_restored_figure_that_others_dispute_keeps_its_first_claim() -> None:
    days = [("2023-07-20", "5", "a"), ("2023-08-20", "6", "b"), ("2023-09-20", "5", "c")]
    claims = [claim(value, doc, (day, *CUSTOMS[1:])) for day, value, doc in days]
    *_, conflict, revision = outcomes(*claims, claim("8", "d"), claim("9", "d"))
    assert isinstance(conflict, Conflict)
    assert isinstance(revision, Revision)
    assert (values(conflict.claims), values(revision.earlier), values(revision.later)) == ([5, 8, 9], [5, 6], [5])


def test_a_release_that_contradicts_itself_does_not_count() -> None:
    torn, agreement = outcomes(claim("126", "a"), claim("99", "a"), claim("126", "b"))
    assert isinstance(torn, Contradiction)
    assert isinstance(agreement, Agreement)
    assert agreement.kept.source.document == "doc/b"
    assert [type(f) for f in outcomes(claim("126", "a"), claim("99", "a"))] == [Contradiction]
    assert [type(f) for f in outcomes(claim("126", "a"), claim("99", "a"), claim("50", "b"))] == [Contradiction, Conflict]


def doubted(value: str, doc: str = "a") -> Claim:
    return replace(claim(value, doc), confidence=Decimal("0.4"))


def test_a_figure_that_is_rather_wrong_does_not_count_against_one_of_its_release_that_is_rather_right() -> None:
    torn, agreement = outcomes(claim("126", "a"), doubted("99"))
    assert isinstance(torn, Contradiction)
    assert isinstance(agreement, Agreement)
    assert (values(torn.claims), values(torn.left_out), values(agreement.claims)) == ([126, 99], [99], [126])
    torn, conflict = outcomes(claim("126", "a"), doubted("99"), claim("99", "b"))
    assert isinstance(conflict, Conflict)
    assert values(conflict.claims) == [126, 99]
    for pair in ([doubted("126"), doubted("99")], [claim("126", "a"), claim("99", "a")], [claim("126", "a"), claim("99", "a"), doubted("50")]):
        (torn,) = outcomes(*pair)
        assert isinstance(torn, Contradiction)
        assert torn.left_out == torn.claims == tuple(sorted(pair))
    (alone,) = outcomes(doubted("126"))
    assert isinstance(alone, Agreement)


def test_the_unknown_does_not_enter() -> None:
    unknown = [
        claim("1", area=CODE + "place/UNKNOWN"), claim("1", area=CODE + "place/x-0123456789ab"), claim("1", period=PERIOD + "UNKNOWN"),
        claim("1", period=PERIOD + "XXXX-01/P3M"), claim("1", period=PERIOD + "2024-11/P0M"),
        claim("1", indicator=CODE + "indicator/cargo", measure=CODE + "measure/growth", quantity=CODE + "unit/NONE"),
    ]  # fmt: skip
    assert gather(unknown) == {}
    assert len(gather([*unknown, claim("1")])) == 1


# ---------------------------------------------------------------------- any split, any order

DAYS = st.sampled_from(["", "2023-07-01", "2023-07-15", "2023-08-01"])
BODIES = st.sampled_from([("", 0), ("gacc", 1), ("lhasa", 3), ("urumqi", 3), ("xinhua", 6)])
KEYS = st.sampled_from([
    KEY, (*KEY[:FLOW], CODE + "flow/export", *KEY[FLOW + 1 :]), (*KEY[:FLOW], CODE + "flow/import", *KEY[FLOW + 1 :]),
    (KEY[0], PERIOD + "2023-01/P5M", *KEY[2:]),
])  # fmt: skip


@st.composite
def claims_of_releases(draw: st.DrawFn) -> list[Claim]:
    published = {doc: Source(f"https://example.org/doc/{doc}", draw(DAYS), *draw(BODIES)) for doc in "abcd"}
    out = []
    for number in range(draw(st.integers(0, 14))):
        source = published[draw(st.sampled_from("abcd"))]
        value, unit, hedge = draw(st.integers(1, 12)), draw(st.sampled_from(["1", "0.5", "5"])), draw(st.sampled_from(["", "", "~", ">", "<"]))
        iri = f"{source.document}/obs/{number}"
        likely = Decimal(draw(st.sampled_from(["0.9", "0.9", "0.4"])))
        out.append(Claim(iri, draw(KEYS), Decimal(value), CODE + "unit/CNY", Decimal(unit), hedge, likely, f"{source.document}#1", source))
    return out


@settings(max_examples=200, deadline=None)
@given(claims_of_releases(), st.randoms(use_true_random=False), st.integers(1, 5))
def test_any_split_and_any_order_give_the_same_bytes(claims: list[Claim], order: random.Random, parts: int) -> None:
    whole = written(reconcile(gather(claims)))
    shuffled = order.sample(claims, len(claims))
    split = [gather(shuffled[n::parts]) for n in range(parts)]
    order.shuffle(split)
    assert written(reconcile(reduce(combine, split))) == whole
    right: dict[tuple[str, ...], frozenset[Claim]] = {}
    for part in split:
        right = dict(combine(part, right))
    assert written(reconcile(right)) == whole
    assert combine(right, right) == right


def written(found: Reconciliation) -> str:
    graph = (describe_consensus(["https://example.org/data"], "https://example.org/build"), *describe_reconciliation(found))
    return "".join(in_graph(statements(nodes), CONSENSUS) for nodes in graph)


@settings(max_examples=200, deadline=None)
@given(claims_of_releases())
def test_every_claim_about_a_key_has_one_outcome(claims: list[Claim]) -> None:
    found = reconcile(gather(claims))
    settled = [c for part in (found.agreements, found.conflicts, found.contradictions) for entry in part for c in entry.claims]
    settled += [c for revision in found.revisions for c in revision.earlier]
    assert set(settled) == set(claims)
    assert all(revision.earlier and revision.later for revision in found.revisions)
    assert {a.key for a in found.agreements}.isdisjoint(c.key for c in found.conflicts)
    assert {e.key for e in found.estimates}.isdisjoint(c.key for c in claims)


# ---------------------------------------------------------------------- what agreed figures are found by

SOYBEANS = CODE + "commodity/soybeans"


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        ({}, ["wholeTradeOf> <" + CODE + "place/540000>"]),
        ({"flow": CODE + "flow/export", "measure": CODE + "measure/growth"}, ["wholeTradeOf> <" + CODE + "place/540000>"]),
        ({"commodity": SOYBEANS}, ["tradeIn> <" + SOYBEANS + ">"]),
        ({"commodity": SOYBEANS, "indicator": CODE + "indicator/trade-quantity"}, ["tradeIn> <" + SOYBEANS + ">"]),
        ({"commodity": SOYBEANS, "indicator": CODE + "indicator/trade-price"}, []),
        ({"commodity": SOYBEANS, "partner": CODE + "partner/BR"}, []),
        ({"indicator": CODE + "indicator/trade-quantity"}, []),
        ({"partner": CODE + "partner/BR"}, []),
        ({"enterprise": CODE + "enterprise/private"}, []),
        ({"regime": CODE + "regime/processing"}, []),
    ],
    ids=lambda v: "-".join(part.rpartition("/")[2] for part in v.values()) if isinstance(v, dict) else "",
)
def test_agreed_figures_are_found_by_their_area_or_their_good(slots: dict[str, str], found: list[str]) -> None:
    lines = written(reconcile(gather([claim("541", "a", **slots), claim("541", "b", **slots)]))).splitlines()
    told = [line.removesuffix(f" <{CONSENSUS}> .").partition(f"<{TG}")[2] for line in lines if "wholeTradeOf" in line or "tradeIn" in line]
    assert told == found


def test_what_releases_do_not_agree_on_is_not_found_so() -> None:
    estimated = written(reconcile(gather([level("export", "351", "1"), level("import", "190", "1")])))
    disputed = written(reconcile(gather([claim("541", "a"), claim("542", "b")])))
    assert [lines.count("wholeTradeOf") for lines in (estimated, disputed)] == [2, 0]  # exports and imports, not their total


# ---------------------------------------------------------------------- estimates


def level(flow: str, value: str, precision: str, period: str = "2023-01/P6M", **slots: str) -> Claim:
    return claim(value, flow + period, precision=precision, flow=CODE + "flow/" + flow, period=PERIOD + period, **slots)


def rate(value: str, precision: str = "0.1", **slots: str) -> Claim:
    return claim(value, "rate", unit=CODE + "unit/%25", precision=precision, measure=CODE + "measure/growth", basis=CODE + "basis/YOY", **slots)


def estimates(*claims: Claim) -> dict[tuple[str, str], tuple[str, str, str, str]]:
    found = reconcile(gather(claims)).estimates
    return {
        (e.key[TIME].removeprefix(PERIOD), e.key[FLOW].removeprefix(CODE + "flow/")): (
            canonical(e.value),
            canonical(e.bounds.low),
            canonical(e.bounds.high),
            e.rule,
        )
        for e in found
    }


def test_two_of_total_exports_imports_and_balance_give_the_others() -> None:
    assert estimates(level("export", "351", "1"), level("import", "190", "1")) == {
        ("2023-01/P6M", "total"): ("541", "540", "542", "flow-identity"),
        ("2023-01/P6M", "balance"): ("161", "160", "162", "flow-identity"),
    }
    assert estimates(level("total", "541", "1"), level("balance", "161", "1"))["2023-01/P6M", "import"] == ("190", "189.5", "190.5", "flow-identity")


def test_a_deficit_is_a_negative_balance() -> None:
    assert estimates(level("export", "100", "1"), level("import", "190", "1"))["2023-01/P6M", "balance"][:3] == ("-90", "-91", "-89")


def test_growth_gives_the_level_of_a_year_earlier() -> None:
    assert estimates(level("total", "1100", "1"), rate("10.0")) == {("2022-01/P6M", "total"): ("1000", "999", "1001", "year-earlier")}
    assert estimates(level("total", "1100", "1"), rate("-100.0")) == {}


def test_growth_in_dollars_says_nothing_of_yuan() -> None:
    assert estimates(level("total", "1100", "1"), rate("10", quantity=CODE + "unit/USD")) == {}


def test_a_share_of_a_known_whole_gives_the_part() -> None:
    share = claim(
        "25",
        "share",
        unit=CODE + "unit/%25",
        measure=CODE + "measure/share",
        comparator=CODE + "place/540000",
        enterprise=CODE + "enterprise/private",
    )
    (found,) = reconcile(gather([level("total", "1000", "1"), share])).estimates
    assert found.key[8] == CODE + "enterprise/private"
    assert (canonical(found.value), canonical(found.bounds.low), canonical(found.bounds.high), found.rule) == ("250", "244", "256", "part-of-share")


def test_a_share_of_something_narrower_takes_that_as_its_whole() -> None:
    regime = CODE + "regime/general"
    share = claim(
        "50", "share", unit=CODE + "unit/%25", measure=CODE + "measure/share", comparator=CODE + "comparator/regime-general",
        enterprise=CODE + "enterprise/private", regime=regime,
    )  # fmt: skip
    (found,) = reconcile(gather([level("total", "1000", "1"), level("total", "400", "1", period="2023-01/P6M", regime=regime), share])).estimates
    assert (canonical(found.value), found.premises[0][9]) == ("200", regime)


def test_running_totals_give_months_and_quarters() -> None:
    found = estimates(*(level("total", value, "1", f"2023-01/P{months}M") for months, value in ((3, "300"), (5, "520"), (6, "640"))))
    assert found == {
        ("2023-06/P1M", "total"): ("120", "119", "121", "difference-of-totals"),
        ("2023-04/P3M", "total"): ("340", "339", "341", "difference-of-totals"),
    }


def test_what_is_printed_is_not_estimated_and_nothing_follows_from_a_conflict() -> None:
    printed = [level("export", "351", "1"), level("import", "190", "1"), level("total", "541", "1"), level("balance", "161", "1")]
    assert estimates(*printed) == {}
    disputed = replace(printed[0], iri="other", value=Decimal(360), source=Source("doc/other"))
    assert estimates(printed[0], printed[1], disputed) == {}


def test_an_open_figure_gives_no_estimate() -> None:
    assert estimates(claim("351", "e", approx=">", flow=CODE + "flow/export"), level("import", "190", "1")) == {}


# ---------------------------------------------------------------------- from texts

CHINESE = ("zh", "2023年前两个月，甘肃省进出口总值82.46亿元，同比增长4.1%。其中，出口20.13亿元，进口62.33亿元。", "2023-03-20")
ENGLISH = (
    "en",
    "In the first two months of 2023, Gansu Province's foreign trade reached 8.2 billion yuan, up 4.1 percent year on year.",
    "2023-03-21",
)


def claims_of(vocabulary: Vocabulary, *texts: tuple[str, str, str]) -> list[Claim]:
    writer = GraphWriter(vocabulary)
    out: list[Claim] = []
    for name, text, day in texts:
        document = Document(name, text, language(text), dt.date.fromisoformat(day))
        out += claims_of_quads(quads_of(extract(document, vocabulary), writer), ranks(vocabulary))
    return out


def test_chinese_and_english_releases_of_one_figure_agree(vocabulary: Vocabulary) -> None:
    found = reconcile(gather(claims_of(vocabulary, CHINESE, ENGLISH)))
    shared = {(canonical(a.kept.value), a.releases) for a in found.agreements if a.releases == 2}
    assert shared == {("8246000000", 2), ("4.1", 2)}
    assert found.conflicts == found.revisions == found.contradictions == ()


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[dict[str, tuple[str, str, str]]], Path]:
    """A folder of releases: id → (text, day, publisher)."""

    def write(releases: dict[str, tuple[str, str, str]]) -> Path:
        where = tmp_path / "releases"
        where.mkdir(exist_ok=True)
        lines = ["doc,published,publisher"]
        for name, (text, day, publisher) in releases.items():
            (where / f"{name}.txt").write_text(text, encoding="utf-8")
            lines.append(f"{name},{day},{publisher}")
        (where / "manifest.csv").write_text("\n".join(lines), encoding="utf-8")
        return where

    return write


FIRST = "2023年，青海省进出口总值48.7亿元，同比增长5.2%。"
SECOND = "2023年，青海省进出口总值48.9亿元，同比增长5.2%。"
REWORDED = "青海省2023年全年外贸进出口达48.9亿元，比上年同期增长5.2%，延续稳中向好的势头。"


def ask(name: str, out: Path) -> list[dict[str, str]]:
    columns, rows = query([out / "graph.ttl"], find(name).sparql)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_two_releases_that_differ_give_one_conflict_with_both_sentences(vocabulary: Vocabulary, folder: Callable[..., Path], tmp_path: Path) -> None:
    sources = folder({"a": (FIRST, "2024-01-20", ""), "b": (SECOND, "2024-01-22", "")})
    summary = build([str(sources)], tmp_path / "out", vocabulary)
    assert summary.conforms
    assert (summary.consensus.conflicts, summary.consensus.revisions) == (1, 0)
    assert [(r["value"], r["sentence"]) for r in ask("conflicts", tmp_path / "out")] == [("4870000000", FIRST), ("4890000000", SECOND)]


def test_a_later_official_restatement_is_a_revision(vocabulary: Vocabulary, folder: Callable[..., Path], tmp_path: Path) -> None:
    sources = folder({"a": (FIRST, "2024-01-20", "西宁海关"), "b": (SECOND, "2024-03-22", "西宁海关"), "c": (REWORDED, "2024-03-25", "")})
    summary = build([str(sources)], tmp_path / "out", vocabulary)
    assert summary.conforms
    assert summary.consensus.conflicts == 0
    (row,) = ask("revisions", tmp_path / "out")
    assert (row["before"], row["after"], row["by"], row["sentence"]) == ("4870000000", "4890000000", CODE + "place/customs-xining", SECOND)
    assert {(r["value"], r["releases"]) for r in ask_region("consensus", tmp_path / "out", "630000")} == {("4890000000", "2"), ("5.2", "3")}


def ask_region(name: str, out: Path, region: str) -> list[dict[str, str]]:
    columns, rows = query([out / "graph.ttl"], filled(find(name), {"region": region}, load_vocabulary()))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_the_order_of_sources_changes_no_byte(vocabulary: Vocabulary, folder: Callable[..., Path], tmp_path: Path) -> None:
    where = folder({"a": (FIRST, "2024-01-20", "西宁海关"), "b": (SECOND, "2024-03-22", "西宁海关"), "c": (CHINESE[1], "2023-03-20", "")})
    (where / "manifest.csv").unlink()
    files = [str(path) for path in sorted(where.glob("*.txt"))]
    for name, order in (("one", files), ("other", files[::-1])):
        build(order, tmp_path / name, vocabulary)
    for name in MADE:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes(), name


def test_estimates_are_marked_and_name_their_premises(vocabulary: Vocabulary, folder: Callable[..., Path], tmp_path: Path) -> None:
    summary = build([str(folder({"a": (CHINESE[1], "2023-03-20", "")}))], tmp_path / "out", vocabulary)
    assert summary.conforms
    rows = {(r["period"].removeprefix(PERIOD), r["flow"].rsplit("/", 1)[-1]): r for r in ask_region("estimates", tmp_path / "out", "620000")}
    assert set(rows) == {("2023-01/P2M", "balance"), ("2022-01/P2M", "total")}
    assert (rows["2023-01/P2M", "balance"]["lower"], rows["2023-01/P2M", "balance"]["upper"]) == ("-4221000000", "-4219000000")


def test_a_repost_is_linked_and_counted_with_its_original(vocabulary: Vocabulary, folder: Callable[..., Path], tmp_path: Path) -> None:
    text = "。".join((
        "据西宁海关统计，2023年，青海省进出口总值48.7亿元，同比增长5.2%",
        "其中，出口28.5亿元，增长13.6%；进口20.2亿元，下降4.7%",
        "民营企业进出口31.4亿元，增长9.3%，占青海省进出口总值的64.5%；国有企业进出口15.1亿元，下降2.2%",
        "对东盟进出口9.8亿元，增长21.7%；对欧盟进出口7.3亿元，增长2.9%",
        "出口硅铁6.9亿元，增长4.4%；出口纯碱3.2亿元，下降8.8%。",
    ))  # fmt: skip
    again = f"青海外贸稳中有升\n来源：西海晚报 记者 王宁\n{text}\n责任编辑：李青"
    sources = folder({"a": (text, "2024-01-20", "西宁海关"), "b": (again, "2024-01-22", "")})
    summary = build([str(sources)], tmp_path / "out", vocabulary)
    assert summary.conforms
    assert (summary.documents, summary.reposts, summary.consensus.shared) == (2, 1, 0)
    columns, rows = query([tmp_path / "out" / "graph.ttl"], "SELECT ?a ?b { ?a <https://w3id.org/tradegraph/ontology#repostOf> ?b }")
    assert rows == [["https://w3id.org/tradegraph/doc/b", "https://w3id.org/tradegraph/doc/a"]]
    assert len(columns) == 2
    other = folder({"a": (text, "2024-01-20", "西宁海关"), "b": (again.replace("48.7", "48.9"), "2024-01-22", "")})
    assert build([str(other)], tmp_path / "other", vocabulary).reposts == 0  # other figures: no repost
