"""What is in the file from which a page imports the platform and the runner?"""

from __future__ import annotations

import tempfile
from pathlib import Path

from labkit.bundle import build_bundle, digest
from labkit.runtime.cached import cached_folder, digest_of
from labkit.runtime.in_pyodide import RUNNER, run_in_pyodide
from labkit.runtime.places import HERE, PINS, ROOT, pyodide_folder

NAME = "bundle.zip.gz"
COMPILER = (RUNNER, HERE / "compile_bundle.py", HERE / "compile_bytes.py")


def build_compiled_bundle(root: Path, cache: Path) -> bytes:
    """`build_bundle` as byte code, compiled only if a source has changed.

    Args:
        root: The project's root.
        cache: Usually `.cache/labkit`; made if missing.

    Raises:
        LabError: Node.js or the npm package is missing.
    """
    sources = build_bundle(root)
    inputs = digest({"sources": sources, "compiler": digest_of([PINS, *COMPILER]).encode()})

    def fill(folder: Path) -> None:
        with tempfile.TemporaryDirectory() as temporary:
            packed = Path(temporary) / "bundle.zip"
            packed.write_bytes(sources)
            run_in_pyodide(pyodide_folder(ROOT), "compile_bundle", {}, [packed], folder)

    return (cached_folder(cache, f"bundle-{inputs}", fill) / NAME).read_bytes()
