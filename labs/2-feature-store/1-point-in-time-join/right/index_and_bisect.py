from bisect import bisect_right
from operator import itemgetter


def pit_join(labels, rows, ttl):
    """Sort once per entity, then jump to each label's moment."""
    history = {}
    for row in sorted(rows, key=itemgetter("event_ts", "created_ts")):
        history.setdefault(row["entity"], []).append(row)
    return [look_up(history.get(key, []), ts, ttl) for key, ts in labels]


def look_up(entity_rows, ts, ttl):
    position = bisect_right(entity_rows, ts, key=itemgetter("event_ts"))
    while position > 0:
        position -= 1
        row = entity_rows[position]
        if row["event_ts"] < ts - ttl:
            break
        if row["created_ts"] <= ts:
            return row["value"]
    return None
