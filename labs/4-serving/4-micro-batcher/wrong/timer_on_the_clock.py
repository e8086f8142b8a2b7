# fails: timer_starts_at_first_item
def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    for now in arrivals:
        tick = now // max_wait * max_wait
        if waiting and waiting[-1] < tick:
            done.append((tick, waiting))
            waiting = []
        waiting.append(now)
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((waiting[0] // max_wait * max_wait + max_wait, waiting))
    return done
