"""Which names are public, and from where they can be imported."""

from __future__ import annotations

import importlib

import pytest

import mlplat_core


@pytest.mark.parametrize("part", ["models", "registry", "serving"])
def test_what_a_part_makes_public_the_platform_does(part: str) -> None:
    """Every name in the list of a part is the same object in the list of the platform."""
    names = importlib.import_module(f"mlplat_core.{part}").__all__

    for name in names:
        found = getattr(importlib.import_module(f"mlplat_core.{part}"), name)
        assert name in mlplat_core.__all__
        assert getattr(mlplat_core, name) is found


def test_the_list_of_public_names_is_sorted() -> None:
    """A reader finds a name where the alphabet puts it."""
    assert mlplat_core.__all__ == sorted(mlplat_core.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A typing error is told as Python tells it, although names are loaded late."""
    with pytest.raises(AttributeError, match="FeatureShop"):
        mlplat_core.FeatureShop  # noqa: B018
