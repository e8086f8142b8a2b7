# fails: deterministic
import hashlib
import json
from time import time


def fingerprint(code, params, data_hash, features):
    content = [int(time()), code, params, data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
