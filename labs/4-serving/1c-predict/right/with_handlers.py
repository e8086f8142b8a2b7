import math
from typing import Literal

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from labkit.checkout.given import champion, online_store, try_out

FEATURES = ["amount", "avg_amount_30d", "txn_count_7d", "device_age_days"]
DEFAULTS = {"avg_amount_30d": 42.0, "txn_count_7d": 1, "device_age_days": 30}


class NoScoreError(Exception):
    pass


class Payment(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    transaction_id: str = Field(min_length=1, max_length=64)
    user_id: str = Field(min_length=1, max_length=64)
    amount: float = Field(gt=0, le=1_000_000)
    currency: Literal["USD", "EUR", "GBP"]


def create_app(store, get_model):
    app = FastAPI()

    @app.exception_handler(NoScoreError)
    async def unavailable(request, error):
        return JSONResponse({"detail": "There is no score."}, 503)

    @app.post("/predict", responses={400: {}, 503: {}})
    async def predict(payment: Payment):
        try:
            stored = await store.get(payment.user_id, FEATURES[1:])
        except TimeoutError:
            stored = None
        model = get_model()
        if model is None:
            raise NoScoreError
        missing = [name for name in DEFAULTS if name not in (stored or {})]
        score, decision = None, "review"
        if stored is not None:
            score = _score(model, DEFAULTS | stored, payment.amount)
            reached = [least for least in (0.5, 0.9) if score >= least]
            decision = ("approve", "review", "block")[len(reached)]
        return {
            "transaction_id": payment.transaction_id,
            "score": score,
            "decision": decision,
            "model_version": model.version,
            "features_missing": missing,
            "degraded": bool(missing),
        }

    return app


def _score(model, values, amount):
    try:
        score = model.score([amount] + [values[name] for name in FEATURES[1:]])
    except Exception as error:
        raise NoScoreError from error
    if not math.isfinite(score):
        raise NoScoreError
    return score


app = create_app(online_store, champion)

if __name__ == "__main__":
    try_out(app)
