"""Are the Pyodide files on this machine the ones we chose to publish?"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from labkit.errors import LabError
from labkit.runtime.places import PINS, ROOT, pyodide_folder

PINNED_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)

_HEADER = """\
# The files of the npm package `pyodide` that the site publishes or compiles, and their sha256.
# Written by `python -m labkit runtime --pin` after a deliberate upgrade; never by hand.
"""


@dataclass(frozen=True, slots=True)
class Pins:
    """The chosen version of Pyodide and the sha256 of each of its files."""

    version: str
    sha256: dict[str, str]


def read_pins(path: Path = PINS) -> Pins:
    """The pins written in `path`."""
    data = tomllib.loads(path.read_text("utf-8"))
    return Pins(version=data["version"], sha256=data["sha256"])


def verify(folder: Path, pins: Pins) -> None:
    """Returns when every pinned file in `folder` is exactly the pinned one.

    Raises:
        LabError: The folder or a file is missing, or a file differs; the message names the first
            such file.
    """
    if not folder.is_dir():
        raise LabError(
            "the npm package pyodide is not installed", "run `make setup` (npm ci)", folder
        )
    for name, wanted in pins.sha256.items():
        file = folder / name
        if not file.is_file():
            raise LabError("the file is missing", "run `rm -rf node_modules && npm ci`", file)
        if _sha256(file) != wanted:
            raise LabError(
                f"the file is not the one of Pyodide {pins.version}, which this course publishes",
                "run `rm -rf node_modules && npm ci`, or after a deliberate upgrade "
                "`python -m labkit runtime --pin`",
                file,
            )


def write_pins(root: Path = ROOT, path: Path = PINS) -> Pins:
    """The pins of the Pyodide installed below `root`, written to `path` as well.

    Raises:
        LabError: The npm package is not installed.
    """
    folder = pyodide_folder(root)
    if not folder.is_dir():
        raise LabError(
            "the npm package pyodide is not installed", "run `make setup` (npm ci)", folder
        )
    version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    pins = Pins(version, {name: _sha256(folder / name) for name in PINNED_FILES})
    lines = [f'"{name}" = "{digest}"' for name, digest in pins.sha256.items()]
    text = f'{_HEADER}version = "{version}"\n\n[sha256]\n' + "\n".join(lines) + "\n"
    path.write_text(text, "utf-8")
    return pins


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
