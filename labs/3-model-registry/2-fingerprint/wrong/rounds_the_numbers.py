# fails: param_change_detected
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    rounded = {}
    for name, value in params.items():
        is_number = isinstance(value, float)
        rounded[name] = round(value, 3) if is_number else value
    content = [code, rounded, data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
