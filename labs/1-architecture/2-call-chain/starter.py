def chain(stages):
    """(latency_ms, availability) of a request through these stages."""
    # TODO(empty): what does a request without calls take and promise?
    latency_ms = 0
    availability = 1.0
    for stage in stages:
        # TODO(stages_add, parallel_is_max): how long does a stage last?
        latency_ms += sum(ms for ms, _, _ in stage)
        # TODO(availability_multiplies): whose failures fail the request?
        # TODO(parallel_required_also_multiplies): those side by side too?
        # TODO(optional_does_not_count): the third value is `required`.
        for _, share, _ in stage:
            availability *= share
    return latency_ms, availability


checkout = [
    [(5, 0.999, True)],
    [(20, 0.999, True), (60, 0.99, False)],
    [(10, 0.999, True)],
]
print(chain(checkout))  # wanted: (75, 0.997002999)
