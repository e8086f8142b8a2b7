"""How does a program define features, write them, and read them for training and for serving?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.answers import JoinResult, column_names
from mlplat_core.feature_store.catalog import Catalog, changes, read_catalog
from mlplat_core.feature_store.columns import Row, read_times
from mlplat_core.feature_store.definitions import FeatureService, FeatureView
from mlplat_core.feature_store.explanation import Explanation, explain_lookup
from mlplat_core.feature_store.historical import HistoryIndexes
from mlplat_core.feature_store.keys import read_store_keys
from mlplat_core.feature_store.names import EVENT_TIMESTAMP
from mlplat_core.feature_store.online import Freshness, OnlineResult, answer, measure_freshness
from mlplat_core.feature_store.point_in_time import join_views
from mlplat_core.feature_store.storage.opening import open_storage
from mlplat_core.feature_store.storage.ports import Definition, Key
from mlplat_core.feature_store.timestamps import to_microseconds
from mlplat_core.feature_store.writing import (
    MaterializeResult,
    PushResult,
    materialize_news,
    materialize_range,
    push_rows,
)

_OWNER = "entity rows"


class FeatureStore:
    """Features of one platform: defined once, written once, read for training and for serving.

    What an online read at a moment answers is what a training set has for that moment.

    Args:
        path: a file that keeps everything, for any number of processes; None keeps it in memory.
        clock: returns the current moment, aware; another clock makes a store that can be replayed.

    Example:
        >>> from datetime import timedelta, timezone
        >>> from mlplat_core import Entity, Field
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> store = FeatureStore(clock=lambda: noon)
        >>> user = Entity("user", join_keys=["user_id"])
        >>> store.apply(FeatureView("user_stats", [user], [Field("txn_count_7d", int)]))
        >>> seen = {"user_id": "u1", "event_timestamp": noon, "txn_count_7d": 3}
        >>> store.push("user_stats", [seen])
        PushResult(appended=1, unchanged=0, stale_write_ignored=0)
        >>> store.get_online_features(["user_stats:txn_count_7d"], [{"user_id": "u1"}]).rows
        [{'user_id': 'u1', 'txn_count_7d': 3}]

    Source:
        Names as in https://docs.feast.dev; semantics in the reference page of this course.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._storage = open_storage(path)
        self._clock = clock
        self._indexes = HistoryIndexes(self._storage.offline)
        self._examples: dict[str, Key] = {}

    def apply(
        self, definitions: Definition | Iterable[Definition], *, replace: bool = False
    ) -> None:
        """Register definitions; the same one again is no change. All or none.

        Args:
            definitions: entities, views and services, in any order. A view brings its entities.
            replace: whether a new ttl of a view and new features of a service may take the place
                of the old. New features at the end of a schema never need it.

        Raises:
            DefinitionError: a name is taken by another definition.
            NotFoundError: a service refers to what does not exist.
        """
        many = definitions if isinstance(definitions, Iterable) else [definitions]
        with self._storage.writing():
            changed = changes(self._catalog(), many, replacing=replace)
            self._storage.catalog.save(changed)

    def push(
        self,
        view: str,
        rows: Iterable[Row],
        *,
        to: Literal["online_and_offline", "offline"] = "online_and_offline",
    ) -> PushResult:
        """Append rows to the log and write them online, as one step; all or none.

        Args:
            view: the view's name.
            rows: n >= 0 dicts: the join keys, an aware `event_timestamp`, an aware
                `created_timestamp` (the clock's time if missing) and features (null if missing).
            to: "offline" leaves the online store to `materialize`.

        Raises:
            FeatureViewNotFoundError: there is no such view.
            RequestError: a value does not fit, with `row` and `column`; or `to` is "online", which
                would make answers that no training set could ever repeat.
        """
        if to not in ("online_and_offline", "offline"):
            raise RequestError(
                f"to is {to!r}; choose 'online_and_offline' or 'offline'. What is served must be "
                "in the log, or training could never see it."
            )
        with self._storage.writing():
            found = self._catalog().view(view)
            online = to == "online_and_offline"
            return push_rows(self._storage, found, rows, self._now(), online=online)

    def get_historical_features(
        self,
        entity_rows: Iterable[Row],
        features: Sequence[str] | FeatureService,
        *,
        as_known: bool = True,
        full_feature_names: bool = False,
    ) -> JoinResult:
        """A training set: each entity row with the features known at its `event_timestamp`.

        Args and errors are those of `point_in_time_join`; `features` is a list of `view:feature`
        references or a service.
        """
        with self._storage.reading():
            catalog = self._catalog()
            references = catalog.references(features)
            names = {ref.view for ref in references}
            indexes = {name: self._indexes.index(catalog.views[name]) for name in names}
        return join_views(
            entity_rows,
            references,
            indexes,
            as_known=as_known,
            full_feature_names=full_feature_names,
        )

    def materialize(
        self,
        start_date: datetime,
        end_date: datetime,
        *,
        feature_views: Sequence[str] | None = None,
    ) -> MaterializeResult:
        """Bring the rows that happened from start to end to the online store, both ends included.

        Args:
            start_date: aware.
            end_date: aware, no earlier than the start and no later than the clock.
            feature_views: names of views; all of them if None.

        Raises:
            RequestError: the dates are not as above.
            FeatureViewNotFoundError: there is no such view.
        """
        start, end, now = to_microseconds(start_date), to_microseconds(end_date), self._now()
        if start > end:
            raise RequestError(f"start_date {start_date} is after end_date {end_date}; swap them.")
        _check_not_future(end_date, now)
        with self._storage.writing():
            return _total(
                materialize_range(self._storage, view, start, end, now)
                for view in self._views(feature_views)
            )

    def materialize_incremental(
        self, end_date: datetime, *, feature_views: Sequence[str] | None = None
    ) -> MaterializeResult:
        """Bring what happened until end, and was not brought before, to the online store.

        What was brought before is known by place in the log, so data that arrives late is never
        lost: the result is that of `materialize` from the beginning of time.

        Args:
            end_date: aware, no later than the clock; an earlier call's later end stays in force.
            feature_views: names of views; all of them if None.

        Raises:
            RequestError: the end lies in the future or is naive.
            FeatureViewNotFoundError: there is no such view.
        """
        end, now = to_microseconds(end_date), self._now()
        _check_not_future(end_date, now)
        with self._storage.writing():
            return _total(
                materialize_news(self._storage, view, end, now)
                for view in self._views(feature_views)
            )

    def get_online_features(
        self,
        features: Sequence[str] | FeatureService,
        entity_rows: Iterable[Row],
        *,
        now: datetime | None = None,
        full_feature_names: bool = False,
    ) -> OnlineResult:
        """The values to serve: what had happened and was known at `now`, and is within the ttl.

        Args:
            features: `view:feature` references or a service.
            entity_rows: n >= 0 dicts with the join keys of every view asked for; duplicates are
                fine. Other columns are returned unchanged.
            now: aware; the clock's time if None.
            full_feature_names: whether feature columns are called `view__feature`.

        Raises:
            NotFoundError: a view or feature does not exist. An unknown key is a status instead.
            RequestError: a key is missing, null or of another type than those of the view.
        """
        moment = self._now() if now is None else to_microseconds(now)
        asked = list(entity_rows)
        with self._storage.reading():
            catalog = self._catalog()
            references = catalog.references(features)
            columns = column_names(references, asked, full_feature_names=full_feature_names)
            found = {}
            for name in {ref.view for ref in references}:
                keys = self._keys(catalog.views[name], asked)
                found[name] = self._storage.online.read(name, keys, moment)
        named = list(zip(references, columns, strict=True))
        return answer(asked, named, found, catalog.views, moment)

    def explain(self, view: str, entity_row: Row) -> Explanation:
        """Every row that the key of one entity row has in a view, and why each won or lost.

        Args:
            view: the view's name.
            entity_row: the join keys and an aware `event_timestamp`, the moment asked about.

        Raises:
            FeatureViewNotFoundError: there is no such view.
            RequestError: a key or the moment is missing or no key or moment.
        """
        with self._storage.reading():
            found = self._catalog().view(view)
            (key,) = self._keys(found, [entity_row])
            rows = self._storage.offline.scan(view)
        (as_of,) = read_times([entity_row], EVENT_TIMESTAMP, _OWNER)
        return explain_lookup(found, key, as_of, rows)

    def freshness(self, view: str, now: datetime | None = None) -> Freshness:
        """How old the online values of a view are at `now`, the clock's time if None.

        Raises:
            FeatureViewNotFoundError: there is no such view.
        """
        moment = self._now() if now is None else to_microseconds(now)
        with self._storage.reading():
            found = self._catalog().view(view)
            return measure_freshness(found, self._storage.online.current(view, moment), moment)

    def close(self) -> None:
        """Release the file; a store in memory forgets nothing and needs no closing."""
        self._storage.close()

    def _catalog(self) -> Catalog:
        return read_catalog(self._storage.catalog.load())

    def _views(self, names: Sequence[str] | None) -> list[FeatureView]:
        catalog = self._catalog()
        return [catalog.view(name) for name in (catalog.views if names is None else names)]

    def _now(self) -> int:
        return to_microseconds(self._clock())

    def _keys(self, view: FeatureView, rows: Sequence[Row]) -> list[Key]:
        """The keys of the rows, of the types that the view's oldest row has."""
        if view.name not in self._examples:
            first = self._storage.offline.first(view.name)
            if first is None:
                return read_store_keys(rows, view.join_keys, _OWNER, None)
            self._examples[view.name] = first.key
        return read_store_keys(rows, view.join_keys, _OWNER, self._examples[view.name])


def _check_not_future(end_date: datetime, now: int) -> None:
    if to_microseconds(end_date) > now:
        raise RequestError(
            f"end_date {end_date} lies in the future, whose rows have not arrived yet; "
            "pass the clock's time or an earlier one."
        )


def _total(results: Iterable[MaterializeResult]) -> MaterializeResult:
    each = list(results)
    return MaterializeResult(
        sum(result.rows for result in each), sum(result.stale_write_ignored for result in each)
    )
