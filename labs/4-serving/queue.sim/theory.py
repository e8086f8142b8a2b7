"""How long does a request wait for one of c workers, by formula? All times are seconds."""

from dataclasses import dataclass
from math import exp, log


@dataclass(frozen=True)
class Queue:
    """One queue in front of equal workers; with utilisation below 1 it has an end."""

    arrivals: float
    workers: int
    service: float

    @property
    def capacity(self):
        return self.workers / self.service

    @property
    def utilisation(self):
        return self.arrivals * self.service / self.workers

    @property
    def saturated(self):
        # A little below, so that what is full in fractions is full in floats, too.
        return self.utilisation > 1 - 1e-9

    @property
    def waiting_share(self):
        """Erlang C: the share of requests that find no free worker."""
        offered, blocked = self.arrivals * self.service, 1.0
        for workers in range(1, self.workers + 1):
            blocked = offered * blocked / (workers + offered * blocked)
        return blocked / (1 - self.utilisation * (1 - blocked))

    @property
    def mean_wait(self):
        return self.waiting_share / (self.capacity - self.arrivals)

    @property
    def mean_time(self):
        return self.mean_wait + self.service

    @property
    def in_flight(self):
        """Little's law."""
        return self.arrivals * self.mean_time

    def split(self):
        """One of the queues, if every worker had its own."""
        return Queue(self.arrivals / self.workers, 1, self.service)


def percentile_alone(queue, percent):
    """For one worker: the time that this many percent of the answers stay within."""
    return -log(1 - percent / 100) / (queue.capacity - queue.arrivals)


def share_later_alone(queue, seconds):
    """For one worker: the share of answers that take longer."""
    return exp(-(queue.capacity - queue.arrivals) * seconds)
