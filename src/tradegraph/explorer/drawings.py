"""Drawings of a build by matplotlib: trade links, ranked bars and time series, as SVG or PNG; the same build gives the same bytes.

Text in SVG is drawn as outlines, so that it looks alike on machines without the fonts. Chinese labels need a font with Han characters here;
where there is none they are English, and the drawing's `remark` says so.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tradegraph.claims import AREA, FLOW, INDICATOR, MEASURE, PARTNER, QUANTITY_UNIT, TIME, Key
from tradegraph.errors import UsageError
from tradegraph.explorer.interface import Words, words
from tradegraph.links import Figure, Link, Names, label, months, trade_links
from tradegraph.vocabulary import code_iri

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

MOST = 40  # links or bars in one drawing
_HAN_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK JP", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei", "Heiti SC", "SimHei", "Droid Sans Fallback",
)  # fmt: skip
_INK, _QUIET, _RULE, _PAPER = "#1d2327", "#5d666d", "#d5d9dc", "#ffffff"
_FLOWS = {"total": "#31556f", "export": "#b4451f", "import": "#4b7f52"}
_WHOLE = tuple(code_iri(s, c) for s, c in (("partner", "WORLD"), ("commodity", "TOTAL"), ("enterprise", "ALL"), ("regime", "ALL")))


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, and what the reader of the command line should know about it."""

    content: bytes
    remark: str = ""


def draw(figures: Sequence[Figure], names: Names, kind: str, syntax: str, lang: str = "en", region: str = "") -> Drawing:
    """A drawing of consensus figures: `kind` is links, ranked or series, `syntax` svg or png, `region` a reporter's code or empty for all.

    Raises UsageError where there is nothing to draw.
    """
    import matplotlib as mpl  # takes half a second to import, and only drawings need it
    from matplotlib.figure import Figure as Canvas

    font = _han_font()
    remark = "" if lang == "en" or font else "no font with Chinese characters is installed here, so labels are English; install one (fonts-noto-cjk)"
    said = words(lang if font else "en")
    chosen = [f for f in figures if not region or f.key[AREA] == code_iri("place", region)]
    if not chosen:
        raise UsageError(f"no figures of {region or 'any region'} in this build; `tradegraph query places` lists whose figures there are")
    settings: Any = {
        "font.family": [*([font] if font and said.lang != "en" else []), "DejaVu Sans"], "svg.hashsalt": "tradegraph", "svg.fonttype": "path",
        "axes.unicode_minus": True, "text.parse_math": False, "font.size": 9,
    }  # fmt: skip
    with mpl.rc_context(settings):
        canvas = Canvas(facecolor=_PAPER)
        _KINDS[kind](canvas, chosen, names, said)
        out = io.BytesIO()
        metadata: dict[str, Any] = {"Date": None, "Creator": None} if syntax == "svg" else {"Software": None}
        canvas.savefig(out, format=syntax, dpi=160, metadata=metadata)
    return Drawing(out.getvalue(), remark)


def _han_font() -> str:
    from matplotlib import font_manager

    held = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in _HAN_FONTS if name in held), "")


# ---------------------------------------------------------------------- trade links


def newest(links: Iterable[Link]) -> list[Link]:
    """Of each pair the link of the newest period, longest where two end together, printed before estimated; the total where there is one."""
    best: dict[tuple[str, str, str, str], Link] = {}
    for link in links:
        pair = (link.reporter, link.partner, link.flow, link.unit)
        held = best.get(pair)
        if held is None or _age(link) > _age(held):
            best[pair] = link
    totals = {(link.reporter, link.partner) for link in best.values() if link.flow == "total"}
    return [link for link in best.values() if link.flow == "total" or (link.reporter, link.partner) not in totals]


def _age(link: Link) -> tuple[bool, str, str]:
    return (not link.estimated, link.last, "".join(chr(0x10FFFF - ord(c)) for c in link.first))


def _strongest(figures: Sequence[Figure]) -> tuple[list[Link], int]:
    """The links that are drawn, the strongest first, and how many there are."""
    links = newest(trade_links(figures))
    if not links:
        raise UsageError("no trade links in this build: no release states the value of trade with a partner")
    unit = max({link.unit for link in links}, key=lambda u: (sum(link.unit == u for link in links), u))  # lengths compare in one currency only
    same = sorted((link for link in links if link.unit == unit), key=lambda link: (-abs(link.value), link.reporter, link.partner, link.flow))
    return same[:MOST], len(same)


