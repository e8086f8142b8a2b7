from mlplat_core import Breaker, BreakerPolicy

MODEL_MS = 8  # what the model needs


def serve(clock, deadline_ms, fetch, model, fallback, breaker):
    """The value, and where it comes from: "model" or "fallback:REASON"."""
    # clock() says what time it is, in milliseconds.
    # TODO(breaker_opens_after_three): may the store be asked at all?
    # TODO(reserves_time_for_the_model): is all of the time the store's?
    # TODO(never_exceeds_deadline, returns_fallback_on_timeout): no answer?
    features = fetch(deadline_ms)
    # TODO(success_resets_breaker): what does the breaker learn?
    # TODO(calls_a_late_answer_late): what time is it by now?
    value = model(features)
    return value  # TODO(happy_path): and where does it come from?


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
