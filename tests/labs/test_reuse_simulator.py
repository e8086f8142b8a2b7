"""The reuse simulator computes the brief's figures and never says two different things at once."""

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

FOLDER = Path(__file__).parents[2] / "labs" / "2-feature-store" / "reuse.sim"
CONTROLS = tomllib.loads((FOLDER / "sim.toml").read_text(encoding="utf-8"))["controls"]
DEFAULTS = {control["id"]: control["default"] for control in CONTROLS}

MINUS = "\N{MINUS SIGN}"

Params = dict[str, Any]


simulator = load_simulator((FOLDER / "sim.py").read_text("utf-8"))


def show(**changed: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Sentence, chart and table with the defaults, except for what is changed."""
    params = DEFAULTS | changed
    text, chart, table = simulator.view(simulator.initial(params), params)
    return text["text"], chart, table


def cell_text(cell: str | dict[str, str]) -> str:
    """What stands in the cell, with a hyphen for the minus sign so that tests can be typed."""
    text = cell if isinstance(cell, str) else cell["text"]
    return text.replace(MINUS, "-")


def saving_at(params: Params, models: int) -> Any:
    """The exact saving in engineer-weeks with that many models."""
    return simulator.compare(params | {"models": models})[2]


@pytest.mark.parametrize(
    ("models", "without", "with_store", "saving"),
    [
        (1, "12.0", "19.0", "-7.0"),
        (2, "24.0", "24.5", "-0.5"),
        (3, "36.0", "30.0", "+6.0"),
        (5, "60.0", "41.1", "+18.9"),
        (10, "120.0", "68.7", "+51.3"),
    ],
)
def test_table_shows_the_published_figures(
    models: int, without: str, with_store: str, saving: str
) -> None:
    """At the defaults, each row of the table agrees with the course's worked example."""
    _, _, table = show(models=models)

    assert [cell_text(cell) for cell in table["rows"][models - 1]] == [
        str(models),
        without,
        with_store,
        saving,
    ]
    assert table["current"] == models - 1


@pytest.mark.parametrize(
    ("reuse", "verb", "weeks", "percent"),
    [
        (0, "loses", "7.0", "11.7"),
        (20, "saves", "1.6", "2.7"),
        (40, "saves", "10.3", "17.1"),
        (60, "saves", "18.9", "31.5"),
        (80, "saves", "27.6", "45.9"),
    ],
)
def test_saving_by_reuse(reuse: int, verb: str, weeks: str, percent: str) -> None:
    """With five models, the sentence for each share of reuse agrees with the worked example."""
    text, _, table = show(models=5, reuse=reuse)

    assert f"five models the store {verb} **{weeks} engineer-weeks**, {percent} % of the" in text
    assert cell_text(table["rows"][4][3]) == f"{'+' if verb == 'saves' else '-'}{weeks}"


def test_defaults_pay_from_the_third_model() -> None:
    """The sentence names the saving and the model from which the store pays."""
    text, chart, _ = show()

    assert simulator.break_even(DEFAULTS) == 3
    assert text.startswith("With three models the store saves **6.0 engineer-weeks**, 16.6 %")
    assert text.endswith("It pays from the third model on.")
    assert "model 3 on" in chart["alt"]
    assert "pays from here" in json.dumps(chart["spec"])


def test_a_loss_is_said_and_marked_as_one() -> None:
    """With two models the store loses, in the sentence and in the tone of the table."""
    params = DEFAULTS | {"models": 2}
    text, _, table = simulator.view({}, params)

    assert "loses **0.5 engineer-weeks**" in text["text"]
    assert text["tone"] == "bad"
    assert table["rows"][1][3] == {"text": f"{MINUS}0.5", "tone": "bad"}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"reuse": 0}, "nothing is reused"),
        ({"build": 0.3, "integrate": 0.3}, "integrating a feature costs no less"),
        ({"build": 0.1, "integrate": 0.5}, "integrating a feature costs no less"),
        ({"reuse": 0, "setup": 0, "upkeep": 0}, "nothing is reused"),
    ],
)
def test_never_pays(changed: Params, reason: str) -> None:
    """Without a gain per model there is no break-even point, and the view says why."""
    text, chart, _ = show(**changed)

    assert simulator.break_even(DEFAULTS | changed) is None
    assert f"It never pays: {reason}" in text
    assert "pays from here" not in json.dumps(chart["spec"])
    assert "never above zero" in chart["alt"]


