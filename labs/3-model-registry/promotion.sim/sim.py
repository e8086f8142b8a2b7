"""Which version may go live, who says so, and what does the log keep?"""

import forgery
from moves import MOVES
from one_day import desk_after, one_more
from pictures import (
    address,
    canary_blocks,
    gate_blocks,
    log_blocks,
    text,
    versions_table,
    way,
)

FULL = 60
"""So many moves fit; then the view would take too long."""
START = "**Version 1 is live, and four others want its place.** Choose one and move it to Staging."


def initial(params):
    """Nobody has moved anything; the log has what was registered."""
    return {"moves": [], "said": START, "tone": None, "forged": None}


def act(state, action, params):
    verb = action["control"]
    if verb == "reset":
        return initial(params)
    if verb in MOVES:
        return move(state, verb, number_of(params["version"]))
    if verb == "tamper":
        return tamper(state, int(params["entry"]), params["forger"])
    if verb == "restore":
        return restore(state)
    return state


def view(state, params):
    number, desk = number_of(params["version"]), desk_after(state["moves"])
    store, head = desk.store, noted_head(desk)
    if state["forged"]:
        store = forgery.forge(store, *state["forged"])
    return [
        text(state["said"], state["tone"]),
        way(desk, number),
        versions_table(desk, number, params["classic"]),
        address(desk, params["classic"]),
        *gate_blocks(desk, number),
        *canary_blocks(desk, number),
        *log_blocks(store, head),
    ]


def number_of(option):
    """The number in `version 2`."""
    return int(option.split()[1])


def move(state, verb, number):
    """The state after a move; what was refused without a trace is not among its moves."""
    desk = desk_after(state["moves"])
    if state["forged"]:
        return told(state, f"{problem_with(desk, state['forged'])} Restore the log first.", "bad")
    if len(state["moves"]) >= FULL:
        return told(state, f"{FULL} moves are enough for one day. Press Reset.", "bad")
    said, well, moves = one_more(state["moves"], verb, number)
    return told(state | {"moves": moves}, said, None if well else "bad")


def told(state, said, tone=None):
    return state | {"said": said, "tone": tone}


def noted_head(desk):
    """The hash of the last entry, as somebody has written it down where no forger reaches it."""
    return desk.registry.history()[-1].hash


def problem_with(desk, forged):
    store = forgery.forge(desk.store, *forged)
    return forgery.check(store, noted_head(desk))[2]


def tamper(state, entry, forger):
    length = len(desk_after(state["moves"]).store.read(0))
    if state["forged"]:
        return told(state, "One forgery at a time. Restore the log first.", "bad")
    if entry > length:
        return told(state, f"There is no entry {entry}; the log ends with {length}.", "bad")
    said = (
        f"**Somebody has changed entry {entry}: {forger}.** It names another person now. "
        "Below is what verify() makes of it, given the head that was noted elsewhere before."
    )
    return told(state | {"forged": [entry, forger]}, said)


def restore(state):
    if not state["forged"]:
        return told(state, "Nobody has touched the log; there is nothing to restore.", "bad")
    return told(
        state | {"forged": None}, "**The log is back from its copy, and so is the way on.**"
    )
