"""What may the rest of the platform ask of a model?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Scorer(Protocol):
    """A model that scores one row at a time and changes nothing, so threads may share it.

    Example:
        >>> from mlplat_core.models import LinearScorer
        >>> scorer: Scorer = LinearScorer(("age", "is_new"), (0.5, 2.0), -1.0)
        >>> scorer.raw_score([3, True])
        2.5
    """

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The features that it reads, in the order of a row's values."""

    @property
    def accepts_null(self) -> bool:
        """Whether a value may be None; NaN means the same."""

    def raw_score(self, values: Sequence[float | None]) -> float:
        """The score before its link: log-odds of a classifier, the value of most regressors.

        Args:
            values: one number per feature, in the order of `feature_names`; a bool counts 0 or 1.

        Raises:
            RequestError: too few or too many values, or one that the model cannot take; `column`
                names its feature.
        """

    def score(self, values: Sequence[float | None]) -> float:
        """The probability of the positive class, or the value that a regressor predicts.

        Args:
            values: as for `raw_score`.

        Raises:
            RequestError: as for `raw_score`.
        """
