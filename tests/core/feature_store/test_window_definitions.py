"""Which windows can be defined, and how a view of them may change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from events import COLUMNS, WINDOWS, event, events_view, window
from timeline import USER, MakeStore, at, view_of

from mlplat_core import DefinitionError, FeatureView, Field
from mlplat_core.feature_store.storage.sqlite_codec import decode_definition, encode_definition
from mlplat_core.feature_store.windows.aggregations import WindowAggregation

VIEW = events_view(WINDOWS[:2], lateness=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("column", "function", "dtype", "result"),
    [
        (None, "count", "int64", "int64"),
        ("c", "count", "bytes", "int64"),
        ("c", "sum", "int32", "int64"),
        ("c", "sum", "float32", "float64"),
        ("c", "mean", "int32", "float64"),
        ("c", "min", "float32", "float32"),
        ("c", "max", "unix_timestamp", "unix_timestamp"),
        ("c", "last", "string", "string"),
    ],
)
def test_every_aggregation_has_a_type(
    column: str | None, function: Any, dtype: str, result: str
) -> None:
    """That of its column, unless it counts, adds or divides."""
    view = FeatureView(
        "v", [USER], [Field("c", dtype)], aggregations=[window("f", column, function, 1)]
    )

    assert view.fields == (Field("f", result),)
    assert view.feature_names == ("f",)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("f__g", None, "count", HOUR), "cannot name"),
        (("event_timestamp", None, "count", HOUR), "holds the time of a row"),
        (("f", "c", "median", HOUR), "choose one of count, sum"),
        (("f", None, "sum", HOUR), "sum needs a column"),
        (("f", None, "count", timedelta(0)), "greater than zero"),
        (("f", None, "count", 3600), "greater than zero"),
    ],
)
def test_a_malformed_aggregation_is_refused(parts: Any, message: str) -> None:
    """With what to do."""
    with pytest.raises(DefinitionError, match=message):
        WindowAggregation(*parts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"aggregations": [window("f", "nothing", "last", 1)]}, "the events have: amount, items"),
        ({"aggregations": [window("f", "shop", "sum", 1)]}, "is a string; choose a column of"),
        ({"aggregations": [window("f", "shop", "max", 1)]}, "is a string"),
        ({"aggregations": [window("user_id", None, "count", 1)]}, "names 'user_id' twice"),
        ({"aggregations": [WINDOWS[0], WINDOWS[0]]}, "names 'events_3h' twice"),
        ({"aggregations": ["count"]}, "at least one WindowAggregation"),
        ({"ttl": HOUR}, "leave the ttl out"),
        ({"allowed_lateness": -HOUR}, "zero or more"),
        ({"allowed_lateness": 3600}, "zero or more"),
    ],
)
def test_a_view_whose_windows_do_not_fit_is_refused(change: Any, message: str) -> None:
    """With what to do."""
    with pytest.raises(DefinitionError, match=message):
        replace(VIEW, **change)


def test_only_events_can_come_too_late() -> None:
    """The log of any other view keeps everything."""
    with pytest.raises(DefinitionError, match="leave it out"):
        replace(view_of(), allowed_lateness=HOUR)


def test_the_boundary_of_windows_is_always_exclusive() -> None:
    """Whatever was passed, so that no reader of a definition is misled."""
    assert VIEW.boundary == replace(VIEW, boundary="inclusive").boundary == "exclusive"


@pytest.mark.parametrize(
    "other",
    [
        replace(VIEW, aggregations=WINDOWS[:1]),
        replace(VIEW, aggregations=WINDOWS[1::-1]),
        replace(VIEW, aggregations=(WINDOWS[0], window("events_1h", None, "count", 2))),
        replace(VIEW, aggregations=(WINDOWS[0], window("events_1h", "shop", "count", 1))),
        replace(VIEW, aggregations=(), allowed_lateness=None),
        replace(VIEW, allowed_lateness=None),
        replace(VIEW, allowed_lateness=2 * HOUR),
    ],
    ids=str,
)
def test_a_hash_covers_windows_and_lateness(other: FeatureView) -> None:
    """Any difference shows; a view without windows keeps the hash that it always had."""
    assert other.definition_hash() != VIEW.definition_hash()
    assert replace(VIEW).definition_hash() == VIEW.definition_hash()
    plain = FeatureView("user_stats", [replace(USER, join_keys=["id"])], [Field("age", int)])
    assert plain.definition_hash()[:12] == "7c9b68e5a9c8"


def test_files_of_before_windows_still_open() -> None:
    """A definition without the new members is a view without windows."""
    text = encode_definition(view_of(ttl=2))
    old = text.replace('"aggregations":[],"allowed_lateness":null,', "")

    assert old != text
    assert decode_definition("FeatureView", old) == view_of(ttl=2)


def test_aggregations_may_be_added_at_the_end(make_store: MakeStore) -> None:
    """And columns, too; the events that there are count in both."""
    store = make_store(VIEW)
    store.push("txns", [event(1)])
    more = replace(VIEW, aggregations=WINDOWS, schema=(*COLUMNS, Field("extra", str)))

    store.apply(more)
    store.apply(more)

    found = store.get_online_features(["txns:amount_sum_3h"], [{"user_id": "u1"}], now=at(2))
    assert found.rows[0]["amount_sum_3h"] == 1.0


@pytest.mark.parametrize(
    "change",
    [
        {"aggregations": WINDOWS[:1]},
        {"aggregations": WINDOWS[1::-1]},
        {"aggregations": (WINDOWS[0], window("events_1h", None, "count", 2))},
        {"aggregations": (), "allowed_lateness": None},
    ],
    ids=str,
)
def test_a_changed_aggregation_is_another_feature(make_store: MakeStore, change: Any) -> None:
    """Even when asked for: a model knows it by its name."""
    store = make_store(VIEW)

    for force in (False, True):
        with pytest.raises(DefinitionError, match="new name, such as 'txns_2'"):
            store.apply(replace(VIEW, **change), replace=force)


def test_snapshots_do_not_turn_into_events(make_store: MakeStore) -> None:
    """Their rows mean something else."""
    view = view_of(boundary="exclusive")
    store = make_store(view)

    with pytest.raises(DefinitionError, match="do not fit the other"):
        store.apply(replace(view, aggregations=[window("n", None, "count", 1)]), replace=True)


def test_another_lateness_must_be_asked_for(make_store: MakeStore) -> None:
    """It decides what the log will have."""
    store = make_store(VIEW)
    longer = replace(VIEW, allowed_lateness=5 * HOUR)
    store.push("txns", [event(10)])

    with pytest.raises(DefinitionError, match="replace=True"):
        store.apply(longer)
    assert store.push("txns", [event(8)]).dropped_late == 1
    store.apply(longer, replace=True)

    assert store.push("txns", [event(8)]).appended == 1
