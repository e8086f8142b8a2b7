# fails: denominator_all_commits
def cross_rate(commits, service_of):
    several = [modules for modules in commits if len(modules) > 1]
    if not several:
        return 0.0
    crossing = 0
    for modules in several:
        if len({service_of[module] for module in modules}) > 1:
            crossing += 1
    return crossing / len(several)
