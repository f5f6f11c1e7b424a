"""Tokens and sentences: what was annotated becomes the sequence that the grammar reads.

A token is an entity, a word with a role, a quantity, a period or a mark of punctuation. Punctuation inside a mention is no token, so
it ends nothing. A line break ends a sentence, except in the middle of a line that was wrapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from tradegraph.folding import han
from tradegraph.inflection import possessive
from tradegraph.mentions import Annotated
from tradegraph.model import Concept, Quantity
from tradegraph.period import Span

ENTITIES = frozenset({"place", "partner", "commodity", "enterprise", "regime", "corridor", "anaphor"})
_MARKS = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "/": "sep", "\u3001": "sep", "|": ";", "\n": "nl",
          "\u3002": ".", "!": ".", "?": ".", "\u2713": "nl", "*": "nl", "\u2022": "nl"}  # fmt: skip
_HEADLINE = 60  # characters of a Chinese headline at most
_BLANK = re.compile("(?<=[\u4e00-\u9fff%])[ \u3000]+(?=[\u4e00-\u9fff0-9])")
# what stands behind the number of a line; behind a bar a heading, not a row of cells
_NUMBERED = re.compile(r"[.)](?=\s?[a-z])|\s-\s(?=[a-z])|\s[|/]\s(?=[a-z][^|\d\n]*(?:\n|\Z))")
_SHORT_WORD = re.compile("[aeiou][a-z]|[a-z][aeiouy]")  # a word of two letters that can be spoken
_OUTLINED = re.compile(r"\n *(?:[a-z]|[ivx]{2,4})\Z")  # the letter of a heading, or its Roman number
_CAPITAL = re.compile(r"\.[\s\"'\u201d\u2019]+[\"\u201c]?[A-Z]")
# one class first, for which a text is searched fast: then a full stop has to end something, a dash or star to stand alone
_PUNCTUATION = re.compile("[,;:()\\[\\]/\u3001|\n\u3002!?\u2022.*-](?:(?<=[^.*-])|(?<=\\.)(?=[\\s\"')]|$)|(?<=\\s[-*])(?=\\s))")

_SIZES = frozenset({"mass", "money", "volume", "area", "length", "power"})
_CLASSES = frozenset({"{enterprise}", "{item}"})  # what a class of firms or of goods is counted in
_ADJACENT = 2  # characters between two words that stand side by side, less one
_CLASS = 14  # characters between a threshold and the number of those beyond it at most
_OF_CLASS = frozenset({"particle", "enterprise", "level-verb", "together", ")"})
_ATTRIBUTE = re.compile(r"[0-9][0-9,.]*-[a-z]+ [a-z]")
_LABELLED = re.compile(r"[a-z' ]{2,40}(?: - |: )")  # a line that opens with a label
_CELLS = re.compile(r"[|\t]|\S {2,}\S")  # what parts the cells of a row
_EVENT = 90  # characters of the name of a fair at most
_IN_NAMES = frozenset({"place", "partner", "term", "and", "commodity", "with", "of", "particle", "facet", "anaphor", "regime", "sep"})
# what leads from a word for no change to its figure, and how many tokens it takes with the figure and what closes it
_STANDSTILLS = ((("(", "q", ")"), 3), (("level-verb", "q"), 2), ((",", "level-verb", "q"), 3))
_TOLD = frozenset({"direction", "level-verb", "rate-change", "target", "gap", "share"})  # what a forecast says behind its modal verb
_VERB = 24  # characters between a modal verb and the verb that it goes with at most
_QUOTED = 90  # characters between a figure and the end of the name in quotes that it stands in at most
_SAID = frozenset({"level-verb", "share", "rank", "rate-change", "basis"})  # what no name says
_MOVING = frozenset({"direction", "rate", "rate-change", "level-verb", "share", "gap"})
_TOP = 6  # sentences among which the dateline stands
_NAME_LEAST, _NAME_MOST = 2, 24  # characters of the first of two names of papers, with the blanks around it
_DAY = r"(?:[a-z]{3,9}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [a-z]{3,9}\.?(?: \d{4})?)"
# behind the name of a place: what it lies in or another place, a date or an agency, then a dash; or a date in brackets alone
_DATELINE = re.compile(
    r"(?P<beside>(?:/|, )[a-z][a-z' ]{1,24}[a-z])??"
    rf"(?:(?P<told>(?:, {_DAY})?(?: ?\([^()\n]{{2,40}}\))?)(?: ?--? | ?--(?=\w))|(?P<dated> \({_DAY}\)) )"
)


LONGEST = 400  # tokens of a sentence at most; the longest of real releases have some sixty
_UNTOLD = Concept("", "", ())


@dataclass(slots=True)
class Token:
    """One unit of a sentence; `items` holds the members of a list that the text coordinates."""

    start: int
    end: int
    kind: str
    concepts: tuple[Concept, ...] = ()
    quantity: Quantity | None = None
    span: Span | None = None
    text: str = ""
    args: tuple[tuple[str, str], ...] = ()
    items: tuple[Token, ...] = ()
    role: str = ""  # subject, base, than, scope, source: given by the grammar
    sign: int | None = None  # of a quantity in a list, from its own word of direction
    inner: tuple[Token, ...] = ()  # the words of direction inside a list of quantities
    printed: str = ""  # an entity's text as the document has it

    @property
    def concept(self) -> Concept:
        """What the word means; a word that no list has, or several that the grammar made one, tell nothing."""
        return self.concepts[0] if self.concepts else _UNTOLD

    @property
    def begins(self) -> int:
        """Where a figure begins, its hedge with it; of another token, its start."""
        return self.quantity.hedge if self.quantity is not None and self.quantity.hedge >= 0 else self.start

    @property
    def members(self) -> tuple[Token, ...]:
        return self.items or (self,)

    def with_flow(self, flow: str) -> Token:
        """The same word of trading, said of a flow."""
        return replace(self, concepts=(replace(self.concept, props={**self.concept.props, "flow": (flow,)}),))


def inserted(tokens: list[Token], found: list[Token]) -> list[Token]:
    """The tokens with those found between them, in the order of the text."""
    return sorted([*tokens, *found], key=lambda t: (t.start, t.end)) if found else tokens


def leading_kind(tokens: Iterable[Token]) -> str:
    """The kind of the first token that is no particle."""
    return next((t.kind for t in tokens if t.kind != "particle"), "")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its range in the folded text, its tokens, and whether it opens a paragraph."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    opens: bool


def sentences(annotated: Annotated) -> list[Sentence]:
    """Cut an annotated document into sentences of tokens; what goes on for longer than prose is cut, as a sentence is looked through many times."""
    text = annotated.folded.text
    tokens = _tokens(annotated)
    out: list[Sentence] = []
    current: list[Token] = []
    start, opens = 0, True

    def close(end: int) -> None:
        nonlocal current, start
        if current:
            out.append(Sentence(current[0].start, end, tuple(current), opens))
        current = []
        start = end

    for token in tokens:
        if token.kind == ".":
            current.append(token)
            close(token.end)
            opens = False
        elif token.kind == "nl":
            if _wrapped(text, token.start, token.end) and not _celled(annotated, token.start):
                continue
            close(token.start)
            opens = True
        else:
            current.append(token)
        if len(current) >= LONGEST:
            close(token.end)
            opens = False
    close(len(text))
    return [_trimmed(text, s) for s in out]


def without_datelines(annotated: Annotated, found: list[Sentence]) -> list[Sentence]:
    """The sentences with the place that a dateline opens with ("LHASA, May 3 (Agency) --") marked as one: it says where, not of what.

    A name with nothing but a dash behind it is a dateline if it is the only one, near the top and in capitals or named again; several
    such names are the labels of a list.
    """
    bare = [i for i, s in enumerate(found) if (m := _dateline(annotated, s)) is not None and not (m["told"] or m["dated"])]
    out = list(found)
    for index, sentence in enumerate(found):
        match = _dateline(annotated, sentence)
        if match is None:
            continue
        first = sentence.tokens[0]
        again = len(sentence.tokens) > 1 and sentence.tokens[1].kind == "place" and sentence.tokens[1].text.startswith(first.text)
        if match["told"] or match["dated"] or (bare == [index] and index < _TOP and (first.printed.isupper() or again)):
            beside = match.end("beside") if annotated.folded.text.startswith("/", match.start()) else first.end
            named = (replace(t, kind="dateline") if t.kind == first.kind and t.end <= beside else t for t in sentence.tokens)
            out[index] = replace(sentence, tokens=tuple(named))
    return out


def without_events(annotated: Annotated, sentence: Sentence) -> Sentence:
    """The sentence with the name of a fair or forum as one word: the places and flows in it are not what the sentence is about."""
    tokens = list(sentence.tokens)
    at = len(tokens)
    while at > 1:
        at -= 1
        if tokens[at].kind != "event":
            continue
        first = at
        while first and _titled(printed(annotated, tokens[first - 1].start, tokens[at].end)) and tokens[first - 1].kind in _IN_NAMES:
            first -= 1
        if first < at and tokens[at].start - tokens[first].start < _EVENT:
            whole = replace(tokens[at], start=tokens[first].start, kind="particle")
            tokens[first : at + 1] = [whole]
            at = first
    kept = [t for t in tokens if t.kind != "event"]
    return sentence if len(kept) == len(sentence.tokens) else replace(sentence, tokens=tuple(kept))


def _titled(name: str) -> bool:
    """Whether every word of a name but the small ones is written with a capital."""
    words = [w for w in re.split(r"[\s-]+", name) if w.isalpha() and len(w) > 3]
    return bool(words) and all(w[0].isupper() for w in words) and not any(c in name for c in ",.;:\n")


def counted_up(tokens: list[Token]) -> list[Token]:
    """The tokens with the year that a day up to which is counted tells already as a particle: "by the end of November, exports this year were".

    A mark or another period behind the figures ends what is counted up to that day.
    """
    out: list[Token] = []
    until = figured = False
    for token in tokens:
        span = token.span
        figured = (figured and until) or token.kind == "q"
        ends = token.kind == ";" or (figured and token.kind in {",", "."}) or (span is not None and not span.running)
        until = (until and not ends) or (span is not None and span.style == "stock")
        out.append(replace(token, kind="particle", span=None) if until and span is not None and span.running else token)
    return out


def measured_standstills(tokens: list[Token]) -> list[Token]:
    """The tokens with a word for no change as a particle where its figure stands right behind it: "were flat (0.2 percent)", "flat at 0.0%"."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        index += 1
        if token.kind != "direction" or token.concept.get("sign") != "0":
            out.append(token)
            continue
        kinds = [t.kind for t in tokens[index : index + 3]]
        size = next((n for form, n in _STANDSTILLS if tuple(kinds[: len(form)]) == form), 0)
        figure = next((t for t in tokens[index : index + size] if t.kind == "q"), token)
        small = size > 0 and figure.quantity is not None and figure.quantity.kind == "percent" and abs(figure.quantity.value) < 1
        out.extend([replace(token, kind="particle"), replace(figure, sign=1)] if small else [token])
        index += size if small else 0
    return out


