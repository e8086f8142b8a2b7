"""Which feature value was known at a given time?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mlplat_core.feature_store.answers import JoinResult, column_names, fill, read_references
from mlplat_core.feature_store.columns import Row, read_keys, read_times
from mlplat_core.feature_store.definitions import FeatureReference, FeatureView
from mlplat_core.feature_store.joining.row_index import PointInTimeIndex
from mlplat_core.feature_store.names import EVENT_TIMESTAMP
from mlplat_core.feature_store.status import FieldStatus

_OWNER = "entity rows"


def point_in_time_join(
    entity_rows: Iterable[Row],
    view: FeatureView,
    rows: Iterable[Row],
    *,
    features: Sequence[str] | None = None,
    as_known: bool = True,
    ignore_nulls: bool = False,
    full_feature_names: bool = False,
    strict_ties: bool = False,
) -> JoinResult:
    """For every entity row, the newest values of one view that were known at its `event_timestamp`.

    A row of the view answers for an entity row at time T if its key is the same, it happened no
    later than T (earlier than T if the view's boundary is exclusive), it is no older than the
    view's ttl, and it had become known by T. Of several, the one with the latest (event_timestamp,
    created_timestamp) wins; on a full tie, the one appended last.

    Args:
        entity_rows: n >= 0 dicts with the view's join keys, an aware `event_timestamp` and any
            other columns, such as labels. Equal rows stay separate. A null key matches nothing.
        view: the feature view.
        rows: its observations in append order, m >= 0, as `PointInTimeIndex` takes them; event
            times in any order.
        features: names of features of this view; all in the order of the schema if None.
        as_known: whether a row counts only from its `created_timestamp` on. Without it, training
            sees corrections that nobody had yet. Rows with a null `created_timestamp` never count;
            rows without that column always do.
        ignore_nulls: whether a feature that is null in the winning row takes its newest value that
            is not null, under the same rules. Otherwise null stays null.
        full_feature_names: whether feature columns are called `view__feature`.
        strict_ties: whether to refuse an answer that only append order decides.

    Returns:
        n rows and n statuses, in order. The arguments are not changed.

    Raises:
        FeatureNotFoundError: a feature is not in the view's schema.
        RequestError: a row does not fit the view, a timestamp is naive, or two output columns share
            a name.

    Example:
        >>> from datetime import datetime, timezone
        >>> from mlplat_core import Entity, Field
        >>> user, count = Entity("user", ["user_id"]), Field("txn_count_7d", int)
        >>> view = FeatureView("user_stats", [user], [count])
        >>> at = lambda hour: datetime(2026, 11, 23, hour, tzinfo=timezone.utc)
        >>> rows = [
        ...     {"user_id": "u1", "event_timestamp": at(9), "txn_count_7d": 3},
        ...     {"user_id": "u1", "event_timestamp": at(11), "txn_count_7d": 4},
        ... ]
        >>> labels = [{"user_id": "u1", "event_timestamp": at(10)}]
        >>> training = point_in_time_join(labels, view, rows)
        >>> training.rows[0]["txn_count_7d"], training.statuses
        (3, [{'txn_count_7d': 'PRESENT'}])

    Complexity:
        O(m log m + n log m).

    Source:
        https://docs.feast.dev/getting-started/concepts/point-in-time-joins
    """
    names = view.feature_names if features is None else features
    return join_views(
        entity_rows,
        [FeatureReference(view.name, name) for name in names],
        {view.name: PointInTimeIndex(view, rows)},
        as_known=as_known,
        ignore_nulls=ignore_nulls,
        full_feature_names=full_feature_names,
        strict_ties=strict_ties,
    )


def join_views(
    entity_rows: Iterable[Row],
    features: Sequence[str | FeatureReference],
    indexes: Mapping[str, PointInTimeIndex],
    *,
    as_known: bool = True,
    ignore_nulls: bool = False,
    full_feature_names: bool = False,
    strict_ties: bool = False,
) -> JoinResult:
    """As `point_in_time_join`, for features of several views whose rows were indexed before.

    Each view is looked up on its own: what one lacks changes nothing in another.

    Args:
        entity_rows: as for `point_in_time_join`, with the join keys of every view asked for.
        features: `view:feature` references, in the order of the output columns.
        indexes: the index of each view by the view's name; others may be there too.
        as_known: as for `point_in_time_join`.
        ignore_nulls: as for `point_in_time_join`.
        full_feature_names: as for `point_in_time_join`.
        strict_ties: as for `point_in_time_join`.

    Returns:
        One row and one dict of statuses per entity row, in order.

    Raises:
        FeatureViewNotFoundError: there is no index of a view asked for.
        FeatureNotFoundError: a feature is not in its view's schema.
        RequestError: as for `point_in_time_join`.

    Example:
        >>> from mlplat_core import Entity, Field
        >>> view = FeatureView("user_stats", [Entity("user", ["user_id"])], [Field("age", int)])
        >>> join_views([], ["user_stats:age"], {"user_stats": PointInTimeIndex(view, [])})
        JoinResult(rows=[], statuses=[])
    """
    asked = list(entity_rows)
    references = read_references(features, {name: index.view for name, index in indexes.items()})
    columns = column_names(references, asked, full_feature_names=full_feature_names)
    moments = read_times(asked, EVENT_TIMESTAMP, _OWNER)

    def look_up(index: PointInTimeIndex) -> list[Row | FieldStatus]:
        keys = read_keys(asked, index.view.join_keys, _OWNER)
        return index.lookup(keys, moments, as_known=as_known, strict_ties=strict_ties)

    by_view = {name: look_up(indexes[name]) for name in {ref.view for ref in references}}
    result = JoinResult([dict(row) for row in asked], [{} for _ in asked])
    for ref, column in zip(references, columns, strict=True):
        answers = by_view[ref.view]
        if ignore_nulls:
            filled = look_up(indexes[ref.view].without_null(ref.feature))
            answers = [
                b if isinstance(a, FieldStatus) else a for a, b in zip(filled, answers, strict=True)
            ]
        fill(result, column, ref.feature, answers)
    return result
