// A region, partner, commodity, customs office, port or zone: what is known of it, each figure with a way to its sentence.

import { type Bar, bars, comparable, growthText, linkBars, series } from "../charts";
import { claimLines } from "../claims";
import { flowColour } from "../colours";
import type { Concept, Fact, Figure } from "../data";
import { el, link } from "../dom";
import * as KEY from "../key";
import { conceptHref, figureHref, hasPage, opened, type Page, type Shown } from "../page";
import { subject } from "../panel";
import { at, format } from "../state";
import { conceptAt, langTag, periodAt } from "../words";

const FLOWS = ["total", "export", "import", "balance"];

export function conceptView(page: Page, id: string): Shown {
  const { data, words } = page;
  const concept = data.conceptOf.get(id);
  const slot = concept ? page.cube.slotOf(concept) : -1;
  if (!concept || slot < 0) {
    const missing = el("p", {}, words.say("unknown-concept", { id }));
    return { node: el("div", {}, el("h1", {}, id), missing), update: () => undefined };
  }
  const node = el("div", { class: "concept-view" }, heading(page, concept));
  const body = el("div", { class: "sections" });
  const sections = [
    ...headlines(page, slot, concept),
    ...breakdowns(page, slot, concept),
    ...others(page, slot, concept),
    policies(page, slot, concept),
    differing(page, slot, concept),
  ];
  body.append(...sections.filter((s) => s !== null));
  if (!body.childElementCount) body.append(el("p", { class: "remark" }, words.say("nothing")));
  node.append(body);
  return { node, update: () => undefined };
}

function heading(page: Page, concept: Concept): HTMLElement {
  const { words, data } = page;
  const kind =
    concept.placeType && words.has(`place-${concept.placeType}`)
      ? words.say(`place-${concept.placeType}`)
      : words.say(`dim-${concept.scheme === "place" ? "reporter" : concept.scheme}`);
  const names = [...new Set(Object.values(concept.labels))].filter((name) => name !== words.label(concept));
  const above = concept.broader.flatMap((i) => data.concepts[i] ?? []).filter(hasPage);
  const trail = el(
    "p",
    { class: "trail" },
    kind,
    ` · ${concept.code}`,
    names.length ? ` · ${names.join(" · ")}` : null,
  );
  for (const c of above) trail.append(" · ", link(conceptHref(page, c), words.label(c)));
  const tools = el("p", { class: "buttons" });
  const column = { place: "reporter", partner: "partner", commodity: "commodity" }[concept.scheme] ?? "";
  if (column)
    tools.append(
      link(format(at(page.state(), "table", "", { [column]: concept.code })), words.say("its-facts"), {
        class: "button",
      }),
    );
  const linked = ["place", "partner"].includes(concept.scheme) ? page.cube.slotOf(concept) : -1;
  if (page.cube.with(linked, concept.index).some((f) => !page.cube.isWhole(f.key, KEY.PARTNER))) {
    tools.append(
      link(
        format(at(page.state(), "links", "", { focus: `${concept.scheme}:${concept.code}` })),
        words.say("in-network"),
        { class: "button" },
      ),
    );
  }
  return el("header", {}, el("h1", {}, words.label(concept)), trail, tools);
}

function section(title: string, ...children: (Node | null)[]): HTMLElement {
  return el("section", {}, el("h2", {}, title), ...children);
}

/** The newest value of trade in each direction with its growth, and its course over comparable periods. */
function headlines(page: Page, slot: number, concept: Concept): HTMLElement[] {
  const { cube, words, data } = page;
  const trade = cube
    .headlines(slot, concept.index)
    .filter((f) => cube.code(f.key, KEY.INDICATOR) === "trade" && cube.code(f.key, KEY.MEASURE) === "level");
  // a partner's or a commodity's own figures are its reporters'; only those of one reporter make a series
  const own = slot === KEY.AREA ? trade : [];
  if (!own.length) return [];
  const newest = own.reduce((best, f) => (cube.newer(f, best) ? f : best));
  const period = cube.slot(newest.key, KEY.TIME);
  const cards = FLOWS.flatMap(
    (flow) =>
      own.find(
        (f) => cube.slot(f.key, KEY.TIME) === period && cube.code(f.key, KEY.FLOW) === flow && f.unit === newest.unit,
      ) ?? [],
  );
  const grid = el("div", { class: "cards" });
  for (const [key, rows] of data.raw.conflicts) {
    const alone = cube.slot(key, slot) === concept.index && cube.wholeBut(key, slot);
    const isLevel = cube.code(key, KEY.INDICATOR) === "trade" && cube.code(key, KEY.MEASURE) === "level";
    if (alone && isLevel && cube.slot(key, KEY.TIME) === period) grid.append(disputed(page, key, rows));
  }
  for (const figure of cards) grid.append(card(page, figure, words.label(conceptAt(data, figure.key, KEY.FLOW))));
  const line = comparable(
    cube,
    own.filter((f) => cube.code(f.key, KEY.FLOW) !== "balance"),
  );
  const chart =
    new Set(line.map((f) => cube.slot(f.key, KEY.TIME))).size > 1
      ? section(
          words.say("series"),
          el("div", { class: "scroll" }, series(page, line)),
          el("p", { class: "remark" }, words.say("series-note")),
        )
      : null;
  return [section(words.period(data.periods[period]), grid), ...(chart ? [chart] : [])];
}

