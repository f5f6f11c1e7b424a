"""Short forms in Chinese: what one word, one character or one turn of phrase says, written out before a sentence falls into statements.

"Ri, Han, Mei" are three partners where at least two such characters stand side by side in a list, or one beside a partner that is written with
its preposition. "Border trade-value" names a mode and says that the value of all of it is meant, both ways. A day with a figure of that day
tells of its month. "Equal to 8 percent of the country's" tells a part. An office named behind the one that it belongs to is the office meant.
A partner with the verb of supplying it in one word is exported to. What a partner exports to the region is imported there; what it exports to
somebody else is nobody's trade that a release is about.
"""

from __future__ import annotations

from dataclasses import replace

from tradegraph.facts.passes import passing
from tradegraph.facts.places import CUSTOMS
from tradegraph.facts.state import TRADE_FLOWS
from tradegraph.facts.tokens import Token, inserted, printed
from tradegraph.folding import han
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Concept
from tradegraph.period import Span

_WHOLES = frozenset({"country", "province", "prefecture", "city"})  # what a part of it is told to come to so much of
_OPENING = frozenset({",", ";", ":", "period", "particle", "while", "of-which", "."})  # what stands before a subject
_NOUN = 2  # characters of a word for goods
_AHEAD = 4  # tokens between a day and the figure of that day at most
_VALUE = 3  # characters of a word for a value behind the noun of trade at most


