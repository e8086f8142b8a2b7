"""The trained models: which promises they make, and which of them they keep."""

from __future__ import annotations

import hashlib
import json
from typing import Any, get_args

import pytest

from mlplat_core import (
    InvalidModelFileError,
    LinearScorer,
    ModelCard,
    ModelRegistry,
    RequestError,
    dump_model,
)
from mlplat_core.models.costs import Costs
from mlplat_core.registry import MinimumGain, Proposal, SliceLimit
from mlplat_core.shop import (
    FEATURES,
    LEARNED_FROM,
    MODELS,
    NEXT_MONTH,
    NOTEBOOK,
    SCHEMA,
    Examples,
    FraudFeatures,
    Join,
    Leakage,
    fraud_model,
    make_market,
    measure_leakage,
    read_examples,
    read_fraud_model,
    together,
    version_arguments,
)

GATES = (MinimumGain("auc", 0.005), SliceLimit("auc", 0.02))


@pytest.fixture(scope="module")
def features() -> FraudFeatures:
    """The sample that the page shows; no model has seen its customers."""
    return FraudFeatures(make_market())


@pytest.fixture(scope="module")
def next_month(features: FraudFeatures) -> Examples:
    """The month in which the models were in use."""
    return read_examples(features, NEXT_MONTH)


@pytest.fixture(scope="module")
def leakage(features: FraudFeatures, next_month: Examples) -> dict[Join, Leakage]:
    """What each join promised and kept, as the page computes it."""
    return {
        how: measure_leakage(
            fraud_model(name).scorer, read_examples(features, NOTEBOOK, how), next_month
        )
        for how, name in LEARNED_FROM.items()
    }


def refusals(candidate: str) -> list[str]:
    """What the gates say to this version after the first."""
    registry = ModelRegistry()
    registry.create_registered_model("fraud")
    current, challenger = (
        registry.create_model_version("fraud", model.artifact, **version_arguments(model))
        for model in (fraud_model("fraud_v1"), fraud_model(candidate))
    )
    results = [gate(Proposal(challenger, current, "Ada")) for gate in GATES]
    return [result.code for result in results if not result.passed]


@pytest.mark.parametrize("name", MODELS)
def test_every_model_reads_the_features_in_their_order(name: str) -> None:
    """And its card says what it was made from, under names that a registry takes."""
    model = fraud_model(name)

    assert model.scorer.feature_names == FEATURES
    assert version_arguments(model)["schema"] == SCHEMA
    assert {*SCHEMA} == {*FEATURES}
    assert model.card.dataset["seed"] == 4


def test_an_unknown_model_is_refused_with_the_names_of_all() -> None:
    """One sentence."""
    with pytest.raises(RequestError, match="no model 'fraud'; choose one of fraud_v1, fraud_v2"):
        fraud_model("fraud")


def signed(artifact: bytes, **changes: Any) -> bytes:
    """The file with other values under some keys, None for none, and the checksum that fits."""
    content = {**json.loads(artifact), **changes}
    content = {name: value for name, value in content.items() if value is not None}
    content.pop("sha256", None)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return json.dumps(content | {"sha256": hashlib.sha256(text.encode()).hexdigest()}).encode()


@pytest.mark.parametrize("name", MODELS)
def test_a_changed_file_is_refused(name: str) -> None:
    """The checksum covers the card as well: a prettier AUC does not load."""
    artifact = fraud_model(name).artifact
    auc = f'"auc":{fraud_model(name).card.metrics["auc"]}'.encode()
    assert auc in artifact

    with pytest.raises(InvalidModelFileError, match="it was changed later"):
        read_fraud_model(name, artifact.replace(auc, b'"auc":0.999'))


SWAPPED = [FEATURES[1], FEATURES[0], *FEATURES[2:]]


@pytest.mark.parametrize("name", ["fraud_v1", "linear"])
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sha256": "0" * 64, "format": "mlplat-model/2"}, "format is 'mlplat-model/2'"),
        ({"dtype": "float16"}, "dtype is 'float16'"),
        ({"feature_names": FEATURES[:-1]}, r"feature 10|coefficients must be 10 numbers"),
        (
            {"feature_names": SWAPPED},
            "feature 0 is 'amount_ratio', but the shop serves 'payment_am",
        ),
        ({"card": None}, "it has no card"),
        ({"card": {}}, "card: .* must not be missing or added"),
    ],
    ids=[
        "future format",
        "other dtype",
        "missing feature",
        "other order",
        "no card",
        "broken card",
    ],
)
def test_a_file_that_does_not_fit_is_refused_before_it_scores(
    name: str, changes: dict[str, Any], reason: str
) -> None:
    """With a right checksum, so that nothing but the content speaks against it, in a sentence."""
    artifact = signed(fraud_model(name).artifact, **changes)

    with pytest.raises(InvalidModelFileError, match=reason) as error:
        read_fraud_model(name, artifact)

    assert str(error.value).startswith("The model file cannot be used: ")
    assert "\n" not in str(error.value)


