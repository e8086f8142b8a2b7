"""How do the rows that won become columns of the rows that were asked about?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlplat_core.errors import FeatureNotFoundError, FeatureViewNotFoundError, RequestError
from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.definitions import FeatureReference, FeatureView
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.timestamps import is_null


@dataclass(frozen=True, slots=True)
class JoinResult:
    """What a join returns: one entry per entity row, in the order of the entity rows.

    Attributes:
        rows: new dicts: the columns of the entity row, then one column per feature, None where
            there is no value.
        statuses: why each feature has its value or none, by the feature's name.
    """

    rows: list[dict[str, Any]]
    statuses: list[dict[str, FieldStatus]]


def read_references(
    features: Sequence[str | FeatureReference], views: Mapping[str, FeatureView]
) -> list[FeatureReference]:
    """The features asked for, each of them known to exist.

    Raises:
        DefinitionError: a reference is malformed.
        FeatureViewNotFoundError: there is no such view.
        FeatureNotFoundError: the view has no such feature.
    """
    references = [
        f if isinstance(f, FeatureReference) else FeatureReference.parse(f) for f in features
    ]
    for ref in references:
        if ref.view not in views:
            raise FeatureViewNotFoundError(ref.view, views)
        names = views[ref.view].feature_names
        if ref.feature not in names:
            raise FeatureNotFoundError(ref.feature, names, where=f"in view {ref.view!r}")
    return references


def column_names(
    references: Sequence[FeatureReference], entity_rows: Sequence[Row], *, full_feature_names: bool
) -> list[str]:
    """What each feature's column is called in the answer.

    Raises:
        RequestError: two would share a name, or one would overwrite a column of the entity rows.
    """
    columns = [ref.full_name if full_feature_names else ref.feature for ref in references]
    _check_no_collision(columns, entity_rows)
    return columns


def fill(
    result: JoinResult, column: str, feature: str, answers: Sequence[Row | FieldStatus]
) -> None:
    """Add one feature's column to the rows and statuses of a result.

    Args:
        result: changed in place.
        column: what the column is called.
        feature: what the feature is called in the winning rows.
        answers: as many as the result has rows: the winning row, or why there is none.
    """
    present, null = FieldStatus.PRESENT, FieldStatus.NULL_VALUE
    for row, status, answer in zip(result.rows, result.statuses, answers, strict=True):
        if isinstance(answer, FieldStatus):
            row[column], status[column] = None, answer
        elif is_null(value := answer.get(feature)):
            row[column], status[column] = None, null
        else:
            row[column], status[column] = value, present


def _check_no_collision(columns: Sequence[str], entity_rows: Sequence[Row]) -> None:
    for number, column in enumerate(columns):
        if column in columns[:number]:
            raise RequestError(
                f"Two features would both be called {column!r}; ask for each only once, "
                "and for equal names in several views with full_feature_names=True.",
                column=column,
            )
        if any(column in row for row in entity_rows):
            raise RequestError(
                f"The entity rows already have a column {column!r}, which the feature would "
                "overwrite; rename it, or join with full_feature_names=True.",
                column=column,
            )
