"""Hatch build hook: bundles the explorer's page with npm when tradegraph is built or installed.

Where npm is missing or fails, the build goes on without the page and says so; everything else works, and `tradegraph draw --format html`
says what to do.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleHook(BuildHookInterface[Any]):
    """Runs `npm ci` and the bundler, and puts the bundle into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bundle, for a wheel as for an editable installation (`version` is standard or editable)."""
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
