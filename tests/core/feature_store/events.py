"""A view of events with every kind of aggregation, and what it must answer, by brute force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import Any

from timeline import USER, Row, at

from mlplat_core import FeatureStore, FeatureView, Field
from mlplat_core.feature_store.windows.aggregations import WindowAggregation

COLUMNS = (Field("amount", float), Field("items", int), Field("shop", str))
FUNCTIONS: tuple[Any, ...] = ("count", "sum", "mean", "min", "max", "last")


def window(name: str, column: str | None, function: Any, hours: float) -> WindowAggregation:
    """An aggregation over so many hours."""
    return WindowAggregation(name, column, function, timedelta(hours=hours))


WINDOWS = (
    window("events_3h", None, "count", 3),
    window("events_1h", None, "count", 1),
    *(window(f"amount_{function}_3h", "amount", function, 3) for function in FUNCTIONS),
    *(window(f"items_{function}_2h", "items", function, 2) for function in FUNCTIONS),
    window("shop_last_3h", "shop", "last", 3),
)
REFERENCES = [f"txns:{each.name}" for each in WINDOWS]
Answer = tuple[dict[str, Any], set[str]]


def events_view(
    aggregations: Iterable[WindowAggregation] = WINDOWS, lateness: float | None = None
) -> FeatureView:
    """The view `txns`, keyed by user."""
    allowed = None if lateness is None else timedelta(hours=lateness)
    windows = tuple(aggregations)
    return FeatureView("txns", (USER,), COLUMNS, aggregations=windows, allowed_lateness=allowed)


def event(hour: float, amount: Any = 1.0, created: float | None = None, user: str = "u1") -> Row:
    """An event of the view, known at once unless it says otherwise."""
    return {
        "user_id": user,
        "event_timestamp": at(hour),
        "created_timestamp": at(hour if created is None else created),
        "amount": amount,
    }


def served(store: FeatureStore, hour: float, user: str = "u1") -> Answer:
    """All features online, and the statuses that occur."""
    found = store.get_online_features(REFERENCES, [{"user_id": user}], now=at(hour))
    return _read(found.rows[0], found.statuses[0])


def trained(store: FeatureStore, hour: float, user: str = "u1") -> Answer:
    """All features in a training set, and the statuses that occur."""
    asked = [{"user_id": user, "event_timestamp": at(hour)}]
    found = store.get_historical_features(asked, REFERENCES)
    return _read(found.rows[0], found.statuses[0])


def value(store: FeatureStore, name: str, hour: float = 10) -> Any:
    """One feature of u1, which must be the same on both sides."""
    online, offline = served(store, hour), trained(store, hour)
    assert online == offline
    return online[0][name]


def brute_force(rows: list[Row], hour: float, user: str = "u1") -> dict[str, Any] | str:
    """What the definition says: the features by name, or why there are none."""
    moment = at(hour)
    mine = [row for n, row in enumerate(rows) if row["user_id"] == user and row not in rows[:n]]
    known = [
        row
        for row in mine
        if row["event_timestamp"] < moment and row["created_timestamp"] <= moment
    ]
    if not known:
        return "NOT_YET" if mine else "NOT_FOUND"
    known.sort(key=lambda row: (row["event_timestamp"], row["created_timestamp"]))
    values = {}
    for each in WINDOWS:
        inside = [row for row in known if row["event_timestamp"] >= moment - each.window]
        column = each.column or "event_timestamp"
        found = [row[column] for row in inside if row.get(column) is not None]
        values[each.name] = _aggregate(each.function, found, zero=0.0 if column == "amount" else 0)
    return values


def _aggregate(function: str, values: list[Any], zero: float) -> Any:
    total = sum(map(Fraction, values), Fraction(0)) if function in ("sum", "mean") else 0
    if function == "count":
        return len(values)
    if function == "sum":
        return type(zero)(total)
    if not values:
        return None
    if function == "mean":
        return float(type(values[0])(total) / len(values))
    return {"min": min, "max": max, "last": lambda found: found[-1]}[function](values)


def _read(row: Row, statuses: dict[str, Any]) -> Answer:
    return {each.name: row[each.name] for each in WINDOWS}, {str(s) for s in statuses.values()}
