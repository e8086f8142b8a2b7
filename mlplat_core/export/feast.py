"""How does a feature store move to Feast, definitions and rows?"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mlplat_core.errors import ConflictError, DefinitionError
from mlplat_core.export.feast_definitions import CONFIGURATION, data_file, definitions_py
from mlplat_core.export.feast_plan import FeastPlan, plan_feast, without
from mlplat_core.export.feast_tables import notes_on_values, rows_for_feast, to_table
from mlplat_core.export.packages import Foreign, load
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.storage.opening import Storage

_DEFINITIONS, _CONFIGURATION, _DATA = "definitions.py", "feature_store.yaml", "data"


@dataclass(frozen=True, slots=True)
class FeastExport:
    """What was written.

    Attributes:
        files: paths inside the directory, sorted.
        rows: how many rows each view brought along, by its name.
        superseded: how many rows stayed behind because a later one of the same key and the same two
            times took their place; none of them was ever an answer.
        left_out: one sentence for each definition that stayed behind.
        notes: one sentence for each thing that works in another way in Feast.

    Example:
        >>> FeastExport(("definitions.py",), {"user_stats": 3}, 0, (), ()).rows["user_stats"]
        3
    """

    files: tuple[str, ...]
    rows: Mapping[str, int]
    superseded: int
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


def export_feast(
    storage: Storage,
    directory: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    strict: bool = False,
) -> FeastExport:
    """Write a Feast repository that `feast apply` accepts, and say what it holds.

    Feast's historical features of it are those of `FeatureStore.get_historical_features`: with
    `filter_by_created_timestamp=True` as known, without it as `as_known=False`.

    Args:
        storage: of the feature store, as `open_storage` opens it.
        directory: made if it does not exist. Nothing appears there before everything is ready.
        overwrite: whether an earlier export in the directory is replaced. Other files stay, such as
            what Feast itself keeps there.
        strict: whether to refuse, instead of leaving out what Feast cannot hold.

    Raises:
        ConflictError: the directory is not empty, and is not an earlier export to overwrite.
        DefinitionError: strict is set and something would be left out; nothing is written.
        PlatformError: pyarrow, which Feast brings along, is not installed.
    """
    target = Path(directory).resolve()
    _check_free(target, overwrite=overwrite)
    plan, tables, superseded = _read(storage)
    if strict and plan.left_out:
        raise DefinitionError(
            f"Feast cannot hold everything. {'; '.join(plan.left_out)}. "
            "Leave out strict to export the rest."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside or inside the target, so that the last step only renames.
    place = target if target.exists() else target.parent
    with tempfile.TemporaryDirectory(prefix=".export-", dir=place) as scratch:
        files = _write(Path(scratch) / "repository", plan, tables)
        _move(Path(scratch) / "repository", target, files)
    rows = {name: table.num_rows for name, table in tables.items()}
    return FeastExport(files, rows, superseded, plan.left_out, plan.notes)


def _check_free(target: Path, *, overwrite: bool) -> None:
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    configuration = target / _CONFIGURATION
    ours = configuration.is_file() and configuration.read_text(encoding="utf-8").startswith(
        CONFIGURATION.partition("\n")[0]
    )
    if not ours:
        raise ConflictError(
            f"{str(target)!r} holds something else than an earlier export; choose a directory that "
            "is new or empty."
        )
    if not overwrite:
        raise ConflictError(
            f"{str(target)!r} holds an earlier export; choose another directory, or overwrite it "
            "(overwrite=True, --overwrite)."
        )


def _read(storage: Storage) -> tuple[FeastPlan, dict[str, Foreign], int]:
    """The plan, the table of each view in it, and how many rows of the log were superseded."""
    with storage.reading():
        definitions = storage.catalog.load()
        names = [each.name for each in definitions if isinstance(each, FeatureView)]
        log = {name: storage.offline.scan(name) for name in names}
    plan = plan_feast(definitions, {name: rows[0].key for name, rows in log.items() if rows})
    tables, lost, notes, superseded = {}, {}, list(plan.notes), 0
    for exported in plan.views:
        view = exported.view
        rows = rows_for_feast(view, log[view.name])
        try:
            tables[view.name] = to_table(exported, rows)
        except ValueError as error:
            lost[view.name] = str(error)
            continue
        notes += notes_on_values(exported, rows)
        superseded += 0 if view.aggregations else len(log[view.name]) - len(rows)
    return replace(without(plan, lost), notes=tuple(notes)), tables, superseded


def _write(folder: Path, plan: FeastPlan, tables: Mapping[str, Foreign]) -> tuple[str, ...]:
    """Write everything into a folder that nobody looks at yet; the paths inside it."""
    parquet = load("pyarrow.parquet")
    (folder / _DATA).mkdir(parents=True)
    files = [_CONFIGURATION, _DEFINITIONS]
    for exported in plan.views:
        files.append(f"{_DATA}/{data_file(exported)}")
        # Feast's DuckDB store fails on times with nanoseconds.
        table = tables[exported.view.name]
        parquet.write_table(table, str(folder / files[-1]), coerce_timestamps="us")
    (folder / _CONFIGURATION).write_text(CONFIGURATION, encoding="utf-8")
    (folder / _DEFINITIONS).write_text(definitions_py(plan), encoding="utf-8")
    return tuple(sorted(files))


def _move(folder: Path, target: Path, files: tuple[str, ...]) -> None:
    """Move the files to the target: all at once where it is new, else one by one."""
    if not target.exists():
        os.rename(folder, target)
        return
    (target / _DATA).mkdir(exist_ok=True)
    # The definitions last, so that they never name a file that is not there yet.
    for name in sorted(files, key=lambda name: name == _DEFINITIONS):
        os.replace(folder / name, target / name)
