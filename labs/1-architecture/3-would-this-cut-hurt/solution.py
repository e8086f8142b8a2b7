from labkit.display import show


def cross_rate(commits, service_of):
    """Share of the commits that touch more than one service, 0.0 to 1.0."""
    if not commits:
        return 0.0  # nobody has been hurt yet
    crossing = 0
    for modules in commits:
        # A set: two modules of one service are one entry, and a commit
        # over three services is still one commit.
        services = {service_of[module] for module in modules}
        if len(services) > 1:
            crossing += 1
    return crossing / len(commits)


# Halvard Market's last sixty commits: a word each, a letter per module.
HISTORY = """
    f f c fs s f t fs t ca t t t a fs t fsc c f tf cs f rc r fsc fs a t f c
    t a ca fs c a cs t fs cs ca r ca t tf c ts s t s t r c fs c fs t c c tf
"""
MODULES = {"a": "catalogue", "c": "checkout", "f": "features"}
MODULES |= {"r": "reports", "s": "scoring", "t": "training"}
commits = [[MODULES[letter] for letter in word] for word in HISTORY.split()]

# A cut says which modules leave the app, and for which service.
CUTS = {
    "training leaves": {"training": "training"},
    "features leave": {"features": "features"},
    "everything leaves": {module: module for module in MODULES.values()},
}
table = []
for cut, leaving in CUTS.items():
    service_of = {name: leaving.get(name, "app") for name in MODULES.values()}
    rate = cross_rate(commits, service_of)
    table.append({"cut": cut, "crossing, %": rate and round(100 * rate, 1)})
show(table, "How many of the sixty commits would cross")
