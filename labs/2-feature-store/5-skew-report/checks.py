import random

from labkit.answers import same
from labkit.asking import Call, EntryPoint, expect
from labkit.differential import expect_agreement, pick
from mlplat_core import skew_report

NAN = float("nan")


def describe_shape(yours, wanted):
    """What to say about something that is no dict of numbers."""
    if not isinstance(yours, dict):
        return "skew_report returns a dict, from the name of each feature to its share."
    if any(type(share) not in (int, float) for share in yours.values()):
        return "The report gives one number for each feature: the share of rows, from 0 to 1."
    return ""


PARAMETERS = ("served", "recomputed", "tolerance")
REPORT = EntryPoint("skew_report", PARAMETERS, "the report", describe_shape)


def report(served, recomputed, tolerance=0.5):
    """A call of skew_report; NaN is written as the starter writes it."""
    call = REPORT.call(served, recomputed, tolerance=tolerance)
    texts = {name: repr(call.arguments[name]).replace("nan", "NAN") for name in PARAMETERS[:2]}
    return call.written(**{name: text.replace("'", '"') for name, text in texts.items()})


def hours(*values):
    return [{"hour": value} for value in values]


# --- The checks, from the basic mistake to the subtle one. ---


def check_differing_values(learner):
    """Gives the share of rows whose values differ"""

    def why(yours):
        share = yours.get("hour")
        if same(share, 2):
            return "Two of two rows differ: that is a count. As a share of the rows it is 1.0."
        if same(share, 100.0):
            return "Give the share as a number from 0 to 1, not in percent."
        if same(share, 0.0):
            return (
                "The averages are equal, and no row is. Two mistakes that cancel out are two "
                "mistakes: compare row by row."
            )
        return "Too small is as wrong as too large. What counts is the distance, without its sign."

    expect(learner, report(hours(9, 11), hours(11, 9)), {"hour": 1.0}, why)
    served = [{"hour": 10, "day": 1}, {"hour": 12, "day": 2}]
    recomputed = [{"hour": 9, "day": 1}, {"hour": 12, "day": 3}]
    why = "Each feature has a share of its own: of two rows, one has another hour, one another day."
    expect(learner, report(served, recomputed), {"hour": 0.5, "day": 0.5}, why)


def check_every_feature(learner):
    """Reports every feature, also those that agree"""

    def why(yours):
        if "day" not in yours:
            return (
                "The day agrees in every row, and that is news as well: report it with 0.0. Who "
                "reads no line about it cannot tell whether it was compared."
            )
        return "The hour differs in one of two rows, the day in none."

    served = [{"hour": 10, "day": 1}, {"hour": 12, "day": 2}]
    recomputed = [{"hour": 9, "day": 1}, {"hour": 12, "day": 2}]
    expect(learner, report(served, recomputed), {"hour": 0.5, "day": 0.0}, why)


def check_within_tolerance(learner):
    """Lets values agree up to exactly the tolerance"""

    def why(yours):
        if same(yours["hour"], 1.0):
            return "A tolerance of 0.5 forgives 0.25: float rounding is no bug in the pipeline."
        return "Exactly at the tolerance still agrees: no further apart than 0.5."

    expect(learner, report(hours(10.25, 11.5), hours(10, 11)), {"hour": 0.0}, why)


def check_default_for_nothing(learner):
    """Counts a default that was served for nothing"""
    why = (
        "The service served 0 for what nobody knew. The model took it for a fact, so it is a "
        "mismatch. Mind that every comparison with NaN is false."
    )
    expect(learner, report(hours(0, 11), hours(NAN, 11)), {"hour": 0.5}, why)


def check_nothing_served(learner):
    """Counts a value that was not served"""
    why = "The service had None where the offline store knows 10. The model had to guess."
    expect(learner, report(hours(None, 11), hours(10, 11)), {"hour": 0.5}, why, when_raising=why)


def check_both_unknown(learner):
    """Lets two unknown values agree"""
    why = "Neither side knew the value, so they agree, whichever way each of them writes unknown."
    served, recomputed = hours(None, NAN, NAN, 11), hours(NAN, NAN, None, 11)
    expect(learner, report(served, recomputed), {"hour": 0.0}, why, when_raising=why)


