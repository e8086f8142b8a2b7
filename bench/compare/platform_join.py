"""What does the platform's point-in-time join do?"""

from __future__ import annotations

from typing import Any

from bench.compare.join_cases import CASES, THEME, JoinCase, at
from bench.compare.observation import Observation
from bench.compare.outcomes import attempt
from mlplat_core import FeatureStore

SYSTEM = "mlplat_core"
_YEARS = 24 * 365 * 60


def observe() -> list[Observation]:
    """The training set of every case, of rows that were pushed to a store of their own."""
    return [
        Observation(THEME, case.text, SYSTEM, attempt(lambda case=case: _answer(case)), case.source)
        for case in CASES
    ]


def _answer(case: JoinCase) -> str:
    store = FeatureStore(clock=lambda: at(_YEARS))
    for table in case.tables:
        store.apply(table.view())
        store.push(table.name, table.rows, to="offline")
    options: dict[str, Any] = {} if case.as_known is None else {"as_known": case.as_known}

    rows = store.get_historical_features(case.asked, case.features, **options).rows

    names = [table.feature for table in case.tables]
    found = {number: tuple(row[name] for name in names) for number, row in enumerate(rows)}
    return case.describe(found, len(case.asked))
