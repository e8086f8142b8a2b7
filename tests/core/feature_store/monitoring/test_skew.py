"""How served rows are compared with recomputed ones, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from math import nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core import RequestError
from mlplat_core.feature_store.monitoring.comparison import Tolerance, judge
from mlplat_core.feature_store.monitoring.skew import skew_report
from mlplat_core.feature_store.monitoring.skew_report import FeatureSkew, SkewExample

Rows = list[dict[str, Any]]


def vectors(**columns: list[Any]) -> Rows:
    """One dict per row, from whole columns."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_the_three_bugs_of_the_lesson_are_told_apart() -> None:
    """An amount in cents, an hour in another time zone, and a default 0 where there is no value."""
    truth = vectors(amount=[129.9, 3.5, 0.0], hour=[10, 23, 0], age=[nan, 41, nan], same=[1, 2, 3])
    served = vectors(amount=[12990, 350, 0], hour=[11, 0, 1], age=[0, 41, 0], same=[1, 2, 3])

    report = skew_report(served, truth, tolerance=0.01)

    assert report.shares == {"amount": 2 / 3, "hour": 1.0, "age": 2 / 3, "same": 0.0}
    assert (report.features["amount"].mismatched, report.features["age"].extra) == (2, 2)


def test_each_outcome_is_counted() -> None:
    """Together they are all that was compared, and the share takes in the three that differ."""
    served = [{"a": 1}, {"a": 2}, {"a": None}, {}, {"a": 5}, {}, {"a": nan}, {"a": 8}]
    truth = [{"a": 1}, {"a": 3}, {"a": 3}, {"a": 4}, {"a": None}, {}, {"a": None}, {"a": 8}]

    skew = skew_report(served, truth).features["a"]

    assert (skew.compared, skew.equal, skew.mismatched, skew.missing, skew.extra) == (8, 4, 1, 2, 1)
    assert (skew.mismatch_rate, skew.missing_rate, skew.extra_rate) == (0.125, 0.25, 0.125)
    assert skew.share_of_mismatches == 0.5


def test_the_total_takes_all_features_together() -> None:
    """Every value counts once."""
    served = vectors(a=[1, None, 3, 4], b=["x", "y", None, 4.0])
    truth = vectors(a=[1, 2, None, 5], b=["x", "Y", "z", "4"])

    report = skew_report(served, truth)

    assert report.total == FeatureSkew(compared=8, mismatched=3, missing=2, extra=1)
    assert report.total.share_of_mismatches == 0.75


def test_the_worst_examples_come_first() -> None:
    """What no tolerance could measure, then the widest gaps, then earlier rows; missing, extra."""
    served = vectors(a=[1, 50, None, 9, "9", 1], b=[None, 7, None, 7, 1, 1])
    truth = vectors(a=[2, 1, 3, None, 9, 2], b=[7, None, 7, None, 1, 2])

    report = skew_report(served, truth)

    assert report.features["a"].examples == (
        SkewExample(4, "mismatched", "9", 9),
        SkewExample(1, "mismatched", 50, 1),
        SkewExample(0, "mismatched", 1, 2),
    )
    assert report.features["b"].examples == (
        SkewExample(5, "mismatched", 1, 2),
        SkewExample(0, "missing", None, 7),
        SkewExample(2, "missing", None, 7),
    )


def test_columns_are_compared_in_the_order_asked() -> None:
    """Only these, each once, also such as no row has."""
    report = skew_report([{"a": 1, "b": 2}], [{"a": 1, "b": 3}], features=["b", "c", "b"])

    assert list(report.features) == ["b", "c"]
    assert report.shares == {"b": 1.0, "c": 0.0}


def test_unasked_all_columns_of_either_side_are_compared() -> None:
    """What only one side knows is missing or extra in every row."""
    report = skew_report([{"a": 1, "c": 3}, {"a": 1}], [{"a": 1}, {"a": 1, "b": 2}])

    assert list(report.features) == ["a", "b", "c"]
    assert (report.features["b"].missing, report.features["c"].extra) == (1, 1)


def test_nothing_served_is_no_skew() -> None:
    """Rates of nothing are 0, and there is no example."""
    report = skew_report([], [], features=["a"])

    assert (report.rows, report.shares) == (0, {"a": 0.0})
    assert report.total.mismatch_rate == report.total.missing_rate == report.total.extra_rate == 0.0
    assert report.features["a"].examples == ()


