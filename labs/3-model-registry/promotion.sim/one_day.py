"""Where have all the moves of a day led to, and what comes of one more?"""

from moves import MOVES, Desk
from versions import open_registry

from mlplat_core.errors import PlatformError, PromotionRejectedError

ADVICE = {
    "validate": "An archived version has to be registered anew.",
    "back": "Move it to Staging first.",
    "gates": "Move it to Staging first.",
    "canary": "A canary is the challenger, with its gates passed.",
    "promote": "Nothing was moved. Each reason above names what is missing.",
    "rollback": "Roll back only what was promoted, and keep what you may need again.",
    "archive": "Send it back, or let another version take its place; then archive it.",
}

LATEST = []
"""At most one pair: moves, and the desk that they led to. It saves time and changes no answer."""


def replay(moves):
    """The desk after these moves, each a verb and the number of a version."""
    desk = Desk(*open_registry())
    for verb, number in moves:
        try:
            MOVES[verb](desk, number)
        except PromotionRejectedError:
            continue  # the refusal stands in the log
    return desk


def desk_after(moves):
    """The same, to look at and not to change; at hand if nothing else has been asked since."""
    if not LATEST or LATEST[0][0] != moves:
        LATEST[:] = [(moves, replay(moves))]
    return LATEST[0][1]


def one_more(moves, verb, number):
    """What a move says, whether it went well, and the moves that the log has from now on."""
    desk, later = desk_after(moves), [*moves, [verb, number]]
    LATEST.clear()  # the desk is about to change
    try:
        said, well = f"**{MOVES[verb](desk, number)}**", True
    except PromotionRejectedError as refusal:
        said, well = f"{refusal}. {ADVICE[verb]}", False
    except PlatformError as refusal:
        return f"{refusal} {ADVICE.get(verb, '')}".strip(), False, moves
    LATEST[:] = [(later, desk)]
    return said, well, later
