import random

from labkit.asking import EntryPoint, ask, expect
from labkit.differential import expect_agreement, pick
from mlplat_core import MicroBatcher, MicroBatching


def is_number(each):
    return isinstance(each, int | float) and not isinstance(each, bool)


def is_batch(each):
    return (
        isinstance(each, tuple)
        and len(each) == 2
        and is_number(each[0])
        and isinstance(each[1], list)
        and all(map(is_number, each[1]))
    )


def describe_shape(yours, wanted):
    """What to say about something that is not a list of batches."""
    if not isinstance(yours, list):
        return "batches returns a list, also of one batch or of none."
    if not all(map(is_batch, yours)):
        return (
            "Each batch is a tuple of its flush time, a number, and the list of its arrival "
            "times, such as (10, [0, 4])."
        )
    return ""


PARAMETERS = ("arrivals", "max_batch", "max_wait")
BATCHES = EntryPoint("batches", PARAMETERS, "the list of batches", describe_shape)


def batches(arrivals, max_batch=100, max_wait=1000):
    return BATCHES.call(arrivals, max_batch=max_batch, max_wait=max_wait)


def expect_groups(learner, call, wanted, why):
    """The right items together, whenever they leave; the message shows the whole answer."""
    answer = ask(learner, call)
    if answer.error is not None:
        raise answer.error
    together = None
    if isinstance(answer.value, list) and all(map(is_batch, answer.value)):
        together = [items for _moment, items in answer.value]
    if together != [items for _moment, items in wanted]:
        expect(learner, call, wanted, why)


# --- The checks, from the basic mistake to the subtle one. ---


def check_empty(learner):
    """Makes no batch of nothing"""
    why = "Nobody arrived, so no batch leaves: []."
    expect(learner, batches([]), [], why, when_raising=why)


def check_batch_of_one(learner):
    """Sends a batch of one at once"""

    def why(yours):
        if any(not items for _moment, items in yours):
            return (
                "Your batches are empty. They all hold the same list, and what empties it for the "
                "next batch empties those that have left, too: begin a new one with waiting = []."
            )
        return (
            "With max_batch = 1 everyone leaves on arrival. Count after adding, and with ==: the "
            "one who makes the batch full belongs to it."
        )

    expect(learner, batches([5, 9], max_batch=1), [(5, [5]), (9, [9])], why)


def check_flush_on_size(learner):
    """Sends a batch as soon as it is full"""

    def why(yours):
        if [items for _moment, items in yours] == [[0, 1], [2, 3]]:
            return "The right ones are together. They leave when the second is there, at 1 and 3."
        return "At 1 there were two, and max_batch is 2: that batch is full and leaves, at 1."

    expect(learner, batches([0, 1, 2, 3], max_batch=2), [(1, [0, 1]), (3, [2, 3])], why)


def check_last_partial_batch_not_lost(learner):
    """Does not forget who still waits at the end"""
    why = "The request of 2 never comes out. After the last arrival somebody may still be waiting."
    wanted = [(1, [0, 1]), (12, [2])]
    expect_groups(learner, batches([0, 1, 2], max_batch=2, max_wait=10), wanted, why)


def check_flush_on_time(learner):
    """Does not wait for a full batch for ever"""

    def why(yours):
        everyone = [each for _moment, items in yours for each in items]
        if sorted(everyone) != [0, 1, 50]:
            return (
                "Somebody got lost or was counted twice. When the timer has ended, the old batch "
                "leaves, and the one who arrives now is the first of the next."
            )
        return (
            "You put 50 with 0 and 1, so 0 waited for 50 ms, and max_wait is 10. A batch that is "
            "not full leaves when its time has come."
        )

    wanted = [(10, [0, 1]), (60, [50])]
    expect_groups(learner, batches([0, 1, 50], max_wait=10), wanted, why)


def check_timer_starts_at_first_item(learner):
    """Starts the timer with the first item of a batch"""

    def why(yours):
        if len(yours) == 1:
            return (
                "Every arrival wound your timer up again, so in steady traffic nobody would ever "
                "leave. It runs from the first of the batch: 4 + 10 = 14."
            )
        return (
            "A batch begins with its first member, and so does its timer: the first one from 4 to "
            "14, the second one from 19."
        )

    wanted = [(14, [4, 11, 13]), (29, [19])]
    expect_groups(learner, batches([4, 11, 13, 19], max_wait=10), wanted, why)
    wanted = [(1, [0, 1]), (15, [8, 15])]
    expect_groups(
        learner,
        batches([0, 1, 8, 15], max_batch=2, max_wait=10),
        wanted,
        "The batch that left at 1 takes its timer along. The next one began at 8, so there is "
        "room and time for 15.",
    )


def check_nobody_waits_longer_than_max_wait(learner):
    """Lets nobody wait longer than max_wait"""

    def why(yours):
        if yours[0][0] > 10:
            return (
                "You sent 0 when 12 arrived, two milliseconds too late. The timer does not wait "
                "for an arrival to be noticed: first arrival + max_wait."
            )
        return (
            "Nobody tells a batcher that no one else will come. It learns so from the timer, so "
            "the last batch leaves when its first member has waited max_wait."
        )

    expect(learner, batches([0, 12], max_wait=10), [(10, [0]), (22, [12])], why)
    expect(learner, batches([0, 12, 13], max_wait=10), [(10, [0]), (22, [12, 13])], why)


def check_agrees_with_the_platform(learner):
    """Agrees with the platform on 300 seeded cases"""
    rng = random.Random(41)
    expect_agreement(
        learner,
        [some_traffic(rng) for _ in range(300)],
        platform_batches,
        named="the platform",
        leave_out={"arrivals": 0},
    )


def some_traffic(rng):
    """Bursts, gaps and several at once; whole arrivals and odd halves, so that no two tie."""
    now, arrivals = 0, []
    for _ in range(pick(rng, range(11))):
        now += pick(rng, (0, 0, 1, 1, 2, 3, 5, 9))
        arrivals.append(now)
    return batches(arrivals, pick(rng, (1, 2, 3, 4, 8)), pick(rng, (0.5, 1.5, 2.5, 4.5, 9.5)))


def platform_batches(arrivals, max_batch, max_wait):
    """What mlplat_core's own batcher makes of it, with a second for each millisecond."""
    batcher = MicroBatcher(MicroBatching(max_batch_size=max_batch, max_wait_ms=max_wait * 1000))
    made = [batch for each in arrivals for batch in batcher.add(each, each)]
    made += batcher.due(float("inf"))
    return [(batch.flushed_at, list(batch.items)) for batch in made]
