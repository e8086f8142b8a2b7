"""If every stage keeps its P99, how often does a request take longer than all of them together?"""

import random
from functools import lru_cache

REQUESTS = 1000
SLOW_EACH = REQUESTS // 100  # a stage is over its P99 in so many of them
SEED = 99
WORLDS = ("each on its own", "all in the same requests", "never two in one request")


def over_the_sum(figures, factor):
    """For each world: the number of requests over the sum of the P99s, and their P99.

    Args:
        figures: The P99 of each stage, in milliseconds.
        factor: How many times as long a slow stage takes.
    """
    usual = usual_shares(len(figures))
    totals = [
        sum(figure * share for figure, share in zip(figures, shares, strict=True))
        for shares in usual
    ]
    limit = sum(figures)
    found = []
    for world in WORLDS:
        times = totals.copy()
        for stage, slow in enumerate(slow_requests(world, len(figures))):
            for request in slow:
                times[request] += figures[stage] * (factor - usual[request][stage])
        # Nearest rank: the 990th of 1,000.
        p99 = sorted(times)[REQUESTS - SLOW_EACH - 1]
        found.append((sum(time > limit for time in times), p99))
    return found


@lru_cache(maxsize=4)
def usual_shares(stages):
    """What each stage takes of its P99 in each request when it is not slow: 70 to 100 %."""
    draw = random.Random(SEED).random
    return [[0.7 + 0.3 * draw() for _ in range(stages)] for _ in range(REQUESTS)]


@lru_cache(maxsize=12)
def slow_requests(world, stages):
    """For each stage the requests in which it is slow: exactly one in a hundred."""
    draw = random.Random(SEED + 1).random
    shuffled = sorted(range(REQUESTS), key=lambda _: draw())
    if world == WORLDS[1]:
        return [shuffled[:SLOW_EACH]] * stages
    if world == WORLDS[2]:
        return [shuffled[stage * SLOW_EACH :][:SLOW_EACH] for stage in range(stages)]
    return [sorted(range(REQUESTS), key=lambda _: draw())[:SLOW_EACH] for _stage in range(stages)]
