def chain(stages):
    """(latency_ms, availability) of a request through these stages."""
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        # The calls of a stage start together: the slowest sets the pace,
        # also when it is optional. Only a time-out would make it shorter.
        latency_ms += max(ms for ms, _, _ in stage)
        for _, share, required in stage:
            # Every required call has to work, side by side or in a row.
            if required:
                availability *= share
    return latency_ms, availability


checkout = [
    [(5, 0.999, True)],
    [(20, 0.999, True), (60, 0.99, False)],
    [(10, 0.999, True)],
]
print(chain(checkout))  # wanted: (75, 0.997002999)
