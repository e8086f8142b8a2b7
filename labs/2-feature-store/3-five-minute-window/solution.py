def count_last(events, now, window):
    """How many distinct events happened in [now - window, now)."""
    # The id says whether it is the same event: a stream that retries
    # delivers twice, and two payments may share a second.
    seen = set()
    for event in events:
        if now - window <= event["ts"] < now:
            seen.add(event["id"])
    return len(seen)


events = [
    {"id": "a", "ts": 10},
    {"id": "b", "ts": 250},
    {"id": "c", "ts": 290},
    {"id": "b", "ts": 250},
    {"id": "d", "ts": 310},
]
print(count_last(events, now=310, window=300))  # wanted: 3
