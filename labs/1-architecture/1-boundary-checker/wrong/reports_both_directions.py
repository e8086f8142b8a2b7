# fails: direction
def violations(imports, allowed):
    found = set()
    for importer, modules in imports.items():
        for imported in modules:
            for one, other in [(importer, imported), (imported, importer)]:
                if one != other and other not in allowed.get(one, []):
                    found.add((one, other))
    return sorted(found)
