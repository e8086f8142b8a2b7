"""How did a round end, and how do both compare?

A round is judged by what runs when the learner says that it is repaired, and by whether the
learner knows it. The damage is that of the whole afternoon: what was left running runs on.
"""

from afternoon import BEFORE, CALL, CLOSING, FROM_MEMORY, PUSHED, REFUSED
from review_desk import damage
from shift import NOTHING_PUSHED, WITH, WITHOUT, done_in, minute_after, play
from words import clock, signed, table

ANSWERS = {  # what one may say, and of which models it is true
    "I cannot tell": (),
    "what ran until today": (BEFORE,),
    "what was pushed today": (PUSHED,),
    "something else": (REFUSED, FROM_MEMORY),
}
TRUTH = {
    BEFORE: "what ran until today",
    REFUSED: "the retraining of 2 November, which was never meant to run",
    PUSHED: "what was pushed today",
    FROM_MEMORY: "what you trained from memory, with charge-backs among its features that nobody "
    "can know at the checkout",
}


def is_over(state, name):
    said = state["rounds"][name]["said"]
    return said is not None or minute_after(done_in(state, name)) == CLOSING


def shift_of(state, name):
    return play(name, state["game"], done_in(state, name))


def minutes_to_repair(state, name):
    """From the call until the right model ran and the learner said so; None if that never came."""
    shift = shift_of(state, name)
    said = state["rounds"][name]["said"]
    return shift.minute - CALL if said is not None and shift.runs == BEFORE else None


def knew(state, name):
    said = state["rounds"][name]["said"]
    return said is not None and shift_of(state, name).runs in ANSWERS[said]


def beyond(state, name):
    """Wrong decisions, frauds let through and euros more than if nothing had been pushed."""
    own = damage(shift_of(state, name).deployed, CLOSING)
    usual = damage(NOTHING_PUSHED, CLOSING)
    return (
        own.wrong - usual.wrong,
        own.fraud_through - usual.fraud_through,
        own.euros - usual.euros,
    )


def verdict(state, name):
    """The end of a round in words."""
    minutes, runs = minutes_to_repair(state, name), shift_of(state, name).runs
    if minutes is None:
        left = f"What runs is {TRUTH[runs]}."
        if state["rounds"][name]["said"] is None:
            return text(f"**{clock(CLOSING)}, the shift is over, and nothing is repaired.** {left}")
        went = f"**You say that it is repaired, and it is not.** {left}"
        return text(f"{went} Until {clock(CLOSING)} it cost what stands below.")
    if knew(state, name):
        return text(f"**Repaired after {count(minutes)}, and you can say what runs.**", "good")
    return text(
        f"**Repaired after {count(minutes)}, without knowing it.** What runs is {TRUTH[runs]}, "
        "but you said otherwise. The next who looks will begin again."
    )


def comparison(state):
    """Both rounds side by side; empty before the first has ended."""
    over = [name for name in (WITHOUT, WITH) if is_over(state, name)]
    if not over:
        return []
    columns = [
        column(state, name) if name in over else ["not over yet"] * 5 for name in (WITHOUT, WITH)
    ]
    names = [
        "time to repair",
        "you could say what runs",
        "decided wrongly because of it",
        "fraud let through because of it",
        "damage, euros",
    ]
    rows = [list(row) for row in zip(names, *columns)]
    caption = f"Both rounds until {clock(CLOSING)}, against an afternoon without the push"
    return [table(caption, ["outcome", WITHOUT, WITH], rows, numbers=(1, 2))]


def column(state, name):
    minutes = minutes_to_repair(state, name)
    return [
        {"text": shown_time(minutes), "tone": "bad" if minutes is None else "good"},
        "yes" if knew(state, name) else "no",
        *map(signed, beyond(state, name)),
    ]


def times(state):
    """Both times to repair in a sentence, once both rounds are over."""
    without, with_one = (shown_time(minutes_to_repair(state, each)) for each in (WITHOUT, WITH))
    return f"Time to repair: {without} without a registry, {with_one} with one, for the same push."


def shown_time(minutes):
    return "never" if minutes is None else f"{minutes} min"


def text(words, tone="bad"):
    return {"type": "text", "text": words, "tone": tone}


def count(minutes):
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
