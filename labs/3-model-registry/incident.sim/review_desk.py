"""Who is looked at, who goes through unseen, and what does an afternoon cost?

Two people work at the desk, four minutes for each look, oldest first. A payment that has waited
half an hour goes through unseen. Times are places in the afternoon, so that all sums are exact.
"""

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from afternoon import A_MINUTE, CLOSING, COSTS, is_suspected, payments, scores

PEOPLE, LOOK, PATIENCE = 2, 4 * A_MINUTE, 30 * A_MINUTE


@dataclass(frozen=True)
class Sent:
    """A payment at the desk: when it came, when it left the queue, whether it was looked at."""

    came: int
    left: int
    seen: bool


@dataclass(frozen=True)
class Damage:
    """What was decided wrongly among the payments up to some minute, and what it cost.

    Payments that still wait count as what will become of them: those before them decide it.
    """

    payments: int
    honest_sent: int
    waved_through: int
    fraud_through: int
    looks: int

    @property
    def wrong(self):
        return self.honest_sent + self.fraud_through

    @property
    def euros(self):
        return self.looks * COSTS.review + self.fraud_through * COSTS.missed


def model_at(deployed, place):
    """The model that was asked then; `deployed` holds pairs of minute and model, oldest first."""
    return next(model for minute, model in reversed(deployed) if minute * A_MINUTE <= place)


@lru_cache(64)
def afternoon_of(deployed):
    """What happens at the desk until closing, if nothing is deployed after these."""
    free, sent = [0] * PEOPLE, []
    for place in range(CLOSING * A_MINUTE):
        if not is_suspected(scores(model_at(deployed, place))[place]):
            continue
        start = max(place, min(free))
        seen = start <= place + PATIENCE
        if seen:
            free[free.index(min(free))] = start + LOOK
        sent.append(Sent(place, start if seen else place + PATIENCE, seen))
    return sent


def damage(deployed, minute):
    """The damage of the payments that came before this minute after the push."""
    end = minute * A_MINUTE
    labels = payments().labels
    sent = [each for each in afternoon_of(deployed) if each.came < end]
    seen = [each for each in sent if each.seen]
    return Damage(
        payments=end,
        honest_sent=sum(not labels[each.came] for each in sent),
        waved_through=len(sent) - len(seen),
        fraud_through=sum(labels[:end]) - sum(labels[each.came] for each in seen),
        looks=len(seen),
    )


def waiting(deployed, minutes):
    """How many payments wait at the desk at each of these minutes."""
    sent = afternoon_of(deployed)
    came, left = [each.came for each in sent], sorted(each.left for each in sent)
    places = [minute * A_MINUTE for minute in minutes]
    return [bisect_right(came, place) - bisect_right(left, place) for place in places]
