// Charts as HTML and SVG: ranked bars, time series, and links between two columns. Every mark is a link to its figure.

import { flowColour, growthColour, INK, QUIET } from "./colours";
import type { Cube, Link } from "./cube";
import type { Figure } from "./data";
import { el, link, svg } from "./dom";
import * as KEY from "./key";
import { figureHref, type Page } from "./page";
import { conceptAt, periodAt } from "./words";

export interface Bar {
  figure: Figure;
  label: string;
  labelHref?: string;
  colour: string;
  note?: string;
}

/** Ranked bars with their values; at most `most`, and how many there are. */
export function bars(page: Page, items: Bar[], most = 15): HTMLElement {
  const longest = Math.max(...items.map((b) => Math.abs(b.figure.amount)), Number.MIN_VALUE);
  const list = el("ol", { class: "bars" });
  for (const item of items.slice(0, most)) {
    const unit = page.data.concepts[item.figure.unit]?.code ?? "";
    const fill = el("span", { class: item.figure.estimate ? "fill estimated" : "fill" });
    fill.style.setProperty("--share", `${(100 * Math.abs(item.figure.amount)) / longest}%`);
    fill.style.setProperty("--colour", item.colour);
    list.append(
      el(
        "li",
        { "data-figure": item.figure.hash },
        el("span", { class: "bar-label" }, item.labelHref ? link(item.labelHref, item.label) : item.label),
        el(
          "a",
          { class: "bar", href: figureHref(page, item.figure) },
          fill,
          value(page, item.figure, unit),
          note(item),
        ),
      ),
    );
  }
  if (items.length <= most) return list;
  const more = page.words.say("largest-of", { shown: most, count: items.length });
  return el("div", {}, list, el("p", { class: "remark" }, more));
}

function value(page: Page, figure: Figure, unit: string): HTMLElement {
  const estimated = figure.estimate ? ` (${page.words.say("estimated")})` : "";
  return el("span", { class: "bar-value" }, page.words.value(figure.value, unit, figure.approx) + estimated);
}

function note(item: Bar): HTMLElement | null {
  return item.note ? el("span", { class: "bar-note" }, item.note) : null;
}

/** The growth beside a level, as text; empty where no release states it. */
export function growthText(page: Page, growth: Figure | undefined): string {
  return growth ? page.words.growth(growth.amount) : "";
}

export function linkBars(
  page: Page,
  links: Link[],
  options: { labels: (link: Link) => string; colour: string },
): Bar[] {
  return links.map((l) => ({
    figure: l.figure,
    label: options.labels(l),
    colour: options.colour === "growth" ? growthColour(l.growth?.amount) : flowColour(l.flow),
    note: growthText(page, l.growth),
  }));
}

/** A line for each flow over comparable periods; points that are estimated are hollow. */
export function series(page: Page, figures: Figure[]): SVGElement {
  const { cube, words, data } = page;
  const [width, height, left, right, top, bottom] = [430, 190, 8, 128, 14, 26];
  const ends = [...new Set(figures.map((f) => periodAt(data, f.key)?.last ?? ""))].sort();
  const span = Math.max(ends.length - 1, 1);
  const high = Math.max(...figures.map((f) => f.amount), 0);
  const low = Math.min(...figures.map((f) => f.amount), 0);
  const x = (f: Figure) =>
    left + 24 + ((width - left - right - 48) * ends.indexOf(periodAt(data, f.key)?.last ?? "")) / span;
  const y = (v: number) => top + ((height - top - bottom) * (high - v)) / (high - low || 1);
  const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "series", role: "group" });
  chart.append(svg("line", { x1: left, x2: width - right, y1: y(0), y2: y(0), stroke: "#c3c9cd" }));
  ends.forEach((end, i) => {
    if (ends.length > 5 && i % Math.ceil(ends.length / 5) !== 0) return;
    const at = left + 24 + ((width - left - right - 48) * i) / span;
    chart.append(svg("text", { x: at, y: height - 8, "text-anchor": "middle", class: "tick" }, end));
  });
  const flows = [...new Set(figures.map((f) => cube.code(f.key, KEY.FLOW)))];
  const labels: { y: number; text: string; colour: string }[] = [];
  for (const flow of flows) {
    const line = figures.filter((f) => cube.code(f.key, KEY.FLOW) === flow).sort((a, b) => x(a) - x(b));
    const colour = flowColour(flow);
    const d = line.map((f, i) => `${i ? "L" : "M"}${x(f).toFixed(1)} ${y(f.amount).toFixed(1)}`).join("");
    chart.append(svg("path", { d, fill: "none", stroke: colour, "stroke-width": 1.8 }));
    for (const f of line) chart.append(point(page, f, x(f), y(f.amount), colour));
    const last = line.at(-1);
    if (last) labels.push({ y: y(last.amount), text: flowLabel(page, last), colour });
  }
  labels.sort((a, b) => a.y - b.y);
  let floor = 0;
  for (const label of labels) {
    floor = Math.max(label.y + 4, floor + 14);
    chart.append(svg("text", { x: width - right + 2, y: floor, fill: label.colour, class: "end" }, label.text));
  }
  chart.setAttribute("aria-label", `${words.say("series")}: ${ends[0] ?? ""} – ${ends.at(-1) ?? ""}`);
  return chart;
}

