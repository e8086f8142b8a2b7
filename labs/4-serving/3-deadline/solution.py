from mlplat_core import Breaker, BreakerPolicy

MODEL_MS = 8  # what the model needs


def serve(clock, deadline_ms, fetch, model, fallback, breaker):
    """The value, and where it comes from: "model" or "fallback:REASON"."""
    started = clock()
    # Three time-outs in a row cost three customers their time. The breaker
    # spares the fourth, and the store, which has enough to do.
    if not breaker.admit():
        return fallback, "fallback:open"
    try:
        features = fetch(deadline_ms - MODEL_MS)
    except TimeoutError:
        breaker.failed()
        return fallback, "fallback:timeout"
    # A store may also ignore the time it was given.
    if clock() - started > deadline_ms - MODEL_MS:
        breaker.failed()
        return fallback, "fallback:late"
    breaker.succeeded()
    value = model(features)
    # Nothing interrupts a model, so look at the clock once more. The
    # store has done its part: this is nothing to tell its breaker.
    if clock() - started > deadline_ms:
        return fallback, "fallback:late"
    return value, "model"


spent = []  # milliseconds, by whoever has taken them


def clock():
    return sum(spent)


def fetch(timeout_ms):  # a store that takes 30 ms, if it is given them
    spent.append(min(30, timeout_ms))
    if timeout_ms < 30:
        raise TimeoutError
    return {"payments_5m": 3}


def model(features):
    spent.append(MODEL_MS)
    return 0.2


breaker = Breaker(BreakerPolicy(failures=3, open_s=1), lambda: clock() / 1000)
for deadline_ms in (50, 35):
    print(serve(clock, deadline_ms, fetch, model, "review", breaker), clock())
# wanted: (0.2, 'model') 38, then ('review', 'fallback:timeout') 65
