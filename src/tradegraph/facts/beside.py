"""Goods in English that no list has, told by known ones beside them: in a list, line by line, in brackets, in the same turn of phrase.

"Solar panels (+62%), sex toys (+41%)" names two goods because it names one. Only nouns are taken: no adverb, no participle, no word that fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile, zip_longest

from tradegraph.facts.goods import been_traded, good_as_printed, qualifies
from tradegraph.facts.state import PREDICATES, SEPARATORS
from tradegraph.facts.tokens import Token, inserted
from tradegraph.inflection import ends_in_of, plural
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated

_PHRASE = re.compile(r" *((?:[a-z][a-z-]+ ){0,3}[a-z][a-z-]+)[\"' ]*\Z")
_LINE = re.compile(r"[-*>•·▪●–]? ?((?:[a-z][a-z-]+ ){0,3}[a-z][a-z-]+)(?: & ((?:[a-z][a-z-]+ ){0,2}[a-z][a-z-]+))?\Z")
_AMOUNTS = frozenset({"money", "mass", "volume", "percent", "multiple", "times", "fraction"})
_FIGURES = PREDICATES | {"q", ",", "(", ")", "level-verb", "particle", "facet", "basis", "while"}  # of a good, behind it
_CLAUSES = frozenset({",", ";", "and", "while", "period", ":"})  # what stands before the subject of a clause
_SAYS = frozenset({"direction", "level-verb", "share", "rank-verb", "rate", "facet", "q", "term", "particle"})  # what is said of a good
_COLON = re.compile(r"[a-z &-]{0,24}(?:\([^()\n]{1,12}\))? ?: ?")  # what closes a label behind a good
_BLOCK = 600  # characters of the lines around one at most
_MIN = 4  # letters of a noun in the singular at least


def noun(start: int, end: int, annotated: Annotated, lexicon: Lexicon, *, several: bool) -> Token | None:
    """The good that all words between two offsets name; none where one of them is no part of a name, or the last is not in the plural."""
    text = annotated.folded.text
    match = _PHRASE.match(text[start:end])
    words = match.group(1).split(" ") if match is not None else []
    particles = lexicon.role("particle")
    while words and words[0] in particles:
        words.pop(0)
    if match is None or not words or not qualifies(" ".join(words), lexicon, most=4):
        return None
    if len(words[-1]) < _MIN or (several and not plural(words[-1], lexicon)):
        return None
    stop = start + match.end(1)
    return good_as_printed(stop - len(" ".join(words)), stop, annotated)


def bracketed(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with each member of a list whose figures stand in brackets, where another is a known good: "chips (+62%), golf carts (+38%)"."""
    opening = [i for i, t in enumerate(tokens) if t.kind == "(" and any(a.kind == "q" for a in tokens[i + 1 : i + 3])]
    if not any(i and tokens[i - 1].kind == "commodity" for i in opening):
        return tokens
    found: list[Token] = []
    for index in opening:
        before = tokens[index - 1] if index else None
        listed = before is not None and before.kind in SEPARATORS
        if before is not None and (listed or before.kind in {"level-verb", "particle", "with", ":", "of-which", "term", "unit"}):
            good = noun(before.end, tokens[index].start, annotated, lexicon, several=not listed)
            found.extend([good] if good is not None else [])
    return inserted(tokens, found)


