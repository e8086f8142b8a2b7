"""The pipeline simulator shows what the feature store really makes of one payment."""

from __future__ import annotations

import copy
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator
from mlplat_core import RequestError

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["feature-store/pipeline"]
DEFAULTS = FOLDER.defaults()
CHOICES = next(each.options for each in FOLDER.controls if each.id == "broken")
simulator = load_simulator(FOLDER.source, FOLDER.modules)

Blocks = list[dict[str, Any]]
State = dict[str, Any]


def press(*buttons: str, state: State | None = None, broken: str = "none") -> State:
    """The state after these buttons."""
    params = DEFAULTS | {"broken": broken}
    state = simulator.initial(params) if state is None else state
    for button in buttons:
        state = simulator.act(state, {"type": "press", "control": button}, params)
    return state


def leave_out(number: int, state: State | None = None) -> tuple[State, Blocks]:
    """State and view after choosing to leave out that step."""
    params = DEFAULTS | {"broken": CHOICES[number]}
    state = simulator.initial(params) if state is None else state
    state = simulator.act(state, {"type": "set", "control": "broken"}, params)
    return state, simulator.view(state, params)


def tables(blocks: Blocks) -> list[list[list[str]]]:
    """The rows of each table, as text."""
    return [
        [[cell if isinstance(cell, str) else cell["text"] for cell in row] for row in block["rows"]]
        for block in blocks
        if block["type"] == "table"
    ]


def after(number: int, broken: str = "none") -> list[list[str]]:
    """What a step leaves behind."""
    params = DEFAULTS | {"broken": broken}
    return tables(simulator.view({"step": number}, params))[-1]


def damage(number: int) -> dict[str, tuple[str, str]]:
    """Every result that differs without a step: with all nine, and without it."""
    _, blocks = leave_out(number)
    return {name: (whole, broken) for name, whole, broken in tables(blocks)[0]}


EARLIER = "2026-03-01T18:20:00Z"
DATA = {
    1: [
        ["e71", "450.00", "SEK", EARLIER, "1 March 18:20:02"],
        ["e88", "35.00", "EUR", "2026-03-04T09:40:00Z", "09:40:02"],
        ["e89", "12,50", "EUR", "2026-03-04T09:58:00Z", "09:58:02"],
        ["e91", "129.90", "EUR", "2026-03-04T10:05:07Z", "10:05:09"],
        ["e91", "129.90", "EUR", "2026-03-04T10:05:07Z", "10:05:39"],
    ],
    2: [
        ["e71", "450.00", "SEK", EARLIER],
        ["e88", "35.00", "EUR", "2026-03-04T09:40:00Z"],
        ["e89", "12,50", "EUR", "2026-03-04T09:58:00Z"],
        ["e91", "129.90", "EUR", "2026-03-04T10:05:07Z"],
    ],
    3: [
        ["e71", "450.00", "SEK", "transform"],
        ["e88", "35.00", "EUR", "transform"],
        ["e91", "129.90", "EUR", "transform"],
        ["e89", "12,50", "EUR", "quarantine: '12,50' is no number"],
    ],
    4: [["e71", "40.50", "18"], ["e88", "35.00", "9"], ["e91", "129.90", "10"]],
    5: [
        ["e71", "1 March 18:21:00", "1", "40.50", "null"],
        ["e88", "09:41:00", "2", "75.50", "null"],
        ["e91", "10:06:00", "3", "205.40", "null"],
        ["the clicks", "10:20:00", "3", "205.40", "2"],
    ],
    6: [
        ["u1", "1", "40.50", "1 March 18:20:00", "1 March 18:21:00"],
        ["u1", "2", "75.50", "09:40:00", "09:41:00"],
        ["u1", "3", "205.40", "10:05:07", "10:06:00"],
    ],
    7: [
        ["09:40:00", "35.00", "9", "1", "40.50", "null"],
        ["10:05:07", "129.90", "10", "2", "75.50", "null"],
    ],
    8: [["u1", "3", "205.40", "10:05:07"]],
    9: [["p1", "10:20:00", "480.00", "10", "3", "205.40", "2"]],
}


