"""Releases to measure with: realistic ones in Chinese and English, of our own templates and the code lists of ontology/, as many as wanted.

    python tests/benchmarks/generate.py --documents 10000 --seed 1 -o releases.jsonl.gz [--gold gold.jsonl.gz]
    python tests/benchmarks/generate.py --documents 200 -o folder/

Every region has a trade of its own, month by month, from which all its releases print: exports and imports add up, months to running totals,
parts have their share of the whole, and growth is over the level a year before, each to the digits printed. So releases of one region agree with
each other, and the facts that a text states are known: `--gold` writes them, a row for each in the columns of the fact table. One document in
fifty (`--reposts`) repeats an earlier one under another headline, dateline and footer. Document n of a seed is the same whatever is made with it.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import io
import json
import random
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from tradegraph.model import Concept
from tradegraph.vocabulary import Vocabulary, load_vocabulary

YEARS = range(2016, 2026)
PARTNERS = (
    "US", "JP", "KR", "DE", "VN", "MY", "TH", "ID", "SG", "PH", "RU", "AU", "BR", "SA", "AE", "IN", "MX", "GB", "NL", "FR", "IT", "ES", "PL", "TR",
    "CA", "CL", "PE", "AR", "ZA", "NG", "EG", "KZ", "UZ", "MN", "PK", "BD", "LA", "KH", "NZ", "CH", "SE", "BE", "IQ", "ASEAN", "EU", "AFRICA",
)  # fmt: skip
GROUPS = ("BRI", "RCEP-other", "CA5", "CEEC")
EXPORTED = ("mechanical-and-electrical-products", "labor-intensive-products", "high-tech-products")
IMPORTED = ("agricultural-products", "mechanical-and-electrical-products", "integrated-circuits")
ARTICLE = {"US", "EU", "PH", "AE", "NL", "GB"}  # in English they have one
ZH, EN = "zh-hans", "en"


@dataclass(frozen=True, slots=True)
class Release:
    """One generated release and the facts that its text states, in the columns of the fact table; `original` is the id of what it reposts."""

    id: str
    lang: str
    published: dt.date
    title: str
    publisher: str
    text: str
    facts: tuple[dict[str, Any], ...]
    original: str = ""


# ---------------------------------------------------------------------- the trade of a region, in millions of yuan


@lru_cache(200_000)
def _draw(*what: object) -> float:
    """A number from 0 to 1 that depends on its arguments alone."""
    return random.Random("|".join(map(str, what))).random()  # noqa: S311 - the same draw every time is what is wanted


@lru_cache(400_000)
def month(seed: int, region: str, flow: str, year: int, number: int) -> int:
    """Exports or imports of one month."""
    size = 60 if region == "CN" else 1 if region.endswith("0000") else 0.12
    base = size * 3_000 * 18 ** _draw(seed, region, "size") * (0.4 + 0.6 * _draw(seed, region, flow))
    for past in range(YEARS.start - 1, year):
        base *= 0.9 + 0.32 * _draw(seed, region, flow, past)
    return int(base * (0.85 + 0.3 * _draw(seed, region, number)) * (0.93 + 0.14 * _draw(seed, region, flow, year, number)))


def level(seed: int, region: str, flow: str, year: int, first: int, last: int) -> int:
    """Trade of some months; `flow` is total, export or import."""
    flows = ("export", "import") if flow == "total" else (flow,)
    return sum(month(seed, region, f, year, m) for f in flows for m in range(first, last + 1))


def weight(seed: int, region: str, part: str, flow: str, year: int, low: float, high: float) -> float:
    """The share of a part in the trade of a region, which moves a little every year."""
    return (low + (high - low) * _draw(seed, region, part, flow)) * (0.9 + 0.2 * _draw(seed, region, part, flow, year))


# ---------------------------------------------------------------------- what is printed


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed, with its columns, and the word for its direction by the form that a template asks for."""

    text: str
    columns: dict[str, Any]
    words: dict[str, str] = field(default_factory=dict)


_RISE = {
    ZH: {"": ("增长", "下降"), "year": ("同比增长", "同比下降"), "month": ("环比增长", "环比下降")},
    EN: {
        "": ("up ", "down "), "rose": ("rose ", "fell "), "grew": ("grew by ", "declined by "), "rise": ("an increase of ", "a decrease of "),
        "ing": ("rising ", "falling "),
    },
}  # fmt: skip


