"""Where does a feature store keep what it knows: in memory, or in one SQLite file?"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from mlplat_core.feature_store.storage.datasets import (
    DatasetStore,
    MemoryDatasetStore,
    SqliteDatasetStore,
)
from mlplat_core.feature_store.storage.log_position import position_in_file, position_in_memory
from mlplat_core.feature_store.storage.memory import (
    MemoryCatalogStore,
    MemoryEventTimeStore,
    MemoryOfflineStore,
    MemoryOnlineStore,
)
from mlplat_core.feature_store.storage.ports import (
    CatalogStore,
    EventTimeStore,
    OfflineStore,
    OnlineStore,
)


@dataclass(frozen=True, slots=True)
class Storage:
    """The five ports, and what holds them together.

    Attributes:
        offline: the log.
        online: the versions that reads find.
        catalog: definitions and watermarks.
        event_times: how far the events of each view have come.
        datasets: saved datasets.
        log_position: how far the log of some views goes: the highest sequence number of any row of
            theirs, 0 if they have none.
        reading: makes a block in which all of them show one state.
        writing: makes a block whose changes count together or not at all.
        close: releases the file.
    """

    offline: OfflineStore
    online: OnlineStore
    catalog: CatalogStore
    event_times: EventTimeStore
    datasets: DatasetStore
    log_position: Callable[[Iterable[str]], int]
    reading: Callable[[], AbstractContextManager[object]]
    writing: Callable[[], AbstractContextManager[object]]
    close: Callable[[], None]


def open_storage(path: str | os.PathLike[str] | None) -> Storage:
    """The storage in the file, which is made if needed; a new one in memory if there is no path."""
    return _open_memory() if path is None else _open_sqlite(path)


def _open_memory() -> Storage:
    lock = threading.RLock()
    offline = MemoryOfflineStore()
    return Storage(
        offline,
        MemoryOnlineStore(),
        MemoryCatalogStore(),
        MemoryEventTimeStore(),
        MemoryDatasetStore(),
        log_position=partial(position_in_memory, offline),
        reading=lambda: lock,
        writing=lambda: lock,
        close=lambda: None,
    )


def _open_sqlite(path: str | os.PathLike[str]) -> Storage:
    # Imported here: a page that keeps its store in memory should not pay for SQLite.
    from mlplat_core.feature_store.storage.sqlite import SqliteOfflineStore, SqliteOnlineStore
    from mlplat_core.feature_store.storage.sqlite_catalog import (
        SqliteCatalogStore,
        SqliteEventTimeStore,
    )
    from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase

    database = SqliteDatabase(path)
    return Storage(
        SqliteOfflineStore(database),
        SqliteOnlineStore(database),
        SqliteCatalogStore(database),
        SqliteEventTimeStore(database),
        SqliteDatasetStore(database),
        log_position=partial(position_in_file, database),
        reading=database.reading,
        writing=database.writing,
        close=database.close,
    )
