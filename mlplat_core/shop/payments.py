"""Which payments does the platform see, and when does it learn of each?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mlplat_core.shop.chances import Draw, between
from mlplat_core.shop.timeline import DAY, HOUR, MINUTE
from mlplat_core.shop.visits import Scheme, Visit


class Payment(NamedTuple):
    """One payment.

    Attributes:
        payment_id: its key; in order of time within a part.
        user_id: the account.
        device_id: the device.
        event: when it was made, seconds since 1970.
        created: when the platform learned of it; of one in fifty, hours later.
        amount_cents: how much, in euro cents.
        abroad: whether the device is in another country than the account.
        account_age_days: whole days since the account was opened.
        hour: the hour of the day, UTC, 0 to 23.
        scheme: which fraud it is, if any. The shop does not know it; no model may read it.
    """

    payment_id: str
    user_id: str
    device_id: str
    event: int
    created: int
    amount_cents: int
    abroad: bool
    account_age_days: int
    hour: int
    scheme: Scheme


def make_payments(draw: Draw, visits: Iterable[Visit], part: int) -> Iterator[Payment]:
    """The payment that each visit ends with.

    Args:
        draw: the chances.
        visits: in order of time.
        part: the part of the shop; it makes keys that no other part has.
    """
    for number, visit in enumerate(visits, part * 100_000 + 1):
        event = visit.event
        yield Payment(
            f"p{number}",
            visit.customer.user_id,
            visit.device_id,
            event,
            event + _delay(draw),
            max(100, visit.cents),
            visit.abroad,
            (event - visit.customer.event) // DAY,
            event % DAY // HOUR,
            visit.scheme,
        )


def _delay(draw: Draw) -> int:
    """Seconds until the platform learns of a payment; hours if the line to the bank was down."""
    return between(draw, 1, 20) if draw() < 0.98 else between(draw, 20 * MINUTE, 5 * HOUR)
