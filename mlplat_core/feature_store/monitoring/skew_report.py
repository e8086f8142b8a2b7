"""How is the skew between serving and training told: in counts, in shares, in examples?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from mlplat_core.feature_store.monitoring.comparison import Tolerance


@dataclass(frozen=True, slots=True)
class SkewExample:
    """One value that was served and should have been another.

    Attributes:
        row: position of the served row, from 0.
        outcome: "mismatched", "missing" or "extra", as in `FeatureSkew`.
        served: what was served; None if the row has no such column.
        offline: what the offline store has for the same moment.

    Example:
        >>> SkewExample(row=7, outcome="mismatched", served=4150, offline=41.5).served
        4150
    """

    row: int
    outcome: Literal["mismatched", "missing", "extra"]
    served: object
    offline: object


@dataclass(frozen=True, slots=True)
class FeatureSkew:
    """How often the served values of one feature, or of all, were not those of training.

    Attributes:
        compared: how many values were compared.
        mismatched: both sides have a value, and they differ by more than the tolerance.
        missing: the offline store has a value and none was served.
        extra: a value was served, such as a default, and the offline store has none.
        examples: the worst few: the widest mismatches first, then what is missing, then what is
            extra; earlier rows first among equals.

    Example:
        >>> skew = FeatureSkew(compared=8, mismatched=1, missing=0, extra=1)
        >>> skew.equal, skew.share_of_mismatches, skew.extra_rate
        (6, 0.25, 0.125)

    Source:
        Mismatch, missing and extra are the metrics of Chronon's consistency job:
        https://github.com/airbnb/chronon,
        `docs/source/test_deploy_serve/Online_Offline_Consistency.md`.
    """

    compared: int
    mismatched: int
    missing: int
    extra: int
    examples: tuple[SkewExample, ...] = ()

    @property
    def equal(self) -> int:
        """How many values agree; two nulls do."""
        return self.compared - self.mismatched - self.missing - self.extra

    @property
    def share_of_mismatches(self) -> float:
        """The share of values, 0 to 1, that do not agree in any of the three ways."""
        return self._rate(self.compared - self.equal)

    @property
    def mismatch_rate(self) -> float:
        """The share of values, 0 to 1, that differ; 0 if none was compared, as for all rates."""
        return self._rate(self.mismatched)

    @property
    def missing_rate(self) -> float:
        """The share of values, 0 to 1, that were not served."""
        return self._rate(self.missing)

    @property
    def extra_rate(self) -> float:
        """The share of values, 0 to 1, that were served out of nothing."""
        return self._rate(self.extra)

    def _rate(self, count: int) -> float:
        return count / self.compared if self.compared else 0.0


@dataclass(frozen=True, slots=True)
class SkewReport:
    """What was served, compared with what training would see.

    Attributes:
        rows: how many served rows were compared.
        features: the result per feature, by the name of its column, in the order asked.
        tolerance: which differences between numbers counted as none.

    Example:
        >>> from mlplat_core.feature_store.monitoring.skew import skew_report
        >>> report = skew_report([{"amount": 4150}, {"amount": 7}], [{"amount": 41.5}, {}])
        >>> report.shares, report.features["amount"].extra
        ({'amount': 1.0}, 1)
        >>> print(report)
        2 of 2 values differ in 2 rows
          amount: 2 of 2 differ (1 mismatched, 0 missing, 1 extra); row 0: served 4150, offline 41.5
    """

    rows: int
    features: Mapping[str, FeatureSkew] = field(hash=False)
    tolerance: Tolerance = field(default_factory=Tolerance)

    def __post_init__(self) -> None:
        object.__setattr__(self, "features", MappingProxyType(dict(self.features)))

    @property
    def shares(self) -> dict[str, float]:
        """The share of mismatches per feature, 0 to 1: the report in one line."""
        return {name: skew.share_of_mismatches for name, skew in self.features.items()}

    @property
    def total(self) -> FeatureSkew:
        """All features taken together, without examples."""
        each = self.features.values()
        return FeatureSkew(
            compared=sum(skew.compared for skew in each),
            mismatched=sum(skew.mismatched for skew in each),
            missing=sum(skew.missing for skew in each),
            extra=sum(skew.extra for skew in each),
        )

    def __str__(self) -> str:
        total = self.total
        first = f"{total.compared - total.equal} of {total.compared} values differ"
        lines = [f"{first} in {self.rows} rows"]
        lines += [_line(name, skew) for name, skew in self.features.items()]
        return "\n".join(lines)


def _line(name: str, skew: FeatureSkew) -> str:
    counts = f"{skew.mismatched} mismatched, {skew.missing} missing, {skew.extra} extra"
    line = f"  {name}: {skew.compared - skew.equal} of {skew.compared} differ ({counts})"
    for worst in skew.examples[:1]:
        line += f"; row {worst.row}: served {worst.served!r}, offline {worst.offline!r}"
    return line
