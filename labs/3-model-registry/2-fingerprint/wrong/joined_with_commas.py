# fails: no_concatenation_collision
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    names = ",".join(features)
    content = [code, params, data_hash, names]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
