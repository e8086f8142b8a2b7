"""What a store says about a read before it happens."""

from __future__ import annotations

import pytest
from events import WINDOWS, events_view
from on_demand_views import comparing
from timeline import SCHEMA, USER, MakeStore

from mlplat_core import (
    Entity,
    FeatureService,
    FeatureView,
    FeatureViewNotFoundError,
    Field,
    RequestError,
)


def test_requirements_name_keys_request_and_columns(make_store: MakeStore) -> None:
    """Keys also of views that only a function needs; columns in the order asked for."""
    store = make_store()
    pairs = FeatureView("pairs", [USER, Entity("shop", ["shop_id"])], [Field("v", "float32")])
    store.apply([comparing(), events_view(WINDOWS), pairs])
    service = FeatureService("fraud", ["pairs:v", "compared:busy", "txns:amount_sum_3h"])

    found = store.requirements(service)

    assert found.join_keys == ("user_id", "shop_id")
    assert found.request == (Field("amount", float),)
    assert found.columns == (Field("v", "float32"), Field("busy", bool), WINDOWS_SUM)
    assert store.requirements(["compared:busy"]).join_keys == ("user_id",)
    assert store.requirements(["stats:count"]).request == ()


WINDOWS_SUM = Field("amount_sum_3h", float)


def test_requirements_of_what_cannot_be_read_are_refused(make_store: MakeStore) -> None:
    """With the errors of the read itself."""
    store = make_store()
    store.apply(FeatureView("more", [USER], SCHEMA))

    with pytest.raises(FeatureViewNotFoundError):
        store.requirements(["nobody:count"])
    with pytest.raises(RequestError, match="both be called 'count'"):
        store.requirements(["stats:count", "more:count"])
