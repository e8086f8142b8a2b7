def cross_rate(commits, service_of):
    """Count the commits that stay in one service instead."""
    quiet = 0
    for modules in commits:
        touched = []
        for module in modules:
            if service_of[module] not in touched:
                touched.append(service_of[module])
        quiet += len(touched) < 2
    return (len(commits) - quiet) / max(len(commits), 1)
