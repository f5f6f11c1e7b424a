// What stands beside a view: a figure, a fact or an Issue, with the sentences behind it.

import { figureCitation, figureIri } from "./cite";
import { claimCard, claimLines, offers } from "./claims";
import { ALL_SLOTS, SHOWN_ALWAYS, WHOLES } from "./cube";
import type { Concept, Fact, Figure } from "./data";
import { el, link } from "./dom";
import * as KEY from "./key";
import { conceptHref, figureHref, hasPage, type Page } from "./page";
import { changed, format } from "./state";
import { conceptAt, periodAt } from "./words";

/** The panel for the state's `open`, or null where there is nothing to open. */
export function panel(page: Page): HTMLElement | null {
  const open = page.state().params.open ?? "";
  const [kind = "", ...rest] = open.split(":");
  const id = rest.join(":");
  let body: HTMLElement[] | null = null;
  if (kind === "figure") {
    const figure = page.data.figureOfHash.get(id);
    if (figure) body = figureParts(page, figure);
  } else if (kind === "fact") {
    const fact = page.data.factOfClaim.get(id);
    if (fact) body = factParts(page, fact);
  } else if (kind === "issue") body = issueParts(page, id);
  if (!body) return null;
  const close = link(format(changed(page.state(), { open: "" })), page.words.say("close"), { class: "close" });
  return el("aside", { class: "panel", "aria-label": page.words.say("details"), tabindex: -1 }, close, ...body);
}

function figureParts(page: Page, figure: Figure): HTMLElement[] {
  const { words, data, cube } = page;
  const unit = data.concepts[figure.unit]?.code ?? "";
  const growth = cube.growthOf(figure.key);
  const claims = cube.claims(figure.key);
  const parts: HTMLElement[] = [el("h2", {}, subject(page, figure.key))];
  const head = el("p", { class: "figure" }, words.value(figure.value, unit, figure.approx));
  if (growth && growth !== figure)
    head.append(" ", link(figureHref(page, growth), words.growth(growth.amount), { class: "beside" }));
  parts.push(head, standing(page, figure, claims));
  parts.push(dimensions(page, figure.key));
  if (figure.estimate) parts.push(...estimate(page, figure));
  parts.push(...claimsAbout(page, figure.key, claims));
  parts.push(...related(page, figure));
  return parts;
}

function factParts(page: Page, fact: Fact): HTMLElement[] {
  const { words, data } = page;
  if (fact.kind === "policy") return policyParts(page, fact);
  const parts: HTMLElement[] = [
    el("h2", {}, fact.key >= 0 ? subject(page, fact.key) : fact.text),
    el("p", { class: "figure" }, words.value(fact.value, fact.unit, "")),
  ];
  if (fact.key < 0) return [...parts, el("p", {}, words.say("rejected")), claimCard(page, fact, true)];
  parts.push(dimensions(page, fact.key), claimCard(page, fact, true));
  const others = page.cube.claims(fact.key).filter((f) => f !== fact);
  if (others.length) parts.push(el("h3", {}, words.say("same-key")), ...others.map((f) => claimCard(page, f, false)));
  parts.push(...outcomes(page, fact.key));
  const figure = data.figureOfKey.get(fact.key);
  if (figure) parts.push(...related(page, figure));
  return parts;
}

function policyParts(page: Page, fact: Fact): HTMLElement[] {
  const { words, data } = page;
  const policy = data.raw.policies.find(([row]) => row === fact.row);
  const list = el("dl", { class: "dimensions" });
  if (policy) {
    const [, actors, categories, statuses, period, partners, goods] = policy;
    const rows: [string, number[]][] = [
      ["actor", actors],
      ["category", categories],
      ["status", statuses],
      ["partner", partners],
      ["commodity", goods],
    ];
    for (const [name, concepts] of rows) {
      for (const index of concepts) list.append(...entry(page, name, data.concepts[index]));
    }
    if (period >= 0)
      list.append(el("dt", {}, words.say("dim-period")), el("dd", {}, words.period(data.periods[period])));
  }
  return [
    el("h2", {}, words.say("policy")),
    el("p", { class: "policy-text" }, fact.text),
    list,
    claimCard(page, fact, true),
  ];
}

function issueParts(page: Page, id: string): HTMLElement[] | null {
  const { data, words } = page;
  const [, name = "", start = "", end = ""] = /^(.*)\/(\d+)-(\d+)$/.exec(id) ?? [];
  const doc = data.docOf.get(name);
  if (doc === undefined) return null;
  const [from, to] = [Number(start), Number(end)];
  const issues = data.raw.issues.filter(([d, s, e]) => d === doc && s < to && e > from);
  const fate = data.raw.documents[doc]?.fates.find(([s, e]) => s === from && e === to)?.[2] ?? "";
  const codes = new Set([...issues.map((i) => i[3]), ...(fate && fate !== "read" && fate !== "unread" ? [fate] : [])]);
  const text = data.points(doc).slice(from, to).join("");
  return [
    el("h2", {}, text),
    el("p", {}, words.say(fate === "unread" || issues.length ? "not-read" : "ignored")),
    ...[...codes].map((code) => el("p", {}, el("code", {}, code), ` ${words.issue(code)}`)),
  ];
}

// ---------------------------------------------------------------------- what a key says

