"""Random lives of a registry, led by ours and by MLflow's at once."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from mlflow_twins import RESERVED, Twins

from mlplat_core import ModelRegistry

NAMES = st.sampled_from(("fraud", "fraud", "fraud", "Fraud"))
ALIASES = st.sampled_from(("champion", "challenger", "shadow-1"))  # ours are all in lower case
VERSIONS = st.integers(1, 5)
PLACES = st.none() | VERSIONS
TEXTS = st.sampled_from(("", "one", "two é"))
KEYS = st.sampled_from(("team", "a/b c"))


_MODELS = itertools.count()


def live(client: Any, *, lives: int, acts: int) -> int:
    """Lead so many random lives of at most so many acts; the number of acts in the end.

    Fails with the shortest life in which the two differ.
    """
    twins: list[Twins] = []
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine(client, twins),
        settings=settings(max_examples=lives, stateful_step_count=acts, database=None),
    )
    return sum(each.operations for each in twins)


def live_by_hand(client: Any) -> int:
    """Lead one short life in which everything happens that matters; the number of acts."""
    twins = Twins(ModelRegistry(), client, prefix=f"life-{next(_MODELS)}-")
    fraud, churn = f"{twins.prefix}fraud", f"{twins.prefix}churn"
    for name in (fraud, churn, fraud):
        twins.create_model(name, "first")
    for number in (1, 2, 3):
        twins.create_version(fraud, {"turn": f"{number}", "team": "risk"})
    for alias, version in (("champion", 1), ("challenger", 2), ("champion", 2), ("champion", 9)):
        twins.set_alias(fraud, alias, version)
    twins.delete_alias(fraud, "challenger")
    for alias in ("champion", "challenger"):
        twins.get_by_alias(fraud, alias)
    for version in (2, 3, 3):
        twins.delete_version(fraud, version)
    twins.create_version(fraud, {})
    twins.set_alias(fraud, "shadow-1", 4)
    for version in (None, 1, 3):
        twins.describe(fraud, version, "second")
        twins.tag(fraud, version, "a/b", "set")
        twins.tag(fraud, version, "turn", None)
    for name in (fraud, churn, churn):
        twins.delete_model(name)
    twins.check()
    return twins.operations


def machine(client: Any, twins: list[Twins]) -> type[RuleBasedStateMachine]:
    """The lives that two registries can have; each pair is added to the list."""

    class Lives(RuleBasedStateMachine):
        """Acts of all kinds in any order.

        A name that was deleted never comes back, as MLflow would begin again with version 1.
        """

        def __init__(self) -> None:
            super().__init__()
            self.twins = Twins(ModelRegistry(), client, prefix=f"life-{next(_MODELS)}-")
            self.buried: set[str] = set()
            twins.append(self.twins)

        def full(self, name: str) -> str:
            return f"{self.twins.prefix}{name}"

        @initialize(versions=st.integers(0, 4))
        def begin(self, versions: int) -> None:
            self.twins.create_model(self.full("fraud"), "")
            for _ in range(versions):
                self.twins.create_version(self.full("fraud"), {})

        @rule(name=NAMES, description=TEXTS)
        def create_model(self, name: str, description: str) -> None:
            if name not in self.buried:
                self.twins.create_model(self.full(name), description)

        @rule(name=NAMES, key=KEYS, value=TEXTS)
        def create_version(self, name: str, key: str, value: str) -> None:
            self.twins.create_version(self.full(name), {key: value})

        @rule(name=NAMES, alias=ALIASES | st.sampled_from(RESERVED), version=VERSIONS)
        def set_alias(self, name: str, alias: str, version: int) -> None:
            self.twins.set_alias(self.full(name), alias, version)

        @rule(name=NAMES, alias=ALIASES)
        def delete_alias(self, name: str, alias: str) -> None:
            self.twins.delete_alias(self.full(name), alias)

        @rule(name=NAMES, alias=ALIASES)
        def get_by_alias(self, name: str, alias: str) -> None:
            self.twins.get_by_alias(self.full(name), alias)

        @rule(name=NAMES, version=VERSIONS)
        def get_version(self, name: str, version: int) -> None:
            self.twins.get_version(self.full(name), version)

        @rule(name=NAMES, version=VERSIONS)
        def delete_version(self, name: str, version: int) -> None:
            self.twins.delete_version(self.full(name), version)

        @rule(name=NAMES)
        def delete_model(self, name: str) -> None:
            self.twins.delete_model(self.full(name))
            if self.full(name) not in {m.name for m in self.twins.registry.registered_models()}:
                self.buried.add(name)

        @rule(name=NAMES, version=PLACES, key=KEYS, value=st.none() | TEXTS)
        def tag(self, name: str, version: int | None, key: str, value: str | None) -> None:
            self.twins.tag(self.full(name), version, key, value)

        @rule(name=NAMES, version=PLACES, text=TEXTS)
        def describe(self, name: str, version: int | None, text: str) -> None:
            self.twins.describe(self.full(name), version, text)

        def teardown(self) -> None:
            self.twins.check()

    return Lives
