"""Where saved datasets live: the port in both storages, and one file with many writers."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from dataset_steps import TRAINING, keep
from timeline import row, store_of

from mlplat_core import ConflictError, IntegrityError, JoinResult
from mlplat_core.feature_store.saved_datasets.saving import (
    get_saved_dataset,
    list_saved_datasets,
)
from mlplat_core.feature_store.storage.datasets import StoredManifest
from mlplat_core.feature_store.storage.opening import Storage, open_storage
from mlplat_core.feature_store.storage.ports import FeatureRow

ROOT = Path(__file__).parents[3]
WRITER = Path(__file__).parent / "dataset_writer.py"
ONE, TWO = StoredManifest("one", b"{}\x00", "d1"), StoredManifest("two", b"[]", "d2")
Child = subprocess.Popen[str]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that does not exist yet."""
    return tmp_path / "platform.db"


@pytest.fixture(params=["memory", "sqlite"])
def storage(request: pytest.FixtureRequest, path: Path) -> Iterator[Storage]:
    """A new storage of each kind."""
    opened = open_storage(path if request.param == "sqlite" else None)
    yield opened
    opened.close()


def test_a_dataset_is_added_once(storage: Storage) -> None:
    """A second one of the same name is not kept, whatever it is, and the first stays."""
    assert storage.datasets.add(ONE, b"first") is True
    assert storage.datasets.add(ONE, b"first") is False
    assert storage.datasets.add(ONE._replace(body=b"x", digest="d3"), b"second") is False

    assert storage.datasets.find("one") == (ONE, b"first")


def test_datasets_are_found_by_name(storage: Storage) -> None:
    """Byte by byte; manifests are sorted."""
    storage.datasets.add(TWO, bytes(range(256)))
    storage.datasets.add(ONE, b"")

    assert storage.datasets.find("one") == (ONE, b"")
    assert storage.datasets.find("two") == (TWO, bytes(range(256)))
    assert storage.datasets.find("three") is None
    assert storage.datasets.manifests() == [ONE, TWO]


def test_the_log_position_is_that_of_the_views_asked_about(storage: Storage) -> None:
    """0 for views without rows, and rows of other views do not count."""
    position = storage.log_position
    assert position([]) == position(["a"]) == 0

    for view in ("a", "b", "a", "c"):
        storage.offline.append(view, FeatureRow(("u1",), 5, 5, {}))

    assert (position(["a"]), position(["b"]), position(["c", "a"])) == (3, 2, 4)
    assert (position(["b", "none"]), position(["none"])) == (2, 0)


def test_datasets_survive_reopening(path: Path) -> None:
    """In the next process as in this one."""
    with closing(open_storage(path)) as storage:
        made = keep(storage)

    with closing(open_storage(path)) as storage:
        assert get_saved_dataset(storage.datasets, "train") == made
        assert keep(storage) == made
        with pytest.raises(ConflictError):
            keep(storage, training=JoinResult([], []))


def test_a_file_of_an_older_version_gets_the_table(path: Path) -> None:
    """It is made on opening, beside the rows that are there."""
    with closing(store_of(path=path)) as store:
        store.push("stats", [row(1, 7)])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE feature_store_datasets")

    with closing(open_storage(path)) as storage:
        assert storage.log_position(["stats"]) == 1
        assert keep(storage).manifest.row_count == 1


