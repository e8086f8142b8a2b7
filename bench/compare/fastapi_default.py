"""What does a plain FastAPI application do with requests, as its tutorial would write it?"""

from __future__ import annotations

from typing import Any, cast

from fastapi import FastAPI
from pydantic import BaseModel, Field

from bench.compare import serving_cases as cases
from bench.compare.asgi_client import ask
from bench.compare.observation import Observation

SYSTEM = "FastAPI default"


class Payment(BaseModel):
    """What is to be scored."""

    amount: float = Field(ge=0, le=1_000_000)


class AnyPayment(BaseModel):
    """The same without bounds."""

    amount: float


class Score(BaseModel):
    """What it scores, which here is the amount itself."""

    score: float


def make_app() -> FastAPI:
    """An application that predicts for one payment or many, and changes no default."""
    app = FastAPI()

    @app.post("/predict")
    def predict(payment: Payment) -> Score:
        return Score(score=payment.amount)

    @app.post("/predict/any")
    def predict_any(payment: AnyPayment) -> Score:
        return Score(score=payment.amount)

    @app.post("/predict/batch")
    def predict_batch(payments: list[Payment]) -> list[Score]:
        return [Score(score=payment.amount) for payment in payments]

    return app


def observe() -> list[Observation]:
    """What the application does in every case."""
    app = make_app()
    headers = {"x-request-id": cases.ID}
    right = ask(app, body=_request("7"), headers=headers)
    outcomes = {
        **{case: _outcome(app, _request(text)) for case, text in cases.NUMBERS.items()},
        cases.NAN_UNBOUNDED: _outcome(app, _request("NaN"), path="/predict/any"),
        cases.MALFORMED: _outcome(app, _request("7")[:-1]),
        cases.EMPTY: _batch(app, "[]"),
        cases.SHAPE: cases.NO_SUCH_NOTION,
        cases.UNKNOWN_FIELD: _outcome(app, '{"amount": 7, "nobody_knows": 1}'),
        cases.CONTENT_TYPE: _outcome(app, _request("7"), content_type=cases.PLAIN),
        cases.UNKNOWN_MODEL: cases.NO_SUCH_NOTION,
        cases.NOT_READY: cases.NO_SUCH_NOTION,
        cases.REQUEST_ID: cases.yes_or_no(right.mentions(cases.ID)),
        cases.MODEL_VERSION: cases.yes_or_no(right.mentions("version")),
        cases.READY: cases.NO_SUCH_NOTION,
        cases.SAME_PAYLOAD: cases.NO_SUCH_NOTION,
    }
    return cases.observations(SYSTEM, outcomes)


def _request(number: str) -> str:
    return f'{{"amount": {number}}}'


def _outcome(
    app: FastAPI, body: str, *, path: str = "/predict", content_type: str = cases.JSON
) -> str:
    answer = ask(app, path, body, content_type=content_type)
    if answer.status != 200:
        return cases.told(answer)
    return cases.taken_as(cast("dict[str, Any]", answer.document)["score"])


def _batch(app: FastAPI, body: str) -> str:
    answer = ask(app, "/predict/batch", body)
    return f"200: {answer.text}" if answer.status == 200 else cases.told(answer)
