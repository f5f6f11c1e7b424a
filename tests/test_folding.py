"""Folding keeps the way back to the text's own offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradegraph.folding import fold, fold_label


@given(st.text(max_size=200))
def test_every_range_leads_back_into_the_text(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.origin(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, blacklist_characters="(（"), max_size=200))
def test_without_artefacts_length_is_kept(text: str) -> None:
    assert len(fold(text).text) == len(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("進出口總值", "进出口总值"),
        ("１２％", "12%"),
        ("“一带一路”", '"一带一路"'),
        ("1—7月", "1-7月"),
        ("ASEAN", "asean"),
        ("連續(xù)兩年", "连续两年"),
    ],
)
def test_forms_that_are_one(text: str, folded: str) -> None:
    assert fold_label(text) == folded


def test_a_converters_pinyin_is_cut_and_the_anchor_stays_whole() -> None:
    text = "連續(xù)兩年突破(EU)百億元"
    folded = fold(text)
    at = folded.text.index("两年")
    start, end = folded.origin(at, at + 2)
    assert text[start:end] == "兩年"
    assert "(eu)" in folded.text
