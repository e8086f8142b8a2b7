# fails: agrees_with_the_platform
import hashlib
import json


def in_order(value):
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return sorted((in_order(each) for each in value), key=repr)
    return value


def fingerprint(code, params, data_hash, features):
    content = [code, in_order(params), data_hash, features]
    text = json.dumps(content)
    return hashlib.sha256(text.encode()).hexdigest()
