MODEL_MS = 8


def serve(clock, deadline_ms, fetch, model, fallback, breaker):
    """Two moments are fixed at the start: the model's and the caller's."""
    end = clock() + deadline_ms
    model_starts = end - MODEL_MS
    if breaker.state == "open" or not breaker.admit():
        return (fallback, "fallback:open")
    reason = None
    try:
        features = fetch(model_starts - clock())
        if clock() > model_starts:
            reason = "late"
    except TimeoutError:
        reason = "timeout"
    if reason:
        breaker.failed()
        return (fallback, f"fallback:{reason}")
    breaker.succeeded()
    value = model(features)
    if clock() <= end:
        return (value, "model")
    return (fallback, "fallback:late")
