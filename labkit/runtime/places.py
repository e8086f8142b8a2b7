"""Where does the runtime build read from?"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PINS = HERE / "pins.toml"
KEPT_MODULES = HERE / "kept_modules.toml"
PACKAGES = HERE / "packages.toml"


def pyodide_folder(root: Path = ROOT) -> Path:
    """The installed npm package `pyodide`; it need not exist yet."""
    return root / "node_modules" / "pyodide"
