"""Reports: what validation found, as text that quotes the sentence, as JSON, JUnit, SARIF and as a SHACL report in Turtle."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from tradegraph.shapes import Result
from tradegraph.vocabulary import RDF, XSD

_SH = "http://www.w3.org/ns/shacl#"
_REPORT = "https://w3id.org/tradegraph/report/"
_DOC = re.compile(r"/doc/([^/#]+)")
_CHARS = re.compile(r"#char=(\d+),(\d+)")
_RANK = {"Violation": 0, "Warning": 1, "Info": 2}


def document_of(result: Result) -> str:
    """The id of the document whose graph a result is about; empty where it is about none."""
    match = _DOC.search(result.focus)
    return match.group(1) if match else ""


def report_text(results: Sequence[Result], texts: Mapping[str, str], lang: str) -> str:
    """By document: each result with what to do and, where its focus is a stretch of text, that text."""
    if not results:
        return "conforms: no violations\n"
    lines = []
    for doc in sorted({document_of(r) for r in results}):
        lines.append(doc or "(no document)")
        for result in sorted((r for r in results if document_of(r) == doc), key=lambda r: (_RANK.get(r.severity, 3), r.focus, r.shape)):
            lines.append(f"  {result.severity}: {result.message(lang)}")
            lines.append(f"    at {result.focus}")
            if result.value:
                lines.append(f"    value {result.value}")
            span = _CHARS.search(result.focus)
            if span and doc in texts:
                lines.append(f"    text {texts[doc][int(span.group(1)) : int(span.group(2))]!r}")
    violations = sum(r.severity == "Violation" for r in results)
    lines.append(f"{'does not conform' if violations else 'conforms'}: {violations} violations, {len(results) - violations} others")
    return "\n".join(lines) + "\n"


def report_json(results: Sequence[Result]) -> str:
    rows = [
        {"document": document_of(r), "focus": r.focus, "shape": r.shape, "component": r.component, "path": r.path, "value": r.value,
         "severity": r.severity, "message": dict(r.messages)}
        for r in results
    ]  # fmt: skip
    return json.dumps({"conforms": not any(r.severity == "Violation" for r in results), "results": rows}, ensure_ascii=False, indent=2) + "\n"


def report_junit(results: Sequence[Result], lang: str) -> str:
    failures = [r for r in results if r.severity == "Violation"]
    out = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuite name="tradegraph validate" tests="{max(1, len(results))}" failures="{len(failures)}">',
    ]
    if not results:
        out.append('  <testcase name="graph conforms"/>')
    for result in results:
        out.append(f"  <testcase classname={quoteattr(result.shape)} name={quoteattr(result.focus)}>")
        if result.severity == "Violation":
            out.append(f"    <failure message={quoteattr(result.message(lang))}>{escape(result.value)}</failure>")
        out.append("  </testcase>")
    out.append("</testsuite>")
    return "\n".join(out) + "\n"


def report_sarif(results: Sequence[Result], lang: str) -> str:
    """SARIF 2.1.0 (OASIS), one result a line of the log."""
    level = {"Violation": "error", "Warning": "warning", "Info": "note"}
    rules = sorted({r.shape for r in results})
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "tradegraph", "rules": [{"id": rule} for rule in rules]}},
                "results": [
                    {"ruleId": r.shape, "level": level.get(r.severity, "note"), "message": {"text": r.message(lang)},
                     "locations": [{"physicalLocation": {"artifactLocation": {"uri": r.focus}}}]}
                    for r in results
                ],
            }
        ],
    }  # fmt: skip
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def report_turtle(results: Sequence[Result]) -> str:
    """A sh:ValidationReport without blank nodes: each result is named by a hash of what it says."""
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
        ):
            if value.startswith(("http:", "https:", "urn:")):
                say(node, _SH + name, ox.NamedNode(value))
        if result.value:
            say(node, _SH + "value", ox.Literal(result.value))
        for lang, message in result.messages:
            say(node, _SH + "resultMessage", ox.Literal(message, language=lang) if lang else ox.Literal(message))
    data = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes={"sh": _SH, "xsd": XSD})
    return data.decode() if data is not None else ""
