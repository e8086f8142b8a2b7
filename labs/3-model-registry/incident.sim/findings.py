"""What does the learner see after a move?"""

from functools import lru_cache

import asked_registry
import by_hand
from shift import OF_THE_REGISTRY, play

FINDINGS = {
    "dashboard": by_hand.dashboard,
    "log": by_hand.deploy_log,
    "ask": by_hand.ask,
    "hashes": by_hand.hashes,
    "replay": by_hand.replay,
    "restore": by_hand.restore,
    "retrain": by_hand.retrain,
    "history": asked_registry.history,
    "champion": asked_registry.champion,
    "lineage": asked_registry.lineage,
    "set_alias": asked_registry.alias_moved,
    "rollback": asked_registry.alias_moved,
}


@lru_cache(256)
def finding(round_name, game, done):
    """What came of the last of these moves."""
    shift = play(round_name, game, done)
    move = shift.moves[-1]
    if move.problem:
        return by_hand.Finding(f"The registry refuses: {move.problem}")
    if move.control in OF_THE_REGISTRY and shift.registry is None:
        return by_hand.Finding(
            "There is no registry. Nobody wrote down what runs, or what ran before."
        )
    return FINDINGS[move.control](shift, game)
