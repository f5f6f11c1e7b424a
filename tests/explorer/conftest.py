"""A build with revisions, conflicts, a correction and a hostile text, its page as a file, and a tab in which the page is open."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tradegraph.explorer import page
from tradegraph.explorer.markup import BUNDLE
from tradegraph.pipeline import build, samples_directory
from tradegraph.vocabulary import Vocabulary

RELEASES = Path(__file__).resolve().parent / "releases"


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The sample releases, and some that contradict each other, in folders of their own."""
    here = tmp_path_factory.mktemp("releases")
    shutil.copytree(RELEASES, here, dirs_exist_ok=True)
    return [str(samples_directory()), str(here)]


@pytest.fixture(scope="session")
def folder(vocabulary: Vocabulary, sources: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("explored")
    build(sources, out, vocabulary)
    return out


@pytest.fixture(scope="session")
def bundled() -> None:
    """Ends a test that needs the page where it could not be bundled."""
    if not all((BUNDLE / name).is_file() for name in ("explorer.js", "served.js")):
        pytest.skip("the page is not bundled here; install tradegraph again with npm, or run `npm run bundle` in explorer/web")


@pytest.fixture(scope="session")
def file(folder: Path, bundled: None) -> Path:
    """The page as one file."""
    out = folder / "page.html"
    out.write_text(page(folder), encoding="utf-8")
    return out


Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Any, file: Path) -> Iterator[Visit]:
    """Opens the page at a state and gives the tab; at the end, nothing was asked of the network and no script failed."""
    contexts, asked, failed = [], [], []

    def open_page(state: str = "/links?lang=en", *, width: int = 1440, height: int = 900, zoom: int = 1) -> Any:
        """A window of so many pixels, in which a zoom leaves fewer."""
        size = {"width": width // zoom, "height": height // zoom}
        context = browser.new_context(viewport=size, device_scale_factor=zoom, locale="en-GB", accept_downloads=True)
        contexts.append(context)
        context.set_offline(True)
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url) if not request.url.startswith(("file:", "data:", "blob:")) else None)
        tab.on("pageerror", lambda error: failed.append(str(error)))
        tab.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
        tab.goto(f"{file.as_uri()}#{state}")
        tab.wait_for_selector("main h1")
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert asked == []
    assert failed == []
