"""When a breaker opens, when it lets a probe through, and when it closes."""

from __future__ import annotations

import pytest
from fraud_service import Time
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core.errors import DefinitionError
from mlplat_core.serving import Breaker, BreakerPolicy


def breaker_at(time: Time, failures: int = 3, open_s: float = 10) -> Breaker:
    """A closed breaker."""
    return Breaker(BreakerPolicy(failures, open_s), time)


def fail(breaker: Breaker, times: int) -> None:
    """Let so many admitted calls fail."""
    for _ in range(times):
        assert breaker.admit()
        breaker.failed()


def test_it_opens_after_so_many_failures_in_a_row() -> None:
    """Two failures are bad luck, three are a pattern."""
    breaker = breaker_at(Time())

    fail(breaker, 2)
    assert (breaker.state, breaker.retry_after_s) == ("closed", 0.0)

    fail(breaker, 1)
    assert (breaker.state, breaker.admit(), breaker.retry_after_s) == ("open", False, 10.0)


def test_a_success_resets_the_count() -> None:
    """Two failures, a success, two failures: still closed."""
    breaker = breaker_at(Time())

    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 2)

    assert breaker.state == "closed"


def test_one_probe_decides_when_the_time_is_over() -> None:
    """Not a millisecond earlier, and not two at once."""
    time = Time()
    breaker = breaker_at(time)
    fail(breaker, 3)

    time.pass_ms(9_999)
    assert not breaker.admit()
    time.pass_ms(1)
    assert breaker.state == "half_open"
    assert (breaker.admit(), breaker.admit()) == (True, False)
    breaker.succeeded()

    assert (breaker.state, breaker.admit()) == ("closed", True)


def test_a_failed_probe_opens_it_anew() -> None:
    """One failure is enough then, and the time starts over."""
    time = Time()
    breaker = breaker_at(time)
    fail(breaker, 3)
    time.pass_ms(10_000)
    fail(breaker, 1)

    assert breaker.state == "open"
    time.pass_ms(9_999)
    assert not breaker.admit()
    time.pass_ms(1)
    assert breaker.admit()


def test_an_abandoned_probe_makes_room_for_another() -> None:
    """A request that was the caller's fault says nothing about the part."""
    time = Time()
    breaker = breaker_at(time)
    fail(breaker, 3)
    time.pass_ms(10_000)

    assert breaker.admit()
    breaker.abandoned()

    assert breaker.state == "half_open"
    assert breaker.admit()


def test_a_probe_that_is_never_heard_of_again_does_not_block_for_ever() -> None:
    """A process may be interrupted in the middle of it."""
    time = Time()
    breaker = breaker_at(time)
    fail(breaker, 3)
    time.pass_ms(10_000)
    assert breaker.admit()

    time.pass_ms(9_999)
    assert not breaker.admit()
    time.pass_ms(1)
    assert breaker.admit()


@pytest.mark.parametrize(("failures", "open_s"), [(0, 1), (1, 0), (-1, 5), (3, float("nan"))])
def test_a_policy_that_means_nothing_is_refused(failures: int, open_s: float) -> None:
    """A breaker that opens at once or for no time is a mistake."""
    with pytest.raises(DefinitionError, match="more than 0"):
        BreakerPolicy(failures, open_s)


@given(st.lists(st.sampled_from(["fail", "succeed", "wait", "abandon"])), st.integers(1, 4))
def test_it_is_open_exactly_after_enough_failures_in_a_row(steps: list[str], failures: int) -> None:
    """Against a model that only counts: admitted calls are never refused without a reason."""
    time = Time()
    breaker = breaker_at(time, failures)
    in_a_row, opened_at = 0, None

    for step in steps:
        if step == "wait":
            time.pass_ms(4_000)
            continue
        may_pass = opened_at is None or time.now - opened_at >= 10 - 1e-9
        assert breaker.admit() == may_pass
        if not may_pass:
            continue
        if step == "fail":
            breaker.failed()
            in_a_row += 1
            opened_at = time.now if in_a_row >= failures else None
        elif step == "succeed":
            breaker.succeeded()
            in_a_row, opened_at = 0, None
        else:
            breaker.abandoned()
