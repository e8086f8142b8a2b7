# fails: finds_illegal_edge
def violations(imports, allowed):
    found = set()
    for importer, modules in imports.items():
        permitted = set(allowed.get(importer, [])) | {importer}
        if not set(modules) <= permitted:
            found.add(importer)
    return sorted(found)
