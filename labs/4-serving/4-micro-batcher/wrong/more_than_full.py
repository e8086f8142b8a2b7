# fails: batch_of_one
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    for now in arrivals:
        if waiting and waiting[0] + max_wait <= now:
            done.append((waiting[0] + max_wait, waiting))
            waiting = []
        waiting.append(now)
        if len(waiting) > max_batch:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((waiting[0] + max_wait, waiting))
    return done