def forecasts(tokens: list[Token]) -> list[Token]:
    """The tokens with a modal verb as a word of forecast where it stands before one of growing or reaching or a figure, and without it elsewhere."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind != "modal":
            out.append(token)
            continue
        verb = next((t for t in tokens[index + 1 : index + 4] if t.kind not in {"particle", "modal"}), None)
        traded = bool(out) and out[-1].kind in {"term", "overall"}  # trade will pass 3 trillion; tariff cuts that they could enjoy are granted
        figure = verb is not None and verb.quantity is not None and (traded or verb.quantity.kind != "money")
        if verb is not None and (verb.kind in _TOLD or figure) and verb.start - token.end < _VERB:
            out.append(replace(token, kind="target", role="ahead"))
    return out


def without_logging(tokens: list[Token]) -> list[Token]:
    """The tokens of an English sentence without a word of registering that is said of traffic: "1,038 trains were registered"."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        passive = bool(out) and out[-1].kind == "level-verb" and token.start - out[-1].end < 2
        said = out[-6:-1] if passive else tokens[index + 1 : index + 2]
        if token.kind != "term" or token.concept.get("indicator") != "enterprises-registered" or not any(map(_tells_traffic, said)):
            out.append(token)
    return out


def without_quoted_names(tokens: list[Token], text: str) -> list[Token]:
    """The tokens of an English sentence with the figures in a name in quotes as attributes, and without its other words.

    "The '30 percent value added, no duty' rule" tells of no growth. A fragment of speech is told by a mark at its end, or by a verb in it.
    """
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        left = text.rfind('"', tokens[0].start, token.start) if token.kind == "q" else -1
        right = text.find('"', token.end, token.end + _QUOTED) if left >= 0 and text.count('"', tokens[0].start, token.start) % 2 else -1
        inner = text[left + 1 : right] if right >= 0 else ""
        inside = [t for t in tokens if left < t.start and t.end <= right] if inner else []
        named = bool(inside) and token.start > left + 1 and inner[-1].isalnum() and not any(t.kind in _SAID for t in inside)
        ahead = next((t.kind for t in reversed(out) if t.end <= left), "")  # exports rose "by 5 percent last year", he said
        if named and ahead not in _MOVING and not any(c in inner for c in ".;:"):
            out = [t for t in out if t.start < left]
            out.append(replace(token, kind="attribute"))
            index += 1
            while index < len(tokens) and tokens[index].start < right:
                if tokens[index].kind == "q":
                    out.append(replace(tokens[index], kind="attribute"))
                index += 1
            continue
        out.append(token)
        index += 1
    return out


