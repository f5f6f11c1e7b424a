"""Epithets: places told by what they are and where, as in "the Guangdong city", "Shaanxi's capital" and "the capital of northwest China's Shaanxi".

Word by word each would be the region around the place. A kind of place behind the name of a region means the one that the text speaks of, as
"the city" does; the capital of a province is known by its code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from tradegraph.facts.places import seat
from tradegraph.facts.tokens import Token, printed
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Concept

_AROUND = frozenset({"country", "area", "province", "prefecture"})  # what a city or county is said to lie in
_KINDS: Mapping[str, tuple[str, ...]] = {  # the types of places that an expression can be the kind of, by its level
    "city": ("prefecture", "county"), "county": ("county",), "capital": ("prefecture",), "province": ("province",),
}  # fmt: skip
_MEANT = frozenset({"city", "county", "province", "province-or-below"})  # levels of expressions that adjectives can stand in
_CAPITAL = "capital"  # the level of a kind of place of which a province has one
_WORDS = 4  # words of a kind of place at most
_RUN = re.compile(r" ([a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*){0,3})")
_BEHIND = 80  # characters of a kind of place behind the last word that is known at most
_NEAR = 5  # characters from such a noun to the name that it stands before: "of "
_SPACED = 2  # characters between two names that stand side by side, less one


@lru_cache(maxsize=4)
def _heads(lexicon: Lexicon) -> re.Pattern[str]:
    """The last words of all kinds of place and of the expressions that mean one: a sentence without any of them holds no epithet."""
    meant = (text for text, c in lexicon.role("anaphor").items() if c.get("level") in _MEANT)
    heads = sorted({re.escape(text.rsplit(" ", 1)[-1]) for text in (*lexicon.role("town-noun"), *meant)})
    return re.compile(rf"\b(?:{'|'.join(heads)})\b" if heads else r"(?!)")


def with_epithets(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence with each epithet as the place or the expression that it is."""
    text, nouns = annotated.folded.text, lexicon.role("town-noun")
    if not tokens or _heads(lexicon).search(text, tokens[0].start, tokens[-1].end + _BEHIND) is None:
        return tokens
    tokens = _with_adjectives(tokens, annotated, lexicon)
    out: list[Token] = []
    ended = 0
    for index, token in enumerate(tokens):
        if token.start < ended:
            continue  # said inside an epithet
        if (led := _leads(out, token)) > 0:
            token = replace(token, start=out[-led].start)  # the border city of Horgos, the capital city Lhasa
            del out[-led:]
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.kind == "commodity" and (named := _nickname(token, out, after, annotated, lexicon)) is not None:
            out, ended = [*out[: -1 if named.kind == "anaphor" else len(out)], named], named.end
            continue
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
        if first and out[first - 1].kind == "particle" and _definite(text[out[first - 1].start : out[first].start], lexicon):
            begin = out[first].start
            out[first:] = [Token(begin, end, "anaphor", (noun,), text=text[begin:end], printed=printed(annotated, begin, end))]
            ended = end
    return out


def _with_adjectives(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with a kind of place behind adjectives that no list has as the expression without them: "the landlocked plateau province".

    "The neighbouring county" is a place that nobody names, unless its name follows.
    """
    text, articles, known = annotated.folded.text, lexicon.role("definite"), lexicon.role("anaphor")
    others, beside = lexicon.role("other-place"), lexicon.role("beside")
    out = list(tokens)
    for index, token in enumerate(tokens):
        run = _RUN.match(text, token.end) if token.kind == "particle" and text[token.start : token.end] in articles else None
        after = next((t for t in tokens[index + 1 :] if t.kind != "of"), None)
        end, elsewhere = token.end, False
        for number, word in enumerate(run.group(1).split(" ") if run is not None else ()):
            end += len(word) + 1
            if word in others or (index + 1 < len(tokens) and end > tokens[index + 1].start):
                break
            elsewhere = elsewhere or word in beside
            noun = known.get(f"{text[token.start : token.end]} {word}") if number else None
            if noun is None or noun.get("level") not in _MEANT or not printed(annotated, token.end, end).islower():
                continue
            name = printed(annotated, token.start, end)
            if not elsewhere:
                out[index] = Token(token.start, end, "anaphor", (noun,), text=text[token.start : end], printed=name)
            elif after is None or after.kind != "place" or after.start - end > _NEAR:
                out[index] = _named(Concept("place", f"text:{name}", (("en", name),), ()), token.start, end, annotated)
            break
    return out


def _definite(words: str, lexicon: Lexicon) -> bool:
    """Whether an article leads to a name, with nothing between but an adjective or two: "the southern Jiangxi city"."""
    article, *adjectives = words.split()
    others = {*lexicon.role("other-place"), *lexicon.role("beside")}
    return article in lexicon.role("definite") and len(adjectives) < _WORDS - 1 and all(w.isalpha() and w not in others for w in adjectives)


def _leads(out: list[Token], token: Token) -> int:
    """How many tokens before a name only say what kind of place it is: "the city of", "the city"."""
    size = 2 if out[-1:] and out[-1].kind == "of" else 1
    if token.kind != "place" or len(out) < size or out[-size].kind != "anaphor" or token.start - out[-size].end > (_NEAR if size > 1 else 1):
        return 0
    return size if token.concept.get("placeType") in _KINDS.get(out[-size].concept.get("level"), ()) else 0


def _nickname(token: Token, before: list[Token], after: Token | None, annotated: Annotated, lexicon: Lexicon) -> Token | None:
    """What a good before a kind of place is: the city spoken of, "the toy capital", or no more than its attribute: "rare-earth capital Ganzhou"."""
    text, nouns = annotated.folded.text, lexicon.role("town-noun")
    noun, end = _kind_behind(token, text, nouns, lexicon)
    if noun is None:
        return None
    article = before[-1] if before and token.start - before[-1].end < _SPACED else None
    named = after is not None and after.kind == "place" and after.start - end < _SPACED
    if not named and article is not None and article.kind == "particle" and text[article.start : article.end] in lexicon.role("definite"):
        city = next(c for c in nouns.values() if c.get("level") == "city")
        return Token(article.start, end, "anaphor", (city,), text=text[article.start : end], printed=printed(annotated, article.start, end))
    return replace(token, kind="particle", end=end, concepts=())


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
