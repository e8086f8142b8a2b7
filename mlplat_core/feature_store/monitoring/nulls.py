"""How often does a feature have no value?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.timestamps import is_null


def null_rates(rows: Iterable[Row], features: Sequence[str]) -> dict[str, float]:
    """The share of rows, 0 to 1, in which each feature is null; 0 for all if there is no row.

    Args:
        rows: served rows, or the rows of a training set. A missing column is null, as are None and
            NaN.
        features: names of columns.

    Example:
        >>> null_rates([{"age": 41}, {"age": float("nan")}, {}, {"age": 0}], ["age"])
        {'age': 0.5}
    """
    listed = list(rows)
    count = len(listed) or 1
    return {name: sum(is_null(row.get(name)) for row in listed) / count for name in features}
