"""Would the tests of the registry notice? A defect is planted for each rule, and each is caught.

Races are forced, not hoped for: a store lets another writer through at the worst moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from mlflow_files import MLFLOW_WARNINGS, new_mlflow
from mlflow_lives import live_by_hand
from planting import Defect

from mlplat_core import ConflictError, ModelRegistry, PlatformError
from mlplat_core.registry import decisions, replay
from mlplat_core.registry.store import MemoryStore, RegistryStore, StoredEntry

pytestmark = MLFLOW_WARNINGS


class CrowdedStore:
    """A store at which somebody else is always faster, once.

    Args:
        store: where the entries go.
        other: what the other writer does, right before the first entry of this one is stored.
    """

    def __init__(self, store: RegistryStore, other: Callable[[], object]) -> None:
        self._store, self._other = store, [other]

    def append(
        self, entry: StoredEntry, expected_head: str, artifacts: Mapping[str, bytes]
    ) -> bool:
        """As the port says, but too late."""
        if self._other:
            self._other.pop()()
        return self._store.append(entry, expected_head, artifacts)

    def read(self, after: int) -> list[StoredEntry]:
        """As the port says."""
        return self._store.read(after)

    def artifact(self, digest: str) -> bytes | None:
        """As the port says."""
        return self._store.artifact(digest)

    def close(self) -> None:
        """As the port says."""


def race(act: Callable[[ModelRegistry, int], object]) -> int:
    """How many of two writers are told that their act was done, though only one's can have been.

    Both have read the same log when they decide; the second one stores its entry first.
    """
    home = MemoryStore()
    first = ModelRegistry(store=home)
    first.create_registered_model("fraud")
    for number in (1, 2, 3):
        first.create_model_version("fraud", f"weights {number}".encode())
    first.set_alias("fraud", "champion", 1)
    told: list[int] = []

    def attempt(registry: ModelRegistry, number: int) -> None:
        try:
            act(registry, number)
        except ConflictError:
            return
        told.append(number)

    slow = ModelRegistry(store=CrowdedStore(home, lambda: attempt(first, 2)))
    try:
        attempt(slow, 3)
        ModelRegistry(store=home).verify()
    except PlatformError:
        return 2  # one of the two has broken the log
    return len(told)


def move_from_1(registry: ModelRegistry, number: int) -> object:
    """Move the alias that was last seen on version 1."""
    return registry.set_alias("fraud", "champion", number, expected=1)


def make_first(registry: ModelRegistry, number: int) -> object:
    """Set an alias that nobody has set."""
    return registry.set_alias("fraud", "shadow", number, expected=None)


def delete_from_1(registry: ModelRegistry, number: int) -> object:
    """Delete the alias that was last seen on version 1."""
    return registry.delete_alias("fraud", "champion", expected=1)


RACES = (move_from_1, make_first, delete_from_1)
RACE_DEFECTS = [
    Defect(
        "an alias moves only from where it is expected",
        decisions,
        "current_target",
        "expected is not ANYTHING and actual != expected",
        "False",
    ),
    Defect(
        "what a decision rests on is checked in the transaction that stores it",
        MemoryStore,
        "append",
        "head != expected_head",
        "False",
    ),
]


@pytest.mark.parametrize("act", RACES)
def test_one_of_two_writers_wins(act: Callable[[ModelRegistry, int], object]) -> None:
    """The other is told that the alias has moved meanwhile."""
    assert race(act) == 1


@pytest.mark.parametrize("act", RACES)
@pytest.mark.parametrize("defect", RACE_DEFECTS, ids=lambda defect: defect.rule)
def test_a_lost_race_that_looks_won_is_caught(
    monkeypatch: pytest.MonkeyPatch,
    defect: Defect,
    act: Callable[[ModelRegistry, int], object],
) -> None:
    """With the defect both are told that they have won."""
    defect.plant(monkeypatch)

    assert race(act) == 2


LIFE_DEFECTS = [
    Defect(
        "a number is given once, though its version is deleted",
        decisions,
        "register_version",
        "state.numbers[facts.name] + 1",
        "max(state.versions[facts.name], default=0) + 1",
    ),
    Defect(
        "an alias that moves leaves the others alone",
        replay,
        "_alias_assigned",
        "{**model.aliases, event.alias: event.version}",
        "{event.alias: event.version}",
    ),
    Defect(
        "a deleted alias is gone",
        replay,
        "_alias_removed",
        "a != event.alias",
        "True",
    ),
    Defect(
        "a changed tag leaves the others alone",
        replay,
        "_tag_changed",
        "tags.pop(event.key, None)",
        "tags.clear()",
    ),
    Defect(
        "what does not exist cannot be described",
        decisions,
        "_check_exists",
        "version is None",
        "True",
    ),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A MLflow of its own."""
    return new_mlflow(tmp_path_factory.mktemp("mlflow"))[1]


@pytest.mark.parametrize("defect", LIFE_DEFECTS, ids=lambda defect: defect.rule)
def test_a_difference_from_mlflow_is_caught(
    monkeypatch: pytest.MonkeyPatch, client: Any, defect: Defect
) -> None:
    """The life by hand of `test_mlflow_sequences.py`, alike without it, differs with it."""
    defect.plant(monkeypatch)
    for kind, function in replay._APPLY.items():  # which knows the functions by more than a name
        monkeypatch.setitem(replay._APPLY, kind, getattr(replay, function.__name__))

    with pytest.raises(AssertionError, match=r"^ours: "):
        live_by_hand(client)
