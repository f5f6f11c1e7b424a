"""Weights of signs: what the models of confidence.py and reporter.py were fitted to, as data beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

Signs = dict[str, float]


@lru_cache(maxsize=4)
def weights_of(file: Path) -> Mapping[str, float]:
    """The weights of a file by the names of their signs. Raises OSError and tomllib.TOMLDecodeError."""
    return {str(name): float(weight) for name, weight in tomllib.loads(file.read_text(encoding="utf-8"))["weights"].items()}


def score(signs: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted sum of signs; a sign without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())