def test_break_even_beyond_the_chart() -> None:
    """A break-even point that the chart does not reach is still named."""
    text, chart, _ = show(features=1, setup=12)

    assert text.endswith("It would pay from model 57 on.")
    assert "pays from here" not in json.dumps(chart["spec"])


def test_free_store_breaks_even_at_once() -> None:
    """A store that costs nothing has paid for itself with the first model."""
    text, _, _ = show(models=1, setup=0, upkeep=0)

    assert text == "With one model the store **breaks even**. It pays from the first model on."


def test_break_even_is_where_the_curve_crosses_zero() -> None:
    """From the break-even point on nothing is lost; with one model fewer, something is."""
    grid = itertools.product(
        (1, 7, 24, 60), (5, 35, 60, 100), (0.1, 0.3, 0.5, 2), (0, 0.05, 0.3, 0.5), (0, 4, 12)
    )
    for features, reuse, build, integrate, setup in grid:
        params = DEFAULTS | {
            "features": features,
            "reuse": reuse,
            "build": build,
            "integrate": integrate,
            "setup": setup,
        }
        pays_from = simulator.break_even(params)

        if pays_from is None:
            assert all(saving_at(params, models) <= 0 for models in (1, 2, 10, 1000)), params
            continue
        assert saving_at(params, pays_from) >= 0, params
        assert saving_at(params, pays_from + 1) > 0, params
        assert pays_from == 1 or saving_at(params, pays_from - 1) < 0, params


def test_exact_where_binary_fractions_are_not() -> None:
    """A break-even point that is exactly a whole number does not slip to the next one."""
    # Ten features, all reused, 0.3 - 0.1 weeks gained on each: 2 weeks a model, 6 to earn.
    params = DEFAULTS | {"features": 10, "reuse": 100, "build": 0.1 + 0.2, "integrate": 0.1}
    params |= {"setup": 6, "upkeep": 0}

    assert simulator.break_even(params) == 4
    assert saving_at(params, 4) == 0


def test_extremes_of_every_control() -> None:
    """Every combination of smallest and largest values gives three complete blocks."""
    ends = [(control["min"], control["max"]) for control in CONTROLS]
    for values in itertools.product(*ends):
        params = dict(zip(DEFAULTS, values, strict=True))

        text, chart, table = simulator.view(simulator.initial(params), params)

        assert text["text"].count("**") == 2
        assert "-" not in text["text"].replace("engineer-weeks", ""), "a hyphen for a minus"
        assert len(table["rows"]) == 10
        json.dumps([text, chart, table], allow_nan=False)


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params, state = dict(DEFAULTS), simulator.initial(dict(DEFAULTS))
    before = copy.deepcopy((params, state))
    action = {"type": "set", "control": "models"}

    after = simulator.act(state, action, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second
    assert json.loads(json.dumps(after)) == after


def test_chart_uses_the_theme_s_colours_only() -> None:
    """No colour is written down in the chart; each is a variable of the theme."""
    _, chart, _ = show()
    text = json.dumps(chart["spec"])

    assert "#" not in text
    assert "var(--mlp-accent)" in text
    assert [point["current"] for point in chart["spec"]["data"]["values"]].index(True) == 2


@pytest.mark.parametrize(
    ("number", "text"),
    [("18.92", "18.9"), ("0.25", "0.3"), ("-0.25", "-0.3"), ("-0.04", "0.0"), ("9.96", "10.0")],
)
def test_one_decimal_halves_away_from_zero(number: str, text: str) -> None:
    """Rounding is the one people do by hand, and zero has no sign."""
    assert cell_text(simulator.tenths(Fraction(number))) == text
