"""Which rows does Halvard Market push into the feature store?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from mlplat_core.feature_store.names import CREATED_TIMESTAMP, EVENT_TIMESTAMP
from mlplat_core.shop.device_history import device_rows
from mlplat_core.shop.market import Market
from mlplat_core.shop.timeline import to_datetime
from mlplat_core.shop.user_history import user_rows


def feature_rows(market: Market) -> dict[str, list[dict[str, Any]]]:
    """The rows of each view, in the order in which the platform learned of them.

    Example:
        >>> from mlplat_core import FeatureStore
        >>> from mlplat_core.shop import DEFINITIONS, make_market
        >>> store = FeatureStore()
        >>> store.apply(DEFINITIONS)
        >>> for view, rows in feature_rows(make_market(100)).items():
        ...     assert store.push(view, rows).unchanged == 0
    """
    return {
        "user_stats": _in_order(user_rows(market)),
        "device_stats": _in_order(device_rows(market)),
        "clicks": _in_order(market.clicks),
    }


def as_row(record: NamedTuple) -> dict[str, Any]:
    """A record of the shop as a row of the feature store, with aware times.

    Example:
        >>> from mlplat_core.shop.clicks import Click
        >>> as_row(Click("u1", 0, 2, "item"))["created_timestamp"].isoformat()
        '1970-01-01T00:00:02+00:00'
    """
    row = record._asdict()
    row[EVENT_TIMESTAMP] = to_datetime(row.pop("event"))
    row[CREATED_TIMESTAMP] = to_datetime(row.pop("created"))
    return row


def _in_order(records: Iterable[Any]) -> list[dict[str, Any]]:
    return [as_row(record) for record in sorted(records, key=lambda record: record.created)]
