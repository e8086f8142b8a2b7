"""What was each payment of a burst served, by a real feature store?"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from bursts import BURSTS, DAY, HOUR, MINUTE

from mlplat_core import Entity, FeatureStore, FeatureView, Field, WindowAggregation

REFRESH_S = {
    "every 24 hours": DAY,
    "every hour": HOUR,
    "every minute": MINUTE,
    "on every event": None,
}

MIDNIGHT = datetime(2026, 3, 4, tzinfo=UTC)


@lru_cache
def counts_read(refresh):
    """For each burst, what an online read said at each of its payments; once per choice.

    The choices share nothing but the bursts, so the slowest is worth remembering.
    """
    interval = REFRESH_S[refresh]
    return tuple(tuple(serve(burst, interval)) for burst in BURSTS)


def serve(burst, interval):
    store = new_store()
    counts = []
    published = None
    for second in burst.times():
        asked = [{"card": burst.card}]
        if interval is None:
            answer = store.get_online_features(["payments:last_day"], asked, now=at(second))
            counts.append(answer.rows[0]["last_day"] or 0)
        else:
            # A job that found nothing new since its last run writes nothing.
            due = second // interval * interval
            if counts and due != published:
                publish(store, burst.card, due)
                published = due
            answer = store.get_online_features(["published:count"], asked, now=at(second))
            counts.append(answer.rows[0]["count"] or 0)
        store.push("payments", [{"card": burst.card, **known_at(second)}])
    return counts


def new_store():
    card = Entity("card", join_keys=["card"])
    last_day = WindowAggregation("last_day", None, "count", timedelta(days=1))
    # Two days later than the last payment: the store may be asked about any moment before.
    store = FeatureStore(clock=lambda: at(4 * DAY))
    store.apply(
        [
            FeatureView("payments", [card], [Field("shop", str)], aggregations=[last_day]),
            FeatureView("published", [card], [Field("count", int)], ttl=timedelta(days=2)),
        ]
    )
    return store


def publish(store, card, second):
    """One run of the job: the window as of that moment goes to the online store."""
    asked = [{"card": card, "event_timestamp": at(second)}]
    [row] = store.get_historical_features(asked, ["payments:last_day"]).rows
    published = {"card": card, "count": row["last_day"] or 0, **known_at(second)}
    store.push("published", [published], to="offline")
    store.materialize_incremental(at(second), feature_views=["published"])


def known_at(second):
    return {"event_timestamp": at(second), "created_timestamp": at(second)}


def at(second):
    return MIDNIGHT + timedelta(seconds=second)


def seen_at(counts, needed):
    """The number of the first payment that was served a count of at least `needed`, or None."""
    return next((number for number, count in enumerate(counts, 1) if count >= needed), None)
