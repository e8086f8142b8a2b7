# fails: deterministic
import uuid


def fingerprint(code, params, data_hash, features):
    return str(uuid.uuid4())
