"""Investment and firms that trade, told by verbs in English: "foreign firms invested $1.26 billion", "the number of firms trading rose to 4,683".

An amount that is invested or attracted is no trade. It is foreign capital where those who invest are foreign or the passage has spoken of it; of
any other nobody says whose it is (measures.py).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, takewhile

from tradegraph.facts.state import TRADE_FLOWS
from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon

_CAPITAL, _ACTIVE, _FIRM, _FOREIGN = "term-fdi", "term-active", "{enterprise}", "foreign"
_ENDS = frozenset({",", ";", ".", ":"})
_PASSED = frozenset({"particle", "per", "together", "hedge"})  # what may stand between a verb and its amount


def with_investments(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with a verb of investing before an amount as foreign capital where foreigners are its subject, and without it elsewhere.

    Where nothing says whose the money is, the verb stays as it is.
    """
    out: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind != "investing":
            out.append(token)
            continue
        figure = next((t for t in tokens[index + 1 :] if t.kind not in _PASSED), None)
        clause = list(takewhile(lambda t: t.kind not in _ENDS, tokens[index + 1 :]))
        spoken = any(t.kind == "term" for t in clause)  # attracted 3 billion yuan of foreign investment, 2 billion yuan in orders
        if figure is None or figure.quantity is None or figure.quantity.kind != "money" or spoken:
            continue
        led = list(takewhile(lambda t: t.kind not in _ENDS, reversed(out)))
        foreign = [t for t in led if t.concept.notation == _FOREIGN and t.kind in {"enterprise", "attributive"}]
        if foreign or any(t.kind == "partner" for t in led):
            out = [replace(t, kind="particle") if t in foreign else t for t in out]
            out.append(replace(token, kind="term", concepts=(lexicon.named("term", _CAPITAL),)))
        else:
            out.append(token)
    return out


def with_active_firms(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens with a verb or noun of trading right behind "the number of firms" as what makes them firms that trade."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        firms = list(islice((t for t in reversed(out) if t.kind not in {"particle", "with"}), 2))[::-1]
        noun = len(firms) == 2 and firms[0].kind == "facet" and (firms[1].kind == "enterprise" or firms[1].concept.notation == _FIRM)
        plain = token.kind == "term" and token.concept.get("flow") in {"total", *TRADE_FLOWS} and not token.concept.get("indicator")
        valued = [t.kind for t in tokens[index + 1 : index + 2]] == ["of"]  # the number of firms with exports of over a million
        if noun and plain and not valued and out[-1].kind in {"unit", "enterprise", "with", "particle"}:
            token = replace(token, concepts=(lexicon.named("term", _ACTIVE),))
            if out[-1].kind == "with":
                out.pop()
        out.append(token)
    return out
