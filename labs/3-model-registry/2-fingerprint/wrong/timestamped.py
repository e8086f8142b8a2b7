# fails: deterministic
import hashlib
import json
import time


def fingerprint(code, params, data_hash, features):
    content = [time.time(), code, params, data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
