"""What on-demand views answer, and which mistakes of theirs are named."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from events import event, events_view, window
from on_demand_views import comparing
from timeline import SCHEMA, USER, MakeStore, Row, at, row

from mlplat_core import (
    DefinitionError,
    FeatureNotFoundError,
    FeatureService,
    FeatureStore,
    FeatureView,
    Field,
    RequestError,
)
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView

ASKED = {"user_id": "u1", "amount": 6}
COUNTING = events_view([window("events_3h", None, "count", 3)])


@pytest.fixture
def store(make_store: MakeStore) -> FeatureStore:
    """A store with a snapshot and an event of u1 at hour 1, and an on-demand view over both."""
    made = make_store()
    made.apply([comparing(), COUNTING])
    made.push("stats", [row(1, 4, created=1)])
    made.push("txns", [event(1)])
    return made


def online(store: FeatureStore, features: Any, asked: Row = ASKED, **options: Any) -> Row:
    """The answer for one entity row at hour 2."""
    return store.get_online_features(features, [asked], now=at(2), **options).rows[0]


def offline(store: FeatureStore, features: Any, asked: Row = ASKED, **options: Any) -> Row:
    """The row of a training set for one entity row at hour 2, without its moment."""
    dated = {**asked, "event_timestamp": at(2)}
    found = store.get_historical_features([dated], features, **options).rows[0]
    return {name: found[name] for name in found if name != "event_timestamp"}


READERS = pytest.mark.parametrize("read", [online, offline], ids=["online", "offline"])


@READERS
def test_features_are_computed_from_sources_and_request(store: FeatureStore, read: Any) -> None:
    """The request column stays, sources that were not asked for do not show up."""
    assert read(store, ["compared:ratio", "compared:known"]) == {**ASKED, "ratio": 1.5, "known": 3}


@READERS
def test_columns_come_in_the_order_asked_for(store: FeatureStore, read: Any) -> None:
    """Computed ones and read ones alike, by full names if asked."""
    features = ["compared:known", "stats:count", "compared:ratio", "txns:events_3h"]

    assert list(read(store, features))[2:] == [each.split(":")[1] for each in features]
    full = read(store, features, full_feature_names=True)
    assert list(full)[2:] == [feature.replace(":", "__") for feature in features]
    assert (full["compared__ratio"], full["stats__count"]) == (1.5, 4)


@READERS
def test_a_service_may_ask_for_computed_features(store: FeatureStore, read: Any) -> None:
    """As for any other."""
    service = FeatureService("fraud", ["compared:busy", "stats:count"])
    store.apply(service)

    assert read(store, service) == {**ASKED, "busy": False, "count": 4}


@READERS
def test_missing_sources_are_none_on_both_sides(store: FeatureStore, read: Any) -> None:
    """So that a function meets in training what it meets in serving."""
    found = read(store, ["compared:ratio", "compared:known"], {"user_id": "new", "amount": None})

    assert (found["ratio"], found["known"]) == (None, 0)


def test_computed_features_have_a_status_and_no_event_time(store: FeatureStore) -> None:
    """PRESENT or NULL_VALUE, whatever became of the sources."""
    asked = [{"user_id": user, "amount": 6} for user in ("u1", "new")]

    found = store.get_online_features(["compared:ratio", "stats:count"], asked, now=at(2))

    assert found.statuses == [
        {"ratio": "PRESENT", "count": "PRESENT"},
        {"ratio": "NULL_VALUE", "count": "NOT_FOUND"},
    ]
    assert found.event_timestamps == [
        {"ratio": None, "count": at(1)},
        {"ratio": None, "count": None},
    ]


@READERS
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"user_id": "u1"}, "row 0 has no 'amount'"),
        ({"user_id": "u1", "amount": "6"}, "row 0, amount: '6' is a str, not a float64"),
    ],
)
def test_a_request_that_does_not_fit_is_refused(
    store: FeatureStore, read: Any, asked: Row, message: str
) -> None:
    """With its row and column."""
    with pytest.raises(RequestError, match=message) as caught:
        read(store, ["compared:ratio"], asked)

    assert (caught.value.row, caught.value.column) == (0, "amount")


@READERS
@pytest.mark.parametrize(
    ("transform", "message"),
    [
        (lambda row: {"ratio": 1 / 0}, "row 0: its function raised ZeroDivisionError: division"),
        (lambda row: None, "row 0: its function returned None; it must be a dict of ratio"),
        (lambda row: {}, "returned {}; it must be a dict of ratio"),
        (lambda row: {"ratio": 1.0, "more": 2}, "'more': 2}; it must be a dict of ratio"),
        (lambda row: {"ratio": "1"}, "returned {'ratio': '1'}, but '1' is a str, not a float64"),
        (lambda row: {"ratio": datetime}, "but <class 'datetime.datetime'> is a type"),
    ],
)
def test_a_function_that_breaks_its_schema_is_named(
    store: FeatureStore, read: Any, transform: Any, message: str
) -> None:
    """View, row and what came back."""
    view = OnDemandFeatureView("bad", ["stats:count"], [Field("ratio", float)], transform)
    store.apply(view)

    with pytest.raises(DefinitionError) as caught:
        read(store, ["bad:ratio"])

    assert "On-demand feature view 'bad', row 0" in str(caught.value)
    assert message in str(caught.value)


def test_values_are_kept_as_the_schema_says(store: FeatureStore) -> None:
    """The same type on both sides: 40 is 40.0 in a float column, and NaN is null."""
    view = OnDemandFeatureView(
        "typed",
        ["stats:count"],
        [Field("whole", float), Field("single", "float32"), Field("nothing", float)],
        lambda row: {"whole": 40, "single": 0.1, "nothing": float("nan")},
    )
    store.apply(view)
    features = ["typed:whole", "typed:single", "typed:nothing"]

    found = online(store, features)

    assert found == offline(store, features)
    assert (type(found["whole"]), found["single"]) == (float, 0.10000000149011612)
    assert found["nothing"] is None


def test_inputs_that_share_a_name_come_by_their_full_names(store: FeatureStore) -> None:
    """Only those: the others, and request columns, keep their own."""
    store.apply(FeatureView("more", [USER], SCHEMA))
    store.push("more", [{**row(1, 5), "amount": 7.0}])
    view = OnDemandFeatureView(
        "seen",
        ["stats:count", "more:count", "more:amount", "txns:events_3h"],
        [Field("names", str)],
        lambda row: {"names": " ".join(f"{name}={row[name]}" for name in sorted(row))},
        request=[Field("amount", int)],
    )
    store.apply(view)

    found = store.get_online_features(["seen:names"], [ASKED], now=at(100)).rows[0]["names"]

    assert found == "amount=6 events_3h=0 more__amount=7.0 more__count=5 stats__count=4"


def test_a_request_alone_is_enough(store: FeatureStore) -> None:
    """Then no key is needed either."""
    view = OnDemandFeatureView(
        "doubled",
        [],
        [Field("twice", int)],
        lambda row: {"twice": row["n"] * 2},
        request=[Field("n", int)],
    )
    store.apply(view)

    assert store.get_online_features(["doubled:twice"], [{"n": 4}]).rows == [{"n": 4, "twice": 8}]
    assert store.requirements(["doubled:twice"]).join_keys == ()


def test_what_one_function_does_to_its_inputs_reaches_nobody_else(store: FeatureStore) -> None:
    """Each call has inputs of its own."""

    def clearing(row: Any) -> dict[str, Any]:
        count = row.pop("count")
        row["user_id"] = "changed"
        return {"count_was": count}

    store.apply(OnDemandFeatureView("clear", ["stats:count"], [Field("count_was", int)], clearing))

    found = online(store, ["clear:count_was", "stats:count", "compared:ratio"])

    assert found == {**ASKED, "count_was": 4, "count": 4, "ratio": 1.5}


def test_what_has_no_rows_cannot_be_pushed_or_explained(store: FeatureStore) -> None:
    """The error names the sources, which can."""
    calls: list[Any] = [
        lambda: store.push("compared", []),
        lambda: store.explain("compared", {"user_id": "u1", "event_timestamp": at(1)}),
        lambda: store.freshness("compared"),
        lambda: store.materialize(at(0), at(1), feature_views=["compared"]),
    ]

    for call in calls:
        with pytest.raises(RequestError, match="from stats:count, txns:events_3h"):
            call()
    assert store.materialize_incremental(at(50)).rows == 1


def test_a_computed_feature_must_exist(store: FeatureStore) -> None:
    """The error says which there are."""
    with pytest.raises(FeatureNotFoundError, match="busy, known, ratio"):
        online(store, ["compared:nothing"])


def test_a_computed_feature_never_overwrites(store: FeatureStore) -> None:
    """Neither a column of the entity rows nor another feature."""
    with pytest.raises(RequestError, match="already have a column 'ratio'"):
        online(store, ["compared:ratio"], {**ASKED, "ratio": 1})
    with pytest.raises(RequestError, match="both be called 'ratio'"):
        online(store, ["compared:ratio", "compared:ratio"])


def test_two_views_may_share_a_request_column_of_one_type(store: FeatureStore) -> None:
    """Of two types they cannot both be served."""

    def sized(name: str, dtype: Any) -> OnDemandFeatureView:
        return OnDemandFeatureView(
            name, [], [Field(f"{name}_f", float)], lambda row: {}, request=[Field("amount", dtype)]
        )

    store.apply([sized("alike", float), sized("other", int)])

    assert len(store.requirements(["compared:busy", "alike:alike_f"]).request) == 1
    with pytest.raises(RequestError, match=r"of type int64 for .* 'other' and float64 for another"):
        online(store, ["compared:busy", "other:other_f"])
