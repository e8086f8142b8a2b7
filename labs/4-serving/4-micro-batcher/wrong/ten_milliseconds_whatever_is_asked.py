# fails: agrees_with_the_platform
MAX_WAIT = 10


def batches(arrivals, max_batch, max_wait):
    done = []
    waiting = []
    for now in arrivals:
        if waiting and waiting[0] + MAX_WAIT <= now:
            done.append((waiting[0] + MAX_WAIT, waiting))
            waiting = []
        waiting.append(now)
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    if waiting:
        done.append((waiting[0] + MAX_WAIT, waiting))
    return done
