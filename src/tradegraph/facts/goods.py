"""Names of goods in English that go on beyond what the lists know, found by where they stand.

"Lithium battery separator film" is no lithium battery, glasses and their parts are one good, and what a customs office seized is told by what
its figure counts ("318 live tortoises"). Where a phrase is no name of a known good it is kept as it stands (open_classes.py).
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile, zip_longest

from tradegraph.facts.state import SEPARATORS, TRADE_FLOWS
from tradegraph.facts.tokens import Token, printed
from tradegraph.inflection import describing, participle, plural
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Concept

_TAIL = re.compile(r" ((?:[a-z][a-z-]*[a-z] ){0,2}[a-z][a-z-]*[a-z]) ?\Z")  # the words that stand between a good and the next token
_COUNTED = re.compile(r" ((?:[a-z][a-z'-]*[a-z] ){0,3}[a-z'-]+) ?\Z")  # the things that stand between a number and the next token
_PARTS = re.compile(r"(?: [a-z]+){1,2}(?![a-z-])")  # the two words behind "and their"
_HEAD = re.compile(r"(?:[;:,\n] ?|[.] |\A)([a-z][a-z-]+(?: [a-z][a-z-]+)?) \Z")  # what a clause opens with
_TOLD = re.compile(r"(?:[;:\n] ?|[.] |\A)([a-z][a-z-]+(?:,? [a-z][a-z-]+){0,6}) \Z")  # the same before an amount
_WEIGHED = frozenset({"mass", "count", "volume", "number", "money"})
_BOUNDS = frozenset({"together", "each", "share", ",", ";", ".", "and", "sep", "term", "level-verb", "direction", "(", "respectively", "basis"})
_AFTER_THINGS = frozenset({",", ";", ".", "and", "sep", "term", "level-verb", "(", "with", "through"})
_WORD = re.compile(r"[a-z][a-z-]+ \Z")  # the word right before a token
_NEXT = re.compile(r" (?:\([^()]{2,24}\) [a-z]+ )?[a-z]")  # the beginning of the word behind it, past a place in brackets and another
_BRACKETS = re.compile(r" (?:\([^()]{2,24}\) )?")  # what may stand inside a firm's name: where it is
_NEXT_WORD = re.compile(r"[ -]([a-z]+)")
_THINGS = frozenset({"{set}", "{piece}", "{head}", "{container}", "{bottle}", "{carton}", "{plant}"})  # units that are things themselves
_QUOTED = 30  # characters of a name in quotation marks at most


def without_names(tokens: list[Token], annotated: Annotated) -> list[Token]:
    """The tokens without the goods in names: of operations in quotation marks ("Steel Rail"), of firms ("Huaxing Electronics (Wuxi) Semiconductor").

    A firm's name is told by its capitals, where a word in small letters follows as in no title.
    """
    text, named = annotated.folded.text, -1
    out: list[Token] = []
    for token in tokens:
        if token.kind != "commodity" or not token.printed[:1].isupper():
            out.append(token)
            continue
        before = text[max(0, token.start - _QUOTED) : token.start]
        goes_on = 0 <= named < token.start and _BRACKETS.fullmatch(text, named, token.start) is not None
        if _quoted(token, text) or ((goes_on or _capital(annotated, token, before, out)) and not _titled(annotated, token)):
            named = token.end
        else:
            out.append(token)
    return out


def _capital(annotated: Annotated, token: Token, before: str, out: list[Token]) -> bool:
    """Whether a word that no list has and that begins with a capital stands right before a token."""
    match = _WORD.search(before)
    start = token.start - len(match.group()) if match is not None else token.start
    apart = not out or out[-1].end <= start
    return match is not None and apart and printed(annotated, start, start + 1).isupper()


def _titled(annotated: Annotated, token: Token) -> bool:
    """Whether the word behind a token is written with a capital, as in a title."""
    match = _NEXT.match(annotated.folded.text, token.end)
    return match is None or printed(annotated, match.end() - 1, match.end()).isupper()


def _quoted(token: Token, text: str) -> bool:
    """Whether a word stands in quotation marks beside others."""
    opens = text.rfind('"', max(0, token.start - _QUOTED), token.start)
    closes = text.find('"', token.end, token.end + _QUOTED)
    inside = text[opens + 1 : closes] if opens >= 0 <= closes else ""
    return inside != token.text and bool(inside) and "," not in inside and inside[:1].isalpha() and text[opens - 1 : opens] in {" ", "("}


def contraband(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """A word of enforcement that names goods (`tg:good`) is a good behind "of" and a figure or a word of trading, in a list, before its weight."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        good = token.concept.get("good") if token.kind == "term" else ""
        if not good:
            out.append(token)
            continue
        before = [t for t in out if t.kind != "particle"][-2:]
        told = len(before) == 2 and before[1].kind == "of" and before[0].kind in {"q", "term"}
        listed = len(before) == 2 and before[1].kind in SEPARATORS and before[0].kind in {"commodity", "of", *SEPARATORS}
        behind = next((t for t in tokens[index + 1 : index + 6] if t.kind in {"q", ",", ";"}), None) if not before else None
        weighed = behind is not None and behind.quantity is not None and behind.quantity.kind == "mass"  # Drugs found in parcels weighed 6 kg
        if not (told or listed or weighed):
            out.append(token)
            continue
        traded = told and before[0].kind == "term" and before[0].concept.get("flow") in TRADE_FLOWS  # drugs that are imported are medicines
        known = None if traded else lexicon.vocabulary.find("commodity", good)
        out.append(replace(token, kind="commodity", concepts=(known,) if known is not None else ()))
    return out


