"""How do several threads and processes share one SQLite file without losing a write?"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mlplat_core.sqlite_connection import open_connection

_TABLES = """
CREATE TABLE IF NOT EXISTS feature_store_log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    view TEXT NOT NULL, key TEXT NOT NULL, event INTEGER NOT NULL, created INTEGER NOT NULL,
    body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS feature_store_log_by_view ON feature_store_log (view, sequence);
CREATE INDEX IF NOT EXISTS feature_store_log_by_key ON feature_store_log (view, key, event);
CREATE TABLE IF NOT EXISTS feature_store_online (
    view TEXT NOT NULL, key TEXT NOT NULL, effective INTEGER NOT NULL, event INTEGER NOT NULL,
    created INTEGER NOT NULL, sequence INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (view, key, effective)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS feature_store_definitions (
    kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, name));
CREATE TABLE IF NOT EXISTS feature_store_watermarks (
    view TEXT PRIMARY KEY, sequence INTEGER NOT NULL, "end" INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS feature_store_event_times (
    view TEXT PRIMARY KEY, newest INTEGER, dropped_late INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS feature_store_datasets (
    name TEXT PRIMARY KEY, manifest BLOB NOT NULL, digest TEXT NOT NULL, content BLOB NOT NULL);
"""


class SqliteDatabase:
    """One connection with its lock, opened anew in a child that was forked between transactions.

    A transaction is on disk before it is acknowledged (`synchronous=FULL`), and a process killed at
    any moment leaves the state before or after it: that is SQLite's promise for WAL files.

    Args:
        path: the file; made if it does not exist.

    Source:
        https://www.sqlite.org/wal.html
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = os.fspath(path)
        self._lock = threading.RLock()
        self._depth = 0
        self._open()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the file until the block ends."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection whose changes all count once the block ends, or not at all if it raises.

        Blocks may be nested: only the outermost commits. Writers of all processes take turns.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def close(self) -> None:
        """Close the connection; the file is complete without it."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        if os.getpid() != self._pid:  # SQLite forbids a connection to cross a fork
            self._lock, self._depth = threading.RLock(), 0
            self._inherited = self._connection  # nor to be closed on the other side of it
            self._open()
        with self._lock:
            outermost = self._depth == 0
            if outermost:
                self._connection.execute(begin)
            self._depth += 1
            try:
                yield self._connection
                if outermost:
                    self._connection.execute("COMMIT")
            except BaseException:
                if outermost and self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._depth -= 1

    def _open(self) -> None:
        self._pid = os.getpid()
        self._connection = open_connection(self._path)
        with self.writing() as connection:
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
