"""What is in the folder from which a page starts Python, and when is it built again?"""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
import tomllib
from pathlib import Path

from labkit.runtime.cached import cached_folder, digest_of
from labkit.runtime.in_pyodide import RUNNER, run_in_pyodide
from labkit.runtime.pins import read_pins, verify
from labkit.runtime.places import HERE, KEPT_MODULES, PACKAGES, PINS, ROOT, pyodide_folder
from labkit.runtime.trim_pyodide import TRIMMERS, libraries_of, trim_pyodide
from labkit.runtime.wheels import fetch_wheels, read_wheels

LOADER = "pyodide.mjs"
FINDER = HERE / "stdlib_rest.py"
COMPILER = (RUNNER, HERE / "compile_stdlib.py", HERE / "compile_bytes.py", FINDER)
FETCHED_LATER = "python_stdlib_rest.zip.zst"


def build_runtime(cache: Path, root: Path = ROOT) -> Path:
    """The runtime folder `runtime-<hash>` inside `cache`, built only if its inputs have changed.

    The pins stand for Pyodide's files: they are compared with what is installed whenever there is
    something to build.

    Args:
        cache: Usually `.cache/labkit`; made if missing.
        root: Where `node_modules` is.

    Raises:
        LabError: Node.js or an npm package is missing, a file of Pyodide is not the pinned one, or
            the wheels, whose libraries Pyodide has to serve, could not be fetched.
    """
    trimmers = [*TRIMMERS, HERE / "trim_pyodide.py", *_installed(root, "binaryen", "acorn")]
    inputs = digest_of([PINS, PACKAGES, KEPT_MODULES, *COMPILER, *trimmers, Path(__file__)])
    return cached_folder(cache, f"runtime-{inputs}", lambda folder: _fill(folder, root, cache))


def _installed(root: Path, *packages: str) -> list[Path]:
    """The files that say which versions of npm packages are installed, of those that are."""
    files = [root / "node_modules" / package / "package.json" for package in packages]
    return [file for file in files if file.is_file()]


def _fill(folder: Path, root: Path, cache: Path) -> None:
    pyodide = pyodide_folder(root)
    verify(pyodide, read_pins())
    compile_stdlib(pyodide, folder)
    pinned = read_wheels()
    folders = [fetch_wheels(package, cache, pinned) for package in pinned]
    wheels = [wheel for each in folders for wheel in sorted(each.glob("*.whl"))]
    with tempfile.TemporaryDirectory() as temporary:
        trim_pyodide(root, list(libraries_of(wheels, Path(temporary))), folder)
    shutil.copyfile(pyodide / LOADER, folder / LOADER)
    lock = json.loads((pyodide / "pyodide-lock.json").read_text("utf-8"))
    # The labs need none of Pyodide's packages, and without them no program can ask another host for
    # one.
    _write_json(folder / "pyodide-lock.json", {"info": lock["info"], "packages": {}})
    _write_json(folder / "manifest.json", {"files": _sizes(folder)})


def compile_stdlib(pyodide: Path, folder: Path) -> None:
    """Writes python_stdlib.zip.gz and python_stdlib_rest.zip.zst, both of byte code."""
    kept = tomllib.loads(KEPT_MODULES.read_text("utf-8"))
    run_in_pyodide(pyodide, "compile_stdlib", kept, [FINDER], folder)


def _sizes(folder: Path) -> dict[str, dict[str, int]]:
    """Of every file fetched before Python starts: its bytes, and about how many travel."""
    sizes = {}
    for file in sorted(folder.iterdir()):
        if file.name != FETCHED_LATER:
            content = file.read_bytes()
            travelling = min(len(content), len(gzip.compress(content, 6, mtime=0)))
            sizes[file.name] = {"bytes": len(content), "gzip": travelling}
    return sizes


def _write_json(file: Path, data: object) -> None:
    file.write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")
