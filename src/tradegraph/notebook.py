"""The notebook face: facts of releases as a value that shows itself with its sentences, and as a table for pyarrow, pandas and polars."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tradegraph import table
from tradegraph.documents import Unreadable
from tradegraph.model import Document, Observation, PolicyMeasure
from tradegraph.pipeline import extractions
from tradegraph.table import canonical
from tradegraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    import pandas
    import pyarrow

_SHOWN = 20
Fact = Observation | PolicyMeasure


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts with the documents that state them, in the order of the texts; `unreadable` names the sources that could not be read."""

    held: tuple[tuple[Fact, Document], ...]
    unreadable: tuple[Unreadable, ...] = ()

    def __len__(self) -> int:
        return len(self.held)

    def __iter__(self) -> Iterator[Fact]:
        return (fact for fact, _ in self.held)

    def rows(self) -> list[dict[str, Any]]:
        """FACTS.md's columns of each fact."""
        return [table.row(fact, document) for fact, document in self.held]

    def table(self) -> pyarrow.Table:
        """The fact table as Arrow, with the columns that Parquet files have; `polars.from_arrow` takes it as it is."""
        return table.arrow(self.rows())

    def frame(self) -> pandas.DataFrame:
        """The fact table as a pandas frame. Raises ModuleNotFoundError where pandas is not installed."""
        return self.table().to_pandas()

    def where(self, **columns: object) -> Facts:
        """The facts whose columns have these values, or for which a function of the column's value is true."""
        kept = tuple(held for held in self.held if all(_is(table.row(*held).get(name, ""), wanted) for name, wanted in columns.items()))
        return replace(self, held=kept)

    def sentence(self, fact: Fact) -> str:
        """The sentence that supports a fact. Raises KeyError for a fact that is not among these."""
        for own, document in self.held:
            if own is fact:
                return document.text[slice(*fact.sentence)].strip()
        raise KeyError(fact)

    def _repr_html_(self) -> str:
        lines = "".join(_line(fact, document) for fact, document in self.held[:_SHOWN])
        head = "".join(f"<th>{name}</th>" for name in ("value", "what", "who", "when", "sentence", "release"))
        rest = f"<p>{_SHOWN} of {len(self)} facts</p>" if len(self) > _SHOWN else f"<p>{len(self)} facts</p>"
        return f'<table class="tradegraph"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{rest}'


def read(*sources: str) -> Facts:
    """The facts of texts, folders and whatever else `tradegraph facts` reads."""
    missing: list[Unreadable] = []
    held: list[tuple[Fact, Document]] = []
    for extraction in extractions(sources, load_vocabulary(), missing.append):
        found: list[Fact] = [*extraction.observations, *extraction.policies]
        held += ((fact, extraction.document) for fact in sorted(found, key=lambda f: (f.start, f.end, isinstance(f, PolicyMeasure))))
    return Facts(tuple(held), tuple(missing))


def _is(value: object, wanted: object) -> bool:
    return bool(wanted(value)) if callable(wanted) else value == wanted


def _line(fact: Fact, document: Document) -> str:
    first, last = fact.sentence
    text = document.text
    quoted = f"{html.escape(text[first : fact.start])}<mark>{html.escape(text[fact.start : fact.end])}</mark>{html.escape(text[fact.end : last])}"
    if isinstance(fact, PolicyMeasure):
        cells = ["", f"policy: {fact.category}, {fact.status}", fact.actor, fact.period]
    else:
        about = [fact.indicator, fact.measure, fact.flow, *fact.partner, *(c.en for c in fact.commodity), fact.enterprise, fact.regime]
        cells = [f"{fact.approx}{canonical(fact.value)} {fact.unit}", ", ".join(filter(None, about)), fact.reporter, fact.period]
    shown = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
    return f"<tr>{shown}<td>{quoted}</td><td>{html.escape(document.title or document.id)}</td></tr>"
