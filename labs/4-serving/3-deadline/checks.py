import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from labkit.asking import Call, EntryPoint, expect, explain
from labkit.differential import expect_agreement, pick
from mlplat_core import Breaker, BreakerPolicy, Deadline
from mlplat_core.serving.protection.deadline import Watch

MODEL_MS = 8
PARAMETERS = ("clock", "deadline_ms", "fetch", "model", "fallback", "breaker")
SERVE = EntryPoint("serve", PARAMETERS, "the value and where it comes from")


@dataclass(frozen=True)
class Request:
    """What one request will meet, in milliseconds."""

    store: int = 30
    model: int = 5
    later: int = 0  # after the request before it
    stubborn: bool = False  # a store that does not look at its time-out

    def __str__(self):
        later = f"{self.later} ms later, " if self.later else ""
        stubborn = " whatever its time-out" if self.stubborn else ""
        return f"{later}the store takes {self.store} ms{stubborn}, the model {self.model} ms"


class Shop:
    """Where time is spent; it stands still in between. The breaker is the platform's."""

    def __init__(self):
        self.now = 0
        self.given = []
        self.scored = 0
        policy = BreakerPolicy(failures=3, open_s=1)
        # Exact fractions of a second: nobody is late by a rounding.
        self.breaker = Breaker(policy, lambda: Fraction(self.now) / 1000)

    def answer(self, serve, request, deadline_ms):
        self.now += request.later

        def fetch(timeout_ms):
            self.given.append(timeout_ms)
            in_time = request.stubborn or request.store <= timeout_ms
            self.now += request.store if in_time else max(0, timeout_ms)
            if not in_time:
                raise TimeoutError(f"no answer within {timeout_ms} ms")
            return {"payments_5m": 3}

        def model(features):
            self.scored += 1
            self.now += request.model
            return features["payments_5m"] / 10

        return serve(lambda: self.now, deadline_ms, fetch, model, "review", self.breaker)


class Requests(EntryPoint):
    """Asks what several requests in a row are answered."""

    def find(self, learner):
        return answers_of(SERVE.find(learner))


def answers_of(serve):
    def answers(requests, deadline_ms):
        shop = Shop()
        given = [shop.answer(serve, request, deadline_ms) for request in requests]
        return given if len(given) > 1 else given[0]

    return answers


class Story(Call):
    """Requests in a row, in words: what they meet cannot be seen in the call."""

    def __str__(self):
        met = "; ".join(in_words(*group) for group in groupby(self.arguments["requests"]))
        deadline_ms = self.arguments["deadline_ms"]
        return f'serve(clock, {deadline_ms}, fetch, model, "review", breaker), where {met}'


def in_words(request, repeated):
    times = len(list(repeated))
    return str(request) if times == 1 else f"{times} times {request}"


def describe_answers(yours, wanted):
    """What to say about an answer that is no pair."""
    answers = yours if isinstance(wanted, list) else [yours]
    if any(not isinstance(answer, tuple) or len(answer) != 2 for answer in answers):
        return (
            "serve returns a pair: the value and where it comes from. Whoever reads the answer "
            "must be able to tell a score from a fall-back."
        )
    return ""


ANSWERS = Requests("serve", ("requests", "deadline_ms"), "a value and its source", describe_answers)
TIMEOUT, LATE = ("review", "fallback:timeout"), ("review", "fallback:late")
OPEN, SCORED = ("review", "fallback:open"), (0.3, "model")


def serving(*requests, deadline_ms=50):
    named = {"requests": list(requests), "deadline_ms": deadline_ms}
    return Story(ANSWERS, named, frozenset())


def shop_after(learner, *requests, deadline_ms=50):
    """The shop after these requests."""
    serve, shop = SERVE.find(learner), Shop()
    for request in requests:
        shop.answer(serve, request, deadline_ms)
    return shop


DOWN = Request(store=200)


# --- The checks, from the basic mistake to the subtle one. ---


def check_happy_path(learner):
    """Answers with the model when there is time"""
    why = 'The store answered and the model scored, all in time: return the score and "model".'
    expect(learner, serving(Request()), SCORED, why)


def check_never_exceeds_deadline(learner):
    """Answers within the deadline when the store does not"""
    call = serving(DOWN)
    wanted = "an answer within 50 ms"
    try:
        shop = shop_after(learner, DOWN)
    except TimeoutError:
        why = "The store timed out and so did you. Catch it and answer with the fall-back."
        raise AssertionError(explain(why, call, "raised TimeoutError", wanted)) from None
    if len(shop.given) > 1:
        why = "The second try doubled the wait: over the deadline. No retry without time left."
    else:
        why = "You gave the store more time than you had. By now the caller has gone."
    assert shop.now <= 50, explain(why, call, f"an answer after {shop.now} ms", wanted)


