// SPARQL over the endpoint that serves the page: the named questions, or one's own; answers as a table.

import { toTable } from "../answers";
import { el } from "../dom";
import type { Page, Shown } from "../page";
import { changed, type State } from "../state";

export function queriesView(page: Page): Shown {
  const { words, endpoint } = page;
  const answer = el("div", { class: "answer", role: "status", "aria-live": "polite" });
  const text = el("textarea", {
    id: "query",
    rows: 16,
    spellcheck: "false",
    autocapitalize: "off",
    "aria-label": words.say("query"),
  });
  const select = el("select", { id: "question" }, el("option", { value: "" }, words.say("own-query")));
  for (const q of page.questions) select.append(el("option", { value: q.name }, `${q.name}: ${q.answers}`));
  select.addEventListener("change", () => {
    const question = page.questions.find((q) => q.name === select.value);
    if (question) page.go(changed(page.state(), { query: question.sparql }));
  });
  const run = el("button", { type: "submit", class: "primary" }, words.say("run"));
  const form = el("form", {
    class: "query",
    onsubmit: (event) => {
      event.preventDefault();
      page.go(changed(page.state(), { query: text.value }), true);
      if (endpoint) void ask(page, endpoint, text.value, answer, run);
    },
  });
  form.append(
    el("label", { class: "control", for: "question" }, el("span", {}, words.say("questions")), select),
    text,
    run,
  );
  const node = el("div", { class: "queries-view" }, el("h1", {}, words.say("queries")), form, answer);
  if (!endpoint) form.replaceWith(el("p", {}, words.say("no-endpoint")));
  const update = (state: State) => {
    const query =
      state.params.query ??
      `${page.prefixes}\nSELECT * WHERE {\n  ?observation a qb:Observation ; ?dimension ?value .\n} LIMIT 20\n`;
    if (text.value !== query) text.value = query;
    select.value = page.questions.find((q) => q.sparql === query)?.name ?? "";
  };
  return { node, update };
}

async function ask(
  page: Page,
  endpoint: string,
  sparql: string,
  answer: HTMLElement,
  run: HTMLButtonElement,
): Promise<void> {
  answer.replaceChildren(page.words.say("running"));
  run.disabled = true;
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: "application/sparql-results+json, text/turtle;q=0.5",
      },
      body: sparql,
    });
    const text = await response.text();
    const type = response.headers.get("Content-Type") ?? "";
    if (!response.ok) answer.replaceChildren(el("pre", { class: "error" }, text || String(response.status)));
    else if (type.includes("json")) answer.replaceChildren(...toTable(page, JSON.parse(text)));
    else answer.replaceChildren(el("pre", {}, text));
  } catch (error) {
    answer.replaceChildren(
      el(
        "p",
        { class: "error" },
        page.words.say("no-answer", { reason: error instanceof Error ? error.message : String(error) }),
      ),
    );
  } finally {
    run.disabled = false;
  }
}
