"""Are medians, ratios and rounds what they say, and does a failing side leave the others alone?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.series import Series, amount, line, multiple, ratio, sentence, take_turns


def series(*values: float, problem: str = "") -> Series:
    """Milliseconds of ours."""
    return Series("a start", "ours", "ms", values, problem)


@pytest.mark.parametrize(
    ("values", "median"),
    [((7,), 7), ((9, 1, 5), 5), ((9, 1, 5, 2), 3.5)],
    ids=["one", "the middle one", "between two"],
)
def test_median_is_the_middle_of_the_sorted(values: tuple[float, ...], median: float) -> None:
    """An even number of values has two in the middle; theirs is the mean."""
    assert series(*values).median == median


def test_ratio_divides_our_median_by_theirs() -> None:
    """Not the other way round, and not the means."""
    assert ratio(series(1, 2, 90), series(4, 8, 9)) == 0.25


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (752.6, "ms", "753 ms"),
        (1500, "ms", "1.5 s"),
        (12_345, "ms", "12.3 s"),
        (264_123, "bytes", "264 KB"),
        (6_432_100, "bytes", "6.43 MB"),
    ],
)
def test_amounts_are_told_in_the_unit_of_their_size(value: float, unit: str, said: str) -> None:
    """To three digits."""
    assert amount(value, unit) == said


def test_multiples_are_told_to_the_hundredth() -> None:
    """With the sign of a multiplication."""
    assert multiple(0.4561) == "0.46 \N{MULTIPLICATION SIGN}"


def test_sides_take_turns_and_another_begins_each_round() -> None:
    """So no side always comes first, when the machine is still cold."""
    asked: list[str] = []

    def measure(side: str) -> Iterator[tuple[str, float]]:
        asked.append(side)
        yield "a start", float(len(asked))

    found = take_turns(["a start"], ["a", "b", "c"], 2, measure, lambda _: None)

    assert asked == ["a", "b", "c", "b", "c", "a"]
    assert found == [
        Series("a start", "a", "ms", (1, 6)),
        Series("a start", "b", "ms", (2, 4)),
        Series("a start", "c", "ms", (3, 5)),
    ]


def test_a_side_that_fails_is_told_and_the_others_go_on() -> None:
    """It keeps what was measured before, is not asked again, and says why there is no more."""
    asked: list[str] = []

    def measure(side: str) -> Iterator[tuple[str, float]]:
        asked.append(side)
        yield "first", 1
        if side == "b":
            raise RuntimeError("no snapshot\nand a long story")
        yield "second", 2

    told: list[str] = []

    found = take_turns(["first", "second"], ["a", "b"], 3, measure, told.append)

    assert asked == ["a", "b", "a", "a"]
    assert found == [
        Series("first", "a", "ms", (1, 1, 1)),
        Series("first", "b", "ms", (1,), "RuntimeError: no snapshot"),
        Series("second", "a", "ms", (2, 2, 2)),
        Series("second", "b", "ms", (), "RuntimeError: no snapshot"),
    ]
    assert [text for text in told if "failed" in text] == [
        "1/3  b failed: RuntimeError: no snapshot"
    ]


def test_an_error_without_words_is_told_by_its_class() -> None:
    """A sentence never is empty."""
    assert sentence(TimeoutError()) == "TimeoutError"


def test_a_line_for_the_terminal_says_spread_number_and_problem() -> None:
    """And that nothing was measured, if nothing was."""
    told = [
        line(series(100, 300, 200)),
        line(series(100, problem="late")),
        line(series(problem="late")),
    ]

    assert [text.split(maxsplit=3)[-1] for text in told] == [
        "200 ms  (100 ms to 300 ms, n = 3)",
        "100 ms  (100 ms to 100 ms, n = 1; then: late)",
        "not measured: late",
    ]
