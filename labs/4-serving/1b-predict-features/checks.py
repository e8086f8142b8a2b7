from labkit.checkout.agreement import FEATURES, expect_platform_answers
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


def check_agrees_with_the_platform(learner):
    """Agrees with the platform's own service on 150 seeded requests"""
    expect_platform_answers(learner, FEATURES)
