"""How do the rows that won become columns of the rows that were asked about?"""

from __future__ import annotations

from collections.abc import Iterable, KeysView, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mlplat_core.errors import (
    DefinitionError,
    FeatureNotFoundError,
    FeatureViewNotFoundError,
    RequestError,
)
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

    Example:
        >>> JoinResult(rows=[{"user_id": "u1", "age": None}], statuses=[{"age": "NOT_YET"}]).rows
        [{'user_id': 'u1', 'age': None}]
    """

    rows: list[dict[str, Any]]
    statuses: list[dict[str, FieldStatus]]


class HasFeatures(Protocol):
    """Whatever a reference may name before its colon."""

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The names of its features."""


def find_references(
    features: Sequence[str | FeatureReference], views: Mapping[str, HasFeatures]
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


def read_references(
    features: Sequence[str | FeatureReference], views: Mapping[str, FeatureView]
) -> list[FeatureReference]:
    """The features asked for, each of them known to be a column of its view's rows.

    Raises:
        DefinitionError: as `find_references`, or a feature is an aggregation of many rows.
        NotFoundError: as `find_references`.
    """
    references = find_references(features, views)
    for ref in references:
        if views[ref.view].aggregations:
            raise DefinitionError(
                f"'{ref}' is an aggregation of many rows, but a join picks one; "
                "push the rows to a FeatureStore and ask it for the feature."
            )
    return references


def column_names(
    references: Sequence[FeatureReference], entity_rows: Sequence[Row], *, full_feature_names: bool
) -> list[str]:
    """What each feature's column is called in the answer.

    Raises:
        RequestError: two would share a name, or one would overwrite a column of the entity rows.
    """
    columns = [ref.full_name if full_feature_names else ref.feature for ref in references]
    _check_distinct(columns)
    check_not_overwritten(dict.fromkeys(columns).keys(), entity_rows)
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


def check_not_overwritten(columns: KeysView[str], entity_rows: Iterable[Row]) -> None:
    """Raise RequestError if a feature would overwrite a column of the entity rows."""
    for row in entity_rows:
        if not columns.isdisjoint(row):
            column = next(column for column in columns if column in row)
            raise RequestError(
                f"The entity rows already have a column {column!r}, which the feature would "
                "overwrite; rename it, or join with full_feature_names=True.",
                column=column,
            )


def _check_distinct(columns: Sequence[str]) -> None:
    seen: set[str] = set()
    for column in columns:
        if column in seen:
            raise RequestError(
                f"Two features would both be called {column!r}; ask for each only once, "
                "and for equal names in several views with full_feature_names=True.",
                column=column,
            )
        seen.add(column)
