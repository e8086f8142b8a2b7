# fails: agrees_with_the_reference
def cross_rate(commits, service_of):
    if not commits:
        return 0.0
    crossing = 0
    for modules in commits:
        if len({service_of[module] for module in modules}) > 1:
            crossing += 1
    return round(crossing / len(commits), 2)
