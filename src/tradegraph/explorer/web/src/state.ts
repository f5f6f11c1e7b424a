// The state of the page, which is its address: the part after #, so that every view can be copied, kept and gone back to.

import { LANGS, type Lang } from "./data";

export const VIEWS = ["links", "concept", "releases", "release", "table", "queries"] as const;
export type View = (typeof VIEWS)[number];

/** What is shown; `id` is the concept (`place:350000`) or document, everything else a parameter of the view. */
export interface State {
  view: View;
  id: string;
  lang: Lang;
  params: Record<string, string>;
}

export function parse(hash: string, fallback: Lang): State {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [name = "", ...rest] = path.split("/");
  const params = Object.fromEntries(new URLSearchParams(query));
  const { lang = "", ...others } = params;
  return {
    view: VIEWS.find((v) => v === name) ?? "links",
    id: decode(rest.join("/")),
    lang: LANGS.find((l) => l === lang) ?? fallback,
    params: others,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a state; parameters in alphabetical order, empty ones left out. */
export function format(state: State): string {
  const entries = Object.entries(state.params).filter(([, value]) => value !== "");
  const query = new URLSearchParams([...entries, ["lang", state.lang] as [string, string]].sort());
  const id = state.id ? `/${encodeURIComponent(state.id)}` : "";
  return `#/${state.view}${id}?${query}`;
}

/** Another state of the same view; an empty value takes a parameter away. */
export function changed(state: State, params: Record<string, string>): State {
  return { ...state, params: { ...state.params, ...params } };
}

export function at(state: State, view: View, id = "", params: Record<string, string> = {}): State {
  return { view, id, lang: state.lang, params };
}
