"""Does the model get what it was trained on, and does the answer say what was not there?

What the second and the third lab on `/predict` check.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType

from labkit.checkout.given import READS, STORED
from labkit.checkout.service import (
    PAYMENT,
    Reply,
    Service,
    as_json,
    expect_fields,
    expect_status,
    message,
)
from labkit.checkout.stand_ins import KNOWN, CountedStore, StandInModel

DEFAULTS: Mapping[str, float] = {"avg_amount_30d": 42.0, "txn_count_7d": 1, "device_age_days": 30}
MEANINGS = {
    "avg_amount_30d": "a customer who never spends",
    "txn_count_7d": "a customer who has not been here for a week",
    "device_age_days": "a phone that is one day old at most",
}
AMOUNT = PAYMENT["amount"]
PARTS = tuple({name: KNOWN[name] for name in STORED if name != left_out} for left_out in STORED)


def ask(learner: ModuleType, stored: Mapping[str, float]) -> tuple[Reply, list[float], Service]:
    """The reply to a usual payment, what the model was given for it, and the service."""
    model = StandInModel()
    service = Service(learner, store=CountedStore(stored), model=model)
    reply = service.post()
    expect_status(reply, 200, "This is a payment as it should be. Answer it.")
    if not model.vectors:
        raise AssertionError(message("You never asked the model.", reply, "a score of the model"))
    return reply, model.vectors[-1], service


def expect_order(learner: ModuleType) -> None:
    """The vector is in the order of FEATURES, whatever order the store answers in."""
    reply, vector, _ = ask(learner, KNOWN)
    wanted = [AMOUNT, *KNOWN.values()]
    if vector == wanted:
        return
    names = {AMOUNT: "amount"} | {value: name for name, value in KNOWN.items()}
    for name, value, due in zip(READS, vector, wanted, strict=False):
        if value != due and value in names:
            why = (
                f"The model got {names[value]} where it expects {name}. It knows values by their "
                "place alone, and a store answers in any order: build the vector from FEATURES."
            )
            raise AssertionError(_vector_message(why, reply, vector, wanted))
    why = f"The model wants one value for each of FEATURES, {len(READS)} numbers."
    raise AssertionError(_vector_message(why, reply, vector, wanted))


def expect_one_read(learner: ModuleType) -> None:
    """All features of a request come in one call."""
    reply, _, service = ask(learner, KNOWN)
    if service.store.calls != 1:
        why = (
            f"One payment took {service.store.calls} calls of store.get, and the customer waits "
            "for each. Ask for all names at once."
        )
        raise AssertionError(message(why, reply, "1 call of store.get"))


def expect_defaults(learner: ModuleType) -> None:
    """A missing feature gets its documented default, a stored 0 stays 0."""
    for stored in (*PARTS, {}, {**KNOWN, "avg_amount_30d": 0.0, "txn_count_7d": 0}):
        reply, vector, _ = ask(learner, stored)
        wanted = [AMOUNT, *({**DEFAULTS, **stored}[name] for name in STORED)]
        if vector != wanted:
            why = _about_defaults(stored, vector, wanted)
            raise AssertionError(_vector_message(why, reply, vector, wanted))


def _about_defaults(
    stored: Mapping[str, float], vector: Sequence[float], wanted: Sequence[float]
) -> str:
    for name, value, due in zip(READS, vector, wanted, strict=False):
        if value == due:
            continue
        if name in stored:
            return (
                f"{name} is stored, and it is {stored[name]}: nothing is missing here, for 0 is a "
                f"value. You sent {value}."
            )
        meant = f", which the model reads as {MEANINGS[name]}" if value == 0 else ""
        return f"{name} is missing: expected its default {due}, you sent {value}{meant}."
    return f"A missing feature keeps its place in the vector: the model wants {len(READS)} numbers."


def expect_missing_reported(learner: ModuleType) -> None:
    """The answer says which defaults it stands on."""
    for stored in (*PARTS, {}):
        reply, _, _ = ask(learner, stored)
        missing = [name for name in STORED if name not in stored]
        reported = reply.field("features_missing")
        wanted = f"200 with {as_json({'features_missing': missing, 'degraded': True})}"
        if not isinstance(reported, list) or sorted(map(str, reported)) != sorted(missing):
            why = (
                f"{_listed(missing)} had no value, so the score stands on a default. "
                f"features_missing must name {'it' if len(missing) == 1 else 'them'}, or nobody "
                "can tell this answer from a good one."
            )
            raise AssertionError(message(why, reply, wanted))
        if reply.field("degraded") is not True:
            why = "A default stood in, so this answer is less than it should be: degraded is true."
            raise AssertionError(message(why, reply, wanted))
    complete = ask(learner, KNOWN)[0]
    why = "Nothing was missing here: features_missing is empty, and degraded is false."
    expect_fields(complete, {"features_missing": [], "degraded": False}, why)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"


def _vector_message(
    why: str, reply: Reply, vector: Sequence[float], wanted: Sequence[float]
) -> str:
    return f"{why}\ncall: {reply.request}\nyours: score({vector})\nwanted: score({wanted})"
