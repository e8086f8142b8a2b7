"""What is in the folder from which a page loads the packages that its labs name?"""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

from labkit.errors import LabError
from labkit.runtime.build import build_runtime
from labkit.runtime.cached import cached_folder, digest_of
from labkit.runtime.in_pyodide import RUNNER, run_in_pyodide
from labkit.runtime.places import HERE, PACKAGES, ROOT, pyodide_folder
from labkit.runtime.wheels import fetch_wheels, read_wheels

SCRIPTS = ("compile_packages.py", "compile_bytes.py", "compile_stdlib.py")
COMPILER = [RUNNER, *(HERE / name for name in SCRIPTS)]


def build_packages(cache: Path, names: Iterable[str], root: Path = ROOT) -> Path:
    """The folder `packages-<hash>` with one `<name>.zip` each, built only if its inputs changed.

    Args:
        cache: Usually `.cache/labkit`; made if missing.
        names: Known packages, any order.
        root: Where `node_modules` is.

    Raises:
        LabError: A name is not known, Node.js or the npm package is missing, or a wheel could not
            be fetched.
    """
    wanted, pinned = sorted(set(names)), read_wheels()
    for unknown in [name for name in wanted if name not in pinned]:
        raise LabError(
            f"there is no package '{unknown}' for the page",
            f"the known ones are {', '.join(pinned)}; "
            f"`python -m labkit packages --pin {unknown}` adds it",
            PACKAGES,
        )
    runtime = build_runtime(cache, root)
    inputs = digest_of([PACKAGES, *COMPILER, Path(__file__)])
    name = "-".join(["packages", *wanted, inputs, runtime.name.removeprefix("runtime-")])

    def fill(folder: Path) -> None:
        for package in wanted:
            wheels = sorted(fetch_wheels(package, cache, pinned).glob("*.whl"))
            arguments = {"package": package, "rest": _rest_modules(runtime)}
            run_in_pyodide(pyodide_folder(root), "compile_packages", arguments, wheels, folder)
        _write_manifest(folder)

    return cached_folder(cache, name, fill)


def _rest_modules(runtime: Path) -> list[str]:
    """The modules of the standard library that a page does not have at first."""
    with gzip.open(runtime / "python_stdlib.zip.gz") as file, zipfile.ZipFile(file) as stdlib:
        return stdlib.read("stdlib_rest_modules.txt").decode().split()


def _write_manifest(folder: Path) -> None:
    """The sizes, in the form of the runtime's manifest: the files are compressed already."""
    files = {}
    for file in sorted(folder.iterdir()):
        size = file.stat().st_size
        files[file.name] = {"bytes": size, "gzip": size}
    (folder / "manifest.json").write_text(json.dumps({"files": files}) + "\n", "utf-8")
