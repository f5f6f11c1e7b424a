// Answers of the endpoint, put behind what the page holds: positions that were given stay as they are.

import type { RawData, RawEstimate } from "./data";
import * as KEY from "./key";
import { BASE, type Kind } from "./slices";

export type Row = Record<string, string>;
export type Answers = Partial<Record<Kind, Row[]>>;

const HEDGES: Record<string, string> = { about: "~", over: ">", under: "<" };
/** The columns of the answers that are dimensions, in the order of a key. */
// biome-ignore format: a list of names
const DIMENSIONS = [
  "area", "time", "indicator", "measure", "quantityUnit", "flow", "partner", "commodity", "enterprise", "regime", "basis", "comparator", "rankOf",
] as const;

/** Rows of SPARQL 1.1 Query Results TSV (section 4); CSV will not do, since not every engine quotes an IRI that has a comma. */
export function parseTsv(text: string): Row[] {
  const [head = "", ...lines] = text.split("\n").filter(Boolean);
  const names = head.split("\t").map((name) => name.trim().slice(1));
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(names.map((name, i) => [name, term((cells[i] ?? "").trim())]));
  });
}

/** What a term says, without its type and language. */
function term(cell: string): string {
  if (cell.startsWith("<")) return cell.slice(1, -1);
  if (!cell.startsWith('"')) return cell;
  const inner = cell.slice(1, cell.lastIndexOf('"'));
  return inner.replace(/\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)/g, (_, code: string) =>
    code.length > 1 ? String.fromCodePoint(Number.parseInt(code.slice(1), 16)) : (ESCAPES[code] ?? code),
  );
}

const ESCAPES: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

/** The IRIs of releases that answers quote and the page knows nothing of. */
export function unknownReleases(raw: RawData, answers: Answers): string[] {
  const known = new Set([...raw.documents.map((d) => d.iri), ...(answers.titles ?? []).map((row) => row.release)]);
  const quoted = [...(answers.claims ?? []), ...(answers.policies ?? [])].map((row) => stretch(row.quotation).release);
  return [...new Set(quoted)].filter((iri) => iri && !known.has(iri));
}

