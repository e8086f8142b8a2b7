"""Which payments come back as fraud, and how many weeks later does the shop learn of it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mlplat_core.shop.chances import Draw, between
from mlplat_core.shop.payments import Payment
from mlplat_core.shop.timeline import DAY


class Chargeback(NamedTuple):
    """A payment that its bank took back.

    Attributes:
        payment_id: the payment.
        user_id: its account.
        device_id: its device.
        event: when the payment was made, as the fraud happened then, seconds since 1970.
        created: when the shop learned of it, 12 to 30 days later.
        amount_cents: how much, in euro cents.
    """

    payment_id: str
    user_id: str
    device_id: str
    event: int
    created: int
    amount_cents: int


def make_chargebacks(draw: Draw, payments: Iterable[Payment]) -> Iterator[Chargeback]:
    """The charge-backs of fraudulent payments; of one in twenty-five nobody complains."""
    for payment in payments:
        if payment.scheme and draw() < 0.96:
            days = between(draw, 12, 29)
            yield Chargeback(
                payment.payment_id,
                payment.user_id,
                payment.device_id,
                payment.event,
                payment.event + days * DAY + between(draw, 0, DAY - 1),
                payment.amount_cents,
            )
