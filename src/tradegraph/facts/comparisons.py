"""Comparisons: what a rate is held against, in English, and what a Chinese figure is level with.

A word that compares ("than", "over", "from", "compared with") with a period behind it ("May 2023", "the same months of 2019", "last month")
becomes one token of the kind `basis`, as a fixed phrase ("year on year") is. What basis that is follows from how the two periods lie to each
other, so every period that can be stated can be compared with; there is no list of such phrases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile, zip_longest

from tradegraph.facts.state import AMOUNTS, COMPARING, HEADS, HELD_AGAINST, MOVING, MULTIPLES, RATIO, WHEN
from tradegraph.facts.tokens import Token
from tradegraph.lexicon import Lexicon
from tradegraph.model import Period, Quantity
from tradegraph.period import Span

UNCOMPARED = "?"  # a basis that no code tells
_GAP = 40  # characters between a word that compares and its period at most
_BESIDE = 6  # characters between a multiple and its period at most
_BETWEEN = frozenset({"particle", "with", "of", "same-ref", "level-verb"})  # "than that of May", "from the level in May"
_MOVES = frozenset({"per", "particle", "direction", "rate", "basis", "term", "of"})  # "after falling by", "after a year-on-year rise of"
_RATED = frozenset({"direction", "rate", "gap"})  # "less than April's 263.9 billion"
RIVALS = (HEADS - {"facet"}) | {"overall"}  # what a figure is held against, other than its own past
_AHEAD = 4  # tokens between a multiple, its amount and what that is of at most
_NEAR = 6  # characters between a multiple and the subject that it is a multiple of at most
_HELD = frozenset({"percent", "money", "mass", "volume", "count", "teu"})  # whose unit a bare number held against it shares
_MARKS = frozenset({",", ";", ".", "(", ")", ":", "while", "and"})
_RATED_OR_HELD = HELD_AGAINST | {"direction", "rate", "comparing"}  # what is said of figures that are more than amounts
_ENDS = frozenset({*WHEN, ",", ";", ".", ")", "with", "and"})
_ALL = 100  # per cent
_TOUCHING = 2  # characters
_ORDER = 10
_DURATIONS = frozenset({"past", "since", "ytd"})
_RATES = RATIO | {"points"}
_RATED_BY = frozenset({"basis", "currency-term", "from-level"})  # what stands behind a rate, and behind no share


def with_comparisons(tokens: list[Token], text: str) -> list[Token]:
    """The tokens of an English sentence with each comparison and its period as one token of the kind `basis`."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        if _labels_rate(tokens, at, out):
            at += 1
            continue
        tail = _tail(tokens, at, rated=_rated(out)) if _leads(tokens, at) else None
        if tail is None:
            back = _dated_back(tokens, at, out)
            out[-1:] = [back] if back is not None and back.start < tokens[at].start else [*out[-1:], back or _lasting(tokens, at, out)]
            at += 1
            continue
        head, last = tokens[at], tokens[tail]
        weighs = head.kind == "facet" and head.concept.get("indicator") == "trade-quantity" and len(head.concepts) == 1  # twice the tonnage of 2023
        start = last.start if head.kind == "gap" or weighs else head.start
        if head.kind == "gap" or weighs:
            out.append(head)
        out.append(replace(last, kind="basis", start=start, text=text[start : last.end]))
        at = tail + 1
    return out


def _labels_rate(tokens: list[Token], at: int, told: list[Token]) -> bool:
    """Whether a colon stands between what a rate is held against and the rate: "+22.5% (vs Jan-Aug 2019: +38.3%)"."""
    rate = tokens[at + 1].quantity if tokens[at].kind == ":" and at + 1 < len(tokens) else None
    return rate is not None and rate.kind in RATIO and bool(told) and told[-1].kind == "basis"


def _lasting(tokens: list[Token], at: int, told: list[Token]) -> Token:
    """A token, a word that could compare as one of time where it only tells how long."""
    return replace(tokens[at], kind="with") if _lasts(tokens, at, told) else tokens[at]


