"""Tampering: whatever is changed behind the registry's back, `verify` names the first bad entry."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mlplat_core import GateResult, Lineage, ModelRegistry, Proposal, TamperedLogError
from mlplat_core.registry.canonical import canonical_json, sha256
from mlplat_core.registry.store import GENESIS

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def refuse(proposal: Proposal) -> GateResult:
    """A gate that lets nothing through."""
    return GateResult("refuse", "no", "never", {"n": 1})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with a log in which every kind of field occurs."""
    registry = ModelRegistry(tmp_path / "platform.db", clock=lambda: NOON)
    registry.create_registered_model("fraud", description="cards", tags={"a": "b"}, actor="ana")
    registry.create_model_version(
        "fraud",
        b"one",
        metrics={"auc": 0.8},
        evaluation_set="s",
        slices={"new": {"auc": 0.7}},
        schema={"age": "int64"},
        lineage=Lineage("d", {"v": "1"}, "c", None, {"depth": 3}),
    )
    registry.create_model_version("fraud")
    registry.complete_model_version("fraud", 2, b"two")
    registry.set_alias("fraud", "champion", 1, reason="first")
    with pytest.raises(Exception, match="never"):
        registry.promote("fraud", 2, "champion", [refuse], actor="ben")
    registry.set_alias("fraud", "champion", 2)
    registry.verify()
    registry.close()
    return tmp_path / "platform.db"


def rows(path: Path) -> list[tuple[int, str, str]]:
    """The log as it is stored."""
    connection = sqlite3.connect(path)
    stored = connection.execute("SELECT * FROM model_registry_log ORDER BY number").fetchall()
    connection.close()
    return stored


def change(path: Path, statement: str, *values: Any) -> None:
    """Run one statement on the file, as someone with an editor could."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def assert_intact(path: Path) -> None:
    """A fresh registry has nothing to blame."""
    with closing(ModelRegistry(path)) as registry:
        registry.verify()


def first_bad(path: Path, known_head: str | None = None) -> int:
    """The entry that a fresh registry blames."""
    with closing(ModelRegistry(path)) as registry, pytest.raises(TamperedLogError) as error:
        registry.verify(known_head)
    return error.value.number


def leaves(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a JSON document."""
    if isinstance(value, dict | list) and value:
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*at, key))
    else:
        yield at


def altered(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, int | float):
        return value + 1
    return {"x": "y"} if isinstance(value, dict) else "x"


def test_any_changed_field_is_found_at_its_entry(path: Path) -> None:
    """Each single value of each entry, one at a time."""
    tried = set()
    for number, body, _ in rows(path):
        for at in leaves(json.loads(body)):
            document: Any = json.loads(body)
            holder = document
            for key in at[:-1]:
                holder = holder[key]
            holder[at[-1]] = altered(holder[at[-1]])
            update = "UPDATE model_registry_log SET body = ? WHERE number = ?"

            change(path, update, canonical_json(document), number)
            assert first_bad(path) == number, at
            change(path, update, body, number)
            tried.add(at[0] if at[0] != "data" else at[1])

    assert {"actor", "reason", "moment", "number", "kind"} <= tried
    assert {"name", "version", "artifact_hash", "metrics", "slices", "lineage", "results"} <= tried
    assert_intact(path)


TABLE = "model_registry_log"


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        (f"UPDATE {TABLE} SET hash = 'x' WHERE number = 3", 3),
        (f"UPDATE {TABLE} SET hash = upper(hash) WHERE number = 7", 7),
        (f"UPDATE {TABLE} SET body = body || ' ' WHERE number = 2", 2),
        (f"UPDATE {TABLE} SET body = 7 WHERE number = 2", 2),
        (f"UPDATE {TABLE} SET body = x'00' WHERE number = 2", 2),
        (f"UPDATE {TABLE} SET number = 70 WHERE number = 7", 7),
        (f"UPDATE {TABLE} SET number = -1 WHERE number = 1", 1),
        (f"DELETE FROM {TABLE} WHERE number = 1", 1),
        (f"DELETE FROM {TABLE} WHERE number = 4", 4),
        (f"INSERT INTO {TABLE} VALUES (8, '{{}}', 'x')", 8),
        (f"INSERT INTO {TABLE} SELECT number + 1, body, hash FROM {TABLE} WHERE number = 7", 8),
        (
            f"UPDATE {TABLE} SET (body, hash) = (SELECT body, hash FROM {TABLE} WHERE number = 5)"
            " WHERE number = 3",
            3,
        ),
        ("UPDATE model_registry_artifact SET content = x'00' WHERE content = x'6f6e65'", 2),
        ("DELETE FROM model_registry_artifact WHERE content = x'74776f'", 4),
    ],
)
def test_changed_columns_rows_and_artifacts_are_found(path: Path, statement: str, bad: int) -> None:
    """Rows that were edited, moved, copied, cut out or added, and artifacts."""
    change(path, statement)

    assert first_bad(path) == bad


