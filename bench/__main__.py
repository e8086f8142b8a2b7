"""Every number the README quotes: `make bench` runs the benchmarks one after the other."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from published_site import publish  # noqa: E402

ON_THE_SITE = ("page_bytes", "browser_start", "in_page")
IN_THE_BROWSER = ("fastapi_start",)
IN_CPYTHON = ("point_in_time", "joins", "growth", "online_read", "registry", "predict")
BUILD_BUDGET_S = 20


def main() -> int:
    """Run each benchmark in a fresh interpreter; 1 when one of them broke off."""
    with tempfile.TemporaryDirectory() as folder:
        publish(Path(folder) / "first")  # fills the cache of runtime and charts
        start = time.perf_counter()
        site = publish(Path(folder) / "second")
        took = time.perf_counter() - start
        print(f"build and publish with a warm cache: {took:.1f} s, budget {BUILD_BUDGET_S} s")
        codes = [run(name, "--site", str(site)) for name in ON_THE_SITE]
    codes += [run(name) for name in (*IN_THE_BROWSER, *IN_CPYTHON)]
    return int(any(codes))


def run(name: str, *arguments: str) -> int:
    """The exit code of one benchmark."""
    print(f"\n== python -m bench.{name}", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}", *arguments]).returncode


if __name__ == "__main__":
    sys.exit(main())
