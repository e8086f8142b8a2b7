from collections import ChainMap
from operator import itemgetter
from typing import Annotated, Literal

from fastapi import Depends, FastAPI
from pydantic import BaseModel, Field

from labkit.checkout.given import champion, online_store, try_out

FEATURES = ["amount", "avg_amount_30d", "txn_count_7d", "device_age_days"]
DEFAULTS = {"avg_amount_30d": 42.0, "txn_count_7d": 1, "device_age_days": 30}
Name = Annotated[str, Field(min_length=1, max_length=64)]


class Payment(BaseModel, extra="forbid"):
    transaction_id: Name
    user_id: Name
    amount: float = Field(gt=0, le=1_000_000)
    currency: Literal["USD", "EUR", "GBP"]


def create_app(store, get_model):
    app = FastAPI()

    # A plain endpoint cannot await; what it depends on can.
    async def features(payment: Payment):
        return await store.get(payment.user_id, DEFAULTS.keys())

    @app.post("/predict")
    def predict(payment: Payment, stored=Depends(features)):  # noqa: B008
        values = ChainMap({"amount": payment.amount}, stored, DEFAULTS)
        score = get_model().score(list(itemgetter(*FEATURES)(values)))
        missing = sorted(DEFAULTS.keys() - stored.keys())
        decisions = {score < 0.9: "review", score < 0.5: "approve"}
        return {
            "transaction_id": payment.transaction_id,
            "score": score,
            "decision": decisions.get(True, "block"),
            "features_missing": missing,
            "degraded": missing != [],
        }

    return app


app = create_app(online_store, champion)

if __name__ == "__main__":
    try_out(app)
