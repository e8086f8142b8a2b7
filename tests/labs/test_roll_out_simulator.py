"""The roll-out simulator computes the course's figures, and its sample sizes keep their promise."""

from __future__ import annotations

import copy
import itertools
import json
import random
from fractions import Fraction
from math import sqrt
from pathlib import Path
from statistics import NormalDist
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator
from mlplat_core import Canary

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "docs" / "3-model-registry" / "canary.md"
FOLDER = read_course(ROOT / "labs").simulators["model-registry/roll-out"]
DEFAULTS = FOLDER.defaults()
simulator = load_simulator(FOLDER.source, FOLDER.modules)

ROLL_OUTS, SHARES, SIZES = 1, 4, 5
"""Where the tables stand in the view."""


def show(**changed: Any) -> list[dict[str, Any]]:
    """The view with the defaults, except for what is changed."""
    params = DEFAULTS | changed
    blocks: list[dict[str, Any]] = simulator.view(simulator.initial(params), params)
    return blocks


def rows(table: dict[str, Any]) -> list[list[str]]:
    """What stands in a table."""
    return [
        [cell if isinstance(cell, str) else cell["text"] for cell in row] for row in table["rows"]
    ]


def current(table: dict[str, Any]) -> list[str]:
    """The marked row of a table."""
    return rows(table)[table["current"]]


def test_table_shows_the_worked_example() -> None:
    """The expected loss of all six roll-outs, and of the learner's own."""
    sentence, table, *_ = show()

    assert [
        ["100", "72", "36,000"],
        ["100", "24", "12,000"],
        ["100", "2", "1,000"],
        ["5", "2", "50"],
        ["5", "0.5", "13"],
        ["0", "any", "0"],
        ["5", "2", "50"],
    ] == [row[1:] for row in rows(table)]
    assert sentence["text"].endswith(
        "Undone after 2 hours, the new version costs **50 euros**; given to everybody, it costs "
        "1,000 euros."
    )


@pytest.mark.parametrize(
    ("today", "alarming", "requests"), [(2, 3, 3826), (1, 2, 2319), (0.1, 0.2, 23_511)]
)
def test_sample_sizes(today: float, alarming: float, requests: int) -> None:
    """What each side needs, in the sentence and in the last table."""
    blocks = show(today=today, alarming=alarming)

    assert (
        f"To tell {alarming:g} % errors from {today:g} %, each side needs **{requests:,} "
        in (blocks[2]["text"])
    )
    assert [f"{today:g}", f"{alarming:g}", f"{requests:,}"] == current(blocks[SIZES])


def test_sample_size_keeps_its_promise() -> None:
    """With as many requests a real rise is seen in 80 % of cases, and chance alarms in 5 %."""
    rng = random.Random(4)
    size = simulator.sample_size(Fraction(2, 100), Fraction(3, 100))

    seen = [alarms(rng, size, 0.02, 0.03) for _ in range(400)]
    false = [alarms(rng, size, 0.02, 0.02) for _ in range(400)]

    # Three standard deviations of a share of 400.
    assert abs(sum(seen) / 400 - 0.80) < 3 * sqrt(0.80 * 0.20 / 400)
    assert abs(sum(false) / 400 - 0.05) < 3 * sqrt(0.05 * 0.95 / 400)


def alarms(rng: random.Random, size: int, control: float, canary: float) -> bool:
    """Whether one trial with two drawn sides finds them different at the level of 95 %."""
    errors = [sum(rng.random() < rate for _ in range(size)) for rate in (control, canary)]
    together = sum(errors) / (2 * size)
    spread = sqrt(together * (1 - together) * 2 / size)
    return abs(errors[1] - errors[0]) / size > NormalDist().inv_cdf(0.975) * spread


