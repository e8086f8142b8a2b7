# fails: empty
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    first = 0
    for now in arrivals:
        if waiting and first + max_wait <= now:
            done.append((first + max_wait, waiting))
            waiting = []
        if not waiting:
            first = now
        waiting.append(now)
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    done.append((first + max_wait, waiting))
    return done
