"""The page as a server gives it: it asks its own endpoint, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tradegraph import store
from tradegraph.explorer import page
from tradegraph.explorer.markup import BUNDLE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A server on this machine with the page at / and a SPARQL endpoint over the build's graph."""
    if not (BUNDLE / "served.js").is_file():
        pytest.skip("the page is not bundled here; install tradegraph again with npm, or run `npm run bundle` in explorer/web")
    content, held = page(folder, endpoint="/sparql").encode(), store.load([folder / "graph.trig"])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(200, "text/html; charset=utf-8", content) if self.path == "/" else self._send(404, "text/plain", b"not here")

        def do_POST(self) -> None:
            sparql = self.rfile.read(int(self.headers["Content-Length"])).decode()
            try:
                found = held.query(sparql, use_default_graph_as_union=True)
            except SyntaxError as error:
                self._send(400, "text/plain; charset=utf-8", str(error).encode())
                return
            graphs = isinstance(found, ox.QueryTriples)
            answer = found.serialize(format=ox.RdfFormat.TURTLE if graphs else ox.QueryResultsFormat.JSON)
            self._send(200, "text/turtle" if graphs else "application/sparql-results+json", answer)

        def _send(self, status: int, media: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask(browser: Any, address: str) -> Iterator[Callable[[str], Any]]:
    contexts, elsewhere, failed = [], [], []

    def open_page(state: str) -> Any:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)
        tab.on("pageerror", lambda error: failed.append(str(error)))
        tab.on("console", lambda message: failed.append(message.text) if "Content Security Policy" in message.text else None)
        tab.goto(f"{address}#{state}")
        tab.wait_for_selector("main h1")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert elsewhere == []
    assert failed == []


def test_a_named_question_is_answered_with_ways_to_the_facts(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=en")
    assert "Queries" in tab.inner_text("nav")
    tab.select_option("#question", "conflicts")
    tab.wait_for_function("document.querySelector('.CodeMirror').CodeMirror.getValue().includes('tg:Conflict')")
    tab.click("#run")
    tab.wait_for_selector(".answer table")
    assert tab.locator(".answer tbody tr").count() >= 2
    assert "Tibet" in tab.inner_text(".answer")
    assert "query=" in tab.url


def test_own_queries_lead_to_sentences(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=en")
    query = (
        "SELECT ?o WHERE { ?o <https://w3id.org/tradegraph/ontology#quotation> ?q . FILTER(CONTAINS(STR(?o), 'lasa-2024q1/')) } ORDER BY ?o LIMIT 3"
    )
    tab.evaluate("text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", query)
    tab.click("#run")
    tab.wait_for_selector(".answer table")
    tab.click(".answer td a >> nth=0")
    tab.wait_for_selector(".panel blockquote mark")
    assert tab.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()") == query


def test_what_is_no_sparql_is_said(ask: Callable[[str], Any]) -> None:
    tab = ask("/queries?lang=zh-hans")
    tab.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT nonsense')")
    tab.click("#run")
    tab.wait_for_selector(".answer .error")
    assert len(tab.inner_text(".answer .error")) > 10


def test_the_file_says_where_questions_are_answered(visit: Callable[..., Any]) -> None:
    tab = visit("/queries?lang=en")
    assert "tradegraph serve" in tab.inner_text("main")
