"""The waterfall computes the worked example, keeps the deadline, and bounds the slow requests."""

from __future__ import annotations

import copy
import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["serving/waterfall"]
DEFAULTS = FOLDER.defaults()
WAYS = next(control.options for control in FOLDER.controls if control.id == "how")
STAGES = 7
simulator = load_simulator(FOLDER.source, FOLDER.modules)


def show(**changed: Any) -> list[dict[str, Any]]:
    """The view with the defaults, except for what is changed."""
    params = DEFAULTS | changed
    blocks: list[dict[str, Any]] = simulator.view(simulator.initial(params), params)
    return blocks


def table(blocks: list[dict[str, Any]], number: int = 0) -> dict[str, list[str]]:
    """The cells of the first or second table as text, by the first cell of their row."""
    rows = [block for block in blocks if block["type"] == "table"][number]["rows"]
    texts = [[cell if isinstance(cell, str) else cell["text"] for cell in row] for row in rows]
    return {first: rest for first, *rest in texts}


@pytest.mark.parametrize(
    ("how", "read", "end"),
    [("one by one", "150", "182"), ("in parallel", "8", "40"), ("in one batched call", "5", "37")],
)
def test_fifty_features_at_three_milliseconds(how: str, read: str, end: str) -> None:
    """One by one 150 ms, batched about 5; the other six stages take 32."""
    blocks = show(how=how)

    assert table(blocks)["feature read"] == ["15", "185", read, "in time"]
    assert f"**{end} of 200 ms**; {read} of them are the feature read" in blocks[0]["text"]


def test_hanging_store_keeps_everybody_busy_for_nobody() -> None:
    """Without the deadline passed on, the read and four stages go on after the customer left."""
    blocks = show(hangs=True)

    assert blocks[0]["text"] == (
        "The answer is ready after 582 ms. The customer left at 200, and **382 ms of work were "
        "for nobody**."
    )
    assert table(blocks)["feature read"][-1] == "ends too late"
    outcomes = [cells[-1] for cells in table(blocks).values()]
    assert outcomes.count("for nobody") == 4


def test_deadline_passed_on_ends_the_read_in_time() -> None:
    """The read gets what is left, 185 ms, minus the 17 that the later stages need."""
    blocks = show(hangs=True, passed_on=True)

    assert "cut off after 168 ms" in blocks[0]["text"]
    assert "**200 of 200 ms**" in blocks[0]["text"]
    assert table(blocks)["feature read"] == ["15", "185", "168", "cut off, defaults"]
    assert table(blocks)["serialisation"] == ["199", "1", "1", "in time"]


def test_passing_the_deadline_on_changes_nothing_on_a_good_day() -> None:
    """Nothing is cut off that would have come in time."""
    for how in WAYS:
        assert show(how=how) == show(how=how, passed_on=True)


def test_deadline_is_kept_whatever_is_set() -> None:
    """With the deadline passed on, no stage ends after it; each begins where the last ended."""
    grid = itertools.product(WAYS, (1, 50, 100), (1, 10), (50, 200, 400), (False, True))
    for how, features, call, budget, hangs in grid:
        params = DEFAULTS | {
            "how": how,
            "features": features,
            "call": call,
            "budget": budget,
            "hangs": hangs,
            "passed_on": True,
        }

        walked = simulator.walk(params)

        assert walked[-1].end <= budget, params
        assert all(after.start == stage.end for stage, after in itertools.pairwise(walked))


def test_at_most_seven_percent_are_over_the_sum() -> None:
    """The union bound, for every set of figures; slow together it is one percent."""
    for how, features, factor in itertools.product(WAYS, (1, 50, 100), (2, 10, 20)):
        rows = table(show(how=how, features=features, factor=factor), 1)

        shares = {world: float(cells[0]) for world, cells in rows.items()}

        assert all(share <= STAGES for share in shares.values())
        assert shares["all in the same requests"] == 1.0


def test_p99s_do_not_add_up() -> None:
    """With tails like those of fan-out, nearly seven percent are over the sum of the P99s."""
    blocks = show(how="in one batched call", factor=20)
    rows = table(blocks, 1)

    assert float(rows["each on its own"][0]) > 6
    assert rows["never two in one request"][0] == "7.0"
    assert float(rows["each on its own"][1]) > 2 * 37
    assert float(rows["all in the same requests"][1]) <= 37
    assert f"**{rows['each on its own'][0]} % of the requests**" in blocks[3]["text"]


@pytest.mark.parametrize("stage", range(STAGES))
def test_every_stage_keeps_its_p99(stage: int) -> None:
    """In each of the three worlds it is slow in exactly ten of the thousand requests."""
    figures = [0.0] * STAGES
    figures[stage] = 100.0

    for over, p99 in simulator.over_the_sum(figures, 10):
        assert over == 10
        assert 99 < p99 <= 100


def test_extremes_of_every_control() -> None:
    """Every combination of smallest and largest values gives five complete blocks."""
    ends = [
        control.options
        if control.kind == "select"
        else (False, True)
        if control.kind == "switch"
        else (control.min, control.max)
        for control in FOLDER.controls
    ]
    for values in itertools.product(*ends):
        blocks = show(**dict(zip(DEFAULTS, values, strict=True)))

        assert ["text", "chart", "table", "text", "table"] == [block["type"] for block in blocks]
        assert len(table(blocks)) == STAGES
        json.dumps(blocks, allow_nan=False)


def test_bars_are_the_table() -> None:
    """What the chart draws is what the table says, in time and in colour."""
    blocks = show(hangs=True)
    *bars, deadline = blocks[1]["spec"]["data"]["values"]

    names = [bar["stage"] for bar in bars]
    assert names == [name.removesuffix(" features") for name in table(blocks)]
    assert {bar["colour"] for bar in bars[3:]} == {"var(--mlp-soft)"}
    assert (deadline["of"], deadline["start"]) == ("deadline", 200)
    layers = blocks[1]["spec"]["layer"]
    orders = [layer["encoding"]["y"]["sort"] for layer in layers if "y" in layer["encoding"]]
    assert orders == [names] * 2  # one without would sort both by the alphabet
    assert [(bar["start"], bar["end"]) for bar in bars[2:4]] == [(15, 565), (565, 570)]


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params, state = dict(DEFAULTS), simulator.initial(dict(DEFAULTS))
    before = copy.deepcopy((params, state))

    after = simulator.act(state, {"type": "set", "control": "features"}, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second
