"""Which part of Pyodide's wasm does a page need?"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from labkit.runtime.node import run_node
from labkit.runtime.places import HERE

TRIMMER = HERE / "trim_wasm.mjs"


def trim_wasm(root: Path, libraries: Iterable[Path], output: Path) -> None:
    """Writes Pyodide's wasm without the names, and the code, that neither it nor a library uses.

    Pyodide is linked so that any library can be loaded, and exports 8,560 names for that; a start
    takes each of them into three tables.

    Args:
        root: Where `node_modules` is, with `pyodide` and `binaryen`.
        libraries: Every shared library that a page may load; they find what they import.
        output: The file.

    Raises:
        LabError: Node.js or an npm package is missing, or Pyodide's scripts are not as expected.
    """
    run_node(TRIMMER, [root, output, *libraries])


def libraries_of(wheels: Iterable[Path], folder: Path) -> Iterator[Path]:
    """The shared libraries in wheels, each unpacked below `folder`."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if name.endswith(".so"):
                    yield Path(packed.extract(name, folder / wheel.stem))
