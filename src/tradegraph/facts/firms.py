"""Firms: whose trade a figure tells of where a firm, and no place, exports ("the company shipped 3 million yuan of lamps").

The trade of one firm is no figure of the region that it stands in. A figure of trade behind the mention of a firm is the firm's, until a place
is named again or the paragraph ends; its reporter is the phrase (`text:…`, FACTS.md), as no code list has firms. Words for firms are Turtle
(role `firm`); in English a name that no list has is taken for one where it owns exports or imports ("Suntech's exports").
"""

from __future__ import annotations

import re

from tradegraph.facts.state import TRADE_FLOWS
from tradegraph.facts.tokens import Sentence, Token, printed
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated

TRADED = frozenset({"trade", "trade-quantity", "trade-price"})
_MAX_NAME = 40  # characters of a firm's name before its class word at most
_HAN_NAME = re.compile("[\u4e00-\u9fffA-Za-z0-9()\u00b7]{1,24}\\Z")
_HAN_FIRM = re.compile("[\u4e00-\u9fffA-Za-z0-9()\u00b7]{4,24}\\Z")
_LATIN_NAME = re.compile(r"(?:[A-Z][A-Za-z0-9&.'-]*,? (?:&,? )?){1,5}\Z")
_OWNER = re.compile(r"([A-Z][A-Za-z0-9&-]+(?: [A-Z][A-Za-z0-9&-]+){0,3})\Z")
_BEFORE_NAMES = frozenset({"period", "date", "particle", "with", "while", "and", "sep", "level-verb", "of-which", "q", "direction"})


def mentioned(sentence: Sentence, annotated: Annotated, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """Where firms and places are named in a sentence, in order: the range of each name in the folded text; the firm's name, nothing for a place."""
    zh = lexicon.language == "zh"
    out: list[tuple[int, int, str]] = []
    for index, token in enumerate(sentence.tokens):
        if token.kind == "firm":
            name = _before(token, sentence.tokens[:index], annotated, zh=zh) if token.concept.get("names") else ""
            out.append((token.start - len(name), token.end, name + printed(annotated, token.start, token.end)))
        elif token.kind == "place" or (token.kind == "anaphor" and token.concept.get("level") != "own"):
            out.append((token.start, token.end, ""))
        elif token.kind == "term" and token.concept.get("flow") in TRADE_FLOWS:
            owner = _trading(token, annotated, lexicon) if zh else _owner(token, sentence, annotated, lexicon)
            if owner:
                out.append((token.start, token.start, owner))
    return out


def _before(token: Token, before: tuple[Token, ...], annotated: Annotated, *, zh: bool) -> str:
    """What stands of a firm's name before its class word."""
    start = annotated.folded.origin(token.start, token.end)[0]
    floor = max([start - _MAX_NAME, 0, *(annotated.folded.origin(t.start, t.end)[1] for t in before if t.kind in _BEFORE_NAMES)])
    match = (_HAN_NAME if zh else _LATIN_NAME).search(annotated.document.text[floor:start])
    return match.group() if match is not None else ""


def _trading(token: Token, annotated: Annotated, lexicon: Lexicon) -> str:
    """A Chinese name that ends as those of firms do, right before a word of trading: "the Hualian group exported"."""
    text, endings = annotated.folded.text, lexicon.alternatives("firm-ending")
    name = _HAN_FIRM.search(text, max(0, token.start - _MAX_NAME), token.start) if text.endswith(endings, 0, token.start) else None
    return printed(annotated, name.start(), token.start) if name is not None else ""


def _owner(token: Token, sentence: Sentence, annotated: Annotated, lexicon: Lexicon) -> str:
    """A name that no list has and that owns what a word of trade says."""
    text = annotated.folded.text
    for mark in lexicon.role("possessive"):
        end = token.start - len(mark) - 1
        if end <= sentence.start or text[end : token.start] != f"{mark} " or any(t.start < end < t.end + 1 for t in sentence.tokens):
            continue
        start, stop = annotated.folded.origin(max(sentence.start, end - _MAX_NAME), end)
        match = _OWNER.search(annotated.document.text[start:stop])
        if match is not None:
            return match.group(1)
    return ""


def outside(token: Token, named: list[tuple[int, int, str]]) -> bool:
    """Whether a word is no part of a firm's name, as tungsten is of "Xiamen Tungsten Co., Ltd"."""
    return token.kind != "firm" and not any(firm and start <= token.start < end for start, end, firm in named)


def exporter(named: list[tuple[int, int, str]], at: int, carried: str) -> str:
    """The firm whose trade a figure at an offset tells of, if any; `carried` is that of the sentence before."""
    before = [firm for _, end, firm in named if end <= at]
    return before[-1] if before else carried