@pytest.mark.parametrize("number", DATA)
def test_data_after_each_step(number: int) -> None:
    """The payment is counted once, and only for those who could have known of it."""
    assert DATA[number] == after(number)


def test_each_step_begins_with_data() -> None:
    """Every step shows what it found, too."""
    for number in DATA:
        before = tables(simulator.view({"step": number}, DEFAULTS))[0]

        assert before != [["none"]], number


@pytest.mark.parametrize(
    ("number", "changed"),
    [
        (
            1,
            {
                "events accepted": ("4", "0"),
                "training row of 10:05:07: payments_7d": ("2", "null"),
                "served at 10:20: payments_7d": ("3", "null"),
                "served at 10:20: clicks_5m": ("2", "null"),
            },
        ),
        (
            2,
            {
                "events accepted": ("4", "5"),
                "served at 10:20: payments_7d": ("3", "4"),
                "served at 10:20: spent_7d": ("205.40", "335.30"),
            },
        ),
        (
            3,
            {
                "events in quarantine": ("1", "0"),
                "served at 10:20: payments_7d": ("3", "4"),
                "served at 10:20: spent_7d": ("205.40", "0.00"),
            },
        ),
        (4, {"served at 10:20: hour": ("10", "11")}),
        (
            5,
            {
                "served at 10:20: payments_7d": ("3", "null"),
                "served at 10:20: spent_7d": ("205.40", "129.90"),
                "served at 10:20: clicks_5m": ("2", "null"),
            },
        ),
        (
            6,
            {
                "training row of 09:40:00: payments_7d": ("1", "null"),
                "training row of 10:05:07: payments_7d": ("2", "null"),
            },
        ),
        (
            7,
            {
                "training row of 09:40:00: payments_7d": ("1", "3"),
                "training row of 10:05:07: payments_7d": ("2", "3"),
                "training row of 10:05:07: clicks_5m": ("null", "2"),
            },
        ),
        (
            8,
            {
                "served at 10:20: payments_7d": ("3", "2"),
                "served at 10:20: spent_7d": ("205.40", "75.50"),
            },
        ),
        (9, {"vectors in the log": ("1", "0")}),
    ],
)
def test_damage_of_each_step(number: int, changed: dict[str, tuple[str, str]]) -> None:
    """Leaving a step out changes the results that the lesson says it does."""
    found = damage(number)

    assert changed == {name: found.get(name) for name in changed}


def test_skew_report_notices_two_steps() -> None:
    """The answer to the task: only what makes serving differ from training is noticed."""
    said = {number: damage(number)["skew report: values that differ"] for number in range(1, 10)}

    assert {number: broken for number, (_, broken) in said.items()} == {
        **dict.fromkeys((1, 2, 3, 5, 6, 7), "0 of 5"),
        4: "1 of 5",
        8: "2 of 5",
        9: "0 of 0",
    }
    assert {"0 of 5"} == {whole for whole, _ in said.values()}


def test_damage_lists_all_that_differs_and_nothing_else() -> None:
    """Beside the skew report, no row has equal values, and the sentence counts the rows."""
    for number in range(1, 10):
        _, blocks = leave_out(number)
        *changed, _ = tables(blocks)[0]

        assert all(whole != broken for _, whole, broken in changed)
        assert f"{len(changed)} result" in blocks[0]["text"]


def test_missing_log_is_said_in_words() -> None:
    """Nothing was compared, which is not the same as no difference."""
    _, blocks = leave_out(9)

    assert "There is no log to report on." in blocks[0]["text"]


def test_without_created_time_all_rows_are_known_from_the_load_on() -> None:
    """The store can only note when it was told."""
    assert {"10:06:00"} == {row[-1] for row in after(6, "6 write offline")}


def test_leaving_a_step_out_changes_nothing_before_it() -> None:
    """The steps before the one left out do what they always do."""
    for number, choice in enumerate(CHOICES[1:], 1):
        for earlier in range(1, number):
            assert DATA[earlier] == after(earlier, choice)


def test_store_would_refuse_text_as_an_amount() -> None:
    """What the transform makes nothing of, the platform never takes for a number."""
    run, _ = simulator.travel(0)
    row = {"user_id": "u1", "event_id": "e99", "event_timestamp": run.now, "amount_eur": "35.00"}

    with pytest.raises(RequestError, match=r"'35\.00' is a str, not a float64"):
        run.store.push("payments", [row])


