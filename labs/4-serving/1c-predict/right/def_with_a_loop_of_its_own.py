import asyncio
import logging
import math
from typing import Annotated, Literal

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

from labkit.checkout.given import champion, online_store, try_out

FEATURES = ["amount", "avg_amount_30d", "txn_count_7d", "device_age_days"]
DEFAULTS = {"avg_amount_30d": 42.0, "txn_count_7d": 1, "device_age_days": 30}
Name = Annotated[str, Field(min_length=1, max_length=64)]


class Payment(BaseModel, extra="forbid"):
    transaction_id: Name
    user_id: Name
    amount: float = Field(gt=0, le=1_000_000, allow_inf_nan=False)
    currency: Literal["USD", "EUR", "GBP"]


def create_app(store, get_model):
    app = FastAPI()

    @app.post("/predict", responses={400: {}, 503: {}})
    def predict(payment: Payment):
        # On a server this endpoint has a thread of its own.
        try:
            stored = asyncio.run(store.get(payment.user_id, list(DEFAULTS)))
        except TimeoutError:
            stored = None
        model = get_model()
        if model is None:
            raise HTTPException(503, "no model")
        answer = {
            "transaction_id": payment.transaction_id,
            "score": None,
            "decision": "review",
            "model_version": model.version,
            "features_missing": list(DEFAULTS),
            "degraded": True,
        }
        if stored is None:
            return answer
        values = DEFAULTS | stored | {"amount": payment.amount}
        answer["score"] = _ask(model, [values[name] for name in FEATURES])
        answer["decision"] = _decide(answer["score"])
        answer["features_missing"] = sorted(DEFAULTS.keys() - stored.keys())
        answer["degraded"] = bool(answer["features_missing"])
        return answer

    return app


def _ask(model, vector):
    try:
        score = model.score(vector)
        if math.isnan(score) or math.isinf(score):
            raise ValueError("no number")
    except Exception:
        logging.getLogger("predict").debug("no score", exc_info=True)
        raise HTTPException(503, "no usable score") from None
    return score


def _decide(score):
    for least, decision in ((0.9, "block"), (0.5, "review")):
        if score >= least:
            return decision
    return "approve"


app = create_app(online_store, champion)

if __name__ == "__main__":
    try_out(app)
