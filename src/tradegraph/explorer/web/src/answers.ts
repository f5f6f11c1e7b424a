// Answers of SPARQL (SPARQL 1.1 Query Results JSON Format) as a table; what the page knows becomes a link into it.

import { quoted } from "./csv";
import { el, link, save } from "./dom";
import { conceptHref, hasPage, opened, type Page, releaseHref } from "./page";

interface Term {
  type: string;
  value: string;
}

interface Answer {
  boolean?: boolean;
  head: { vars?: string[] };
  results?: { bindings: Record<string, Term>[] };
}

const MOST = 1000;
const BASE = "https://w3id.org/tradegraph/";

export function toTable(page: Page, answer: Answer): HTMLElement[] {
  const { words } = page;
  if (answer.boolean !== undefined) return [el("p", {}, words.say(answer.boolean ? "yes" : "no"))];
  const names = answer.head.vars ?? [];
  const rows = answer.results?.bindings ?? [];
  const head = el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, name)));
  const body = el("tbody");
  for (const row of rows.slice(0, MOST))
    body.append(el("tr", {}, ...names.map((name) => el("td", {}, term(page, row[name])))));
  const csv = () =>
    [names, ...rows.map((row) => names.map((name) => row[name]?.value ?? ""))]
      .map((r) => r.map(quoted).join(","))
      .join("\r\n");
  const download = el("button", { type: "button", onclick: () => save("answer.csv", "text/csv", csv()) }, "CSV");
  const count = el("p", { class: "bar-above" }, words.say("rows", { count: rows.length }), " ", download);
  return [count, el("div", { class: "scroll" }, el("table", { class: "figures" }, el("thead", {}, head), body))];
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
  const doc = data.raw.documents.findIndex((d) => d.iri === held.value);
  if (doc >= 0) return link(releaseHref(page, doc), data.raw.documents[doc]?.title ?? "");
  return held.value;
}