def test_a_model_that_reads_less_is_refused() -> None:
    """A whole model of fewer features would silently score other columns."""
    artifact = dump_model(LinearScorer(FEATURES[:-1], (0.0,) * 10, 0.0), ModelCard("too short"))

    with pytest.raises(
        InvalidModelFileError, match="feature 10 is None, but the shop serves 'clicks_5m'"
    ):
        read_fraud_model("mine", artifact)


def test_the_latest_value_promises_most_and_keeps_least(leakage: dict[Join, Leakage]) -> None:
    """Nearly perfect in the notebook, hardly better than chance in use."""
    latest, honest = leakage["latest"], leakage["known"]

    assert latest.notebook_auc > 0.95
    assert latest.notebook_auc - honest.notebook_auc > 0.1
    assert latest.next_month_auc < honest.next_month_auc - 0.1


def test_event_time_alone_leaks_through_chargebacks(leakage: dict[Join, Leakage]) -> None:
    """More than the honest join promises, and less kept; less of both than the latest value."""
    event_time, honest, latest = leakage["event_time"], leakage["known"], leakage["latest"]

    assert honest.notebook_auc < event_time.notebook_auc < latest.notebook_auc
    assert event_time.next_month_auc < honest.next_month_auc


def test_only_the_honest_join_keeps_what_it_promises(leakage: dict[Join, Leakage]) -> None:
    """Drift costs it a little; the others lose more than a tenth."""
    broken = {how: leakage[how].broken_promise for how in get_args(Join)}

    assert broken["known"] < 0.1 < broken["event_time"] < broken["latest"]


def test_the_cards_tell_the_same_story_of_sixty_thousand_payments() -> None:
    """On the parts that the models learned from, in later days: the sample is no lucky draw."""
    cards = {how: fraud_model(name).card.metrics for how, name in LEARNED_FROM.items()}

    assert cards["latest"]["notebook_auc"] > 0.95
    assert cards["known"]["notebook_auc"] < cards["event_time"]["notebook_auc"] < 0.9
    assert cards["latest"]["auc"] < cards["event_time"]["auc"] < cards["known"]["auc"]


def test_the_second_version_is_better_but_not_for_new_users() -> None:
    """The gain alone would pass; the gate of slices says where it loses."""
    assert refusals("fraud_v2") == ["slice-drop:new users"]


def test_the_third_version_passes_every_gate() -> None:
    """What its author changed, no metric of its author shows."""
    assert refusals("fraud_v3") == []


def test_the_third_version_is_wrong_in_use(features: FraudFeatures, next_month: Examples) -> None:
    """With amounts in euros, as the service has them, it calls five times as many for review."""
    scorer, costs = fraud_model("fraud_v3").scorer, Costs(missed=60.0, review=3.0)
    as_its_author = read_examples(features, NEXT_MONTH, cents=True)

    promised, served = as_its_author.scores(scorer), next_month.scores(scorer)

    looks = [sum(score >= costs.break_even for score in scores) for scores in (promised, served)]
    assert looks[1] > 4 * looks[0]
    labels = next_month.labels
    bills = [costs.total(labels, scores, costs.break_even) for scores in (promised, served)]
    assert bills[1] > 1.2 * bills[0]


def test_trees_beat_the_weighted_sum(next_month: Examples) -> None:
    """What tells fraud here is no sum: few clicks mean one thing, many another."""
    trees, linear = (next_month.auc(fraud_model(name).scorer) for name in ("fraud_v1", "linear"))

    assert trees > linear + 0.05


def test_examples_of_parts_are_those_of_each_in_turn(features: FraudFeatures) -> None:
    """Keys, vectors, labels and slices stay side by side."""
    one, other = read_examples(features, range(0, 5)), read_examples(features, range(5, 9))

    both = together([one, other])

    assert both.payment_ids == [*one.payment_ids, *other.payment_ids]
    assert both.vectors == [*one.vectors, *other.vectors]
    assert both.labels == [*one.labels, *other.labels]
    assert both.members["new users"] == [*one.members["new users"], *other.members["new users"]]
