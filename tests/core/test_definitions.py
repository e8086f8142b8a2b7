"""Definitions refuse what could not work later, and say what to write instead."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import datetime, timedelta
from typing import Any

import pytest

from mlplat_core import (
    DefinitionError,
    Entity,
    FeatureReference,
    FeatureService,
    FeatureView,
    Field,
    PlatformError,
)

USER = Entity("user", join_keys=["user_id"])
SHOP = Entity("shop", join_keys=["shop_id"])
COUNT = Field("count", int)


def test_lists_are_stored_as_tuples_so_that_definitions_are_hashable() -> None:
    """Definitions given lists compare and hash like those given tuples."""
    with_lists = FeatureView("stats", [USER], [COUNT])
    with_tuples = FeatureView("stats", (USER,), (COUNT,))

    assert with_lists == with_tuples
    assert {with_lists: 1}[with_tuples] == 1
    assert USER.join_keys == ("user_id",)


def test_definitions_are_frozen() -> None:
    """A definition cannot be changed after it was made."""
    with pytest.raises(FrozenInstanceError):
        USER.name = "other"  # type: ignore[misc]


def test_a_view_of_two_entities_is_keyed_by_both_in_order() -> None:
    """The join keys follow the order of the entities, the feature names that of the schema."""
    view = FeatureView("stats", [USER, SHOP], [COUNT, Field("amount", float)])

    assert view.join_keys == ("user_id", "shop_id")
    assert view.feature_names == ("count", "amount")


@pytest.mark.parametrize(
    ("python_type", "dtype"),
    [
        (bool, "bool"),
        (bytes, "bytes"),
        (float, "float64"),
        (int, "int64"),
        (str, "string"),
        (datetime, "unix_timestamp"),
        ("float32", "float32"),
    ],
)
def test_a_python_type_is_stored_as_its_dtype(python_type: Any, dtype: str) -> None:
    """A field may be declared with a Python type; it stores one spelling."""
    assert Field("x", python_type).dtype == dtype


@pytest.mark.parametrize("name", ["", "a b", "1st", "view:feature", "a__b", "é", None, 7])
def test_a_name_is_one_plain_word(name: Any) -> None:
    """A name that could not be part of a reference or of a column is refused everywhere."""
    for define in (
        lambda: Entity(name, ["user_id"]),
        lambda: Field(name, int),
        lambda: FeatureView(name, [USER], [COUNT]),
        lambda: FeatureService(name, ["stats:count"]),
    ):
        with pytest.raises(DefinitionError, match="cannot name"):
            define()


@pytest.mark.parametrize("join_keys", [[], ["a", "b"], [""], "user_id", [7], None])
def test_an_entity_has_exactly_one_join_key(join_keys: Any) -> None:
    """An entity with no key, several keys, or a text in place of a list is refused."""
    with pytest.raises(DefinitionError, match="join_keys"):
        Entity("user", join_keys)


@pytest.mark.parametrize("column", ["event_timestamp", "created_timestamp"])
def test_the_times_of_a_row_are_neither_keys_nor_features(column: str) -> None:
    """The two timestamp columns are reserved."""
    with pytest.raises(DefinitionError, match=column):
        Entity("user", [column])
    with pytest.raises(DefinitionError, match=column):
        Field(column, "unix_timestamp")


@pytest.mark.parametrize("dtype", ["int", "Int64", list, None, 7])
def test_an_unknown_dtype_is_refused_with_the_known_ones(dtype: Any) -> None:
    """The message lists what can be chosen."""
    with pytest.raises(DefinitionError, match="int64, string"):
        Field("x", dtype)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"entities": []}, "entities"),
        ({"entities": ["user"]}, "entities"),
        ({"entities": [USER, USER]}, "'user_id' twice"),
        ({"schema": []}, "schema"),
        ({"schema": COUNT}, "schema"),
        ({"schema": [COUNT, COUNT]}, "'count' twice"),
        ({"schema": [Field("user_id", str)]}, "'user_id' twice"),
        ({"ttl": timedelta(0)}, "None for no limit"),
        ({"ttl": timedelta(days=-1)}, "None for no limit"),
        ({"ttl": 3600}, "None for no limit"),
        ({"boundary": "closed"}, "'inclusive' or 'exclusive'"),
    ],
)
def test_a_malformed_view_is_refused(change: dict[str, Any], message: str) -> None:
    """Every part of a view is checked when it is defined, and the message names the part."""
    parts: dict[str, Any] = {"name": "stats", "entities": [USER], "schema": [COUNT]}

    with pytest.raises(DefinitionError, match=message):
        FeatureView(**{**parts, **change})


def test_a_reference_is_parsed_and_spelled_back() -> None:
    """`view:feature` survives the round trip and yields the full name."""
    reference = FeatureReference.parse("user_stats:count")

    assert reference == FeatureReference("user_stats", "count")
    assert str(reference) == "user_stats:count"
    assert reference.full_name == "user_stats__count"


@pytest.mark.parametrize("text", ["", "count", ":count", "stats:", "a:b:c", None])
def test_a_malformed_reference_is_refused(text: Any) -> None:
    """The message shows how a reference is written."""
    with pytest.raises(DefinitionError, match="view:feature"):
        FeatureReference.parse(text)


def test_a_service_holds_its_references_parsed() -> None:
    """A service keeps the spelling and the parsed references in the same order."""
    service = FeatureService("churn", features=["stats:count", "shop:size"])

    assert service.features == ("stats:count", "shop:size")
    assert [reference.feature for reference in service.references] == ["count", "size"]


@pytest.mark.parametrize("features", [[], "stats:count", ["stats"], ["a:b", "a:b"], [7]])
def test_a_malformed_service_is_refused(features: Any) -> None:
    """No features, a text for a list, a bad reference and a repeated one are refused."""
    with pytest.raises(DefinitionError):
        FeatureService("churn", features)


def test_a_definition_error_is_a_value_error_and_a_platform_error() -> None:
    """Callers who know only Python's own errors catch it too."""
    with pytest.raises(ValueError, match="ttl") as caught:
        FeatureView("stats", [USER], [COUNT], ttl=timedelta(0))

    assert isinstance(caught.value, PlatformError)
