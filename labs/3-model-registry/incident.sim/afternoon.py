"""What comes in during the afternoon, and what does each model say of it?

The payments are those of the shop's last month, in their order, five a minute; no version of the
model has learned from one of their customers. Each is scored once per model.
"""

from functools import lru_cache
from hashlib import sha256

from mlplat_core import dump_model
from mlplat_core.models.costs import Costs
from mlplat_core.shop import NEXT_MONTH, FraudFeatures, fraud_model, make_market, read_examples

A_MINUTE = 5  # payments; a payment's place in the afternoon is its time, in fifths of a minute
CALL, CLOSING = 40, 250  # minutes after the push
MONTH_BEFORE = range(90, 120)
COSTS = Costs(missed=60, review=3)  # euros

BEFORE, REFUSED, PUSHED, FROM_MEMORY = "fraud_v1", "fraud_v2", "fraud_v3", "leaky_latest"
VERSIONS = {BEFORE: 1, REFUSED: 2, PUSHED: 3}


@lru_cache
def features():
    return FraudFeatures(make_market())


@lru_cache
def payments():
    """The payments of the afternoon with their features, and which of them are fraud."""
    return read_examples(features(), NEXT_MONTH)


@lru_cache
def payments_before():
    """Those of the month before, when the model that is looked for was in use."""
    return read_examples(features(), MONTH_BEFORE)


@lru_cache
def trained(model):
    """The model as it was trained; reading its file takes longer than everything else."""
    return fraud_model(model)


@lru_cache
def scores(model):
    return payments().scores(trained(model).scorer)


@lru_cache
def scores_before(model):
    return payments_before().scores(trained(model).scorer)


def ask_all_models():
    """Ask every model about every payment now, so that no move has to wait for it."""
    for model in (*VERSIONS, FROM_MEMORY):
        scores(model)
    for model in VERSIONS:
        agreement(model)


def is_suspected(score):
    """Whether a person should look at a payment: where a look is worth what it costs."""
    return score >= COSTS.break_even


@lru_cache
def agreement(model):
    """The share of last month's decisions that this model would have taken as well."""
    logged = map(is_suspected, scores_before(BEFORE))
    own = map(is_suspected, scores_before(model))
    return share(one == other for one, other in zip(logged, own))


@lru_cache
def artifact(model):
    """The file of a model as people copy it: without a card that says where it comes from."""
    return dump_model(trained(model).scorer)


@lru_cache
def fingerprint(model):
    """The first digits of the file's sha256, enough to tell these few apart."""
    return sha256(artifact(model)).hexdigest()[:8]


def share(flags):
    """The share of flags that are true, n >= 1."""
    found = list(flags)
    return sum(found) / len(found)
