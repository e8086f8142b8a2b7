"""Whatever happens to a registry, ours and MLflow's agree about models, numbers and aliases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from mlflow_files import MLFLOW_WARNINGS, new_mlflow
from mlflow_lives import live, live_by_hand

pytestmark = MLFLOW_WARNINGS


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One MLflow for all lives, which keep apart by the names of their models."""
    return new_mlflow(tmp_path_factory.mktemp("mlflow"))[1]


def test_any_sequence_of_acts_leaves_both_alike(
    client: Any, record_property: Callable[[str, object], None]
) -> None:
    """Numbers, aliases seen from both ends, tags, descriptions; which acts are refused, and how."""
    operations = live(client, lives=30, acts=50)

    assert operations > 500
    record_property("oracle cases", f"MLflow: {operations} operations")


def test_a_life_by_hand_leaves_both_alike(
    client: Any, record_property: Callable[[str, object], None]
) -> None:
    """The life in which the planted defects are looked for."""
    operations = live_by_hand(client)

    record_property("oracle cases", f"MLflow: {operations} operations")
