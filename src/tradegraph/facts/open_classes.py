"""Open classes: goods, zones and ports that no list has, found by the place in which they stand or by the class word in their name.

A phrase right beside a word of exporting or importing, a member of a list of goods, or (in English) what follows "exports of" is a
commodity; a name before a class word ("Yunling Comprehensive Bonded Zone") is a place. The phrase is kept as it stands; words that only fill
(`particle` in discourse.ttl) are cut from its ends.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile, zip_longest

from tradegraph.facts.beside import bracketed, gapped, lined, opened, others, passive
from tradegraph.facts.goods import been_traded, contraband, described, grown, headed, measured_by, qualifies, seized, with_their_parts, without_names
from tradegraph.facts.passes import passing, rewritten
from tradegraph.facts.places import ALL_ZONES, MUNICIPALITIES, REGIONS
from tradegraph.facts.state import AMOUNTS, TRADE_FLOWS
from tradegraph.facts.tokens import ENTITIES, Token, inserted, printed
from tradegraph.folding import han
from tradegraph.inflection import describing, ends_in_of, form, participle, plural, plural_ending, possessive
from tradegraph.lexicon import Lexicon
from tradegraph.mentions import Annotated
from tradegraph.model import Concept

_HAN_PHRASE = re.compile("[\u4e00-\u9fffA-Za-z0-9\"'+-]{2,16}\\Z")
_WORD = re.compile(r"[a-z][a-z'-]*")
_MAX_NAME = 48  # characters of a name before its class word at most
_NEXT = 14  # characters between an owner or a number and the class of zones at most
_COUNTING_ZONES = frozenset({"q", "place", "anaphor", "each", "unit"})  # what says right before a class of zones that several are meant
_STARTING = frozenset({",", ";", ":", ".", "nl", "(", "and", "while", "period", "particle", "with"})  # what stands before a subject
_RANKED = frozenset({"partner", "commodity", "enterprise", "regime", "term", "q"})  # what a superlative behind it may rank
_NATIONAL = 10  # free trade zones that only the country has
_MAX_HAN_NAME = 8
_MAX_GOOD = 16  # characters of the name of a good that no list has at most
_IN_GOODS = frozenset({"and", "anaphor", "with", "particle"})  # words that can be part of such a name
_MAX_PREFIX = 4
_TRADED = TRADE_FLOWS | {"total"}
_MAX_DISTRICT = 4  # characters of the name of a district that no list has at most
_PAIR = 2  # characters of a numeral with what it counts
_HAN_WORD = re.compile("[\u4e00-\u9fff]\\Z")
_HAN_WORDS = re.compile("[\u4e00-\u9fff]{2,}")
_HAN_TAIL = re.compile("[\u4e00-\u9fff]{1,4}")
# what stands behind goods of which so much is told: "3,000 tonnes of ore from Guinea"
_BEHIND_GOODS = frozenset(
    {"term", "level-verb", ",", ".", ";", "(", "and", "from-level", "with", "through", "period", "basis", "respectively", "facet", "while"}
)
_BEHIND_OBJECT = frozenset({"facet", "and", ",", "("})  # what stands behind the goods that a verb of trading governs
_OPENERS = frozenset({",", ";", ":", "and", "while", "with", "cause", "of-which", "period", "place", "anaphor", "particle", "partner"})
_NO_GOODS = frozenset(
    {"{certificate}", "{declaration}", "{consultation}", "{suspect}", "{case}", "{person}", "{officer}", "{port}"}
)  # units of what is no goods
_PART = re.compile("[\u4e00-\u9fff]{2,4}\\Z")  # what a good's own parts are called
_FACING = frozenset({"and", "level-verb", ",", ";", ":", "("})  # what stands before a port abroad that only tells where one of ours lies
_AGAIN = frozenset({",", ";", ":", "sep", "and", "of-which", "(", "."})
_SAYS = frozenset({"direction", "level-verb", "share", "rank-verb", "rate", "facet", "while", "respectively", "q", "term", "sep", "and"})
_OPENING_WORDS = re.compile(r"(?:\A|[.:\n] {0,3})([a-z]{3,}(?: [a-z]{3,}){0,2}) \Z")
_CONVEYANCES = frozenset({"{vehicle}", "{vehicle-trip}", "{ship}", "{aircraft}"})
_HAN_NAME = re.compile("(?<![\u4e00-\u9fffA-Za-z0-9])[\u4e00-\u9fff]{2,8}\\Z")
_LATIN_PHRASE = re.compile(r"[a-z][a-z'\-]*(?: [a-z][a-z'\-]*){0,4}\Z")

_NAMED = (  # what is said of goods, in an English sentence
    passing(lambda tokens, annotated, lexicon: _moving(tokens, annotated.folded.text, lexicon), "direction"),
    passing(lambda tokens, annotated, _: _unranked(tokens, annotated.folded.text), "rank"),
    passing(lambda tokens, annotated, _: without_names(tokens, annotated), "commodity"),
    passing(described, "commodity"),
    passing(measured_by, "unit"),
    passing(lambda tokens, _, lexicon: _moved(tokens, lexicon), "partner"),
    passing(lambda tokens, _, lexicon: contraband(tokens, lexicon), "term"),
    passing(seized, "term"),
    passing(lambda tokens, _, lexicon: _shipped(tokens, lexicon), "unit", "shipping-noun"),
    passing(lambda tokens, _, __: _traded_nouns(tokens), "unit"),
    passing(lambda tokens, _, lexicon: _no_number(tokens, lexicon), "decoy"),
    passing(lambda tokens, _, __: _attributed(tokens), "attributive", "term"),
)
_GROWN = (  # names of goods that go on beyond what the lists know, and goods that known ones beside them tell
    passing(grown, "commodity"),
    passing(others, "and"),
    passing(bracketed, "("),
    passing(gapped, "commodity"),
    passing(opened, "commodity"),
    passing(lined, "q"),
    passing(passive, "term"),
    passing(headed, "commodity", "q"),
    passing(with_their_parts, "and"),
)


def with_open_commodities(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of a sentence with a commodity token for each phrase that stands in a commodity's place."""
    particles, generic = lexicon.role("particle"), lexicon.role("any-goods")
    zh = lexicon.language == "zh"
    text = annotated.folded.text
    if zh:
        closed = lexicon.words("particle", "any-goods", "case-noun")
        goods = _extended(_prefixed(tokens, annotated, lexicon.alternatives("good-prefix")), annotated, closed)
        tokens = _attributed(_told_next(goods, annotated, lexicon))
    else:
        tokens = rewritten(tokens, _NAMED, annotated, lexicon)
    out: list[Token] = []
    leading = _opening(tokens[0], annotated, lexicon) if zh and tokens else _leading(tokens[0], annotated, lexicon) if tokens else None
    if leading is not None:
        out.append(leading)
    if zh and len(tokens) > 1 and tokens[0].kind in {"sep", "and"} and tokens[1].kind == "commodity":
        left = max(text.rfind("\n", 0, tokens[0].start), tokens[0].start - _MAX_HAN_NAME) + 1
        match = _HAN_NAME.search(text, left, tokens[0].start)
        if match is not None and match.group() not in generic:  # the first of a list that opens a sentence
            out.append(Token(match.start(), match.end(), "commodity", text=match.group(), printed=printed(annotated, match.start(), match.end())))
    for index, token in enumerate(tokens):
        out.append(token)
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if zh and index and (native := _of_origin(tokens, index, annotated, particles)) is not None:
            out[-1] = native  # "Tibetan water" in a list of goods
            continue
        if after is None or after.start - token.end < (1 if zh and token.kind == "sep" else 2):
            continue
        phrase = _between(token, after, annotated, lexicon)
        if phrase is not None and phrase.kind == "place":
            amount = after.quantity if token.kind == "place" and phrase.start < token.end else None
            if _trades(after) or (amount is not None and amount.kind == "money"):
                out[-1:] = [phrase] if phrase.start < token.end else [token, phrase]
        elif phrase is not None and _in_place(tokens, index, token, after, out, text, lexicon):
            out.append(phrase)
    out = _compounds(out, annotated, "" if zh else " ")
    if zh:
        return _with_parts(out, annotated, lexicon.role("good-suffix"))
    out = rewritten(out, _GROWN, annotated, lexicon)
    return [_listed(t, lexicon) if t.kind == "commodity" and not t.concepts and not t.items else t for t in out]


