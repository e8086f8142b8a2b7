"""On-demand views that compute from snapshots, from windows and from the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mlplat_core import Field
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView

SHARE = 10


def compare(row: Mapping[str, Any]) -> dict[str, Any]:
    """How an asked amount relates to what is known; it copes with sources that are None."""
    count, events, amount = row["count"], row["events_3h"], row["amount"]
    known = [value for value in (count, events, amount) if value is not None]
    return {
        "ratio": None if not count or amount is None else amount / count,
        "known": len(known),
        "busy": None if events is None else events * SHARE > 20,
    }


def comparing(**changes: Any) -> OnDemandFeatureView:
    """The on-demand view `compared`, with some parts changed."""
    parts: dict[str, Any] = {
        "sources": ("stats:count", "txns:events_3h"),
        "schema": (Field("ratio", float), Field("known", int), Field("busy", bool)),
        "transform": compare,
        "request": (Field("amount", float),),
    }
    return OnDemandFeatureView("compared", **{**parts, **changes})
