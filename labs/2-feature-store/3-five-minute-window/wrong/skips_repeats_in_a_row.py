# fails: duplicates_once
def count_last(events, now, window):
    count = 0
    last_id = None
    for event in events:
        inside = now - window <= event["ts"] < now
        if inside and event["id"] != last_id:
            count += 1
        last_id = event["id"]
    return count
