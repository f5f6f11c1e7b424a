"""The explorer's page: one HTML file with its script, style and data inside, which asks nothing of the network.

A Content-Security-Policy (CSP level 3) names the script and the style by their hashes and allows no other source; a page that is served may
ask its own endpoint. Data stands in a block of JSON in which no character can end the block.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from pathlib import Path
from typing import Any

from tradegraph import questions
from tradegraph.errors import UsageError
from tradegraph.explain import ISSUES
from tradegraph.explorer.data import dataset
from tradegraph.explorer.interface import LANGUAGES, file_of
from tradegraph.graph import PREFIXES

_HERE = Path(__file__).resolve().parent
BUNDLE = _HERE / "_bundle"
SHIPPED = 20_000  # facts that come with a served page, which fetches what else one opens


def page(folder: Path, *, endpoint: str | None = None, shipped: int = SHIPPED) -> str:
    """The complete page of a build's folder; `endpoint` is the path of a SPARQL endpoint on the server of the page, None for a file.

    A served page brings the newest releases with `shipped` facts at most, and asks the endpoint for the rest.
    The same build gives the same page. Raises SourceError where the folder holds no build, UsageError where this installation has no bundle.
    """
    name = "served" if endpoint else "explorer"
    script, style = _bundle(f"{name}.js"), _bundle(f"{name}.css")
    data = dataset(folder, shipped, whole=True) if endpoint else dataset(folder)
    embedded = {
        "data": data,
        "words": {lang: _words(lang) for lang in LANGUAGES},
        "endpoint": endpoint,
        "questions": [{"name": q.name, "answers": q.answers, "sparql": q.sparql} for q in questions.named()] if endpoint else [],
        "prefixes": "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(PREFIXES.items())) if endpoint else "",
        "fetches": _fetches() if endpoint and data["left"] else None,
    }
    parts = {
        "policy": html.escape(_policy(script, style, endpoint)),
        "style": style,
        "noscript": html.escape(_words("en")["words"]["noscript"]),
        "data": _json(embedded),
        "script": script,
    }
    template = (_HERE / "page.html").read_text(encoding="utf-8")
    out = []
    for piece in template.split("{"):  # no format string, since the parts are full of braces
        name, closed, rest = piece.partition("}")
        out.append(f"{parts[name]}{rest}" if closed and name in parts else piece)
    return "".join(out)


def _bundle(name: str) -> str:
    file = BUNDLE / name
    if not file.is_file():
        raise UsageError(
            f"this installation has no explorer page ({name} was not bundled, since npm was missing or failed when it was installed); "
            "install Node.js with npm and install tradegraph again, or take a wheel"
        )
    return file.read_text(encoding="utf-8").rstrip("\n")


def _policy(script: str, style: str, endpoint: str | None) -> str:
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (script, style)]
    return "; ".join((
        "default-src 'none'", f"script-src 'sha256-{hashes[0]}'", f"style-src 'sha256-{hashes[1]}'", "img-src data:",
        "connect-src 'self'" if endpoint else "connect-src 'none'", "base-uri 'none'", "form-action 'none'",
    ))  # fmt: skip


def _fetches() -> dict[str, str]:
    """The questions of fetch/*.rq by name, without their comments."""
    return {file.stem: file.read_text(encoding="utf-8").partition("\n")[2] for file in sorted((_HERE / "fetch").glob("*.rq"))}


def _json(value: object) -> str:
    """JSON that can stand in a script element (HTML, 4.12.1.3): no `<`, `>` or `&`, and no line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _words(lang: str) -> dict[str, Any]:
    held = file_of(lang)
    return {"scales": held["scales"], "words": held["words"], "issues": {**ISSUES, **held.get("issues", {})}}