def _dated_back(tokens: list[Token], at: int, told: list[Token]) -> Token | None:
    """A word like "a year earlier" as the period that it is where no rate is held against it, with one that stands before it; `told` comes before.

    "In the same months a year earlier exports were", "A year ago, they had been", "The figure a year earlier was 3 billion yuan".
    """
    token, before = tokens[at], told[-1] if told else None
    if token.kind != "basis" or not token.concepts or not token.concept.get("thenToo"):
        return None
    span = before.span if before is not None and before.kind == "period" and token.start - before.end < _TOUCHING else None
    if span is not None and before is not None and (span.year, span.offset, span.more) == (None, None, ()) and token.concept.get("basis") == "yoy":
        return replace(before, end=token.end, span=replace(span, end=token.end, offset=-1, of_main=True))
    if before is not None and before.kind == "(" and tokens[at + 1 : at + 2] and tokens[at + 1].kind in {"q", ":"}:
        return replace(token, kind="period")  # +3% (a year ago: +5%)
    ahead = list(takewhile(lambda t: t.kind not in _MARKS, reversed(told)))
    behind = list(takewhile(lambda t: t.kind not in _MARKS - {"while", "and"}, tokens[at + 1 :]))
    if not ahead and tokens[at + 1 : at + 2] and tokens[at + 1].kind == ",":
        behind = list(takewhile(lambda t: t.kind not in _MARKS - {"while", "and"}, tokens[at + 2 :]))
    figures = [t.quantity.kind for t in (*ahead, *behind) if t.quantity is not None]
    leads = not any(t.kind != "particle" for t in ahead) and any(t.kind == "level-verb" or t.kind in _RATED for t in behind)
    amounts = all(kind in AMOUNTS | {"teu"} for kind in figures) and not any(t.kind in _RATED_OR_HELD for t in (*ahead, *behind))
    return replace(token, kind="period") if figures and (leads or amounts) else None


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
        elif token.kind == "basis" and _dates(token, tokens[at:], out):
            token = replace(token, kind="period")
        out.append(token)
    return out


def _dates(token: Token, behind: list[Token], told: list[Token]) -> bool:
    """Whether a Chinese basis opens a clause of what was then: "qunian tongqi, jinkou wei", "shangnian tongqi de shuzi shi"."""
    opens = not told or told[-1].kind in {",", ";", "while", "."}
    if not opens or not token.concepts or not token.concept.get("thenToo") or not behind:
        return False
    clause = list(takewhile(lambda t: t.kind not in _MARKS and t.quantity is None, behind))
    figure = behind[len(clause)].quantity if len(clause) < len(behind) else None
    if behind[0].kind == ",":
        return True
    if figure is None:
        return False
    moved = any(t.kind in {"direction", "rate", "share"} for t in clause)
    again = takewhile(lambda t: t.kind != "term", reversed(told))
    rated = any(t.quantity is not None and t.quantity.kind == "percent" for t in again)  # "zengzhang 8%, qunian tongqi zengzhang 41%"
    if figure.kind in AMOUNTS:
        filled = all(t.kind in {"particle", "level-verb"} for t in clause)  # "qunian tongqi jin wei 3 yi, zengzhang 3 bei": the rate is of now
        return rated if filled else not moved
    return behind[0].kind == "level-verb" or (rated and moved)


def with_held_periods(tokens: list[Token], lexicon: Lexicon, cardinal: Callable[[str], object]) -> list[Token]:
    """The tokens of a Chinese sentence with the months that a basis names where its own rate follows: "jiao shangbannian de 5.2%"."""
    out = list(tokens)
    for at, (token, mark, rate) in enumerate(zip(tokens, tokens[1:], tokens[2:], strict=False)):
        genitive = mark.kind == "particle" and bool(mark.concept.get("genitive"))
        if token.kind != "basis" or not genitive or rate.quantity is None or rate.quantity.kind != "percent":
            continue
        named = lexicon.role("subyear").get(token.text[1:])
        bounds = [named.get(name) for name in ("fromMonth", "toMonth")] if named is not None else []
        args = dict(token.args)
        if "n" in args:
            bounds = ["1", str(cardinal(args["n"]))]
        elif "m" in args:
            bounds = [str(cardinal(args["m"]))] * 2
        if bounds and all(b.isdecimal() for b in bounds):
            out[at] = replace(token, args=(("first", bounds[0]), ("last", bounds[1])))
    return out


