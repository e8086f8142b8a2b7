"""The lead-time simulator computes the worked example and has words for what has no number."""

from __future__ import annotations

import copy
import itertools
import json
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from labkit.simulation import load_simulator

FOLDER = Path(__file__).parents[2] / "labs" / "1-architecture" / "lead-time.sim"
CONTROLS = tomllib.loads((FOLDER / "sim.toml").read_text(encoding="utf-8"))["controls"]
DEFAULTS = {control["id"]: control["default"] for control in CONTROLS}

Params = dict[str, Any]


simulator = load_simulator((FOLDER / "sim.py").read_text("utf-8"))


def show(**changed: Any) -> list[dict[str, Any]]:
    """The view with the defaults, except for what is changed."""
    params = DEFAULTS | changed
    blocks: list[dict[str, Any]] = simulator.view(simulator.initial(params), params)
    return blocks


def texts(row: list[Any]) -> list[str]:
    """What stands in a row of a table."""
    return [cell if isinstance(cell, str) else cell["text"] for cell in row]


def current(table: dict[str, Any]) -> list[str]:
    """The marked row of a table."""
    return texts(table["rows"][table["current"]])


@pytest.mark.parametrize(
    ("engineers", "one_lane", "services", "crossing_more"),
    [
        (3, "17.5", "37.9", "69.4"),
        (5, "19.6", "38.1", "69.6"),
        (12, "34.3", "39.1", "70.6"),
        (14, "43.6", "39.3", "70.8"),
        (16, "60.0", "39.6", "71.1"),
        (20, "240.0", "40.3", "71.8"),
        (21, "960.0", "40.4", "71.9"),
    ],
)
def test_table_shows_the_worked_example(
    engineers: int, one_lane: str, services: str, crossing_more: str
) -> None:
    """Six services, 25 % and 60 % crossing: every figure of the course's table."""
    table = show(engineers=engineers)[2]
    assert [str(engineers), one_lane, services] == current(table)

    table = show(engineers=engineers, crossing=60)[2]
    assert [str(engineers), one_lane, crossing_more] == current(table)


def test_services_win_from_fourteen_engineers_on() -> None:
    """At the defaults, in the sentence, the description of the chart, and the figures."""
    sentence, chart, *_ = show(engineers=14)

    assert sentence["text"] == (
        "With 14 engineers a change takes 43.6 minutes through one lane and 39.3 through "
        "6 services: **services are faster**. Services win from 14 engineers on."
    )
    assert "win from 14 engineers on" in chart["alt"]
    assert "**one lane is faster**" in show(engineers=13)[0]["text"]


def test_share_below_which_twelve_engineers_win() -> None:
    """With 12 engineers, six services win below a share of 19.7 % crossing changes."""
    shares = [
        share
        for share in range(0, 801)
        if simulator.services_win(DEFAULTS | {"crossing": share / 10}, 12)
    ]

    assert shares == list(range(0, 198))  # up to 19.7 %; the exact limit is 19.704 %
    wait = simulator.one_lane(DEFAULTS, 12) - simulator.many_lanes(DEFAULTS | {"crossing": 0}, 12)
    assert round(float(wait / 90 * 100), 1) == 19.7


def test_shorter_pipeline_moves_the_crossing_point() -> None:
    """From 14 to 53 engineers, when the pipeline takes 5 minutes and not 15."""
    assert simulator.crossing_point(DEFAULTS) == 14
    assert simulator.crossing_point(DEFAULTS | {"pipeline": 5}) == 53


@pytest.mark.parametrize(
    ("calls", "share", "failing"),
    [
        (1, "99.90", "43.2 minutes"),
        (5, "99.50", "3.6 hours"),
        (20, "98.02", "14.3 hours"),
        (50, "95.12", "35.1 hours"),
    ],
)
def test_required_calls_multiply(calls: int, share: str, failing: str) -> None:
    """99.9 % each: the figures of the course, in sentence and table."""
    *_, sentence, table = show(depth=calls)

    assert (
        f"so it succeeds in **{share} %** of cases and fails for {failing} a month"
        in (sentence["text"])
    )
    assert [str(calls), share, failing] == current(table)


@pytest.mark.parametrize(
    ("depth", "optional", "required"), [(5, 0, 5), (10, 50, 5), (5, 50, 2), (5, 100, 0), (1, 45, 1)]
)
def test_optional_calls_do_not_count(depth: int, optional: int, required: int) -> None:
    """Halves are rounded in favour of the request; with no required call nothing can stop it."""
    *_, sentence, table = show(depth=depth, optional=optional)

    assert [str(required)] == current(table)[:1]
    assert ("no call can stop it" in sentence["text"]) == (required == 0)


