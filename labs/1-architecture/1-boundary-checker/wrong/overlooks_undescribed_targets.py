# fails: agrees_with_the_reference
def violations(imports, allowed):
    found = set()
    for importer, modules in imports.items():
        permitted = allowed.get(importer, [])
        for imported in modules:
            known = imported in imports or imported in allowed
            if known and imported != importer and imported not in permitted:
                found.add((importer, imported))
    return sorted(found)
