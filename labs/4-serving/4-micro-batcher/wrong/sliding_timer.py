# fails: timer_starts_at_first_item
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    for now in arrivals:
        if waiting and waiting[-1] + max_wait <= now:
            done.append((waiting[-1] + max_wait, waiting))
            waiting = []
        waiting.append(now)
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((waiting[-1] + max_wait, waiting))
    return done
