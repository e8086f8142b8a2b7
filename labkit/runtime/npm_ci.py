"""Install exactly the npm packages of package-lock.json: `python -m labkit.runtime.npm_ci`."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

from labkit.errors import LabError
from labkit.runtime.node import PIP_PACKAGE, npm_command
from labkit.runtime.places import ROOT


def npm_ci(root: Path = ROOT) -> None:
    """Run `npm ci` in `root`, with the machine's Node.js or, where there is none, pip's.

    Raises:
        LabError: Node.js cannot be had, or npm failed; what npm said last is in the message.
    """
    npm = _npm_from_anywhere(root)
    # npm starts `node` by name, so its own folder has to be on the path.
    path = os.pathsep.join([str(npm[0].parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [*npm, "ci", "--no-progress", "--loglevel=error"],
        cwd=root,
        env={**os.environ, "PATH": path},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    if done.returncode != 0:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise LabError(
            f"`npm ci` failed: {' | '.join(said[:4]).rstrip('.')}",
            "check the network and the disk, then run `make setup` again",
            root / "package-lock.json",
        )


def _npm_from_anywhere(root: Path) -> list[Path]:
    try:
        return npm_command()
    except LabError:
        print(f"No Node.js 20 with npm on this machine: installing the pip package {PIP_PACKAGE}.")
    pip = [sys.executable, "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "--constraint", root / "constraints.txt", PIP_PACKAGE], check=False)
    importlib.invalidate_caches()
    return npm_command()


if __name__ == "__main__":
    try:
        npm_ci()
    except LabError as problem:
        sys.exit(str(problem))
