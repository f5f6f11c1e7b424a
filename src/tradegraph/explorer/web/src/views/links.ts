// Trade links: who trades with whom, as a network or as ribbons, beside the same links ranked.

import { bars, linkBars, ribbons, shortened } from "../charts";
import { FALL, flowColour, INK, linkWidth, QUIET, RISE, TARGET } from "../colours";
import { choice, type Option, slider } from "../controls";
import { type Choice, type Cube, commonest, type Link, WHOLES } from "../cube";
import type { Concept } from "../data";
import { el, link, whenIdle, whenPrinted } from "../dom";
import * as KEY from "../key";
import { layout, type Place } from "../layout";
import { Network } from "../network";
import { conceptHref, hasPage, type Page, type Shown } from "../page";
import { changed, format, type State } from "../state";

const LAYERS = WHOLES.map(([slot, scheme]) => ({ slot, scheme }));
const MOST_RIBBONS = 120;
const MOST_EDGES = 80; // more are a hairball; the list and the links of a node in focus are complete
const PHONE = { from: 0, width: 330, height: 440, letters: 13, dot: 0.7 };
const SHEETS = [
  { from: 800, width: 860, height: 580, letters: 26, dot: 1 },
  { from: 520, width: 620, height: 500, letters: 20, dot: 0.85 },
  PHONE,
];
const places = new Map<string, Map<string, Place>>();

export function linksView(page: Page): Shown {
  const { words } = page;
  const measure = choice(page, "measure", words.say("measure"));
  const layer = choice(page, "layer", words.say("layer"));
  const indicator = choice(page, "indicator", words.say("indicator"));
  const flow = choice(page, "flow", words.say("flow"));
  const colour = choice(page, "colour", words.say("colour"));
  const drawing = choice(page, "as", words.say("drawn-as"));
  const period = slider(page, "period", words.say("period"));
  const others = LAYERS.map(({ slot, scheme }) => ({
    slot,
    scheme,
    control: choice(page, scheme, words.say(`dim-${scheme}`)),
  }));
  const controls = el("form", { class: "controls", onsubmit: (event) => event.preventDefault() });
  controls.append(
    ...[layer, measure, indicator, flow, colour, drawing].map((c) => c.node),
    ...others.map((o) => o.control.node),
    period.node,
  );
  const stage = el("div", { class: "stage" });
  const side = el("section", { class: "side", "aria-label": words.say("links-ranked") });
  const node = el(
    "div",
    { class: "links-view" },
    el("h1", {}, words.say("trade-links")),
    page.whole ? null : el("p", { class: "remark" }, words.say("part")),
    controls,
    el("div", { class: "split" }, stage, side),
  );
  const board = networkBoard(page, stage);
  const options = new Map<string, Option[]>();
  const remembered = (name: string, make: () => Option[]) => {
    const held = options.get(name) ?? make();
    options.set(name, held);
    return held;
  };

  const update = (state: State) => {
    const wanted = chosen(page.cube, state);
    const all = page.cube.candidates(wanted);
    const layerOf = placesName(wanted);
    const periodsMet = remembered(`periods ${layerOf}`, () => periods(page, all));
    const flowsMet = remembered(`flows ${layerOf}`, () => flows(page, all));
    // what another layer or measure has no links for is no choice here
    const offered = (options: Option[], value: string) => (options.some((o) => o.value === value) ? value : "");
    const held = { ...wanted, period: offered(periodsMet, wanted.period), flow: offered(flowsMet, wanted.flow) };
    const found = page.cube.links(held);
    const focus = page.data.conceptOf.get(state.params.focus ?? "")?.index ?? -1;
    layer.set(
      LAYERS.map((l) => ({ value: l.scheme === "partner" ? "" : l.scheme, label: words.say(`layer-${l.scheme}`) })),
      state.params.layer ?? "",
    );
    measure.set(
      ["level", "growth", "share"].map((m) => ({ value: m === "level" ? "" : m, label: words.say(`measure-${m}`) })),
      state.params.measure ?? "",
    );
    indicator.set(
      remembered(`${held.slot}`, () => indicators(page, held)),
      state.params.indicator ?? "",
    );
    flow.set(flowsMet, held.flow);
    colour.set(
      [
        { value: "", label: words.say("by-flow") },
        { value: "growth", label: words.say("by-growth") },
      ],
      state.params.colour ?? "",
    );
    drawing.set(
      [
        { value: "", label: words.say("network") },
        { value: "ribbons", label: words.say("ribbons") },
      ],
      state.params.as ?? "",
    );
    period.set(periodsMet, held.period);
    for (const o of others)
      o.control.set(
        o.slot === held.slot
          ? []
          : remembered(`${held.slot} ${held.indicator} ${o.slot}`, () => members(page, held, o.slot, o.scheme)),
        state.params[o.scheme] ?? "",
      );
    board.show(found, all, held, focus, state);
    side.replaceChildren(...ranked(page, found, focus, board.point));
    prepare(held);
  };
  // what a change of layer or measure needs is worked out while one looks, step by step, so that the change is at once
  let steps: (() => void)[] | null = null;
  const prepare = (held: Choice) => {
    steps ??= [
      ...LAYERS.map(({ slot }) => ({ ...held, slot, fixed: new Map<number, number>() })),
      ...["growth", "share"].map((each) => ({ ...held, measure: each })),
    ].flatMap((other) => [
      () => remembered(`periods ${placesName(other)}`, () => periods(page, page.cube.candidates(other))),
      () => board.prepare(other, page.cube.candidates(other)),
      ...LAYERS.filter((o) => o.slot !== other.slot).map(({ slot, scheme }) => () => {
        remembered(`${other.slot} ${other.indicator} ${slot}`, () => members(page, other, slot, scheme));
      }),
    ]);
    const step = steps.shift();
    if (!step) return;
    whenIdle(() => {
      step();
      prepare(held);
    });
  };
  return { node, update, close: board.close };
}

