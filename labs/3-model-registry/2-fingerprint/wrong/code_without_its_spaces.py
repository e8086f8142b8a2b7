# fails: preprocessing_change_detected
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    code = "".join(code.split())
    content = [code, params, data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
