"""How does the zip of the platform's and the runner's sources become one of byte code?

Runs inside Pyodide (see in_pyodide.mjs). `main` reads bundle.zip in /input and leaves
bundle.zip.gz in /output.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from compile_bytes import compiled, gzipped, stored_zip  # type: ignore[import-not-found]

HOME = "/lib/mlplat.zip"  # where theme/js/boot.js puts it in the page


def main(_: str) -> None:
    """Writes bundle.zip.gz."""
    with zipfile.ZipFile("/input/bundle.zip") as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    sources = {name: files.pop(name).decode() for name in list(files) if name.endswith(".py")}
    packed = gzipped(stored_zip(compiled(sources, HOME) | files))
    Path("/output/bundle.zip.gz").write_bytes(packed)
