"""Which features can be counted or summed from the events of the last hour?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from mlplat_core.errors import DefinitionError
from mlplat_core.feature_store.names import check_name, check_not_reserved
from mlplat_core.feature_store.timestamps import MICROSECOND

_NUMBERS = ("float32", "float64", "int32", "int64")
_INPUTS = {
    "sum": _NUMBERS,
    "mean": _NUMBERS,
    "min": (*_NUMBERS, "unix_timestamp"),
    "max": (*_NUMBERS, "unix_timestamp"),
}
_FUNCTIONS = ("count", "sum", "mean", "min", "max", "last")


@dataclass(frozen=True, slots=True)
class WindowAggregation:
    """One number over the events of the last minutes, hours or days before a moment.

    The window of the moment t is `[t - window, t)`: an event is never in its own window, and of two
    events with one stamp neither sees the other.

    Attributes:
        name: the feature's name.
        column: the column of the events; None to count the events themselves.
        function: `count sum mean min max last`. All skip null values, so that `count` of a column
            counts those that are not null. `last` is the value of the newest event, of equally new
            ones of that which became known last. Over no values, count and sum are 0 and the others
            null. A sum of whole numbers beyond int64 is null, as is a sum of both infinities.
        window: how far back the window reaches; more than zero.

    Raises:
        DefinitionError: any of the above does not hold.

    Example:
        >>> from datetime import datetime, timezone
        >>> from mlplat_core import Entity, FeatureStore, FeatureView, Field
        >>> count = WindowAggregation("txn_count_1h", None, "count", timedelta(hours=1))
        >>> user, amount = Entity("user", ["user_id"]), Field("amount", float)
        >>> store = FeatureStore()
        >>> store.apply(FeatureView("transactions", [user], [amount], aggregations=[count]))
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> moments = [noon - timedelta(minutes=minutes) for minutes in (61, 60, 30, 0)]
        >>> paid = [{"user_id": "u1", "event_timestamp": at, "amount": 9.5} for at in moments]
        >>> known = [{**each, "created_timestamp": each["event_timestamp"]} for each in paid]
        >>> store.push("transactions", known).appended
        4
        >>> asked = [{"user_id": "u1", "event_timestamp": noon}]
        >>> features = store.get_historical_features(asked, ["transactions:txn_count_1h"])
        >>> features.rows[0]["txn_count_1h"]
        2

    Source:
        Chronon's windows: https://chronon.ai/authoring_features/GroupBy.html
    """

    name: str
    column: str | None
    function: Literal["count", "sum", "mean", "min", "max", "last"]
    window: timedelta

    def __post_init__(self) -> None:
        check_name(self.name, "an aggregation")
        check_not_reserved(self.name, "An aggregation")
        what = f"Aggregation {self.name!r}"
        if self.function not in _FUNCTIONS:
            raise DefinitionError(
                f"{what} has function {self.function!r}; choose one of {', '.join(_FUNCTIONS)}."
            )
        if self.column is None and self.function != "count":
            raise DefinitionError(f"{what}: {self.function} needs a column; name it.")
        if not (isinstance(self.window, timedelta) and self.window > timedelta(0)):
            raise DefinitionError(
                f"{what} has window {self.window!r}; pass a timedelta greater than zero."
            )

    def dtype(self, columns: Mapping[str, str]) -> str:
        """The type of the feature, given the types of the events' columns.

        Raises:
            DefinitionError: there is no such column, or the function is not for values like these.
        """
        if self.column is None:
            return "int64"
        if self.column not in columns:
            raise DefinitionError(
                f"Aggregation {self.name!r} has column {self.column!r}; the events have: "
                f"{', '.join(columns)}."
            )
        found = columns[self.column]
        if found not in _INPUTS.get(self.function, (found,)):
            raise DefinitionError(
                f"Aggregation {self.name!r} is the {self.function} of {self.column!r}, which is a "
                f"{found}; choose a column of {', '.join(_INPUTS[self.function])}."
            )
        if self.function == "count":
            return "int64"
        if self.function == "mean" or (self.function == "sum" and found.startswith("float")):
            return "float64"
        return "int64" if self.function == "sum" else found


def check_ttl(ttl: object, what: str, *, of_events: bool) -> None:
    """Raise DefinitionError unless a view may have this ttl; a view of events has none."""
    if ttl is not None and of_events:
        raise DefinitionError(
            f"{what} has aggregations and ttl {ttl!r}; leave the ttl out, as each window says how "
            "long an event counts."
        )
    if ttl is not None and not (isinstance(ttl, timedelta) and ttl > timedelta(0)):
        raise DefinitionError(
            f"{what} has ttl {ttl!r}; pass a timedelta greater than zero, or None for no limit."
        )


def check_lateness(lateness: object, what: str, *, of_events: bool) -> None:
    """Raise DefinitionError unless a view may allow this lateness, which is for events only."""
    if lateness is not None and not of_events:
        raise DefinitionError(
            f"{what} has allowed_lateness, but no aggregations; leave it out. The log of such a "
            "view keeps every row, however late."
        )
    if lateness is not None and not (isinstance(lateness, timedelta) and lateness >= timedelta(0)):
        raise DefinitionError(
            f"{what} has allowed_lateness {lateness!r}; pass a timedelta of zero or more, or None "
            "for no limit."
        )


def describe_windows(
    aggregations: Sequence[WindowAggregation], lateness: timedelta | None
) -> tuple[object, ...]:
    """What the definition hash of a view covers beyond that of a view without aggregations."""
    if not aggregations:
        return ()
    windows = tuple(
        (each.name, each.column, each.function, each.window // MICROSECOND) for each in aggregations
    )
    return windows, None if lateness is None else lateness // MICROSECOND
