"""What the promotion simulator has registered and logged is true, and a forger of it is noticed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import what lies beside them

from promotion_desk import (
    FORGERS,
    TO_PRODUCTION,
    press,
    registry_of,
    show,
    simulator,
    table,
    texts,
)

from mlplat_core import ModelRegistry
from mlplat_core.registry.store import GENESIS, MemoryStore, StoredEntry
from mlplat_core.shop import (
    NEXT_MONTH,
    FraudFeatures,
    fraud_model,
    make_market,
    market_digest,
    read_examples,
)


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
