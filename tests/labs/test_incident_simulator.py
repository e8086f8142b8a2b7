"""The incident is played with real models on real rows, and every figure follows from the moves."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator
from mlplat_core import dump_model
from mlplat_core.shop import NEXT_MONTH, FraudFeatures, fraud_model, make_market, read_examples

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["model-registry/incident"]
OPTIONS = {control.id: control.options for control in FOLDER.controls}
WITHOUT, WITH = OPTIONS["round"]
UNTIL_TODAY, TODAY, ELSE = OPTIONS["claim"][1:]
LINE = 3 / 60
CALL, CLOSING = 40, 250
FEATURES = FraudFeatures(make_market())
ROWS = read_examples(FEATURES, NEXT_MONTH)
BEFORE = read_examples(FEATURES, range(90, 120))
SURE = ("ask every file about last month", "restore model_final.json")  # in the first game
simulator = load_simulator(FOLDER.source, FOLDER.modules)

Blocks = list[dict[str, Any]]
State = dict[str, Any]


def option(start: str) -> tuple[str, str, str]:
    """The select with an option that begins so, its button, and the option."""
    for select, button in (("question", "look"), ("change", "do"), ("claim", "say")):
        for each in OPTIONS[select]:
            if each.partition(", ")[0] == start:
                return select, button, each
    raise KeyError(start)


def play(*moves: str, name: str = WITHOUT, state: State | None = None) -> State:
    """The state after these moves in a round."""
    params = FOLDER.defaults() | {"round": name}
    state = simulator.initial(params) if state is None else state
    for move in moves:
        select, button, chosen = option(move)
        params |= {select: chosen}
        for action in ({"type": "set", "control": select}, {"type": "press", "control": button}):
            state = simulator.act(state, action, params)
    return state


def look(state: State, name: str = WITHOUT) -> Blocks:
    """The view of a round."""
    blocks: Blocks = simulator.view(state, FOLDER.defaults() | {"round": name})
    return blocks


def said(*moves: str, name: str = WITHOUT) -> str:
    """The first sentences after these moves."""
    text: str = look(play(*moves, name=name), name)[0]["text"]
    return text


def rows(blocks: Blocks, caption: str) -> list[list[str]]:
    """The cells of the table whose caption has these words."""
    (found,) = (each for each in blocks if each["type"] == "table" and caption in each["caption"])
    return [
        [cell if isinstance(cell, str) else cell["text"] for cell in row] for row in found["rows"]
    ]


def losses(*moves: str, name: str = WITHOUT) -> dict[str, tuple[int, int]]:
    """What the afternoon has cost so far, and what it would have cost."""
    found = rows(look(play(*moves, name=name), name), "as their charge-backs will tell")
    return {what: (number(now), number(usual)) for what, now, usual in found}


def drawn(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a chart draws."""
    values: list[dict[str, Any]] = chart["spec"]["data"]["values"]
    return values


def number(text: str) -> int:
    """The number in a cell."""
    return int(text.replace(",", "").replace("\N{MINUS SIGN}", "-").replace("+", ""))


def suspected(model: str, examples: Any = ROWS) -> list[bool]:
    """Which payments this model sends to the desk, in order."""
    return [score >= LINE for score in examples.scores(fraud_model(model).scorer)]


def flags_of(*deployed: tuple[int, str]) -> list[bool]:
    """Which payments of the afternoon are suspected, with these models from these minutes on."""
    flags: list[bool] = []
    for (start, model), (end, _) in itertools.pairwise([*deployed, (CLOSING, "")]):
        flags += suspected(model)[start * 5 : end * 5]
    return flags


