from labkit.checkout.agreement import WHOLE, expect_platform_answers
from labkit.checkout.contract import (
    expect_answers,
    expect_malformed_refused,
    expect_no_unknown_field,
    expect_validation_first,
)
from labkit.checkout.features import (
    expect_defaults,
    expect_missing_reported,
    expect_one_read,
    expect_order,
)
from labkit.checkout.service import (
    PAYMENT,
    Service,
    expect_fields,
    expect_status,
    message,
)
from labkit.checkout.stand_ins import CountedStore, StandInModel

# The three labs on /predict share their checks: labkit/checkout/.


def check_answers(learner):
    """Answers a payment with its id, its score and a decision"""
    expect_answers(learner)


def check_validates_first(learner):
    """Refuses an impossible amount before it does any work"""
    expect_validation_first(learner)


def check_no_unknown_field(learner):
    """Refuses a field that it does not know"""
    expect_no_unknown_field(learner)


def check_malformed(learner):
    """Refuses what is incomplete or of the wrong form with 422"""
    expect_malformed_refused(learner)


def check_feature_order(learner):
    """Gives the model its features in their order"""
    expect_order(learner)


def check_one_read(learner):
    """Asks the store once for each payment"""
    expect_one_read(learner)


def check_defaults(learner):
    """Fills in the documented default of a missing feature"""
    expect_defaults(learner)


def check_missing_reported(learner):
    """Says which features were missing"""
    expect_missing_reported(learner)


def check_version_present(learner):
    """Names the model's version in every answer"""
    reply = Service(learner, model=StandInModel()).post()
    expect_status(reply, 200, "This is a payment as it should be. Answer it.")
    if reply.field("model_version") in (None, ""):
        why = (
            "model_version is not there. The day the answers change, nobody will be able to say "
            "which model gave which."
        )
        raise AssertionError(message(why, reply, '"model_version": "fraud@7"'))


def check_version_that_scored(learner):
    """Names the version that really scored the payment"""
    service = Service(learner, model=StandInModel("fraud@7"))
    expect_version(service.post(), "fraud@7", "fraud@7 is the champion and scored this payment.")
    service.slot.model = StandInModel("fraud@8")
    said = "The champion was swapped: fraud@8 scores now"
    expect_version(service.post(), "fraud@8", f"{said}, and your service has to notice.")

    def swap_while_scoring(vector):
        service.slot.model = StandInModel("fraud@9")
        return 0.2

    service.slot.model = StandInModel("fraud@8", swap_while_scoring)
    said = "fraud@8 scored this payment, and while it did, fraud@9 took its place"
    expect_version(service.post(), "fraud@8", f"{said}. Ask get_model once for each payment.")


def expect_version(reply, version, why):
    expect_status(reply, 200, why)
    yours = reply.field("model_version")
    why = f"{why} You say {yours}."
    expect_fields(reply, {"model_version": version}, why)


def check_timeout_degrades(learner):
    """Answers although the store is too slow"""
    reply = ask_slow_store(learner)
    if reply.status != 200:
        why = (
            f"The store timed out, and the checkout got a {reply.status}. An answer without a "
            "score is better than none: 200, with the fall-back."
        )
        raise AssertionError(message(why, reply, "200"))
    why = (
        "The store timed out, so no model has judged this payment. Say so: score is null and "
        "degraded is true."
    )
    expect_fields(reply, {"transaction_id": "t1", "score": None, "degraded": True}, why)


def check_degrades_safely(learner):
    """Lets a person decide while nothing is known"""
    for amount in (9000, 5):
        reply = ask_slow_store(learner, amount)
        did = {"approve": "approved", "block": "blocked"}.get(reply.field("decision"), "answered")
        why = {
            "approved": "Whoever can slow your store down can now pay with any card.",
            "blocked": "Every customer is now turned away for a fault of yours.",
        }.get(did, "A fall-back has to be a decision, too.")
        why = f"A payment of {amount:,} was {did} because the store was down. {why} Review it."
        expect_fields(reply, {"decision": "review"}, why)


def ask_slow_store(learner, amount=9000):
    service = Service(learner, store=CountedStore(None), model=StandInModel())
    return service.post({**PAYMENT, "amount": amount})


def check_no_model(learner):
    """Says 503 when there is no model"""
    reply = Service(learner, model=None).post()
    if reply.status == 200:
        why = (
            f"get_model() gave None, and you answered {reply.field('decision')}. Without a model "
            "there is nothing to answer: 503, and the caller may try again."
        )
    else:
        why = (
            "get_model() gave None. That is your fault and not the caller's, and it will pass: 503."
        )
    expect_status(reply, 503, why)


def check_no_leak(learner):
    """Says 503 when scoring fails, and nothing about the inside"""
    reply = Service(learner, model=StandInModel(scored=break_down)).post()
    why = "The model raised an error. You know that it can: catch it and answer 503."
    expect_status(reply, 503, why)
    if "/srv" in str(reply) or "RuntimeError" in str(reply):
        why = (
            "The response contains a path of your server. Errors are written for you and read by "
            "strangers: keep the details in your log, and give the client a sentence."
        )
        raise AssertionError(message(why, reply, "503 with a sentence of your own"))


def break_down(vector):
    raise RuntimeError("/srv/models/fraud/7/model.bin: truncated")


def check_nan(learner):
    """Takes no NaN for a score"""
    for broken in (float("nan"), float("inf"), float("-inf")):
        reply = Service(learner, model=StandInModel(scored=broken)).post()
        decision = reply.field("decision")
        slipped = f", and you answered {decision}" if decision else ""
        why = {
            "nan": "Every comparison with NaN is false, so it slips through all of them.",
            "inf": "It is above every threshold, and no reason to turn a customer away.",
            "-inf": "It is below every threshold, and no reason to trust a card.",
        }[str(broken)]
        why = f"The model said {broken}{slipped}. {why} What is no number is no score: 503."
        expect_status(reply, 503, why)


def check_thresholds(learner):
    """Gives both edges to the stricter decision"""
    for score, decision in ((0.5, "review"), (0.9, "block"), (0.4999, "approve")):
        reply = Service(learner, model=StandInModel(scored=score)).post()
        why = f"{score} must be: {decision}. From 0.5 on review, from 0.9 on block, edges included."
        expect_fields(reply, {"decision": decision}, why)


def check_isolated(learner):
    """Keeps payments apart that are on their way at once"""
    model = StandInModel(scored=lambda vector: 0.95 if vector[0] > 100 else 0.2)
    payments = [
        {**PAYMENT, "transaction_id": "A", "amount": 5},
        {**PAYMENT, "transaction_id": "B", "amount": 9000},
    ]
    replies = Service(learner, model=model).post_together(payments)
    for reply, name, decision in zip(replies, "AB", ("approve", "block")):
        why = (
            f"A and B were on their way at once, and {name} got an answer about "
            f"{reply.field('transaction_id')}, with {reply.field('decision')}. Whatever belongs to "
            "one payment is a variable of the endpoint, and of nothing that outlives it."
        )
        expect_fields(reply, {"transaction_id": name, "decision": decision}, why)


def check_agrees_with_the_platform(learner):
    """Agrees with the platform's own service on 150 seeded requests"""
    expect_platform_answers(learner, WHOLE)