def _links(canvas: Canvas, figures: Sequence[Figure], names: Names, said: Words) -> None:
    links, count = _strongest(figures)
    left = _order({link.reporter for link in links}, links, lambda link: link.reporter)
    right = _between({link.partner for link in links}, links, left)
    height = max(3.2, 0.3 * max(len(left), len(right)) + 1.5)
    canvas.set_size_inches(8.4, height)
    axes = _blank(canvas, (0.24, 0.5 / height, 0.44, 1 - 1.35 / height))
    at_left, at_right = _spread(left), _spread(right)
    axes.set_xlim(0, 1)
    axes.set_ylim(1, 0)
    widest = max(abs(link.value) for link in links)
    for link in reversed(links):
        width = 0.6 + 11 * float(abs(link.value) / widest)
        _ribbon(axes, at_left[link.reporter], at_right[link.partner], width, _FLOWS.get(link.flow, _QUIET), link.estimated)
    for iri, y in at_left.items():
        axes.text(-0.03, y, label(names, iri, said.lang), ha="right", va="center", color=_INK)
    for iri, y in at_right.items():
        axes.text(1.03, y, _cut(label(names, iri, said.lang)), ha="left", va="center", color=_INK)
    _head(canvas, said["drawing-links"], f"{said['drawing-newest']} · {links[0].unit} · {_of(said, len(links), count)}", height)
    _legend(canvas, links, names, said, widest, height)


def _legend(canvas: Canvas, links: Sequence[Link], names: Names, said: Words, widest: Decimal, height: float) -> None:
    from matplotlib.lines import Line2D

    flows = [f for f in _FLOWS if any(link.flow == f for link in links)]
    marks = [Line2D([], [], color=_FLOWS[f], linewidth=4, label=label(names, code_iri("flow", f), said.lang)) for f in flows]
    marks.append(Line2D([], [], color=_QUIET, linewidth=11.6, solid_capstyle="butt", label=said.amount(widest), alpha=0.55))
    marks.append(Line2D([], [], color=_QUIET, linewidth=0.6 + 11 / 4, solid_capstyle="butt", label=said.amount(widest / 4), alpha=0.55))
    if any(link.estimated for link in links):
        marks.append(Line2D([], [], color=_QUIET, linewidth=2, linestyle=(0, (2, 1.5)), label=said["estimated"]))
    canvas.legend(
        handles=marks, loc="lower center", ncols=len(marks), frameon=False, labelcolor=_QUIET, bbox_to_anchor=(0.5, 0.02 / height), handlelength=2.4
    )


def _order(nodes: set[str], links: Sequence[Link], end: Callable[[Link], str]) -> list[str]:
    weight = {node: sum(abs(link.value) for link in links if end(link) == node) for node in nodes}
    return sorted(nodes, key=lambda node: (-weight[node], node))


def _between(nodes: set[str], links: Sequence[Link], left: Sequence[str]) -> list[str]:
    """Partners ordered by the mean place of their reporters, so that few ribbons cross."""
    place = {iri: index for index, iri in enumerate(left)}
    met = {node: [place[link.reporter] for link in links if link.partner == node] for node in nodes}
    return sorted(nodes, key=lambda node: (Decimal(sum(met[node])) / len(met[node]), -len(met[node]), node))


def _spread(nodes: Sequence[str]) -> dict[str, float]:
    return {node: (index + 0.5) / len(nodes) for index, node in enumerate(nodes)}


