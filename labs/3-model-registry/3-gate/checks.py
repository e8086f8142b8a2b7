import random

from labkit.asking import EntryPoint, expect
from labkit.differential import expect_agreement, pick
from mlplat_core import LatencyBudget, MinimumGain, ModelRegistry, Proposal, SliceLimit


def describe_shape(yours, wanted):
    """What to say about something that is no pair of a truth value and a reason."""
    if isinstance(yours, bool | str):
        return "gate returns two values: return True, 'ok', or False and the reason."
    if not isinstance(yours, tuple | list) or len(yours) != 2:
        return "gate returns two values, a truth value and a reason."
    if not isinstance(yours[0], bool):
        return "The first of the two values is True or False, the second the reason."
    return ""


GATE = EntryPoint("gate", ("champion", "challenger"), "a truth value and a reason", describe_shape)


def measured(auc=0.80, eval_set="october", p99_ms=20, **slices):
    """One side; slices are given with _ for the space in their name."""
    named = {name.replace("_", " "): value for name, value in slices.items()}
    return {
        "auc": auc,
        "eval_set": eval_set,
        "slices": named or {"known users": 0.80, "new users": 0.85},
        "p99_ms": p99_ms,
        "budget_ms": 100,
    }


CHAMPION = measured()


def ask(challenger, champion=CHAMPION):
    return GATE.call(champion, challenger)


# --- The checks, from the basic mistake to the subtle one. ---


def check_accepts_better(learner):
    """Lets a better challenger in"""
    better = measured(auc=0.82, known_users=0.83, new_users=0.86)

    def why(yours):
        if yours[0]:
            return "The answer is right, and its reason is the word ok."
        return "A better challenger was refused. Check which argument is which."

    expect(learner, ask(better), (True, "ok"), why)
    slower = measured(auc=0.82, known_users=0.83, new_users=0.86, p99_ms=60)
    expect(
        learner,
        ask(slower),
        (True, "ok"),
        "It is slower than the champion and within the budget. The budget decides, not the other.",
    )


def check_rejects_different_eval_set(learner):
    """Compares only what was measured on the same data"""
    elsewhere = measured(auc=0.90, eval_set="november", known_users=0.90, new_users=0.90)
    why = (
        "The two were measured on different evaluation sets, so their numbers cannot be compared, "
        "however good they look."
    )
    expect(learner, ask(elsewhere), (False, "different-eval-set"), why)
    worse = measured(auc=0.60, eval_set="november", known_users=0.60, p99_ms=400)
    why = (
        "Measured on other data, a number says nothing: neither that it fell, nor which slice is "
        "missing. The evaluation set is the first thing to ask about."
    )
    expect(learner, ask(worse), (False, "different-eval-set"), why)


def check_rejects_slice_regression(learner):
    """Refuses a gain that one slice pays for"""

    def why(yours):
        if yours[1] == "slice-drop":
            return "Say which slice fell: slice-drop:NAME. Somebody has to mend it."
        return (
            "New users fell from 0.85 to 0.70, and the average hides it. Look at each slice by "
            "itself."
        )

    paid = measured(auc=0.82, known_users=0.97, new_users=0.70)
    expect(learner, ask(paid), (False, "slice-drop:new users"), why)
    little = measured(auc=0.82, known_users=0.84, new_users=0.84)
    expect(
        learner,
        ask(little),
        (True, "ok"),
        "New users lost 0.01, and up to 0.02 is allowed: a slice is small, its number trembles.",
    )


def check_missing_slice_is_not_a_pass(learner):
    """Takes a missing slice for a failed one"""
    silent = measured(auc=0.82, known_users=0.84)
    why = (
        "The challenger reports no number for new users. Missing is not passing: go through the "
        "champion's slices."
    )
    missing = (False, "missing-slice:new users")
    expect(learner, ask(silent), missing, why, when_raising=why)
    more = measured(auc=0.82, known_users=0.84, new_users=0.86, abroad=0.70)
    why = "The champion was never measured on 'abroad', so there is nothing to compare it with."
    expect(learner, ask(more), (True, "ok"), why, when_raising=why)


def check_latency_budget(learner):
    """Keeps to the budget for the slow answers"""
    slow = measured(auc=0.82, known_users=0.84, new_users=0.86, p99_ms=140)
    why = "P99 is 140 ms and the budget 100. Too slow to use is as bad as too wrong to use."
    expect(learner, ask(slow), (False, "latency"), why)
    just = measured(auc=0.82, known_users=0.84, new_users=0.86, p99_ms=100)
    expect(learner, ask(just), (True, "ok"), "Exactly 100 ms of 100 is within the budget.")


def check_noise_is_not_a_gain(learner):
    """Asks for a gain that is more than noise"""
    hardly = measured(auc=0.8005, known_users=0.80, new_users=0.85)
    why = (
        "A gain of 0.0005 is noise: another sample of the same payments would turn it round. Ask "
        "for MINIMUM_GAIN."
    )
    expect(learner, ask(hardly), (False, "no-gain"), why)


def check_agrees_with_the_platform(learner):
    """Agrees with the platform on 300 seeded cases"""
    rng = random.Random(33)
    expect_agreement(
        learner,
        [two_models(rng) for _ in range(300)],
        platform_gate,
        named="the platform",
        leave_out={},
        unusual=count_of_slices,
    )


def two_models(rng):
    """Several rules broken at once are frequent; no number lies exactly on a limit."""
    names = [name for name in ("abroad", "known users", "new users") if rng.random() < 0.8]
    champion = random_model(rng, names or ["new users"])
    kept = [name for name in champion["slices"] if rng.random() < 0.7]
    challenger = random_model(rng, [*kept, "night"] if rng.random() < 0.2 else kept)
    return ask(challenger, champion)


def random_model(rng, names):
    order = list(names) if rng.random() < 0.5 else list(names)[::-1]
    return {
        "auc": hundredths(rng),
        "eval_set": pick(rng, ("october",) * 9 + ("november",)),
        "slices": {name: hundredths(rng) for name in order},
        "p99_ms": pick(rng, (40, 80, 99, 100, 101)),
        "budget_ms": 100,
    }


def hundredths(rng):
    """Steps of 0.003, so that neither 0.005 nor 0.02 is a difference."""
    return round(0.80 + 0.003 * pick(rng, range(14)), 3)


def count_of_slices(call):
    return sum(len(side["slices"]) for side in call.arguments.values())


def platform_gate(champion, challenger):
    """What the gates of mlplat_core say about the two, registered as versions."""
    registry = ModelRegistry()
    registry.create_registered_model("fraud")
    current, candidate = (register(registry, side) for side in (champion, challenger))
    proposal = Proposal(candidate, current, "ben")
    gain = MinimumGain("auc", 0.005)(proposal).code
    if gain == "different-eval-set":
        return False, gain
    others = [SliceLimit("auc", 0.02), LatencyBudget(challenger["budget_ms"])]
    codes = [gate(proposal).code for gate in others]
    broken = [code for code in [*codes, gain] if code != "ok"]
    return not broken, broken[0] if broken else "ok"


def register(registry, side):
    return registry.create_model_version(
        "fraud",
        b"weights",
        metrics={"auc": side["auc"], "p99_ms": side["p99_ms"]},
        evaluation_set=side["eval_set"],
        slices={name: {"auc": value} for name, value in side["slices"].items()},
    )
