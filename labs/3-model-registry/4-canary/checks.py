import random
from fractions import Fraction
from math import isqrt

from labkit.asking import EntryPoint, expect
from labkit.differential import expect_agreement, pick

MINIMUM = 1000
Z_LIMIT = Fraction("1.96")
GUARD_RAIL = Fraction("0.05")
DECISIONS = ("promote", "wait", "rollback")


def describe_shape(yours, wanted):
    """What to say about something that is none of the three words."""
    if yours not in DECISIONS:
        return 'canary answers with one of three words: "promote", "wait" or "rollback".'
    return ""


PARAMETERS = ("control_errors", "control_n", "canary_errors", "canary_n")
CANARY = EntryPoint("canary", PARAMETERS, "one of the three words", describe_shape)


# --- The checks, from the basic mistake to the subtle one. ---


def check_too_little_traffic_waits(learner):
    """Waits while there is too little traffic"""
    why = (
        "3 errors in 50 requests are 6 %, and they prove nothing: one bad minute looks the same. "
        "Until the canary has its minimum sample, wait, whatever the rates are."
    )
    expect(learner, CANARY.call(20, 1000, 3, 50), "wait", why)
    why = "No request at all is the smallest sample there is: wait, before you divide by it."
    expect(learner, CANARY.call(20, 1000, 0, 0), "wait", why, when_raising=why)


def check_clearly_worse_rolls_back(learner):
    """Rolls back what is clearly worse"""
    why = (
        "3.3 % against 2.0 %, over 10,000 requests each, are more than five spreads apart. No "
        "luck does that: it is real, so roll back."
    )
    expect(learner, CANARY.call(200, 10_000, 330, 10_000), "rollback", why)
    why = (
        "The canary has fewer errors because it has fewer requests: 165 of 5,000 are 3.3 %, and "
        "1,900 of 95,000 are 2.0 %. Compare shares."
    )
    expect(learner, CANARY.call(1900, 95_000, 165, 5000), "rollback", why)


def check_noise_does_not_roll_back(learner):
    """Does not roll back for noise"""

    def why(yours):
        if yours == "wait":
            return (
                "1,000 are not fewer than 1,000: the canary has its minimum sample, and nothing in "
                "it speaks against the canary. Whatever is no better would wait for ever: promote."
            )
        return (
            "24 against 20 errors in 1,000 requests is noise: less than one spread apart. Test "
            "the difference instead of comparing the rates."
        )

    expect(learner, CANARY.call(20, 1000, 24, 1000), "promote", why)
    why = (
        "The control is known well, the canary is not: 27 errors in its 1,000 requests are 1.6 "
        "spreads above 2 %. Both sides belong into the spread."
    )
    expect(learner, CANARY.call(2000, 100_000, 27, 1000), "promote", why)


def check_better_is_promoted(learner):
    """Promotes what is better"""
    why = (
        "The canary is better, 2.0 % against 3.3 %, and you did not promote it. Only worse "
        "counts: look at the sign of the difference."
    )
    expect(learner, CANARY.call(330, 10_000, 200, 10_000), "promote", why)
    why = (
        "The control is above the guard-rail with its 6 %; the canary, with 4 %, is the way out of "
        "that. The guard-rail judges the canary alone."
    )
    expect(learner, CANARY.call(600, 10_000, 400, 10_000), "promote", why)


def check_both_bad_still_rolls_back(learner):
    """Rolls back above the guard-rail, however the control does"""
    why = (
        "Both are at 6 %, so the canary is no worse, and still it must not stay. Equal is not "
        "good enough above the guard-rail: it is an absolute limit for the canary."
    )
    expect(learner, CANARY.call(600, 10_000, 600, 10_000), "rollback", why)
    why = "At 7 % the canary is better than the control and still above the guard-rail of 5 %."
    expect(learner, CANARY.call(900, 10_000, 700, 10_000), "rollback", why)


def check_zero_errors_no_crash(learner):
    """Has an answer when there are no errors"""
    why = (
        "Without a single error the spread is 0, and a difference of 0 is not more than that. "
        "Nothing speaks against the canary: promote, and do not divide by the spread."
    )
    expect(learner, CANARY.call(0, 1000, 0, 1000), "promote", why, when_raising=why)
    why = (
        "No errors in the control are no reason to trust the canary: with 12 in 1,000 it is more "
        "than three spreads above."
    )
    expect(learner, CANARY.call(0, 1000, 12, 1000), "rollback", why)


def check_agrees_with_the_rules(learner):
    """Agrees with the rules on 300 seeded cases"""
    rng = random.Random(34)
    expect_agreement(
        learner,
        [some_canary(rng) for _ in range(300)],
        decide,
        named="the rules",
        leave_out={},
        unusual=requests,
    )


FULL = (2000, 3000, 4000, 8000, 10_000)  # samples well above the minimum


def some_canary(rng):
    """Samples around the minimum; rates around the guard-rail, or a few spreads from the control's.

    Cases that sound ways to compute the spread decide differently are drawn again.
    """
    while True:
        canary_n = pick(rng, (0, 600, 999, 1000, 1001, *FULL, *FULL))
        control_n = pick(rng, (1000, 4000, 10_000, 40_000, 90_000))
        control_rate = pick(rng, (0, 1, 5, 10, 20, 30, 45, 60))  # in a thousand
        control_errors = control_rate * control_n // 1000
        canary_errors = pick(rng, (0, 50, 51, 60)) * canary_n // 1000
        if pick(rng, (True, True, False)):
            expected = control_rate * canary_n // 1000
            canary_errors = max(0, expected + pick(rng, range(-5, 9)) * isqrt(expected) // 2)
        if is_settled(control_errors, control_n, canary_errors, canary_n):
            return CANARY.call(control_errors, control_n, canary_errors, canary_n)


def is_settled(control_errors, control_n, canary_errors, canary_n):
    """Whether every sound way to compute the spread comes to the same answer.

    The spread of both together and the two spreads added up differ a little, and either will do;
    a twentieth on both sides of the limit also covers every rounding.
    """
    if canary_n < MINIMUM:
        return True
    control, canary = Fraction(control_errors, control_n), Fraction(canary_errors, canary_n)
    each = control * (1 - control) / control_n + canary * (1 - canary) / canary_n
    both = variance_together(control_errors, control_n, canary_errors, canary_n)
    answers = {
        canary > control and (canary - control) ** 2 > (limit * Z_LIMIT) ** 2 * variance
        for variance in (each, both)
        for limit in (Fraction("0.95"), Fraction("1.05"))
    }
    return len(answers) == 1


def decide(control_errors, control_n, canary_errors, canary_n):
    """The four rules of the task, in exact fractions."""
    if canary_n < MINIMUM:
        return "wait"
    canary = Fraction(canary_errors, canary_n)
    if canary > GUARD_RAIL:
        return "rollback"
    worse_by = canary - Fraction(control_errors, control_n)
    variance = variance_together(control_errors, control_n, canary_errors, canary_n)
    if worse_by > 0 and worse_by**2 > Z_LIMIT**2 * variance:
        return "rollback"
    return "promote"


def variance_together(control_errors, control_n, canary_errors, canary_n):
    """The square of the spread, which needs no root."""
    p = Fraction(control_errors + canary_errors, control_n + canary_n)
    return p * (1 - p) * (Fraction(1, control_n) + Fraction(1, canary_n))


def requests(call):
    """The smallest case is the one with the fewest requests."""
    return call.arguments["control_n"] + call.arguments["canary_n"]
