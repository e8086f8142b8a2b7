# fails: breaker_opens_after_three
MODEL_MS = 8


def serve(clock, deadline_ms, fetch, model, fallback, breaker):
    started = clock()
    if not breaker.admit():
        return fallback, "fallback:open"
    try:
        features = fetch(deadline_ms - MODEL_MS)
    except TimeoutError:
        return fallback, "fallback:timeout"
    if clock() - started > deadline_ms - MODEL_MS:
        breaker.failed()
        return fallback, "fallback:late"
    breaker.succeeded()
    value = model(features)
    if clock() - started > deadline_ms:
        return fallback, "fallback:late"
    return value, "model"
