"""The contract of a registry's store, run on every implementation."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mlplat_core.registry.sqlite_store import SqliteStore
from mlplat_core.registry.store import GENESIS, RegistryStore, StoredEntry

Reopen = Callable[[], RegistryStore]
ONE, TWO = StoredEntry(1, '{"n":1}', "a" * 64), StoredEntry(2, '{"n":2}', "b" * 64)

ROOT = Path(__file__).parents[3]


def test_a_new_store_is_empty(reopen: Reopen) -> None:
    """Nothing to read, no artifact."""
    store = reopen()

    assert store.read(0) == []
    assert store.artifact("x") is None


def test_entries_and_artifacts_come_back_as_they_were(reopen: Reopen) -> None:
    """Whatever was appended is read, in order, by this and by every other object."""
    store, other = reopen(), reopen()

    assert store.append(ONE, GENESIS, {"x": b"\x00content", "y": b""})
    assert other.append(TWO, ONE.hash, {})

    for each in (store, other, reopen()):
        assert each.read(0) == [ONE, TWO]
        assert each.read(1) == [TWO]
        assert each.read(2) == []
        assert (each.artifact("x"), each.artifact("y")) == (b"\x00content", b"")


@pytest.mark.parametrize("head", [TWO.hash, "", GENESIS])
def test_an_append_on_another_head_stores_nothing(reopen: Reopen, head: str) -> None:
    """Neither the entry nor its artifacts."""
    store = reopen()
    store.append(ONE, GENESIS, {})

    assert not reopen().append(TWO, head, {"x": b"content"})
    assert store.read(0) == [ONE]
    assert store.artifact("x") is None


def test_the_same_artifact_may_come_twice(reopen: Reopen) -> None:
    """Two versions of the same bytes share them."""
    store = reopen()
    store.append(ONE, GENESIS, {"x": b"content"})

    assert store.append(TWO, ONE.hash, {"x": b"content"})
    assert store.artifact("x") == b"content"


def test_of_many_threads_with_one_head_exactly_one_wins(reopen: Reopen) -> None:
    """Whether they share the object or not."""
    stores = [reopen(), reopen()]

    def append(number: int) -> bool:
        entry = StoredEntry(1, str(number), f"{number:064}")
        return stores[number % 2].append(entry, GENESIS, {})

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(append, range(1, 33)))

    assert won.count(True) == 1
    assert len(reopen().read(0)) == 1


# ---------------------------------------------------------------- SQLite


def test_sqlite_is_flushed_and_has_a_write_ahead_log(tmp_path: Path) -> None:
    """The settings that make an acknowledged append survive a power cut."""
    store = SqliteStore(tmp_path / "r.db")

    pragma = [
        store._connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "busy_timeout")
    ]

    assert pragma == ["wal", 2, 60_000]
    store.close()


def test_other_tables_in_the_file_stay_as_they_are(tmp_path: Path) -> None:
    """The registry shares its file, under names of its own."""
    other = sqlite3.connect(tmp_path / "r.db")
    other.execute("CREATE TABLE log (n)")
    other.execute("INSERT INTO log VALUES (7)")
    other.commit()

    store = SqliteStore(tmp_path / "r.db")
    store.append(ONE, GENESIS, {})
    store.close()

    tables = other.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [name for (name,) in tables.fetchall()]
    assert names == ["log", "model_registry_artifact", "model_registry_log"]
    assert other.execute("SELECT * FROM log").fetchall() == [(7,)]
    other.close()


def test_an_append_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    """The transaction is undone, and the store goes on."""
    store = SqliteStore(tmp_path / "r.db")
    unusable = StoredEntry(1, None, "x")  # type: ignore[arg-type]

    with pytest.raises(sqlite3.IntegrityError):
        store.append(unusable, GENESIS, {"x": b"content"})

    assert store.artifact("x") is None
    assert store.append(ONE, GENESIS, {})
    store.close()


def test_a_file_in_the_older_mode_serves_while_someone_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the write-ahead log cannot be turned on just now, the store does without."""
    first = SqliteStore(tmp_path / "r.db")
    first.append(ONE, GENESIS, {})
    first._connection.execute("PRAGMA journal_mode = DELETE")
    first.close()
    reader = sqlite3.connect(tmp_path / "r.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM model_registry_log").fetchall()
    monkeypatch.setattr("mlplat_core.sqlite_connection.BUSY_SECONDS", 0)

    store = SqliteStore(tmp_path / "r.db")

    assert store._connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert store.read(0) == [ONE]
    reader.execute("COMMIT")
    assert store.append(TWO, ONE.hash, {})
    store.close()
    reader.close()


def test_a_connection_of_another_process_is_neither_used_nor_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store opens its own where the process is not the one that opened the file."""
    store = SqliteStore(tmp_path / "r.db")
    inherited = store._connection
    monkeypatch.setattr(os, "getpid", lambda: -1)

    assert store.append(ONE, GENESIS, {})

    assert store._connection is not inherited
    assert inherited.execute("SELECT 1").fetchone() == (1,)
    inherited.close()
    store.close()


def test_a_child_of_fork_opens_the_file_anew(tmp_path: Path) -> None:
    """SQLite forbids carrying a connection through a fork."""
    code = f"""
import os
from mlplat_core.registry.sqlite_store import SqliteStore
from mlplat_core.registry.store import GENESIS, StoredEntry
store = SqliteStore({str(tmp_path / "r.db")!r})
mine = store._connection
if os.fork() == 0:
    assert store.append(StoredEntry(1, "a", "b"), GENESIS, {{}})
    assert store._connection is not mine
    os._exit(0)
assert os.waitstatus_to_exitcode(os.wait()[1]) == 0
assert store._connection is mine and len(store.read(0)) == 1
"""
    # Without site packages, as a measurement of coverage would load sqlite3 by itself.
    subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, check=True, timeout=30)


def test_sqlite_is_loaded_only_for_a_file() -> None:
    """A registry in memory never imports it."""
    code = (
        "import sys, mlplat_core; assert 'mlplat_core.registry' not in sys.modules;"
        "mlplat_core.ModelRegistry().create_registered_model('a');"
        "assert 'sqlite3' not in sys.modules"
    )
    # Without site packages, as a measurement of coverage would load sqlite3 by itself.
    subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, check=True, timeout=30)
