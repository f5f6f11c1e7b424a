"""The extension modules that TRADEGRAPH_COMPILE=1 puts into a wheel read the same facts as the modules that they are made of."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from test_cases import CASES

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[1]

_PARTS = ("src", "ontology", "shapes", "hatch_build.py", "pyproject.toml", "README.md", "LICENSE")
# prints where the grammar comes from, then what each text of a JSON list gives
_READ = """
import json, sys
from tradegraph.documents import language
from tradegraph.facts import extract, reading
from tradegraph.model import Document
from tradegraph.vocabulary import load_vocabulary

vocabulary = load_vocabulary()
print(reading.__file__)
for index, text in enumerate(json.load(sys.stdin)):
    print(extract(Document(str(index), text, language(text)), vocabulary))
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a wheel with extension modules installs, built from a copy of the checkout and without the explorer's page."""
    compiler = (sysconfig.get_config_var("CC") or "").split()[:1]
    if not compiler or shutil.which(compiler[0]) is None or not Path(sysconfig.get_path("include"), "Python.h").is_file():
        pytest.skip("no C compiler or no headers of Python on this machine")
    work = tmp_path_factory.mktemp("wheel")
    copy = work / "copy"
    copy.mkdir()
    for name in _PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("node_modules", "_bundle", "__pycache__"))
        else:
            shutil.copy(ROOT / name, copy / name)
    offline = {**os.environ, "TRADEGRAPH_COMPILE": "1", "MYPYC_OPT_LEVEL": "0", "npm_config_offline": "true"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(work)]
    done = subprocess.run(command, cwd=copy, env=offline, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(copy.rglob("*.so")), "nothing compiled may lie beside the modules of a checkout"
    (wheel,) = work.glob("*.whl")
    assert not wheel.name.endswith("-none-any.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(work / "site")
    return work / "site"


def _process(source: Path, *arguments: str, stdin: str = "") -> str:
    """What a process prints that imports tradegraph from `source`."""
    environment = {**os.environ, "PYTHONPATH": str(source)}
    done = subprocess.run([sys.executable, *arguments], input=stdin, capture_output=True, text=True, env=environment, cwd=source, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_compiled_modules_read_the_same(compiled: Path) -> None:
    texts = json.dumps([case["text"] for _, case in CASES])
    origin, *fast = _process(compiled, "-c", _READ, stdin=texts).splitlines()
    interpreted, *slow = _process(ROOT / "src", "-c", _READ, stdin=texts).splitlines()
    assert Path(origin).suffix in {".so", ".pyd"}
    assert Path(interpreted).suffix == ".py"
    assert len(fast) == len(CASES)
    assert [a for a, b in zip(fast, slow, strict=True) if a != b] == []


def test_compiled_modules_build_the_same_graph(compiled: Path, tmp_path: Path) -> None:
    _process(compiled, "-m", "tradegraph", "build", "-o", str(tmp_path / "fast"), "--jobs", "2")
    _process(ROOT / "src", "-m", "tradegraph", "build", "-o", str(tmp_path / "slow"))
    assert (tmp_path / "fast" / "graph.ttl").read_bytes() == (tmp_path / "slow" / "graph.ttl").read_bytes()
