def batches(arrivals, max_batch, max_wait):
    """Who arrives at the very moment the timer ends still gets on."""
    if not arrivals:
        return []
    first = arrivals[0]
    together = [each for each in arrivals if each <= first + max_wait]
    together = together[:max_batch]
    rest = arrivals[len(together) :]
    if len(together) == max_batch:
        flushed = together[-1]
    else:
        flushed = first + max_wait
    return [(flushed, together), *batches(rest, max_batch, max_wait)]