function card(page: Page, figure: Figure, label: string): HTMLElement {
  const unit = page.data.concepts[figure.unit]?.code ?? "";
  const growth = page.cube.growthOf(figure.key);
  return el(
    "a",
    { class: "card", href: figureHref(page, figure) },
    el("span", { class: "card-label" }, label),
    el("span", { class: "card-value" }, page.words.value(figure.value, unit, figure.approx)),
    el(
      "span",
      { class: "card-note" },
      growth && growth !== figure ? growthText(page, growth) : "",
      figure.estimate ? ` ${page.words.say("estimated")}` : "",
    ),
  );
}

/** A headline on which releases differ: every claim, none preferred. */
function disputed(page: Page, key: number, rows: number[]): HTMLElement {
  const { words, data } = page;
  const facts = rows.flatMap((row) => data.facts[row] ?? []);
  const values = [...new Set(facts.map((f) => words.value(f.value, f.unit)))];
  return el(
    "a",
    { class: "card", href: opened(page, `fact:${facts[0]?.claim ?? ""}`) },
    el("span", { class: "card-label" }, words.label(conceptAt(data, key, KEY.FLOW))),
    el("span", { class: "card-value" }, values.join(" / ")),
    el("span", { class: "card-note" }, words.say("conflict")),
  );
}

/** Ranked bars: partners, goods, cities, owners and modes of a region; the regions of a partner or a commodity. */
function breakdowns(page: Page, slot: number, concept: Concept): HTMLElement[] {
  const out: HTMLElement[] = [];
  const varied: [number, string][] =
    slot === KEY.AREA
      ? [
          [KEY.PARTNER, "partners"],
          [KEY.COMMODITY, "goods"],
          [KEY.ENTERPRISE, "owners"],
          [KEY.REGIME, "modes"],
        ]
      : [[KEY.AREA, "regions"]];
  for (const [other, title] of varied) {
    for (const flow of ["total", "export", "import"]) {
      const section = breakdown(page, slot, concept, other, title, flow);
      if (section) out.push(section);
    }
  }
  if (slot === KEY.AREA) {
    const cities = narrower(page, concept);
    if (cities) out.push(cities);
  }
  return out;
}

function breakdown(
  page: Page,
  slot: number,
  concept: Concept,
  varied: number,
  title: string,
  flow: string,
): HTMLElement | null {
  const { cube, words, data } = page;
  const found =
    slot === KEY.AREA
      ? cube.breakdown(slot, concept.index, varied, "trade", flow)
      : byRegion(page, slot, concept, flow);
  if (!found.length) return null;
  const labels = (l: { target: number }) => words.label(data.concepts[l.target]);
  const items = linkBars(page, found, { labels, colour: "flow" });
  items.forEach((item, i) => {
    const target = data.concepts[found[i]?.target ?? -1];
    if (hasPage(target)) item.labelHref = conceptHref(page, target);
  });
  const when =
    slot === KEY.AREA ? words.period(periodAt(data, found[0]?.figure.key ?? -1)) : words.say("drawing-newest");
  const heading = words.say("heading", {
    what: words.say(title),
    flow: words.label(data.conceptOf.get(`flow:${flow}`)),
    when,
  });
  return section(heading, bars(page, items));
}

/** The newest figure of each region about a partner or a commodity. */
function byRegion(page: Page, slot: number, concept: Concept, flow: string) {
  const { cube } = page;
  const figures = cube
    .headlines(slot, concept.index)
    .filter(
      (f) =>
        cube.code(f.key, KEY.INDICATOR) === "trade" &&
        cube.code(f.key, KEY.MEASURE) === "level" &&
        cube.code(f.key, KEY.FLOW) === flow,
    );
  const newest = cube.newest(
    figures.map((figure) => cube.link(figure, concept.index, cube.slot(figure.key, KEY.AREA))),
  );
  return newest.sort((a, b) => Math.abs(b.figure.amount) - Math.abs(a.figure.amount));
}

/** The totals of the places inside a region. */
function narrower(page: Page, concept: Concept): HTMLElement | null {
  const { cube, words, data } = page;
  const items: Bar[] = [];
  for (const inner of data.concepts) {
    if (inner.scheme !== "place" || !inner.broader.includes(concept.index)) continue;
    const totals = cube
      .headlines(KEY.AREA, inner.index)
      .filter(
        (f) =>
          cube.code(f.key, KEY.INDICATOR) === "trade" &&
          cube.code(f.key, KEY.MEASURE) === "level" &&
          cube.code(f.key, KEY.FLOW) === "total",
      );
    if (!totals.length) continue;
    const figure = totals.reduce((best, f) => (cube.newer(f, best) ? f : best));
    const note = [words.period(periodAt(data, figure.key)), growthText(page, cube.growthOf(figure.key))]
      .filter(Boolean)
      .join(" · ");
    items.push({
      figure,
      label: words.label(inner),
      labelHref: conceptHref(page, inner),
      colour: flowColour("total"),
      note,
    });
  }
  items.sort((a, b) => b.figure.amount - a.figure.amount);
  return items.length ? section(words.say("places-inside"), bars(page, items)) : null;
}