/** The choice that a state's parameters make. */
function chosen(cube: Cube, state: State): Choice {
  const scheme = state.params.layer || "partner";
  const slot = LAYERS.find((l) => l.scheme === scheme)?.slot ?? KEY.PARTNER;
  const fixed = new Map<number, number>();
  for (const other of LAYERS) {
    const concept = cube.data.conceptOf.get(`${other.scheme}:${state.params[other.scheme] ?? ""}`);
    if (concept && other.slot !== slot) fixed.set(other.slot, concept.index);
  }
  return {
    slot,
    fixed,
    indicator: state.params.indicator || "trade",
    measure: state.params.measure || "level",
    flow: state.params.flow ?? "",
    period: state.params.period ?? "",
  };
}

function indicators(page: Page, held: Choice): Option[] {
  const { cube, data, words } = page;
  const met = new Set<number>();
  for (const f of data.figures) if (!cube.isWhole(f.key, held.slot)) met.add(cube.slot(f.key, KEY.INDICATOR));
  const named = (code: string) => words.label(data.conceptOf.get(`indicator:${code}`));
  const codes = [...met].map((index) => data.concepts[index]?.code ?? "").filter((code) => code !== "trade");
  return [{ value: "", label: named("trade") }, ...codes.sort().map((code) => ({ value: code, label: named(code) }))];
}

function flows(page: Page, all: Link[]): Option[] {
  const codes = [...new Set(all.map((l) => l.flow))].sort();
  const named = (code: string) => page.words.label(page.data.conceptOf.get(`flow:${code}`));
  return [
    { value: "", label: page.words.say("any-flow") },
    ...codes.map((code) => ({ value: code, label: named(code) })),
  ];
}

function periods(page: Page, all: Link[]): Option[] {
  const met = new Set(all.map((l) => page.cube.slot(l.figure.key, KEY.TIME)));
  // what is not in the page is fetched once it is chosen
  const held = page.data.periods.filter((p) => p.first && (!page.whole || met.has(p.index)));
  held.sort((a, b) => a.last.localeCompare(b.last) || b.first.localeCompare(a.first));
  return [
    { value: "", label: page.words.say("newest") },
    ...held.map((p) => ({ value: p.name, label: page.words.period(p) })),
  ];
}

/** The members of another dimension for which there are links of this layer. */
function members(page: Page, held: Choice, slot: number, scheme: string): Option[] {
  const { cube, data, words } = page;
  const met = new Set<number>();
  const indicator = data.conceptOf.get(`indicator:${held.indicator}`)?.index;
  for (const f of data.figures) {
    if (cube.isWhole(f.key, held.slot) || cube.slot(f.key, KEY.INDICATOR) !== indicator) continue;
    if (cube.wholeBut(f.key, slot, held.slot)) met.add(cube.slot(f.key, slot));
  }
  met.delete(cube.wholeOf(slot));
  const options = [...met]
    .flatMap((index) => data.concepts[index] ?? [])
    .map((c) => ({ value: c.code, label: words.label(c) }));
  options.sort((a, b) => a.label.localeCompare(b.label, words.lang));
  return options.length ? [{ value: "", label: words.say(`all-${scheme}`) }, ...options] : [];
}

