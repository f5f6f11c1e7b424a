"""Reports: the sentence with its number underlined, and the same results in every format."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest

from tradegraph import store
from tradegraph.pipeline import validate
from tradegraph.reports import report_json, report_junit, report_sarif, report_text, report_turtle
from tradegraph.shapes import Quote, Result, declared

FIXTURES = Path(__file__).parent / "shapes"
SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture(scope="module")
def share() -> list[Result]:
    return validate(lambda: store.parse([FIXTURES / "share-range" / "invalid.above-hundred.ttl"]))


@pytest.fixture(scope="module")
def undated() -> list[Result]:
    return validate(lambda: store.parse([FIXTURES / "release" / "invalid.undated.ttl"]))


def quoted(sentence: str, begin: int, end: int) -> Result:
    shape = declared("range")["level-range"]
    result = shape.result("https://w3id.org/tradegraph/doc/d%20e/obs/1", "-3")
    return Result(
        *(getattr(result, name) for name in Result.__slots__[:-1]), (Quote("https://w3id.org/tradegraph/doc/d%20e", sentence, begin, end, 100),)
    )


def test_text_quotes_the_sentence_and_underlines_the_number(share: list[Result]) -> None:
    lines = report_text(share, "en").splitlines()
    assert lines[0] == "r"
    at = next(i for i, line in enumerate(lines) if line.startswith("  Violation: A share lies between 0 and 100 per cent"))
    sentence, carets = lines[at + 1], lines[at + 2]
    assert sentence == "    | ASEAN took 23.4 percent of the exports of Jiangxi in the first half of 2023."
    assert sentence[carets.index("^") : carets.rindex("^") + 1] == "23.4 percent"
    assert lines[-1] == "does not conform: 2 Violation"


def test_text_in_chinese(share: list[Result]) -> None:
    text = report_text(share, "zh-hans")
    assert "违反: 占比须在 0% 至 100% 之间" in text
    assert text.endswith("不符合: 2 违反\n")


def test_wide_characters_take_two_columns() -> None:
    lines = report_text([quoted("逆差达到3亿元。", 4, 7)], "en").splitlines()
    assert lines[0] == "d e"
    assert lines[2] == "    | 逆差达到3亿元。"
    assert lines[3] == "    | " + " " * 8 + "^" * 5


def test_long_sentences_are_cut_around_the_number() -> None:
    lines = report_text([quoted("a" * 500 + "\n7%" + "b" * 500, 501, 503)], "en").splitlines()
    assert len(lines[2]) < 160
    assert lines[2][lines[3].index("^") :].startswith("7%")


def test_nothing_found_conforms() -> None:
    assert report_text([], "en") == "conforms: 0 Violation\n"
    assert json.loads(report_json([])) == {"conforms": True, "results": []}
    assert ET.fromstring(report_junit([], "en")).attrib["failures"] == "0"  # noqa: S314 - our own text


def test_only_violations_fail(undated: list[Result]) -> None:
    assert [r.severity for r in undated] == ["Info"]
    assert json.loads(report_json(undated))["conforms"] is True
    suites = ET.fromstring(report_junit(undated, "en"))  # noqa: S314 - our own text
    assert (suites.attrib["tests"], suites.attrib["failures"]) == ("1", "0")
    assert report_text(undated, "en").endswith("conforms: 0 Violation, 1 Info\n")
    assert "sh:conforms false" in report_turtle(undated)


def test_every_format_has_every_result(share: list[Result]) -> None:
    rows = json.loads(report_json(share))["results"]
    assert {(r["focus"], r["shape"]) for r in rows} == {(r.focus, r.shape) for r in share}
    assert rows[0]["quotes"][0]["text"] == "23.4 percent"
    suites = ET.fromstring(report_junit(share, "zh-hans"))  # noqa: S314 - our own text
    assert [c.attrib["name"] for c in suites.iter("testcase")] == [r["focus"] for r in rows]
    (run,) = json.loads(report_sarif(share, "en"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[r["ruleIndex"]]["helpUri"] for r in run["results"]] == [r["shape"] for r in rows]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "https://w3id.org/tradegraph/doc/r"
    assert (place["region"]["charOffset"], place["region"]["charLength"]) == (rows[0]["quotes"][0]["start"], len("23.4 percent"))
    turtle = list(ox.parse(report_turtle(share), format=ox.RdfFormat.TURTLE))
    assert sum(q.predicate.value == SH + "focusNode" for q in turtle) == len(rows)
    assert not any(isinstance(term, ox.BlankNode) for q in turtle for term in (q.subject, q.object))


def test_a_hostile_text_breaks_no_format() -> None:
    hostile = quoted("]]>&<\x00\x1b[31m\u2028'\"\u0301", 0, 5)
    ET.fromstring(report_junit([hostile], "en"))  # noqa: S314 - our own text
    assert len(json.loads(report_sarif([hostile], "en"))["runs"][0]["results"]) == 1
    text = report_text([hostile], "en")
    assert "\x1b" not in text
    assert "\u2028" not in text
