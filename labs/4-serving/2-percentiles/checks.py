import math
import random

from labkit.asking import EntryPoint, arguments_after, ask, expect, explain
from labkit.differential import expect_agreement, pick


def describe_shape(yours, wanted):
    """What to say about something that is no number."""
    if isinstance(yours, list | tuple | dict | set):
        return "percentile returns one of the values, not several of them."
    return ""


PERCENTILE = EntryPoint("percentile", ("values", "q"), "one of the values", describe_shape)
FIVE = [10, 20, 30, 40, 900]
HUNDRED = list(range(1, 101))
TWO_SLOW = [20] * 98 + [900, 950]


def hundred(q):
    return PERCENTILE.call(HUNDRED, q).written(values="list(range(1, 101))")


# --- The checks, from the basic mistake to the subtle one. ---


def check_p50(learner):
    """P50 is the middle one of the values"""

    def why_five(yours):
        if yours == 200:
            return (
                "That is the mean. Half of the values are at or below P50, and the one slow call "
                "must not move it."
            )
        if yours == 900:
            return "q goes from 0 to 100, not from 0 to 1: the rank is q percent of n, rounded up."
        return "Half of five is 2.5, and rounded up that is 3: the third value, smallest first."

    expect(learner, PERCENTILE.call(FIVE, 50), 30, why_five)

    def why_hundred(yours):
        if yours == 51:
            return (
                "Off by one: the rank of P50 among 100 values is 50. Ranks count from 1 and a list "
                "from 0, so take the index rank - 1."
            )
        if yours == 50.5:
            return (
                "Nobody measured 50.5. Nearest rank answers with one of the values: the smallest "
                "that has half of them at or below it."
            )
        return "P50 of the numbers from 1 to 100 has the rank 50: ceil(q * n / 100)."

    expect(learner, hundred(50), 50, why_hundred)


def check_p99(learner):
    """P99 rounds its rank up"""
    expect(learner, hundred(99), 99, "99 of the 100 values are at or below 99, so that is P99.")
    why = (
        "99 percent of ten values are 9.9 of them. Nine values are too few, so the rank is rounded "
        "up to 10."
    )
    expect(learner, PERCENTILE.call([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 99), 10, why)


def check_p100_is_max(learner):
    """P100 is the greatest value"""

    def why(yours):
        if yours == 20:
            return "You took the last one as it came in. Sort first, and sort a copy."
        return "All of the values are at or below P100, so it is the greatest."

    expect(learner, PERCENTILE.call([30, 900, 10, 40, 20], 100), 900, why)


def check_p0_is_min(learner):
    """P0 is the smallest value"""

    def why(yours):
        if yours == 900:
            return (
                "P0 gave the maximum: its rank is 0, its index -1, and Python counts -1 from the "
                "end. A rank is at least 1."
            )
        return "P0 is where the values begin: the smallest one."

    expect(learner, PERCENTILE.call(FIVE, 0), 10, why)


def check_tail_visible(learner):
    """Keeps the slow calls in sight"""

    def why(yours):
        if yours == 20:
            return (
                "You removed the two slow requests. They were no measuring errors but the "
                "customers who left."
            )
        if yours == 950:
            return (
                "You counted equal values once. 98 calls took 20 ms, and each of them is a request "
                "that went well."
            )
        return "98 calls take 20 ms. The 99th by rank takes 900."

    call = PERCENTILE.call(TWO_SLOW, 99).written(values="[20] * 98 + [900, 950]")
    expect(learner, call, 900, why)


def check_unsorted(learner):
    """Takes values in any order, and leaves them so"""
    mixed = [40, 900, 10, 30, 20]
    why = "Requests do not come in the order of their duration: sort them for every q."
    expect(learner, PERCENTILE.call(mixed, 60), 30, why)
    call = PERCENTILE.call(mixed, 60)
    left = arguments_after(learner, call)["values"]
    why = (
        "Your function has sorted the caller's own list, and with it the order in time is gone. "
        "Sort a copy."
    )
    assert left == mixed, explain(why, call, f"values is now {left}", f"values is {mixed}")


def check_single(learner):
    """Answers for a single value"""
    why = "One value is at once the smallest, the middle and the greatest."
    for q in (0, 50, 99, 100):
        expect(learner, PERCENTILE.call([70], q), 70, why, when_raising=why)


def check_empty_raises(learner):
    """Raises ValueError without values"""
    call = PERCENTILE.call([], 99)
    answer = ask(learner, call)
    if answer.error is None:
        why = "No data is not 0 ms: on a chart it would be the best minute of the day."
    else:
        why = "Say what is wrong in words the caller can catch, instead of tripping over an index."
    raised = isinstance(answer.error, ValueError)
    assert raised, explain(f"{why} Raise ValueError.", call, str(answer), "raised ValueError")


def check_agrees_with_the_definition(learner):
    """Agrees with the definition on 300 seeded cases"""
    rng = random.Random(42)
    expect_agreement(
        learner,
        [recorded_calls(rng) for _ in range(300)],
        by_definition,
        named="the definition",
        leave_out={"values": 1},
    )


def recorded_calls(rng):
    """Few values or many, with many equal ones, in any order."""
    while True:
        values = [pick(rng, (*range(1, 7), 900)) for _ in range(pick(rng, range(1, 25)))]
        q = pick(rng, (0, 1, 5, 10, 25, 33, 50, 66, 75, 90, 95, 99, 100))
        if rank_is_beyond_rounding(len(values), q):
            return PERCENTILE.call(values, q)


def rank_is_beyond_rounding(n, q):
    """Whether q / 100 * n, too, rounds up as it should; 7 / 100 * 100 is a bit more than 7."""
    # The lab is about ranks. Which order of multiplying is exact is not asked here.
    exact = -(-q * n // 100)
    return all(math.ceil(share) == exact for share in (q / 100 * n, n / 100 * q, q * 0.01 * n))


def by_definition(values, q):
    """The smallest value at or below which at least q percent lie, found by counting."""
    enough = [
        value for value in values if 100 * sum(each <= value for each in values) >= q * len(values)
    ]
    return min(enough)
