// The search box: every label in three languages, codes, and the titles of releases.

import type { Concept, Data } from "./data";
import { el } from "./dom";
import { conceptHref, hasPage, type Page, releaseHref } from "./page";

export interface Hit {
  concept: Concept | null;
  doc: number;
  /** The label that matched. */
  text: string;
}

interface Entry extends Hit {
  folded: string;
}

export function fold(text: string): string {
  return text.normalize("NFKC").toLocaleLowerCase().trim();
}

export class Index {
  private held: Entry[] | null = null;

  constructor(private readonly data: Data) {}

  /** Every label of what has a page; made when the browser is idle, or when one searches first. */
  entries(): Entry[] {
    this.held ??= [...labels(this.data)];
    return this.held;
  }

  /** What a word finds, one hit for each concept or release: whole labels first, then beginnings, then any place. */
  find(word: string, most = 12): Hit[] {
    const wanted = fold(word);
    if (!wanted) return [];
    const ranked = this.entries()
      .map((entry) => ({
        entry,
        rank: entry.folded === wanted ? 0 : entry.folded.startsWith(wanted) ? 1 : entry.folded.includes(wanted) ? 2 : 3,
      }))
      .filter((r) => r.rank < 3);
    ranked.sort(
      (a, b) =>
        a.rank - b.rank ||
        Number(a.entry.doc >= 0) - Number(b.entry.doc >= 0) ||
        a.entry.text.length - b.entry.text.length,
    );
    const seen = new Set<string>();
    const out: Hit[] = [];
    for (const { entry } of ranked) {
      const id = entry.concept ? `c${entry.concept.index}` : `d${entry.doc}`;
      if (seen.has(id)) continue;
      seen.add(id);
      out.push(entry);
      if (out.length === most) break;
    }
    return out;
  }
}

function* labels(data: Data): Generator<Entry> {
  for (const concept of data.concepts) {
    if (!hasPage(concept)) continue;
    for (const text of new Set([...Object.values(concept.labels), ...concept.others, concept.code]))
      yield { concept, doc: -1, text, folded: fold(text) };
  }
  for (const [doc, d] of data.raw.documents.entries())
    for (const text of new Set([d.title, d.doc])) if (text) yield { concept: null, doc, text, folded: fold(text) };
}

/** A combobox (WAI-ARIA 1.2) over the index; choosing goes to the page of what was found. */
export function searchBox(page: Page, index: () => Index): HTMLElement {
  const { words } = page;
  let hits: Hit[] = [];
  let active = -1;
  const list = el("ul", { id: "hits", role: "listbox", hidden: true, "aria-label": words.say("search") });
  const input = el("input", {
    id: "search",
    type: "search",
    role: "combobox",
    placeholder: words.say("search-hint"),
    "aria-label": words.say("search"),
    "aria-controls": "hits",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    autocomplete: "off",
  });
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    close();
    input.value = "";
    location.hash = hit.concept ? conceptHref(page, hit.concept) : releaseHref(page, hit.doc);
  };
  const mark = (at: number) => {
    active = at;
    [...list.children].forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === at));
    });
    if (at >= 0) input.setAttribute("aria-activedescendant", `hit-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    hits = index().find(input.value);
    list.replaceChildren(...hits.map((hit, i) => option(page, hit, i, () => go(hit))));
    if (!hits.length && input.value.trim())
      list.append(
        el(
          "li",
          { class: "remark", role: "option", "aria-disabled": "true", "aria-selected": "false" },
          words.say("nothing"),
        ),
      );
    list.hidden = !list.childElementCount;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark(hits.length ? 0 : -1);
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter") go(hits[active]);
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    if (hits.length) mark((active + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  return el("div", { class: "search", role: "search" }, input, list);
}

function option(page: Page, hit: Hit, at: number, choose: () => void): HTMLElement {
  const { words, data } = page;
  const main = hit.concept ? words.label(hit.concept) : (data.raw.documents[hit.doc]?.title ?? "");
  const kind = hit.concept
    ? words.say(`dim-${hit.concept.scheme === "place" ? "reporter" : hit.concept.scheme}`)
    : words.say("release");
  const also = hit.text !== main ? `${hit.text} · ` : "";
  const pressed = (event: Event) => {
    event.preventDefault();
    choose();
  };
  return el(
    "li",
    { id: `hit-${at}`, role: "option", "aria-selected": "false", onpointerdown: pressed },
    main,
    el("span", { class: "remark" }, ` ${also}${kind}`),
  );
}
