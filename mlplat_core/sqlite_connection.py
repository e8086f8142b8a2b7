"""How is a SQLite file opened so that several processes may write it and a power cut does no harm?

Feature store and registry both keep their tables this way, in one file if they like.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress

BUSY_SECONDS = 60.0
"""How long a writer waits for its turn before SQLite says that the file is locked."""


def open_connection(path: str) -> sqlite3.Connection:
    """A connection without implicit transactions, for one thread at a time.

    What is committed is on disk before the commit returns.

    Args:
        path: the file; made where it does not exist.

    Raises:
        sqlite3.OperationalError: the file cannot be opened.

    Source:
        https://sqlite.org/wal.html, https://sqlite.org/pragma.html#pragma_synchronous
    """
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    # Where another process is just doing the same, or the platform has no shared memory, the file
    # stays in the older mode: slower with many readers, equally safe. A file that cannot be opened
    # fails at the next statement.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection
