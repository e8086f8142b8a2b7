MINIMUM_GAIN = 0.005
LARGEST_DROP = 0.02


def complaints(champion, challenger):
    """Everything that is wrong, the most important first."""
    slices = challenger["slices"]
    losses = {}
    for name, before in champion["slices"].items():
        if name in slices:
            losses[name] = before - slices[name]
    if challenger["eval_set"] != champion["eval_set"]:
        yield "different-eval-set"
    for name in sorted(set(champion["slices"]) - set(slices)):
        yield f"missing-slice:{name}"
    for name in sorted(losses):
        if losses[name] > LARGEST_DROP:
            yield f"slice-drop:{name}"
    if challenger["p99_ms"] > challenger["budget_ms"]:
        yield "latency"
    if challenger["auc"] < champion["auc"] + MINIMUM_GAIN:
        yield "no-gain"


def gate(champion, challenger):
    first = next(complaints(champion, challenger), "ok")
    return first == "ok", first
