"""Has the page's wasm still all that Python and the packages use of it?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.runtime import build_runtime
from labkit.runtime.node import run_node
from labkit.runtime.places import ROOT, pyodide_folder
from labkit.runtime.trim_wasm import libraries_of, trim_wasm
from labkit.runtime.wheels import fetch_wheels, read_wheels

CACHE = ROOT / ".cache" / "labkit"
WASM = "pyodide.asm.wasm"

# What fails to import, and why. The two left out open a window in a browser, or print.
IMPORT_EVERYTHING = """
import contextlib, importlib, io, json, sys, warnings
warnings.simplefilter("ignore")
problems = {}
for name in sorted(sys.stdlib_module_names - {"antigravity", "this"}):
    try:
        importlib.import_module(name)
    except Exception as error:
        problems[name] = str(error)
json.dumps(problems)
"""


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The shared libraries of all packages that a lab may name."""
    pinned = read_wheels()
    wheels = [file for name in pinned for file in fetch_wheels(name, CACHE, pinned).glob("*.whl")]
    return list(libraries_of(wheels, tmp_path_factory.mktemp("libraries")))


@pytest.fixture(scope="module")
def trimmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pyodide as its npm package has it, with the wasm of the page."""
    folder = tmp_path_factory.mktemp("trimmed") / "pyodide"
    shutil.copytree(pyodide_folder(), folder)
    shutil.copyfile(build_runtime(CACHE) / WASM, folder / WASM)
    return folder


def names(wasm: Path, side: str) -> set[str]:
    """What a wasm `exports` or `imports`."""
    script = wasm.parent / "names.mjs"
    script.write_text(
        f"""
        import {{ readFileSync }} from "node:fs";
        const module = new WebAssembly.Module(readFileSync({json.dumps(str(wasm))}));
        console.log(JSON.stringify(WebAssembly.Module.{side}(module).map(({{ name }}) => name)));
        """,
        "utf-8",
    )
    return set(json.loads(run_node(script, [])))


def what_python_cannot_import(pyodide: Path, folder: Path) -> dict[str, str]:
    """The modules of the standard library that this Pyodide has not, and what it says of them."""
    script = folder / f"{pyodide.parent.name}.mjs"
    script.write_text(
        f"""
        const {{ loadPyodide }} = await import({json.dumps((pyodide / "pyodide.mjs").as_uri())});
        const python = await loadPyodide();
        console.log(python.runPython({json.dumps(IMPORT_EVERYTHING)}));
        """,
        "utf-8",
    )
    problems: dict[str, str] = json.loads(run_node(script, []).splitlines()[-1])
    return problems


def test_nine_of_ten_names_are_left_out(trimmed: Path) -> None:
    """Nothing is new, and the code behind what is gone is gone as well."""
    before, after = pyodide_folder() / WASM, trimmed / WASM
    exported = names(before, "exports")
    kept = names(after, "exports")

    assert kept < exported
    assert len(kept) < len(exported) / 10
    assert after.stat().st_size < 0.92 * before.stat().st_size


def test_libraries_find_all_that_they_import(trimmed: Path, libraries: list[Path]) -> None:
    """A library whose import is missing would stop at its first use, in the middle of a lab."""
    wanted = set.union(*(names(library, "imports") for library in libraries))

    assert len(wanted) > 100
    assert wanted & names(pyodide_folder() / WASM, "exports") <= names(trimmed / WASM, "exports")


def test_python_imports_what_it_did_before(trimmed: Path, tmp_path: Path) -> None:
    """Every module of the standard library, whether a lab needs it or not."""
    shutil.copytree(ROOT / "node_modules" / "ws", tmp_path / "node_modules" / "ws")
    before = what_python_cannot_import(pyodide_folder(), tmp_path)

    assert {"tkinter", "curses"} <= before.keys()
    assert what_python_cannot_import(trimmed, tmp_path) == before


def test_scripts_of_another_form_are_refused(tmp_path: Path) -> None:
    """An upgrade of Pyodide must not leave out what the words no longer tell."""
    packages = tmp_path / "node_modules"
    shutil.copytree(pyodide_folder(), packages / "pyodide")
    (packages / "binaryen").symlink_to(ROOT / "node_modules" / "binaryen")
    script = packages / "pyodide" / "pyodide.asm.mjs"
    words = script.read_text("utf-8").replace("assignWasmExports", "nameExports")
    script.write_text(words, "utf-8")

    with pytest.raises(LabError, match="does not give names to the wasm's exports"):
        trim_wasm(tmp_path, [], tmp_path / WASM)
