"""Places meant by what they are: "the Jiangsu city", "the old river port city", "this Inner Mongolian county".

An article and a noun with which it means a place ("the city") mean it as well with words between that only describe it, among them the name of the
region around it, which would otherwise be read as the place itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon
from tradegraph.model import Concept

_LEVELS = frozenset({"city", "county", "province"})
_AROUND: Mapping[str, frozenset[str]] = {  # the types of place in which a place of a level can lie
    "city": frozenset({"province", "area", "country"}), "county": frozenset({"province", "prefecture", "area", "country"}),
    "province": frozenset({"area", "country"}),
}  # fmt: skip
_DESCRIBES = frozenset({"place", "commodity", "particle", "partner"})
_WORDS = 4  # between the article and its noun at most
_SPAN = 48  # characters of them at most
_PLAIN = re.compile(r"(?: [a-z][a-z'-]*)+")


@lru_cache(maxsize=4)
def _meanings(lexicon: Lexicon) -> tuple[Mapping[str, Concept], re.Pattern[str]]:
    """The expressions of two words that mean a place by an article and a noun, and a pattern for their nouns."""
    labels = {text: c for text, c in lexicon.role("anaphor").items() if text.count(" ") == 1 and c.get("level") in _LEVELS}
    nouns = "|".join(sorted({re.escape(text.split(" ")[1]) for text in labels if "'" not in text}))
    return labels, re.compile(rf" ({nouns})(?![\w-]| of\b)" if nouns else r"(?!)")


def with_described(tokens: list[Token], text: str, end: int, lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence that ends at `end` with one anaphor for each place that is meant by a described noun."""
    labels, nouns = _meanings(lexicon)
    out: list[Token] = []
    covered = -1
    for token in tokens:
        if token.start < covered:
            continue
        out.append(token)
        if token.kind != "particle" or not text.startswith(" ", token.end):
            continue
        noun = nouns.search(text, token.end, min(end, token.end + _SPAN))
        concept = labels.get(f"{token.text} {noun.group(1)}") if noun is not None else None
        if noun is None or concept is None or not _describes(text[token.end : noun.start()]):
            continue
        inner = [t for t in tokens if token.end <= t.start < noun.end()]
        around = _AROUND[concept.get("level")]
        if all(t.kind in _DESCRIBES and (t.kind != "place" or t.concept.get("placeType") in around) for t in inner):
            covered = noun.end()
            out[-1] = Token(token.start, covered, "anaphor", (concept,), text=f"{token.text} {noun.group(1)}", printed=text[token.start : covered])
    return out


def _describes(words: str) -> bool:
    """Whether nothing but a few words stands between an article and its noun."""
    return _PLAIN.fullmatch(words) is not None and words.count(" ") <= _WORDS
