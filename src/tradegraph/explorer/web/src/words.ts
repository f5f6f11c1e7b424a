// What the interface says, and how it writes numbers and periods; the words come with the data, one set for each language.

import type { Concept, Data, Lang, Period } from "./data";

export interface RawWords {
  scales: [power: number, word: string][];
  words: Record<string, string>;
  issues: Record<string, string>;
}

const MINUS = "\u2212";
const WITHOUT_SCALE = new Set(["%", "pp"]);

export class Words {
  constructor(
    readonly lang: Lang,
    private readonly raw: RawWords,
  ) {}

  /** A phrase, with `{name}` filled in. */
  say(key: string, fill: Record<string, string | number> = {}): string {
    const text = this.raw.words[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (all, name: string) => String(fill[name] ?? all));
  }

  issue(code: string): string {
    return this.raw.issues[code] ?? code;
  }

  has(key: string): boolean {
    return key in this.raw.words;
  }

  label(concept: Concept | undefined): string {
    return concept?.labels[this.lang] ?? "";
  }

  /** A number to three or four digits, with the language's word for its size. */
  amount(value: number): string {
    const size = Math.abs(value);
    for (const [power, word] of this.raw.scales) {
      if (size >= 10 ** power) {
        const scaled = value / 10 ** power;
        const digits = Math.abs(scaled) < 10 ? 2 : Math.abs(scaled) < 1000 ? 1 : 0;
        return signed(trimmed(scaled.toFixed(digits))) + word;
      }
    }
    return signed(trimmed(value.toFixed(2)));
  }

  /** A value with its unit: money by its code, percentages by their sign, counts by what is counted. */
  value(value: string | number, unit: string, approx = ""): string {
    const number = Number(value);
    const hedge = approx
      ? `${this.say(`approx-${approx === "~" ? "about" : approx === ">" ? "over" : "under"}`)} `
      : "";
    if (unit === "%") return `${hedge}${signed(String(value))}%`;
    if (unit === "pp") return `${hedge}${signed(String(value))} ${this.say("points")}`;
    const amount = WITHOUT_SCALE.has(unit) ? signed(String(value)) : this.amount(number);
    if (this.has(`unit-${unit}`)) return `${hedge}${amount}${this.say(`unit-${unit}`)}`;
    const named = unit === "1" ? "" : ` ${unit.replace(/[{}]/g, "")}`;
    return `${hedge}${amount}${named}`;
  }

  growth(value: number): string {
    return `${value > 0 ? "+" : ""}${signed(String(value))}%`;
  }

  /** A period as people say it: a month, a year, or the months of a year. */
  period(period: Period | undefined): string {
    if (!period) return "";
    if (!period.first) return period.name === "UNKNOWN" ? this.say("period-unknown") : period.name.replace(/\/P.*/, "");
    const [y1 = "", m1 = ""] = period.first.split("-");
    const [y2 = "", m2 = ""] = period.last.split("-");
    const month = (m: string) => this.say(`month-${Number(m)}`);
    if (period.first === period.last) return this.say("period-month", { year: y1, month: month(m1) });
    if (y1 === y2 && m1 === "01" && m2 === "12") return this.say("period-year", { year: y1 });
    if (y1 === y2) return this.say("period-months", { year: y1, first: month(m1), last: month(m2) });
    return `${y1}-${m1} – ${y2}-${m2}`;
  }
}

function trimmed(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function signed(text: string): string {
  return text.replace("-", MINUS);
}

/** The concept at a position of a key. */
export function conceptAt(data: Data, key: number, slot: number): Concept | undefined {
  return data.concepts[data.keys[key]?.[slot] ?? -1];
}

export function periodAt(data: Data, key: number): Period | undefined {
  return data.periods[data.keys[key]?.[1] ?? -1];
}

/** A language as BCP 47 writes it. */
export function langTag(lang: string): string {
  return lang === "zh-hans" ? "zh-Hans" : lang === "zh-hant" ? "zh-Hant" : lang;
}
