// Colours of what data says; the page's own are in the style sheet. All keep 3:1 against white, as text 4.5:1.

const FLOWS: Record<string, string> = { total: "#31556f", export: "#b4451f", import: "#3f7549", balance: "#77608c" };
export const RISE = "#2f6690";
export const FALL = "#b4451f";
export const QUIET = "#5d666d";
export const INK = "#1d2327";

export function flowColour(flow: string): string {
  return FLOWS[flow] ?? QUIET;
}

export function growthColour(value: number | undefined): string {
  if (value === undefined) return "#8a9299";
  return value >= 0 ? RISE : FALL;
}
/** Nodes that links lead to; those they come from are in ink. */
export const TARGET = "#8a6d3b";

/** How wide a link is drawn, in pixels: by its share of the largest, and thinner the more there are, so that one sees between them. */
export function linkWidth(share: number, count: number): number {
  return 1 + 9 * share * Math.min(1, 30 / Math.max(count, 1));
}
