# fails: param_change_detected
import hashlib
import json


def as_texts(value):
    if isinstance(value, dict):
        return {name: as_texts(each) for name, each in value.items()}
    return str(value)


def fingerprint(code, params, data_hash, features):
    content = [code, as_texts(params), data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
