"""Where do the learner's service and the platform's own differ, and what is the smallest request?

The platform's side is a `PredictHandler` on a `FeatureStore` and a `ModelRegistry`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from labkit.asking import Call, EntryPoint
from labkit.checkout.features import DEFAULTS
from labkit.checkout.given import READS, STORED, feature_store
from labkit.checkout.service import PAYMENT, Service
from labkit.checkout.stand_ins import KNOWN, StandInModel
from labkit.differential import expect_agreement, pick
from mlplat_core import Field, ModelRegistry, PlatformError
from mlplat_core.models import LinearScorer, dump_model
from mlplat_core.serving import Fallback, PredictHandler, PredictRequest

SEED = 41
CASES = 150
LINEAR = LinearScorer(READS, (1 / 16384, 1 / 256, 1 / 32, -1 / 2048), 0.125)
CHAMPION, BROKEN, NAN, NONE = "fraud@7", "raises an error", "says NaN", "there is none"
POST = EntryPoint("POST /predict", ("payment", "stored", "model"), "an answer")
FIELDS = ("transaction_id", "score", "decision", "features_missing", "degraded", "model_version")
ON_TIME_OUT = ("transaction_id", "score", "decision", "degraded")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a lab has come to.

    Attributes:
        fields: The fields of an answer that it asks for.
        stored: What stores there are: for a missing entry, one that takes too long.
        models: Which models there are.
    """

    fields: Sequence[str]
    stored: Sequence[Mapping[str, float] | None] = (KNOWN,)
    models: Sequence[str] = (CHAMPION,)


CONTRACT = Scope(FIELDS[:3])
SOME_STORED: Sequence[Mapping[str, float]] = tuple(
    {name: values[name] for name in STORED if name in names}
    for names in (STORED, STORED[:1], STORED[1:], STORED[2:], STORED[::2], ())
    for values in (KNOWN, {"avg_amount_30d": 0.0, "txn_count_7d": 0, "device_age_days": 0})
)
FEATURES = Scope(FIELDS[:5], SOME_STORED)
WHOLE = Scope(FIELDS, (*SOME_STORED, None), (*[CHAMPION] * 6, BROKEN, NAN, NONE))


def expect_platform_answers(learner: ModuleType, scope: Scope) -> None:
    """Assert that the learner's service answers seeded requests as the platform's own does."""
    rng = random.Random(SEED)
    calls = [_call(rng, scope) for _ in range(CASES)]
    asked = ModuleType("asked")
    setattr(asked, POST.name, _Asked(learner, scope).post)
    expect_agreement(
        asked,
        calls,
        lambda payment, stored, model: platform_answer(payment, stored, model, scope),
        named="the platform's own service",
        leave_out={"payment": 0},
        unusual=_unusual,
    )


def _call(rng: random.Random, scope: Scope) -> Call:
    payment, stored, model = _payment(rng), pick(rng, scope.stored), pick(rng, scope.models)
    if stored is None:
        # Whether the store or the model is asked first is up to the learner.
        model = CHAMPION
    return POST.call(payment, stored=stored, model=model)


def _unusual(call: Call) -> int:
    stored = call.arguments["stored"]
    missing = len(STORED) if stored is None else len(STORED) - len(stored)
    return missing + (call.arguments["model"] != CHAMPION)


def _payment(rng: random.Random) -> dict[str, Any]:
    payment = {**PAYMENT, "amount": pick(rng, (0.01, 64, 1024, 4096, 8192.5, 16384, 1_000_000))}
    payment["currency"] = pick(rng, ("USD", "EUR", "GBP"))
    flaws = ({"amount": 0}, {"currency": "CHF"}, {"colour": "red"}, {"user_id": ""}, {"amount": ""})
    if rng.random() < 0.2:
        payment |= pick(rng, flaws)
    return payment


@dataclass
class _Asked:
    """The learner's app, which stays while store and model change behind it."""

    learner: ModuleType
    scope: Scope
    service: Service | None = field(default=None)

    def post(self, payment: dict[str, Any], stored: dict[str, float] | None, model: str) -> object:
        if self.service is None:
            self.service = Service(self.learner)
        self.service.store.stored = stored
        self.service.slot.model = _stand_in(model)
        reply = self.service.post(payment)
        if reply.error is not None:
            raise reply.error
        if reply.status != 200 or not isinstance(reply.body, dict):
            return reply.status
        names = self.scope.fields if stored is not None else ON_TIME_OUT
        return _in_one_order({name: reply.body.get(name, "is not there") for name in names})


def _in_one_order(answer: dict[str, Any]) -> dict[str, Any]:
    missing = answer.get("features_missing")
    if isinstance(missing, list):
        answer["features_missing"] = sorted(missing, key=str)
    return answer


def _stand_in(model: str) -> StandInModel | None:
    if model == NONE:
        return None
    return StandInModel(CHAMPION, _scorer(model))


def _scorer(model: str) -> Any:  # noqa: ANN401  # as StandInModel.scored
    return {BROKEN: _fails, NAN: lambda _: float("nan")}.get(model, LINEAR.score)


def _fails(vector: Sequence[float]) -> float:
    raise RuntimeError("/srv/models/fraud/7/model.bin: cannot be read")


def platform_answer(
    payment: dict[str, Any], stored: dict[str, float] | None, model: str, scope: Scope
) -> object:
    """The status, where the platform refuses; otherwise the fields that the lab asks for."""
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
    found |= {"transaction_id": answer.id, "model_version": CHAMPION}
    names = scope.fields if stored is not None else ON_TIME_OUT
    return _in_one_order({name: found[name] for name in names})


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
    scorer: Any = _Behaving(_scorer(model))
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
