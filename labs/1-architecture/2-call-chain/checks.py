import random

from labkit.asking import EntryPoint, expect
from labkit.differential import expect_agreement, pick


def describe_shape(yours, wanted):
    """What to say about something that is no pair of numbers."""
    if not isinstance(yours, tuple) or len(yours) != 2:
        return "chain returns a pair: return latency_ms, availability."
    if not all(isinstance(number, int | float) for number in yours):
        return "Both halves of the pair are numbers: milliseconds, and a share from 0 to 1."
    return ""


CHAIN = EntryPoint("chain", ("stages",), "the pair (latency_ms, availability)", describe_shape)
ALWAYS = 1.0


def one_after_another(*calls):
    """A call of chain in which each of the calls is a stage of its own."""
    return CHAIN.call([[call] for call in calls])


def side_by_side(*calls):
    """A call of chain with one stage that holds all the calls."""
    return CHAIN.call([list(calls)])


# --- The checks, from the basic mistake to the subtle one. ---


def check_empty(learner):
    """Answers (0, 1.0) for a request without calls"""
    why = (
        "A request that calls nobody takes no time, and nothing can fail: (0, 1.0). Products "
        "start at 1 as sums start at 0."
    )
    expect(learner, CHAIN.call([]), (0, 1.0), why, when_raising=why)


def check_stages_add(learner):
    """Adds the stages, which wait for one another"""

    def why(yours):
        if yours[0] == 20:
            return (
                "The second stage starts when the first has answered: 20 + 5 = 25 ms. The "
                "slowest call decides only inside a stage."
            )
        return "Two stages, one after the other: 20 + 5 = 25 ms, and nothing ever fails."

    expect(learner, one_after_another((20, ALWAYS, True), (5, ALWAYS, True)), (25, 1.0), why)


def check_parallel_is_max(learner):
    """Takes the slowest call of a stage"""

    def why(yours):
        if yours[0] == 80:
            return (
                "The calls of a stage start together. After 30 ms the second has answered, after "
                "50 ms the first: 50, not 80."
            )
        return "The stage is over when its last answer is there, and that takes 50 ms."

    expect(learner, side_by_side((50, ALWAYS, True), (30, ALWAYS, True)), (50, 1.0), why)


def check_availability_multiplies(learner):
    """Multiplies the availability of stages"""
    both = one_after_another((10, 0.99, True), (10, 0.98, True))

    def why(yours):
        if 0.98 < yours[1] < 0.99:
            return (
                "An average lets the good call make up for the bad one. Both have to work: "
                "0.99 * 0.98 = 0.9702."
            )
        if yours[1] == 0.98:
            return (
                "A chain is weaker than its weakest link: of the 98 % that the second call "
                "answers, the first has already lost some. 0.99 * 0.98 = 0.9702."
            )
        return "Both calls have to work: 0.99 * 0.98 = 0.9702."

    expect(learner, both, (20, 0.9702), why)


def check_parallel_required_also_multiplies(learner):
    """Multiplies inside a stage as well"""

    def why(yours):
        if yours[1] > 0.98:
            return (
                "1 - 0.1 * 0.1 = 0.99 holds for two replicas, where either answer will do. "
                "Here both answers are required: 0.9 * 0.9 = 0.81."
            )
        if yours[1] == 0.9:
            return (
                "Both calls of the stage are required, so one success does not help: "
                "0.9 * 0.9 = 0.81. Starting together changes the time and nothing else."
            )
        return "Both calls are required, side by side or in a row: 0.9 * 0.9 = 0.81."

    expect(learner, side_by_side((10, 0.9, True), (10, 0.9, True)), (10, 0.81), why)


def check_optional_does_not_count(learner):
    """Lets an optional call fail, but waits for it"""
    with_optional = side_by_side((20, 0.99, True), (60, 0.5, False))

    def why(yours):
        if yours[1] < 0.99:
            return (
                "An optional call may fail without failing the request: leave it out of the "
                "product, 0.99 and not 0.495."
            )
        if yours[0] == 20:
            return (
                "Optional means that we can do without the answer, not that we know beforehand "
                "that none will come. The stage waits 60 ms; a time-out is what would end it "
                "sooner."
            )
        return "The stage lasts 60 ms, and the request fails only with the required call: 0.99."

    expect(learner, with_optional, (60, 0.99), why)
    only_optional = one_after_another((30, 0.5, False))
    nothing_required = "The only call is optional: the request takes 30 ms and never fails."
    expect(learner, only_optional, (30, 1.0), nothing_required)


def check_agrees_with_the_reference(learner):
    """Agrees with the reference on 300 seeded chains"""
    rng = random.Random(12)
    expect_agreement(
        learner,
        [CHAIN.call(some_stages(rng)) for _ in range(300)],
        reference,
        named="the reference",
        leave_out={"stages": 0},
        leave_out_inside={"stages": 1},
    )


def some_stages(rng):
    return [
        [some_call(rng) for _ in range(pick(rng, (1, 1, 2, 3)))]
        for _ in range(pick(rng, (0, 1, 2, 3, 5)))
    ]


def some_call(rng):
    ms = pick(rng, (1, 2, 5, 10, 20, 50))
    return ms, pick(rng, (0.5, 0.9, 0.99, 0.999, 1.0)), pick(rng, (True, True, False))


def reference(stages):
    """Stages add up, their slowest call counts, and every required call has to work."""
    latency_ms, availability = 0, 1.0
    for stage in stages:
        latency_ms += max(ms for ms, _, _ in stage)
        for _, share, required in stage:
            availability *= share if required else 1
    return latency_ms, round(availability, 12)
