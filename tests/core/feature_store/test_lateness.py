"""Which events come too late to count, and where that is seen."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from events import WINDOWS, event, events_view, served
from timeline import MICROSECOND, MakeStore, at, row, store_of

from mlplat_core import RequestError

VIEW = events_view(lateness=2)


@pytest.mark.parametrize(
    ("late_by", "kept"),
    [(timedelta(0), True), (timedelta(hours=2), True), (timedelta(hours=2) + MICROSECOND, False)],
)
def test_an_event_may_be_as_late_as_allowed(
    make_store: MakeStore, late_by: timedelta, kept: bool
) -> None:
    """Measured from the newest event so far, not from the clock; one microsecond more is late."""
    store = make_store(VIEW)
    store.push("txns", [event(9), event(8)])

    result = store.push("txns", [{**event(9, user="u2"), "event_timestamp": at(9) - late_by}])

    assert (result.appended, result.dropped_late) == ((1, 0) if kept else (0, 1))
    assert store.freshness("txns").dropped_late == result.dropped_late


def test_a_dropped_event_counts_nowhere(make_store: MakeStore) -> None:
    """It is not in the log, so that no training set can see it either."""
    store = make_store(VIEW)

    result = store.push("txns", [event(9), event(6.9), event(7)])

    assert (result.appended, result.unchanged, result.dropped_late) == (2, 0, 1)
    assert served(store, 9.5)[0]["events_3h"] == 2
    asked = {"user_id": "u1", "event_timestamp": at(10)}
    assert [each.event_timestamp for each in store.explain("txns", asked).candidates] == [
        at(9),
        at(7),
    ]


def test_an_event_that_comes_again_is_known_however_late(make_store: MakeStore) -> None:
    """It was not lost, so it is not counted as dropped."""
    store = make_store(VIEW)
    store.push("txns", [event(1), event(50)])

    result = store.push("txns", [event(1), event(1.5)])

    assert (result.unchanged, result.dropped_late) == (1, 1)


def test_without_a_limit_nothing_is_late(make_store: MakeStore) -> None:
    """All events count at the moment at which they happened."""
    store = make_store(events_view(WINDOWS[:1]))

    assert store.push("txns", [event(50), event(1)]).dropped_late == 0


def test_other_views_keep_every_row(make_store: MakeStore) -> None:
    """Nothing of theirs is ever dropped."""
    store = make_store()

    result = store.push("stats", [row(50, 1), row(1, 2)])

    assert (result.appended, result.dropped_late) == (2, 0)
    assert store.freshness("stats").dropped_late == 0


def test_a_push_that_fails_leaves_the_watermark_alone(make_store: MakeStore) -> None:
    """What did not happen cannot make others late."""
    store = make_store(VIEW)

    with pytest.raises(RequestError):
        store.push("txns", [event(90), {**event(1), "amount": "much"}])

    assert store.push("txns", [event(1)]).appended == 1


def test_watermark_and_count_outlive_the_process(tmp_path: Path) -> None:
    """A store that opens the file drops what the other would have dropped, and goes on counting."""
    path = tmp_path / "platform.db"
    with closing(store_of(VIEW, path=path)) as store:
        store.push("txns", [event(9), event(1)])

    with closing(store_of(VIEW, path=path)) as store:
        assert store.push("txns", [event(2), event(8)]).dropped_late == 1
        assert store.freshness("txns").dropped_late == 2
