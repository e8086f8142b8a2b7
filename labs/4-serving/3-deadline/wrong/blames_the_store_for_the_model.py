# fails: agrees_with_the_platform
MODEL_MS = 8


def serve(clock, deadline_ms, fetch, model, fallback, breaker):
    started = clock()
    if not breaker.admit():
        return fallback, "fallback:open"
    try:
        features = fetch(deadline_ms - MODEL_MS)
    except TimeoutError:
        breaker.failed()
        return fallback, "fallback:timeout"
    if clock() - started > deadline_ms - MODEL_MS:
        breaker.failed()
        return fallback, "fallback:late"
    breaker.succeeded()
    value = model(features)
    if clock() - started > deadline_ms:
        breaker.failed()
        return fallback, "fallback:late"
    return value, "model"
