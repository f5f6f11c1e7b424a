// The page's data as Python wrote it (explorer/data.py), and the same with names.

export type Lang = "en" | "zh-hans" | "zh-hant";
export const LANGS: readonly Lang[] = ["en", "zh-hans", "zh-hant"];

type RawFact = [key: number, claim: string] | [key: number, claim: string, value: string, unit: number];
export type RawEstimate = [
  low: string,
  high: string,
  rule: number,
  premises: number[],
  /** Whether all premises are there; where nothing is said, they are. */
  complete?: boolean,
];
type RawFigure = [
  key: number,
  hash: string,
  value: string,
  unit: number,
  precision: string,
  approx: string,
  rows: number[],
  estimate?: RawEstimate,
];
type RawConcept = [
  scheme: string,
  code: string,
  en: string,
  hans: string,
  hant: string,
  others: string[],
  placeType: string,
  broader: number[],
  parts: number[],
  serves: number[],
];
type RawPolicy = [
  row: number,
  actors: number[],
  categories: number[],
  statuses: number[],
  period: number,
  partners: number[],
  goods: number[],
];
type RawCorrection = [
  doc: number,
  start: number,
  end: number,
  verdict: string,
  creator: string,
  reason: string,
  created: string,
  withdrawn: string[],
];

export interface Question {
  name: string;
  answers: string;
  sparql: string;
}

export interface RawDocument {
  doc: string;
  iri: string;
  lang: string;
  published: string;
  title: string;
  publisher: string;
  url: string;
  text: string;
  fates: [start: number, end: number, fate: string][];
  why: string[][];
  /** Where the whole text is not there: stretches of it by their offsets. */
  pieces?: [start: number, text: string][];
}

export interface RawData {
  build: { iri: string; software: string; vocabularyVersion: string; vocabularyDigest: string };
  /** Releases that are left out, since a page can carry only so many. */
  left: number;
  columns: Record<string, [cells: string[], rows: number[]]>;
  facts: RawFact[];
  documents: RawDocument[];
  issues: [doc: number, start: number, end: number, code: string, note: string][];
  ignored: string[];
  policies: RawPolicy[];
  figures: RawFigure[];
  conflicts: [key: number, rows: number[]][];
  revisions: [key: number, earlier: number[], later: number[]][];
  corrections: RawCorrection[];
  keys: number[][];
  periods: ([name: string] | [name: string, first: string, last: string])[];
  concepts: RawConcept[];
}

export interface Concept {
  index: number;
  scheme: string;
  code: string;
  labels: Record<Lang, string>;
  others: string[];
  placeType: string;
  broader: number[];
  parts: number[];
  /** The places for which a customs office, port or zone works. */
  serves: number[];
}

export interface Period {
  index: number;
  name: string;
  /** First and last month, `2024-01`; empty where the year is not known. */
  first: string;
  last: string;
}

export interface Figure {
  index: number;
  hash: string;
  key: number;
  value: string;
  amount: number;
  unit: number;
  precision: string;
  approx: string;
  rows: number[];
  estimate?: { low: string; high: string; rule: number; premises: number[]; complete: boolean };
}

/** A row of the fact table: a statistic or a policy measure as it was read. */
export interface Fact {
  row: number;
  key: number;
  claim: string;
  kind: string;
  doc: number;
  start: number;
  end: number;
  sentence: [number, number];
  text: string;
  value: string;
  unit: string;
  confidence: number;
  why: string[];
  amended: boolean;
}

export interface Data {
  raw: RawData;
  concepts: Concept[];
  conceptOf: Map<string, Concept>;
  periods: Period[];
  keys: number[][];
  figures: Figure[];
  figureOfKey: Map<number, Figure>;
  figureOfHash: Map<string, Figure>;
  facts: Fact[];
  factsOfKey: Map<number, Fact[]>;
  factOfClaim: Map<string, Fact>;
  docOf: Map<string, number>;
  factsOfDoc: Fact[][];
  /** The text of a document as code points, since every offset counts those. */
  points: (doc: number) => string[];
}

