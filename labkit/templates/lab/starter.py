def total(values):
    """Return the sum of the values."""
    # TODO(adds_up): add every value, not only the first.
    return values[0]


print(total([1, 2, 3]))