interface Board {
  /** Works out the places of a choice before they are wanted. */
  prepare: (held: Choice, all: Link[]) => void;
  show: (found: Link[], all: Link[], held: Choice, focus: number, state: State) => void;
  point: (figure: string) => void;
  close: () => void;
}

/** The pairs that are linked, each once. */
function edgesOf(links: Link[]): [string, string][] {
  const met = new Map<string, [string, string]>();
  for (const { source, target } of links) met.set(`${source} ${target}`, [`s${source}`, `t${target}`]);
  return [...met.values()];
}

/** What the places of a choice's nodes depend on: not its flow and not its period. */
function placesName(held: Choice): string {
  return `${held.slot} ${held.indicator} ${held.measure} ${[...held.fixed].join()}`;
}

/** The width of a label in pixels, in the language in which it is widest, so that a change of language moves no node. */
function width(concept: Concept | undefined, letters: number): number {
  const labels = Object.values(concept?.labels ?? {}).map((text) => shortened(text, letters));
  return Math.max(0, ...labels.map((text) => Array.from(text).reduce((sum, c) => sum + (c > "\u2e80" ? 13 : 7.2), 0)));
}

/** Where links are drawn; ribbons where the browser cannot draw the network. */
function networkBoard(page: Page, stage: HTMLElement): Board {
  const { words, data } = page;
  const canvas = el("div", { class: "network", role: "img" });
  const tip = el("p", { class: "tip", hidden: true });
  let network: Network | null = null;
  let drawn = 0;
  const legendPlace = el("div");
  const rest = el("p", { class: "remark" });
  // a network is pixels of a moment; on paper its links are ribbons
  const paper = el("div", { class: "on-paper" });
  let onPaper: () => Node[] = () => [];
  const endPrinting = whenPrinted(
    () => paper.replaceChildren(...onPaper()),
    () => paper.replaceChildren(),
  );
  // three sheets, for a screen, a tablet and a phone: a place never depends on the exact size of a window
  const sheetOf = () => SHEETS.find((sheet) => canvas.clientWidth >= sheet.from) ?? PHONE;
  const letters = () => sheetOf().letters;
  const label = (index: number) => shortened(words.label(data.concepts[index]), letters());
  const open = (figure: string) => page.go(changed(page.state(), { open: `figure:${figure}` }));
  const focusOn = (index: number) => {
    const concept = data.concepts[index];
    if (!concept) return;
    const name = `${concept.scheme}:${concept.code}`;
    page.go(changed(page.state(), { focus: page.state().params.focus === name ? "" : name }));
  };
  const tools = el("p", { class: "tools" });
  const zoom = (factor: number) => () => network?.zoom(factor);
  tools.append(
    el("button", { type: "button", onclick: zoom(0.7), "aria-label": words.say("zoom-in") }, "+"),
    el("button", { type: "button", onclick: zoom(1.4), "aria-label": words.say("zoom-out") }, "\u2212"),
    el("button", { type: "button", onclick: () => network?.reset(), "aria-label": words.say("zoom-reset") }, "\u2922"),
  );

  const placesOf = (key: string, all: Link[]): Map<string, Place> => {
    const { letters: most, ...drawnOn } = sheetOf();
    const sheet = { ...drawnOn, label: (node: string) => width(data.concepts[Number(node.slice(1))], most) };
    const at = `${key} ${sheet.width}`;
    const held = places.get(at) ?? layout(edgesOf(all), sheet);
    places.set(at, held);
    return held;
  };
  const begin = (): void => {
    if (network && drawn === sheetOf().width) return;
    network?.close();
    canvas.replaceChildren();
    drawn = sheetOf().width;
    try {
      network = new Network(canvas, sheetOf(), open, focusOn);
    } catch {
      network = null; // no WebGL here
    }
  };

  return {
    prepare: (held, all) => {
      if (canvas.isConnected) placesOf(placesName(held), all);
    },
    show: (found, all, held, focus, state) => {
      const wanted = state.params.as !== "ribbons" && found.length > 0;
      tip.hidden = true;
      legendPlace.replaceChildren(legend(page, found, state));
      if (wanted) {
        if (!canvas.isConnected) stage.replaceChildren(canvas, tip, tools, paper, legendPlace, rest);
        begin();
      }
      if (wanted && network) {
        const shown = found.filter((l, i) => i < MOST_EDGES || l.source === focus || l.target === focus);
        rest.hidden = shown.length === found.length;
        rest.replaceChildren(
          words.say("largest-drawn", { shown: Math.min(MOST_EDGES, found.length), count: found.length }),
        );
        canvas.setAttribute("aria-label", words.say("network-label", { count: shown.length }));
        onPaper = () => [ribbons(page, found.slice(0, MOST_RIBBONS), state.params.colour ?? "", focus, false)];
        const selected = (state.params.open ?? "").replace(/^figure:/, "");
        network.show({
          links: shown,
          places: placesOf(placesName(held), all),
          label,
          colourBy: state.params.colour ?? "",
          focus,
          selected,
        });
        return;
      }
      network?.close();
      network = null;
      const few = found.slice(0, MOST_RIBBONS);
      rest.hidden = found.length === few.length;
      rest.replaceChildren(words.say("largest-of", { shown: few.length, count: found.length }));
      stage.replaceChildren(
        el("div", { class: "scroll" }, ribbons(page, few, state.params.colour ?? "", focus, stage.clientWidth < 520)),
      );
      if (wanted) stage.append(el("p", { class: "remark" }, words.say("no-webgl")));
      stage.append(legendPlace, rest);
    },
    point: (figure) => {
      const place = network?.middle(figure);
      const held = data.figureOfHash.get(figure);
      tip.hidden = !place || !held;
      if (!place || !held) return;
      const unit = data.concepts[held.unit]?.code ?? "";
      tip.replaceChildren(words.value(held.value, unit, held.approx));
      tip.style.left = `${place.x}px`;
      tip.style.top = `${place.y}px`;
    },
    close: () => {
      endPrinting();
      network?.close();
    },
  };
}

