"""Lists and statements: what a sentence coordinates becomes one token with items; then the sentence is cut into statements.

"6.57 trillion, 7.67 trillion and 8.88 trillion yuan", "up 12.5, 8 and 31.4 percent", "down 6.5%, down 0.2%, up 7.5%" are lists of
quantities, each with its own sign; a unit or a scale written once holds for the whole list. A statement is what lies between two boundaries
that are not inside a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise, takewhile

from tradegraph.facts.state import COUNTING, MOVING, RATIO, SEPARATORS
from tradegraph.facts.tokens import Token, leading_kind
from tradegraph.folding import han
from tradegraph.model import Quantity

_LISTED = frozenset({"place", "partner", "commodity", "enterprise", "regime", "corridor", "term", "facet", "period", "rank"})
_TWO_WORDS = re.compile(r"[a-z]{3,} [a-z]{3,}")
_CLAUSE_ENDS = frozenset({",", ";", ".", ":", "(", "q"})
_FILLERS = frozenset({"particle", "with", "of", "respectively", "each", "basis", "level-verb"})
_NAMES_MODE = frozenset({"term", "regime", "through", "counted", "particle", "with", "of"})
_AMOUNT = 1_000_000  # the scale from which a number without a unit is an amount of money
_SEQUENTIAL = frozenset({"mom", "prev"})
_ASIDE = re.compile(r"\([^()\n]*\)|\A[^()\n]*\((?=\D{0,6}\Z)")  # what brackets between two figures hold, or the bracket before the second
_QUALIFIER = re.compile(r"(?<= )[a-z]{2,16}-[a-z]{2,16} \Z")  # an adjective with a hyphen before the next member of a list
_CLASS = {
    "percent": "ratio", "times": "ratio", "multiple": "ratio",
    "growth": "ratio", "fraction": "ratio", "points": "points", "money": "money", "mass": "mass",
}  # fmt: skip


@dataclass(slots=True)
class Statement:
    """A stretch of a sentence that says one thing; `opener` is the boundary before it."""

    tokens: list[Token]
    opener: str  # start , ; : ( ) and while
    labels: bool = False  # a colon follows: it names what the next statement is about
    kinds: frozenset[str] = field(init=False)  # of its tokens, which stay as they are
    quantities: list[Token] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = frozenset([t.kind for t in self.tokens])
        self.quantities = [t for t in self.tokens if t.kind == "q"] if "q" in self.kinds else []

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @property
    def led(self) -> str:
        """The kind of the first word that is no particle."""
        return leading_kind(self.tokens)


def quantity_class(quantity: Quantity) -> str:
    """Which quantities can stand in one list; a number without a unit goes with any."""
    if quantity.kind == "number":
        return "number"
    return _CLASS.get(quantity.kind, quantity.unit + str(quantity.counted.notation if quantity.counted and quantity.unit == "1" else ""))


def coordinate(tokens: list[Token], text: str, *, commas: bool) -> list[Token]:
    """Join the members of each list into one token; with `commas`, commas separate members as well (Latin script)."""
    kinds = {t.kind for t in tokens}
    if commas:
        tokens = _coded(tokens) if "regime" in kinds else tokens
        tokens = _without_codes(tokens) if kinds & {"(", ")"} else tokens
        tokens = _unparted(tokens) if "respectively" in kinds else tokens
        tokens = _unpaired(tokens)
    elif "direction" in kinds:
        tokens = _one_each(tokens, text)
    tokens = _unbracketed(tokens) if "(" in kinds else tokens
    if commas and "from-level" in kinds:
        _ends_alike(tokens)
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.kind == "q":
            group, i = _quantities(tokens, i, text, commas=commas)
            out.append(group)
        elif token.kind in _LISTED:
            group, i = _entities(tokens, i, text, commas=commas)
            out.append(group)
        else:
            out.append(token)
            i += 1
    return out


def _coded(tokens: list[Token]) -> list[Token]:
    """The tokens with each mode that a code in brackets names as one: "sales to shoppers (9610) and exports via warehouses abroad (9810)"."""
    out: list[Token] = []
    for token in tokens:
        if token.kind != "regime" or not token.text.startswith("("):
            out.append(token)
            continue
        at = len(out)
        while at and out[at - 1].kind in _NAMES_MODE:
            at -= 1
        term = next((t for t in out[at:] if t.kind == "term"), None)
        if term is not None and not any(t.kind == "regime" for t in out[at:]):
            out[at:] = [replace(token, start=out[at].start).with_flow(term.concept.get("flow"))]
        elif not any(t.kind == "regime" for t in out[at:]):
            out.append(token)
    return out


def _without_codes(tokens: list[Token]) -> list[Token]:
    """The tokens without brackets that hold nothing but a code or a short name: "warehouses abroad (9810)", "the European Union (EU)"."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        end = _closing(tokens, index) if tokens[index].kind == "(" else 0
        inner = tokens[index + 1 : end]
        if tokens[index].kind == ")" and out and out[-1].end == tokens[index].end:
            index += 1  # it closes a name: "the European Union (EU)"
            continue
        again = len(inner) == 1 and bool(out) and inner[0].kind == out[-1].kind and inner[0].concepts == out[-1].concepts and bool(inner[0].concepts)
        if again:
            index = end + 1  # the Association of Southeast Asian Nations (ASEAN)
            continue
        codes = [t for t in inner if t.quantity is not None]
        coded = bool(codes) and all(len(t.text) == 4 and t.text.isdecimal() for t in codes)
        if coded and all(t.kind in {"q", "decoy", "particle", "and", "sep", ","} for t in inner):
            index = end + 1
            continue
        out.append(tokens[index])
        index += 1
    return out


def _unpaired(tokens: list[Token]) -> list[Token]:
    """The tokens with "exports and imports" as two members behind a total and a comma: "of foreign trade, exports and imports"."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        listed = token.kind == "term" and index > 1 and tokens[index - 1].kind == "," and tokens[index - 2].kind == "term"
        flows = token.concept.get("members").split() if listed and tokens[index - 2].concept.get("flow") == "total" else []
        if len(flows) != 2:
            out.append(token)
            continue
        middle = (token.start + token.end) // 2
        for flow, (start, end) in zip(flows, ((token.start, middle), (middle, token.end)), strict=True):
            concept = replace(token.concept, notation=flow, props={"role": ("term",), "flow": (flow,)})
            out.append(replace(token, start=start, end=end, concepts=(concept,)))
            out.extend([replace(token, start=middle, end=middle, kind="and", concepts=())] if start == token.start else [])
    return out


def _ends_alike(tokens: list[Token]) -> None:
    """Give the first end of "from 8.2 to 9.1 billion yuan" the unit of the second."""
    for index, token in enumerate(tokens):
        first = tokens[index + 1].quantity if token.kind == "from-level" and index + 1 < len(tokens) else None
        behind = [t for t in tokens[index + 2 : index + 5] if t.kind not in {"particle"}][:2]
        last = behind[1].quantity if len(behind) == 2 and behind[0].kind == "level-verb" and behind[0].start - tokens[index + 1].end < 2 else None
        if first is None or last is None or first.kind != "number" or first.scale != 1 or last.kind in {"number", "span", "time"}:
            continue
        size = last.scale if last.kind == "money" else Decimal(1)
        tokens[index + 1].quantity = replace(
            first, value=first.value * size, precision=first.precision * size, scale=size, unit=last.unit, kind=last.kind, counted=last.counted
        )


def _unparted(tokens: list[Token]) -> list[Token]:
    """The tokens without the commas around "respectively" where the clause goes on: "rose 9% and 10%, respectively, year-on-year to"."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        around = tokens[max(0, index - 1) : index + 4]
        goes_on = [t.kind for t in around[-4:]] == [",", "basis", "level-verb", "q"] and around[0].kind == "respectively"
        if token.kind == "," and goes_on and len(around) == 5:
            if len(out) > 1 and out[-2].kind == ",":
                del out[-2]
            continue
        out.append(token)
    return out


def _one_each(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with rates that the same short word opens one by one as a list: "one up 14.3 percent, one down 2.7 percent", in Chinese order."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        run: list[Token] = []
        at = index
        while (word := _opening_word(tokens, at, text)) and (not run or word == _opening_word(tokens, index, text)):
            tokens[at + 1].sign = int(tokens[at].concept.get("sign"))
            run.append(tokens[at + 1])
            at += 3
        if len(run) > 1:
            out.append(Token(run[0].start, run[-1].end, "q", quantity=run[0].quantity, items=tuple(run)))
            index = at - 1
            continue
        if run:
            run[0].sign = None
        out.append(tokens[index])
        index += 1
    return out


def _opening_word(tokens: list[Token], at: int, text: str) -> str:
    """The one or two characters, no token, between a mark and a verb of direction with its rate."""
    if not 0 < at < len(tokens) - 1 or tokens[at].kind != "direction" or tokens[at - 1].kind not in {",", "sep", ";"}:
        return ""
    rate = tokens[at + 1].quantity
    word = text[tokens[at - 1].end : tokens[at].start].strip()
    rated = rate is not None and rate.kind in RATIO and tokens[at].concept.get("sign") in {"1", "-1"} and not tokens[at + 1].items
    return word if rated and len(word) <= 2 and not word.isascii() else ""


def _unbracketed(tokens: list[Token]) -> list[Token]:
    """A list whose every member is told again in brackets ("41 (6), 33 (4.8) and 9 (1.4)") becomes one list with another in brackets."""
    out: list[Token] = []
    i = 0
    while i < len(tokens):
        run: list[Token] = []
        inner: list[Token] = []
        at = i
        while at + 3 < len(tokens) and tokens[at].kind == "q" and tokens[at + 1].kind == "(":
            end = next((j for j in range(at + 2, min(at + 6, len(tokens))) if tokens[j].kind == ")"), None)
            told = tokens[at + 2 : end] if end is not None else []
            if sum(t.kind == "q" for t in told) != 1 or any(t.kind not in {"q", "particle", *MOVING} for t in told):
                break
            if inner and _class_of(told) != _class_of(inner):
                break
            joint = []
            nxt = (end or at) + 1
            while nxt < len(tokens) and tokens[nxt].kind in SEPARATORS:
                joint.append(tokens[nxt])
                nxt += 1
            run.append(tokens[at])
            inner.extend(told)
            at = (end or at) + 1
            if not joint or nxt >= len(tokens) or tokens[nxt].kind != "q":
                break
            if len(run) == 1 and _governed(tokens, nxt):
                break
            run.extend(joint)
            inner.extend(joint)
            at = nxt
        if sum(t.kind == "q" for t in run) < 2 or run[-1].kind != "q":
            out.append(tokens[i])
            i += 1
            continue
        out.extend([*run, replace(tokens[i + 1]), *inner, replace(tokens[at - 1])])
        i = at
    return out


def _summed(token: Token) -> bool:
    """Whether a word makes a sum of the figure behind it: "the total of"."""
    return bool(token.concepts) and bool(token.concept.get("whole"))


def _governed(tokens: list[Token], at: int) -> bool:
    """Whether a figure, bracket or not, is the subject of a verb of its own: "(+27%), and 115 billion yuan (+21%) was spent on imports"."""
    rest = tokens[(_closing(tokens, at + 1) if tokens[at + 1 : at + 2] and tokens[at + 1].kind == "(" else at) + 1 :][:4]
    moved = next((t.kind for t in rest if t.kind not in {"of", "particle", "commodity"}), "") in {"other-way", "passage"}
    return moved or (bool(rest) and rest[0].kind == "level-verb" and any(t.kind == "term" for t in rest))


def _evaded(tokens: list[Token], at: int) -> bool:
    """Whether an amount is told right behind it to be of taxes, as the one before it in the list is not: "in evaded taxes"."""
    noun = next((t for t in tokens[at + 1 : at + 4] if t.kind not in {"with", "of", "particle"}), None)
    return noun is not None and noun.kind == "term" and noun.concept.get("indicator") in COUNTING and not noun.items


def _class_of(tokens: list[Token]) -> str:
    return next((quantity_class(t.quantity) for t in tokens if t.quantity is not None), "")


def _bases(tokens: list[Token]) -> set[str]:
    """What the words of comparison among tokens compare with."""
    return {t.concept.get("basis") for t in tokens if t.kind == "basis" and t.concepts} - {""}


def _quantities(tokens: list[Token], i: int, text: str, *, commas: bool) -> tuple[Token, int]:
    members = [tokens[i]]
    signs: list[int | None] = [None]
    inner: list[Token] = []
    ahead = tokens[max(0, i - 4) : i] if commas else list(takewhile(lambda t: t.kind not in _CLAUSE_ENDS, reversed(tokens[:i])))
    strong = any(t.kind == "respectively" for t in ahead)
    listed = _listed_before(tokens, i) if strong and not commas else 0
    parted = False  # the members are measured in different units
    klass = quantity_class(tokens[i].quantity)  # type: ignore[arg-type]
    at = i + 1
    while at < len(tokens):
        j, seps = at, 0
        passed: list[Token] = []
        if not commas and j < len(tokens) and tokens[j].kind == "particle" and tokens[j].start == tokens[j - 1].end and tokens[j - 1].kind == "q":
            j += 1  # "over 30% and 36%": the hedge stands behind its figure
        while j < len(tokens) and (tokens[j].kind in SEPARATORS or tokens[j].kind == "respectively" or (tokens[j].kind == "unit" and j > i)):
            if tokens[j].kind == "," and not commas and not (j + 1 < len(tokens) and tokens[j + 1].kind == "q"):
                break
            seps += tokens[j].kind in SEPARATORS
            passed.append(tokens[j])
            j += 1
        if not seps:
            break
        sign: int | None = None
        between: list[Token] = []
        while j < len(tokens) and (tokens[j].kind in _FILLERS or tokens[j].kind in MOVING or _article(tokens, j)):
            if tokens[j].kind in MOVING:
                sign = int(tokens[j].concept.get("sign", "0"))
                between.append(tokens[j])
            elif tokens[j].kind == "level-verb" or tokens[j].kind == "basis":
                between.append(tokens[j])
            j += 1
        if j >= len(tokens) or tokens[j].kind != "q":
            break
        if _speaks(text, tokens[at - 1 : j + 1]) or any(t.concept.get("basis") for t in between if t.kind in MOVING):
            break  # words that no list has, or a comparison of its own, part the two
        if not commas and sign is not None and any(t.kind == "basis" for t in between):
            break  # up 3% on the year, down 1% on the month
        if commas and len(_bases(ahead) | _bases(between)) > 1:
            break  # a month-on-month rise of 5.9%, and a growth of 38.3% on the year
        paired = strong or any(t.kind == "respectively" for t in tokens[j + 1 : j + 4])
        if commas and not paired and sign is not None and _bases(ahead) & _SEQUENTIAL:
            break  # the same, the year in the word of growth
        other = quantity_class(tokens[j].quantity)  # type: ignore[arg-type]
        only_comma = all(t.kind == "," for t in passed)
        if commas and not only_comma and sign is not None and not signs[-1] and not any(t.kind in MOVING for t in tokens[max(0, i - 3) : i]):
            break  # exceeded imports by a fifth and rose 4 percent
        of_whole = _followed_by(tokens, j + 1, "of") or _followed_by(tokens, j + 1, "share-mark")
        if commas and klass == other == "ratio" and of_whole and i and tokens[i - 1].kind in MOVING:
            break  # up 5 percent, and 2 percent of its exports
        counted = klass == "number" and (other == "number" or (tokens[j].quantity.kind == "count" and not _plain_count(tokens[j].quantity)))  # type: ignore[union-attr]
        if commas and counted and any(char.isalpha() for char in text[members[-1].end : passed[0].start]):
            break  # 90 projects and 49 others: each counts something of its own
        if commas and klass == "number" and other == "money" and not text[tokens[j].start].isdecimal():
            break  # numbered 850, and used US$3 billion
        if klass != other and _plain_count(members[-1].quantity) and other in {"points", "ratio"}:
            klass = "number"  # 19.7 and 8.7 points: the unit is written out once
        mixed = len(members) < listed and not {klass, other} & {"ratio", "points", "number"}  # A and B were 14.2 tonnes and 8.7 cubic metres
        if klass != other and "number" not in (klass, other) and not mixed:
            break
        parted = parted or (mixed and klass != other)
        if commas and klass == "ratio" and other == "number":
            break  # in Latin script the unit is written behind the last member, if only once
        if klass == "number" and other in {"ratio", "points"} and members[-1].quantity.scale >= _AMOUNT:  # type: ignore[union-attr]
            break  # "61.55 bn, +28.9%" in a text that names its currency once
        if klass != other and klass == "number" and len(members) == 1 and not _bare(members[0].quantity, tokens[j].quantity):
            break
        if commas and klass == "number" != other and any(t.kind == "respectively" for t in passed):
            break  # 2,167 and 1,571 respectively, up 20.6 percent and 44 percent
        kinds = {q.kind for q in (members[-1].quantity, tokens[j].quantity) if q is not None}
        if only_comma and not commas and not strong and "fraction" in kinds and len(kinds) > 1:
            break  # up 18.7%, four fifths of it chips
        if only_comma and any(t.kind in {"basis", "level-verb"} for t in between):
            break
        if commas and klass == "money" and not strong and passed[-1].kind == "and" and (_summed(tokens[j - 1]) or _governed(tokens, j)):
            break  # rose to 11 billion yuan, and the total of 82 billion yuan is
        if commas and klass == other == "money" and not strong and _evaded(tokens, j):
            break  # goods worth 9 billion yuan and 1 billion yuan in evaded taxes
        owned = [t.kind for t in tokens[j + 1 : j + 3]] == ["of", "commodity"]
        apart = [t.kind for t in passed] == [",", "and"] and klass not in {"ratio", "points", "number"}
        if commas and owned and (apart or any(t.kind == "commodity" for t in tokens[max(0, i - 4) : i])):
            break  # to 6.1 million tons, and 2.6 million tons of soybeans came in; scales weighing 873 kg and 42 kg of bones
        if commas and [t.kind for t in between] == ["basis", "level-verb"]:
            break  # 41 million yuan, and the same period last year was 37 million
        if i and tokens[i - 1].kind in MOVING and tokens[i - 1].concept.get("basis") and any(t.kind in MOVING for t in between):
            break  # down 1.2% on the month, up 8.8% on the year
        turns = only_comma and sign is not None and not any(signs) and (not i or tokens[i - 1].kind not in MOVING)
        if commas and turns and klass != "ratio" and klass not in {"points", "money"}:
            break  # 47 and 612, up 11.9 and down 6.4 percent
        if only_comma and sign is not None and not strong and not _continues(tokens, j + 1):
            break
        if only_comma and commas and not strong and len(members) == 1 and klass != "ratio" and not _continues(tokens, j + 1):
            break
        if only_comma and not strong and klass != "ratio" and tokens[j].quantity.hedge >= 0:  # type: ignore[union-attr]
            break  # "421 billion yuan, exceeding 400 billion for the first time" says one thing twice
        bare = other == "number" and klass not in {"number", "ratio"} and tokens[j].quantity.scale == 1  # type: ignore[union-attr]
        if bare and not _unit_follows(tokens, j, klass):
            break
        strong = strong or not only_comma
        members.append(tokens[j])
        signs.append(sign)
        inner.extend(between)
        klass = other if klass == "number" else klass
        at = j + 1
    if parted and len(members) != listed:
        return tokens[i], i + 1
    if len(members) == 1 or (not strong and commas and len(members) < 3 and not _followed_by(tokens, at, "respectively")):
        return tokens[i], i + 1
    _share_units(members)
    for member, sign in zip(members, signs, strict=True):
        member.sign = sign
    return Token(members[0].start, members[-1].end, "q", quantity=members[0].quantity, items=tuple(members), inner=tuple(inner)), at


def _listed_before(tokens: list[Token], i: int) -> int:
    """How many goods the list names that a Chinese list of figures goes with: right before it, or before the verb of trading."""
    ahead = [t.kind for t in tokens[:i] if t.kind not in {"particle", "level-verb", "respectively"}]
    while ahead[-1:] == ["term"]:
        ahead.pop()
    size = 0
    while ahead[-1:] == ["commodity"]:
        ahead.pop()
        size += 1
        if ahead[-1:] not in (["sep"], ["and"]):
            break
        ahead.pop()
    return size


def _unit_follows(tokens: list[Token], j: int, klass: str) -> bool:
    """Whether the unit of a bare number stands with the next member of its list: "1,320.5 million yuan, 1,286 and 1,187.9 million yuan"."""
    after = tokens[j + 1 : j + 3]
    quantity = after[1].quantity if len(after) == 2 else None
    return quantity is not None and after[0].kind in {"and", "sep"} and quantity_class(quantity) == klass


def _article(tokens: list[Token], j: int) -> bool:
    """Whether what may be "per" is the article of a word of direction: "and a decrease of 8 percent"."""
    return tokens[j].kind == "per" and j + 1 < len(tokens) and tokens[j + 1].kind in MOVING


def _speaks(text: str, tokens: list[Token]) -> bool:
    """Whether words that are no tokens stand between the tokens: Chinese ones, or two in a row of Latin script ("and logistics costs")."""
    for a, b in pairwise(tokens):
        start = b.quantity.hedge if b.quantity is not None and b.quantity.hedge >= a.end else b.start
        gap = _ASIDE.sub("", text[a.end : start])
        if any(map(han, gap)) or ("(" not in gap and _TWO_WORDS.search(gap)):
            return True
    return False


def _continues(tokens: list[Token], j: int) -> bool:
    """Whether a further separator and quantity follow: "decreased by 12.3%, increased by 4.5%, decreased by 35.1%"."""
    seen = 0
    for token in tokens[j : j + 6]:
        if token.kind in SEPARATORS:
            seen += 1
        elif token.kind == "q":
            return seen > 0
        elif token.kind not in _FILLERS and token.kind not in MOVING:
            return False
    return False


def _followed_by(tokens: list[Token], at: int, kind: str) -> bool:
    return at < len(tokens) and tokens[at].kind == kind


def _plain_count(quantity: Quantity | None) -> bool:
    return quantity is not None and quantity.counted is not None and quantity.counted.notation == "{item}"


def _bare(number: Quantity | None, other: Quantity | None) -> bool:
    """A leading bare number joins a list only if it can be of the other's unit: no year-like integer before an amount."""
    if number is None or other is None:
        return False
    return not (number.value == number.value.to_integral_value() and 1900 <= number.value <= 2100)


def _share_units(members: list[Token]) -> None:
    """The unit written once, last or first, holds for all; so does a scale where the others have none of their own."""
    model = next((m.quantity for m in reversed(members) if m.quantity and m.quantity.kind != "number"), None)
    if model is None:
        sizes = [m.quantity.scale for m in members if m.quantity is not None]
        if sizes and sizes[-1] >= _AMOUNT and all(size == 1 for size in sizes[:-1]):  # 14.3 and 9.8 bn
            for member in members[:-1]:
                if member.quantity is not None:
                    told, scale = member.quantity, sizes[-1]
                    member.quantity = replace(told, value=told.value * scale, precision=told.precision * scale, scale=scale)
        return
    first = members[0].quantity
    scales = {m.quantity.scale for m in members[1:] if m.quantity is not None and m.quantity.kind == "number"}
    if first is not None and first.kind == "money" and first.scale == 1 and len(scales) == 1 and (scale := scales.pop()) >= _AMOUNT:
        members[0].quantity = replace(first, value=first.value * scale, precision=first.precision * scale, scale=scale)  # RMB 98.1 and 99.2 billion
        model = members[0].quantity
    multiple = any(m.quantity is not None and m.quantity.kind == "multiple" for m in (members[0], members[-1]))
    for member in members:
        quantity = member.quantity
        if quantity is None:
            continue
        if multiple and quantity.kind == "times":  # 2.6-fold and 3.1-fold the figures of June
            member.quantity = replace(quantity, value=quantity.value - 100, kind="multiple")
        elif quantity.kind == "number" or (model.kind in {"points", "percent"} and _plain_count(quantity)):
            scale = Decimal(1) if quantity.scale != 1 else model.scale
            if model.kind in {"times", "multiple"}:
                scale = Decimal(100)
            member.quantity = replace(
                quantity, value=quantity.value * scale, precision=quantity.precision * scale, unit=model.unit, kind=model.kind, counted=model.counted
            )


def _entities(tokens: list[Token], i: int, text: str, *, commas: bool) -> tuple[Token, int]:
    first = tokens[i]
    members = [first]
    separators: list[str] = []
    at = i + 1
    while at < len(tokens):
        j = at
        passed: list[str] = []
        while j < len(tokens) and (tokens[j].kind in SEPARATORS or tokens[j].kind == "particle" or tokens[j].kind == "with"):
            if tokens[j].kind == "," and not commas:
                break
            if tokens[j].kind in SEPARATORS:
                passed.append(tokens[j].kind)
            j += 1
        if not passed or j >= len(tokens) or not _alike(first, tokens[j]):
            break
        stretch = _QUALIFIER.sub("", text[members[-1].end : tokens[j].start])
        stretch = _ASIDE.sub("", stretch) if commas and "(" in stretch else stretch  # textiles (including masks), garments
        if len(stretch) > 12 or (any(t.kind == "with" for t in tokens[at:j]) and first.kind != "partner"):
            break
        members.append(tokens[j])
        separators.append("".join(passed))
        at = j + 1
    if commas and first.kind == "commodity" and "," in separators and "and" in separators[:-1]:
        members, separators = _compounded(members, separators, text)
    if len(members) == 1:
        return first, i + 1
    if commas and set(separators) == {","} and len(members) == 2:
        return first, i + 1  # an apposition: "Yiwu, Zhejiang"
    if commas and separators == [",and"] and not (at < len(tokens) and tokens[at].kind == "respectively"):
        return first, i + 1  # two clauses: "... bought from Africa, and South Africa accounted for ..."
    return Token(
        first.start, members[-1].end, first.kind, first.concepts, items=tuple(members), text=text[first.start : members[-1].end], span=first.span
    ), at


def _compounded(members: list[Token], separators: list[str], text: str) -> tuple[list[Token], list[str]]:
    """In "ore and concentrates, unwrought copper and copper products, and coal" only the commas part the members."""
    out, kept = [members[0]], []
    for separator, member in zip(separators, members[1:], strict=True):
        if separator == "and":
            last = out[-1]
            phrase = text[last.start : member.end]
            out[-1] = Token(last.start, member.end, "commodity", text=phrase, printed=phrase)
        else:
            out.append(member)
            kept.append(separator)
    return out, kept


def _alike(a: Token, b: Token) -> bool:
    if a.kind == "term" and b.kind == "term":
        return bool(a.concept.get("flow")) and bool(b.concept.get("flow")) and a.concept != b.concept and a.concept.get("indicator") in {"", "fdi"}
    if {a.kind, b.kind} == {"place", "partner"}:
        return False
    if a.kind == "rank":
        return len(a.args) == len(b.args) == 1 and a.concept.get("level") == b.concept.get("level")
    return a.kind == b.kind


def statements(tokens: list[Token], *, commas: bool, opener: str = "start") -> list[Statement]:
    """Cut a coordinated sentence at commas, semicolons, colons and conjunctions that join two statements.

    What stands in brackets is read after the statement that it stands in, which goes on behind them ("reported 86 billion yuan (about
    12 billion dollars) of foreign trade") unless a figure of its own follows there.
    """
    out: list[Statement] = []
    asides: list[Statement] = []
    current: list[Token] = []

    def close(next_opener: str) -> None:
        nonlocal current, opener
        if current:
            out.append(Statement(current, opener))
            current = []
            opener = next_opener
        elif next_opener == ";" or opener not in {"start", ";"}:
            opener = next_opener if opener != "start" else opener
        out.extend(asides)
        asides.clear()

    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind in {",", ";", "."}:
            close(token.kind)
        elif token.kind == ":" and _ranks(current) and tokens[index + 1 : index + 2] and tokens[index + 1].kind in _RANKED:
            pass  # "largest market: ASEAN" says who it is
        elif token.kind == ":" and commas and _ranks(current) and [t.kind for t in tokens[index + 1 : index + 2]] == ["place"]:
            index += 1
            current.insert(0, tokens[index])  # "fastest of the 11 cities: Lishui": Lishui is the fastest
        elif token.kind == ":":
            label = bool(current) and not _has(current, "q")
            at = len(out)
            close(":" if _has(current, "q") else ("start" if opener == "start" else ":"))
            if label:
                out[at].labels = True
        elif token.kind == "(":
            end = _closing(tokens, index)
            inner = tokens[index + 1 : end]
            if inner and all(t.kind == "q" and t.quantity is not None and t.quantity.kind == "number" and t.quantity.scale == 1 for t in inner):
                pass  # the code of a mode or a form
            elif not _has(inner, "q") and not _has(inner, "rank"):
                current.extend(t for t in inner if t.kind in _INLINE and (commas or t.kind != "term" or t.concept.get("flow") not in {"", "NONE"}))
            else:
                host = next((t for t in reversed(current) if t.kind != "particle"), None)
                parts = statements(inner, commas=commas, opener="(")
                shares = [i for i, t in enumerate(current) if t.kind == "share"]
                owner = [t for t in current[shares[-1] + 1 :] if t.kind in {"place", "anaphor"}] if shares and not commas else []
                for number, part in enumerate(parts):
                    headless = host is not None and host.kind in _HOSTS and part.kinds.isdisjoint(_HEADS) and not _figured(current)
                    asides.append(Statement([*owner, host, *part.tokens] if headless and host else part.tokens, ",(" if number else "("))
                goods = [t.kind for t in tokens[end + 1 : end + 3]] == ["of", "commodity"]  # 50 billion yuan ($7 billion) of toys
                if parts and _states(tokens, end + 1) and not (commas and goods):
                    if commas or _figured(current) or not _has(current, "share"):
                        close(")")  # "accounts for 16.8% of the province's total (705.8 billion)" goes on behind its bracket
                elif host is not None and _next_member(tokens, end + 1, host):
                    close("and")
            index = end
        elif (
            token.kind in {"while", "and", "sep"}
            and (_has(current, "q") or (commas and _ranks_another(tokens, index + 1, current)))
            and (
                _opens_statement(tokens, index + 1)
                or not _has(current, "q")
                or (commas and _goes_around(tokens, index + 1))
                or (commas and token.kind == "while" and not _states(tokens, index + 1))
            )
        ):
            close("while" if token.kind == "while" else "and")
        elif not commas and token.kind in _HEADS and _has(current, "q") and _starts_afresh(tokens, index, current):
            close("and")
            current.append(token)
        elif commas and token.kind == "direction" and opener == "and" and out and _has(out[-1].tokens, "q") and _rates_both(tokens, index, current):
            close(",")
            current.append(token)
        elif token.kind != ")":
            current.append(token)
        index += 1
    close("end")
    return out


def _ranks(label: list[Token]) -> bool:
    """Whether a label is the noun of a rank: "the second largest export market"."""
    kinds = [t.kind for t in label if t.kind not in {"particle", "unit", "group-noun"}]
    return "rank" in kinds and kinds[-1] in {"rank-object", "rank", "term"} and "q" not in kinds


def _rates_both(tokens: list[Token], index: int, current: list[Token]) -> bool:
    """Whether a verb has the rates of two levels behind it: "exports of 16 billion and imports of 3 billion rose by 4.6% and 1.4%"."""
    levels = [t for t in current if t.kind == "q"]
    rates = next((t for t in tokens[index + 1 : index + 4] if t.kind == "q"), None)
    single = len(levels) == 1 and not levels[0].items and levels[0].quantity is not None and levels[0].quantity.kind not in RATIO
    rated = rates is not None and len(rates.items) > 1 and all(m.quantity is not None and m.quantity.kind in RATIO for m in rates.items)
    return single and rated


def _closing(tokens: list[Token], at: int) -> int:
    """Where the bracket that opens at a token closes: its partner, else the end of the sentence."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index].kind == "(") - (tokens[index].kind == ")")
        if depth == 0:
            return index
    return len(tokens)


def _next_member(tokens: list[Token], start: int, host: Token) -> bool:
    """Whether a conjunction and a word of the host's kind follow its brackets: "Brazil (27 billion) and Chile (19 billion)"."""
    after = [t.kind for t in tokens[start : start + 3] if t.kind != "particle"]
    return len(after) > 1 and after[0] in {"and", "sep"} and after[1] == host.kind


def _states(tokens: list[Token], start: int) -> bool:
    """Whether a figure stands before the next boundary."""
    for token in tokens[start:]:
        if token.kind in {",", ";", ".", ":", "("}:
            return False
        if token.kind in {"q", "rank"}:
            return True
    return False


# a word in brackets that the statement around them needs: "nickel matte (imports): 1.95 billion yuan"
_INLINE = frozenset({"term", "basis", "currency-term", "same-below", "regime", "facet"})
_RANKED = frozenset({"partner", "commodity"})  # whose place a rank tells
_HOSTS = frozenset({"term", "partner", "commodity", "enterprise", "regime", "place", "period"})
_HEADS = frozenset({"term", "partner", "commodity", "enterprise", "regime", "place", "facet"})
_ARGUED = frozenset(
    {"share", "share-mark", "than", "gap", "contribution", "of", "with", "respectively", "rank-verb", "through", "from-level", "facet", "per"}
)


def _starts_afresh(tokens: list[Token], index: int, current: list[Token]) -> bool:
    """A head after a quantity opens a statement of its own if a quantity of its own follows and no word before claims it."""
    since: list[Token] = []
    for token in reversed(current):
        if token.kind == "q":
            break
        since.append(token)
    if any(t.kind in _ARGUED or t.kind in _HEADS or t.kind == "rate" for t in since):
        return False
    if since and since[0].kind == "particle" and since[0].concept.get("genitive") and _has(current, "share"):
        return False  # contributed 20.8% of the investment: what the share is of stands behind it
    for token in tokens[index + 1 :]:
        if token.kind in {",", ";", ".", ":", "(", ")"}:
            return False
        if token.kind == "q":
            return True
    return False


def _figured(tokens: list[Token]) -> bool:
    """Whether a figure other than a span of time ("in nine months") stands among the tokens."""
    return any(t.kind == "q" and t.quantity is not None and t.quantity.kind != "span" for t in tokens)


def _has(tokens: list[Token], kind: str) -> bool:
    return any(t.kind == kind for t in tokens)


def _goes_around(tokens: list[Token], start: int) -> bool:
    """Whether what is said in commas parts a flow from its predicate behind a conjunction: "and imports, mostly ores, rose 3 percent"."""
    if [t.kind for t in tokens[start : start + 2]] != ["term", ","]:
        return False
    inner = list(takewhile(lambda t: t.kind not in {",", ";", "."}, tokens[start + 2 :]))
    behind = [t.kind for t in tokens[start + 2 + len(inner) :][:2]]
    return behind[:1] == [","] and behind[1:] in (["q"], ["direction"], ["level-verb"], ["rate-change"])


def _ranks_another(tokens: list[Token], start: int, current: list[Token]) -> bool:
    """Whether another flow has a rank of its own behind a conjunction: "exports were the second largest and imports the sixth largest"."""
    behind = [t.kind for t in tokens[start : start + 4] if t.kind not in {"particle", "level-verb"}][:2]
    return _has(current, "rank") and _has(current, "term") and behind == ["term", "rank"]


def _opens_statement(tokens: list[Token], start: int) -> bool:
    """What follows a conjunction is a statement of its own if an entity or a predicate and then a quantity come before the next boundary."""
    seen = False
    for token in tokens[start:]:
        if token.kind in {",", ";", ".", ":", "("}:
            return seen and token.kind == "("
        if token.kind == "q" or (token.kind == "direction" and token.concept.get("sign") == "0"):
            return True
        if token.kind in {"place", "partner", "commodity", "enterprise", "regime", "term", "anaphor", "direction", "share", "facet", "gap"}:
            seen = True
    return False
