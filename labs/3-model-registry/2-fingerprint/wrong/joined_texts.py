# fails: no_concatenation_collision
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    text = code + json.dumps(params, sort_keys=True) + data_hash
    text += "".join(features)
    return hashlib.sha256(text.encode()).hexdigest()
