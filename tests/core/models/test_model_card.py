"""A model file says where its model comes from, and nobody can change that unnoticed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from mlplat_core import (
    DefinitionError,
    InvalidModelFileError,
    LinearScorer,
    ModelCard,
    dump_model,
    load_model,
    read_card,
)
from mlplat_core.models.model_file import with_card

MODEL = LinearScorer(("age",), (0.1,), 0.2)
CARD = ModelCard(
    "A first try.",
    dataset={"seed": 7, "sha256": "d1", "share": 0.5, "sampled": True, "note": None},
    feature_views={"user_stats": "f1"},
    code="c1",
    parameters={"depth": 3},
    metrics={"auc": 0.73},
    slices={"new users": {"auc": 0.7}},
    evaluation_set="e1",
)


def test_a_card_comes_back_as_it_was_written() -> None:
    """Every value, with its type; the model beside it scores as without."""
    file = dump_model(MODEL, CARD)

    assert read_card(file) == CARD
    assert load_model(file) == MODEL
    assert dump_model(MODEL, CARD) == file


def test_a_file_without_a_card_is_what_it_was() -> None:
    """Files that were written before there were cards load, and say None."""
    assert read_card(dump_model(MODEL)) is None
    assert b"card" not in dump_model(MODEL)


def test_another_card_replaces_the_first() -> None:
    """The model stays."""
    second = ModelCard("A second try.")

    file = with_card(dump_model(MODEL, CARD), second)

    assert (read_card(file), load_model(file)) == (second, MODEL)


def test_a_changed_card_is_noticed() -> None:
    """By whoever loads the model, not only by who reads the card."""
    file = dump_model(MODEL, CARD).replace(b'"auc":0.73', b'"auc":0.93')

    for read in (load_model, read_card):
        with pytest.raises(InvalidModelFileError, match="it was changed later"):
            read(file)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("description", " ", "description is ' '; say what it is"),
        ("description", 3, "description is 3"),
        ("code", 3, "code is 3; it must be text or null"),
        ("evaluation_set", 3, "evaluation_set is 3"),
        ("dataset", [], "dataset is a list; it must be an object"),
        ("dataset", {"seed": [7]}, "seed is a list"),
        ("parameters", {"rate": float("inf")}, "rate is inf"),
        ("feature_views", {"user_stats": 1}, "user_stats is 1; it must be text"),
        ("metrics", {"auc": "high"}, "auc is 'high'"),
        ("metrics", {"auc": float("nan")}, "auc is nan"),
        ("metrics", {1: 0.5}, "metrics is a dict; it must be an object"),
        ("slices", {"new users": 0.7}, "new users is 0.7; it must be an object"),
    ],
)
def test_what_no_card_can_say_is_refused(name: str, value: Any, reason: str) -> None:
    """Before it is in a file."""
    with pytest.raises(DefinitionError, match=reason):
        ModelCard(**{"description": "A first try.", name: value})


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        (None, "card is None; it must be an object"),
        ([], "card is a list"),
        ({"description": "x"}, "'code', 'dataset', .* must not be missing or added"),
    ],
)
def test_a_forged_card_is_refused_with_the_file(card: Any, reason: str) -> None:
    """Even under a checksum that fits."""
    content = json.loads(dump_model(MODEL)) | {"card": card}
    content.pop("sha256")
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    content["sha256"] = hashlib.sha256(text.encode()).hexdigest()

    with pytest.raises(InvalidModelFileError, match=reason):
        load_model(json.dumps(content).encode())
