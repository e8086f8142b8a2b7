"""Is there something to export in this file?"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Literal

from mlplat_core.errors import PlatformError

Kind = Literal["feature store", "model registry"]
_TABLES: dict[Kind, str] = {
    "feature store": "feature_store_log",
    "model registry": "model_registry_log",
}


def check_holds(path: Path, kind: Kind) -> None:
    """Raise PlatformError unless the file exists and holds a feature store or a model registry.

    Opening either makes its tables where there are none, so that a misspelt path would otherwise
    become an empty platform and a successful export of nothing.

    Example:
        >>> check_holds(Path("no such.db"), "feature store")
        Traceback (most recent call last):
        mlplat_core.errors.general.PlatformError: There is no file 'no such.db'; check the path.
    """
    if not path.is_file():
        raise PlatformError(f"There is no file {str(path)!r}; check the path.")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            query = "SELECT name FROM sqlite_master WHERE type = 'table'"
            tables = {name for (name,) in connection.execute(query)}
    except sqlite3.DatabaseError as error:
        raise PlatformError(f"{str(path)!r} cannot be read as SQLite: {error}.") from error
    if _TABLES[kind] not in tables:
        raise PlatformError(f"{str(path)!r} holds no {kind}; is it the right file?")
