"""What happens in the story: five deliveries of four payments, three clicks, the next payment."""

import json
from datetime import UTC, datetime, timedelta


def at(hour, minute=0, second=0, *, day=4):
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)


USER = {"user_id": "u1"}
PAID = [  # id, amount as text, currency, when it happened, when it arrived
    ("e71", "450.00", "SEK", at(18, 20, day=1), at(18, 20, 2, day=1)),
    ("e88", "35.00", "EUR", at(9, 40), at(9, 40, 2)),
    ("e89", "12,50", "EUR", at(9, 58), at(9, 58, 2)),
    ("e91", "129.90", "EUR", at(10, 5, 7), at(10, 5, 9)),
    ("e91", "129.90", "EUR", at(10, 5, 7), at(10, 5, 39)),
]
DELIVERED = [
    (
        json.dumps(
            {"id": name, "amount": amount, "cur": currency, "ts": f"{when:%Y-%m-%dT%H:%M:%SZ}"}
        ),
        arrived,
    )
    for name, amount, currency, when, arrived in PAID
]
CLICKED = [at(10, 12), at(10, 16, 30), at(10, 19, 10)]

# When the last run but one brought values online, this one writes, and the next payment asks.
LAST_RUN, THIS_RUN, ASKED = at(10), at(10, 6), at(10, 20)


def request(amount, moment):
    """What a request about a payment brings along."""
    return {**USER, "amount": amount, "currency": "EUR", "paid_at": moment}


LABELS = [
    {**request(35.0, at(9, 40)), "event_timestamp": at(9, 40)},
    {**request(129.9, at(10, 5, 7)), "event_timestamp": at(10, 5, 7)},
]
NEXT_PAYMENT = request(480.0, ASKED)


def job_after(moment):
    """When the job that runs every minute has seen what arrived at `moment`."""
    return moment.replace(second=0) + timedelta(minutes=1)
