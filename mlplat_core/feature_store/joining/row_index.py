"""Which row of a view answers for a key at a moment, when there are many of each?"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Sequence

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.columns import Row, group_by_key, read_times
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.joining.history import KeyHistories
from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.timestamps import MICROSECOND, NEVER, is_null

_NOT_FOUND, _NOT_YET = FieldStatus.NOT_FOUND, FieldStatus.NOT_YET
_EXPIRED = FieldStatus.OUTSIDE_MAX_AGE


class PointInTimeIndex:
    """The rows of one view, grouped by key and ordered by time once, for any number of lookups.

    Args:
        view: says which columns are keys, how old a value may be and whether the boundary counts.
        rows: one dict per observation, in append order, n >= 0: the join keys, an aware
            `event_timestamp`, the features, and either in every row or in none an aware
            `created_timestamp` (None if unknown). A feature that a row lacks is null there. Rows
            are kept, not copied: do not change them afterwards.

    Raises:
        RequestError: a row lacks a column that it needs, has a naive timestamp or a key that cannot
            be one.

    Example:
        >>> from datetime import datetime, timezone
        >>> from mlplat_core import Entity, Field
        >>> view = FeatureView("user_stats", [Entity("user", ["user_id"])], [Field("age", int)])
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> len(PointInTimeIndex(view, [{"user_id": "u1", "event_timestamp": noon, "age": 41}]))
        1

    Complexity:
        O(n log n) to build, O(log n) for a lookup.
    """

    def __init__(self, view: FeatureView, rows: Iterable[Row]) -> None:
        self.view = view
        self._rows = list(rows)
        self._max_age = None if view.ttl is None else view.ttl // MICROSECOND
        self._has_created = any(CREATED_TIMESTAMP in row for row in self._rows)
        self._histories = self._read_histories()
        self._without_null: dict[str, PointInTimeIndex] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def lookup(
        self,
        keys: Sequence[Hashable],
        as_of: Sequence[int],
        *,
        as_known: bool = True,
        strict_ties: bool = False,
    ) -> list[Row | FieldStatus]:
        """For each key and moment the row that wins, or the status that says why none does.

        Args:
            keys: bare values for a single join key, tuples for several.
            as_of: as many moments, microseconds UTC.
            as_known: whether a row counts only once it was known; without effect if the rows have
                no `created_timestamp`.
            strict_ties: whether to refuse an answer that only append order decides.

        Raises:
            RequestError: strict_ties is set and two rows tie for an answer.

        Source:
            https://docs.feast.dev/getting-started/concepts/point-in-time-joins; `created_timestamp`
            as with Feast's `filter_by_created_timestamp=True`.
        """
        histories, spans, max_age = self._histories, self._histories.spans, self._max_age
        numbers, events, created = histories.numbers, histories.events, histories.created
        find = bisect_right if self.view.boundary == "inclusive" else bisect_left
        known = as_known and self._has_created
        answers: list[Row | FieldStatus] = []
        for key, moment in zip(keys, as_of, strict=True):
            span = spans.get(key)
            if span is None:
                answers.append(_NOT_FOUND)
                continue
            start, stop = span
            position = find(events, moment, start, stop) - 1
            if known and position >= start and created[numbers[position]] > moment:
                position = histories.latest_known(position, span, moment)
            if position < start:
                answers.append(_NOT_YET)
            # Inclusive, as in Feast: a value exactly as old as the ttl is still valid.
            elif max_age is not None and events[position] < moment - max_age:
                answers.append(_EXPIRED)
            else:
                row = self._rows[numbers[position]]
                if strict_ties and histories.is_tied(position, start):
                    raise self._tie(key, row)
                answers.append(row)
        return answers

    def without_null(self, feature: str) -> PointInTimeIndex:
        """The index of only the rows in which the feature is not null; built on first use."""
        if feature not in self._without_null:
            rows = [row for row in self._rows if not is_null(row.get(feature))]
            self._without_null[feature] = PointInTimeIndex(self.view, rows)
        return self._without_null[feature]

    def _read_histories(self) -> KeyHistories:
        owner, rows = self._owner, self._rows
        # Arrays: the garbage collector does not walk them, and they take a fifth of a list's space.
        events = array("q", read_times(rows, EVENT_TIMESTAMP, owner))
        # If one row has the column then all must: else a single new row would switch the known-at
        # rule on for every older one.
        if self._has_created:
            created = array("q", read_times(rows, CREATED_TIMESTAMP, owner, nullable=True))
        else:
            created = array("q", [NEVER]) * len(rows)
        return KeyHistories(group_by_key(rows, self.view.join_keys, owner), events, created)

    @property
    def _owner(self) -> str:
        return f"rows of {self.view.name!r}"

    def _tie(self, key: Hashable, row: Row) -> RequestError:
        return RequestError(
            f"Two {self._owner} tie for key {key!r}: both happened at {row[EVENT_TIMESTAMP]} and "
            "became known at the same time. Remove one, or let append order decide: "
            "strict_ties=False.",
            column=EVENT_TIMESTAMP,
        )
