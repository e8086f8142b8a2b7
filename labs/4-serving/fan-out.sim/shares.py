"""What share of the pages is slow, by formula and by chance?"""

import random
from bisect import bisect_left
from functools import lru_cache
from math import log, sqrt

FAST_MS = 10
MOST_CALLS = 200
PAGES = 4000
SEED = 2


# --- In closed form. ---


def slow_share(params):
    """Share of calls that are slow when each is sent once."""
    return params["slow"] / 100


def hedged_share(params):
    """Share of calls that are slow though they were sent twice."""
    slow, shared = slow_share(params), params["shared"] / 100
    return slow * (shared + (1 - shared) * slow)


def slow_pages(share, calls):
    """Share of pages that meet at least one slow call."""
    return 1 - (1 - share) ** calls


def extra_load(params):
    """Share of calls that are sent a second time."""
    return 1.0 if params["after"] < FAST_MS else slow_share(params)


# --- The same by simulation. ---


@lru_cache(maxsize=64)
def simulate(slow, shared):
    """For each page, which of its calls is the first slow one: sent once, and sent twice.

    One run serves every number of calls: a page of ten is the beginning of a page of a hundred.

    Returns:
        Two sorted lists of positions, from 0; `MOST_CALLS` and beyond means none.
    """
    draw = random.Random(SEED).random
    # From one slow call to the next in one step; asking call by call would take 800,000 draws.
    gap = 1 / log(1 - slow)
    alone, hedged = [], []
    for _ in range(PAGES):
        call = int(log(1 - draw()) * gap)
        alone.append(call)
        while call < MOST_CALLS and draw() >= shared and draw() >= slow:
            call += 1 + int(log(1 - draw()) * gap)
        hedged.append(call)
    return sorted(alone), sorted(hedged)


def simulated_pages(params, calls):
    """Shares of slow pages in the simulation, sent once and sent twice."""
    first_slow = simulate(slow_share(params), params["shared"] / 100)
    return [bisect_left(positions, calls) / PAGES for positions in first_slow]


def error_of(share):
    """What to expect between a share and its simulation: two standard deviations."""
    return 2 * sqrt(share * (1 - share) / PAGES)
