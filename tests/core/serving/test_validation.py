"""Which requests fit, and what is said of those that do not."""

from __future__ import annotations

from typing import Any

import pytest

from mlplat_core.errors import InvalidRequestError, RequestError
from mlplat_core.serving import PredictRequest, RequestSchema

SCHEMA = RequestSchema(
    entity={"user_id": "string", "shop_id": "integer", "card": "string or integer"},
    features={"amount": "float64", "txn_count_7d": "int64"},
    required=("amount",),
)
ENTITY = {"user_id": "u1", "shop_id": 7, "card": "c1"}


def problems_of(document: object) -> dict[str, str]:
    """What is wrong with a document: code by path."""
    with pytest.raises(InvalidRequestError) as refusal:
        SCHEMA.read(document)
    return {problem.path: problem.code for problem in refusal.value.problems}


def test_a_document_becomes_a_request() -> None:
    """Every part arrives, with the types of the columns."""
    document = {
        "entity": ENTITY,
        "features": {"amount": 12, "txn_count_7d": 3},
        "id": "t-7",
        "idempotency_key": "k-1",
        "explain": True,
    }

    request = SCHEMA.read(document)

    assert request == PredictRequest(
        ENTITY, {"amount": 12.0, "txn_count_7d": 3}, "t-7", "k-1", True
    )
    assert type(request.features["amount"]) is float


def test_all_problems_are_found_at_once() -> None:
    """A caller should not have to send a request five times to learn five mistakes."""
    document = {
        "entity": {"user_id": 1, "shop_id": "7", "card": True, "extra": 1},
        "features": {"txn_count_7d": "3", "ammount": 1},
        "id": "a b",
        "explain": 1,
        "now": "2026-11-23T10:00:00Z",
    }

    assert problems_of(document) == {
        "entity.user_id": "wrong_type",
        "entity.shop_id": "wrong_type",
        "entity.card": "wrong_type",
        "entity.extra": "unknown_field",
        "features.txn_count_7d": "wrong_type",
        "features.ammount": "unknown_field",
        "features.amount": "missing_field",
        "id": "bad_format",
        "explain": "wrong_type",
        "now": "unknown_field",
    }


@pytest.mark.parametrize("document", [None, 7, "text", [], True, [{"entity": ENTITY}]])
def test_what_is_no_object_is_refused(document: object) -> None:
    """The request as a whole is to blame, so the path is empty."""
    assert problems_of(document) == {"": "wrong_type"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"entity": None}, {"entity": "wrong_type"}),
        ({"entity": []}, {"entity": "wrong_type"}),
        ({"entity": {1: 2}}, {"entity": "wrong_type"}),
        ({"features": None}, {"features": "wrong_type"}),
        ({"features": {}}, {"features.amount": "missing_field"}),
        ({"features": {"amount": None}}, {"features.amount": "null"}),
        ({"id": None}, {"id": "wrong_type"}),
        ({"id": ""}, {"id": "bad_format"}),
        ({"id": "x" * 129}, {"id": "bad_format"}),
        ({"id": "a\n"}, {"id": "bad_format"}),
        ({"id": "ü"}, {"id": "bad_format"}),
        ({"id": "\ud800"}, {"id": "not_unicode"}),
        ({"idempotency_key": 7}, {"idempotency_key": "wrong_type"}),
        ({"explain": "true"}, {"explain": "wrong_type"}),
        ({7: 8}, {"7": "unknown_field"}),
    ],
)
def test_each_part_has_its_kind(change: dict[Any, Any], expected: dict[str, str]) -> None:
    """Null is not the same as left out, and a header-safe text is one without spaces."""
    assert problems_of({"entity": ENTITY, "features": {"amount": 1}} | change) == expected


def test_missing_parts_are_named() -> None:
    """Without entity there is nothing to predict for; required features are asked for by name."""
    assert problems_of({}) == {"entity": "missing_field", "features.amount": "missing_field"}
    assert problems_of({"entity": {}, "features": {"amount": 1}}) == {
        "entity.user_id": "missing_field",
        "entity.shop_id": "missing_field",
        "entity.card": "missing_field",
    }


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("shop_id", True, "wrong_type"),
        ("shop_id", 7.5, "wrong_type"),
        ("shop_id", 2**63, "out_of_range"),
        ("card", 2**63, "out_of_range"),
        ("card", None, "wrong_type"),
        ("user_id", None, "wrong_type"),
        ("user_id", "\udfff", "not_unicode"),
    ],
)
def test_keys_are_of_the_right_type(key: str, value: object, code: str) -> None:
    """A key that is almost right would find nobody."""
    document = {"entity": ENTITY | {key: value}, "features": {"amount": 1}}

    assert problems_of(document) == {f"entity.{key}": code}


def test_a_key_may_be_text_or_number_where_only_the_store_knows() -> None:
    """Also spelt with a fraction of zero, which JSON does not tell apart."""
    for value, expected in [("c", "c"), (8, 8), (8.0, 8)]:
        document = {"entity": ENTITY | {"card": value}, "features": {"amount": 1}}

        assert SCHEMA.read(document).entity["card"] == expected


@pytest.mark.parametrize(
    ("count", "shown", "rest"), [(100, 100, ""), (101, 101, "1"), (5000, 101, "4900")]
)
def test_a_long_list_of_problems_is_cut(count: int, shown: int, rest: str) -> None:
    """An answer is never much longer than what it answers."""
    document = {"entity": ENTITY, "features": {f"f{n}": 1 for n in range(count)} | {"amount": 1}}

    with pytest.raises(InvalidRequestError) as refusal:
        SCHEMA.read(document)

    *_, last = problems = refusal.value.problems
    assert len(problems) == shown
    assert (last.code == "more_problems") == bool(rest)
    assert rest in last.message


def test_strange_names_are_shown_short_and_in_ascii() -> None:
    """A name is part of a path, whatever it is made of."""
    paths = problems_of({"entity": ENTITY, "features": {"amount": 1, "\ud800" * 99: 1}})

    (path,) = paths
    assert path.isascii()
    assert len(path) < 60


def test_a_request_made_in_python_is_checked_too() -> None:
    """The handler trusts nobody, not even its own process."""
    good = PredictRequest(ENTITY, {"amount": 12})
    bad = PredictRequest(ENTITY, {"amount": float("nan")})

    assert SCHEMA.check(good) == (ENTITY, {"amount": 12.0})
    with pytest.raises(InvalidRequestError, match=r"features\.amount: is NaN") as refusal:
        SCHEMA.check(bad)
    assert isinstance(refusal.value, RequestError)


def test_a_request_holds_what_it_was_made_of() -> None:
    """Later changes of the caller's dicts do not reach it; bad parts never make one."""
    entity: dict[str, str | int] = {"user_id": "u1"}
    request = PredictRequest(entity)
    entity["user_id"] = "u2"

    assert request.entity == {"user_id": "u1"}
    assert request.features == {}
    with pytest.raises(InvalidRequestError, match="id: is 7, not a text"):
        PredictRequest(entity, id=7)  # type: ignore[arg-type]
