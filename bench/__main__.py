"""Every number the README quotes: `make bench` runs the benchmarks one after the other."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = ("page_bytes", "browser_start", "point_in_time")


def main() -> int:
    """Run each benchmark in a fresh interpreter; the exit code of the first that fails."""
    for name in BENCHMARKS:
        print(f"\n== bench/{name}.py", flush=True)
        code = subprocess.run([sys.executable, "-m", f"bench.{name}"]).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
