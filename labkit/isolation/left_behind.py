"""How are random numbers, decimals, logging and files as they were before a run?"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator

Restore = Callable[[], object]

FOLDERS = ("/home/pyodide", "/tmp")
"""Where programs in the page leave files. Outside of the page nothing is ever deleted."""


def restore_numbers() -> list[Restore]:
    """Undoes a program's seed and its precision."""
    return [_random(), _decimal()]


def _random() -> Restore:
    state, current, seed = random.getstate(), random.getstate, random.seed

    def restore() -> None:
        # Not back to the old state: every run would then get the same random numbers.
        if current() != state:
            seed()

    return restore


def _decimal() -> Restore:
    before = sys.modules.get("decimal")
    context = before.getcontext().copy() if before else None

    def restore() -> None:
        decimal = sys.modules.get("decimal")
        if decimal is not None:
            decimal.setcontext(context or decimal.DefaultContext.copy())

    return restore


def restore_logging() -> Restore:
    """Undoes handlers and levels; `basicConfig` would otherwise work once and never again."""
    before = sys.modules.get("logging")
    if before is None:
        return lambda: _reset_logging([], None, {})
    root = before.root
    levels = {
        name: (logger.level, list(logger.handlers))
        for name, logger in root.manager.loggerDict.items()
        if isinstance(logger, before.Logger)
    }
    handlers, level = list(root.handlers), (root.level, root.manager.disable)
    return lambda: _reset_logging(handlers, level, levels)


def _reset_logging(
    handlers: list[object],
    level: tuple[int, int] | None,
    loggers: dict[str, tuple[int, list[object]]],
) -> None:
    logging = sys.modules.get("logging")
    if logging is None:
        return
    root = logging.root
    root.handlers[:] = handlers
    known = root.manager.loggerDict
    for name, logger in known.items():
        if isinstance(logger, logging.Logger):
            own_level, own_handlers = loggers.get(name, (logging.NOTSET, []))
            logger.handlers[:] = own_handlers
            logger.setLevel(own_level)
    root_level, disabled = level or (logging.WARNING, logging.NOTSET)
    root.manager.disable = disabled
    root.setLevel(root_level)  # also forgets which levels were found to be on


def remove_new_files() -> Restore:
    """Removes in the page what the program has left; elsewhere the files are a person's own."""
    if sys.platform != "emscripten":
        return lambda: None
    before = set(_paths())
    # Bound here, because the program may replace them.
    remove, remove_folder, is_folder = os.remove, os.rmdir, os.path.isdir

    def restore() -> None:
        for path in list(_paths()):
            if path not in before:
                (remove_folder if is_folder(path) else remove)(path)

    return restore


def _paths() -> Iterator[str]:
    """Everything in these folders, what is inside a folder before the folder itself."""
    for folder in FOLDERS:
        for place, folders, files in os.walk(folder, topdown=False):
            yield from (f"{place}/{name}" for name in [*files, *folders])
