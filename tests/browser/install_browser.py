"""Gets a browser for the tests, unless this machine has one already; called by `make test`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from browsers import HEADLESS, INSTALLED

BY_PLAYWRIGHT = ([sys.executable, "-m", "playwright", "install", "chromium"],)


def installed() -> bool:
    """True when this machine has a whole browser that the tests can drive."""
    return any(map(shutil.which, INSTALLED))


def main() -> int:
    """Install Playwright's Chromium or the system's, and where there is one, a lighter one too."""
    if not shutil.which(HEADLESS):
        by_debian(HEADLESS)
    if installed() or succeeds(BY_PLAYWRIGHT) or by_debian("chromium"):
        return 0
    print("The browser tests need Chromium. Install it (on Debian: apt-get install chromium).")
    return 1


def by_debian(package: str) -> bool:
    """True when this machine lets us install the package, and has it now."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    get = ["apt-get", "--quiet=2"]
    commands = ([*get, "update"], [*get, "install", "--yes", package])
    return succeeds(commands) and shutil.which(package) is not None


def succeeds(commands: tuple[list[str], ...]) -> bool:
    """True when every command ends well; what they print is shown."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(subprocess.call(command, env=environment) == 0 for command in commands)


if __name__ == "__main__":
    sys.exit(main())
