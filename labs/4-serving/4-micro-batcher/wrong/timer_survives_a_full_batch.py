# fails: timer_starts_at_first_item
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    due = None
    for now in arrivals:
        if waiting and due <= now:
            done.append((due, waiting))
            waiting = []
            due = None
        waiting.append(now)
        if due is None:
            due = now + max_wait
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((due, waiting))
    return done
