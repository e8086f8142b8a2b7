"""What is in the file from which a page imports the platform and the runner?"""

from __future__ import annotations

import tempfile
from pathlib import Path

from labkit.bundle import build_bundle, digest
from labkit.runtime.cached import cached_folder, digest_of
from labkit.runtime.in_pyodide import RUNNER, run_in_pyodide
from labkit.runtime.pins import read_pins, verify
from labkit.runtime.places import HERE, PINS, ROOT, pyodide_folder

NAME = "bundle.zip.gz"
COMPILER = (RUNNER, HERE / "compile_bundle.py", HERE / "compile_bytes.py")


def build_compiled_bundle(root: Path, cache: Path) -> bytes:
    """`build_bundle` as byte code, compiled only if a source has changed.

    Args:
        root: The project's root.
        cache: Usually `.cache/labkit`; made if missing.

    Raises:
        LabError: Node.js or the npm package is missing, or a file of it is not the pinned one.
    """
    sources = build_bundle(root)
    inputs = digest({"sources": sources, "compiler": digest_of([PINS, *COMPILER]).encode()})

    def fill(folder: Path) -> None:
        pyodide = pyodide_folder(ROOT)
        verify(pyodide, read_pins())
        with tempfile.TemporaryDirectory() as temporary:
            packed = Path(temporary) / "bundle.zip"
            packed.write_bytes(sources)
            run_in_pyodide(pyodide, "compile_bundle", {}, [packed], folder)

    return (cached_folder(cache, f"bundle-{inputs}", fill) / NAME).read_bytes()
