// Choosing among the figures of the consensus: links, breakdowns, series, and what belongs to a figure.

import {
  AREA,
  BASIS,
  COMMODITY,
  COMPARATOR,
  type Concept,
  type Data,
  ENTERPRISE,
  type Fact,
  type Figure,
  FLOW,
  INDICATOR,
  MEASURE,
  PARTNER,
  QUANTITY_UNIT,
  RANK_OF,
  REGIME,
  TIME,
} from "./data";

/** The dimensions that break a total down, with the code that stands for the whole. */
export const WHOLES: readonly [slot: number, scheme: string, code: string][] = [
  [PARTNER, "partner", "WORLD"],
  [COMMODITY, "commodity", "TOTAL"],
  [ENTERPRISE, "enterprise", "ALL"],
  [REGIME, "regime", "ALL"],
];

const INDEXED = [AREA, MEASURE, PARTNER, COMMODITY];

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
  private readonly whole = new Map<number, number>();
  private readonly related = new Map<string, Figure[]>();
  private readonly having = new Map<string, Figure[]>();
  private readonly found = new Map<string, Link[]>();
  private readonly level: number;
  private readonly yoy: number;
  private readonly growthMeasure: number;

  constructor(readonly data: Data) {
    const index = (name: string) => data.conceptOf.get(name)?.index ?? -1;
    for (const [slot, scheme, code] of WHOLES) this.whole.set(slot, index(`${scheme}:${code}`));
    this.level = index("measure:level");
    this.growthMeasure = index("measure:growth");
    this.yoy = index("basis:YOY");
    for (const figure of data.figures) {
      const subject = this.subject(figure.key);
      const held = this.related.get(subject);
      if (held) held.push(figure);
      else this.related.set(subject, [figure]);
      for (const slot of INDEXED) {
        const at = `${slot} ${this.slot(figure.key, slot)}`;
        const list = this.having.get(at);
        if (list) list.push(figure);
        else this.having.set(at, [figure]);
      }
    }
  }

  /** The figures that have a concept in one of the indexed dimensions. */
  with(slot: number, concept: number): Figure[] {
    return this.having.get(`${slot} ${concept}`) ?? [];
  }

  slot(key: number, slot: number): number {
    return this.data.keys[key]?.[slot] ?? -1;
  }

  code(key: number, slot: number): string {
    return this.data.concepts[this.slot(key, slot)]?.code ?? "";
  }

  wholeOf(slot: number): number {
    return this.whole.get(slot) ?? -1;
  }

  isWhole(key: number, slot: number): boolean {
    return this.slot(key, slot) === this.whole.get(slot);
  }

  /** What a key is about, whatever is measured of it. */
  private subject(key: number): string {
    const held = this.data.keys[key] ?? [];
    return [AREA, TIME, INDICATOR, QUANTITY_UNIT, FLOW, PARTNER, COMMODITY, ENTERPRISE, REGIME]
      .map((slot) => held[slot])
      .join(" ");
  }

  /** Other figures of what a key is about: growth beside a level, shares, ranks. */
  beside(key: number): Figure[] {
    return (this.related.get(this.subject(key)) ?? []).filter((f) => f.key !== key);
  }

  /** The growth over the year before that is stated for the subject of a level. */
  growthOf(key: number): Figure | undefined {
    return this.related
      .get(this.subject(key))
      ?.find((f) => this.slot(f.key, MEASURE) === this.growthMeasure && this.slot(f.key, BASIS) === this.yoy);
  }

  /** Figures that differ from a key in the period only, the oldest first. */
  overTime(key: number): Figure[] {
    const held = this.data.keys[key] ?? [];
    return this.with(AREA, held[AREA] ?? -1)
      .filter((f) => this.data.keys[f.key]?.every((value, slot) => slot === TIME || value === held[slot]))
      .sort((a, b) => this.age(a).localeCompare(this.age(b)));
  }

  age(figure: Figure): string {
    const period = this.data.periods[this.slot(figure.key, TIME)];
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
    const indicator = this.data.conceptOf.get(`indicator:${choice.indicator}`)?.index ?? -1;
    for (const figure of this.with(MEASURE, this.data.conceptOf.get(`measure:${choice.measure}`)?.index ?? -1)) {
      const key = figure.key;
      if (this.slot(key, INDICATOR) !== indicator) continue;
      if (choice.measure === "growth" && this.slot(key, BASIS) !== this.yoy) continue;
      const target = this.slot(key, choice.slot);
      const concept = this.data.concepts[target];
      if (!concept || target === this.whole.get(choice.slot) || concept.parts.length > 0) continue;
      if (!WHOLES.every(([slot]) => slot === choice.slot || this.slot(key, slot) === this.wanted(slot, choice.fixed)))
        continue;
      out.push({
        figure,
        source: this.slot(key, AREA),
        target,
        flow: this.code(key, FLOW),
        unit: this.data.concepts[figure.unit]?.code ?? "",
        growth: choice.measure === "level" ? this.growthOf(key) : undefined,
      });
    }
    return out;
  }

  private wanted(slot: number, fixed: Map<number, number>): number | undefined {
    return fixed.get(slot) ?? this.whole.get(slot);
  }

  /** The links of a choice in one unit, the largest first. */
  links(choice: Choice): Link[] {
    let found = this.candidates(choice).filter((link) => !choice.flow || link.flow === choice.flow);
    if (choice.period)
      found = found.filter((l) => this.data.periods[this.slot(l.figure.key, TIME)]?.name === choice.period);
    found = this.newest(found);
    if (!choice.flow) {
      const totals = new Set(found.filter((l) => l.flow === "total").map((l) => `${l.source} ${l.target}`));
      found = found.filter(
        (l) => l.flow === "total" || (l.flow !== "balance" && !totals.has(`${l.source} ${l.target}`)),
      );
    }
    const unit = commonest(found.map((l) => l.unit));
    return found.filter((l) => l.unit === unit).sort(byAmount);
  }

  /** Of each pair, direction and unit the newest figure: printed before estimated, the longer period where two end together. */
  newest(links: Link[]): Link[] {
    const best = new Map<string, Link>();
    for (const link of links) {
      const pair = `${link.source} ${link.target} ${link.flow} ${link.unit}`;
      const held = best.get(pair);
      if (!held || this.newer(link.figure, held.figure)) best.set(pair, link);
    }
    return [...best.values()];
  }

  newer(one: Figure, other: Figure): boolean {
    if (Boolean(one.estimate) !== Boolean(other.estimate)) return !one.estimate;
    const [a, b] = [one, other].map((f) => this.data.periods[this.slot(f.key, TIME)]);
    if (!a || !b) return Boolean(a);
    return a.last !== b.last ? a.last > b.last : a.first < b.first;
  }

  /** Figures of the level of trade that have a concept in one dimension, and wholes in all that break down but the varied one. */
  breakdown(slot: number, concept: number, varied: number, indicator: string, flow: string): Link[] {
    const found: Link[] = [];
    for (const figure of this.with(slot, concept)) {
      const key = figure.key;
      if (this.slot(key, MEASURE) !== this.level) continue;
      if (this.code(key, INDICATOR) !== indicator || this.code(key, FLOW) !== flow) continue;
      if (!WHOLES.every(([s]) => s === slot || s === varied || this.isWhole(key, s))) continue;
      const target = this.slot(key, varied);
      const member = this.data.concepts[target];
      if (!member || this.whole.get(varied) === target || member.parts.length > 0) continue;
      found.push({
        figure,
        source: concept,
        target,
        flow,
        unit: this.data.concepts[figure.unit]?.code ?? "",
        growth: this.growthOf(key),
      });
    }
    const latest = found.reduce<Figure | undefined>(
      (best, l) => (!best || this.newer(l.figure, best) ? l.figure : best),
      undefined,
    );
    if (!latest) return [];
    const period = this.slot(latest.key, TIME);
    const same = found.filter((l) => this.slot(l.figure.key, TIME) === period);
    const unit = commonest(same.map((l) => l.unit));
    return same.filter((l) => l.unit === unit).sort(byAmount);
  }

  /** Figures about a concept alone: wholes everywhere else. */
  headlines(slot: number, concept: number): Figure[] {
    return this.with(slot, concept).filter((f) => WHOLES.every(([s]) => s === slot || this.isWhole(f.key, s)));
  }

  /** The dimension in which a concept stands. */
  slotOf(concept: Concept): number {
    const slots: Record<string, number> = {
      place: AREA,
      partner: PARTNER,
      commodity: COMMODITY,
      enterprise: ENTERPRISE,
      regime: REGIME,
      indicator: INDICATOR,
      flow: FLOW,
      measure: MEASURE,
      basis: BASIS,
      comparator: COMPARATOR,
    };
    return slots[concept.scheme] ?? -1;
  }

  /** Claims of releases about a key, one release after the other. */
  claims(key: number): Fact[] {
    return this.data.factsOfKey.get(key) ?? [];
  }
}

export const SHOWN_ALWAYS = [AREA, TIME, INDICATOR, MEASURE, FLOW];
export const ALL_SLOTS = [
  AREA,
  TIME,
  INDICATOR,
  MEASURE,
  FLOW,
  PARTNER,
  COMMODITY,
  ENTERPRISE,
  REGIME,
  BASIS,
  COMPARATOR,
  RANK_OF,
  QUANTITY_UNIT,
];

function byAmount(a: Link, b: Link): number {
  return Math.abs(b.figure.amount) - Math.abs(a.figure.amount) || a.figure.hash.localeCompare(b.figure.hash);
}

export function commonest(values: string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0]?.[0] ?? "";
}
