"""How is a row scored by coefficients, with or without a scaler before them?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import fsum, isfinite
from operator import mul, sub, truediv

from mlplat_core.errors import DefinitionError, RequestError
from mlplat_core.models.fields import feature_names, meaning, number, numbers
from mlplat_core.models.links import INVERSES, Link
from mlplat_core.models.rows import Reader, row_reader


@dataclass(frozen=True, slots=True)
class LinearScorer:
    """A linear or logistic regression, optionally of standardized features.

    The raw score is the exact sum of the products, rounded once, plus the intercept: the same bits
    on every machine and in every order of the features. scikit-learn leaves the order of its sum to
    BLAS, so that its own bits differ between a row alone and the same row in a batch. For n
    features its score and this one are within (n + 4) * 2**-53 of the sum of the terms' sizes, and
    with one feature they are equal. Scaled values are equal bit for bit.

    Attributes:
        feature_names: at least one, in the order of a row's values.
        coefficients: one per feature.
        intercept: what a row of zeros scores.
        link: "identity" for a value, "logit" for a probability; also "log", "half_logit".
        means: what the scaler subtracts from each feature; None for no scaler.
        scales: what it then divides by, each > 0; None for no scaler.
        positive_class: the label whose probability a classifier's score is; None for a regressor.

    Raises:
        DefinitionError: a part does not fit the others, or is no finite number.

    Example:
        >>> scorer = LinearScorer(("age",), (0.5,), -1.0, "logit", positive_class="fraud")
        >>> scorer.raw_score([2]), scorer.score([2])
        (0.0, 0.5)

    Complexity:
        O(features).
    """

    feature_names: tuple[str, ...]
    coefficients: tuple[float, ...]
    intercept: float
    link: Link = "identity"
    means: tuple[float, ...] | None = None
    scales: tuple[float, ...] | None = None
    positive_class: str | None = None
    _read: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = feature_names(self.feature_names)
        meaning(self.link, self.positive_class)
        if (self.means is None) != (self.scales is None):
            raise DefinitionError("A scaler has both means and scales; give both or neither.")
        for name in ("coefficients", "means", "scales"):
            value = getattr(self, name)
            if value is not None or name == "coefficients":
                object.__setattr__(self, name, numbers(value, name, len(names)))
        for place, scale in enumerate(self.scales or ()):
            if scale <= 0:
                raise DefinitionError(f"scales[{place}] is {scale!r}; it must be above 0.")
        object.__setattr__(self, "feature_names", names)
        object.__setattr__(self, "intercept", number(self.intercept, "intercept"))
        object.__setattr__(self, "_read", row_reader(names, "float64", accepts_null=False))

    @property
    def accepts_null(self) -> bool:
        """False: a sum has no place for a null."""
        return False

    def raw_score(self, values: Sequence[float | None]) -> float:
        """The intercept plus the sum of coefficient times, if there is a scaler, scaled value.

        Args:
            values: one number per feature, in the order of `feature_names`; a bool counts 0 or 1.

        Raises:
            RequestError: a value is missing or no finite number, or the sum is beyond every float.
        """
        terms = self._products(values)
        try:
            # Not sum(): from Python 3.12 on it rounds in another way than before.
            raw = fsum(terms) + self.intercept
        except (OverflowError, ValueError):  # a partial sum beyond every float, or inf - inf
            raw = float("inf")
        if isfinite(raw):
            return raw
        raise RequestError("The score of this row is too large for a float; check its units.")

    def terms(self, values: Sequence[float | None]) -> tuple[float, ...]:
        """What each feature adds to the raw score: its coefficient times its (scaled) value.

        Args:
            values: as for `raw_score`.

        Raises:
            RequestError: a value is missing or no finite number.

        Example:
            >>> LinearScorer(("age", "amount"), (0.5, 2.0), -1.0).terms([3, 1])
            (1.5, 2.0)
        """
        return tuple(self._products(values))

    def _products(self, values: Sequence[float | None]) -> Iterator[float]:
        row = self._read(values)
        if self.means is None or self.scales is None:
            return map(mul, self.coefficients, row)
        scaled = map(truediv, map(sub, row, self.means), self.scales)
        return map(mul, self.coefficients, scaled)

    def score(self, values: Sequence[float | None]) -> float:
        """The probability of `positive_class`, or the value that a regressor predicts.

        Args:
            values: as for `raw_score`.

        Raises:
            RequestError: as for `raw_score`.
        """
        return INVERSES[self.link](self.raw_score(values))