function legend(page: Page, found: Link[], state: State): HTMLElement {
  const { words, data } = page;
  const list = el("ul", { class: "legend" });
  const swatch = (colour: string, text: string, width = 4) => {
    const mark = el("span", { class: "swatch" });
    mark.style.setProperty("--colour", colour);
    mark.style.setProperty("--width", `${width}px`);
    list.append(el("li", {}, mark, text));
  };
  if (state.params.colour === "growth") {
    swatch(RISE, words.say("rose"));
    swatch(FALL, words.say("fell"));
    swatch("#8a9299", words.say("growth-unknown"));
  } else {
    for (const flow of [...new Set(found.map((l) => l.flow))].sort())
      swatch(flowColour(flow), words.label(data.conceptOf.get(`flow:${flow}`)));
  }
  const largest = found[0];
  if (largest) {
    const unit = commonest(found.map((l) => l.unit));
    const drawn = Math.min(found.length, MOST_EDGES);
    for (const share of [1, 0.25])
      swatch(QUIET, words.value(largest.figure.amount * share, unit), Math.round(linkWidth(share, drawn)));
  }
  if (state.params.as !== "ribbons") {
    for (const [kind, colour] of [
      ["regions", INK],
      [`layer-${state.params.layer || "partner"}`, TARGET],
    ] as const) {
      const dot = el("span", { class: "dot" });
      dot.style.setProperty("--colour", colour);
      list.append(el("li", {}, dot, words.say(kind)));
    }
  }
  if (found.some((l) => l.figure.estimate)) list.append(el("li", { class: "estimated-key" }, words.say("estimated")));
  return list;
}

function ranked(page: Page, found: Link[], focus: number, point: (figure: string) => void): HTMLElement[] {
  const { words, data } = page;
  const concept = data.concepts[focus];
  const near = concept ? found.filter((l) => l.source === focus || l.target === focus) : found;
  const head = el("h2", {}, concept ? words.label(concept) : words.say("links-ranked"));
  const out: HTMLElement[] = [head];
  if (concept) {
    const clear = link(format(changed(page.state(), { focus: "" })), words.say("all-links"));
    out.push(
      el(
        "p",
        { class: "buttons" },
        hasPage(concept) ? link(conceptHref(page, concept), words.say("its-page"), { class: "button" }) : null,
        clear,
      ),
    );
  }
  if (!near.length) return [...out, el("p", { class: "remark" }, words.say("nothing"))];
  const name = (index: number) => words.label(data.concepts[index]);
  const labels = (l: Link) => {
    const pair = concept ? name(l.source === focus ? l.target : l.source) : `${name(l.source)} – ${name(l.target)}`;
    return l.flow === "total"
      ? pair
      : `${pair} · ${words.label(data.concepts[page.cube.slot(l.figure.key, KEY.FLOW)])}`;
  };
  const list = bars(page, linkBars(page, near, { labels, colour: page.state().params.colour ?? "" }), 40);
  const hover = (event: Event) => {
    const item = event.target instanceof Element ? event.target.closest("[data-figure]") : null;
    if (item) point(item.getAttribute("data-figure") ?? "");
  };
  list.addEventListener("pointerover", hover);
  list.addEventListener("focusin", hover);
  return [...out, list];
}