/** A cell of the fact table as its CSV has it. */
export function cell(raw: RawData, column: string, row: number): string {
  const held = raw.columns[column];
  return held?.[0][held[1][row] ?? -1] ?? "";
}

export function decode(raw: RawData): Data {
  const concepts = raw.concepts.map(
    ([scheme, code, en, hans, hant, others, placeType, broader, parts, serves], index): Concept => ({
      index,
      scheme,
      code,
      labels: { en, "zh-hans": hans, "zh-hant": hant },
      others,
      placeType,
      broader,
      parts,
      serves,
    }),
  );
  const periods = raw.periods.map(([name, first = "", last = ""], index): Period => ({ index, name, first, last }));
  const docOf = new Map(raw.documents.map((d, index) => [d.doc, index]));
  const facts = decodeFacts(raw, concepts, docOf);
  const figures = raw.figures.map(([key, hash, value, unit, precision, approx, rows, estimate], index): Figure => {
    const figure: Figure = { index, hash, key, value, amount: Number(value), unit, precision, approx, rows };
    if (estimate) {
      const [low, high, rule, premises, complete = true] = estimate;
      figure.estimate = { low, high, rule, premises, complete };
    }
    return figure;
  });
  const factsOfKey = new Map<number, Fact[]>();
  const factsOfDoc: Fact[][] = raw.documents.map(() => []);
  for (const fact of facts) {
    factsOfDoc[fact.doc]?.push(fact);
    if (fact.key < 0) continue;
    const held = factsOfKey.get(fact.key);
    if (held) held.push(fact);
    else factsOfKey.set(fact.key, [fact]);
  }
  const points = new Map<number, string[]>();
  return {
    raw,
    concepts,
    conceptOf: new Map(concepts.map((c) => [`${c.scheme}:${c.code}`, c])),
    periods,
    keys: raw.keys,
    figures,
    figureOfKey: new Map(figures.map((f) => [f.key, f])),
    figureOfHash: new Map(figures.map((f) => [f.hash, f])),
    facts,
    factsOfKey,
    factOfClaim: new Map(facts.map((f) => [f.claim, f])),
    docOf,
    factsOfDoc,
    points: (doc) => {
      const held = points.get(doc) ?? pointsOf(raw.documents[doc]);
      points.set(doc, held);
      return held;
    },
  };
}

/** The code points of a text at their offsets; a gap between stretches is a line of its own. */
function pointsOf(document: RawDocument | undefined): string[] {
  if (!document?.pieces) return Array.from(document?.text ?? "");
  const points: string[] = [];
  for (const [start, text] of [...document.pieces].sort(([a], [b]) => a - b)) {
    if (points.length > 0 && points.length < start) points[points.length] = "\n";
    while (points.length < start) points.push("");
    Array.from(text).forEach((c, i) => {
      points[start + i] = c;
    });
  }
  return points;
}

function decodeFacts(raw: RawData, concepts: Concept[], docOf: Map<string, number>): Fact[] {
  const statistics = new Map<number, number>();
  return raw.facts.map(([key, claim, value, unit], row): Fact => {
    const kind = cell(raw, "kind", row);
    const doc = docOf.get(cell(raw, "doc", row)) ?? 0;
    const [start, end] = [Number(cell(raw, "start", row)), Number(cell(raw, "end", row))];
    const [from = 0, to = 0] = cell(raw, "sentence", row).split("|").map(Number);
    let why: string[] = [];
    if (kind === "statistic") {
      const number = statistics.get(doc) ?? 0;
      statistics.set(doc, number + 1);
      why = raw.documents[doc]?.why[number] ?? [];
    }
    const id = `${cell(raw, "doc", row)}/${start}-${end}`;
    return {
      row,
      key,
      claim: claim || (kind === "policy" ? id : `${id}/${row}`),
      kind,
      doc,
      start,
      end,
      sentence: [from, to],
      text: cell(raw, "text", row).replace(/^'(?=[=@+-])/, ""),
      value: value ?? cell(raw, "value", row),
      unit: (unit === undefined ? undefined : concepts[unit]?.code) ?? cell(raw, "unit", row),
      confidence: Number(cell(raw, "confidence", row)),
      why,
      amended: value !== undefined,
    };
  });
}
