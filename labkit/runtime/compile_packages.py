"""How do the wheels of one package become one byte-compiled file?

Runs inside Pyodide (see in_pyodide.mjs). `main` reads the wheels in /input and leaves one zip in
/output. With the wheels go the modules of the standard library that the package imports and a page
does not have yet.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import zipfile
from pathlib import Path

from compile_bytes import (  # type: ignore[import-not-found]  # beside it there
    DATE,
    compiled,
    module_name,
    stored_zip,
)
from compile_stdlib import REST_HOME, STOCK  # type: ignore[import-not-found]

WHEELS = "/input"
FILES = "files.zip"  # the one entry of the zip; labkit/packages/install.py reads it
LEVEL = 19
HOME = "/lib/packages"  # where labkit/packages/install.py puts them, in a folder for each package
# anyio finds out what it imports lazily by reading its own source; without the source it imports
# everything at once, and with it modules that no browser has.
KEPT_AS_SOURCE = ("anyio/",)
# What no program imports: tests, plug-ins of type checkers and of pytest, advice to other tools,
# and pydantic's old interface, which does not work with this Python.
LEFT_OUT = re.compile(
    r"(^|/)(tests?|__pycache__)/|\.pyi$|/py\.typed$|^fastapi/\.agents/"
    r"|^pydantic/(v1/|mypy\.py|_hypothesis_plugin\.py)|^anyio/(pytest_plugin|_backends/_trio)\.py$"
)
# Imported inside functions, where the import of the package does not show it.
LATER = {"importlib.metadata._adapters", "importlib.metadata._text"}
# Of a wheel's own description: name and version, which packages ask about, and the licence.
DESCRIPTION = re.compile(r"\.dist-info/(METADATA|entry_points\.txt|licenses/.+|LICENSE.*)$")


def main(arguments: str) -> None:
    """Writes `<package>.zip`.

    Args:
        arguments: As JSON, `package`, which is what programs import, and `rest`, the modules of the
            standard library that are not downloaded at first.
    """
    asked = json.loads(arguments)
    package, home = asked["package"], f"{HOME}/{asked['package']}"
    contents = read_wheels()
    stdlib = stdlib_of(package, contents, home, asked["rest"])
    sources = {
        name: content.decode()
        for name, content in contents.items()
        if name.endswith(".py") and not name.startswith(KEPT_AS_SOURCE)
    }
    others = {name: content for name, content in contents.items() if name not in sources}
    files = {**others, **compiled(sources, home), **compiled(stdlib, REST_HOME)}
    write_packed(f"/output/{package}.zip", files)


def write_packed(path: str, files: dict[str, bytes]) -> None:
    """Writes a zip of one entry, which is a zip that holds the files as they are.

    So all files are compressed as one, and by Zstandard, to two thirds of a zip that compresses
    each by itself.
    """
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo(FILES, DATE)
        zstandard: int = getattr(zipfile, "ZIP_ZSTANDARD")  # noqa: B009  # mypy checks for an older Python
        archive.writestr(entry, stored_zip(files), zstandard, LEVEL)


def read_wheels() -> dict[str, bytes]:
    """What is worth packing, by its path below the folder of packages."""
    contents = {}
    for wheel in sorted(Path(WHEELS).glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if is_packed(name):
                    contents[name] = shortened(name, archive.read(name))
    return contents


def is_packed(name: str) -> bool:
    """Whether a file of a wheel is of use in a page."""
    if ".dist-info/" in name:
        return DESCRIPTION.search(name) is not None
    return not name.endswith("/") and LEFT_OUT.search(name) is None


def shortened(name: str, content: bytes) -> bytes:
    """A wheel's METADATA without the long text below its fields; everything else as it is."""
    if name.endswith(".dist-info/METADATA"):
        return content.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n"
    return content


def stdlib_of(
    package: str, contents: dict[str, bytes], home: str, rest_names: list[str]
) -> dict[str, str]:
    """The sources of what `import package` loads from the rest of the standard library."""
    for name, content in contents.items():
        path = Path(home, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sys.path.append(home)
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    importlib.import_module(package)
    wanted = set(rest_names) & (sys.modules.keys() | LATER)
    with zipfile.ZipFile(STOCK) as stock:
        files = [name for name in stock.namelist() if module_name(name) in wanted]
        return {file: stock.read(file).decode() for file in files}
