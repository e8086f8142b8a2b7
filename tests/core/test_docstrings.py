"""Every public name of the platform is explained, and every example shows what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import mlplat_core

MODULES = [
    "mlplat_core",
    *(module.name for module in pkgutil.walk_packages(mlplat_core.__path__, "mlplat_core.")),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    """The module's doctests pass."""
    failed, _ = doctest.testmod(importlib.import_module(name))

    assert failed == 0


@pytest.mark.parametrize("name", mlplat_core.__all__)
def test_every_public_name_is_explained(name: str) -> None:
    """A public name has a docstring, and everything but an error and a result has an example.

    Errors are drawn as a tree in one place instead.
    """
    explanation = getattr(mlplat_core, name).__doc__ or ""

    assert explanation.strip(), f"{name} has no docstring"
    if not name.endswith("Error") and name != "JoinResult":
        assert ">>>" in explanation, f"{name} has no example"


def test_every_public_name_is_in_the_reference() -> None:
    """The reference page has a heading or a row for each name, and the names are sorted."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "core.md"
    lines = page.read_text(encoding="utf-8").splitlines()

    missing = [
        name
        for name in mlplat_core.__all__
        if not any(
            line.startswith((f"### `{name}(", f"### `{name}`", f"| `{name}` |")) for line in lines
        )
    ]

    assert missing == []
    assert mlplat_core.__all__ == sorted(mlplat_core.__all__)
