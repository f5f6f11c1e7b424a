// What a state shows beyond the releases that came with the page, as questions to the endpoint (explorer/fetch/*.rq).

import type { Cube } from "./cube";
import type { Concept, Data } from "./data";
import type { State } from "./state";

export const BASE = "https://w3id.org/tradegraph/";

export type Kind = "figures" | "claims" | "policies" | "differing" | "releases" | "titles";

export interface Ask {
  kind: Kind;
  path: string;
  value: string;
}

export interface Slice {
  /** The same for the same questions. */
  name: string;
  /** A concept, release or period that it is about, to name it by; null for the list of releases. */
  about: Concept | string | null;
  asks: Ask[];
}

const AREA = "<http://purl.org/linked-data/sdmx/2009/dimension#refArea>";
const TIME = "<http://purl.org/linked-data/sdmx/2009/dimension#refPeriod>";
const DERIVED = "^<http://www.w3.org/ns/prov#wasDerivedFrom>";
const DATA_SET = "<http://purl.org/linked-data/cube#dataSet>";
const QUOTED_IN =
  "<http://www.w3.org/ns/prov#wasQuotedFrom>/" +
  "<http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#referenceContext>";
const own = (name: string) => `<${BASE}ontology#${name}>`;
const WITHIN = `(<http://www.w3.org/2004/02/skos/core#broader>|${own("jurisdiction")}|${own("seat")})*`;

/** By scheme: the dimension of figures and claims, and how a policy measure leads to it. */
const PATHS: Record<string, [dimension: string, policy: string]> = {
  place: [AREA, `${own("actor")}/${WITHIN}`],
  partner: [own("partner"), own("partner")],
  commodity: [own("commodity"), own("commodity")],
};

/** The slices that a state needs; those that are there already among them. */
export function needed(data: Data, cube: Cube, state: State): Slice[] {
  const { view, id, params } = state;
  const found: (Slice | null)[] = [];
  if (view === "concept") found.push(ofConcept(data, id));
  if (view === "links" && params.focus) found.push(ofConcept(data, params.focus));
  if (view === "links" && params.period) found.push(ofPeriod(params.period));
  if (view === "releases") found.push({ name: "releases", about: null, asks: [ask("releases", "", "")] });
  if (view === "release") found.push(ofRelease(data, id));
  if (view === "table") {
    if (params.reporter) found.push(ofConcept(data, `place:${params.reporter}`));
    if (params.partner) found.push(ofConcept(data, `partner:${params.partner}`));
    if (params.commodity) found.push(ofConcept(data, `commodity:${params.commodity}`));
    if (params.doc) found.push(ofRelease(data, params.doc));
  }
  const [, figure] = /^figure:([0-9a-f]{20})$/.exec(params.open ?? "") ?? [];
  if (figure) found.push(ofFigure(data, cube, figure));
  return found.filter((slice) => slice !== null);
}

function ask(kind: Kind, path: string, value: string): Ask {
  return { kind, path, value };
}

function ofConcept(data: Data, name: string): Slice | null {
  const concept = data.conceptOf.get(name);
  const [dimension, policy] = PATHS[concept?.scheme ?? ""] ?? [];
  if (!concept || !dimension || !policy) return null;
  const iri = `${BASE}code/${concept.scheme}/${quoted(concept.code)}`;
  const asks = [
    ask("figures", dimension, iri),
    ask("claims", dimension, iri),
    ask("policies", policy, iri),
    ask("differing", dimension, iri),
  ];
  return { name: `concept ${name}`, about: concept, asks };
}

function ofPeriod(period: string): Slice | null {
  if (!/^[\dX]{4}-\d\d\/P\d{1,4}M$/.test(period)) return null;
  return { name: `period ${period}`, about: period, asks: [ask("figures", TIME, `${BASE}period/${period}`)] };
}

function ofRelease(data: Data, id: string): Slice | null {
  const held = data.raw.documents[data.docOf.get(id) ?? -1];
  if (!id || (held && !held.pieces)) return null; // the whole text came with the page
  const iri = held?.iri ?? `${basis(data)}${quoted(id)}`;
  const asks = [
    ask("claims", DATA_SET, `${iri}/data`),
    ask("policies", QUOTED_IN, `${iri}#char=0,`),
    ask("titles", "", iri),
  ];
  return { name: `release ${id}`, about: id, asks };
}

/** A figure whose statements or premises are not there. */
function ofFigure(data: Data, cube: Cube, hash: string): Slice | null {
  const figure = data.figureOfHash.get(hash);
  const complete = figure?.estimate ? figure.estimate.complete : figure && cube.claims(figure.key).length > 0;
  if (complete) return null;
  const iri = `${BASE}consensus/${hash}`;
  const asks = [ask("figures", `(${DERIVED})?`, iri), ask("claims", `${DERIVED}/(${DERIVED})?`, iri)];
  return { name: `figure ${hash}`, about: hash.slice(0, 8), asks };
}

/** Where the IRIs of releases begin. */
function basis(data: Data): string {
  const known = data.raw.documents.find((d) => d.iri.endsWith(`/${quoted(d.doc)}`));
  return known ? known.iri.slice(0, -quoted(known.doc).length) : `${BASE}doc/`;
}

/** An identifier as the graph's IRIs have it: percent-encoded but for the unreserved characters of RFC 3986, and `%`. */
export function quoted(text: string): string {
  return encodeURIComponent(text)
    .replaceAll("%25", "%")
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
