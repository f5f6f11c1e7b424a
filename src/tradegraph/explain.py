"""Explaining a reading: the text with every number coloured by its fate, and under each sentence the facts it gave and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from tradegraph.model import Applied, Extraction, Issue, Observation, PolicyMeasure
from tradegraph.table import canonical, columns

_STYLE = {"read": "bold green", "unread": "bold red"}
_IGNORED = "dim"

ISSUES: Mapping[str, str] = {
    "unknown-year": "The text gives no year and no date of publication is known. Give one in manifest.csv or in the page's meta tags.",
    "unknown-measure": "A percentage or percentage points that no word of growth, share or comparison explains. Add it to ontology/measures.ttl.",
    "unknown-unit": "A number without a unit that is known. Add the unit to ontology/units.ttl.",
    "unknown-subject": "A figure of something that is neither trade nor customs work, or whose subject was not understood.",
    "range": "One end of a range. A range states no figure; nothing is to be done.",
    "list-length": "As many figures as no list of subjects has members. Name each subject, or add the missing name to the code lists.",
    "table-row": "A row of a table of statistics with a code that no list has, or without a number. Mend it, or map its codes beside the table.",
    "table-unit": "The unit in the head of a table's column; it is read with the figures under it.",
    "absolute-change": "An absolute increase or decrease; the fact table holds levels and rates.",
    "per-day": "What is reached in each day, month or quarter, on average or at most; a fact is of one period.",
    "duration": "A span of time such as 'three years', not a figure.",
    "target": "A target or forecast; only what was reached is a fact.",
    "decoy": "A number of another kind: a code, an age, a distance, a page.",
    "unread": "No statement says what this number measures.",
    "unknown-term": "A good, zone or port that no list has; the fact stands, with a code made from the phrase. Add it to ontology/.",
    "comparison": "A rate against a period that is neither the same months of another year nor those just before: no basis fits it.",
    "unknown-sign": "The text says that some rose and some fell, but not which; no sign is guessed.",
    "other-subject": "A figure of something else than trade: output, population, freight rates, rates of exchange.",
    "ratio": "A multiple of another subject ('three times its exports to Laos'); it is no growth.",
    "arithmetic": "Two figures of the text contradict each other at their printed precision.",
}
# kinds of Issue that account for a number that is rightly no fact
IGNORED = frozenset({"range", "other-subject", "table-unit", "absolute-change", "per-day", "duration", "target", "decoy"})


def show(extraction: Extraction, console: Console) -> None:
    """Print a document sentence by sentence: numbers green (read), red (unread) or dim (ignored), then the facts, corrections and Issues."""
    document = extraction.document
    facts: dict[tuple[int, int], list[Observation | PolicyMeasure]] = {}
    rejected = [a.before for a in extraction.corrections if a.after is None]
    corrected = {id(fact): a for a in extraction.corrections if (fact := a.after or a.before) is not None}
    everything: list[Observation | PolicyMeasure] = [*extraction.observations, *extraction.policies, *rejected]
    for fact in everything:
        facts.setdefault(fact.sentence, []).append(fact)
    issues = sorted(extraction.issues, key=lambda i: i.start)
    console.print(f"[bold]{escape(document.title or document.id)}[/bold]  {document.lang}  {document.published or 'no date'}")
    if extraction.about:
        console.print("about " + ", ".join(f"{escape(reporter)} ({probability:.2f})" for reporter, probability in extraction.about), highlight=False)
    spans = sorted(facts)
    at = 0
    for start, end in [*spans, (len(document.text), len(document.text))]:
        if start > at:
            _paragraph(extraction, at, start, console)
            _issues((i for i in issues if at <= i.start < start), console)
        if end > max(start, at):
            _paragraph(extraction, max(start, at), end, console)
            for fact in sorted(facts.get((start, end), ()), key=lambda f: f.start):
                console.print(_fact(fact), highlight=False)
                if (applied := corrected.get(id(fact))) is not None:
                    console.print(_correction(applied), highlight=False)
            _issues((i for i in issues if max(start, at) <= i.start < end), console)
            at = end
    console.print(_totals(extraction), highlight=False)


def _paragraph(extraction: Extraction, start: int, end: int, console: Console) -> None:
    text = Text(extraction.document.text[start:end].strip("\n"))
    shift = start + len(extraction.document.text[start:end]) - len(extraction.document.text[start:end].lstrip("\n"))
    ignored = _ignored(extraction)
    for fate in extraction.fates:
        if start <= fate.start < end:
            style = _STYLE[fate.fate] if fate.fate == "read" or (fate.start, fate.end) not in ignored else _IGNORED
            text.stylize(style, fate.start - shift, fate.end - shift)
    if text.plain.strip():
        console.print(text, highlight=False)


def _fact(fact: Observation | PolicyMeasure) -> str:
    if isinstance(fact, PolicyMeasure):
        return f"  [cyan]policy[/cyan] {escape(fact.text)}  actor={escape(fact.actor)} category={fact.category} status={fact.status}"
    slots = {
        "reporter": fact.reporter, "period": fact.period, "flow": fact.flow, "partner": ",".join(fact.partner),
        "commodity": ",".join(c.text for c in fact.commodity), "enterprise": fact.enterprise, "regime": fact.regime, "basis": fact.basis,
        "ref": fact.ref, "base": fact.base, "scope": fact.scope, "rank_of": fact.rank_of,
    }  # fmt: skip
    stated = " ".join(f"{name}={escape(value)}" for name, value in slots.items() if value)
    why = f"  [dim]because of {escape(', '.join(fact.why))}[/dim]" if fact.why else ""
    return (
        f"  [green]{escape(fact.text)}[/green] → {fact.indicator} {fact.measure} {fact.approx}{canonical(fact.value)} {escape(_unit(fact))}"
        f"  {stated}  confidence={canonical(fact.confidence)}{why}"
    )


def _unit(fact: Observation) -> str:
    """The unit of a figure, with what it is counted by: CNY/t."""
    _, per, by = fact.quantity_unit.partition("/")
    return f"{fact.unit}/{by}" if per and fact.measure == "level" else fact.unit


def _correction(applied: Applied) -> str:
    correction = applied.correction
    was, now = columns(applied.before), columns(applied.after or applied.before)
    changed = ", ".join(f"{name}={was[name]}" for name in was if was[name] != now[name])
    what = _DONE[correction.verdict] + (f" (was {escape(changed)})" if changed else "")
    return f"    [magenta]{what}[/magenta] by {escape(correction.creator)} on {correction.created}: {escape(correction.reason)}"


_DONE = {"accept": "accepted", "reject": "rejected", "replace": "replaced"}


def _issues(issues: Iterable[Issue], console: Console) -> None:
    for issue in issues:
        console.print(f"  [red]{issue.code}[/red] {escape(issue.text)}: {escape(issue.note)}", highlight=False)


def _ignored(extraction: Extraction) -> set[tuple[int, int]]:
    """Where the numbers stand that are rightly no facts."""
    return {(i.start, i.end) for i in extraction.issues if i.code in IGNORED}


def _totals(extraction: Extraction) -> str:
    ignored = _ignored(extraction)
    read = sum(f.fate == "read" for f in extraction.fates)
    aside = sum(f.fate != "read" and (f.start, f.end) in ignored for f in extraction.fates)
    return f"{len(extraction.fates)} numbers: {read} read, {aside} ignored, {len(extraction.fates) - read - aside} unread"
