"""Every figure of the incident follows from the moves: losses, queue, chart, lesson."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import what lies beside them

from incident_afternoon import (
    BEFORE,
    CALL,
    CLOSING,
    ELSE,
    OPTIONS,
    ROWS,
    SURE,
    TODAY,
    UNTIL_TODAY,
    WITH,
    WITHOUT,
    desk_by_the_clock,
    drawn,
    flags_of,
    look,
    losses,
    number,
    play,
    recomputed,
    rows,
    simulator,
    suspected,
)


@pytest.mark.parametrize(
    ("moves", "name", "deployed", "until"),
    [
        ((), WITHOUT, [(0, "fraud_v3")], CALL),
        (("restore model_final.json",), WITHOUT, [(0, "fraud_v3"), (50, "fraud_v1")], 50),
        ((*SURE, UNTIL_TODAY), WITHOUT, [(0, "fraud_v3"), (90, "fraud_v1")], CLOSING),
        (("restore model_old.json", ELSE), WITHOUT, [(0, "fraud_v3"), (50, "fraud_v2")], CLOSING),
        (("restore model_backup.json", TODAY), WITHOUT, [(0, "fraud_v3")], CLOSING),
        (("retrain from memory", ELSE), WITHOUT, [(0, "fraud_v3"), (130, "leaky_latest")], CLOSING),
        (("registry: rollback", UNTIL_TODAY), WITH, [(0, "fraud_v3"), (41, "fraud_v1")], CLOSING),
    ],
)
def test_losses_are_those_of_a_queue_moved_by_the_clock(
    moves: tuple[str, ...], name: str, deployed: list[tuple[int, str]], until: int
) -> None:
    """Each wrong move costs what its model would have done to these very payments."""
    found = losses(*moves, name=name)

    assert {what: now for what, (now, _) in found.items()} == recomputed(*deployed, until=until)
    assert {what: usual for what, (_, usual) in found.items()} == recomputed(
        (0, "fraud_v1"), until=until
    )


def test_call_tells_what_the_desk_has_seen() -> None:
    """The first sentence is computed, and present without JavaScript."""
    flags = suspected("fraud_v3")[: CALL * 5]
    _, waiting = desk_by_the_clock(suspected("fraud_v3"))
    usual = suspected("fraud_v1", BEFORE)

    text, chart, _ = look(play())

    assert f"Since 14:00 it was sent {100 * sum(flags) / len(flags):.1f}\xa0%" in text["text"]
    assert f"last month {100 * sum(usual) / len(usual):.1f}\xa0%" in text["text"]
    assert f"{waiting[CALL * 5]} payments wait" in text["text"]
    assert "30 in the end, at most 30; without the push 0, at most 2" in chart["alt"]


def test_chart_counts_who_waits() -> None:
    """At each minute as many as have come and neither been called nor given up."""
    _, waiting = desk_by_the_clock(flags_of((0, "fraud_v3"), (130, "leaky_latest")))
    _, usual = desk_by_the_clock(flags_of((0, "fraud_v1")))
    _, untouched = desk_by_the_clock(flags_of((0, "fraud_v3")))

    blocks = look(play("retrain from memory", ELSE))

    chart = next(block for block in blocks if block["type"] == "chart")
    for line, expected in (("this afternoon", waiting), ("without the push", usual)):
        points = [
            (each["minute"], each["waiting"]) for each in drawn(chart) if each["what"] == line
        ]
        assert [(minute, expected[minute * 5]) for minute in range(0, CLOSING + 1, 2)] == points
    assert [130] == [each["minute"] for each in drawn(chart) if each["what"] == "change"]
    assert "The model was changed at 16:10." in chart["alt"]
    assert max(untouched) <= 60  # the end of the axis


def test_chart_of_every_round_has_the_same_layers() -> None:
    """So the page keeps the drawing and changes the lines."""
    shapes = set()
    for moves in ((), SURE, (*SURE, UNTIL_TODAY)):
        chart = next(block for block in look(play(*moves)) if block["type"] == "chart")
        shapes.add(json.dumps({**chart["spec"], "data": None}))

    assert 1 == len(shapes)


def test_names_in_the_chart_keep_apart() -> None:
    """Also where both lines end at nought."""
    for moves in ((), (*SURE, UNTIL_TODAY), ("retrain from memory", ELSE)):
        blocks = look(play(*moves))
        chart = next(block for block in blocks if block["type"] == "chart")
        one, other = (each["waiting"] for each in drawn(chart) if each["what"] == "name")

        assert abs(one - other) >= 8
        assert "#" not in json.dumps(chart["spec"])


def test_both_rounds_stand_side_by_side_against_no_push() -> None:
    """Each with its time, and with what it cost beyond a usual afternoon until closing."""
    state = play(*SURE, UNTIL_TODAY)
    state = play("registry: rollback", UNTIL_TODAY, name=WITH, state=state)
    usual = recomputed((0, "fraud_v1"))
    columns = [
        recomputed((0, "fraud_v3"), (minute, "fraud_v1")) for minute in (CALL + 50, CALL + 1)
    ]

    for name in (WITHOUT, WITH):
        blocks = look(state, name)
        table = rows(blocks, "Both rounds")
        assert ["time to repair", "50 min", "1 min"] == table[0]
        for row, what in zip(
            table[2:],
            ("decided wrongly", "fraud, let through", "cost of looks and of fraud, euros"),
            strict=True,
        ):
            assert [each[what] - usual[what] for each in columns] == [*map(number, row[1:])]
        assert "50 min without a registry, 1 min with one" in blocks[1]["text"]


def test_claims_are_true_of_one_model_each() -> None:
    """Whatever runs, exactly one answer is right."""
    scorecard = simulator.verdict.__globals__
    answers, truth = scorecard["ANSWERS"], scorecard["TRUTH"]

    assert tuple(answers) == OPTIONS["claim"]
    assert sorted(truth) == sorted(itertools.chain(*answers.values()))


def test_figures_of_the_lesson() -> None:
    """36 of 46 frauds instead of 23, a wave right after the sure way, and two quiet desks."""
    left_alone, usual = recomputed((0, "fraud_v3")), recomputed((0, "fraud_v1"))
    frauds = [place for place, label in enumerate(ROWS.labels) if label]
    wave = [place for place in frauds if place >= 90 * 5]

    assert (36, 23) == (left_alone["fraud, let through"], usual["fraud, let through"])
    assert 46 == len(frauds) == len([place for place in frauds if place < CLOSING * 5])
    assert 90 * 5 < wave[0] < 92 * 5
    assert 12 < len([place for place in wave if place < 102 * 5])
    assert [] == [place for place in frauds if suspected("leaky_latest")[place]]
    for calm in ("fraud_v2", "leaky_latest"):
        assert sum(suspected(calm)) < sum(suspected("fraud_v1"))