def without_papers(tokens: list[Token], annotated: Annotated) -> list[Token]:
    """The tokens of an English sentence without the name of a newspaper, by which nothing is told day by day: "Hainan Daily Haikou July 20"."""
    out: list[Token] = []
    for token in tokens:
        beside = out[-1] if out and out[-1].kind in {"place", "partner"} and token.start - out[-1].end < _ADJACENT else None
        if token.kind == "day-rate" and beside is not None and printed(annotated, token.start, token.end)[:1].isupper():
            out[-1] = replace(beside, kind="particle")
        else:
            out.append(token)
    return out


def without_issue_numbers(tokens: list[Token]) -> list[Token]:
    """The tokens of an English line without the number of an issue and its year: "Trade bulletin, No. 11 of 2024" is of no year."""
    kinds = [t.kind for t in tokens]
    at = next((i for i in range(len(tokens) - 2) if kinds[i : i + 3] == ["rank", "of", "period"]), -1)
    span = tokens[at + 2].span if at >= 0 else None
    issue = span is not None and span.whole and "n" in dict(tokens[at].args) and not {"q", "rank-verb", "rank-object", "level-verb"} & set(kinds)
    return [*tokens[:at], *tokens[at + 3 :]] if issue else tokens


def without_routes(tokens: list[Token], text: str) -> list[Token]:
    """The tokens of an English sentence about a place without the country that trains link a partner with: "1,038 China-Viet Nam trains"."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        ahead = tokens[index + 1 : index + 3]
        linked = token.kind == "place" and [t.kind for t in ahead] == ["partner", "term"] and text[token.end : ahead[0].start] == "-"
        if not (linked and _tells_traffic(ahead[1]) and any(t.kind == "place" for t in out)):
            out.append(token)
    return out


def with_one_noun(tokens: list[Token]) -> list[Token]:
    """The tokens of an English sentence without the "and" between two names of what a number counts: "58,300 RCEP and other certificates"."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind == "and" and out:
            ahead = tokens[index + 1 : index + 3]
            figure = next((t for t in reversed(out) if t.kind not in {"partner", "decoy"}), out[0])
            between = token.start - figure.end
            bare = figure.quantity is not None and figure.quantity.kind == "number" and _NAME_LEAST < between < _NAME_MOST
            if bare and [t.kind for t in ahead] == ["particle", "term"] and ahead[1].concept.get("indicator") == "clearance":
                out = out[: out.index(figure) + 1]
                continue
        out.append(token)
    return out


