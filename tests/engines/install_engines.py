"""Gets Firefox and WebKit for `make test-engines`, unless this machine has them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from engines import missing


def main() -> int:
    """Install what is missing, or say in a sentence how to."""
    packages = missing()
    if not packages:
        return 0
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "--quiet=2"], install):
            subprocess.call(command, env=environment)
        if not missing():
            return 0
    print(
        f"The tests in Firefox and WebKit need {', '.join(missing())}, not installed here. "
        f"On Debian or Ubuntu: sudo {' '.join(install)}"
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
