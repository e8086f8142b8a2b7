def is_violation(importer, imported, allowed):
    """True when nothing allows this import."""
    # Whoever imports needs the permission. No entry means no permission:
    # if unknown meant free, every new module would escape the rules.
    permitted = allowed.get(importer, [])
    return imported != importer and imported not in permitted


def violations(imports, allowed):
    """Every forbidden import, as sorted pairs (importer, imported)."""
    found = set()  # several files of a module may import the same other
    for importer, modules in imports.items():
        for imported in modules:
            if is_violation(importer, imported, allowed):
                found.add((importer, imported))
    return sorted(found)


imports = {
    "checkout": ["scoring", "registry"],
    "scoring": ["features", "scoring"],
    "training": ["features", "registry"],
    "features": [],
    "reports": ["features"],
}
allowed = {
    "checkout": ["scoring"],
    "scoring": ["features"],
    "training": ["features"],
    "features": [],
}
print(violations(imports, allowed))  # wanted: three pairs
