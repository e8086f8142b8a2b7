"""How does the registry live in one SQLite file, with several processes and sudden ends?"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock

from mlplat_core.registry.store import GENESIS, StoredEntry
from mlplat_core.sqlite_connection import open_connection

_TABLES = (
    "CREATE TABLE IF NOT EXISTS model_registry_log"
    " (number INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS model_registry_artifact"
    " (digest TEXT PRIMARY KEY, content BLOB NOT NULL)",
)


class SqliteStore:
    """A store in two tables of a SQLite file, which may hold other tables too.

    A killed process or a power cut leaves the state before or after a whole append: the transaction
    is one commit, flushed to disk before it counts as done.

    Args:
        path: the file; created where it does not exist.

    Source:
        https://sqlite.org/wal.html, https://sqlite.org/pragma.html#pragma_synchronous
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._lock = Lock()
        self._inherited: list[sqlite3.Connection] = []
        self._connection = self._open()

    def append(
        self, entry: StoredEntry, expected_head: str, artifacts: Mapping[str, bytes]
    ) -> bool:
        """As the port says."""
        with self._transaction() as connection:
            last = connection.execute(
                "SELECT hash FROM model_registry_log ORDER BY number DESC LIMIT 1"
            ).fetchone()
            if (last[0] if last else GENESIS) != expected_head:
                return False
            # Replacing content by content of the same sha256 repairs a file that has decayed.
            connection.executemany(
                "INSERT OR REPLACE INTO model_registry_artifact VALUES (?, ?)", artifacts.items()
            )
            connection.execute("INSERT INTO model_registry_log VALUES (?, ?, ?)", entry)
        return True

    def read(self, after: int) -> list[StoredEntry]:
        """As the port says."""
        with self._connected() as connection:
            rows = connection.execute(
                "SELECT number, body, hash FROM model_registry_log WHERE number > ?"
                " ORDER BY number",
                (after,),
            ).fetchall()
        return [StoredEntry(*row) for row in rows]

    def artifact(self, digest: str) -> bytes | None:
        """As the port says."""
        with self._connected() as connection:
            row = connection.execute(
                "SELECT content FROM model_registry_artifact WHERE digest = ?", (digest,)
            ).fetchone()
        return bytes(row[0]) if row else None

    def close(self) -> None:
        """As the port says."""
        with self._lock:
            self._connection.close()

    def _open(self) -> sqlite3.Connection:
        self._process = os.getpid()
        connection = open_connection(self._path)
        for table in _TABLES:
            connection.execute(table)
        return connection

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time."""
        with self._lock:
            if self._process != os.getpid():
                # SQLite forbids using or closing a connection that came through a fork.
                self._inherited.append(self._connection)
                self._connection = self._open()
            yield self._connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection inside a transaction that no other writer can interrupt."""
        with self._connected() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
