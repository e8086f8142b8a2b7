# fails: rejects_different_eval_set
MINIMUM_GAIN = 0.005
LARGEST_DROP = 0.02


def gate(champion, challenger):
    if challenger["auc"] - champion["auc"] < MINIMUM_GAIN:
        return False, "no-gain"
    return True, "ok"
