"""How does a package that a lab names become importable in the page?

`labkit/runtime/compile_packages.py` packs what this module unpacks.
"""

from __future__ import annotations

import importlib
import io
import sys
import zipfile
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from labkit.packages.visible import IN_PAGE

HOME = "/lib/packages"
FILES = "files.zip"


class SplitPackages:
    """Finds `importlib.metadata` in HOME although the rest of `importlib` lies elsewhere.

    A package brings along what it needs of the standard library. Python looks for a submodule only
    where its parent was found, which for half a package of the standard library is the other place.
    """

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a submodule in HOME, or None."""
        if path is None:
            return None
        parent = name.rpartition(".")[0].replace(".", "/")
        places = [f"{folder}/{parent}" for folder in IN_PAGE.folders.values()]
        return PathFinder.find_spec(name, places, target)


def install(package: str, packed: bytes) -> None:
    """Unpacks the package with everything that it needs, and imports it.

    The import is the slow part. Done here, it happens while the learner still reads, and the time
    budget of a run is the learner's own.

    Args:
        package: What programs import.
        packed: The content of `<package>.zip`.

    Raises:
        zipfile.BadZipFile: The content is damaged.
    """
    folder = f"{HOME}/{package}"
    with zipfile.ZipFile(io.BytesIO(packed)) as outer:
        files = outer.read(FILES)
    with zipfile.ZipFile(io.BytesIO(files)) as inner:
        inner.extractall(folder)
    if not IN_PAGE.folders:
        # Ahead of the finder that downloads all of the standard library.
        sys.meta_path.insert(sys.meta_path.index(PathFinder) + 1, SplitPackages())
    IN_PAGE.add(package, folder)
    IN_PAGE.show_only(package)
    importlib.invalidate_caches()
    importlib.import_module(package)
