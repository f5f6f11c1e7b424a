"""The notebook face: facts of releases, or of a graph that was built, as values that show themselves with their sentences and become frames."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyoxigraph as ox

from tradegraph import questions, store, table
from tradegraph.documents import Unreadable
from tradegraph.errors import SourceError, UsageError
from tradegraph.ledger import Ledger
from tradegraph.model import Document, Observation, PolicyMeasure
from tradegraph.pipeline import extractions
from tradegraph.table import canonical
from tradegraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    import pyarrow

_SHOWN = 20
Row = Mapping[str, Any]  # of the fact table, by column
Library = Literal["pandas", "polars"]
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
        """The fact table's columns of each fact."""
        return [table.row(fact, document) for fact, document in self.held]

    def table(self) -> pyarrow.Table:
        """The fact table as Arrow, with the columns that Parquet files have; `polars.from_arrow` takes it as it is."""
        return table.arrow(self.rows())

    def frame(self, library: Library = "pandas") -> Any:
        """The fact table as a frame of pandas or polars. Raises ModuleNotFoundError where that is not installed."""
        return _frame(self.table(), library)

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
        return _shown(((table.row(fact, document), document.text) for fact, document in self.held[:_SHOWN]), len(self))


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of an answer to a question, every term as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self.rows)

    def frame(self, library: Library = "pandas") -> Any:
        """The rows as a frame of pandas or polars, every column text. Raises ModuleNotFoundError where that is not installed."""
        import pyarrow as pa

        cells = {name: pa.array([row[at] for row in self.rows], pa.string()) for at, name in enumerate(self.columns)}
        return _frame(pa.table(cells), library)

    def _repr_html_(self) -> str:
        lines = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in self.rows[:_SHOWN])
        return _table(self.columns, lines, len(self), "rows")


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph that was built, with the rows of its fact table as they were read, before corrections, and the texts by document.

    The facts are the table's rows, which `where` narrows; questions are asked of the whole graph.
    """

    path: Path
    facts: tuple[Row, ...]
    texts: Mapping[str, str]
    store: ox.Store

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.facts)

    def where(self, **columns: object) -> Graph:
        """The same graph with the facts whose columns have these values, or for which a function of the column's value is true."""
        return replace(self, facts=tuple(row for row in self.facts if all(_is(row.get(name, ""), wanted) for name, wanted in columns.items())))

    def sentence(self, row: Row) -> str:
        """The sentence that supports a fact."""
        first, last = row["sentence"]
        return self.texts[row["doc"]][first:last].strip()

    def table(self) -> pyarrow.Table:
        """The facts as Arrow, with the columns that Parquet files have."""
        return table.arrow(dict(row) for row in self.facts)

    def frame(self, library: Library = "pandas") -> Any:
        """The facts as a frame of pandas or polars. Raises ModuleNotFoundError where that is not installed."""
        return _frame(self.table(), library)

    def query(self, question: str, **parameters: str) -> Answer:
        """The answer to a named question with its parameters, to the query of a file that ends in .rq, or to SPARQL.

        Raises UsageError for a question or parameter that there is not, and for what is no SPARQL.
        """
        sparql = question if "{" in question else questions.filled(questions.find(question), parameters, load_vocabulary())
        try:
            # the default graph of a store holds everything, that of files what no graph is named for
            result = self.store.query(sparql, use_default_graph_as_union=not (self.path / store.GRAPHS).is_dir())
        except (SyntaxError, ValueError, OSError) as error:
            raise UsageError(f"query: {error}") from error
        if isinstance(result, ox.QueryBoolean):
            return Answer(("answer",), (("true" if result else "false",),))
        if isinstance(result, ox.QuerySolutions):
            names = tuple(variable.value for variable in result.variables)
            return Answer(names, tuple(tuple(_text(solution[name]) for name in names) for solution in result))
        return Answer(("subject", "predicate", "object"), tuple((_text(t.subject), _text(t.predicate), _text(t.object)) for t in result))

    def _repr_html_(self) -> str:
        return _shown(((row, self.texts[row["doc"]]) for row in self.facts[:_SHOWN]), len(self))


def graph(path: str | Path) -> Graph:
    """The graph in a build's folder, or in the folder that `tradegraph build --store` keeps.

    Raises SourceError where there is neither.
    """
    folder = Path(path)
    if (folder / store.GRAPHS).is_dir():
        with Ledger(folder / "ledger.sqlite") as ledger:
            facts, records = (tuple(table.from_lines(text.decode() for text in ledger.texts(column))) for column in ("facts", "record"))
    else:
        facts, records = (_lines(folder / name) for name in ("facts.jsonl", "documents.jsonl"))
    return Graph(folder, facts, {record["doc"]: record["text"] for record in records}, store.load([folder]))


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


def _lines(file: Path) -> tuple[dict[str, Any], ...]:
    try:
        with file.open(encoding="utf-8") as handle:
            return tuple(json.loads(line) for line in handle)
    except OSError as error:
        raise SourceError(f"{file}: {error.strerror or error}; make a build with `tradegraph build RELEASES -o NEW-FOLDER`") from error
    except ValueError as error:
        raise SourceError(f"{file}: not as a build writes it ({error}); build again") from error


def _frame(arrow: pyarrow.Table, library: Library) -> Any:
    if library == "polars":
        import polars

        return polars.from_arrow(arrow)
    return arrow.to_pandas()


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else "" if term is None else str(term)


def _shown(rows: Iterable[tuple[Row, str]], count: int) -> str:
    return _table(("value", "what", "who", "when", "sentence", "release"), "".join(_line(row, text) for row, text in rows), count, "facts")


def _table(columns: Sequence[str], lines: str, count: int, what: str) -> str:
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    rest = f"{_SHOWN} of {count} {what}" if count > _SHOWN else f"{count} {what}"
    return f'<table class="tradegraph"><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table><p>{rest}</p>'


def _line(row: Row, text: str) -> str:
    (first, last), start, end = row["sentence"], row["start"], row["end"]
    quoted = f"{html.escape(text[first:start])}<mark>{html.escape(text[start:end])}</mark>{html.escape(text[end:last])}"
    if row["kind"] == "policy":
        cells = ["", f"policy: {row['category']}, {row['status']}", row["actor"], row["period"]]
    else:
        partner = row["partner"]
        partners = [partner] if isinstance(partner, str) else partner
        about = [*(row[name] for name in ("indicator", "measure", "flow")), *partners, *(good["en"] for good in row["commodity"])]
        value = f"{row['approx']}{canonical(Decimal(str(row['value'])))} {row['unit']}"
        cells = [value, ", ".join(filter(None, [*about, row["enterprise"], row["regime"]])), row["reporter"], row["period"]]
    shown = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
    return f"<tr>{shown}<td>{quoted}</td><td>{html.escape(row['title'] or row['doc'])}</td></tr>"
