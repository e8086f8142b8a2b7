# fails: sorted_unique
def violations(imports, allowed):
    found = []
    for importer, modules in imports.items():
        for imported in modules:
            permitted = allowed.get(importer, [])
            if imported != importer and imported not in permitted:
                found.append((importer, imported))
    return sorted(found)