def desk_by_the_clock(flags: list[bool]) -> tuple[dict[int, bool], list[int]]:
    """For each payment at the desk whether it was looked at, and how many waited at each tick.

    Ticks are fifths of a minute. Whoever is called first in a tick has waited longest; after half
    an hour one is called no more.
    """
    queue: deque[int] = deque()
    busy, fate, waiting = [0, 0], {}, []
    for tick in range(2 * CLOSING * 5):
        if tick < CLOSING * 5 and flags[tick]:
            queue.append(tick)
        for person, free_at in enumerate(busy):
            if free_at <= tick and queue:
                fate[queue.popleft()] = True
                busy[person] = tick + 20
        while queue and queue[0] + 150 <= tick:
            fate[queue.popleft()] = False
        waiting.append(len(queue))
    return fate, waiting


def recomputed(*deployed: tuple[int, str], until: int = CLOSING) -> dict[str, int]:
    """The same losses from the queue by the clock, for these models from these minutes on."""
    fate, _ = desk_by_the_clock(flags_of(*deployed))
    came = {place: seen for place, seen in fate.items() if place < until * 5}
    looked_at = {place for place, seen in came.items() if seen}
    frauds = {place for place in range(until * 5) if ROWS.labels[place]}
    honest, through = len(came.keys() - frauds), len(frauds - looked_at)
    return {
        "honest, sent to the desk": honest,
        "waved through, for want of time": len(came) - len(looked_at),
        "fraud, let through": through,
        "decided wrongly": honest + through,
        "cost of looks and of fraud, euros": 3 * len(looked_at) + 60 * through,
    }


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


def test_labels_tell_what_a_move_takes() -> None:
    """The minutes in a select are those on the clock, in both rounds."""
    for select in ("question", "change"):
        for each in OPTIONS[select]:
            move, minutes = each.partition(", ")[0], int(each.removesuffix(" min").split()[-1])
            for name in (WITHOUT, WITH):
                assert f", {minutes} min after the call." in said(move, name=name)
    assert len(OPTIONS["question"] + OPTIONS["change"]) == 15


def test_dashboard_shows_the_last_half_hour_or_what_came_since_the_change() -> None:
    """Its shares are those of the models on these rows; a change leaves few of them."""
    scores = ROWS.scores(fraud_model("fraud_v3").scorer)[15 * 5 : 45 * 5]
    usual = BEFORE.scores(fraud_model("fraud_v1").scorer)
    restored = suspected("fraud_v2")[50 * 5 : 55 * 5]

    table = rows(look(play("look at the dashboard")), "The dashboard")
    after = rows(look(play("restore model_old.json", "look at the dashboard")), "The dashboard")

    assert ["payments", "150", f"{len(usual)}"] == table[0]
    assert [f"{sum(each) / len(each):.3f}" for each in (scores, usual)] == table[2][1:]
    amounts = [vector[0] for vector in ROWS.vectors[15 * 5 : 45 * 5]]
    assert f"{sum(amounts) / len(amounts):.2f}" == table[3][1]
    assert f"{100 * sum(restored) / len(restored):.1f}\xa0%" == after[1][1]
    assert "25" == after[0][1]


def test_hashes_are_those_of_the_files() -> None:
    """Two of the four are what runs: the pushed one, and the backup that came too late."""
    table = rows(look(play("compare the files' hashes")), "The server's disk")
    models = ["fraud_v2", "fraud_v1", "fraud_v3", "fraud_v3"]

    files = [dump_model(fraud_model(model).scorer) for model in models]
    assert [hashlib.sha256(file).hexdigest()[:8] for file in files] == [row[3] for row in table]
    assert [f"{len(file):,}" for file in files] == [row[2] for row in table]
    assert ["no", "no", "yes", "yes"] == [row[4] for row in table]


def test_files_asked_about_last_month_give_the_right_one_away_in_every_game() -> None:
    """One of four agrees with the log in all decisions, wherever it lies."""
    state, places = play(), set()
    for _ in range(12):
        played = play("ask every file about last month", state=state)
        table = rows(look(played), "Each file asked again")
        (right,) = (file for file, agrees in table if agrees == "100.0\xa0%")
        places.add(right)
        repaired = play(f"restore {right}", UNTIL_TODAY, state=played)
        assert "Repaired after 50 minutes, and you can say" in look(repaired)[0]["text"]
        state = simulator.act(state, {"type": "press", "control": "reset"}, FOLDER.defaults())

    old, new = suspected("fraud_v1", BEFORE), suspected("fraud_v2", BEFORE)
    agree = sum(one == other for one, other in zip(old, new, strict=True)) / len(old)
    first = rows(look(play("ask every file about last month")), "Each file asked again")
    assert f"{100 * agree:.1f}\xa0%" == first[0][1]
    assert len(places) >= 3


