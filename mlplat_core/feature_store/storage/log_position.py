"""How far did the log of some views go when it was read?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlplat_core.feature_store.storage.ports import OfflineStore

if TYPE_CHECKING:
    from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase


def position_in_memory(offline: OfflineStore, views: Iterable[str]) -> int:
    """The highest sequence number of any row of these views, 0 if they have none."""
    return max((row.sequence for view in views for row in offline.scan(view)[-1:]), default=0)


def position_in_file(database: SqliteDatabase, views: Iterable[str]) -> int:
    """The same, found in an index instead of by reading the log."""
    query = "SELECT max(sequence) FROM feature_store_log WHERE view = ?"
    with database.reading() as connection:
        found = [connection.execute(query, (view,)).fetchone()[0] for view in views]
    return max((last for last in found if last is not None), default=0)
