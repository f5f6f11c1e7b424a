"""Folding: the form of a text in which labels are looked up, with the way back to the text's own offsets.

Width, case, quotation marks, dashes and Traditional → Simplified characters are folded one for one, so offsets stay; only the
pinyin that some converters leave behind a character ("(xù)") is cut out, and then a table leads back.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import opencc

_HAN = "\u3400-\u9fff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_ARTEFACT = re.compile(rf"(?<=[{_HAN}0-9])[(（](?=[a-zü]*[{_TONED}])[a-zü{_TONED}]{{1,6}}[)）]")
_SAME_WIDTH = {
    "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u300c": '"', "\u300d": '"', "\u300e": '"', "\u300f": '"',
    "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2015": "-", "\uff0d": "-", "\u3000": " ", "\u00a0": " ",
    "\u2009": " ", "\u202f": " ", "\u2002": " ", "\u2003": " ", "\u301c": "~", "\uff5e": "~", "\uff0e": ".",
    "\u200b": " ", "\ufeff": " ", "\t": " ", "\u00b7": "·", "\u30fb": "·", "\u2022": "•", "\u25cf": "•", "\u2027": "·",
    "\u2b06": "↑", "\u2b07": "↓", "\u2197": "↑", "\u2198": "↓", "\U0001f53a": "▲", "\U0001f53b": "▼", "\U0001f53c": "▲", "\U0001f53d": "▼",
    "\u2795": "+", "\u2796": "-",
}  # fmt: skip


class Folded(NamedTuple):
    """A folded text and, where characters were cut out, the original offset of each of its characters."""

    text: str
    origins: tuple[int, ...] | None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The original range of a folded range."""
        if self.origins is None:
            return start, end
        if start >= end:
            at = self.origins[start] if start < len(self.origins) else (self.origins[-1] + 1 if self.origins else 0)
            return at, at
        return self.origins[start], self.origins[end - 1] + 1


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    table = {ord(source): target for source, target in _SAME_WIDTH.items()}
    for code in range(0xFF01, 0xFF5F):  # full-width ASCII
        table.setdefault(code, chr(code - 0xFEE0).lower())
    han = [chr(code) for code in range(0x3400, 0xA000)] + [chr(code) for code in range(0xF900, 0xFB00)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    if len(simplified) == len(han):
        table.update({ord(a): b for a, b in zip(han, simplified, strict=True) if a != b and len(b) == 1})
    for code in range(0xF900, 0xFB00):  # compatibility ideographs that the converter leaves alone
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and code not in table:
            table[code] = plain
    for code in range(128, min(sys.maxunicode, 0x2000)):
        lower = chr(code).lower()
        if len(lower) == 1 and lower != chr(code):
            table.setdefault(code, lower)
    for code in range(65, 91):
        table[code] = chr(code + 32)
    return table


def fold(text: str) -> Folded:
    """Fold a text; the result is as long as the text but for converters' pinyin, which is cut out."""
    origins: tuple[int, ...] | None = None
    if "(" in text or "\uff08" in text:
        cuts = [m.span() for m in _ARTEFACT.finditer(text)]
        if cuts:
            kept: list[int] = []
            at = 0
            for start, end in cuts:
                kept.extend(range(at, start))
                at = end
            kept.extend(range(at, len(text)))
            origins = tuple(kept)
            text = "".join(text[i] for i in kept)
    return Folded(text.translate(_table()), origins)


def han(char: str) -> bool:
    """Whether a character, if there is one, is a Han character."""
    return "\u4e00" <= char <= "\u9fff"


def fold_label(label: str) -> str:
    """A label in the form in which it is looked up."""
    return fold(label).text
