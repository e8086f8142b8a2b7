from hashlib import sha256


def frozen(value):
    """The value with every dict as its entries in the order of its keys."""
    if isinstance(value, dict):
        return "dict", [(name, frozen(value[name])) for name in sorted(value)]
    if isinstance(value, list):
        return "list", [frozen(each) for each in value]
    return value


def digest(value):
    return sha256(repr(frozen(value)).encode()).hexdigest()


def fingerprint(code, params, data_hash, features):
    # Every digest has the same length, so that joining them is safe.
    parts = (code, params, data_hash, features)
    return digest("".join(digest(part) for part in parts))
