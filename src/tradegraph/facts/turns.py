"""Turns of phrase that span several statements of an English sentence: each is arranged so that every statement says its own thing.

"At 3 billion yuan, exports rose" is read as "exports, at 3 billion, rose"; what is only a cause, a label or an aside leaves the statement that
it stands in. A turn is tried only where a word of its kinds stands.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, pairwise, zip_longest

from tradegraph.facts.brackets import owned
from tradegraph.facts.examples import dated_aside, unexemplified
from tradegraph.facts.frame import SECONDARY
from tradegraph.facts.lists import Statement
from tradegraph.facts.state import AMOUNTS, HEADS, RATIO, TRADE_FLOWS
from tradegraph.facts.tokens import Token
from tradegraph.facts.whole_of_parts import with_shares

_VERB = 4  # characters of a verb at least
_DONE_WITH = frozenset({"level-verb", "share", "with", "from-level", "partner", "same-ref", "particle"})  # was done with Japan, went to it
_INSERTED = frozenset({"q", "share", "particle", "level-verb", "hedge", "facet"})  # 3 billion yuan, or 3 billion yuan
_TRAILING = frozenset({"with", "particle", "period", "respectively", "of", "place"})  # what dates a sentence behind its last comma
_CLASSED = frozenset({"regime", "enterprise"})
_TOLD = frozenset({"q", "rank", "relative"})
_OPENING_SPAN = frozenset({"start", ":", ";"})
_MEASURED_BY = frozenset({"facet", "rank-of", "with", "particle", "of"})
_LEADING = frozenset({"level-verb", "with", "facet"})
_LED = frozenset({"q", "level-verb", "with", "particle", "hedge", "facet", "term", "of", "direction"})  # what is said before a subject
_DATING = frozenset({"with", "particle", "period"})
_SAID = frozenset({"q", "direction", "level-verb", "gap", "share", "rank", "rate-change", "than", "contribution"})
_AGENTS = frozenset({"commodity", "partner", "enterprise", "regime", "demand", "and", "sep", "direction", "rate-change"})
_WANTED = frozenset({"commodity", "partner", "place"})


def _completed(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with what a share is of in the one that gives it: "took 3.5 billion yuan, or 42 percent, of all exports"."""
    out: list[Statement] = []
    for part in parts:
        last = out[-1].quantities[-1].quantity if out and out[-1].quantities else None
        whole = part.opener == "," and part.tokens[0].kind == "of" and not part.quantities and "rank" not in part.kinds
        if whole and last is not None and last.kind in {"percent", "fraction"}:
            out[-1] = replace(out[-1], tokens=[*out[-1].tokens, *part.tokens])
        else:
            out.append(part)
    return out


