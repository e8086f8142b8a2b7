"""What was known about an account after each of its payments?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mlplat_core.shop.corrections import by_arrival, known_counts
from mlplat_core.shop.market import Market
from mlplat_core.shop.timeline import DAY, HOUR, START


class UserRow(NamedTuple):
    """A row of the view `user_stats`: the account right after a payment.

    Attributes:
        user_id: the account.
        event: when the payment was made, seconds since 1970.
        created: when the row was written, for the first time or again.
        txn_count_7d: payments in the seven days up to the event, this one included.
        avg_amount_30d: their average over thirty days, in euros.
        chargebacks_180d: how many payments up to the event were known to be charged back.
    """

    user_id: str
    event: int
    created: int
    txn_count_7d: int
    avg_amount_30d: float
    chargebacks_180d: int


def user_rows(market: Market) -> Iterator[UserRow]:
    """The log of `user_stats`, account by account.

    What happened before the first day is one row for each account that existed by then.
    """
    arrivals = by_arrival((each.user_id, (each.event, each.created)) for each in market.chargebacks)
    paid: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for each in market.customers:
        if each.event < START:
            before = START - 1 * HOUR
            yield UserRow(each.user_id, before, before + HOUR // 2, 0, each.basket_cents / 100, 0)
    for payment in market.payments:
        user_id, event = payment.user_id, payment.event
        paid[user_id].append((event, payment.amount_cents))
        count, average = _sums(paid[user_id], event)
        known = arrivals.get(user_id, ())
        for created, chargebacks in known_counts(event, payment.created, known):
            yield UserRow(user_id, event, created, count, average, chargebacks)


def _sums(paid: list[tuple[int, int]], event: int) -> tuple[int, float]:
    """How many payments there were in seven days, and the average of thirty, in whole cents."""
    week = sum(at >= event - 7 * DAY for at, _ in paid)
    month = [cents for at, cents in paid if at >= event - 30 * DAY]
    # Rounded as a whole number and divided once, which gives the same float everywhere.
    return week, (2 * sum(month) + len(month)) // (2 * len(month)) / 100
