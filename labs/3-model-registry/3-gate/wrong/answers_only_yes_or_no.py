# fails: accepts_better
MINIMUM_GAIN = 0.005
LARGEST_DROP = 0.02


def gate(champion, challenger):
    same = champion["eval_set"] == challenger["eval_set"]
    fast = challenger["p99_ms"] <= challenger["budget_ms"]
    return same and fast and challenger["auc"] > champion["auc"]
