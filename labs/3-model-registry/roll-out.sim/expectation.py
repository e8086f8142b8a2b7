"""What does a bad version cost, and how long does a canary need to see that it is bad?"""

from fractions import Fraction
from functools import lru_cache
from math import ceil, sqrt

from mlplat_core import Canary

NO_CHANCE = 1.959964  # chance exceeds so many standard errors, either way, in 5 % of cases
SEEN = 0.841621  # and stays below so many in 80 %
CUSTOMERS = [(f"u{number}",) for number in range(1000)]


def loss(params, share, hours):
    """Euros that the new version loses against the old one; below 0 if it misses less."""
    judged = payments(params) * share * hours / 24
    more_missed = percent(params["missed_new"]) - percent(params["missed_old"])
    return judged * percent(params["fraud"]) * more_missed * int(params["amount"])


def payments(params):
    """Each day."""
    return 1000 * int(params["payments"])


def hours_exposed(params, noticed_after):
    """From the release until everybody has the old version again."""
    return noticed_after + exact(params["back"]) / 60


def sample_size(today, alarming):
    """Requests that each side needs to tell the two error rates apart; None if it is no rise."""
    if alarming <= today:
        return None
    p, q = float(today), float(alarming)
    mean = (p + q) / 2
    by_chance = NO_CHANCE * sqrt(2 * mean * (1 - mean))
    if_real = SEEN * sqrt(p * (1 - p) + q * (1 - q))
    return ceil(((by_chance + if_real) / (q - p)) ** 2)


def wanted_size(params):
    return sample_size(percent(params["today"]), percent(params["alarming"]))


def hours_until_it_shows(params, share):
    """When the smaller side has its requests; None if it never has, or there is no rise."""
    smaller, size = min(share, 1 - share), wanted_size(params)
    if size is None or smaller == 0:
        return None
    return Fraction(24 * size) / (payments(params) * smaller)


@lru_cache
def customers_taken(share):
    """How many of a thousand customers the platform's canary gives to the new version."""
    canary = Canary("challenger", percent=float(100 * share), salt="roll-out")
    return sum(map(canary.takes, CUSTOMERS))


def percent(number):
    return exact(number) / 100


def exact(number):
    """A slider's value without the noise of binary fractions."""
    return Fraction(round(number * 1000), 1000)
