# fails: flush_on_time
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    for now in arrivals:
        waiting.append(now)
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((waiting[0] + max_wait, waiting))
    return done