_APART = {
    ZH: {"share": ("提升", "下降"), "than": ("高于", "低于")},
    EN: {"share": ("up ", "down "), "than": ("higher than", "lower than")},
}


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def amount(millions: int, lang: str, columns: dict[str, Any]) -> Figure:
    """An amount of yuan in the scale that suits it."""
    value, size = Decimal(millions), abs(millions)
    if lang == ZH:
        scales = ((1_000_000, 2, "万亿元", 1_000_000), (100_000, 1, "亿元", 100), (100, 2, "亿元", 100), (0, 0, "万元", Decimal("0.01")))
    else:
        scales = ((1_000_000, 2, " trillion yuan", 1_000_000), (1_000, 2, " billion yuan", 1_000), (0, 0, " million yuan", 1))
    _, digits, unit, scale = next(s for s in scales if size >= s[0])
    printed = _rounded(abs(value) / scale, digits)
    number = f"{printed:,f}" if lang == EN else f"{printed:f}"
    stated = printed * scale * 1_000_000 * (1 if millions >= 0 else -1)
    return Figure(f"{number}{unit}", {**columns, "measure": "level", "value": int(stated), "unit": "CNY"})


def change(now: int, before: int, lang: str, columns: dict[str, Any], basis: str = "yoy") -> Figure:
    """A growth in percent with one decimal, or two where it is that small."""
    exact = (Decimal(now) / Decimal(before) - 1) * 100
    value = _rounded(exact, 1) or _rounded(exact, 2)
    words = {form: pair[value < 0] for form, pair in _RISE[lang].items()}
    return Figure(_percent(abs(value), lang), {**columns, "measure": "growth", "value": float(value), "unit": "%", "basis": basis}, words)


def share(part: int, whole: int, lang: str, columns: dict[str, Any]) -> Figure:
    value = _rounded(Decimal(part) / Decimal(whole) * 100, 1)
    return Figure(_percent(value, lang), {**columns, "measure": "share", "value": float(value), "unit": "%"})


def points(value: Decimal, lang: str, columns: dict[str, Any]) -> Figure:
    """A difference of percentages with one decimal."""
    number = f"{abs(value):f}".removesuffix(".0")
    unit = "个百分点" if lang == ZH else " percentage point" if number == "1" else " percentage points"
    words = {form: pair[value < 0] for form, pair in _APART[lang].items()}
    return Figure(f"{number}{unit}", {**columns, "value": float(value), "unit": "pp"}, words)


def tonnes(count: int, lang: str, columns: dict[str, Any]) -> Figure:
    printed = _rounded(Decimal(count) / 10_000, 1) if count >= 10_000 else Decimal(count)
    scale = 10_000 if count >= 10_000 else 1
    chinese = f"{printed:f}万吨" if scale > 1 else f"{printed:f}吨"
    text = chinese if lang == ZH else f"{printed * scale:,.0f} tons"
    return Figure(text, {**columns, "measure": "level", "value": int(printed * scale), "unit": "t"})


def _percent(value: Decimal, lang: str) -> str:
    number = f"{value:f}".removesuffix(".0")
    return f"{number}%" if lang == ZH else f"{number} percent"


_SLOT = re.compile(r"\{(\w+)(?:\.(\w*))?\}")


class Writer:
    """A text in the making, with its facts; `{name}` in a template is a word or a figure, `{name.form}` a figure after the word for its direction."""

    def __init__(self) -> None:
        self.text = ""
        self.facts: list[dict[str, Any]] = []

    def write(self, template: str, slots: dict[str, str | Figure]) -> None:
        at = 0
        for match in _SLOT.finditer(template):
            self.text += template[at : match.start()]
            at = match.end()
            slot = slots[match[1]]
            if isinstance(slot, str):
                self.text += slot
                continue
            self.text += slot.words[match[2]] if match[2] is not None else ""
            self.facts.append({"start": len(self.text), "end": len(self.text) + len(slot.text), "text": slot.text, **slot.columns})
            self.text += slot.text
        self.text += template[at:]


# ---------------------------------------------------------------------- templates

