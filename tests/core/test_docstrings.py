"""Every public name of the platform is explained, and every example shows what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import mlplat_core

MODULES = [
    "mlplat_core",
    *(module.name for module in pkgutil.walk_packages(mlplat_core.__path__, "mlplat_core.")),
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    """The module's doctests pass."""
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)

    assert failed == 0


@pytest.mark.parametrize("name", mlplat_core.__all__)
def test_every_public_name_is_explained(name: str) -> None:
    """A public name has a docstring with an example, which the test above runs."""
    explanation = getattr(mlplat_core, name).__doc__ or ""

    assert explanation.strip(), f"{name} has no docstring"
    assert ">>>" in explanation, f"{name} has no example"


def test_public_names_are_sorted() -> None:
    """A name is found by looking, and two changes of the list rarely meet on one line."""
    assert mlplat_core.__all__ == sorted(mlplat_core.__all__)
