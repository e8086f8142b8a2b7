"""The fan-out simulator computes the known shares, and its simulation keeps within its error."""

from __future__ import annotations

import copy
import itertools
import json
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["serving/fan-out"]
DEFAULTS = FOLDER.defaults()
simulator = load_simulator(FOLDER.source, FOLDER.modules)


def show(**changed: Any) -> list[dict[str, Any]]:
    """The view with the defaults, except for what is changed."""
    params = DEFAULTS | changed
    blocks: list[dict[str, Any]] = simulator.view(simulator.initial(params), params)
    return blocks


def current(**changed: Any) -> list[str]:
    """The marked row of the table."""
    table = show(**changed)[2]
    row: list[str] = table["rows"][table["current"]]
    return row


@pytest.mark.parametrize(
    ("calls", "alone", "hedged"),
    [(1, "1.0", "0.01"), (10, "9.6", "0.10"), (50, "39.5", "0.50"), (100, "63.4", "1.0")],
)
def test_shares_of_slow_pages(calls: int, alone: str, hedged: str) -> None:
    """Ten milliseconds, and a second in one of a hundred calls: the figures of the course."""
    row = current(calls=calls)

    assert (row[0], row[1], row[3]) == (str(calls), alone, hedged)
    assert f"**{alone} % of cases**" in show(calls=calls)[0]["text"]
    assert f"**{hedged} % of cases**" in show(calls=calls, hedge=True)[0]["text"]


def test_simulation_agrees_within_its_error() -> None:
    """At 100 calls about 63 and 1 percent, as in every other row of the table."""
    for calls, alone, alone_found, hedged, hedged_found in show()[2]["rows"]:
        for formula, simulated in ((alone, alone_found), (hedged, hedged_found)):
            found, error = map(float, simulated.split(" ± "))
            assert abs(found - float(formula)) <= error, (calls, formula, simulated)


def test_simulation_follows_the_formula_everywhere() -> None:
    """Four standard deviations, at every corner of what can be set, and far beyond."""
    grid = itertools.product((0.1, 1, 2, 50), (0, 30, 100), (1, 3, 10, 100, 200))
    for slow, shared, calls in grid:
        params = DEFAULTS | {"slow": slow, "shared": shared, "calls": calls}
        shares = simulator.slow_share(params), simulator.hedged_share(params)

        simulated = simulator.simulated_pages(params, calls)

        for share, found in zip(shares, simulated, strict=True):
            pages = 1 - (1 - share) ** calls
            deviation = sqrt(pages * (1 - pages) / simulator.PAGES)
            assert abs(found - pages) <= 4 * deviation + 1 / simulator.PAGES, params


def test_every_tenth_page_is_slow_from_eleven_calls_on() -> None:
    """The answer to the task; hedged, not even two hundred calls come near it."""
    assert [current(calls=calls)[1] for calls in (10, 11)] == ["9.6", "10.5"]
    assert current(calls=200)[3] == "2.0"


def test_shared_trouble_takes_the_gain_away() -> None:
    """If both copies always meet the same trouble, hedging changes nothing."""
    row = current(shared=100)

    assert row[1] == row[3]
    assert row[2] == row[4]
    assert float(current(shared=50)[3]) > 30


def test_hedging_costs_the_slow_share() -> None:
    """One percent more calls; twice as many if the second copy goes out before a fast answer."""
    assert "It costs 1.0 % more calls" in show(hedge=True)[0]["text"]
    assert "takes 30 ms" in show(hedge=True)[0]["text"]
    assert "It costs 100.0 % more calls" in show(hedge=True, after=5)[0]["text"]
    assert "It costs 1.0 % more calls" in show(hedge=True, after=10)[0]["text"]
    assert "No call is sent twice" in show()[0]["text"]


def test_warnings_are_always_there() -> None:
    """That slowness is taken to be independent, and that a write is never hedged."""
    for hedge in (False, True):
        warning = show(hedge=hedge)[-1]["text"]
        assert "independently" in warning
        assert "hedge only what is safe to do twice" in warning


def test_extremes_of_every_control() -> None:
    """Every combination of smallest and largest values gives four complete blocks."""
    ends = [
        (False, True) if control.kind == "switch" else (control.min, control.max)
        for control in FOLDER.controls
    ]
    for values in itertools.product(*ends):
        blocks = show(**dict(zip(DEFAULTS, values, strict=True)))

        assert ["text", "chart", "table", "text"] == [block["type"] for block in blocks]
        assert "NaN" not in json.dumps(blocks, allow_nan=False)


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params, state = dict(DEFAULTS), simulator.initial(dict(DEFAULTS))
    before = copy.deepcopy((params, state))

    after = simulator.act(state, {"type": "set", "control": "calls"}, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second


def test_curves_stay_in_the_picture() -> None:
    """No point lies outside the axes, whatever is set."""
    for slow, shared in itertools.product((0.1, 1, 2), (0, 100)):
        spec = show(slow=slow, shared=shared)[1]["spec"]
        top = spec["encoding"]["y"]["scale"]["domain"][1]
        rows = spec["data"]["values"]

        assert {row["of"] for row in rows} == {"here", "one copy", "hedged", "simulated"}
        assert all(row.get("pages", 0) <= top + 0.001 for row in rows)
        assert all(1 <= row["calls"] <= 200 for row in rows)
