# fails: empty_is_zero
def cross_rate(commits, service_of):
    crossing = 0
    for modules in commits:
        if len({service_of[module] for module in modules}) > 1:
            crossing += 1
    return crossing / len(commits)