function stretch(iri = ""): { release: string; start: number; end: number } {
  const [, release = "", start = "0", end = "0"] = /^([^#]*)#char=(\d+),(\d+)$/.exec(iri) ?? [];
  return { release, start: Number(start), end: Number(end) };
}

/** Numbers for values, going on after those that are given. */
function numbering(given: readonly string[], add: (value: string) => void): (value: string) => number {
  const numbers = new Map<string, number>();
  given.forEach((value, i) => {
    if (!numbers.has(value)) numbers.set(value, i);
  });
  let next = given.length;
  return (value) => {
    const held = numbers.get(value);
    if (held !== undefined) return held;
    numbers.set(value, next);
    add(value);
    return next++;
  };
}

function grouped(rows: Row[], column: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = row[column] ?? "";
    const held = groups.get(name);
    if (held) held.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

export function extend(raw: RawData, answers: Answers): void {
  const concept = numbering(
    raw.concepts.map(([scheme, code]) => `${scheme}/${code}`),
    (name) => {
      const [scheme = "", ...rest] = name.split("/");
      const code = rest.join("/");
      raw.concepts.push([scheme, code, code, code, code, [], "", [], [], []]);
    },
  );
  const conceptOf = (iri = "") => concept(decoded(iri.slice(`${BASE}code/`.length)));
  const period = numbering(
    raw.periods.map(([name]) => name),
    (name) => raw.periods.push(months(name)),
  );
  const periodOf = (iri = "") => period(iri.slice(`${BASE}period/`.length));
  const key = numbering(
    raw.keys.map((k) => k.join()),
    (text) => raw.keys.push(text.split(",").map(Number)),
  );
  const keyOf = (row: Row) =>
    key(DIMENSIONS.map((name, slot) => (slot === KEY.TIME ? periodOf(row[name]) : conceptOf(row[name]))).join());
  const document = numbering(
    raw.documents.map((d) => d.iri),
    (iri) => {
      const doc = decoded(iri.slice(iri.lastIndexOf("/") + 1));
      raw.documents.push({
        doc,
        iri,
        lang: "",
        published: "",
        title: "",
        publisher: "",
        url: "",
        text: "",
        fates: [],
        why: [],
        pieces: [],
      });
    },
  );

  for (const row of [...(answers.releases ?? []), ...(answers.titles ?? [])]) {
    const held = raw.documents[document(row.release ?? "")];
    if (!held?.pieces) continue;
    const { lang = "", published = "", title = "", publisher = "", url = "" } = row;
    Object.assign(held, { lang, published, title, publisher, url });
  }
  addFigures(raw, answers.figures ?? [], keyOf, conceptOf);

  const cells = new Map(
    Object.entries(raw.columns).map(([name, [values, rows]]) => {
      const number = numbering(values, (value) => values.push(value));
      return [name, (value: string) => rows.push(number(value))];
    }),
  );
  const addRow = (row: Record<string, string | number>) => {
    for (const [name, put] of cells) put(String(row[name] ?? ""));
  };
  /** What a statement and a measure have in common: where they stand. */
  const place = (row: Row) => {
    const { release, start, end } = stretch(row.quotation);
    const held = raw.documents[document(release)];
    const around = stretch(row.sentence);
    if (held?.pieces && !held.pieces.some(([at]) => at === around.start))
      held.pieces.push([around.start, row.around ?? ""]);
    const text = /^[=@+-]/.test(row.text ?? "") ? `'${row.text}` : (row.text ?? "");
    const { doc = "", title = "", published = "", url = "" } = held ?? {};
    return {
      doc,
      start,
      end,
      text,
      sentence: `${around.start}|${around.end}`,
      confidence: row.confidence ?? "",
      title,
      published,
      url,
    };
  };

  const rowOf = new Map(raw.facts.map(([, claim], row) => [claim, row]));
  for (const row of answers.claims ?? []) {
    const claim = lastPart(row.observation);
    if (rowOf.has(claim)) continue;
    rowOf.set(claim, raw.facts.length);
    raw.facts.push([keyOf(row), claim]);
    addRow({ kind: "statistic", ...stated(row), ...place(row) });
  }
  addPolicies(raw, answers.policies ?? [], { conceptOf, periodOf, addRow, place });
  addDiffering(raw, answers.differing ?? [], rowOf);
}

type Conceptual = (iri?: string) => number;

function addFigures(raw: RawData, rows: Row[], keyOf: (row: Row) => number, conceptOf: Conceptual): void {
  const places = new Map(raw.figures.map(([, hash], index) => [hash, index]));
  const premises = new Map<string, string[]>();
  for (const row of rows) {
    const hash = lastPart(row.observation);
    if (row.premise?.startsWith(`${BASE}consensus/`))
      premises.set(hash, [...(premises.get(hash) ?? []), lastPart(row.premise)]);
    if (places.has(hash)) continue;
    places.set(hash, raw.figures.length);
    const { value = "", precision = "", low = "", high = "" } = row;
    const approx = HEDGES[lastPart(row.approximation)] ?? "";
    const estimate: [RawEstimate] | [] = row.rule ? [[low, high, conceptOf(row.rule), []]] : [];
    raw.figures.push([keyOf(row), hash, value, conceptOf(row.unit), precision, approx, [], ...estimate]);
  }
  for (const [hash, held] of premises) {
    const estimate = raw.figures[places.get(hash) ?? -1]?.[7];
    if (!estimate) continue;
    const known = held.flatMap((premise) => places.get(premise) ?? []);
    estimate[3] = known.length >= estimate[3].length ? known : estimate[3];
    estimate[4] = known.length === new Set(held).size;
  }
}

/** The cells of the fact table that a statement's key makes. */
function stated(row: Row): Record<string, string> {
  const code = (name: string) => decoded(row[name] ?? "").replace(/^.*\/code\/[^/]*\//, "");
  const unless = (name: string, ...silent: string[]) => (silent.includes(code(name)) ? "" : code(name));
  const comparator = slug(unless("comparator", "NONE", code("area")));
  const measure = code("measure");
  const column = measure.startsWith("share") ? "base" : measure === "rank" ? "scope" : "ref";
  const [first = "", last = ""] = months((row.time ?? "").slice(`${BASE}period/`.length), true).slice(1);
  return {
    indicator: code("indicator"),
    measure,
    value: row.value ?? "",
    unit: code("unit"),
    approx: HEDGES[lastPart(row.approximation)] ?? "",
    reporter: slug(unless("area", "UNKNOWN")),
    period: first ? `${first}/${last}` : "",
    flow: unless("flow", "NONE"),
    partner: unless("partner", "WORLD").replaceAll("_", "|"),
    commodity: unless("commodity", "TOTAL").replaceAll("_", "|"),
    enterprise: unless("enterprise", "ALL"),
    regime: unless("regime", "ALL"),
    basis: unless("basis", "NONE").toLowerCase().replace("-", ":"),
    [column]: comparator,
    rank_of: unless("rankOf", "NONE"),
    quantity_unit: unless("quantityUnit", "NONE"),
    precision: row.precision ?? "",
  };
}

interface Policies {
  conceptOf: Conceptual;
  periodOf: Conceptual;
  addRow: (row: Record<string, string | number>) => void;
  place: (row: Row) => Record<string, string | number>;
}

/** A measure has a row for each combination of what it is about. */
function addPolicies(raw: RawData, rows: Row[], { conceptOf, periodOf, addRow, place }: Policies): void {
  const known = new Set(
    raw.policies.map(([row]) => {
      const of = (column: string) => raw.columns[column]?.[0][raw.columns[column]?.[1][row] ?? -1];
      return `${raw.documents.find((d) => d.doc === of("doc"))?.iri}/policy/${of("start")}-${of("end")}`;
    }),
  );
  for (const [iri, held] of grouped(rows, "policy")) {
    const first = held[0];
    if (known.has(iri) || !first) continue;
    const all = (name: string) => [...new Set(held.map((row) => row[name] ?? ""))].filter(Boolean);
    const codes = (name: string) => all(name).map((concept) => decoded(lastPart(concept)));
    const actor = slug(codes("actor")[0] ?? "");
    const [category = ""] = codes("category");
    const [status = ""] = codes("status");
    const time = first.time ?? "";
    const [from = "", to = ""] = months(time.slice(`${BASE}period/`.length), true).slice(1);
    const [partner, commodity] = [codes("partner").join("|"), codes("commodity").join("|")];
    const listed = (name: string) => all(name).map(conceptOf);
    raw.policies.push([
      raw.facts.length,
      listed("actor"),
      listed("category"),
      listed("status"),
      time ? periodOf(time) : -1,
      listed("partner"),
      listed("commodity"),
    ]);
    raw.facts.push([-1, ""]);
    addRow({
      kind: "policy",
      actor,
      category,
      status,
      period: from && `${from}/${to}`,
      partner,
      commodity,
      ...place(first),
    });
  }
}

function addDiffering(raw: RawData, rows: Row[], rowOf: Map<string, number>): void {
  const without = <T extends [number, ...unknown[]]>(list: T[], key: number) => list.filter(([other]) => other !== key);
  for (const [outcome, held] of grouped(rows, "outcome")) {
    const part = (name: string) =>
      held.filter((row) => row.part?.endsWith(`#${name}`)).flatMap((row) => rowOf.get(lastPart(row.observation)) ?? []);
    const [claims, earlier, later] = [part("claim"), part("earlier"), part("later")];
    const key = raw.facts[claims[0] ?? earlier[0] ?? later[0] ?? -1]?.[0];
    if (key === undefined) continue;
    // what came with the page may name some of the statements only
    if (outcome.includes("/conflict/")) raw.conflicts = [...without(raw.conflicts, key), [key, claims]];
    else raw.revisions = [...without(raw.revisions, key), [key, earlier, later]];
  }
}

/** A place as the fact table writes it: `customs-lhasa` as `customs:lhasa`. */
function slug(code: string): string {
  return code.replace(/^(ftz|zone|area|port|customs)-(?=.)/, "$1:");
}

function lastPart(iri = ""): string {
  return iri.slice(iri.lastIndexOf("/") + 1);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A period's name with its first and last month; of a year that is not known only where `open`. */
export function months(name: string, open = false): [name: string] | [name: string, first: string, last: string] {
  const [, year = "", month = "", length = ""] = /^(\d{4}|XXXX)-(\d\d)\/P(\d{1,4})M$/.exec(name) ?? [];
  if (!year || (year === "XXXX" && !open)) return [name];
  const end = Number(month) - 1 + Number(length) - 1;
  const last = year === "XXXX" ? year : String(Number(year) + Math.floor(end / 12)).padStart(4, "0");
  return [name, `${year}-${month}`, `${last}-${String((end % 12) + 1).padStart(2, "0")}`];
}
