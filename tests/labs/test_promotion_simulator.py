"""The promotion simulator does on a real registry what its buttons say, and keeps what happened."""

from __future__ import annotations

import copy
import json
import random
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from labkit.course import read_course
from labkit.simulation import load_simulator
from mlplat_core import ModelRegistry
from mlplat_core.models.costs import Costs
from mlplat_core.registry.store import GENESIS, MemoryStore, StoredEntry
from mlplat_core.serving.versions.canary import Canary
from mlplat_core.shop import (
    NEXT_MONTH,
    FraudFeatures,
    fraud_model,
    make_market,
    market_digest,
    read_examples,
)

FOLDER = read_course(Path(__file__).parents[2] / "labs").simulators["model-registry/promotion"]
DEFAULTS = FOLDER.defaults()
BUTTONS = [each.id for each in FOLDER.controls if each.kind in ("button", "reset")]
FORGERS = next(each.options for each in FOLDER.controls if each.id == "forger")
ENTRY = next(each for each in FOLDER.controls if each.id == "entry")
simulator = load_simulator(FOLDER.source, FOLDER.modules)

TO_PRODUCTION = ("validate", "gates", "second", "canary", "canary", "promote")

Blocks = list[dict[str, Any]]
State = dict[str, Any]


def settings(version: int = 2, **changed: Any) -> dict[str, Any]:
    """The parameters with this version chosen."""
    return DEFAULTS | {"version": f"version {version}"} | changed


def press(*buttons: str, version: int = 2, state: State | None = None, **changed: Any) -> State:
    """The state after these buttons."""
    params = settings(version, **changed)
    state = simulator.initial(params) if state is None else state
    for button in buttons:
        state = simulator.act(state, {"type": "press", "control": button}, params)
    return state


def show(state: State, version: int = 2, **changed: Any) -> Blocks:
    """The view of a state."""
    blocks: Blocks = simulator.view(state, settings(version, **changed))
    return blocks


def table(blocks: Blocks, caption: str) -> list[list[str]]:
    """The rows of the table whose caption begins so, also behind a fold; none if there is none."""
    inside = [each for block in blocks if block["type"] == "fold" for each in block["blocks"]]
    for block in [*blocks, *inside]:
        if block["type"] == "table" and block["caption"].startswith(caption):
            return [
                [cell if isinstance(cell, str) else cell["text"] for cell in row]
                for row in block["rows"]
            ]
    return []


def texts(blocks: Blocks) -> list[str]:
    """All sentences of a view."""
    return [block["text"] for block in blocks if block["type"] == "text"]


def registry_of(state: State) -> ModelRegistry:
    """The registry that the moves of a state lead to."""
    registry: ModelRegistry = simulator.desk_after(state["moves"]).registry
    return registry


def champion(state: State) -> int:
    """The version that answers."""
    return registry_of(state).resolve("models:/fraud@champion").version


def verdicts(state: State, version: int) -> dict[str, str]:
    """What each gate said last."""
    rows = table(show(state, version), f"What the gates said about version {version}")
    return {gate: code for gate, _, code in rows}


def one_watch() -> Any:
    """What was counted at a canary, with 70 reviews among 1,000 payments of the champion."""
    state = press("validate", "gates", "canary", version=4)
    (watch,) = simulator.desk_after(state["moves"]).watches[4]
    return replace(watch, control_reviews=70, control_payments=1000)


def test_first_view_is_complete() -> None:
    """Five versions, one of them live, an intact log, and nothing measured yet."""
    blocks = show(simulator.initial(DEFAULTS))

    versions = table(blocks, "The versions")
    assert [row[0] for row in versions] == ["1", "2", "3", "4", "5"]
    assert [row[4] for row in versions] == ["@champion", "none", "none", "none", "none"]
    assert not table(blocks, "What the gates said")
    assert not table(blocks, "The canary")
    assert "verify(): 7 entries, all as written" in " ".join(texts(blocks))


def test_good_version_reaches_everybody() -> None:
    """Validated, measured, signed by another, tried out in two steps, promoted."""
    state = press(*TO_PRODUCTION, version=4)

    assert champion(state) == 4
    assert state["said"].startswith("**Version 4 is the champion")
    assert set(verdicts(state, 4).values()) == {"ok"}
    assert "challenger" not in registry_of(state).get_registered_model("fraud").aliases


