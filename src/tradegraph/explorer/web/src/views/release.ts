// Releases: the list of them, and one text with every number marked by its fate.

import { field } from "../controls";
import type { Fact } from "../data";
import { el, link } from "../dom";
import { opened, type Page, releaseHref, type Shown } from "../page";
import type { State } from "../state";
import { langTag } from "../words";

export function releasesView(page: Page): Shown {
  const { data, words } = page;
  const query = field(page, "q", words.say("filter"));
  const list = el("ul", { class: "releases" });
  const order = data.raw.documents
    .map((d, i) => ({ d, i }))
    .sort((a, b) => b.d.published.localeCompare(a.d.published) || a.i - b.i);
  const texts = order.map(({ d }) => `${d.title} ${d.publisher} ${d.doc} ${d.published}`.toLocaleLowerCase());
  const update = (state: State) => {
    query.set(state.params.q ?? "");
    const wanted = (state.params.q ?? "").toLocaleLowerCase();
    const shown = order.filter((_, at) => texts[at]?.includes(wanted));
    list.replaceChildren(...shown.slice(0, 500).map(({ d, i }) => item(page, d.title || d.doc, i)));
    if (!shown.length) list.append(el("li", { class: "remark" }, words.say("nothing")));
    if (shown.length > 500)
      list.append(el("li", { class: "remark" }, words.say("largest-of", { shown: 500, count: shown.length })));
  };
  const form = el("form", { class: "controls", onsubmit: (event) => event.preventDefault() }, query.node);
  return { node: el("div", {}, el("h1", {}, words.say("releases")), form, list), update };
}

function item(page: Page, title: string, doc: number): HTMLElement {
  const { data, words } = page;
  const document = data.raw.documents[doc];
  const facts = data.factsOfDoc[doc] ?? [];
  const counts = words.say("counts", {
    facts: facts.filter((f) => f.kind === "statistic").length,
    policies: facts.filter((f) => f.kind === "policy").length,
  });
  const about = [document?.published, document?.publisher, document?.pieces ? "" : counts].filter(Boolean).join(" · ");
  return el(
    "li",
    {},
    link(releaseHref(page, doc), title, { lang: langTag(document?.lang ?? "") }),
    el("span", { class: "remark" }, ` ${about}`),
  );
}

interface Mark {
  start: number;
  end: number;
  kind: "read" | "unread" | "ignored";
  facts: Fact[];
}

export function releaseView(page: Page, id: string): Shown {
  const { data, words } = page;
  const doc = data.docOf.get(id);
  const document = doc === undefined ? undefined : data.raw.documents[doc];
  if (doc === undefined || !document) {
    return {
      node: el("div", {}, el("h1", {}, id), el("p", {}, words.say(page.whole ? "unknown-release" : "not-here"))),
      update: () => undefined,
    };
  }
  const facts = data.factsOfDoc[doc] ?? [];
  const marks = marked(page, doc, facts);
  const text = el("div", { class: "release-text", lang: langTag(document.lang) });
  const anchors = written(
    page,
    doc,
    marks,
    facts.filter((f) => f.kind === "policy"),
    text,
  );
  const meta = [document.publisher, document.published || words.say("no-date"), document.doc]
    .filter(Boolean)
    .join(" · ");
  const source = /^https?:\/\//.test(document.url)
    ? el("a", { href: document.url, rel: "noreferrer noopener" }, words.say("original"))
    : null;
  const count = (kind: string) => marks.filter((m) => m.kind === kind).length;
  const key = el("ul", { class: "legend fates" });
  // of a release that is there in pieces, only what was read is known
  for (const kind of document.pieces ? (["read"] as const) : (["read", "unread", "ignored"] as const))
    key.append(
      el("li", {}, el("span", { class: `number ${kind}` }, String(count(kind))), ` ${words.say(`fate-${kind}`)}`),
    );
  key.append(
    el(
      "li",
      {},
      el("span", { class: "policy-key" }, String(facts.filter((f) => f.kind === "policy").length)),
      ` ${words.say("policies")}`,
    ),
  );
  const head = el(
    "header",
    {},
    el("h1", { lang: langTag(document.lang) }, document.title || document.doc),
    el("p", { class: "trail" }, meta, source ? " · " : null, source),
    key,
    document.pieces ? el("p", { class: "remark" }, words.say("pieces")) : null,
  );
  const update = (state: State) => {
    for (const a of anchors.values()) a.removeAttribute("aria-current");
    const open = state.params.open ?? "";
    const fact = open.startsWith("fact:") ? data.factOfClaim.get(open.slice(5)) : undefined;
    const at = fact && fact.doc === doc ? `${fact.start}-${fact.end}` : (/\/(\d+-\d+)$/.exec(open)?.[1] ?? "");
    const anchor = anchors.get(at);
    anchor?.setAttribute("aria-current", "true");
    anchor?.scrollIntoView({ block: "center" });
  };
  return { node: el("div", { class: "release-view" }, head, text), update };
}

