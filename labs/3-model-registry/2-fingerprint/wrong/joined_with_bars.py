# fails: no_concatenation_collision
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    parts = [code, json.dumps(params, sort_keys=True), data_hash, *features]
    text = "|".join(parts)
    return hashlib.sha256(text.encode()).hexdigest()
