# fails: calls_a_late_answer_late
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
    value = model(features)
    if clock() - started > deadline_ms:
        breaker.failed()
        return fallback, "fallback:late"
    breaker.succeeded()
    if clock() - started > deadline_ms:
        return fallback, "fallback:late"
    return value, "model"
