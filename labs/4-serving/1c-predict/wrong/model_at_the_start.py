# fails: version_that_scored
from math import isfinite
from typing import Literal

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field

from labkit.checkout.given import champion, online_store, try_out

FEATURES = ["amount", "avg_amount_30d", "txn_count_7d", "device_age_days"]
DEFAULTS = {"avg_amount_30d": 42.0, "txn_count_7d": 1, "device_age_days": 30}


class Payment(BaseModel):
    model_config = ConfigDict(extra="forbid")

    transaction_id: str = Field(min_length=1, max_length=64)
    user_id: str = Field(min_length=1, max_length=64)
    amount: float = Field(gt=0, le=1_000_000)
    currency: Literal["USD", "EUR", "GBP"]


class Prediction(BaseModel):
    transaction_id: str
    score: float | None
    decision: Literal["approve", "review", "block"]
    model_version: str
    features_missing: list[str]
    degraded: bool


def create_app(store, get_model):
    app = FastAPI()
    model = get_model()

    # FastAPI documents 200 and 422 by itself, and others if it is told.
    @app.post("/predict", responses={400: {}, 503: {}})
    async def predict(payment: Payment) -> Prediction:
        if model is None:
            raise HTTPException(503, "There is no model to ask.")
        missing, score, decision = list(DEFAULTS), None, "review"
        try:
            stored = await store.get(payment.user_id, list(DEFAULTS))
        except TimeoutError:
            pass  # a person looks at what no model has judged
        else:
            missing = [name for name in DEFAULTS if name not in stored]
            values = {**DEFAULTS, **stored, "amount": payment.amount}
            score = _score(model, [values[name] for name in FEATURES])
            decision = _decide(score)
        return Prediction(
            transaction_id=payment.transaction_id,
            score=score,
            decision=decision,
            model_version=model.version,
            features_missing=missing,
            degraded=bool(missing),
        )

    return app


def _score(model, vector):
    try:
        score = model.score(vector)
    except Exception:
        # What went wrong is for the log; the client learns that it did.
        raise HTTPException(503, "The model could not answer.") from None
    if not isfinite(score):
        raise HTTPException(503, "The model gave no usable score.")
    return score


def _decide(score):
    if score >= 0.9:
        return "block"
    return "review" if score >= 0.5 else "approve"


# `uvicorn program:app` serves this very file.
app = create_app(online_store, champion)

if __name__ == "__main__":
    try_out(app)
