"""What moves from the offline to the online store, and when, in both homes."""

from __future__ import annotations

from datetime import datetime

import pytest
from timeline import MICROSECOND, MakeStore, at, online, row

from mlplat_core import (
    FeatureViewNotFoundError,
    RequestError,
)

BEGIN = at(-1000)


def test_materialization_includes_both_ends(make_store: MakeStore) -> None:
    """Rows at the start and at the end count, and no other."""
    store = make_store()
    users = {"before": 0.999, "start": 1, "end": 2, "after": 2.001}
    store.push("stats", [row(hour, 1, user=user) for user, hour in users.items()], to="offline")

    result = store.materialize(at(1), at(2))

    assert result.rows == 2
    assert [online(store, 100, user)[1] for user in users] == [
        "NOT_FOUND",
        "PRESENT",
        "PRESENT",
        "NOT_FOUND",
    ]


def test_materialization_counts_keys_that_are_ahead_already(make_store: MakeStore) -> None:
    """Their online answer stays, and the same run again brings nothing stale."""
    store = make_store()
    store.push("stats", [row(5, 50), row(5, 5, user="u2")])
    store.push("stats", [row(3, 30), row(4, 40), row(6, 6, user="u2")], to="offline")

    assert store.materialize(at(3), at(4)).stale_write_ignored == 1
    assert store.materialize(at(0), at(9)).stale_write_ignored == 0
    assert (online(store, 100), online(store, 100, "u2")) == ((50, "PRESENT"), (6, "PRESENT"))


def test_impossible_ranges_are_refused(make_store: MakeStore) -> None:
    """Start after end, an end that the clock has not reached, a naive date."""
    store = make_store(hours=10)
    naive = datetime(2026, 3, 1)

    with pytest.raises(RequestError, match="is after"):
        store.materialize(at(2), at(1))
    for end in (at(10) + MICROSECOND, naive):
        with pytest.raises(RequestError):
            store.materialize(BEGIN, end)
        with pytest.raises(RequestError):
            store.materialize_incremental(end)
    assert store.materialize(at(10), at(10)).rows == 0


def test_incremental_materialization_finds_late_data(make_store: MakeStore) -> None:
    """A row that arrives after a run, but happened before its end, is brought by the next."""
    store = make_store()
    store.push("stats", [row(5, 50)], to="offline")
    assert store.materialize_incremental(at(9)).rows == 1
    store.push("stats", [row(4, 40, user="late")], to="offline")

    assert store.materialize_incremental(at(9)).rows == 1
    assert online(store, 100, "late") == (40, "PRESENT")
    assert store.materialize_incremental(at(9)).rows == 0


def test_incremental_materialization_comes_back_for_rows_beyond_its_end(
    make_store: MakeStore,
) -> None:
    """They are not passed over for good, and an earlier end does not lose what came since."""
    store = make_store()
    store.push("stats", [row(8, 80)], to="offline")
    assert store.materialize_incremental(at(5)).rows == 0
    assert store.materialize_incremental(at(8)).rows == 1
    store.push("stats", [row(7, 70, user="u2")], to="offline")

    store.materialize_incremental(at(1))
    store.materialize_incremental(at(9))

    assert (online(store, 100), online(store, 100, "u2")) == ((80, "PRESENT"), (70, "PRESENT"))


def test_only_the_views_asked_for_are_materialized(make_store: MakeStore) -> None:
    """And unknown ones are refused."""
    store = make_store()
    store.push("stats", [row(1, 1)], to="offline")

    assert store.materialize(BEGIN, at(9), feature_views=[]).rows == 0
    assert store.materialize(BEGIN, at(9), feature_views=["stats"]).rows == 1
    with pytest.raises(FeatureViewNotFoundError):
        store.materialize_incremental(at(9), feature_views=["nobody"])
