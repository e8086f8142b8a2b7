"""Where does a feature store keep what it knows: in memory, or in one SQLite file?"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from mlplat_core.feature_store.storage.memory import (
    MemoryCatalogStore,
    MemoryOfflineStore,
    MemoryOnlineStore,
)
from mlplat_core.feature_store.storage.ports import CatalogStore, OfflineStore, OnlineStore


@dataclass(frozen=True, slots=True)
class Storage:
    """The three ports, and what holds them together.

    Attributes:
        offline: the log.
        online: the versions that reads find.
        catalog: definitions and watermarks.
        reading: makes a block in which all three show one state.
        writing: makes a block whose changes count together or not at all.
        close: releases the file.
    """

    offline: OfflineStore
    online: OnlineStore
    catalog: CatalogStore
    reading: Callable[[], AbstractContextManager[object]]
    writing: Callable[[], AbstractContextManager[object]]
    close: Callable[[], None]


def open_storage(path: str | os.PathLike[str] | None) -> Storage:
    """The storage in the file, which is made if needed; a new one in memory if there is no path."""
    return _open_memory() if path is None else _open_sqlite(path)


def _open_memory() -> Storage:
    lock = threading.RLock()
    return Storage(
        MemoryOfflineStore(),
        MemoryOnlineStore(),
        MemoryCatalogStore(),
        reading=lambda: lock,
        writing=lambda: lock,
        close=lambda: None,
    )


def _open_sqlite(path: str | os.PathLike[str]) -> Storage:
    # Imported here: a page that keeps its store in memory should not pay for SQLite.
    from mlplat_core.feature_store.storage.sqlite import (
        SqliteCatalogStore,
        SqliteOfflineStore,
        SqliteOnlineStore,
    )
    from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase

    database = SqliteDatabase(path)
    return Storage(
        SqliteOfflineStore(database),
        SqliteOnlineStore(database),
        SqliteCatalogStore(database),
        reading=database.reading,
        writing=database.writing,
        close=database.close,
    )
