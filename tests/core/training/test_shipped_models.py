"""The shipped models are what the code trains, bit for bit, and score as scikit-learn does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mlplat_core import GradientBoostingScorer, LinearScorer, probe_rows
from mlplat_core.__main__ import main
from mlplat_core.export.scikit_learn_parity import check_parity
from mlplat_core.shop import FEATURES, MODELS, TRAINING, Examples, fraud_model
from mlplat_core.training.command_line import FOLDER
from mlplat_core.training.data import read_choices
from mlplat_core.training.estimators import fit
from mlplat_core.training.recipes import PARTS, RECIPES

Count = Callable[[str, object], None]

BY_NAME = {recipe.name: recipe for recipe in RECIPES}


def test_the_shipped_files_are_what_this_code_trains(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fresh build gives the same bytes; whatever decides about a model cannot change unseen."""
    code = main(["train", "--out", str(tmp_path)])

    assert code == 0, capsys.readouterr().err
    assert {file.stem for file in tmp_path.iterdir()} == {*MODELS}
    for name in MODELS:
        built = (tmp_path / f"{name}.json").read_bytes()
        assert built == fraud_model(name).artifact == (FOLDER / f"{name}.json").read_bytes()
    assert capsys.readouterr().out.count("auc 0.") >= len(MODELS)


@pytest.fixture(scope="module")
def first_months() -> Examples:
    """What the first version and the weighted sum learned from."""
    choice = (TRAINING, "known", False)
    return read_choices([choice], PARTS)[choice]


@pytest.fixture(scope="module")
def ten_thousand() -> Examples:
    """Payments that no model has seen, of the page's part and of a later one."""
    choice = (range(0, 150), "known", False)
    return read_choices([choice], [0, PARTS.stop])[choice]


def test_shipped_trees_score_as_scikit_learn_bit_for_bit(
    first_months: Examples, ten_thousand: Examples, record_property: Count
) -> None:
    """10,000 payments, and rows on every threshold and one ulp to either side of it."""
    estimator = fit(BY_NAME["fraud_v1"], first_months.vectors, first_months.labels)
    scorer = fraud_model("fraud_v1").scorer
    assert isinstance(scorer, GradientBoostingScorer)
    rows = [*map(list, ten_thousand.vectors), *probe_rows(scorer)]

    raw = [scorer.raw_score(row) for row in rows]
    scores = np.array([scorer.score(row) for row in rows])

    frame = pd.DataFrame(rows, columns=FEATURES, dtype="float64")
    assert [each.hex() for each in raw] == [
        each.hex() for each in estimator.decision_function(frame).tolist()
    ]
    theirs = estimator.predict_proba(frame)[:, 1]
    assert np.all(np.abs(scores - theirs) <= 2 * np.spacing(theirs))
    assert len(ten_thousand.vectors) == 10_000
    record_property("oracle cases", f"scikit-learn rows: {len(rows)}")


def test_the_shipped_sum_scores_as_scikit_learn(
    first_months: Examples, ten_thousand: Examples, record_property: Count
) -> None:
    """As close as two orders of one sum can be, which BLAS chooses."""
    estimator = fit(BY_NAME["linear"], first_months.vectors, first_months.labels)
    scorer = fraud_model("linear").scorer
    assert isinstance(scorer, LinearScorer)

    compared = check_parity(scorer, estimator, ten_thousand.vectors)

    assert compared > 10_000
    record_property("oracle cases", f"scikit-learn rows: {compared}")