def with_restated_rates(tokens: list[Token]) -> list[Token]:
    """The tokens with the direction again for "or" between two rates: "up 3.8 percent year-on-year, or 2.5 percent quarter-on-quarter"."""
    out = list(tokens)
    for at in range(len(tokens) - 1, 0, -1):
        token = tokens[at]
        if token.kind != "share" or not token.concept.get("restates"):
            continue
        told = [t for t in takewhile(lambda t: t.kind not in {";", "."}, reversed(tokens[:at])) if t.kind in {"q", "direction", "rate"}]
        rated = len(told) > 1 and told[0].quantity is not None and told[0].quantity.kind == "percent" and told[1].kind != "q"
        rate, behind = tokens[at + 1 : at + 2], [t.kind for t in tokens[at + 2 : at + 5] if t.kind not in {"with", "particle"}][:1]
        if rated and [t.kind for t in rate] == ["q"] and behind and behind[0] in _RATED_BY:
            mark = [] if tokens[at - 1].kind == "," else [replace(token, kind=",")]
            out[at : at + 1] = [*mark, replace(told[1], start=token.start, end=token.end)]
    return out


def with_earlier(tokens: list[Token]) -> list[Token]:
    """The tokens of an English sentence with earlier rates in statements of their own: "rose 3 percent after a 21 percent jump in April".

    What a clause with "after" tells of without a figure is no subject: "rose 3 percent after the port of Huanghua opened".
    """
    tokens = _with_owned(_turned(_measured_alike(_held_to(tokens))))
    out: list[Token] = []
    told = False
    for index, token in enumerate(tokens):
        told = told and token.kind not in {",", ";", ".", "and"}
        if token.kind == "than" and _rate_of_then(tokens[index + 1 :], out):
            out.append(replace(token, end=token.start, kind=",", concepts=()))  # +1.5% vs -7.5% in March
        if token.kind != "after":
            kept = token.kind == "period" and (not out or tokens[index - 1].kind == "after")  # the highest after March, when
            out.extend([token] if kept or not told else [])
            continue
        told = not any(t.kind in {"rank", "gap"} for t in out) and not any(t.kind == "q" for t in _clause(tokens[index + 1 :]))
        owned = {"period"} if [t.kind for t in tokens[index + 1 : index + 3]] == ["period", "q"] else set()  # reversing May's 3%
        figure = next((t for t in tokens[index + 1 : index + 5] if t.kind not in _MOVES | owned), None)
        dated = any(t.kind in {"period", "basis"} for t in _clause(tokens[index + 1 :]))
        if out and figure is not None and figure.quantity is not None and _set_beside(figure.quantity, out, dated=dated):
            if out[-1].kind not in {",", ";", "("}:
                out.append(replace(token, end=token.start, kind=",", concepts=()))
            out.append(replace(token, kind="earlier"))
    return out


def _rate_of_then(behind: list[Token], told: list[Token]) -> bool:
    """Whether a word of comparison right behind a rate leads to the rate of another period, which stands behind that."""
    clause = _clause(behind)
    at = next((i for i, t in enumerate(clause[:4]) if t.kind not in _MOVES), -1)
    rate, last = (clause[at].quantity if at >= 0 else None), next((t for t in reversed(told[-4:]) if t.kind not in {"with", *WHEN}), None)
    dated = at >= 0 and any(t.kind in WHEN for t in clause[at + 1 :])
    rated = last is not None and last.quantity is not None and last.quantity.kind == "percent"
    return rated and dated and rate is not None and rate.kind == "percent"


def _set_beside(earlier: Quantity, told: list[Token], *, dated: bool) -> bool:
    """Whether a figure behind "after" can be an earlier one of what was told: a rate, dated or after another, or an amount in the same unit."""
    at = next((i for i in range(len(told) - 1, -1, -1) if told[i].quantity is not None), -1)
    last = told[at].quantity if at >= 0 else None
    if last is None or dated or earlier.kind not in RATIO:
        return dated and (earlier.kind in RATIO or (last is not None and earlier.kind == last.kind and earlier.unit == last.unit))
    return last.kind == earlier.kind and any(t.kind in MOVING for t in told[max(0, at - 2) : at])  # shrank 2 percent, reversing a rise of 1