def test_rows_are_compared_pairwise_or_not_at_all() -> None:
    """A row that was lost would shift all others onto a wrong partner."""
    with pytest.raises(RequestError, match="There are 2 served and 1 recomputed rows"):
        skew_report([{}, {}], [{}])


def test_a_bare_number_is_an_absolute_tolerance() -> None:
    """And the report says which tolerance it was made with."""
    report = skew_report([{"a": 10.0}], [{"a": 10.5}], 0.5)

    assert (report.shares, report.tolerance) == ({"a": 0.0}, Tolerance(absolute=0.5))
    with pytest.raises(RequestError, match="The absolute tolerance is 'much'"):
        skew_report([], [], "much")  # type: ignore[arg-type]


def test_the_report_reads_as_a_table() -> None:
    """Totals first, then one line per feature, with its worst value where there is one."""
    report = skew_report(
        vectors(amount=[4150, 7], hour=[1, 2]), vectors(amount=[41.5, 7], hour=[1, 2])
    )

    assert str(report).splitlines() == [
        "1 of 4 values differ in 2 rows",
        "  amount: 1 of 2 differ (1 mismatched, 0 missing, 0 extra); "
        "row 0: served 4150, offline 41.5",
        "  hour: 0 of 2 differ (0 mismatched, 0 missing, 0 extra)",
    ]


def test_a_report_cannot_be_changed() -> None:
    """Neither by attribute, nor by item, nor through the dict that it was made from."""
    report = skew_report([{"a": 1}], [{"a": 1}])

    with pytest.raises(FrozenInstanceError):
        report.rows = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        report.features["a"] = FeatureSkew(0, 0, 0, 0)  # type: ignore[index]
    assert hash(report) == hash(skew_report([{"a": 1}], [{"a": 1}]))


def test_the_rows_of_the_caller_stay_as_they_were() -> None:
    """A report only looks."""
    served, truth = [{"a": 1}], [{"a": 2}]

    skew_report(served, truth)

    assert (served, truth) == ([{"a": 1}], [{"a": 2}])


VALUES = st.none() | st.integers(-3, 3) | st.floats(-3, 3) | st.sampled_from([nan, "x", "y", True])
SIDES = st.lists(st.tuples(VALUES, VALUES, st.booleans()), max_size=20)


def share_by_hand(pairs: list[tuple[Any, Any, bool]], tolerance: float) -> float:
    """The share of mismatches, the plainest way: what lab 2.5 asks for."""

    def null(value: Any) -> bool:
        return value is None or value != value

    def number(value: Any) -> bool:
        return isinstance(value, (int, float)) and not isinstance(value, bool)

    wrong = 0
    for served, truth, dropped in pairs:
        one = None if dropped else served
        if null(one) or null(truth):
            wrong += null(one) != null(truth)
        elif number(one) and number(truth):
            wrong += abs(one - truth) > tolerance
        else:
            wrong += type(one) is not type(truth) or one != truth
    return wrong / len(pairs) if pairs else 0.0


@given(SIDES, st.sampled_from([0, 0.5, 2]))
def test_the_share_is_the_one_counted_by_hand(
    pairs: list[tuple[Any, Any, bool]], tolerance: float
) -> None:
    """Whatever is null, of another kind, or missing as a column."""
    served: list[Mapping[str, Any]] = [{} if gone else {"a": one} for one, _, gone in pairs]
    truth = [{"a": other} for _, other, _ in pairs]

    report = skew_report(served, truth, tolerance, features=["a"])

    assert report.shares == {"a": share_by_hand(pairs, tolerance)}


@given(SIDES)
def test_a_wider_tolerance_never_finds_more(pairs: list[tuple[Any, Any, bool]]) -> None:
    """And only ever turns mismatches into agreement."""
    served = [{"a": one} for one, _, _ in pairs]
    truth = [{"a": other} for _, other, _ in pairs]

    strict, loose = (skew_report(served, truth, limit, features=["a"]).total for limit in (0, 1))

    assert loose.mismatched <= strict.mismatched
    assert (loose.missing, loose.extra) == (strict.missing, strict.extra)
    for found in skew_report(served, truth, features=["a"]).features["a"].examples:
        assert judge(served[found.row]["a"], truth[found.row]["a"], Tolerance()) == found.outcome
