"""The point-in-time join against its contract read literally, and the laws for any rows.

The times of generated rows lie on a coarse grid, so that ties, boundaries and expiry meet often.
Real systems are asked in `oracles/`.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from point_in_time_scan import Row, scan

from mlplat_core import Entity, FeatureView, Field, JoinResult, point_in_time_join

START = datetime(2026, 3, 1, tzinfo=UTC)


def at(step: int) -> datetime:
    """The moment so many seconds after the start."""
    return START + timedelta(seconds=step)


def view_of(ttl: int | None, boundary: Any = "inclusive") -> FeatureView:
    """A view of one feature keyed by user and shop."""
    return FeatureView(
        "stats",
        [Entity("user", ["user_id"]), Entity("shop", ["shop_id"])],
        [Field("v", int)],
        ttl=None if ttl is None else timedelta(seconds=ttl),
        boundary=boundary,
    )


STEPS = st.integers(0, 12)
KEYS = {"user_id": st.sampled_from(["1", "11", None]), "shop_id": st.sampled_from(["1", "11"])}
ASKED = st.lists(
    st.fixed_dictionaries({**KEYS, "event_timestamp": STEPS.map(at)}), min_size=1, max_size=12
)
OBSERVED = {
    **KEYS,
    "event_timestamp": STEPS.map(at),
    "v": st.one_of(st.none(), st.integers(0, 99)),
}
PLAIN_ROWS = st.lists(st.fixed_dictionaries(OBSERVED), max_size=40)
DATED = st.fixed_dictionaries(
    {**OBSERVED, "created_timestamp": st.one_of(st.none(), STEPS.map(at))}
)
DATED_ROWS = st.lists(DATED, max_size=40)
VIEWS = st.builds(
    view_of, st.one_of(st.none(), st.integers(1, 8)), st.sampled_from(["inclusive", "exclusive"])
)


def values(result: JoinResult) -> list[tuple[Any, str]]:
    """Value and status of every entity row."""
    pairs = zip(result.rows, result.statuses, strict=True)
    return [(row["v"], str(status["v"])) for row, status in pairs]


@settings(max_examples=400, deadline=None)
@given(ASKED, VIEWS, PLAIN_ROWS | DATED_ROWS, st.booleans(), st.booleans())
def test_the_join_equals_the_scan(
    asked: list[Row], view: FeatureView, rows: list[Row], as_known: bool, ignore_nulls: bool
) -> None:
    """Value and status are those of the contract, for every option and any rows."""
    options = {"as_known": as_known, "ignore_nulls": ignore_nulls}

    result = point_in_time_join(asked, view, rows, **options)

    assert values(result) == [scan(entry, view, rows, **options) for entry in asked]


def test_the_join_equals_the_scan_on_crowded_tables() -> None:
    """The same for two hundred seeded tables in which rows of few keys share few times."""
    rng = random.Random(20261123)
    for case in range(200):
        size, span = rng.choice([5, 40, 400]), rng.choice([4, 12, 60])
        view = view_of(rng.choice([None, span // 3]), rng.choice(["inclusive", "exclusive"]))
        options = {"as_known": rng.random() < 0.8, "ignore_nulls": rng.random() < 0.3}
        late = rng.choice([0, span])  # whole stretches become known only at the end
        asked = [
            {"user_id": rng.choice("12"), "shop_id": "1", "event_timestamp": at(step)}
            for step in range(span + 1)
        ]
        rows = []
        for number in range(size):
            event = rng.randrange(span)
            created = max(late, event) if rng.random() < 0.5 else rng.randrange(span)
            row = {"user_id": rng.choice("12"), "shop_id": "1", "event_timestamp": at(event)}
            row["created_timestamp"] = None if rng.random() < 0.05 else at(created)
            row["v"] = None if rng.random() < 0.2 else number
            rows.append(row)

        result = point_in_time_join(asked, view, rows, **options)

        expected = [scan(entry, view, rows, **options) for entry in asked]
        assert values(result) == expected, f"case {case}"


@settings(deadline=None)
@given(ASKED, VIEWS, DATED_ROWS)
def test_every_entity_row_comes_back_in_order(
    asked: list[Row], view: FeatureView, rows: list[Row]
) -> None:
    """The output is the input with one column more, row for row."""
    result = point_in_time_join(asked, view, rows)

    assert [{**row, "v": 0} for row in result.rows] == [{**entry, "v": 0} for entry in asked]
    assert len(result.statuses) == len(asked)


@settings(deadline=None)
@given(ASKED, VIEWS, DATED_ROWS)
def test_no_value_is_later_than_the_moment_asked_about(
    asked: list[Row], view: FeatureView, rows: list[Row]
) -> None:
    """A value comes from a row that had happened, was known and had not expired."""
    numbered = [{**row, "v": number} for number, row in enumerate(rows)]

    result = point_in_time_join(asked, view, numbered)

    for entry, (number, _) in zip(asked, values(result), strict=True):
        if number is not None:
            moment, row = entry["event_timestamp"], rows[number]
            assert row["event_timestamp"] <= moment
            assert row["created_timestamp"] <= moment
            assert view.ttl is None or moment - row["event_timestamp"] <= view.ttl


@settings(max_examples=300, deadline=None)
@given(ASKED, VIEWS, DATED_ROWS, DATED, st.integers(0, 40))
def test_what_is_learnt_later_changes_nothing(
    asked: list[Row], view: FeatureView, rows: list[Row], extra: Row, place: int
) -> None:
    """A row that happened or became known after T leaves the answer at T alone.

    Only a key that nobody had heard of turns from NOT_FOUND to NOT_YET: the status may say that
    there is a future, the value never does.
    """
    now = point_in_time_join(asked, view, rows)
    later = point_in_time_join(asked, view, [*rows[:place], extra, *rows[place:]])

    for entry, before, after in zip(asked, values(now), values(later), strict=True):
        moment = entry["event_timestamp"]
        created = extra["created_timestamp"]
        if extra["event_timestamp"] > moment or created is None or created > moment:
            assert after == before or (before[1], after) == ("NOT_FOUND", (None, "NOT_YET"))


@settings(deadline=None)
@given(ASKED, VIEWS, DATED_ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_matters_only_for_full_ties(
    asked: list[Row], view: FeatureView, rows: list[Row], rng: random.Random
) -> None:
    """Rows that differ in key, event or created time may arrive in any order."""
    times = [
        (r["user_id"], r["shop_id"], r["event_timestamp"], r["created_timestamp"]) for r in rows
    ]
    distinct = [row for n, row in enumerate(rows) if times[n] not in times[:n]]
    shuffled = rng.sample(distinct, len(distinct))

    assert point_in_time_join(asked, view, shuffled) == point_in_time_join(asked, view, distinct)


@settings(deadline=None)
@given(ASKED, DATED_ROWS, st.integers(1, 12), st.integers(1, 12) | st.none(), st.booleans())
def test_a_shorter_ttl_only_expires(
    asked: list[Row], rows: list[Row], shorter: int, longer: int | None, exclusive: bool
) -> None:
    """Less patience turns answers into OUTSIDE_MAX_AGE and changes none of the others."""
    assume(longer is None or shorter <= longer)
    boundary = "exclusive" if exclusive else "inclusive"

    long = values(point_in_time_join(asked, view_of(longer, boundary), rows))
    short = values(point_in_time_join(asked, view_of(shorter, boundary), rows))

    for before, after in zip(long, short, strict=True):
        answered = before[1] in ("PRESENT", "NULL_VALUE")
        assert after == before or (answered and after == (None, "OUTSIDE_MAX_AGE"))


@settings(deadline=None)
@given(ASKED, VIEWS, DATED_ROWS)
def test_strict_ties_agree_wherever_they_answer(
    asked: list[Row], view: FeatureView, rows: list[Row]
) -> None:
    """Strictness refuses exactly the joins whose answer turns when the rows are reversed."""
    numbered = [{**row, "v": number} for number, row in enumerate(rows)]
    forwards = point_in_time_join(asked, view, numbered)
    backwards = point_in_time_join(asked, view, numbered[::-1])
    try:
        strict = point_in_time_join(asked, view, numbered, strict_ties=True)
    except ValueError:
        strict = None

    assert strict == (forwards if forwards == backwards else None)
