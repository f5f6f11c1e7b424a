"""Loading into real stores on loopback, verified; and the parts for bulk loaders."""

from __future__ import annotations

import base64
import gzip
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradegraph import loading
from tradegraph.loading import comparable, content, load, sorted_lines, write_parts

Run = Callable[..., subprocess.CompletedProcess[str]]
OXIGRAPH = Path(sys.executable).parent / "oxigraph"
VIRTUOSO = shutil.which("virtuoso-t")
PASSWORD = "dba"  # noqa: S105 - the one that a new Virtuoso has
WRONG, TOKEN, UMLAUT = "hunter2", "t0ken", "pässword"
XSD = "http://www.w3.org/2001/XMLSchema#"
SMALL = """
<https://example.org/one> { <https://example.org/s> <https://example.org/p> 1073.20 , "拉萨"@zh-Hans , "line\\nbreak \\"quoted\\"" , true . }
<https://example.org/two> { <https://example.org/s> <https://example.org/p> "7"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> . }
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A server from when it takes connections until the end of the block."""
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            while True:
                assert process.poll() is None, (folder / "server.log").read_text(encoding="utf-8", errors="replace")
                try:
                    socket.create_connection(("127.0.0.1", port)).close()
                    break
                except ConnectionRefusedError:
                    threading.Event().wait(0.05)
            yield
        finally:
            process.terminate()
            process.wait(timeout=60)


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The Graph Store address of `oxigraph serve`, a store in memory."""
    port = free_port()
    with running([str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}"], port, tmp_path_factory.mktemp("oxigraph")):
        yield f"http://127.0.0.1:{port}/store"


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The Graph Store address of a new Virtuoso that asks for digest authentication."""
    if VIRTUOSO is None:
        pytest.skip("virtuoso-t is not on this machine (Debian package virtuoso-opensource-7-bin, which .ci/run installs)")
    folder = tmp_path_factory.mktemp("virtuoso")
    port = free_port()
    (folder / "virtuoso.ini").write_text(
        "[Database]\nDatabaseFile = virtuoso.db\nErrorLogFile = virtuoso.log\nLockFile = virtuoso.lck\nTransactionFile = virtuoso.trx\n"
        "xa_persistent_file = virtuoso.pxa\nFileExtend = 200\n[TempDatabase]\nDatabaseFile = temp.db\nTransactionFile = temp.trx\n"
        f"[Parameters]\nServerPort = 127.0.0.1:{free_port()}\nNumberOfBuffers = 10000\nMaxDirtyBuffers = 6000\n"
        f"[HTTPServer]\nServerPort = 127.0.0.1:{port}\n",
        encoding="ascii",
    )
    with running([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], port, folder):
        yield f"http://127.0.0.1:{port}/sparql-graph-crud-auth"


