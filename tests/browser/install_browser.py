"""Gets a browser for the tests, unless this machine has one already; called by `make test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from browsers import INSTALLED

BY_PLAYWRIGHT = ([sys.executable, "-m", "playwright", "install", "chromium"],)
BY_DEBIAN = (["apt-get", "update", "--quiet=2"], ["apt-get", "install", "--yes", "chromium"])


def installed() -> bool:
    """True when this machine has a browser that the tests can drive."""
    return any(map(shutil.which, INSTALLED))


def main() -> int:
    """Install Playwright's Chromium or, where that cannot be downloaded, the system's."""
    if installed() or succeeds(BY_PLAYWRIGHT):
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0 and succeeds(BY_DEBIAN) and installed():
        return 0
    print("The browser tests need Chromium. Install it (on Debian: apt-get install chromium).")
    return 1


def succeeds(commands: tuple[list[str], ...]) -> bool:
    """True when every command ends well; what they print is shown."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(subprocess.call(command, env=environment) == 0 for command in commands)


if __name__ == "__main__":
    sys.exit(main())
