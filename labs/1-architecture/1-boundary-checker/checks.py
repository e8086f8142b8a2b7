import random

from labkit.asking import EntryPoint, expect
from labkit.differential import expect_agreement, pick


def describe_shape(yours, wanted):
    """What to say about something that is no list of pairs."""
    if not isinstance(yours, list):
        return "violations returns a list. sorted(...) makes one, from a set too."
    if any(isinstance(entry, str) for entry in yours):
        return "Name both ends of each import: a pair (importer, imported)."
    if not all(isinstance(entry, tuple) and len(entry) == 2 for entry in yours):
        return "Each entry of the list is a pair: (importer, imported)."
    return ""


PARAMETERS = ("imports", "allowed")
VIOLATIONS = EntryPoint("violations", PARAMETERS, "the list of pairs", describe_shape)


def violations(imports, allowed):
    """A call of violations."""
    return VIOLATIONS.call(imports, allowed)


# --- The checks, from the basic mistake to the subtle one. ---


def check_finds_illegal_edge(learner):
    """Finds an import that nobody allowed"""

    def why(yours):
        if yours == [("registry", "features")]:
            return (
                "You accuse registry, and the import stands in features. Both dictionaries read "
                "importer: imported."
            )
        if not yours:
            return (
                "features imports registry, and the entry of features does not list it. That "
                "registry may import features is another matter."
            )
        return "Exactly one import here is not allowed: features imports registry."

    call = violations({"features": ["registry"]}, {"features": [], "registry": ["features"]})
    expect(learner, call, [("features", "registry")], why)


def check_direction(learner):
    """Accuses only the module that imports"""

    def why(yours):
        if ("registry", "features") in yours:
            return (
                "An import has one direction. features reaches into registry and breaks the rule; "
                "registry does not even know."
            )
        return "One import, one culprit: features imports registry without permission."

    call = violations({"features": ["registry"]}, {"features": [], "registry": []})
    expect(learner, call, [("features", "registry")], why)
    allowed = "scoring imports features, and its entry lists features: nothing is wrong here."
    call = violations({"scoring": ["features"]}, {"features": [], "scoring": ["features"]})
    expect(learner, call, [], allowed)


def check_self_import_ok(learner):
    """Lets a module import itself"""
    why = "The files of one module may use each other. Skip an import whose two names are equal."
    expect(learner, violations({"scoring": ["scoring"]}, {"scoring": []}), [], why)


def check_unlisted_module_may_import_nothing(learner):
    """Allows nothing to a module that nobody described"""
    why = (
        "Nobody described reports, so it may import nothing. Unknown has to mean forbidden, or "
        "every new module escapes the rules."
    )
    raising = f"A module without an entry in allowed is no error. {why}"
    call = violations({"reports": ["features"]}, {"features": []})
    expect(learner, call, [("reports", "features")], why, when_raising=raising)


def check_sorted_unique(learner):
    """Reports every violation once, in sorted order"""
    wanted = [("checkout", "registry"), ("training", "registry"), ("training", "storage")]

    def why(yours):
        if len(set(yours)) < len(yours):
            return (
                "One pair is there twice: two files of a module import the same other module. "
                "Collect the pairs in a set, then sort."
            )
        if set(yours) == set(wanted):
            return "All are found, but not in order. Sorted, two reports can be compared."
        return "Three different imports are not allowed here."

    imports = {"training": ["storage", "registry", "storage"], "checkout": ["registry"]}
    nothing = {module: [] for module in ("training", "checkout", "registry", "storage")}
    expect(learner, violations(imports, nothing), wanted, why)


def check_agrees_with_the_reference(learner):
    """Agrees with the reference on 300 seeded code bases"""
    rng = random.Random(11)
    expect_agreement(
        learner,
        [code_base(rng) for _ in range(300)],
        reference,
        named="the reference",
        leave_out={"imports": 0, "allowed": 0},
        leave_out_inside={"imports": 1, "allowed": 0},
    )


MODULES = ("checkout", "features", "registry", "scoring", "storage", "training")


def code_base(rng):
    """Some modules import some others; some are described, some allow what others may do."""
    return violations(some_edges(rng), some_edges(rng))


def some_edges(rng):
    described = [module for module in MODULES if rng.random() < 0.6]
    return {
        module: [pick(rng, MODULES) for _ in range(pick(rng, (0, 1, 2, 4)))] for module in described
    }


def reference(imports, allowed):
    """The rule in one expression."""
    return sorted(
        {
            (importer, imported)
            for importer, modules in imports.items()
            for imported in modules
            if imported != importer and imported not in allowed.get(importer, [])
        }
    )
