"""SPARQL queries of strangers, evaluated in processes of their own: with limits on time, memory and size, and without the network.

A process opens a store for reading, gives up the network (`confinement`) and answers one query after another. Its time limit is an alarm
of the kernel that ends the process, so that it holds wherever the engine is busy; the next query gets a new process. Oxigraph parses,
evaluates and writes; nothing here looks into a query.
"""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

import mimeparse
import pyoxigraph as ox

from tradegraph.confinement import confine

_MEMORY = 2 * 2**30  # bytes of address space for one process
_BYTES = 64 * 2**20  # bytes of an answer

# the last one of equal rank wins, so that the form for whoever takes anything comes last
SOLUTIONS = {
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/xml": ox.QueryResultsFormat.XML,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
}
GRAPHS = {
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for one query; rows of a SELECT, or triples of a CONSTRUCT or DESCRIBE."""

    seconds: float
    rows: int


@dataclass(frozen=True, slots=True)
class Question:
    """A query as the SPARQL 1.1 Protocol (2.1) hands it over; `accept` is an Accept header; the graphs, if any, replace those of the query."""

    query: str
    accept: str = "*/*"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


Outcome = Literal["answered", "malformed", "unacceptable", "too large", "failed", "too slow"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a question: the result in its media type, or a sentence in plain text that says what to do."""

    outcome: Outcome
    media: str
    body: bytes


def sentence(outcome: Outcome, text: str) -> Answer:
    return Answer(outcome, "text/plain; charset=utf-8", (text + "\n").encode())


def negotiate(accept: str, offered: Iterable[str]) -> str:
    """The media type that an Accept header (RFC 9110, 12.5.1) likes best; the last of equals, and an empty string where none will do."""
    try:
        return str(mimeparse.best_match(list(offered), accept or "*/*"))
    except mimeparse.MimeTypeParseException:
        return ""


class Evaluator:
    """A process that answers questions about the store in a directory, one at a time. `ask` may be called by any one thread."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self._directory = directory
        self._limits = limits
        self._closed = False
        self._start()

    def _start(self) -> None:
        to_worker, from_worker = os.pipe(), os.pipe()
        arguments = [str(to_worker[0]), str(from_worker[1]), str(self._directory), str(self._limits.seconds), str(self._limits.rows)]
        command = [sys.executable, "-P", "-c", f"from {__name__} import work; work()", *arguments]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, pass_fds=(to_worker[0], from_worker[1]), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_worker[0])
        os.close(from_worker[1])
        self._questions = Connection(to_worker[1], readable=False)
        self._answers = Connection(from_worker[0], writable=False)

    def _stop(self) -> int:
        self._process.kill()
        status = self._process.wait()
        self._questions.close()
        self._answers.close()
        return status

    def ask(self, question: Question) -> Answer:
        """Blocks until there is an answer; a process that ended over the question is replaced by another one."""
        if not self._closed and self._process.poll() is not None:  # ended while nobody asked anything
            self._stop()
            self._start()
        try:
            self._questions.send((question.query, question.accept, question.default_graphs, question.named_graphs))
            outcome, media = self._answers.recv()
            return Answer(outcome, media, self._answers.recv_bytes())
        except (EOFError, OSError):
            self._process.wait()
            status = self._stop()
            if self._closed:
                return sentence("failed", "the service is stopping")
            self._start()
        if status == -signal.SIGALRM:
            return sentence("too slow", f"the query took longer than {self._limits.seconds:g} seconds and was ended; ask for less, or add a LIMIT")
        return sentence("failed", "the query ended without an answer; it asks for more memory than one query may have, or nests too deeply")

    def close(self) -> None:
        """End the process, and with it a question under way."""
        self._closed = True
        self._process.kill()
        self._process.wait()


# ---------------------------------------------------------------------- in the process


def work() -> None:
    """The life of the process; its arguments are two file descriptors, the directory and the limits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; our end is the end of the pipe
    confine(_MEMORY)
    questions = Connection(int(sys.argv[1]), writable=False)
    answers = Connection(int(sys.argv[2]), readable=False)
    store = ox.Store.read_only(sys.argv[3])
    seconds, rows = float(sys.argv[4]), int(sys.argv[5])
    while True:
        try:
            question = Question(*questions.recv())
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, seconds)  # SIGALRM ends the process: it has no handler
        answer = evaluate(store, question, rows)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.send((answer.outcome, answer.media))
        answers.send_bytes(answer.body)


class _Full(Exception):  # noqa: N818 - the sign to stop writing
    pass


class _Buffer(io.BytesIO):
    """Holds up to _BYTES."""

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(data) > _BYTES:
            raise _Full
        return super().write(data)


def evaluate(store: ox.Store, question: Question, rows: int) -> Answer:
    """Evaluate one question; without a data set of its own it is asked of the store's default graph, or of what its FROM names."""
    data_set: dict[str, object] = {}
    try:
        if question.default_graphs or question.named_graphs:
            # a blank node of its own names no graph of the store: an empty default graph
            data_set["default_graph"] = [ox.NamedNode(iri) for iri in question.default_graphs] or [ox.BlankNode()]
            data_set["named_graphs"] = [ox.NamedNode(iri) for iri in question.named_graphs]
        found = store.query(question.query, **data_set)  # type: ignore[arg-type]
    except (SyntaxError, ValueError) as error:
        return sentence("malformed", f"the query cannot be read: {error}")
    except (OSError, RuntimeError) as error:
        return _failed(error)
    offered = GRAPHS if isinstance(found, ox.QueryTriples) else SOLUTIONS
    media = negotiate(question.accept, offered)
    if not media:
        return sentence("unacceptable", f"this answer comes as {', '.join(reversed(offered))}; ask for one of them in the Accept header")
    buffer = _Buffer()
    try:
        if isinstance(found, ox.QueryTriples):
            triples = list(islice(found, rows + 1))
            ox.serialize(triples, output=buffer, format=GRAPHS[media])
            count = len(triples)
        else:
            found.serialize(buffer, SOLUTIONS[media])
            count = 0 if isinstance(found, ox.QueryBoolean) else _rows(buffer.getvalue(), SOLUTIONS[media], rows)
    except _Full:
        return sentence("too large", f"the answer is longer than {_BYTES // 2**20} MiB; add a LIMIT, or ask for less")
    except (OSError, RuntimeError, ValueError) as error:
        return _failed(error)
    if count > rows:
        return sentence("too large", f"the answer has more than {rows} rows; add a LIMIT, or ask for less")
    return Answer("answered", media, buffer.getvalue())


def _rows(body: bytes, syntax: ox.QueryResultsFormat, most: int) -> int:
    """How many solutions an answer has, counted no further than one more than `most`."""
    if len(body) <= most:  # a row has a byte at least
        return 0
    if syntax == ox.QueryResultsFormat.CSV:  # which Oxigraph writes and does not read
        return sum(1 for _ in islice(csv.reader(io.StringIO(body.decode(), newline="")), most + 2)) - 1
    parsed = ox.parse_query_results(body, format=syntax)
    return sum(1 for _ in islice(parsed, most + 1)) if isinstance(parsed, ox.QuerySolutions) else 0


def _failed(error: Exception) -> Answer:
    return sentence("failed", f"the query could not be evaluated: {error}; SERVICE and anything else outside this data set is out of reach")
