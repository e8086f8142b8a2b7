# fails: reserves_time_for_the_model
MODEL_MS = 8


def serve(clock, deadline_ms, fetch, model, fallback, breaker):
    started = clock()
    if not breaker.admit():
        return fallback, "fallback:open"
    try:
        features = fetch(42)
    except TimeoutError:
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
