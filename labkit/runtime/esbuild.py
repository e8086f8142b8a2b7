"""Which scripts bundle JavaScript and styles, and what if esbuild is not there?"""

from __future__ import annotations

from pathlib import Path

from labkit.errors import LabError
from labkit.runtime.node import REINSTALL, run_node

MEND = f"mend the file that it names or, if that is in node_modules, {REINSTALL}"


def run_bundler(bundler: Path, root: Path, folder: Path, *arguments: Path) -> None:
    """Runs a script that bundles with esbuild.

    Raises:
        LabError: Node.js or esbuild is missing, or something does not bundle.
    """
    if not (root / "node_modules" / "esbuild").is_dir():
        raise LabError(
            "the npm packages are not installed",
            "run `make setup` (npm ci)",
            root / "node_modules",
        )
    run_node(bundler, [root, folder, *arguments], fix=MEND)