TITLES = {
    ZH: ("{period}{place}外贸进出口{g.}", "{place}{period}外贸进出口总值{total}", "{place}外贸：{period}运行情况"),
    EN: (
        "Foreign trade of {place} {g.} in {period}",
        "{place} foreign trade reaches {total} in {period}",
        "{place}: how foreign trade went in {period}",
    ),
}
OPENINGS = {
    ZH: (
        "据海关统计，{when}，{place}货物贸易进出口总值{total}，比去年同期（下同）{g.}。其中，出口{x}，{gx.}；进口{m}，{gm.}；贸易{surplus}{b}。",
        "{when}，{place}外贸进出口总值{total}人民币，{g.year}。其中，出口{x}，{gx.year}；进口{m}，{gm.year}。贸易{surplus}{b}。",
        "海关数据显示，{when}{place}实现进出口总值{total}，{g.year}。出口{x}，{gx.}，进口{m}，{gm.}，{surplus}{b}。",
    ),
    EN: (
        "According to customs statistics, the total value of {place}'s foreign trade in goods was {total} in {when}, {g.} year on year. "
        "Exports came to {x}, {gx.}, and imports to {m}, {gm.}, leaving a trade {surplus} of {b}.",
        "In {when}, imports and exports of {place} totaled {total}, {g.rise} over the same period of the previous year. "
        "Exports {gx.rose} to {x}, while imports {gm.rose} to {m}. The trade {surplus} was {b}.",
        "{place}'s imports and exports reached {total} in {when}, {g.} from a year earlier, customs figures show. "
        "Of this, exports were {x}, {gx.}; imports were {m}, {gm.}; the trade {surplus} stood at {b}.",
    ),
}  # fmt: skip
MONTHS = {
    ZH: ("其中，{month}当月，{all}进出口{total}，{g.year}。", "{month}，{place}进出口{total}，{g.year}；其中出口{x}，进口{m}。"),
    EN: (
        "In {month} alone, imports and exports were {total}, {g.} year on year.",
        "In {month}, {place}'s foreign trade was {total}, {g.} year on year, with exports of {x} and imports of {m}.",
    ),
}
GAPS = {
    ZH: ("增速{than}全国{d}。", "同期，{place}进出口增速{than}全国平均水平{d}。"),
    EN: ("The growth rate was {d} {than} the national average.", "{place}'s growth was {d} {than} that of the whole country."),
}
IN_TONNES = {
    ZH: ("此外，进口{C}{q}，{gq.}，价值{s}，{gs.}。", "同期，{C}进口量为{q}，{gq.year}。"),
    EN: ("In addition, {q} of {C} were imported, {gq.} year on year.", "The import volume of {C} was {q}, {gq.} year on year."),
}
BY_REGIME = {
    ZH: (
        "{all}一般贸易进出口{a}，{ga.}，占进出口总值的{sa}，比重较去年同期{da.share}；保税物流进出口{l}，{gl.}。",
        "从贸易方式看，一般贸易进出口{a}，{ga.}，占{all}进出口总值的{sa}；加工贸易进出口{p}，{gp.}。",
        "贸易方式方面，{all}以一般贸易方式进出口{a}，{ga.}，占比{sa}。同期，以加工贸易方式进出口{p}，{gp.}，占{sp}。",
    ),
    EN: (
        "By mode of trade, imports and exports under general trade were {a}, {ga.} and accounting for {sa} of the total. Processing trade was {p}, {gp.}.",
        "Imports and exports under general trade came to {a}, {ga.}; they were {sa} of the total, {da.share} from a year earlier. "
        "Bonded logistics trade was {l}, {gl.}.",
        "General trade {ga.grew} to {a}, making up {sa} of {place}'s total trade, while processing trade {gp.rose} to {p}.",
    ),
}  # fmt: skip
BY_OWNER = {
    ZH: (
        "从企业性质看，民营企业进出口{a}，{ga.}，占{all}进出口总值的{sa}；外商投资企业进出口{p}，{gp.}；国有企业进出口{s}，{gs.}。",
        "民营企业进出口{a}，{ga.}，占{sa}；外商投资企业、国有企业分别进出口{p}和{s}，分别{gp.}和{gs.}。",
    ),
    EN: (
        "Private enterprises imported and exported {a}, {ga.}, accounting for {sa} of the total. "
        "Foreign-invested enterprises and state-owned enterprises traded {p} and {s}, {gp.} and {gs.} respectively.",
        "The imports and exports of private enterprises were {a}, {ga.}, or {sa} of the total; those of foreign-invested enterprises were {p}, {gp.}, "
        "and those of state-owned enterprises {s}, {gs.}.",
    ),
}
BY_PARTNER = {
    ZH: (
        "从贸易伙伴看，对{A}进出口{a}，{ga.}；对{B}进出口{p}，{gp.}；对{C}进出口{s}，{gs.}。同期，对{G}进出口{r}，{gr.}，占{sr}。",
        "{all}对{A}、{B}、{C}分别进出口{a}、{p}和{s}，{ga.}、{gp.}和{gs.}。对{G}进出口{r}，{gr.}。",
    ),
    EN: (
        "By trading partner, imports and exports with {A} were {a}, {ga.}; with {B}, {p}, {gp.}; and with {C}, {s}, {gs.}. "
        "Trade with {G} {gr.grew} to {r}, {sr} of the total.",
        "Trade with {A}, {B} and {C} was {a}, {p} and {s}, {ga.}, {gp.} and {gs.} respectively. Trade with {G} came to {r}, {gr.} year on year.",
    ),
}
BY_GOODS = {
    ZH: (
        "出口商品中，{A}出口{a}，{ga.}，占出口总值的{sa}；{B}出口{p}，{gp.}。进口商品中，{C}进口{s}，{gs.}。",
        "主要出口商品方面，出口{A}{a}，{ga.}；出口{B}{p}，{gp.}。进口方面，进口{C}{s}，{gs.}，占进口总值的{ss}。",
    ),
    EN: (
        "Exports of {A} were {a}, {ga.}, accounting for {sa} of total exports; exports of {B} were {p}, {gp.}. Imports of {C} were {s}, {gs.}.",
        "On the export side, exports of {A} {ga.rose} to {a}, while exports of {B} {gp.rose} to {p}. Imports of {C} amounted to {s}, {gs.}.",
    ),
}
CLOSINGS = {
    ZH: ("", "下一步，海关将继续支持外贸稳定发展。", "有关负责人表示，外贸运行的基础仍在，活力仍足。"),
    EN: (
        "",
        "The customs office said that it will go on supporting the steady growth of foreign trade.",
        "Officials said the fundamentals remain sound.",
    ),
}
PUBLISHERS = {ZH: ("海关发布", "经济日刊", "外贸参考"), EN: ("Customs Bulletin", "Trade Daily", "The Regional Economy Review")}
FRAMES = {  # of reposts: headline, dateline, footer
    ZH: ("外贸数据速览", "来源：{publisher} {date} 15:42 编辑：小周", "本网转载内容的版权归原作者所有，如有疑问请与本网联系。"),
    EN: (
        "Trade figures at a glance",
        "Source: {publisher}, {date}, 15:42",
        "Articles on this site belong to their authors; please contact us with questions.",
    ),
}
_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def periods(year: int, last: int, lang: str) -> tuple[str, ...]:
    """Names of the months from January to `last`, first those with the year."""
    if lang == ZH:
        names = {3: ("一季度",), 6: ("上半年",), 9: ("前三季度",), 12: ("",)}.get(last, (f"前{last}个月", f"1—{last}月") if last > 1 else ("1月",))
        return tuple(f"{year}年{name}" for name in names)
    named = {3: "the first quarter of {y}", 6: "the first half of {y}", 9: "the first three quarters of {y}", 12: "{y}", 1: "January {y}"}
    return ((named.get(last) or f"the first {_NUMBERS[last]} months of {{y}}").format(y=year),)


