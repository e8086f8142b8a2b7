"""What a model takes as a value, what it makes of it, and how it refuses the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from fitted_models import Count, unequal
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core.errors import RequestError
from mlplat_core.models import GradientBoostingScorer, LinearScorer, Scorer, Split, Tree
from mlplat_core.models.rows import row_reader

NAMES = ("age", "is_new")
LINEAR = LinearScorer(NAMES, (1.0, 10.0), 100.0)
SINGLE = GradientBoostingScorer(NAMES, (Tree((Split(1, 0.5, 1, 2), -1.0, 1.0)),))
NULLABLE = GradientBoostingScorer(
    NAMES, (Tree((Split(1, 0.5, 1, 2, 2), -1.0, 1.0)),), dtype="float64", accepts_null=True
)
ALL = [LINEAR, SINGLE, NULLABLE]
TRICKY = [0.0, -0.0, 5e-324, 1.4e-45, 7e-46, 2.0**-149 * 1.5, 16777217.0, 0.1, 3.4028235e38]


@pytest.mark.parametrize("scorer", ALL)
@pytest.mark.parametrize("value", [1, 1.0, True, np.float64(1), np.int64(1), np.True_, Decimal(1)])
def test_numbers_of_every_type_are_one_number(scorer: Scorer, value: Any) -> None:
    """A bool feature of a store counts 0 or 1, a whole number as itself."""
    expected = scorer.raw_score([1.0, 1.0])

    assert scorer.raw_score([value, value]) == expected
    assert scorer.raw_score((value, value)) == expected
    assert scorer.raw_score(np.array([1.0, 1.0])) == expected


@pytest.mark.parametrize("scorer", ALL)
@pytest.mark.parametrize(
    "value", ["7", "", b"7", [1.0], {}, 1j, datetime(2026, 11, 23, tzinfo=UTC), object(), 10**400]
)
def test_what_is_no_number_is_refused(scorer: Scorer, value: Any) -> None:
    """By a RequestError that names the feature; never by accident, never taken for a number."""
    with pytest.raises(RequestError, match="'is_new'") as error:
        scorer.raw_score([1.0, value])

    assert error.value.column == "is_new"
    assert error.value.row is None


@pytest.mark.parametrize("scorer", [LINEAR, SINGLE])
@pytest.mark.parametrize("value", [None, nan, inf, -inf])
def test_nulls_and_infinities_are_refused(scorer: Scorer, value: Any) -> None:
    """By a model that was not trained on nulls; the message names the feature."""
    assert not scorer.accepts_null

    with pytest.raises(RequestError, match="'age'") as error:
        scorer.score([value, 1.0])

    assert error.value.column == "age"


def test_null_and_nan_are_the_same() -> None:
    """Where nulls are accepted they go their own way, and infinities the way of large numbers."""
    answers = [NULLABLE.raw_score([0.0, value]) for value in (None, nan, 0.0, inf, -inf)]

    assert NULLABLE.accepts_null
    assert answers == [1.0, 1.0, -1.0, 1.0, -1.0]


@pytest.mark.parametrize("scorer", ALL)
@pytest.mark.parametrize("values", [[], [1.0], [1.0, 2.0, 3.0], "ab c", {}])
def test_too_few_or_too_many_values_are_refused(scorer: Scorer, values: Any) -> None:
    """The message says which features the model reads, and how many values it got."""
    with pytest.raises(RequestError, match="reads 2 values, age, is_new; it got") as error:
        scorer.raw_score(values)

    assert error.value.column is None


@pytest.mark.parametrize("scorer", ALL)
@pytest.mark.parametrize("values", [None, 7])
def test_what_is_no_row_is_refused(scorer: Scorer, values: Any) -> None:
    """Rather than with a TypeError."""
    with pytest.raises(RequestError, match="reads 2 values"):
        scorer.raw_score(values)


def test_a_value_that_changes_its_mind_is_refused() -> None:
    """An object that is a number only when asked again gets a RequestError as well."""

    class Fickle:
        asked = 0

        def __float__(self) -> float:
            self.asked += 1
            if self.asked == 1:
                raise TypeError
            return 1.0

    with pytest.raises(RequestError, match="plain numbers"):
        LINEAR.raw_score([1.0, Fickle()])  # type: ignore[list-item]


@given(
    st.lists(
        st.floats(-3.4e38, 3.4e38) | st.sampled_from(TRICKY) | st.integers(-(2**100), 2**100),
        min_size=1,
        max_size=20,
    )
)
def test_singles_are_rounded_as_numpy_rounds(values: list[float]) -> None:
    """Halves to even, subnormals, zeros of both signs: every bit is that of numpy's cast."""
    names = tuple(f"f{number}" for number in range(len(values)))
    floats = np.array(values, dtype=np.float64)

    row = row_reader(names, "float32", accepts_null=False)(values)

    assert unequal(row, floats.astype(np.float32)) == []


def test_rounding_of_singles_is_counted(record_property: Count) -> None:
    """A row of tricky values, halfway between two singles and beside, equals numpy's cast."""
    rng = np.random.default_rng(0)
    exact = rng.normal(size=2000).astype(np.float32) * np.float32(10) ** rng.integers(-44, 38, 2000)
    exact = exact.astype(np.float32)
    halfway = (exact.astype(np.float64) + np.nextafter(exact, np.float32(np.inf))) / 2
    values = np.concatenate([halfway, np.nextafter(halfway, 0), np.nextafter(halfway, np.inf)])
    names = tuple(f"f{number}" for number in range(len(values)))

    row = row_reader(names, "float32", accepts_null=False)(values.tolist())

    assert unequal(row, values.astype(np.float32)) == []
    record_property("oracle cases", f"numpy casts to float32: {len(values)}")