def _held_to(tokens: list[Token]) -> list[Token]:
    """The tokens with "3 percent up from a year before" as a comparison; "up from 3 percent a year before" tells the rate of then."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind != "earlier":
            out.append(token)
            continue
        rate = out[-1].quantity if out and token.concepts and token.concept.get("sign") else None
        behind = [t.kind for t in tokens[index + 1 : index + 5] if t.kind != "particle"]
        if rate is not None and rate.kind in {"percent", "fraction"} and behind[:1] in (["period"], ["basis"]) and behind[1:2] != ["q"]:
            out.extend([replace(token, end=token.start + 1, kind="direction"), replace(token, start=token.start + 1, kind="than")])
        else:
            out.append(token)
    return out


def _measured_alike(tokens: list[Token]) -> list[Token]:
    """The tokens with the unit of a figure for the bare number that it is held against: "9 percent, up from 3", "12 billion yuan, against 11"."""
    out: list[Token] = []
    held: Quantity | None = None  # the last figure before
    for token, after in zip_longest(tokens, tokens[1:]):
        bare = token.quantity
        if bare is not None and held is not None and bare.kind == "number" and held.kind in _HELD and bare.scale in {1, held.scale}:
            led = next((t.kind for t in reversed(out) if t.kind != "particle"), "")
            ends = after is None or (after.kind in _ENDS and after.start - token.end < _TOUCHING)
            times = held.scale if bare.scale == 1 else 1
            if led in HELD_AGAINST and ends and _beside(bare.value * times, held):
                value, step = bare.value * times, bare.precision * times
                bare = replace(bare, value=value, precision=step, scale=held.scale, unit=held.unit, kind=held.kind, counted=held.counted)
        out.append(token if bare is token.quantity else replace(token, quantity=bare))
        held = bare if bare is not None and bare.kind != "span" else held
    return out


def _beside(value: Decimal, held: Quantity) -> bool:
    """Whether a bare number can be a figure beside another: a percentage, or an amount of the same order."""
    return value <= _ALL if held.kind == "percent" else value <= held.value * _ORDER and held.value <= value * _ORDER


def _turned(tokens: list[Token]) -> list[Token]:
    """The tokens with whose rate it is before a rate of comparison: "slower than the 15 percent of imports" as "slower than imports' 15"."""
    out = list(tokens)
    held = -1  # where the last rate of an earlier period was told
    for at, head in enumerate(tokens):
        behind = tokens[at + 1 : at + 7]
        if held >= 0 and head.kind == "and" and at - held <= _AHEAD and [t.kind for t in behind[:3]] == ["particle", "q", "of"]:
            out[at + 3] = replace(behind[2], kind="with")  # and the 33.1 percent of the first quarter
        if head.kind not in COMPARING or [t.kind for t in behind[:2]] != ["particle", "q"]:
            continue
        rate, passed = behind[1], list(takewhile(lambda t: t.kind in {"particle", "level-verb"}, behind[2:]))
        rest = behind[2 + len(passed) :]
        owners = [t for t in rest[1:] if t.kind != "particle"]
        if not owners or rate.quantity is None or rate.quantity.kind != "percent":
            continue
        led, rival, filled = rest[0], owners[0], replace(_than(rate), kind="particle")
        if led.kind == "of" and rival is rest[1] and rival.kind in RIVALS and not passed:
            out[at + 1 : at + 5] = [behind[0], rival, rate, filled]
        elif led.kind in {"of", "with"} and rival.kind == "period":  # deeper than the 4 percent of May
            held = end = at + 2 + behind.index(rival)
            out[at + 1 : end] = [replace(rival, start=behind[0].start, end=behind[0].end), rate, *(filled for _ in range(end - at - 3))]
    return out


def _with_owned(tokens: list[Token]) -> list[Token]:
    """The tokens with amounts of a period of comparison, or of another subject, in statements of their own.

    "Three times April's 14 billion", "double the 3 billion of May 2018", "compared with Beijing's 2 billion", "twice the 6 billion to Japan".
    """
    out: list[Token] = []
    while tokens:
        head, tokens = tokens[0], tokens[1:]
        multiple = _multiplies(head)
        rated = bool(out) and (out[-1].kind in _RATED or (out[-1].quantity is not None and out[-1].quantity.kind in RATIO))
        again = _again(head, tokens, out)
        if not (multiple or again or head.kind in COMPARING | {"earlier"}):
            out.append(head)
            continue
        owner, amount, rest = (head, tokens[0], tokens[1:]) if again else _owned(tokens, out, behind=multiple or rated)
        if owner is None and _held_beside(head, tokens, out):
            out.append(replace(_than(head), kind=",", start=head.start))  # the surplus of 4 billion yuan compares with 3 billion a year ago
        if owner is None or amount is None:
            out.extend((_times_over(head), _than(head)) if multiple and _of_rival(head, tokens) else (head,))
            continue
        mark = replace(_than(head), kind=",")
        if owner.kind in RIVALS:  # what another trades, in a parenthesis of its own
            if multiple or rated:
                out.extend((_times_over(head), *([_than(head)] if multiple else []), replace(owner, start=head.end, end=head.end)))
            elif again and out[-1].kind == "of":
                out.append(head)  # what the part before it is of
            passed = list(takewhile(lambda t: t.kind in _BETWEEN, rest[:_AHEAD]))
            when = rest[len(passed) : len(passed) + 1]
            dated = bool(when) and when[0].kind in WHEN  # a surplus of 4 billion a year ago
            stated = sorted((owner, amount), key=lambda t: t.start)
            told = [replace(mark, kind="earlier"), *stated, *when] if dated else stated
            end = max(t.end for t in told)
            closing = replace(mark, start=end, end=end + 1, kind=")")  # a mark that ends with its neighbour is inside it
            out.extend((replace(mark, kind="("), *told, closing))
            tokens = rest[len(passed) + 1 :] if dated else rest
            continue
        if multiple or rated:
            out.extend((head, replace(owner, kind="basis", start=head.end, end=head.end)))
        opener = mark if multiple or rated else replace(head, concepts=(), text="")
        out.extend((replace(mark, start=opener.start), replace(opener, kind="earlier"), amount, replace(owner, start=amount.end, end=amount.end)))
        tokens = rest
    return out


def _held_beside(head: Token, tokens: list[Token], told: list[Token]) -> bool:
    """Whether an amount is held against the one before it in its clause, with a period of its own."""
    words = [t for t in tokens[: 2 * _AHEAD] if t.kind not in {"particle", "per", "with"}]
    other = words[0].quantity if words and head.kind == "than" and head.concepts and head.concept.get("compares") else None
    last = told[-1].quantity if told else None
    held = other is not None and last is not None and other.kind in AMOUNTS and last.kind == other.kind
    return held and any(t.kind in WHEN for t in words[1:3])


def _again(head: Token, tokens: list[Token], told: list[Token]) -> bool:
    """Whether a place owns a second amount of a clause: "exports of 3 billion yuan equalled Hunan's 3 billion", "a third of Hunan's 9 billion"."""
    amount = tokens[0].quantity if tokens and head.kind == "place" and not head.items else None
    if amount is None:
        return False
    clause = list(takewhile(lambda t: t.kind not in {",", ";", "(", ")", "and", "while", ":"}, reversed(told)))
    figure = any(t.quantity is not None and t.quantity.kind != "span" for t in clause)
    return amount.kind in AMOUNTS and figure and tokens[0].start - head.end < _NEAR


def _multiplies(token: Token) -> bool:
    return token.quantity is not None and not token.quantity.signed and token.quantity.kind in MULTIPLES


def _times_over(token: Token) -> Token:
    """A figure of so many times another as the growth that it is: "three times its exports in 2018" is one of 200 percent."""
    quantity = token.quantity
    if quantity is None or quantity.kind != "times":
        return token
    return replace(token, quantity=replace(quantity, value=quantity.value - 100, kind="multiple"))


def _than(token: Token) -> Token:
    """A word of comparison right behind a token, where the text needs none."""
    return replace(token, start=token.end, kind="than", concepts=(), quantity=None, span=None, text="", items=())


def _of_rival(head: Token, tokens: list[Token]) -> bool:
    """Whether a multiple is told of what another subject trades: "three times those of ships", "3.1 times its exports to Laos"."""
    passed = list(takewhile(lambda t: t.kind in {"particle", "same-ref", "facet", "of"}, tokens[:_AHEAD]))
    rival = tokens[len(passed)] if len(passed) < len(tokens) else None
    again = [t for t in passed if " " in t.text or t.kind in {"facet", "of"}]  # "those of", "those to", "the size of"
    if rival is None or rival.kind not in RIVALS or rival.start - (again[-1].end if again else head.end) >= _NEAR:
        return False
    return bool(again) or (head.quantity is not None and head.quantity.kind != "growth")  # "doubled its exports" is a growth


def _owned(tokens: list[Token], told: list[Token], *, behind: bool) -> tuple[Token | None, Token | None, list[Token]]:
    """The period or subject that an amount ahead is of and that amount, with the tokens that follow; `behind` where it may follow the amount.

    A subject that the sentence has told already ("three times the 14 billion of exports in May 2018") is passed over.
    """
    ahead = [t for t in tokens[: 2 * _AHEAD] if t.kind not in {"particle", "per"}]
    before = ahead.pop(0) if ahead and ahead[0].kind in WHEN | RIVALS else None
    if before is not None and [t.kind for t in ahead[:1]] == ["of"]:
        ahead.pop(0)  # the 2018 level of 3 billion
    amount = ahead.pop(0) if ahead else None
    if amount is None or amount.quantity is None or amount.quantity.kind not in AMOUNTS | {"volume", "number"}:
        return None, None, tokens
    if before is not None and before.kind == "term" and tokens[tokens.index(amount) - 1].kind == "particle" and tokens[0] is before:
        return None, None, tokens  # exceeded imports by 3 billion yuan
    rest = tokens[tokens.index(amount) + 1 :]
    known = {(t.kind, t.concepts) for t in told if t.kind in RIVALS}
    own = before is not None and (before.kind, before.concepts) in known
    if not behind or (before is not None and not own):
        return None if own else before, amount, rest
    after = next((t for t in rest[:_AHEAD] if t.kind not in _BETWEEN and (t.kind, t.concepts) not in known), None)
    if after is None or after.kind not in WHEN | RIVALS:
        return None, None, tokens
    return after, amount, rest[rest.index(after) + 1 :]


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
    if span.style in {"last-quarter", "quarter-before"}:
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
    if (span.first, span.last) == (here.first, here.last):
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
        return before is not None and before.kind in MULTIPLES
    return token.kind == "gap" or (bool(token.concepts) and bool(token.concept.get("compares")))


def _lasts(tokens: list[Token], at: int, told: list[Token]) -> bool:
    """Whether a word that could compare only tells how long: "over the first five months", "over the year so far"; `told` is what stands before."""
    if not tokens[at].concepts or not tokens[at].concept.get("lasts"):
        return False
    behind = next((t for t in tokens[at + 1 : at + 3] if t.kind != "particle"), None)
    span = behind.span if behind is not None else None
    return span is not None and span.style != "same" and (span.style in _DURATIONS or not _rated(told))


def _held(tokens: list[Token], at: int) -> bool:
    """Whether a period is what a multiple right before it is of: "2.2 times last year's figure", "up 3 times the same period"."""
    span = tokens[at].span
    if span is None:
        return False
    before = next((t for t in reversed(tokens[max(0, at - 2) : at]) if t.kind not in {"particle", "of"}), None)
    if before is None or before.quantity is None or tokens[at].start - before.end >= _BESIDE:
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
    opens = not any(t.quantity is not None for t in tokens[:at])
    if head.concept.get("lasts") and (runs or (opens and not rated)):
        return None  # over the first five months; over the third quarter, exports rose
    goes_on = [t.kind for t in behind] == ["particle", "period"]  # from 2019 to 2023
    return end if head.kind in COMPARING or (rated and not goes_on) else None
