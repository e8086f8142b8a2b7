"""A clock that tests move, and a registry in each of its two homes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mlplat_core import ModelRegistry
from mlplat_core.registry.sqlite_store import SqliteStore
from mlplat_core.registry.store import MemoryStore, RegistryStore

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import the helpers beside them


class Clock:
    """A clock that goes on by a minute with every look, from 14:00."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The present moment; the next one is a minute later."""
        now = self.now
        self.now += timedelta(minutes=1)
        return now


@pytest.fixture
def clock() -> Clock:
    """A clock at 14:00."""
    return Clock()


@pytest.fixture(params=["memory", "sqlite"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], RegistryStore]]:
    """A function that opens the same home again: every store it returns sees the same log."""
    memory, opened = MemoryStore(), list[RegistryStore]()

    def open_again() -> RegistryStore:
        opened.append(memory if request.param == "memory" else SqliteStore(tmp_path / "r.db"))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def registry(reopen: Callable[[], RegistryStore], clock: Clock) -> ModelRegistry:
    """A registry with the model `fraud`, versions 1 to 3, and `champion` on 1."""
    registry = ModelRegistry(store=reopen(), clock=clock)
    registry.create_registered_model("fraud")
    for number in (1, 2, 3):
        registry.create_model_version("fraud", f"weights {number}".encode(), actor="ana")
    registry.set_alias("fraud", "champion", 1)
    return registry
