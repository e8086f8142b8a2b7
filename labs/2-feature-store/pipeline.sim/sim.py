"""How does one payment become features, step by step, and what if a step is left out?"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import nine_steps
from definitions import FEATURES, FRAUD
from happened import PAID
from nine_steps import Run


@dataclass(frozen=True)
class Step:
    """One step: its function in `nine_steps`, what it does, its line, what its absence does."""

    function: str
    name: str
    does: str
    code: str
    without: str


STEPS = [
    Step(
        "capture",
        "capture",
        "keep each event as it was sent",
        '{**json.loads(text), "arrived": arrived} for text, arrived in DELIVERED',
        "there is no history to learn from",
    ),
    Step(
        "ingest",
        "ingest",
        "accept each event id once, however often it is delivered",
        'pushed = run.store.push("raw_events", [row])',
        "a payment counts twice after every retry",
    ),
    Step(
        "validate",
        "validate",
        "check types and ranges; what fails goes to quarantine, with the reason",
        "problem = None if left_out else find_problem(event)",
        "an amount that is text becomes nothing further down, and nobody is told",
    ),
    Step(
        "transform",
        "transform",
        "compute by one shared definition, for training and for serving",
        "PAYMENT.transform(inputs)",
        "two versions of one feature drift apart: skew",
    ),
    Step(
        "aggregate",
        "aggregate",
        "count and sum over windows of time",
        "run.store.get_historical_features(asked, WINDOWS)",
        "the model sees single points and no behaviour",
    ),
    Step(
        "write_offline",
        "write offline",
        "store each row with its event time and its created time",
        'run.store.push("user_stats", rows, to="offline")',
        "nobody can say later what was known when: no honest training set",
    ),
    Step(
        "build_training_set",
        "join for training",
        "give each label what was known at its own moment",
        "run.store.get_historical_features(labels, FRAUD)",
        "each label gets the newest values, its own future included: leakage",
    ),
    Step(
        "materialize",
        "materialize",
        "bring the newest row of each key online, never an older one over a newer",
        "run.store.materialize_incremental(run.store.clock())",
        "the checkout reads older values",
    ),
    Step(
        "serve",
        "serve and log",
        "read all features at once, and keep the vector with the answer's id",
        "answer = run.store.get_online_features(FRAUD, [NEXT_PAYMENT])",
        "there is nothing to measure skew with",
    ),
]
LAST = len(STEPS)
WHOLE = "none"
FOLLOWED, _, _, PAID_AT, _ = PAID[-1]


def initial(params):
    """Nothing has run."""
    return {"step": 0}


def act(state, action, params):
    """Buttons move between the steps; leaving one out runs all the others."""
    here = state["step"]
    chosen = LAST if params["broken"] != WHOLE else here
    after = {
        "next": min(here + 1, LAST),
        "back": max(here - 1, 0),
        "all": LAST,
        "reset": 0,
        "broken": chosen,
    }
    return {"step": after[action["control"]]}


def view(state, params):
    number, left_out = state["step"], number_of(params["broken"])
    if number == 0:
        return before_the_first(left_out)
    shown = [sentence(number, left_out), stages(number, left_out)]
    if number == LAST and left_out:
        shown.append(damage(left_out))
    return shown + step_blocks(number, left_out)


def number_of(choice):
    """The step that an option of the control names, from 1; 0 for none."""
    return 0 if choice == WHOLE else int(choice.split()[0])


@lru_cache
def travel(left_out):
    """The run without that step, or whole for 0, and what each step had before and after."""
    run, tables = Run(), []
    for number, step in enumerate(STEPS, 1):
        before, after = getattr(nine_steps, step.function)(run, number == left_out)
        tables.append((list(before), list(after)))
    return run, tables


@lru_cache
def results(left_out):
    """What the run gave whoever trains, serves and measures, by a name for each."""
    run, _ = travel(left_out)
    found = {"events accepted": len(run.events), "events in quarantine": len(run.quarantine)}
    for row in run.training:
        place = f"training row of {plain(row['label of'])}"
        found |= {f"{place}: {name}": row[name] for name in FEATURES}
    found |= {f"served at 10:20: {name}": run.online[name] for name in FEATURES}
    found["vectors in the log"] = len(run.log)
    return found


def skew(left_out):
    """How many values of the log differ from training, and of how many, by the platform."""
    run, _ = travel(left_out)
    total = run.store.skew_report(run.log, FRAUD).total
    return total.compared - total.equal, total.compared


def differences(left_out):
    """Name, whole and broken value of each result that leaving the step out has changed."""
    whole, broken = results(0), results(left_out)
    return [(name, whole[name], broken[name]) for name in whole if whole[name] != broken[name]]


def before_the_first(left_out):
    advice = "Run the steps one by one, or leave one out and see what changes."
    if left_out:
        advice = f"Step {left_out} will be left out."
    rows = [
        [str(number), step.name, step.does, step.without] for number, step in enumerate(STEPS, 1)
    ]
    labels = ["no.", "step", "what it does", "without it"]
    return [
        {"type": "text", "text": f"**Nothing has run yet.** Payment {FOLLOWED} is on its way."},
        {"type": "text", "text": advice},
        {
            "type": "table",
            "caption": "The nine steps",
            "columns": [{"label": label, "align": "left"} for label in labels],
            "rows": rows,
        },
    ]


def sentence(number, left_out):
    if number == LAST and left_out:
        count, (differ, compared) = len(differences(left_out)), skew(left_out)
        results_differ = "1 result differs" if count == 1 else f"{count} results differ"
        text = (
            f"**Without step {left_out}, {results_differ}.** "
            f"The skew report says: {differ} of {compared} values differ."
        )
        if not compared:
            text = f"**Without step {left_out}, {results_differ}.** There is no log to report on."
        return {"type": "text", "text": text, "tone": "bad"}
    step = STEPS[number - 1]
    place = f"Step {number} of {LAST}, {step.name}"
    if number == left_out:
        text = f"**{place}, is left out.** It would {step.does}."
        return {"type": "text", "text": text, "tone": "bad"}
    return {"type": "text", "text": f"**{place}**: {step.does}."}


def stages(number, left_out):
    items = []
    for place, step in enumerate(STEPS, 1):
        words = ["left out"] if place == left_out else ["done"] if place < number else []
        if place == number:
            words.append("you are here")
        items.append(
            {
                "text": step.name,
                "state": ", ".join(words),
                "current": place == number,
                "tone": "bad" if place == left_out else None,
            }
        )
    return {"type": "steps", "label": "The nine steps", "items": items}


def damage(left_out):
    rows = [
        [name, plain(whole), {"text": plain(broken), "tone": "bad"}]
        for name, whole, broken in differences(left_out)
    ]
    noticed = [f"{differ} of {compared}" for differ, compared in (skew(0), skew(left_out))]
    tone = "bad" if noticed[0] != noticed[1] else None
    rows.append(["skew report: values that differ", noticed[0], {"text": noticed[1], "tone": tone}])
    labels = ["result", "with all nine", f"without step {left_out}"]
    return {
        "type": "table",
        "caption": f"Every result that differs without step {left_out}, {STEPS[left_out - 1].name}",
        "columns": [
            {"label": label, "align": "right" if place else "left"}
            for place, label in enumerate(labels)
        ],
        "rows": rows,
    }


def step_blocks(number, left_out):
    step, (before, after) = STEPS[number - 1], travel(left_out)[1][number - 1]
    told = "What happened without it" if number == left_out else "If you skip this"
    return [
        data_table(f"Before step {number}", before),
        data_table(f"After step {number}", after),
        {"type": "code", "title": "The line that does it", "text": step.code},
        {"type": "text", "text": f"{told}: {step.without}."},
    ]


def data_table(caption, rows):
    if not rows:
        rows = [{"rows": "none"}]
    return {
        "type": "table",
        "caption": caption,
        "columns": [
            {"label": name, "align": "right" if has_numbers(rows, name) else "left"}
            for name in rows[0]
        ],
        "rows": [[plain(value) for value in row.values()] for row in rows],
        "current": next((place for place, row in enumerate(rows) if is_followed(row)), None),
    }


def has_numbers(rows, name):
    return any(isinstance(row[name], int | float) for row in rows)


def is_followed(row):
    """Whether a row is about the payment that the story follows."""
    values = row.values()
    return PAID_AT in values or any(FOLLOWED in value for value in values if isinstance(value, str))


def plain(value):
    """A value as a cell: times without their zone, which is UTC, and nothing as null."""
    if isinstance(value, datetime):
        clock = f"{value:%H:%M:%S}"
        return clock if value.day == PAID_AT.day else f"{value.day} March {clock}"
    if isinstance(value, float):
        return f"{value:.2f}"
    return "null" if value is None else str(value)
