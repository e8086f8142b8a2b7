# fails: adds_up
def total(values):
    return max(values)
