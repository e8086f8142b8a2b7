"""Where does the learner's service differ from the platform's, and what is the smallest case?"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from labkit.asking import Call, EntryPoint
from labkit.checkout.given import STORED
from labkit.checkout.platform_answer import (
    BROKEN,
    CHAMPION,
    NAN,
    NONE,
    platform_answer,
    scorer_of,
)
from labkit.checkout.service import PAYMENT, Service
from labkit.checkout.stand_ins import KNOWN, StandInModel
from labkit.differential import expect_agreement, pick

SEED = 41
CASES = 150
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

    def part(self, answer: Any, stored: object) -> object:  # noqa: ANN401  # the learner's
        """The fields of an answer that this lab asks for; a status as it is."""
        if not isinstance(answer, dict):
            return answer
        names = self.fields if stored is not None else ON_TIME_OUT
        return _in_one_order({name: answer.get(name, "is not there") for name in names})


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
        lambda payment, stored, model: scope.part(platform_answer(payment, stored, model), stored),
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
    missing = len(STORED) - len(stored or ())
    return missing + int(call.arguments["model"] != CHAMPION)


def _payment(rng: random.Random) -> dict[str, Any]:
    payment = {**PAYMENT, "amount": pick(rng, (0.01, 64, 262_144, 524_288, 1_000_000))}
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
        is_answer = reply.status == 200 and isinstance(reply.body, dict)
        return self.scope.part(reply.body if is_answer else reply.status, stored)


def _in_one_order(answer: dict[str, Any]) -> dict[str, Any]:
    missing = answer.get("features_missing")
    if isinstance(missing, list):
        answer["features_missing"] = sorted(missing, key=str)
    return answer


def _stand_in(model: str) -> StandInModel | None:
    if model == NONE:
        return None
    return StandInModel(CHAMPION, scorer_of(model))
