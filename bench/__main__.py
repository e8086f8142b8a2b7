"""Every number the README quotes: `make bench` runs the benchmarks one after the other."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from bench import build_time
from bench.terminal import report

ON_THE_SITE = ("page_bytes", "browser_start", "in_page")
IN_THE_BROWSER = ("fastapi_start", "scoring")
IN_CPYTHON = ("point_in_time", "joins", "growth", "online_read", "registry", "predict")


def main() -> int:
    """Run each benchmark in a fresh interpreter; 1 when one of them broke off."""
    with tempfile.TemporaryDirectory() as folder:
        site, series = build_time.observe(Path(folder))
        report([series])
        codes = [run(name, "--site", str(site)) for name in ON_THE_SITE]
    codes += [run(name) for name in (*IN_THE_BROWSER, *IN_CPYTHON)]
    return int(any(codes))


def run(name: str, *arguments: str) -> int:
    """The exit code of one benchmark."""
    print(f"\n== python -m bench.{name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments]).returncode


if __name__ == "__main__":
    sys.exit(main())