def test_older_rows_do_not_replace_newer_ones_online() -> None:
    """Repeating the job of 10:00 finds the online store ahead, and leaves it so."""
    run, _ = simulator.travel(0)
    moments: list[datetime] = [each["event_timestamp"] for each in run.stats]

    result = run.store.materialize(*moments[:2], feature_views=["user_stats"])

    assert (2, 1) == (result.rows, result.stale_write_ignored)
    served = run.store.get_online_features(["user_stats:payments_7d"], [{"user_id": "u1"}])
    assert 3 == served.rows[0]["payments_7d"]


def test_line_shown_is_a_line_that_ran() -> None:
    """What the view calls the line that does it stands in the module of the steps."""
    (steps,) = [text for name, text in FOLDER.modules if name == "nine_steps"]
    source = " ".join(steps.split())

    assert [] == [
        step.code for step in simulator.STEPS if " ".join(step.code.split()) not in source
    ]


def test_run_all_is_nine_times_next() -> None:
    """Both end at the last step, which is also where Next stays."""
    assert press(*["next"] * 9) == press("all") == press(*["next"] * 12) == {"step": 9}


def test_back_undoes_next() -> None:
    """Before the first step, there is nothing to undo."""
    for number in range(9):
        here = press(*["next"] * number)

        assert here == press("next", "back", state=here)
    assert press("back") == press()


def test_choosing_a_step_runs_the_others() -> None:
    """From anywhere, the comparison comes at once; taking the choice back moves nowhere."""
    for number in range(1, 10):
        state, blocks = leave_out(number, press("next", "next"))

        assert {"step": 9} == state
        assert f"**Without step {number}, " in blocks[0]["text"]
    state, blocks = leave_out(0, press("next", "next"))
    assert {"step": 2} == state
    assert "Step 2 of 9" in blocks[0]["text"]


def test_reset_goes_back_before_the_first_step() -> None:
    """The first view lists all nine, for readers without JavaScript too."""
    assert press("all", "reset") == press()

    *_, table = simulator.view(press(), DEFAULTS)

    assert [str(number) for number in range(1, 10)] == [row[0] for row in table["rows"]]
    assert [each.split(maxsplit=1) for each in CHOICES[1:]] == [row[:2] for row in table["rows"]]


def test_stages_say_in_words_where_one_stands() -> None:
    """Done, here, left out: none of them is a colour only."""
    stages = simulator.view({"step": 3}, DEFAULTS | {"broken": "3 validate"})[1]

    states = [item["state"] for item in stages["items"]]
    assert ["done", "done", "left out, you are here", *[""] * 6] == states
    assert [False, False, True, *[False] * 6] == [item["current"] for item in stages["items"]]


def test_step_that_is_left_out_says_what_it_would_do() -> None:
    """Walking through a broken run, one meets the gap; before the first step it is announced."""
    params = DEFAULTS | {"broken": "3 validate"}

    gap, start = (simulator.view({"step": number}, params) for number in (3, 0))

    assert "**Step 3 of 9, validate, is left out.** It would check types" in gap[0]["text"]
    assert "What happened without it: an amount" in gap[-1]["text"]
    assert "Step 3 will be left out." == start[1]["text"]


def test_row_of_the_payment_is_marked() -> None:
    """The eye can follow e91 from its message to the online store."""
    for number in range(1, 9):
        *_, table = (
            each for each in simulator.view({"step": number}, DEFAULTS) if each["type"] == "table"
        )
        marked = DATA[number][table["current"]]

        assert "e91" in marked or "10:05:07" in marked


def test_pure() -> None:
    """State and parameters stay as they are, and every view is the same twice, and JSON."""
    for choice in CHOICES:
        params = DEFAULTS | {"broken": choice}
        for number in range(10):
            state = {"step": number}
            before = copy.deepcopy((state, params))

            simulator.act(state, {"type": "press", "control": "next"}, params)
            first, second = simulator.view(state, params), simulator.view(state, params)

            assert before == (state, params)
            assert first == second
            json.dumps(first, allow_nan=False)
