// SPARQL over the endpoint that serves the page: the named questions, or one's own; answers as a table.

import { toTable } from "../answers";
import { el } from "../dom";
import type { Page, Shown } from "../page";
import { changed, type State } from "../state";

export function queriesView(page: Page): Shown {
  const { words, endpoint, editor } = page;
  if (!endpoint || !editor) {
    const node = el("div", {}, el("h1", {}, words.say("queries")), el("p", {}, words.say("no-endpoint")));
    return { node, update: () => undefined };
  }
  const answer = el("div", { class: "answer", role: "status", "aria-live": "polite" });
  const select = el("select", { id: "question" }, el("option", { value: "" }, words.say("own-query")));
  for (const q of page.questions) select.append(el("option", { value: q.name }, `${q.name}: ${q.answers}`));
  const button = el("button", { type: "submit", class: "primary", id: "run" }, words.say("run"));
  const run = () => {
    page.go(changed(page.state(), { query: text.get() }), true);
    void ask(page, endpoint, text.get(), answer, button);
  };
  const text = editor(words.say("query"), run);
  select.addEventListener("change", () => {
    const question = page.questions.find((q) => q.name === select.value);
    if (question) page.go(changed(page.state(), { query: withPrefixes(page, question.sparql) }));
  });
  const form = el("form", {
    class: "query",
    onsubmit: (event) => {
      event.preventDefault();
      run();
    },
  });
  const label = el("label", { class: "control", for: "question" }, el("span", {}, words.say("questions")), select);
  form.append(label, text.node, el("p", { class: "buttons" }, button, el("span", { class: "remark" }, "Ctrl + Enter")));
  const update = (state: State) => {
    const query = state.params.query ?? `${page.prefixes}\n${FIRST}`;
    text.set(query);
    text.attached();
    select.value = page.questions.find((q) => withPrefixes(page, q.sparql) === query)?.name ?? "";
  };
  return { node: el("div", { class: "queries-view" }, el("h1", {}, words.say("queries")), form, answer), update };
}

const FIRST = `SELECT ?region ?value ?unit WHERE {
  ?observation qb:dataSet <https://w3id.org/tradegraph/consensus> ;
    sdmx-dimension:refArea ?region ;
    sdmx-measure:obsValue ?value ;
    sdmx-attribute:unitMeasure ?unit .
} LIMIT 20
`;

/** A named question; those that come with tradegraph declare their prefixes. */
function withPrefixes(page: Page, sparql: string): string {
  return /^\s*PREFIX\s/im.test(sparql) ? sparql : `${page.prefixes}\n${sparql}`;
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