function flowLabel(page: Page, figure: Figure): string {
  return page.words.label(conceptAt(page.data, figure.key, KEY.FLOW));
}

function point(page: Page, figure: Figure, x: number, y: number, colour: string): SVGElement {
  const unit = page.data.concepts[figure.unit]?.code ?? "";
  const text = `${flowLabel(page, figure)}, ${page.words.period(periodAt(page.data, figure.key))}: ${page.words.value(figure.value, unit, figure.approx)}`;
  return svg(
    "a",
    { href: figureHref(page, figure), "aria-label": text },
    svg("circle", { cx: x, cy: y, r: 12, fill: "transparent" }),
    svg("circle", { cx: x, cy: y, r: 4, stroke: colour, "stroke-width": 1.8, fill: figure.estimate ? "#fff" : colour }),
    svg("title", {}, text),
  );
}

/** Figures that can be compared from one to the next: the commonest stretch of the year among them. */
export function comparable(cube: Cube, figures: Figure[]): Figure[] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    const period = cube.data.periods[cube.slot(figure.key, KEY.TIME)];
    if (!period?.first) continue;
    const stretch = `${period.first.slice(5)} ${period.name.split("/")[1]} ${figure.unit}`;
    groups.set(stretch, [...(groups.get(stretch) ?? []), figure]);
  }
  const ends = (group: Figure[]) => new Set(group.map((f) => cube.slot(f.key, KEY.TIME))).size;
  const ranked = [...groups].sort(
    (a, b) => ends(b[1]) - ends(a[1]) || b[1].length - a[1].length || a[0].localeCompare(b[0]),
  );
  return ranked[0]?.[1] ?? [];
}

/** Links as ribbons between reporters and what they lead to, ordered so that few cross. */
export function ribbons(page: Page, links: Link[], colourBy: string, focus: number, narrow: boolean): SVGElement {
  const { words, data } = page;
  const label = (index: number) =>
    shortened(words.label(data.concepts[index]), narrow ? (words.lang === "en" ? 15 : 8) : 26);
  const weight = new Map<number, number>();
  for (const l of links) weight.set(l.source, (weight.get(l.source) ?? 0) + Math.abs(l.figure.amount));
  const left = [...weight].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([index]) => index);
  const mean = (target: number) => {
    const met = links.filter((l) => l.target === target).map((l) => left.indexOf(l.source));
    return met.reduce((a, b) => a + b, 0) / met.length;
  };
  const right = [...new Set(links.map((l) => l.target))].map((t) => [t, mean(t)] as const);
  right.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  const rows = Math.max(left.length, right.length);
  const [width, height] = [narrow ? 380 : 760, Math.max(rows * 24, 120)];
  const [x0, x1] = narrow ? [112, 250] : [200, 500];
  const bend = (x1 - x0) / 2;
  const place = (index: number, count: number) => ((index + 0.5) * height) / count;
  const atLeft = new Map(left.map((s, i) => [s, place(i, left.length)]));
  const atRight = new Map(right.map(([t], i) => [t, place(i, right.length)]));
  const widest = Math.max(...links.map((l) => Math.abs(l.figure.amount)), Number.MIN_VALUE);
  const chart = svg("svg", {
    viewBox: `0 0 ${width} ${height}`,
    class: narrow ? "ribbons narrow" : "ribbons",
    role: "group",
    "aria-label": words.say("trade-links"),
  });
  for (const l of [...links].reverse()) {
    const [y0 = 0, y1 = 0] = [atLeft.get(l.source), atRight.get(l.target)];
    const colour = colourBy === "growth" ? growthColour(l.growth?.amount) : flowColour(l.flow);
    const unit = data.concepts[l.figure.unit]?.code ?? "";
    const text = `${label(l.source)} – ${label(l.target)}, ${words.label(conceptAt(data, l.figure.key, KEY.FLOW))}: ${words.value(l.figure.value, unit, l.figure.approx)}`;
    const dim = focus >= 0 && l.source !== focus && l.target !== focus;
    chart.append(
      svg(
        "a",
        {
          href: figureHref(page, l.figure),
          "data-figure": l.figure.hash,
          "aria-label": text,
          class: dim ? "dim" : undefined,
        },
        svg(
          "path",
          {
            d: `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`,
            fill: "none",
            stroke: colour,
            "stroke-width": (1 + (15 * Math.abs(l.figure.amount)) / widest).toFixed(1),
            "stroke-dasharray": l.figure.estimate ? "6 4" : undefined,
          },
          svg("title", {}, text),
        ),
      ),
    );
  }
  for (const [index, y] of atLeft)
    chart.append(svg("text", { x: x0 - 10, y: y + 4, "text-anchor": "end", fill: INK }, label(index)));
  for (const [index, y] of atRight) chart.append(svg("text", { x: x1 + 10, y: y + 4, fill: INK }, label(index)));
  if (links.length === 0)
    chart.append(svg("text", { x: width / 2, y: 60, "text-anchor": "middle", fill: QUIET }, words.say("nothing")));
  return chart;
}

export function shortened(text: string, most: number): string {
  const points = Array.from(text);
  return points.length <= most ? text : `${points.slice(0, most - 1).join("")}…`;
}
