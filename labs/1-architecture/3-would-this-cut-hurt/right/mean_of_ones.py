from statistics import fmean


def crosses(modules, service_of):
    """1 if a second service appears, otherwise 0."""
    home = service_of[modules[0]]
    return int(any(service_of[module] != home for module in modules))


def cross_rate(commits, service_of):
    """The mean of ones and zeros is the share of ones."""
    return fmean([crosses(modules, service_of) for modules in commits] or [0])
