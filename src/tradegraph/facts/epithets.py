"""Epithets: places told by what they are and where, as in "the Guangdong city", "Shaanxi's capital" and "the capital of northwest China's Shaanxi".

Word by word each would be the region around the place. A kind of place behind the name of a region means the one that the text speaks of, as
"the city" does; the capital of a province is known by its code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from tradegraph.facts.places import seat
from tradegraph.facts.tokens import Token, printed
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Concept

_AROUND = frozenset({"country", "area", "province", "prefecture"})  # what a city or county is said to lie in
_KINDS: Mapping[str, tuple[str, ...]] = {  # the types of places that an expression can be the kind of, by its level
    "city": ("prefecture", "county"), "county": ("county",), "capital": ("prefecture",), "province": ("province",),
}  # fmt: skip
_CAPITAL = "capital"  # the level of a kind of place of which a province has one
_WORDS = 4  # words of a kind of place at most
_RUN = re.compile(r" ([a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*){0,3})")
_NEAR = 5  # characters from such a noun to the name that it stands before: "of "
_SPACED = 2  # characters between two names that stand side by side, less one


def with_epithets(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence with each epithet as the place or the expression that it is."""
    text, nouns = annotated.folded.text, lexicon.role("town-noun")
    out: list[Token] = []
    ended = 0
    for index, token in enumerate(tokens):
        if token.start < ended:
            continue  # said inside an epithet
        if _names(out, token):
            token = replace(token, start=out[-2].start)  # the border city of Horgos
            del out[-2:]
        out.append(token)
        capital = _capital_of(out, text, nouns, lexicon) if token.kind == "place" else None
        if capital is not None:
            concept, first = capital
            begin = out[first].start
            out[first:] = [_named(concept, begin, token.end, annotated)]
            ended = token.end
            continue
        noun, end = _kind_behind(token, text, nouns, lexicon) if token.kind == "place" else (None, 0)
        behind = next((t for t in tokens[index + 1 :] if t.start >= end and t.kind != "of"), None) if noun is not None else None
        if noun is None or token.concept.get("placeType") not in _AROUND:
            continue
        if noun.get("level") == _CAPITAL:
            if (main := _seat(token, lexicon)) is not None:
                out[-1], ended = _named(main, token.start, end, annotated), end
            continue
        if behind is not None and behind.kind == "place" and behind.start - end < _NEAR:
            continue  # the Guangdong city of Huizhou
        first = len(out) - 1
        while first and out[first - 1].kind == "place" and out[first].start - out[first - 1].end < _SPACED:
            first -= 1  # the east Zhejiang city
        if first and out[first - 1].kind == "particle" and text[out[first - 1].start : out[first].start].strip() in lexicon.role("definite"):
            begin = out[first].start
            out[first:] = [Token(begin, end, "anaphor", (noun,), text=text[begin:end], printed=printed(annotated, begin, end))]
            ended = end
    return out


def _names(out: list[Token], token: Token) -> bool:
    """Whether a kind of place and "of" lead to the name of such a place."""
    if token.kind != "place" or len(out) < 2 or out[-1].kind != "of" or out[-2].kind != "anaphor" or token.start - out[-2].end > _NEAR:
        return False
    return token.concept.get("placeType") in _KINDS.get(out[-2].concept.get("level"), ())


def _kind_behind(token: Token, text: str, nouns: Mapping[str, Concept], lexicon: Lexicon) -> tuple[Concept | None, int]:
    """The kind of place that stands right behind a name, and where it ends: "Guangdong city", "Shaanxi's capital"; a capital alone is owned."""
    owned = next((mark for mark in lexicon.role("possessive") if text.startswith(mark, token.end)), "")
    run = _RUN.match(text, token.end + len(owned))
    words = run.group(1).split(" ") if run is not None else []
    for size in range(min(len(words), _WORDS), 0, -1):
        label = " ".join(words[:size])
        noun = nouns.get(label)
        if noun is not None and run is not None:
            place = noun.get("level") == _CAPITAL if owned else noun.get("level")  # not: its capital goods
            return (noun, run.start(1) + len(label)) if place else (None, 0)
    return None, 0


def _capital_of(out: list[Token], text: str, nouns: Mapping[str, Concept], lexicon: Lexicon) -> tuple[Concept, int] | None:
    """The capital of the province that the last token names, and the first token that says so: "the capital of northwest China's Shaanxi"."""
    of = len(out) - 2
    while of > 0 and out[of].kind == "place" and out[of].concept.get("placeType") in {"area", "country"}:
        of -= 1
    if of < 0 or out[of].kind != "of":
        return None
    words = text[text.rfind("\n", 0, out[of].start) + 1 : out[of].start].split()[-_WORDS:]
    for size in range(len(words), 0, -1):
        noun = nouns.get(" ".join(words[-size:]))
        ahead = words[-size - 1] if size < len(words) else ""
        if noun is not None and noun.get("level") == _CAPITAL and (not ahead or ahead.endswith(",") or ahead in lexicon.role("definite")):
            main = _seat(out[-1], lexicon)
            return (main, of - 1 if of and out[of - 1].kind == "anaphor" else of) if main is not None else None
    return None


def _seat(province: Token, lexicon: Lexicon) -> Concept | None:
    """The capital of the one province that a name can mean."""
    provinces = [c for c in province.concepts if c.get("placeType") == "province"]
    return lexicon.vocabulary.find("place", seat(provinces[0])) if len(provinces) == 1 else None


def _named(place: Concept, start: int, end: int, annotated: Annotated) -> Token:
    return Token(start, end, "place", (place,), text=annotated.folded.text[start:end], printed=printed(annotated, start, end))