def _with_short_partners(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    text, names = annotated.folded.text, lexicon.short_partners
    found: dict[int, Concept] = {}
    for index, token in enumerate(tokens):
        if token.kind != "sep":
            continue
        before = tokens[index - 1] if index else None
        beside = before is not None and before.end == token.start and before.kind == "partner"
        left, right = names.get(text[token.start - 1 : token.start]), names.get(text[token.end : token.end + 1])
        if right is not None and (beside or left is not None):
            found[token.end] = right
            if left is not None and not beside:
                found[token.start - 1] = left
    starts, ends = {t.start for t in tokens}, {t.end for t in tokens}
    covered = [(t.start, t.end) for t in tokens]
    taken = {at for at in found if not any(a <= at < b for a, b in covered)}
    starts.update(at + 1 for at in taken if text[at + 1 : at + 2] in lexicon.role("numeral"))  # Japan and Korea, both countries
    alone = {at for at in taken if _ends_word(text, at + 1, starts) and (at in ends or not han(text[at - 1 : at]))}
    kept = [Token(at, at + 1, "partner", (found[at],), text=text[at], printed=printed(annotated, at, at + 1)) for at in sorted(alone)]
    return inserted(tokens, kept) if taken == alone else tokens


def _ends_word(text: str, at: int, starts: set[int]) -> bool:
    return at in starts or not han(text[at : at + 1])


def _with_values(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    text, terms = annotated.folded.text, lexicon.role("term")
    out: list[Token] = []
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        out.append(token)
        if token.kind != "regime":
            continue
        stop = after.begins if after is not None else token.end
        for end in range(min(token.end + _VALUE, stop), token.end, -1):
            term = terms.get(text[token.end - 2 : end])
            if term is not None and term.get("flow") == "total" and not term.get("indicator"):
                out.append(Token(token.end, end, "term", (term,), text=text[token.end : end]))
                break
    return out


def _with_days(tokens: list[Token], _: Annotated, __: Lexicon) -> list[Token]:
    out = list(tokens)
    for index, token in enumerate(tokens):
        args = dict(token.args) if token.kind == "date" else {}
        month = args.get("m", "")
        if not month.isdecimal() or not 1 <= int(month) <= 12:
            continue
        ahead = tokens[index + 1 : index + 1 + _AHEAD]
        at = next((i for i, t in enumerate(ahead) if t.kind == "q"), 0)
        if any(t.kind == "day-rate" for t in ahead[:at]) and all(t.kind not in {";", "."} for t in ahead[:at]):
            year = args.get("y", "")
            span = Span(token.start, token.end, "part", int(year) if year.isdecimal() else None, None, int(month), int(month), True)
            out[index] = replace(token, kind="period", span=span)
    return out


def _with_parts(tokens: list[Token], _: Annotated, __: Lexicon) -> list[Token]:
    out = list(tokens)
    for index, token in enumerate(tokens[:-3]):
        if token.kind != "than" or not token.concept.get("equals"):
            continue
        whole, mark, part = tokens[index + 1 : index + 4]
        around = whole.kind == "anaphor" and whole.concept.get("level") in _WHOLES
        rate = part.quantity is not None and part.quantity.kind in {"percent", "fraction"} and not part.quantity.signed
        if around and rate and mark.kind == "particle" and mark.concept.get("genitive"):
            out[index] = replace(token, kind="share", concepts=())
    return out


def _without_higher_offices(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    text, belongs = annotated.folded.text, lexicon.alternatives("belonging")
    out: list[Token] = []
    for token in tokens:
        above = next((t for t in reversed(out) if t.kind != "particle"), None)
        offices = above is not None and above.kind == token.kind == "place" and all(_office(c) for t in (above, token) for c in t.concepts)
        if offices and above is not None and text.startswith(belongs, above.end, token.start):
            out.remove(above)  # Futian Customs, which belongs to Shenzhen Customs
        out.append(token)
    return out


def _office(place: Concept) -> bool:
    return place.get("placeType") in CUSTOMS


def _with_supplies(tokens: list[Token], _: Annotated, lexicon: Lexicon) -> list[Token]:
    verbs = lexicon.role("supplying")
    if not any(t.kind == "partner" and t.text[:1] in verbs for t in tokens):
        return tokens
    out: list[Token] = []
    for token in tokens:
        verb = verbs.get(token.text[:1]) if token.kind == "partner" else None
        out.extend([token] if verb is None else [Token(token.start, token.start, "term", (verb,)), token])
    return out


def _with_goods_apart(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    text, generic = annotated.folded.text, lexicon.role("any-goods")
    out: list[Token] = []
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        head, tail = token.text[:-_NOUN], token.text[-_NOUN:]
        stop = min(after.begins if after is not None else len(text), token.end + _NOUN)
        verb = lexicon.role("term").get(head) if token.kind == "term" and tail in generic and stop > token.end else None
        start, goods = token.end - _NOUN, lexicon.role("commodity")
        end = next((end for end in range(stop, token.end, -1) if text[start:end] in goods), 0) if verb is not None else 0
        if verb is None or not end:
            out.append(token)
            continue
        out.append(replace(token, end=start, concepts=(verb,), text=head))
        out.append(Token(start, end, "commodity", (goods[text[start:end]],), text=text[start:end], printed=printed(annotated, start, end)))
    return out


def _turned(tokens: list[Token], _: Annotated, lexicon: Lexicon) -> list[Token]:
    out = list(tokens)
    for index, token in enumerate(tokens[:-3]):
        opens = token.kind == "partner" and token.text not in lexicon.abbreviated and (not index or tokens[index - 1].kind in _OPENING)
        toward, whom = tokens[index + 1 : index + 3]
        if not opens or toward.kind != "with" or toward.start != token.end or whom.kind not in {"place", "anaphor", "partner"}:
            continue
        at = next((i for i in range(index + 3, min(index + 3 + _AHEAD, len(tokens))) if tokens[i].kind == "term"), 0)
        flow = tokens[at].concept.get("flow") if at else ""
        if flow not in TRADE_FLOWS or tokens[at].concept.get("indicator") or any(t.kind in {",", ";", "q"} for t in tokens[index + 3 : at]):
            continue
        if whom.kind == "partner":
            out[at] = replace(tokens[at], kind="non-trade", concepts=(lexicon.named("non-trade", "non-trade"),))
        else:  # what Taiwan exports to Fujian is imported there
            out[index + 1] = replace(toward, kind="particle")
            out[at] = tokens[at].with_flow(next(iter(TRADE_FLOWS - {flow})))
    return out


SHORT = (
    passing(_without_higher_offices, "place"),
    passing(_with_short_partners, "sep"),
    passing(_with_goods_apart, "term"),
    passing(_turned, "partner"),
    passing(_with_supplies, "partner"),
    passing(_with_values, "regime"),
    passing(_with_days, "day-rate"),
    passing(_with_parts, "than"),
)
