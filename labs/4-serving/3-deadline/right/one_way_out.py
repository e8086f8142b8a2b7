MODEL_MS = 8


def serve(clock, deadline_ms, fetch, model, fallback, breaker):
    """Everything that goes wrong has a reason; one place answers them."""
    started = clock()

    def left():
        return deadline_ms - (clock() - started)

    def score():
        if not breaker.admit():
            return None, "open"
        try:
            features = fetch(left() - MODEL_MS)
        except TimeoutError:
            breaker.failed()
            return None, "timeout"
        in_time = left() >= MODEL_MS
        breaker.succeeded() if in_time else breaker.failed()
        value = model(features) if in_time else None
        return value, "late" if left() < 0 or not in_time else ""

    value, reason = score()
    return (fallback, "fallback:" + reason) if reason else (value, "model")
