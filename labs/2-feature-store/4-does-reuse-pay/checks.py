import random
from fractions import Fraction

from labkit.answers import same
from labkit.asking import EntryPoint, expect
from labkit.differential import expect_agreement, pick


def describe_shape(yours, wanted):
    """What to say about something that is not three numbers."""
    if isinstance(yours, list):
        return "roi returns three numbers as a tuple, in round brackets: (without, with_, saving)."
    numbers = isinstance(yours, tuple) and all(type(each) in (int, float) for each in yours)
    if not numbers or len(yours) != 3:
        return "roi returns three plain numbers of engineer-weeks: (without, with_, saving)."
    return ""


PARAMETERS = (
    "models",
    "features",
    "reuse",
    "build_w",
    "integ_w",
    "setup_w",
    "upkeep_w_mo",
    "months",
)
ROI = EntryPoint("roi", PARAMETERS, "(without, with_, saving)", describe_shape)


def scenario(models, features=24, reuse=0.6, months=6):
    """A call with the figures of the task, except for what is given."""
    return ROI.call(
        models,
        features,
        reuse,
        build_w=0.5,
        integ_w=0.05,
        setup_w=4,
        upkeep_w_mo=0.5,
        months=months,
    )


# --- The checks, from the basic mistake to the subtle one. ---


def check_first_model_reuses_nothing(learner):
    """Lets the first model build everything, and pay for the platform"""

    def why(yours):
        without, with_, saving = yours
        if not same(without, 12.0):
            return "Without a store one model builds 24 features at half a week each: 12 weeks."
        if with_ < 16 and same(with_, 15.0):
            return "The platform itself costs setup_w, even with one model: 4 weeks are missing."
        if same(with_, 16.0) or same(with_, 16.5):
            return "Upkeep is per month: 6 months at 0.5 are 3 weeks."
        if not same(with_, 19.0):
            return (
                "The first model has nothing to reuse; reuse starts with the second (models - 1). "
                "So it builds all 24 features, 12 weeks, and the platform costs 4 + 6 · 0.5 more."
            )
        if saving > 0:
            return "The saving is without minus with_. Here the store costs 7 weeks more: -7."
        return "A loss is an answer too, and the one worth knowing: 12 - 19 is -7."

    expect(learner, scenario(1), (12.0, 19.0, -7.0), why)


def check_zero_reuse_costs_the_platform(learner):
    """Charges for the platform even where nothing is reused"""

    def why(yours):
        if yours[1] > 67:
            return (
                "There is one platform for all five models, so its 4 weeks of set-up and 3 of "
                "upkeep come once."
            )
        return (
            "Without reuse you still pay for the platform: 4 weeks of set-up and 3 of upkeep, so "
            "the saving is -7 weeks, however many models there are."
        )

    expect(learner, scenario(5, reuse=0), (60.0, 67.0, -7.0), why)


def check_reuse_is_not_free(learner):
    """Charges for adopting a feature"""

    def why(yours):
        if yours[1] > 21:
            return (
                "A feature is adopted instead of being built. Of the second model's 24, all are "
                "reused, so it builds none."
            )
        return (
            "Reading and checking somebody else's feature takes integ_w each: 24 of them at 0.05 "
            "are 1.2 weeks."
        )

    expect(learner, scenario(2, reuse=1), (24.0, 20.2, 3.8), why)


def check_upkeep_accrues(learner):
    """Charges upkeep for every month"""
    why = "Twelve months cost twice the upkeep of six: 6 weeks and not 3. It does not end."
    expect(learner, scenario(2, reuse=1, months=12), (24.0, 23.2, 0.8), why)


def check_worked_example(learner):
    """Gives the worked example of the lesson"""

    def why(yours):
        shares = "24 · (1 + 4 · 0.4) = 62.4 features are built, 24 · 4 · 0.6 = 57.6 adopted."
        if yours[1] > 50:
            return f"All four models after the first reuse, not the second alone: {shares}"
        if yours[1] < 40:
            return f"Each later model reuses the same share; it does not grow: {shares}"
        return f"A share need not be a whole number of features: {shares}"

    expect(learner, scenario(5), (60.0, 41.08, 18.92), why)


def check_agrees_with_the_formula(learner):
    """Agrees with the formula on 300 seeded cases"""
    rng = random.Random(24)
    expect_agreement(
        learner,
        [some_plan(rng) for _ in range(300)],
        formula,
        named="the formula",
        leave_out={},
        unusual=size,
    )


def some_plan(rng):
    return ROI.call(
        pick(rng, range(1, 12)),
        pick(rng, range(1, 61)),
        pick(rng, (0, 0.125, 0.25, 0.5, 0.75, 1)),
        build_w=pick(rng, (0.125, 0.25, 0.5, 1, 2)),
        integ_w=pick(rng, (0, 0.0625, 0.125, 0.5, 1)),
        setup_w=pick(rng, range(13)),
        upkeep_w_mo=pick(rng, (0, 0.25, 0.5, 1)),
        months=pick(rng, range(1, 25)),
    )


def size(call):
    """The smallest case is the one with the fewest models, features and months, in all."""
    return sum(call.arguments[name] for name in ("models", "features", "months"))


def formula(models, features, reuse, build_w, integ_w, setup_w, upkeep_w_mo, months):
    """The formula below the simulator, in exact fractions."""
    reuse, build, integrate = (Fraction(number) for number in (reuse, build_w, integ_w))
    without = models * features * build
    built = features * build * (1 + (models - 1) * (1 - reuse))
    adopted = features * (models - 1) * reuse * integrate
    with_ = built + adopted + Fraction(setup_w) + Fraction(upkeep_w_mo) * months
    return float(without), float(with_), float(without - with_)
