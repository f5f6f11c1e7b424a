"""The command line: parses, calls, prints, exits. 0 done, 1 violations found, 2 usage or unreadable input."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

import click
import pyoxigraph as ox
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from tradegraph import __version__, codes, corrections, difference, questions, scoring, store, table, terms
from tradegraph.claims import claims_of_quads, ranks
from tradegraph.consistency import check, quoted_in, without_effect
from tradegraph.documents import Unreadable, count
from tradegraph.errors import SourceError, TradegraphError, UsageError
from tradegraph.evaluation import Limits
from tradegraph.explain import ISSUES, show
from tradegraph.explorer import SHIPPED, drawings, page
from tradegraph.explorer.interface import LANGUAGES
from tradegraph.guide import write_guide
from tradegraph.links import figures_of, names_of, network, read_graph, to_gexf, to_graphml, trade_links
from tradegraph.pipeline import SECONDS, Summary, extractions, samples_directory
from tradegraph.pipeline import build as build_graph
from tradegraph.pipeline import validate as validate_graph
from tradegraph.processes import forerun
from tradegraph.reconcile import gather, reconcile
from tradegraph.reference import write_reference
from tradegraph.reports import report_json, report_junit, report_sarif, report_text, report_turtle
from tradegraph.shapes import ENGINES
from tradegraph.vocabulary import DOC, load_vocabulary


class _Group(click.Group):
    """Commands in the order of use, and our own faults in one line without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # the same bytes on every system
        try:
            return super().invoke(ctx)
        except TradegraphError as error:
            click.echo(f"tradegraph: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:  # whoever read our output has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            said = f"{where}cannot be read or written ({error.strerror or error}); check the path, and the space on the disk"
            click.echo(f"tradegraph: {said}", err=True)
            ctx.exit(2)


def _iri(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """An absolute IRI, or nothing where the option is not given."""
    if value is None:
        return None
    try:
        ox.NamedNode(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no absolute IRI; write one such as https://example.org/doc/", ctx, param) from None
    return value


class _Seconds(click.FloatRange):
    """A time in seconds: at least a tenth, at most a day."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(0.1, 86_400)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds: float = super().convert(value, param, ctx)
        if math.isnan(seconds):  # which is in every range
            self.fail(f"{value!r} is no number of seconds.", param, ctx)
        return seconds


_CORRECTIONS = click.option(
    "--corrections",
    "corrected_by",
    multiple=True,
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="A file of corrections besides the corrections.ttl of the sources' folders; may be repeated.",
)


_SECONDS = click.option("--seconds", type=_Seconds(), default=SECONDS, show_default=True, help="Time that one document may take.")


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tradegraph")
def main() -> None:
    """Read releases on China's regional foreign trade, in Chinese and English, into a validated knowledge graph.

    SOURCES are files of one release (.txt, .html, .pdf, tables as .csv or .parquet) or of many (.jsonl, .warc), also packed (.gz, .zip), folders
    with their subfolders, patterns, addresses that fsspec knows (s3://…), or - for one text on standard input. Where a folder has a manifest.csv
    (columns doc, lang, published, title), the files of that folder which it lists are read, with its dates. What lies in a folder and is not read
    is named on standard error. Start with:

    \b
      tradegraph build -o out/samples                 the sample releases of the package
      tradegraph query top-partners out/samples --param region=Fujian
      tradegraph explain RELEASE.txt                  what was read from a text, and why
    """


@main.command()
@click.argument("sources", nargs=-1)
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True, help="Folder to write to.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["nt", "nq", "jsonld", "rdfxml"]), help="A further syntax for the graph; may be repeated."
)
@click.option("--base", default=DOC, show_default=True, callback=_iri, help="Namespace of the documents' IRIs.")
@_CORRECTIONS
@click.option(
    "--store",
    "kept",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of a store to keep beside the files: queries run on it, and the next build reads only what has changed.",
)
@click.option(
    "--on", "cluster", default="", metavar="MASTER", help="Build with Spark, as in spark, spark://HOST:7077, or yarn; spark is this machine's."
)
@click.option("--jobs", type=click.IntRange(0, 1024), default=0, metavar="N", help="Processes to read with; by default one for each core.")
@_SECONDS
def build(
    sources: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    base: str,
    corrected_by: tuple[Path, ...],
    kept: Path | None,
    cluster: str,
    jobs: int,
    seconds: float,
) -> None:
    """Read, extract, map, reconcile, validate and write a graph; without SOURCES, of the sample releases.

    Writes graph.ttl (everything), graph.trig (a named graph for each release and one of their consensus), facts.jsonl, facts.csv,
    issues.jsonl, documents.jsonl, report.ttl and report.txt. Corrections change the graph and leave the fact table as it was read.
    Exits with 1 where the graph violates a shape.
    """
    started = time.monotonic()
    names = list(sources) or [str(samples_directory())]
    if cluster:
        if kept is not None or formats:
            raise UsageError("--on writes N-Quads and Parquet; leave out --store and --format")
        from tradegraph.cluster import build_on_spark  # only this needs Spark

        master = "local[*]" if cluster == "spark" else cluster
        _summary(build_on_spark(names, str(out), load_vocabulary(), master, base=base, corrected_by=corrected_by), str(out / "report"), started, out)
        return
    if jobs > 1:
        forerun()  # while this process reads the vocabulary
    known = load_vocabulary()
    again = kept is not None and kept.is_dir() and any(kept.iterdir())
    with _progress() as bar:
        task = bar.add_task("reading", total=None if bar.disable else count(names))
        summary = build_graph(
            names,
            out,
            known,
            formats=formats,
            base=base,
            corrected_by=corrected_by,
            kept=kept,
            jobs=jobs,
            seconds=seconds,
            progress=lambda _: bar.advance(task),
        )
    _summary(summary, str(out / "report.txt"), started, out, again=again)


def _progress() -> Progress:
    """A bar with the rate and the remaining time, where there is a screen."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


class _Rate(ProgressColumn):
    """Documents a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f} a second" if task.speed else "")


def _summary(summary: Summary, report: str, started: float, out: Path, *, again: bool = False) -> None:
    """Print what a build gave, and exit."""
    _complain(summary.unreadable)
    click.echo(f"documents   {summary.documents}")
    if again:
        click.echo(f"unchanged   {summary.unchanged}, {summary.removed} removed")
    counted, consensus = summary.counted, summary.consensus
    click.echo(f"facts       {_counted(counted.statistics, 'statistic')}, {_counted(counted.policies, 'policy measure')}")
    click.echo(f"issues      {counted.issues}")
    idle = sum("/consistency-correction-" in r.shape for r in summary.results)
    if counted.corrected or idle:
        click.echo(f"corrections {counted.corrected} applied, {idle} without effect")
    if summary.reposts:
        click.echo(f"reposts     {summary.reposts}, counted with their originals")
    figures, estimates = _counted(consensus.agreements, "figure"), _counted(consensus.estimates, "estimate")
    click.echo(f"consensus   {figures}, {consensus.shared} of several releases, {estimates}")
    click.echo(f"differing   {_counted(consensus.conflicts, 'conflict')}, {_counted(consensus.revisions, 'revision')}")
    if consensus.left_out:
        click.echo(f"left out    {_counted(consensus.left_out, 'figure')} that others of their release exclude: see {report}")
    click.echo(f"triples     {summary.triples}")
    violations = sum(r.severity == "Violation" for r in summary.results)
    warnings = sum(r.severity == "Warning" for r in summary.results)
    click.echo(f"warnings    {warnings}" + (f": see {report}" if warnings else ""))
    click.echo("conforms    " + ("yes" if summary.conforms else f"no, {_counted(violations, 'violation')}: see {report}"))
    click.echo(f"seconds     {time.monotonic() - started:.1f}")
    click.echo(f"written to  {out}")
    sys.exit(0 if summary.conforms else 1)


@main.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--format", "syntax", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output otherwise.")
@click.option("--bom", is_flag=True, help="Start the CSV with a byte-order mark, for spreadsheets that want one.")
@_SECONDS
def facts(sources: tuple[str, ...], syntax: str, output: Path | None, bom: bool, seconds: float) -> None:
    """Print the fact table: one row for each statistic and policy measure, with its sentence's offsets."""
    missing: list[Unreadable] = []
    found = extractions(sources, load_vocabulary(), missing.append, seconds)
    records = (record for extraction in found for record in table.rows(extraction))
    if syntax == "parquet":
        if output is None and sys.stdout.isatty():
            raise UsageError("Parquet is binary; give a file with -o")
        with nullcontext(sys.stdout.buffer) if output is None else _writing(output, "wb") as binary:
            table.write_parquet(records, binary)
    elif output is not None:
        with _writing(output, "w", "utf-8-sig" if bom else "utf-8") as handle:
            _write_rows(records, syntax, handle)
    else:
        if bom and syntax == "csv":
            click.echo("\ufeff", nl=False)
        _write_rows(records, syntax, sys.stdout)
    _complain(missing)
    _leave(missing)


def _writing(output: Path, mode: str, encoding: str | None = None) -> IO[Any]:
    """A file open for writing, in a folder that is made for it. Raises SourceError where that cannot be."""
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        return output.open(mode, encoding=encoding, newline="" if encoding else None)
    except OSError as error:
        raise SourceError(f"{output}: cannot be written ({error.strerror or error}); choose another file with -o") from error


def _write_rows(records: Iterable[dict[str, object]], syntax: str, handle: object) -> None:
    if syntax == "csv":
        table.write_csv(records, handle)  # type: ignore[arg-type]
    else:
        for record in records:
            handle.write(table.json_line(record) + "\n")  # type: ignore[attr-defined]


@main.command()
@click.argument("sources", nargs=-1)
@click.option("--issue", metavar="CODE", help="Say what an Issue code means and what to do; 'all' lists them.")
@click.option("--width", type=click.IntRange(20), help="Columns of the output, 20 at least.")
@_CORRECTIONS
@click.option("--correct", is_flag=True, help="Write stubs of corrections instead, to be filled in and kept in corrections.ttl.")
@click.option("--at", default="", metavar="START-END|TEXT", help="With --correct: only for the readings at these offsets, or of this text.")
@_SECONDS
def explain(
    sources: tuple[str, ...], issue: str | None, width: int | None, corrected_by: tuple[Path, ...], correct: bool, at: str, seconds: float
) -> None:
    """Show a text with each number coloured by its fate, and what was read from each sentence and why.

    A reading that is wrong is corrected in a file corrections.ttl beside its text; start it with --correct:

    \b
      tradegraph explain RELEASE.txt --correct --at "12.5 percent" >> corrections.ttl
    """
    if issue is not None:
        if issue != "all" and issue not in ISSUES:
            raise UsageError(f"no Issue code {issue!r}; the codes are {', '.join(sorted(ISSUES))}")
        for code in sorted(ISSUES) if issue == "all" else [issue]:
            click.echo(f"{code}: {ISSUES[code]}")
        return
    if not sources:
        raise UsageError("give a text to explain, or --issue CODE")
    missing: list[Unreadable] = []
    console = Console(width=width)
    known = load_vocabulary()
    if at and not correct:
        raise UsageError("--at says which readings --correct writes stubs for; give both")
    decisions = () if correct else corrections.decided(sources, corrected_by, known)
    stubs = 0
    for extraction in extractions(sources, known, missing.append, seconds):
        if correct:
            written = corrections.stub(extraction, at)
            stubs += bool(written)
            click.echo(written, nl=False)
        else:
            corrected, unmatched = corrections.correct(extraction, decisions, known)
            show(corrected, console)
            for result in without_effect(unmatched):
                click.echo(f"{result.severity}: {result.message('en')} {result.value}")
    _complain(missing)
    if correct and not stubs and not any(not item.aside for item in missing):
        raise UsageError(f"nothing is read at {at!r}; look at the text with `tradegraph explain`" if at else "nothing is read from these texts")
    _leave(missing)


@main.command()
@click.argument("graphs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "syntax", type=click.Choice(["text", "json", "junit", "sarif", "turtle"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the messages.")
@click.option("--cube", is_flag=True, help="Also check the integrity constraints of the RDF Data Cube vocabulary and the code lists.")
@click.option("--consistency", is_flag=True, help="Also compare the figures of all releases with each other; holds the figures in memory.")
@click.option(
    "--engine", type=click.Choice(ENGINES), default="auto", show_default=True, help="SHACL engine: pyshacl is the reference, shacl the fast one."
)
def validate(graphs: tuple[Path, ...], syntax: str, lang: str, cube: bool, consistency: bool, engine: str) -> None:
    """Check GRAPHS, files or the folder of a build, against the shapes, and quotations against their sentences; exit 1 where one is violated.

    Releases are checked one by one, so that a graph with names for them (.trig, .nq) may be larger than memory. Figures that
    contradict each other are Warnings, with the sentences that state them.
    """
    graphs = tuple(store.graph_of(path) for path in graphs)
    results = validate_graph(lambda: store.parse(graphs), engine=engine, constraints=cube)
    if consistency:
        together = reconcile(gather(claims_of_quads(store.parse(graphs), ranks(load_vocabulary()))))
        results = sorted([*results, *check(together, lambda wanted: quoted_in(lambda: store.parse(graphs), wanted))])
    tag = "zh-hans" if lang == "zh" else "en"
    written = {
        "text": lambda: report_text(results, tag),
        "json": lambda: report_json(results),
        "junit": lambda: report_junit(results, tag),
        "sarif": lambda: report_sarif(results, tag),
        "turtle": lambda: report_turtle(results),
    }
    click.echo(written[syntax](), nl=False)
    sys.exit(1 if any(r.severity == "Violation" for r in results) else 0)


@main.command()
@click.argument("name", required=False)
@click.argument("graphs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="Set a parameter of a named question; may be repeated.")
@click.option("--format", "syntax", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
@click.option("--codes", "short", is_flag=True, help="In csv and json too, codes as the fact table has them in place of IRIs.")
@click.option("--timeout", type=_Seconds(), default=60, show_default=True, help="Seconds after which the query is ended.")
@click.option("--show", "text", is_flag=True, help="Print the SPARQL text instead of running it.")
def query(name: str | None, graphs: tuple[Path, ...], params: tuple[str, ...], syntax: str, short: bool, timeout: float, text: bool) -> None:
    """Ask a named question, or the SPARQL query in a file, of GRAPHS: files or the folder of a build or of a store (default: out/graph.ttl).

    Without a name, lists the questions with their parameters. A place, partner or good is a code in either spelling, port:gyirong or
    port-gyirong, or a name that means one of them; a period is 2025-01/2025-06, 2025, 2025H1, 2025Q1 or 2025-06:

    \b
      tradegraph query region-series out --param region=350000
      tradegraph query largest-traders out --param when=2025H1

    A table has codes and periods as the fact table spells them, with ~ > < before what a text hedges, and leaves out columns that narrow
    nothing in any row. CSV is that of SPARQL 1.1 (Query Results CSV), with IRIs as they are and all columns; with --codes it has codes.
    """
    if name is None:
        for each in questions.named():
            click.echo(f"{each.name:22} {each.answers}")
            for parameter in each.parameters:
                click.echo(f"{'':24} {parameter.name}: {parameter.meaning}")
        return
    question = questions.find(name)
    values = {}
    for param in params:
        key, mark, value = param.partition("=")
        if not mark:
            raise UsageError(f"--param {param!r}: write NAME=VALUE")
        values[key] = value
    sparql = questions.filled(question, values, load_vocabulary()) if values else question.sparql
    if text:
        click.echo(sparql, nl=False)
        return
    graphs = graphs or (Path("out/graph.ttl"),)
    columns, rows = store.query(graphs, sparql, seconds=timeout)
    if not rows:
        click.echo(f"tradegraph: {questions.without_answers(question, values, ' '.join(map(str, graphs)))}", err=True)
    elif used := questions.defaults(question, values):
        click.echo(f"tradegraph: {', '.join(used)}", err=True)
    if short or syntax == "table":
        rows = [[codes.shown(cell) for cell in row] for row in rows]
    if syntax == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif syntax == "json":
        click.echo(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=2))
    else:
        _print_table(columns, rows)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table without the columns that narrow nothing; as wide as its codes need where no screen sets the width."""
    telling = [at for at, _ in enumerate(columns) if not rows or any(row[at] not in codes.NOTHING for row in rows)]
    widths = [min(max(map(cell_len, (columns[at], *(row[at] for row in rows)))), _WIDEST) for at in telling]
    grid = Table(*(Column(columns[at], overflow="fold", max_width=_WIDEST) for at in telling))  # a code that is cut off is no code
    for row in rows:
        grid.add_row(*(escape(row[at]) for at in telling))
    Console(width=None if sys.stdout.isatty() else sum(widths) + 3 * len(widths) + 1).print(grid)


_WIDEST = 60  # characters of a line of a cell


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "syntax", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--most", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="Changes to show of each document and kind.")
def diff(old: Path, new: Path, syntax: str, most: int) -> None:
    """Say what changed from OLD to NEW, each a graph or the folder of a build: facts that came, went or are read otherwise.

    Use it to see what a new release, a correction, a word added to the vocabulary or a new version of tradegraph does to the figures. Facts are
    compared release by release, then what the releases say together. Exits with 1 where anything differs, as diff does.
    """
    before, after = (difference.contents(store.parse([store.graph_of(path)])) for path in (old, new))
    found = difference.difference(before, after)
    if syntax == "json":
        click.echo(json.dumps(difference.as_records(found), ensure_ascii=False, indent=2))
    else:
        click.echo(difference.as_text(found, most), nl=False)
    sys.exit(1 if found else 0)


@main.command()
@click.argument("graphs", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--to", "url", metavar="URL", help="Graph Store address of the store, such as http://localhost:7878/store.")
@click.option(
    "--graph", default=None, metavar="IRI", callback=_iri, help="Name for what stands in no named graph; otherwise it goes to the default graph."
)
@click.option("--auth", type=click.Choice(["basic", "digest", "bearer"]), help="How to sign in.")
@click.option("--user", metavar="NAME", help="Whom to sign in as; the password is TRADEGRAPH_PASSWORD, a bearer token TRADEGRAPH_TOKEN.")
@click.option("--secret-file", type=click.Path(dir_okay=False, path_type=Path), help="A file with the password or token instead.")
@click.option("--format", "syntax", type=click.Choice(["nq"]), help="Write sorted N-Quads for bulk loaders instead.")
@click.option("--split", type=click.IntRange(1), default=1_000_000, show_default=True, metavar="N", help="With --format: quads in a part.")
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), help="With --format: folder for the parts, part-00000.nq.gz and so on."
)
def load(
    graphs: tuple[Path, ...],
    url: str | None,
    graph: str | None,
    auth: str | None,
    user: str | None,
    secret_file: Path | None,
    syntax: str | None,
    split: int,
    out: Path | None,
) -> None:
    """Load GRAPHS, files or the folder of a build, into another store by the SPARQL 1.1 Graph Store Protocol, and verify what it then has.

    Each named graph replaces the graph of that name; a graph that is there already is passed over, so that a run that was broken off
    goes on when repeated. Prints each graph with its number of triples and the SHA-256 of its canonical form, and exits with 1 where the
    store has something else than it was given.
    """
    from tradegraph import loading  # only this needs a client

    graphs = tuple(store.graph_of(path) for path in graphs)
    if (url is None) == (syntax is None):
        raise UsageError("give --to URL to load into a store, or --format nq -o DIR to write files for a bulk loader")
    if url is None:
        if out is None:
            raise UsageError("--format nq needs a folder for the parts; give one with -o")
        parts = loading.write_parts(graphs, out, split)
        click.echo(f"{_counted(len(parts), 'part')} in {out}")
        return
    signed = loading.credentials(auth, user, secret_file)
    if signed is not None and loading.overheard(url):
        click.echo("tradegraph: the secret travels unencrypted; give an https address", err=True)
    counts: Counter[str] = Counter()
    rewritten: Counter[str] = Counter()
    for result in loading.load(graphs, url, signed, default=graph or ""):
        counts[result.state] += 1
        counts["triples"] += result.triples
        rewritten.update(dict(result.rewritten))
        click.echo(f"{result.state:8} {result.triples:9} triples  sha256:{result.digest}  {result.graph or 'default graph'}")
        if result.state == "differs":
            click.echo(f"         the store has {result.stored} triples")
            for sign, lines in (("-", result.missing), ("+", result.extra)):
                for line in lines:
                    click.echo(f"         {sign} {line}")
    click.echo(f"graphs    {counts['loaded']} loaded, {counts['equal']} there already, {counts['differs']} differ")
    click.echo(f"triples   {counts['triples']}")
    for change, number in sorted(rewritten.items()):
        click.echo(f"rewritten {number} {change}")
    sys.exit(1 if counts["differs"] else 0)


@main.command()
@click.argument("graphs", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--store", "directory", type=click.Path(file_okay=False, exists=True, path_type=Path), help="Serve an Oxigraph store instead of files.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; there is no authentication, so others see it all.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--timeout", type=_Seconds(), default=30, show_default=True, help="Seconds that a query may take.")
@click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True, help="Rows or triples that an answer may have.")
@click.option(
    "--page-facts",
    type=click.IntRange(0),
    default=SHIPPED,
    show_default=True,
    help="Facts that come with the explorer's page; it fetches the rest as you look.",
)
def serve(graphs: tuple[Path, ...], directory: Path | None, host: str, port: int, timeout: float, max_rows: int, page_facts: int) -> None:
    """Answer SPARQL queries over HTTP: of GRAPHS, which are files or the folder of a build (default: out), or of a store.

    The endpoint is at /sparql; it shows what there was when it started. It is for reading only, and ends with Ctrl-C.
    """
    from tradegraph import endpoint  # only this needs a server

    if graphs and directory is not None:
        raise UsageError("give files or --store, not both")
    named = graphs or (Path("out"),)
    folder = named[0] if directory is None and named[0].is_dir() else None
    files = [file for path in named for file in endpoint.graph_files(path)] if directory is None else []

    def ready(address: str) -> None:
        status.stop()
        page = f"explorer at {address}, " if folder is not None else ""
        click.echo(f"{page}SPARQL endpoint at {address}sparql; end it with Ctrl-C")

    with Console(stderr=True).status("making a snapshot to serve") as status:
        endpoint.serve(files, directory, host=host, port=port, limits=Limits(timeout, max_rows), folder=folder, shipped=page_facts, ready=ready)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "syntax", type=click.Choice(["graphml", "gexf", "svg", "png", "html"]), default="svg", show_default=True)
@click.option("--kind", type=click.Choice(drawings.KINDS), help="What an SVG or PNG shows; links without it.")
@click.option("--region", default="", metavar="CODE", help="Only this reporter's figures, as in 350000 or Fujian; for SVG and PNG.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the labels of an SVG or PNG; en without it.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; standard output otherwise.")
def draw(folder: Path, syntax: str, kind: str | None, region: str, lang: str | None, output: Path | None) -> None:
    """Draw the trade links of a build's FOLDER, or write them as a network for Gephi, networkx and others, or as a page to explore.

    FOLDER may be the graph in it too, as in out/samples/graph.ttl.

    \b
      tradegraph draw out/samples --format html -o trade.html    one file that needs no network
      tradegraph draw out/samples --kind ranked --format png -o ranked.png
      tradegraph draw out/samples --format gexf -o links.gexf
    """
    given = {"--kind": kind, "--region": region, "--lang": lang}
    if syntax not in {"svg", "png"} and (idle := next((option for option, value in given.items() if value), "")):
        whole = "a page has everything, with a search and a choice of languages" if syntax == "html" else "a network has all links"
        raise UsageError(f"{idle} is for --format svg and png; {whole}: leave {idle} out")
    if syntax == "html":
        content = page(folder.parent if folder.is_file() else folder).encode()
    else:
        wanted = codes.code(load_vocabulary(), "place", region) if region else ""
        graph = read_graph(folder)
        figures, names = figures_of(graph), names_of(graph)
        if syntax in {"svg", "png"}:
            drawing = drawings.draw(figures, names, kind or "links", syntax, lang or "en", wanted)
            content = drawing.content
            if drawing.remark:
                click.echo(f"tradegraph: {drawing.remark}", err=True)
        else:
            links = network(trade_links(figures), names)
            content = to_graphml(links) if syntax == "graphml" else to_gexf(links)
    if output is None:
        if syntax == "png" and sys.stdout.isatty():
            raise UsageError("PNG is binary; give a file with -o")
        sys.stdout.buffer.write(content)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content)
    except OSError as error:
        raise SourceError(f"{output}: cannot be written ({error.strerror or error}); choose another file with -o") from error


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--errors", type=click.IntRange(0), default=0, metavar="N", help="List so many differences.")
@click.option("--worst", type=click.IntRange(0), default=3, show_default=True, metavar="N", help="Name so many of the documents that score lowest.")
def score(folder: Path, errors: int, worst: int) -> None:
    """Precision, recall and F1 on a folder of annotated releases (*.txt with *.gold.jsonl)."""
    if not folder.is_dir():
        raise SourceError(f"{folder}: no such folder")
    gold = scoring.load_gold(folder)
    missing: list[Unreadable] = []
    predicted = [record for e in extractions([str(folder)], load_vocabulary(), missing.append) for record in table.rows(e)]
    result = scoring.score(gold, predicted)
    for kind, tally in result.kinds.items():
        for level, hits in (("found", tally.found), ("strict", tally.strict)):
            precision, recall, f1 = tally.scores(hits)
            click.echo(f"{kind:9} {level:6}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  of {tally.gold}")
    if result.matched:
        click.echo("columns right among found: " + "  ".join(f"{n} {result.columns[n] / result.matched:.3f}" for n in scoring.KEY))
    ranked = sorted(result.documents.items(), key=lambda d: (d[1].scores(d[1].strict)[2], d[0]))
    for doc, tally in ranked[:worst]:
        click.echo(f"lowest: {doc}  strict F1 {tally.scores(tally.strict)[2]:.3f}")
    for doc, at, why, anchor in result.differences[:errors]:
        click.echo(f"  {doc}@{at}: {why}  {anchor[:60]!r}")
    _complain(missing)
    _leave(missing)


@main.command()
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out/guide"), show_default=True, help="Folder to write to."
)
def guide(out: Path) -> None:
    """Write the guides for analysts, librarians and engineers, with pictures and a page made from the sample releases."""
    written = write_guide(load_vocabulary(), out, lambda remark: click.echo(f"tradegraph: {remark}", err=True))
    click.echo(f"{_counted(len(written), 'file')}; begin with {out / 'analyst.md'} or {out / 'explorer.html'}")


@main.group()
def vocabulary() -> None:
    """Look into the code lists and words of ontology/."""


@vocabulary.command("check")
@click.argument("sources", nargs=-1)
@click.option("--clashes", is_flag=True, help="Also list labels that several concepts share, with what wins.")
@click.option("--most", type=click.IntRange(0), default=20, show_default=True, help="How many unknown terms to list.")
def vocabulary_check(sources: tuple[str, ...], clashes: bool, most: int) -> None:
    """Find errors in the vocabulary and, in SOURCES, terms that no list has. Exits with 1 where there are errors."""
    known = load_vocabulary()
    findings = terms.check(known)
    for finding in findings:
        if finding.level == "error" or clashes:
            click.echo(f"{finding.level}: {finding.code}: {finding.text}")
    errors = sum(f.level == "error" for f in findings)
    wrong, shared = _counted(errors, "error"), _counted(len(findings) - errors, "shared label")
    click.echo(f"{len(known.concepts)} concepts, {len(known.labels)} labels, {wrong}, {shared}")
    missing: list[Unreadable] = []
    if sources:
        for count, phrase, sentence in terms.unknown(extractions(sources, known, missing.append))[:most]:
            click.echo(f"unknown {count:4}  {phrase}  in: {' '.join(sentence.split())[:100]}")
    _complain(missing)
    if errors:
        sys.exit(1)
    _leave(missing)


@vocabulary.command("find")
@click.argument("term")
def vocabulary_find(term: str) -> None:
    """Say what a word or a code means here: its scheme, code and names. Exits with 1 where no list has it."""
    found = terms.find(load_vocabulary(), term)
    for form, label, concept in found:
        role = concept.role
        names = " / ".join(text for _, text in concept.labels)
        click.echo(f"{concept.scheme}/{concept.notation}  {form} {label!r}  {f'role {role}  ' if role else ''}{names}")
    if not found:
        click.echo(f"no label or code reads {term!r}; add it to ontology/ (see CONTRIBUTING.md)")
        sys.exit(1)


@vocabulary.command("docs")
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out/reference"), show_default=True, help="Folder to write to."
)
def vocabulary_docs(out: Path) -> None:
    """Write the reference of the ontology and its code lists as HTML, in English and Chinese."""
    pages = write_reference(load_vocabulary(), out)
    click.echo(f"{_counted(len(pages), 'page')}; begin with {out / 'index.en.html'} or {out / 'index.zh.html'}")


def _complain(missing: Iterable[Unreadable]) -> None:
    """Name what gave no document, of a file of many documents the first lines only."""
    lines: Counter[str] = Counter()
    for item in missing:
        file, mark, line = item.source.rpartition(":")
        lines[file] += bool(mark and line.isdecimal())
        if lines[file] <= _LINES:
            click.echo(f"tradegraph: {item.source}: {item.reason}", err=True)
    for file, number in lines.items():
        if number > _LINES:
            click.echo(f"tradegraph: {file}: {_counted(number - _LINES, 'further line')} without a document", err=True)


_LINES = 10  # of one file that are named


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _leave(missing: Iterable[Unreadable]) -> None:
    """Exit with 2 where a source could not be read; what was left aside is no fault."""
    if any(not item.aside for item in missing):
        sys.exit(2)
