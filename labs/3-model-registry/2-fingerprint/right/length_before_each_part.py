from hashlib import blake2b


def encode(value):
    """Bytes that say what kind of value they hold, and how long it is."""
    if isinstance(value, dict):
        entries = [encode(name) + encode(value[name]) for name in sorted(value)]
        body = b"".join(entries)
    elif isinstance(value, list):
        body = b"".join(encode(each) for each in value)
    else:
        body = str(value).encode()
    return f"{type(value).__name__}:{len(body)}:".encode() + body


def fingerprint(code, params, data_hash, features):
    return blake2b(encode([code, params, data_hash, features])).hexdigest()
