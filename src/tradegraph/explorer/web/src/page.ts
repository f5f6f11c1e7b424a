// What every view is given, and what it gives back.

import type { Cube } from "./cube";
import type { Concept, Data, Figure, Question } from "./data";
import { at, changed, format, type State } from "./state";
import type { Words } from "./words";

/** Where one writes a query. */
export interface Editor {
  node: HTMLElement;
  get: () => string;
  set: (text: string) => void;
  /** To be called once the node is on the page. */
  attached: () => void;
}

export type MakeEditor = (label: string, run: () => void) => Editor;

export interface Page {
  data: Data;
  cube: Cube;
  words: Words;
  endpoint: string | null;
  questions: Question[];
  prefixes: string;
  editor: MakeEditor | null;
  /** Whether everything is in the page, or all that it ever will have. */
  whole: boolean;
  /** The state that is shown now. */
  state: () => State;
  /** Shows another state; with `replace` without a step to go back to. */
  go: (state: State, replace?: boolean) => void;
}

/** A view on the page: shown once, then told of every change of state. */
export interface Shown {
  node: HTMLElement;
  update: (state: State) => void;
  close?: () => void;
}

/** The address of the same view with something opened beside it. */
export function opened(page: Page, what: string): string {
  return format(changed(page.state(), { open: what }));
}

export function figureHref(page: Page, figure: Figure): string {
  return opened(page, `figure:${figure.hash}`);
}

/** The address of a concept's page. */
export function conceptHref(page: Page, concept: Concept): string {
  return format(at(page.state(), "concept", `${concept.scheme}:${concept.code}`));
}

export function releaseHref(page: Page, doc: number, open = ""): string {
  return format(at(page.state(), "release", page.data.raw.documents[doc]?.doc ?? "", open ? { open } : {}));
}

/** Whether a concept has a page: one about whom there are figures of its own. */
export function hasPage(concept: Concept | undefined): concept is Concept {
  if (!concept || ["WORLD", "TOTAL", "ALL", "UNKNOWN"].includes(concept.code)) return false;
  return ["place", "partner", "commodity"].includes(concept.scheme);
}
