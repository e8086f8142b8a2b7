"""Which devices pay at Halvard Market, and since when is each known?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mlplat_core.shop.customers import Customer
from mlplat_core.shop.payments import Payment
from mlplat_core.shop.timeline import START
from mlplat_core.shop.visits import home_device


class Device(NamedTuple):
    """One telephone or computer.

    Attributes:
        device_id: its key.
        event: when it was first seen, seconds since 1970.
        created: when the platform learned of it.
    """

    device_id: str
    event: int
    created: int


def make_devices(payments: Iterable[Payment], customers: Iterable[Customer]) -> Iterator[Device]:
    """Every device that was seen: at an account's opening, if that is old, or at its first payment.

    Args:
        payments: in order of time.
        customers: the accounts; that of an old one has its usual device since it was opened.
    """
    seen: set[str] = set()
    for customer in customers:
        if customer.event < START:
            device_id = home_device(customer)
            seen.add(device_id)
            yield Device(device_id, customer.event, customer.created)
    for payment in payments:
        if payment.device_id not in seen:
            seen.add(payment.device_id)
            yield Device(payment.device_id, payment.event, payment.created)
