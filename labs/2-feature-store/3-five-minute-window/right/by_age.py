def count_last(events, now, window):
    """An event counts while its age is above 0 and at most one window."""
    ages = {}
    for event in events:
        ages[event["id"]] = now - event["ts"]
    return sum(1 for age in ages.values() if 0 < age <= window)
