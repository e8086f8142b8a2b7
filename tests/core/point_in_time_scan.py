"""The contract of the point-in-time join, word for word: one scan over all rows per entity row.

Slow, and too simple to be wrong: the first oracle of everything that finds rows faster.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from mlplat_core import FeatureView

Row = dict[str, Any]
Answer = tuple[Any, str]


def scan(
    asked: Row,
    view: FeatureView,
    rows: Iterable[Row],
    *,
    as_known: bool = True,
    ignore_nulls: bool = False,
) -> Answer:
    """Value and status of the view's first feature for one entity row."""
    rows, feature = list(rows), view.feature_names[0]
    key = [asked[column] for column in view.join_keys]
    moment = asked["event_timestamp"]
    seen = [
        (row["event_timestamp"], row.get("created_timestamp"), number, row[feature])
        for number, row in enumerate(rows)
        if None not in key and [row[column] for column in view.join_keys] == key
    ]
    if not seen:
        return None, "NOT_FOUND"
    filtering = as_known and any("created_timestamp" in row for row in rows)
    past = [
        entry
        for entry in seen
        if (entry[0] <= moment if view.boundary == "inclusive" else entry[0] < moment)
        and (not filtering or (entry[1] is not None and entry[1] <= moment))
    ]
    if not past:
        return None, "NOT_YET"
    valid = [entry for entry in past if view.ttl is None or entry[0] >= moment - view.ttl]
    if not valid:
        return None, "OUTSIDE_MAX_AGE"
    if ignore_nulls and any(entry[3] is not None for entry in valid):
        valid = [entry for entry in valid if entry[3] is not None]
    oldest = datetime.min.replace(tzinfo=UTC)
    value = max(valid, key=lambda entry: (entry[0], entry[1] or oldest, entry[2]))[3]
    return value, "NULL_VALUE" if value is None else "PRESENT"
