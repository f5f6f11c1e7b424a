"""Hatch build hook: bundles the explorer's page with npm, and on request compiles what reads releases with mypyc.

Where npm is missing or fails, the build goes on without the page and says so; everything else works, and `tradegraph draw --format html`
says what to do. Compiling is asked for with TRADEGRAPH_COMPILE=1 and ends the build where it fails: without the variable the same wheel is
built in Python alone and reads the same facts. MYPYC_OPT_LEVEL (0 to 3) is the level of optimisation, as for mypyc itself. An editable
installation is never compiled, as its modules are there to be edited.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_COMPILED = ("facts/*.py", "folding.py", "inflection.py", "lexicon.py", "mentions.py", "model.py", "period.py", "quantity.py")
# optimised little: -O1 reads releases as fast as -O3, is compiled sooner and takes half the space
_SETUP = """
from setuptools import setup
from mypyc.build import mypycify
setup(name="tradegraph", ext_modules=mypycify({arguments!r}, opt_level={level!r}, debug_level="0", target_dir={target!r}, group_name="tradegraph"))
"""


class BuildHook(BuildHookInterface[Any]):
    """Puts the explorer's bundle into the wheel and, on request, extension modules beside the modules that they are made of."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build environment needs besides hatchling."""
        return ["mypy>=2.4", "setuptools>=65.5"] if _asked() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle, for a wheel as for an editable installation (`version` is standard or editable); compile for a wheel."""
        self._bundle(build_data)
        if not _asked():
            return
        if version == "editable":
            self.app.display_warning("TRADEGRAPH_COMPILE is left aside: an editable installation stays interpreted")
            return
        self._work = tempfile.TemporaryDirectory(prefix="tradegraph-build-")  # not in the checkout, where it would shadow edited modules
        for path in self._compile(Path(self._work.name)):
            build_data["force_include"][str(path)] = str(path.relative_to(Path(self._work.name) / "modules"))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was compiled, once it is in the wheel."""
        if hasattr(self, "_work"):
            self._work.cleanup()

    def _bundle(self, build_data: dict[str, Any]) -> None:
        """Run `npm ci` and the bundler."""
        explorer = Path(self.root) / "src" / "tradegraph" / "explorer"
        bundle = explorer / "_bundle"
        build_data["artifacts"].append("/src/tradegraph/explorer/_bundle/*")
        npm = shutil.which("npm")
        if npm is None:
            self._without("npm was not found")
            return
        for command in (["ci", "--no-audit", "--no-fund"], ["run", "--silent", "bundle"]):
            done = subprocess.run([npm, *command], cwd=explorer / "web", capture_output=True, text=True, check=False)  # noqa: S603 - npm of this machine
            if done.returncode != 0:
                shutil.rmtree(bundle, ignore_errors=True)  # none is better than one of another version
                self._without(f"`npm {' '.join(command)}` failed: {done.stderr.strip()[-300:]}")
                return

    def _without(self, reason: str) -> None:
        self.app.display_warning(f"the explorer's page is left out, since {reason}; install Node.js with npm and build again to have it")

    def _compile(self, work: Path) -> list[Path]:
        """The extension modules, under `work`/modules as they lie in the wheel."""
        source = Path(self.root) / "src"
        paths = sorted(str(p.relative_to(source)) for pattern in _COMPILED for p in (source / "tradegraph").glob(pattern))
        # the project's own settings name packages whose types a build environment lacks
        arguments = ["--config-file=", "--ignore-missing-imports", f"--cache-dir={work / 'types'}", *paths]
        setup = work / "setup.py"
        level = os.environ.get("MYPYC_OPT_LEVEL", "1")
        setup.write_text(_SETUP.format(arguments=arguments, target=str(work / "c"), level=level), encoding="utf-8")
        command = [sys.executable, str(setup), "build_ext", "--build-lib", str(work / "modules"), "--build-temp", str(work / "objects")]
        done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)  # noqa: S603 - this interpreter
        if done.returncode != 0:
            self.app.abort(
                f"compiling failed; it needs a C compiler and Python's headers. Without TRADEGRAPH_COMPILE tradegraph installs in Python alone\n"
                f"{(done.stdout + done.stderr).strip()[-2000:]}"
            )
        return sorted(p for p in (work / "modules").rglob("*") if p.is_file())


def _asked() -> bool:
    return os.environ.get("TRADEGRAPH_COMPILE", "") not in {"", "0"}
