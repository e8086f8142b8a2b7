"""How do stored and given values become what the model sees, and where did each come from?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.serving.response import FeatureProvenance, Source

_PRESENT = FieldStatus.PRESENT


@dataclass(frozen=True, slots=True)
class Served:
    """What the feature store answered for one request.

    Attributes:
        row: the values by column, with the columns of the request that the store was shown.
        statuses: why each column of the store has its value or none.
        event_timestamps: when the row behind a column was true, by column.
    """

    row: Mapping[str, Any]
    statuses: Mapping[str, str]
    event_timestamps: Mapping[str, datetime | None]

    @property
    def is_unknown(self) -> bool:
        """Whether no feature view has a row of the entity, as far as the answer can tell."""
        # Computed features have a status of their own, but never a row behind them.
        found = self.statuses.values()
        return (
            FieldStatus.NOT_FOUND in found
            and FieldStatus.NOT_YET not in found
            and not any(self.event_timestamps.values())
        )


class VectorPlan:
    """Puts the values together that one version of a model reads, in its order.

    Where several have a value, the first wins: the request, the online store if the value is
    PRESENT, the declared default; null if none has.

    Args:
        names: the features of the model, each of them a column or asked of the request.
        columns: what the feature store answers with.
        defaults: by name, also of columns that the model does not read.
        optional: what is asked of the request but may be left to its default.
    """

    def __init__(
        self,
        names: Sequence[str],
        *,
        columns: Container[str],
        defaults: Mapping[str, Any],
        optional: Sequence[str],
    ) -> None:
        self._names = tuple(names)
        self._stored = tuple(name for name in names if name in columns)
        self._defaults = defaults
        self._optional = tuple(optional)
        self._pick = _picker(self._names)

    def values(
        self, served: Served, given: Mapping[str, Any]
    ) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        """What the model sees, and the features for which a default or a null stands in."""
        left_out = [name for name in self._optional if name not in given]
        statuses = list(map(served.statuses.get, self._stored))
        # The usual case: everything is there, and one call in C picks all of it.
        if statuses.count(_PRESENT) == len(statuses) and not left_out:
            return self._pick({**served.row, **given} if given else served.row), ()
        found = [self._find(name, served, given) for name in self._names]
        missing = [
            name
            for name, (_, source) in zip(self._names, found, strict=True)
            if source in ("default", "null")
        ]
        return tuple(value for value, _ in found), tuple(dict.fromkeys([*left_out, *missing]))

    def statuses(self, served: Served) -> dict[str, int]:
        """How many of the model's features the store answered with each status."""
        statuses = list(map(served.statuses.get, self._stored))
        present = statuses.count(_PRESENT)
        if 0 < present == len(statuses):
            return {str(_PRESENT): present}
        return dict(Counter(map(str, statuses)))

    def provenance(
        self, served: Served, given: Mapping[str, Any], moment: datetime
    ) -> tuple[FeatureProvenance, ...]:
        """Where each value comes from, in the order of the model."""
        return tuple(self._trace(name, served, given, moment) for name in self._names)

    def sources(
        self, served: Served, given: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Source]]:
        """What the model saw and what else was given, by name; and the source of each."""
        values: dict[str, Any] = {}
        sources: dict[str, Source] = {}
        for name in dict.fromkeys([*self._optional, *given, *self._names]):
            values[name], sources[name] = self._find(name, served, given)
        return values, sources

    def _find(self, name: str, served: Served, given: Mapping[str, Any]) -> tuple[Any, Source]:
        if name in given:
            return given[name], "request"
        if served.statuses.get(name) is _PRESENT:
            return served.row[name], "online"
        if name in self._defaults:
            return self._defaults[name], "default"
        return None, "null"

    def _trace(
        self, name: str, served: Served, given: Mapping[str, Any], moment: datetime
    ) -> FeatureProvenance:
        value, source = self._find(name, served, given)
        status, stamp = served.statuses.get(name), served.event_timestamps.get(name)
        age = None if stamp is None else (moment - stamp).total_seconds()
        return FeatureProvenance(name, value, source, status and str(status), stamp, age)


def _picker(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """A function that returns the values of a row in this order, always as a tuple."""
    if len(names) == 1:
        (name,) = names
        return lambda row: (row[name],)
    return itemgetter(*names)
