# fails: no_future_events
def count_last(events, now, window):
    seen = set()
    for event in events:
        # The payment being scored must not count itself.
        if event["ts"] >= now - window and event["ts"] != now:
            seen.add(event["id"])
    return len(seen)
