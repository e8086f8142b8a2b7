"""What tests of the registry ask again and again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlplat_core import (
    ModelRegistry,
)


def champion(registry: ModelRegistry) -> int:
    """The version that `champion` points at."""
    return registry.get_model_version_by_alias("fraud", "champion").version


def kinds(registry: ModelRegistry) -> list[str]:
    """The names of all events so far."""
    return [type(entry.event).__name__ for entry in registry.history()]


def refused(registry: ModelRegistry, error: type[Exception], act: Callable[[], object]) -> None:
    """Assert that the act raises the error and writes nothing."""
    before = registry.history()
    with pytest.raises(error):
        act()
    assert registry.history() == before
