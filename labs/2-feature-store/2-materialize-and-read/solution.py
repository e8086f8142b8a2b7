class KV:
    """A key-value store far away; counts the round trips to it."""

    def __init__(self):
        self.data = {}
        self.round_trips = 0

    def mget(self, keys):
        self.round_trips += 1
        return [self.data.get(key) for key in keys]


def materialize(kv, rows, now):
    """Publish the newest (event_ts, value) of every entity."""
    for row in rows:
        # What the store holds counts too, not only the rows of this call:
        # a late delivery may come hours after the newer one.
        held = kv.data.get(row["entity"])
        newer = held is None or row["event_ts"] >= held[0]
        if newer and row["event_ts"] <= now:
            kv.data[row["entity"]] = (row["event_ts"], row["value"])


def get_online(kv, keys, now, max_age, default):
    """{key: (value, "fresh" or "stale" or "missing")} for all keys."""
    # The network is the expensive part: cross it once, for all keys.
    entries = kv.mget(keys)
    answers = {}
    for key, entry in zip(keys, entries):
        if entry is None:
            answers[key] = (default, "missing")
            continue
        event_ts, value = entry
        # An old value is information. Whoever asked decides about it.
        flag = "fresh" if now - event_ts <= max_age else "stale"
        answers[key] = (value, flag)
    return answers


kv = KV()
rows = [
    {"entity": "u1", "event_ts": 5, "value": 3},
    {"entity": "u1", "event_ts": 1, "value": 2},
    {"entity": "u2", "event_ts": 8, "value": 7},
    {"entity": "u1", "event_ts": 20, "value": 9},
]
materialize(kv, rows, now=10)
print(get_online(kv, ["u1", "u2"], now=10, max_age=4, default=0))
# wanted: {'u1': (3, 'stale'), 'u2': (7, 'fresh')}
