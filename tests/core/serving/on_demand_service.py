"""Services whose model reads features that are computed from the request."""

from __future__ import annotations

from typing import Any

from fraud_service import USUAL, FraudService, linear

from mlplat_core import Field
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView


def compare(row: dict[str, Any]) -> dict[str, Any]:
    """How unusual an amount is."""
    usual = row["avg_amount_30d"]
    return {"amount_ratio": None if usual is None else row["amount"] / usual}


def divide(row: dict[str, Any]) -> dict[str, Any]:
    """A share, unless there are no parts, which it does not expect."""
    return {"share": 1 / row["parts"]}


def ratio_service() -> FraudService:
    """Version 3, the champion, reads `amounts:amount_ratio`, which takes `amount`."""
    return _service(
        OnDemandFeatureView(
            "amounts",
            sources=[USUAL],
            request=[Field("amount", float)],
            schema=[Field("amount_ratio", float)],
            transform=compare,
        ),
        linear(txn_count_7d=0.1, amount_ratio=0.2),
    )


def fragile_service() -> FraudService:
    """Version 3, the champion, reads `shares:share`, whose function fails for `parts` of 0."""
    return _service(
        OnDemandFeatureView(
            "shares",
            sources=[],
            request=[Field("parts", int)],
            schema=[Field("share", float)],
            transform=divide,
        ),
        linear(txn_count_7d=0.1, share=0.2),
    )


def _service(view: OnDemandFeatureView, artifact: bytes) -> FraudService:
    service = FraudService()
    service.store.apply(view)
    service.registry.create_model_version("fraud", artifact)
    service.registry.set_alias("fraud", "champion", 3)
    return service
