# fails: deterministic
import json


def fingerprint(code, params, data_hash, features):
    content = [code, params, data_hash, features]
    return str(hash(json.dumps(content, sort_keys=True)))
