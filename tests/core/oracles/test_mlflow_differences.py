"""Where our registry and MLflow differ on purpose: both run, side by side, as facts.

`docs/reference/compare.md` explains them. A red test here means that one of the two has changed,
and that page with it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mlflow_files import MLFLOW_WARNINGS, new_mlflow
from mlflow_twins import FAMILIES

from mlplat_core import ModelRegistry, PlatformError

pytestmark = [
    MLFLOW_WARNINGS,
    pytest.mark.filterwarnings(r"ignore:.*(transition_model_version_stage|latest_versions)"),
]
Ours, Theirs = Callable[[ModelRegistry], object], Callable[[Any], object]


@pytest.fixture
def client(tmp_path: Path) -> Any:
    """MLflow with the model `fraud`, versions 1 to 3, and `champion` on 1."""
    _, client = new_mlflow(tmp_path)
    client.create_registered_model("fraud")
    for _ in range(3):
        client.create_model_version("fraud", "somewhere")
    client.set_registered_model_alias("fraud", "champion", "1")
    return client


@pytest.fixture
def registry() -> ModelRegistry:
    """Ours with the same in it."""
    registry = ModelRegistry()
    registry.create_registered_model("fraud")
    for number in (1, 2, 3):
        registry.create_model_version("fraud", f"weights {number}".encode())
    registry.set_alias("fraud", "champion", 1)
    return registry


def outcome(act: Callable[[Any], object], subject: Any) -> object:
    """What the act returns, or the name of the error that it raises."""
    from mlflow.exceptions import MlflowException

    try:
        return act(subject)
    except PlatformError as error:
        return type(error).__name__
    except MlflowException as error:
        return error.error_code


def steps(*acts: Callable[[Any], object]) -> Callable[[Any], object]:
    """The last act, after the others."""

    def do(subject: Any) -> object:
        return [act(subject) for act in acts][-1]

    return do


def aliases(subject: Any) -> dict[str, int]:
    """The aliases of fraud, in either registry."""
    found = subject.get_registered_model("fraud").aliases
    return {name: int(version) for name, version in found.items()}


DIFFERENCES: dict[str, tuple[Ours, object, Theirs, object]] = {
    "two spellings of an alias": (
        steps(lambda r: r.set_alias("fraud", "Champion", 2), aliases),
        {"champion": 2},
        steps(lambda c: c.set_registered_model_alias("fraud", "Champion", "2"), aliases),
        {"champion": 1, "Champion": 2},
    ),
    "an alias of digits": (
        lambda r: r.set_alias("fraud", "7", 2),
        "DefinitionError",
        steps(lambda c: c.set_registered_model_alias("fraud", "7", "2"), aliases),
        {"champion": 1, "7": 2},
    ),
    "an alias in other letters": (
        lambda r: r.set_alias("fraud", "größe", 2),
        "DefinitionError",
        steps(lambda c: c.set_registered_model_alias("fraud", "größe", "2"), aliases),
        {"champion": 1, "größe": 2},
    ),
    "a missing alias is read": (
        lambda r: r.get_model_version_by_alias("fraud", "shadow"),
        "AliasNotFoundError",
        lambda c: c.get_model_version_by_alias("fraud", "shadow"),
        "INVALID_PARAMETER_VALUE",
    ),
    "a missing alias is deleted": (
        lambda r: r.delete_alias("fraud", "shadow"),
        "AliasNotFoundError",
        lambda c: c.delete_registered_model_alias("fraud", "shadow"),
        None,
    ),
    "an alias moves to an archived version": (
        steps(lambda r: r.archive("fraud", 2), lambda r: r.set_alias("fraud", "champion", 2)),
        "VersionNotReadyError",
        steps(
            lambda c: c.transition_model_version_stage("fraud", "2", "Archived"),
            lambda c: c.set_registered_model_alias("fraud", "champion", "2"),
            aliases,
        ),
        {"champion": 2},
    ),
    "a version is archived under its alias": (
        lambda r: r.archive("fraud", 1),
        "ConflictError",
        steps(lambda c: c.transition_model_version_stage("fraud", "1", "Archived"), aliases),
        {"champion": 1},
    ),
    "a version is deleted under its alias": (
        lambda r: r.delete_model_version("fraud", 1),
        "ConflictError",
        steps(lambda c: c.delete_model_version("fraud", "1"), aliases),
        {},
    ),
    "a model is deleted under its alias": (
        lambda r: r.delete_registered_model("fraud"),
        "ConflictError",
        lambda c: c.delete_registered_model("fraud"),
        None,
    ),
    "the next number after a model was deleted": (
        steps(
            lambda r: r.delete_alias("fraud", "champion"),
            lambda r: r.delete_registered_model("fraud"),
            lambda r: r.create_registered_model("fraud"),
            lambda r: r.create_model_version("fraud", b"new").version,
        ),
        4,
        steps(
            lambda c: c.delete_registered_model("fraud"),
            lambda c: c.create_registered_model("fraud"),
            lambda c: int(c.create_model_version("fraud", "somewhere").version),
        ),
        1,
    ),
    "both move an alias that both saw on 1": (
        steps(
            lambda r: r.set_alias("fraud", "champion", 2, expected=1),
            lambda r: r.set_alias("fraud", "champion", 3, expected=1),
        ),
        "ConflictError",
        steps(
            lambda c: c.set_registered_model_alias("fraud", "champion", "2"),
            lambda c: c.set_registered_model_alias("fraud", "champion", "3"),
            aliases,
        ),
        {"champion": 3},
    ),
    "a name with a space": (
        lambda r: r.create_registered_model("card fraud"),
        "DefinitionError",
        lambda c: c.create_registered_model("card fraud").name,
        "card fraud",
    ),
}


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_both_do_what_the_table_says(registry: ModelRegistry, client: Any, difference: str) -> None:
    """Each difference is one that both show, and a difference."""
    ours, our_outcome, theirs, their_outcome = DIFFERENCES[difference]

    assert outcome(ours, registry) == our_outcome
    assert outcome(theirs, client) == their_outcome
    family = FAMILIES.get(str(their_outcome))
    assert family is None or family.__name__ not in str(our_outcome)


def test_what_is_refused_moves_nothing(registry: ModelRegistry, client: Any) -> None:
    """In both, an alias stays where it was when its new target does not exist."""
    refused = outcome(lambda r: r.set_alias("fraud", "champion", 9), registry)
    theirs = outcome(lambda c: c.set_registered_model_alias("fraud", "champion", "9"), client)

    assert (refused, theirs) == ("ModelVersionNotFoundError", "RESOURCE_DOES_NOT_EXIST")
    assert aliases(registry) == aliases(client) == {"champion": 1}
