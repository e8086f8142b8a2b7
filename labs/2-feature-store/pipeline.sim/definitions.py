"""The definitions that training and serving share, and the copy that somebody made of one."""

from datetime import datetime, timedelta

from mlplat_core import (
    Entity,
    FeatureService,
    FeatureView,
    Field,
    OnDemandFeatureView,
    WindowAggregation,
)


def describe(row):
    """The shared transform: euros and the hour in UTC; of an amount that is text, nothing."""
    rate = 0.09 if row["currency"] == "SEK" else 1.0
    amount = row["amount"]
    euros = round(amount * rate, 2) if isinstance(amount, float) else None
    return {"amount_eur": euros, "hour": row["paid_at"].hour}


def describe_again(row):
    """The same from memory, in a checkout service whose clocks show the time in Berlin."""
    rate = 0.09 if row["currency"] == "SEK" else 1.0
    in_berlin = row["paid_at"] + timedelta(hours=1)
    return {"amount_eur": round(row["amount"] * rate, 2), "hour": in_berlin.hour}


WEEK = timedelta(days=7)
USER_ENTITY = Entity("user", ["user_id"])
AMOUNT, HOUR = Field("amount_eur", float), Field("hour", int)

RAW_EVENTS = FeatureView("raw_events", [Entity("event", ["event_id"])], [Field("body", str)])
PAYMENTS = FeatureView(
    "payments",
    [USER_ENTITY],
    [Field("event_id", str), AMOUNT],
    aggregations=[
        WindowAggregation("count_7d", None, "count", WEEK),
        WindowAggregation("sum_7d", "amount_eur", "sum", WEEK),
    ],
)
CLICKS = FeatureView(
    "clicks",
    [USER_ENTITY],
    [Field("page", str)],
    aggregations=[WindowAggregation("clicks_5m", None, "count", timedelta(minutes=5))],
)
USER_STATS = FeatureView(
    "user_stats", [USER_ENTITY], [Field("payments_7d", int), Field("spent_7d", float)], ttl=WEEK
)
PAYMENT = OnDemandFeatureView(
    "payment",
    sources=(),
    request=[Field("amount", float), Field("currency", str), Field("paid_at", datetime)],
    schema=[AMOUNT, HOUR],
    transform=describe,
)
FRAUD = FeatureService(
    "fraud",
    [
        "payment:amount_eur",
        "payment:hour",
        "user_stats:payments_7d",
        "user_stats:spent_7d",
        "clicks:clicks_5m",
    ],
)
FEATURES = [each.feature for each in FRAUD.references]
ALL = [RAW_EVENTS, PAYMENTS, CLICKS, USER_STATS, PAYMENT, FRAUD]
