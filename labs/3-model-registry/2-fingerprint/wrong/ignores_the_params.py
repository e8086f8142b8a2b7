# fails: param_change_detected
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    text = json.dumps([code, data_hash, features])
    return hashlib.sha256(text.encode()).hexdigest()
