// The dimensions of a statistical key, by position.

/** In the order of the graph's dimensions (DIMENSIONS in graph.py). */
export const AREA = 0;
export const TIME = 1;
export const INDICATOR = 2;
export const MEASURE = 3;
export const QUANTITY_UNIT = 4;
export const FLOW = 5;
export const PARTNER = 6;
export const COMMODITY = 7;
export const ENTERPRISE = 8;
export const REGIME = 9;
export const BASIS = 10;
export const COMPARATOR = 11;
export const RANK_OF = 12;
export const NAMES = [
  "reporter",
  "period",
  "indicator",
  "measure",
  "quantity-unit",
  "flow",
  "partner",
  "commodity",
  "enterprise",
  "regime",
  "basis",
  "comparator",
  "rank-of",
] as const;

export const WIDTH = NAMES.length;
