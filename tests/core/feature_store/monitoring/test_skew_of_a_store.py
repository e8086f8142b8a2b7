"""What a service logged, held against what its feature store says for the same moments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from timeline import FEATURES, Row, at, row, store_of

from mlplat_core import FeatureStore, Field, RequestError
from mlplat_core.feature_store.monitoring.skew import measure_skew
from mlplat_core.feature_store.monitoring.skew_report import SkewExample, SkewReport
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView

COLUMNS = ["count", "amount"]


def serve(store: FeatureStore, hours: float, user: str = "u1") -> Row:
    """Answer one request as a service would, and return what it logs."""
    asked = [{"user_id": user}]
    found = store.get_online_features(FEATURES, asked, now=at(hours)).rows[0]
    return {"prediction_id": f"p{hours}", **found, "event_timestamp": at(hours)}


def skew(store: FeatureStore, served: list[Row], tolerance: float = 0.0) -> SkewReport:
    """The report on the features of the view."""
    return store.skew_report(served, FEATURES, tolerance=tolerance)


@pytest.fixture
def store(make_store: Callable[..., FeatureStore]) -> FeatureStore:
    """A store with two values of one user, whose second became known late."""
    store = make_store()
    store.push(
        "stats",
        [
            {**row(1, 3, created=1), "amount": 41.5},
            {**row(5, 4, created=9), "amount": 50.0},
        ],
    )
    return store


def test_what_the_store_served_has_no_skew(store: FeatureStore) -> None:
    """Before, at and after each change, and also before the late value was known."""
    served = [serve(store, hours) for hours in (0, 1, 5, 8, 9, 20)] + [serve(store, 9, "u2")]

    report = skew(store, served)

    assert (report.rows, report.total.compared, report.total.equal) == (7, 14, 14)


def test_late_data_is_no_skew(store: FeatureStore) -> None:
    """A correction that arrives later changes the past, but not what was known in it."""
    served = [serve(store, 8)]

    store.push("stats", [row(2, 9, created=50)])

    assert skew(store, served).total.equal == 2


def test_planted_bugs_are_found_with_both_values(store: FeatureStore) -> None:
    """Cents, a default where there is nothing, a stale value, and a feature that was not read."""
    served = [serve(store, 2), serve(store, 0), serve(store, 10), serve(store, 10)]
    served[0]["amount"] = 4150.0
    served[1]["count"] = 0
    served[2]["count"] = 3
    del served[3]["amount"]

    report = skew(store, served)

    assert report.features["count"].examples == (
        SkewExample(2, "mismatched", 3, 4),
        SkewExample(1, "extra", 0, None),
    )
    assert report.features["amount"].examples == (
        SkewExample(0, "mismatched", 4150.0, 41.5),
        SkewExample(3, "missing", None, 50.0),
    )
    assert report.shares == {"count": 0.5, "amount": 0.5}


def test_a_value_within_the_tolerance_is_equal(store: FeatureStore) -> None:
    """As where a service logs fewer digits."""
    served = [{**serve(store, 2), "amount": 41.46}]

    assert skew(store, served).shares["amount"] == 1.0
    assert skew(store, served, tolerance=0.05).shares["amount"] == 0.0


def test_computed_features_are_compared_too(store: FeatureStore) -> None:
    """From what the log has of the request, while a wrong copy of the function is found."""

    def ratio(row: Mapping[str, Any]) -> dict[str, Any]:
        return {"ratio": row["spent"] / row["amount"] if row["amount"] else None}

    request, schema = [Field("spent", float)], [Field("ratio", float)]
    sources = ["stats:amount"]
    store.apply(
        OnDemandFeatureView("ratios", sources, schema=schema, request=request, transform=ratio)
    )
    served = [
        {"user_id": "u1", "spent": 83.0, "event_timestamp": at(2), "ratio": 2.0},
        {"user_id": "u1", "spent": 83.0, "event_timestamp": at(2), "ratio": 0.5},
    ]

    report = measure_skew(
        served, ["ratio"], lambda rows: store.get_historical_features(rows, ["ratios:ratio"])
    )

    assert report.features["ratio"].examples == (SkewExample(1, "mismatched", 0.5, 2.0),)
    assert report.shares == {"ratio": 0.5}


def test_a_log_without_moments_is_refused(store: FeatureStore) -> None:
    """Nobody could say what was known then; the message names the row."""
    served = [serve(store, 2), {"user_id": "u1", "count": 3}]

    with pytest.raises(RequestError, match="row 1 has no 'event_timestamp'") as caught:
        skew(store, served)

    assert (caught.value.row, caught.value.column) == (1, "event_timestamp")


def test_the_log_stays_as_it_was(store: FeatureStore) -> None:
    """The features are left out of a copy, and other columns may come along."""
    served = [serve(store, 2)]
    before = [dict(each) for each in served]

    skew(store, served)

    assert served == before


STEPS = st.integers(0, 9)
ROWS = st.lists(
    st.builds(row, STEPS, st.none() | st.integers(0, 5), STEPS, st.sampled_from(["u1", "u2"])),
    max_size=20,
)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_a_store_never_disagrees_with_itself(rows: list[Row]) -> None:
    """Whatever was written in whatever order: what is served is what is trained on."""
    store = store_of()
    store.push("stats", rows)
    served = [serve(store, hours, user) for hours in range(11) for user in ("u1", "u2", "u3")]

    assert skew(store, served).total.equal == 66
