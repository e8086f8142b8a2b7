def batches(arrivals, max_batch, max_wait):
    """A timer is an event like an arrival; the earlier one happens first."""
    done = []
    coming = list(arrivals)
    waiting = []
    while coming or waiting:
        due = waiting[0] + max_wait if waiting else float("inf")
        next_arrival = coming[0] if coming else float("inf")
        now = min(due, next_arrival)
        if next_arrival < due:
            waiting.append(coming.pop(0))
        if now == due or len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    return done
