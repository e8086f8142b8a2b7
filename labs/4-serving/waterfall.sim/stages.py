"""How does one request pass the seven stages, and when does each of them begin and end?"""

from dataclasses import dataclass
from fractions import Fraction

from mlplat_core import Deadline
from mlplat_core.serving.protection.deadline import Watch

READ = "feature read"
BEFORE = (("gateway", 6), ("authentication", 9))
AFTER = (("on-demand features", 5), ("model", 8), ("rules", 3), ("serialisation", 1))
HANGS_MS = 400
# What one call has to do for each feature, beside its way there and back.
EACH_MS = {"in parallel": Fraction(1, 10), "in one batched call": Fraction(4, 100)}


@dataclass(frozen=True)
class Stage:
    """A stage as it went; times in milliseconds since the request came.

    Attributes:
        left: What was left of the budget when it began; below 0 if nothing was.
        outcome: "in time", "cut off", "too late", or "for nobody" if it began after the deadline.
    """

    name: str
    start: Fraction
    end: Fraction
    left: Fraction
    outcome: str

    @property
    def takes(self):
        return self.end - self.start


def durations(params):
    """Name and milliseconds of every stage, as long as nobody cuts it off."""
    read = read_ms(params) + (HANGS_MS if params["hangs"] else 0)
    return [*BEFORE, (READ, read), *AFTER]


def read_ms(params):
    """What the features cost on an ordinary day."""
    features, call = int(params["features"]), int(params["call"])
    if params["how"] == "one by one":
        return Fraction(features * call)
    return call + features * EACH_MS[params["how"]]


def walk(params):
    """The seven stages of one request. The platform's watch says what time it is."""
    budget = Fraction(int(params["budget"]))
    now = Fraction(0)
    # Exact fractions of a second, so that nobody is late by a rounding.
    watch = Watch(Deadline(budget), lambda: now / 1000)
    walked = []
    for name, takes in durations(params):
        start, left = now, budget - watch.elapsed_ms(0)
        begins_late = watch.is_late(0)
        given = left - sum(later for _, later in AFTER)
        cut_off = params["passed_on"] and name == READ and takes > given
        now += given if cut_off else takes
        if cut_off:
            outcome = "cut off"
        elif watch.is_late(0):
            outcome = "for nobody" if begins_late else "too late"
        else:
            outcome = "in time"
        walked.append(Stage(name, start, now, left, outcome))
    return walked
