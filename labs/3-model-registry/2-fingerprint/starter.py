import hashlib
from itertools import count

RUNS = count(1)


def fingerprint(code, params, data_hash, features):
    """One text for all that makes a model what it is."""
    # TODO(deterministic): will this be the same the next time?
    text = f"run {next(RUNS)}"
    # TODO(dict_order_irrelevant, param_change_detected): and in what order?
    text += str(params)
    # TODO(feature_order_matters): does the model see them sorted?
    # TODO(no_concatenation_collision): where does one text end?
    text += "".join(sorted(features))
    # TODO(preprocessing_change_detected, data_change_detected): who is left?
    return hashlib.sha256(text.encode()).hexdigest()


PREPARE = """
def prepare(row):
    return {"amount": row["amount"], "hour": row["hour"]}
"""
IN_CENTS = PREPARE.replace('row["amount"]', '100 * row["amount"]')
PARAMS = {"max_depth": 3, "learning_rate": 0.1}
FEATURES = ["amount", "hour"]
print(fingerprint(PREPARE, PARAMS, "d1", FEATURES)[:12])
print(fingerprint(PREPARE, PARAMS, "d1", FEATURES)[:12])  # wanted: the same
print(fingerprint(IN_CENTS, PARAMS, "d1", FEATURES)[:12])  # wanted: another
