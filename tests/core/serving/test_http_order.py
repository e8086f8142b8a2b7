"""In which order things happen over HTTP: together, one after the other, and after the answer."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from fraud_service import FraudService
from http_client import JSON, ask, ask_together, with_client

from mlplat_core.serving import Canary, MicroBatching, RecordLog, Shadow, create_app

U3 = '{"entity": {"user_id": "u3"}}'


def test_shadow_and_record_come_after_the_response(service: FraudService) -> None:
    """The response was sent when they begin, also one that failed to be recorded."""
    service.registry.set_alias("fraud", "challenger", 2)
    events: list[str] = []
    log = RecordLog()

    def on_record(record: Any) -> None:
        events.append("recorded")
        log(record)

    app = create_app(service.handler(on_record=on_record, shadow=Shadow("challenger")))

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        async def send_and_note(message: Any) -> None:
            await send(message)
            events.append(message["type"])

        await app(scope, receive, send_and_note)

    batch = f'{{"instances": [{U3}, {U3}]}}'
    answer = ask(watched, content=U3)  # type: ignore[arg-type]
    assert events == ["http.response.start", "http.response.body", "recorded"]
    ask(watched, "/predict/batch", batch)  # type: ignore[arg-type]

    assert events[3:] == ["http.response.start", "http.response.body", "recorded", "recorded"]
    assert answer.body["model_version"] == 1
    assert [record.shadow.version for record in log.records if record.shadow] == [2, 2, 2]


def test_requests_that_arrive_together_are_scored_together(service: FraudService) -> None:
    """One read for three; each gets its own answer or its own error."""
    app = create_app(
        service.handler(on_record=service.log),
        batching=MicroBatching(max_batch_size=3, max_wait_ms=60_000),
    )
    bodies = ['{"entity": {"user_id": 7}}', U3, '{"entity": {"user_id": "u5"}}']

    answers = ask_together(app, [("POST", "/predict", body, JSON) for body in bodies])

    assert [answer.status for answer in answers] == [422, 200, 200]
    assert answers[2].body["score"] == pytest.approx(0.5)
    assert service.troubled.reads == [2]
    assert len(service.log.records) == 2


def test_time_in_the_queue_counts(service: FraudService) -> None:
    """Who waited too long for company is too late; the company is not."""
    app = create_app(service.handler(deadline_ms=200), batching=MicroBatching(2, 60_000))

    async def talk(client: httpx.AsyncClient) -> list[int]:
        first = asyncio.ensure_future(client.post("/predict", content=U3, headers=JSON))
        while not service.time.looks:  # its arrival is noted when it begins to wait
            await asyncio.sleep(0)
        service.time.pass_ms(300)
        second = await client.post("/predict", content=U3, headers=JSON)
        return [(await first).status_code, second.status_code]

    assert with_client(app, talk) == [504, 200]


@pytest.mark.parametrize("batching", [None, MicroBatching(1)])
def test_the_canary_answers_over_http_too(
    service: FraudService, batching: MicroBatching | None
) -> None:
    """Each single request goes to the version of its entity."""
    service.registry.set_alias("fraud", "challenger", 2)
    app = create_app(service.handler(canary=Canary("challenger", 100)), batching=batching)

    answer = ask(app, content=U3)

    assert (answer.body["model_version"], answer.body["model_alias"]) == (2, "challenger")


def test_whoever_finds_no_room_is_told_to_come_again(service: FraudService) -> None:
    """429, with a time; the others are answered."""
    limits = MicroBatching(max_batch_size=2, max_wait_ms=60_000, max_queue_rows=2)
    app = create_app(service.handler(), batching=limits)

    answers = ask_together(app, [("POST", "/predict", U3, JSON)] * 3)

    assert sorted(answer.status for answer in answers) == [200, 200, 429]
    (refused,) = [answer for answer in answers if answer.status == 429]
    assert refused.body["error"]["code"] == "overloaded"
    assert refused.headers["retry-after"] == "60"
