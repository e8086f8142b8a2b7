"""Which modules does a run leave loaded, and with which content?

Loading a large library again at every run would take seconds, so what belongs to Python, to the
course or to an installed package stays loaded, as it was before the program could touch it; what
the program put there itself goes.
"""

from __future__ import annotations

import builtins
import os
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

PLATFORM = ("mlplat_core", "labkit")
PYTHONS_HOME = "/lib/" if sys.platform == "emscripten" else os.path.dirname(os.__file__)
MISSING = object()


class KeptModules:
    """The loaded modules, each with the content it had when it was noticed."""

    def __init__(self) -> None:
        # The one dictionary that the import statement uses, whatever a program calls so.
        self._loaded = sys.modules
        self._modules: dict[str, ModuleType] = {}
        self._content: dict[str, dict[str, Any]] = {}
        self._classes: list[tuple[type, dict[str, Any]]] = []
        for name, module in list(sys.modules.items()):
            self._notice(name, module)

    def import_module(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] = (),
        level: int = 0,
    ) -> object:
        """`__import__` that notices what it has loaded before the program can touch it."""
        count = len(self._loaded)
        try:
            return builtins.__import__(name, globals, locals, fromlist, level)
        finally:
            if len(self._loaded) != count:
                for loaded, module in list(self._loaded.items()):
                    if loaded not in self._modules and _is_librarys(loaded, module):
                        self._notice(loaded, module)

    def restore(self) -> None:
        """Put every module back, and take out what the program has left."""
        sys.modules = self._loaded
        for name, module in list(sys.modules.items()):
            if name not in self._modules and not self._may_stay(name, module):
                del sys.modules[name]
        sys.modules.update(self._modules)
        for name, content in self._content.items():
            _restore_module(name, vars(self._modules[name]), content)
        for kind, content in self._classes:
            _restore_class(kind, content)

    def _may_stay(self, name: str, module: object) -> bool:
        """True for what a library has loaded; the platform's modules, too small to count, go."""
        return name.partition(".")[0] not in PLATFORM and _is_librarys(name, module)

    def _notice(self, name: str, module: ModuleType) -> None:
        self._modules[name] = module
        top = name.partition(".")[0]
        guarded = top in PLATFORM or top in sys.stdlib_module_names
        if type(module) is not ModuleType or not guarded or module is builtins:
            return
        self._content[name] = content = dict(vars(module))
        if top in PLATFORM:
            self._classes += [
                (value, dict(vars(value)))
                for value in content.values()
                if isinstance(value, type) and value.__module__ == name
            ]


def _is_librarys(name: str, module: object) -> bool:
    spec = getattr(module, "__spec__", None)
    if type(module) is not ModuleType or spec is None:
        return False
    if spec.origin in ("built-in", "frozen") or name.partition(".")[0] in PLATFORM:
        return True
    origin = spec.origin or ""
    return origin.startswith(PYTHONS_HOME) or "site-packages" in origin


def _restore_module(name: str, now: dict[str, Any], before: dict[str, Any]) -> None:
    for key, value in before.items():
        if now.get(key, MISSING) is not value:
            now[key] = value
    if len(now) > len(before):
        for key in now.keys() - before.keys():
            # A submodule that was loaded meanwhile is still loaded.
            if sys.modules.get(f"{name}.{key}", MISSING) is not now[key]:
                del now[key]


def _restore_class(kind: type, before: dict[str, Any]) -> None:
    now = vars(kind)
    for key, value in before.items():
        if now.get(key, MISSING) is not value:
            setattr(kind, key, value)
    for key in set(now) - set(before):
        # Python itself keeps the annotations that it has worked out on the class.
        if not key.startswith("__annot"):
            delattr(kind, key)
