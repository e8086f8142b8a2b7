# fails: one_commit_counts_once
from itertools import combinations


def cross_rate(commits, service_of):
    if not commits:
        return 0.0
    crossing = 0
    for modules in commits:
        services = {service_of[module] for module in modules}
        crossing += len(list(combinations(services, 2)))
    return crossing / len(commits)
