"""The shape of the code: no words of the language in it, imports that go one way, modules that stay readable."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = sorted((ROOT / "src").rglob("*.py"))
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def test_no_han_character_stands_in_code() -> None:
    assert len(SOURCE) > 20
    for file in SOURCE:
        for number, line in enumerate(_code(file), 1):
            assert not HAN.search(line), f"{file}:{number}: {line.strip()}"


def _code(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def test_imports_go_one_way() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_module_says_what_it_is_for() -> None:
    for file in SOURCE:
        assert file.read_text(encoding="utf-8").startswith('"""'), file


def test_questions_say_what_they_answer() -> None:
    questions = sorted((ROOT / "src/tradegraph/queries").glob("*.rq"))
    assert len(questions) >= 12
    for file in questions:
        assert file.read_text(encoding="utf-8").startswith("# "), file
