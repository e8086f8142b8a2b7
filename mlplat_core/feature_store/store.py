"""How does a program define features, write them, and read them for training and for serving?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Literal

from mlplat_core.feature_store.answers import JoinResult
from mlplat_core.feature_store.assembly import assemble
from mlplat_core.feature_store.catalog import changes
from mlplat_core.feature_store.catalog_reader import CatalogReader
from mlplat_core.feature_store.columns import Row, read_times
from mlplat_core.feature_store.definitions import FeatureService
from mlplat_core.feature_store.explanation import Explanation, explain_lookup
from mlplat_core.feature_store.joining.historical import HistoryIndexes, read_history
from mlplat_core.feature_store.keys import StoreKeys
from mlplat_core.feature_store.monitoring.comparison import Tolerance
from mlplat_core.feature_store.monitoring.skew import measure_skew
from mlplat_core.feature_store.monitoring.skew_report import SkewReport
from mlplat_core.feature_store.names import ENTITY_ROWS, EVENT_TIMESTAMP
from mlplat_core.feature_store.online import Freshness, OnlineResult, look_up, measure_freshness
from mlplat_core.feature_store.requirements import FeatureRequirements, read_requirements
from mlplat_core.feature_store.saved_datasets import saving
from mlplat_core.feature_store.saved_datasets.manifest import SavedDataset
from mlplat_core.feature_store.saved_datasets.origin import read_origin
from mlplat_core.feature_store.storage.opening import open_storage
from mlplat_core.feature_store.storage.ports import Definition
from mlplat_core.feature_store.timestamps import to_microseconds
from mlplat_core.feature_store.writing.materialization import materialize_news, materialize_range
from mlplat_core.feature_store.writing.push import MaterializeResult, PushResult, push_rows


class FeatureStore:
    """Features of one platform: defined once, written once, read for training and for serving.

    What an online read at a moment answers is what a training set has for that moment.

    Args:
        path: a file that keeps everything, for any number of processes; None keeps it in memory.
        clock: returns the current moment, aware; another clock makes a store that can be replayed.

    Attributes:
        clock: the same, for whoever needs to agree with the store on what time it is.

    Example:
        >>> from datetime import timedelta, timezone
        >>> from mlplat_core import Entity, FeatureView, Field
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> store = FeatureStore(clock=lambda: noon)
        >>> user = Entity("user", join_keys=["user_id"])
        >>> store.apply(FeatureView("user_stats", [user], [Field("txn_count_7d", int)]))
        >>> seen = {"user_id": "u1", "event_timestamp": noon, "txn_count_7d": 3}
        >>> store.push("user_stats", [seen])
        PushResult(appended=1, unchanged=0, stale_write_ignored=0, dropped_late=0)
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
        self.clock = clock
        self._definitions = CatalogReader(self._storage.catalog)
        self._indexes = HistoryIndexes(self._storage.offline)
        self._keys = StoreKeys(self._storage.offline)

    def apply(
        self, definitions: Definition | Iterable[Definition], *, replace: bool = False
    ) -> None:
        """Register definitions; the same one again is no change. All or none.

        Args:
            definitions: entities, views and services, in any order. A view brings its entities. A
                file keeps no functions: each process applies the on-demand views it reads.
            replace: whether a new ttl or lateness of a view, another on-demand view and new
                features of a service may take the place of the old. New features at the end of a
                schema, or of the aggregations, never need it.

        Raises:
            DefinitionError: a name is taken by another definition, or another function.
            NotFoundError: a service or an on-demand view refers to what does not exist.
        """
        many = [*definitions] if isinstance(definitions, Iterable) else [definitions]
        with self._storage.writing():
            known = self._definitions.catalog()
            self._storage.catalog.save(changes(known, many, replacing=replace))
            self._definitions.remember(many)

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
            to: "offline" leaves the online store to `materialize`. Of a view with aggregations
                every row is served from the log at once, whatever this says.

        Raises:
            FeatureViewNotFoundError: there is no such view.
            RequestError: a value does not fit, with `row` and `column`; or `to` is "online", which
                would make answers that no training set could ever repeat.
        """
        with self._storage.writing():
            found = self._definitions.catalog().view(view)
            return push_rows(self._storage, found, rows, self._now(), to=to)

    def get_historical_features(
        self,
        entity_rows: Iterable[Row],
        features: Sequence[str] | FeatureService,
        *,
        as_known: bool = True,
        full_feature_names: bool = False,
    ) -> JoinResult:
        """A training set: each entity row with the features known at its `event_timestamp`.

        Args and errors are those of `point_in_time_join`, with on-demand views those of
        `get_online_features`, too; `features` is a list of `view:feature` references or a service.
        """
        asked = list(entity_rows)
        with self._storage.reading():
            plan = self._definitions.plan(features, full_feature_names=full_feature_names)
            indexes = {read.view.name: self._indexes.index(read.view) for read in plan.reads}
        answers = read_history(plan, asked, indexes, as_known=as_known)
        return JoinResult(*assemble(plan, asked, answers))

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
        with self._storage.writing():
            views = self._definitions.catalog().select_views(feature_views)
            return materialize_range(self._storage, views, start_date, end_date, now=self._now())

    def materialize_incremental(
        self, end_date: datetime, *, feature_views: Sequence[str] | None = None
    ) -> MaterializeResult:
        """Bring what happened until end, and was not brought before, to the online store.

        What was brought before is known by place in the log, so data that arrives late is never
        lost: the result is that of `materialize` from the beginning of time. Args and errors are
        those of `materialize`; an earlier call's later end stays in force.
        """
        with self._storage.writing():
            views = self._definitions.catalog().select_views(feature_views)
            return materialize_news(self._storage, views, end_date, now=self._now())

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
                fine. On-demand views may need request columns. All columns are returned unchanged.
            now: aware; the clock's time if None.
            full_feature_names: whether feature columns are called `view__feature`.

        Raises:
            NotFoundError: a view or feature does not exist. An unknown key is a status instead.
            RequestError: a key or a request column is missing or of another type than it must be,
                or a key is null.
            DefinitionError: the function of an on-demand view fails, or is not in this process.
        """
        moment = self._moment(now)
        asked = list(entity_rows)
        with self._storage.reading():
            plan = self._definitions.plan(features, full_feature_names=full_feature_names)
            answers, events = look_up(self._storage, plan, asked, self._keys, now=moment)
        return OnlineResult(*assemble(plan, asked, answers), events)

    def requirements(self, features: Sequence[str] | FeatureService) -> FeatureRequirements:
        """What a read of these features must bring along, and which columns it returns.

        Raises:
            NotFoundError: a view or feature does not exist.
            RequestError: two columns would share a name.
        """
        with self._storage.reading():
            return read_requirements(self._definitions.plan(features, full_feature_names=False))

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
            found = self._definitions.catalog().view(view)
            (key,) = self._keys.read(found, [entity_row], ENTITY_ROWS)
            rows = self._storage.offline.of_key(view, key)
        (as_of,) = read_times([entity_row], EVENT_TIMESTAMP, ENTITY_ROWS)
        return explain_lookup(found, key, as_of, rows)

    def freshness(self, view: str, now: datetime | None = None) -> Freshness:
        """How old the online values of a view are at `now`, the clock's time if None.

        Raises:
            FeatureViewNotFoundError: there is no such view.
        """
        moment = self._moment(now)
        with self._storage.reading():
            found = self._definitions.catalog().view(view)
            return measure_freshness(self._storage, found, moment)

    def skew_report(
        self,
        served: Iterable[Row],
        features: Sequence[str] | FeatureService,
        *,
        tolerance: Tolerance | float = 0.0,
    ) -> SkewReport:
        """How what was served differs from what training sees for the same moments.

        Args:
            served: n >= 0 dicts: the columns of an entity row, and the values that were served.
            features: `view:feature` references or a service.
            tolerance: for numbers; a bare number is an absolute tolerance. All else must be equal.
        """
        with self._storage.reading():
            plan = self._definitions.plan(features, full_feature_names=False)
            read = partial(self.get_historical_features, features=features)
            return measure_skew(served, plan.columns, read, tolerance=tolerance)

    def create_saved_dataset(
        self,
        name: str,
        entity_rows: Iterable[Row],
        features: Sequence[str] | FeatureService,
        *,
        as_known: bool = True,
        full_feature_names: bool = False,
        tags: Mapping[str, str] | None = None,
    ) -> SavedDataset:
        """The training set, kept for good under a name; ConflictError if that means another."""
        how = {"as_known": as_known, "full_feature_names": full_feature_names}
        with self._storage.reading():  # rows, definitions and log of one moment
            plan = self._definitions.plan(features, full_feature_names=full_feature_names)
            training = self.get_historical_features(entity_rows, features, **how)
            origin = read_origin(plan, self._storage.log_position, **how)
        datasets, now = self._storage.datasets, self.clock()
        return saving.create_saved_dataset(
            datasets, name, training, origin, created_at=now, tags=tags
        )

    def get_saved_dataset(self, name: str) -> SavedDataset:
        """The dataset of this name; IntegrityError if it is not what was written."""
        return saving.get_saved_dataset(self._storage.datasets, name)

    def close(self) -> None:
        """Release the file; a store in memory forgets nothing and needs no closing."""
        self._storage.close()

    def _now(self) -> int:
        return to_microseconds(self.clock())

    def _moment(self, now: datetime | None) -> int:
        return self._now() if now is None else to_microseconds(now)
