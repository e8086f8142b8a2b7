"""A real Feast in a folder of its own: views as parquet files, and what Feast answers about them.

Feast 0.67 sends no usage data (the module that did is gone) and, told where its registry and online
store are, writes nothing to the home folder.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pytest
from point_in_time_scan import Row

from mlplat_core import FeatureView

# Of Feast's own making, with the versions of constraints.txt.
FEAST_WARNINGS = pytest.mark.filterwarnings(
    r"ignore:fetch_arrow_table\(\) is deprecated:DeprecationWarning:ibis"
)

_NUMBER = "number"  # the column by which an answer names its entity row
_TIMES = ("event_timestamp", "created_timestamp")


def import_feast() -> Any:
    """The module; a function, as importing it takes seconds that other tests need not wait."""
    # Before Feast, which would otherwise have the metrics of the process kept in files.
    importlib.import_module("prometheus_client")
    with warnings.catch_warnings():  # Feast sets filters of its own
        return importlib.import_module("feast")


class FeastFolder:
    """A Feast repository that is configured and filled from here.

    Args:
        folder: keeps the parquet files, the registry and the online store.
        offline: the kind of offline store.
    """

    def __init__(self, folder: Path, offline: Literal["duckdb", "dask"]) -> None:
        feast = import_feast()
        self._feast, self._folder = feast, folder
        config = feast.RepoConfig(
            project="oracle",
            provider="local",
            registry=str(folder / "registry.db"),
            offline_store={"type": offline},
            online_store={"type": "sqlite", "path": str(folder / "online.db")},
            entity_key_serialization_version=3,
        )
        self.store = feast.FeatureStore(config=config)

    def add(self, view: FeatureView, rows: Sequence[Row]) -> None:
        """Define the same view in Feast, over a parquet file of these rows."""
        table = to_frame(rows)
        path = self._folder / f"{view.name}.parquet"
        table.to_parquet(path, coerce_timestamps="us")
        feast, types = self._feast, importlib.import_module("feast.types")
        keys = {
            entity.name: pd.api.types.is_object_dtype(table[entity.join_keys[0]])
            for entity in view.entities
        }
        entities = [
            feast.Entity(
                name=entity.name,
                join_keys=list(entity.join_keys),
                value_type=feast.ValueType["STRING" if keys[entity.name] else "INT64"],
            )
            for entity in view.entities
        ]
        schema = [
            feast.Field(
                name=entity.join_keys[0], dtype=types.String if keys[entity.name] else types.Int64
            )
            for entity in view.entities
        ]
        schema += [feast.Field(name=name, dtype=types.Float64) for name in view.feature_names]
        source = feast.FileSource(
            path=str(path),
            timestamp_field="event_timestamp",
            created_timestamp_column="created_timestamp",
        )
        same = feast.FeatureView(
            name=view.name,
            entities=entities,
            schema=schema,
            ttl=timedelta(0) if view.ttl is None else view.ttl,  # in Feast, zero is no limit
            source=source,
        )
        self.store.apply([*entities, same])

    def historical(
        self, asked: Sequence[Row], features: Sequence[str], *, as_known: bool
    ) -> dict[int, tuple[Any, ...]]:
        """The features of each entity row by its number, for the rows that came back."""
        numbered = to_frame(asked).assign(**{_NUMBER: range(len(asked))})
        found = self.store.get_historical_features(
            entity_df=numbered, features=list(features), filter_by_created_timestamp=as_known
        ).to_df()
        names = [feature.partition(":")[2] for feature in features]
        return {
            int(number): tuple(None if pd.isna(value) else value for value in values)
            for number, *values in found[[_NUMBER, *names]].itertuples(index=False)
        }

    def write_online(self, view: str, rows: Sequence[Row]) -> None:
        """Write the rows to the online store, in this order."""
        self.store.write_to_online_store(view, to_frame(rows))

    def append(self, view: str, rows: Sequence[Row]) -> None:
        """Add rows to the parquet file of a view."""
        path = self._folder / f"{view}.parquet"
        both = pd.concat([pd.read_parquet(path), to_frame(rows)])
        both.to_parquet(path, coerce_timestamps="us")

    def materialize_incremental(self, end: datetime) -> None:
        """Bring what happened since the last end to the online store."""
        self.store.materialize_incremental(end)

    def online(self, feature: str, key: Row) -> tuple[Any, str]:
        """The value that is served for the key now, and its status."""
        name = feature.partition(":")[2]
        found = self.store.get_online_features(features=[feature], entity_rows=[key])
        position = list(found.proto.metadata.feature_names.val).index(name)
        status = found.proto.results[position].statuses[0]
        names = importlib.import_module("feast.protos.feast.serving.ServingService_pb2")
        return found.to_dict()[name][0], str(names.FieldStatus.Name(status))


def to_frame(rows: Sequence[Row]) -> pd.DataFrame:
    """The rows with times in microseconds: DuckDB cannot read nanoseconds with a time zone."""
    frame = pd.DataFrame(rows)
    return frame.astype({time: "datetime64[us, UTC]" for time in _TIMES if time in frame})
