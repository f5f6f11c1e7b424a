"""What several test modules need: the vocabulary, a reader of a short text, and the folder of annotated releases where it exists."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import chromium
from tradegraph.documents import language
from tradegraph.facts import extract
from tradegraph.model import Document, Extraction
from tradegraph.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@pytest.fixture(scope="session")
def read_text(vocabulary: Vocabulary) -> Callable[..., Extraction]:
    def read(text: str, published: str = "") -> Extraction:
        date = dt.date.fromisoformat(published) if published else None
        return extract(Document("doc", text, language(text), date), vocabulary)

    return read


@pytest.fixture(scope="session")
def corpus() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"the annotated releases are not on this machine ({SHARED})")
    return SHARED


@pytest.fixture(scope="session")
def run() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line as a process of its own."""

    def call(*args: str, stdin: bytes | None = None, timeout: float = 120, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        done = subprocess.run([sys.executable, "-m", "tradegraph", *args], input=stdin, capture_output=True, timeout=timeout, check=False, env=env)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium, for tests with the marker `browser`; `browser.new_page()` opens a page."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium.installed()
    if path is None:
        pytest.skip("Chromium is not installed here; .ci/run installs it")
    with playwright.sync_playwright() as driver:
        started = chromium.launch(driver, path)
        yield started
        started.close()
