"""The freshness simulator shows what the feature store serves, and counts writes by its formula."""

from __future__ import annotations

import copy
import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["feature-store/freshness"]
DEFAULTS = FOLDER.defaults()
CHOICES = ["every 24 hours", "every hour", "every minute", "on every event"]
simulator = load_simulator(FOLDER.source, FOLDER.modules)

Blocks = list[dict[str, Any]]


def show(**changed: Any) -> Blocks:
    """Sentence, chart and both tables with the defaults, except for what is changed."""
    params = DEFAULTS | changed
    blocks: Blocks = simulator.view(simulator.initial(params), params)
    return blocks


def compared(**changed: Any) -> dict[str, list[str]]:
    """The row of each way to refresh: how many are seen, the shortest of them, the writes."""
    return {row[0]: row[1:] for row in show(**changed)[2]["rows"]}


def seen_at(**changed: Any) -> list[int | None]:
    """For each burst, the payment at which it is seen."""
    outcomes = [row[3]["text"] for row in show(**changed)[3]["rows"]]
    return [None if text.startswith("no") else int(text.split()[2]) for text in outcomes]


def test_a_faster_refresh_sees_shorter_bursts() -> None:
    """At the defaults, each step down the table sees more and writes more."""
    assert compared() == {
        "every 24 hours": ["1", "30 h", "49,100"],
        "every hour": ["5", "50 min", "184,000"],
        "every minute": ["9", "3 min", "200,000"],
        "on every event": ["10", "40 s", "200,000"],
    }


@pytest.mark.parametrize(
    ("refresh", "payments"),
    [
        ("every 24 hours", [None] * 9 + [5]),
        ("every hour", [None] * 5 + [7, 5, 8, 5, 5]),
        ("every minute", [None] + [5] * 9),
        ("on every event", [5] * 10),
    ],
)
def test_payment_at_which_each_burst_is_seen(refresh: str, payments: list[int | None]) -> None:
    """The table names the payment that is the first to be served four payments or more."""
    assert payments == seen_at(refresh=refresh)


@pytest.mark.parametrize("needed", range(2, 10))
def test_fresher_is_never_worse(needed: int) -> None:
    """A burst that one refresh sees, a faster one sees too, and no later."""
    never = 10**6
    columns = [seen_at(refresh=choice, needed=needed) for choice in CHOICES]

    for burst in zip(*columns, strict=True):
        payments = [never if payment is None else payment for payment in burst]
        assert payments == sorted(payments, reverse=True)


@pytest.mark.parametrize("needed", range(2, 10))
def test_on_every_event_nothing_is_between(needed: int) -> None:
    """The window holds all earlier payments, so a card is stopped behind that many."""
    assert [needed + 1] * 10 == seen_at(refresh="on every event", needed=needed)


def test_burst_shorter_than_the_interval_can_go_unseen_only() -> None:
    """An interval below a burst's length is enough for its last payments, unless few remain."""
    hours = {row[2]: row[3]["text"] for row in show(refresh="every hour", needed=2)[3]["rows"]}

    assert {"40 s", "3 min", "7 min", "12 min", "25 min"} == {
        length for length, text in hours.items() if text.startswith("no")
    }


@pytest.mark.parametrize(
    ("changed", "writes"),
    [
        ({"events": 10, "cards": 200}, ["9,750", "9,990", "10,000", "10,000"]),
        ({"events": 2000, "cards": 1}, ["1,000", "24,000", "1,080,000", "2,000,000"]),
        ({"events": 2000, "cards": 50}, ["50,000", "973,000", "1,970,000", "2,000,000"]),
    ],
)
def test_writes(changed: dict[str, int], writes: list[str]) -> None:
    """A job writes each card with news once, so few busy cards make it cheap."""
    assert writes == [row[2] for row in compared(**changed).values()]


def test_no_job_writes_more_than_there_are_events() -> None:
    """A run that finds no news writes nothing."""
    for events, cards in itertools.product((10, 200, 2000), (1, 50, 200)):
        params = {"events": events, "cards": cards}
        writes = [simulator.writes_a_day(choice, params) for choice in CHOICES]

        assert writes == sorted(writes), params
        assert writes[-1] == events * 1000


def test_sentence_counts_and_judges() -> None:
    """What is said of the choice agrees with its row, and the tone with the number."""
    for refresh, (seen, _, writes) in compared().items():
        text = show(refresh=refresh)[0]

        assert f"**{seen} of 10 bursts**" in text["text"]
        assert f"**{writes} writes**" in text["text"]
        assert text["tone"] == {"1": "bad", "5": None}.get(seen, "good")


def test_nothing_seen_is_said_in_words() -> None:
    """A nightly job and a high limit see no burst."""
    text, _, table, _ = show(refresh="every 24 hours", needed=9)

    assert text["text"].startswith("Refreshed every 24 hours, none of ten bursts is seen in time.")
    assert table["rows"][0][1:3] == ["0", "none"]


def test_extremes_of_every_control() -> None:
    """Every combination of smallest and largest values gives four complete blocks."""
    ends = [
        control.options if control.kind == "select" else (control.min, control.max)
        for control in FOLDER.controls
    ]
    for values in itertools.product(*ends):
        params = dict(zip(DEFAULTS, values, strict=True))

        text, chart, ways, bursts = show(**params)

        assert text["text"]
        assert (len(ways["rows"]), len(bursts["rows"])) == (4, 10)
        assert chart["alt"].count("seen") == 10
        json.dumps([text, chart, ways, bursts], allow_nan=False)


def test_pure() -> None:
    """Neither parameters nor state change, and equal input gives equal output."""
    params, state = dict(DEFAULTS), simulator.initial(dict(DEFAULTS))
    before = copy.deepcopy((params, state))

    after = simulator.act(state, {"type": "set", "control": "refresh"}, params)
    first, second = simulator.view(after, params), simulator.view(after, params)

    assert (params, state) == before
    assert first == second
    assert json.loads(json.dumps(after)) == after


def test_chart_marks_each_burst_where_it_was_seen() -> None:
    """The coloured part of a line ends at the payment in the table, or at the burst's end."""
    _, chart, _, _ = show(refresh="every hour")

    points = chart["spec"]["data"]["values"]

    assert [False] * 5 + [True] * 5 == [point["seen"] for point in points]
    assert [point["until"] == point["end"] for point in points] == [True] * 5 + [False] * 5
    assert "#" not in json.dumps(chart["spec"])
