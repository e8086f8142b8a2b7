"""Which payment shows why the three joins differ, and which row does each take for it?"""

from dataclasses import dataclass

from joins import JOINS

from mlplat_core import FeatureStore
from mlplat_core.shop import (
    DEFINITIONS,
    NOTEBOOK,
    as_row,
    entity_row,
    fraud_labels,
    payments_in,
    user_rows,
)
from mlplat_core.shop.timeline import SETTLED, to_datetime


@dataclass(frozen=True)
class Example:
    """A payment, and the row of its account that each join takes for it."""

    payment: object
    taken: dict


def find_example(features):
    """The first fraud in the notebook for which the three joins say three different things."""
    payments = payments_in(features.market, NOTEBOOK)
    labels = fraud_labels(features.market, payments)
    frauds = [payment for payment, label in zip(payments, labels) if label]
    joined = [features.join(frauds, how) for how in JOINS.values()]
    for payment, *rows in zip(frauds, *joined):
        values = {row["chargebacks_180d"] for row in rows}
        if len(values) == 3 and None not in values:
            return Example(payment, rows_taken(features.market, payment))
    raise LookupError("No fraud tells the three joins apart.")


def rows_taken(market, payment):
    """For each join the row that wins, as the feature store explains it."""
    store = FeatureStore(clock=lambda: to_datetime(SETTLED))
    store.apply(DEFINITIONS)
    own = [row for row in user_rows(market) if row.user_id == payment.user_id]
    store.push("user_stats", [as_row(row) for row in own])
    explained = store.explain("user_stats", entity_row(payment))
    # The candidates come newest first, by event time and then by created time.
    had_happened = [row for row in explained.candidates if row.verdict != "WRONG_TIME"]
    return dict(zip(JOINS, [explained.candidates[0], had_happened[0], explained.winner]))
