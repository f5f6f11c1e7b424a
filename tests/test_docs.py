"""The documents tell the truth: commands that exist, output that is really seen, a version that has its changes written down."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import tradegraph
from tradegraph.cli import main
from tradegraph.facts import extract
from tradegraph.model import Document
from tradegraph.pipeline import build, samples_directory
from tradegraph.terms import check
from tradegraph.vocabulary import Vocabulary, load_vocabulary

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_of_the_documents_exists() -> None:
    texts = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:.*&& )?(?:\.venv/bin/)?tradegraph ([a-z]+)", texts, re.MULTILINE))
    assert {"build", "facts", "explain", "validate", "query", "score", "vocabulary"} <= named
    assert named - {"reads"} <= set(main.commands)  # "tradegraph reads ..." is how README begins


def test_the_readme_shows_what_the_build_prints(tmp_path: Path, vocabulary: Vocabulary) -> None:
    summary = build([str(samples_directory())], tmp_path, vocabulary)
    shown = dict(re.findall(r"^(documents|facts|issues|triples|conforms) +(.+)$", README, re.MULTILINE))
    assert shown["documents"] == str(summary.documents)
    assert shown["triples"] == str(summary.triples)
    assert shown["conforms"] == ("yes" if summary.conforms else "no")


def test_the_version_has_its_changes() -> None:
    assert f"## {tradegraph.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_good_that_contributing_adds_is_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (turtle,) = re.findall(r"```turtle\n(.*?)```", text, re.DOTALL)
    release = re.findall(r"A new release says (\S+?)\. ", text)[0]
    shutil.copytree(vocabulary.directory, tmp_path / "ontology")
    with (tmp_path / "ontology" / "commodities.ttl").open("a", encoding="utf-8") as file:
        file.write("\n" + turtle)
    grown = load_vocabulary(tmp_path / "ontology")
    assert [f for f in check(grown) if f.level == "error"] == []
    before, after = (extract(Document("d", release + "。", "zh-hans"), words).observations[0].commodity[0].id for words in (vocabulary, grown))
    assert (before.startswith("x-"), after) == (True, "deerskin-paintings")
