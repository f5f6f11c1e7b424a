// Rows of the fact table chosen by facets and text, in an order.

import type { Option } from "./controls";
import { type Concept, cell, type Data, type Fact } from "./data";
import { conceptAt, type Words } from "./words";

export const FACETS = [
  "kind",
  "reporter",
  "partner",
  "commodity",
  "indicator",
  "measure",
  "flow",
  "period",
  "enterprise",
  "regime",
  "doc",
] as const;
export type Facet = (typeof FACETS)[number];
const SLOT_OF: Partial<Record<Facet, number>> = {
  reporter: 0,
  indicator: 2,
  measure: 3,
  flow: 5,
  partner: 6,
  commodity: 7,
  enterprise: 8,
  regime: 9,
};
const NUMBERS = new Set(["value", "start", "end", "confidence", "precision"]);

export class Facets {
  private readonly values = new Map<Facet, string[]>();
  private readonly actors = new Map<number, Concept>();
  private texts: string[] = [];

  constructor(
    private readonly data: Data,
    private readonly words: Words,
  ) {
    for (const [row, actors] of data.raw.policies) {
      const actor = data.concepts[actors[0] ?? -1];
      if (actor) this.actors.set(row, actor);
    }
    for (const facet of FACETS)
      this.values.set(
        facet,
        data.facts.map((fact) => this.valueOf(fact, facet)),
      );
  }

  /** A facet's value: the concept's code where the graph has one, else the cell of the table. */
  private valueOf(fact: Fact, facet: Facet): string {
    return this.concept(fact, facet)?.code ?? cell(this.data.raw, facet, fact.row);
  }

  /** The concept of a facet; whoever acts stands where a statistic has its region. */
  concept(fact: Fact, facet: Facet): Concept | undefined {
    if (fact.kind === "policy") return facet === "reporter" ? this.actors.get(fact.row) : undefined;
    const slot = SLOT_OF[facet];
    return slot === undefined || fact.key < 0 ? undefined : conceptAt(this.data, fact.key, slot);
  }

  label(fact: Fact, facet: Facet): string {
    if (facet === "kind") return this.words.say(`kind-${fact.kind}`);
    if (facet === "doc") return this.data.raw.documents[fact.doc]?.title || cell(this.data.raw, "doc", fact.row);
    if (facet === "period") {
      const period = fact.key < 0 ? undefined : this.data.periods[this.data.keys[fact.key]?.[1] ?? -1];
      return period ? this.words.period(period) : cell(this.data.raw, "period", fact.row);
    }
    return this.words.label(this.concept(fact, facet)) || this.values.get(facet)?.[fact.row] || "–";
  }

  /** The values of a facet with their labels and how many rows of `facts` have each. */
  options(facet: Facet, facts: Fact[], every: string): Option[] {
    const counts = new Map<string, { label: string; count: number }>();
    for (const fact of facts) {
      const value = this.values.get(facet)?.[fact.row] ?? "";
      const held = counts.get(value);
      if (held) held.count += 1;
      else if (value) counts.set(value, { label: this.label(fact, facet), count: 1 });
    }
    const options = [...counts].map(([value, { label, count }]) => ({ value, label: `${label} (${count})` }));
    options.sort((a, b) =>
      facet === "period" ? b.value.localeCompare(a.value) : a.label.localeCompare(b.label, this.words.lang),
    );
    return [{ value: "", label: every }, ...options];
  }

  chosen(params: Record<string, string>, except?: Facet): Fact[] {
    const wanted = FACETS.filter((f) => f !== except && params[f]).map(
      (f) => [this.values.get(f) ?? [], params[f]] as const,
    );
    const text = (params.q ?? "").toLocaleLowerCase();
    return this.data.facts.filter(
      (fact) =>
        wanted.every(([values, value]) => values[fact.row] === value) && (!text || this.text(fact).includes(text)),
    );
  }

  private text(fact: Fact): string {
    const held = this.texts[fact.row];
    if (held !== undefined) return held;
    const labels = (["reporter", "partner", "commodity", "doc"] as const).map((f) => this.label(fact, f));
    const made = [fact.text, ...labels].join(" ").toLocaleLowerCase();
    this.texts[fact.row] = made;
    return made;
  }

  /** In the order of a column of the fact table, `-column` for the reverse; of the table itself where none is given. */
  sorted(facts: Fact[], by: string): Fact[] {
    if (!by) return facts;
    const column = by.replace(/^-/, "");
    const sign = by.startsWith("-") ? -1 : 1;
    const [cells, rows] = this.data.raw.columns[column] ?? [[], []];
    // the distinct cells are put in order once, so that rows compare as numbers
    const order = cells.map((text, i) => ({ text, i, number: Number(text || 0) }));
    order.sort((a, b) => (NUMBERS.has(column) ? a.number - b.number : compare(a.text, b.text)));
    const rank = new Uint32Array(cells.length);
    order.forEach(({ i }, at) => {
      rank[i] = at;
    });
    const place = (fact: Fact) => rank[rows[fact.row] ?? 0] ?? 0;
    return [...facts].sort((a, b) => sign * (place(a) - place(b)) || a.row - b.row);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
