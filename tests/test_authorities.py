"""Who publishes a release: named as the publisher or in a byline, never merely quoted."""

from __future__ import annotations

import pytest

from tradegraph.authorities import attribution
from tradegraph.documents import language
from tradegraph.model import Document
from tradegraph.vocabulary import Vocabulary

TITLE = "前两个月外贸平稳增长\n"
SIGNED = [
    (f"{TITLE}来源：泉州市商务局  2021-03-22\n进出口增长3%。", "local-government", "350500"),
    (f"{TITLE}来源：拉萨海关 作者：某某\n进出口增长3%。", "customs-district", "customs-lhasa"),
    (f"{TITLE}新华社拉萨3月22日电（记者 某某）进出口增长3%。", "news-agency", "xinhua"),
    (f"{TITLE}進出口增長3%。（來源：《西藏日報》2021年3月22日第1版）", "newspaper", "tibet-daily"),
    (f"{TITLE}主持人：大家好。\n发布人：海关总署新闻发言人 某某\n进出口增长3%。", "customs-administration", "customs-gacc"),
    ("Trade grows\n\nSource: Xinhua | 2021-03-22\n\nTrade rose 3 percent.", "news-agency", "xinhua"),
    ("Trade grows\n\nLHASA, March 22 (Xinhua) -- Trade rose 3 percent.", "news-agency", "xinhua"),
    ("Trade grows\n\nBy A. Writer in Lhasa | China Daily | Updated: 2021-03-22\n\nTrade rose 3 percent.", "newspaper", "china-daily"),
    ("The Official Website of the People's Government of Hunan Province\n\nTrade rose 3 percent.", "local-government", "430000"),
]
QUOTED = [
    f"{TITLE}据拉萨海关统计，进出口增长3%。",
    f"{TITLE}记者从拉萨海关了解到，机电产品出口增长3%。",
    f"{TITLE}数据来源：海关总署\n进出口增长3%。",
    f"{TITLE}来源：中国海关杂志\n进出口增长3%。",
    "Trade grows\n\nTrade rose 3 percent, Lhasa Customs said on Monday.",
    "Trade grows\n\nTrade rose 3 percent (General Administration of Customs data).",
]


@pytest.mark.parametrize(("text", "kind", "body"), SIGNED)
def test_a_byline_names_the_publisher(text: str, kind: str, body: str, vocabulary: Vocabulary) -> None:
    found = attribution(Document("d", text, language(text)), vocabulary)
    assert found is not None
    assert (found.authority.notation, found.body.notation) == (kind, body)


@pytest.mark.parametrize("text", QUOTED)
def test_who_is_quoted_does_not_publish(text: str, vocabulary: Vocabulary) -> None:
    assert attribution(Document("d", text, language(text)), vocabulary) is None


@pytest.mark.parametrize(
    ("publisher", "body"),
    [
        ("福州海关", "customs-fuzhou"),
        ("General Administration of Customs", "customs-gacc"),
        ("Department of Commerce of Fujian", "350000"),
        ("拾光周刊", None),
    ],
)
def test_a_stated_publisher_wins_over_bylines(publisher: str, body: str | None, vocabulary: Vocabulary) -> None:
    found = attribution(Document("d", f"{TITLE}来源：拉萨海关\n进出口增长3%。", "zh-hans", publisher=publisher), vocabulary)
    assert (found.body.notation if found else None) == body


def test_the_kinds_are_ranked(vocabulary: Vocabulary) -> None:
    ranks = {c.notation: int(c.get("authorityRank")) for c in vocabulary.scheme("authority") if c.get("authorityRank")}
    ordered = ["customs-administration", "ministry", "customs-district", "customs-office", "local-government", "news-agency", "newspaper"]
    assert sorted(ranks, key=lambda kind: ranks[kind]) == ordered


def test_a_hostile_text_is_read_in_bounded_time(vocabulary: Vocabulary) -> None:
    text = "来源:" * 5_000 + "(新华社" * 5_000 + "拉萨海关 " * 5_000
    assert attribution(Document("d", text, "zh-hans"), vocabulary) is None
