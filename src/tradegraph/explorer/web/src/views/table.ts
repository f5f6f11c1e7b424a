// The fact table: facets, order, download. Only the rows that can be seen are in the page.

import { choice, field } from "../controls";
import { toCsv, toJson } from "../csv";
import type { Fact } from "../data";
import { el, link, save, whenIdle, whenPrinted } from "../dom";
import { FACETS, type Facet, Facets, type Selection } from "../facets";
import { opened, type Page, type Shown } from "../page";
import { changed, format, type State } from "../state";

const MOST_PRINTED = 2000; // rows, some 50 sheets
const ROW = 33; // pixels, as in the style sheet
const COLUMNS: [column: string, facet: Facet | null][] = [
  ["value", null],
  ["reporter", "reporter"],
  ["period", "period"],
  ["indicator", "indicator"],
  ["flow", "flow"],
  ["partner", "partner"],
  ["commodity", "commodity"],
  ["doc", "doc"],
];

export function tableView(page: Page): Shown {
  const { words, data } = page;
  const facets = new Facets(data, words);
  const query = field(page, "q", words.say("filter"));
  const controls = FACETS.map((facet) => ({ facet, control: choice(page, facet, words.say(`dim-${facet}`)) }));
  const form = el("form", { class: "controls", onsubmit: (event) => event.preventDefault() });
  form.append(query.node, ...controls.map((c) => c.control.node));
  const count = el("p", { class: "count", role: "status" });
  const head = el("tr");
  const body = el("tbody");
  const table = el("table", { class: "facts" }, el("thead", {}, head), body);
  const scroller = el("div", { class: "rows", tabindex: 0, role: "region", "aria-label": words.say("table") }, table);
  let selection: Selection = { rows: [], options: new Map() };
  let rows: Fact[] = [];
  let shown = "";
  let offered = "";
  const files = el(
    "p",
    { class: "buttons" },
    el(
      "button",
      { type: "button", id: "save-csv", onclick: () => save("facts.csv", "text/csv", toCsv(data, rows)) },
      "CSV",
    ),
    el(
      "button",
      { type: "button", id: "save-json", onclick: () => save("facts.json", "application/json", toJson(data, rows)) },
      "JSON",
    ),
  );

  const paint = () => {
    const from = Math.max(0, Math.floor(scroller.scrollTop / ROW) - 8);
    const to = Math.min(rows.length, from + Math.ceil((scroller.clientHeight || 600) / ROW) + 16);
    const window = `${from}-${to}`;
    if (shown === window) return;
    shown = window;
    body.replaceChildren(
      spacer(from),
      ...rows.slice(from, to).map((fact, i) => line(page, facets, fact, from + i)),
      spacer(rows.length - to),
    );
  };
  scroller.addEventListener("scroll", paint, { passive: true });
  const close = whenPrinted(
    () => body.replaceChildren(...rows.slice(0, MOST_PRINTED).map((fact, i) => line(page, facets, fact, i))),
    () => {
      shown = "";
      paint();
    },
  );

  const update = (state: State) => {
    query.set(state.params.q ?? "");
    const filters = JSON.stringify([...FACETS, "q"].map((name) => state.params[name] ?? ""));
    if (filters !== offered) {
      selection = facets.choose(state.params, words.say("every"));
      for (const { facet, control } of controls)
        control.set(selection.options.get(facet) ?? [], state.params[facet] ?? "");
    }
    offered = filters;
    rows = facets.sorted(selection.rows, state.params.sort ?? "");
    head.replaceChildren(...COLUMNS.map(([column]) => heading(page, state, column)));
    table.setAttribute("aria-rowcount", String(rows.length + 1));
    count.replaceChildren(words.say("rows", { count: rows.length }));
    shown = "";
    paint();
  };
  whenIdle(() => facets.prepare());
  const bar = el("div", { class: "bar-above" }, count, files);
  const part = page.whole ? null : el("p", { class: "remark" }, words.say("part"));
  return {
    node: el("div", { class: "table-view" }, el("h1", {}, words.say("table")), part, form, bar, scroller),
    update,
    close,
  };
}

function spacer(rows: number): HTMLElement {
  const row = el("tr", { class: "spacer", "aria-hidden": "true" }, el("td", { colspan: COLUMNS.length }));
  row.style.height = `${Math.max(0, rows) * ROW}px`;
  return row;
}

function heading(page: Page, state: State, column: string): HTMLElement {
  const sort = state.params.sort ?? "";
  const next = sort === column ? `-${column}` : sort === `-${column}` ? "" : column;
  const mark = sort === column ? " \u2191" : sort === `-${column}` ? " \u2193" : "";
  const order = sort === column ? "ascending" : sort === `-${column}` ? "descending" : "none";
  const name = page.words.say(`dim-${column}`);
  return el("th", { scope: "col", "aria-sort": order }, link(format(changed(state, { sort: next })), name + mark));
}

function line(page: Page, facets: Facets, fact: Fact, index: number): HTMLElement {
  const { words } = page;
  const row = el("tr", { "aria-rowindex": index + 2 });
  for (const [column, facet] of COLUMNS) {
    if (facet === null) {
      const text = fact.kind === "policy" ? fact.text : words.value(fact.value, fact.unit);
      const measure = fact.kind === "policy" ? "" : facets.label(fact, "measure");
      row.append(
        el(
          "td",
          { class: "number" },
          link(opened(page, `fact:${fact.claim}`), text),
          measure ? el("span", { class: "remark" }, ` ${measure}`) : null,
        ),
      );
    } else {
      const text =
        fact.kind === "policy" && facet !== "doc" && facet !== "reporter" && facet !== "period"
          ? ""
          : facets.label(fact, facet);
      const concept = facets.concept(fact, facet);
      const silent = concept && ["WORLD", "TOTAL", "NONE"].includes(concept.code);
      row.append(el("td", { title: text, class: `column-${column}` }, silent ? "" : text));
    }
  }
  return row;
}
