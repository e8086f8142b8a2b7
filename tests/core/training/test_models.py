"""What a recipe learns from, that nothing in it is left to chance, and what its digests cover."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlplat_core.__main__ import main
from mlplat_core.export.scikit_learn import export_model
from mlplat_core.shop import (
    FEATURES,
    MODELS,
    NEXT_MONTH,
    NOTEBOOK,
    RETRAINING,
    TRAINING,
    fraud_model,
)
from mlplat_core.training import data, models
from mlplat_core.training.code import ROOT, SOURCES, code_digest
from mlplat_core.training.data import (
    data_digest,
    evaluation_digest,
    learned_from,
    read_all,
    read_choices,
)
from mlplat_core.training.estimators import fit, round_fitted
from mlplat_core.training.recipes import RECIPES

Count = Callable[[str, object], None]

BY_NAME = {recipe.name: recipe for recipe in RECIPES}


def test_there_is_a_recipe_for_every_model() -> None:
    """In the order in which the shop lists them."""
    assert tuple(BY_NAME) == MODELS


@pytest.fixture(scope="module")
def small() -> dict[Any, Any]:
    """What the recipes need, of one part only."""
    choices = {(days, r.how, r.cents) for r in RECIPES for days in (r.days, NOTEBOOK, NEXT_MONTH)}
    return read_choices({*choices, (NEXT_MONTH, "known", False)}, [1])


def test_the_examples_of_all_models_are_read_at_once(
    small: dict[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every choice that a recipe learns from or is judged by, each once."""
    monkeypatch.setattr(data, "PARTS", [1])

    found = read_all()

    assert found.keys() == small.keys()
    assert all(data_digest(found[choice]) == data_digest(small[choice]) for choice in small)


@pytest.mark.parametrize("name", MODELS)
def test_two_fits_give_the_same_bytes(name: str, small: dict[Any, Any]) -> None:
    """Nothing is left to chance, to the clock or to the order of a set."""
    recipe = BY_NAME[name]
    known = learned_from(recipe, small)

    first, again = (
        export_model(fit(recipe, known.vectors, known.labels), FEATURES) for _ in range(2)
    )

    assert first == again


@pytest.mark.parametrize("name", ["fraud_v1", "linear"])
def test_last_bits_of_a_machine_do_not_reach_the_file(name: str, small: dict[Any, Any]) -> None:
    """Numbers that differ by as much as another logarithm or BLAS would make them are rounded."""
    recipe = BY_NAME[name]
    known = learned_from(recipe, small)
    estimator = fit(recipe, known.vectors, known.labels)
    file = export_model(estimator, FEATURES)

    for values in fitted_numbers(estimator):
        values[...] = np.nextafter(values, np.inf)

    assert export_model(estimator, FEATURES) != file
    assert export_model(round_fitted(estimator), FEATURES) == file


def fitted_numbers(estimator: Any) -> list[Any]:
    """The arrays that a fit fills: leaves, or weights and scales."""
    if hasattr(estimator, "estimators_"):
        return [tree.tree_.value for (tree,) in estimator.estimators_]
    (_, scaler), (_, model) = estimator.steps
    return [scaler.mean_, scaler.scale_, model.coef_, model.intercept_]


def test_a_check_names_the_files_that_would_change(
    small: dict[Any, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It writes nothing, and ends with a refusal; files as they should be pass."""
    monkeypatch.setattr(models, "read_all", lambda: small)
    monkeypatch.setattr(models, "RECIPES", RECIPES[:2])
    command = ["train", "--out", str(tmp_path)]

    codes = [main([*command, "--check"])]
    assert list(tmp_path.iterdir()) == []
    codes += [main(command), main([*command, "--check"])]

    assert codes == [1, 0, 0]
    assert "fraud_v1.json, fraud_v2.json: not what this code trains" in capsys.readouterr().err


def test_a_model_of_known_users_has_seen_no_new_one(small: dict[Any, Any]) -> None:
    """The second version's author had dropped them, with their labels."""
    everything = small[RETRAINING, "known", False]

    known = learned_from(BY_NAME["fraud_v2"], small)

    age = FEATURES.index("account_age")
    assert 0 < len(known.vectors) < len(everything.vectors)
    assert min(values[age] for values in known.vectors) >= 30
    assert len(known.labels) == len(known.payment_ids) == len(known.vectors)
    assert all(known.members["known users"])


def test_the_digest_of_data_changes_with_every_part_of_it(small: dict[Any, Any]) -> None:
    """A value, a label, a key; that of the evaluation set not with a value."""
    examples = small[TRAINING, "known", False]
    others = [
        replace(examples, payment_ids=["p0", *examples.payment_ids[1:]]),
        replace(examples, labels=[1 - examples.labels[0], *examples.labels[1:]]),
        replace(examples, vectors=[[0.0] * len(FEATURES), *examples.vectors[1:]]),
    ]

    changed = [data_digest(each) != data_digest(examples) for each in others]
    judged = [evaluation_digest(each) != evaluation_digest(examples) for each in others]

    assert changed == [True, True, True]
    assert judged == [True, True, False]


def test_all_versions_are_judged_by_the_same_payments() -> None:
    """However their authors read the amounts: else no gate could compare them."""
    sets = {fraud_model(name).card.evaluation_set for name in MODELS}

    assert len(sets) == 1


def test_the_digest_of_the_code_changes_with_a_source(tmp_path: Path) -> None:
    """With any of them, but not with the line ends of a checkout."""
    copy = tmp_path / "mlplat_core"
    shutil.copytree(ROOT, copy)
    as_it_is = code_digest(copy)
    for name in SOURCES:
        file = copy / name
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    with_other_ends = code_digest(copy)
    (copy / SOURCES[0]).write_text("# changed\n", "utf-8")

    assert as_it_is == with_other_ends == code_digest()
    assert code_digest(copy) != as_it_is


def test_every_module_that_a_model_depends_on_is_in_the_digest() -> None:
    """Followed from the recipes through all imports of the shop."""
    needed, ahead = set(), ["training/models.py"]
    while ahead:
        name = ahead.pop()
        if name not in needed:
            needed.add(name)
            ahead += [
                f"{module.replace('.', '/')}.py"
                for module in imported_modules(ROOT / name)
                if module.startswith(("shop.", "training."))
            ]

    # What decides about the digest itself, and what only compares two numbers, is left out.
    assert {*SOURCES} == needed - {"training/code.py", "shop/leakage.py"}


def imported_modules(file: Path) -> list[str]:
    """The modules of `mlplat_core` that a file imports, without the package's name."""
    return [
        (node.module or "").removeprefix("mlplat_core.")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    ]
