"""How long the explorer's page takes in headless Chromium: the first view, and each filter, over the page of a build.

    python tests/benchmarks/explorer.py BUILD [RUNS]

prints the size of the page, seconds to make it, and for each measure the least, middle and most of the runs in milliseconds, then the middle
of the CPU time that the page's main thread took for it. The first view is counted from the start of navigation to the frame after the network is
drawn; a filter from its event to the frame after. Without a graphics card a frame is drawn by the processor, in a process of its own.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tradegraph.explorer import page

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import chromium  # beside the tests

AFTER_FRAME = "new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))"
FILTERS = {
    "flow": "/links?lang=en|const e = document.querySelector('#choice-flow'); e.value = 'export'; e.dispatchEvent(new Event('change'))",
    "period": "/links?lang=en|const e = document.querySelector('#slider-period'); e.value = 3; e.dispatchEvent(new Event('input'))",
    "layer": "/links?lang=en|const e = document.querySelector('#choice-layer'); e.value = 'commodity'; e.dispatchEvent(new Event('change'))",
    "measure": "/links?lang=en|const e = document.querySelector('#choice-measure'); e.value = 'growth'; e.dispatchEvent(new Event('change'))",
    "focus": "/links?lang=en|location.hash = '#/links?focus=place:540000&lang=en'",
    "facet": "/table?lang=en|const e = document.querySelector('#choice-reporter'); e.value = '540000'; e.dispatchEvent(new Event('change'))",
    "text": "/table?lang=en|const e = document.querySelector('#field-q'); e.value = 'tibet'; e.dispatchEvent(new Event('input'))",
    "sort": "/table?lang=en|location.hash = '#/table?sort=-value&lang=en'",
    "region": "/table?lang=en|location.hash = '#/concept/place%3A540000?lang=en'",
    "search": "/table?lang=en|const e = document.querySelector('#search'); e.value = 'a'; e.dispatchEvent(new Event('input'))",
}  # fmt: skip


def main() -> None:
    folder, runs = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    started = time.monotonic()
    content = page(folder)
    print(f"page {len(content.encode()) / 1e6:.1f} MB, made in {time.monotonic() - started:.1f} s")  # noqa: T201 - a benchmark says what it measured
    with tempfile.TemporaryDirectory() as here, sync_playwright() as driver:
        file = Path(here) / "page.html"
        file.write_text(content, encoding="utf-8")
        browser = chromium.launch(driver, chromium.installed() or chromium.PATHS[0])

        def visit(state: str):  # type: ignore[no-untyped-def] # a Playwright page
            tab = browser.new_page(viewport={"width": 1440, "height": 900})
            tab.goto(f"{file.as_uri()}#{state}")
            tab.wait_for_selector("main h1")
            return tab

        def spent(session) -> float:  # type: ignore[no-untyped-def] # a DevTools session
            """CPU milliseconds of the main thread so far."""
            return next(1000 * m["value"] for m in session.send("Performance.getMetrics")["metrics"] if m["name"] == "TaskDuration")

        found: dict[str, list[float]] = {}
        took: dict[str, list[float]] = {}
        for _ in range(runs):
            for name in ("/links?lang=en", "/table?lang=en", "/concept/place%3A540000?lang=en"):
                tab = visit(name)
                found.setdefault(f"first view {name.split('?')[0]}", []).append(tab.evaluate(f"{AFTER_FRAME}.then(() => performance.now())"))
                tab.close()
            for name, held in FILTERS.items():
                state, change = held.split("|")
                tab = visit(state)
                tab.wait_for_timeout(300)
                session = tab.context.new_cdp_session(tab)
                session.send("Performance.enable", {"timeDomain": "threadTicks"})
                before = spent(session)
                measured = (
                    f"(async () => {{ const t = performance.now(); {change}; await new Promise(d => setTimeout(d, 0)); "
                    f"await {AFTER_FRAME}; return performance.now() - t; }})()"
                )
                found.setdefault(name, []).append(tab.evaluate(measured))
                took.setdefault(name, []).append(spent(session) - before)
                tab.close()
        browser.close()
    for name, times in found.items():
        cpu = f"{statistics.median(took[name]):7.0f}" if name in took else ""
        print(f"{name:30} {min(times):7.0f} {statistics.median(times):7.0f} {max(times):7.0f} {cpu}")  # noqa: T201 - a benchmark says what it measured


if __name__ == "__main__":
    main()
