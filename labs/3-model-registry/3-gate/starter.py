MINIMUM_GAIN = 0.005
LARGEST_DROP = 0.02


def gate(champion, challenger):
    """Whether the challenger may take over, and the reason."""
    # TODO(rejects_different_eval_set): may the numbers be compared?
    # TODO(missing_slice_is_not_a_pass): is a slice missing?
    # TODO(rejects_slice_regression): has a slice become worse?
    # TODO(latency_budget): is it fast enough?
    # TODO(accepts_better, noise_is_not_a_gain): is it better, really?
    if challenger["auc"] > champion["auc"]:
        return True, "ok"
    return False, "no-gain"


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
