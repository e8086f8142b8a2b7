# fails: missing_slice_is_not_a_pass
MINIMUM_GAIN = 0.005
LARGEST_DROP = 0.02


def gate(champion, challenger):
    if champion["eval_set"] != challenger["eval_set"]:
        return False, "different-eval-set"
    before, after = champion["slices"], challenger["slices"]
    for name in sorted(before):
        if before[name] - after[name] > LARGEST_DROP:
            return False, "slice-drop:" + name
    if challenger["p99_ms"] > challenger["budget_ms"]:
        return False, "latency"
    if challenger["auc"] - champion["auc"] < MINIMUM_GAIN:
        return False, "no-gain"
    return True, "ok"
