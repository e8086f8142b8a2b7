from bisect import bisect_left


def count_last(events, now, window):
    """Two searches in the sorted times; both edges fall to the left."""
    times = sorted({event["id"]: event["ts"] for event in events}.values())
    return bisect_left(times, now) - bisect_left(times, now - window)
