"""What stands in the page: the data of a build, all of it and nothing that could run, under a policy that allows no other source."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tradegraph.errors import SourceError, UsageError
from tradegraph.explain import ISSUES
from tradegraph.explorer import data, markup, page
from tradegraph.explorer.interface import LANGUAGES, words
from tradegraph.facts.identities import ACROSS, REPEATED
from tradegraph.graph import DIMENSIONS
from tradegraph.pipeline import build
from tradegraph.vocabulary import Vocabulary

WEB = Path(data.__file__).resolve().parent / "web" / "src"
WORDS = Path(data.__file__).resolve().parent / "words"


@pytest.fixture(scope="module")
def held(folder: Path) -> dict[str, Any]:
    return data.dataset(folder)


def test_every_fact_has_its_claim(held: dict[str, Any], folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == len(held["facts"]) > 400
    keys, claims = [f[0] for f in held["facts"]], [f[1] for f in held["facts"]]
    for row, key, claim in zip(rows, keys, claims, strict=True):
        assert (key >= 0) == bool(claim) == (row["kind"] == "statistic")
    assert len(set(filter(None, claims))) == len([c for c in claims if c])
    assert all(len(key) == len(DIMENSIONS) for key in held["keys"])


def test_claims_say_what_their_rows_say(held: dict[str, Any], folder: Path) -> None:
    rows = [json.loads(line) for line in (folder / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    code = [c[1] for c in held["concepts"]]
    for row, (key, *_) in zip(rows, held["facts"], strict=True):
        if key < 0:
            continue
        told = held["keys"][key]
        assert code[told[2]] == row["indicator"]
        assert code[told[3]] == row["measure"]
        assert code[told[5]] == (row["flow"] or "NONE")
        assert code[told[6]] == (
            row["partner"] if isinstance(row["partner"], str) and row["partner"] else "_".join(sorted(row["partner"])) or "WORLD"
        )


def test_what_releases_come_to_is_there(held: dict[str, Any]) -> None:
    assert len(held["conflicts"]) == len(held["revisions"]) == 2
    assert all(len(rows) == 2 for _, rows in held["conflicts"])
    assert sum(len(f) > 7 for f in held["figures"]) > 100  # estimates
    shared = [f for f in held["figures"] if len({held["columns"]["doc"][1][row] for row in f[6]}) > 1]
    assert len(shared) == 1
    assert all(why for document in held["documents"] if document["doc"] == "lasa-2024q1" for why in document["why"][3:5])


def test_corrections_change_the_claim_and_leave_the_row(vocabulary: Vocabulary, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "r.txt").write_text("2024年1月，青海省出口5亿元，增长4.2%；进口2亿元。", encoding="utf-8")
    (tmp_path / "in" / "corrections.ttl").write_text(
        """@prefix dct: <http://purl.org/dc/terms/> . @prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
        @prefix tg: <https://w3id.org/tradegraph/ontology#> .
        <urn:x:1> a tg:Correction ; tg:document "r" ; nif:beginIndex 13 ; nif:endIndex 16 ; nif:anchorOf "5亿元" ; tg:verdict "replace" ;
          tg:replacement "value=600000000" ; dct:creator "A" ; dct:description "misprint" ; dct:created "2024-05-31" .
        <urn:x:2> a tg:Correction ; tg:document "r" ; nif:beginIndex 19 ; nif:endIndex 23 ; nif:anchorOf "4.2%" ; tg:verdict "reject" ;
          dct:creator "B" ; dct:description "of another month" ; dct:created "2024-05-31" .""",
        encoding="utf-8",
    )
    build([str(tmp_path / "in")], tmp_path / "out", vocabulary)
    found = data.dataset(tmp_path / "out")
    values = [found["columns"]["value"][0][i] for i in found["columns"]["value"][1]]
    assert values == ["500000000", "4.2", "200000000"]
    replaced, rejected, kept = found["facts"]
    assert replaced[2] == "600000000"
    assert rejected[0] == -1
    assert len(kept) == 2
    assert [c[3:7] for c in found["corrections"]] == [["replace", "A", "misprint", "2024-05-31"], ["reject", "B", "of another month", "2024-05-31"]]


def test_the_same_build_gives_the_same_page(file: Path, folder: Path) -> None:
    assert page(folder) == file.read_text(encoding="utf-8")


def test_no_text_can_end_the_data(file: Path) -> None:
    whole = file.read_text(encoding="utf-8")
    assert whole.count("<script") == 2
    assert whole.count("</script>") == 2
    block = re.search(r'<script type="application/json" id="data">(.*?)</script>', whole, re.DOTALL)
    assert block
    assert not re.search("[<>&\u2028\u2029]", block[1])
    texts = {d["doc"]: d["text"] for d in json.loads(block[1])["data"]["documents"]}
    assert "</script><script>document.title='taken'</script>" in texts["hostile"]


def test_the_policy_allows_this_script_and_nothing_else(file: Path, folder: Path) -> None:
    whole = file.read_text(encoding="utf-8")
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', whole)[1])  # type: ignore[index]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    script, style = (re.search(pattern, whole, re.DOTALL)[1] for pattern in (r"</script>\n<script>(.*?)</script>", r"<style>(.*?)</style>"))  # type: ignore[index]
    hashed = {name: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in (("script", script), ("style", style))}
    assert rules["default-src"] == rules["connect-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == f"'sha256-{hashed['script']}'"
    assert rules["style-src"] == f"'sha256-{hashed['style']}'"
    assert "unsafe" not in policy
    served = page(folder, endpoint="/sparql")
    assert "connect-src &#x27;self&#x27;" in served
    assert '"endpoint":"/sparql"' in served
    assert len(json.loads(re.search(r'id="data">(.*?)</script>', served, re.DOTALL)[1])["questions"]) > 20  # type: ignore[index]


def test_languages_say_the_same_things() -> None:
    files = {lang: tomllib.loads((WORDS / f"{lang}.toml").read_text(encoding="utf-8")) for lang in LANGUAGES}
    said = {lang: {key for key in file["words"] if not key.startswith("unit-")} for lang, file in files.items()}
    assert said["en"] == said["zh-hans"] == said["zh-hant"]
    assert set(files["zh-hans"]["issues"]) == set(files["zh-hant"]["issues"]) == set(ISSUES)
    for key in said["en"]:
        gaps = {lang: sorted(re.findall(r"\{\w+\}", files[lang]["words"][key])) for lang in LANGUAGES}
        assert gaps["en"] == gaps["zh-hans"] == gaps["zh-hant"], key
    assert words("zh-hant")["trade-links"] == "貿易聯繫"


def test_the_page_has_words_for_what_it_says() -> None:
    keys = set(words("en").texts)
    literal = re.compile(r'\bsay\(\s*"([\w-]+)"')
    asked = {key for source in WEB.rglob("*.ts") for key in literal.findall(source.read_text(encoding="utf-8"))}
    assert len(asked) > 60
    assert asked <= keys


def test_every_identity_has_words(held: dict[str, Any]) -> None:
    met = {why.partition(":")[2] for d in held["documents"] for reasons in d["why"] for why in reasons if why.startswith("identity:")}
    assert len(met) > 5
    for code in met | ACROSS | {REPEATED}:
        assert words("zh-hans")[f"identity-{code}"] != words("en")[f"identity-{code}"]


def test_text_is_never_put_in_as_markup() -> None:
    sources = list(WEB.rglob("*.ts"))
    assert len(sources) > 15
    for source in sources:
        text = source.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser", text), source


def test_of_too_many_facts_the_newest_releases_are_shown(held: dict[str, Any], folder: Path) -> None:
    part = data.dataset(folder, most=100)
    shown = {d["doc"] for d in part["documents"]}
    assert part["left"] == len(held["documents"]) - len(shown) > 0
    assert held["left"] == 0
    oldest = min(d["published"] for d in part["documents"])
    assert all(d["published"] <= oldest for d in held["documents"] if d["doc"] not in shown)
    assert 50 < len(part["facts"]) <= 100
    assert {part["columns"]["doc"][0][i] for i in part["columns"]["doc"][1]} <= shown
    assert 0 < len(part["figures"]) < len(held["figures"])
    assert all(f[6] or f[7][3] for f in part["figures"])
    assert len(part["conflicts"]) == 2


def test_what_is_missing_is_said(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError, match="tradegraph build"):
        data.dataset(tmp_path)
    monkeypatch.setattr(markup, "BUNDLE", tmp_path)
    with pytest.raises(UsageError, match="npm"):
        page(folder)


def test_what_a_served_page_fetches_is_sparql(folder: Path, bundled: None) -> None:
    """The questions can be read as they are; the page puts paths and IRIs in two places."""
    served = page(folder, endpoint="/sparql", shipped=100)
    embedded = json.loads(re.search(r'id="data">(.*?)</script>', served, re.DOTALL)[1])  # type: ignore[index]
    assert {"figures", "claims", "policies", "differing", "releases", "titles"} == set(embedded["fetches"])
    store = ox.Store()
    store.bulk_load(path=str(folder / "graph.ttl"))
    for name, sparql in embedded["fetches"].items():
        assert list(store.query(sparql)) == [] or name == "releases"
    assert len(list(store.query(embedded["fetches"]["releases"]))) == len(data.dataset(folder)["documents"])
    assert json.loads(re.search(r'id="data">(.*?)</script>', page(folder, endpoint="/sparql"), re.DOTALL)[1])["fetches"] is None  # type: ignore[index]


def test_a_page_of_the_newest_releases_names_every_region(held: dict[str, Any], folder: Path) -> None:
    part = data.dataset(folder, 100, whole=True)
    named = {(c[0], c[1]) for c in part["concepts"]}
    assert named >= {(c[0], c[1]) for c in held["concepts"] if c[0] in {"partner", "commodity"}} - {("commodity", "x")}
    assert {p[0] for p in part["periods"]} == {p[0] for p in held["periods"]}
    assert len(part["facts"]) <= 100
