"""How old what is served is, by the log and by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from events import event, events_view
from timeline import MakeStore, at, row, view_of


def test_freshness_measures_what_is_served(make_store: MakeStore) -> None:
    """The age of the newest effective event, and the share of keys beyond the ttl."""
    store = make_store(view_of(ttl=2))
    hours = {"u1": 1, "u2": 7, "u3": 8, "future": 60}
    store.push("stats", [row(hour, 1, created=hour, user=user) for user, hour in hours.items()])

    found = store.freshness("stats", at(9))

    assert (found.keys, found.newest_age) == (3, timedelta(hours=1))
    assert found.share_beyond_ttl == pytest.approx(1 / 3)
    assert store.freshness("stats", at(0)).newest_age is None


def test_freshness_of_events_is_read_from_the_log(make_store: MakeStore) -> None:
    """The newest event of every key that is known by now."""
    store = make_store(events_view())
    store.push("txns", [event(1), event(5), event(3, user="u2"), event(7, created=9)])

    found = store.freshness("txns", at(8))

    assert (found.keys, found.newest_age, found.share_beyond_ttl) == (2, timedelta(hours=3), 0.0)
    assert store.freshness("txns", at(1)).newest_age is None
