"""A failure takes along what shares its process or needs it, and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labkit.blast_radius import Effect, blast_radius
from labkit.explorer import Component

PLAIN = Component("", "", "service", 1, 1, "", (), {}, {})


def component(component_id: str, **values: Any) -> Component:
    """A component in a process of its own."""
    return replace(PLAIN, id=component_id, **{"process": component_id, **values})


def states(components: list[Component], failed: str) -> dict[str, str]:
    """What each affected component does."""
    return {effect.component: effect.state for effect in blast_radius(components, failed)}


def test_a_chain_of_needs_falls_one_after_the_other() -> None:
    """Each stops because of the next one, not because of the first failure."""
    chain = [component("a", needs=("b",)), component("b", needs=("c",)), component("c")]

    assert [
        Effect("b", "down", "c", "needs"),
        Effect("a", "down", "b", "needs"),
    ] == blast_radius(chain, "c")


def test_a_failure_does_not_travel_to_what_is_needed() -> None:
    """The database does not notice that the web layer is gone."""
    assert {} == states([component("web", needs=("data",)), component("data")], "web")


def test_one_process_is_one_fate() -> None:
    """Everything in the process stops, although nothing in it depends on what failed."""
    parts = [component(each, process="app") for each in "abc"]

    assert {"b": "down", "c": "down"} == states([*parts, component("d")], "a")
    assert {effect.through for effect in blast_radius(parts, "a")} == {"process"}


def test_what_is_used_can_be_missed() -> None:
    """It degrades, and what needs the degraded one does not notice."""
    parts = [
        component("shop", needs=("scorer",)),
        component("scorer", uses={"store": "scores with defaults"}),
        component("store"),
    ]

    assert [Effect("scorer", "degraded", "store", "uses")] == blast_radius(parts, "store")


def test_down_is_worse_than_degraded() -> None:
    """Who uses one failed component and needs another is down, once."""
    both = component("both", uses={"a": "goes on"}, needs=("b",))

    assert {"both": "down", "b": "down"} == states(
        [both, component("a", process="x"), component("b", process="x")], "a"
    )


def test_a_circle_of_needs_ends() -> None:
    """The one that failed first is not counted among its victims."""
    assert {"b": "down"} == states(
        [component("a", needs=("b",)), component("b", needs=("a",))], "a"
    )


def test_unknown_component_is_refused() -> None:
    """Nothing can be said about what is not in the design."""
    with pytest.raises(KeyError):
        blast_radius([component("a")], "b")


@st.composite
def designs(draw: st.DrawFn) -> list[Component]:
    """Up to eight components with any needs, uses and processes."""
    ids = [f"c{number}" for number in range(draw(st.integers(1, 8)))]
    some = st.lists(st.sampled_from(ids), unique=True, max_size=4)
    return [
        component(
            each,
            process=draw(st.sampled_from([each, "p", "q"])),
            needs=tuple(draw(some)),
            uses=dict.fromkeys(draw(some), "goes on"),
        )
        for each in ids
    ]


@given(designs())
def test_down_is_the_smallest_set_that_is_closed(parts: list[Component]) -> None:
    """Against the definition: grow the set of what stopped until nothing new stops."""
    for first in parts:
        stopped = {first.id}
        while True:
            processes = {each.process for each in parts if each.id in stopped}
            more = {
                each.id
                for each in parts
                if each.process in processes or stopped.intersection(each.needs)
            }
            if more <= stopped:
                break
            stopped |= more
        less = {each.id for each in parts if stopped & each.uses.keys()} - stopped

        found = states(parts, first.id)

        assert stopped - {first.id} == {each for each, state in found.items() if state == "down"}
        assert less == {each for each, state in found.items() if state == "degraded"}