_NUMBERS = dict(zip(range(2, 12), ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"), strict=True))


# ---------------------------------------------------------------------- one release


class Generator:
    """Releases by number; everything is decided by seed and number."""

    def __init__(self, vocabulary: Vocabulary, seed: int, reposts: float = 0.02) -> None:
        self.vocabulary, self.seed, self.reposts = vocabulary, seed, reposts
        places = [
            c for c in vocabulary.scheme("place") if c.get("placeType") in {"province", "prefecture"} and c.notation[:2] not in {"71", "81", "82"}
        ]
        meant: dict[str, set[str]] = {}
        for label in vocabulary.labels:
            if label.concept.scheme == "place":
                meant.setdefault(label.text.lower(), set()).add(label.concept.notation)
        # some cities share their English name with others, and mean nothing without their province
        self.regions = sorted((c for c in places if _plain(c) and len(meant[c.label(EN).lower()]) == 1), key=lambda c: c.notation)
        goods = (c for c in vocabulary.scheme("commodity") if c.get("usualUnit") and c.get("matching") != "false" and _plain(c))
        self.goods = sorted((c for c in goods if not c.notation.startswith(("hs-", *EXPORTED, *IMPORTED))), key=lambda c: c.notation)
        self.bulk = [c for c in self.goods if c.get("usualUnit") == "t"]

    def release(self, number: int) -> Release:
        dice = random.Random(f"{self.seed}|{number}")  # noqa: S311 - the same draw every time is what is wanted
        if number and dice.random() < self.reposts:
            return self._repost(number, dice)
        return self._original(number, dice)

    def _repost(self, number: int, dice: random.Random) -> Release:
        earlier = dice.randrange(number)
        first = self.release(earlier)
        if first.original:
            return self._original(number, dice)
        headline, dateline, footer = FRAMES[first.lang]
        published = first.published + dt.timedelta(days=dice.randrange(1, 9))
        publisher = dice.choice(PUBLISHERS[first.lang])
        top = f"{headline}\n{dateline.format(publisher=first.publisher, date=published.isoformat())}\n"
        cut = first.text.index("\n") + 1
        facts = tuple({**f, "start": f["start"] + len(top) - cut, "end": f["end"] + len(top) - cut} for f in first.facts if f["start"] >= cut)
        name = f"{number:07d}-{first.id.partition('-')[2]}"
        return Release(name, first.lang, published, headline, publisher, f"{top}{first.text[cut:]}{footer}\n", facts, first.id)

    def _original(self, number: int, dice: random.Random) -> Release:
        region = dice.choice(self.regions)
        lang = dice.choice((ZH, EN))
        year, last = dice.choice(YEARS), dice.randint(1, 12)
        published = dt.date(year + last // 12, last % 12 + 1, dice.randint(9, 27))
        told = _Told(self, dice, region, lang, year, last)
        out = Writer()
        out.write(dice.choice(TITLES[lang]), told.title())
        title = out.text
        out.text += "\n\n"
        out.write(dice.choice(OPENINGS[lang]), told.opening())
        gap = "" if lang == ZH else " "
        if dice.random() < 0.5:
            out.text += gap
            out.write(dice.choice(GAPS[lang]), told.gap())
        if last > 1 and dice.random() < 0.6:
            out.text += gap
            out.write(dice.choice(MONTHS[lang]), told.month())
        parts: list[tuple[dict[str, tuple[str, ...]], Callable[[], dict[str, str | Figure]]]] = [
            (BY_REGIME, told.regimes), (BY_OWNER, told.owners), (BY_PARTNER, told.partners), (BY_GOODS, told.goods),
        ]  # fmt: skip
        dice.shuffle(parts)
        for templates, slots in parts[: dice.choice((1, 1, 2, 2))]:
            out.text += "\n\n"
            out.write(dice.choice(templates[lang]), slots())
        if dice.random() < 0.5:
            out.text += gap
            out.write(dice.choice(IN_TONNES[lang]), told.tonnage())
        closing = dice.choice(CLOSINGS[lang])
        out.text += f"\n\n{closing}\n" if closing else "\n"
        name = f"{number:07d}-{region.notation}-{year}m{last:02d}-{lang}"
        facts = tuple({"doc": name, "kind": "statistic", "indicator": "trade", **fact} for fact in out.facts)
        return Release(name, lang, published, title, dice.choice(PUBLISHERS[lang]), out.text, facts)


def _plain(concept: Concept) -> bool:
    return not any(c in concept.label(lang) for lang in (ZH, EN) for c in ",;(:/、；（：")


class _Told:
    """What one release tells of: a region from January to a month, each part with what the templates ask for."""

    def __init__(self, generator: Generator, dice: random.Random, region: Concept, lang: str, year: int, last: int) -> None:
        self.generator, self.dice, self.region, self.lang, self.year, self.last = generator, dice, region, lang, year, last
        self.seed, self.code = generator.seed, region.notation
        name = region.label(ZH)
        self.words: dict[str, str | Figure] = {
            "place": region.label(lang),
            "all": f"全{name[-1]}" if name.endswith(("市", "省", "州", "盟", "自治区")) else name,
            "when": dice.choice(periods(year, last, lang)),
            "period": periods(year, last, lang)[0],
        }  # fmt: skip

    def _columns(self, flow: str, first: int = 1, **more: Any) -> dict[str, Any]:
        return {"reporter": self.code, "period": f"{self.year}-{first:02d}/{self.year}-{self.last:02d}", "flow": flow, **more}

    def _levels(self, flow: str, first: int = 1) -> tuple[int, int]:
        now, before = (level(self.seed, self.code, flow, year, first, self.last) for year in (self.year, self.year - 1))
        return now, before

    def _whole(self, name: str, flow: str, first: int = 1) -> dict[str, str | Figure]:
        now, before = self._levels(flow, first)
        columns = self._columns(flow, first)
        growth = "g" if name == "total" else f"g{name}"
        return {name: amount(now, self.lang, columns), growth: change(now, before, self.lang, columns)}

    def title(self) -> dict[str, str | Figure]:
        return {**self.words, **self._whole("total", "total")}

    def opening(self) -> dict[str, str | Figure]:
        balance = self._levels("export")[0] - self._levels("import")[0]
        word = {ZH: ("顺差", "逆差"), EN: ("surplus", "deficit")}[self.lang][balance < 0]
        wholes = {**self._whole("total", "total"), **self._whole("x", "export"), **self._whole("m", "import")}
        return {**self.words, **wholes, "surplus": word, "b": amount(balance, self.lang, self._columns("balance"))}

    def month(self) -> dict[str, str | Figure]:
        name = f"{self.last}月" if self.lang == ZH else _MONTHS_EN[self.last - 1]
        flows = (("total", "total"), ("x", "export"), ("m", "import"))
        return {**self.words, "month": name, **{k: v for slot, flow in flows for k, v in self._whole(slot, flow, self.last).items()}}

    def gap(self) -> dict[str, str | Figure]:
        """The distance to the growth of the nation."""
        now, before = self._levels("total")
        nation, past = (level(self.seed, "CN", "total", year, 1, self.last) for year in (self.year, self.year - 1))
        value = _rounded((Decimal(now) / before - Decimal(nation) / past) * 100, 1) or Decimal("0.1")
        figure = points(value, self.lang, self._columns("total", measure="growth-gap", ref="CN"))
        return {**self.words, "d": figure, "than": figure.words["than"]}

    def tonnage(self) -> dict[str, str | Figure]:
        """A good by weight, at a price of its own."""
        concept = self.dice.choice(self.generator.bulk)
        out = {
            **self.words,
            "C": concept.label(self.lang),
            **self._part("s", concept.notation, "import", 0.01, 0.04, commodity=[concept.label(self.lang)]),
        }
        usual = 500 + 9_500 * _draw(self.seed, concept.notation)  # yuan a tonne
        weights = [
            max(1, int(self._share_of("import", concept.notation, 0.01, 0.04, year) * 1_000_000 / usual / (0.8 + 0.4 * _draw(usual, year))))
            for year in (self.year, self.year - 1)
        ]
        columns = self._columns("import", commodity=[concept.label(self.lang)], indicator="trade-quantity")
        return {**out, "q": tonnes(weights[0], self.lang, columns), "gq": change(weights[0], weights[1], self.lang, columns)}

    def _share_of(self, flow: str, part: str, low: float, high: float, year: int) -> int:
        """The part of a whole in one year."""
        return max(1, int(level(self.seed, self.code, flow, year, 1, self.last) * weight(self.seed, self.code, part, flow, year, low, high)))

    def _part(self, slot: str, part: str, flow: str, low: float, high: float, **more: Any) -> dict[str, str | Figure]:
        now, before = (self._share_of(flow, part, low, high, year) for year in (self.year, self.year - 1))
        whole, past = self._levels(flow)
        moved = _rounded((Decimal(now) / whole - Decimal(before) / past) * 100, 1) or Decimal("0.1")
        columns = self._columns(flow, **more)
        return {
            slot: amount(now, self.lang, columns),
            f"g{slot}": change(now, before, self.lang, columns),
            f"s{slot}": share(now, whole, self.lang, columns),
            f"d{slot}": points(moved, self.lang, {**columns, "measure": "share-change", "basis": "yoy"}),
        }

    def regimes(self) -> dict[str, str | Figure]:
        general = self._part("a", "general", "total", 0.5, 0.7, regime="general")
        bonded = self._part("l", "bonded", "total", 0.05, 0.15, regime="bonded")
        return {**self.words, **general, **bonded, **self._part("p", "processing", "total", 0.1, 0.3, regime="processing")}

    def owners(self) -> dict[str, str | Figure]:
        private = self._part("a", "private", "total", 0.4, 0.6, enterprise="private")
        foreign = self._part("p", "foreign", "total", 0.1, 0.25, enterprise="foreign")
        return {**self.words, **private, **foreign, **self._part("s", "state", "total", 0.05, 0.15, enterprise="state")}

    def partners(self) -> dict[str, str | Figure]:
        found = self.dice.sample(PARTNERS, 3)
        group = self.dice.choice(GROUPS)
        out = dict(self.words)
        for slot, name, code, most in zip("apsr", "ABCG", (*found, group), (0.2, 0.15, 0.1, 0.4), strict=True):
            concept = self.generator.vocabulary.find("partner", code)
            assert concept is not None, code
            out[name] = ("the " if self.lang == EN and code in ARTICLE else "") + concept.label(self.lang)
            out |= self._part(slot, code, "total", most / 2, most, partner=[code])
        return out

    def goods(self) -> dict[str, str | Figure]:
        major = self.generator.vocabulary.find("commodity", self.dice.choice(EXPORTED))
        minor = self.dice.choice(self.generator.goods)
        bought = self.dice.choice((self.generator.vocabulary.find("commodity", self.dice.choice(IMPORTED)), self.dice.choice(self.generator.goods)))
        assert major is not None
        assert bought is not None
        out = dict(self.words)
        for slot, name, concept, flow, most in zip(
            "aps", "ABC", (major, minor, bought), ("export", "export", "import"), (0.6, 0.04, 0.2), strict=True
        ):
            text = concept.label(self.lang)
            out[name] = text
            out |= self._part(slot, concept.notation, flow, most / 2, most, commodity=[text])
        return out


# ---------------------------------------------------------------------- files


def releases(documents: int, seed: int, reposts: float = 0.02) -> Iterator[Release]:
    """The first so many releases of a seed, in order."""
    generator = Generator(load_vocabulary(), seed, reposts)
    return (generator.release(number) for number in range(documents))


def row(release: Release) -> dict[str, str]:
    """A release as a line of JSON or of a manifest."""
    return {
        "doc": release.id, "lang": release.lang, "published": release.published.isoformat(), "title": release.title, "publisher": release.publisher,
    }  # fmt: skip


def _opened(stack: ExitStack, path: Path) -> IO[str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".gz":
        return stack.enter_context(path.open("w", encoding="utf-8", newline="\n"))
    raw = stack.enter_context(path.open("wb"))
    packed = gzip.GzipFile("", "wb", 6, raw, 0)  # without name and time, the same bytes
    return stack.enter_context(io.TextIOWrapper(packed, encoding="utf-8", newline="\n"))


def write(found: Iterator[Release], out: Path, gold: Path | None) -> int:
    """Write releases as lines of JSON, or as a folder with a manifest where `out` has no suffix. Gives their number."""
    count = 0
    with ExitStack() as stack:
        facts = _opened(stack, gold) if gold else None
        lines = _opened(stack, out) if out.suffix else None
        manifest = None
        if lines is None:
            out.mkdir(parents=True, exist_ok=True)
            manifest = csv.DictWriter(_opened(stack, out / "manifest.csv"), ("doc", "lang", "published", "title", "publisher"), lineterminator="\n")
            manifest.writeheader()
        for release in found:
            count += 1
            if lines is not None:
                lines.write(json.dumps({**row(release), "text": release.text}, ensure_ascii=False) + "\n")
            elif manifest is not None:
                manifest.writerow(row(release))
                (out / f"{release.id}.txt").write_text(release.text, encoding="utf-8", newline="\n")
            if facts is not None:
                facts.writelines(json.dumps({**fact, "doc": release.id}, ensure_ascii=False) + "\n" for fact in release.facts)
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description="Generate releases.")
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reposts", type=float, default=0.02, help="share of documents that repost an earlier one")
    parser.add_argument("-o", "--out", type=Path, required=True, help="a .jsonl or .jsonl.gz file, or a folder")
    parser.add_argument("--gold", type=Path, help="write the facts too, as lines of JSON")
    arguments = parser.parse_args()
    count = write(releases(arguments.documents, arguments.seed, arguments.reposts), arguments.out, arguments.gold)
    sys.stdout.write(f"{count} releases in {arguments.out}\n")


if __name__ == "__main__":
    main()
