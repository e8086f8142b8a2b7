"""Which row the point-in-time join chooses: one small case for every edge of its contract.

Times are written as hours after a fixed moment, so that a case reads as a time line.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from point_in_time_cases import (
    EVENTS,
    LIMITED,
    MICROSECOND,
    STATE,
    USER,
    answer,
    ask,
    at,
    plain,
    row,
)

from mlplat_core import (
    FeatureView,
    Field,
    RequestError,
    point_in_time_join,
)

# -- the upper bound ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "expected"),
    [(STATE, (2, "PRESENT")), (EVENTS, (1, "PRESENT"))],
    ids=["inclusive", "exclusive"],
)
def test_the_boundary_decides_about_a_row_of_the_same_instant(
    view: FeatureView, expected: tuple[int, str]
) -> None:
    """A snapshot counts at its own instant; an aggregate of the same events does not."""
    assert expected == answer(ask(5), [plain(4, 1), plain(5, 2)], view)


def test_an_exclusive_boundary_counts_a_row_one_microsecond_earlier() -> None:
    """Exclusive leaves out exactly the instant."""
    asked = {"user_id": "u1", "event_timestamp": at(5) + MICROSECOND}

    assert answer(asked, [plain(5, 2)], EVENTS) == (2, "PRESENT")


def test_a_row_only_at_the_instant_is_not_yet_there_for_an_exclusive_view() -> None:
    """With nothing earlier, the answer is NOT_YET, not a value."""
    assert answer(ask(5), [plain(5, 2)], EVENTS) == (None, "NOT_YET")


def test_a_row_one_microsecond_later_is_from_the_future() -> None:
    """Nothing after the moment asked about is used."""
    later = {**plain(5, 2), "event_timestamp": at(5) + MICROSECOND}

    assert answer(ask(5), [plain(4, 1), later]) == (1, "PRESENT")
    assert answer(ask(5), [later]) == (None, "NOT_YET")


# -- time to live ------------------------------------------------------------------------------


@pytest.mark.parametrize("boundary", ["inclusive", "exclusive"])
@pytest.mark.parametrize(
    ("too_old", "expected"),
    [(timedelta(0), (1, "PRESENT")), (MICROSECOND, (None, "OUTSIDE_MAX_AGE"))],
    ids=["exactly ttl", "ttl and a microsecond"],
)
def test_a_value_exactly_as_old_as_the_ttl_is_valid(
    boundary: Any, too_old: timedelta, expected: tuple[Any, str]
) -> None:
    """The lower bound is inclusive whatever the upper one is."""
    view = FeatureView("state", [USER], [Field("v", int)], timedelta(hours=2), boundary)
    asked = {"user_id": "u1", "event_timestamp": at(3) + too_old}

    assert expected == answer(asked, [plain(1, 1)], view)


def test_without_a_ttl_a_value_never_expires() -> None:
    """None means no limit."""
    assert answer(ask(24 * 365 * 50), [plain(0, 1)]) == (1, "PRESENT")


def test_the_age_is_counted_from_the_entity_row_not_from_now() -> None:
    """Two entity rows see one old row differently, each by its own time."""
    result = point_in_time_join([ask(2), ask(9)], LIMITED, [plain(1, 1)])

    assert [entry["v"] for entry in result.statuses] == ["PRESENT", "OUTSIDE_MAX_AGE"]


def test_expired_outranks_not_yet() -> None:
    """If an older row exists but expired, a future one does not change the status."""
    assert answer(ask(5), [plain(1, 1), plain(9, 2)], LIMITED) == (None, "OUTSIDE_MAX_AGE")


def test_an_expired_row_that_was_not_known_is_not_yet() -> None:
    """A row that nobody knew of at the time cannot have expired."""
    assert answer(ask(5), [row(1, 1, created=8)], LIMITED) == (None, "NOT_YET")


# -- ties --------------------------------------------------------------------------------------


@pytest.mark.parametrize("reverse", [False, True])
def test_of_one_event_time_the_later_created_wins(reverse: bool) -> None:
    """A correction supersedes, wherever it stands in the table."""
    rows = [row(1, 10, created=2), row(1, 20, created=3), row(1, 15, created=2.5)]

    assert answer(ask(5), rows[::-1] if reverse else rows) == (20, "PRESENT")


def test_a_newer_event_beats_a_later_created() -> None:
    """A back-filled older event does not replace a newer one."""
    rows = [row(1, 30, created=4), row(2, 40, created=3)]

    assert answer(ask(5), rows) == (40, "PRESENT")
    assert answer(ask(5), rows[::-1]) == (40, "PRESENT")


@pytest.mark.parametrize("with_created", [True, False])
def test_on_a_full_tie_the_row_appended_last_wins(with_created: bool) -> None:
    """Append order decides where times do not."""
    rows = [row(1, n, created=2) if with_created else plain(1, n) for n in (3, 1, 2)]

    assert answer(ask(5), rows) == (2, "PRESENT")
    assert answer(ask(5), rows[::-1]) == (3, "PRESENT")


def test_strict_ties_refuse_an_answer_that_append_order_decides() -> None:
    """The message names the key and the moment."""
    rows = [row(1, 10, created=2), row(1, 20, created=2), row(3, 30, created=3)]

    with pytest.raises(RequestError, match=r"'u1'.*2026-03-01 01:00"):
        answer(ask(2), rows, strict_ties=True)


@pytest.mark.parametrize(
    "rows",
    [
        [row(1, 10, created=2), row(1, 20, created=3)],
        [row(1, 10, created=2), row(1, 10, created=2), row(1.5, 20, created=2)],
        [plain(1, 10), plain(1.5, 20)],
        [row(1, 10, created=2, user="u2"), row(1, 20, created=2)],
    ],
    ids=["created differs", "a tie below the winner", "events differ", "another key"],
)
def test_strict_ties_leave_decided_answers_alone(rows: list[dict[str, Any]]) -> None:
    """Only a tie for the answer itself is refused."""
    assert answer(ask(4), rows, strict_ties=True) == (20, "PRESENT")


def test_without_known_times_a_row_of_unknown_creation_yields() -> None:
    """On equal event times a row that says when it was created outranks one that does not."""
    rows = [row(1, 10, created=2), row(1, 20, created=None)]

    assert answer(ask(5), rows, as_known=False) == (10, "PRESENT")
    assert answer(ask(5), rows[::-1], as_known=False) == (10, "PRESENT")


# -- as known at the time ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "known", "hindsight"),
    [
        (1.5, (None, "NOT_YET"), (7, "PRESENT")),
        (2, (7, "PRESENT"), (7, "PRESENT")),
        (3.5, (7, "PRESENT"), (8, "PRESENT")),
        (6, (8, "PRESENT"), (8, "PRESENT")),
    ],
)
def test_a_row_counts_from_its_created_time_on(
    hours: float, known: tuple[Any, str], hindsight: tuple[Any, str]
) -> None:
    """By default the join knows what was known; with as_known=False it knows better."""
    rows = [row(1, 7, created=2), row(3, 8, created=6)]

    assert known == answer(ask(hours), rows)
    assert hindsight == answer(ask(hours), rows, as_known=False)


def test_behind_a_late_row_the_one_created_at_the_very_moment_counts() -> None:
    """Equality counts for created times too, also when newer rows are skipped."""
    rows = [row(1, 7, created=1), row(2, 8, created=5), row(3, 9, created=6)]

    assert answer(ask(5), rows) == (8, "PRESENT")


def test_a_row_without_created_time_was_never_known() -> None:
    """Null in created_timestamp excludes the row; without the rule it counts."""
    rows = [row(1, 7, created=1), row(2, 8, created=None)]

    assert answer(ask(5), rows) == (7, "PRESENT")
    assert answer(ask(5), rows[1:]) == (None, "NOT_YET")
    assert answer(ask(5), rows[1:], as_known=False) == (8, "PRESENT")


def test_a_table_without_created_times_has_nothing_to_filter() -> None:
    """The default asks for known rows only where rows can say when they were known."""
    assert answer(ask(5), [plain(1, 7)], as_known=True) == (7, "PRESENT")


def test_a_table_has_created_times_in_every_row_or_in_none() -> None:
    """One row with the column must not exclude all older rows in silence."""
    for rows in ([row(1, 7, created=1), plain(2, 8)], [plain(2, 8), row(1, 7, created=1)]):
        with pytest.raises(RequestError, match="created_timestamp") as caught:
            answer(ask(5), rows)
        assert caught.value.row == rows.index(plain(2, 8))


def test_thousands_of_late_rows_leave_the_last_known_one() -> None:
    """A nightly load hides all its rows until it is done, at any position of its blocks."""
    for count in (15, 16, 17, 255, 256, 257, 1000, 5000):
        rows = [row(1, -1, created=1)]
        rows += [row(2 + n / 10_000, n, created=9) for n in range(count)]

        assert answer(ask(8), rows) == (-1, "PRESENT")
        assert answer(ask(8), rows[1:]) == (None, "NOT_YET")
        assert answer(ask(9), rows) == (count - 1, "PRESENT")
