"""Reports: what validation found, as text that quotes the sentence, as JSON, JUnit, SARIF and as a SHACL report in Turtle.

Every report gives the same results in the same order: by document, the worst first. The words of a report are Turtle, shapes/report.ttl.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby
from urllib.parse import unquote
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from tradegraph import __version__
from tradegraph.shapes import SHAPE, Quote, Result, wording
from tradegraph.vocabulary import PROV, RDF, XSD

_SH = "http://www.w3.org/ns/shacl#"
_REPORT = "https://w3id.org/tradegraph/report/"
_INSIDE = re.compile(r"#char=|/obs/|/policy/|/data$")
_RANK = {"Violation": 0, "Warning": 1, "Info": 2}
_LEVEL = {"Violation": "error", "Warning": "warning", "Info": "note"}
_AROUND = 70  # columns of a sentence shown on either side of the number
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def document_of(result: Result) -> str:
    """The id of the document whose graph a result is about; empty where it is about none."""
    inside = _INSIDE.search(result.focus)
    release = result.focus[: inside.start()] if inside else result.focus if "/doc/" in result.focus else ""
    release = release or next((q.document for q in result.quotes), "")
    return unquote(release.rpartition("/")[2])


def _ordered(results: Sequence[Result]) -> list[Result]:
    return sorted(results, key=lambda r: (document_of(r), _RANK.get(r.severity, 3), r.focus, r.shape, r))


# ---------------------------------------------------------------------- text


def report_text(results: Sequence[Result], lang: str) -> str:
    """By document: each result with what to do and its sentence, the number underlined."""
    words = wording("report", lang)
    lines: list[str] = []
    for doc, found in groupby(_ordered(results), key=document_of):
        lines += [doc or words["word-shared"]]
        for result in found:
            lines.append(f"  {words[result.severity]}: {result.message(lang)}")
            lines += _quoted(result, doc)
            if result.value and result.value != result.focus:
                lines.append(f"    {words['word-value']} {result.value}")
            lines.append(f"    {words['word-shape']} {result.shape.removeprefix(SHAPE)}, {words['word-node']} {result.focus}")
        lines.append("")
    counts = [f"{n} {words[severity]}" for severity in _RANK if (n := sum(r.severity == severity for r in results)) or severity == "Violation"]
    lines.append(f"{words['word-fails' if _violated(results) else 'word-conforms']}: {', '.join(counts)}")
    return "\n".join(lines) + "\n"


def _quoted(result: Result, doc: str) -> list[str]:
    """The sentences of a result; what stands in another document than the one at hand is headed by its id."""
    lines = []
    for quote in result.quotes:
        release = unquote(quote.document.rpartition("/")[2])
        lines += [*([f"    {release}"] if release not in {"", doc} else []), *_underlined(quote)]
    return lines


def _underlined(quote: Quote) -> list[str]:
    """The sentence on one line, cut around the number, and a line of carets under the number."""
    before, number, after = (_one_line(quote.sentence[slice(*span)]) for span in ((None, quote.begin), (quote.begin, quote.end), (quote.end, None)))
    before = _cut(before[::-1])[::-1]
    lines = [f"    | {before}{number}{_cut(after)}"]
    if number:
        lines.append(f"    | {' ' * _columns(before)}{'^' * _columns(number)}")
    return lines


def _one_line(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)


def _cut(text: str) -> str:
    width = 0
    for at, char in enumerate(text):
        width += _columns(char)
        if width > _AROUND:
            return text[:at] + "\u2026"
    return text


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes (Unicode Standard Annex 11)."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _violated(results: Sequence[Result]) -> bool:
    return any(r.severity == "Violation" for r in results)


# ---------------------------------------------------------------------- for machines


def report_json(results: Sequence[Result]) -> str:
    """`conforms` is about Violations; every result with both messages and its sentences."""
    rows = [
        {"document": document_of(r), "severity": r.severity, "shape": r.shape, "focus": r.focus, "path": r.path, "value": r.value,
         "component": r.component, "message": dict(r.messages), "quotes": [_quote(q) for q in r.quotes]}
        for r in _ordered(results)
    ]  # fmt: skip
    return json.dumps({"conforms": not _violated(results), "results": rows}, ensure_ascii=False, indent=2) + "\n"


def _quote(quote: Quote) -> Mapping[str, object]:
    start = quote.offset + quote.begin
    return {"sentence": quote.sentence, "start": start, "end": quote.offset + quote.end, "text": quote.sentence[quote.begin : quote.end]}


def report_junit(results: Sequence[Result], lang: str) -> str:
    """A test suite for each document, a test case for each result; only Violations are failures."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="tradegraph validate" {_counts(results)}>']
    if not results:
        out.append('  <testsuite name="tradegraph" tests="1" failures="0">\n    <testcase classname="tradegraph" name="conforms"/>\n  </testsuite>')
    for doc, group in groupby(_ordered(results), key=document_of):
        found = list(group)
        out.append(f"  <testsuite name={_attribute(doc or 'tradegraph')} {_counts(found)}>")
        for result in found:
            out.append(f"    <testcase classname={_attribute(result.shape.removeprefix(SHAPE))} name={_attribute(result.focus)}>")
            said = "\n".join([*_quoted(result, doc), result.value])
            if result.severity == "Violation":
                out.append(f'      <failure type="Violation" message={_attribute(result.message(lang))}>{_xml(said)}</failure>')
            else:
                out.append(f"      <system-out>{_xml(f'{result.severity}: {result.message(lang)}')}\n{_xml(said)}</system-out>")
            out.append("    </testcase>")
        out.append("  </testsuite>")
    out.append("</testsuites>")
    return "\n".join(out) + "\n"


