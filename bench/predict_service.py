"""A predict service with 50 features, and the bare FastAPI handler it is compared with.

Started by `python -m bench.predict` as two server processes:
    python -m uvicorn bench.predict_service:platform
    python -m uvicorn bench.predict_service:bare
"""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI

from mlplat_core import Entity, FeatureService, FeatureStore, FeatureView, Field, ModelRegistry
from mlplat_core.models import GradientBoostingScorer, LinearScorer, Split, Tree, dump_model
from mlplat_core.serving import PredictHandler, create_app

FEATURES, USERS, TREES = 50, 1_000, 60
NAMES = tuple(f"feature_{number}" for number in range(FEATURES))
SERVICE = FeatureService("fraud", [f"user_stats:{name}" for name in NAMES])
SEEN = datetime(2026, 11, 1, tzinfo=UTC)


def linear() -> bytes:
    """A logistic regression on all features, as a model file."""
    weights = tuple(0.01 * (number % 7 - 3) for number in range(FEATURES))
    return dump_model(LinearScorer(NAMES, weights, -0.5, "logit", positive_class="fraud"))


def boosted() -> bytes:
    """60 trees of depth 3 on all features, as a model file."""
    rng = random.Random(7)

    def tree() -> Tree:
        splits = [
            Split(rng.randrange(FEATURES), rng.random(), 2 * place + 1, 2 * place + 2)
            for place in range(7)
        ]
        return Tree((*splits, *(rng.uniform(-0.1, 0.1) for _ in range(8))))

    trees = tuple(tree() for _ in range(TREES))
    model = GradientBoostingScorer(NAMES, trees, 0.0, "logit", positive_class="fraud")
    return dump_model(model)


def make_store() -> FeatureStore:
    """A store in memory with all features of all users."""
    rng, store = random.Random(7), FeatureStore()
    user = Entity("user", join_keys=("user_id",))
    view = FeatureView("user_stats", (user,), [Field(name, float) for name in NAMES])
    store.apply([user, view, SERVICE])
    store.push(
        "user_stats",
        [
            {"user_id": number, "event_timestamp": SEEN, **{name: rng.random() for name in NAMES}}
            for number in range(USERS)
        ],
    )
    return store


def make_handler(artifact: bytes, store: FeatureStore) -> PredictHandler:
    """A handler that serves the artifact as champion."""
    registry = ModelRegistry()
    registry.create_registered_model("fraud")
    registry.create_model_version("fraud", artifact)
    registry.set_alias("fraud", "champion", 1, expected=None)
    return PredictHandler(
        registry=registry,
        store=store,
        model="models:/fraud@champion",
        features=SERVICE,
        deadline_ms=200,
    )


def platform() -> FastAPI:
    """The platform's service."""
    return create_app(make_handler(linear(), make_store()))


def bare() -> FastAPI:
    """What FastAPI itself costs: a handler that reads the same body and returns a constant."""
    app = FastAPI()

    @app.post("/predict")
    async def predict(body: dict[str, Any]) -> dict[str, Any]:
        return {"id": body.get("id"), "score": 0.5}

    return app
