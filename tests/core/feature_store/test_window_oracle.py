"""Windows against those of pandas, which include their start and not their end, if asked to."""

from __future__ import annotations

import math
import random

import pandas as pd
import pytest
from events import event, events_view, window
from timeline import Row, at, store_of

FUNCTIONS = ("count", "sum", "mean", "min", "max")
WIDTHS = (1, 3, 24)
VIEW = events_view(
    window(f"{function}_{hours}h", "amount", function, hours)  # type: ignore[arg-type]
    for function in FUNCTIONS
    for hours in WIDTHS
)


@pytest.mark.parametrize("seed", range(20))
def test_windows_are_those_of_pandas_closed_on_the_left(seed: int) -> None:
    """At every event, which is never in its own window; quarters of an hour meet all edges."""
    rng = random.Random(seed)
    quarters = sorted(rng.sample(range(400), 100))
    rows = [event(quarter / 4, float(rng.randrange(-50, 50))) for quarter in quarters]
    store = store_of(VIEW)
    store.push("txns", rng.sample(rows, len(rows)))

    asked = [{"user_id": "u1", "event_timestamp": at(quarter / 4)} for quarter in quarters]
    found = store.get_historical_features(asked, [f"txns:{name}" for name in VIEW.feature_names])

    expected = pandas_windows(rows)
    compared = 0
    for answer, row in zip(found.rows[1:], expected[1:], strict=True):  # at first none is known
        for name, value in row.items():
            assert answer[name] == (value if value is None else pytest.approx(value)), name
            compared += 1
    assert compared == 99 * 15


def pandas_windows(rows: list[Row]) -> list[Row]:
    """All windows at every event, by pandas."""
    frame = pd.DataFrame(rows).set_index("event_timestamp")
    columns = {
        f"{function}_{hours}h": frame["amount"]
        .rolling(f"{hours}h", closed="left", min_periods=0 if function == "count" else 1)
        .agg(function)
        for function in FUNCTIONS
        for hours in WIDTHS
    }
    records = pd.DataFrame(columns).to_dict("records")
    return [{name: _ours(name, value) for name, value in record.items()} for record in records]


def _ours(name: str, value: float) -> float | None:
    """What we say where pandas says NaN: over nothing, a sum is zero and the rest is null."""
    return value if not math.isnan(value) else 0.0 if name.startswith("sum") else None