def _tells_traffic(token: Token) -> bool:
    counted = token.quantity.counted if token.quantity is not None else token.concept if token.kind == "term" else None
    return counted is not None and counted.get("indicator") == "cargo"


def _dateline(annotated: Annotated, sentence: Sentence) -> re.Match[str] | None:
    first = sentence.tokens[0]
    if not sentence.opens or first.kind not in {"place", "partner"} or first.start != sentence.start or not first.printed.isascii():
        return None
    match = _DATELINE.match(annotated.folded.text, first.end)
    beside = match.end("beside") if match is not None else -1
    return match if beside < 0 or any(t.kind == "place" and t.end == beside for t in sentence.tokens[1:3]) else None


def _trimmed(text: str, sentence: Sentence) -> Sentence:
    """The sentence's range from the first to the last character that is not white space around its tokens."""
    begin = sentence.start
    while begin > 0 and text[begin - 1] not in "\n\u3002!?":
        if text[begin - 1] == " " and begin > 1 and text[begin - 2] in ".!?":
            break
        begin -= 1
    end = sentence.end
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return Sentence(begin, end, sentence.tokens, sentence.opens)


def _wrapped(text: str, start: int, end: int) -> bool:
    """A single line break between lower-case words is a wrapped line."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (
        bool(before)
        and ((before.isascii() and before.isalnum()) or before == ",")
        and after.isascii()
        and after.isalpha()
        and len(text[text.rfind("\n", 0, start) + 1 : start]) in range(60, 100)
        and not _LABELLED.match(text, end)
    )


def _celled(annotated: Annotated, at: int) -> bool:
    """Whether one of the lines that a line break parts is a row of cells."""
    text = annotated.document.text
    middle, _ = annotated.folded.origin(at, at + 1)
    begin, end = text.rfind("\n", 0, middle) + 1, text.find("\n", middle + 1)
    return _CELLS.search(text, begin, end if end >= 0 else len(text)) is not None


def _tokens(annotated: Annotated) -> list[Token]:
    text = annotated.folded.text
    spans = {s.start: s for s in annotated.spans}
    inside = 0
    tokens: list[Token] = []
    for mention in annotated.mentions:
        if mention.start in spans:
            span = spans[mention.start]
            members = tuple(Token(m.start, m.end, "period", mention.concepts, span=m) for m in span.more)
            tokens.append(Token(span.start, span.end, "period", mention.concepts, span=span, args=mention.args, items=members))
            inside = span.end
        elif mention.kind == "unit" and text[mention.end : mention.end + 1] == "-" and text[mention.end + 1 : mention.end + 2].isalpha():
            continue  # second-hand phones
        elif mention.end <= inside or mention.kind == "since-clause":  # one that tells no beginning
            continue
        else:
            tokens.append(Token(mention.start, mention.end, mention.kind, mention.concepts, args=mention.args))
    ranged = _ranges(annotated)
    moved = {t.end for t in tokens if t.kind == "direction"}  # "11.3 points up." abbreviates nothing
    moved |= {q.end for q in annotated.quantities if text.startswith(".", q.end) and _capital_follows(annotated, q.end)}  # "in 0.2 h. At the lane"
    numbered = {q.end for q in annotated.quantities if _enumerates(text, q)}
    numbered |= {t.end for t in tokens if t.kind == "decoy" and not text[text.rfind("\n", 0, t.start) + 1 : t.start].strip()}  # "Table 2. Exports"
    for quantity in annotated.quantities:
        kind = "range" if quantity.start in ranged else "enumerator" if _enumerates(text, quantity) else "q"
        kind = "attribute" if kind == "q" and _describes(text, quantity) else kind
        tokens.append(Token(quantity.start, quantity.end, kind, quantity=quantity))
    tokens.sort(key=lambda t: (t.start, -t.end))
    claimed = [(t.start, t.end) for t in tokens]
    marks: list[Token] = []
    index = 0
    for match in _PUNCTUATION.finditer(text):
        at = match.start()
        while index < len(claimed) and claimed[index][1] <= at:
            index += 1
        if index < len(claimed) and claimed[index][0] <= at and claimed[index][1] > at + 1:
            continue
        if index < len(claimed) and claimed[index][0] == at:
            continue
        mark = match.group()
        kind = _MARKS.get(mark, ".")
        if mark in "-*":
            kind = "nl" if not text[text.rfind("\n", 0, at) + 1 : at].strip() else ","
        if mark in "|/-" and at - 1 in numbered:
            continue  # 4 | Exports
        if kind == "." and mark == "." and ((not _ends(annotated, at) and at not in moved) or at in numbered):
            continue
        marks.append(Token(at, at + 1, kind))
    marks.extend(_headline_breaks(text, claimed, {t.start for t in tokens if t.kind in {"period", "date"}}))
    for token in tokens:
        token.text = text[token.start : token.end]
        if token.kind in ENTITIES:
            token.printed = printed(annotated, token.start, token.end)
        if token.kind == "and" and token.text == "\u3001":
            token.kind = "sep"
    ordered = sorted(tokens + marks, key=lambda t: (t.start, t.end))
    for amount in (*_thresholds(ordered), *_alternatives(ordered)):
        amount.kind = "attribute"
    for index, token in enumerate(ordered):
        if (settle := _SETTLED.get(token.kind)) is not None:
            settle(ordered, index, token)
        if token.kind == ";" and text[token.start] == "|" and _lists_on(ordered, index):
            token.kind = "sep"
    for points, after in pairwise(ordered):
        if points.quantity is not None and points.quantity.kind == "points" and after.start - points.end > 1 and _ATTRIBUTE.match(text, points.start):
            points.kind = "attribute"  # a 33-point plan
    for place, measured in pairwise(ordered):
        if place.kind == "counted" and measured.kind == "non-trade" and measured.start == place.end:
            measured.kind = "particle"  # the area of overseas warehouses
    kept = [t for i, t in enumerate(ordered) if t.kind != "short-facet" or _faceted(ordered, i)]
    kept = [a for a, b in pairwise([*kept, None]) if a is not None and not (a.kind == "gap" and b is not None and _hedges(a, b))]
    return [t for i, t in enumerate(kept) if t.kind != "gap" or t.end - t.start > 1 or _compares(text, kept, i)]


def _hedges(word: Token, after: Token) -> bool:
    """Whether a word of comparison is the hedge of the figure behind it: "exceeding 400 billion yuan"."""
    return after.quantity is not None and 0 <= after.quantity.hedge <= word.start


def _lists_on(tokens: list[Token], index: int) -> bool:
    """Whether a bar stands between two members of a list: "general trade | bonded logistics: 2 billion | 1 billion, up 3% | up 4%"."""
    before = tokens[index - 1] if index else None
    after = next((t for t in tokens[index + 1 : index + 3] if t.kind != "direction"), None)
    if before is None or after is None or before.kind != after.kind:
        return False
    if before.quantity is not None and after.quantity is not None:
        return before.quantity.kind == after.quantity.kind != "number"
    return before.kind in {"regime", "enterprise", "partner", "commodity"}


def _verb_not_good(tokens: list[Token], index: int, token: Token) -> None:
    """A word that names a good or says that it is traded is the verb right behind who trades: "what Ningbo ships to the region"."""
    verbs = [c for c in token.concepts if c.role == "term"]
    trader = tokens[index - 1] if index else None
    direct = trader is not None and trader.kind in {"place", "anaphor", "enterprise"} and token.start - trader.end == 1
    if verbs and direct and trader is not None and not possessive(trader.printed):
        token.kind, token.concepts = "term", (verbs[0],)


def _verb_not_register(tokens: list[Token], index: int, token: Token) -> None:
    """A word for firms on a register is the verb of amounting between a place and a figure that counts no firms: "Horgos registered 3,310"."""
    verbs = [c for c in token.concepts if c.role == "level-verb"]
    if not verbs:
        return
    before, after, counted = (tokens[i] if 0 <= i < len(tokens) else None for i in (index - 1, index + 1, index + 2))
    led = before is not None and before.kind in {"place", "anaphor"} and token.start - before.end < 2
    figure = after.quantity if after is not None else None
    firms = counted is not None and counted.kind in {"enterprise", "unit", "term"}
    grown = after is not None and after.kind in {"direction", "rate"}
    if led and (grown or (figure is not None and figure.kind in {"number", "money"} and not firms)):
        token.kind, token.concepts = "level-verb", (verbs[0],)


def _good_not_place(tokens: list[Token], index: int, token: Token) -> None:
    """A name that is a place's and a good's (Baiyin, silver) is the good's right behind a word of trading, and in a list of goods."""
    goods = tuple(c for c in token.concepts if c.scheme == "commodity") if index else ()
    if not goods:
        return
    before = tokens[index - 1]
    traded = before.kind == "term" and before.concept.get("flow") in {"export", "import"} and token.start - before.end < 2
    listed = before.kind in {"sep", "and"} and index > 1 and tokens[index - 2].kind == "commodity"
    if traded or listed:
        token.kind, token.concepts = "commodity", goods


