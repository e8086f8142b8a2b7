"""The incident is played with real models on real rows: every move, answer and verdict."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import sys
from pathlib import Path

import pytest

from mlplat_core import dump_model
from mlplat_core.shop import fraud_model

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import what lies beside them

from incident_afternoon import (
    BEFORE,
    CALL,
    CLOSING,
    ELSE,
    FOLDER,
    OPTIONS,
    ROWS,
    SURE,
    TODAY,
    UNTIL_TODAY,
    WITH,
    WITHOUT,
    look,
    play,
    rows,
    said,
    simulator,
    suspected,
)


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
