"""How do the answers of several views become one row for each entity row?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.on_demand.computing import Answers, compute, read_request
from mlplat_core.feature_store.plan import Computation, ReadPlan, ViewRead
from mlplat_core.feature_store.status import FieldStatus

_PRESENT, _NULL_VALUE = FieldStatus.PRESENT, FieldStatus.NULL_VALUE


def assemble(
    plan: ReadPlan, entity_rows: Sequence[Row], answers: Mapping[str, Answers]
) -> tuple[list[dict[str, Any]], list[dict[str, FieldStatus]]]:
    """The entity rows with the features that were found for them, and the statuses of these.

    Both sides end here, so that a training set and an online answer cannot differ in form.

    Args:
        plan: which feature goes to which column.
        entity_rows: n >= 0 rows, not changed.
        answers: by view, n answers.
    """
    if plan.computations:
        requests = read_request(plan.request, entity_rows)
        computed = {c.view.name: compute(c.view, requests, answers) for c in plan.computations}
        answers = {**answers, **computed}
    # Every column has its place before the first view is asked: the order is that of the request.
    rows: list[dict[str, Any]] = [{**row, **plan.blank} for row in entity_rows]
    statuses: list[dict[str, Any]] = [plan.blank.copy() for _ in rows]
    for part in plan.contributions:
        _fill(rows, statuses, part, answers[part.view.name])
    return rows, statuses


def _fill(
    rows: list[dict[str, Any]],
    statuses: list[dict[str, Any]],
    part: ViewRead | Computation,
    answers: Answers,
) -> None:
    columns = part.columns
    targets = tuple(zip(part.features, columns, strict=True))
    for row, status, answer in zip(rows, statuses, answers, strict=True):
        if isinstance(answer, FieldStatus):
            for column in columns:
                status[column] = answer
        else:
            value_of = answer.get
            for feature, column in targets:
                value = row[column] = value_of(feature)
                status[column] = _NULL_VALUE if value is None else _PRESENT
