"""Which of the packages that a page has loaded can the next program import?

All labs of a page share one Python, and a lab sees the packages that it names and no others, as if
each had a Python of its own. What is hidden stays loaded: to see it again costs nothing.
"""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from types import ModuleType

from labkit.isolation.modules_kept import PLATFORM


class VisiblePackages:
    """The packages that are there, and which of them can be imported."""

    def __init__(self) -> None:
        self.folders: dict[str, str] = {}
        self._brought: dict[str, set[str]] = {}
        self._shown: tuple[str, ...] = ()
        self._hidden = ExitStack()

    def add(self, package: str, folder: str) -> None:
        """Knows from now on a package whose modules are in `folder`; it is not shown yet.

        Modules of the standard library that came with it belong to every program.
        """
        found = {entry.partition(".")[0] for entry in os.listdir(folder)}
        self.folders[package] = folder
        self._brought[package] = found - sys.stdlib_module_names

    def show_only(self, *packages: str) -> None:
        """Makes the modules of `packages` importable, and those of all others as if not there."""
        if packages == self._shown:
            return
        self._shown = packages
        self._hidden.close()
        others = [entry for entry in sys.path if entry not in self.folders.values()]
        sys.path[:] = others + [self.folders[package] for package in packages]
        shown = set[str]().union(*(self._brought[package] for package in packages))
        hidden = set[str]().union(*self._brought.values()) - shown
        for name, module in list(sys.modules.items()):
            if _first(name) in hidden or (_first(name) in PLATFORM and _uses(module, hidden)):
                self._hide(name, module)

    def _hide(self, name: str, module: ModuleType) -> None:
        del sys.modules[name]
        self._hidden.callback(sys.modules.__setitem__, name, module)
        parent, _, own = name.rpartition(".")
        around = sys.modules.get(parent)
        # `from parent import own` finds it there as well.
        if around is not None and vars(around).get(own) is module:
            delattr(around, own)
            self._hidden.callback(setattr, around, own, module)


def _first(name: str) -> str:
    return name.partition(".")[0]


def _uses(module: ModuleType, packages: set[str]) -> bool:
    """Whether the module has taken something from `packages`, so that it could not be imported."""
    for value in vars(module).values():
        origin = value.__name__ if isinstance(value, ModuleType) else _origin(value)
        if _first(origin) in packages:
            return True
    return False


def _origin(value: object) -> str:
    origin = getattr(value, "__module__", None)
    return origin if isinstance(origin, str) else ""


IN_PAGE = VisiblePackages()


def show_only(*packages: str) -> None:
    """Makes these packages of the page importable, and no others."""
    IN_PAGE.show_only(*packages)
