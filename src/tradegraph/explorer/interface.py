"""The words of the interface: data in words/*.toml, one file for each language, with the same keys in all."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from tradegraph.table import canonical

_DIRECTORY = Path(__file__).resolve().parent / "words"
LANGUAGES = ("en", "zh-hans", "zh-hant")
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Words:
    """What the interface says in one language; `scales` are the words for large numbers, the largest first."""

    lang: str
    texts: Mapping[str, str]
    scales: tuple[tuple[Decimal, str], ...]

    def __getitem__(self, key: str) -> str:
        return self.texts[key]

    def amount(self, value: Decimal) -> str:
        """A number as the language's readers write it, to three or four digits."""
        for scale, word in self.scales:
            if abs(value) >= scale:
                scaled = value / scale
                digits = 2 if abs(scaled) < 10 else 1 if abs(scaled) < 1000 else 0
                return canonical(round(scaled, digits)).replace("-", _MINUS) + word
        return canonical(round(value, 2)).replace("-", _MINUS)

    def growth(self, value: Decimal) -> str:
        """A growth in percent with its sign."""
        return f"{'+' if value > 0 else ''}{canonical(value)}%".replace("-", _MINUS)


@lru_cache(maxsize=len(LANGUAGES))
def file_of(lang: str) -> dict[str, Any]:
    """What the file of one of LANGUAGES holds: `scales`, `words`, and `issues` where Issue codes are explained in it."""
    return tomllib.loads((_DIRECTORY / f"{lang}.toml").read_text(encoding="utf-8"))


def words(lang: str) -> Words:
    """The words of one of LANGUAGES."""
    held = file_of(lang)
    return Words(lang, held["words"], tuple((Decimal(f"1e{power}"), word) for power, word in held["scales"]))
