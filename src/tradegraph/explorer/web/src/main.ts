// The page: reads its data, and shows the state that its address names.

import "./style.css";
import { Cube } from "./cube";
import { decode, LANGS, type Lang, type Question, type RawData } from "./data";
import { el, link, whenIdle } from "./dom";
import type { MakeEditor, Page, Shown } from "./page";
import { panel } from "./panel";
import { Index, searchBox } from "./search";
import { needed, type Slice } from "./slices";
import { at, format, parse, type State, type View } from "./state";
import { type Fetches, Supply } from "./supply";
import { conceptView } from "./views/concept";
import { linksView } from "./views/links";
import { queriesView } from "./views/queries";
import { releasesView, releaseView } from "./views/release";
import { tableView } from "./views/table";
import { langTag, type RawWords, Words } from "./words";

interface Embedded {
  data: RawData;
  words: Record<Lang, RawWords>;
  endpoint: string | null;
  questions: Question[];
  prefixes: string;
  /** Questions for what did not come with the page; null where the page is a file, or holds everything. */
  fetches: Fetches | null;
}

const NAMES: Record<Lang, string> = {
  en: "English",
  "zh-hans": "\u7b80\u4f53\u4e2d\u6587",
  "zh-hant": "\u7e41\u9ad4\u4e2d\u6587",
};

function preferred(): Lang {
  const wanted = navigator.language.toLowerCase();
  if (!wanted.startsWith("zh")) return "en";
  return /hant|tw|hk|mo/.test(wanted) ? "zh-hant" : "zh-hans";
}

function start(root: HTMLElement, embedded: Embedded, editor: MakeEditor | null): void {
  let data = decode(embedded.data);
  let cube = new Cube(data);
  let index = new Index(data);
  const words = Object.fromEntries(LANGS.map((lang) => [lang, new Words(lang, embedded.words[lang])])) as Record<
    Lang,
    Words
  >;
  let state = parse(location.hash, preferred());
  let shown: Shown | null = null;
  let place = "";
  let cameFrom = "";
  const main = el("main", { id: "main", tabindex: -1 });
  const beside = el("div", { class: "beside-main" });
  const fetching = el("div", { class: "fetching", role: "status", hidden: true });
  const { endpoint, fetches } = embedded;
  const grown = (more: boolean): void => {
    if (more) {
      data = decode(embedded.data);
      cube = new Cube(data);
      index = new Index(data);
      shown?.close?.();
      shown = null;
    }
    render();
  };
  const supply = endpoint && fetches ? new Supply(endpoint, fetches, embedded.data, grown) : null;

  const render = (): void => {
    const page: Page = {
      data,
      cube,
      words: words[state.lang],
      endpoint: embedded.endpoint,
      questions: embedded.questions,
      prefixes: embedded.prefixes,
      whole: supply === null,
      editor,
      state: () => state,
      go,
    };
    const here = `${state.view} ${state.id} ${state.lang}`;
    if (here !== place) {
      document.documentElement.lang = langTag(state.lang);
      root.replaceChildren(
        skip(page),
        header(page, () => index),
        fetching,
        el("div", { class: "frame" }, main, beside),
        footer(page),
      );
    }
    if (here !== place || !shown) {
      shown?.close?.();
      shown = view(page);
      main.replaceChildren(shown.node);
      document.title = `${main.querySelector("h1")?.textContent ?? ""} – tradegraph`;
      if (place && place !== here && !state.params.open) scrollTo(0, 0);
      place = here;
    }
    showPanel(page, beside);
    shown.update(state);
    if (supply) tell(page, supply, fetching);
  };

  const showPanel = (page: Page, into: HTMLElement): void => {
    const before = into.firstElementChild !== null;
    const made = panel(page);
    const active = document.activeElement;
    if (made && active && main.contains(active)) cameFrom = active.getAttribute("href") ?? "";
    into.replaceChildren(...(made ? [made] : []));
    document.body.classList.toggle("opened", made !== null);
    if (made) made.focus({ preventScroll: true });
    else if (before)
      [...main.querySelectorAll<HTMLElement>("a[href]")].find((a) => a.getAttribute("href") === cameFrom)?.focus();
  };

  const go = (next: State, replace = false): void => {
    history[replace ? "replaceState" : "pushState"](null, "", format(next));
    state = next;
    render();
  };

  addEventListener("hashchange", () => {
    state = parse(location.hash, state.lang);
    render();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state.params.open) go({ ...state, params: { ...state.params, open: "" } });
  });
  render();
  whenIdle(() => index.entries());
}