# What hands may do to the file, and what is noticed.
TAMPERINGS = {
    "a value": (
        "content = replace(CAST(content AS TEXT), '\"count\":4', '\"count\":5')",
        "content",
    ),
    "a status": ("content = replace(CAST(content AS TEXT), 'PRESENT', 'NOT_YET')", "content"),
    "a row": ("content = CAST(content AS TEXT) || char(10) || 'x'", "content"),
    "all content": ("content = x''", "content"),
    "bytes that are no text": ("content = x'ff'", "content"),
    "another type": ("content = 7", "content"),
    "a tag": ("manifest = replace(CAST(manifest AS TEXT), 'risk', 'ads')", "manifest"),
    "no manifest": ("manifest = x'00'", "manifest"),
    "the hash": ("digest = 'd1'", "manifest"),
    "the name": ("name = 'other'", "name in its manifest"),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_tampering_is_noticed(path: Path, tampering: str) -> None:
    """Whatever is changed by hand in the file, loading says what it was."""
    statement, part = TAMPERINGS[tampering]
    with closing(open_storage(path)) as storage:
        keep(storage, tags={"team": "risk"})
    with closing(sqlite3.connect(path)) as connection, connection:
        changed = connection.execute(f"UPDATE feature_store_datasets SET {statement}").rowcount
    name = "other" if tampering == "the name" else "train"

    with closing(open_storage(path)) as storage:
        with pytest.raises(IntegrityError, match=f"'{name}' is not what was written: .*{part} was"):
            get_saved_dataset(storage.datasets, name)
        with pytest.raises(IntegrityError):
            keep(storage, name, tags={"team": "risk"})
        if part != "content":
            with pytest.raises(IntegrityError):
                list_saved_datasets(storage.datasets)
    assert changed == 1


def test_two_datasets_cannot_swap_their_contents(path: Path) -> None:
    """Each content is whole, but belongs to the other manifest."""
    with closing(open_storage(path)) as storage:
        keep(storage, "one")
        keep(storage, "two", JoinResult(TRAINING.rows * 2, TRAINING.statuses * 2))
    with closing(sqlite3.connect(path)) as connection, connection:
        (first,), (second,) = connection.execute(
            "SELECT content FROM feature_store_datasets ORDER BY name"
        )
        swapped = [(second, "one"), (first, "two")]
        connection.executemany(
            "UPDATE feature_store_datasets SET content = ? WHERE name = ?", swapped
        )

    with closing(open_storage(path)) as storage:
        for name in ("one", "two"):
            with pytest.raises(IntegrityError):
                get_saved_dataset(storage.datasets, name)


def test_what_is_interrupted_is_not_saved(path: Path) -> None:
    """A dataset belongs to the transaction around it."""
    with closing(open_storage(path)) as storage:
        with suppress(KeyboardInterrupt), storage.writing():
            keep(storage)
            raise KeyboardInterrupt

        assert list_saved_datasets(storage.datasets) == []


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_of_many_threads_one_wins(kind: str, path: Path) -> None:
    """All others hear that the name is taken, or get the same dataset if theirs is equal."""
    with closing(open_storage(path if kind == "sqlite" else None)) as storage:

        def work(number: int) -> object:
            training = JoinResult([{"n": number % 2}], [{}])
            try:
                return keep(storage, training=training).rows[0]["n"]
            except ConflictError:
                return None

        with ThreadPoolExecutor(8) as pool:
            said = list(pool.map(work, range(16)))

        (winner,) = {each for each in said if each is not None}
        assert said == [winner if number % 2 == winner else None for number in range(16)]
        assert get_saved_dataset(storage.datasets, "train").rows == ({"n": winner},)


@contextmanager
def writers(path: Path, values: Sequence[int]) -> Iterator[list[Child]]:
    """Child processes that all save under one name at the same moment; dead when the block ends."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    children = [
        subprocess.Popen(
            [sys.executable, str(WRITER), str(path), "train", "2000", str(value)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for value in values
    ]
    try:
        for child in children:
            assert child.stdout
            assert child.stdout.readline() == "ready\n"
        for child in children:
            assert child.stdin
            child.stdin.write("go\n")
            child.stdin.flush()
        yield children
    finally:
        for child in children:
            child.kill()
            child.communicate()


@pytest.mark.parametrize("values", [(1, 2, 3, 4), (1, 1, 1, 1), (1, 1, 2, 2)])
def test_of_many_processes_one_wins(path: Path, values: tuple[int, ...]) -> None:
    """Equal content is everybody's; of other content exactly one is kept."""
    with writers(path, values) as children:
        said = [child.communicate(timeout=60)[0].strip() for child in children]

    assert [child.returncode for child in children] == [0] * 4
    with closing(open_storage(path)) as storage:
        kept = get_saved_dataset(storage.datasets, "train")
    winner = kept.rows[0]["count"]
    expected = {True: kept.manifest.dataset_hash[:12], False: "lost"}
    assert said == [expected[value == winner] for value in values]


@pytest.mark.parametrize("after", [0, 1])
def test_a_killed_process_leaves_a_whole_dataset_or_none(path: Path, after: int) -> None:
    """What it had acknowledged is there."""
    with writers(path, [1]) as (child,):
        assert child.stdout
        told = [child.stdout.readline() for _ in range(after)]
        child.kill()

    with closing(open_storage(path)) as storage:
        found = [
            get_saved_dataset(storage.datasets, manifest.name)
            for manifest in list_saved_datasets(storage.datasets)
        ]
    assert len(found) >= len(told)
    assert all(len(dataset.rows) == 2000 for dataset in found)


def test_memory_pays_for_nothing_it_does_not_use() -> None:
    """Neither JSON nor hashes are loaded before a dataset is saved, and SQLite never is."""
    code = (
        "import sys\n"
        "from mlplat_core.feature_store.saved_datasets import saving\n"
        "from mlplat_core.feature_store.storage.opening import open_storage\n"
        "saving.list_saved_datasets(open_storage(None).datasets)\n"
        "assert {'json', 'hashlib', 'sqlite3'}.isdisjoint(sys.modules)"
    )

    subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, check=True)
