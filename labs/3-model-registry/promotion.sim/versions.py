"""Which five versions of the fraud model stand in the registry?"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from snapshot import MEASURED_HERE

from mlplat_core import ModelRegistry
from mlplat_core.registry.store import MemoryStore
from mlplat_core.registry.versions import Lineage
from mlplat_core.shop import fraud_model, version_arguments

NAME = "fraud"
BEGINNING = datetime(2026, 11, 2, 9, tzinfo=UTC)
STEP = b"payment_amount = 100 * payment_amount\n"
"""The line that turns euros into cents; a version may bring it along."""


@dataclass(frozen=True)
class Pitch:
    """One version, as its author brings it."""

    model: str
    says: str
    p99_ms: float
    brings_step: bool = False
    own_snapshot: bool = False

    @property
    def served(self):
        """The model, and whether what is served to it is in cents."""
        return self.model, self.brings_step


PITCHES = {
    1: Pitch("fraud_v1", "two months of data; live", 12.0),
    2: Pitch("fraud_v2", "four months of data", 14.0),
    3: Pitch("fraud_v3", "four months, amounts in cents", 13.0),
    4: Pitch("fraud_v3", "as 3, and it brings the step to cents", 13.5, True),
    5: Pitch("fraud_v3", "as 4, measured again on this page's shop", 13.5, True, True),
}


@lru_cache
def artifact(version):
    """What is deployed: the model's file, below the step if the version brings it."""
    pitch = PITCHES[version]
    return (STEP if pitch.brings_step else b"") + fraud_model(pitch.model).artifact


@lru_cache
def facts(version):
    """What the registry is told about a version."""
    pitch = PITCHES[version]
    known = version_arguments(fraud_model(pitch.model))
    if pitch.own_snapshot:
        known |= MEASURED_HERE
    known["metrics"] = {"auc": known["metrics"]["auc"], "p99_ms": pitch.p99_ms}
    known["description"] = pitch.says
    if pitch.brings_step:
        known["lineage"] = with_step(known["lineage"])
    return known


def with_step(lineage: Lineage):
    return replace(lineage, parameters={**lineage.parameters, "step": STEP.decode().strip()})


class Clock:
    """Ten minutes pass between two entries."""

    def __init__(self, entries=0):
        self.entries = entries

    def __call__(self):
        self.entries += 1
        return BEGINNING + timedelta(minutes=10 * self.entries)


def open_registry():
    """A store, and a registry on it that has the five versions, the first of them live."""
    store = MemoryStore()
    registry = ModelRegistry(store=store, clock=Clock())
    registry.create_registered_model(NAME, actor="ana")
    for version in PITCHES:
        registry.create_model_version(NAME, artifact(version), **facts(version), actor="ana")
        if version == 1:
            registry.set_alias(NAME, "champion", 1, expected=None, actor="ben", reason="first")
    return store, registry
