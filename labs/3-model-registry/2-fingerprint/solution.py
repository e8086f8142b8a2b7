import hashlib
import json


def fingerprint(code, params, data_hash, features):
    """One text for all that makes a model what it is."""
    # JSON keeps the parts apart: quotes and brackets say where one ends,
    # and whatever looks like them inside a text is escaped. Only the keys
    # of a dict have no order that means anything, so they get one.
    content = [code, params, data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


PREPARE = """
def prepare(row):
    return {"amount": row["amount"], "hour": row["hour"]}
"""
IN_CENTS = PREPARE.replace('row["amount"]', '100 * row["amount"]')
PARAMS = {"max_depth": 3, "learning_rate": 0.1}
FEATURES = ["amount", "hour"]
print(fingerprint(PREPARE, PARAMS, "d1", FEATURES)[:12])
print(fingerprint(PREPARE, PARAMS, "d1", FEATURES)[:12])  # the same
print(fingerprint(IN_CENTS, PARAMS, "d1", FEATURES)[:12])  # another