def test_a_log_cut_off_at_its_end_lacks_the_known_head(path: Path) -> None:
    """The chain alone cannot see a missing end; a hash kept elsewhere can."""
    whole = ModelRegistry(path)
    head = whole.verify()
    assert whole.verify(known_head=rows(path)[2][2]) == head
    whole.close()

    change(path, "DELETE FROM model_registry_log WHERE number >= 6")

    assert_intact(path)
    assert first_bad(path, known_head=head) == 6


def test_a_registry_that_has_read_the_log_notices_a_missing_end(path: Path) -> None:
    """It neither writes after the gap nor verifies."""
    registry = ModelRegistry(path)
    registry.verify()
    registry.get_registered_model("fraud")
    change(path, "DELETE FROM model_registry_log WHERE number = 7")

    with pytest.raises(TamperedLogError) as error:
        registry.verify()
    assert error.value.number == 7
    with pytest.raises(TamperedLogError) as error:
        registry.set_tag("fraud", None, "a", "b")
    assert error.value.number == 7
    registry.close()


def relink(path: Path, edit: Callable[[int, dict[str, Any]], None]) -> None:
    """Rewrite the log with correct hashes, as a determined forger would."""
    head = GENESIS
    for number, body, _ in rows(path):
        document = json.loads(body)
        edit(number, document)
        forged = canonical_json(document)
        head = sha256(f"{head}\n{forged}".encode())
        change(path, "UPDATE model_registry_log SET body = ?, hash = ? WHERE number = ?",
               forged, head, number)  # fmt: skip


def test_a_log_forged_with_right_hashes_differs_from_what_was_known(path: Path) -> None:
    """Whoever recomputes every hash changes the head, and what others have read."""
    registry = ModelRegistry(path)
    head = registry.verify()
    registry.get_registered_model("fraud")

    relink(path, lambda number, entry: entry.update(actor="eve") if number == 3 else None)

    assert first_bad(path, known_head=head) == 8
    with pytest.raises(TamperedLogError) as error:
        registry.verify()
    assert error.value.number == 3
    registry.close()


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        (1, {"kind": "ModelDeleted", "data": {"name": "fraud"}}),
        (2, {"kind": "Unheard"}),
        (2, {"data": {"nonsense": 1}}),
        (2, {"data": None}),
        (2, {"moment": "noon"}),
        (2, {"moment": "2026-11-23T12:00:00"}),
        (2, {"moment": "2020-01-01T00:00:00+00:00"}),
        (2, {"number": 3}),
        (3, {"kind": "ModelRegistered", "data": {"name": "fraud"}}),
        (3, {"data": {"name": "fraud", "version": 7}}),
        (3, {"data": {"name": "churn", "version": 2}}),
        (4, {"data": {"name": "fraud", "version": 1, "artifact_hash": "x", "artifact_size": 1}}),
        (5, {"data": {"name": "fraud", "alias": "champion", "version": 9}}),
        (5, {"data": {"name": "fraud", "alias": "champion", "version": 1, "previous": 2}}),
        (5, {"data": {"name": "fraud", "alias": "a", "version": 2, "cause": "rollback"}}),
        (7, {"kind": "VersionArchived", "data": {"name": "fraud", "version": 1}}),
        (7, {"kind": "VersionDeleted", "data": {"name": "fraud", "version": 1}}),
        (7, {"kind": "ModelDeleted", "data": {"name": "fraud"}}),
        (7, {"kind": "AliasRemoved", "data": {"name": "fraud", "alias": "b", "previous": 1}}),
        (
            7,
            {"kind": "AliasRemoved", "data": {"name": "fraud", "alias": "champion", "previous": 2}},
        ),
    ],
)
def test_a_forger_cannot_write_what_no_registry_would(
    path: Path, number: int, changes: dict[str, Any]
) -> None:
    """Even with right hashes, an entry that cannot follow its predecessors is named."""
    relink(path, lambda at, entry: entry.update(changes) if at == number else None)

    assert first_bad(path) == number
