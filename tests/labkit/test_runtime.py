"""Is the runtime folder built from the right files, once, and always the same?"""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.runtime import build as build_module
from labkit.runtime import build_runtime, build_vendor
from labkit.runtime import node as node_module
from labkit.runtime.compile_bytes import module_name
from labkit.runtime.pins import PINNED_FILES, read_pins, verify, write_pins
from labkit.runtime.places import ROOT, pyodide_folder

STDLIB = "python_stdlib.zip.gz"
REST = "python_stdlib_rest.zip.zst"
FIRST_DOWNLOAD = 6_200_000
APP_ALLOWANCE = 850_000  # page, styles, editor and bundle, as transferred


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runtime folder, built for these tests alone."""
    return build_runtime(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A project root with small files in place of Pyodide's."""
    folder = pyodide_folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"version": "1.2.3"}', "utf-8")
    for name in PINNED_FILES:
        (folder / name).write_text(f"content of {name}", "utf-8")
    return tmp_path


def test_the_installed_pyodide_is_the_pinned_one() -> None:
    """pins.toml fits package-lock.json and what it installs."""
    pins = read_pins()
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))

    verify(pyodide_folder(), pins)

    assert lock["packages"]["node_modules/pyodide"]["version"] == pins.version


def test_pins_written_are_pins_read(installed: Path, tmp_path: Path) -> None:
    """What `--pin` writes holds for the files it was written from."""
    file = tmp_path / "pins.toml"

    pins = write_pins(installed, file)

    assert read_pins(file) == pins
    assert pins.version == "1.2.3"
    verify(pyodide_folder(installed), pins)


def test_a_changed_file_is_named(installed: Path, tmp_path: Path) -> None:
    """One sentence with the file and both ways out."""
    pins = write_pins(installed, tmp_path / "pins.toml")
    (pyodide_folder(installed) / "pyodide.asm.wasm").write_text("other", "utf-8")

    with pytest.raises(LabError) as raised:
        verify(pyodide_folder(installed), pins)

    assert "pyodide.asm.wasm: " in str(raised.value)
    assert "rm -rf node_modules && npm ci" in str(raised.value)
    assert "python -m labkit runtime --pin" in str(raised.value)


def test_a_missing_file_is_named(installed: Path, tmp_path: Path) -> None:
    """A half-deleted node_modules says which file is gone."""
    pins = write_pins(installed, tmp_path / "pins.toml")
    (pyodide_folder(installed) / "pyodide.mjs").unlink()

    with pytest.raises(LabError, match=r"pyodide\.mjs: the file is missing"):
        verify(pyodide_folder(installed), pins)


def test_missing_packages_send_to_make_setup(tmp_path: Path) -> None:
    """Without node_modules the build says `make setup`, and leaves nothing in the cache."""
    with pytest.raises(LabError, match=r"make setup"):
        build_runtime(tmp_path / "cache", root=tmp_path)
    with pytest.raises(LabError, match=r"make setup"):
        write_pins(tmp_path, tmp_path / "pins.toml")

    assert list((tmp_path / "cache").iterdir()) == []


