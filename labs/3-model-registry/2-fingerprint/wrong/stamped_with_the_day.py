# fails: deterministic
import hashlib
import json
from datetime import datetime


def fingerprint(code, params, data_hash, features):
    today = str(datetime.now().date())
    content = [today, code, params, data_hash, features]
    text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
