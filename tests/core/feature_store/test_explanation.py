"""Every reason for which a row can lose a lookup, told apart."""

from __future__ import annotations

import pytest
from timeline import MakeStore, Row, at, row, view_of

from mlplat_core import FeatureViewNotFoundError, RequestError

ASKED = {"user_id": "u1", "event_timestamp": at(10)}


def test_every_row_of_the_key_has_its_verdict(make_store: MakeStore) -> None:
    """From the row that would win if time did not matter down to the oldest."""
    store = make_store(view_of(ttl=5))
    rows = [
        row(11, 1, created=9),
        row(9, 2, created=12),
        row(8, 3, created=9),
        row(8, 4, created=8),
        row(6, 5, created=6),
        row(4, 6, created=4),
        row(9, 7, created=9, user="u2"),
    ]
    store.push("stats", rows)

    explained = store.explain("stats", ASKED)

    assert [(each.values["count"], each.verdict) for each in explained.candidates] == [
        (1, "WRONG_TIME"),
        (2, "NOT_YET_KNOWN"),
        (3, "WON"),
        (4, "CORRECTED"),
        (5, "SUPERSEDED"),
        (6, "TOO_OLD"),
    ]
    assert explained.winner == explained.candidates[2]
    assert explained.winner is not None
    assert (explained.winner.sequence, explained.winner.event_timestamp) == (3, at(8))
    assert str(explained).splitlines()[:2] == [
        "stats of ('u1',) as of 2026-03-01T10:00:00+00:00: PRESENT",
        "  #1 event 2026-03-01T11:00:00+00:00, created 2026-03-01T09:00:00+00:00: WRONG_TIME",
    ]


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([], "NOT_FOUND"),
        ([row(11, 1, created=1)], "NOT_YET"),
        ([row(4, 1, created=4), row(3, 1, created=3)], "OUTSIDE_MAX_AGE"),
        ([row(10, None, created=10)], "PRESENT"),
    ],
)
def test_the_status_says_why_nothing_won(
    make_store: MakeStore, rows: list[Row], status: str
) -> None:
    """And there is a winner only with PRESENT."""
    store = make_store(view_of(ttl=5))
    store.push("stats", rows)

    explained = store.explain("stats", ASKED)

    assert explained.status == status
    assert (explained.winner is not None) == (status == "PRESENT")


def test_at_an_exclusive_boundary_the_moment_itself_is_the_wrong_time(
    make_store: MakeStore,
) -> None:
    """The event that is being scored must not see itself."""
    store = make_store(view_of(boundary="exclusive"))
    store.push("stats", [row(10, 1, created=9)])

    assert store.explain("stats", ASKED).candidates[0].verdict == "WRONG_TIME"


def test_what_cannot_be_looked_up_is_refused(make_store: MakeStore) -> None:
    """An unknown view, no key, no moment."""
    store = make_store()

    with pytest.raises(FeatureViewNotFoundError):
        store.explain("nobody", ASKED)
    with pytest.raises(RequestError):
        store.explain("stats", {"event_timestamp": at(1)})
    with pytest.raises(RequestError):
        store.explain("stats", {"user_id": "u1"})
