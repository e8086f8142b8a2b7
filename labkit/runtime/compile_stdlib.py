"""How does Pyodide's standard library become two byte-compiled zips?

Runs inside Pyodide (see compile_stdlib.mjs), because only the Python that will import byte code can
write it. `split` reads the zip Pyodide was started from and leaves both results in the root folder
of its file system.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import marshal
import sys
import zipfile
from collections.abc import Iterable

STOCK = "/lib/python314.zip"
FIRST = "/python_stdlib.zip"
REST = "/python_stdlib_rest.zip"
REST_HOME = "/lib/python314_rest.zip"  # where stdlib_rest.py puts it in the page
DATE = (1980, 1, 1, 0, 0, 0)  # the same every time, so that equal inputs give equal bytes
NEVER_CHECK_SOURCE = (1).to_bytes(4, "little")  # PEP 552: hash-based, unchecked


def split(kept: str, finder_source: str) -> None:
    """Writes FIRST and REST.

    Args:
        kept: kept_modules.toml as JSON (reading TOML here would load modules that the page does not
            need).
        finder_source: The text of stdlib_rest.py, which becomes a module of FIRST.
    """
    wanted = json.loads(kept)
    with zipfile.ZipFile(STOCK) as stock:
        sources = {
            name: stock.read(name).decode() for name in stock.namelist() if name.endswith(".py")
        }
    modules = {module_name(file): file for file in sources}
    first_names = kept_modules(modules, wanted["imports"], wanted["later"])
    rest_names = sorted(modules.keys() - first_names)

    first = {modules[name]: sources[modules[name]] for name in first_names}
    first["stdlib_rest.py"] = finder_source
    write_zip(FIRST, STOCK, first, {"stdlib_rest_modules.txt": "\n".join(rest_names) + "\n"})
    write_zip(REST, REST_HOME, {modules[name]: sources[modules[name]] for name in rest_names}, {})


def kept_modules(modules: Iterable[str], imports: list[str], later: list[str]) -> set[str]:
    """What to download first: what is loaded now, `imports`, what they import, and `later`."""
    known = set(modules)
    for name in imports:
        importlib.import_module(name)
    unknown = [name for name in later if name not in known]
    if unknown:
        raise ValueError(f"kept_modules.toml names modules that do not exist: {unknown}")
    return known & sys.modules.keys() | set(later)


def module_name(file: str) -> str:
    """The import name of a file in the zip: `json/__init__.py` is `json`."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def write_zip(path: str, home: str, sources: dict[str, str], others: dict[str, str]) -> None:
    """Writes a zip of byte code whose tracebacks name `home`, and of `others` as they are."""
    with zipfile.ZipFile(path, "w") as archive:

        def add(name: str, content: bytes | str) -> None:
            archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED, 9)

        for file, source in sorted(sources.items()):
            add(file + "c", byte_code(source, f"{home}/{file}"))
        for file, text in sorted(others.items()):
            add(file, text)


def byte_code(source: str, shown_as: str) -> bytes:
    """The content of a .pyc file that Python loads without looking for its source."""
    code = compile(source, shown_as, "exec", dont_inherit=True, optimize=0)
    header = importlib.util.MAGIC_NUMBER + NEVER_CHECK_SOURCE
    return header + importlib.util.source_hash(source.encode()) + marshal.dumps(code)
