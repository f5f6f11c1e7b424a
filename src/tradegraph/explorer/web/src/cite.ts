// A citation of a figure: who said it, where and when, the sentence, its IRI, and what read it.

import type { Data, Fact, Figure } from "./data";

export function sentenceOf(data: Data, fact: Fact): string {
  return data
    .points(fact.doc)
    .slice(...fact.sentence)
    .join("")
    .trim();
}

/** The IRI of a claim or a policy measure in the graph; empty where a correction rejected the reading. */
export function iriOf(data: Data, fact: Fact): string {
  const iri = data.raw.documents[fact.doc]?.iri ?? "";
  if (!iri || (fact.key < 0 && fact.kind !== "policy")) return "";
  return fact.kind === "policy" ? `${iri}/policy/${fact.start}-${fact.end}` : `${iri}/obs/${fact.claim}`;
}

export function citation(data: Data, fact: Fact): string {
  const document = data.raw.documents[fact.doc];
  const who = document?.publisher ? `${document.publisher}. ` : "";
  const when = document?.published ? ` (${document.published})` : "";
  const parts = [
    `${who}${document?.title || document?.doc || ""}${when}.`,
    `\u201c${sentenceOf(data, fact).replace(/\s+/g, " ")}\u201d`,
    document?.url,
    iriOf(data, fact) && `<${iriOf(data, fact)}>`,
    made(data),
  ];
  return parts.filter(Boolean).join(" ");
}

export function figureIri(figure: Figure): string {
  return `https://w3id.org/tradegraph/consensus/${figure.hash}`;
}

/** A citation of a figure that no release prints, with what it follows from. */
export function figureCitation(data: Data, figure: Figure, stated: string, premises: string[]): string {
  return `${stated}. ${premises.join("; ")}. <${figureIri(figure)}> ${made(data)}`;
}

/** What read the releases. */
function made(data: Data): string {
  const { software, vocabularyVersion, vocabularyDigest } = data.raw.build;
  return `${software}, vocabulary ${vocabularyVersion} (${vocabularyDigest.slice(0, 12)}).`;
}
