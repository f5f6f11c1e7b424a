// A claim: its sentence with the number marked, where it stands, why it was read so, and what to do with it.

import { citation, iriOf } from "./cite";
import { stub } from "./correction";
import type { Fact } from "./data";
import { el, link, save } from "./dom";
import { opened, type Page, releaseHref } from "./page";
import { langTag } from "./words";

/** A claim in one line. */
function claimLine(page: Page, fact: Fact): HTMLElement {
  const document = page.data.raw.documents[fact.doc];
  const text = `${page.words.value(fact.value, fact.unit)} · ${document?.publisher || document?.title || document?.doc} · ${document?.published || "–"}`;
  return el("p", { class: "claim-line" }, link(opened(page, `fact:${fact.claim}`), text));
}

/** Claims in a line each, those of a release that say the same once. */
export function claimLines(page: Page, facts: Fact[]): HTMLElement[] {
  const met = new Map<string, Fact>();
  for (const fact of facts) {
    const said = `${fact.doc} ${fact.value} ${fact.unit}`;
    if (!met.has(said)) met.set(said, fact);
  }
  return [...met.values()].map((fact) => claimLine(page, fact));
}

/** A claim: its sentence with the number marked, its document, why it was read so, and what to do with it. */
export function claimCard(page: Page, fact: Fact, whole: boolean): HTMLElement {
  const { words, data } = page;
  const document = data.raw.documents[fact.doc];
  const title = document?.title || document?.doc || "";
  const source = el(
    "p",
    { class: "source" },
    link(releaseHref(page, fact.doc, `fact:${fact.claim}`), title),
    ` ${[document?.publisher, document?.published].filter(Boolean).join(" · ")}`,
  );
  const card = el("article", { class: "claim" }, quotation(page, fact), source);
  if (fact.amended) card.append(el("p", { class: "remark" }, words.say("amended")));
  for (const c of data.raw.corrections) {
    if (c[0] === fact.doc && c[1] === fact.start && c[2] === fact.end) {
      card.append(
        el(
          "p",
          { class: "remark" },
          words.say("corrected-by", { verdict: words.say(`verdict-${c[3]}`), who: c[4], when: c[6], why: c[5] }),
        ),
      );
    }
  }
  if (whole) card.append(...reasons(page, fact), actions(page, fact));
  return card;
}

export function quotation(page: Page, fact: Fact): HTMLElement {
  const points = page.data.points(fact.doc);
  const [from, to] = fact.sentence;
  const text = (a: number, b: number) => points.slice(a, b).join("");
  const lang = langTag(page.data.raw.documents[fact.doc]?.lang ?? "");
  return el(
    "blockquote",
    { lang },
    text(from, fact.start).trimStart(),
    el("mark", {}, text(fact.start, fact.end)),
    text(fact.end, to).trimEnd(),
  );
}

function reasons(page: Page, fact: Fact): HTMLElement[] {
  const { words } = page;
  const arithmetic = (mark: string) =>
    fact.why.filter((w) => w.startsWith(mark)).map((w) => words.say(`identity-${w.slice(mark.length)}`));
  const signs = fact.why.filter((w) => !/^(identity|contradicted):/.test(w));
  const list = el("dl", { class: "reasons" });
  const entry = (name: string, items: string[]) => {
    if (!items.length) return;
    const chips = [...new Set(items)].map((item) => el("span", { class: "chip" }, item));
    list.append(el("dt", {}, words.say(name)), el("dd", {}, ...chips));
  };
  entry("why", signs);
  entry("confirmed", arithmetic("identity:"));
  entry("contradicted", arithmetic("contradicted:"));
  list.append(el("dt", {}, words.say("confidence")), el("dd", {}, String(fact.confidence)));
  return [list];
}

function actions(page: Page, fact: Fact): HTMLElement {
  const { words, data } = page;
  return offers(
    page,
    [
      { name: "cite", label: words.say("cite"), text: () => citation(data, fact), file: "citation.txt" },
      { name: "correct", label: words.say("wrong"), text: () => stub(data, fact), file: "corrections.ttl" },
    ],
    iriOf(data, fact),
  );
}

interface Offer {
  name: string;
  label: string;
  text: () => string;
  file: string;
}

/** Buttons that show a text to copy or download, and the IRI of what it is about. */
export function offers(page: Page, items: Offer[], iri: string): HTMLElement {
  const { words } = page;
  const output = el("div", { class: "output", "aria-live": "polite" });
  const show = (offer: Offer) => {
    const text = offer.text();
    const long = text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 38)), 0);
    const rows = Math.min(16, long + 1);
    const area = el("textarea", { readonly: true, rows, "aria-label": words.say(offer.name) }, text);
    const copied = el("span", { class: "remark", role: "status" });
    const copying = () => copyText(area, copied, words.say("copied"));
    const saving = () => save(offer.file, "text/plain", text);
    const copy = el("button", { type: "button", onclick: copying }, words.say("copy"));
    const download = el("button", { type: "button", onclick: saving }, words.say("download"));
    output.replaceChildren(area, el("p", { class: "buttons" }, copy, download, copied));
    area.focus();
  };
  const buttons = items.map((offer) =>
    el("button", { type: "button", class: offer.name, onclick: () => show(offer) }, offer.label),
  );
  const row = el("p", { class: "buttons" }, ...buttons);
  return el("div", { class: "actions" }, row, output, iri ? el("p", { class: "iri" }, iri) : null);
}

function copyText(area: HTMLTextAreaElement, status: HTMLElement, done: string): void {
  area.select();
  const clipboard: Clipboard | undefined = navigator.clipboard; // not there where a page is opened from a file in some browsers
  const finished = clipboard ? clipboard.writeText(area.value) : Promise.reject(new Error("no clipboard"));
  finished.then(
    () => status.replaceChildren(done),
    () => area.select(),
  );
}