def test_cem_names_his_own_file() -> None:
    """The file that he names is one of those that run."""
    table = rows(look(play("compare the files' hashes")), "The server's disk")

    assert "copied model_final_2.json over" in said("ask who did it")
    assert "yes" == dict((row[0], row[4]) for row in table)["model_final_2.json"]
    assert "registered it as version 3" in said("ask who did it", name=WITH)


def test_log_has_every_load() -> None:
    """In each round by what made it happen."""
    by_hand = look(play("restore model_old.json", "read the service's log"))
    by_alias = look(play("registry: rollback", "read the service's log", name=WITH), WITH)

    lines = [[line["text"] for line in blocks[1]["lines"]] for blocks in (by_hand, by_alias)]
    assert "model.json replaced by deploy" in lines[0][1]
    assert "model.json replaced by you" in lines[0][2]
    assert "champion moved to version 3 by bo" in lines[1][1]
    assert "champion moved to version 1 by you" in lines[1][2]
    assert [3, 3] == [len(each) for each in lines]


def test_registry_tells_how_it_came_about() -> None:
    """Version 2 was refused for new users; version 3 passed the same gates."""
    table = rows(look(play("registry: history", name=WITH), WITH), "registry.history")

    told = [row[3] for row in table]
    assert "version 2 refused as champion: slice-drop:new users" in told
    assert "champion = 3 (was 1), by promotion" == told[-1]
    assert ["10 Nov 14:00", "bo"] == table[-1][1:3]


def test_lineages_differ_in_the_amounts_and_not_in_the_code() -> None:
    """The lesson says so: git would have shown nothing."""
    table = rows(look(play("registry: compare lineages", name=WITH), WITH), "lineage")

    assert ["dataset", "amounts", "end_day"] == [row[0] for row in table]
    assert ["amounts", "euros", "cents"] == table[1]


def test_rollback_goes_to_what_ran_and_then_no_further() -> None:
    """The first press repairs it; the second one the registry refuses, and nothing changes."""
    once, twice = ("registry: rollback",), ("registry: rollback", "registry: rollback")

    assert "champion points at version 1." in said(*once, name=WITH)
    assert "The registry refuses: Alias 'champion' of 'fraud' has pointed" in said(
        *twice, name=WITH
    )
    assert "Repaired after 1 minute, and" in said(*once, UNTIL_TODAY, name=WITH)
    assert "Repaired after 2 minutes, and" in said(*twice, UNTIL_TODAY, name=WITH)


def test_version_minus_one_is_not_the_last_good_one() -> None:
    """Pointing at 2 brings what had been refused; rolling that back brings 3, and only then 1."""
    moves = ["registry: set_alias to 2"]

    assert "and it is not.** What runs is the retraining" in said(*moves, UNTIL_TODAY, name=WITH)
    for version in (3, 1):
        moves.append("registry: rollback")
        assert f"champion points at version {version}." in said(*moves, name=WITH)


def test_registry_notices_a_file_that_was_copied_by_hand() -> None:
    """The alias says one thing and the hash of what runs another."""
    asked = "registry: who is champion"

    assert "version 3, and that is what runs" in said(asked, name=WITH)
    assert "copied another file over it" in said("restore model_old.json", asked, name=WITH)


def test_without_a_registry_nobody_answers() -> None:
    """Its moves cost a minute each, and change nothing."""
    for move in (each for each in OPTIONS["question"] + OPTIONS["change"] if "registry" in each):
        state = play(move.partition(", ")[0])

        assert "There is no registry." in look(state)[0]["text"]
        assert "and it is not" in look(play(UNTIL_TODAY, state=state))[0]["text"]


