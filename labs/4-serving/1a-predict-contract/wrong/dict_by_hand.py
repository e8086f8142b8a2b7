# fails: malformed
from fastapi import FastAPI, HTTPException

from labkit.checkout.given import champion, online_store, try_out

DEFAULTS = {"avg_amount_30d": 42.0, "txn_count_7d": 1, "device_age_days": 30}


def create_app(store, get_model):
    app = FastAPI()

    @app.post("/predict")
    async def predict(payment: dict):
        if not 0 < payment["amount"] <= 1_000_000:
            raise HTTPException(422, "This amount cannot be.")
        if len(payment) > 4:
            raise HTTPException(422, "There is a field that we do not know.")
        vector = [payment["amount"]]
        for name in DEFAULTS:
            stored = await store.get(payment["user_id"], [name])
            vector.append(stored[name])
        score = get_model().score(vector)
        decision = "review" if score < 0.9 else "block"
        return {
            "transaction_id": payment["transaction_id"],
            "score": score,
            "decision": "approve" if score < 0.5 else decision,
        }

    return app


app = create_app(online_store, champion)

if __name__ == "__main__":
    try_out(app)
