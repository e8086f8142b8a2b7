# fails: preprocessing_change_detected
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    lines = [line for line in code.splitlines() if line.strip()]
    content = [len(lines), params, data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
