from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field

from labkit.checkout.given import champion, online_store, try_out

DEFAULTS = {"avg_amount_30d": 42.0, "txn_count_7d": 1, "device_age_days": 30}
Name = Annotated[str, Field(min_length=1, max_length=64)]


class Payment(BaseModel, extra="forbid"):
    transaction_id: Name
    user_id: Name
    amount: Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
    currency: Annotated[str, Field(pattern="^(USD|EUR|GBP)$")]


def create_app(store, get_model):
    app = FastAPI()

    # A plain endpoint cannot await; what it depends on can.
    async def vector_of(payment: Payment):
        stored = await store.get(payment.user_id, DEFAULTS)
        return [payment.amount, *(stored[name] for name in DEFAULTS)]

    @app.post("/predict")
    def predict(payment: Payment, vector=Depends(vector_of)):  # noqa: B008
        score = get_model().score(vector)
        decision = "approve"
        if score >= 0.5:
            decision = "review"
        if score >= 0.9:
            decision = "block"
        return {
            "transaction_id": payment.transaction_id,
            "score": score,
            "decision": decision,
        }

    return app


app = create_app(online_store, champion)

if __name__ == "__main__":
    try_out(app)
