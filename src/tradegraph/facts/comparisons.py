"""Comparisons: what a rate is held against, in English, and what a Chinese figure is level with.

A word that compares ("than", "over", "from", "compared with") with a period behind it ("May 2023", "the same months of 2019", "last month")
becomes one token of the kind `basis`, as a fixed phrase ("year on year") is. What basis that is follows from how the two periods lie to each
other, so every period that can be stated can be compared with; there is no list of such phrases.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import takewhile

from tradegraph.facts.state import AMOUNTS, RATIO
from tradegraph.facts.tokens import Token
from tradegraph.model import Period
from tradegraph.period import Span

UNCOMPARED = "?"  # a basis that no code tells
_GAP = 40  # characters between a word that compares and its period at most
_BESIDE = 6  # characters between a multiple and its period at most
_BETWEEN = frozenset({"particle", "with", "of", "same-ref", "level-verb"})  # "than that of May", "from the level in May"
_MOVES = frozenset({"per", "particle", "direction", "rate", "basis"})  # "after falling by", "after a year-on-year rise of"
_RATED = frozenset({"direction", "rate", "gap"})  # "less than April's 263.9 billion"
_WHEN = frozenset({"period", "basis"})
_OWNERS = frozenset({"place", "partner"})
_AHEAD = 4  # tokens between a multiple, its amount and the period of that at most
_DURATIONS = frozenset({"past", "since", "ytd"})
_RATES = RATIO | {"points"}


def with_comparisons(tokens: list[Token], text: str) -> list[Token]:
    """The tokens of an English sentence with each comparison and its period as one token of the kind `basis`."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        tail = _tail(tokens, at, rated=_rated(out)) if _leads(tokens, at) else None
        if tail is None:
            out.append(tokens[at])
            at += 1
            continue
        head, last = tokens[at], tokens[tail]
        start = last.start if head.kind == "gap" else head.start
        if head.kind == "gap":
            out.append(head)
        out.append(replace(last, kind="basis", start=start, text=text[start : last.end]))
        at = tail + 1
    return out


