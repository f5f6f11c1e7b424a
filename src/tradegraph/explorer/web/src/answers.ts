// Answers of SPARQL (SPARQL 1.1 Query Results JSON Format) as a table; what the page knows becomes a link into it.

import { quoted } from "./csv";
import { el, link, save } from "./dom";
import { conceptHref, hasPage, opened, type Page, releaseHref } from "./page";

interface Term {
  type: string;
  value: string;
  datatype?: string;
}

interface Answer {
  boolean?: boolean;
  head: { vars?: string[] };
  results?: { bindings: Binding[] };
}

const MOST = 500; // rows drawn at once; a filter looks through all
const BASE = "https://w3id.org/tradegraph/";

type Binding = Record<string, Term>;

/** The table of an answer, which a click on a heading puts in order and a field filters. */
export function toTable(page: Page, answer: Answer): HTMLElement[] {
  const { words } = page;
  if (answer.boolean !== undefined) return [el("p", {}, words.say(answer.boolean ? "yes" : "no"))];
  const names = answer.head.vars ?? [];
  const rows = answer.results?.bindings ?? [];
  const texts = rows.map((row) => names.map((name) => shown(page, row[name]).toLocaleLowerCase()).join("\n"));
  let order: { name: string; sign: number } | null = null;
  const head = el("tr");
  const body = el("tbody");
  const count = el("span", { role: "status" });
  const filter = el("input", { type: "search", id: "answer-filter", autocomplete: "off", oninput: () => paint() });

  const chosen = (): Binding[] => {
    const wanted = filter.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter((_, i) => wanted.every((word) => texts[i]?.includes(word)));
    const by = order;
    return by ? found.sort((a, b) => by.sign * compare(page, a[by.name], b[by.name])) : found;
  };
  const press = (name: string) => () => {
    order = order?.name !== name ? { name, sign: 1 } : order.sign > 0 ? { name, sign: -1 } : null;
    paint();
    [...head.querySelectorAll("button")][names.indexOf(name)]?.focus();
  };
  const paint = (): void => {
    const found = chosen();
    head.replaceChildren(
      ...names.map((name) => {
        const sign = order?.name === name ? order.sign : 0;
        const sorted = sign > 0 ? "ascending" : sign < 0 ? "descending" : "none";
        const mark = sign > 0 ? " \u2191" : sign < 0 ? " \u2193" : "";
        const button = el("button", { type: "button", class: "order", onclick: press(name) }, name + mark);
        return el("th", { scope: "col", "aria-sort": sorted }, button);
      }),
    );
    body.replaceChildren(
      ...found
        .slice(0, MOST)
        .map((row) =>
          el("tr", {}, ...names.map((name) => el("td", { class: kind(row[name]) }, term(page, row[name])))),
        ),
    );
    const part = found.length > MOST ? `, ${words.say("largest-of", { shown: MOST, count: found.length })}` : "";
    count.replaceChildren(words.say("rows", { count: found.length }) + part);
  };
  const csv = () =>
    [names, ...chosen().map((row) => names.map((name) => row[name]?.value ?? ""))]
      .map((r) => r.map(quoted).join(","))
      .join("\r\n");
  const download = el("button", { type: "button", onclick: () => save("answer.csv", "text/csv", csv()) }, "CSV");
  paint();
  return [
    el(
      "div",
      { class: "bar-above" },
      el("label", { class: "control", for: "answer-filter" }, el("span", {}, words.say("filter")), filter),
      count,
      download,
    ),
    el("div", { class: "scroll" }, el("table", { class: "figures answers" }, el("thead", {}, head), body)),
  ];
}

function isNumber(held: Term | undefined): boolean {
  return /#(decimal|integer|double|float)$/.test(held?.datatype ?? "");
}

function kind(held: Term | undefined): string | undefined {
  if ((held?.value.length ?? 0) > 60 && held?.type === "literal") return "long";
  return isNumber(held) ? "number" : undefined;
}

/** What is not bound comes last; numbers by size, everything else as it is shown. */
function compare(page: Page, a: Term | undefined, b: Term | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b);
  if (isNumber(a) && isNumber(b)) return Number(a.value) - Number(b.value);
  return shown(page, a).localeCompare(shown(page, b), page.words.lang);
}

/** The text of a term as the table has it. */
function shown(page: Page, held: Term | undefined): string {
  const made = term(page, held);
  return typeof made === "string" ? made : (made.textContent ?? "");
}

function term(page: Page, held: Term | undefined): Node | string {
  if (!held) return "";
  if (held.type !== "uri") return held.value;
  const { data, words } = page;
  const [, claim] = /\/obs\/([0-9a-f]{20})$/.exec(held.value) ?? [];
  if (claim && data.factOfClaim.has(claim)) return link(opened(page, `fact:${claim}`), claim.slice(0, 8));
  const [, figure] = /\/consensus\/([0-9a-f]{20})$/.exec(held.value) ?? [];
  if (figure && data.figureOfHash.has(figure)) return link(opened(page, `figure:${figure}`), figure.slice(0, 8));
  const [, scheme, code] = held.value.startsWith(`${BASE}code/`)
    ? (/\/code\/([^/]+)\/(.+)$/.exec(held.value) ?? [])
    : [];
  const concept = scheme && code ? data.conceptOf.get(`${scheme}:${decodeURIComponent(code)}`) : undefined;
  if (concept) return hasPage(concept) ? link(conceptHref(page, concept), words.label(concept)) : words.label(concept);
  const period = held.value.startsWith(`${BASE}period/`) && held.value.slice(`${BASE}period/`.length);
  const months = period ? data.periods.find((p) => p.name === period) : undefined;
  if (months) return words.period(months);
  const doc = data.raw.documents.findIndex((d) => d.iri === held.value);
  if (doc >= 0) return link(releaseHref(page, doc), data.raw.documents[doc]?.title ?? "");
  return held.value;
}
