"""Authorities: which body publishes a release, by its publisher or its byline, and of what rank it is.

A body that is merely quoted ("according to customs") does not publish: it has to be named as the publisher, or stand beside one of the
bylines that ontology/authorities.ttl lists, near the top or the end of the text. What is not found stays unknown; nobody is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs as ac

from tradegraph.errors import VocabularyError
from tradegraph.facts.places import REGIONS
from tradegraph.folding import fold, fold_label
from tradegraph.model import Concept, Document
from tradegraph.vocabulary import Vocabulary

_HEAD, _TAIL = 600, 300  # where bylines stand: as far as the first paragraph, and in the imprint
_GAP = r"[^\n,.;:!?|()\u3001\u3002\uff0c]{0,32}"
_REACH = 60  # characters on either side of a name that a byline may take


@dataclass(frozen=True, slots=True)
class Attribution:
    """The body that publishes a release and its kind, a concept of the scheme `authority` with a rank."""

    authority: Concept
    body: Concept

    @property
    def rank(self) -> int:
        """1 is the highest."""
        return int(self.authority.get("authorityRank"))


def attribution(document: Document, vocabulary: Vocabulary) -> Attribution | None:
    """Who publishes a document: its publisher where one is stated, else the first byline; None where neither is known."""
    known = _signatories(vocabulary)
    return known.named(document.publisher) if document.publisher else known.signed(document.text)


class _Signatories:
    """All names that can sign, as one scanner, with the marks beside them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        names: dict[str, Attribution] = {}
        kinds = {c.notation: c for c in vocabulary.scheme("authority") if c.get("authorityRank")}
        signs = {kind.get("signatory"): kind for kind in kinds.values() if kind.get("signatory")}
        self._affixes: list[tuple[str, str, Concept]] = []
        for concept in sorted(vocabulary.scheme("authority"), key=lambda c: c.notation):
            kind = kinds.get(concept.notation) or kinds.get(next(iter(concept.broader), ""))
            if kind is None:
                raise VocabularyError(f"authority/{concept.notation} has no tg:authorityRank and is narrower than nothing that has; add one")
            for signature in concept.props.get("signature", ()):
                before, mark, after = fold_label(signature).partition("{place}")
                if mark:
                    self._affixes.append((before, after, kind))
                else:
                    names[before] = Attribution(kind, vocabulary.find("place", concept.get("body")) or concept)
        self._places: dict[str, Concept | None] = {}
        for label in vocabulary.labels:
            place = label.concept
            if place.scheme != "place" or label.form == "pattern":
                continue
            text = fold_label(label.text)
            if (signer := signs.get(place.get("placeType"))) is not None:
                names.setdefault(text, Attribution(signer, place))
            elif place.get("placeType") in REGIONS:
                # a name that two divisions share says nothing about which of them publishes
                self._places[text] = None if self._places.get(text, place) != place else place
        self._names = names
        self._labels = sorted({*names, *self._places})
        self._scanner = ac.AhoCorasick(self._labels or ["\x00"], matchkind=ac.MatchKind.Standard)
        marks = sorted({mark for c in vocabulary.scheme("byline") for mark in c.props.get("byline", ())})
        self._marks = [_mark(fold_label(mark)) for mark in marks]

    def named(self, publisher: str) -> Attribution | None:
        """The body whose name begins a publisher's name as a whole word; the longest such name."""
        text = fold(publisher[:_HEAD]).text.strip()
        found = [(end, body) for start, end, body in self._candidates(text) if start == 0 and _free(text, end)]
        return max(found, key=lambda f: f[0])[1] if found else None

    def signed(self, text: str) -> Attribution | None:
        """The body beside the first byline, in the head of a text before its tail."""
        parts = [text] if len(text) <= _HEAD + _TAIL else [text[:_HEAD], text[-_TAIL:]]
        for part in parts:
            folded = fold(part).text
            found = [(start, -end, body) for start, end, body in self._candidates(folded) if self._beside_mark(folded, start, end)]
            if found:
                return min(found, key=lambda f: f[:2])[2]
        return None

    def _beside_mark(self, text: str, start: int, end: int) -> bool:
        before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
        return any(head.search(before) and tail.match(after) for head, tail in self._marks)

    def _candidates(self, text: str) -> Iterator[tuple[int, int, Attribution]]:
        for index, start, end in self._scanner.find_matches_as_indexes(text, overlapping=True):
            label = self._labels[index]
            if label[0].isascii() and start and text[start - 1].isascii() and text[start - 1].isalnum():
                continue
            if label[-1].isascii() and end < len(text) and text[end].isascii() and text[end].isalnum():
                continue
            if (body := self._names.get(label)) is not None:
                yield start, end, body
            if (place := self._places.get(label)) is not None:
                for before, after, kind in self._affixes:
                    if text.endswith(before, 0, start) and text.startswith(after, end):
                        yield start - len(before), end + len(after), Attribution(kind, place)


def _mark(pattern: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What has to stand before and behind a name. Raises VocabularyError for a byline without {body}."""
    before, slot, after = pattern.partition("{body}")
    if not slot:
        raise VocabularyError(f"byline {pattern!r} has no {{body}}; say where the name stands")
    head = _expression(before) if before else r"(?:^|[\s(|])"
    tail = _expression(after) if after.strip() else r"(?![^\W_])"
    bound = r"(?<![^\W_])" if before and before[0].isalnum() else ""
    return re.compile(f"{bound}{head}\\Z", re.MULTILINE), re.compile(tail, re.MULTILINE)


def _expression(text: str) -> str:
    out = []
    for part in re.split(r"(\{gap\}|\^|\$| )", text):
        known = {"{gap}": _GAP, "^": r"^[^\w\n]{0,4}", "$": r"\s*$", " ": r"\s{0,3}"}.get(part)
        out.append(known if known is not None else re.escape(part))
    return "".join(out)


def _free(text: str, end: int) -> bool:
    return end >= len(text) or not text[end].isalnum()


@lru_cache(maxsize=4)
def _signatories(vocabulary: Vocabulary) -> _Signatories:
    return _Signatories(vocabulary)
