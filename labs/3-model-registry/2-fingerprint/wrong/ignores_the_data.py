# fails: data_change_detected
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    content = [code, params, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
