"""The form of English words, told by their endings."""

from __future__ import annotations

import pytest

from tradegraph.inflection import describing, ends_in_of, form, participle, plural, plural_ending, possessive
from tradegraph.lexicon import lexicon_for
from tradegraph.vocabulary import load_vocabulary

ENGLISH, CHINESE = (lexicon_for(load_vocabulary(), lang) for lang in ("en", "zh-hans"))


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("exported", "past"), ("agreed", "past"), ("guaranteed", "past"), ("speed", "base"), ("seed", "base"),
        ("bringing", "gerund"), ("monitoring", "gerund"), ("bring", "base"), ("offspring", "base"),
        ("lamps", "plural"), ("issues", "plural"), ("glass", "base"), ("citrus", "base"),
        ("newly", "adverb"), ("supply", "base"), ("larger", "comparative"), ("ore", "base"),
    ],
)  # fmt: skip
def test_the_longest_ending_tells_the_form(word: str, told: str) -> None:
    assert form(word, ENGLISH) == told
    assert plural(word, ENGLISH) == (told == "plural")
    assert describing(word, ENGLISH) == (told not in {"base", "plural"})


def test_irregular_forms_are_listed() -> None:
    assert all(participle(word, ENGLISH) for word in ("sold", "bought", "began", "shipped"))
    assert not participle("sells", ENGLISH)


def test_of_and_the_possessive() -> None:
    assert ends_in_of("shipments of", ENGLISH)
    assert not ends_in_of("roof", ENGLISH)
    assert all(map(possessive, ("the province's", "provinces'")))
    assert not possessive("xi'an city")


def test_chinese_has_no_endings() -> None:
    assert form("exports", CHINESE) == "base"
    assert (plural_ending(ENGLISH), plural_ending(CHINESE)) == ("s", "")
