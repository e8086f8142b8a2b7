"""How do the rows of a view become a parquet table that Feast reads as we do?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from mlplat_core.export.feast_view import SHIFTED_TIMESTAMP, ExportedView
from mlplat_core.export.packages import Foreign, load
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.dtypes import Value
from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.ports import FeatureRow, Key
from mlplat_core.feature_store.timestamps import MICROSECOND, to_microseconds
from mlplat_core.feature_store.windows.index import WindowIndex, add_rows

_END_OF_TIME = to_microseconds(datetime.max.replace(tzinfo=UTC))
_ARROW = {
    "Int64": "int64",
    "String": "string",
    "bool": "bool_",
    "bytes": "binary",
    "float32": "float32",
    "float64": "float64",
    "int32": "int32",
    "int64": "int64",
    "string": "string",
}


def rows_for_feast(view: FeatureView, rows: list[FeatureRow]) -> list[FeatureRow]:
    """The rows by which Feast finds the view's answers.

    Args:
        view: the definition.
        rows: of the view, as the log has them.
    """
    return _steps(view, rows) if view.aggregations else _deciding(rows)


def _deciding(rows: Iterable[FeatureRow]) -> list[FeatureRow]:
    """The rows that can be the answer to something, in the order of the log.

    Of rows with one key and both times equal only the last ever is. Feast leaves open which of them
    it would take, so that the others must not reach it.
    """
    last = {(row.key, row.event, row.created): row for row in rows}
    return sorted(last.values(), key=lambda row: row.sequence)


def _steps(view: FeatureView, events: list[FeatureRow]) -> list[FeatureRow]:
    """What the windows of each key hold, at every moment from which they hold something else."""
    index = WindowIndex(view, add_rows({}, events))
    widths = {each.window // MICROSECOND for each in view.aggregations}
    moments: dict[Key, set[int]] = {}
    for event in events:
        begin = max(event.event + 1, event.created)  # it has happened, and is known
        ends = (event.event + width + 1 for width in widths)
        moments.setdefault(event.key, set()).update(
            {begin}, (end for end in ends if begin < end <= _END_OF_TIME)
        )
    steps = []
    for key, asked in ((key, sorted(times)) for key, times in moments.items()):
        before: Mapping[str, Value] | None = None
        answers = index.lookup([key if len(key) > 1 else key[0]] * len(asked), asked)
        for moment, values in zip(asked, answers, strict=True):
            assert not isinstance(values, FieldStatus)  # an event has happened and is known
            if values != before:
                steps.append(FeatureRow(key, moment, moment, values))
            before = values
    return steps


def to_table(exported: ExportedView, rows: list[FeatureRow]) -> Foreign:
    """The rows as a pyarrow table: keys, times in whole microseconds UTC, and features.

    Raises:
        ValueError: a text is no Unicode, or a key no whole number of 64 bits.
    """
    pa = load("pyarrow")
    moment = pa.timestamp("us", tz="UTC")
    view, columns = exported.view, {}
    for position, name in enumerate(view.join_keys):
        kind = getattr(pa, _ARROW[exported.key_types[position]])()
        columns[name] = _column(name, [row.key[position] for row in rows], kind)
    columns[EVENT_TIMESTAMP] = pa.array([row.event for row in rows], moment)
    if exported.timestamp == SHIFTED_TIMESTAMP:
        columns[SHIFTED_TIMESTAMP] = pa.array([row.event + 1 for row in rows], moment)
    columns[CREATED_TIMESTAMP] = pa.array([row.created for row in rows], moment)
    for feature in view.fields:
        arrow = _ARROW.get(str(feature.dtype))
        kind = getattr(pa, arrow)() if arrow else moment
        columns[feature.name] = _column(
            feature.name, [row.values.get(feature.name) for row in rows], kind
        )
    return pa.table(columns)


def notes_on_values(exported: ExportedView, rows: list[FeatureRow]) -> list[str]:
    """What Feast's online store will make of some of the values, one sentence for each feature."""
    notes = []
    for feature in exported.view.fields:
        values = [row.values.get(feature.name) for row in rows]
        start = f"feature view {exported.view.name!r}: Feast's online store"
        if any(isinstance(value, datetime) and value.microsecond for value in values):
            notes.append(f"{start} keeps of {feature.name!r} only whole seconds")
        if None in values and any(_is_wide(value) for value in values):
            notes.append(
                f"{start} may round {feature.name!r}, or `feast materialize` fail, as there are "
                "nulls beside numbers of more than 53 bits"
            )
    return notes


def _is_wide(value: object) -> bool:
    return isinstance(value, int) and abs(value) > 2**53


def _column(name: str, values: list[object], kind: Foreign) -> Foreign:
    try:
        return load("pyarrow").array(values, kind)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"parquet cannot hold a value of {name!r} ({error})") from error