def test_saturated_lane_has_words_and_no_number() -> None:
    """With 22 engineers more changes arrive than leave, and one lane has no lead time."""
    sentence, _, table, *_ = show(engineers=22)

    assert sentence["text"].startswith("With 22 engineers **one lane is saturated**: every day")
    assert "Through 6 services a change takes 40.6 minutes" in sentence["text"]
    assert ["22", "saturated", "40.6"] == current(table)
    assert {"text": "saturated", "tone": "bad"} in table["rows"][table["current"]]


def test_full_lane_is_saturated_too() -> None:
    """At exactly as many changes as a lane does, the queue has no end either."""
    assert simulator.one_lane(DEFAULTS | {"changes": 2}, 16) is None
    assert simulator.one_lane(DEFAULTS | {"changes": 2}, 15) is not None


def test_both_saturated_is_said() -> None:
    """Two lanes for a hundred busy engineers are not enough either."""
    sentence, chart, table, *_ = show(engineers=100, changes=4, services=2)

    assert "**both ways are saturated**" in sentence["text"]
    assert sentence["tone"] == "bad"
    assert ["100", "saturated", "saturated"] == current(table)
    assert "100 engineers" in chart["alt"]


def test_one_service_is_one_lane() -> None:
    """Without a boundary nothing crosses, and nothing is promised."""
    sentence, chart, table, *_ = show(services=1)

    assert sentence["text"].endswith("through one service: **it makes no difference**.")
    assert ["12", "34.3", "34.3"] == current(table)
    assert "one service is one lane" in chart["alt"]


def test_crossing_point_is_where_services_begin_to_win() -> None:
    """One engineer fewer, and they do not; from there on they do until they saturate, too."""
    grid = itertools.product((2, 6, 30), (0, 25, 80), (0, 90, 240), (5, 15, 60), (0.5, 1.5, 4))
    for services, crossing, coordination, pipeline, changes in grid:
        params = DEFAULTS | {
            "services": services,
            "crossing": crossing,
            "coordination": coordination,
            "pipeline": pipeline,
            "changes": changes,
        }

        point = simulator.crossing_point(params)

        assert simulator.services_win(params, point), params
        assert point == 1 or not simulator.services_win(params, point - 1), params


def test_curves_end_where_they_leave_the_picture() -> None:
    """No point lies above the axis, and a saturating lane's curve ends before it saturates."""
    for engineers, services in itertools.product((3, 12, 100), (1, 6, 30)):
        spec = show(engineers=engineers, services=services)[1]["spec"]
        top = spec["encoding"]["y"]["scale"]["domain"][1]
        last = spec["encoding"]["x"]["scale"]["domain"][1]

        curves = [
            layer["data"]["values"] for layer in spec["layer"] if layer["mark"]["type"] == "line"
        ]

        assert len(curves) == 2
        assert engineers <= last
        for points in curves:
            assert len(points) > 2
            assert all(0 < point["minutes"] <= top for point in points)
            assert all(0 < point["engineers"] <= last for point in points)


def test_extremes_of_every_control() -> None:
    """Every combination of smallest and largest values gives five complete blocks."""
    ends = [(control["min"], control["max"]) for control in CONTROLS]
    for values in itertools.product(*ends):
        params = dict(zip(DEFAULTS, values, strict=True))

        blocks = simulator.view(simulator.initial(params), params)

        assert ["text", "chart", "table", "text", "table"] == [block["type"] for block in blocks]
        assert all(block["text"].count("**") == 2 for block in blocks if block["type"] == "text")
        assert "inf" not in json.dumps(blocks, allow_nan=False)


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params, state = dict(DEFAULTS), simulator.initial(dict(DEFAULTS))
    before = copy.deepcopy((params, state))

    after = simulator.act(state, {"type": "set", "control": "services"}, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second
    assert json.loads(json.dumps(after)) == after


def test_chart_uses_the_theme_s_colours_only() -> None:
    """No colour is written down in the chart; each is a variable of the theme."""
    text = json.dumps(show()[1]["spec"])

    assert "#" not in text
    assert "var(--mlp-accent)" in text


@pytest.mark.parametrize(
    ("share", "text"), [("0.995", "99.50"), ("0.99995", "100.00"), ("0.98019", "98.02")]
)
def test_percent_is_rounded_as_by_hand(share: str, text: str) -> None:
    """Two decimals, halves up."""
    assert simulator.percent(Fraction(share)) == text
