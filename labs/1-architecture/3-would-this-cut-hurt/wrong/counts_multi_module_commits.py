# fails: same_service_not_crossing
def cross_rate(commits, service_of):
    if not commits:
        return 0.0
    return sum(len(set(modules)) > 1 for modules in commits) / len(commits)