@pytest.mark.parametrize(
    ("version", "codes"),
    [
        (2, {"SliceLimit": "slice-drop:new users"}),
        (3, {}),
        (5, {"MinimumGain": "different-eval-set", "SliceLimit": "different-eval-set"}),
    ],
)
def test_every_other_version_is_stopped_by_its_own_fault(
    version: int, codes: dict[str, str]
) -> None:
    """One by new users, one by its evaluation set, and one by no gate but by the canary."""
    measured = press("validate", "gates", version=version)
    refused = {gate: code for gate, code in verdicts(measured, version).items() if code != "ok"}
    assert refused == codes

    state = press("second", "canary", "canary", "promote", version=version, state=measured)
    assert champion(state) == 1
    assert state["tone"] == "bad"
    canary = table(show(state, version), "The canary")
    assert [row[-1] for row in canary] == ([] if codes else ["roll back"])


def test_gates_show_the_numbers_of_the_authors() -> None:
    """Gain and losses are those that the cards of the models give."""
    blocks = show(press("validate", "gates"))
    old, new = (fraud_model(name).card for name in ("fraud_v1", "fraud_v2"))

    gain = new.metrics["auc"] - old.metrics["auc"]
    assert f"auc gains {gain:.6f}" in table(blocks, "What the gates said")[0][1]
    compared = table(blocks, "AUC on each slice")
    assert sorted(row[0] for row in compared) == sorted(old.slices)
    for name, before, after, loss in compared:
        was, became = old.slices[name]["auc"], new.slices[name]["auc"]
        assert [before, after, loss] == [f"{n:.3f}" for n in (was, became, was - became)]
    assert ["new users", "0.803", "0.656", "0.147"] in compared


def test_canary_counts_real_payments() -> None:
    """The same month, scored and split once more by hand."""
    state = press("validate", "gates", "canary", "canary", version=4)
    rows = table(show(state, 4), "The canary of version 4")

    market = make_market()
    features = FraudFeatures(market)
    payer = {payment.payment_id: payment.user_id for payment in market.payments}
    limit = Costs(missed=60, review=3).break_even
    looks = []
    for name, cents in (("fraud_v3", True), ("fraud_v1", False)):
        month = read_examples(features, NEXT_MONTH, cents=cents)
        looks.append([score >= limit for score in month.scores(fraud_model(name).scorer)])
    for row, percent in zip(rows, (5, 25), strict=True):
        share = Canary("challenger", percent, salt="2026-10")
        inside = [share.takes((payer[payment],)) for payment in month.payment_ids]
        own = [look for look, taken in zip(looks[0], inside, strict=True) if taken]
        others = [look for look, taken in zip(looks[1], inside, strict=True) if not taken]
        both = (sum(own) + sum(others)) / len(inside)
        error = sqrt(both * (1 - both) * (1 / len(own) + 1 / len(others)))
        z = (sum(own) / len(own) - sum(others) / len(others)) / error
        assert row == [
            f"{percent} %",
            f"{sum(own)} of {len(own)}",
            f"{sum(others)} of {len(others):,}",
            "0",
            f"{z:.1f}".replace("-", "\N{MINUS SIGN}"),
            "go on",
        ]


@pytest.mark.parametrize(
    ("reviews", "errors", "payments", "verdict"),
    [
        (0, 1, 10, "roll back"),
        (10, 0, 49, "wait"),
        (4, 0, 50, "go on"),
        (0, 0, 500, "go on"),
        (55, 0, 500, "roll back"),
        (8, 0, 50, "roll back"),
    ],
)
def test_canary_verdict(reviews: int, errors: int, payments: int, verdict: str) -> None:
    """An error at once, else not before fifty payments; only worse than 7 % is worse."""
    watch = replace(one_watch(), reviews=reviews, errors=errors, payments=payments)

    assert watch.verdict == verdict


def test_both_equally_bad_is_not_good_enough() -> None:
    """The absolute limit counts, however much the champion itself sends to review."""
    both_bad = replace(one_watch(), reviews=48, payments=300, control_reviews=160)
    assert both_bad.z < 1
    assert both_bad.verdict == "roll back"
    nothing_to_see = replace(both_bad, reviews=0, control_reviews=0)
    assert nothing_to_see.verdict == "go on"


