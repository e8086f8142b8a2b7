# fails: flush_on_size
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    for now in arrivals:
        if waiting and waiting[0] + max_wait <= now:
            done.append((waiting[0] + max_wait, waiting))
            waiting = []
        waiting.append(now)
        if len(waiting) == max_batch:
            flush_time = now if max_batch == 1 else waiting[0] + max_wait
            done.append((flush_time, waiting))
            waiting = []
    if waiting:
        done.append((waiting[0] + max_wait, waiting))
    return done
