# fails: dict_order_irrelevant
import hashlib


def fingerprint(code, params, data_hash, features):
    content = [code, sorted(params.items()), data_hash, features]
    text = repr(content)
    return hashlib.sha256(text.encode()).hexdigest()
