# fails: agrees_with_the_reference
def reachable(module, allowed):
    seen = {module}
    waiting = [module]
    while waiting:
        for following in allowed.get(waiting.pop(), []):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


def violations(imports, allowed):
    found = set()
    for importer, modules in imports.items():
        permitted = reachable(importer, allowed)
        for imported in modules:
            if imported not in permitted:
                found.add((importer, imported))
    return sorted(found)