def test_the_second_build_does_nothing(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Node.js nor the npm packages are touched again."""
    monkeypatch.setattr(build_module, "run_in_pyodide", pytest.fail)
    monkeypatch.setattr(build_module, "verify", pytest.fail)

    assert build_runtime(runtime.parent) == runtime


def test_the_folder_is_complete_and_within_its_budget(runtime: Path) -> None:
    """All files of the contract, and with the app less than the first lab may download."""
    manifest = json.loads((runtime / "manifest.json").read_text("utf-8"))["files"]

    assert {file.name for file in runtime.iterdir()} == {
        "manifest.json",
        "pyodide-lock.json",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "pyodide.mjs",
        "python_stdlib.zip.gz",
        "python_stdlib_rest.zip.zst",
    }
    assert sum(size["gzip"] for size in manifest.values()) <= FIRST_DOWNLOAD - APP_ALLOWANCE
    assert all((runtime / name).stat().st_size == manifest[name]["bytes"] for name in manifest)
    assert json.loads((runtime / "pyodide-lock.json").read_text("utf-8"))["packages"] == {}


def test_both_zips_together_are_the_stock_library(runtime: Path, rest: bytes) -> None:
    """Every stock module is in exactly one of them, and the first zip knows what the rest has."""
    with zipfile.ZipFile(pyodide_folder() / "python_stdlib.zip") as stock:
        wanted = {module_name(name) for name in stock.namelist() if name.endswith(".py")}
    first = stdlib_of(runtime)
    names = modules_of(first) - {"stdlib_rest"}
    named = first.read("stdlib_rest_modules.txt").decode().split()
    in_rest = modules_of(zipfile.ZipFile(io.BytesIO(rest)))

    assert names | in_rest == wanted
    assert names & in_rest == set()
    assert set(named) == in_rest


def stdlib_of(runtime: Path) -> zipfile.ZipFile:
    """What a page downloads first of the standard library."""
    return zipfile.ZipFile(io.BytesIO(gzip.decompress((runtime / STDLIB).read_bytes())))


@pytest.fixture
def rest(runtime: Path, tmp_path: Path) -> bytes:
    """The rest of the library, unpacked by the Python that unpacks it in the page."""
    in_node(
        runtime,
        tmp_path,
        f"""
        import {{ readFileSync, writeFileSync }} from "node:fs";
        python.FS.writeFile("/packed", readFileSync({json.dumps(str(runtime / REST))}));
        python.runPython(`
            from compression.zstd import decompress
            open("/rest", "wb").write(decompress(open("/packed", "rb").read()))
        `.replaceAll("            ", ""));
        writeFileSync({json.dumps(str(tmp_path / "rest.zip"))}, python.FS.readFile("/rest"));
        """,
    )
    return (tmp_path / "rest.zip").read_bytes()


def in_node(runtime: Path, folder: Path, script: str) -> str:
    """What a script prints that finds `python`, started from the runtime folder alone."""
    (folder / "stdlib.zip").write_bytes(gzip.decompress((runtime / STDLIB).read_bytes()))
    options = json.dumps({"indexURL": str(runtime), "stdLibURL": str(folder / "stdlib.zip")})
    file = folder / "script.mjs"
    file.write_text(
        f"""
        const {{ loadPyodide }} = await import({json.dumps((runtime / "pyodide.mjs").as_uri())});
        const python = await loadPyodide({options});
        {script}
        """,
        "utf-8",
    )
    shutil.copytree(ROOT / "node_modules" / "ws", folder / "node_modules" / "ws")
    return node_module.run_node(file, [])


def modules_of(archive: zipfile.ZipFile) -> set[str]:
    """The import names of the byte-compiled modules in a zip."""
    names = [name for name in archive.namelist() if name.endswith(".pyc")]
    return {module_name(name.removesuffix("c")) for name in names}


def test_the_zips_are_reproducible(runtime: Path, tmp_path: Path) -> None:
    """The same inputs give the same bytes."""
    build_module.compile_stdlib(pyodide_folder(), tmp_path)

    for name in (STDLIB, REST):
        assert (tmp_path / name).read_bytes() == (runtime / name).read_bytes()


def test_the_first_zip_needs_nothing_of_the_rest(runtime: Path, tmp_path: Path) -> None:
    """Python starts from it alone, every module in it can be imported, and errors have lines."""
    names = sorted(modules_of(stdlib_of(runtime)) - {"stdlib_rest"})

    printed = in_node(
        runtime,
        tmp_path,
        f"""
        for (const name of {json.dumps(names)}) python.pyimport(name);
        try {{ python.runPython("import json; json.loads('[')"); }}
        catch (error) {{ console.log(error.message); }}
        """,
    )

    assert re.search(r'File "/lib/python314.zip/json/decoder.py", line \d+, in decode', printed)


def test_vendor_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One module per entry; a second call takes it from the cache."""
    folder = build_vendor(tmp_path)
    entries = {file.name for file in (ROOT / "theme" / "vendor").glob("*.js")}

    assert entries <= {file.name for file in folder.iterdir()}
    monkeypatch.setattr("labkit.runtime.vendor.run_bundler", pytest.fail)
    assert build_vendor(tmp_path) == folder


def test_everyone_may_read_the_folder(runtime: Path) -> None:
    """A web server under another user can serve it."""
    assert runtime.stat().st_mode & 0o755 == 0o755
