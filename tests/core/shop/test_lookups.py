"""One payment's features as they are served, and the rows that they come from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mlplat_core.shop import DEFAULTS, FEATURES, FraudFeatures, Market, make_market
from mlplat_core.shop.lookups import Lookups


@pytest.fixture(scope="module")
def market() -> Market:
    """A part of the shop that is large enough for late rows, corrections and new accounts."""
    return make_market(1_500)


def test_a_lookup_answers_as_the_join_does(market: Market) -> None:
    """Rows of other accounts and devices, which are not pushed, change nothing."""
    payments = market.payments[::5]
    lookups = Lookups(market)

    rows = [lookups.of(payment).row for payment in payments]

    assert rows == FraudFeatures(market).join(payments)


def test_sources_are_what_was_true_and_known(market: Market) -> None:
    """Each value stands in its source; clicks are counted within five minutes; times are past."""
    lookups = Lookups(market)
    seen = set()
    for payment in market.payments[::5]:
        found = lookups.of(payment)
        moment = found.row["event_timestamp"]
        for feature, source in found.sources.items():
            seen.add((feature, source is None))
            if source is None:
                assert found.row[feature] in (None, 0)
                continue
            assert source.event_timestamp <= source.created_timestamp <= moment
            if feature == "clicks_5m":
                assert moment - source.event_timestamp <= timedelta(minutes=5)
            elif feature != "amount_ratio":
                assert source.values[feature] == found.row[feature]
            else:
                usual = source.values["avg_amount_30d"]
                assert found.row[feature] == found.row["payment_amount"] / usual

    stored = {*DEFAULTS}
    assert {feature for feature, _ in seen} == stored
    assert {feature for feature, missing in seen if missing} == stored


def test_the_request_has_no_source(market: Market) -> None:
    """What a payment says of itself is known with it, and is looked up nowhere."""
    sources = Lookups(market).of(market.payments[0]).sources

    assert [feature for feature in FEATURES if feature not in sources] == [
        "payment_amount",
        "is_night",
        "is_abroad",
        "account_age",
    ]
