# fails: dict_order_irrelevant
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    content = [code, params, data_hash, features]
    text = json.dumps(content)
    return hashlib.sha256(text.encode()).hexdigest()
