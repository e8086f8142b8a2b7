"""Halvard Market in Chromium: the same bytes, and the scores of scikit-learn, to the last bit."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page

from mlplat_core import GradientBoostingScorer, probe_rows
from mlplat_core.shop import (
    FEATURES,
    LEARNED_FROM,
    MODELS,
    NEXT_MONTH,
    NOTEBOOK,
    TRAINING,
    FraudFeatures,
    fraud_model,
    make_market,
    market_digest,
    measure_leakage,
    read_examples,
)
from mlplat_core.training.data import read_choices
from mlplat_core.training.estimators import fit
from mlplat_core.training.recipes import PARTS, RECIPES

pytestmark = pytest.mark.browser

Count = Callable[[str, object], None]

DIGESTS = """
import json
from mlplat_core.shop import make_market, market_digest
print(json.dumps([market_digest(make_market()), market_digest(make_market(700, seed=11, part=3))]))
"""
SCORES = """
import json
from mlplat_core import probe_rows
from mlplat_core.shop import FraudFeatures, fraud_model, make_market, read_examples
scorer = fraud_model("fraud_v1").scorer
scored = []
for part in PARTS:
    examples = read_examples(FraudFeatures(make_market(part=part)), range(0, 150))
    scored += [(scorer.raw_score(row), scorer.score(row)) for row in examples.vectors]
payments = len(scored)
scored += [(scorer.raw_score(row), scorer.score(row)) for row in probe_rows(scorer)]
print(json.dumps([payments, scored]))
"""
LEAKAGE = """
import json
from mlplat_core.shop import *
features = FraudFeatures(make_market())
next_month = read_examples(features, NEXT_MONTH)
found = {}
for how, name in LEARNED_FROM.items():
    notebook = read_examples(features, NOTEBOOK, how)
    leakage = measure_leakage(fraud_model(name).scorer, notebook, next_month)
    found[how] = [leakage.notebook_auc, leakage.next_month_auc]
print(json.dumps(found))
"""
REFUSED = """
import json
from mlplat_core import InvalidModelFileError
from mlplat_core.shop import MODELS, fraud_model, read_fraud_model
reasons = []
for name in MODELS:
    changed = fraud_model(name).artifact.replace(b'"auc":0.', b'"auc":0.9')
    try:
        read_fraud_model(name, changed)
    except InvalidModelFileError as error:
        reasons.append(str(error))
print(json.dumps(reasons))
"""


def printed(page: Page, program: str) -> Any:
    """What the program prints in the page, which is JSON."""
    outcome = page.evaluate(
        """async (program) => {
          let text = "";
          const onOutput = (more) => (text += more);
          const outcome = await python.run({ program, timeBudgetS: 600, onOutput });
          return { text, ...outcome };
        }""",
        program,
    )
    assert outcome["text"], outcome
    return json.loads(outcome["text"])


def test_the_shop_has_the_same_bytes_in_the_page(client: Page) -> None:
    """Every table of the sample, and of a part with another seed."""
    own = [market_digest(make_market()), market_digest(make_market(700, seed=11, part=3))]

    assert printed(client, DIGESTS) == own


def test_scores_in_the_page_are_those_of_scikit_learn(client: Page, record_property: Count) -> None:
    """10,000 payments joined and scored there, and rows on each threshold and one ulp beside it.

    Raw scores have the same bits; probabilities, for which Pyodide has another exponential, are
    within 2 ulp.
    """
    parts = (0, PARTS.stop)
    learned, judged = (TRAINING, "known", False), (range(0, 150), "known", False)
    examples = read_choices([learned], PARTS)[learned]
    recipe = next(recipe for recipe in RECIPES if recipe.name == "fraud_v1")
    estimator = fit(recipe, examples.vectors, examples.labels)
    scorer = fraud_model("fraud_v1").scorer
    assert isinstance(scorer, GradientBoostingScorer)
    rows = [*map(list, read_choices([judged], parts)[judged].vectors), *probe_rows(scorer)]
    frame = pd.DataFrame(rows, columns=FEATURES, dtype="float64")

    payments, scored = printed(client, SCORES.replace("PARTS", repr(parts)))

    raw, scores = zip(*scored, strict=True)
    assert payments == 10_000
    assert [each.hex() for each in raw] == [
        each.hex() for each in estimator.decision_function(frame).tolist()
    ]
    theirs = estimator.predict_proba(frame)[:, 1]
    assert np.all(np.abs(np.array(scores) - theirs) <= 2 * np.spacing(theirs))
    record_property("oracle cases", f"scikit-learn rows in the page: {len(rows)}")


def test_the_leak_is_as_large_in_the_page(client: Page) -> None:
    """The real join and the real models, computed there; no figure travels along."""
    features = FraudFeatures(make_market())
    next_month = read_examples(features, NEXT_MONTH)

    found = printed(client, LEAKAGE)

    for how, name in LEARNED_FROM.items():
        notebook = read_examples(features, NOTEBOOK, how)
        own = measure_leakage(fraud_model(name).scorer, notebook, next_month)
        assert found[how] == [own.notebook_auc, own.next_month_auc]


def test_a_changed_model_file_is_refused_in_the_page(client: Page) -> None:
    """In one sentence, and before anything is scored."""
    reasons = printed(client, REFUSED)

    assert len(reasons) == len(MODELS)
    assert all("it was changed later" in reason for reason in reasons)