_SETTLED = {
    "place": _good_not_place,
    "commodity": _verb_not_good,
    "term": _verb_not_register,
}  # words of several meanings, by the kind they were given


def _enumerates(text: str, quantity: Quantity) -> bool:
    """Whether a number only numbers the lines of a list: "2. Exports to Africa:"."""
    head = text[text.rfind("\n", 0, quantity.start) + 1 : quantity.start]
    plain = quantity.kind == "number" and quantity.scale == 1 and quantity.value < 100 and not head.strip()
    return plain and _NUMBERED.match(text, quantity.end) is not None


def _describes(text: str, quantity: Quantity) -> bool:
    """Whether a quantity only tells how large a thing is: "a 20,000-tonne cold store"."""
    return quantity.kind in _SIZES and _ATTRIBUTE.match(text, quantity.start, quantity.end + 2) is not None


def _thresholds(tokens: list[Token]) -> list[Token]:
    """The amounts that only say which firms or goods are counted right behind them: "with exports of over a billion: 45 firms", in Chinese order."""
    out: list[Token] = []
    last: Token | None = None
    for token in tokens:
        if last is not None and token.quantity is not None and _counts_class(token.quantity) and token.start - last.end < _CLASS:
            out.append(last)
        if token.quantity is not None or token.kind not in _OF_CLASS:
            over = token.quantity is not None and token.quantity.kind == "money" and token.quantity.approx == ">"
            last = token if over else None
    return out


