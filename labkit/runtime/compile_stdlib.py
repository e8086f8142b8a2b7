"""How does Pyodide's standard library become two byte-compiled zips?

Runs inside Pyodide (see in_pyodide.mjs). `main` reads the zip that Pyodide was started from and
leaves both results in /output: the browser unpacks the first, and Python the second.
"""

from __future__ import annotations

import importlib
import json
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from compile_bytes import (  # type: ignore[import-not-found]  # beside it there
    compiled,
    gzipped,
    module_name,
    stored_zip,
)

STOCK = "/lib/python314.zip"
FIRST = "/output/python_stdlib.zip.gz"
REST = "/output/python_stdlib_rest.zip.zst"
REST_HOME = "/lib/python314_rest.zip"  # where stdlib_rest.py puts it in the page
LEVEL = 19


def main(arguments: str) -> None:
    """Writes FIRST and REST.

    Args:
        arguments: kept_modules.toml as JSON (reading TOML here would load modules that the page
            does not need). The file stdlib_rest.py, which becomes a module of FIRST, is in /input.
    """
    wanted = json.loads(arguments)
    with zipfile.ZipFile(STOCK) as stock:
        sources = {
            name: stock.read(name).decode() for name in stock.namelist() if name.endswith(".py")
        }
    modules = {module_name(file): file for file in sources}
    first_names = kept_modules(modules, wanted["imports"], wanted["later"])
    rest_names = sorted(modules.keys() - first_names)

    first = {modules[name]: sources[modules[name]] for name in first_names}
    first["stdlib_rest.py"] = Path("/input/stdlib_rest.py").read_text("utf-8")
    names = {"stdlib_rest_modules.txt": ("\n".join(rest_names) + "\n").encode()}
    rest = {modules[name]: sources[modules[name]] for name in rest_names}
    Path(FIRST).write_bytes(gzipped(stored_zip({**compiled(first, STOCK), **names})))
    Path(REST).write_bytes(zstandard(stored_zip(compiled(rest, REST_HOME))))


def zstandard(content: bytes) -> bytes:
    """Smaller than gzip; with a checksum, so that damage is noticed."""
    from compression.zstd import (  # type: ignore[import-not-found]  # mypy checks for an older Python
        CompressionParameter,
        compress,
    )

    options = {
        CompressionParameter.compression_level: LEVEL,
        CompressionParameter.checksum_flag: 1,
    }
    packed: bytes = compress(content, options=options)
    return packed


def kept_modules(modules: Iterable[str], imports: list[str], later: list[str]) -> set[str]:
    """What to download first: what is loaded now, `imports`, what they import, and `later`."""
    known = set(modules)
    for name in imports:
        importlib.import_module(name)
    unknown = [name for name in later if name not in known]
    if unknown:
        raise ValueError(f"kept_modules.toml names modules that do not exist: {unknown}")
    return known & sys.modules.keys() | set(later)
