"""How do the wheels of one package become one byte-compiled file?

Runs inside Pyodide (see compile_packages.mjs), because only the Python that will import byte code
can write it. `pack` reads the wheels in WHEELS and leaves PACKED in the root folder of its file
system. With the wheels go the modules of the standard library that the package imports and a page
does not have yet.
"""

from __future__ import annotations

import importlib
import io
import json
import re
import sys
import zipfile
from pathlib import Path

from compile_stdlib import (  # type: ignore[import-not-found]  # beside it there
    DATE,
    REST_HOME,
    STOCK,
    byte_code,
    module_name,
)

WHEELS = "/wheels"
PACKED = "/package.zip"
FILES = "files.zip"  # the one entry of PACKED; labkit/package_install.py reads it
LEVEL = 19
HOME = "/lib/packages"  # where labkit/package_install.py puts the files in the page
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


def pack(package: str, rest_names: str) -> None:
    """Writes PACKED.

    Args:
        package: What programs import.
        rest_names: The modules of the standard library that are not downloaded at first, as JSON.
    """
    contents = read_wheels()
    stdlib = stdlib_of(package, contents, json.loads(rest_names))
    packed = {}
    for name, content in contents.items():
        if name.endswith(".py") and not name.startswith(KEPT_AS_SOURCE):
            packed[name + "c"] = byte_code(content.decode(), f"{HOME}/{name}")
        else:
            packed[name] = content
    for file, source in stdlib.items():
        packed[file + "c"] = byte_code(source, f"{REST_HOME}/{file}")
    write_packed(packed)


def write_packed(files: dict[str, bytes]) -> None:
    """Writes PACKED: a zip of one entry, which is a zip that holds the files as they are.

    So all files are compressed as one, and by Zstandard, to two thirds of a zip that compresses
    each by itself.
    """
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, DATE), content)
    with zipfile.ZipFile(PACKED, "w") as archive:
        entry = zipfile.ZipInfo(FILES, DATE)
        zstandard: int = getattr(zipfile, "ZIP_ZSTANDARD")  # noqa: B009  # mypy checks for an older Python
        archive.writestr(entry, inner.getvalue(), zstandard, LEVEL)


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


def stdlib_of(package: str, contents: dict[str, bytes], rest_names: list[str]) -> dict[str, str]:
    """The sources of what `import package` loads from the rest of the standard library."""
    for name, content in contents.items():
        path = Path(HOME, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    sys.path.append(HOME)
    sys.dont_write_bytecode = True
    importlib.invalidate_caches()
    importlib.import_module(package)
    wanted = set(rest_names) & (sys.modules.keys() | LATER)
    with zipfile.ZipFile(STOCK) as stock:
        files = [name for name in stock.namelist() if module_name(name) in wanted]
        return {file: stock.read(file).decode() for file in files}
