"""How long does it take to build and publish the site when nothing has to be built for it anew?

    python -m bench.build_time

`mkdocs gh-deploy --strict` from a copy of the working tree to a repository on this machine, the
copying included. The first time fills the cache of runtime and charts and does not count.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from bench.budgets import BUILD
from bench.pages import publish
from bench.series import OURS, Series
from bench.terminal import report


def observe(folder: Path) -> tuple[Path, Series]:
    """The published site, somewhere in `folder`, and how long its second publishing took."""
    publish(folder / "first")
    began = time.perf_counter()
    site = publish(folder / "second")
    return site, Series(BUILD, OURS, "ms", ((time.perf_counter() - began) * 1000,))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        _, series = observe(Path(temporary))
    report([series])
