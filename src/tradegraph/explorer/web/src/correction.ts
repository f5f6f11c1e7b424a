// The stub of a correction, as `tradegraph explain --correct` writes it.

import { cell, type Data, type Fact } from "./data";

const STATISTIC = [
  "indicator", "measure", "value", "unit", "approx", "reporter", "period", "flow", "partner", "commodity", "enterprise", "regime", "basis", "ref",
  "base", "scope", "rank_of", "quantity_unit", "precision",
]; // biome-ignore format: a list of names
const POLICY = ["actor", "category", "status", "period", "partner", "commodity"];

type Columns = [name: string, value: string][];

/** The columns of a reading as text. */
export function columns(data: Data, fact: Fact): Columns {
  return (fact.kind === "policy" ? POLICY : STATISTIC).map((name) => [name, cell(data.raw, name, fact.row)]);
}

/** Turtle for the file corrections.ttl: the reading with its anchor, and blanks for the verdict, who, why and when. */
export function stub(data: Data, fact: Fact): string {
  const readings = (data.factsOfDoc[fact.doc] ?? []).filter((f) => f.start === fact.start && f.end === fact.end);
  const ordered = readings.sort((a, b) => compare(sorted(columns(data, a)), sorted(columns(data, b))));
  const held = columns(data, fact);
  const doc = data.raw.documents[fact.doc];
  const suffix = ordered.length > 1 ? `-${ordered.indexOf(fact) + 1}` : "";
  const telling = ordered.length > 1 ? differing(ordered.map((f) => columns(data, f))) : [];
  const which = telling
    .filter((name) => held.some(([n]) => n === name))
    .map((name) => literal(`${name}=${of(held, name)}`));
  const stated = held
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${value.split(/\s+/).join(" ").trim()}`);
  const anchor = data.points(fact.doc).slice(fact.start, fact.end).join("");
  return (
    "@prefix dct: <http://purl.org/dc/terms/> .\n" +
    "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .\n" +
    "@prefix tg: <https://w3id.org/tradegraph/ontology#> .\n" +
    `\n# ${stated.join(" ")}\n<https://w3id.org/tradegraph/correction/${doc?.doc}/${fact.start}-${fact.end}${suffix}> a tg:Correction ;\n` +
    `    tg:document ${literal(doc?.doc ?? "")} ;\n    nif:beginIndex ${fact.start} ;\n    nif:endIndex ${fact.end} ;\n` +
    `    nif:anchorOf ${literal(anchor)} ;\n` +
    (which.length ? `    tg:reading ${which.join(" , ")} ;\n` : "") +
    '    tg:verdict "" ; # accept, reject or replace\n' +
    '    # tg:replacement "flow=export" ; # where it is replaced: each column that is otherwise\n' +
    '    dct:creator "" ; # who\n    dct:description "" ; # why\n    dct:created "" . # when, such as 2024-05-31\n'
  );
}

function of(held: Columns, name: string): string | undefined {
  return held.find(([n]) => n === name)?.[1];
}

function sorted(held: Columns): string {
  return [...held]
    .sort()
    .map(([name, value]) => `${name}\u0001${value}`)
    .join("\u0002");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function differing(rows: Columns[]): string[] {
  const names = [...new Set(rows.flatMap((row) => row.map(([name]) => name)))];
  return names.filter((name) => new Set(rows.map((row) => of(row, name))).size > 1);
}

/** An N-Triples string literal (RDF 1.1 N-Triples, section 7). */
export function literal(text: string): string {
  const escapes: Record<string, string> = {
    "\\": "\\\\",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
  };
  return `"${Array.from(text, (c) => escapes[c] ?? c).join("")}"`;
}
