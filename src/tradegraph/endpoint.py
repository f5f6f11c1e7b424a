"""The SPARQL endpoint: SPARQL 1.1 Protocol and Service Description over a snapshot of a graph, for reading only.

Oxigraph evaluates, in processes with limits of their own (`evaluation`); Starlette and uvicorn speak HTTP. The server of the `oxigraph`
wheel was tried and left: it has no switch for SERVICE and no limit on memory or rows; with a time limit every query leaves a thread asleep
until that time is over, and four quick clients ended it within seconds; and its `--union-default-graph` gives a triple once for each graph
that states it and passes over FROM, both of which make sums wrong. Here the default graph *is* the union, each triple once (RDF 1.1
Semantics, 4.1), because the snapshot is made so. A snapshot also stays as it is while another process writes the store it was taken from.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import tempfile
from asyncio import Lock, Queue, get_running_loop, timeout
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl

import pyoxigraph as ox
import uvicorn
from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tradegraph import __version__
from tradegraph.confinement import can_confine
from tradegraph.description import COUNTS, PREFIXES, Use, describe
from tradegraph.errors import SourceError, TradegraphError, UsageError
from tradegraph.evaluation import GRAPHS, Answer, Evaluator, Limits, Question, negotiate
from tradegraph.explorer import SHIPPED, page
from tradegraph.store import GRAPHS as STORED
from tradegraph.store import parse

_BODY = 2**20  # bytes of a request
_PATIENCE = 5  # seconds that queries under way have when the server is told to stop
_STATUS = {
    "answered": HTTPStatus.OK,
    "malformed": HTTPStatus.BAD_REQUEST,
    "unacceptable": HTTPStatus.NOT_ACCEPTABLE,
    "too large": HTTPStatus.FORBIDDEN,
    "failed": HTTPStatus.INTERNAL_SERVER_ERROR,
    "too slow": HTTPStatus.GATEWAY_TIMEOUT,
}


# ---------------------------------------------------------------------- the snapshot


def graph_files(path: Path) -> list[Path]:
    """A file itself; of a build's folder the whole graph, and the same by release. Raises SourceError for a folder without a graph."""
    if not path.is_dir():
        return [path]
    files = [file for file in (path / "graph.ttl", path / "graph.trig") if file.is_file()]
    if not files:
        raise SourceError(f"{path}: no graph.ttl or graph.trig in this folder; make one with `tradegraph build RELEASES -o NEW-FOLDER`")
    return files


@contextmanager
def snapshot(graphs: Sequence[Path], directory: Path | None) -> Iterator[Path]:
    """A store of files, or of a build's store or any other as it stands, whose default graph holds every triple of the named graphs once.

    A store that has anything in its default graph is taken to be like that already. Files are copied; a store is linked to where it lies
    on a file system that can. Raises SourceError for files that are no RDF and for a store that is missing or being written.
    """
    if directory is not None and (directory / STORED).is_dir():  # what a build keeps
        directory = directory / STORED
    parent = directory.resolve().parent if directory is not None else None
    with tempfile.TemporaryDirectory(prefix="tradegraph-serve-", dir=parent) as name:
        path = Path(name) / "store"
        if directory is None:
            store = ox.Store(str(path))
            store.bulk_extend(_merged(parse(graphs)))
            store.optimize()
        else:
            if not (directory / "CURRENT").is_file():
                raise SourceError(f"{directory}: no store of a build and no Oxigraph store; make one with `tradegraph build --store {directory}`")
            try:
                ox.Store(str(directory)).backup(str(path))
            except OSError as error:
                raise SourceError(f"{directory}: cannot be opened ({error}); wait until no other process writes it") from error
            store = ox.Store(str(path))
            if next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is None:
                _merge(store, Path(name))
        store.flush()
        del store  # whoever reads it now opens it anew
        yield path


def _merge(store: ox.Store, folder: Path) -> None:
    """Fill an empty default graph with the triples of the named graphs; by files, which the engine reads and writes without Python's help."""
    quads, triples = folder / "all.nq", folder / "all.nt"
    store.dump(str(quads), format=ox.RdfFormat.N_QUADS)
    with quads.open("rb") as source, triples.open("wb") as target:
        target.writelines(line.rsplit(b" ", 2)[0] + b" .\n" for line in source)  # in N-Quads the name of the graph comes last
    store.bulk_load(path=str(triples), format=ox.RdfFormat.N_TRIPLES)
    quads.unlink()
    triples.unlink()


