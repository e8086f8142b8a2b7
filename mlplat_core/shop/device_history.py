"""What was known about a device after each payment with it?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from mlplat_core.shop.corrections import by_arrival, known_counts
from mlplat_core.shop.market import Market
from mlplat_core.shop.timeline import DAY, HOUR, START, next_night


class DeviceRow(NamedTuple):
    """A row of the view `device_stats`: the device right after a payment, as the night job saw it.

    Attributes:
        device_id: the device.
        event: when the payment was made, seconds since 1970.
        created: when the nightly job wrote the row, for the first time or again.
        device_users_30d: how many accounts paid with it in the thirty days up to the event.
        device_age_days: whole days from its first sight to the event.
        device_chargebacks_180d: how many payments up to the event were known to be charged back.
    """

    device_id: str
    event: int
    created: int
    device_users_30d: int
    device_age_days: int
    device_chargebacks_180d: int


def device_rows(market: Market) -> Iterator[DeviceRow]:
    """The log of `device_stats`, with one row for each device that was known before the first day.

    A nightly job computes this view, so that a row is known from 02:00 on, and a charge-back that
    arrives in the morning only the night after.
    """
    arrivals = by_arrival(
        (each.device_id, (each.event, next_night(each.created))) for each in market.chargebacks
    )
    first = {each.device_id: each.event for each in market.devices}
    users: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for device_id, seen in first.items():
        if seen < START:
            before = START - 1 * HOUR
            yield DeviceRow(device_id, before, before + HOUR // 2, 1, (before - seen) // DAY, 0)
    for payment in market.payments:
        device_id, event = payment.device_id, payment.event
        users[device_id].append((event, payment.user_id))
        recent = {user_id for at, user_id in users[device_id] if at >= event - 30 * DAY}
        age, known = (event - first[device_id]) // DAY, arrivals.get(device_id, ())
        for created, chargebacks in known_counts(event, next_night(payment.created), known):
            yield DeviceRow(device_id, event, created, len(recent), age, chargebacks)
