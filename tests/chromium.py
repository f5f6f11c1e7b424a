"""The Chromium of Debian that tests and benchmarks drive, and how it is started: without a screen, asking nothing of the network by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PATHS = (Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser"))
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def installed() -> Path | None:
    """Where Chromium is on this machine; None where it is not."""
    return next((path for path in PATHS if path.is_file()), None)


def launch(driver: Any, path: Path) -> Any:
    """A browser, by Playwright's synchronous driver."""
    return driver.chromium.launch(executable_path=str(path), args=list(FLAGS))
