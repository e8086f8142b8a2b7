import random

from labkit.asking import EntryPoint
from labkit.differential import expect_agreement, pick

TOTAL = EntryPoint("total", ("values",), returns="the sum")


def check_adds_up(learner):
    """Adds the values up"""
    # labkit.asking.expect says this in one line, and finds words for odd answers.
    got = learner.total([1, 2, 3])
    assert got == 6, (
        f"The sum of 1, 2 and 3 is 6.\ncall: total([1, 2, 3])\nyours: {got!r}\nwanted: 6"
    )


def check_agrees_with_python(learner):
    """Agrees with Python's own sum on many lists"""
    rng = random.Random(1)
    expect_agreement(
        learner,
        [TOTAL.call([pick(rng, range(-9, 10)) for _ in range(size)]) for size in range(20)],
        sum,
        named="Python's sum",
        leave_out={"values": 0},
    )
