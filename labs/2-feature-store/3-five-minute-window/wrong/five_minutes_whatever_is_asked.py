# fails: agrees_with_the_platform
FIVE_MINUTES = 300


def count_last(events, now, window):
    recent = [e for e in events if now - FIVE_MINUTES <= e["ts"] < now]
    return len({event["id"] for event in recent})
