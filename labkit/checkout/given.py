"""What stands behind the checkout's `/predict`? A store that may be slow, and a champion.

Both are the platform's own: features are read from a `FeatureStore`, and the champion is found by
its alias in a `ModelRegistry`. `uvicorn program:app` serves a program that uses them, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from labkit.asgi.client import Client
from labkit.asgi.exchange import App
from mlplat_core import Entity, FeatureStore, FeatureView, Field, ModelRegistry
from mlplat_core.models import LinearScorer, Scorer, dump_model, load_model

READS = ("amount", "avg_amount_30d", "txn_count_7d", "device_age_days")
"""What the model reads, in its order; the amount is the request's own."""
STORED = READS[1:]
COEFFICIENTS = (0.0003, -0.01, 0.3, -0.002)
INTERCEPTS = (-1.0, -2.0)
"""Of the champion before, and of the champion."""
SLOW_USER = "u-slow"
SEEN = datetime(2026, 3, 4, 10, tzinfo=UTC)

USUAL = {"transaction_id": "t1", "user_id": "u1", "amount": 59.9, "currency": "EUR"}
TRIED = (
    USUAL,
    {**USUAL, "transaction_id": "t2", "amount": 9000},
    {**USUAL, "transaction_id": "t3", "user_id": "nobody-knows"},
    {**USUAL, "transaction_id": "t4", "amount": -5},
)
_CUSTOMERS: Mapping[str, Mapping[str, float]] = {
    "u1": dict(zip(STORED, (48.5, 4, 400), strict=True)),
    "u2": {"txn_count_7d": 9},
}


@dataclass(frozen=True, slots=True)
class VersionedModel:
    """A model that knows its name.

    Attributes:
        version: Such as "fraud@2".
    """

    version: str
    _scorer: Scorer

    def score(self, vector: Sequence[float]) -> float:
        """How suspicious a payment is: below 0.5 hardly, from 0.9 on very.

        Args:
            vector: One value for each feature, in the model's order.
        """
        return self._scorer.score(vector)


class OnlineStore:
    """What is stored about the customers, read in one round trip.

    Args:
        customers: The features of each user; what is left out of them is missing.
    """

    def __init__(self, customers: Mapping[str, Mapping[str, float]]) -> None:
        self._store = feature_store(customers)

    async def get(self, user_id: str, names: Iterable[str]) -> dict[str, Any]:
        """Those of the named features that there are, by name; none for an unknown user.

        Raises:
            TimeoutError: The store took too long, as it does for the user "u-slow".
        """
        if user_id == SLOW_USER:
            raise TimeoutError("the store took longer than 50 ms")
        asked = [f"user_stats:{name}" for name in names if name in STORED]
        answer = self._store.get_online_features(asked, [{"user_id": user_id}]) if asked else None
        row = answer.rows[0] if answer else {}
        return {name: row[name] for name in STORED if row.get(name) is not None}


def feature_store(customers: Mapping[str, Mapping[str, float]]) -> FeatureStore:
    """A store that has these features of these users."""
    view = FeatureView(
        "user_stats",
        [Entity("user", join_keys=["user_id"])],
        [Field(name, float if name == "avg_amount_30d" else int) for name in STORED],
    )
    store = FeatureStore()
    store.apply(view)
    rows = [{"user_id": user, **_whole_row(has)} for user, has in customers.items()]
    store.push("user_stats", rows)
    return store


def _whole_row(has: Mapping[str, float]) -> dict[str, Any]:
    stamps = {"event_timestamp": SEEN, "created_timestamp": SEEN}
    return dict.fromkeys(STORED) | dict(has) | stamps


def _registry() -> ModelRegistry:
    registry = ModelRegistry()
    registry.create_registered_model("fraud")
    for intercept in INTERCEPTS:
        scorer = LinearScorer(READS, COEFFICIENTS, intercept, "logit", positive_class="fraud")
        registry.create_model_version("fraud", dump_model(scorer))
    registry.set_alias("fraud", "champion", len(INTERCEPTS))
    return registry


online_store = OnlineStore(_CUSTOMERS)
_models = _registry()


def champion() -> VersionedModel:
    """The model that the alias points to at this moment."""
    found = _models.get_model_version_by_alias("fraud", "champion")
    artifact = _models.load_artifact(f"models:/fraud/{found.version}")
    return VersionedModel(f"fraud@{found.version}", load_model(artifact))


def try_out(app: App) -> None:
    """Show what the app answers to a few payments."""
    client = Client(app, raise_errors=False)
    for payment in TRIED:
        answer = client.request("POST", "/predict", json=payment)
        print(f"{payment['user_id']} pays {payment['amount']}: {answer.status} {answer.text}")
