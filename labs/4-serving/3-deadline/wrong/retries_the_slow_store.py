# fails: never_exceeds_deadline
MODEL_MS = 8


def serve(clock, deadline_ms, fetch, model, fallback, breaker):
    started = clock()
    if not breaker.admit():
        return fallback, "fallback:open"
    features = None
    for _ in range(2):
        try:
            features = fetch(deadline_ms - MODEL_MS)
            break
        except TimeoutError:
            pass
    if features is None:
        breaker.failed()
        return fallback, "fallback:timeout"
    if clock() - started > deadline_ms - MODEL_MS:
        breaker.failed()
        return fallback, "fallback:late"
    breaker.succeeded()
    value = model(features)
    if clock() - started > deadline_ms:
        return fallback, "fallback:late"
    return value, "model"
