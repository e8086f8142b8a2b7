# fails: finds_illegal_edge
def violations(imports, allowed):
    found = set()
    for importer, modules in imports.items():
        for imported in modules:
            permitted = allowed.get(importer, [])
            if imported != importer and imported not in permitted:
                found.add((imported, importer))
    return sorted(found)
