// What is fetched from the endpoint while one looks: each slice once, with how it stands.

import type { RawData } from "./data";
import { type Answers, extend, parseTsv, type Row, unknownReleases } from "./extend";
import type { Ask, Kind, Slice } from "./slices";

export type Standing =
  | { is: "coming" }
  | { is: "there"; cut: boolean }
  /** What went wrong, as the endpoint or the browser says it. */
  | { is: "failed"; reason: string };

export type Fetches = Record<Kind, string>;

const MOST = 20_000; // rows of one answer
const TITLES = 300; // releases named in one question
const PATIENCE = 60_000; // milliseconds

export class Supply {
  private readonly standings = new Map<string, Standing>();

  /** `changed` is told when the data has grown, or an answer has failed to come. */
  constructor(
    private readonly endpoint: string,
    private readonly fetches: Fetches,
    private readonly raw: RawData,
    private readonly changed: (grown: boolean) => void,
  ) {}

  /** How a slice stands; what was never asked for is asked for now. */
  standing(slice: Slice): Standing {
    const held = this.standings.get(slice.name);
    if (held) return held;
    const coming: Standing = { is: "coming" };
    this.standings.set(slice.name, coming);
    void this.fetch(slice);
    return coming;
  }

  again(slice: Slice): void {
    this.standings.delete(slice.name);
    this.changed(false);
  }

  private async fetch(slice: Slice): Promise<void> {
    try {
      const answers: Answers = {};
      let cut = false;
      const found = await Promise.all(slice.asks.map(async (ask) => [ask.kind, await this.ask(ask)] as const));
      for (const [kind, rows] of found) {
        cut ||= rows.length > MOST;
        answers[kind] = rows.slice(0, MOST);
      }
      const unknown = unknownReleases(this.raw, answers);
      for (let at = 0; at < unknown.length; at += TITLES) {
        const value = unknown.slice(at, at + TITLES).join("> <");
        answers.titles = [...(answers.titles ?? []), ...(await this.ask({ kind: "titles", path: "", value }))];
      }
      extend(this.raw, answers);
      this.standings.set(slice.name, { is: "there", cut });
      this.changed(true);
    } catch (error) {
      this.standings.set(slice.name, { is: "failed", reason: error instanceof Error ? error.message : String(error) });
      this.changed(false);
    }
  }

  private async ask({ kind, path, value }: Ask): Promise<Row[]> {
    const sparql = this.fetches[kind].replaceAll("<about:path>", path).replaceAll("<about:value>", `<${value}>`);
    const response = await fetch(this.endpoint, {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: "text/tab-separated-values" },
      body: `${sparql} LIMIT ${MOST + 1}`,
      signal: AbortSignal.timeout(PATIENCE),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text.trim() || `HTTP ${response.status}`);
    return parseTsv(text);
  }
}
