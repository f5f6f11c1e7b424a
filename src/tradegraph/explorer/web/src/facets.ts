// Rows of the fact table chosen by facets and text, in an order.

import type { Option } from "./controls";
import { type Concept, cell, type Data, type Fact } from "./data";
import { conceptAt, periodAt, type Words } from "./words";

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

/** The distinct values of a facet, which of them each row has, and a row for each to take its label from. */
interface Column {
  values: string[];
  rows: Int32Array;
  first: number[];
}

/** What a choice leaves: its rows, and for each facet what else could be chosen beside the others. */
export interface Selection {
  rows: Fact[];
  options: Map<Facet, Option[]>;
}

const SEARCHED = ["reporter", "partner", "commodity", "doc"] as const;

export class Facets {
  private readonly columns: Map<Facet, Column>;
  private readonly actors = new Map<number, Concept>();
  private readonly labels = new Map<Facet, string[]>();
  private held: string[] | null = null;

  constructor(
    private readonly data: Data,
    private readonly words: Words,
  ) {
    for (const [row, actors] of data.raw.policies) {
      const actor = data.concepts[actors[0] ?? -1];
      if (actor) this.actors.set(row, actor);
    }
    this.columns = new Map(FACETS.map((facet) => [facet, this.column(facet)]));
  }

  private column(facet: Facet): Column {
    const numbers = new Map<string, number>();
    const rows = new Int32Array(this.data.facts.length);
    const first: number[] = [];
    for (const fact of this.data.facts) {
      const value = this.valueOf(fact, facet);
      let number = numbers.get(value);
      if (number === undefined) {
        number = numbers.size;
        numbers.set(value, number);
        first.push(fact.row);
      }
      rows[fact.row] = number;
    }
    return { values: [...numbers.keys()], rows, first };
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
      const period = fact.key < 0 ? undefined : periodAt(this.data, fact.key);
      return period ? this.words.period(period) : cell(this.data.raw, "period", fact.row);
    }
    return this.words.label(this.concept(fact, facet)) || this.valueOf(fact, facet) || "–";
  }

  /** The labels of a facet's values, in their order. */
  private labelsOf(facet: Facet): string[] {
    const first = this.columns.get(facet)?.first ?? [];
    const made =
      this.labels.get(facet) ??
      first.map((row) => {
        const fact = this.data.facts[row];
        return fact ? this.label(fact, facet) : "";
      });
    this.labels.set(facet, made);
    return made;
  }

  /** Works out what searching needs before it is wanted. */
  prepare(): void {
    for (const facet of SEARCHED) this.labelsOf(facet);
    this.texts();
  }

  private texts(): string[] {
    this.held ??= this.data.facts.map((fact) => fact.text.toLocaleLowerCase());
    return this.held;
  }

  /** The rows with all the values that parameters name and every word of `q` in their text or labels, and what each facet offers. */
  choose(params: Record<string, string>, every: string): Selection {
    const counts = new Map([...this.columns].map(([facet, { values }]) => [facet, new Int32Array(values.length)]));
    const wanted = [...this.columns].flatMap(([facet, { values, rows }]) =>
      params[facet] ? [{ rows, value: values.indexOf(params[facet] ?? ""), count: counts.get(facet) }] : [],
    );
    const matching = this.matching(params.q ?? "");
    const columns = [...this.columns].flatMap(([facet, { rows }]) => {
      const count = counts.get(facet);
      return count ? [{ rows, count }] : [];
    });
    const found: Fact[] = [];
    for (const fact of this.data.facts) {
      const { row } = fact;
      // one pass for all facets: a row that one facet alone keeps out is among what that facet offers
      const against = wanted.filter(({ rows, value }) => rows[row] !== value);
      const only = against[0];
      if (against.length > 1 || !matching(row)) continue;
      if (!only) found.push(fact);
      for (const { rows, count } of columns) {
        const value = rows[row] ?? 0;
        if (!only || only.rows === rows) count[value] = (count[value] ?? 0) + 1;
      }
    }
    const options = new Map(FACETS.map((facet) => [facet, this.options(facet, counts.get(facet), every)]));
    return { rows: found, options };
  }

  private options(facet: Facet, counts: Int32Array | undefined, every: string): Option[] {
    const labels = this.labelsOf(facet);
    const values = this.columns.get(facet)?.values ?? [];
    const met = values.flatMap((value, i) =>
      value && counts?.[i] ? [{ value, name: labels[i] ?? "", count: counts[i] }] : [],
    );
    const compare = new Intl.Collator(this.words.lang).compare;
    met.sort((a, b) => (facet === "period" ? order(b.value, a.value) : compare(a.name, b.name)));
    return [
      { value: "", label: every },
      ...met.map(({ value, name, count }) => ({ value, label: `${name} (${count})` })),
    ];
  }

  /** Whether every word of a search stands in a row's text or in one of its labels. */
  private matching(q: string): (row: number) => boolean {
    const words = q.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return () => true;
    const texts = this.texts();
    const tests = words.map((word) => {
      const named = SEARCHED.map((facet) => ({
        rows: this.columns.get(facet)?.rows ?? new Int32Array(),
        hits: this.labelsOf(facet).map((label) => label.toLocaleLowerCase().includes(word)),
      }));
      return (row: number) =>
        named.some(({ rows, hits }) => hits[rows[row] ?? 0]) || (texts[row]?.includes(word) ?? false);
    });
    return (row) => tests.every((test) => test(row));
  }

  /** In the order of a column of the fact table, `-column` for the reverse; of the table itself where none is given. */
  sorted(facts: Fact[], by: string): Fact[] {
    if (!by) return facts;
    const column = by.replace(/^-/, "");
    const sign = by.startsWith("-") ? -1 : 1;
    const [cells, rows] = this.data.raw.columns[column] ?? [[], []];
    // the distinct cells are put in order once, so that rows compare as numbers
    const places = cells.map((text, i) => ({ text, i, number: Number(text || 0) }));
    places.sort((a, b) => (NUMBERS.has(column) ? a.number - b.number : order(a.text, b.text)));
    const rank = new Uint32Array(cells.length);
    places.forEach(({ i }, at) => {
      rank[i] = at;
    });
    const place = (fact: Fact) => rank[rows[fact.row] ?? 0] ?? 0;
    return [...facts].sort((a, b) => sign * (place(a) - place(b)) || a.row - b.row);
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