def _counts(results: Sequence[Result]) -> str:
    return f'tests="{max(1, len(results))}" failures="{sum(r.severity == "Violation" for r in results)}"'


def _xml(text: str) -> str:
    """Text that XML 1.0 can hold; other characters become a replacement character."""
    return escape(_NOT_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))


def report_sarif(results: Sequence[Result], lang: str) -> str:
    """SARIF 2.1.0 (OASIS): each shape a rule, each result with the region of its number in the text of the release."""
    ordered = _ordered(results)
    messages = {r.shape: dict(r.messages) for r in ordered}
    rules = sorted(messages)
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "tradegraph",
                        "version": __version__,
                        "rules": [
                            {"id": rule.removeprefix(SHAPE), "helpUri": rule,
                             "fullDescription": {"text": messages[rule].get(lang) or messages[rule].get("en", "")}}
                            for rule in rules
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {"ruleId": r.shape.removeprefix(SHAPE), "ruleIndex": rules.index(r.shape), "level": _LEVEL.get(r.severity, "none"),
                     "message": {"text": r.message(lang)}, "locations": _locations(r)}
                    for r in ordered
                ],
            }
        ],
    }  # fmt: skip
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _locations(result: Result) -> list[Mapping[str, object]]:
    named = [{"fullyQualifiedName": result.focus}]
    if not result.quotes:
        return [{"physicalLocation": {"artifactLocation": {"uri": result.focus}}, "logicalLocations": named}]
    return [
        {"physicalLocation": {
            "artifactLocation": {"uri": quote.document or result.focus},
            "region": {"charOffset": quote.offset + quote.begin, "charLength": quote.end - quote.begin,
                       "snippet": {"text": quote.sentence[quote.begin : quote.end]}},
            "contextRegion": {"charOffset": quote.offset, "charLength": len(quote.sentence), "snippet": {"text": quote.sentence}},
         }, "logicalLocations": named}
        for quote in result.quotes
    ]  # fmt: skip


def report_turtle(results: Sequence[Result]) -> str:
    """A sh:ValidationReport (SHACL, section 3.6) without blank nodes: each result is named by a hash of what it says."""
    triples: set[ox.Triple] = set()
    report = ox.NamedNode(_REPORT + "this")

    def say(subject: ox.NamedNode, name: str, value: ox.NamedNode | ox.Literal) -> None:
        triples.add(ox.Triple(subject, ox.NamedNode(name), value))

    conforms = not results  # sh:conforms follows the standard: false with any result
    say(report, RDF + "type", ox.NamedNode(_SH + "ValidationReport"))
    say(report, _SH + "conforms", ox.Literal("true" if conforms else "false", datatype=ox.NamedNode(XSD + "boolean")))
    for result in results:
        digest = hashlib.sha256("\n".join((result.focus, result.shape, result.component, result.path, result.value)).encode()).hexdigest()[:20]
        node = ox.NamedNode(_REPORT + digest)
        say(report, _SH + "result", node)
        say(node, RDF + "type", ox.NamedNode(_SH + "ValidationResult"))
        say(node, _SH + "resultSeverity", ox.NamedNode(_SH + result.severity))
        for name, value in (
            ("focusNode", result.focus),
            ("sourceShape", result.shape),
            ("sourceConstraintComponent", result.component),
            ("resultPath", result.path),
            ("value", result.value),
        ):
            if value:
                say(node, _SH + name, _named_or_literal(value))
        for quote in result.quotes:
            if quote.document:
                start, end = quote.offset + quote.begin, quote.offset + quote.end
                say(node, PROV + "wasQuotedFrom", ox.NamedNode(f"{quote.document}#char={start},{end}"))
        for lang, message in result.messages:
            say(node, _SH + "resultMessage", ox.Literal(message, language=lang) if lang else ox.Literal(message))
    data = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes={"prov": PROV, "sh": _SH, "xsd": XSD})
    return data.decode() if data is not None else ""


def _named_or_literal(value: str) -> ox.NamedNode | ox.Literal:
    if value.startswith(("http:", "https:", "urn:")):
        try:
            return ox.NamedNode(value)
        except ValueError:  # a text that only begins like an IRI
            pass
    return ox.Literal(value)
