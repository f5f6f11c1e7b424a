"""What holds of every document: conservation of numbers, anchors, determinism; and floors on the annotated releases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradegraph import scoring, table
from tradegraph.documents import Unreadable
from tradegraph.facts import extract
from tradegraph.facts.rewriting import segmented
from tradegraph.facts.tokens import LONGEST
from tradegraph.mentions import annotate, readers
from tradegraph.model import Document, Extraction
from tradegraph.pipeline import extractions, samples_directory
from tradegraph.vocabulary import Vocabulary, load_vocabulary

FLOORS = {"seeds": (0.995, 0.97), "dev-zh": (0.98, 0.99), "dev-en": (0.96, 0.98)}  # strict F1 of statistics, found F1 of policies; they only rise
PIECES = {
    "zh-hans": (
        "2023年", "上半年", "江西省", "进出口", "出口", "进口", "1234.5亿元", "增长5.6%", "，", "。", "、", "分别", "东盟", "12.3%", "占",
        "3个百分点", "第5位", "\n", "（", "）", "其中", "；", "进博会", "南昌海关", "私营企业", "集成电路", "比", "由", "为",
    ),
    "en": (
        "In 2023", "the first half", "Jiangxi", "exports", "imports", "foreign trade", "3.2 billion yuan", "up 5.6 percent", ",", ". ", "and",
        "respectively", "ASEAN", "12.3%", "accounted for", "3 percentage points", "fifth", "\n", "(", ")", "of which", ";", "the Canton Fair",
        "Nanchang Customs", "private firms", "phones", "than", "from", "of", "the city's", "-", ":",
    ),
}  # fmt: skip


def conserved(extraction: Extraction) -> None:
    """Every number is read, or an Issue names it."""
    noted = {(i.start, i.end) for i in extraction.issues}
    for fate in extraction.fates:
        assert fate.fate == "read" or (fate.start, fate.end) in noted, extraction.document.text[fate.start : fate.end]


@pytest.mark.parametrize(("text", "published"), [
    ("Nov. 12, 2025 (China Daily) --\nExports of Hubei reached 5 billion yuan in the first quarter of 2025.", "2025-11-12"),
    ("WUHAN, November 12, 2025 -- Exports of Hubei reached 5 billion yuan in the first quarter of 2025.", "2025-11-12"),
    ("湖北外贸\n发布时间：2025年11月12日 来源：武汉海关\n2025年一季度，湖北省出口50亿元。", "2025-11-12"),
    ("Exports of Hubei reached 5 billion yuan in the first quarter of 2025. The zone opened on May 3, 2021.", ""),
    ("2001年12月11日，中国加入世贸组织。2025年一季度，湖北省出口50亿元。", ""),
    ("On May 3, 2021, the zone opened. Exports of Hubei reached 5 billion yuan in the first quarter of 2025.", ""),
])  # fmt: skip
def test_a_date_that_stands_by_itself_is_that_of_publication(read_text: Callable[..., Extraction], text: str, published: str) -> None:
    found = read_text(text)
    assert str(found.document.published or "") == published
    assert [o.period for o in found.observations] == ["2025-01/2025-03"]


@pytest.mark.parametrize(("text", "codes"), [
    ("2024年上半年，湖北省出口50亿元。", []),
    ("上半年，湖北省出口50亿元。", ["unknown-year"]),
])  # fmt: skip
def test_a_year_is_unknown_only_where_a_figure_lacks_it(read_text: Callable[..., Extraction], text: str, codes: list[str]) -> None:
    assert [i.code for i in read_text(text).issues] == codes


@pytest.mark.parametrize("lang", PIECES)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_numbers_are_conserved_and_anchors_exact(lang: str, data: st.DataObject) -> None:
    text = (" " if lang == "en" else "").join(data.draw(st.lists(st.sampled_from(PIECES[lang]), max_size=40)))
    extraction = extract(Document("d", text, lang), load_vocabulary())
    conserved(extraction)
    for fact in extraction.observations:
        assert text[fact.start : fact.end] == fact.text
    assert extract(Document("d", text, lang), load_vocabulary()) == extraction


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    for lang in ("zh-hans", "en"):
        conserved(extract(Document("d", text, lang), load_vocabulary()))


@pytest.mark.parametrize(("lang", "piece"), [("zh-hans", "出口手机3.5亿元，"), ("en", "exports of phones were 3.5 billion yuan, "), ("en", "3 ")])
def test_what_goes_on_for_longer_than_prose_is_cut(lang: str, piece: str, vocabulary: Vocabulary) -> None:
    document = Document("d", piece * (LONGEST + 1), lang)
    found = segmented(annotate(document, vocabulary), readers(vocabulary, lang).lexicon)
    assert len(found) > 1
    assert all(len(sentence.tokens) <= LONGEST for sentence in found)
    conserved(extract(document, vocabulary))


def test_the_samples_are_read_as_annotated(vocabulary: Vocabulary) -> None:
    folder = samples_directory()
    predicted = [r for e in extractions([str(folder)], vocabulary, _fail) for r in table.rows(e)]
    result = scoring.score(scoring.load_gold(folder), predicted)
    statistics, policies = result.kinds["statistic"], result.kinds["policy"]
    assert statistics.gold >= 340
    assert statistics.scores(statistics.strict)[2] >= 0.99
    assert policies.scores(policies.found)[2] >= 0.85


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_the_score_on_annotated_releases_does_not_sink(name: str, corpus: Path, vocabulary: Vocabulary) -> None:
    found = list(extractions([str(corpus / name)], vocabulary, _fail))
    for extraction in found:
        conserved(extraction)
    result = scoring.score(scoring.load_gold(corpus / name), [r for e in found for r in table.rows(e)])
    statistics, policies = result.kinds["statistic"], result.kinds["policy"]
    assert statistics.scores(statistics.strict)[2] >= FLOORS[name][0]
    assert policies.scores(policies.found)[2] >= FLOORS[name][1]


def test_the_place_that_a_release_is_about_is_told_and_can_be_given(vocabulary: Vocabulary) -> None:
    text = "Foreign trade of Yiwu hit 362.4 billion yuan in 2022. Exports rose by a fifth to 311 billion yuan, a dealer in Shanghai said."
    document = Document("d", text, "en")
    found = extract(document, vocabulary)
    assert found.about[0][0] == "330782"
    assert found.about[0][1] > 0.8
    assert {f.reporter for f in found.observations} == {"330782"}
    text = "The city's exports rose by a fifth to 311 billion yuan in 2022."
    ningbo = vocabulary.find("place", "330200")
    assert {f.reporter for f in extract(replace(document, text=text), vocabulary).observations} == {""}
    assert {f.reporter for f in extract(replace(document, text=text), vocabulary, ningbo).observations} == {"330200"}


def test_a_synonym_in_turtle_changes_the_facts(tmp_path: Path, read_text: Callable[..., Extraction], vocabulary: Vocabulary) -> None:
    text = "2023年，江西省进出口900亿元，同比欣欣然7.7%。"
    assert [f.text for f in read_text(text).observations] == ["900亿元"]
    for file in vocabulary.directory.glob("*.ttl"):
        content = file.read_text(encoding="utf-8")
        if file.name == "measures.ttl":
            content = content.replace('skos:prefLabel "增长"@zh-hans', 'skos:altLabel "欣欣然"@zh-hans ;\n    skos:prefLabel "增长"@zh-hans', 1)
        (tmp_path / file.name).write_text(content, encoding="utf-8")
    facts = extract(Document("d", text, "zh-hans"), load_vocabulary(tmp_path)).observations
    assert [(f.text, f.measure) for f in facts] == [("900亿元", "level"), ("7.7%", "growth")]


def _fail(item: Unreadable) -> None:
    assert item.aside, item  # what is beside the releases, as a file that the annotators' tools wrote