@pytest.fixture(scope="module")
def built(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built")
    assert run("build", "-o", str(out)).returncode == 0
    return out


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.trig"
    path.write_text(SMALL, encoding="utf-8")
    return path


def signed(**variables: str) -> dict[str, str]:
    return {**os.environ, **variables}


# ---------------------------------------------------------------------- real stores


def test_a_build_into_oxigraph_and_again(run: Run, built: Path, oxigraph: str) -> None:
    done = run("load", str(built / "graph.trig"), "--to", oxigraph)
    assert done.returncode == 0, done.stdout + done.stderr
    names = {str(quad.graph_name) for quad in ox.parse(path=str(built / "graph.trig"))}
    states = [line.split()[0] for line in done.stdout.splitlines() if "sha256:" in line]
    assert states == ["loaded"] * len(names)
    assert "xsd:nonNegativeInteger as xsd:integer" in done.stdout
    again = run("load", str(built / "graph.trig"), "--to", oxigraph)
    assert f"graphs    0 loaded, {len(names)} there already, 0 differ" in again.stdout
    assert [line.split()[1:] for line in again.stdout.splitlines() if "sha256:" in line] == [
        line.split()[1:] for line in done.stdout.splitlines() if "sha256:" in line
    ]
    httpx.delete(oxigraph, params={"graph": "https://w3id.org/tradegraph/consensus"}).raise_for_status()
    resumed = run("load", str(built / "graph.trig"), "--to", oxigraph)
    assert f"graphs    1 loaded, {len(names) - 1} there already, 0 differ" in resumed.stdout


def test_a_build_into_virtuoso_and_again(run: Run, built: Path, virtuoso: str) -> None:
    arguments = ["load", str(built / "graph.trig"), "--to", virtuoso, "--auth", "digest", "--user", "dba"]
    done = run(*arguments, env=signed(TRADEGRAPH_PASSWORD=PASSWORD))
    assert done.returncode == 0, done.stdout + done.stderr
    assert ", 0 there already, 0 differ" in done.stdout
    again = run(*arguments, env=signed(TRADEGRAPH_PASSWORD=PASSWORD))
    assert "graphs    0 loaded" in again.stdout
    assert again.returncode == 0


def test_the_whole_graph_into_one_named_graph_of_virtuoso(run: Run, built: Path, virtuoso: str) -> None:
    arguments = ["load", str(built / "graph.ttl"), "--to", virtuoso, "--auth", "digest", "--user", "dba"]
    refused = run(*arguments, env=signed(TRADEGRAPH_PASSWORD=PASSWORD))
    assert refused.returncode == 2
    assert "default" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    done = run(*arguments, "--graph", "https://example.org/all", env=signed(TRADEGRAPH_PASSWORD=PASSWORD))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "graphs    1 loaded" in done.stdout


def test_the_default_graph_of_oxigraph(run: Run, tmp_path: Path, oxigraph: str) -> None:
    (tmp_path / "g.ttl").write_text("<a:s> <a:p> 1.50 .", encoding="utf-8")
    done = run("load", str(tmp_path / "g.ttl"), "--to", oxigraph)
    assert done.returncode == 0, done.stderr
    assert "default graph" in done.stdout
    assert "rewritten 1 xsd:decimal in another form of the same value" in done.stdout
    assert httpx.get(oxigraph, params={"default": ""}, headers={"Accept": "application/n-triples"}).text.count("\n") == 1


def test_what_a_store_loses_is_named(run: Run, tmp_path: Path, virtuoso: str) -> None:
    """Virtuoso 7.2 takes a month and the date of its first day for the same object, and keeps one of them."""
    (tmp_path / "g.trig").write_text(
        f'<https://example.org/dates> {{ <a:s> <a:p> "2024-03"^^<{XSD}gYearMonth> , "2024-03-01"^^<{XSD}date> , "other" . }}',
        encoding="utf-8",
    )
    arguments = ["load", str(tmp_path / "g.trig"), "--to", virtuoso, "--auth", "digest", "--user", "dba"]
    done = run(*arguments, env=signed(TRADEGRAPH_PASSWORD=PASSWORD))
    assert done.returncode == 1
    assert "differs          3 triples" in done.stdout
    assert "the store has 2 triples" in done.stdout
    assert '         - <a:s> <a:p> "2024-03' in done.stdout


def test_a_graph_replaces_the_one_of_its_name_and_leaves_others(oxigraph: str, tmp_path: Path) -> None:
    file = tmp_path / "g.nq"
    file.write_text('<a:s> <a:p> "old" <a:replaced> .\n<a:s> <a:p> "kept" <a:kept> .\n', encoding="utf-8")
    assert [r.state for r in load([file], oxigraph)] == ["loaded", "loaded"]
    file.write_text('<a:s> <a:p> "new" <a:replaced> .\n', encoding="utf-8")
    assert [(r.state, r.stored) for r in load([file], oxigraph)] == [("loaded", 1)]
    assert '"new"' in httpx.get(oxigraph, params={"graph": "a:replaced"}).text
    assert '"kept"' in httpx.get(oxigraph, params={"graph": "a:kept"}).text


def test_blank_nodes_are_compared_by_their_place(oxigraph: str, tmp_path: Path) -> None:
    file = tmp_path / "g.trig"
    file.write_text("<a:g> { <a:s> <a:p> [ <a:q> 1 ] , [ <a:q> 2 ; <a:r> [] ] . }", encoding="utf-8")
    first, again = next(load([file], oxigraph)), next(load([file], oxigraph))
    assert (first.state, again.state, first.digest) == ("loaded", "equal", again.digest)


def test_a_large_graph_goes_in_several_messages(oxigraph: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_SENT", 10)
    file = tmp_path / "g.nq"
    file.write_text("".join(f'<a:s> <a:p> "{n}" <a:large> .\n' for n in range(35)), encoding="utf-8")
    assert [(r.state, r.triples, r.stored) for r in load([file], oxigraph)] == [("loaded", 35, 35)]


def test_scattered_graphs_are_gathered(oxigraph: str, tmp_path: Path) -> None:
    file = tmp_path / "g.nq"
    file.write_text("".join(f'<a:s> <a:p> "{n}" <a:scattered{n % 2}> .\n' for n in range(10)), encoding="utf-8")
    assert [(r.graph, r.stored) for r in load([file], oxigraph)] == [("a:scattered0", 5), ("a:scattered1", 5)]


# ---------------------------------------------------------------------- secrets and faults


def test_a_wrong_password_is_told_and_not_shown(run: Run, small: Path, virtuoso: str) -> None:
    done = run("load", str(small), "--to", virtuoso, "--auth", "digest", "--user", "dba", env=signed(TRADEGRAPH_PASSWORD=WRONG))
    assert done.returncode == 2
    assert "401" in done.stderr
    assert "--auth" in done.stderr
    assert WRONG not in done.stdout + done.stderr


def test_a_secret_may_come_from_a_file(run: Run, small: Path, virtuoso: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PASSWORD + "\n", encoding="utf-8")
    done = run("load", str(small), "--to", virtuoso, "--auth", "digest", "--user", "dba", "--secret-file", str(tmp_path / "secret"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_faults_are_one_line(run: Run, small: Path, oxigraph: str, tmp_path: Path) -> None:
    base = {name: value for name, value in os.environ.items() if not name.startswith("TRADEGRAPH_")}
    (tmp_path / "bad.trig").write_text("<a> {", encoding="utf-8")
    for arguments, part in [
        ([str(small)], "--to URL"),
        ([str(small), "--to", oxigraph, "--format", "nq"], "--to URL"),
        ([str(small), "--format", "nq"], "-o"),
        ([str(small), "--to", "ftp://example.org/"], "http"),
        ([str(small), "--to", "http://user:secret@127.0.0.1/"], "seen by everyone"),
        ([str(small), "--to", oxigraph, "--auth", "basic", "--user", "me"], "TRADEGRAPH_PASSWORD"),
        ([str(small), "--to", oxigraph, "--auth", "bearer"], "TRADEGRAPH_TOKEN"),
        ([str(small), "--to", oxigraph.replace("/store", "/nowhere")], "404"),
        ([str(tmp_path / "bad.trig"), "--to", oxigraph], "bad.trig"),
    ]:
        done = run("load", *arguments, env=base)
        assert done.returncode == 2, (arguments, done.stdout)
        assert part in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert "secret@" not in done.stderr


class Moody(BaseHTTPRequestHandler):
    """A graph store that is busy, breaks off and asks for a token before it does its work."""

    graphs: dict[str, bytes]
    moods: list[str]
    seen: list[str]

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append(f"{self.command} {self.headers.get('Authorization')}")
        mood = self.moods.pop(0) if self.moods else ""
        if mood == "broken":
            self.connection.close()
            return
        name = parse_qs(urlsplit(self.path).query)["graph"][0]
        status, answer = (503, b"busy") if mood == "busy" else (404, b"") if self.command == "GET" and name not in self.graphs else (200, b"")
        if status == 200 and self.command == "PUT":
            self.graphs[name] = body
        elif status == 200:
            answer = self.graphs[name]
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_PUT = _serve  # noqa: N815 - the names that http.server calls

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def moody(*moods: str) -> Iterator[tuple[str, type[Moody]]]:
    handler = type("Handler", (Moody,), {"graphs": {}, "moods": list(moods), "seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/graphs", handler
        server.shutdown()
        thread.join()


def test_a_busy_store_is_asked_again(run: Run, small: Path) -> None:
    with moody("busy", "broken", "", "broken", "busy") as (url, store):
        done = run("load", str(small), "--to", url, "--auth", "bearer", env=signed(TRADEGRAPH_TOKEN=TOKEN))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "graphs    2 loaded, 0 there already, 0 differ" in done.stdout
        assert len(store.graphs) == 2
        assert [line.split()[0] for line in store.seen] == ["GET"] * 3 + ["PUT"] * 3 + ["GET", "GET", "PUT", "GET"]
        assert {line.split(" ", 1)[1] for line in store.seen} == {f"Bearer {TOKEN}"}
        assert TOKEN not in done.stdout + done.stderr


def test_a_store_that_stays_away_is_given_up(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_FIRST_WAIT", 0.01)
    with moody(*["busy"] * 6) as (url, store), pytest.raises(loading.RemoteError, match=r"failed 6 times, at last: 503.*busy.*run it again"):
        list(load([small], url))
    assert store.graphs == {}


def test_basic_authentication(run: Run, small: Path) -> None:
    with moody() as (url, store):
        done = run("load", str(small), "--to", url, "--auth", "basic", "--user", "me", env=signed(TRADEGRAPH_PASSWORD=UMLAUT))
        assert done.returncode == 0, done.stderr
        assert {line.split(" ", 1)[1] for line in store.seen} == {"Basic " + base64.b64encode(f"me:{UMLAUT}".encode()).decode()}


# ---------------------------------------------------------------------- comparing


@pytest.mark.parametrize(
    ("one", "other", "datatype", "equal"),
    [
        ("1073.20", "1073.2", "decimal", True),
        ("+07", "7", "integer", True),
        ("-0.0", "0", "decimal", True),
        (".5", "0.50", "decimal", True),
        ("1.50E3", "1500", "double", True),
        ("1", "true", "boolean", True),
        ("1073.20", "1073.21", "decimal", False),
        ("2024-03", "2024-03-01", "gYearMonth", False),
        ("1_0", "10", "integer", False),
        ("\u0661", "1", "integer", False),  # an Arabic digit is no digit of XML Schema
        ("9" * 40, "9" * 39 + "8", "integer", False),
        ("1.0", "1", "string", False),
    ],
)
def test_literals_of_equal_value(one: str, other: str, datatype: str, equal: bool) -> None:
    sides = [comparable(ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))) for text in (one, other)]
    assert (sides[0] == sides[1]) is equal


def test_datatypes_of_equal_values() -> None:
    seven = {comparable(ox.Literal("7", datatype=ox.NamedNode(XSD + name))) for name in ("decimal", "integer", "nonNegativeInteger", "unsignedByte")}
    assert len(seven) == 1
    assert comparable(ox.Literal("7", datatype=ox.NamedNode(XSD + "double"))) not in seven
    assert comparable(ox.Literal("a", language="zh-Hans")) == comparable(ox.Literal("a", language="zh-hans"))


def test_a_digest_is_of_values_and_of_places() -> None:
    def digest(text: str) -> str:
        return content(ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(text, format=ox.RdfFormat.TURTLE)).digest

    assert digest("<a:s> <a:p> 1.50 , [ <a:q> _:x ] . _:x <a:r> 07 .") == digest("<a:s> <a:p> _:y . _:y <a:q> [ <a:r> 7 ] . <a:s> <a:p> 1.5 .")
    assert digest("<a:s> <a:p> [ <a:q> _:x ] . _:x <a:r> 7 .") != digest("<a:s> <a:p> [ <a:q> _:x ] , _:x . _:x <a:r> 7 .")


# ---------------------------------------------------------------------- parts


@given(st.lists(st.text(st.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), max_size=4), max_size=30))
def test_sorting_in_runs_is_sorting(lines: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "_RUN", 4)
        assert list(sorted_lines(f"{line}\n" for line in lines)) == sorted({f"{line}\n" for line in lines})


def test_parts_are_sorted_deterministic_and_loadable(run: Run, built: Path, tmp_path: Path) -> None:
    for out in ("a", "b"):
        done = run("load", str(built / "graph.trig"), "--format", "nq", "--split", "3000", "-o", str(tmp_path / out))
        assert done.returncode == 0, done.stderr
    parts = sorted((tmp_path / "a").iterdir())
    assert len(parts) > 2
    assert [path.read_bytes() for path in parts] == [path.read_bytes() for path in sorted((tmp_path / "b").iterdir())]
    assert parts[0].read_bytes()[3:8] == bytes(5)  # no name and no time in the header (RFC 1952, 2.3)
    lines = [line for path in parts for line in gzip.decompress(path.read_bytes()).splitlines(keepends=True)]
    assert lines == sorted(set(lines))
    assert [len(gzip.decompress(path.read_bytes()).splitlines()) for path in parts[:-1]] == [3000] * (len(parts) - 1)
    quads = {str(quad) for quad in ox.parse(path=str(built / "graph.trig"))}
    assert {str(quad) for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)} == quads
    subprocess.run([OXIGRAPH, "load", "--location", tmp_path / "store", "--file", *parts], check=True, capture_output=True)
    assert len(ox.Store.read_only(str(tmp_path / "store"))) == len(quads)


def test_parts_do_not_mix_with_those_of_another_run(run: Run, small: Path, tmp_path: Path) -> None:
    assert write_parts([small], tmp_path / "p", 2) == [tmp_path / "p" / f"part-0000{n}.nq.gz" for n in range(3)]
    done = run("load", str(small), "--format", "nq", "-o", str(tmp_path / "p"))
    assert done.returncode == 2
    assert "empty folder" in done.stderr


def test_blank_nodes_of_two_files_are_not_confused(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.nt").write_text("_:x <a:p> <a:o> .\n", encoding="utf-8")
    done = run("load", str(tmp_path / "a.nt"), str(tmp_path / "b.nt"), "--format", "nq", "-o", str(tmp_path / "p"))
    assert done.returncode == 2
    assert "one by one" in done.stderr
