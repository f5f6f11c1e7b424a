// Choosing among the figures of the consensus: links, breakdowns, series, and what belongs to a figure.

import type { Concept, Data, Fact, Figure } from "./data";
import * as KEY from "./key";

/** The dimensions that break a total down, with the code that stands for the whole. */
export const WHOLES: readonly [slot: number, scheme: string, code: string][] = [
  [KEY.PARTNER, "partner", "WORLD"],
  [KEY.COMMODITY, "commodity", "TOTAL"],
  [KEY.ENTERPRISE, "enterprise", "ALL"],
  [KEY.REGIME, "regime", "ALL"],
];

const INDEXED = [KEY.AREA, KEY.MEASURE, KEY.PARTNER, KEY.COMMODITY];

/** The dimensions of what a figure is about, whatever is measured of it. */
// biome-ignore format: a list of names
const TOPIC = [KEY.AREA, KEY.TIME, KEY.INDICATOR, KEY.QUANTITY_UNIT, KEY.FLOW, KEY.PARTNER, KEY.COMMODITY, KEY.ENTERPRISE, KEY.REGIME];

export interface Link {
  figure: Figure;
  source: number;
  target: number;
  flow: string;
  unit: string;
  growth: Figure | undefined;
}

export interface Choice {
  /** The dimension that links lead to. */
  slot: number;
  indicator: string;
  measure: string;
  /** A flow, or empty: the total where it is stated, else each direction. */
  flow: string;
  /** A period's name, or empty: the newest of each pair. */
  period: string;
  /** Concepts of the other dimensions, by slot; the whole where none is given. */
  fixed: Map<number, number>;
}

export class Cube {
  /** The keys one after the other, and for each the number of its topic. */
  private readonly flat: Int32Array;
  private readonly topics: Int32Array;
  private readonly onTopic: Figure[][] = [];
  private readonly growths: (Figure | undefined)[] = [];
  private readonly having = new Map<number, Map<number, Figure[]>>();
  private readonly wholes = new Int32Array(KEY.WIDTH).fill(-2); // of a dimension that does not break down, no concept
  private readonly found = new Map<string, Link[]>();
  private readonly level: number;
  private readonly yoy: number;

  constructor(readonly data: Data) {
    const index = (name: string) => data.conceptOf.get(name)?.index ?? -1;
    for (const [slot, scheme, code] of WHOLES) this.wholes[slot] = index(`${scheme}:${code}`);
    this.level = index("measure:level");
    this.yoy = index("basis:YOY");
    const growth = index("measure:growth");
    this.flat = Int32Array.from(data.keys.flat());
    this.topics = numbered(this.flat, TOPIC);
    for (const slot of INDEXED) this.having.set(slot, new Map());
    for (const figure of data.figures) {
      const { key } = figure;
      const topic = this.topics[key] ?? -1;
      const held = this.onTopic[topic];
      if (held) held.push(figure);
      else this.onTopic[topic] = [figure];
      if (this.slot(key, KEY.MEASURE) === growth && this.slot(key, KEY.BASIS) === this.yoy)
        this.growths[topic] ??= figure;
      for (const [slot, by] of this.having) {
        const concept = this.slot(key, slot);
        const list = by.get(concept);
        if (list) list.push(figure);
        else by.set(concept, [figure]);
      }
    }
  }

  /** The figures that have a concept in one of the indexed dimensions. */
  with(slot: number, concept: number): Figure[] {
    return this.having.get(slot)?.get(concept) ?? [];
  }

  slot(key: number, slot: number): number {
    return this.flat[key * KEY.WIDTH + slot] ?? -1;
  }

  code(key: number, slot: number): string {
    return this.data.concepts[this.slot(key, slot)]?.code ?? "";
  }

  wholeOf(slot: number): number {
    return this.wholes[slot] ?? -1;
  }

  isWhole(key: number, slot: number): boolean {
    return this.slot(key, slot) === this.wholes[slot];
  }

  /** Whether a key is about wholes in all dimensions that break down, but for these. */
  wholeBut(key: number, one: number, other = one): boolean {
    return WHOLES.every(([slot]) => slot === one || slot === other || this.isWhole(key, slot));
  }

  /** Other figures of what a key is about: growth beside a level, shares, ranks. */
  beside(key: number): Figure[] {
    return (this.onTopic[this.topics[key] ?? -1] ?? []).filter((f) => f.key !== key);
  }