def with_finds(tokens: list[Token]) -> list[Token]:
    """A word of finding or sending back is one of seizure right before a figure, or behind "were" and one: "found 61 kg", "18 kg were returned"."""
    out: list[Token] = []
    for token, after in zip_longest(tokens, tokens[1:]):
        if token.kind != "finding":
            out.append(token)
            continue
        what = after.quantity if after is not None else None
        begins = max(what.hedge, 0) or after.start if what is not None and after is not None else 0
        checked = what is not None and what.counted is not None and what.counted.get("indicator") == "clearance"  # 12 shipments found unsafe
        told = what is not None and what.kind in _WEIGHED and begins - token.end < 2 and not checked
        passive = bool(out) and out[-1].kind == "level-verb" and token.start - out[-1].end < 2 and any(t.kind == "q" for t in out[-6:-1])
        if told or passive:
            out.append(replace(token, kind="term"))
    return out


def described(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens without the goods that only say what a place, a firm or a train is: "the ceramics town of", "tea capital Anxi", "a car park"."""
    text, nouns = annotated.folded.text, lexicon.role("named-after-goods")
    out: list[Token] = []
    for token, after in zip_longest(tokens, tokens[1:]):
        word = _NEXT_WORD.match(text, token.end) if token.kind == "commodity" else None
        beside = after is not None and after.start - token.end == 1 and bool(after.concepts)
        place = beside and after is not None and (after.kind == "zone-noun" or (after.kind != "place" and bool(after.concept.get("placeType"))))
        named = word is not None and (place or word.group(1) in nouns)
        if token.kind != "commodity" or not (named or _supplied(out, token.start)):  # oil supplied to ships
            out.append(token)
    return out


def _supplied(before: list[Token], at: int) -> bool:
    """Whether a verb of trading or delivering and "to" stand right before an offset, behind the goods that go there."""
    verb, to = before[-2:] if len(before) > 1 else (None, None)
    if verb is None or to is None or to.kind != "level-verb" or at - to.end != 1:
        return False
    delivered = verb.kind == "commodity" and to.start - verb.end > 1
    return delivered or (verb.kind == "term" and to.start - verb.end == 1 and any(t.kind == "commodity" for t in before))


def measured_by(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with each noun of counting that no number counts as the end of a good's name: "tea sets", "shower heads"."""
    text = annotated.folded.text
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        thing = token.kind == "unit" and token.concept.notation in _THINGS and plural(token.text, lexicon)
        if not thing or last is None or last.kind in {"q", "hedge", "unit"}:
            out.append(token)
        elif last.kind == "commodity" and token.start - last.end == 1 and not (len(out) > 1 and out[-2].kind == "q"):
            out[-1] = good_as_printed(last.start, token.end, annotated)
        elif not qualifies(text[last.end : token.start], lexicon):
            out.append(token)
    return out


def seized(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of a sentence about a seizure with a good for what each bare number in it counts: "611 pangolins"."""
    if not any(t.kind == "term" and t.concept.get("seizes") for t in tokens):
        return tokens
    text = annotated.folded.text
    closed = (lexicon.role("particle"), lexicon.role("any-goods"), lexicon.role("flow-modifier"), lexicon.role("bystander"))
    out: list[Token] = []
    for index, token in enumerate(tokens):
        out.append(token)
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        number = token.quantity
        if number is None or number.kind != "number" or after is None or after.kind not in _AFTER_THINGS:
            continue
        match = _COUNTED.match(text[token.end : after.start])
        words = match.group(1).split() if match is not None else []
        if words and plural(words[-1], lexicon) and not any(words[-1] in known for known in closed):
            out.append(good_as_printed(token.end + 1, token.end + 1 + len(" ".join(words)), annotated))
    return out


def grown(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with each good whose name goes on beyond what the lists know as a good of its own: "chicken feet", "steel wire exports"."""
    text = annotated.folded.text
    out: list[Token] = []
    for index, token in enumerate(tokens):
        out.append(token)
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.kind != "commodity" or token.items or after is None or after.start - token.end < 3:
            continue
        match = _TAIL.match(text[token.end : after.start])
        words = match.group(1).split() if match is not None else []
        noun = list(takewhile(lambda word: not _verbal(word, lexicon), words))
        ends = len(noun) < len(words) or after.kind in _BOUNDS
        traded = after.kind == "term" and after.concept.get("flow") in TRADE_FLOWS and noun == words
        singular = not plural(token.text, lexicon)
        if noun and ends and singular and (_stands(out, lexicon) or (traded and not plural(noun[-1], lexicon))):
            out[-1] = good_as_printed(token.start, token.end + 1 + len(" ".join(noun)), annotated)
    return out


def headed(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens with what a clause opens with as its good: "Fresh pears fetched", and right before an amount "; plastic flowers 3 billion yuan"."""
    text = annotated.folded.text
    out: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind not in {"commodity", "q"}:
            out.append(token)
            continue
        opens = not out or out[-1].kind in {";", ":"}
        start = _clause(text, token.start, lexicon) if opens and token.kind == "commodity" else -1
        if start >= 0 and (not out or start >= out[-1].end):
            out.append(good_as_printed(start, token.end, annotated, token.concepts))
            continue
        alone = _amount(token) and [t.kind for t in tokens[index + 1 : index + 2]] in ([], [","], [";"], ["."], ["("])
        listed = list(takewhile(lambda t: t.kind in SEPARATORS, reversed(out))) if alone else []
        before = out[-1 - len(listed)] if len(out) > len(listed) else None
        if alone and (before.kind in {";", ":"} if before is not None else not listed):
            start = _told(text, before.end if before is not None else -1, token.start, lexicon)
            if start >= 0 and (not listed or listed[0].end < token.start - 2):
                out[len(out) - len(listed) :] = [good_as_printed(start, start + len(text[start : token.start].rstrip()), annotated)]
        out.append(token)
    return out


def _told(text: str, floor: int, end: int, lexicon: Lexicon) -> int:
    """Where the words begin that a clause consists of before an amount, the last of them in the plural; -1 where they name no good."""
    match = _TOLD.search(text, max(0, floor - 1, end - 60), end)
    words = match.group(1).replace(",", "").split() if match is not None else []
    closed = [lexicon.role(role) for role in ("particle", "filler", "flow-modifier", "any-goods")]
    named = bool(words) and plural(words[-1], lexicon) and not any(words[0] in known for known in closed)
    return match.start(1) if match is not None and named and (floor < 0 or match.start(1) - floor < 3) else -1


def _amount(token: Token) -> bool:
    return token.quantity is not None and token.quantity.kind in {"money", "mass"} and token.quantity.hedge < 0


def _clause(text: str, end: int, lexicon: Lexicon) -> int:
    """Where the one or two words begin that a clause opens with right before an offset, of no kind that any good could be; -1 where others do."""
    match = _HEAD.search(text, max(0, end - 40), end)
    return match.start(1) if match is not None and _names(match.group(1).split(), lexicon) else -1


def _names(words: list[str], lexicon: Lexicon) -> bool:
    """Whether words can be part of a good's name: no adverb, no participle, none that any good could have."""
    kinds = lexicon.role("good-prefix")
    return _open(words, lexicon) and not any("-" not in w and w not in kinds and describing(w, lexicon) for w in words)


def _open(words: list[str], lexicon: Lexicon) -> bool:
    """Whether none of the words but kinds of goods has a part of its own in a sentence, or could be said of any good."""
    kinds = lexicon.role("good-prefix")
    closed = [lexicon.role(role) for role in ("particle", "filler", "flow-modifier", "any-goods", "participle")]
    return not any(w in known for w in words if w not in kinds for known in closed)


def qualifies(words: str, lexicon: Lexicon, *, most: int = 2) -> bool:
    """Whether one or two words only say of what kind the good behind them is."""
    named = words.split()
    return 0 < len(named) <= most and (_names(named, lexicon) or (len(named) == 1 and _open(named, lexicon)))  # hiking boots


def with_their_parts(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """A good and its parts or products are one good: "valves and their parts", "magnesium and magnesium products", "ore and concentrate".

    A list with a figure for each of its members keeps them apart.
    """
    out: list[Token] = []
    named = 0  # where the last of such names ends
    for index, token in enumerate(tokens):
        if token.start < named:
            continue
        out.append(token)
        good = out[-2] if token.kind == "and" and len(out) > 1 and out[-2].kind == "commodity" and token.start - out[-2].end == 1 else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.kind != "and":
            continue
        again = good is not None and after is not None and after.kind == "commodity" and after.text.startswith(f"{good.text} ")
        own = after is not None and _own(after)
        each = not own and any(t.kind == "respectively" for t in tokens[index:])
        end = after.end if again and after is not None else 0 if each else _parts(tokens, index, annotated.folded.text, lexicon)
        start = good.start if good is not None else -1
        if good is None and own and end:
            start = _clause(annotated.folded.text, token.start, lexicon)
            start = -1 if len(out) > 1 and start < out[-2].end else start
        if end and start >= 0:
            named = end
            out[-2 if good is not None else -1 :] = [good_as_printed(start, end, annotated, good.concepts if good is not None and again else ())]
    return out


def _parts(tokens: list[Token], index: int, text: str, lexicon: Lexicon) -> int:
    """Where the words for parts or products end that stand behind a conjunction: "and their spare parts"; 0 where others do."""
    end, at = tokens[index].end, index + 1
    while at < len(tokens) and _own(tokens[at]) and tokens[at].start - end == 1:
        end, at = tokens[at].end, at + 1
    match = _PARTS.match(text, end)
    words = match.group().split() if match is not None else []
    size = next((n for n in range(1, len(words) + 1) if " ".join(words[:n]) in lexicon.role("good-suffix")), 0)
    stop = end + 1 + len(" ".join(words[:size]))
    apart = at < len(tokens) and tokens[at].start < stop and tokens[at].end != stop
    return stop if size and not apart else 0


def _own(token: Token) -> bool:
    return token.kind == "anaphor" and token.concept.get("level") == "own"


def _stands(out: list[Token], lexicon: Lexicon) -> bool:
    """Whether the last token stands where goods do: behind a figure, "of" and what it is of, or another good in a list."""
    before = [t for t in out[:-1] if t.kind != "particle"][-2:]
    if not before:
        return False
    last, first = before[-1], before[0] if len(before) == 2 else None
    if last.kind == "of":
        return first is not None and (
            first.kind in {"q", "unit", ")", "facet"} or (first.kind == "term" and first.concept.get("flow") in TRADE_FLOWS)
        )
    return (
        been_traded(last, lexicon)
        or (last.kind == "q" and last.quantity is not None and last.quantity.kind in _WEIGHED)
        or (last.kind in SEPARATORS and first is not None and first.kind == "commodity")
    )


def _verbal(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is no part of a name: a participle, an adverb, a word that fills."""
    return word not in lexicon.role("good-suffix") and not _names([word], lexicon)


def been_traded(token: Token, lexicon: Lexicon) -> bool:
    """Whether a token is the past of a verb of trading: "exported", "sold abroad"."""
    flows = token.kind == "term" and token.concept.get("flow") in TRADE_FLOWS
    return flows and any(participle(word, lexicon) for word in token.text.split())


def good_as_printed(start: int, end: int, annotated: Annotated, concepts: tuple[Concept, ...] = ()) -> Token:
    """A good as it stands."""
    return Token(start, end, "commodity", concepts, text=annotated.folded.text[start:end], printed=printed(annotated, start, end))
