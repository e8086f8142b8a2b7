def batches(arrivals, max_batch, max_wait):
    """Each batch is a slice: from its first member up to full or due."""
    done = []
    start = 0
    while start < len(arrivals):
        due = arrivals[start] + max_wait
        members = arrivals[start : start + max_batch]
        members = [each for each in members if each < due]
        full = len(members) == max_batch
        done.append((members[-1] if full else due, members))
        start += len(members)
    return done