/** The numbers of a document with their fates, none inside another. */
function marked(page: Page, doc: number, facts: Fact[]): Mark[] {
  const { data } = page;
  const ignored = new Set(data.raw.ignored);
  const kinds = new Map(
    data.raw.issues.filter(([d]) => d === doc).map(([, start, end, code]) => [`${start}-${end}`, code]),
  );
  const found = new Map<string, Mark>();
  for (const fact of facts) {
    if (fact.kind !== "statistic") continue;
    const at = `${fact.start}-${fact.end}`;
    const held = found.get(at) ?? { start: fact.start, end: fact.end, kind: "read" as const, facts: [] };
    held.facts.push(fact);
    found.set(at, held);
  }
  for (const [start, end, fate] of data.raw.documents[doc]?.fates ?? []) {
    const inside = [...found.values()].some((m) => m.start < end && start < m.end);
    if (inside) continue;
    const code = kinds.get(`${start}-${end}`) ?? fate;
    const kind =
      fate === "read"
        ? "read"
        : ignored.has(code) || (fate !== "unread" && !kinds.has(`${start}-${end}`))
          ? "ignored"
          : "unread";
    found.set(`${start}-${end}`, { start, end, kind, facts: [] });
  }
  const sorted = [...found.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  return sorted.filter((m, i) => sorted.slice(0, i).every((other) => other.end <= m.start || other.end < m.end));
}

/** Writes the text into a node, paragraph by paragraph; gives the marks' links by their offsets. */
function written(
  page: Page,
  doc: number,
  marks: Mark[],
  policies: Fact[],
  into: HTMLElement,
): Map<string, HTMLElement> {
  const points = page.data.points(doc);
  const anchors = new Map<string, HTMLElement>();
  let paragraph = el("p");
  const text = (from: number, to: number) => {
    points
      .slice(from, to)
      .join("")
      .split("\n")
      .forEach((line, i) => {
        if (i > 0) {
          if (paragraph.hasChildNodes()) into.append(paragraph);
          paragraph = el("p");
        }
        if (line) paragraph.append(line);
      });
  };
  const plain = (from: number, to: number) => {
    let at = from;
    for (const policy of policies.filter((p) => p.start < to && p.end > from)) {
      const [start, end] = [Math.max(policy.start, at), Math.min(policy.end, to)];
      if (end <= start) continue;
      text(at, start);
      const anchor = link(opened(page, `fact:${policy.claim}`), points.slice(start, end).join(""), { class: "policy" });
      if (!anchors.has(`${policy.start}-${policy.end}`)) anchors.set(`${policy.start}-${policy.end}`, anchor);
      paragraph.append(anchor);
      at = end;
    }
    text(at, to);
  };
  let at = 0;
  for (const mark of marks) {
    if (mark.end <= at) continue;
    const start = Math.max(mark.start, at);
    plain(at, start);
    const first = mark.facts[0];
    const name = page.data.raw.documents[doc]?.doc ?? "";
    const open = first ? `fact:${first.claim}` : `issue:${name}/${mark.start}-${mark.end}`;
    const anchor = link(opened(page, open), points.slice(start, mark.end).join(""), { class: `number ${mark.kind}` });
    anchors.set(`${mark.start}-${mark.end}`, anchor);
    paragraph.append(anchor);
    mark.facts.slice(1).forEach((fact, i) => {
      paragraph.append(
        el(
          "sup",
          {},
          link(opened(page, `fact:${fact.claim}`), String(i + 2), {
            class: "more",
            "aria-label": page.words.say("reading-number", { number: i + 2 }),
          }),
        ),
      );
    });
    at = mark.end;
  }
  plain(at, points.length);
  if (paragraph.hasChildNodes()) into.append(paragraph);
  return anchors;
}