def _ribbon(axes: Axes, start: float, end: float, width: float, colour: str, dashed: bool) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    curve = Path([(0, start), (0.45, start), (0.55, end), (1, end)], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    style = {"linestyle": (0, (2, 1.5))} if dashed else {}
    axes.add_patch(PathPatch(curve, fill=False, edgecolor=colour, linewidth=width, alpha=0.55, capstyle="butt", clip_on=False, **style))


# ---------------------------------------------------------------------- ranked bars


def _ranked(canvas: Canvas, figures: Sequence[Figure], names: Names, said: Words) -> None:
    links, count = _strongest(figures)
    height = 0.27 * len(links) + 1.3
    canvas.set_size_inches(8.4, height)
    axes = _blank(canvas, (0.4, 0.25 / height, 0.4, 1 - 1.2 / height))
    longest = float(max(abs(link.value) for link in links))
    axes.set_xlim(0, longest)
    axes.set_ylim(len(links) - 0.4, -0.6)
    for row, link in enumerate(links):
        pair = f"{label(names, link.reporter, said.lang)} – {_cut(label(names, link.partner, said.lang), 26)}"
        colour = _FLOWS.get(link.flow, _QUIET)
        style = {"facecolor": "none", "edgecolor": colour} if link.estimated else {"facecolor": colour}
        axes.barh(row, float(abs(link.value)), height=0.68, **style)  # type: ignore[arg-type]
        axes.text(-longest * 0.02, row, pair, ha="right", va="center", color=_INK)
        growth = f"  {said.growth(link.growth)}" if link.growth is not None else ""
        axes.text(float(abs(link.value)) + longest * 0.02, row, f"{said.amount(link.value)}{growth}", ha="left", va="center", color=_QUIET)
    _head(canvas, said["drawing-ranked"], f"{said['drawing-newest']} · {links[0].unit} · {_of(said, len(links), count)}", height)


# ---------------------------------------------------------------------- time series


def _series(canvas: Canvas, figures: Sequence[Figure], names: Names, said: Words) -> None:
    panels = _panels(figures)
    if not panels:
        raise UsageError("no series in this build: no release states the value of all trade of a region")
    shown = sorted(panels, key=lambda p: (-len(panels[p]), p))[:12]
    rows = (len(shown) + 1) // 2
    height = 2.0 * rows + 0.9
    canvas.set_size_inches(8.4, height)
    for index, panel in enumerate(sorted(shown, key=lambda p: (label(names, p[0], said.lang), p))):
        bottom = (rows - 1 - index // 2) * 2.0 / height
        axes = canvas.add_axes((0.03 + 0.5 * (index % 2), bottom + 0.45 / height, 0.25, 1.15 / height))
        _panel(axes, panels[panel], names, said)
        axes.set_title(f"{label(names, panel[0], said.lang)} · {panel[1]} · {panel[2]}", loc="left", fontsize=9, color=_INK, pad=6)
    _head(canvas, said["drawing-series"], said["drawing-hollow"], height)


def _panels(figures: Sequence[Figure]) -> dict[tuple[str, str, str], list[tuple[str, str, Figure]]]:
    """Levels of all trade by reporter, stretch of the year (`01–06`) and currency: what can be compared from year to year."""
    out: dict[tuple[str, str, str], list[tuple[str, str, Figure]]] = {}
    for figure in figures:
        key, span = figure.key, months(figure.key[TIME])
        if span is None or not _is_total(key) or key[FLOW].rsplit("/", 1)[-1] not in _FLOWS:
            continue
        stretch = f"{span[0][5:]}–{span[1][5:]}" if span[0] != span[1] else span[0][5:]
        place = (key[AREA], stretch, key[QUANTITY_UNIT].rsplit("/", 1)[-1])
        out.setdefault(place, []).append((key[FLOW].rsplit("/", 1)[-1], span[1][:4], figure))
    return out


def _is_total(key: Key) -> bool:
    return (key[INDICATOR], key[MEASURE]) == (code_iri("indicator", "trade"), code_iri("measure", "level")) and key[PARTNER : PARTNER + 4] == _WHOLE


def _panel(axes: Axes, points: Sequence[tuple[str, str, Figure]], names: Names, said: Words) -> None:
    years = sorted({year for _, year, _ in points})
    x = {year: index for index, year in enumerate(years)}
    ends: list[tuple[float, str, str]] = []
    for flow, colour in _FLOWS.items():
        line = sorted((x[year], float(f.value), f) for own, year, f in points if own == flow)
        if not line:
            continue
        axes.plot([p[0] for p in line], [p[1] for p in line], color=colour, linewidth=1.4, zorder=2)
        for at, value, figure in line:
            axes.plot([at], [value], "o", markersize=4, color=colour, markerfacecolor=_PAPER if figure.estimated else colour, zorder=3)
        ends.append((line[-1][1], f"{label(names, code_iri('flow', flow), said.lang)} {said.amount(line[-1][2].value)}", colour))
    axes.set_ylim(0, max(float(f.value) for _, _, f in points) * 1.12 or 1)
    axes.set_xlim(-0.2, max(len(years) - 1, 0) + 0.2)
    axes.set_xticks(range(len(years)), years)
    axes.set_yticks([])
    axes.tick_params(length=0, colors=_QUIET, labelsize=8)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_RULE)
    for place, (text, colour) in zip(_apart([e[0] for e in ends], axes), [(e[1], e[2]) for e in ends], strict=True):
        axes.text(1.02, place, text, transform=axes.transAxes, ha="left", va="center", fontsize=8, color=colour)


def _apart(values: Sequence[float], axes: Axes, gap: float = 0.17) -> list[float]:
    """Heights in the axes for labels at these values, moved so that none covers another."""
    low, high = axes.get_ylim()
    wanted = sorted((((value - low) / (high - low)), index) for index, value in enumerate(values))
    out = [0.0] * len(wanted)
    floor = -1.0
    for height, index in wanted:
        floor = max(height, floor + gap)
        out[index] = floor
    return out


# ---------------------------------------------------------------------- parts of a drawing


def _blank(canvas: Canvas, box: tuple[float, float, float, float]) -> Axes:
    axes = canvas.add_axes(box)
    axes.set_axis_off()
    return axes


def _head(canvas: Canvas, title: str, remark: str, height: float) -> None:
    canvas.text(0.03, 1 - 0.28 / height, title, fontsize=13, weight="bold", color=_INK, va="center")
    canvas.text(0.03, 1 - 0.55 / height, remark, fontsize=8.5, color=_QUIET, va="center")


def _of(said: Words, shown: int, count: int) -> str:
    return said["drawing-most"].format(shown=shown, count=count) if shown < count else said["drawing-all"].format(count=count)


def _cut(text: str, most: int = 34) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


_KINDS: Mapping[str, Callable[[Canvas, Sequence[Figure], Names, Words], None]] = {"links": _links, "ranked": _ranked, "series": _series}
KINDS = tuple(_KINDS)
