"""Which parts of Pyodide's wasm and of its script does a page need?"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from labkit.runtime.node import run_node
from labkit.runtime.places import HERE

WASM = "pyodide.asm.wasm"
SCRIPT = "pyodide.asm.mjs"
TRIMMERS = (HERE / "trim_wasm.mjs", HERE / "trim_script.mjs")


def trim_pyodide(root: Path, libraries: Sequence[Path], folder: Path) -> None:
    """Writes Pyodide's wasm and script without what neither they nor a library use.

    Pyodide is linked so that any library can be loaded: it exports 8,560 names for that, which a
    start takes into three tables, and its script has 1,370 functions that a library may import, for
    graphics and sound among others.

    Args:
        root: Where `node_modules` is, with `pyodide`, `binaryen` and `acorn`.
        libraries: Every shared library that a page may load; they find what they import.
        folder: Where both files are written, under the names they have in `pyodide`.

    Raises:
        LabError: Node.js or an npm package is missing, Pyodide's script is not of the form that is
            expected, or a library has JavaScript of its own.
    """
    of_wasm, of_script = TRIMMERS
    run_node(of_wasm, [root, folder / WASM, *libraries])
    run_node(of_script, [root, folder / WASM, folder / SCRIPT, *libraries])


def libraries_of(wheels: Iterable[Path], folder: Path) -> Iterator[Path]:
    """The shared libraries in wheels, each unpacked below `folder`."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                if name.endswith(".so"):
                    yield Path(packed.extract(name, folder / wheel.stem))
