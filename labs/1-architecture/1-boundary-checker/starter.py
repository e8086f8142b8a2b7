def is_violation(importer, imported, allowed):
    """True when nothing allows this import."""
    # TODO(finds_illegal_edge, direction): which entry decides?
    # TODO(self_import_ok): what may a module always import?
    # TODO(unlisted_module_may_import_nothing): and without an entry?
    return False


def violations(imports, allowed):
    """Every forbidden import, as sorted pairs (importer, imported)."""
    found = []
    for importer, modules in imports.items():
        for imported in modules:
            if is_violation(importer, imported, allowed):
                found.append((importer, imported))
    # TODO(sorted_unique): each pair once, in order.
    return found


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
