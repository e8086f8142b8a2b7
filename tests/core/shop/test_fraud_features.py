"""The features of the fraud model: the platform's own join, three ways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args

import pytest

from mlplat_core import FeatureStore
from mlplat_core.shop import (
    DEFAULTS,
    DEFINITIONS,
    FEATURES,
    FRAUD,
    FraudFeatures,
    Join,
    Market,
    entity_row,
    feature_rows,
    make_market,
    vector,
)
from mlplat_core.shop.timeline import SETTLED, to_datetime


@pytest.fixture(scope="module")
def market() -> Market:
    """A small shop."""
    return make_market(600)


@pytest.fixture(scope="module")
def store(market: Market) -> FeatureStore:
    """The platform, with all that the shop pushes."""
    store = FeatureStore(clock=lambda: to_datetime(SETTLED) + timedelta(days=1))
    store.apply(DEFINITIONS)
    for view, rows in feature_rows(market).items():
        store.push(view, rows)
    return store


def values(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The features of each row."""
    return [{name: row[name] for name in FEATURES} for row in rows]


@pytest.mark.parametrize(("how", "as_known"), [("known", True), ("event_time", False)])
def test_the_join_is_that_of_the_feature_store(
    market: Market, store: FeatureStore, how: Join, as_known: bool
) -> None:
    """A store that got every row answers the same, for every payment and feature."""
    asked = [entity_row(payment) for payment in market.payments]

    joined = FraudFeatures(market).join(market.payments, how)

    stored = store.get_historical_features(asked, FRAUD, as_known=as_known).rows
    assert values(joined) == values(stored)


def test_the_latest_value_is_what_the_online_store_has_at_the_end(
    market: Market, store: FeatureStore
) -> None:
    """Whenever the payment was made."""
    asked = [entity_row(payment) for payment in market.payments]

    joined = FraudFeatures(market).join(market.payments, "latest")

    online = store.get_online_features(FRAUD, asked, now=to_datetime(SETTLED)).rows
    assert values(joined) == values(online)


@pytest.mark.parametrize("how", get_args(Join))
def test_payments_keep_their_own_moment(market: Market, how: Join) -> None:
    """A join adds features; the columns of the payment stay as they are, in order."""
    joined = FraudFeatures(market).join(market.payments, how)

    assert [
        {name: row[name] for name in entity_row(payment)}
        for row, payment in zip(joined, market.payments, strict=True)
    ] == [entity_row(payment) for payment in market.payments]


def test_only_the_honest_join_is_blind_to_its_own_chargeback(market: Market) -> None:
    """What was known at the payment never counts its own charge-back; the latest value does."""
    charged = {each.payment_id for each in market.chargebacks}
    stolen = [payment for payment in market.payments if payment.payment_id in charged]
    features = FraudFeatures(market)

    counts = {
        how: sum(row["chargebacks_180d"] or 0 for row in features.join(stolen, how))
        for how in get_args(Join)
    }

    assert counts["known"] < counts["event_time"] < counts["latest"]


def test_a_vector_has_a_number_for_every_feature(market: Market) -> None:
    """In the model's order, with a default where there is no value."""
    rows = FraudFeatures(market).join(market.payments)
    missing = {name for row in rows for name in FEATURES if row[name] is None}

    vectors = [vector(row) for row in rows]

    assert missing == {*DEFAULTS}
    assert all(len(each) == len(FEATURES) for each in vectors)
    assert all(isinstance(value, int | float) for each in vectors for value in each)
    assert vectors[0][0] == rows[0]["payment_amount"]
