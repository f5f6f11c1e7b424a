"""Owners: whose exports they are where a partner stands before the word for them.

"Vietnam's exports to Yunnan" are Yunnan's imports from Vietnam; "Japan's exports" are nobody's trade that a release is about. A release of
a customs territory that others trade with (Hong Kong, Macao, Taiwan) is about that territory, and the country around it is a partner. What a
region sells within the country is no export.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, takewhile

from tradegraph.facts.places import Gazetteer
from tradegraph.facts.state import TRADE_FLOWS
from tradegraph.facts.tokens import Sentence, Token, leading_kind
from tradegraph.lexicon import Lexicon
from tradegraph.model import Concept

_OWNED = 28  # characters between an owner and the word of trading at most
_MOVES = frozenset({"direction", "contribution", "causes"})
_DOMESTIC_SALES = "term-domestic-sales"  # what is sold within the country: no trade, but a figure
_SOLD = "term-sold"
HOME = frozenset({"mainland", "home-market"})  # where it is sold, unless a release is of a customs territory beside it
_AHEAD = 6  # tokens in which the other side of an owner's trade can stand


def foreign(tokens: list[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence with exports that a partner owns turned into imports from it, or into what is no trade of ours."""
    marks = tuple(f"{mark} " for mark in lexicon.role("possessive"))
    out = list(tokens)
    for index, token in enumerate(tokens):
        if token.kind == "partner" and _only_near(tokens, index):
            out[index] = replace(token, kind="particle")
        if token.kind == "place" and [t.kind for t in tokens[index + 1 : index + 2]] == ["location-noun"] and _named_beside(tokens, index):
            out[index] = replace(token, kind="particle")  # this city at the tip of the Shandong peninsula
        if token.kind == "partner" and [t.kind for t in tokens[index + 2 : index + 4]] == ["anaphor", "term"] and tokens[index + 1].kind in _MOVES:
            its, noun = tokens[index + 2 : index + 4]
            if its.concept.get("level") == "own" and (flow := noun.concept.get("ownedFlow")):  # Peru raised its purchases by 8 percent
                out[index + 2 : index + 4] = [replace(token, start=its.start, end=its.end), noun.with_flow(flow)]
                out[index] = replace(token, kind="particle")
        if token.kind != "partner" or not text.startswith(marks, token.end):
            continue
        at = next((i for i in range(index + 1, min(index + 4, len(tokens))) if tokens[i].kind not in {"particle", "period"}), index)
        term = tokens[at]
        flow = term.concept.get("flow") if term.kind == "term" else ""
        if flow not in TRADE_FLOWS or term.concept.get("indicator") or term.start - token.end > _OWNED:
            continue
        other = _other_side(tokens[at + 1 : at + 1 + _AHEAD])
        if other is not None and other.kind in {"place", "anaphor"}:
            (turned,) = TRADE_FLOWS - {flow}
            out[at] = term.with_flow(turned)
        elif not (other is None and term.concept.get("ownedFlow")):  # Vietnam's purchases are from whom the release is about
            out[at] = replace(term, kind="non-trade", concepts=(lexicon.named("non-trade", "non-trade"),))
            out[index] = replace(token, kind="particle")
    return out


def sold_at_home(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence with what is sold within the country as no trade: "sold 2 billion yuan of goods to the mainland"."""
    out = list(tokens)
    for index, token in enumerate(tokens):
        if token.kind not in HOME or any(t.kind == "partner" for t in tokens[:index]):
            continue
        at = next((i for i in range(index - 1, -1, -1) if tokens[i].kind in {"term", ";"}), index)
        term, toward = tokens[at], leading_kind(reversed(tokens[:index]))
        export = term.kind == "term" and term.concept.get("flow") == "export" and not term.concept.get("indicator")
        if export and (term.concept.notation == _SOLD or toward == "level-verb"):  # sold there, or exported to it
            out[at] = replace(tokens[at], concepts=(lexicon.named("term", _DOMESTIC_SALES),))
    return [t for t in out if t.kind != "home-market"]


def with_shares_of(tokens: list[Token]) -> list[Token]:
    """The tokens of an English sentence with the country before "share" as what a share is of: "National share 11.9%" as "share of the country"."""
    out = list(tokens)
    for index, (owner, noun) in enumerate(pairwise(tokens)):
        country = owner.kind == "anaphor" and owner.concept.get("level") == "country" and noun.kind == "share" and noun.start - owner.end == 1
        figure = next((t for t in tokens[index + 2 :] if t.kind not in {"level-verb", "particle", ":"}), None) if country else None
        if figure is not None and figure.kind == "q":
            out[index : index + 2] = [noun, replace(owner, start=noun.end, end=noun.end)]
    return out


def _named_beside(tokens: list[Token], index: int) -> bool:
    """Whether the statement that a place stands in names another before it: what follows only tells where that lies."""
    ahead = list(takewhile(lambda t: t.kind not in {",", ";", "q"}, reversed(tokens[:index])))
    return any(t.kind in {"place", "anaphor"} and t.concept.get("level") != "own" for t in ahead)


def _only_near(tokens: list[Token], index: int) -> bool:
    """Whether a partner only tells where a place lies: "on the Mongolian border", "its borders with Russia and Laos"."""
    if [t.kind for t in tokens[index + 1 : index + 2]] == ["location-noun"]:
        return True
    before = [t for t in tokens[:index] if t.kind not in {"partner", "and", ",", "sep", "particle"}][-2:]
    return [t.kind for t in before] == ["location-noun", "with"]


def _other_side(tokens: Iterable[Token]) -> Token | None:
    """The place or partner that goods went to or came from, behind a word of trading."""
    for token in tokens:
        if token.kind in {"place", "anaphor", "partner"}:
            return token
        if token.kind not in {"with", "particle", "of", "level-verb", "from-level", "commodity"}:
            return None
    return None


def territorial(found: list[Sentence], territory: Concept, gazetteer: Gazetteer) -> list[Sentence]:
    """The sentences of a release of a customs territory: it is the place, and the country around it a partner."""
    country = gazetteer.partner("CN")
    return [replace(s, tokens=tuple(_turned(t, territory, country, gazetteer) for t in s.tokens)) for s in found]


def _turned(token: Token, territory: Concept, country: Concept | None, gazetteer: Gazetteer) -> Token:
    if token.kind == "partner" and gazetteer.territory(token.concept) == territory:
        return replace(token, kind="place", concepts=(territory,))
    home = token.kind == "mainland" or (token.kind == "place" and any(gazetteer.type(c) == "country" for c in token.concepts))
    return replace(token, kind="partner", concepts=(country,)) if home and country is not None else token
