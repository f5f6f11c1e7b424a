"""What a test text has to give, and how it differs from what was read.

Expected facts are written as in GOLD.md: the anchor `at` and the columns that are not the default. Defaults: `indicator` trade, `measure`
level, `basis` yoy for a growth, `unit` by the measure (CNY for a level), every other column empty. `common` holds the columns that all facts
of a case share. A column may hold `{any = [..]}` where several readings are equally right, and "*" where the contract leaves it open; so may
`at` hold a list of anchors. `optional` facts may be left out. Not asserted unless stated: `scope`, `rank_of`, `quantity_unit`, `precision`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_UNITS = {"growth": "%", "share": "%", "share-change": "pp", "growth-gap": "pp", "contribution": "pp", "rank": "1", "level": "CNY"}
_DEFAULTS = {
    "indicator": "trade", "measure": "level", "reporter": "", "period": "", "flow": "", "partner": "", "commodity": [], "enterprise": "",
    "regime": "", "approx": "", "basis": "", "ref": "", "base": "",
}  # fmt: skip
_NOT_COLUMNS = frozenset({"at", "optional"})


def expected(case: Row) -> list[dict[str, Any]]:
    """The facts of a case with the columns that they share and the defaults filled in."""
    out = []
    for fact in case["facts"]:
        full = {**_DEFAULTS, **case.get("common", {}), **fact}
        measure = next(iter(_options(full["measure"])))
        full.setdefault("unit", _UNITS.get(measure, ""))
        if measure in {"growth", "share-change", "growth-gap"} and not full["basis"]:
            full["basis"] = "*" if full["ref"] == "prev" else {"any": ["yoy", ""]}
        out.append(full)
    return out


def differences(wanted: Sequence[Row], rows: Sequence[Row], *, anchors: bool = True) -> list[str]:
    """One line for each expected fact that was not read so, and one for each fact that was read and is not expected."""
    left = list(rows)
    missed: list[Row] = []
    for fact in wanted:
        match = next((r for r in left if (not anchors or _anchored(fact, r)) and not _wrong(fact, r)), None)
        if match is None:
            missed.append(fact)
        else:
            left.remove(match)
    out = []
    for fact in missed:
        near = [r for r in left if _anchored(fact, r)] if anchors else []
        if near:
            closest = min(near, key=lambda r: len(_wrong(fact, r)))
            left.remove(closest)
            slips = ", ".join(f"{k} {_shown(closest[k])!r} for {fact[k]!r}" for k in _wrong(fact, closest))
            out.append(f"{fact['at']!r}: {slips}")
        elif not fact.get("optional"):
            out.append(f"not read: {stated(fact)}")
    return out + [f"not expected: {stated(r)}" for r in left]


def stated(fact: Row) -> str:
    """A fact in one line, without its empty columns."""
    names = ("at", "text", *_DEFAULTS, "value", "unit", "scope", "rank_of")
    return " ".join(f"{name}={_shown(fact[name])}" for name in names if fact.get(name) not in (None, "", []))


def _anchored(fact: Row, row: Row) -> bool:
    anchors = fact["at"] if isinstance(fact["at"], list) else [fact["at"]]
    if row["measure"] == "rank":
        return any(a in row["text"] or row["text"] in a for a in anchors)  # the rank word, or the phrase it stands in
    return row["text"] in anchors


def _wrong(fact: Row, row: Row) -> list[str]:
    return [k for k, v in fact.items() if k not in _NOT_COLUMNS and not any(_same(k, option, row[k]) for option in _options(v))]


def _same(column: str, wanted: Any, value: Any) -> bool:
    if wanted == "*":
        return True
    if column == "commodity":
        names = [{str(item[k]).lower() for k in ("id", "text", "en", "zh")} for item in value]
        return len(names) == len(wanted) and all(w.lower() in n for w, n in zip(wanted, names, strict=True))
    if column == "partner":
        return _several(wanted) == _several(value)
    if column == "value":
        return abs(float(wanted) - float(value)) <= 1e-9 * max(abs(float(wanted)), 1)
    return bool(value == wanted)


def _several(value: Any) -> frozenset[str]:
    return frozenset(value if isinstance(value, list) else [value])


def _options(value: Any) -> Iterable[Any]:
    return value["any"] if isinstance(value, dict) and "any" in value else [value]


def _shown(value: Any) -> Any:
    return [item.get("text") or item.get("id") for item in value] if isinstance(value, list) and value and isinstance(value[0], dict) else value
