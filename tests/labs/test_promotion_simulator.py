"""The promotion simulator does on a real registry what its buttons say, and shows real numbers."""

from __future__ import annotations

import copy
import json
import random
import sys
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import what lies beside them

from promotion_desk import (
    BUTTONS,
    DEFAULTS,
    ENTRY,
    FORGERS,
    TO_PRODUCTION,
    champion,
    press,
    registry_of,
    settings,
    show,
    simulator,
    table,
    texts,
    verdicts,
)

from mlplat_core.models.costs import Costs
from mlplat_core.serving.versions.canary import Canary
from mlplat_core.shop import NEXT_MONTH, FraudFeatures, fraud_model, make_market, read_examples

MINUS = "\N{MINUS SIGN}"


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
        wanted = [f"{n:.3f}".replace("-", MINUS) for n in (was, became, was - became)]
        assert [before, after, loss] == wanted
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
            f"{z:.1f}".replace("-", MINUS),
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