@pytest.mark.parametrize(
    ("moves", "verdict", "time", "knew"),
    [
        ((*SURE, UNTIL_TODAY), "Repaired after 50 minutes, and you can say", "50 min", "yes"),
        ((*SURE, "I cannot tell"), "50 minutes, without knowing it", "50 min", "no"),
        ((UNTIL_TODAY,), "it is not.** What runs is what was pushed today.", "never", "no"),
        ((TODAY,), "it is not.** What runs is what was pushed today.", "never", "yes"),
        (("retrain from memory", ELSE), "what you trained from memory", "never", "yes"),
        (("retrain from memory",) * 3, "18:10, the shift is over", "never", "no"),
    ],
)
def test_verdicts(moves: tuple[str, ...], verdict: str, time: str, knew: str) -> None:
    """Repaired is who brought back the right model and says so; knowing it is a second thing."""
    blocks = look(play(*moves))
    table = rows(blocks, "Both rounds")

    assert verdict in blocks[0]["text"]
    assert ["time to repair", time, "not over yet"] == table[0]
    assert knew == table[1][1]


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


def test_round_that_is_over_stays_over() -> None:
    """Neither another move nor another word changes it; the other round goes on."""
    for moves in ((UNTIL_TODAY,), ("retrain from memory",) * 3):
        over = play(*moves)

        assert over == play("look at the dashboard", TODAY, state=over)
        assert over != play("look at the dashboard", name=WITH, state=over)


def test_notes_keep_what_was_seen() -> None:
    """Nobody needs paper: all but the newest finding is in a fold, in order."""
    moves = ["look at the dashboard", "ask who did it", "registry: history"]
    fold = look(play(*moves))[-1]

    assert "Your notes (2)" == fold["summary"]
    times, notes = zip(*fold["blocks"][0]["rows"], strict=True)
    assert ("14:45", "15:05") == times
    assert [said(*moves[: count + 1]).split(".** ", 1)[1] for count in range(2)] == [*notes]


def test_reset_begins_another_game() -> None:
    """Both rounds are empty, the files lie elsewhere, and the call is the same."""
    played = play(*SURE, UNTIL_TODAY)

    after = simulator.act(played, {"type": "press", "control": "reset"}, FOLDER.defaults())

    assert look(after) == look(play())
    assert after != play()
    old, new = (
        rows(look(play("compare the files' hashes", state=each)), "The server's disk")
        for each in (play(), after)
    )
    assert old != new
    assert sorted(row[3] for row in old) == sorted(row[3] for row in new)


def test_state_is_small_and_json_and_nothing_is_changed_in_place() -> None:
    """After as many moves as an afternoon holds, it still is a few kilobytes."""
    params = FOLDER.defaults() | {"round": WITH, "question": "registry: history, 1 min"}
    state = simulator.initial(params)
    for _ in range(CLOSING):
        before = copy.deepcopy((state, params))
        after = simulator.act(state, {"type": "press", "control": "look"}, params)
        assert (state, params) == before
        state = json.loads(json.dumps(after))

    assert CLOSING - CALL == len(state["rounds"][WITH]["moves"])
    assert len(json.dumps(state)) < 5_000
    first, second = look(state, WITH), look(state, WITH)
    assert first == second
    json.dumps(first, allow_nan=False)


def test_every_question_after_every_change_gives_a_complete_view() -> None:
    """In either round: a sentence, a chart, the losses and what was seen before, as JSON."""
    for name in (WITHOUT, WITH):
        for pair in itertools.product(OPTIONS["change"], OPTIONS["question"]):
            moves = [each.partition(", ")[0] for each in pair]
            blocks = look(play(*moves, name=name), name)

            kinds = [block["type"] for block in blocks]
            assert "text" == kinds[0]
            assert {"chart", "table", "fold"} <= {*kinds}
            columns = [column for block in blocks for column in block.get("columns", ())]
            assert all(column["label"] for column in columns)  # each is read out as a heading
            json.dumps(blocks, allow_nan=False)
