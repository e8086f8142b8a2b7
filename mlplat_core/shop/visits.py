"""How do honest customers come to pay: when, with which device, how much?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from mlplat_core.shop.chances import Draw, between, one_of
from mlplat_core.shop.customers import Customer
from mlplat_core.shop.regimes import price_level
from mlplat_core.shop.timeline import DAY, END, HOUR, START

Scheme: TypeAlias = Literal["", "takeover", "testing", "fresh", "friendly"]
"""Why a payment is fraud, and which kind; empty if it is none. No model may ever read it."""

_HOURS = (
    *(0, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 12, 13, 13, 14, 14, 15, 15, 16, 16),
    *(17, 17, 17, 18, 18, 18, 19, 19, 19, 20, 20, 20, 21, 21, 21, 22, 22, 23),
)
"""Hours of the day, UTC; the more often listed, the more is paid in them."""


class Visit(NamedTuple):
    """Somebody comes to the shop, clicks about and pays.

    Attributes:
        event: when the payment is made, seconds since 1970.
        customer: the account that pays.
        device_id: the device that it is paid with.
        cents: how much.
        abroad: whether the device is in another country than the account.
        clicks: how many clicks come before the payment.
        pace: how many seconds there are between two of them, at most.
        scheme: which fraud it is, if any.
    """

    event: int
    customer: Customer
    device_id: str
    cents: int
    abroad: bool
    clicks: int
    pace: int
    scheme: Scheme


def home_device(customer: Customer) -> str:
    """The device that the customer usually pays with.

    Example:
        >>> home_device(Customer("u17", 0, 0, "DE", 5_000, 3))
        'd17'
    """
    return f"d{customer.user_id[1:]}"


def honest_visits(draw: Draw, customer: Customer) -> Iterator[Visit]:
    """The visits of a customer in the five months, in any order.

    A new account pays at once, and often more than usual: there is a voucher for the first basket.
    Some pay with a second device, some from a holiday.
    """
    first = max(customer.event, START)
    for number in range(customer.payments):
        is_first = number == 0 and customer.event >= START
        event = first + between(draw, 300, 2 * HOUR) if is_first else _moment(draw, first)
        percent = between(draw, 30, 170) if draw() < 0.85 else between(draw, 120, 400)
        if event - customer.event < 30 * DAY:
            percent += between(draw, 30, 200)
        yield Visit(
            event,
            customer,
            home_device(customer) if draw() < 0.85 else home_device(customer) + "b",
            customer.basket_cents * percent // 100 * price_level(event) // 1_000,
            draw() < 0.09,
            between(draw, 1, 5),
            150 if draw() < 0.85 else 60,
            "friendly" if draw() < 0.005 else "",
        )


def _moment(draw: Draw, first: int) -> int:
    """A moment after the first, on any day, at an hour at which people shop."""
    midnight = first - first % DAY
    days = (END - midnight) // DAY
    event = midnight + between(draw, 0, days - 1) * DAY + one_of(draw, _HOURS) * HOUR
    return max(first, event + between(draw, 0, HOUR - 1))