def _alternatives(tokens: list[Token]) -> list[Token]:
    """The rates of which one or the other is meant, as no figure is: "perhaps 6 percent or 7 percent"."""
    out: list[Token] = []
    for a, between, b in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if between.kind == "share" and between.concept.get("restates") and a.quantity is not None and b.quantity is not None:
            rates = a.quantity.kind == b.quantity.kind == "percent"
            out.extend((a, b) if rates and between.start - a.end < _ADJACENT and b.start - between.end < _ADJACENT else ())
    return out


def _counts_class(quantity: Quantity) -> bool:
    return quantity.kind == "count" and quantity.counted is not None and quantity.counted.notation in _CLASSES


def _headline_breaks(text: str, claimed: list[tuple[int, int]], dated: set[int]) -> list[Token]:
    """The blanks that part the two or three statements of a Chinese headline, which has no other punctuation; `dated`: where periods begin."""
    end = text.find("\n")
    line = text[: end if end >= 0 else len(text)]
    if len(line) > _HEADLINE or any(c in ",;.\u3002" for c in line.rstrip()[-1:]):
        return []
    blanks = [m for m in _BLANK.finditer(line) if not text[m.end()].isdecimal() or m.end() in dated]
    bounds = [0, *(p for m in blanks for p in m.span()), len(line.rstrip())]
    if not 0 < len(blanks) < 3 or any(b - a < 4 for a, b in zip(bounds[::2], bounds[1::2], strict=True)):
        return []
    return [Token(m.start(), m.start() + 1, ";") for m in blanks if not any(a <= m.start() < b for a, b in claimed)]


