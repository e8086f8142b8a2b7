# fails: empty
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    due = arrivals[0] + max_wait
    for now in arrivals:
        if waiting and due <= now:
            done.append((due, waiting))
            waiting = []
        if not waiting:
            due = now + max_wait
        waiting.append(now)
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((due, waiting))
    return done
