"""Which rows does a model learn from or get judged by, and how well does it do on them?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlplat_core.models.evaluation import roc_auc_score
from mlplat_core.models.scorer import Scorer
from mlplat_core.shop.joins import FraudFeatures, Join, vector
from mlplat_core.shop.periods import Period, fraud_labels, payments_in
from mlplat_core.shop.slices import auc_by_slice, slices


@dataclass(frozen=True, slots=True)
class Examples:
    """Payments as a model sees them, and what became of them.

    Attributes:
        payment_ids: their keys.
        vectors: for each the values of `FEATURES`.
        labels: for each 1 if it was charged back in the end, else 0.
        members: for every slice, whether each payment belongs to it.
    """

    payment_ids: Sequence[str]
    vectors: Sequence[Sequence[float]]
    labels: Sequence[int]
    members: Mapping[str, Sequence[bool]]

    def auc(self, scorer: Scorer) -> float:
        """How well the model tells fraud from the rest: 0.5 is chance, 1 is perfect."""
        return roc_auc_score(self.labels, self.scores(scorer))

    def auc_by_slice(self, scorer: Scorer) -> dict[str, float]:
        """The same for every slice that has both."""
        return auc_by_slice(self.members, self.labels, self.scores(scorer))

    def scores(self, scorer: Scorer) -> list[float]:
        """The model's score of every payment."""
        return [scorer.score(values) for values in self.vectors]


def read_examples(
    features: FraudFeatures, days: Period, how: Join = "known", *, cents: bool = False
) -> Examples:
    """The payments of some days, joined to their features.

    Args:
        features: the histories of a part of the shop.
        days: which days.
        how: which values are looked up; what is served is always "known".
        cents: whether amounts are taken in cents, as the third version of the model was trained;
            everything else on the platform has them in euros.

    Example:
        >>> from mlplat_core.shop import make_market
        >>> examples = read_examples(FraudFeatures(make_market(200)), range(0, 150))
        >>> len(examples.vectors), len(examples.vectors[0])
        (200, 11)
    """
    market = features.market
    payments = payments_in(market, days)
    rows: Iterable[Mapping[str, Any]] = features.join(payments, how)
    if cents:
        rows = map(_in_cents, rows)
    return Examples(
        [payment.payment_id for payment in payments],
        [vector(row) for row in rows],
        fraud_labels(market, payments),
        slices(market, payments),
    )


def together(parts: Sequence[Examples]) -> Examples:
    """The examples of several parts as one.

    Args:
        parts: at least one.
    """
    return Examples(
        [each for part in parts for each in part.payment_ids],
        [each for part in parts for each in part.vectors],
        [each for part in parts for each in part.labels],
        {name: [m for part in parts for m in part.members[name]] for name in parts[0].members},
    )


def _in_cents(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it would be if the request had the amount in cents."""
    ratio = row["amount_ratio"]
    return {
        **row,
        "payment_amount": 100 * row["payment_amount"],
        "amount_ratio": None if ratio is None else 100 * ratio,
    }
