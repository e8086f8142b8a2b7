"""Where each value that the model sees comes from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fraud_service import COUNT, NOON, FraudService, linear
from hypothesis import given
from hypothesis import strategies as st
from on_demand_service import ratio_service

from mlplat_core import FeatureService, Field
from mlplat_core.errors import InvalidRequestError
from mlplat_core.serving import FeatureProvenance, PredictRequest

U3 = PredictRequest({"user_id": "u3"})


@pytest.mark.parametrize(
    ("user", "given", "defaults", "value", "source", "status"),
    [
        ("u3", {"txn_count_7d": 8}, {"txn_count_7d": 5}, 8, "request", "PRESENT"),
        ("u3", {}, {"txn_count_7d": 5}, 3, "online", "PRESENT"),
        ("new", {}, {"txn_count_7d": 5}, 5, "default", "NOT_FOUND"),
        ("null", {}, {"txn_count_7d": 5}, 5, "default", "NULL_VALUE"),
        ("old", {}, {"txn_count_7d": 5}, 5, "default", "OUTSIDE_MAX_AGE"),
        ("soon", {}, {"txn_count_7d": 5}, 5, "default", "NOT_YET"),
        ("new", {"txn_count_7d": 8}, {}, 8, "request", "NOT_FOUND"),
        ("new", {}, {}, None, "null", "NOT_FOUND"),
    ],
)
def test_request_then_store_then_default_then_null(
    service: FraudService,
    user: str,
    given: dict[str, int],
    defaults: dict[str, int],
    value: int | None,
    source: str,
    status: str,
) -> None:
    """The first that has a value wins, and the answer says which it was."""
    service.push("null", None)
    service.push("old", 7, at=NOON - timedelta(days=4))
    late = {"event_timestamp": NOON, "created_timestamp": NOON + timedelta(hours=1)}
    service.store.push("user_stats", [{"user_id": "soon", "txn_count_7d": 7} | late])
    service.trouble.accepts_null = True
    handler = service.handler(defaults=defaults)

    response = handler.predict(PredictRequest({"user_id": user}, given, explain=True))

    assert response.features is not None
    (feature,) = response.features
    assert (feature.value, feature.source, feature.status) == (value, source, status)
    assert service.trouble.seen == [(value,)]
    assert response.degraded == (source in ("default", "null"))
    assert response.features_missing == (("txn_count_7d",) if response.degraded else ())
    assert response.statuses == {status: 1}


def test_an_explanation_says_how_old_a_value_is(service: FraudService) -> None:
    """Also of one that was too old to be used."""
    service.push("old", 7, at=NOON - timedelta(days=4))
    service.push("young", 7, at=NOON - timedelta(minutes=1))
    handler = service.handler(defaults={"txn_count_7d": 5})

    answers = [
        handler.predict(PredictRequest({"user_id": user}, explain=True)).features
        for user in ("young", "old")
    ]

    young, old = NOON - timedelta(minutes=1), NOON - timedelta(days=4)
    assert answers == [
        (FeatureProvenance("txn_count_7d", 7, "online", "PRESENT", young, 60.0),),
        (FeatureProvenance("txn_count_7d", 5, "default", "OUTSIDE_MAX_AGE", old, 345_600.0),),
    ]


@given(
    present=st.sets(st.sampled_from(["txn_count_7d", "avg_amount_30d"])),
    given=st.dictionaries(st.sampled_from(["txn_count_7d", "avg_amount_30d"]), st.integers(0, 9)),
    defaults=st.dictionaries(
        st.sampled_from(["txn_count_7d", "avg_amount_30d"]), st.integers(10, 19)
    ),
)
def test_the_quick_way_and_the_explained_way_agree(
    present: set[str], given: dict[str, int], defaults: dict[str, int]
) -> None:
    """Whatever is there, given or declared: the explanation is of what the model saw."""
    service = FraudService()
    row = {"user_id": "u", "event_timestamp": NOON} | dict.fromkeys(present, 30)
    service.store.push("user_stats", [row])
    service.registry.create_model_version("fraud", linear(txn_count_7d=0.1, avg_amount_30d=0.01))
    service.registry.set_alias("fraud", "champion", 3)
    service.trouble.accepts_null = True
    handler = service.handler(defaults=defaults, on_record=service.log)

    response = handler.predict(PredictRequest({"user_id": "u"}, given, explain=True))

    assert response.features is not None
    assert service.trouble.seen == [tuple(each.value for each in response.features)]
    missing = [each.name for each in response.features if each.source in ("default", "null")]
    assert list(response.features_missing) == missing
    (record,) = service.log.records
    assert record.features == {each.name: each.value for each in response.features} | given
    assert sum(response.statuses.values()) == 2


def test_features_that_only_the_caller_knows(service: FraudService) -> None:
    """They are asked for by name and type, and may have a default."""
    artifact = linear(txn_count_7d=0.1, amount=0.01, tip=1.0)
    service.registry.create_model_version("fraud", artifact)
    service.registry.set_alias("fraud", "champion", 3)
    fields = [Field("amount", float), Field("tip", float)]
    handler = service.handler(request_features=fields, defaults={"tip": 0.0})

    response = handler.predict(PredictRequest({"user_id": "u3"}, {"amount": 20}, explain=True))

    assert response.score == pytest.approx(0.5)
    assert response.features_missing == ("tip",)
    assert response.statuses == {"PRESENT": 1}
    assert response.features is not None
    assert [each.status for each in response.features] == ["PRESENT", None, None]
    with pytest.raises(InvalidRequestError, match=r"features\.amount: is missing"):
        handler.predict(U3)


def test_a_model_may_read_nothing_but_the_request(service: FraudService) -> None:
    """Then the store has no status to report."""
    service.registry.create_model_version("fraud", linear(amount=0.01))
    service.registry.set_alias("fraud", "champion", 3)
    handler = service.handler(request_features=[Field("amount", float)])

    response = handler.predict(PredictRequest({"user_id": "new"}, {"amount": 20}))

    assert (response.score, response.statuses, response.degraded) == (pytest.approx(0.2), {}, False)


def test_on_demand_features_are_computed_from_the_request() -> None:
    """The request brings the column, and the model never sees it unless it wants to."""
    service = ratio_service()
    handler = service.handler(features=FeatureService("fraud", [COUNT, "amounts:amount_ratio"]))

    response = handler.predict(PredictRequest({"user_id": "u3"}, {"amount": 60}, explain=True))

    assert service.trouble.seen == [(3, 2.0)]
    assert response.score == pytest.approx(0.7)
    assert response.statuses == {"PRESENT": 2}
    with pytest.raises(InvalidRequestError, match=r"features\.amount: is missing"):
        handler.predict(U3)


def test_a_computed_feature_can_be_overruled_or_start_from_a_default() -> None:
    """An override wins over the computation; a default of the request column is used for it."""
    service = ratio_service()
    features = [COUNT, "amounts:amount_ratio"]
    handler = service.handler(features=features, defaults={"amount": 90.0})

    overruled = handler.predict(PredictRequest({"user_id": "u3"}, {"amount_ratio": 5.0}))
    computed = handler.predict(U3)
    given = handler.predict(PredictRequest({"user_id": "u3"}, {"amount": 30.0}))

    assert service.trouble.seen == [(3, 5.0), (3, 3.0), (3, 1.0)]
    assert given.features_missing == ()
    assert overruled.features_missing == computed.features_missing == ("amount",)
