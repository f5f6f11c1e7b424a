// Rows of the fact table as files: the CSV has the bytes that `tradegraph facts --format csv` writes.

import { cell, type Data, type Fact } from "./data";

const NUMBERS = new Set(["start", "end", "value", "confidence", "precision"]);

export function toCsv(data: Data, facts: Fact[]): string {
  const names = Object.keys(data.raw.columns);
  const lines = facts.map((fact) => names.map((name) => quoted(cell(data.raw, name, fact.row))).join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}

/** A cell as RFC 4180 has it, quoted only where it must be. */
export function quoted(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function toJson(data: Data, facts: Fact[]): string {
  const names = Object.keys(data.raw.columns);
  const records = facts.map((fact) =>
    Object.fromEntries(
      names.map((name) => {
        const text = cell(data.raw, name, fact.row);
        return [name, NUMBERS.has(name) && text !== "" ? Number(text) : text];
      }),
    ),
  );
  return `${JSON.stringify(records, null, 1)}\n`;
}
