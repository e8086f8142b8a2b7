"""Which features does the fraud model read, and how are they defined on the platform?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from mlplat_core.feature_store.definitions import Entity, FeatureService, FeatureView, Field
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView
from mlplat_core.feature_store.windows.aggregations import WindowAggregation

USER = Entity("user", join_keys=["user_id"])
DEVICE = Entity("device", join_keys=["device_id"])

# Exclusive: a payment is never in the history that it is judged by.
USER_STATS = FeatureView(
    "user_stats",
    [USER],
    [
        Field("txn_count_7d", int),
        Field("avg_amount_30d", float),
        Field("chargebacks_180d", int),
    ],
    boundary="exclusive",
)
DEVICE_STATS = FeatureView(
    "device_stats",
    [DEVICE],
    [
        Field("device_users_30d", int),
        Field("device_age_days", int),
        Field("device_chargebacks_180d", int),
    ],
    boundary="exclusive",
)
CLICKS = FeatureView(
    "clicks",
    [USER],
    [Field("page", str)],
    aggregations=[WindowAggregation("clicks_5m", None, "count", timedelta(minutes=5))],
)


def describe_payment(row: Mapping[str, Any]) -> dict[str, Any]:
    """The features of a payment itself, from the request and from what its account usually pays.

    Args:
        row: `amount` in euros, `account_age_days`, `hour`, `abroad`, and `avg_amount_30d`, which is
            None for an account without a payment.

    Example:
        >>> request = {"amount": 90.0, "account_age_days": 400, "hour": 10, "abroad": False}
        >>> describe_payment({**request, "avg_amount_30d": 60.0})["amount_ratio"]
        1.5
    """
    usual = row["avg_amount_30d"]
    return {
        "payment_amount": row["amount"],
        "amount_ratio": row["amount"] / usual if usual else None,
        "is_night": row["hour"] < 6 or row["hour"] >= 22,
        "is_abroad": row["abroad"],
        "account_age": row["account_age_days"],
    }


PAYMENT = OnDemandFeatureView(
    "payment",
    sources=["user_stats:avg_amount_30d"],
    request=[
        Field("amount", float),
        Field("account_age_days", int),
        Field("hour", int),
        Field("abroad", bool),
    ],
    schema=[
        Field("payment_amount", float),
        Field("amount_ratio", float),
        Field("is_night", bool),
        Field("is_abroad", bool),
        Field("account_age", int),
    ],
    transform=describe_payment,
)

VIEWS = (USER_STATS, DEVICE_STATS, CLICKS, PAYMENT)
"""All views, the on-demand one last, as it reads another."""

FRAUD = FeatureService(
    "fraud",
    [
        "payment:payment_amount",
        "payment:amount_ratio",
        "payment:is_night",
        "payment:is_abroad",
        "payment:account_age",
        "user_stats:txn_count_7d",
        "user_stats:chargebacks_180d",
        "device_stats:device_users_30d",
        "device_stats:device_age_days",
        "device_stats:device_chargebacks_180d",
        "clicks:clicks_5m",
    ],
)
"""What the fraud model reads, in the order in which it reads it."""

FEATURES = tuple(reference.feature for reference in FRAUD.references)
"""The names of its features, in this order."""

SCHEMA: Mapping[str, str] = {
    feature.name: str(feature.dtype)
    for view in VIEWS
    for feature in view.fields
    if feature.name in FEATURES
}
"""The type of each of them, as their views have it."""

DEFAULTS: Mapping[str, float] = {
    "amount_ratio": 1.0,
    "txn_count_7d": 0,
    "chargebacks_180d": 0,
    "device_users_30d": 0,
    "device_age_days": 0,
    "device_chargebacks_180d": 0,
    "clicks_5m": 0,
}
"""What the model reads where there is no value: of a new account, on a new device."""

DEFINITIONS = (*VIEWS, FRAUD)
"""All of it, for `FeatureStore.apply`."""
