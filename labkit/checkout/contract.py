"""Does the service accept what it promised to accept, and nothing else?

What all three labs on `/predict` check first.
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

from labkit.checkout.service import (
    PATH,
    PAYMENT,
    Reply,
    Service,
    as_json,
    expect_status,
    message,
)
from labkit.checkout.stand_ins import StandInModel

DECISIONS = ((0.2, "approve"), (0.7, "review"), (0.95, "block"))
MALFORMED: tuple[tuple[Any, str], ...] = (
    *(
        (
            {name: value for name, value in PAYMENT.items() if name != left_out},
            f"{left_out} is gone",
        )
        for left_out in PAYMENT
    ),
    ({**PAYMENT, "transaction_id": ""}, "transaction_id is empty"),
    ({**PAYMENT, "transaction_id": "t" * 65}, "transaction_id has 65 characters"),
    ({**PAYMENT, "user_id": ""}, "user_id is empty"),
    ({**PAYMENT, "user_id": "u" * 65}, "user_id has 65 characters"),
    ({**PAYMENT, "user_id": ["u1"]}, "user_id is a list"),
    ({**PAYMENT, "amount": "a lot"}, "amount is a word"),
    ({**PAYMENT, "amount": None}, "amount is null"),
    ({**PAYMENT, "currency": "JPY"}, "JPY is none of the three currencies"),
    ({**PAYMENT, "currency": "eur"}, "the currency is written small"),
    ([PAYMENT], "the body is a list"),
)
NO_JSON = '{"transaction_id": "t1", '


def expect_answers(learner: ModuleType) -> None:
    """A usual payment gets its id, its score and its decision back."""
    for score, decision in DECISIONS:
        reply = Service(learner, model=StandInModel(scored=score)).post()
        if reply.status in (404, 405) and reply.error is None:
            why = f"There is no POST {PATH}. Keep the line above the endpoint."
            raise AssertionError(message(why, reply, "200"))
        wanted = {"transaction_id": "t1", "score": score, "decision": decision}
        _expect(reply, wanted)


def _expect(reply: Reply, wanted: dict[str, Any]) -> None:
    expect_status(reply, 200, "This is a payment as it should be. Answer it.")
    for name, value in wanted.items():
        if reply.field(name) != value:
            raise AssertionError(message(_why(name, wanted), reply, f"200 with {as_json(wanted)}"))


def _why(name: str, wanted: dict[str, Any]) -> str:
    if name == "transaction_id":
        return (
            "The answer does not say which payment it is about: give the transaction_id back. "
            "Whoever sent many has nothing else to tell them apart by."
        )
    if name == "score":
        return f"The model gave {wanted['score']}, and your answer's score is something else."
    return (
        f"The model gave {wanted['score']}. Below 0.5 approve, from 0.5 on review, from 0.9 on "
        "block."
    )


def expect_validation_first(learner: ModuleType) -> None:
    """An amount that cannot be is refused before anybody works for it."""
    for amount in (-5, 0, 1_000_001):
        service = Service(learner, model=StandInModel())
        reply = service.post({**PAYMENT, "amount": amount})
        why = (
            f"An amount of {amount:,} was accepted. Refuse it with 422 before any work is done: "
            "no read of features, no score."
        )
        expect_status(reply, 422, why)
        _expect_idle(service, reply, f"The amount {amount:,} was refused, but too late.")
    largest = Service(learner, model=StandInModel()).post({**PAYMENT, "amount": 1_000_000})
    expect_status(largest, 200, "Exactly 1,000,000 is still allowed.")


def expect_no_unknown_field(learner: ModuleType) -> None:
    """A field that nobody knows is refused, and not dropped."""
    service = Service(learner, model=StandInModel())
    reply = service.post({**PAYMENT, "ammount": 9000})
    why = (
        "The client sent ammount. You dropped it without a word, so nobody will ever hear of the "
        "misspelling. Refuse fields that you do not know."
    )
    expect_status(reply, 422, why)
    _expect_idle(service, reply, "The unknown field was refused, but too late.")


def expect_malformed_refused(learner: ModuleType) -> None:
    """What is incomplete or of the wrong form gets 422."""
    bodies = [(json.dumps(body), flaw) for body, flaw in MALFORMED]
    for body, flaw in [*bodies, (NO_JSON, "the body is cut off")]:
        service = Service(learner, model=StandInModel())
        reply = service.send(body)
        why = f"Here {flaw}. {_about_refusal(reply.status)}"
        expect_status(reply, 422, why)
        _expect_idle(service, reply, f"Here {flaw}. You refused it, but too late.")


def _about_refusal(status: int) -> str:
    if status >= 500:
        return "That is the caller's mistake, and a 500 would wake you for it: say 422."
    if status >= 400:
        return f"You refused it, and with {status}; this service has promised 422."
    return "You accepted it. That is the caller's mistake, and 422 says so."


def _expect_idle(service: Service, reply: Reply, why: str) -> None:
    if service.store.calls:
        reason = f"{why} The store had been asked already."
        raise AssertionError(message(reason, reply, "422 without a call of store.get"))
