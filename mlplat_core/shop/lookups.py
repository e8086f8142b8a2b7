"""What did the platform know about one payment, and since when?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from mlplat_core.feature_store.explanation import Candidate, Verdict
from mlplat_core.feature_store.store import FeatureStore
from mlplat_core.shop.device_history import device_rows
from mlplat_core.shop.feature_rows import as_row
from mlplat_core.shop.fraud_features import DEFINITIONS, FRAUD
from mlplat_core.shop.joins import entity_row
from mlplat_core.shop.market import Market
from mlplat_core.shop.payments import Payment
from mlplat_core.shop.user_history import user_rows

# The one feature of the request that also reads a stored value: the account's average.
_ALSO_READS = {"amount_ratio": "user_stats"}


@dataclass(frozen=True, slots=True)
class Lookup:
    """The features of a payment as they are served, and where each comes from.

    Attributes:
        row: the payment with its features; None where there is no value.
        sources: for each feature that is stored the row that answered, of a window the newest
            event in it; None if nothing was known. Features of the request alone are not in it.
    """

    row: Mapping[str, Any]
    sources: Mapping[str, Candidate | None]


class Lookups:
    """Looks up one payment at a time in a feature store that holds what concerns it.

    Pushing a whole market into a store takes a second, and a page has no second when somebody
    moves a slider. What the store answers for a payment depends on its account and its device
    alone, so these rows are pushed and no others.

    Args:
        market: a part of the shop.

    Example:
        >>> from mlplat_core.shop import make_market
        >>> market = make_market(200)
        >>> found = Lookups(market).of(market.payments[-1])
        >>> found.row["payment_id"], "payment_amount" in found.sources
        ('p200', False)

    Complexity:
        O(rows) once, then O(rows of the account and the device).
    """

    def __init__(self, market: Market) -> None:
        self._records: defaultdict[tuple[str, str], list[NamedTuple]] = defaultdict(list)
        for user in user_rows(market):
            self._records["user_stats", user.user_id].append(user)
        for device in device_rows(market):
            self._records["device_stats", device.device_id].append(device)
        for click in market.clicks:
            self._records["clicks", click.user_id].append(click)

    def of(self, payment: Payment) -> Lookup:
        """What was known about a payment of this market when it had to be judged."""
        asked = entity_row(payment)
        user, device = payment.user_id, payment.device_id
        store = FeatureStore()
        store.apply(DEFINITIONS)
        answered: dict[str, Candidate | None] = {}
        for view, key in (("user_stats", user), ("device_stats", device), ("clicks", user)):
            store.push(view, map(as_row, self._records.get((view, key), ())))
            candidates = store.explain(view, asked).candidates
            answered[view] = next(filter(_answers, candidates), None)
        sources = {
            reference.feature: answered[view]
            for reference in FRAUD.references
            if (view := _ALSO_READS.get(reference.feature, reference.view)) in answered
        }
        return Lookup(store.get_historical_features([asked], FRAUD).rows[0], sources)


def _answers(candidate: Candidate) -> bool:
    return candidate.verdict in (Verdict.WON, Verdict.COUNTED)
