"""How do a request and the features that were read become the features of an on-demand view?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlplat_core.errors import DefinitionError, RequestError
from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.definitions import Field
from mlplat_core.feature_store.dtypes import Value, to_stored
from mlplat_core.feature_store.names import ENTITY_ROWS
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView
from mlplat_core.feature_store.status import FieldStatus

Answers = Sequence[Row | FieldStatus]
"""One for each entity row: the features that one view has for it, or why it has none."""

Request = dict[str, Value | None]
"""What the on-demand views take from one entity row, each value of the type they ask for."""


def read_request(fields: Sequence[Field], entity_rows: Iterable[Row]) -> list[Request]:
    """The request columns of every entity row.

    Raises:
        RequestError: a row lacks one of them, or its value is of another type.
    """
    return [
        {field.name: _read_value(field, row, number) for field in fields}
        for number, row in enumerate(entity_rows)
    ]


def compute(
    view: OnDemandFeatureView, requests: Sequence[Request], answers: Mapping[str, Answers]
) -> list[Row]:
    """The features that the view's function makes of each row: the same for both sides.

    Args:
        view: the on-demand view.
        requests: n >= 0 requests, as `read_request` returns them.
        answers: for each view that has a source, n answers.

    Raises:
        DefinitionError: the function fails, or returns anything but its schema.
    """
    columns = [
        (name, answers[ref.view], ref.feature)
        for name, ref in zip(view.source_names, view.references, strict=True)
    ]
    computed: list[Row] = []
    for number, request in enumerate(requests):
        inputs = {name: _value(found[number], feature) for name, found, feature in columns}
        inputs.update({field.name: request[field.name] for field in view.request})
        computed.append(_call(view, inputs, number))
    return computed


def _read_value(field: Field, row: Row, number: int) -> Value | None:
    place = f"{ENTITY_ROWS}, row {number}"
    if field.name not in row:
        raise RequestError(
            f"{place} has no {field.name!r}, which an on-demand feature view takes from the "
            "request; add the column, with None where it is unknown.",
            row=number,
            column=field.name,
        )
    try:
        return to_stored(str(field.dtype), row[field.name])
    except ValueError as error:
        message = f"{place}, {field.name}: {error}"
        raise RequestError(message, row=number, column=field.name) from None


def _value(answer: Row | FieldStatus, feature: str) -> object:
    return None if isinstance(answer, FieldStatus) else answer.get(feature)


def _call(view: OnDemandFeatureView, inputs: Mapping[str, Any], number: int) -> Row:
    place = f"On-demand feature view {view.name!r}, row {number}: its function"
    try:
        found = view.transform(inputs)
    except Exception as error:
        raise DefinitionError(
            f"{place} raised {type(error).__name__}: {error}. It must cope with every row, also "
            "with sources that are None."
        ) from error
    if not isinstance(found, Mapping) or set(found) != set(view.feature_names):
        names = ", ".join(view.feature_names)
        raise DefinitionError(f"{place} returned {found!r}; it must be a dict of {names}.")
    try:
        return {field.name: to_stored(str(field.dtype), found[field.name]) for field in view.fields}
    except ValueError as error:
        raise DefinitionError(f"{place} returned {found!r}, but {error}.") from None
