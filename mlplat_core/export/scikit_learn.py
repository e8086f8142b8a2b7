"""How does a fitted scikit-learn model become a file that scores alike without scikit-learn?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mlplat_core.errors import DefinitionError
from mlplat_core.export.scikit_learn_estimators import BOOSTED, LINEAR, Names, read_linear
from mlplat_core.export.scikit_learn_parity import Estimator, check_parity
from mlplat_core.models.fields import feature_names as checked_names
from mlplat_core.models.model_file import dump_model


def export_model(
    estimator: Estimator, feature_names: Sequence[str], *, sample: Iterable[Any] | None = None
) -> bytes:
    """The model file of a fitted estimator, written only if both score alike.

    Before it returns, the exported model and the estimator score the rows of `probe_rows`, among
    them every reachable split at its threshold and one ulp beside it, and the rows of `sample`. Raw
    scores of trees must be equal bit for bit, those of linear models as close as `LinearScorer`
    promises; scores then within 2 ulp.

    Compilers for ARM may round scikit-learn's product of learning rate and leaf together with the
    sum: should the scores of GradientBoosting differ there, a power of two such as 0.125 as
    `learning_rate` leaves nothing to round.

    Args:
        estimator: LinearRegression, Ridge, Lasso, ElasticNet or binary LogisticRegression, also as
            Pipeline behind a StandardScaler; GradientBoosting or HistGradientBoosting, regressor or
            binary classifier, without categorical features or an init estimator.
        feature_names: one name per column, in the columns' order; those of the data frame if it was
            fitted on one.
        sample: rows to compare as well, such as the evaluation set: lists, an array or a frame.

    Raises:
        DefinitionError: the estimator is not fitted, or of a kind, loss or shape that cannot be
            exported; the message says what to use.
        RequestError: a row of `sample` is none that the model takes.
        IntegrityError: the estimator scores a row otherwise than the exported model.

    Example:
        >>> from sklearn.linear_model import LinearRegression
        >>> from mlplat_core.models import load_model
        >>> fitted = LinearRegression().fit([[1.0], [2.0], [3.0]], [3.0, 5.0, 7.0])
        >>> round(load_model(export_model(fitted, ["rooms"])).score([10]), 9)
        21.0

    Complexity:
        About ten rows per split, each scored by all trees.
    """
    scaler, model = _scaler_and_model(estimator)
    kind = type(model).__name__
    if not hasattr(model, "n_features_in_"):
        raise DefinitionError(f"{kind} is not fitted; call fit() first.")
    names, positive = _names(estimator, feature_names), _positive_class(model)
    try:
        if kind in BOOSTED:
            exported = BOOSTED[kind](model, names, positive)
        else:
            exported = read_linear(scaler, model, names, positive)
    except AttributeError as error:
        raise DefinitionError(
            f"{kind} is not as scikit-learn 1.9 fits it: {error}. Export with that version, and "
            "with dense coefficients."
        ) from error
    check_parity(exported, estimator, sample)
    return dump_model(exported)


def _scaler_and_model(estimator: Estimator) -> tuple[Estimator, Estimator]:
    """The StandardScaler, or None, and the model proper; refuses everything else."""
    is_pipeline = type(estimator).__name__ == "Pipeline"
    steps = [step for _, step in estimator.steps] if is_pipeline else [estimator]
    *before, kind = [type(step).__name__ for step in steps] or ["An empty Pipeline"]
    if all(type(step).__module__.startswith("sklearn.") for step in steps):
        if before == ["StandardScaler"] and kind in LINEAR:
            return steps[0], steps[1]
        if not before and kind in (*LINEAR, *BOOSTED):
            return None, steps[0]
    raise DefinitionError(
        f"{' after '.join([kind, *reversed(before)])} cannot be exported. Use one of "
        f"{', '.join(LINEAR)}, alone or after one StandardScaler, or one of "
        f"{', '.join(BOOSTED)}, which need no scaler."
    )


def _names(estimator: Estimator, feature_names: Sequence[str]) -> Names:
    """The names, known to be one per column and those that the estimator was fitted with."""
    names = checked_names(feature_names if isinstance(feature_names, str) else [*feature_names])
    count = estimator.n_features_in_
    if len(names) != count:
        raise DefinitionError(f"The model has {count} features, but there are {len(names)} names.")
    fitted = tuple(getattr(estimator, "feature_names_in_", names))
    if fitted != names:
        raise DefinitionError(
            f"The model was fitted on the columns {', '.join(fitted)}; feature_names is "
            f"{', '.join(names)}. Give the same names in the same order, or fit it on an array."
        )
    return names


def _positive_class(model: Estimator) -> str | None:
    """The label of the second class, which scores are the probability of; None for a regressor."""
    if not hasattr(model, "classes_"):
        return None
    labels = [str(label) for label in model.classes_.tolist()]
    if len(labels) != 2:
        raise DefinitionError(
            f"{type(model).__name__} has {len(labels)} classes; only two can be exported. "
            "Train one model per class, each against all others."
        )
    return labels[1]