def _gapped(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with the second of two parts beside its share: "A took 71 percent of them and B, a newcomer, 28 percent"."""
    for index, part in enumerate(parts):
        tail, last = part.tokens[-2:], part.quantities[-1].quantity if part.quantities else None
        share = last is not None and last.kind in {"percent", "fraction"} and [t.kind for t in tail] in (["and", "partner"], ["and", "commodity"])
        at = next((i for i in range(index + 1, min(index + 3, len(parts))) if parts[i].quantities), 0) if share else 0
        rest = parts[at].tokens if at else []
        if len(rest) == 1 and parts[at].opener == "," and rest[0].quantity is not None and rest[0].quantity.kind in {"percent", "fraction"}:
            whole = part.tokens[part.tokens.index(part.quantities[-1]) + 1 : -2]
            joined = Statement([tail[1], *rest, *whole], "and")
            return [*parts[:index], replace(part, tokens=part.tokens[:-2]), joined, *parts[at + 1 :]]
    return parts


def _measure_of(token: Token) -> Token:
    """A word that may name what is ranked or what a figure measures, as the latter: "by value"."""
    told = tuple(c for c in token.concepts if c.role == "facet") if token.kind == "rank-of" else ()
    return replace(token, kind="facet", concepts=told) if told else token


def _parted(part: Statement, after: Statement | None) -> list[Statement]:
    """A statement and the measure behind its "and" that opens the next one: "… by 7 percent and in volume terms, imports fell"."""
    at = next((i for i in range(len(part.tokens) - 1, 0, -1) if part.tokens[i].kind == "and"), 0)
    led_on = at and after is not None and after.opener == "," and {t.kind for t in part.tokens[at + 1 :]} <= _MEASURED_BY
    if not led_on or part.tokens[-1].kind not in {"facet", "rank-of"}:
        return [part]
    return [replace(part, tokens=part.tokens[:at]), replace(part, tokens=part.tokens[at + 1 :], opener=";")]


def _measured_by(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with what their figures measure beside their subject: "By volume, coffee exports rose 5 percent"."""
    parts = [one for part, after in zip_longest(parts, parts[1:]) for one in _parted(part, after)]
    out: list[Statement] = []
    led: list[Token] = []
    for part, after in zip_longest(parts, parts[1:]):
        words = [_measure_of(t) for t in part.tokens] if part.opener in _OPENING_SPAN and part.kinds <= _MEASURED_BY else []
        led_on = after is not None and after.opener == "," and "q" in after.kinds and after.kinds.isdisjoint({"facet", "rank"})
        if led_on and (facets := [t for t in words if t.kind == "facet"]):
            led = facets
            continue
        at = next((i for i, t in enumerate(part.tokens, 1) if t.kind == "term"), 0)  # a measure is told behind what it is of
        tokens = [*part.tokens[:at], *led, *part.tokens[at:]]
        out.append(replace(part, tokens=tokens, opener=";" if out else "start") if led else part)
        led = []
    return out


def _shared(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with a label that says what a share is of in the one with the share: "Share of Anhui: 15 percent"."""
    out: list[Statement] = []
    for part in parts:
        label = out[-1] if out and out[-1].labels and out[-1].led == "share" and not out[-1].quantities else None
        if label is not None and part.quantities and part.tokens[0].kind == "q":
            out[-1] = replace(label, tokens=[*label.tokens, *part.tokens], labels=False)
        else:
            out.append(part)
    return out


def _of_label(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with the good of its label in each part: "Robots: exports 340 million yuan; imports 120 million yuan"."""
    label = parts[0].tokens if parts and parts[0].labels else []
    good = label[0] if len(label) == 1 and label[0].kind == "commodity" else None
    if good is None:
        return parts
    afresh = [p.opener == ";" and p.led == "term" and p.kinds.isdisjoint(SECONDARY) for p in parts]
    return [replace(p, tokens=[good, *p.tokens]) if again else p for p, again in zip(parts, afresh, strict=True)]


def _led(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with a leading amount behind its subject: "At 3 billion yuan, exports rose" as "exports, at 3 billion, rose"."""
    first = int(bool(parts) and parts[0].kinds <= _DATING)
    last = next((i for i in range(first + 1, len(parts)) if parts[i].opener != "and" or not parts[i].kinds <= _LED), len(parts))
    if last >= len(parts) or parts[last].opener != ",":
        return parts
    led, host = parts[first:last], parts[last]
    quantity = led[0].quantities[0].quantity if led[0].led in _LEADING and led[0].kinds <= _LED and len(led[0].quantities) == 1 else None
    at = next((i for i, t in enumerate(host.tokens) if t.kind in _SAID), len(host.tokens))
    head, rest = host.tokens[:at], host.tokens[at:]
    if quantity is None or quantity.kind not in AMOUNTS or not any(t.kind in HEADS for t in head):
        return parts
    subject = replace(host, tokens=head, opener=led[0].opener)
    behind = [replace(host, tokens=rest)] if rest else []
    return [*parts[:first], subject, replace(led[0], opener=","), *led[1:], *behind, *parts[last + 1 :]]


def _outdone(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with the verb of a comparison for each place: "lagged the province by 3 points and the country by 1"."""
    out: list[Statement] = []
    gap: Token | None = None
    for part in parts:
        words = [t for t in part.tokens if t.kind != "particle"]
        again = part.opener == "and" and [t.kind for t in words] in (["place", "q"], ["anaphor", "q"])
        points = again and words[1].quantity is not None and words[1].quantity.kind == "points"
        out.append(replace(part, tokens=[gap, *part.tokens]) if points and gap is not None else part)
        gap = next((t for t in part.tokens if t.kind == "gap"), gap if part.opener != ";" else None)
    return out


def _spanning(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with a word of comparison that opens one before a period as a preposition: ": over the same months, X traded"."""
    return [
        replace(p, tokens=[replace(p.tokens[0], kind="with"), *p.tokens[1:]])
        if p.opener in _OPENING_SPAN and [t.kind for t in p.tokens[:2]] == ["than", "period"]
        else p
        for p in parts
    ]


def _done_with(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with whom its figures are with in the first: "A third of the trade, 3 billion yuan, was done with Japan"."""
    for at, part in enumerate(parts[1:], 1):
        led = part.opener == "," and part.led in {"level-verb", "share"} and part.kinds <= _DONE_WITH
        host = parts[0]
        if led and host.quantities and host.kinds.isdisjoint({"partner", "same-ref"}) and all(p.kinds <= _INSERTED for p in parts[1:at]):
            if not any(t.kind in {"partner", "same-ref"} for t in part.tokens):
                continue
            return [replace(host, tokens=[*host.tokens, *part.tokens]), *parts[1:at], *parts[at + 1 :]]
    return parts


def _outweighed(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with an amount in commas behind what it is of: "imports outweigh exports, 15 billion yuan, by three to one"."""
    out = list(parts)
    for at, (part, after) in enumerate(pairwise(parts)):
        words = [t for t in part.tokens if t.kind not in {"particle", "anaphor"}][-2:]
        inner = [t for t in after.tokens if t.kind not in {"particle", "with", "level-verb"}]
        amount = inner[0].quantity if len(inner) == 1 and after.opener == "," else None
        if [t.kind for t in words] == ["gap", "term"] and amount is not None and amount.kind in AMOUNTS and not inner[0].items:
            out[at + 1] = replace(after, tokens=[words[1], *after.tokens])
    return out


def _trailed(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence with what two rates share behind the second: "the former 5 percent and the latter 7 percent higher"."""
    out = list(parts)
    for at, (part, after) in enumerate(pairwise(parts)):
        words, behind = ([t for t in p.tokens if t.kind != "particle"] for p in (part, after))
        kinds = [t.kind for t in words]
        if len(words) != 2 or after.opener != "and" or [t.kind for t in behind[:3]] != [*kinds, "direction"] or kinds[1] != "q":
            continue
        rates = [t.quantity is not None and t.quantity.kind == "percent" for t in (words[1], behind[1])]
        if kinds[0] in HEADS | {"member-ref"} and all(rates):
            out[at] = replace(part, tokens=[*part.tokens, *behind[2:]])
    return out


def _dated(parts: list[Statement]) -> list[Statement]:
    """A period behind the last comma holds for the figures before it: "grew 8 percent and 9 percent, respectively, in the first five months"."""
    last = parts[-1] if len(parts) > 1 else None
    if last is None or last.opener != "," or any(t.kind not in _TRAILING for t in last.tokens):
        return parts
    if "place" in last.kinds and any(not p.kinds.isdisjoint({"place", "anaphor", "cited"}) for p in parts[:-1]):
        return parts
    record = last.tokens[0].kind == "particle"  # the most since last June
    periods = [t for t in last.tokens if t.kind == "period" and not (record and t.span is not None and t.span.style == "since")]
    host = next((i for i, p in enumerate(parts[:-1]) if p.quantities), None)
    told = any(t.kind in {"period", "basis"} for p in parts[:-1] for t in p.tokens)
    if not periods or host is None or told:
        return parts
    behind = last.tokens if "place" in last.kinds else periods  # in Jiangxi in 2020
    return [*parts[:host], replace(parts[host], tokens=[*parts[host].tokens, *behind]), *parts[host + 1 : -1]]


def _uncaused(parts: list[Statement]) -> list[Statement]:
    """The statements of a sentence without what they only give as a cause: "fell 9.7 percent on weaker orders for phones".

    A cause with a figure of its own is a statement beside the one that it explains; what "driven by" names stays a subject to go on from.
    """
    out: list[Statement] = []
    for part in map(_driven, parts):
        tokens = [t for i, t in enumerate(part.tokens) if not (t.kind in _WANTED and _wanted(part.tokens[:i]))]
        at = next((i for i, t in enumerate(tokens) if t.kind == "cause"), None)
        if at is None:
            out.append(part if len(tokens) == len(part.tokens) else replace(part, tokens=tokens))
            continue
        head, tail = tokens[:at], tokens[at + 1 :]
        figures = any(t.kind in {"q", "rank"} for t in tail)
        if any(t.kind not in {"particle", "while", "and"} for t in head):
            out.append(replace(part, tokens=head))
        elif not figures and not tokens[at].concept.get("names"):
            continue
        told = any(p.quantities for p in out)  # imports of meat, led by pork, rose: they did, not pork
        if tail and (figures or (told and tokens[at].concept.get("names"))):
            out.append(Statement(tail, ",(" if figures and head else part.opener if not head else ","))
    if out and parts and out[0].opener != "start" and parts[0].opener == "start":
        out[0] = replace(out[0], opener="start")
    return out


def _unapposed(parts: list[Statement]) -> list[Statement]:
    """The statements without what is told of a mode or an owner ahead of its verb: "processing trade, done by firms from afar, fell"."""
    out: list[Statement] = []
    for before, part, after in zip_longest([None, *parts[:-1]], parts, parts[1:]):
        named = before is not None and part is not None and not before.kinds.isdisjoint(_CLASSED) and before.tokens[-1].kind in {*_CLASSED, "term"}
        said = after is not None and after.opener == "," and (after.led in _SAID or after.led == "together")
        silent = part is not None and part.opener == "," and part.kinds.isdisjoint({*_CLASSED, *_TOLD}) and not part.kinds <= _DATING
        told = before is None or not before.kinds.isdisjoint({"q", "rank"})
        if part is not None and not (named and said and silent and not told):
            out.append(part)
    return out


def _driven(part: Statement) -> Statement:
    """The statement without what makes trade grow: in "cars and toys lifted Hebei's exports by 5 percent" it is the exports that grow."""
    at = next((i for i, t in enumerate(part.tokens) if t.kind in {"causes", "contribution"}), None)
    if at is None:
        return _lifted(part)
    verb, ahead, behind = part.tokens[at], part.tokens[:at], part.tokens[at + 1 :]
    figure = next((i for i, t in enumerate(behind) if t.kind == "q"), len(behind))
    rate = behind[figure].quantity if figure < len(behind) else None
    traded = any(t.kind == "term" for t in behind[:figure])
    last = behind[figure - 1] if 0 < figure < len(behind) else verb
    leads = rate is not None and rate.kind in AMOUNTS and (last.kind == "level-verb" or (last.kind == "term" and " " in last.text))
    if rate is None or not (rate.kind in RATIO or leads) or not traded or (verb.kind == "contribution" and verb.concept.get("ratio")):
        return part
    traders = any(t.kind in {"enterprise", "partner"} for t in ahead)  # private firms lifted their exports; toys lifted its exports
    theirs = traders and any(t.kind == "anaphor" and t.concept.get("level") == "own" for t in behind[:figure])
    own = theirs or any(t.kind in {"term", "place", "anaphor"} for t in ahead)
    kept = ahead if own else [t for t in ahead if t.kind not in _AGENTS]
    moved = any(t.kind == "direction" for t in behind[:figure])
    return replace(part, tokens=[*kept, *([] if moved or verb.kind == "causes" else [replace(verb, kind="direction")]), *behind])


def _lifted(part: Statement) -> Statement:
    """The statement without the good that brings a zone to its rank: "memory chips carried the zone to third place"."""
    words = [t for t in part.tokens if t.kind not in {"particle", "with", "period"}][:4]
    lifts = [t.kind for t in words] == ["commodity", "place", "level-verb", "rank"] and words[1].start - words[0].end > _VERB
    return replace(part, tokens=[t for t in part.tokens if t is not words[0]]) if lifts else part


def _wanted(before: list[Token]) -> bool:
    """Whether a word of wanting leads here: "demand for"."""
    return next((t.kind for t in reversed(before) if t.kind not in {"particle", "with", "from-level"}), "") == "demand"


def rejoined(parts: list[Statement]) -> list[Statement]:
    """A verb of trading that comes behind the figures it governs joins them: "8,052 tonnes of goods, worth 100 million yuan, were exported"."""
    for at, part in enumerate(parts):
        if not at or part.opener != ",":
            continue
        words = [t for t in part.tokens if t.kind not in {"particle", "level-verb", "together"}]
        flow = words[0].concept.get("flow") if words and words[0].kind == "term" else ""
        opens = part.tokens[0].kind in {"level-verb", "particle"}
        host = next((i for i, p in enumerate(parts[:at]) if p.quantities), None)
        heads = any(t.kind == "term" for p in parts[:at] for t in p.tokens)
        if opens and flow in TRADE_FLOWS and not part.quantities and host is not None and not heads:
            joined = Statement([*parts[host].tokens, *part.tokens], parts[host].opener)
            return [*parts[:host], joined, *parts[host + 1 : at], *parts[at + 1 :]]
    return parts


_ARRANGED = (  # the statements of an English sentence, one after the other, each with the kinds without which it changes nothing
    (frozenset({"facet", "rank-of"}), _measured_by),
    (frozenset({"share"}), _shared),
    (frozenset({"q"}), _led),
    (frozenset({"commodity"}), _of_label),
    (frozenset({"place", "anaphor"}), owned),
    (frozenset({"regime", "enterprise"}), _unapposed),
    (frozenset({"regime", "enterprise"}), with_shares),
    (frozenset({"than"}), _spanning),
    (frozenset({"cause", "causes", "contribution", "demand", "rank"}), _uncaused),
    (frozenset({"of"}), _completed),
    (frozenset({"of-which"}), unexemplified),
    (frozenset({"period"}), dated_aside),
    (frozenset({"period"}), _dated),
    (frozenset({"and"}), _gapped),
    (frozenset({"direction"}), _trailed),
    (frozenset({"partner", "same-ref"}), _done_with),
    (frozenset({"gap"}), _outdone),
    (frozenset({"gap"}), _outweighed),
)


def arranged(parts: list[Statement]) -> list[Statement]:
    """The statements of an English sentence after the turns of phrase that span several of them."""
    kinds = frozenset(chain.from_iterable(p.kinds for p in parts))
    for needed, arranged in _ARRANGED:
        parts = parts if kinds.isdisjoint(needed) else arranged(parts)
    return parts
