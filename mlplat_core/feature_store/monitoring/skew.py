"""Were the features that the service used the ones that training would see for that moment?"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.answers import JoinResult
from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.monitoring.comparison import Outcome, Tolerance, gap, judge
from mlplat_core.feature_store.monitoring.skew_report import FeatureSkew, SkewExample, SkewReport

EXAMPLES = 3
"""How many examples a report keeps per feature."""

_WORST_FIRST = ("mismatched", "missing", "extra")


def skew_report(
    served: Sequence[Row],
    recomputed: Sequence[Row],
    tolerance: Tolerance | float = 0.0,
    *,
    features: Iterable[str] | None = None,
) -> SkewReport:
    """The served rows compared with the recomputed ones, position by position.

    Args:
        served: n >= 0 dicts with the feature values that a service used. A missing column is null.
        recomputed: n dicts with the values that training would see for the same rows.
        tolerance: for numbers; a bare number is an absolute tolerance. All else must be equal.
        features: the columns to compare; if None, all that any row has, in order of appearance.

    Raises:
        RequestError: the two lists are not of one length, or the tolerance is none.

    Example:
        >>> skew_report([{"hour": 14}], [{"hour": 15.0}], tolerance=0.5).shares
        {'hour': 1.0}
    """
    if len(served) != len(recomputed):
        raise RequestError(
            f"There are {len(served)} served and {len(recomputed)} recomputed rows; "
            "pass one recomputed row per served row, in the same order."
        )
    limits = tolerance if isinstance(tolerance, Tolerance) else Tolerance(absolute=tolerance)
    both = [*recomputed, *served]
    names = [name for row in both for name in row] if features is None else features
    compared = {name: _compare(name, served, recomputed, limits) for name in dict.fromkeys(names)}
    return SkewReport(len(served), compared, limits)


def measure_skew(
    served: Iterable[Row],
    columns: Sequence[str],
    read: Callable[[list[dict[str, Any]]], JoinResult],
    *,
    tolerance: Tolerance | float = 0.0,
) -> SkewReport:
    """The served rows compared with what a historical read says for their moments.

    Args:
        served: n >= 0 dicts: join keys, the moment of serving as `event_timestamp`, and the feature
            values that were served, in columns that may be missing.
        columns: the columns of the features.
        read: the historical read of these features, as known at each row's moment.
        tolerance: as for `skew_report`.

    Raises:
        RequestError: as for the read.
    """
    logged = list(served)
    asked = [{name: row[name] for name in row if name not in columns} for row in logged]
    return skew_report(logged, read(asked).rows, tolerance, features=columns)


def _compare(
    feature: str, served: Sequence[Row], recomputed: Sequence[Row], tolerance: Tolerance
) -> FeatureSkew:
    counts: dict[Outcome, int] = {"equal": 0, "mismatched": 0, "missing": 0, "extra": 0}
    differing: list[SkewExample] = []
    for number, (ours, theirs) in enumerate(zip(served, recomputed, strict=True)):
        one, other = ours.get(feature), theirs.get(feature)
        outcome = judge(one, other, tolerance)
        counts[outcome] += 1
        if outcome != "equal":
            differing.append(SkewExample(number, outcome, one, other))
    return FeatureSkew(
        len(served),
        counts["mismatched"],
        counts["missing"],
        counts["extra"],
        tuple(heapq.nsmallest(EXAMPLES, differing, key=_rank)),
    )


def _rank(example: SkewExample) -> tuple[int, float]:
    """What comes first is worse; `nsmallest` keeps the order of rows among equals."""
    wide = gap(example.served, example.offline) if example.outcome == "mismatched" else 0
    return _WORST_FIRST.index(example.outcome), -wide
