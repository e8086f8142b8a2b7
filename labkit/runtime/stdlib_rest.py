"""What happens in the page when a program imports a module that was not downloaded at first?

This module travels inside python_stdlib.zip, next to `stdlib_rest_modules.txt`, which names every
module of the rest. That is a zip as well, compressed as one by Zstandard. `install` puts a finder
behind all others; the first import that reaches it fetches the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from zipimport import zipimporter

FIRST_ZIP = "/lib/python314.zip"
REST_ZIP = "/lib/python314_rest.zip"
NAMES_FILE = "stdlib_rest_modules.txt"


class RestFinder:
    """Finds the modules of python_stdlib_rest.zip, and fetches it when the first is wanted."""

    def __init__(self, url: str, names: frozenset[str]) -> None:
        self.url = url
        self.names = names
        self._fetched = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a module in the rest, or None for every other name.

        Raises:
            ModuleNotFoundError: The module is in the rest, and the rest could not be fetched.
        """
        if name not in self.names:
            return None
        if not self._fetched:
            self._fetch(name)
        parent = name.rpartition(".")[0].replace(".", "/")
        return zipimporter(f"{REST_ZIP}/{parent}".rstrip("/")).find_spec(name, target)

    def _fetch(self, name: str) -> None:
        from js import XMLHttpRequest  # type: ignore[import-not-found]  # there only in a page

        request = XMLHttpRequest.new()
        content = None
        try:
            # An import cannot wait for a promise; in a worker a request may be synchronous.
            request.open("GET", self.url, False)
            request.setRequestHeader("Cache-Control", "no-cache")  # may be damaged in the cache
            request.responseType = "arraybuffer"
            request.send()
            packed = request.response.to_bytes()
        except Exception:  # a JavaScript error: no connection, or a blocked request
            problem = "the connection failed"
        else:
            content = _unpacked(packed) if request.status == 200 else None
            problem = (
                "something else came in its place"
                if request.status == 200
                else f"the server answered {request.status}"
            )
        if content is None:
            raise ModuleNotFoundError(
                f"The module {name!r} belongs to a part of Python's library that is downloaded "
                f"when it is first used, and {problem}. Check the connection and run again.",
                name=name,
            )
        with open(REST_ZIP, "wb") as file:
            file.write(content)
        sys.path.append(REST_ZIP)
        self._fetched = True


def _unpacked(packed: bytes) -> bytes | None:
    """The zip, or None if this is not the whole and undamaged file."""
    from compression.zstd import (  # type: ignore[import-not-found]  # mypy checks for an older Python
        ZstdError,
        decompress,
    )

    try:
        content: bytes = decompress(packed)
    except ZstdError:
        return None
    return content


def install(url: str) -> None:
    """Makes the modules of the rest importable; `url` is where its file is."""
    names = zipimporter(FIRST_ZIP).get_data(f"{FIRST_ZIP}/{NAMES_FILE}").decode().split()
    sys.meta_path.append(RestFinder(url, frozenset(names)))
