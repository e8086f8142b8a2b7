"""When do n requests that come at once get their answers, by each of five patterns?

A million of them cannot be played one by one in a page, so the micro-batches are a formula; a test
holds it to what `MicroBatcher` makes of a burst.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

OVERHEAD, ONE_REQUEST, RANKING = 0.010, 0.020, 0.008
ACKNOWLEDGE, POLLING = 0.010, 0.100
BATCH_ROWS, BATCH_CALL, BATCH_ROW = 64, 0.005, 0.001
JOB_START, JOB_ROW = 60, 0.00002
READ_ROWS, READ = 1000, 0.005
CUSTOMERS = 1_000_000
DEADLINE = 0.200


@dataclass(frozen=True)
class Answers:
    """Seconds until the first and the last answer, busy seconds, and how old the data is then."""

    first: float
    last: float
    work: float
    age: float | str

    def in_time(self):
        return self.last <= DEADLINE


def synchronous(n, workers):
    last = OVERHEAD + ceil(n / workers) * ONE_REQUEST
    return Answers(OVERHEAD + ONE_REQUEST, last, n * ONE_REQUEST, ONE_REQUEST)


def queued(n, workers):
    """Full batches on all workers, and then, or beside them, one with the rest."""
    full, rest = divmod(n, BATCH_ROWS)
    one, small = batch_seconds(BATCH_ROWS), batch_seconds(rest) if rest else 0
    rounds = ceil(full / workers)
    # Where the last round of full batches leaves a worker free, the rest runs beside it.
    done = rounds * one + small if full % workers == 0 else rounds * one
    soonest = small if rest and full < workers else one
    waiting = ACKNOWLEDGE + POLLING
    work = full * one + small
    return Answers(waiting + soonest, waiting + done, work, one if full else small)


def batch_seconds(rows):
    return BATCH_CALL + rows * BATCH_ROW


def job(n):
    seconds = JOB_START + n * JOB_ROW
    return Answers(seconds, seconds, seconds, seconds)


def stored(n, workers):
    """Reads of answers that are already there."""
    reads = ceil(n / READ_ROWS)
    last = OVERHEAD + ceil(reads / workers) * READ
    return Answers(OVERHEAD + READ, last, reads * READ, 0)


def ranked(n, workers):
    """What is left to do in the request when candidates are there."""
    last = OVERHEAD + ceil(n / workers) * RANKING
    return Answers(OVERHEAD + RANKING, last, n * RANKING, 0)


def nearline(n, workers, day_old):
    scored, read = queued(n, workers), stored(n, workers)
    if day_old:
        age = "since the last event"
        return Answers(read.first, read.last, scored.work + read.work, age)
    return after(scored, read, scored.age + read.last)


def two_stage(n, workers, day_old):
    rank = ranked(n, workers)
    if day_old:
        age = "candidates up to 24 h"
        return Answers(rank.first, rank.last, job(CUSTOMERS).work + rank.work, age)
    candidates = job(n)
    return after(candidates, rank, candidates.last + rank.last)


def batch(n, workers, day_old):
    if not day_old:
        return job(n)
    read = stored(n, workers)
    return Answers(read.first, read.last, job(CUSTOMERS).work + read.work, "up to 24 h")


def after(before, then, age):
    work = before.work + then.work
    return Answers(before.first + then.first, before.last + then.last, work, age)


PATTERNS = {
    "synchronous": lambda n, workers, day_old: synchronous(n, workers),
    "micro-batches": lambda n, workers, day_old: queued(n, workers),
    "nearline": nearline,
    "two-stage": two_stage,
    "batch job": batch,
}


def all_answers(n, workers, day_old):
    """What each pattern makes of n requests, by its name."""
    return {name: answers(n, workers, day_old) for name, answers in PATTERNS.items()}


def shortest(answers):
    """The pattern whose last answer comes first; the plainer one, where two are equal."""
    plainer = ["synchronous", "micro-batches", "batch job", "two-stage", "nearline"]
    known = [name for name in plainer if name in answers]
    return min(known, key=lambda name: answers[name].last) if known else None


@lru_cache
def queue_wins_from(workers):
    """The smallest number of requests for which a queue is done before answering at once."""
    n = 1
    while queued(n, workers).last >= synchronous(n, workers).last:
        n += 1
    return n
