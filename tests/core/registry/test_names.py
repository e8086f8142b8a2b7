"""Names, aliases and addresses: what is allowed, and what is taken."""

from __future__ import annotations

from typing import Any

import pytest

from mlplat_core import DefinitionError, ModelRegistry, ModelUri
from mlplat_core.registry.names import normalise_alias


@pytest.mark.parametrize("name", ["", "a b", "a/b", "a@b", "a:b", ".a", "-a", "é", "a\n", None, 7])
def test_a_model_name_can_stand_in_an_address(name: Any) -> None:
    """A name that an address could not carry is refused."""
    with pytest.raises(DefinitionError, match="cannot name a model"):
        ModelRegistry().create_registered_model(name)


@pytest.mark.parametrize("alias", ["", "a b", "a/b", "a.b", "é", "a\n", "@a", None, 7])
def test_an_alias_is_letters_digits_underscore_and_hyphen(alias: Any) -> None:
    """Anything else is refused."""
    with pytest.raises(DefinitionError, match="cannot be an alias; use letters"):
        normalise_alias(alias)


@pytest.mark.parametrize("alias", ["latest", "Latest", "v1", "V01", "1", "007"])
def test_an_alias_does_not_read_like_a_version(alias: str) -> None:
    """What MLflow resolves by itself is reserved, in any case."""
    with pytest.raises(DefinitionError, match="reads like a version"):
        normalise_alias(alias)


@pytest.mark.parametrize("alias", ["v", "v1a", "va1", "1-", "latest2", "-", "_", "Champion-EU_2"])
def test_what_only_resembles_a_version_is_an_alias(alias: str) -> None:
    """The reservation is exact."""
    assert normalise_alias(alias) == alias.lower()


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("models:/fraud/3", ModelUri("fraud", version=3)),
        ("models:/fraud@Champion", ModelUri("fraud", alias="champion")),
        ("models:/fraud.eu-1/12", ModelUri("fraud.eu-1", version=12)),
    ],
)
def test_an_address_is_read_and_written(text: str, uri: ModelUri) -> None:
    """Parsing and writing are inverse, but for the alias's case."""
    assert ModelUri.parse(text) == uri
    assert str(uri) == text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "models:/",
        "fraud/3",
        "models:/fraud",
        "models:/fraud/",
        "models:/fraud/0",
        "models:/fraud/03",
        "models:/fraud/-1",
        "models:/fraud/1.0",
        "models:/fraud/latest",
        "models:/fraud/1/2",
        "models:/fraud/٣",
        "models:/fraud@latest",
        "models:/fraud@v1",
        "models:/fraud@",
        "models:/@champion",
        "models:/fraud/1@champion",
        "models://fraud/1",
        "models:/fraud/" + "9" * 40,
        None,
        b"models:/fraud/3",
    ],
)
def test_anything_else_is_no_address(text: Any) -> None:
    """A half address is refused with an example of a whole one."""
    with pytest.raises(DefinitionError):
        ModelUri.parse(text)
