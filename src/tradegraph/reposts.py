"""Reposts: releases that repeat another one under a new headline, dateline or footer, in either Chinese script.

Texts are compared by MinHash (Broder 1997) over shingles of three words, in Chinese of three characters, numbers being words. What is alike is a
repost only where the figures are the same too: a release that an office writes anew each month, or mends, is no repost of the last one.

One function does it all (`reposts`); over many machines the same is a group-by: `buckets` of each signature, `pairs` of each bucket, `settle` of
all pairs. Each result depends on the set of signatures alone, not on their order or how they were split.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice
from typing import Any

from tradegraph.folding import fold
from tradegraph.model import Document

# Measured on annotated releases: different ones share at most a tenth of their shingles, whatever the office, while a repost with another
# headline, dateline and a footer of a hundred characters keeps two thirds.
ALIKE = 0.5
ALIKE_WITHOUT_FIGURES = 0.8  # of texts with fewer figures than FEW, which tell nothing apart
FEW = 3
_BANDS, _ROWS, _SEED = 32, 3, 20_240_731
_SIZE = 3  # words of a shingle
_MOST = 200_000  # characters of a text that are looked at
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_\u2e80-\U0010ffff]+|[\u2e80-\U0010ffff]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_EDGE = 6  # figures of a headline or footer that may differ

Head = tuple[str, str]  # when a document was published ("9999" where unknown), and its id: the least of several is the original
Pair = tuple[Head, Head]


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to compare it: 128 hash values of two bytes, and of each figure the hashes of its value and of what stands before it."""

    head: Head
    chinese: bool
    hashes: bytes
    values: tuple[int, ...]
    contexts: tuple[int, ...]

    def as_record(self) -> list[Any]:
        """A signature as JSON."""
        return [self.head, self.chinese, self.hashes.hex(), self.values, self.contexts]

    @staticmethod
    def from_record(record: list[Any]) -> Signature:
        """The signature of a record that `as_record` gave."""
        (published, document), chinese, hashes, values, contexts = record
        return Signature((published, document), chinese, bytes.fromhex(hashes), tuple(values), tuple(contexts))


def signature(document: Document) -> Signature:
    """The signature of a document; Traditional Chinese has that of its Simplified form."""
    from rensa import RMinHash

    text = fold(document.text[:_MOST]).text.casefold()
    words = _WORD.findall(text)
    shingles = [" ".join(words[i : i + _SIZE]) for i in range(max(1, len(words) - _SIZE + 1))]
    figures = [(m[0], text[max(0, m.start() - 12) : m.start()]) for m in _NUMBER.finditer(text) if _is_figure(m[0])]
    hashes = array("H")
    for items, count, seed in ((shingles, _BANDS * _ROWS, _SEED), ([value for value, _ in figures] or [""], _BANDS, _SEED + 1)):
        sketch = RMinHash(num_perm=count, seed=seed)
        sketch.update(items)
        hashes.extend(value & 0xFFFF for value in sketch.digest())
    return Signature(
        (document.published.isoformat() if document.published else "9999", document.id),
        document.lang != "en",
        hashes.tobytes(),
        tuple(_hash(value.replace(",", "")) for value, _ in figures),
        tuple(_hash("".join(_last_letters(before, 4))) for _, before in figures),
    )


def _last_letters(text: str, count: int) -> list[str]:
    """The last characters of a text that are no spaces and no digits."""
    return list(islice((c for c in reversed(text) if not c.isspace() and not c.isdigit()), count))[::-1]


def _is_figure(number: str) -> bool:
    """Not a year, day, hour or telephone number."""
    if not number.isdigit():
        return True
    return len(number) < 7 and int(number) > 31 and not _YEAR.match(number)


@lru_cache(maxsize=2**12)  # figures have the same words before them
def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", errors="replace"), digest_size=4).digest(), "big")


def reposts(signatures: Iterable[Signature]) -> dict[str, str]:
    """The ids of reposts with that of their original, which is the one published first, of several the one with the least id."""
    found = list(signatures)
    pairings: set[Pair] = set()
    for band in range(_BANDS):  # one after the other, so that the buckets of only one are in memory
        groups: dict[bytes, list[Signature]] = {}
        for item in found:
            groups.setdefault(_bucket(item, band), []).append(item)
        for group in groups.values():
            pairings.update(pairs(group))
    return settle(pairings)


def buckets(item: Signature) -> Iterator[bytes]:
    """The keys of the buckets that a signature lies in; of two that are alike at least one is the same, with a probability of 0.999."""
    return (_bucket(item, band) for band in range(_BANDS))


def _bucket(item: Signature, band: int) -> bytes:
    texts = item.hashes[2 * _ROWS * band : 2 * _ROWS * (band + 1)]
    at = 2 * (_BANDS * _ROWS + band)
    return bytes((band, item.chinese)) + texts + item.hashes[at : at + 2]


def pairs(bucket: Iterable[Signature]) -> Iterator[Pair]:
    """Original and repost, for the reposts in one whole bucket."""
    originals: list[Signature] = []
    for item in sorted(bucket, key=lambda s: s.head):
        original = next((o for o in originals if same(o, item)), None)
        if original is None:
            originals.append(item)
        else:
            yield original.head, item.head


def settle(pairings: Iterable[Pair]) -> dict[str, str]:
    """The original of each repost, over all pairs; sorted by id."""
    parent: dict[Head, Head] = {}

    def root(head: Head) -> Head:
        while (above := parent.get(head, head)) != head:
            parent[head] = parent.get(above, above)
            head = above
        return head

    for a, b in pairings:
        first, second = sorted((root(a), root(b)))
        parent[second] = parent[first] = first
    return {head[1]: root(head)[1] for head in sorted(parent, key=lambda h: h[1]) if root(head) != head}


def same(a: Signature, b: Signature) -> bool:
    """Whether two texts are one release: alike, and with the same figures, up to those of headline and footer."""
    if a.chinese != b.chinese or a.head[1] == b.head[1]:
        return False
    alike = likeness(a, b)
    if min(len(a.values), len(b.values)) < FEW:
        return alike >= ALIKE_WITHOUT_FIGURES and sorted(a.values) == sorted(b.values)
    return alike >= ALIKE and _same_figures(a, b)


def likeness(a: Signature, b: Signature) -> float:
    """The estimated share of their shingles that two texts have in common (Jaccard), with a standard error of 0.05."""
    count = _BANDS * _ROWS
    return sum(x == y for x, y in zip(memoryview(a.hashes).cast("H")[:count], memoryview(b.hashes).cast("H")[:count], strict=True)) / count


def _same_figures(a: Signature, b: Signature) -> bool:
    """Whether no figure of one stands where the other has another one; figures may be left out, and headline and footer may have their own."""
    matcher = SequenceMatcher(None, a.values, b.values, autojunk=False)
    changes = [c for c in matcher.get_opcodes() if c[0] == "replace"]
    for _, i, j, k, m in changes:
        inside = i > 0 and k > 0 and j < len(a.values) and m < len(b.values)
        if inside or max(j - i, m - k) > _EDGE or set(a.contexts[i:j]) & set(b.contexts[k:m]):
            return False
    kept = sum(size for _, _, size in matcher.get_matching_blocks())
    return kept * 2 > min(len(a.values), len(b.values))
