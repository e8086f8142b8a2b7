"""The reference that the registry lab compares learners with does what the platform does."""

from __future__ import annotations

import importlib.util
import random
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from mlplat_core import AliasAssigned, GateResult, ModelRegistry, PlatformError, PromotionRejected

CHECKS = Path(__file__).parents[2] / "labs" / "3-model-registry" / "1-registry" / "checks.py"
STORIES = 200

Call = tuple[Any, ...]


def load_checks() -> ModuleType:
    """The module in `checks.py`, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("registry_lab_checks", CHECKS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checks = load_checks()


class PlatformRegistry:
    """The lab's registry on the platform's: Production is an alias, every other stage is a tag."""

    def __init__(self) -> None:
        self.platform = ModelRegistry()

    def register(self, name: str, artifact: bytes, meta: dict[str, str]) -> int:
        """The number of the new version, with its metadata as tags."""
        if name not in [model.name for model in self.platform.registered_models()]:
            self.platform.create_registered_model(name)
        tags = {**meta, "stage": "Development"}
        return self.platform.create_model_version(name, artifact, tags=tags).version

    def promote(self, name: str, version: int, to: str, evidence: object = None) -> None:
        """One step; into Production through a gate that wants to see a report."""
        if (self.stage(name, version), to) == ("Development", "Staging"):
            self.platform.set_tag(name, version, "stage", to)
        elif (self.stage(name, version), to) == ("Staging", "Production"):
            verdict = GateResult("report", "ok" if evidence else "no-report", "looked for a report")
            self.platform.promote(name, version, "champion", [lambda proposal: verdict])
            # What it will be as soon as it is no longer the champion.
            self.platform.set_tag(name, version, "stage", "Archived")
        else:
            raise PlatformError(f"no step leads to {to}")

    def rollback(self, name: str) -> None:
        """The alias goes back to where it came from."""
        self.platform.rollback(name, "champion")

    def live(self, name: str) -> int | None:
        """Where the alias points."""
        return self.platform.get_registered_model(name).aliases.get("champion")

    def stage(self, name: str, version: int) -> str:
        """Production for the champion, the tag for the others."""
        if version == self.live(name):
            return "Production"
        return self.platform.get_model_version(name, version).tags["stage"]


def stories() -> list[list[Call]]:
    """The stories of the lab's last check, each with a question after every call."""
    rng = random.Random(31)
    told = []
    for _ in range(STORIES):
        calls: list[Call] = []
        for call in checks.busy_month(rng):
            calls += [call, ("live", call[1])]
        told.append(calls)
    return told


def test_reference_and_platform_tell_the_same_stories() -> None:
    """Numbers, refusals, who is live and in which stage: all of them, after every call."""
    for calls in stories():
        reference = checks.tell(checks.Reference(), checks.Refused, calls)

        platform = checks.tell(PlatformRegistry(), PlatformError, calls)

        assert platform == reference, calls


def test_stories_are_about_something() -> None:
    """Every kind of call is accepted often, and every kind that can be refused is."""
    seen: Counter[tuple[str, bool]] = Counter()
    for calls in stories():
        came = checks.tell(checks.Reference(), checks.Refused, calls)
        seen.update(
            (call[0], what == checks.REFUSED) for call, what in zip(calls, came, strict=True)
        )

    for kind in (("promote", False), ("promote", True), ("rollback", False), ("rollback", True)):
        assert seen[kind] >= STORIES // 2, seen


def test_log_of_the_platform_has_what_the_lab_wants_of_a_log() -> None:
    """One entry for each move of the alias; a refusal is an entry of another kind."""
    registry = PlatformRegistry()
    calls = [*checks.REJECTED, checks.without_report(2), checks.to_production(3), checks.ROLLBACK]
    checks.tell(registry, PlatformError, calls)

    events = [entry.event for entry in registry.platform.history("fraud")]

    moves = [each.version for each in events if isinstance(each, AliasAssigned)]
    assert moves == [1, 3, 1]
    assert [each.version for each in events if isinstance(each, PromotionRejected)] == [2]
