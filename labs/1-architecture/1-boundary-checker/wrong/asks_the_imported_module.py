# fails: finds_illegal_edge
def violations(imports, allowed):
    found = set()
    for importer, modules in imports.items():
        for imported in modules:
            permitted = allowed.get(imported, [])
            if imported != importer and importer not in permitted:
                found.add((importer, imported))
    return sorted(found)
