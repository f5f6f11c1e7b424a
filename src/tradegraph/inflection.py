"""Inflection: the form of an English word, told by the longest ending that it has.

Each `ending` in discourse.ttl tells a form: adverb, gerund, past, comparative, plural (which is a verb's third person too) or base, as a word
without any is. Chinese has none.
"""

from __future__ import annotations

from functools import lru_cache

from tradegraph.lexicon import Lexicon

POSSESSIVE = 3  # characters between an owner and what it owns: the ending and a blank
_LONGEST = 6  # letters of an ending
_DESCRIBING = frozenset({"adverb", "gerund", "past", "comparative"})


@lru_cache(maxsize=2**14)  # words come again and again
def form(word: str, lexicon: Lexicon) -> str:
    """The form of a word."""
    endings = lexicon.role("ending")
    for size in range(_LONGEST, 0, -1):
        if (concept := endings.get(word[-size:])) is not None:
            return concept.get("level")
    return "base"


def plural(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is in the plural."""
    return form(word, lexicon) == "plural"


def describing(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is an adverb, a participle or a comparative, and so no name."""
    return form(word, lexicon) in _DESCRIBING


def participle(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is the past form or participle of a verb."""
    return form(word, lexicon) == "past" or word in lexicon.role("participle")


def ends_in_of(text: str, lexicon: Lexicon) -> bool:
    """Whether the last word of a text is "of"."""
    return text.rpartition(" ")[2] in lexicon.role("of")


def plural_ending(lexicon: Lexicon) -> str:
    """What a plural ends in."""
    return next((ending for ending, c in lexicon.role("ending").items() if c.get("level") == "plural"), "")


def possessive(text: str) -> bool:
    """Whether a word owns what follows: an apostrophe ends it or stands before its last letter."""
    return "'" in text[-2:]
