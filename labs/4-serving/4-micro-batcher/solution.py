def batches(arrivals, max_batch, max_wait):
    """Each batch, in order, as (flush_time, items)."""
    done = []
    waiting = []
    for now in arrivals:
        # The timer has ended by itself, and nobody was looking: date the
        # batch to that moment, not to this one.
        if waiting and waiting[0] + max_wait <= now:
            done.append((waiting[0] + max_wait, waiting))
            waiting = []
        waiting.append(now)
        if len(waiting) == max_batch:
            done.append((now, waiting))
            waiting = []
    # Nothing tells a batcher that no more will come. Its timer does.
    if waiting:
        done.append((waiting[0] + max_wait, waiting))
    return done


arrivals = [0, 4, 15, 16]
print(batches(arrivals, max_batch=3, max_wait=10))
# wanted: [(10, [0, 4]), (25, [15, 16])]
