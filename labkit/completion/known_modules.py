"""Which modules may be looked into without asking the learner's program?

Importing runs a module's code, so only the standard library that is already in the page and the
course's own packages are imported here: no file that a program wrote, nothing that has to be
downloaded first, and no module that prints when it is imported.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.machinery import PathFinder
from pathlib import Path
from types import FunctionType, ModuleType

OWN_PACKAGES = ("labkit", "mlplat_core")
_OWN_FOLDER = str(Path(__file__).parents[2])
_STDLIB_FOLDER = str(Path(os.__file__).parent)
_NOT_FOR_PROGRAMS = {"antigravity", "idlelib", "this", "turtle", "turtledemo"}


def importable_names() -> list[str]:
    """The modules that a program of the course may want to import."""
    library = {name for name in sys.stdlib_module_names if not name.startswith("_")}
    return sorted(library - _NOT_FOR_PROGRAMS | {"mlplat_core"})


def known_module(name: str) -> ModuleType | None:
    """The module, imported if that is safe; None otherwise."""
    if not _is_trusted(name):
        return None
    module = sys.modules.get(name)
    if module is None and _lies_where_it_should(name):
        try:
            module = import_module(name)
        except Exception:
            return None
    # A program may put anything into sys.modules; only a plain module is read without side effects.
    return module if type(module) is ModuleType else None


def member_of_module(module: ModuleType, name: str) -> object:
    """What the module holds under that name.

    Raises:
        KeyError: It holds nothing under that name.
    """
    members = vars(module)
    if name not in members and is_own(module.__name__):
        try:
            return getattr(module, name)  # our packages load some of their names when first used
        except Exception:
            raise KeyError(name) from None
    return members[name]


def is_trusted_function(function: object) -> bool:
    """Whether the function was written in a module that may be looked into."""
    if type(function) is not FunctionType:
        return False
    module = function.__globals__.get("__name__")
    return isinstance(module, str) and _is_trusted(module)


def is_plain(value: object) -> bool:
    """Whether looking at the value runs no code that a program may have planted in a module."""
    # Not isinstance, which asks an object for its __class__.
    of = type(value)
    if of is FunctionType:
        return is_trusted_function(value)
    made_by = [of, value] if issubclass(of, type) else [of]
    return all(_is_trusted(str(type.__getattribute__(one, "__module__"))) for one in made_by)


def is_own(name: str) -> bool:
    """Whether a module belongs to the course's packages."""
    return name.partition(".")[0] in OWN_PACKAGES


def _is_trusted(name: str) -> bool:
    first = name.partition(".")[0]
    library = sys.stdlib_module_names - _NOT_FOR_PROGRAMS
    return first in library or first in OWN_PACKAGES


def _lies_where_it_should(name: str) -> bool:
    first = name.partition(".")[0]
    if first in sys.builtin_module_names:
        return True
    folder = _OWN_FOLDER if is_own(first) else _STDLIB_FOLDER
    try:
        spec = PathFinder.find_spec(first)  # not the finder that downloads the rest of the library
    except Exception:
        return False
    return spec is not None and spec.origin is not None and spec.origin.startswith(folder)
