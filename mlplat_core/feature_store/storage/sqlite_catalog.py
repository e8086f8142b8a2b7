"""How does the feature store keep its definitions, and how far it has come, in one SQLite file?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import starmap

from mlplat_core.feature_store.storage.ports import Definition, EventTime, Watermark
from mlplat_core.feature_store.storage.sqlite_codec import decode_definition, encode_definition
from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase


class SqliteCatalogStore:
    """Definitions and watermarks as tables."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._seen: tuple[object, int] | None = None
        self._rows: list[tuple[str, str]] = []
        self._definitions: tuple[Definition, ...] = ()

    def load(self) -> Sequence[Definition]:
        """See `CatalogStore.load`; asks again only after another connection changed the file."""
        with self._database.reading() as connection:
            # The number tells two states apart for one connection, and a fork makes another one.
            seen = (connection, connection.execute("PRAGMA data_version").fetchone()[0])
            if seen != self._seen:
                query = "SELECT kind, body FROM feature_store_definitions"
                rows = connection.execute(query).fetchall()
                if rows != self._rows:  # most changes of a file are new rows of a view
                    self._rows, self._definitions = rows, tuple(starmap(decode_definition, rows))
                self._seen = seen
            return self._definitions

    def save(self, definitions: Iterable[Definition]) -> None:
        """See `CatalogStore.save`."""
        rows = [(type(each).__name__, each.name, encode_definition(each)) for each in definitions]
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO feature_store_definitions VALUES (?, ?, ?)", rows
            )
        self._seen = None

    def watermark(self, view: str) -> Watermark | None:
        """See `CatalogStore.watermark`."""
        query = 'SELECT sequence, "end" FROM feature_store_watermarks WHERE view = ?'
        with self._database.reading() as connection:
            found = connection.execute(query, (view,)).fetchone()
        return None if found is None else Watermark(*found)

    def set_watermark(self, view: str, mark: Watermark) -> None:
        """See `CatalogStore.set_watermark`."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feature_store_watermarks VALUES (?, ?, ?)",
                (view, mark.sequence, mark.end),
            )


class SqliteEventTimeStore:
    """A table with one row per view."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def event_time(self, view: str) -> EventTime:
        """See `EventTimeStore.event_time`."""
        query = "SELECT newest, dropped_late FROM feature_store_event_times WHERE view = ?"
        with self._database.reading() as connection:
            found = connection.execute(query, (view,)).fetchone()
        return EventTime() if found is None else EventTime(*found)

    def set_event_time(self, view: str, time: EventTime) -> None:
        """See `EventTimeStore.set_event_time`."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feature_store_event_times VALUES (?, ?, ?)",
                (view, time.newest, time.dropped_late),
            )
