"""An index is built once and asked many times, also about keys with very long histories."""

from __future__ import annotations

from typing import Any

import pytest
from point_in_time_cases import STATE, ask, at, plain, row

from mlplat_core import PointInTimeIndex, join_views
from mlplat_core.feature_store.joining.history import KeyHistories
from mlplat_core.feature_store.timestamps import NEVER


def test_an_index_answers_as_often_as_it_is_asked() -> None:
    """The second answer is the first one, also when nulls are ignored or rows came late."""
    index = PointInTimeIndex(STATE, [row(1, 1), row(2, 2, created=2), row(3, None, created=9)])

    def answers(**options: Any) -> list[Any]:
        asked = [ask(1), ask(2), ask(8), ask(9)]
        result = join_views(asked, ["state:v"], {"state": index}, **options)
        return [found["v"] for found in result.rows]

    assert len(index) == 3
    for _ in range(2):
        assert answers() == [None, 2, 2, None]
        assert answers(ignore_nulls=True) == [None, 2, 2, 2]
        assert answers(as_known=False) == [1, 2, None, None]


def test_keys_do_not_see_each_others_rows() -> None:
    """Before the first row of a key there is nothing, whatever lies beside it in the index."""
    rows = [plain(1, 1, user="a"), plain(5, 2, user="b"), plain(3, 3, user="c")]
    late = [row(1, value, created=1, user=user) for value, user in enumerate("abc")]
    late += [row(0.2, 9, created=99, user=user) for user in "abc"]
    late += [row(2, 9, created=99, user=user) for user in "abc"]
    asked = [ask(hours, user=user) for user in "abc" for hours in (0.5, 1, 4, 5, 9)]
    expected = [None, 1, 1, 1, 1, None, None, None, 2, 2, None, None, 3, 3, 3]

    found = join_views(asked, ["state:v"], {"state": PointInTimeIndex(STATE, rows)})
    known = join_views(asked, ["state:v"], {"state": PointInTimeIndex(STATE, late)})

    assert [entry["v"] for entry in found.rows] == expected
    assert [entry["v"] for entry in known.rows] == [
        value for own in range(3) for value in (None, own, own, own, own)
    ]


@pytest.mark.parametrize("ties", [False, True])
def test_histories_lie_one_after_the_other_in_order_of_time(ties: bool) -> None:
    """Each key has its span; within it events ascend, then created times, null first."""
    groups = {"b": [0, 3, 4], "a": [1, 5], None: [2], ("a", None): [6]}
    events = [5, 7, 1, 3, 5 if ties else 4, 7 if ties else 9, 2]
    created = [NEVER, 8, 8, 8, 6, 7, 8]

    histories = KeyHistories(groups, events, created)

    assert histories.spans == {"b": (0, 3), "a": (3, 5)}
    assert list(histories.events) == ([3, 5, 5, 7, 7] if ties else [3, 4, 5, 7, 9])
    assert list(histories.numbers) == ([3, 0, 4, 5, 1] if ties else [3, 4, 0, 1, 5])


def test_a_long_history_hides_what_came_late() -> None:
    """Of forty rows a minute apart, the last that was known by then answers."""
    rows = [row(n / 60, n, created=10 if n % 40 > 3 else n / 60) for n in range(1000)]
    index = PointInTimeIndex(STATE, rows)
    asked = [{"user_id": "u1", "event_timestamp": at(n / 60)} for n in range(600)]

    result = join_views(asked, ["state:v"], {"state": index})

    assert [entry["v"] for entry in result.rows] == [n - max(0, n % 40 - 3) for n in range(600)]