def test_author_cannot_sign() -> None:
    """The refusal is logged with its reason, the alias stays; then a second person can."""
    tried = press(*TO_PRODUCTION[:2], "author", "canary", "canary", "promote", version=4)

    assert champion(tried) == 1
    assert verdicts(tried, 4)["DifferentApprover"] == "same-approver"
    assert "ana registered it" in tried["said"]
    newest = table(show(tried, 4), "The log")[0]
    assert newest[2:4] == ["ana", "version 4 not promoted: same-approver"]

    assert champion(press("second", "promote", version=4, state=tried)) == 4


def test_unsigned_and_untried_is_refused() -> None:
    """Without approval and canary the promotion names both."""
    state = press("validate", "gates", "promote", version=4)

    assert verdicts(state, 4)["DifferentApprover"] == "unknown-approver"
    assert verdicts(state, 4)["StoodAsCanary"] == "canary"
    assert champion(state) == 1


def test_roll_back_goes_to_what_was_live() -> None:
    """From version 4 to version 1, which is not the number before."""
    state = press(*TO_PRODUCTION, "rollback", version=4)

    assert champion(state) == 1
    assert "version 1 again" in state["said"]


@pytest.mark.parametrize(
    ("buttons", "version", "said"),
    [
        (("rollback",), 2, "has pointed at nothing before version 1"),
        (("gates",), 2, "There is no alias 'challenger'"),
        (("canary",), 2, "There is no alias 'challenger'"),
        (("validate", "canary"), 2, "run the gates first"),
        (("back",), 2, "There is no alias 'challenger'"),
        (("archive",), 1, "is in use through champion; move the alias first"),
        (("archive", "validate"), 2, "is ARCHIVED, not READY"),
        (("archive", "promote"), 2, "is ARCHIVED, not READY"),
        (("tamper",), 2, "There is no entry 40; the log ends with 7"),
        (("restore",), 2, "nothing to restore"),
    ],
)
def test_impossible_move_says_what_to_do(buttons: tuple[str, ...], version: int, said: str) -> None:
    """The registry's own sentence, and the log stays as it was."""
    before = press(*buttons[:-1], version=version, entry=40)
    after = press(buttons[-1], version=version, state=before, entry=40)

    assert said in after["said"]
    assert after["tone"] == "bad"
    assert after["moves"] == before["moves"]


def test_another_challenger_is_in_the_way() -> None:
    """Gates look at the challenger only, and the sentence says which version that is."""
    state = press("gates", version=4, state=press("validate", version=2))

    assert "The challenger is version 2, not version 4." in state["said"]


def test_no_way_back_to_an_archived_version() -> None:
    """Who archives the old champion has nothing to go back to."""
    promoted = press(*TO_PRODUCTION, version=4)
    state = press("rollback", state=press("archive", version=1, state=promoted))

    assert champion(state) == 4
    assert "cannot go back to version 1" in state["said"]


def test_classic_stages_show_the_same_state() -> None:
    """Alias and stage name the same version, before and after a promotion."""
    for state, live in (
        (simulator.initial(DEFAULTS), "1"),
        (press("validate", version=2), "1"),
        (press(*TO_PRODUCTION, version=4), "4"),
    ):
        aliases = table(show(state), "The versions")
        stages = table(show(state, classic=True), "The versions, in classic stages")
        assert [row[0] for row in stages if row[4] == "Production"] == [live]
        assert [row[0] for row in aliases if "@champion" in row[4]] == [live]
        assert [row[0] for row in stages if row[4] == "Staging"] == [
            row[0] for row in aliases if "@challenger" in row[4]
        ]
    assert any("deprecated" in each for each in texts(show(state, classic=True)))


@pytest.mark.parametrize("forger", FORGERS)
@pytest.mark.parametrize("entry", range(1, 15))
def test_every_forgery_is_noticed(entry: int, forger: str) -> None:
    """At the entry, at the next one, or only by the head that was noted elsewhere."""
    honest = press(*TO_PRODUCTION, version=4)
    store = simulator.desk_after(honest["moves"]).store
    length = len(store.read(0))
    assert length >= 14

    state = press("tamper", state=honest, entry=entry, forger=forger)
    first_bad = {FORGERS[0]: entry, FORGERS[1]: entry + 1}.get(forger, length + 1)
    assert f"Event {first_bad} of the log cannot be trusted" in " ".join(texts(show(state)))

    rows = [*table(show(state), "The log")]
    assert [row[0] for row in rows if "does not fit" in row[5]] == (
        [str(first_bad)] if first_bad <= length else []
    )
    forged = simulator.forgery.forge(store, entry, forger)
    head, bad, _ = simulator.forgery.check(forged)
    assert (head is not None) == (forger == FORGERS[2])
    assert bad == (None if forger == FORGERS[2] else first_bad)