def test_smallest_canary_within_eight_hours() -> None:
    """The task: 12 %; doubled, it takes half as long and loses as much."""
    within = [
        share
        for share in range(1, 51)
        if simulator.hours_until_it_shows(DEFAULTS, Fraction(share, 100)) <= 8
    ]

    assert 12 == within[0]
    assert ["12", "12,000", "7.7", "459"] == current(show(share=12)[SHARES])
    assert ["24", "24,000", "3.8", "459"] == current(show(share=24)[SHARES])


def test_loss_until_it_shows_does_not_depend_on_the_share() -> None:
    """Up to one half: the same number of payments has to meet the new version."""
    by_share = {
        simulator.loss(DEFAULTS, share, simulator.hours_until_it_shows(DEFAULTS, share))
        for share in (Fraction(each, 100) for each in range(1, 51))
    }

    assert {3826 * Fraction(2, 1000) * Fraction(1, 2) * 120} == by_share


def test_slow_rollback_makes_the_share_matter() -> None:
    """With four hours for it, a larger canary loses more; and the first table grows, too."""
    _, roll_outs, _, _, by_share, _ = show(back=240)

    lost = [int(row[3].replace(",", "")) for row in rows(by_share)]
    assert sorted(set(lost)) == lost
    assert ["100", "6", "3,000"] == rows(roll_outs)[2][1:]
    assert ["0", "any", "0"] == rows(roll_outs)[5][1:]


def test_more_than_half_waits_for_the_control() -> None:
    """The smaller side fills up last, whichever it is."""
    few, many = (
        simulator.hours_until_it_shows(DEFAULTS, Fraction(share, 100)) for share in (10, 90)
    )

    assert few == many


def test_customers_are_those_of_the_platform_s_canary() -> None:
    """The sentence counts whom `Canary` takes, and a larger share only adds customers."""
    small, large = (Canary("challenger", percent=share, salt="roll-out") for share in (5, 12))
    customers = [(f"u{number}",) for number in range(1000)]

    taken = [each for each in customers if small.takes(each)]

    assert all(large.takes(each) for each in taken)
    assert f"takes {len(taken)} of 1,000 customers, always" in show(share=5)[0]["text"]
    assert f"takes {sum(map(large.takes, customers))} of 1,000" in show(share=12)[0]["text"]


def test_shadow_costs_nothing_and_shows_no_errors() -> None:
    """Nobody gets its answers, so nothing is lost, and customers cannot tell anything."""
    sentence, _, size, _, by_share, _ = show(share=0)

    assert "it **costs nothing**" in sentence["text"]
    assert size["text"].endswith("That never happens: nobody gets an answer of the new version.")
    assert ["0", "0", "never", "0"] == current(by_share)


def test_everybody_at_once_has_nothing_to_compare_with() -> None:
    """Without a control no difference ever shows, and the chart has one line."""
    sentence, _, size, chart, by_share, _ = show(share=100)

    assert sentence["text"].startswith("Everybody gets the new version. Undone after 2 hours")
    assert size["text"].endswith("That never happens: nobody is left with the old one.")
    assert ["100", "100,000", "never", "no end"] == current(by_share)
    assert 1 == sum(layer["mark"]["type"] == "line" for layer in chart["spec"]["layer"])


def test_no_rise_has_words_and_no_number() -> None:
    """Who wants an alarm below the errors of today is told so."""
    _, _, size, _, by_share, sizes = show(alarming=2)

    assert "**no rise to look for**" in size["text"]
    assert size["tone"] == "bad"
    assert "never" == current(by_share)[2]
    assert "no rise" == current(sizes)[2]


def test_better_version_saves() -> None:
    """It misses less: a negative loss, with a minus sign that is one."""
    sentence, table, *_ = show(missed_new=0)

    assert (
        "the new version saves **10 euros**; given to everybody, it saves 200 euros."
        in sentence["text"]
    )
    assert ["5", "2", "\N{MINUS SIGN}10"] == current(table)[1:]


