"""What does the platform's own service answer to a payment?

A `PredictHandler` on a `FeatureStore` and a `ModelRegistry`, asked as the learner's service is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from labkit.checkout.features import DEFAULTS
from labkit.checkout.given import READS, STORED, feature_store
from labkit.checkout.service import PAYMENT
from mlplat_core import Field, ModelRegistry, PlatformError
from mlplat_core.models import LinearScorer, dump_model
from mlplat_core.serving import Fallback, PredictHandler, PredictRequest

# Powers of two, so that a score may lie exactly on a threshold; always between 0 and 1.
LINEAR = LinearScorer(READS, (2.0**-21, 2.0**-10, 2.0**-5, -(2.0**-13)), 0.375)
CHAMPION, BROKEN, NAN, NONE = "fraud@7", "raises an error", "says NaN", "there is none"


def platform_answer(
    payment: Mapping[str, Any], stored: Mapping[str, float] | None, model: str
) -> int | dict[str, Any]:
    """The fields of an answer; the status alone, where the platform refuses."""
    if not _is_valid(payment):
        return 422
    handler = _handler(None if stored is None else tuple(stored.items()), model)
    entity, given = {"user_id": payment["user_id"]}, {"amount": payment["amount"]}
    try:
        answer = handler.predict(PredictRequest(entity, given, id=payment["transaction_id"]))
    except PlatformError:
        return 503
    if answer.fallback == "error":  # here only a slow store is worth a fallback
        return 503
    found = answer.to_document()
    return found | {"transaction_id": answer.id, "model_version": CHAMPION}


def _is_valid(payment: Mapping[str, Any]) -> bool:
    amount = payment.get("amount")
    return (
        payment.keys() == PAYMENT.keys()
        and isinstance(amount, int | float)
        and 0 < amount <= 1_000_000
        and payment["currency"] in ("USD", "EUR", "GBP")
        and all(0 < len(payment[name]) <= 64 for name in ("transaction_id", "user_id"))
    )


@dataclass
class _Behaving:
    """A scorer that reads what the linear one reads, and does what the stand-in does."""

    score: Any
    feature_names: tuple[str, ...] = READS
    accepts_null: bool = False


@cache
def _registry() -> ModelRegistry:
    registry = ModelRegistry()
    registry.create_registered_model("fraud")
    registry.create_model_version("fraud", dump_model(LINEAR))
    registry.set_alias("fraud", "champion", 1)
    return registry


def _handler(stored: tuple[tuple[str, float], ...] | None, model: str) -> PredictHandler:
    store: Any = feature_store({"u1": dict(stored or ())})
    if stored is None:
        store.get_online_features = _too_slow
    scorer: Any = _Behaving(scorer_of(model))
    return PredictHandler(
        registry=_registry(),
        store=store,
        model=f"models:/fraud@{'nobody' if model == NONE else 'champion'}",
        features=[f"user_stats:{name}" for name in STORED],
        defaults=DEFAULTS,
        fallback=Fallback("review"),
        request_features=[Field("amount", float)],
        key_types={"user_id": str},
        load=lambda artifact: scorer,
    )


def _too_slow(*args: object, **options: object) -> None:
    raise TimeoutError


def scorer_of(model: str) -> Any:  # noqa: ANN401  # as StandInModel.scored
    """What the model does with a vector."""
    return {BROKEN: _fails, NAN: lambda _: float("nan")}.get(model, LINEAR.score)


def _fails(vector: Sequence[float]) -> float:
    raise RuntimeError("/srv/models/fraud/7/model.bin: cannot be read")
