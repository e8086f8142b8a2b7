"""Has the page's Pyodide still all that Python and the packages use of it?"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.runtime import build_runtime
from labkit.runtime.node import run_node
from labkit.runtime.places import ROOT, pyodide_folder
from labkit.runtime.trim_pyodide import SCRIPT, WASM, libraries_of, trim_pyodide
from labkit.runtime.wheels import fetch_wheels, read_wheels

CACHE = ROOT / ".cache" / "labkit"
WASM_BEGINS = b"\0asm\1\0\0\0"

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
    """Pyodide as its npm package has it, with the wasm and the script of the page."""
    folder = tmp_path_factory.mktemp("trimmed") / "pyodide"
    shutil.copytree(pyodide_folder(), folder)
    for name in (WASM, SCRIPT):
        shutil.copyfile(build_runtime(CACHE) / name, folder / name)
    return folder


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with the npm packages that are trimmed and that trim; Pyodide's may be changed."""
    folder = tmp_path / "node_modules"
    shutil.copytree(pyodide_folder(), folder / "pyodide")
    for name in ("binaryen", "acorn"):
        (folder / name).symlink_to(ROOT / "node_modules" / name)
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


def functions_for_libraries(script: Path) -> set[str]:
    """The names under which Pyodide's script has functions that a library may import."""
    listed = re.search(r"wasmImports=\{([^}]*)\}", script.read_text("utf-8"))
    assert listed is not None
    return {entry.split(":")[0] for entry in listed[1].split(",")}


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


def test_two_thirds_of_the_script_are_left_out(trimmed: Path) -> None:
    """Nothing is new, and what the wasm imports is there."""
    before, after = pyodide_folder() / SCRIPT, trimmed / SCRIPT
    words = {file: set(re.findall(r"[\w$]+", file.read_text("utf-8"))) for file in (before, after)}

    assert words[after] < words[before]
    assert after.stat().st_size < 0.4 * before.stat().st_size
    assert names(trimmed / WASM, "imports") <= functions_for_libraries(after)


def test_python_imports_what_it_did_before(trimmed: Path, tmp_path: Path) -> None:
    """Every module of the standard library, whether a lab needs it or not."""
    shutil.copytree(ROOT / "node_modules" / "ws", tmp_path / "node_modules" / "ws")
    before = what_python_cannot_import(pyodide_folder(), tmp_path)

    assert {"tkinter", "curses"} <= before.keys()
    assert what_python_cannot_import(trimmed, tmp_path) == before


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("assignWasmExports", "does not give names to the wasm's exports"),
        ("wasmImports", 'has no "wasmImports="'),
    ],
)
def test_scripts_of_another_form_are_refused(packages: Path, word: str, message: str) -> None:
    """An upgrade of Pyodide must not leave out what the words no longer tell."""
    script = packages / "pyodide" / SCRIPT
    script.write_text(script.read_text("utf-8").replace(word, "renamed"), "utf-8")

    with pytest.raises(LabError, match=message):
        trim_pyodide(packages.parent, [], packages.parent)


def test_a_library_gets_the_function_of_the_script_that_it_imports(packages: Path) -> None:
    """No library of ours imports one so far; without this one, there would be no drawing."""
    module, name = b"env", b"IMG_Init"
    a_type = bytes([1, 4, 1, 0x60, 0, 0])
    imported = bytes([len(module), *module, len(name), *name, 0, 0])
    library = packages.parent / "drawing.so"
    library.write_bytes(WASM_BEGINS + a_type + bytes([2, len(imported) + 1, 1, *imported]))

    trim_pyodide(packages.parent, [library], packages.parent)

    script = packages.parent / SCRIPT
    assert "IMG_Init" in functions_for_libraries(script)
    assert re.search(r"\b_IMG_Init=", script.read_text("utf-8"))


def test_a_library_with_javascript_of_its_own_is_refused(packages: Path) -> None:
    """What such a library's JavaScript uses of the script, no list of imports tells."""
    name = b"__em_js__answer"
    a_number = bytes([6, 6, 1, 0x7F, 0, 0x41, 0, 0x0B])
    its_name = bytes([7, len(name) + 4, 1, len(name), *name, 3, 0])
    library = packages.parent / "answer.so"
    library.write_bytes(WASM_BEGINS + a_number + its_name)

    with pytest.raises(LabError, match="brings JavaScript along"):
        trim_pyodide(packages.parent, [library], packages.parent)
