# fails: sorted_unique
def violations(imports, allowed):
    found = []
    for importer, modules in imports.items():
        for imported in modules:
            pair = (importer, imported)
            permitted = allowed.get(importer, [])
            if imported in permitted or imported == importer:
                continue
            if pair not in found:
                found.append(pair)
    return found
