import random


def check_adds_up(learner):
    """Adds the values up"""
    got = learner.total([1, 2, 3])
    assert got == 6, (
        f"The sum of 1, 2 and 3 is 6.\ncall: total([1, 2, 3])\nyours: {got!r}\nwanted: 6"
    )


def check_agrees_with_python(learner):
    """Agrees with Python's own sum on many lists"""
    rng = random.Random(1)
    for size in range(20):
        values = [rng.randrange(-9, 10) for _ in range(size)]
        got = learner.total(list(values))
        assert got == sum(values), (
            "Here your answer differs from Python's sum.\n"
            f"call: total({values})\nyours: {got!r}\nwanted: {sum(values)}"
        )
