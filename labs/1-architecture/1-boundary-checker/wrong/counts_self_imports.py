# fails: self_import_ok
def violations(imports, allowed):
    found = set()
    for importer, modules in imports.items():
        for imported in modules:
            if imported not in allowed.get(importer, []):
                found.add((importer, imported))
    return sorted(found)
