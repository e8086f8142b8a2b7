"""Random lives of a model registry, for whoever has to follow it."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from mlplat_core import Lineage, ModelRegistry, PlatformError

MODELS = ("fraud", "Fraud", "churn-eu.v2")
ALIASES = ("champion", "challenger", "shadow")
# The last two are no names for MLflow.
KEYS = ("team", "a/b c", "p=0.5", "mlplat.status")


class Clock:
    """A clock that goes on by a second with every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 14, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The present moment."""
        self.now += timedelta(seconds=1)
        return self.now


def new_registry() -> ModelRegistry:
    """A registry in memory, with a clock that everybody reads alike."""
    return ModelRegistry(clock=Clock())


def live(registry: ModelRegistry, rng: random.Random, acts: int) -> None:
    """Let so many random things happen to the registry; what it refuses does not happen."""
    for _ in range(acts):
        act = rng.choice(_ACTS)
        with suppress(PlatformError):
            act(registry, rng, rng.choice(MODELS))


def number(registry: ModelRegistry, rng: random.Random, name: str) -> int:
    """The number of some version, or of none."""
    return rng.randint(1, registry.get_registered_model(name).latest_version + 1)


def _register(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    tags = {rng.choice(KEYS): rng.choice(("", "é", "x" * 300))}
    registry.create_registered_model(name, description=rng.choice(("", "first")), tags=tags)


def _version(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    last = registry.get_registered_model(name).latest_version
    registry.create_model_version(
        name,
        rng.choice((None, b"", b"weights", rng.randbytes(9))),
        metrics={"auc": rng.random(), "n/all": float(rng.randrange(9))},
        evaluation_set=rng.choice((None, "e1")),
        slices={"new = true": {"auc": rng.random()}},
        schema={"stats:count": "int64"},
        lineage=Lineage(
            rng.choice((None, "d1")),
            {"stats": "h1"},
            rng.choice((None, "c1")),
            rng.choice((None, last or None)),
            {"depth": rng.randrange(5), "rate": 0.1, "warm": True, "note": None},
        ),
        description=rng.choice(("", "second")),
        tags={rng.choice(KEYS): "v"},
        actor=rng.choice((None, "ana")),
    )


def _complete(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    registry.complete_model_version(name, number(registry, rng, name), rng.randbytes(5))


def _fail(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    registry.fail_model_version(name, number(registry, rng, name))


def _archive(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    registry.archive(name, number(registry, rng, name))


def _delete_version(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    registry.delete_model_version(name, number(registry, rng, name))


def _delete_model(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    if rng.random() < 0.5:
        for alias in registry.get_registered_model(name).aliases:
            registry.delete_alias(name, alias)
        registry.delete_registered_model(name)


def _set_alias(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    registry.set_alias(name, rng.choice(ALIASES), number(registry, rng, name))


def _delete_alias(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    registry.delete_alias(name, rng.choice(ALIASES))


def _tag(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    version = rng.choice((None, number(registry, rng, name)))
    registry.set_tag(name, version, rng.choice(KEYS), rng.choice((None, "", "new")))


def _describe(registry: ModelRegistry, rng: random.Random, name: str) -> None:
    version = rng.choice((None, number(registry, rng, name)))
    registry.set_description(name, version, rng.choice(("", "other")))


Act = Callable[[ModelRegistry, random.Random, str], None]
_ACTS: tuple[Act, ...] = (
    _register,
    _version,
    _version,
    _version,
    _complete,
    _fail,
    _archive,
    _delete_version,
    _delete_model,
    _set_alias,
    _set_alias,
    _delete_alias,
    _tag,
    _describe,
)
