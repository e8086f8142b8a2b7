"""Which version is running, and how long does it take to get the last good one back?

Two rounds of the same afternoon, without a registry and with one. The state holds the moves alone;
how things stand is computed from them, by real models about real rows of the shop.
"""

from afternoon import (
    A_MINUTE,
    BEFORE,
    CALL,
    CLOSING,
    ask_all_models,
    is_suspected,
    scores_before,
    share,
)
from findings import finding
from queue_chart import chart
from review_desk import afternoon_of, damage, waiting
from scorecard import comparison, is_over, shift_of, times, verdict
from shift import NOTHING_PUSHED, WITH, WITHOUT, done_in, move_behind
from words import clock, percent, table


def initial(params):
    """The first game, with neither round begun, and every model asked once for all that follows."""
    ask_all_models()
    return new_game(0)


def new_game(number):
    rounds = {name: {"moves": [], "said": None} for name in (WITHOUT, WITH)}
    return {"game": number, "rounds": rounds}


def act(state, action, params):
    """A press is a move of the chosen round, until that is over; selects only choose."""
    control, name = action["control"], params["round"]
    if control == "reset":
        return new_game(state["game"] + 1)
    if action["type"] != "press" or is_over(state, name):
        return state
    now = state["rounds"][name]
    if control == "say":
        after = {**now, "said": params["claim"]}
    else:
        option = params["question" if control == "look" else "change"]
        after = {**now, "moves": [*now["moves"], [*move_behind(option)]]}
    return {**state, "rounds": {**state["rounds"], name: after}}


def view(state, params):
    name = params["round"]
    shift, over = shift_of(state, name), is_over(state, name)
    until = CLOSING if over else shift.minute
    if over:
        first = [verdict(state, name), *outlook(state, name)]
    elif shift.moves:
        first = newest(state, name, shift)
    else:
        first = [alarm(shift)]
    return [
        *first,
        *(comparison(state) if over else []),
        chart(shift.deployed, until),
        losses(shift.deployed, until),
        *earlier(state, name, shift),
    ]


# --- What is going on. ---


def alarm(shift):
    sent = [each for each in afternoon_of(shift.deployed) if each.came < CALL * A_MINUTE]
    (queue,) = waiting(shift.deployed, [CALL])
    usual = share(map(is_suspected, scores_before(BEFORE)))
    text = (
        f"**{clock(CALL)}. The review desk calls: {queue} payments wait.** Since 14:00 it was sent "
        f"{percent(len(sent) / (CALL * A_MINUTE))} of all payments, and last month "
        f"{percent(usual)}. Somebody has pushed a model. Find out what runs, bring back what ran "
        "until today, then say so."
    )
    return {"type": "text", "text": text, "tone": "bad"}


def newest(state, name, shift):
    found = finding(name, state["game"], done_in(state, name))
    since = shift.minute - CALL
    text = f"**{clock(shift.minute)}, {since} min after the call.** {found.sentence}"
    return [{"type": "text", "text": text}, *found.blocks]


def outlook(state, name):
    """What to play next, or what both rounds say together."""
    other = WITHOUT if name == WITH else WITH
    text = f"Now play the same afternoon {other}."
    if is_over(state, other):
        text = f"{times(state)} Reset begins another afternoon, with the files in other places."
    return [{"type": "text", "text": text}]


def losses(deployed, until):
    now, usual = damage(deployed, until), damage(NOTHING_PUSHED, until)
    counted = {
        "honest, sent to the desk": (now.honest_sent, usual.honest_sent),
        "waved through, for want of time": (now.waved_through, usual.waved_through),
        "fraud, let through": (now.fraud_through, usual.fraud_through),
        "decided wrongly": (now.wrong, usual.wrong),
        "cost of looks and of fraud, euros": (now.euros, usual.euros),
    }
    rows = [[what, *(f"{number:,}" for number in pair)] for what, pair in counted.items()]
    caption = f"{now.payments:,} payments until {clock(until)}, as their charge-backs will tell"
    return table(
        caption, ["what happened", "this afternoon", "without the push"], rows, numbers=(1, 2)
    )


def earlier(state, name, shift):
    """What the moves before the newest have shown, so that nobody needs to take notes."""
    done = done_in(state, name)
    count = len(done) if is_over(state, name) else len(done) - 1
    if count < 1:
        return []
    rows = [
        [clock(move.until), finding(name, state["game"], done[: place + 1]).sentence]
        for place, move in enumerate(shift.moves[:count])
    ]
    notes = table("What you have seen", ["until", "what it showed"], rows)
    return [{"type": "fold", "summary": f"Your notes ({count})", "blocks": [notes]}]