def _ranges(annotated: Annotated) -> frozenset[int]:
    """Where the two ends of each range start: "3%-5%", "by 5 to 8 percent" state no figure."""
    text, found = annotated.folded.text, annotated.quantities
    before = {m.end: m.kind for m in annotated.mentions}
    origins = {q.start for q in found if before.get(len(text[: q.start].rstrip())) == "from-level"}
    pairs = [(a, b) for a, b in pairwise(found) if b.start - a.end == 1 and text[a.end] in "-~" and a.kind in {b.kind, "number"}]
    pairs += [
        (a, b)
        for a, b in pairwise(found)
        if b.start - a.end < 5 and text[a.end : b.start].strip() in annotated.ranges and a.start not in origins
        and ((a.kind == "number" and b.kind in {"percent", "points"} and a.value < b.value) or _scaled_once(a, b))
    ]  # fmt: skip
    return frozenset(q.start for pair in pairs for q in pair)


def _scaled_once(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts share the scale written with the second: "$40.7 to $42.1 billion"."""
    return a.kind == b.kind == "money" and a.unit == b.unit and a.scale == 1 < b.scale and a.value * b.scale < b.value


def printed(annotated: Annotated, start: int, end: int) -> str:
    """A folded range as the document has it."""
    a, b = annotated.folded.origin(start, end)
    return annotated.document.text[a:b]


def _faceted(tokens: list[Token], index: int) -> bool:
    """A one-character word for quantity, value or price counts right before a word of direction or a printed sign (liang jian 4.2%, zhi +2.8%)."""
    if index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    of_good = index > 0 and tokens[index - 1].kind == "commodity" and tokens[index - 1].end == tokens[index].start
    if of_good and after.kind == "particle" and after.concept.get("genitive") and after.start == tokens[index].end:
        tokens[index].kind = "facet"  # 40% of the quantity of fruit that came in
        return True
    if after.kind in {"sep", "and"} and index + 2 < len(tokens):
        after = tokens[index + 2]  # "liang, zhi": two such words with a mark between them
        if after.kind != "short-facet" or after.start - tokens[index].end != 1:
            return False
        tokens[index].kind = "facet"
        return True
    signed = after.quantity is not None and after.quantity.signed and after.quantity.kind == "percent"  # liang -2.4%
    if not (signed or after.kind in {"direction", "respectively", "each", "short-facet"}) or after.start != tokens[index].end:
        return False
    tokens[index].kind = "facet"
    return True


def _compares(text: str, tokens: list[Token], index: int) -> bool:
    """A one-character word of comparison ("gao", "kuai") stands before a figure or an object that is known; before another word it is part of it."""
    token = tokens[index]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    known = after is not None and after.begins == token.end and after.kind not in {"commodity", "regime", "enterprise", "partner"}
    return known or not han(text[token.end : token.end + 1])


def _capital_follows(annotated: Annotated, at: int) -> bool:
    """Whether a word with a capital stands behind the full stop at an offset of the folded text."""
    start, _ = annotated.folded.origin(at, at + 1)
    return _CAPITAL.match(annotated.document.text, start) is not None


def _ends(annotated: Annotated, at: int) -> bool:
    """A full stop ends a sentence unless it closes an initial, a short abbreviation ("Co.", "vs.", but "of it.") or the letter of a heading."""
    text = annotated.folded.text
    if _OUTLINED.search(text[max(0, at - 8) : at]) and text[at + 1 : at + 2] == " " and _capital_follows(annotated, at):
        return False
    word = re.search(r"([a-z]+)\Z", text[max(0, at - 6) : at])
    if word is None:
        return True
    start, stop = annotated.folded.origin(at - len(word.group(1)), at)
    if _SHORT_WORD.fullmatch(annotated.document.text, start, stop) and _capital_follows(annotated, at):
        return True
    follows = text[at + 1 : at + 3].strip()
    if follows[:1].isalpha() and any(p.end == at + 1 for p in annotated.spans) and not _capital_follows(annotated, at):
        return False  # "Oct. exports fell"
    if follows[:1] in {"+", "-"}:
        return False  # "Sept. -6.2 percent", "est. +3"
    if follows[:1].isdecimal() and any(q.end == at for q in annotated.quantities):
        return True  # 305 kg. 163 suspects
    return len(word.group(1)) > 2 or not follows or text[max(0, at - len(word.group(1)) - 1)] not in " .("