/** Says how the slices stand that the state needs, and offers to ask again for what did not come. */
function tell(page: Page, supply: Supply, into: HTMLElement): void {
  const { words } = page;
  const lines = needed(page.data, page.cube, page.state()).flatMap((slice) => {
    const what = named(page, slice.about);
    const standing = supply.standing(slice);
    if (standing.is === "coming") return el("p", { class: "coming" }, words.say("fetching", { what }));
    if (standing.is === "there") return standing.cut ? el("p", {}, words.say("fetched-newest", { what })) : [];
    const again = el("button", { type: "button", onclick: () => supply.again(slice) }, words.say("ask-again"));
    return el("p", { class: "failed" }, words.say("not-fetched", { what, reason: standing.reason }), " ", again);
  });
  into.replaceChildren(...lines);
  into.hidden = lines.length === 0;
}

function named(page: Page, about: Slice["about"]): string {
  if (about === null) return page.words.say("releases");
  if (typeof about !== "string") return page.words.label(about);
  const period = page.data.periods.find((p) => p.name === about);
  return period ? page.words.period(period) : about;
}

function view(page: Page): Shown {
  const { view: name, id } = page.state();
  const views: Record<View, () => Shown> = {
    links: () => linksView(page),
    concept: () => conceptView(page, id),
    releases: () => releasesView(page),
    release: () => releaseView(page, id),
    table: () => tableView(page),
    queries: () => queriesView(page),
  };
  return views[name]();
}

function skip(page: Page): HTMLElement {
  const press = (event: Event) => {
    event.preventDefault();
    document.getElementById("main")?.focus();
  };
  return link("#main", page.words.say("skip"), { class: "skip", onclick: press });
}

function header(page: Page, index: () => Index): HTMLElement {
  const { words } = page;
  const state = page.state();
  const tabs: [View, string][] = [
    ["links", "trade-links"],
    ["releases", "releases"],
    ["table", "table"],
    ...(page.endpoint ? ([["queries", "queries"]] as [View, string][]) : []),
  ];
  const nav = el("nav", { "aria-label": words.say("views") });
  for (const [name, key] of tabs)
    nav.append(link(format(at(state, name)), words.say(key), name === state.view ? { "aria-current": "page" } : {}));
  const languages = el("div", { class: "languages", role: "group", "aria-label": words.say("language") });
  for (const lang of LANGS) {
    const change = () => page.go({ ...page.state(), lang });
    languages.append(
      el(
        "button",
        { type: "button", lang: langTag(lang), "aria-pressed": String(lang === state.lang), onclick: change },
        NAMES[lang],
      ),
    );
  }
  const home = link(format(at(state, "links")), "tradegraph", { class: "wordmark" });
  return el("header", { class: "top" }, home, nav, searchBox(page, index), languages);
}

function footer(page: Page): HTMLElement {
  const { build, documents, left } = page.data.raw;
  const { words } = page;
  const counts = words.say("holds", {
    releases: documents.filter((d) => !d.pieces).length,
    facts: page.data.facts.length,
  });
  const vocabulary = `${words.say("vocabulary")} ${build.vocabularyVersion} (${build.vocabularyDigest.slice(0, 12)})`;
  const rest = left ? el("strong", {}, words.say(page.whole ? "left-out" : "left-there", { count: left })) : null;
  return el("footer", {}, `${counts} · ${build.software} · ${vocabulary} `, rest);
}

/** Shows the page; `editor` makes the editor of queries where there is an endpoint to ask. */
export function main(editor: MakeEditor | null): void {
  const root = document.getElementById("page");
  const held = document.getElementById("data")?.textContent;
  if (root && held) start(root, JSON.parse(held) as Embedded, editor);
}
