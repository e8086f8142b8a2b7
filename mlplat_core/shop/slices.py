"""Which groups of payments must a model serve well, each for itself?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress

from mlplat_core.models.evaluation import roc_auc_score
from mlplat_core.shop.customers import COUNTRIES
from mlplat_core.shop.market import Market
from mlplat_core.shop.payments import Payment

NEW_USER_DAYS = 30
"""So many days an account counts as new."""
LARGE_CENTS = 5_000
"""From this amount on a payment counts as large."""


def slices(market: Market, payments: Sequence[Payment]) -> dict[str, list[bool]]:
    """For every slice, whether each payment belongs to it; slices overlap.

    Args:
        market: the part of the shop.
        payments: n >= 0 of this part.

    Example:
        >>> from mlplat_core.shop import make_market
        >>> market = make_market(100)
        >>> list(slices(market, market.payments))[:3]
        ['new users', 'known users', 'small amounts']
    """
    country = {each.user_id: each.country for each in market.customers}
    new = [payment.account_age_days < NEW_USER_DAYS for payment in payments]
    large = [payment.amount_cents >= LARGE_CENTS for payment in payments]
    return {
        "new users": new,
        "known users": [not each for each in new],
        "small amounts": [not each for each in large],
        "large amounts": large,
        **{
            f"country {code}": [country[payment.user_id] == code for payment in payments]
            for code in sorted({*COUNTRIES})
        },
    }


def auc_by_slice(
    members: Mapping[str, Sequence[bool]], labels: Sequence[int], scores: Sequence[float]
) -> dict[str, float]:
    """The AUC of each slice; those without a fraud, or with nothing but fraud, are left out.

    Args:
        members: as `slices` returns them.
        labels: one per payment.
        scores: likewise.

    Example:
        >>> auc_by_slice({"odd": [True, False, True], "none": [False] * 3}, [0, 1, 1], [1, 2, 3])
        {'odd': 1.0}
    """
    found = {}
    for name, inside in members.items():
        own = list(compress(labels, inside))
        if {*own} == {0, 1}:
            found[name] = roc_auc_score(own, list(compress(scores, inside)))
    return found
