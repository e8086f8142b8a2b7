# fails: no_concatenation_collision
import hashlib
import json


def fingerprint(code, params, data_hash, features):
    digest = hashlib.sha256()
    for part in (code, data_hash, *features):
        digest.update(part.encode())
    digest.update(json.dumps(params, sort_keys=True).encode())
    return digest.hexdigest()