def gapped(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with what stands before a figure where a known good did: "chips made up 12 percent and lawn mowers 9 percent".

    So does what is "worth" so much behind another good that was.
    """
    out: list[Token] = []
    for token in tokens:
        worth = len(out) > 1 and token.quantity is not None and out[-1].kind == "facet"
        mark = out[-2] if worth else out[-1] if out else None
        if token.quantity is not None and mark is not None and mark.kind in {*SEPARATORS, "while"} and token.quantity.kind in _AMOUNTS:
            told = out[: out.index(mark)]
            ahead = list(takewhile(lambda t: t.kind in _FIGURES, reversed(told)))
            held = told[-1 - len(ahead)] if len(ahead) < len(told) else None
            alike = any(t.quantity is not None and t.quantity.kind == token.quantity.kind for t in ahead)
            direct = ahead and ahead[-1].kind == "q" and mark.kind != "," and token.quantity.kind != "percent"
            if alike and held is not None and held.kind == "commodity" and worth <= any(t.kind == "facet" for t in ahead):
                begins = out[-1].start if worth else token.begins
                good = noun(mark.end, begins, annotated, lexicon, several=not direct)
                out[len(out) - worth : len(out) - worth] = [good] if good is not None else []
        out.append(token)
    return out


def others(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with a list of goods that "and other" ends as it is meant.

    "dark tea and other tea" is one good, "wine, beer and other drinks" are three, "feet, oxtails and other products" are two.
    """
    text = annotated.folded.text
    generic = lexicon.role("any-goods")
    out: list[Token] = []
    rest_of = lexicon.role("rest-of-goods")
    left = iter(zip_longest(tokens, tokens[1:], tokens[2:]))
    for token, other, after in left:
        last = out[-1] if out else None
        joined = token.kind == "and" and last is not None and last.kind == "commodity"
        if not joined or last is None or other is None or after is None or other.text not in rest_of:
            out.append(token)
            continue
        words = text[other.end : after.start].split()
        next(left)
        if not words and after.kind == "commodity" and last.text.endswith(f" {after.text}"):
            out[-1] = good_as_printed(last.start, after.end, annotated, after.concepts)
            next(left)
        elif words and words[0] in generic:
            if [t.kind for t in out[-3:-1]] == ["commodity", ","]:
                out[-2] = replace(out[-2], kind="and")
        else:
            good = noun(other.end, after.start, annotated, lexicon, several=True) if words else None
            out.extend([token, good or other])
    return out


def opened(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with the first of a list that a sentence opens with, where the second is a known good: "Nutmeg, pepper and other spices"."""
    if len(tokens) < 2 or tokens[0].kind not in SEPARATORS or tokens[1].kind != "commodity" or tokens[1].start - tokens[0].end > 1:
        return tokens
    start = _opening(tokens[0].start, annotated)
    listed = tokens[0].kind == "and" or any(t.kind in {"and", "sep"} for t in tokens[2:3])
    good = noun(start, tokens[0].start, annotated, lexicon, several=tokens[0].kind == "and" or not listed) if tokens[0].start - start < 40 else None
    return inserted(tokens, [good] if good is not None else [])


def passive(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with what a clause says to have been traded: "Electric irons were shipped", or to have sold in some way: "magnets sold best"."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        been = token.kind == "level-verb" and after is not None and after.start - token.end == 1 and been_traded(after, lexicon)
        alone = been_traded(token, lexicon) and after is not None and after.kind in {",", "."} and after.start - token.end > 1
        last = out[-1] if out else None
        if (been or alone) and (last is None or last.kind in _CLAUSES):
            good = noun(last.end if last is not None else _opening(token.start, annotated), token.start, annotated, lexicon, several=True)
            out.extend([good] if good is not None else [])
        out.append(token)
    return out


def _opening(end: int, annotated: Annotated) -> int:
    """Where the sentence or line begins that an offset stands in."""
    return max(annotated.folded.text.rfind(mark, 0, end) + 1 for mark in ("\n", ". "))


def retold(tokens: list[Token], told: Iterable[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with the goods that no list has and that were named before, right before what is said of them: "The red coral was worth"."""
    text, start, end = annotated.folded.text, _opening(tokens[0].start, annotated), tokens[-1].end
    found: dict[int, Token] = {}
    for name in sorted({t.text for t in told if t.kind == "commodity" and len(t.text) > _MIN}, key=len):
        for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text[start:end]):
            a, b = start + match.start(), start + match.end()
            says = next((t.kind in _SAYS for t in tokens if t.start == b + 1), False)
            if says and all(t.end <= a or t.start >= b for t in tokens) and _opens([t for t in tokens if t.end <= a], a, text, start, lexicon):
                found[b] = good_as_printed(a, b, annotated)
    return inserted(tokens, list(found.values()))


def _opens(before: list[Token], at: int, text: str, start: int, lexicon: Lexicon) -> bool:
    """Whether a word at an offset is what a clause, a list or "of" goes on with: not "orders for" it."""
    left = before[-1].end if before else start
    if text[left:at].strip():
        return False
    last = before[-1] if before else None
    if last is not None and last.kind == "particle" and not ends_in_of(last.text, lexicon):
        return _opens(before[:-1], last.start, text, start, lexicon)
    return last is None or last.kind in _CLAUSES | {"sep", "of", "of-which", "particle"}


def lined(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with the goods that a line is labelled with, where another line beside it is labelled with a known one: "- Cables: $3m"."""
    text = annotated.folded.text
    colon = next((i for i, t in enumerate(tokens) if t.kind == ":"), -1)
    figure = next((t for t in tokens[colon + 1 :] if t.kind not in {"term", "direction", "particle"}), None)
    stated = figure is not None and figure.quantity is not None and figure.quantity.kind in _AMOUNTS
    head = tokens[: max(0, colon)]
    if colon < 0 or not stated or any(t.kind not in {"and", "commodity", "nl"} for t in takewhile(lambda t: t.kind != "(", head)):
        return tokens
    stop = next((t.start for t in head if t.kind == "("), tokens[colon].start)
    start = text.rfind("\n", 0, stop) + 1
    match = _LINE.match(text[start:stop].strip(" "))
    if match is None or not _labels_beside(start, annotated):
        return tokens
    shift = stop - len(text[start:stop].lstrip(" "))
    named = [noun(shift + a, shift + b, annotated, lexicon, several=False) for a, b in (match.span(1), match.span(2)) if a >= 0]
    goods = [g for g in named if g is not None and not any(t.start < g.end and g.start < t.end for t in head)]
    return inserted(tokens, goods)


def _labels_beside(start: int, annotated: Annotated) -> bool:
    """Whether a line among those around the one at an offset, with no blank one between, is labelled with a known good."""
    text = annotated.folded.text
    top, bottom = text.rfind("\n\n", 0, start) + 1, text.find("\n\n", start)
    floor, ceiling = max(top, start - _BLOCK), min(bottom if bottom >= 0 else len(text), start + _BLOCK)
    labels = (m for m in annotated.mentions if m.kind == "commodity" and floor <= m.start < ceiling)
    return any(_COLON.match(text, m.end) for m in labels if _leads(m.start, text))


def _leads(at: int, text: str) -> bool:
    """Whether nothing but letters stands before an offset in its line."""
    return not any(c.isdecimal() or c in ".:;" for c in text[text.rfind("\n", 0, at) + 1 : at])
