# fails: deterministic
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    content = [code, params, data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).digest()
