"""Which definitions go to Feast, in which form, and what is said about the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mlplat_core import Entity, FeatureService, FeatureView, Field
from mlplat_core.export.feast_plan import FeastPlan, plan_feast
from mlplat_core.export.feast_view import SHIFTED_TIMESTAMP
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView
from mlplat_core.feature_store.timestamps import MICROSECOND
from mlplat_core.feature_store.windows.aggregations import WindowAggregation

USER, SHOP = Entity("user", ["user_id"]), Entity("shop", ["shop_id"])
DAY = timedelta(days=1)


def view(name: str = "stats", *names: str, keys: Any = (USER,), **rules: Any) -> FeatureView:
    """A view with features of these names, or one called count."""
    return FeatureView(name, keys, [Field(each, int) for each in names or ("count",)], **rules)


def plan(*definitions: Any, **keys: Any) -> FeastPlan:
    """The plan for these definitions, with one key per view."""
    return plan_feast(definitions, keys)


@pytest.mark.parametrize(
    ("rules", "timestamp", "ttl"),
    [
        ({}, "event_timestamp", timedelta(0)),
        ({"ttl": DAY}, "event_timestamp", DAY),
        ({"ttl": timedelta.max}, "event_timestamp", timedelta(0)),
        ({"boundary": "exclusive"}, SHIFTED_TIMESTAMP, timedelta(0)),
        ({"boundary": "exclusive", "ttl": DAY}, SHIFTED_TIMESTAMP, DAY - MICROSECOND),
        ({"boundary": "exclusive", "ttl": timedelta.max}, SHIFTED_TIMESTAMP, timedelta(0)),
    ],
)
def test_rules_of_time_are_spelt_as_feast_reads_them(
    rules: dict[str, Any], timestamp: str, ttl: timedelta
) -> None:
    """No limit is zero, and an exclusive boundary is an inclusive one, a microsecond later."""
    (exported,) = plan(view(**rules)).views

    assert (exported.timestamp, exported.ttl) == (timestamp, ttl)


def test_keys_have_the_type_of_the_rows() -> None:
    """In Feast the entity has a type, so a view without rows takes that of another; else text."""
    both = view("both", keys=(SHOP, USER))

    found = plan(both, view("empty"), view("shops", keys=(SHOP,)), SHOP, USER, both=(7, "u1"))

    types = {each.view.name: each.key_types for each in found.views}
    assert types == {"both": ("Int64", "String"), "empty": ("String",), "shops": ("Int64",)}
    assert found.entities == ((SHOP, "Int64"), (USER, "String"))
    assert plan(view()).views[0].key_types == ("String",)


@pytest.mark.parametrize(
    ("left_out", "others", "keys", "why"),
    [
        (view("stats"), [view("Stats")], {}, "'Stats', because case does not count"),
        (view("b"), [view("a")], {"a": (1,), "b": ("1",)}, "'user' are String, those of another"),
        (view(ttl=MICROSECOND, boundary="exclusive"), [], {}, "would mean no limit in Feast"),
        (view("s", SHIFTED_TIMESTAMP.upper(), boundary="exclusive"), [], {}, "for itself"),
        (view("s", "a", "A"), [], {}, "mix up 'a' and 'A', as case"),
        (view("s", "User_Id"), [], {}, "mix up 'user_id' and 'User_Id'"),
        (view("s", "Event_timestamp"), [], {}, "mix up 'event_timestamp' and 'Event_timestamp'"),
        (view("s", "Entity_row_id"), [], {}, "for its own"),
        (view("s", "Event_expire_timestamp", ttl=DAY), [], {}, "a moment of its own"),
    ],
)
def test_what_would_answer_otherwise_is_left_out(
    left_out: FeatureView, others: list[FeatureView], keys: dict[str, Any], why: str
) -> None:
    """With the services that need it, and with a reason; everything else stays."""
    lost = FeatureService("lost", [f"{left_out.name}:{left_out.feature_names[0]}"])
    kept = [FeatureService("kept", [f"{each.name}:count"]) for each in others]

    found = plan(left_out, *others, lost, *kept, USER, **keys)

    assert [each.view for each in found.views] == others
    assert list(found.services) == kept
    assert [entity for entity, _ in found.entities] == [USER]
    first, second = found.left_out
    assert first.startswith(f"feature view '{left_out.name}': ")
    assert why in first
    assert second == f"feature service 'lost': it needs '{left_out.name}'"


def test_what_only_a_function_knows_is_left_out() -> None:
    """An on-demand view, and a service that needs one beside a view that stays."""
    computed = OnDemandFeatureView(
        "ratio",
        sources=["stats:count"],
        schema=[Field("half", float)],
        transform=lambda row: {"half": row["count"] / 2},
    )

    found = plan(view(), computed, FeatureService("model", ["stats:count", "ratio:half"]))

    assert [each.view.name for each in found.views] == ["stats"]
    assert found.left_out[0].startswith("feature view 'ratio': it is computed on demand")
    assert found.left_out[1:] == ("feature service 'model': it needs 'ratio'",)


def test_windows_are_views_of_what_they_hold() -> None:
    """Their values say themselves from when they hold, so neither boundary nor ttl is needed."""
    each = WindowAggregation("n_1h", None, "count", timedelta(hours=1))

    found = plan(view(aggregations=[each]))

    assert (found.views[0].timestamp, found.views[0].ttl) == ("event_timestamp", timedelta(0))
    assert found.left_out == ()
    assert len(found.notes) == 1
    assert "what happens after the export does not reach them" in found.notes[0]


@pytest.mark.parametrize(
    "harmless",
    [
        view(ttl=2 * MICROSECOND, boundary="exclusive"),
        view(ttl=MICROSECOND),
        view("stats", SHIFTED_TIMESTAMP),
        view("stats", "event_expire_timestamp"),
    ],
)
def test_what_only_looks_like_it_goes(harmless: FeatureView) -> None:
    """Each of the rules above needs both of its conditions."""
    found = plan(harmless)

    assert (len(found.views), found.left_out) == (1, ())


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        (view(), []),
        (view("stats", "my", "body", "array_yy", "rns", "Rn"), []),
        (view(boundary="exclusive"), ["new rows need that column too"]),
        (view(ttl=DAY), ["serves values of any age online"]),
        (view(ttl=timedelta(hours=36)), ["a ttl of 1 day, 12:00:00", "any age"]),
        (view(ttl=timedelta(hours=23, microseconds=1)), ["any age"]),
        (view(ttl=DAY, boundary="exclusive"), ["new rows", "any age"]),
        (
            view(ttl=DAY + MICROSECOND, boundary="exclusive"),
            ["new rows", "any age"],
        ),
        (view(ttl=2 * DAY, boundary="exclusive"), ["new rows", "1 day, 23:59:59.9", "any age"]),
        (view("stats", "rn"), ["cannot find the feature 'rn'"]),
        (view("stats", "pos_y"), ["cannot find the feature 'pos_y'"]),
    ],
)
def test_what_works_differently_is_noted(definition: FeatureView, words: list[str]) -> None:
    """One sentence for each thing, and none for what is the same."""
    found = plan(definition)

    assert found.left_out == ()
    assert len(found.notes) == len(words)
    for note, word in zip(found.notes, words, strict=True):
        assert word in note
