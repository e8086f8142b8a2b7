"""The live registry, a simple model of it, and the replay of its log always agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mlplat_core import (
    ConflictError,
    GateResult,
    LogEntry,
    ModelRegistry,
    NotFoundError,
    PlatformError,
    PromotionRejectedError,
    Proposal,
    RegistryState,
    VersionNotReadyError,
    state_as_of,
)
from mlplat_core.registry.event_log import EventLog
from mlplat_core.registry.store import MemoryStore

NAMES = st.sampled_from(["fraud", "churn"])
NUMBERS = st.integers(1, 5)
ALIASES = st.sampled_from(["champion", "shadow"])
EXPECTED = st.sampled_from(["anything", None, 1, 2, 3])


def gate(passes: bool) -> Callable[[Proposal], GateResult]:
    """A gate with a fixed answer."""
    return lambda proposal: GateResult("fixed", "ok" if passes else "no", "as told")


class Registries(RuleBasedStateMachine):
    """Random acts on a registry and on dictionaries that say what should come of them."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 11, 23, tzinfo=UTC)
        self.store = MemoryStore()
        self.registry = ModelRegistry(store=self.store, clock=self.tick)
        self.last: dict[str, int] = {}
        self.living: dict[str, dict[int, str]] = {}
        self.trails: dict[tuple[str, str], list[int]] = {}
        self.aliases: dict[tuple[str, str], int] = {}
        self.moments: list[tuple[datetime, dict[tuple[str, str], int]]] = []

    def tick(self) -> datetime:
        """A second later each time."""
        self.now += timedelta(seconds=1)
        return self.now

    def attempt(self, error: type[PlatformError] | None, act: Callable[[], Any]) -> bool:
        """Whether the act went through, which it must exactly if no error is due."""
        before, raised = len(self.store.read(0)), None
        try:
            act()
        except PlatformError as refusal:
            raised = refusal
        written = 1 if raised is None or error is PromotionRejectedError else 0
        assert isinstance(raised, error or type(None)), f"{raised!r}, not {error}"
        assert len(self.store.read(0)) == before + written
        return raised is None

    def trouble(self, name: str, version: int, *wanted: str) -> type[PlatformError] | None:
        """The error due if the version is not there, or not in a state that is wanted."""
        if version not in self.living.get(name, {}):
            return NotFoundError
        return None if self.living[name][version] in wanted else VersionNotReadyError

    def moved(self, name: str, alias: str, expected: Any) -> type[PlatformError] | None:
        """The error due if the alias is not where it is expected."""
        if name not in self.living:
            return NotFoundError
        actual = self.aliases.get((name, alias))
        return None if expected in ("anything", actual) else ConflictError

    def used(self, name: str, version: int | None = None) -> type[PlatformError] | None:
        """The error due if an alias points at the version, or at any."""
        for (model, _), target in self.aliases.items():
            if model == name and version in (None, target):
                return ConflictError
        return None

    @staticmethod
    def expecting(expected: Any) -> dict[str, Any]:
        """The argument, if there is one."""
        return {} if expected == "anything" else {"expected": expected}

    @rule(name=NAMES)
    def create(self, name: str) -> None:
        """Register a name."""
        error = ConflictError if name in self.living else None
        if self.attempt(error, lambda: self.registry.create_registered_model(name)):
            self.living[name] = {}
            self.last.setdefault(name, 0)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        """Delete a model."""
        error = NotFoundError if name not in self.living else self.used(name)
        if self.attempt(error, lambda: self.registry.delete_registered_model(name)):
            del self.living[name]

    @rule(name=NAMES, artifact=st.booleans())
    def register(self, name: str, artifact: bool) -> None:
        """Register a version."""
        error = None if name in self.living else NotFoundError
        source = b"weights" if artifact else None
        if self.attempt(error, lambda: self.registry.create_model_version(name, source)):
            self.last[name] += 1
            self.living[name][self.last[name]] = "READY" if artifact else "PENDING"

    @rule(name=NAMES, version=NUMBERS, fails=st.booleans())
    def complete(self, name: str, version: int, fails: bool) -> None:
        """End the wait for an artifact."""
        fail, finish = self.registry.fail_model_version, self.registry.complete_model_version
        act = (lambda: fail(name, version)) if fails else (lambda: finish(name, version, b"w"))
        if self.attempt(self.trouble(name, version, "PENDING"), act):
            self.living[name][version] = "FAILED" if fails else "READY"

    @rule(name=NAMES, version=NUMBERS)
    def archive(self, name: str, version: int) -> None:
        """Archive a version."""
        error = self.trouble(name, version, "READY") or self.used(name, version)
        if self.attempt(error, lambda: self.registry.archive(name, version)):
            self.living[name][version] = "ARCHIVED"

    @rule(name=NAMES, version=NUMBERS)
    def delete_version(self, name: str, version: int) -> None:
        """Delete a version."""
        states = ("PENDING", "READY", "FAILED", "ARCHIVED")
        error = self.trouble(name, version, *states) or self.used(name, version)
        if self.attempt(error, lambda: self.registry.delete_model_version(name, version)):
            del self.living[name][version]

    @rule(
        name=NAMES,
        alias=ALIASES,
        version=NUMBERS,
        expected=EXPECTED,
        passes=st.sampled_from([None, True, False]),
    )
    def point(
        self, name: str, alias: str, version: int, expected: Any, passes: bool | None
    ) -> None:
        """Set an alias, or promote through a gate."""
        error = self.moved(name, alias, expected) or self.trouble(name, version, "READY")
        more = self.expecting(expected)
        if passes is None:
            moved = self.attempt(
                error, lambda: self.registry.set_alias(name, alias, version, **more)
            )
        else:
            if error is None and not passes:
                error = PromotionRejectedError
            moved = self.attempt(
                error, lambda: self.registry.promote(name, version, alias, [gate(passes)], **more)
            )
        if moved:
            self.aliases[name, alias] = version
            trail = self.trails.setdefault((name, alias), [])
            if trail[-1:] != [version]:
                trail.append(version)

    @rule(name=NAMES, alias=ALIASES, expected=EXPECTED)
    def remove(self, name: str, alias: str, expected: Any) -> None:
        """Remove an alias."""
        missing = None if (name, alias) in self.aliases else NotFoundError
        error = self.moved(name, alias, expected) or missing
        more = self.expecting(expected)
        if self.attempt(error, lambda: self.registry.delete_alias(name, alias, **more)):
            del self.aliases[name, alias]

    @rule(name=NAMES, alias=ALIASES, expected=EXPECTED)
    def roll_back(self, name: str, alias: str, expected: Any) -> None:
        """Go back to the target before."""
        missing = None if (name, alias) in self.aliases else NotFoundError
        error = self.moved(name, alias, expected) or missing
        trail = self.trails.get((name, alias), [])
        if error is None and (len(trail) < 2 or self.trouble(name, trail[-2], "READY")):
            error = ConflictError
        more = self.expecting(expected)
        if self.attempt(error, lambda: self.registry.rollback(name, alias, **more)):
            trail.pop()
            self.aliases[name, alias] = trail[-1]

    @rule()
    def remember(self) -> None:
        """Note what is live now, to ask for it later."""
        log = self.registry.history()
        if log:
            self.moments.append((log[-1].moment, dict(self.aliases)))

    @invariant()
    def the_registry_is_as_the_model_says(self) -> None:
        """Names, numbers, states and aliases."""
        models = {model.name: model for model in self.registry.registered_models()}
        assert models.keys() == self.living.keys()
        for name, model in models.items():
            assert model.latest_version == self.last[name]
            versions = self.registry.model_versions(name)
            assert {v.version: v.status.value for v in versions} == self.living[name]
        assert pointed(self.registry.state_as_of(self.now)) == self.aliases

    @invariant()
    def replay_gives_the_same(self) -> None:
        """From this object's entries, and from the stored ones alone."""
        log: tuple[LogEntry, ...] = self.registry.history()
        live = self.registry._log.read(lambda state: state)
        assert state_as_of(log, self.now) == live
        stored = EventLog(self.store, self.tick)
        assert stored.entries() == log
        assert stored.read(lambda state: state) == live
        self.registry.verify()

    def teardown(self) -> None:
        """The past has not changed."""
        for moment, aliases in self.moments:
            assert pointed(self.registry.state_as_of(moment)) == aliases


def pointed(state: RegistryState) -> dict[tuple[str, str], int]:
    """What every alias points at."""
    return {
        (name, alias): version
        for name, model in state.models.items()
        for alias, version in model.aliases.items()
    }


TestRegistries = Registries.TestCase
TestRegistries.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
