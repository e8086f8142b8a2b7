# fails: agrees_with_the_platform
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    content = {"code": code, "data": data_hash, "features": features}
    content.update(params)
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
