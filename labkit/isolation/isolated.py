"""How does a run leave Python as it found it?

A program may break whatever it reaches; the next run must not notice. Runs in CPython and in
Pyodide. Standard library only.
"""

from __future__ import annotations

import atexit
import builtins
import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

from labkit.isolation.left_behind import remove_new_files, restore_logging, restore_numbers
from labkit.isolation.modules_kept import KeptModules

Restore = Callable[[], object]


@contextmanager
def isolated(extra_builtins: Mapping[str, object]) -> Iterator[None]:
    """Undoes on leaving what a program inside has done to Python itself.

    The program gets builtins of its own, in `sys.modules["builtins"]`: whatever it does to them,
    the runner and the checks keep theirs.

    Args:
        extra_builtins: What the program's builtins have besides Python's.
    """
    modules = KeptModules()
    with ExitStack() as stack:
        for restore in [*_restorers(), modules.restore]:
            stack.callback(restore)
        # Entered last, so left first: the filters that a program sets are those of its own block.
        stack.enter_context(warnings.catch_warnings())
        own = ModuleType("builtins", builtins.__doc__)
        own.__dict__.update({**vars(builtins), **extra_builtins})
        own.__dict__["__import__"] = modules.import_module
        sys.modules["builtins"] = own
        yield


def own_builtins() -> dict[str, Any]:
    """The builtins of the program that runs now."""
    return vars(sys.modules["builtins"])


@contextmanager
def exit_callbacks(program_file: str) -> Iterator[None]:
    """Calls on leaving what the program gave to `atexit`, as the end of a script would.

    Args:
        program_file: The program's name in tracebacks; what libraries give stays with Python.
    """
    register, unregister = atexit.register, atexit.unregister
    waiting: list[tuple[Callable[..., object], tuple[object, ...], dict[str, object]]] = []

    def keep(function: Callable[..., Any], /, *args: object, **named: object) -> object:
        if sys._getframe(1).f_code.co_filename != program_file:
            return register(function, *args, **named)
        waiting.append((function, args, named))
        return function

    def drop(function: Callable[..., Any]) -> None:
        waiting[:] = [entry for entry in waiting if entry[0] != function]
        unregister(function)

    atexit.register, atexit.unregister = keep, drop  # type: ignore[assignment]
    try:
        yield
    finally:
        atexit.register, atexit.unregister = register, unregister
        while waiting:
            function, args, named = waiting.pop()
            function(*args, **named)


def _restorers() -> list[Restore]:
    """What to do afterwards, the last one first."""
    return [
        *restore_numbers(),
        restore_logging(),
        remove_new_files(),
        _working_folder(),
        _environment(),
        _hooks(),
        _lists(),
        _open_files(),
    ]


def _working_folder() -> Restore:
    folder = os.getcwd()
    # Bound here, because the program may replace them.
    current, change = os.getcwd, os.chdir

    def restore() -> None:
        try:
            moved = current() != folder
        except FileNotFoundError:
            moved = True  # it has removed the folder it was in
        if moved:
            change(folder)

    return restore


def _environment() -> Restore:
    environ, before = os.environ, dict(os.environ)

    def restore() -> None:
        if environ != before:
            environ.clear()
            environ.update(before)

    return restore


def _lists() -> Restore:
    lists = [sys.path, sys.meta_path, sys.path_hooks, sys.argv, sys.warnoptions]
    before: list[list[Any]] = [list(each) for each in lists]

    def restore() -> None:
        for each, content in zip(lists, before, strict=True):
            each[:] = content

    return restore


def _open_files() -> Restore:
    """Python's own output cannot be opened again, so closing it must not go unnoticed."""
    status = os.fstat
    numbers = [number for number in (1, 2) if _is_open(number, status)]

    def restore() -> None:
        if not all(_is_open(number, status) for number in numbers):
            raise RuntimeError("the program closed Python's own output")

    return restore


def _is_open(number: int, status: Callable[[int], object]) -> bool:
    try:
        status(number)
    except OSError:
        return False
    return True


def _hooks() -> Restore:
    trace, profile, collecting = sys.gettrace(), sys.getprofile(), gc.isenabled()
    depth, digits = sys.getrecursionlimit(), sys.get_int_max_str_digits()

    def restore() -> None:
        # Setting a trace function again, even the same one, would disturb a debugger.
        if sys.gettrace() is not trace:
            sys.settrace(trace)
        if sys.getprofile() is not profile:
            sys.setprofile(profile)
        if collecting:
            gc.enable()
        sys.setrecursionlimit(depth)
        sys.set_int_max_str_digits(digits)

    return restore
