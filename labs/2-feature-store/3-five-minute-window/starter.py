def count_last(events, now, window):
    """How many distinct events happened in [now - window, now)."""
    # A bucket begins at 0, 300, 600, ... and not one window ago.
    bucket = now // window
    # TODO(duplicates_once): what if an id is delivered twice?
    count = 0
    for event in events:
        # TODO(counts_inside, left_edge_closed): since when do we count?
        # TODO(right_edge_open, no_future_events): and until when?
        if event["ts"] // window == bucket:
            count += 1
    # TODO(unordered, empty): must events be sorted, or there at all?
    return count


events = [
    {"id": "a", "ts": 10},
    {"id": "b", "ts": 250},
    {"id": "c", "ts": 290},
    {"id": "b", "ts": 250},
    {"id": "d", "ts": 310},
]
print(count_last(events, now=310, window=300))  # wanted: 3