/** A key in words: who, with whom, what, which way, measured how. */
export function subject(page: Page, key: number): string {
  const { words, data, cube } = page;
  const parts = [words.label(conceptAt(data, key, 0))];
  for (const [slot] of WHOLES) {
    if (!cube.isWhole(key, slot))
      parts.push((slot === KEY.PARTNER ? "– " : "· ") + words.label(conceptAt(data, key, slot)));
  }
  const indicator = cube.code(key, 2) === "trade" ? "" : words.label(conceptAt(data, key, 2));
  const flow = cube.code(key, 5) === "NONE" ? "" : words.label(conceptAt(data, key, 5));
  const measure = cube.code(key, KEY.MEASURE) === "level" ? "" : words.label(conceptAt(data, key, KEY.MEASURE));
  const rest = [indicator, flow, measure, words.period(periodAt(data, key))].filter(Boolean).join(words.say("comma"));
  return words.say("subject", { who: parts.join(" "), what: rest });
}

function dimensions(page: Page, key: number): HTMLElement {
  const { words, data, cube } = page;
  const list = el("dl", { class: "dimensions" });
  for (const slot of ALL_SLOTS) {
    const name = KEY.NAMES[slot] ?? "";
    if (slot === KEY.TIME) {
      list.append(el("dt", {}, words.say(`dim-${name}`)), el("dd", {}, words.period(periodAt(data, key))));
      continue;
    }
    const concept = conceptAt(data, key, slot);
    const silent = !concept || concept.code === "NONE" || cube.isWhole(key, slot) || slot === KEY.QUANTITY_UNIT;
    if (silent && !SHOWN_ALWAYS.includes(slot)) continue;
    list.append(...entry(page, name, concept));
  }
  return list;
}

function entry(page: Page, name: string, concept: Concept | undefined): HTMLElement[] {
  const label = page.words.label(concept) || "–";
  const value = hasPage(concept) ? link(conceptHref(page, concept), label) : label;
  return [el("dt", {}, page.words.say(`dim-${name}`)), el("dd", {}, value)];
}

function standing(page: Page, figure: Figure, claims: Fact[]): HTMLElement {
  const { words, data } = page;
  if (figure.estimate) return el("p", { class: "remark" }, words.say("estimated-long"));
  const releases = new Set(claims.map((f) => data.raw.documents[f.doc]?.doc)).size;
  return el(
    "p",
    { class: "remark" },
    releases === 1 ? words.say("one-release") : words.say("agreeing", { count: releases }),
  );
}

function estimate(page: Page, figure: Figure): HTMLElement[] {
  const { words, data } = page;
  const held = figure.estimate;
  if (!held) return [];
  const unit = data.concepts[figure.unit]?.code ?? "";
  const rule = data.concepts[held.rule];
  const list = el("ul", { class: "premises" });
  const premises = held.premises.flatMap((index) => data.figures[index] ?? []);
  for (const premise of premises) list.append(el("li", {}, link(figureHref(page, premise), stated(page, premise))));
  const bounds = words.say("bounds", { low: words.value(held.low, unit), high: words.value(held.high, unit) });
  return [
    el("h3", {}, words.say("follows-from")),
    el("p", {}, rule ? `${words.label(rule)}. ${bounds}` : bounds),
    list,
    offers(
      page,
      [
        {
          name: "cite",
          label: words.say("cite"),
          text: () =>
            figureCitation(data, figure, stated(page, figure), [bounds, ...premises.map((p) => stated(page, p))]),
          file: "citation.txt",
        },
      ],
      figureIri(figure),
    ),
  ];
}

/** A figure in words: what it is about, and its value. */
function stated(page: Page, figure: Figure): string {
  const unit = page.data.concepts[figure.unit]?.code ?? "";
  return `${subject(page, figure.key)}: ${page.words.value(figure.value, unit, figure.approx)}`;
}

function claimsAbout(page: Page, key: number, claims: Fact[]): HTMLElement[] {
  if (!claims.length) return outcomes(page, key);
  return [
    el("h3", {}, page.words.say("sources")),
    ...claims.map((f) => claimCard(page, f, claims.length < 3)),
    ...outcomes(page, key),
  ];
}

/** What the releases come to on a key on which they differ. */
function outcomes(page: Page, key: number): HTMLElement[] {
  const { data, words } = page;
  const out: HTMLElement[] = [];
  const facts = (rows: number[]) => rows.flatMap((row) => data.facts[row] ?? []);
  for (const [at, rows] of data.raw.conflicts) {
    if (at === key) out.push(el("h3", { class: "warn" }, words.say("conflict")), ...claimLines(page, facts(rows)));
  }
  for (const [at, earlier, later] of data.raw.revisions) {
    if (at !== key) continue;
    out.push(el("h3", { class: "warn" }, words.say("revision")));
    out.push(el("p", { class: "remark" }, words.say("earlier")), ...claimLines(page, facts(earlier)));
    out.push(el("p", { class: "remark" }, words.say("later")), ...claimLines(page, facts(later)));
  }
  return out;
}

function related(page: Page, figure: Figure): HTMLElement[] {
  const { words, data, cube } = page;
  const line = (f: Figure, text: string) => {
    const unit = data.concepts[f.unit]?.code ?? "";
    return el("li", {}, link(figureHref(page, f), text), ` ${words.value(f.value, unit, f.approx)}`);
  };
  const beside = cube.beside(figure.key);
  const over = cube.overTime(figure.key).filter((f) => f !== figure);
  const out: HTMLElement[] = [];
  if (beside.length) {
    const named = (f: Figure) =>
      [KEY.MEASURE, 10, 11]
        .map((s) => words.label(conceptAt(data, f.key, s)))
        .filter((t, i) => i === 0 || (t && cube.code(f.key, 9 + i) !== "NONE"));
    out.push(
      el("h3", {}, words.say("also-measured")),
      el("ul", { class: "plain" }, ...beside.map((f) => line(f, named(f).join(", ")))),
    );
  }
  if (over.length) {
    const shown = over.slice(-8).map((f) => line(f, words.period(periodAt(data, f.key))));
    out.push(el("h3", {}, words.say("other-periods")), el("ul", { class: "plain" }, ...shown));
  }
  return out;
}