def with_levels(tokens: list[Token]) -> list[Token]:
    """The tokens of a Chinese sentence with the period that a figure is level with as one token of the kind `basis`: "yu shangyue chiping"."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token, at = tokens[at], at + 1
        periods = list(takewhile(lambda t: t.kind == "period", tokens[at:])) if token.kind in {"and", "with"} else []
        after = tokens[at + len(periods)] if at + len(periods) < len(tokens) else None
        if periods and after is not None and after.kind == "direction" and after.concept.get("sign") == "0":
            token, at = replace(periods[0], kind="basis", start=token.start), at + len(periods)
        out.append(token)
    return out


def with_earlier(tokens: list[Token]) -> list[Token]:
    """The tokens of an English sentence with earlier rates in statements of their own: "rose 3 percent after a 21 percent jump in April".

    What a clause with "after" tells of without a figure is no subject: "rose 3 percent after the port of Huanghua opened".
    """
    tokens = _with_owned(tokens)
    out: list[Token] = []
    told = False
    for index, token in enumerate(tokens):
        told = told and token.kind not in {",", ";", ".", "and"}
        if token.kind != "after":
            out.extend([] if told and token.kind != "period" else [token])
            continue
        told = not any(t.kind in {"rank", "gap"} for t in out) and not any(t.kind == "q" for t in _clause(tokens[index + 1 :]))
        figure = next((t for t in tokens[index + 1 : index + 5] if t.kind not in _MOVES), None)
        dated = any(t.kind in {"period", "basis"} for t in _clause(tokens[index + 1 :]))
        if out and dated and figure is not None and figure.quantity is not None and figure.quantity.kind in RATIO:
            if out[-1].kind not in {",", ";", "("}:
                out.append(replace(token, end=token.start, kind=",", concepts=()))
            out.append(replace(token, kind="earlier"))
    return out


def _with_owned(tokens: list[Token]) -> list[Token]:
    """The tokens with amounts of a period of comparison in statements of their own.

    "Three times April's 14 billion", "double the 3 billion of May 2018", "compared with April's 14 billion".
    """
    out: list[Token] = []
    while tokens:
        head, tokens = tokens[0], tokens[1:]
        multiple = head.quantity is not None and not head.quantity.signed and head.quantity.kind in {"times", "multiple", "growth"}
        owner, amount, rest = _owned(tokens, behind=multiple)
        rated = bool(out) and (out[-1].kind in _RATED or (out[-1].quantity is not None and out[-1].quantity.kind in RATIO))
        if owner is None or amount is None or not (multiple or head.kind == "than" or (head.kind == "gap" and rated)):
            out.append(head)
            continue
        mark = replace(owner, start=head.end, end=head.end, concepts=(), span=None, text="", kind=",", items=[])
        if owner.kind in _OWNERS:  # what another trades, in a parenthesis of its own: "compared with Beijing's 2 billion yuan"
            if multiple or rated:
                out.extend((head, replace(owner, start=head.end, end=head.end)))
            closing = replace(mark, start=amount.end, end=amount.end + 1, kind=")")  # a mark that ends with its neighbour is inside it
            out.extend((replace(mark, kind="("), owner, amount, closing))
            tokens = rest
            continue
        if multiple or rated:
            out.extend((head, replace(owner, kind="basis", start=head.end, end=head.end)))
        opener = mark if multiple or rated else replace(head, concepts=(), text="")
        out.extend((replace(mark, start=opener.start), replace(opener, kind="earlier"), amount, replace(owner, start=amount.end, end=amount.end)))
        tokens = rest
    return out


def _owned(tokens: list[Token], *, behind: bool) -> tuple[Token | None, Token | None, list[Token]]:
    """The period that an amount ahead is of and that amount, with the tokens that follow; `behind` where the period may follow the amount."""
    ahead = [t for t in tokens[:_AHEAD] if t.kind not in {"particle", "per"}]
    before = ahead.pop(0) if ahead and ahead[0].kind in _WHEN | _OWNERS else None
    amount = ahead.pop(0) if ahead else None
    if amount is None or amount.quantity is None or amount.quantity.kind not in AMOUNTS:
        return None, None, tokens
    rest = tokens[tokens.index(amount) + 1 :]
    if before is not None or not behind:
        return before, amount, rest
    after = next((k for k, t in enumerate(rest[:_AHEAD]) if t.kind not in _BETWEEN), None)
    if after is None or rest[after].kind not in _WHEN:
        return None, None, tokens
    return rest[after], amount, rest[after + 1 :]


def _clause(tokens: list[Token]) -> list[Token]:
    """The tokens before the next mark."""
    return list(takewhile(lambda t: t.kind not in {",", ";", ".", "("}, tokens))


def relation(span: Span, here: Period | None, published: dt.date | None) -> str:
    """The basis that comparing a period with a stated one makes: `yoy`, `mom`, `prev`, `vs:YEAR`; empty where the two are not comparable."""
    alike = here is not None and (span.first, span.last) == (here.first, here.last)
    if span.offset == -1 and (span.style in {"year", "same"} or alike):
        return "yoy"  # of last year, whatever year it is that a release of January calls so
    if here is None or here.year is None:
        return f"vs:{span.year}" if span.year is not None else "yoy" if span.offset == -1 else ""
    if span.style == "same" and span.year is None and span.offset is None:
        return "yoy"
    if span.style in {"last-month", "month-before"}:
        return "mom" if here.months == 1 else "prev"
    if span.style == "last-quarter":
        return "prev"
    year = span.year
    if year is None and span.offset is not None:
        known = here.year if span.of_main or published is None else published.year
        year = known + span.offset
    if span.style in {"same", "year"}:
        return _of_year(year, here) if year is not None else ""
    if span.first is None or span.last is None:
        return ""
    if year is None:
        year = here.year - (span.first > here.first)
    if (span.first, span.last) in {(here.first, here.last), (1, 12)}:
        return _of_year(year, here)
    months, lag = span.last - span.first + 1, 12 * (here.year - year) + here.first - span.first
    if months == here.months == lag:
        return "mom" if months == 1 else "prev"
    return "prev" if span.first == here.first == 1 and year == here.year and span.last < here.last else ""


def _of_year(year: int, here: Period) -> str:
    """The basis that the same months of another year make."""
    if here.year is None or year >= here.year:
        return ""
    return "yoy" if year == here.year - 1 else f"vs:{year}"


def _leads(tokens: list[Token], at: int) -> bool:
    """Whether a word can lead to what a rate is held against."""
    token, before = tokens[at], tokens[at - 1].quantity if at else None
    if _held(tokens, at):
        return True
    if token.kind == "facet":  # 2.8 times the number of 2023
        return before is not None and before.kind in {"times", "multiple"}
    return token.kind == "gap" or (bool(token.concepts) and bool(token.concept.get("compares")))


def _held(tokens: list[Token], at: int) -> bool:
    """Whether a period is what a multiple right before it is of: "2.2 times last year's figure", "up 3 times the same period"."""
    before = next((t for t in reversed(tokens[max(0, at - 2) : at]) if t.kind != "particle"), None)
    span = tokens[at].span
    if before is None or before.quantity is None or span is None or tokens[at].start - before.end >= _BESIDE:
        return False
    return before.quantity.kind == "multiple" or (before.quantity.kind == "times" and span.style == "same")


def _rated(tokens: list[Token]) -> bool:
    """Whether a rate or a word of direction stands before, in the same part of the sentence."""
    for token in reversed(tokens):
        if token.kind in {";", "."}:
            return False
        if token.kind in {"direction", "rate"} or (token.quantity is not None and token.quantity.kind in _RATES):
            return True
    return False


def _tail(tokens: list[Token], at: int, *, rated: bool) -> int | None:
    """The index of the period or fixed phrase that a word at an index leads to."""
    if _held(tokens, at):
        return at
    head, end = tokens[at], at + 1
    while end < len(tokens) and tokens[end].kind in _BETWEEN:
        end += 1
    if end == len(tokens) or tokens[end].start - head.end > _GAP:
        return None
    tail, behind = tokens[end], tokens[end + 1 : end + 3]
    if tail.kind == "basis":
        return end if head.kind != "gap" else None
    span = tail.span
    if tail.kind != "period" or span is None or span.more or span.style in _DURATIONS or span.end_year is not None:
        return None
    if behind and behind[0].kind == "basis" and behind[0].start - tail.end < 2:
        return end + 1 if head.kind != "gap" else None  # than in May a year earlier
    if behind and behind[0].quantity is not None and behind[0].start - tail.end < 3:
        return None  # than June's 6.8 percent
    undated = span.year is None and span.offset is None
    runs = undated and (span.style == "same" or (span.style == "part" and span.first == 1 and span.last != 1))
    if head.concept.get("lasts") and runs:
        return None  # over the first five months
    goes_on = [t.kind for t in behind] == ["particle", "period"]  # from 2019 to 2023
    return end if head.kind in {"gap", "than"} or (rated and not goes_on) else None
