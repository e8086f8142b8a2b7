# fails: agrees_with_python
def total(values):
    return sum(abs(value) for value in values)
