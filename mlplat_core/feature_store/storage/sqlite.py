"""How does the feature store keep its rows in one SQLite file?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.ports import Definition, FeatureRow, Key, Version, Watermark
from mlplat_core.feature_store.storage.sqlite_codec import (
    decode_definition,
    decode_key,
    decode_values,
    encode_definition,
    encode_key,
    encode_values,
)
from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase

_ROW = "key, event, created, body, sequence"
_EARLIEST, _LATEST = -(2**63), 2**63 - 1


class SqliteOfflineStore:
    """The log as a table whose row ids are the sequence numbers, of all views together."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def append(self, view: str, row: FeatureRow) -> FeatureRow:
        """See `OfflineStore.append`."""
        with self._database.writing() as connection:
            cursor = connection.execute(
                "INSERT INTO feature_store_log (view, key, event, created, body) "
                "VALUES (?, ?, ?, ?, ?)",
                (view, encode_key(row.key), row.event, row.created, encode_values(row.values)),
            )
            assert cursor.lastrowid is not None
            return replace(row, sequence=cursor.lastrowid)

    def at(self, view: str, key: Key, event: int) -> list[FeatureRow]:
        """See `OfflineStore.at`."""
        return self._select("view = ? AND key = ? AND event = ?", view, encode_key(key), event)

    def scan(
        self, view: str, *, after: int = 0, since: int | None = None, until: int | None = None
    ) -> list[FeatureRow]:
        """See `OfflineStore.scan`."""
        since = _EARLIEST if since is None else since
        until = _LATEST if until is None else until
        where = "view = ? AND sequence > ? AND event BETWEEN ? AND ?"
        return self._select(where, view, after, since, until)

    def first(self, view: str) -> FeatureRow | None:
        """See `OfflineStore.first`."""
        where = "sequence = (SELECT min(sequence) FROM feature_store_log WHERE view = ?)"
        return next(iter(self._select(where, view)), None)

    def _select(self, where: str, *values: str | int) -> list[FeatureRow]:
        query = f"SELECT {_ROW} FROM feature_store_log WHERE {where} ORDER BY sequence"
        with self._database.reading() as connection:
            return [_read_row(found) for found in connection.execute(query, values)]


class SqliteOnlineStore:
    """The staircases of `versions.py` as a table: one row per step."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def write(self, view: str, versions: Iterable[Version], now: int) -> int:
        """See `OnlineStore.write`."""
        stale = 0
        with self._database.writing():
            for version in versions:
                key, rank = encode_key(version.row.key), version.row.rank
                answer = self._effective_at(view, key, max(now, version.effective))
                stale += answer is not None and answer.row.rank > rank
                below = self._effective_at(view, key, version.effective)
                if below is None or below.row.rank < rank:
                    self._insert(view, key, version)
        return stale

    def read(self, view: str, keys: Sequence[Key], now: int) -> list[Version | FieldStatus]:
        """See `OnlineStore.read`."""
        query = "SELECT 1 FROM feature_store_online WHERE view = ? AND key = ? LIMIT 1"
        answers: list[Version | FieldStatus] = []
        with self._database.reading() as connection:
            for text in map(encode_key, keys):
                version = self._effective_at(view, text, now)
                if version is not None:
                    answers.append(version)
                else:
                    known = connection.execute(query, (view, text)).fetchone()
                    answers.append(FieldStatus.NOT_YET if known else FieldStatus.NOT_FOUND)
        return answers

    def current(self, view: str, now: int) -> list[Version]:
        """See `OnlineStore.current`."""
        # SQLite takes the other columns from the row that has the maximum.
        query = (
            f"SELECT {_ROW}, max(effective) FROM feature_store_online "
            "WHERE view = ? AND effective <= ? GROUP BY key"
        )
        with self._database.reading() as connection:
            return [_read_version(found) for found in connection.execute(query, (view, now))]

    def _effective_at(self, view: str, key: str, moment: int) -> Version | None:
        query = (
            f"SELECT {_ROW}, effective FROM feature_store_online "
            "WHERE view = ? AND key = ? AND effective <= ? ORDER BY effective DESC LIMIT 1"
        )
        with self._database.reading() as connection:
            found = connection.execute(query, (view, key, moment)).fetchone()
        return None if found is None else _read_version(found)

    def _insert(self, view: str, key: str, version: Version) -> None:
        row = version.row
        with self._database.writing() as connection:
            connection.execute(
                "DELETE FROM feature_store_online WHERE view = ? AND key = ? AND effective >= ? "
                "AND (event, created, sequence) < (?, ?, ?)",
                (view, key, version.effective, *row.rank),
            )
            connection.execute(
                "INSERT INTO feature_store_online "
                "(view, key, effective, event, created, sequence, body) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (view, key, version.effective, *row.rank, encode_values(row.values)),
            )


class SqliteCatalogStore:
    """Definitions and watermarks as tables."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._loaded: tuple[int, tuple[Definition, ...]] | None = None

    def load(self) -> Sequence[Definition]:
        """See `CatalogStore.load`; asks again only after another connection changed the file."""
        with self._database.reading() as connection:
            version = int(connection.execute("PRAGMA data_version").fetchone()[0])
            if self._loaded is None or self._loaded[0] != version:
                query = "SELECT kind, body FROM feature_store_definitions"
                found = tuple(decode_definition(*each) for each in connection.execute(query))
                self._loaded = version, found
            return self._loaded[1]

    def save(self, definitions: Iterable[Definition]) -> None:
        """See `CatalogStore.save`."""
        rows = [(type(each).__name__, each.name, encode_definition(each)) for each in definitions]
        with self._database.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO feature_store_definitions VALUES (?, ?, ?)", rows
            )
        self._loaded = None

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


def _read_row(found: Sequence[Any]) -> FeatureRow:
    key, event, created, body, sequence = found
    return FeatureRow(decode_key(key), event, created, decode_values(body), sequence)


def _read_version(found: Sequence[Any]) -> Version:
    return Version(found[5], _read_row(found[:5]))