def _merged(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads, and those of named graphs in the default graph too."""
    for quad in quads:
        yield quad
        if not isinstance(quad.graph_name, ox.DefaultGraph):
            yield ox.Quad(quad.subject, quad.predicate, quad.object)


# ---------------------------------------------------------------------- the service


class _Refused(Exception):  # noqa: N818 - an answer, not a fault
    def __init__(self, status: HTTPStatus, text: str, headers: dict[str, str] | None = None) -> None:
        self.response = PlainTextResponse(text + "\n", status, headers)


class _Service:
    def __init__(self, store: Path, limits: Limits, processes: int, folder: Path | None, shipped: int) -> None:
        self._store, self._limits, self._processes, self._folder, self._shipped = store, limits, processes, folder, shipped
        self._evaluators: list[Evaluator] = []
        self._idle: Queue[Evaluator] = Queue()
        self._threads = CapacityLimiter(processes)
        self._making = Lock()
        self._uses: list[Use] | None = None

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._evaluators = [Evaluator(self._store, self._limits) for _ in range(self._processes)]
        for evaluator in self._evaluators:
            self._idle.put_nowait(evaluator)
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        """End the processes; queries under way are answered that the service stops."""
        for evaluator in self._evaluators:
            evaluator.close()

    async def _ask(self, question: Question) -> Answer:
        try:
            async with timeout(self._limits.seconds):
                evaluator = await self._idle.get()
        except TimeoutError:
            later = {"Retry-After": str(max(1, round(self._limits.seconds)))}
            raise _Refused(HTTPStatus.SERVICE_UNAVAILABLE, "the endpoint is busy with other queries; try again later", later) from None
        try:
            return await to_thread.run_sync(evaluator.ask, question, limiter=self._threads)
        finally:
            self._idle.put_nowait(evaluator)

    async def sparql(self, request: Request) -> Response:
        try:
            question = await _question(request)
            if question is None:
                return await self.described(request)
            answer = await self._ask(question)
        except _Refused as refused:
            return refused.response
        return Response(answer.body, _STATUS[answer.outcome], media_type=answer.media, headers={"Vary": "Accept"})

    async def described(self, request: Request) -> Response:
        """The service description with a VoID and DCAT description of the data, by content negotiation."""
        media = negotiate(request.headers.get("accept", ""), GRAPHS)
        if not media:
            return PlainTextResponse(f"the description comes as {', '.join(reversed(GRAPHS))}\n", HTTPStatus.NOT_ACCEPTABLE)
        try:
            if self._uses is None:
                self._uses = await self._count()
            triples = list(describe(str(request.base_url).rstrip("/"), self._uses, self._limits))
        except _Refused as refused:
            return refused.response
        except ValueError:  # the Host header makes no IRI
            return PlainTextResponse("the Host header of this request is no host\n", HTTPStatus.BAD_REQUEST)
        body = ox.serialize(triples, format=GRAPHS[media], prefixes=PREFIXES if media in {"text/turtle", "application/rdf+xml"} else None)
        return Response(body, media_type=media, headers={"Vary": "Accept"})

    async def _count(self) -> list[Use]:
        """How often each class and property is used; nothing where counting takes too long."""
        uses: list[Use] = []
        for kind, query in COUNTS.items():
            answer = await self._ask(Question(query, "application/sparql-results+json"))
            if answer.outcome != "answered":
                return []
            rows = json.loads(answer.body)["results"]["bindings"]
            uses += (Use(kind, row["about"]["value"], int(row["n"]["value"])) for row in rows)
        return uses

    async def health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok", "version": __version__, "processes": self._processes, "idle": self._idle.qsize()})

    async def home(self, _: Request) -> Response:
        if self._folder is None:
            return HTMLResponse(_HOME)
        async with self._making:  # whoever comes first waits for the page to be made, and no query waits with them
            page = await to_thread.run_sync(_explorer, self._folder, self._shipped)
        return HTMLResponse(page or _HOME)


def _application(service: _Service) -> Starlette:
    routes = [
        Route("/sparql", service.sparql, methods=["GET", "POST"]),
        Route("/.well-known/void", service.described),
        Route("/health", service.health),
        Route("/", service.home),
    ]
    anyone = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"], expose_headers=["Retry-After"])
    return Starlette(routes=routes, middleware=[anyone], lifespan=service.lifespan)


async def _question(request: Request) -> Question | None:
    """The query of a request by the SPARQL 1.1 Protocol (2.1.1 to 2.1.3); None where it asks for the service description."""
    parameters = _pairs(request.url.query)
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media == "application/x-www-form-urlencoded":
            parameters += _pairs(await _body(request))
        elif media == "application/sparql-query":
            parameters.append(("query", await _body(request)))
        elif media == "application/sparql-update":
            raise _Refused(HTTPStatus.FORBIDDEN, "this endpoint is for reading only")
        else:
            raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send a form (application/x-www-form-urlencoded) or a query (application/sparql-query)")
    elif not parameters:
        return None
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise _Refused(HTTPStatus.FORBIDDEN, "this endpoint is for reading only")
    if len(values.get("query", ())) != 1:
        raise _Refused(HTTPStatus.BAD_REQUEST, f"give one query in the parameter 'query', not {len(values.get('query', ()))}")
    graphs = (tuple(values.get(f"{kind}-graph-uri", ())) for kind in ("default", "named"))
    return Question(values["query"][0], request.headers.get("accept", ""), *graphs)


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:  # also UnicodeDecodeError
        raise _Refused(HTTPStatus.BAD_REQUEST, f"the parameters cannot be read: {error}") from None


async def _body(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a request may have {_BODY // 2**20} MiB")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise _Refused(HTTPStatus.BAD_REQUEST, f"the request is no UTF-8: {error.reason} at byte {error.start}") from None


# ---------------------------------------------------------------------- the page and the server


@lru_cache(maxsize=1)  # the page shows what there was when the server started, as the endpoint does
def _explorer(folder: Path, shipped: int) -> str | None:
    """The page that shows a build; None where there is none to show."""
    try:
        return page(folder, endpoint="/sparql", shipped=shipped)
    except TradegraphError:  # no folder of a build, or a page that was never bundled; `tradegraph draw` says which
        return None


_HOME = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>tradegraph</title>
<h1>tradegraph</h1>
<p>Facts on China's regional foreign trade, each with the sentence it came from.
<ul>
<li><a href="/sparql">/sparql</a>: SPARQL endpoint; without a query, its description
<li><a href="/.well-known/void">/.well-known/void</a>: description of the data
<li><a href="/health">/health</a>
</ul>
<form action="/sparql"><label for="query">Query</label><br>
<textarea id="query" name="query" rows="8" cols="100" spellcheck="false">SELECT * WHERE { ?s ?p ?o } LIMIT 10</textarea><br>
<button>Ask</button></form>
</html>
"""


class _Server(uvicorn.Server):
    """Waits for queries under way before it stops, but not for long."""

    service: _Service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        get_running_loop().call_later(_PATIENCE, self.service.stop)
        await super().shutdown(sockets)


def serve(
    graphs: Sequence[Path],
    directory: Path | None,
    *,
    host: str,
    port: int,
    limits: Limits,
    folder: Path | None = None,
    shipped: int = SHIPPED,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve files, or the store in a directory, until SIGINT or SIGTERM; `ready` is told the address once connections are taken.

    The page of the build in `folder` comes with `shipped` facts at most.

    Port 0 takes a free one. Raises SourceError as `snapshot` does, UsageError for an address that cannot be had or a system without
    `confinement`.
    """
    for number in (signal.SIGINT, signal.SIGTERM):  # uvicorn stops gracefully, then raises the signal again
        signal.signal(number, lambda *_: sys.exit(0))
    if not can_confine():
        raise UsageError("queries can be kept from the network on Linux only; serve the graph from a container or virtual machine with Linux")
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # asyncio sends small packets at once (TCP_NODELAY) only where the socket says that it is TCP
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        raise UsageError(f"{host}:{port} cannot be listened on ({error.strerror or error}); choose another --host or --port") from error
    with listener, snapshot(graphs, directory) as store:
        processes = max(2, os.cpu_count() or 1)
        service = _Service(store, limits, processes, folder, shipped)
        server = _Server(uvicorn.Config(_application(service), log_level="warning", access_log=False, server_header=False))
        server.service = service
        shown = f"[{host}]" if family == socket.AF_INET6 else host
        ready(f"http://{shown}:{listener.getsockname()[1]}/")
        server.run(sockets=[listener])
