"""Sums and means that are right to the last digit, whatever the order and the size."""

from __future__ import annotations

import math

import pytest
from events import event, events_view, value
from timeline import MakeStore


@pytest.mark.parametrize(
    ("amounts", "total"),
    [
        ([0.1] * 10, 1.0),
        ([1e16, 1.0, -1e16], 1.0),
        ([1e308, 1e308, -1e308], 1e308),
        ([1e308, 1e308], math.inf),
        ([-1e308, -1e308], -math.inf),
        ([5e-324, 1e308, 1e308, -1e308, -1e308], 5e-324),
        ([math.inf, 1.0, 1e308, 1e308], math.inf),
        ([math.inf, -math.inf], None),
    ],
)
def test_a_sum_is_rounded_once_and_never_depends_on_order(
    make_store: MakeStore, amounts: list[float], total: float | None
) -> None:
    """Also where it leaves the floats on the way; of both infinities there is none."""
    for order in (amounts, amounts[::-1], sorted(amounts)):
        store = make_store(events_view())
        store.push("txns", [event(9 + n / 100, amount) for n, amount in enumerate(order)])

        assert value(store, "amount_sum_3h") == total
        mean = None if total is None else total / len(amounts)
        assert value(store, "amount_mean_3h") == mean


def test_a_sum_beyond_its_type_is_null(make_store: MakeStore) -> None:
    """Rather than a number that no int64 can hold; a mean has room for it."""
    store = make_store(events_view())
    store.push("txns", [{**event(8 + n), "items": 2**63 - 1} for n in (0, 1)])

    assert value(store, "items_sum_2h") is None
    assert value(store, "items_mean_2h") == float(2**63)


def test_whole_numbers_stay_whole(make_store: MakeStore) -> None:
    """A sum of them is exact, also where floats are not."""
    store = make_store(events_view())
    store.push("txns", [{**event(8 + n / 2), "items": 2**53 + n} for n in (0, 1)])

    assert value(store, "items_sum_2h") == 2**54 + 1
