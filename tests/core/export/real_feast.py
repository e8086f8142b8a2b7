"""A real Feast on an exported repository, asked in the words of our store."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

Rows = list[dict[str, Any]]

# Of the making of Feast and ibis, with the versions of constraints.txt.
FEAST_WARNINGS = pytest.mark.filterwarnings(
    r"ignore:fetch_arrow_table\(\) is deprecated:DeprecationWarning:ibis"
)


def feast_apply(repository: Path) -> str:
    """What `feast apply` says, run as a user runs it; it has to succeed."""
    return _feast(repository, "apply")


def feast_materialize(repository: Path, start: datetime, end: datetime) -> str:
    """What `feast materialize` says, run as a user runs it; it has to succeed."""
    return _feast(repository, "materialize", start.isoformat(), end.isoformat())


def _feast(repository: Path, *arguments: str) -> str:
    command = [str(Path(sys.executable).with_name("feast")), *arguments]
    environment = {**os.environ, "HOME": str(repository)}
    # Feast runs nothing of ours, and would start half as fast under a tracer.
    environment.pop("COVERAGE_PROCESS_CONFIG", None)
    done = subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class RealFeast:
    """The store of a repository to which `feast apply` was applied."""

    def __init__(self, repository: Path) -> None:
        # Before Feast, which would otherwise have the metrics of the process kept in files.
        importlib.import_module("prometheus_client")
        with warnings.catch_warnings():  # Feast sets filters of its own
            feast = importlib.import_module("feast")
        self.store = feast.FeatureStore(repo_path=str(repository))

    def history(
        self,
        entity_rows: Rows,
        features: Any,
        *,
        as_known: bool = True,
        full_feature_names: bool = False,
    ) -> Rows:
        """The training set, one dict per entity row."""
        import pandas as pd

        job = self.store.get_historical_features(
            entity_df=pd.DataFrame(entity_rows),
            features=features,
            filter_by_created_timestamp=as_known,
            full_feature_names=full_feature_names,
        )
        found: Rows = job.to_arrow().to_pylist()
        return found

    def online(self, entity_rows: Rows, features: Sequence[str]) -> Rows:
        """The features to serve, one dict per entity row."""
        answer = self.store.get_online_features(features=list(features), entity_rows=entity_rows)
        columns: dict[str, list[Any]] = answer.to_dict()
        return [
            dict(zip(columns, values, strict=True))
            for values in zip(*columns.values(), strict=True)
        ]
