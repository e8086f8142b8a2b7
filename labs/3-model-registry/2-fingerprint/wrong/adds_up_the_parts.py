# fails: agrees_with_the_platform
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    total = 0
    texts = [code, data_hash, repr(features)]
    for text in [*texts, json.dumps(params, sort_keys=True)]:
        total += int(hashlib.sha256(text.encode()).hexdigest(), 16)
    return hex(total)
