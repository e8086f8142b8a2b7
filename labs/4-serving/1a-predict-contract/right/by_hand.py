from fastapi import FastAPI, HTTPException

from labkit.checkout.given import champion, online_store, try_out

DEFAULTS = {"avg_amount_30d": 42.0, "txn_count_7d": 1, "device_age_days": 30}
FIELDS = {"transaction_id", "user_id", "amount", "currency"}
CURRENCIES = ("USD", "EUR", "GBP")


def create_app(store, get_model):
    app = FastAPI()

    @app.post("/predict")
    async def predict(payment: dict):
        problem = _problem(payment)
        if problem:
            raise HTTPException(422, problem)
        vector = [payment["amount"]]
        for name in DEFAULTS:
            stored = await store.get(payment["user_id"], [name])
            vector.append(stored[name])
        score = get_model().score(vector)
        return {
            "transaction_id": payment["transaction_id"],
            "score": score,
            "decision": _decide(score),
        }

    return app


def _problem(payment):
    if set(payment) != FIELDS:
        return f"A payment has these fields: {', '.join(sorted(FIELDS))}."
    for name in ("transaction_id", "user_id"):
        text = payment[name]
        if not isinstance(text, str) or not 1 <= len(text) <= 64:
            return f"{name} is a text of 1 to 64 characters."
    amount = payment["amount"]
    if isinstance(amount, bool) or not isinstance(amount, (int, float)):
        return "amount is a number."
    if not 0 < amount <= 1_000_000:
        return "amount is above 0 and at most 1,000,000."
    if payment["currency"] not in CURRENCIES:
        return f"currency is one of {', '.join(CURRENCIES)}."
    return ""


def _decide(score):
    for least, decision in ((0.9, "block"), (0.5, "review")):
        if score >= least:
            return decision
    return "approve"


app = create_app(online_store, champion)

if __name__ == "__main__":
    try_out(app)
