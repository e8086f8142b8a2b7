"""On which days does a model learn, on which is it judged, and what is known by then?

Whoever trains in the notebook on day 120 splits in time: the newest thirty days cannot be used, as
their charge-backs have not all arrived; the thirty days before them judge what was learned from the
first sixty. Then comes the next month, in which the model is in use.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from mlplat_core.shop.market import Market
from mlplat_core.shop.payments import Payment
from mlplat_core.shop.timeline import SETTLED, day

Period: TypeAlias = range
"""Days, by number: 0 is the first."""

TRAINING = range(0, 60)
"""What the first version learned from."""
NOTEBOOK = range(60, 90)
"""What the notebook judges it by."""
NEXT_MONTH = range(120, 150)
"""When it was in use: the month of the burst and of the wave, after three months of drift."""
RETRAINING = range(0, 120)
"""What later versions learned from, once its charge-backs had arrived."""


def payments_in(market: Market, days: Period) -> list[Payment]:
    """The payments of these days, in order of time.

    Example:
        >>> from mlplat_core.shop import make_market
        >>> len(payments_in(make_market(200), range(0, 150)))
        200
    """
    first, end = day(days.start), day(days.stop)
    return [payment for payment in market.payments if first <= payment.event < end]


def fraud_labels(market: Market, payments: Iterable[Payment], as_of: int = SETTLED) -> list[int]:
    """For each payment 1 if it was known to be charged back at the moment, else 0.

    Args:
        market: the part of the shop.
        payments: of this part.
        as_of: seconds since 1970; by default when all charge-backs have arrived.

    Example:
        >>> from mlplat_core.shop import make_market
        >>> market = make_market(500)
        >>> at_first, at_last = (fraud_labels(market, market.payments, day(n)) for n in (0, 200))
        >>> sum(at_first), sum(at_last) == len(market.chargebacks)
        (0, True)
    """
    known = {each.payment_id for each in market.chargebacks if each.created <= as_of}
    return [int(payment.payment_id in known) for payment in payments]
