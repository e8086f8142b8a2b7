"""What every process of a test run needs, built by the first one that asks for it."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest


def built_once(factory: pytest.TempPathFactory, name: str, build: Callable[[Path], Path]) -> Path:
    """What `build` answers, once for all processes of this run; the others wait for it.

    Args:
        factory: pytest's own, which gives each process a folder in one that they share.
        name: Distinguishes what is built.
        build: Gets an empty folder to work in; nobody may change afterwards what it has made.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / f"{name}.lock").open("a+") as answer:
        fcntl.flock(answer, fcntl.LOCK_EX)
        answer.seek(0)
        if not (built := answer.read()):
            built = str(build(Path(tempfile.mkdtemp(prefix=f"{name}-", dir=shared))))
            answer.write(built)
    return Path(built)
