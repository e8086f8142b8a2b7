import random

from labkit.asking import EntryPoint, expect
from labkit.differential import expect_agreement, pick


def describe_shape(yours, wanted):
    """What to say about something that is no share."""
    if isinstance(yours, bool) or not isinstance(yours, int | float):
        return "cross_rate returns one number: a share from 0.0 to 1.0."
    return ""


RETURNS = "the share, a number from 0.0 to 1.0"
CROSS_RATE = EntryPoint("cross_rate", ("commits", "service_of"), RETURNS, describe_shape)
SERVICE_OF = {
    "training": "training",
    "features": "prediction",
    "scoring": "prediction",
    "checkout": "app",
    "catalogue": "app",
}


def cross_rate(*commits):
    """A call of cross_rate with these commits; only the modules in them are assigned."""
    touched = {module for modules in commits for module in modules}
    used = {module: service for module, service in SERVICE_OF.items() if module in touched}
    return CROSS_RATE.call(list(commits), used)


# --- The checks, from the basic mistake to the subtle one. ---


def check_empty_is_zero(learner):
    """Answers 0.0 where there is no history"""
    why = "Without commits nothing has crossed yet: 0.0. Decide about this before you divide."
    expect(learner, cross_rate(), 0.0, why, when_raising=why)


def check_same_service_not_crossing(learner):
    """Lets modules of one service change together"""
    why = (
        "features and scoring would both live in the service prediction, so this commit stays "
        "inside one service. Look up the service of each module first, then compare."
    )
    expect(learner, cross_rate(["features", "scoring"]), 0.0, why)
    alone = "One module can cross nothing."
    expect(learner, cross_rate(["training"]), 0.0, alone)


def check_one_commit_counts_once(learner):
    """Counts a commit once, however far it reaches"""

    def why(yours):
        if yours > 1:
            return (
                "One commit over three services is one commit that crosses. You counted how often "
                "it crosses, and a share cannot exceed 1.0."
            )
        return "The only commit touches three services, so all commits cross: 1.0."

    expect(learner, cross_rate(["training", "features", "checkout"]), 1.0, why)


def check_denominator_all_commits(learner):
    """Takes the share of all commits"""

    def why(yours):
        if yours == 2:
            return "2 is how many commits cross. Their share of all five is 2 / 5 = 0.4."
        if yours > 0.4:
            return (
                "Two of five commits cross, 0.4. The commits that touch a single module are the "
                "ones a good boundary makes frequent: they belong in the denominator."
            )
        return "Two of the five commits touch two services: 2 / 5 = 0.4."

    call = cross_rate(
        ["training"],
        ["training", "features"],
        ["checkout"],
        ["scoring", "checkout"],
        ["checkout", "catalogue"],
    )
    expect(learner, call, 0.4, why)


def check_agrees_with_the_reference(learner):
    """Agrees with the reference on 300 seeded histories"""
    rng = random.Random(13)
    expect_agreement(
        learner,
        [history(rng) for _ in range(300)],
        reference,
        named="the reference",
        leave_out={"commits": 0},
        leave_out_inside={"commits": 1},
    )


def history(rng):
    """Short histories; several files of one module may be in a commit."""
    modules = list(SERVICE_OF)
    services = ("app", "prediction", "training")
    service_of = {module: pick(rng, services) for module in modules}
    commits = [
        [pick(rng, modules) for _ in range(pick(rng, (1, 1, 2, 3, 4)))]
        for _ in range(pick(rng, (0, 1, 2, 3, 7)))
    ]
    return CROSS_RATE.call(commits, service_of)


def reference(commits, service_of):
    """The share of commits with more than one service behind their modules."""
    crossing = [modules for modules in commits if len({service_of[name] for name in modules}) > 1]
    return round(len(crossing) / len(commits), 12) if commits else 0.0
