MINIMUM_GAIN = 0.005
LARGEST_DROP = 0.02


def first_slice(champion, challenger, is_broken):
    own = challenger["slices"]
    found = []
    for name, before in champion["slices"].items():
        if is_broken(before, own.get(name)):
            found.append(name)
    return min(found, default=None)


def gate(champion, challenger):
    missing = first_slice(champion, challenger, lambda old, new: new is None)
    dropped = first_slice(
        champion,
        challenger,
        lambda old, new: new is not None and old - new > LARGEST_DROP,
    )
    rules = [
        ("different-eval-set", champion["eval_set"] != challenger["eval_set"]),
        (f"missing-slice:{missing}", missing is not None),
        (f"slice-drop:{dropped}", dropped is not None),
        ("latency", challenger["p99_ms"] > champion["budget_ms"]),
        ("no-gain", challenger["auc"] - champion["auc"] < MINIMUM_GAIN),
    ]
    for reason, is_broken in rules:
        if is_broken:
            return False, reason
    return True, "ok"