  /** The growth over the year before that is stated for the topic of a level. */
  growthOf(key: number): Figure | undefined {
    return this.growths[this.topics[key] ?? -1];
  }

  /** Figures that differ from a key in the period only, the oldest first. */
  overTime(key: number): Figure[] {
    const held = this.data.keys[key] ?? [];
    return this.with(KEY.AREA, held[KEY.AREA] ?? -1)
      .filter((f) => this.data.keys[f.key]?.every((value, slot) => slot === KEY.TIME || value === held[slot]))
      .sort((a, b) => this.age(a).localeCompare(this.age(b)));
  }

  age(figure: Figure): string {
    const period = this.data.periods[this.slot(figure.key, KEY.TIME)];
    return period ? `${period.last} ${period.first < "0" ? "" : period.first}` : "";
  }

  /** All links of a choice but its flow and period, from which the filters' options are made; found once. */
  candidates(choice: Pick<Choice, "slot" | "indicator" | "measure" | "fixed">): Link[] {
    const name = `${choice.slot} ${choice.indicator} ${choice.measure} ${[...choice.fixed].join(" ")}`;
    const held = this.found.get(name) ?? this.find(choice);
    this.found.set(name, held);
    return held;
  }

  private find(choice: Pick<Choice, "slot" | "indicator" | "measure" | "fixed">): Link[] {
    const out: Link[] = [];
    const { conceptOf, concepts } = this.data;
    const indicator = conceptOf.get(`indicator:${choice.indicator}`)?.index ?? -1;
    const whole = this.wholeOf(choice.slot);
    const wanted = WHOLES.filter(([slot]) => slot !== choice.slot).map(
      ([slot]) => [slot, choice.fixed.get(slot) ?? this.wholeOf(slot)] as const,
    );
    for (const figure of this.with(KEY.MEASURE, conceptOf.get(`measure:${choice.measure}`)?.index ?? -1)) {
      const { key } = figure;
      const target = this.slot(key, choice.slot);
      if (target === whole || this.slot(key, KEY.INDICATOR) !== indicator) continue;
      if (!wanted.every(([slot, concept]) => this.slot(key, slot) === concept)) continue;
      if (choice.measure === "growth" && this.slot(key, KEY.BASIS) !== this.yoy) continue;
      if (concepts[target]?.parts.length === 0) out.push(this.link(figure, this.slot(key, KEY.AREA), target));
    }
    return out;
  }

  /** A figure as a link; beside a level stands its growth. */
  link(figure: Figure, source: number, target: number): Link {
    const { key } = figure;
    const growth = this.slot(key, KEY.MEASURE) === this.level ? this.growthOf(key) : undefined;
    const unit = this.data.concepts[figure.unit]?.code ?? "";
    return { figure, source, target, flow: this.code(key, KEY.FLOW), unit, growth };
  }

  /** The links of a choice in one unit, the largest first. */
  links(choice: Choice): Link[] {
    const period = this.data.periods.find((p) => p.name === choice.period)?.index ?? -1;
    let found = this.newest(
      this.candidates(choice).filter(
        (l) =>
          (!choice.flow || l.flow === choice.flow) && (!choice.period || this.slot(l.figure.key, KEY.TIME) === period),
      ),
    );
    if (!choice.flow) {
      const totals = new Set(found.filter((l) => l.flow === "total").map((l) => this.pair(l)));
      found = found.filter((l) => l.flow === "total" || (l.flow !== "balance" && !totals.has(this.pair(l))));
    }
    const unit = commonest(found.map((l) => l.unit));
    return found.filter((l) => l.unit === unit).sort(byAmount);
  }

  /** The two ends of a link as one number. */
  private pair(link: Link): number {
    return link.source * this.data.concepts.length + link.target;
  }

  /** Of each pair, direction and unit the newest figure: printed before estimated, the longer period where two end together. */
  newest(links: Link[]): Link[] {
    const best = new Map<number, Link[]>();
    for (const link of links) {
      const pair = this.pair(link);
      const held = best.get(pair);
      const at = held?.findIndex((l) => l.flow === link.flow && l.unit === link.unit) ?? -1;
      if (!held) best.set(pair, [link]);
      else if (at < 0) held.push(link);
      else if (this.newer(link.figure, held[at]?.figure ?? link.figure)) held[at] = link;
    }
    return [...best.values()].flat();
  }

