MINIMUM_GAIN = 0.005
LARGEST_DROP = 0.02


def gate(champion, challenger):
    """Whether the challenger may take over, and the reason."""
    # Numbers from different data cannot be compared, so this comes first.
    if champion["eval_set"] != challenger["eval_set"]:
        return False, "different-eval-set"
    # The champion's slices, not the challenger's: whoever leaves one out
    # would otherwise never be asked about it.
    before, after = champion["slices"], challenger["slices"]
    for name in sorted(before):
        if name not in after:
            return False, "missing-slice:" + name
    for name in sorted(before):
        if before[name] - after[name] > LARGEST_DROP:
            return False, "slice-drop:" + name
    if challenger["p99_ms"] > challenger["budget_ms"]:
        return False, "latency"
    if challenger["auc"] - champion["auc"] < MINIMUM_GAIN:
        return False, "no-gain"
    return True, "ok"


champion = {
    "auc": 0.719,
    "eval_set": "october",
    "slices": {"new users": 0.803, "known users": 0.752},
    "p99_ms": 12,
    "budget_ms": 50,
}
challenger = {
    "auc": 0.755,
    "eval_set": "october",
    "slices": {"new users": 0.656, "known users": 0.791},
    "p99_ms": 14,
    "budget_ms": 50,
}
print(gate(champion, challenger))  # wanted: (False, "slice-drop:new users")
