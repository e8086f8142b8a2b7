"""How often a feature is null."""

from __future__ import annotations

from math import nan

from timeline import FEATURES, at, row, store_of

from mlplat_core.feature_store.monitoring.nulls import null_rates


def test_every_kind_of_null_counts() -> None:
    """None, NaN and a missing column; but neither 0, nor an empty text, nor False."""
    rows = [{"a": None}, {"a": nan}, {}, {"a": 0}, {"a": ""}, {"a": False}, {"a": []}, {"a": 1}]

    assert null_rates(iter(rows), ["a", "b"]) == {"a": 0.375, "b": 1.0}


def test_no_rows_have_no_nulls() -> None:
    """The rate of nothing is 0, as for freshness."""
    assert null_rates([], ["a"]) == {"a": 0.0}


def test_a_training_set_can_be_asked() -> None:
    """Expired and unknown values are null there."""
    store = store_of()
    store.push("stats", [row(1, 3, created=1)])
    asked = [{"user_id": "u1", "event_timestamp": at(hours)} for hours in (0, 1, 2, 3)]

    training = store.get_historical_features(asked, FEATURES)

    assert null_rates(training.rows, ["count", "amount"]) == {"count": 0.25, "amount": 1.0}
