def batches(arrivals, max_batch, max_wait):
    """Each batch, in order, as (flush_time, items)."""
    done = []
    waiting = []
    for now in arrivals:
        # TODO(flush_on_time, timer_starts_at_first_item): has the timer
        # ended since the last arrival?
        # TODO(nobody_waits_longer_than_max_wait): then when did it leave?
        waiting.append(now)
        # TODO(batch_of_one, flush_on_size): when is a batch full?
        if len(waiting) > max_batch:
            done.append((now, waiting))
            waiting = []
    # TODO(empty, last_partial_batch_not_lost): does anybody still wait?
    return done


arrivals = [0, 4, 15, 16]
print(batches(arrivals, max_batch=3, max_wait=10))
# wanted: [(10, [0, 4]), (25, [15, 16])]
