"""One file, several threads and processes, any of which may be killed at any moment."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from timeline import FEATURES, at, offline, online, row, store_of, view_of

from mlplat_core import FeatureStore
from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase

ROOT = Path(__file__).parents[3]
WRITER = Path(__file__).parent / "writer.py"


def start_writer(path: Path, *arguments: str) -> subprocess.Popen[str]:
    """A child process that pushes to the file."""
    command = [sys.executable, str(WRITER), str(path), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def logged(store: FeatureStore, user: str) -> list[int]:
    """The counts in the log of one user, oldest first."""
    explained = store.explain("stats", {"user_id": user, "event_timestamp": at(20_000)})
    return sorted(int(str(each.values["count"])) for each in explained.candidates)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that does not exist yet."""
    return tmp_path / "platform.db"


def test_everything_is_there_after_reopening(path: Path) -> None:
    """Definitions, log, online versions and watermarks."""
    with closing(store_of(path=path)) as store:
        store.push("stats", [row(1, 7)])
        store.materialize_incremental(at(50))

    with closing(FeatureStore(path)) as store:
        assert online(store, 200) == offline(store, 200) == (7, "PRESENT")
        assert store.materialize_incremental(at(50)).rows == 0


@pytest.mark.parametrize("acknowledged", [1, 7, 20])
def test_a_killed_writer_loses_nothing_it_acknowledged(path: Path, acknowledged: int) -> None:
    """The file is whole, and every row in the log is online, too: pushes count whole."""
    with start_writer(path, "u1") as child:
        assert child.stdout is not None
        for number in range(1, acknowledged + 1):
            assert child.stdout.readline() == f"{number}\n"
        child.kill()
        rest = child.stdout.read().split()
    last = acknowledged + len(rest)

    with closing(store_of(path=path)) as store:
        found = logged(store, "u1")
        assert found in (list(range(1, last + 1)), list(range(1, last + 2)))
        assert online(store, 20_000, "u1") == offline(store, 20_000, "u1") == (found[-1], "PRESENT")
        store.push("stats", [row(9_000, 1, created=9_000)])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_writer_killed_between_log_and_online_leaves_the_old_state(path: Path) -> None:
    """The third push had reached the log when its process died: it never happened."""
    with start_writer(path, "u1", "3") as child:
        output, _ = child.communicate()

    assert (output.split(), child.returncode) == (["1", "2"], -signal.SIGKILL)
    with closing(store_of(path=path)) as store:
        assert logged(store, "u1") == [1, 2]
        assert online(store, 20_000, "u1") == (2, "PRESENT")


def test_processes_that_start_together_share_a_new_file(path: Path) -> None:
    """None fails on creating the file, and each one's rows are all there."""
    children = [start_writer(path, f"u{number}") for number in range(3)]
    for child in children:
        assert child.stdout is not None
        assert [child.stdout.readline() for _ in range(10)] == [f"{n}\n" for n in range(1, 11)]
    for child in children:
        child.kill()
        child.communicate()

    with closing(store_of(path=path)) as store:
        for number in range(3):
            assert logged(store, f"u{number}")[:10] == list(range(1, 11))


def test_threads_share_one_store(path: Path) -> None:
    """Reads and writes of four threads neither fail nor lose a row."""
    with closing(store_of(path=path)) as store, ThreadPoolExecutor(4) as pool:

        def push(number: int) -> tuple[object, str]:
            store.push("stats", [row(number, number, created=number)])
            return online(store, 50)

        answers = list(pool.map(push, range(40)))

        assert {status for _, status in answers} == {"PRESENT"}
        assert logged(store, "u1") == list(range(40))


def test_another_process_sees_new_rows_and_definitions_at_once(path: Path) -> None:
    """Two stores on one file answer alike, also after a view changed in one of them."""
    view = view_of(ttl=2)
    with closing(store_of(view, path=path)) as one, closing(store_of(view, path=path)) as two:
        one.push("stats", [row(1, 7, created=1)])
        assert online(two, 9) == offline(two, 9) == (None, "OUTSIDE_MAX_AGE")

        one.apply(replace(view, ttl=timedelta(hours=50)), replace=True)
        one.push("stats", [row(2, 8, created=2)])

        assert online(two, 9) == offline(two, 9) == (8, "PRESENT")


def test_a_forked_child_opens_the_file_anew(path: Path) -> None:
    """A connection must not cross a fork, as a server with several workers makes it do."""
    script = """if True:
        import os, sys
        from mlplat_core.feature_store.storage.sqlite_database import SqliteDatabase
        database = SqliteDatabase(sys.argv[1])
        with database.reading() as inherited:
            pass
        child = os.fork()
        with database.writing() as connection:
            connection.execute("INSERT INTO feature_store_watermarks VALUES (?, 1, 1)", [child])
        if child == 0:
            os._exit(connection is inherited)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    subprocess.run([sys.executable, "-c", script, str(path)], check=True, env=environment)

    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT count(*) FROM feature_store_watermarks"
        assert connection.execute(query).fetchone() == (2,)


def test_what_is_interrupted_did_not_happen(path: Path) -> None:
    """An error in the middle of a transaction takes all of it back, and the store goes on."""
    with closing(store_of(path=path)) as store:
        with suppress(KeyboardInterrupt), store._storage.writing():
            store.push("stats", [row(1, 1)])
            raise KeyboardInterrupt

        assert online(store, 200) == offline(store, 200) == (None, "NOT_FOUND")
        assert store.push("stats", [row(2, 2)]).appended == 1


def test_tables_carry_a_prefix_as_the_registry_shares_the_file(path: Path) -> None:
    """Another table in the file is left alone."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE registry_events (number INTEGER)")
    with closing(store_of(path=path)) as store:
        store.push("stats", [row(1, 7)])

    with closing(sqlite3.connect(path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    ours = names - {"registry_events", "sqlite_sequence"}
    assert all(
        name.startswith(("feature_store_", "sqlite_autoindex_feature_store_")) for name in ours
    )


def test_memory_never_loads_sqlite() -> None:
    """The page pays for SQLite only where a path is given."""
    code = (
        "import sys; from mlplat_core import FeatureStore; FeatureStore(); "
        "assert 'sqlite3' not in sys.modules and 'json' not in sys.modules"
    )

    subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, check=True)


def test_services_and_features_of_a_file_are_known_without_applying(path: Path) -> None:
    """A serving process only opens the file."""
    with closing(store_of(path=path)) as store:
        store.push("stats", [{**row(1, 7), "amount": 2}])
    with closing(FeatureStore(path, clock=lambda: at(101))) as store:
        assert store.get_online_features(FEATURES, [{"user_id": "u1"}]).rows[0]["amount"] == 2.0


def test_a_file_that_cannot_be_opened_is_refused_at_once(path: Path) -> None:
    """Only a busy file is worth waiting for; a folder will not turn into a database."""
    path.mkdir()

    with pytest.raises(sqlite3.OperationalError, match="unable to open database file"):
        FeatureStore(path)


def test_an_error_in_an_inner_block_undoes_the_outer_one(path: Path) -> None:
    """Blocks that are nested count together or not at all."""
    database = SqliteDatabase(path)

    def fail() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO feature_store_watermarks VALUES ('v', 1, 2)")
            with database.writing():
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with database.reading() as connection:
        found = connection.execute("SELECT count(*) FROM feature_store_watermarks").fetchone()
    assert found == (0,)
    database.close()
