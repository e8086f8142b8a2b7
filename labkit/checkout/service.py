"""What does the learner's service answer, and how does a message show it?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from labkit.answers import same
from labkit.asgi.client import Client
from labkit.asgi.exchange import Response
from labkit.asking import EntryPoint
from labkit.checkout.stand_ins import CountedStore, ModelSlot, StandInModel

CREATE_APP = EntryPoint("create_app", ("store", "get_model"), "the app")
PATH = "/predict"
PAYMENT: Mapping[str, Any] = {
    "transaction_id": "t1",
    "user_id": "u1",
    "amount": 59.9,
    "currency": "EUR",
}
LONGEST_BODY = 300


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one request.

    Attributes:
        request: The request, as a message shows it.
        status: Such as 200; 500 when the service raised.
        body: The body as data; as text, if it is no JSON.
        error: What the service raised, or None.
    """

    request: str
    status: int
    body: Any
    error: Exception | None = None

    def __str__(self) -> str:
        if self.error is not None:
            return f"500, because it raised {type(self.error).__name__}"
        return f"{self.status} {as_json(self.body)[:LONGEST_BODY]}"

    def field(self, name: str) -> Any:  # noqa: ANN401  # whatever the learner answers
        """A field of the body; None where there is none."""
        return self.body.get(name) if isinstance(self.body, dict) else None


class Service:
    """The learner's app on a store and a model that a check looks after.

    Args:
        learner: The learner's module.
        stored: For the store, as there.
        model: The champion; None for none.

    Attributes:
        store: What it reads from.
        slot: Where it finds its model.

    Raises:
        AssertionError: The program makes no app.
    """

    def __init__(
        self,
        learner: ModuleType,
        *,
        store: CountedStore | None = None,
        model: StandInModel | None = None,
    ) -> None:
        self.store = store or CountedStore()
        self.slot = ModelSlot(model)
        app: Any = CREATE_APP.find(learner)(self.store, self.slot)
        if not callable(app):
            raise AssertionError(
                "create_app gave no app back. End it with return app; the checks ask that app."
            )
        self._client = Client(app)

    def post(self, payment: object = PAYMENT) -> Reply:
        """What it answers to a payment."""
        return self.send(json.dumps(payment))

    def send(self, body: str) -> Reply:
        """What it answers to a body, which may be no JSON at all."""
        request = f"POST {PATH} {body}"
        try:
            answer = self._client.request(
                "POST", PATH, body=body, headers={"content-type": "application/json"}
            )
        except Exception as error:
            return Reply(request, 500, "Internal Server Error", error)
        return _reply(request, answer)

    def post_together(self, payments: Sequence[object]) -> list[Reply]:
        """What it answers to payments that are under way at the same time.

        Raises:
            Exception: What it raised.
        """
        answers = self._client.post_together(PATH, payments)
        requests = [f"POST {PATH} {json.dumps(payment)}" for payment in payments]
        return [_reply(*pair) for pair in zip(requests, answers, strict=True)]


def expect_status(reply: Reply, wanted: int, why: str) -> None:
    """Assert that the service answered with this status.

    Raises:
        Exception: What the service raised, where an answer of 200 was wanted: its line helps.
        AssertionError: It answered with another status.
    """
    if reply.status == wanted and reply.error is None:
        return
    if wanted == 200 and reply.error is not None:
        raise reply.error
    raise AssertionError(message(why, reply, str(wanted)))


def expect_fields(reply: Reply, wanted: Mapping[str, object], why: str) -> None:
    """Assert that the service answered 200 with these fields; others may be there too."""
    expect_status(reply, 200, why)
    found = {name: reply.field(name) for name in wanted}
    if not same(found, dict(wanted)):
        raise AssertionError(message(why, reply, f"200 with {as_json(wanted)}"))


def message(why: str, reply: Reply, wanted: str) -> str:
    """A sentence, and what it is about."""
    return f"{why}\ncall: {reply.request}\nyours: {reply}\nwanted: {wanted}"


def _reply(request: str, answer: Response) -> Reply:
    try:
        body = answer.json()
    except ValueError:
        body = answer.text
    return Reply(request, answer.status, body)


def as_json(data: object) -> str:
    """The data as a client would see them."""
    return json.dumps(data, ensure_ascii=False)
