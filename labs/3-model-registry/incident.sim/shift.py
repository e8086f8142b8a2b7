"""What has the learner done so far, and how do things stand because of it?"""

import random
from dataclasses import dataclass
from functools import lru_cache

from afternoon import BEFORE, CALL, CLOSING, FROM_MEMORY, PUSHED, REFUSED, VERSIONS
from registered import filled_registry, model_of

from mlplat_core import ConflictError, ModelRegistry

WITHOUT, WITH = "without a registry", "with a registry"
MINUTES = {  # what each move takes
    "dashboard": 5,
    "log": 5,
    "ask": 20,
    "hashes": 10,
    "replay": 40,
    "history": 1,
    "champion": 1,
    "lineage": 2,
    "restore": 10,
    "retrain": 90,
    "set_alias": 1,
    "rollback": 1,
}
OF_THE_REGISTRY = ("history", "champion", "lineage", "set_alias", "rollback")
NOTHING_PUSHED = ((0, BEFORE),)  # what is deployed on an afternoon without an incident
FILES = ("model_old.json", "model_final.json", "model_final_2.json", "model_backup.json")
MOVES = {  # what a learner may choose, and which move that is, with which file
    "look at the dashboard": ("dashboard", ""),
    "read the service's log": ("log", ""),
    "ask who did it": ("ask", ""),
    "compare the files' hashes": ("hashes", ""),
    "ask every file about last month": ("replay", ""),
    "registry: history": ("history", ""),
    "registry: who is champion": ("champion", ""),
    "registry: compare lineages": ("lineage", ""),
    **{f"restore {file}": ("restore", file) for file in FILES},
    "retrain from memory": ("retrain", ""),
    "registry: set_alias to 2": ("set_alias", ""),
    "registry: rollback": ("rollback", ""),
}
COPIES = (
    (BEFORE, "1 Oct 09:12"),
    (REFUSED, "2 Nov 16:40"),
    (PUSHED, "10 Nov 13:52"),
    (PUSHED, "10 Nov 14:05"),
)
FIRST_GAME = 24  # in which the backup, as so often, was made a little too late


def move_behind(option):
    """The move that an option of a control names, before the comma and the minutes."""
    return MOVES[option.rpartition(", ")[0]]


@dataclass(frozen=True)
class Move:
    """One thing that was done: with which file, until when, and what came of it.

    `loaded` is the model that the service loaded because of it, or empty; `problem` is what the
    registry objected.
    """

    control: str
    choice: str
    until: int
    loaded: str
    problem: str


@dataclass(frozen=True)
class Shift:
    """How things stand after some moves: `minute` counts from the push.

    There is no `registry` in the round without one.
    """

    minute: int
    moves: tuple[Move, ...]
    registry: ModelRegistry | None

    @property
    def deployed(self):
        """Pairs of minute and model, oldest first; the last one runs."""
        loaded = [(move.until, move.loaded) for move in self.moves if move.loaded]
        return ((0, PUSHED), *loaded)

    @property
    def runs(self):
        return self.deployed[-1][1]


def disk(game):
    """What each file beside the model is a copy of, and its date; every game mixes them anew."""
    copies = list(COPIES)
    random.Random(FIRST_GAME + game).shuffle(copies)
    return dict(zip(FILES, copies))


def done_in(state, name):
    """The moves of a round as `play` takes them; the state crosses to the page as JSON."""
    return tuple((control, choice) for control, choice in state["rounds"][name]["moves"])


def minute_after(done):
    """The minute after the push at which these moves are done; at closing the clock stops."""
    return min(CALL + sum(MINUTES[control] for control, _ in done), CLOSING)


@lru_cache(64)
def play(round_name, game, done):
    """The shift after the moves, each a pair of control and choice."""
    registry, clock = filled_registry() if round_name == WITH else (None, None)
    moves = []
    for place, (control, choice) in enumerate(done, 1):
        minute = minute_after(done[:place])
        loaded, problem = "", ""
        if control == "restore":
            loaded = disk(game)[choice][0]
        elif control == "retrain":
            loaded = FROM_MEMORY
        elif control in ("set_alias", "rollback") and registry is not None:
            clock.set_to(minute)
            loaded, problem = move_alias(registry, control)
        moves.append(Move(control, choice, minute, loaded, problem))
    return Shift(minute_after(done), tuple(moves), registry)


def move_alias(registry, control):
    """The model that the service loads then, and what the registry objected; one is empty."""
    why = {"actor": "you", "reason": "reviews exploded after the promotion of version 3"}
    try:
        if control == "rollback":
            return model_of(registry.rollback("fraud", "champion", **why)), ""
        return model_of(registry.set_alias("fraud", "champion", VERSIONS[REFUSED], **why)), ""
    except ConflictError as error:
        return "", str(error)