def test_forged_last_entry_needs_the_noted_head() -> None:
    """No entry follows that could give the last one away."""
    store = simulator.desk_after([]).store
    forged = simulator.forgery.forge(store, 7, FORGERS[1])

    assert simulator.forgery.check(forged)[1] is None
    assert simulator.forgery.check(forged, ModelRegistry(store=store).verify())[1] == 8


def test_nothing_moves_on_a_forged_log_and_nothing_is_lost() -> None:
    """Every move answers with what is wrong; restoring brings the same view back."""
    before = press("validate", "gates")
    forged = press("tamper", state=before, entry=4)

    for button in simulator.MOVES:
        refused = press(button, state=forged)
        assert "Event 4 of the log cannot be trusted" in refused["said"], button
        assert refused["moves"] == before["moves"]
    assert "One forgery at a time" in press("tamper", state=forged)["said"]
    assert show(press("restore", state=forged))[1:] == show(before)[1:]


def test_download_can_be_checked_elsewhere() -> None:
    """Its lines are a log that a fresh registry accepts, up to the same head."""
    state = press(*TO_PRODUCTION, version=4)
    block = next(each for each in show(state, 4) if each["type"] == "file")
    own = simulator.desk_after(state["moves"])

    copied, head = MemoryStore(), GENESIS
    for line in block["text"].splitlines():
        entry = StoredEntry(**json.loads(line))
        digest = json.loads(entry.body)["data"].get("artifact_hash")
        found = {digest: own.store.artifact(digest)} if digest else {}
        assert copied.append(entry, head, found)
        head = entry.hash

    assert ModelRegistry(store=copied).verify() == own.registry.verify() == head
    assert f"{len(copied.read(0))} entries" in block["label"]


def test_reset_forgets_everything() -> None:
    """As on the first day."""
    state = press("tamper", state=press(*TO_PRODUCTION, version=4))

    assert press("reset", state=state) == simulator.initial(DEFAULTS)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_pressed_there_is_an_answer(seed: int) -> None:
    """Long walks over all controls: no error, a state that JSON keeps, an intact honest log."""
    rng = random.Random(seed)
    state = simulator.initial(DEFAULTS)
    for _ in range(120):
        params = settings(
            rng.randrange(1, 6),
            classic=rng.random() < 0.5,
            entry=rng.choice([ENTRY.min, rng.randrange(1, 41), ENTRY.max]),
            forger=rng.choice(FORGERS),
        )
        button = rng.choice([each for each in BUTTONS if each != "reset"] + ["version", "classic"])
        before = copy.deepcopy(state)

        after = simulator.act(state, {"type": "press", "control": button}, params)
        blocks = simulator.view(after, params)

        assert state == before
        assert json.loads(json.dumps(after)) == after
        assert len(json.dumps(after)) < 4_000
        simulator.view(
            simulator.initial(params), params
        )  # so that the next one starts from nothing
        assert blocks == simulator.view(after, params)
        state = after
    registry_of(state).verify()


def test_a_day_has_an_end() -> None:
    """After sixty moves the answer is to begin anew, and the log stays."""
    state = press(*["validate", "back"] * 30)
    assert len(state["moves"]) == 60

    after = press("validate", state=state)

    assert "Press Reset" in after["said"]
    assert after["moves"] == state["moves"]


def test_stored_measurement_can_be_made_again() -> None:
    """What version 5 brings is what its model finds on the sample of the course."""
    month = read_examples(FraudFeatures(make_market()), NEXT_MONTH, cents=True)
    scorer = fraud_model("fraud_v3").scorer

    version = registry_of(press()).get_model_version("fraud", 5)

    assert version.evaluation_set == market_digest(make_market())
    assert version.metrics["auc"] == round(month.auc(scorer), 6)
    assert {name: each["auc"] for name, each in version.slices.items()} == {
        name: round(auc, 6) for name, auc in month.auc_by_slice(scorer).items()
    }


def test_versions_3_and_4_differ_in_what_is_deployed() -> None:
    """The same trees with and without the step are two artifacts and two lineages."""
    third, fourth = (registry_of(press()).get_model_version("fraud", n) for n in (3, 4))

    assert third.metrics["auc"] == fourth.metrics["auc"]
    assert third.artifact_hash != fourth.artifact_hash
    assert third.lineage.fingerprint != fourth.lineage.fingerprint
