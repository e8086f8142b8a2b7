def violations(imports, allowed):
    """Go through modules in order, so that nothing is left to sort."""
    found = []
    for importer in sorted(imports):
        permitted = [importer]
        if importer in allowed:
            permitted += allowed[importer]
        for imported in sorted(set(imports[importer])):
            if imported not in permitted:
                found.append((importer, imported))
    return found
