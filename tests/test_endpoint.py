"""The SPARQL endpoint as clients meet it: protocol cases as data, two client libraries, load, and queries that mean harm."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

PROTOCOL = Path(__file__).parent / "protocol"
DATA = PROTOCOL / "data.trig"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(PROTOCOL.glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]
EX = Namespace("https://example.org/")
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ 1 2 3 4 5 6 7 8 9 10 }}" for i in range(12)) + " }"


@contextmanager
def served(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port, and the address of its endpoint."""
    command = [sys.executable, "-m", "tradegraph", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert "SPARQL endpoint at http://" in line, line + process.stderr.read()
        yield line.partition("SPARQL endpoint at ")[2].partition(";")[0], process
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with served(str(DATA), "--timeout", "2", "--max-rows", "100") as (address, _):
        yield address


class Listener:
    """A port on loopback, and whether anyone has called there."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(60)
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}/sparql"

    def callers(self) -> int:
        """How many have called since it was last asked: all that stand in the queue before a call of our own."""
        with socket.create_connection(self._server.getsockname()) as own:
            for others in range(100):
                connection, peer = self._server.accept()
                connection.close()
                if peer == own.getsockname():
                    return others
        return 100

    def close(self) -> None:
        self._server.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listening = Listener()
    yield listening
    listening.close()


def request(
    address: str,
    method: str = "GET",
    parameters: list[list[str]] | None = None,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> tuple[int, dict[str, str], str]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(method, parts.path + (f"?{urlencode([*map(tuple, parameters)])}" if parameters else ""), body=body, headers=headers or {})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read().decode()
    finally:
        connection.close()


def ask(address: str, query: str, accept: str = "text/csv") -> tuple[int, str]:
    status, _, text = request(address, parameters=[["query", query]], headers={"Accept": accept})
    return status, text


def test_the_cases_are_all_read() -> None:
    assert len(CASES) == 74


@pytest.mark.parametrize("case", CASES)
def test_protocol(case: dict[str, Any], endpoint: str, listener: Listener) -> None:
    known = {"name", "method", "path", "parameters", "form", "headers", "body", "latin1", "zeros"}
    assert set(case) <= known | {"status", "media", "text", "contains", "absent", "answered"}
    address = endpoint.removesuffix("/sparql") + case.get("path", "/sparql")
    parameters = [[name, value.replace("LISTENER", listener.address)] for name, value in case.get("parameters", [])]
    headers = dict(case.get("headers", {}))
    body = case["body"].encode() if "body" in case else None
    if "form" in case:
        body = urlencode([*map(tuple, case["form"])]).encode()
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    if "latin1" in case:
        body = case["latin1"].encode("latin-1")
    if "zeros" in case:
        body = bytes(case["zeros"])
    status, answered, text = request(address, case.get("method", "GET"), parameters, headers, body)
    assert status in (case["status"] if isinstance(case["status"], list) else [case["status"]]), text
    if "media" in case:
        assert answered["content-type"].partition(";")[0] == case["media"]
    if "text" in case:
        assert text == case["text"]
    assert [part for part in case.get("contains", []) if part not in text] == [], text
    assert [part for part in case.get("absent", []) if part in text] == [], text
    for name, value in case.get("answered", {}).items():
        assert answered[name.lower()] == value
    assert listener.callers() == 0


def test_the_listener_would_hear_a_call(listener: Listener) -> None:
    """What the hostile cases prove is worth nothing if an engine left free would not call either."""
    command = [sys.executable, "-c", "import sys, pyoxigraph; pyoxigraph.Store().query(sys.argv[1])"]
    with subprocess.Popen([*command, f"ASK {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"], stderr=subprocess.DEVNULL) as engine:
        while engine.poll() is None and not (heard := listener.callers()):
            pass
        engine.kill()
    assert heard


def test_the_description_is_rdf_with_the_counts(endpoint: str) -> None:
    graph = Graph().parse(data=request(endpoint)[2], format="turtle")
    rows = graph.query(
        """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?n { ?s a sd:Service ; sd:endpoint ?endpoint ; sd:defaultDataset/void:propertyPartition [ void:property ?p ; void:triples ?n ] }
        ORDER BY ?p"""
    )
    assert [(str(e), int(n)) for e, n in rows] == [(endpoint, 2), (endpoint, 2)]


def test_sparqlwrapper(endpoint: str) -> None:
    client = SPARQLWrapper(endpoint, returnFormat=JSON)
    client.setQuery(f"SELECT ?n {{ <{EX.kunming}> <{EX.exports}> ?n }}")
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "32"
    client.setMethod(POST)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "32"
    client.setQuery(f"DESCRIBE <{EX.lhasa}>")  # first, for the client asks by the form of the query
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=client.queryAndConvert(), format="turtle")) == 2
    wrong = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrong.setQuery("SELECT")
    with pytest.raises(QueryBadFormed, match="cannot be read"):
        wrong.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_sparqlstore_of_rdflib(endpoint: str, method: Any) -> None:
    graph = Graph(SPARQLStore(endpoint, method=method))
    assert {(str(s), int(o)) for s, o in graph.subject_objects(EX.exports)} == {(str(EX.lhasa), 10), (str(EX.kunming), 32)}
    assert len(graph) == 4
    assert (EX.lhasa, EX.exports, None) in graph


def test_four_clients_without_an_error(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    assert run("build", "-o", str(tmp_path / "out"), "--store", str(tmp_path / "kept")).returncode == 0
    questions = sorted((Path(__file__).parent.parent / "src/tradegraph/queries").glob("*.rq"))
    with served("--store", str(tmp_path / "kept")) as (address, _):

        def client(number: int) -> set[tuple[str, int, int]]:
            seen = set()
            for turn in range(5 * len(questions)):
                file = questions[(turn + number) % len(questions)]
                status, text = ask(address, file.read_text(encoding="utf-8"))
                seen.add((file.stem, status, len(text)))
            return seen

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(client, range(4)))
    assert {status for seen in answers for _, status, _ in seen} == {200}
    assert all(seen == answers[0] for seen in answers)  # everyone the same answer each time
    assert len(answers[0]) == len(questions)


def test_endless_queries_of_two_clients_are_cut_off_and_the_next_one_is_answered(endpoint: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        slow = list(pool.map(lambda _: ask(endpoint, ENDLESS), range(2)))
    assert [status for status, _ in slow] == [504, 504]
    assert ask(endpoint, "ASK {}") == (200, "true")


def test_a_crowd_of_endless_queries_is_told_to_come_back(endpoint: str) -> None:
    crowd = 6 * max(2, os.cpu_count() or 1)
    with ThreadPoolExecutor(crowd) as pool:
        answers = list(pool.map(lambda _: ask(endpoint, ENDLESS), range(crowd)))
        assert {status for status, _ in answers} == {503, 504}
        assert any("busy" in text for _, text in answers)
    assert ask(endpoint, "ASK {}") == (200, "true")


GREEDY = {
    "memory": "SELECT ?x { "
    + "BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?x{i}'] * 10)}) AS ?x{i + 1})" for i in range(9))
    + " BIND(?x9 AS ?x) }",
    "nesting": "SELECT * { " + "{ " * 100_000 + "?s ?p ?o" + " }" * 100_000 + " }",
    "brackets": "SELECT * { FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }",
    "path": "SELECT * { ?s " + "(" * 20_000 + "<a:a>" + "*)" * 20_000 + " ?o }",
    "pattern": "ASK { FILTER(REGEX('" + "a" * 5000 + "', '^(a+)+$(a|aa)*b')) }",
    "union": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 5000) + " }",
}


@pytest.mark.parametrize("name", GREEDY)
def test_greedy_queries_end_and_the_next_one_is_answered(endpoint: str, name: str) -> None:
    status, _, text = request(endpoint, "POST", headers={"Content-Type": "application/sparql-query"}, body=GREEDY[name].encode())
    assert status in {200, 400, 403, 500, 504}
    assert status == 200 or len(text.split()) > 4
    assert ask(endpoint, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == (200, "n\r\n4\r\n")


def test_a_query_may_not_take_all_memory() -> None:
    with served(str(DATA), "--timeout", "100") as (address, _):
        status, _, text = request(address, "POST", headers={"Content-Type": "application/sparql-query"}, body=GREEDY["memory"].encode())
    assert (status, "memory" in text) == (500, True), text


def _ended(process: Path) -> bool:
    """Whether a process is a zombie and all its threads are gone, before which nobody can wait for it (proc(5))."""
    state = (process / "stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0]
    return state == "Z" and len(list((process / "task").iterdir())) == 1


def test_processes_that_are_killed_are_replaced() -> None:
    with served(str(DATA)) as (address, server):
        assert ask(address, "ASK {}") == (200, "true")
        killed = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii").split()
        assert len(killed) == max(2, os.cpu_count() or 1)
        for child in killed:
            os.kill(int(child), signal.SIGKILL)
            while not _ended(Path("/proc") / child):
                time.sleep(0.01)
        assert [ask(address, "ASK {}") for _ in range(2 * len(killed))] == [(200, "true")] * 2 * len(killed)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_told_so_even_in_the_middle_of_a_query(number: signal.Signals, tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "tradegraph", "serve", str(DATA), "--port", "0", "--timeout", "120"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        address = process.stdout.readline().partition("SPARQL endpoint at ")[2].partition(";")[0]
        assert any(tmp_path.iterdir())
        with ThreadPoolExecutor(1) as pool:
            pending = pool.submit(ask, address, ENDLESS)
            while not pending.done() and json.loads(request(address.removesuffix("sparql") + "health")[2])["idle"] == max(2, os.cpu_count() or 1):
                pass
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0
            assert "Traceback" not in errors
            assert pending.exception() is not None or pending.result()[0] >= 500
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_served_as_it_stood_while_another_process_writes_it(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.bulk_load(path=str(DATA), format=ox.RdfFormat.TRIG)
    store.flush()
    del store
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with served("--store", str(tmp_path / "store")) as (address, _):
        assert ask(address, count) == (200, "n\r\n4\r\n")
        writer = ox.Store(str(tmp_path / "store"))
        writer.clear()
        writer.optimize()
        assert ask(address, count) == (200, "n\r\n4\r\n")
        refused = subprocess.run(
            [sys.executable, "-m", "tradegraph", "serve", "--store", str(tmp_path / "store"), "--port", "0"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert refused.returncode == 2
        assert "wait until no other process writes it" in refused.stderr
        del writer
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_faults_are_one_line(tmp_path: Path, run: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for arguments, part in [
            (["--store", str(tmp_path)], "no store of a build"),
            ([str(tmp_path)], "no graph.ttl"),
            ([str(tmp_path / "bad.ttl"), "--port", "0"], "bad.ttl"),
            ([str(DATA), "--store", str(tmp_path)], "not both"),
            ([str(DATA), "--port", port], "choose another"),
        ]:
            done = run("serve", *arguments)
            assert done.returncode == 2
            assert part in done.stderr
            assert len(done.stderr.splitlines()) == 1
