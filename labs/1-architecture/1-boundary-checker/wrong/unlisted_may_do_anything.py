# fails: unlisted_module_may_import_nothing
def violations(imports, allowed):
    found = set()
    for importer, modules in imports.items():
        if importer not in allowed:
            continue
        for imported in modules:
            if imported != importer and imported not in allowed[importer]:
                found.add((importer, imported))
    return sorted(found)
