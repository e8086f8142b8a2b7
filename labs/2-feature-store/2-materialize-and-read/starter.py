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
        # TODO(nothing_from_the_future): may this row be published?
        # TODO(latest_wins, out_of_order_does_not_overwrite): is it newer?
        kv.data[row["entity"]] = (row["event_ts"], row["value"])


def get_online(kv, keys, now, max_age, default):
    """{key: (value, "fresh" or "stale" or "missing")} for all keys."""
    answers = {}
    for key in keys:
        [entry] = kv.mget([key])  # TODO(one_round_trip): for each key?
        # TODO(missing_is_flagged): there may be no entry
        # TODO(stale_is_flagged, fresh): or an old one
        answers[key] = (entry[1], "fresh")
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
