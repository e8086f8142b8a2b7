# fails: flush_on_size
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    for now in arrivals:
        if waiting and waiting[0] + max_wait <= now:
            done.append((waiting[0] + max_wait, waiting))
            waiting = []
        waiting.append(now)
        if max_batch == 1:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((waiting[0] + max_wait, waiting))
    return done
