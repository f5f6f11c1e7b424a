"""The guides tell the truth: their commands exist and run, their pictures are made, the notebook's code gives what it says."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from tradegraph.cli import main
from tradegraph.errors import SourceError, UsageError
from tradegraph.guide import PICTURES, write_guide
from tradegraph.notebook import Facts, graph, read
from tradegraph.pipeline import build, samples_directory
from tradegraph.table import COLUMNS
from tradegraph.vocabulary import Vocabulary

READERS = ("analyst", "engineer", "librarian", "notebook")
GUIDES = sorted((Path(__file__).resolve().parent.parent / "src" / "tradegraph" / "guide").glob("*.md"))


def commands(guide: Path) -> list[str]:
    """The lines of a guide's blocks of commands."""
    return [line for block in re.findall(r"```sh\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL) for line in block.splitlines()]


COMMANDS = {line for guide in GUIDES if guide.stem in READERS for line in commands(guide)}  # the others need servers


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read(str(samples_directory()))


def test_every_reader_has_a_guide() -> None:
    assert {g.stem for g in GUIDES} >= set(READERS)
    assert len(COMMANDS) > 12
    assert all(line.startswith("tradegraph ") for line in COMMANDS)
    named = {found[1] for guide in GUIDES for line in commands(guide) if (found := re.match(r"tradegraph ([a-z]+)", line))}
    assert named <= set(main.commands)


@pytest.mark.slow
def test_every_command_of_the_guides_runs(run: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    done = run("build", "-o", str(tmp_path / "out" / "samples"))
    assert done.returncode == 0, done.stderr
    for line in sorted(COMMANDS - {"tradegraph build -o out/samples"}):
        words = [word.replace("out/", f"{tmp_path}/out/") for word in shlex.split(line)[1:]]
        if words == ["vocabulary", "docs"]:
            words += ["-o", str(tmp_path / "reference")]
        done = run(*words)
        bundled = "--format html" not in line or "npm" not in done.stderr
        assert done.returncode == 0 or not bundled, f"{line}: {done.stderr}"


def test_pictures_and_guides_stand_together(vocabulary: Vocabulary, tmp_path: Path) -> None:
    remarks: list[str] = []
    written = write_guide(vocabulary, tmp_path, remarks.append)
    assert {p.name for p in written} >= {f"{name}.svg" for name in PICTURES} | {g.name for g in GUIDES}
    for guide in GUIDES:
        for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide.read_text(encoding="utf-8")):
            assert (tmp_path / picture).read_bytes().startswith(b"<?xml")
    assert all("font" in remark or "npm" in remark for remark in remarks)


@pytest.fixture(scope="module")
def folder(vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a build of the sample releases and its store are."""
    here = tmp_path_factory.mktemp("notebook")
    build([str(samples_directory())], here / "out" / "samples", vocabulary, kept=here / "kept")
    return here


def test_the_notebook_runs(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    monkeypatch.chdir(folder)
    text = next(g for g in GUIDES if g.stem == "notebook").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 5
    names: dict[str, object] = {}
    for block in blocks:
        exec(block, names)  # noqa: S102 - the guide's own code
    said = capsys.readouterr().out
    assert re.search(r"^\d{6} \d{4}-\d\d/\d{4}-\d\d -\d+(\.\d+)? %$", said, re.MULTILINE)
    assert re.search(r"^\d+ shares of 3\d\d facts$", said, re.MULTILINE)
    assert re.search(r"^1\d of 3\d\d facts; 据福州海关统计", said, re.MULTILINE)
    assert re.search(r"^\('period', 'flow', 'approx', 'value', 'unit', 'document'\) \d+ rows$", said, re.MULTILINE)


def test_a_graph_is_the_same_from_a_folder_and_from_a_store(folder: Path, facts: Facts) -> None:
    built, kept = graph(folder / "out" / "samples"), graph(folder / "kept")
    assert list(built) == list(kept)
    assert sorted(map(str, built)) == sorted(map(str, facts.rows()))
    assert built.query("region-series", region="350000") == kept.query("region-series", region="350000")
    assert len(built.query("region-series", region="350000")) > 4
    assert kept.query("ASK { ?s a <urn:x:nothing> }").rows == (("false",),)
    assert len(kept.query("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3")) == 3


def test_a_graph_shows_its_facts_with_their_sentences(folder: Path) -> None:
    built = graph(folder / "out" / "samples")
    shown = built.where(reporter="350000", measure="level", flow="export", value=lambda v: v > 500e9)
    assert "<mark>5808亿元</mark>" in shown._repr_html_()
    assert built.sentence(shown.facts[0]).startswith("其中，出口5808亿元")
    assert "policy: " in built.where(kind="policy")._repr_html_()
    answer = built.query("SELECT ?x WHERE { BIND('<b>' AS ?x) }")
    assert "&lt;b&gt;" in answer._repr_html_()
    assert list(answer) == [("<b>",)]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_graph_becomes_a_frame(folder: Path, library: Literal["pandas", "polars"]) -> None:
    frames = pytest.importorskip(library, reason=f"{library} is not installed")
    built = graph(folder / "out" / "samples")
    frame = built.frame(library)
    assert isinstance(frame, frames.DataFrame)
    assert list(frame.columns) == list(COLUMNS)
    assert len(frame) == len(built)
    assert len(built.query("region-series").frame(library)) == len(built.query("region-series"))


def test_what_cannot_be_opened_or_asked_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="tradegraph build"):
        graph(tmp_path)
    built = graph(folder / "out" / "samples")
    with pytest.raises(UsageError, match="no question"):
        built.query("weather")
    with pytest.raises(UsageError, match="no parameter"):
        built.query("region-series", country="CN")
    with pytest.raises(UsageError, match="query"):
        built.query("SELECT nonsense {")


def test_facts_show_themselves_with_their_sentences(facts: Facts) -> None:
    shown = facts.where(reporter="350000", measure="level", flow="export")._repr_html_()
    assert "<mark>5808亿元</mark>" in shown
    assert shown.count("<tr>") == len(facts.where(reporter="350000", measure="level", flow="export")) + 1
    assert "20 of" in facts._repr_html_()


def test_what_a_text_says_is_no_markup_in_a_notebook(tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text("2024年1月，青海省出口<img src=x onerror=alert(1)>5亿元。", encoding="utf-8")
    found = read(str(tmp_path))
    assert len(found) == 1
    assert "<img" not in found._repr_html_()
    assert "&lt;img src=x onerror=alert(1)&gt;<mark>5亿元</mark>" in found._repr_html_()


def test_frames_have_the_fact_table(facts: Facts) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = facts.frame()
    assert isinstance(frame, pandas.DataFrame)
    assert len(frame) == len(facts) == facts.table().num_rows
    growth = frame[(frame["measure"] == "growth") & (frame["reporter"] == "350000") & (frame["partner"] == "ASEAN")]
    assert growth["value"].tolist() == [12.5]


def test_a_fact_knows_its_sentence(facts: Facts) -> None:
    fact = next(iter(facts.where(text="9612亿元人民币")))
    assert facts.sentence(fact).startswith("据福州海关统计")
    with pytest.raises(KeyError):
        read(str(samples_directory() / "gansu-2021.txt")).sentence(fact)
