"""How does the feature store keep its rows in one SQLite file?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.ports import (
    FeatureRow,
    Key,
    Version,
)
from mlplat_core.feature_store.storage.sqlite_codec import (
    decode_key,
    decode_values,
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

    def of_key(
        self,
        view: str,
        key: Key,
        *,
        since: int | None = None,
        until: int | None = None,
        newest: int | None = None,
    ) -> list[FeatureRow]:
        """See `OfflineStore.of_key`."""
        where = "view = ? AND key = ? AND event BETWEEN ? AND ?"
        order = "event, sequence"
        since = _EARLIEST if since is None else since
        until = _LATEST if until is None else until
        values = view, encode_key(key), since, until
        if newest is None:
            return self._select(where, *values, order=order)
        order = f"event DESC, sequence DESC LIMIT {newest:d}"
        return self._select(where, *values, order=order)[::-1]

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

    def _select(self, where: str, *values: str | int, order: str = "sequence") -> list[FeatureRow]:
        query = f"SELECT {_ROW} FROM feature_store_log WHERE {where} ORDER BY {order}"
        with self._database.reading() as connection:
            return [_read_row(found) for found in connection.execute(query, values)]


class SqliteOnlineStore:
    """The staircases of `versions.py` as a table: one row per step."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def write(self, view: str, versions: Iterable[Version], now: int) -> int:
        """See `OnlineStore.write`."""
        stale = 0
        with self._database.writing() as connection:
            for version in versions:
                key, rank = version.row.key, version.row.rank
                answer = _effective_at(connection, view, key, max(now, version.effective))
                stale += answer is not None and answer.row.rank > rank
                below = _effective_at(connection, view, key, version.effective)
                if below is None or below.row.rank < rank:
                    _insert(connection, view, version)
        return stale

    def read(self, view: str, keys: Sequence[Key], now: int) -> list[Version | FieldStatus]:
        """See `OnlineStore.read`."""
        query = "SELECT 1 FROM feature_store_online WHERE view = ? AND key = ? LIMIT 1"
        answers: list[Version | FieldStatus] = []
        with self._database.reading() as connection:
            for key in keys:
                version = _effective_at(connection, view, key, now)
                if version is not None:
                    answers.append(version)
                else:
                    known = connection.execute(query, (view, encode_key(key))).fetchone()
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


def _read_row(found: Sequence[Any]) -> FeatureRow:
    key, event, created, body, sequence = found
    return FeatureRow(decode_key(key), event, created, decode_values(body), sequence)


def _read_version(found: Sequence[Any]) -> Version:
    return Version(found[5], _read_row(found[:5]))


def _effective_at(
    connection: sqlite3.Connection, view: str, key: Key, moment: int
) -> Version | None:
    query = (
        "SELECT event, created, sequence, effective, body FROM feature_store_online "
        "WHERE view = ? AND key = ? AND effective <= ? ORDER BY effective DESC LIMIT 1"
    )
    found = connection.execute(query, (view, encode_key(key), moment)).fetchone()
    if found is None:
        return None
    event, created, sequence, effective, body = found
    return Version(effective, FeatureRow(key, event, created, decode_values(body), sequence))


def _insert(connection: sqlite3.Connection, view: str, version: Version) -> None:
    row, key = version.row, encode_key(version.row.key)
    connection.execute(
        "DELETE FROM feature_store_online WHERE view = ? AND key = ? AND effective >= ? "
        "AND (event, created, sequence) < (?, ?, ?)",
        (view, key, version.effective, *row.rank),
    )
    connection.execute(
        "INSERT INTO feature_store_online "
        "(view, key, effective, event, created, sequence, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (view, key, version.effective, *row.rank, encode_values(row.values)),
    )