def led_good(tokens: list[Token], before: Sequence[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of a Chinese sentence with the good that opens it right before an amount, where the sentence `before` told one so.

    "Ships 980 million yuan, up 60 percent. Caravans 370 million yuan": in a sentence of a known good and its amount.
    """
    first = tokens[0]
    amount = first.quantity if first.kind == "q" else None
    led = [t.kind for t in before if t.kind not in {"of-which", "particle"} and not _flow(t)][:2]
    if amount is None or amount.kind not in AMOUNTS or led != ["commodity", "q"]:
        return tokens
    text, end = annotated.folded.text, first.begins
    match = _HAN_NAME.search(text, max(0, end - _MAX_HAN_NAME - 1), end)
    if match is None or match.group() in lexicon.role("any-goods") or match.group().endswith(tuple(lexicon.role("trader"))):
        return tokens
    fillers = {**lexicon.role("particle"), **lexicon.role("filler")}
    if any(match.group().startswith(word) or match.group().endswith(word) for word in fillers):
        return tokens
    return [_phrase(match.start(), end, annotated), *tokens]


def told_again(tokens: list[Token], told: Iterable[Token], annotated: Annotated) -> list[Token]:
    """The tokens of a Chinese sentence with the goods that no list has and that were named before, where they open a clause or a list goes on."""
    text, start, end = annotated.folded.text, tokens[0].start - _MAX_HAN_NAME, tokens[-1].end
    names = {t.text: t for t in (*told, *tokens) if t.kind == "commodity" and not t.concepts and len(t.text) > 1}
    found: list[Token] = []
    for name, first in names.items():
        at = text.find(name, max(0, start), end)
        while at >= 0:
            stop = at + len(name)
            before = next((t for t in reversed(tokens) if t.end == at), None)
            opens = before.kind in _AGAIN if before is not None else not text[at - 1 : at].isalnum()
            free = all(t.end <= at or t.start >= stop for t in tokens)
            if opens and free and any(t.start == stop and t.kind in _SAYS for t in tokens):
                found.append(replace(first, start=at, end=stop, printed=printed(annotated, at, stop)))
            at = text.find(name, stop, end)
    return inserted(tokens, found)


def _of_origin(tokens: list[Token], index: int, annotated: Annotated, particles: Mapping[str, Concept]) -> Token | None:
    """A good named by a place and a word that no list has, where it stands in a list of goods before its end or its next member."""
    token, before = tokens[index], tokens[index - 1]
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    listed = before.kind in {"sep", "and"} and index > 1 and tokens[index - 2].kind == "commodity"
    if token.kind != "place" or not listed or after is None or after.kind not in {"particle", "sep", "and"}:
        return None
    text = annotated.folded.text
    rest = text[token.end : after.start]
    if not _HAN_TAIL.fullmatch(rest) or rest in particles:
        return None
    return Token(token.start, after.start, "commodity", text=text[token.start : after.start], printed=printed(annotated, token.start, after.start))


def _compounds(tokens: list[Token], annotated: Annotated, space: str) -> list[Token]:
    """Two goods that stand together without a mark between them are one good: what the first only qualifies, or both at once."""
    text = annotated.folded.text
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        if last is not None and last.kind == token.kind == "commodity" and text[last.end : token.start] == space and not (last.items or token.items):
            carries = bool(token.concepts) and bool(token.concept.get("conveyance"))
            concepts = token.concepts if space and (carries or not last.concepts) else ()  # fresh durians are durians, a crab truck is a truck
            whole = Token(
                last.start, token.end, "commodity", concepts, text=text[last.start : token.end], printed=printed(annotated, last.start, token.end)
            )
            out[-1] = whole
        else:
            out.append(token)
    return out


def _with_parts(tokens: list[Token], annotated: Annotated, suffixes: Mapping[str, Concept]) -> list[Token]:
    """A good and its parts or products are one good: "cars and parts", unless each has its own figure."""
    out: list[Token] = []
    for index, token in enumerate(tokens):
        beside = len(out) > 1 and out[-1].kind == "and" and out[-2].kind == "commodity"
        joined = beside and token.kind == "commodity" and token.text in suffixes and out[-2].end == out[-1].start
        each = joined and any(t.kind == "respectively" for t in tokens[index + 1 : index + 4])
        if beside and (end := _end_of_parts(token, out, tokens[index + 1 :], annotated)):
            out[-2:] = [_phrase(out[-2].start, end, annotated)]  # computers and their parts
            continue
        if out and token.kind == "commodity" and token.start < out[-1].end:
            continue
        if joined and not each and token.start - out[-1].end < 2:
            out[-2:] = [_phrase(out[-2].start, token.end, annotated)]
        else:
            out.append(token)
    return out


def _end_of_parts(token: Token, out: list[Token], after: list[Token], annotated: Annotated) -> int:
    """Where the name of a good's own parts ends that a word for "its" leads; 0 where there is none."""
    own = token.kind == "anaphor" and token.concept.get("level") == "own" and out[-2].end == out[-1].start and out[-1].end == token.start
    if not own or not after:
        return 0
    if after[0].kind == "commodity" and after[0].start == token.end:
        return after[0].end
    start = after[0].quantity.hedge if after[0].quantity is not None and after[0].quantity.hedge >= token.end else after[0].start
    return start if _PART.match(annotated.folded.text[token.end : start]) else 0


def _between(token: Token, after: Token, annotated: Annotated, lexicon: Lexicon) -> Token | None:
    text = annotated.folded.text
    particles, generic, zh = lexicon.role("particle"), lexicon.role("any-goods"), lexicon.language == "zh"
    hedged = after.quantity is not None and after.quantity.hedge >= token.end
    start, end = token.end, after.quantity.hedge if hedged and after.quantity is not None else after.start
    while start < end and text[start] in " \"'":
        start += 1
    while end > start and (text[end - 1] in ' "' or (text[end - 1] == "'" and not plural(text[start : end - 1], lexicon))):  # distillers' grains
        end -= 1
    if zh:
        cases = lexicon.role("case-noun")
        for size in (4, 3, 2, 1):
            while end - start > size and text[start : start + size] in particles:
                start += size
            while end - start > size and (text[end - size : end] in particles or (text[end - size : end] in cases and end - start > size + 1)):
                end -= size
        single = token.kind == "sep" and after.kind in {"sep", "and", "q"}  # "ores, coal, crude oil": the good has one character
        pattern = _HAN_WORD if single and end - start == 1 else _HAN_PHRASE
    else:
        words = text[start:end].split(" ")
        while words and words[0] in particles:
            start += len(words.pop(0)) + 1
        if any(text.startswith(f"{mark} ", start - 1) for mark in lexicon.role("possessive")):
            start += len(words.pop(0)) + 1
        while words and (words[-1] in particles or (len(words) > 1 and participle(words[-1], lexicon))):
            end -= len(words.pop()) + 1  # opium hidden in
        pattern = _LATIN_PHRASE
    if zh and text.count('"', start, end) == 1:  # what is in quotes is a part of the name with them
        start -= text[start - 1] == '"'
        end += text[end : end + 1] == '"'
    phrase = text[start:end]
    trades = zh and phrase.endswith(lexicon.alternatives("trader"))  # industrial firms, the whole area
    if start >= end or not pattern.match(phrase) or phrase in generic or trades:
        return None
    if zh and phrase[0] in lexicon.role("numeral") and (len(phrase) == _PAIR or phrase[1:] in lexicon.role("unit")):
        return None  # one piece, a box; the two countries
    if zh and phrase[-2:] in lexicon.role("policy-verb"):
        return None  # the city pays out
    if zh and phrase.endswith(lexicon.alternatives("firm-ending")):
        return None  # the Hualian group
    district = zh and _PAIR < len(phrase) <= _MAX_DISTRICT and phrase.endswith(lexicon.alternatives("place-suffix"))
    if district or (zh and len(phrase) > _PAIR and phrase.endswith(lexicon.alternatives("place-ending"))):
        return _strange_place(token, start, end, annotated)
    return Token(start, end, "commodity", text=phrase, printed=printed(annotated, start, end))


def _seats(region: Token, kinds: Container[str], *, zh: bool) -> bool:
    """Whether a region can give a zone or port its name: a city or county, in Chinese a municipality too."""
    return region.concept.get("placeType") in kinds or (zh and region.concept.notation in MUNICIPALITIES)


def with_districts(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of a Chinese sentence with a district that no list has, where only a place of its short name is listed: "Donggang" + "district"."""
    text, suffixes, fillers = annotated.folded.text, lexicon.alternatives("place-suffix"), lexicon.words("filler", "particle", "trader")
    out: list[Token] = []
    for token, after in zip_longest(tokens, tokens[1:]):
        stop = after.start if after is not None else len(text)
        suffix = next((s for s in suffixes if token.kind == "place" and text.startswith(s, token.end, stop)), "")
        beside = bool(out) and out[-1].kind == "place" and out[-1].end == token.start  # the eastern new area of Chengdu
        named = _typed(token) in {"county", "prefecture"} or (beside and _typed(token) == "area")
        if not suffix or not named or token.text.endswith(suffixes) or text[token.end : token.end + _PAIR] in fillers:
            out.append(token)
            continue
        region = out.pop() if out and out[-1].kind == "place" and out[-1].end == token.start else Token(token.start, token.start, "nl")
        out.append(_strange_place(region, token.start, token.end + len(suffix), annotated))
    return out


def _typed(token: Token) -> str:
    return token.concept.get("placeType") if not token.items else ""


def _trades(token: Token) -> bool:
    """Whether a word says that something is traded, one way or both."""
    return token.kind == "term" and token.concept.get("flow") in _TRADED and token.concept.get("indicator") in {"", "trade"}


def _strange_place(before: Token, start: int, end: int, annotated: Annotated) -> Token:
    """A place that no list has by its name, with the region right before it; no code fits it."""
    opens = before.kind == "particle" and not before.concept.get("inside") and not han(annotated.folded.text[before.start - 1 : before.start])
    part = before.end == start and (opens or (before.kind == "place" and not before.items))  # zhong + De is no word that fills
    begin = before.start if part else start
    name = printed(annotated, begin, end)
    region = before.concept.notation if part and before.kind == "place" else ""
    props = {"placeType": ("zone",), **({"region": (region,)} if region else {})}
    concept = Concept("place", f"text:{name}", ((annotated.document.lang, name),), (), props)
    return Token(begin, end, "place", (concept,), text=annotated.folded.text[begin:end], printed=name)


def with_open_places(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of a sentence with a place token for each unlisted name that ends in a class word of zones, ports or customs offices."""
    zh = lexicon.language == "zh"
    tokens = _counted_zones(_with_offices(tokens, annotated)) if zh else _with_zones_of(tokens, annotated, lexicon)
    if not any(t.kind in {"place-class", "zone-noun"} or (zh and (_is_class(t) or _of_area(t, [a]))) for a, t in pairwise([tokens[0], *tokens])):
        return tokens
    text = annotated.folded.text
    common = lexicon.words("particle", "common-name", "numeral", "scale")
    out: list[Token] = []
    for token, follows in zip_longest(tokens, tokens[1:]):
        if token.kind == "zone-noun" and (nation := _all_zones(token, out, lexicon, zh=zh)) is not None:
            out[-1] = replace(nation, start=out[-1].start, end=token.end, text=text[out[-1].start : token.end])
            continue
        if token.kind == "zone-noun":  # Shandong's FTZ, the province's free trade zone
            if out and out[-1].kind in {"place", "anaphor"} and possessive(text[out[-1].end - 2 : token.start].rstrip()):
                out.append(replace(token, kind="anaphor"))
                continue
            gap = text[out[-1].end : token.start].split() if out and out[-1].kind == "particle" else []
            if 0 < len(gap) < 3 and all(word.isalpha() for word in gap) and " " not in token.text and not plural(token.text, lexicon):
                out.append(replace(token, kind="anaphor"))  # the youngest FTZ
                continue
            at = out[-1] if out and out[-1].kind == "place" and token.start - out[-1].end < 2 else None  # the Kunshan Free Trade Zone
            seat = at is not None and at.concept.get("placeType") in {"prefecture", "county", "port"}
            left = out[-1].end if out else max(text.rfind("\n", 0, token.start) + 1, token.start - _MAX_NAME)
            start = at.start if at is not None else _name_start(annotated, left, token.start, common, zh=zh)
            capital = annotated.document.text[annotated.folded.origin(token.start, token.start + 1)[0]].isupper()
            if not zh and start < token.start and (seat or (at is None and capital and " " in token.text)):
                within = (out.pop().concept.notation,) if seat else ()
                name = printed(annotated, start, token.end)
                slug = _slug(name)
                concept = Concept("place", f"zone-{slug}", ((annotated.document.lang, name),), (), {"placeType": ("zone",), "region": within})
                out.append(Token(start, token.end, "place", (concept,), text=text[start : token.end], printed=name))
            continue
        classed = token.kind == "place-class" and token.concept.get("placeType") == "zone"
        if zh and (classed or _is_class(token)) and out and _numbered(out, token, follows):
            out[-1] = _all_of(out[-1], out[-1].start, token.end, token.concept, annotated)  # the four zones together
            continue
        if zh and (_of_area(token, out) or (_is_class(token) and out and out[-1].kind == "anaphor" and out[-1].end == token.start)):
            out[-1] = _all_of(out[-1], out[-1].start, token.end, token.concept, annotated)
            continue
        if token.kind != "place-class":
            out.append(token)
            continue
        if zh and (several := _several(out, token, annotated, lexicon)) is not None:
            out.append(several)  # the three ports told of
            continue
        kind = token.concept.get("placeType")
        counted = len(out) > 1 and out[-1].kind == "q" and out[-2].kind == "anaphor" and out[-1].end == token.start
        if zh and kind == "zone" and counted and out[-2].end == out[-1].start:
            out.pop()  # the province's six zones
        if zh and kind == "zone" and out and out[-1].kind == "anaphor" and (out[-1].end == token.start or counted):
            out[-1] = _all_of(out[-1], out[-1].start, token.end, token.concept, annotated)
            continue
        left = out[-1].end if out else max(text.rfind("\n", 0, token.start) + 1, token.start - _MAX_NAME)
        begins = annotated.folded.origin(token.start, token.start + 1)[0]
        named = zh or annotated.document.text[begins].isupper()  # "Nantong Port", but "the port city"
        start = _name_start(annotated, left, token.start, common, zh=zh) if named else token.start
        start = token.start if zh and _acts(text[start : token.start], lexicon) else start
        region = out[-1] if out and out[-1].kind == "place" and start - out[-1].end < (1 if zh else 2) else None
        seats = {"prefecture", "county", "port"} if kind == "zone" and not zh else {"prefecture", "county"}  # the bonded zone of an airport
        if (not named or start == token.start) and (region is None or not _seats(region, seats, zh=zh)):
            all_of = zh and bool(out) and out[-1].kind == "anaphor" and out[-1].end == token.start  # the ports of the country: the country
            out.append(replace(token, kind=(zh and not all_of and token.concept.get("otherwise")) or "particle"))
            continue
        begin = region.start if region is not None else start
        if region is not None:
            out.pop()
        if zh and kind == "port" and region is None and out and out[-1].kind == "partner" and out[-1].end == start:
            faced = len(out) < 2 or out[-2].kind in _FACING
            begin = out.pop().start if faced else start  # the port of Hunchun, which faces that of Makhalino in Russia
            out.append(Token(begin, token.end, "particle", token.concepts, text=text[begin : token.end]))
            continue
        name = printed(annotated, begin, token.end)
        known = start == token.start and region is not None  # only the region's name and the class: both have English names
        title = name
        if known and region is not None:
            title = f"{region.printed if region.concept.get('placeType') == 'port' else region.concept.label('en')} {token.concept.label('en')}"
        slug = title if zh and not known else _slug(title)
        around: tuple[str, ...] = () if region is None else region.concept.props.get("region") or (region.concept.notation,)
        concept = Concept("place", f"{kind}-{slug}", ((annotated.document.lang, name),), (), {"placeType": (kind,), "region": around})
        out.append(Token(begin, token.end, "place", (concept,), text=text[begin : token.end], printed=name))
    return out


def _with_zones_of(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """The tokens of an English sentence with all zones of a region as one place, as what they trade is not what the region does.

    "Henan's five comprehensive bonded zones", "the free trade zones of China".
    """
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token, after = tokens[at], tokens[at + 1 : at + 3]
        at += 1
        every = _every(token, annotated, lexicon)
        count = 1 if out and out[-1].quantity is not None and out[-1].quantity.kind in {"number", "count"} else 0
        owner = out[-1 - count] if every is not None and len(out) > count and _near(out, count, token) else None
        if every is None:
            out.append(token)
        elif owner is not None and _has_zones(owner, token) and (len(out) == 1 + count or out[-2 - count].kind in _STARTING):
            out[-1 - count :] = [_zones_of(owner, owner.start, token.end, every, annotated)]
        elif len(after) == 2 and after[0].kind in {"of", "with"} and _has_zones(after[1], token) and (not out or out[-1].kind in _STARTING):
            out.append(_zones_of(after[1], token.start, after[1].end, every, annotated))
            at += 2
        else:
            out.append(token)
    return out


def _counted_zones(tokens: list[Token]) -> list[Token]:
    """The tokens of a Chinese sentence with what counts the free trade zones, or says whose they are, in the text of their class: "22 of them"."""
    zones = [i for i, t in enumerate(tokens) if i and t.kind == "place" and t.concept.notation == ALL_ZONES]
    out = list(tokens)
    for at in zones:
        led = tokens[at - 1]
        if led.end == tokens[at].start and led.kind in _COUNTING_ZONES:
            out[at] = replace(tokens[at], text=f"{led.text}{tokens[at].text}")
    return out


def _every(token: Token, annotated: Annotated, lexicon: Lexicon) -> Concept | None:
    """What is all zones of the country of the class that an English word in the plural names; none for another word."""
    if not plural(annotated.folded.text[token.start : token.end].rstrip(")"), lexicon) or not token.concepts:
        return None
    if token.kind == "zone-noun":
        return lexicon.vocabulary.find("place", "ftz-all")
    if token.kind == "anaphor" and token.concept.get("level") == "bonded-zones":
        return lexicon.vocabulary.find("place", "zone-comprehensive-bonded-zones")
    return token.concept if _is_class(token) else None


def _has_zones(token: Token, zones: Token) -> bool:
    """Whether a token names or says again a region that has several zones of a class; a province has one free trade zone."""
    only = {"country"} if zones.kind == "zone-noun" else {*REGIONS, "province-or-below", "city"}
    if token.kind == "anaphor":
        return token.concept.get("level") in only
    return token.kind == "place" and len(token.concepts) == 1 and token.concept.get("placeType") in only


def _near(out: list[Token], count: int, token: Token) -> bool:
    """Whether an owner stands right before a class of zones, or before their number."""
    return token.start - out[-1].end < _NEXT and (not count or out[-1].start - out[-2].end < _NEXT)


def _zones_of(region: Token, start: int, end: int, every: Concept, annotated: Annotated) -> Token:
    """All zones of a class in a region: of the country by their code, else by the phrase."""
    zones = _all_of(region, start, end, every, annotated)
    if region.kind == "place":  # where they lie
        zones = replace(zones, concepts=(replace(zones.concept, props={**zones.concept.props, "region": (region.concept.notation,)}),))
    nation = "country" in (region.concept.get("placeType"), region.concept.get("level"))
    return replace(zones, concepts=(every,)) if nation else zones


def _is_class(token: Token) -> bool:
    """Whether a place of the lists is a class of zones, which lies in no region: the special customs supervision areas."""
    return token.kind == "place" and token.concept.get("placeType") == "zone" and not token.concept.props.get("region")


def _of_area(token: Token, out: list[Token]) -> bool:
    """Whether a class of zones stands right behind an area: the free trade zones of the west."""
    zones = _is_class(token) or (token.kind == "place" and token.concept.notation == ALL_ZONES)
    return zones and bool(out) and out[-1].kind == "place" and out[-1].end == token.start and out[-1].concept.get("placeType") == "area"


def _numbered(out: list[Token], token: Token, follows: Token | None) -> bool:
    """Whether a class of zones is counted and its trade told of, in no region that is named right before."""
    count = out[-1].quantity
    owned = len(out) > 1 and out[-2].kind in {"anaphor", "place"} and out[-2].end == out[-1].start
    together = follows is not None and follows.kind in {"together", "share", "term"} and follows.start == token.end
    return count is not None and count.kind == "count" and out[-1].end == token.start and together and not owned


def _several(out: list[Token], token: Token, annotated: Annotated, lexicon: Lexicon) -> Token | None:
    """Several places of a class behind a Chinese numeral, where no list of their names and no region stands before it: "the three ports"."""
    text, numerals = annotated.folded.text, lexicon.role("numeral")
    left = out[-1].end if out else 0
    size = next((n for n in (1, 2) if token.start - n >= left and text[token.start - n] in numerals), 0)
    head = token.start - size
    counted = size == 1 or (size == 2 and text[head + 1] in lexicon.role("unit"))
    if not counted or numerals[text[head]].get("value") in {"0", "1"} or text[head - 1 : head] in {*numerals, *lexicon.role("scale")}:
        return None
    if out and out[-1].end == head and out[-1].kind in {"place", "anaphor", "q", "partner"}:
        return None
    return _all_of(token, head, token.end, token.concept, annotated)


def _all_of(region: Token, start: int, end: int, zone: Concept, annotated: Annotated) -> Token:
    """All zones of a class in a region, for which there is no code: "the province's comprehensive bonded zones"."""
    whole = printed(annotated, start, end)
    props = {"placeType": (zone.get("placeType"),), "level": region.concept.props.get("level", ()) if region.concepts else ()}
    concept = Concept("place", f"text:{whole}", ((annotated.document.lang, whole),), (), props)
    return Token(start, end, "place", (concept,), text=annotated.folded.text[start:end], printed=whole)


def _slug(name: str) -> str:
    """A name as the end of a notation: small letters and digits, hyphens for what stands between."""
    return re.sub("[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


def _with_offices(tokens: list[Token], annotated: Annotated) -> list[Token]:
    """The tokens with a customs office for each city or county right before the word for customs, where no list has the office."""
    out: list[Token] = []
    for token in tokens:
        office = token.kind == "anaphor" and token.concept.get("level") == "customs"
        region = out[-1] if office and out and out[-1].kind == "place" and out[-1].end == token.start and len(out[-1].concepts) == 1 else None
        if region is None or region.concept.get("placeType") not in {"prefecture", "county"}:
            out.append(token)
            continue
        name = printed(annotated, region.start, token.end)
        slug = _slug(region.concept.label("en"))
        props = {"placeType": ("customs-office",), "region": (region.concept.notation,)}
        concept = Concept("place", f"customs-{slug}", ((annotated.document.lang, name),), (), props)
        out[-1] = Token(region.start, token.end, "place", (concept,), text=region.text + token.text, printed=name)
    return out


def _all_zones(token: Token, out: list[Token], lexicon: Lexicon, *, zh: bool) -> Token | None:
    """The country's free trade zones, where a number of them is told behind the country's name, or more than a region has.

    "China's 12 free trade zones", "the 21 free trade zones".
    """
    number = out[-1].quantity if out and token.start - out[-1].end < 2 else None
    if number is None or number.kind not in {"number", "count"}:
        return None
    owner = out[-2] if len(out) > 1 and out[-2].kind in {"place", "anaphor"} else None
    country = owner is not None and "country" in (owner.concept.get("placeType"), owner.concept.get("level"))
    several = owner is None and number.value >= _NATIONAL and not zh
    zones = lexicon.vocabulary.find("place", "ftz-all") if country or several else None
    return replace(token, kind="place", concepts=(zones,)) if zones is not None else None


def _acts(name: str, lexicon: Lexicon) -> bool:
    """Whether Han characters before a class word hold a verb of measures, and so are no name: "the police prolong port hours"."""
    verbs = lexicon.role("policy-verb")
    return any(name[i : i + 2] in verbs for i in range(len(name) - 1))


def _name_start(annotated: Annotated, left: int, end: int, common: Container[str], *, zh: bool) -> int:
    """Where the name before a class word begins; its end where no name stands there."""
    text = annotated.folded.text
    if zh:
        start = end
        while start > left and han(text[start - 1]):
            start -= 1
        changed = True
        while changed:  # what only qualifies the class word is no name
            changed = False
            for size in (4, 3, 2, 1):
                while end - start >= size and text[start : start + size] in common:
                    start, changed = start + size, True
                if end - start >= size and text[end - size : end] in common and end - start > size and end - start - size < 2:
                    return end
        name = text[start:end]
        return start if 2 <= len(name) <= _MAX_HAN_NAME and name not in common and not any(c in common for c in name) else end
    start = end
    for match in reversed(list(_WORD.finditer(text, max(left, end - _MAX_NAME), end))):
        first = annotated.folded.origin(match.start(), match.start() + 1)[0]
        if not text[match.end() : start].isspace() or match.group() in common or not annotated.document.text[first].isupper():
            break
        start = match.start()
    return start


def _prefixed(tokens: list[Token], annotated: Annotated, prefixes: tuple[str, ...]) -> list[Token]:
    """A good with a word before it that makes it another one, where no list has both: scrap tyres are no tyres."""
    text = annotated.folded.text
    out: list[Token] = []
    for token in tokens:
        left = out[-1].end if out else 0
        size = next((len(p) for p in prefixes if token.kind == "commodity" and text.endswith(p, left, token.start)), 0)
        start = token.start - size
        out.append(_phrase(start, token.end, annotated) if size else token)
    return out


def _phrase(start: int, end: int, annotated: Annotated) -> Token:
    """A good that no list has, as it stands."""
    return Token(start, end, "commodity", text=annotated.folded.text[start:end], printed=printed(annotated, start, end))


def _extended(tokens: list[Token], annotated: Annotated, closed: Container[str]) -> list[Token]:
    """A good whose name goes on beyond what the lists know (zhubian + dengzhao) is a good of its own; `closed`: what belongs to no name."""
    text = annotated.folded.text
    out: list[Token] = []
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.kind != "commodity" or after is None or not (_flow(after) or after.kind in {"q", "sep", "and", "respectively", "level-verb", "("}):
            out.append(token)
            continue
        end = after.quantity.hedge if after.quantity is not None and after.quantity.hedge >= token.end else after.start
        rest = text[token.end : end].rstrip(" ")
        if not _HAN_TAIL.fullmatch(rest) or any(rest[i : i + size] in closed for size in (1, 2, 3, 4) for i in range(len(rest))):
            out.append(token)
            continue
        out.append(_phrase(token.start, token.end + len(rest), annotated))
    return out


def _told_next(tokens: list[Token], annotated: Annotated, lexicon: Lexicon) -> list[Token]:
    """What stands between a semicolon and an amount is a good, where goods are told one by one: "phones 3 billion; flanges and their parts 2"."""
    text, traders = annotated.folded.text, lexicon.alternatives("trader")
    named = lexicon.words("particle", "any-goods", "filler")
    out: list[Token] = []
    told = ""
    for index, token in enumerate(tokens):
        told = token.kind if token.kind in ENTITIES and token.kind != "anaphor" else told
        out.append(token)
        inner = list(takewhile(lambda t: t.kind in _IN_GOODS, tokens[index + 1 :])) if token.kind == ";" and told == "commodity" else []
        after = tokens[index + 1 + len(inner)] if token.kind == ";" and index + 1 + len(inner) < len(tokens) else None
        if told != "commodity" or after is None or after.quantity is None or after.quantity.kind not in AMOUNTS:
            continue
        end = after.begins
        edges = [token.end, *(edge for t in inner for edge in (t.start, t.end)), end]
        unlisted = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if _HAN_WORDS.fullmatch(text, a, b)]
        if unlisted and not any(word in named for word in unlisted) and not unlisted[-1].endswith(traders) and end - token.end <= _MAX_GOOD:
            out.append(_phrase(token.end, end, annotated))
    goods = [t for t in out if t.kind == "commodity"]
    return [t for t in out if t.kind not in _IN_GOODS or not any(g.start <= t.start < g.end for g in goods)]


def _attributed(tokens: list[Token]) -> list[Token]:
    """ "state-owned, private and foreign-invested enterprises": the adjectives are kinds of enterprise where one is written out behind them."""
    out = list(tokens)
    for index in range(len(out) - 1, -1, -1):
        if out[index].kind != "attributive" and not _kept(out[index]):
            continue
        after = next((t for t in out[index + 1 : index + 4] if t.kind not in {"basis", "per", "particle", "each"}), None)
        rate = after is not None and after.kind in {"direction", "rate"}
        amount = after.quantity if after is not None else None
        if _kept(out[index]) and (rate or (amount is not None and amount.kind in {"money", "percent", "growth"})):
            out[index] = replace(out[index], kind="level-verb")  # the zone registered 31 billion yuan: it keeps no register of them
        elif _kept(out[index]) and after is not None and after.start - out[index].end == 1 and _goods(after):
            out[index] = replace(out[index], kind="particle")  # foreign-registered aircraft
        if out[index].kind != "attributive":
            continue
        rest = [t.kind for t in out[index + 1 : index + 4] if t.kind != "particle"]
        labels = rest[:1] == [":"] and index == 0  # a label in a list: "Private: 68 billion"
        if labels or (len(rest) > 1 and rest[0] in {",", "sep", "and"} and "enterprise" in rest[1:]):
            out[index] = replace(out[index], kind="enterprise")
    return out


def _opening(first: Token, annotated: Annotated, lexicon: Lexicon) -> Token | None:
    """A Chinese phrase that opens a sentence right before a word of exporting or importing."""
    text = annotated.folded.text
    left = max(text.rfind("\n", 0, first.start), first.start - _MAX_HAN_NAME) + 1
    match = _HAN_NAME.search(text, left, left + len(text[left : first.start].rstrip(" "))) if _trades(first) else None
    found = _between(Token(match.start(), match.start(), "nl"), first, annotated, lexicon) if match is not None else None
    return found if found is None or found.kind == "place" or _flow(first) else None


def _leading(first: Token, annotated: Annotated, lexicon: Lexicon) -> Token | None:
    """The words that open a sentence right before "exports" or "imports", with a capital: "Lamp exports", "Christmas decoration exports"."""
    text = annotated.folded.text
    particles, modifiers = lexicon.role("particle"), lexicon.role("flow-modifier")
    if not _flow(first) or first.text not in modifiers:
        return None
    match = _OPENING_WORDS.search(text[max(0, first.start - _MAX_NAME) : first.start])
    phrase = match.group(1) if match is not None else ""
    words = phrase.split()
    if not words or any(w in modifiers or w in particles or _qualifying(w, lexicon) for w in words):
        return None
    start, end = first.start - len(phrase) - 1, first.start - 1
    name = printed(annotated, start, end)
    opens = text[:start].rstrip(" ")[-1:] in {"", "\n", ".", ":"}
    return Token(start, end, "commodity", text=phrase, printed=name) if opens and name[0].isupper() else None


def _qualifying(word: str, lexicon: Lexicon) -> bool:
    """Whether a word before "exports" only says of what kind they are: recovering exports; the comparatives are listed, as paper is none."""
    return describing(word, lexicon) and form(word, lexicon) != "comparative" and _known(word, lexicon) is None


def _known(word: str, lexicon: Lexicon) -> Concept | None:
    """The good that lists have in the plural of a name: "printer exports" are of printers."""
    return lexicon.role("commodity").get(word + plural_ending(lexicon))


def _listed(token: Token, lexicon: Lexicon) -> Token:
    """A good told in the singular, as the one that lists have in the plural."""
    known = _known(token.text, lexicon)
    return token if known is None else replace(token, concepts=(known,))


def _shipped(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """A noun of counting that no number counts is what is sent abroad ("toy shipments"), or what a partner sends ("shipments from Peru")."""
    nouns = lexicon.role("shipping-noun")
    out = list(tokens)
    for index, token in enumerate(tokens):
        concept = nouns.get(token.text) if token.kind in {"unit", "shipping-noun"} else None
        if concept is None or (index and tokens[index - 1].kind in {"q", "hedge", "partner"}):
            continue
        after = [t.kind for t in tokens[index + 1 : index + 5] if t.kind not in {"particle", "of", "commodity"}]
        received = after[:2] in (["from-level", "partner"], ["with", "partner"])
        flow = concept.get("partnerFlow") if received else concept.get("flow")
        out[index] = replace(token, kind="term", concepts=(replace(concept, props={**concept.props, "flow": (flow,), "partnerFlow": ()}),))
    return out


def _no_number(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """A word for a number that is no figure ("phone") right before "exports" is a good."""
    out = list(tokens)
    for index, (token, after) in enumerate(pairwise(tokens)):
        known = _known(token.text, lexicon) if token.kind == "decoy" and _flow(after) and after.start - token.end == 1 else None
        out[index] = token if known is None else replace(token, kind="commodity", concepts=(known,))
    return out


def _traded_nouns(tokens: list[Token]) -> list[Token]:
    """A noun of counting right before "exports", or the last of a list of goods, is the good: "vehicle exports", "batteries and vehicles"."""
    out = list(tokens)
    for index, (token, after) in enumerate(pairwise(tokens)):
        if token.kind != "unit" or token.concept.notation not in _CONVEYANCES:
            continue
        counted = index > 0 and tokens[index - 1].kind in {"q", "hedge"}
        sold = index > 1 and tokens[index - 1].kind == "of" and _flow(tokens[index - 2]) and after.kind in {"direction", "level-verb", ","}
        sold = sold or [t.kind for t in tokens[max(0, index - 3) : index]] == ["q", "of", "term"]  # 38,700 batches of imported vehicles
        named = [t.kind for t in out[max(0, index - 2) : index]] == ["commodity", "and"] and token.start - tokens[index - 1].end < 2
        listed = named and after.kind in {"direction", "level-verb", "respectively"}
        labels = not index and after.kind == ":"  # Ships: 12, worth 3 million yuan
        if (_flow(after) and after.start - token.end == 1 and not counted) or sold or listed or labels:
            out[index] = replace(token, kind="commodity", concepts=(), printed=token.printed or token.text)
    return out


def _moved(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """What "rose to" leads to is a partner, not a level: "exports rose to Japan"."""
    moves = lexicon.role("direction")
    out = list(tokens)
    for index, (token, after) in enumerate(pairwise(tokens)):
        concept = moves.get(token.text.split(" ", 1)[0]) if token.kind == "level-verb" and after.kind == "partner" else None
        if concept is not None:
            out[index] = replace(token, kind="direction", concepts=(concept,))
    return out


def _moving(tokens: list[Token], text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens without a word for standing still that only describes the noun behind it: "flat panels"."""
    out: list[Token] = []
    words = (lexicon.role("flow-modifier"), lexicon.role("particle"))
    for token, after in zip_longest(tokens, tokens[1:]):
        still = token.kind == "direction" and token.concept.get("sign") == "0" and " " not in token.text
        noun = (
            _WORD.match(text, token.end + 1, after.start if after is not None else len(text))
            if still and text[token.end : token.end + 1] in {" ", "-"}
            else None
        )
        if noun is None or any(noun.group() in known for known in words) or describing(noun.group(), lexicon):
            out.append(token)
    return out


def _unranked(tokens: list[Token], text: str) -> list[Token]:
    """A superlative of something that is not traded with is no rank: "the largest land port", "the largest bonded zone"."""
    out = list(tokens)
    for index, (token, after) in enumerate(pairwise(tokens)):
        owned = index > 0 and tokens[index - 1].kind in {"place", "anaphor"}
        placed = after.kind == "anaphor" and after.start - token.end < 2 and bool(after.concept.get("placeType"))
        noun = _WORD.match(text, token.end + 1, after.start) is not None and after.kind not in {"rank-object", "term"}
        described = noun and not any(t.kind in _RANKED for t in tokens[:index])
        other = after.kind == "place-class" or placed or (owned and noun) or described
        if token.kind == "rank" and " " not in token.text and other:
            out[index] = replace(token, kind="particle")
    return out


def _goods(token: Token) -> bool:
    """Whether a word names goods, or the conveyances that can be some."""
    return token.kind == "commodity" or (token.kind == "unit" and token.concept.notation in _CONVEYANCES)


def _kept(token: Token) -> bool:
    registers = token.kind == "term" and token.concept.get("indicator") == "enterprises-registered"
    return registers and " " not in token.text and token.text.isascii()


def _counted(out: list[Token]) -> bool:
    """Whether a good and its figures, and nothing else, stand before the mark that the tokens end with."""
    at = len(out) - 2
    while at >= 0 and out[at].kind in {"q", "sep", "and"}:
        at -= 1
    return 0 <= at < len(out) - 2 and out[at].kind == "commodity"


def _told(out: list[Token]) -> Token | None:
    """The good before the separator that the tokens end with, its figure in brackets between: "chemicals (1.2 billion), "."""
    at = next((i for i in range(len(out) - 2, max(-1, len(out) - 10), -1) if out[i].kind == "("), -1) if len(out) > 2 and out[-2].kind == ")" else -1
    return out[at - 1] if at > 0 and out[at - 1].kind == "commodity" else None


def _flow(token: Token) -> bool:
    traded = token.kind == "term" and token.concept.get("flow") in TRADE_FLOWS
    return traded and token.concept.get("indicator") in {"", "trade-quantity", "trade-price"}


def _before_brackets(tokens: list[Token], index: int) -> Token:
    """The token before another one, past what stands in brackets between them: "50 billion yuan ($7 billion) of toys"."""
    at = index - 1
    if tokens[at].kind == ")":
        opening = next((i for i in range(at - 1, max(0, at - 6), -1) if tokens[i].kind == "("), at + 1)
        at = opening - 1
    return tokens[at]


def _in_place(tokens: list[Token], index: int, token: Token, after: Token, out: list[Token], text: str, lexicon: Lexicon) -> bool:
    if lexicon.language == "zh":
        return _in_place_in_chinese(tokens, index, token, after, out)
    described = (token.kind == "partner" and not token.items) or (token.kind == "term" and token.concept.get("indicator") == "enforcement")
    if described and index > 1 and tokens[index - 1].kind == "of":
        index, token = index - 1, tokens[index - 1]  # tonnes of Russian beans, of confiscated seeds
    if token.kind == "of" and index and _flow(tokens[index - 1]) and token.start - tokens[index - 1].end < 2:
        return True
    if _flow(token) and ends_in_of(token.text, lexicon):
        return True  # shipments of
    if _flow(token) and been_traded(token, lexicon) and after.kind in _BEHIND_OBJECT:
        words = text[token.end : after.start].split()
        return plural(words[-1], lexicon) and len(words) < 5 and not any(w in lexicon.role("flow-modifier") for w in words)  # exported lamps worth
    if token.kind == "of" and index and tokens[index - 1].kind == "same-ref":
        return text[token.end : after.start].strip().count(" ") < 3  # those of black fungus
    if token.kind == "particle" and after.kind == "commodity" and ends_in_of(token.text, lexicon):
        return qualifies(text[token.end : after.start], lexicon)  # those of pet toys
    if token.kind == "of" and index and tokens[index - 1].kind in {"and", ","} and after.kind in {"q", "direction", "level-verb"}:
        return any(t.kind == "of" for t in tokens[max(0, index - 12) : index - 1])  # exports of castings were 3 million and of wire 1
    if _flow(after) and token.kind in {"particle", "facet"} and ends_in_of(token.text, lexicon):
        return True  # the value of pharmaceutical intermediates exported
    if token.kind == "of-which" and after.kind == "share":
        return text[token.end : after.start].strip().count(" ") < 2  # of which roses took 41 percent
    if token.kind == "of-which" and after.quantity is not None and after.quantity.kind in {"money", "mass", "percent"}:
        return text[token.end : after.start].strip().count(" ") < 3  # of which black fungus 630 million yuan
    if token.kind == "particle" and index and tokens[index - 1].kind == "of" and token.start - tokens[index - 1].end == 1:
        index, token = index - 1, tokens[index - 1]  # of the chrome
    told = _before_brackets(tokens, index) if token.kind == "of" and index else None
    if told is not None and told.quantity is not None and told.quantity.kind in {"percent", "fraction"} and after.kind in {",", ";", ".", "and"}:
        return any(
            _flow(t) or (t.kind == "term" and t.concept.get("partnerFlow")) for t in tokens[max(0, index - 3) : index]
        )  # 71 percent of the chrome
    if told is not None and told.kind in {"q", "unit"} and after.kind in _BEHIND_GOODS:
        return _measures_goods(told)
    if told is not None and told.kind == "q" and after.kind == "commodity":
        return _measures_goods(told) and qualifies(text[token.end : after.start], lexicon)  # 3,200 tonnes of snow crab
    modifiers = lexicon.role("flow-modifier")
    if _flow(after) and token.kind in _OPENERS and after.text in modifiers:
        words = [w for w in text[token.end : after.start].split() if w not in lexicon.role("possessive")]
        return len(words) < 4 and not any(w in modifiers or _qualifying(w, lexicon) for w in words)
    beside = token.kind in {"and", ","} and next((t.kind for t in out[-2::-1] if t.kind != ","), "") == "commodity"
    if beside and after.kind == "commodity":
        return qualifies(text[token.end : after.start], lexicon)  # dolls and animal-shaped toys
    return (
        beside
        and after.kind in {"and", ",", "level-verb", "term", "direction", "of", "share", "facet"}
        and text[token.end : after.start].count(" ") < 5
    )


def _measures_goods(told: Token) -> bool:
    """Whether goods stand behind a figure or unit and "of": not behind one of papers, cases, kinds or countries."""
    unit = told.concept if told.kind == "unit" else told.quantity.counted if told.quantity is not None else None
    if unit is not None and (unit.get("indicator") == "enforcement" or unit.notation in _NO_GOODS):
        return False
    return told.quantity is None or told.quantity.kind in {"money", "mass", "count", "volume"}


def _in_place_in_chinese(tokens: list[Token], index: int, token: Token, after: Token, out: list[Token]) -> bool:
    later = tokens[index + 2] if index + 2 < len(tokens) else None
    opens = (
        token.kind in {",", ";", "sep", "and", "of-which", "topic", "period", "particle", "nl", ":", "(", "basis", "while", "contribution", "place"}
        or index == 0
    )
    if _flow(after) and opens:
        return True
    if _flow(token) and after.kind in {"q", "sep", "hedge", "level-verb", "respectively"}:
        return True
    if token.kind == "term" and token.concept.get("supervision") and after.kind == "q" and after.quantity is not None:
        return after.quantity.kind in {"count", "mass"}
    supplied = token.kind == "partner" and index > 0 and tokens[index - 1].start == tokens[index - 1].end == token.start
    if supplied and after.kind in {"q", "period", "direction", "facet", "level-verb"}:
        return True  # what is supplied to Hong Kong, in one word with it
    if token.kind == "sep" and after.kind == "commodity" and 0 < after.start - token.end <= _MAX_PREFIX:
        return True  # what qualifies the good: yew + saplings
    if token.kind in {",", ";", "sep"} and after.quantity is not None and after.quantity.kind in AMOUNTS and _counted(out):
        return True  # "166 lots of pigs, 456 of eels": the next good, its figure right behind it
    if token.kind in {"sep", "and"} and after.kind == "(" and _told(out) is not None:
        return True  # a member of a list whose figures stand in brackets
    return (token.kind in {"sep", "and"} and len(out) > 1 and out[-2].kind == "commodity") or (
        after.kind in {"sep", "and"} and later is not None and later.kind == "commodity"
    )