def check_returns_fallback_on_timeout(learner):
    """Returns the fall-back on a time-out, and says so"""

    def why(yours):
        value, source = yours
        if value == 0.0:
            return "0.0 would approve everything. Return the fall-back that you were given."
        if value == "review":
            return (
                f'You call it "{source}". No answer came at all, so it is a "fallback:timeout"; '
                "who looks for the cause later has only this word."
            )
        return "Without features there is no score. Return the fall-back that you were given."

    expect(learner, serving(DOWN), TIMEOUT, why)


def check_reserves_time_for_the_model(learner):
    """Leaves the model its time"""
    for deadline_ms in (50, 200):
        left = deadline_ms - MODEL_MS
        shop = shop_after(learner, Request(), deadline_ms=deadline_ms)
        given = shop.given[0] if shop.given else "no"
        why = (
            f"fetch got {given} of {deadline_ms} ms; the model needs {MODEL_MS}. Give it {left}: "
            "features that come at the last moment are no use to anybody."
        )
        call = serving(Request(), deadline_ms=deadline_ms)
        assert shop.given == [left], explain(why, call, f"fetch({given})", f"fetch({left})")


def check_calls_a_late_answer_late(learner):
    """Calls a late answer late"""
    why = (
        "The model took its time, and at 60 of 50 ms the caller has gone. Look at the clock once "
        "more before you hand the score out."
    )
    expect(learner, serving(Request(model=30)), LATE, why)
    why = "50 of 50 ms is in time. Late is what comes after the deadline."
    expect(learner, serving(Request(store=42, model=8)), SCORED, why)

    stubborn = Request(store=47, model=2, stubborn=True)
    why = (
        "This store does not look at its time-out and answers at 47 ms. The model needs 8 and "
        "would have 3: do not even begin."
    )
    expect(learner, serving(stubborn), LATE, why)
    scored = shop_after(learner, stubborn).scored
    times = f"the model was asked {scored} times"
    assert not scored, explain(why, serving(stubborn), times, "the model is not asked")


def check_breaker_opens_after_three(learner):
    """Asks a store no more that failed three times"""
    requests = [DOWN] * 4
    why = (
        "Fourth call in a row waits again. After three failures stop asking for a second: ask the "
        "breaker before the store, and tell it of every failure."
    )
    expect(learner, serving(*requests), [TIMEOUT] * 3 + [OPEN], why)
    asked = len(shop_after(learner, *requests).given)
    yours = f"the store was asked {asked} times"
    assert asked == 3, explain(why, serving(*requests), yours, "3 times")


def check_success_resets_breaker(learner):
    """Forgives a store that answers again"""
    fine = Request()
    requests = [DOWN, DOWN, fine, DOWN, DOWN, fine]
    wanted = [TIMEOUT, TIMEOUT, SCORED, TIMEOUT, TIMEOUT, SCORED]
    why = (
        "Two failures, a success, two failures: the breaker must still be closed. It counts "
        "failures in a row, so tell it of successes, too."
    )
    expect(learner, serving(*requests), wanted, why)


def check_agrees_with_the_platform(learner):
    """Agrees with the platform on 300 seeded evenings"""
    rng = random.Random(43)
    expect_agreement(
        learner,
        [bad_evening(rng) for _ in range(300)],
        answers_of(serve_with_the_platform),
        named="the platform",
        leave_out={"requests": 1},
        unusual=oddity,
    )


def bad_evening(rng):
    """The store hangs often, answers at the last moment, or does not look at its time-out."""
    deadline_ms = pick(rng, (20, 50, 80))
    left = deadline_ms - MODEL_MS
    requests = []
    for _ in range(pick(rng, range(1, 9))):
        store = pick(rng, (3, 3, left, left + 1, 200, 200))
        model = pick(rng, (5, 5, 5, MODEL_MS, MODEL_MS + 1, 90))
        later = pick(rng, (0, 0, 0, 500, 1000))
        requests.append(Request(store, model, later, store > left and rng.random() < 0.25))
    return serving(*requests, deadline_ms=deadline_ms)


def oddity(call):
    """Of two stories as short as each other, the plainer one is shown."""
    requests = call.arguments["requests"]
    return sum((each.later > 0) + 2 * each.stubborn + (each.model != 5) for each in requests)


def serve_with_the_platform(clock, deadline_ms, fetch, model, fallback, breaker):
    """What mlplat_core says about time: its watch looks at the clock."""
    limits = Deadline(Fraction(deadline_ms), reserve_ms=Fraction(MODEL_MS))
    watch = Watch(limits, lambda: Fraction(clock()) / 1000)
    started = Fraction(clock()) / 1000
    if not breaker.admit():
        return fallback, "fallback:open"
    try:
        features = fetch(limits.total_ms - limits.reserve_ms)
    except TimeoutError:
        breaker.failed()
        return fallback, "fallback:timeout"
    if watch.is_late_for_model(started):
        breaker.failed()
        return fallback, "fallback:late"
    breaker.succeeded()
    value = model(features)
    return (fallback, "fallback:late") if watch.is_late(started) else (value, "model")