def check_absent_features(learner):
    """Takes the features from all rows of both lists"""
    absent = "An absent feature is an unknown one: compare it like None. It is no KeyError."

    def why(yours):
        if "hour" not in yours:
            return "The first row lacks the hour, and so does your report. Look into all rows."
        return absent

    call = report([{}, {"hour": 11}], hours(10, 11))
    expect(learner, call, {"hour": 0.5}, why, when_raising=absent)
    why = "The day is in no served row, so it was never served. Take the names from both lists."
    call = report(hours(10), [{"hour": 10, "day": 1}])
    expect(learner, call, {"hour": 0.0, "day": 1.0}, why, when_raising=why)


def check_no_rows(learner):
    """Reports nothing where nothing was served"""
    why = "Nothing was served, so there is no feature to report: an empty dict."
    expect(learner, report([], []), {}, why, when_raising=why)


def check_planted_bugs(learner):
    """Finds the three bugs in a day of 200 payments"""
    served, recomputed, wanted = a_day(random.Random(25))
    call = report(served, recomputed, tolerance=0.01)
    call = call.written(served="served", recomputed="recomputed")

    def why(yours):
        sound = [name for name in ("age_days", "clicks_5m") if yours.get(name)]
        if sound:
            return f"Nothing is wrong with {sound[0]}: both sides agree in all 200 rows."
        return (
            "Count all 200 payments and round nothing: the app sent 63 amounts in cents, every "
            "hour was served in local time, and 9 customers without history got 0 refunds."
        )

    expect(learner, call, wanted, why)


def a_day(rng):
    """What was served on one day, what training would see, and the shares that were planted."""
    served, recomputed = [], []
    for number in range(200):
        from_app, new_customer = number % 16 in (0, 3, 5, 8, 13), number % 23 == 7
        truth = {
            "amount": pick(rng, range(100, 20000)) / 100,
            "hour": pick(rng, range(24)),
            "refunds_30d": NAN if new_customer else pick(rng, (0, 0, 0, 1, 2)),
            "age_days": pick(rng, range(2000)),
            "clicks_5m": None if number % 10 == 4 else pick(rng, range(9)),
        }
        wrong = {"hour": (truth["hour"] + 1) % 24}
        if from_app:
            wrong["amount"] = round(truth["amount"] * 100)
        if new_customer:
            wrong["refunds_30d"] = 0
        served.append({**truth, **wrong})
        recomputed.append(truth)
    wanted = {"amount": 63 / 200, "hour": 1.0, "refunds_30d": 9 / 200}
    return served, recomputed, {**wanted, "age_days": 0.0, "clicks_5m": 0.0}


def check_agrees_with_the_platform(learner):
    """Agrees with the platform on 300 seeded cases"""
    rng = random.Random(26)
    expect_agreement(
        learner,
        [odd_vectors(rng) for _ in range(300)],
        platform_shares,
        named="the platform",
        leave_out={"pairs": 0},
    )


class Paired(EntryPoint):
    """Asks with the rows in pairs, so that a case loses a served row with its recomputed one."""

    def find(self, learner):
        compare = REPORT.find(learner)
        return lambda pairs, tolerance: compare(*columns(pairs), tolerance)


class PairedCall(Call):
    """A call with pairs, written as the call with two lists that it makes."""

    def __str__(self):
        return str(report(*columns(self.arguments["pairs"]), self.arguments["tolerance"]))


PAIRED = Paired("skew_report", ("pairs", "tolerance"), "the report", describe_shape)


def columns(pairs):
    return [ours for ours, _ in pairs], [theirs for _, theirs in pairs]


def odd_vectors(rng):
    """Unknown values of every kind, edges of the tolerance and absent features are frequent."""
    truths = (NAN, None, 0, 0, 1, 2.5, 7)
    pairs = []
    for _ in range(pick(rng, range(5))):
        recomputed = {
            name: pick(rng, truths) for name in ("amount", "hour") if pick(rng, (1, 1, 0))
        }
        served = {**recomputed, pick(rng, ("amount", "hour", "day")): pick(rng, truths)}
        for name, value in served.items():
            if value is not None:
                served[name] = value + pick(rng, (0, 0, 0.25, 0.5, -0.5, 2))
        pairs.append((served, recomputed))
    arguments = {"pairs": pairs, "tolerance": pick(rng, (0, 0.25, 0.5, 2))}
    return PairedCall(PAIRED, arguments, frozenset())


def platform_shares(pairs, tolerance):
    """What mlplat_core reports."""
    return skew_report(*columns(pairs), tolerance).shares