/** Everything else that is measured of a concept alone: growth, shares, ranks, cargo, clearance. */
function others(page: Page, slot: number, concept: Concept): HTMLElement[] {
  const { cube, words, data } = page;
  const isTrade = (f: Figure) =>
    cube.code(f.key, KEY.INDICATOR) === "trade" && cube.code(f.key, KEY.MEASURE) === "level";
  const about = cube.headlines(slot, concept.index);
  const beside = new Set(about.filter(isTrade).map((f) => cube.growthOf(f.key))); // growth that stands with its level
  const rest = about.filter((f) => !f.estimate && !isTrade(f) && !beside.has(f));
  rest.sort((a, b) => cube.age(b).localeCompare(cube.age(a)) || a.key - b.key);
  if (!rest.length) return [];
  const table = el("table", { class: "figures" });
  for (const f of rest.slice(0, 40)) {
    const unit = data.concepts[f.unit]?.code ?? "";
    const who = slot === KEY.AREA ? [] : [words.label(conceptAt(data, f.key, KEY.AREA))];
    const measured = [KEY.INDICATOR, KEY.FLOW, KEY.MEASURE, KEY.COMPARATOR, KEY.RANK_OF]
      .filter((s) => cube.code(f.key, s) !== "NONE" && cube.slot(f.key, s) !== cube.slot(f.key, KEY.AREA))
      .map((s) => words.label(conceptAt(data, f.key, s)));
    const row = el(
      "tr",
      {},
      el("td", {}, words.period(periodAt(data, f.key))),
      el("td", {}, [...who, ...measured].join(" · ")),
    );
    row.append(el("td", { class: "number" }, link(figureHref(page, f), words.value(f.value, unit, f.approx))));
    table.append(row);
  }
  const more =
    rest.length > 40 ? el("p", { class: "remark" }, words.say("newest-of", { shown: 40, count: rest.length })) : null;
  return [section(words.say("more-figures"), el("div", { class: "scroll" }, table), more)];
}

function policies(page: Page, slot: number, concept: Concept): HTMLElement | null {
  const { words, data } = page;
  const wanted = slot === KEY.AREA ? withInner(data.concepts, concept.index) : new Set([concept.index]);
  const found = data.raw.policies.filter(([, actors, , , , partners, goods]) => {
    const about = slot === KEY.AREA ? actors : slot === KEY.PARTNER ? partners : goods;
    return about.some((index) => wanted.has(index));
  });
  if (!found.length) return null;
  const list = el("ul", { class: "policies" });
  const dated = found.map((p) => ({ policy: p, fact: data.facts[p[0]] }));
  const day = (fact: Fact | undefined) => data.raw.documents[fact?.doc ?? -1]?.published ?? "";
  dated.sort((a, b) => day(b.fact).localeCompare(day(a.fact)) || a.policy[0] - b.policy[0]);
  for (const { policy, fact } of dated) {
    if (!fact) continue;
    const document = data.raw.documents[fact.doc];
    const when = policy[4] >= 0 ? words.period(data.periods[policy[4]]) : (document?.published ?? "");
    const tags = [...policy[2], ...policy[3]].map((i) => words.label(data.concepts[i]));
    list.append(
      el(
        "li",
        {},
        link(opened(page, `fact:${fact.claim}`), fact.text, { lang: langTag(document?.lang ?? "") }),
        el("span", { class: "remark" }, ` ${[when, ...tags].filter(Boolean).join(" · ")}`),
      ),
    );
  }
  return section(words.say("policies"), list);
}

/** A place with all that lies inside it, and the offices, ports and zones that work for these. */
function withInner(concepts: Concept[], place: number): Set<number> {
  const inside = new Set([place]);
  for (let before = 0; before < inside.size; ) {
    before = inside.size;
    for (const c of concepts) if (c.broader.some((i) => inside.has(i))) inside.add(c.index);
  }
  for (const c of concepts) if (c.serves.some((i) => inside.has(i))) inside.add(c.index);
  return inside;
}

/** Where releases contradict or revise each other about a concept. */
function differing(page: Page, slot: number, concept: Concept): HTMLElement | null {
  const { words, data, cube } = page;
  const about = (key: number) => cube.slot(key, slot) === concept.index;
  const facts = (rows: number[]) =>
    claimLines(
      page,
      rows.flatMap((row) => data.facts[row] ?? []),
    );
  const out: HTMLElement[] = [];
  const say = (kind: string, key: number, rows: number[]) =>
    out.push(el("h3", { class: "warn" }, words.say(kind)), el("p", {}, subject(page, key)), ...facts(rows));
  for (const [key, rows] of data.raw.conflicts) if (about(key)) say("conflict", key, rows);
  for (const [key, earlier, later] of data.raw.revisions) if (about(key)) say("revision", key, [...earlier, ...later]);
  return out.length ? section(words.say("differing"), ...out) : null;
}
