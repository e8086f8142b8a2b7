# fails: nobody_waits_longer_than_max_wait
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    for now in arrivals:
        if waiting and now - waiting[0] >= max_wait:
            done.append((now, waiting))
            waiting = []
        waiting.append(now)
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((waiting[0] + max_wait, waiting))
    return done
