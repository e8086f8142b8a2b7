"""Install exactly the npm packages of package-lock.json: `python -m labkit.runtime.npm_ci`."""

from __future__ import annotations

import os
import subprocess
import sys

from labkit.errors import LabError
from labkit.runtime.node import find_npm
from labkit.runtime.places import ROOT


def main() -> int:
    """Npm's exit code, or 1 when there is no Node.js to run it."""
    try:
        npm = find_npm()
    except LabError as error:
        print(error, file=sys.stderr)
        return 1
    # npm starts `node` by name, so its own folder has to be on the path.
    path = os.pathsep.join([str(npm.parent), os.environ.get("PATH", "")])
    command = [str(npm), "ci", "--no-fund", "--no-audit", "--loglevel=error"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PATH": path}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
