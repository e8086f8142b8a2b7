"""What do Feast's DuckDB store and its default file store (dask) make a training set of?"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from bench.compare.feast_folder import feast_stores, quiet_feast
from bench.compare.join_cases import CASES, THEME, JoinCase, Table
from bench.compare.observation import Observation
from bench.compare.outcomes import Found, attempt

if TYPE_CHECKING:
    from feast_stores import FeastFolder

SYSTEMS = {"duckdb": "Feast, DuckDB store", "dask": "Feast, dask store"}
_NUMBER = "number"


def observe() -> list[Observation]:
    """What both stores return in every case, each over parquet files in a folder of its own."""
    with quiet_feast(), tempfile.TemporaryDirectory() as folder:
        return [
            Observation(
                THEME,
                case.text,
                system,
                attempt(
                    lambda kind=kind, case=case, place=Path(folder) / f"{kind}-{number}": _answer(
                        kind, case, place
                    )
                ),
                case.source,
            )
            for kind, system in SYSTEMS.items()
            for number, case in enumerate(CASES)
        ]


def _answer(kind: str, case: JoinCase, folder: Path) -> str:
    folder.mkdir()
    feast = feast_stores().FeastFolder(folder, kind)
    for table in case.tables:
        _add(feast, table)
    options: dict[str, Any] = (
        {} if case.as_known is None else {"filter_by_created_timestamp": case.as_known}
    )

    rows = feast.store.get_historical_features(
        entity_df=_frame(case), features=case.features, **options
    ).to_df()

    return case.describe(_read(rows, case), len(case.asked))


def _add(feast: FeastFolder, table: Table) -> None:
    """Define the view; of a ttl of zero only Feast has an idea, so it is set in Feast."""
    if table.ttl != timedelta(0):
        feast.add(table.view(), table.rows)
        return
    feast.add(replace(table, ttl=None).view(), table.rows)
    view = feast.store.get_feature_view(table.name)
    view.ttl = table.ttl
    feast.store.apply([view])


def _frame(case: JoinCase) -> pd.DataFrame:
    """The entity rows, numbered. A time without a zone stays without."""
    numbered = pd.DataFrame(case.asked).assign(**{_NUMBER: range(len(case.asked))})
    zoned = case.asked[0]["event_timestamp"].tzinfo is not None
    return feast_stores().to_frame(numbered) if zoned else numbered


def _read(rows: pd.DataFrame, case: JoinCase) -> Found:
    names = [table.feature for table in case.tables]
    return {
        int(number): tuple(None if pd.isna(value) else value for value in values)
        for number, *values in rows[[_NUMBER, *names]].itertuples(index=False)
    }