def test_lines_end_where_the_tables_say() -> None:
    """The chart's two ends are the two roll-outs that the sentences speak of."""
    chart = show()[3]
    ends = [
        layer["data"]["values"][-1]
        for layer in chart["spec"]["layer"]
        if layer["mark"]["type"] == "line"
    ]

    assert [(2.0, 1000.0), (18.36, 459.12)] == [
        (round(end["hours"], 2), end["euros"]) for end in ends
    ]
    assert "everybody, 1,000 euros after 2 hours; 5 %, 459 euros after 18.4 hours" in chart["alt"]


def test_chart_holds_its_lines() -> None:
    """No point lies outside of the axes, whatever is chosen."""
    grid = itertools.product((0, 5, 50, 100), (0.5, 72), (0, 480), (0, 100), (1, 3, 20))
    for share, detect, back, missed_new, alarming in grid:
        chosen = {"share": share, "detect": detect, "back": back, "alarming": alarming}
        spec = show(missed_new=missed_new, **chosen)[3]["spec"]
        across = spec["encoding"]["x"]["scale"]["domain"]
        up = spec["encoding"]["y"]["scale"]["domain"]

        for point in (point for layer in spec["layer"] for point in layer["data"]["values"]):
            assert across[0] <= point["hours"] <= across[1], chosen
            assert up[0] <= point["euros"] <= up[1], chosen


def test_extremes_of_every_control() -> None:
    """Every combination of smallest and largest values gives six complete blocks."""
    ends = [(control.min, control.max) for control in FOLDER.controls]
    for values in itertools.product(*ends):
        params = dict(zip(DEFAULTS, values, strict=True))

        blocks = simulator.view(simulator.initial(params), params)

        kinds = [block["type"] for block in blocks]
        assert ["text", "table", "text", "chart", "table", "table"] == kinds
        assert all(block["text"].count("**") == 2 for block in blocks if block["type"] == "text")
        assert "inf" not in json.dumps(blocks, allow_nan=False)


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params, state = dict(DEFAULTS), simulator.initial(dict(DEFAULTS))
    before = copy.deepcopy((params, state))

    after = simulator.act(state, {"type": "set", "control": "share"}, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second
    assert json.loads(json.dumps(after)) == after


def test_chart_uses_the_theme_s_colours_only() -> None:
    """No colour is written down in the chart; each is a variable of the theme."""
    text = json.dumps(show()[3]["spec"])

    assert "#" not in text
    assert "var(--mlp-accent)" in text


def test_lesson_quotes_what_the_simulator_computes() -> None:
    """The lesson's figures, in text, picture and recall, come from the same functions."""
    lesson = LESSON.read_text(encoding="utf-8")
    five, everybody = Fraction(5, 100), Fraction(1)
    shown = simulator.hours_until_it_shows(DEFAULTS, five)

    lost, few_lost = (
        simulator.euros(simulator.loss(DEFAULTS, share, hours))
        for share, hours in ((everybody, 2), (five, shown))
    )
    assert f"everybody for 2 hours, {lost} euros" in lesson
    assert f"customers for {simulator.hours(shown)} hours, {few_lost} euros" in lesson
    for p, q in ((20, 30), (1, 2)):
        size = simulator.sample_size(Fraction(p, 1000), Fraction(q, 1000))
        assert f"{size:,}</span> " in lesson
    assert (
        200 <= 1000 * DEFAULTS["payments"] * five / 24 < 210
    )  # about two hundred requests an hour


def test_lesson_says_what_the_minimum_of_the_lab_can_see() -> None:
    """1,000 requests on each side are enough for a rise to 4.2 %, and not to 4.1 %."""
    two = Fraction(2, 100)

    assert "a rise from 2 % to 4.2 % is seen in four cases of five" in (
        LESSON.read_text(encoding="utf-8")
    )
    assert simulator.sample_size(two, Fraction(42, 1000)) <= 1000
    assert simulator.sample_size(two, Fraction(41, 1000)) > 1000
