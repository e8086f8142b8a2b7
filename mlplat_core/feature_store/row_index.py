"""Which row of a view answers for a key at a moment, when there are many of each?"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.columns import Row, is_null_key, read_keys, read_times
from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.history import KeyHistory
from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.timestamps import MICROSECOND, NEVER, is_null


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
        rows, histories, max_age = self._rows, self._histories, self._max_age
        inclusive = self.view.boundary == "inclusive"
        known = as_known and self._has_created
        not_found, not_yet = FieldStatus.NOT_FOUND, FieldStatus.NOT_YET
        expired = FieldStatus.OUTSIDE_MAX_AGE
        answers: list[Row | FieldStatus] = []
        for key, moment in zip(keys, as_of, strict=True):
            history = histories.get(key)
            if history is None:
                answers.append(not_found)
                continue
            position = history.latest(moment, inclusive, known)
            if position < 0:
                answers.append(not_yet)
            # Inclusive, as in Feast: a value exactly as old as the ttl is still valid.
            elif max_age is not None and history.events[position] < moment - max_age:
                answers.append(expired)
            else:
                row = rows[history.numbers[position]]
                if strict_ties and history.is_tied(position):
                    raise self._tie(key, row)
                answers.append(row)
        return answers

    def without_null(self, feature: str) -> PointInTimeIndex:
        """The index of only the rows in which the feature is not null; built on first use."""
        if feature not in self._without_null:
            rows = [row for row in self._rows if not is_null(row.get(feature))]
            self._without_null[feature] = PointInTimeIndex(self.view, rows)
        return self._without_null[feature]

    def _read_histories(self) -> dict[Hashable, KeyHistory]:
        owner, rows = self._owner, self._rows
        events = read_times(rows, EVENT_TIMESTAMP, owner)
        # If one row has the column then all must: else a single new row would switch the known-at
        # rule on for every older one.
        created = array(
            "q",
            read_times(rows, CREATED_TIMESTAMP, owner, nullable=True)
            if self._has_created
            else [NEVER] * len(rows),
        )
        groups: defaultdict[Hashable, list[int]] = defaultdict(list)
        for number, key in enumerate(read_keys(rows, self.view.join_keys, owner)):
            groups[key].append(number)
        return {
            key: KeyHistory(numbers, events, created)
            for key, numbers in groups.items()
            if not is_null_key(key)
        }

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
