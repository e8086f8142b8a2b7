"""How is a real Feast started quietly, in a folder of its own? As the oracle tests start it."""

from __future__ import annotations

import contextlib
import importlib
import io
import logging
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

_TESTS = Path(__file__).resolve().parents[2] / "tests" / "core"


def feast_stores() -> ModuleType:
    """The module that sets up a real Feast in a folder; a function, as its imports take seconds."""
    for folder in (_TESTS, _TESTS / "oracles"):
        if str(folder) not in sys.path:
            sys.path.append(str(folder))
    return importlib.import_module("feast_stores")


@contextlib.contextmanager
def quiet_feast() -> Iterator[None]:
    """Feast's progress bars and log stay unseen, and two warnings: of a library, and of a case."""
    logger, before = logging.getLogger("feast"), logging.getLogger("feast").level
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.filterwarnings(
            "ignore", r"fetch_arrow_table\(\) is deprecated", DeprecationWarning, "ibis"
        )
        warnings.filterwarnings("ignore", "Cannot write ", UserWarning, "feast")
        logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            logger.setLevel(before)