  newer(one: Figure, other: Figure): boolean {
    if (Boolean(one.estimate) !== Boolean(other.estimate)) return !one.estimate;
    const [a, b] = [one, other].map((f) => this.data.periods[this.slot(f.key, KEY.TIME)]);
    if (!a || !b) return Boolean(a);
    return a.last !== b.last ? a.last > b.last : a.first < b.first;
  }

  /** Figures of the level of trade that have a concept in one dimension, and wholes in all that break down but the varied one. */
  breakdown(slot: number, concept: number, varied: number, indicator: string, flow: string): Link[] {
    const found: Link[] = [];
    for (const figure of this.with(slot, concept)) {
      const key = figure.key;
      if (this.slot(key, KEY.MEASURE) !== this.level) continue;
      if (this.code(key, KEY.INDICATOR) !== indicator || this.code(key, KEY.FLOW) !== flow) continue;
      const target = this.slot(key, varied);
      if (!this.wholeBut(key, slot, varied) || this.wholeOf(varied) === target) continue;
      if (this.data.concepts[target]?.parts.length === 0) found.push(this.link(figure, concept, target));
    }
    const latest = found.reduce<Figure | undefined>(
      (best, l) => (!best || this.newer(l.figure, best) ? l.figure : best),
      undefined,
    );
    if (!latest) return [];
    const period = this.slot(latest.key, KEY.TIME);
    const same = found.filter((l) => this.slot(l.figure.key, KEY.TIME) === period);
    const unit = commonest(same.map((l) => l.unit));
    return same.filter((l) => l.unit === unit).sort(byAmount);
  }

  /** Figures about a concept alone: wholes everywhere else. */
  headlines(slot: number, concept: number): Figure[] {
    return this.with(slot, concept).filter((f) => this.wholeBut(f.key, slot));
  }

  /** The dimension in which a concept stands. */
  slotOf(concept: Concept): number {
    const slots: Record<string, number> = {
      place: KEY.AREA,
      partner: KEY.PARTNER,
      commodity: KEY.COMMODITY,
      enterprise: KEY.ENTERPRISE,
      regime: KEY.REGIME,
      indicator: KEY.INDICATOR,
      flow: KEY.FLOW,
      measure: KEY.MEASURE,
      basis: KEY.BASIS,
      comparator: KEY.COMPARATOR,
    };
    return slots[concept.scheme] ?? -1;
  }

  /** Claims of releases about a key, one release after the other. */
  claims(key: number): Fact[] {
    return this.data.factsOfKey.get(key) ?? [];
  }
}

export const SHOWN_ALWAYS = [KEY.AREA, KEY.TIME, KEY.INDICATOR, KEY.MEASURE, KEY.FLOW];
export const ALL_SLOTS = [
  KEY.AREA,
  KEY.TIME,
  KEY.INDICATOR,
  KEY.MEASURE,
  KEY.FLOW,
  KEY.PARTNER,
  KEY.COMMODITY,
  KEY.ENTERPRISE,
  KEY.REGIME,
  KEY.BASIS,
  KEY.COMPARATOR,
  KEY.RANK_OF,
  KEY.QUANTITY_UNIT,
];

function byAmount(a: Link, b: Link): number {
  return Math.abs(b.figure.amount) - Math.abs(a.figure.amount) || a.figure.hash.localeCompare(b.figure.hash);
}

export function commonest(values: string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0]?.[0] ?? "";
}

/** A number for each key, the same for keys that are equal in these dimensions. */
export function numbered(flat: Int32Array, slots: readonly number[]): Int32Array {
  const count = flat.length / KEY.WIDTH;
  const mask = 2 ** Math.ceil(Math.log2(2 * count + 2)) - 1;
  const first = new Int32Array(mask + 1).fill(-1); // an open hash table of keys
  const numbers = new Int32Array(count);
  const same = (one: number, other: number) =>
    slots.every((slot) => flat[one * KEY.WIDTH + slot] === flat[other * KEY.WIDTH + slot]);
  let next = 0;
  for (let key = 0; key < count; key++) {
    let hash = 0;
    for (const slot of slots) hash = Math.imul(hash ^ (flat[key * KEY.WIDTH + slot] ?? 0), 0x01000193);
    let at = (hash ^ (hash >>> 15)) & mask;
    for (let held = first[at] ?? -1; held >= 0 && !same(held, key); held = first[at] ?? -1) at = (at + 1) & mask;
    const held = first[at] ?? -1;
    if (held < 0) first[at] = key;
    numbers[key] = held < 0 ? next++ : (numbers[held] ?? 0);
  }
  return numbers;
}
