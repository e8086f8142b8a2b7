def pairs(mapping):
    return {(key, value) for key in mapping for value in mapping[key]}


def violations(imports, allowed):
    """What is done, less what may be done, less what is always fine."""
    with_itself = {(module, module) for module in imports}
    return sorted(pairs(imports) - pairs(allowed) - with_itself)
