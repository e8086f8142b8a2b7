"""A real MLflow of one's own, in a SQLite file, within a moment."""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

# Of MLflow's making, with the versions of constraints.txt.
MLFLOW_WARNINGS = pytest.mark.filterwarnings(
    r"ignore:The ``noload`` loader strategy is deprecated:DeprecationWarning"
)


def new_mlflow(folder: Path) -> tuple[str, Any]:
    """The URI of an MLflow with nothing in it, in a file of this folder, and a client of it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "mlflow.db"
    path.write_bytes(_empty_database())
    return f"sqlite:///{path}", _client(path)


@cache
def _empty_database() -> bytes:
    """A SQLite file in which MLflow has made its tables, which takes it seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        assert list(_client(path).search_registered_models()) == []
        return path.read_bytes()


def _client(path: Path) -> Any:
    # Else MLflow would report its use to its makers, and keep a file in the home folder for that.
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    from mlflow import MlflowClient  # here, as importing it takes a second or more

    uri = f"sqlite:///{path}"
    return MlflowClient(uri, uri)
