// The page: reads its data, and shows the state that its address names.

import "./style.css";
import { Cube } from "./cube";
import { decode, LANGS, type Lang, type Question, type RawData } from "./data";
import { el, link, whenIdle } from "./dom";
import type { MakeEditor, Page, Shown } from "./page";
import { panel } from "./panel";
import { Index, searchBox } from "./search";
import { at, format, parse, type State, type View } from "./state";
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
  const data = decode(embedded.data);
  const cube = new Cube(data);
  const index = new Index(data);
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

  const render = (): void => {
    const page: Page = {
      data,
      cube,
      words: words[state.lang],
      endpoint: embedded.endpoint,
      questions: embedded.questions,
      prefixes: embedded.prefixes,
      editor,
      state: () => state,
      go,
    };
    const here = `${state.view} ${state.id} ${state.lang}`;
    if (here !== place || !shown) {
      shown?.close?.();
      document.documentElement.lang = langTag(state.lang);
      main.replaceChildren();
      root.replaceChildren(skip(page), header(page, index), el("div", { class: "frame" }, main, beside), footer(page));
      shown = view(page);
      main.append(shown.node);
      document.title = `${main.querySelector("h1")?.textContent ?? ""} – tradegraph`;
      if (place && !state.params.open) scrollTo(0, 0);
      place = here;
    }
    showPanel(page, beside);
    shown.update(state);
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

function header(page: Page, index: Index): HTMLElement {
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
  const counts = words.say("holds", { releases: documents.length, facts: page.data.facts.length });
  const vocabulary = `${words.say("vocabulary")} ${build.vocabularyVersion} (${build.vocabularyDigest.slice(0, 12)})`;
  const rest = left ? el("strong", {}, words.say("left-out", { count: left })) : null;
  return el("footer", {}, `${counts} · ${build.software} · ${vocabulary} `, rest);
}

/** Shows the page; `editor` makes the editor of queries where there is an endpoint to ask. */
export function main(editor: MakeEditor | null): void {
  const root = document.getElementById("page");
  const held = document.getElementById("data")?.textContent;
  if (root && held) start(root, JSON.parse(held) as Embedded, editor);
}
