"""What an export to Feast writes, and what it never overwrites."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from mlplat_core import ConflictError, DefinitionError, Entity, FeatureStore, FeatureView, Field
from mlplat_core.export.feast import export_feast
from mlplat_core.feature_store.storage.opening import Storage, open_storage
from mlplat_core.feature_store.windows.aggregations import WindowAggregation

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
USER = Entity("user", ["user_id"])
STATS = FeatureView("stats", [USER], [Field("count", int), Field("name", str)])


def row(user: object, count: int | None, hours: float = 0, **other: Any) -> dict[str, Any]:
    """An observation of stats, so many hours after noon."""
    moment = NOON + timedelta(hours=hours)
    return {"user_id": user, "event_timestamp": moment, "count": count, **other}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FeatureStore]:
    """A store in a file, with two rows of stats."""
    store = FeatureStore(tmp_path / "platform.db", clock=lambda: NOON)
    store.apply(STATS)
    store.push("stats", [row("u1", 3), row("u2", None, name="é")])
    yield store
    store.close()


@pytest.fixture
def storage(store: FeatureStore, tmp_path: Path) -> Iterator[Storage]:
    """The same, as the export takes it."""
    storage = open_storage(tmp_path / "platform.db")
    yield storage
    storage.close()


def table(folder: Path, view: str = "stats") -> list[dict[str, Any]]:
    """The rows that were exported."""
    found: list[dict[str, Any]] = pq.read_table(folder / "data" / f"{view}.parquet").to_pylist()
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_everything_is_written_and_named(storage: Storage, tmp_path: Path) -> None:
    """Three files, of which the result says what they are, and nothing else beside them."""
    before = set(tmp_path.iterdir())

    done = export_feast(storage, tmp_path / "new" / "repository")

    assert done.files == ("data/stats.parquet", "definitions.py", "feature_store.yaml")
    assert (done.rows, done.superseded) == ({"stats": 2}, 0)
    assert (done.left_out, done.notes) == ((), ())
    assert sorted(contents(tmp_path / "new" / "repository")) == list(done.files)
    assert set(tmp_path.iterdir()) - before == {tmp_path / "new"}


def test_rows_keep_their_values_and_times(storage: Storage, tmp_path: Path) -> None:
    """Microseconds UTC, nulls as nulls, in the order of the log."""
    export_feast(storage, tmp_path / "r")

    assert table(tmp_path / "r") == [
        {**row("u1", 3), "created_timestamp": NOON, "name": None},
        {**row("u2", None), "created_timestamp": NOON, "name": "é"},
    ]
    schema = pq.read_schema(tmp_path / "r" / "data" / "stats.parquet")
    assert str(schema.field("event_timestamp").type) == "timestamp[us, tz=UTC]"


def test_only_rows_that_can_be_an_answer_are_written(
    store: FeatureStore, storage: Storage, tmp_path: Path
) -> None:
    """Of rows with one key and both times equal the last one wins here, and any in Feast."""
    store.push("stats", [{**row("u1", 4), "created_timestamp": NOON}])
    store.push("stats", [{**row("u1", 5), "created_timestamp": NOON + timedelta(hours=1)}])

    done = export_feast(storage, tmp_path / "r")

    assert [(each["user_id"], each["count"]) for each in table(tmp_path / "r")] == [
        ("u2", None),
        ("u1", 4),
        ("u1", 5),
    ]
    assert (done.rows, done.superseded) == ({"stats": 3}, 1)


def test_windows_are_written_as_steps(
    store: FeatureStore, storage: Storage, tmp_path: Path
) -> None:
    """One row for each moment from which something else holds: known, happened, and past."""
    hour, us = timedelta(hours=1), timedelta(microseconds=1)
    aggregations = [
        WindowAggregation("n", None, "count", hour),
        WindowAggregation("last_ever", "count", "last", timedelta.max),
    ]
    store.apply(FeatureView("w", [USER], [Field("count", int)], aggregations=aggregations))
    store.push("w", [row("u1", 3), {**row("u1", 5), "created_timestamp": NOON + hour / 2}])

    done = export_feast(storage, tmp_path / "r")

    steps = [(r["event_timestamp"], r["n"], r["last_ever"]) for r in table(tmp_path / "r", "w")]
    assert steps == [(NOON + us, 1, 3), (NOON + hour / 2, 2, 5), (NOON + hour + us, 0, 5)]
    assert done.rows["w"] == 3
    assert done.superseded == 0


def test_an_exclusive_boundary_becomes_a_later_time(
    store: FeatureStore, storage: Storage, tmp_path: Path
) -> None:
    """Beside the true time, so that nobody takes the one for the other."""
    store.apply(FeatureView("late", [USER], [Field("count", int)], boundary="exclusive"))
    store.push("late", [row(7, 3)])

    export_feast(storage, tmp_path / "r")

    (found,) = table(tmp_path / "r", "late")
    assert found["event_timestamp"] == NOON
    assert found["event_timestamp_plus_1us"] == NOON + timedelta(microseconds=1)


def test_the_definitions_are_the_same_every_time(storage: Storage, tmp_path: Path) -> None:
    """Valid Python, and no difference to look at after an export that changed nothing."""
    export_feast(storage, tmp_path / "a")
    export_feast(storage, tmp_path / "b")

    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    ast.parse((tmp_path / "a" / "definitions.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "key", ['a "quoted" \\ key', "with 'one'", "both ' and \"", "line\nbreak", "#", '"""', "é"]
)
def test_any_join_key_stays_a_text(
    storage: Storage, store: FeatureStore, tmp_path: Path, key: str
) -> None:
    """Names of views are words, but a column may be called anything."""
    store.apply(FeatureView("odd", [Entity("odd", [key])], [Field("count", int)]))

    export_feast(storage, tmp_path / "r")

    tree = ast.parse((tmp_path / "r" / "definitions.py").read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert texts.count(key) == 2  # once in the entity, once in the schema


def test_what_parquet_cannot_hold_is_left_out(
    store: FeatureStore, storage: Storage, tmp_path: Path
) -> None:
    """A key beyond 64 bits, or half of a surrogate pair, with the column's name."""
    store.apply(FeatureView("wide", [Entity("n", ["n"])], [Field("count", int)]))
    store.push("wide", [{"n": 2**63, "event_timestamp": NOON, "count": 1}])
    store.apply(FeatureView("half", [USER], [Field("text", str)]))
    store.push("half", [{"user_id": "u", "event_timestamp": NOON, "text": "\ud800"}])

    done = export_feast(storage, tmp_path / "r")

    assert done.rows == {"stats": 2}
    assert [each.partition(" (")[0] for each in done.left_out] == [
        "feature view 'half': parquet cannot hold a value of 'text'",
        "feature view 'wide': parquet cannot hold a value of 'n'",
    ]
    assert "# * feature view 'wide'" in (tmp_path / "r" / "definitions.py").read_text()


def test_strict_refuses_instead(store: FeatureStore, storage: Storage, tmp_path: Path) -> None:
    """Nothing is written, and the message says what would be missing."""
    store.apply(FeatureView("Stats", [USER], [Field("count", int)]))

    with pytest.raises(DefinitionError, match=r"Feast cannot hold everything.*'stats'.*'Stats'"):
        export_feast(storage, tmp_path / "r", strict=True)

    assert not (tmp_path / "r").exists()


def test_values_that_the_online_store_changes_are_noted(
    store: FeatureStore, storage: Storage, tmp_path: Path
) -> None:
    """Parts of seconds, and great numbers beside nulls; nothing is said about tamer values."""
    fields = [Field("a", datetime), Field("b", datetime), Field("c", int), Field("d", int)]
    store.apply(FeatureView("odd", [USER], [*fields, Field("e", int)]))
    part = NOON.replace(microsecond=1)
    first = {"user_id": "u1", "event_timestamp": NOON, "a": part, "b": NOON, "c": -(2**53) - 1}
    store.push("odd", [{**first, "d": 2**53}, {"user_id": "u2", "event_timestamp": NOON}])
    store.push("odd", [{"user_id": "u1", "event_timestamp": part, "e": None}])

    notes = export_feast(storage, tmp_path / "r").notes

    assert len(notes) == 2
    assert "keeps of 'a' only whole seconds" in notes[0]
    assert "may round 'c'" in notes[1]


# ---------------------------------------------------------------- where it writes


def test_an_empty_folder_is_filled(storage: Storage, tmp_path: Path) -> None:
    """Also the one that somebody stands in."""
    (tmp_path / "r").mkdir()

    done = export_feast(storage, tmp_path / "r")

    assert sorted(contents(tmp_path / "r")) == list(done.files)


@pytest.mark.parametrize("overwrite", [True, False])
def test_foreign_files_are_never_touched(storage: Storage, tmp_path: Path, overwrite: bool) -> None:
    """A folder that holds something else is refused, whatever is asked for; so is a file."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "feature_store.yaml").write_text("project: mine\n")
    (tmp_path / "f").write_text("mine")

    for target in ("r", "f"):
        with pytest.raises(ConflictError, match="holds something else"):
            export_feast(storage, tmp_path / target, overwrite=overwrite)

    assert contents(tmp_path / "r") == {"feature_store.yaml": b"project: mine\n"}


def test_an_earlier_export_is_replaced_only_if_asked(
    store: FeatureStore, storage: Storage, tmp_path: Path
) -> None:
    """Other files in the folder stay, such as the registry of Feast."""
    export_feast(storage, tmp_path / "r")
    (tmp_path / "r" / "data" / "registry.db").write_text("Feast's")
    before = contents(tmp_path / "r")
    store.push("stats", [row("u3", 1)])

    with pytest.raises(ConflictError, match="holds an earlier export"):
        export_feast(storage, tmp_path / "r")
    assert contents(tmp_path / "r") == before

    export_feast(storage, tmp_path / "r", overwrite=True)
    assert len(table(tmp_path / "r")) == 3
    assert sorted(contents(tmp_path / "r")) == sorted(before)


def test_a_failure_on_the_way_leaves_what_was_there(
    store: FeatureStore, storage: Storage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files appear only once all of them are ready."""
    export_feast(storage, tmp_path / "r")
    before = contents(tmp_path / "r")
    store.push("stats", [row("u3", 1)])

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("mlplat_core.export.feast.definitions_py", full)
    for target in ("r", "new"):
        with pytest.raises(OSError, match="No space"):
            export_feast(storage, tmp_path / target, overwrite=True)

    assert contents(tmp_path / "r") == before
    assert {path.name for path in tmp_path.iterdir()} <= {
        "r",
        "platform.db",
        "platform.db-shm",
        "platform.db-wal",
    }


def test_the_core_does_not_load_what_an_export_needs() -> None:
    """Importing the export itself costs nothing of Feast, MLflow or pyarrow."""
    code = (
        "import sys, mlplat_core.__main__, mlplat_core.export.feast, mlplat_core.export.mlflow;"
        "print({name.partition('.')[0] for name in sys.modules} & {'feast', 'mlflow', 'pyarrow'})"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
