// The parts of the page that need no browser.

import assert from "node:assert/strict";
import test from "node:test";
import { literal } from "../src/correction";
import { quoted } from "../src/csv";
import { commonest, numbered } from "../src/cube";
import type { Period } from "../src/data";
import { months, parseTsv } from "../src/extend";
import * as KEY from "../src/key";
import { layout } from "../src/layout";
import { fold } from "../src/search";
import { quoted as inIri } from "../src/slices";
import { changed, format, parse } from "../src/state";
import { type RawWords, Words } from "../src/words";

const EN: RawWords = {
  scales: [
    [12, " tn"],
    [9, " bn"],
    [6, " m"],
  ],
  words: {
    "approx-over": "over",
    points: "pp",
    "period-months": "{first}–{last} {year}",
    "period-month": "{month} {year}",
    "period-year": "{year}",
    "month-1": "Jan",
    "month-6": "Jun",
  },
  issues: {},
};
const words = new Words("en", EN);

test("a state survives its address", () => {
  const state = parse("#/concept/place%3Aport-a%2Fb?lang=zh-hant&open=figure%3A12&q=%E6%8B%89%E8%90%A8", "en");
  assert.equal(state.view, "concept");
  assert.equal(state.id, "place:port-a/b");
  assert.deepEqual(state.params, { open: "figure:12", q: "拉萨" });
  assert.deepEqual(parse(format(state), "en"), state);
  assert.equal(format(changed(state, { open: "" })).includes("open"), false);
});

test("an address that says nothing sensible is the first view in the reader's language", () => {
  assert.deepEqual(parse("#/nowhere/%E0%A4%A?lang=xx", "zh-hans"), {
    view: "links",
    id: "%E0%A4%A",
    lang: "zh-hans",
    params: {},
  });
});

test("values are written with their scale, unit, hedge and a true minus", () => {
  assert.equal(words.value("961200000000", "CNY"), "961.2 bn CNY");
  assert.equal(words.value("-4300000", "CNY", ">"), "over −4.3 m CNY");
  assert.equal(words.value("1.40", "%"), "1.40%");
  assert.equal(words.value("-0.7", "pp"), "−0.7 pp");
  assert.equal(words.value("12000", "{case}"), "12000 case");
  assert.equal(words.growth(12.5), "+12.5%");
  const hans = new Words("zh-hans", {
    ...EN,
    scales: [
      [12, "万亿"],
      [8, "亿"],
      [4, "万"],
    ],
    words: { "unit-CNY": "元" },
  });
  assert.equal(hans.value("961200000000", "CNY"), "9612亿元");
});

test("periods are written as people say them", () => {
  const period = (name: string, first: string, last: string): Period => ({ index: 0, name, first, last });
  assert.equal(words.period(period("2022-01/P6M", "2022-01", "2022-06")), "Jan–Jun 2022");
  assert.equal(words.period(period("2022-06/P1M", "2022-06", "2022-06")), "Jun 2022");
  assert.equal(words.period(period("2022-01/P12M", "2022-01", "2022-12")), "2022");
  assert.equal(words.period(period("2021-11/P4M", "2021-11", "2022-02")), "2021-11 – 2022-02");
});

test("a layout is the same every time, and its labels do not meet", () => {
  const edges: [string, string][] = [];
  for (let i = 0; i < 12; i++) for (let j = 0; j < 3; j++) edges.push([`s${i}`, `t${(i * 3 + j * j) % 14}`]);
  const sheet = { width: 860, height: 580, label: () => 120 };
  const places = layout(edges, sheet);
  assert.deepEqual(layout(edges, sheet), places);
  const held = [...places.values()];
  for (const [i, a] of held.entries()) {
    assert.ok(a.x >= 0 && a.x + 148 <= 860 && a.y >= 0 && a.y <= 580);
    for (const b of held.slice(i + 1)) assert.ok(Math.abs(a.x - b.x) >= 148 || Math.abs(a.y - b.y) >= 14, `${i}`);
  }
});

test("cells of CSV and literals of Turtle are escaped where they must be", () => {
  assert.equal(quoted('a "b", c'), '"a ""b"", c"');
  assert.equal(quoted("plain 12.5%"), "plain 12.5%");
  assert.equal(literal('say "x"\n\\'), '"say \\"x\\"\\n\\\\"');
});

test("search folds width and case", () => {
  assert.equal(fold(" ＡＳＥＡＮ "), "asean");
});

test("the commonest value wins, ties by name", () => {
  assert.equal(commonest(["USD", "CNY", "CNY"]), "CNY");
  assert.equal(commonest(["b", "a"]), "a");
  assert.equal(commonest([]), "");
});

test("keys that are equal in some dimensions have one number", () => {
  const keys = Array.from({ length: 3000 }, (_, key) =>
    KEY.NAMES.map((_, slot) =>
      slot === KEY.AREA ? key % 31 : slot === KEY.TIME ? key % 7 : slot === KEY.MEASURE ? key : 5,
    ),
  );
  const flat = Int32Array.from(keys.flat());
  const numbers = numbered(flat, [KEY.AREA, KEY.TIME, KEY.FLOW]);
  assert.equal(new Set(numbers).size, 31 * 7);
  assert.equal(Math.max(...numbers), 31 * 7 - 1);
  for (const [key, number] of numbers.entries()) assert.equal(number, numbers[key % (31 * 7)]);
  assert.equal(new Set(numbered(flat, [KEY.MEASURE])).size, 3000);
  assert.equal(numbered(new Int32Array(), [KEY.AREA]).length, 0);
});

test("answers of an endpoint are read whatever stands in them", () => {
  const iri = "https://example.org/doc/a#char=1,5";
  const text = `?quotation\t?text\t?value\n<${iri}>\t"a \\"b\\"\\n\\\\n <c>\\u9fa5"@zh-hans\t1.50\n<${iri}>\t\t"2"^^<urn:x>\n`;
  assert.deepEqual(parseTsv(text), [
    { quotation: iri, text: 'a "b"\n\\n <c>\u9fa5', value: "1.50" },
    { quotation: iri, text: "", value: "2" },
  ]);
  assert.deepEqual(parseTsv("?a\t?b\n"), []);
});

test("identifiers stand in IRIs as the graph writes them, and can end none", () => {
  assert.equal(inIri("a b/c%20(d)~.-_"), "a%20b%2Fc%20%28d%29~.-_");
  assert.equal(inIri("\u62c9> } DROP"), "%E6%8B%89%3E%20%7D%20DROP");
});

test("periods have a first and a last month", () => {
  assert.deepEqual(months("2021-11/P4M"), ["2021-11/P4M", "2021-11", "2022-02"]);
  assert.deepEqual(months("XXXX-01/P6M"), ["XXXX-01/P6M"]);
  assert.deepEqual(months("XXXX-01/P6M", true), ["XXXX-01/P6M", "XXXX-01", "XXXX-06"]);
  assert.deepEqual(months("UNKNOWN"), ["UNKNOWN"]);
});
