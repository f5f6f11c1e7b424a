"""axe-core, as npm has installed it for the page's checks, over an open page."""

from __future__ import annotations

from typing import Any

import pytest

from tradegraph.explorer.markup import BUNDLE

_SCRIPT = BUNDLE.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"


def serious(tab: Any) -> list[tuple[str, list[str]]]:
    """What axe-core finds that is serious or critical, with where; skips the test where axe-core is not installed."""
    if not _SCRIPT.is_file():
        pytest.skip("axe-core is not installed; run `npm ci` in explorer/web")
    tab.evaluate(_SCRIPT.read_text(encoding="utf-8"))  # the page's policy forbids a script element, and rightly
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert len(found["passes"]) > 10
    return [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found["violations"] if v["impact"] in {"serious", "critical"}]
