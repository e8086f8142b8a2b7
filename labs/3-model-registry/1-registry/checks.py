import gc
import random
from collections import Counter
from types import FunctionType, ModuleType

from labkit.answers import source
from labkit.asking import Call, EntryPoint, expect, explain
from labkit.differential import expect_agreement, pick

META, REPORT = {"data_hash": "d1", "code_commit": "c1"}, {"auc": 0.81}
METHODS = ("register", "promote", "rollback", "live", "stage")
ACCEPTED, REFUSED, NOBODY = "accepted", "RegistryError", "nobody"


class Telling(EntryPoint):
    """Asks what comes of the last of several calls to a new registry."""

    def find(self, learner):
        return lambda calls: tell(*new_registry(learner), calls)[-1]


class Story(Call):
    """Several calls, one a line, written as a learner would try them."""

    def __str__(self):
        calls = sensible(self.arguments["calls"])
        came = [*tell(Reference(), Refused, calls)[:-1], ""]
        marks = ["  # refused" if each == REFUSED else "" for each in came]
        lines = [written(*call) + mark for call, mark in zip(calls, marks)]
        return "\n".join(["r = Registry()", *lines])


def written(method, *arguments):
    names = {source(META): "META", source(REPORT): "REPORT"}
    shown = [names.get(source(each), source(each)) for each in arguments]
    return f"r.{method}({', '.join(shown)})"


def new_registry(learner):
    """An object of the learner's class, and what it raises."""
    make, refusal = getattr(learner, "Registry", None), getattr(learner, "RegistryError", None)
    for name in METHODS:
        why = f"The checks need a class Registry with a method {name}. Take the starter's."
        assert callable(getattr(make, name, None)), why
    why = "The checks need the exception RegistryError. Take the starter's."
    assert isinstance(refusal, type), why
    return make(), refusal


def tell(registry, refusal, calls):
    """What comes of each call."""
    return [outcome(registry, refusal, *call) for call in sensible(calls)]


def sensible(calls):
    """The calls without those about a version that nobody has tried to register."""
    known, kept = Counter(), []
    for call in calls:
        method, name, *others = call
        known[name] += method == "register"
        number = others[0] if method in ("promote", "stage") else 1
        kept += [call] if number <= known[name] else []
    return kept


def outcome(registry, refusal, method, *arguments):
    """What comes of one call, in a word where there is nothing to return."""
    try:
        returned = getattr(registry, method)(*arguments)
    except refusal:
        return NOBODY if method == "live" else REFUSED
    if method in ("promote", "rollback"):
        return ACCEPTED
    return NOBODY if method == "live" and returned is None else returned


def story(calls):
    """Several calls, of which the last is the one in question."""
    method = calls[-1][0]
    returns = "the number of the new version" if method == "register" else "the stage"
    return Story(Telling(method, ("calls",), returns), {"calls": calls}, frozenset())


def tells(learner, calls, wanted, why, stops=None):
    expect(learner, story(calls), wanted, why, when_raising=stops)


def register(*names):
    return [("register", name, b"w", META) for name in names]


def stage(version):
    return ("stage", "fraud", version)


def to_staging(version, name="fraud"):
    return ("promote", name, version, "Staging", REPORT)


def to_production(version, name="fraud"):
    return ("promote", name, version, "Production", REPORT)


def without_report(version, name="fraud"):
    return ("promote", name, version, "Production")


def was_live(*versions):
    """Enough versions of fraud, and these in Production one after the other."""
    moves = [move(version) for version in versions for move in (to_staging, to_production)]
    return [*register(*["fraud"] * max(versions)), *moves]


LIVE, ROLLBACK = ("live", "fraud"), ("rollback", "fraud")
REJECTED = [*was_live(1), *register("fraud", "fraud"), to_staging(2), to_staging(3)]


# --- The checks, from the basic mistake to the subtle one. ---


def check_versions_increase(learner):
    """Numbers the versions of each model 1, 2, 3"""
    why = (
        "Three registrations give 1, 2, 3, even if an artifact comes again. A number that is given "
        "twice means two things in every log that mentions it."
    )
    calls = [("register", "fraud", artifact, META) for artifact in (b"w1", b"w2", b"w2")]
    tells(learner, calls[:1], 1, why)
    new = "A new registry knows nothing. Yours remembers what another one was told."
    tells(learner, calls[:1], 1, new)
    for number in (2, 3):
        tells(learner, calls[:number], number, why)
    own = "Each name has numbers of its own: the first version of search is its version 1."
    tells(learner, register("fraud", "search"), 1, own)


def check_lineage_required(learner):
    """Refuses a version without data hash or code commit"""
    why = (
        "Registered without its lineage: in half a year nobody could rebuild this version, or say "
        "what it has learned from. Refuse."
    )
    stops = "A key may be missing, and noticing that is this method's task. Raise RegistryError."
    for meta in ({}, {"code_commit": "c1"}, {"data_hash": "d1"}):
        tells(learner, [("register", "fraud", b"w", meta)], REFUSED, why, stops)


def check_metadata_frozen(learner):
    """Keeps what was registered, whatever the caller does later"""
    registry, _ = new_registry(learner)
    meta = {"data_hash": "March", "code_commit": "c1"}
    registry.register("fraud", b"w", meta)
    meta["data_hash"] = "April"
    found = {each for each in inside(registry) if isinstance(each, str)}

    calls = 'r.register("fraud", b"w", meta)\nmeta["data_hash"] = "April"'
    why = (
        "I changed my dictionary after registering, and your registry changed with it: what it "
        "holds is mine. Keep a copy."
    )
    holds = any("April" in text for text in found)
    assert not holds, explain(why, calls, "the registry says April", "it still says March")
    why = "You ask for the lineage and then throw it away. Keep it with the version."
    holds = any("March" in text for text in found)
    assert holds, explain(why, calls, "the registry has forgotten", "it still says March")


def inside(thing):
    """Everything that the thing holds, and what that holds, and so on."""
    found, waiting = {}, [thing]
    while waiting:
        each = waiting.pop()
        # From these a way leads to the whole program, which is nothing that the thing holds.
        if id(each) not in found and not isinstance(each, type | ModuleType | FunctionType):
            found[id(each)] = each
            waiting += gc.get_referents(each)
    return list(found.values())


def check_no_skipping_stages(learner):
    """Takes one step at a time"""
    one = register("fraud")
    why = (
        "Development to Production was accepted. Between them lies Staging, where a version meets "
        "real requests before it meets a customer."
    )
    tells(learner, [*one, to_production(1)], REFUSED, why)
    why = "The step was refused and taken all the same: the version has left Development."
    tells(learner, [*one, to_production(1), stage(1)], "Development", why)
    why = "Development to Staging is one step, and allowed."
    tells(learner, [*one, to_staging(1), stage(1)], "Staging", why)
    why = "There is no such stage, so nothing may go there."
    tells(learner, [*one, ("promote", "fraud", 1, "Prod", REPORT)], REFUSED, why)
    why = "The live version was sent back, and nobody answers. It leaves when another one comes."
    tells(learner, [*was_live(1), to_staging(1)], REFUSED, why)


def check_gate_needs_evidence(learner):
    """Lets nothing into Production without evidence"""
    why = "A promotion without evidence was accepted. A gate that asks for nothing is a door."
    for call in (without_report(1), (*without_report(1), {})):
        tells(learner, [*register("fraud"), to_staging(1), call], REFUSED, why)
    why = "With a report in hand, Staging to Production is the next step."
    tells(learner, [*was_live(1), LIVE], 1, why)


def check_exactly_one_live(learner):
    """Has one version of each model in Production"""

    def both(yours):
        if yours == "Production":
            return "Versions 1 and 2 are both in Production. Which of them answered the customer?"
        return "A version that makes room in Production is Archived."

    tells(learner, [*was_live(1, 2), stage(1)], "Archived", both)
    why = "Live is the version in Production, whatever its number."
    for calls, number in ((was_live(1, 2), 2), (was_live(2, 1), 1), (REJECTED, 1)):
        tells(learner, [*calls, LIVE], number, why)
    why = "Each name has a live version of its own: a promotion of search is no affair of fraud."
    search = [*register("search"), to_staging(1, "search"), to_production(1, "search")]
    tells(learner, [*was_live(1), *search, LIVE], 1, why)


def check_failed_promotion_leaves_old_model_live(learner):
    """Keeps the old version live when a promotion is refused"""

    def why(yours):
        if yours == NOBODY:
            return (
                "The gate said no, and now nothing is live: the old version has gone and the new "
                "one has not come. Check first, switch last."
            )
        return "The gate said no, and still another version is live."

    for call in (without_report(2), (*without_report(2), {})):
        tells(learner, [*REJECTED, call, LIVE], 1, why)
    tells(learner, [*was_live(1), *register("fraud"), to_production(2), LIVE], 1, why)
    left = "The promotion was refused, and the version has left Staging all the same."
    tells(learner, [*REJECTED, without_report(2), stage(2)], "Staging", left)


def check_rollback_to_last_production_not_n_1(learner):
    """Rolls back to the version that was live before"""

    def why(yours):
        if yours == 2:
            return "Version 2 was never in Production. The last one that was is version 1."
        return "Version 1 was live before version 3, so a roll-back brings version 1."

    back = [*REJECTED, to_production(3), ROLLBACK]
    tells(learner, [*back, LIVE], 1, why)
    fled = "The version that you fled from belongs in the archive. It has failed with customers."
    tells(learner, [*back, stage(3)], "Archived", fled)
    order = "Version 2 was live first, and 1 came after it. Time counts here, not the numbers."
    tells(learner, [*was_live(2, 1), ROLLBACK, LIVE], 2, order)
    turn = "Versions 1, 2 and 3 were live in turn. One step back from 3 is 2, and the next is 1."
    tells(learner, [*was_live(1, 2, 3), ROLLBACK, LIVE], 2, turn)
    tells(learner, [*was_live(1, 2, 3), ROLLBACK, ROLLBACK, LIVE], 1, turn)


def check_rollback_with_no_history_fails(learner):
    """Refuses to roll back to nothing"""
    why = (
        "There was nothing to go back to, and your registry did not refuse. Whoever rolls back has "
        "an outage, and would believe that it is over. Raise RegistryError."
    )
    for before in (register("fraud"), was_live(1)):
        tells(learner, [*before, ROLLBACK], REFUSED, why, why)
    gone = "The roll-back was refused, and yet version 1 is no longer live."
    tells(learner, [*was_live(1), ROLLBACK, LIVE], 1, gone)
    forward = (
        "Before version 1 there was nothing. The second roll-back went forward, to the very "
        "version that the first one had fled from."
    )
    tells(learner, [*was_live(1, 2), ROLLBACK, ROLLBACK], REFUSED, forward, why)


def check_log_records_what_happened(learner):
    """Logs what happened, and only that"""
    calls = [*was_live(1), *register("fraud"), to_staging(2), to_production(2), ROLLBACK]
    stories = [calls[: number + 1] for number in range(len(calls))]
    for each in stories:
        why = "This happened, and the log is silent about it."
        assert said(learner, each), explain(why, story(each), "no new entry", "an entry")
    promoted, rolled_back = said(learner, stories[-2]), said(learner, stories[-1])
    for part in ("2", "Production"):
        why = "An entry about a promotion has to say which version went where."
        named = any(part in word for word in promoted)
        assert named, explain(
            why, story(stories[-2]), f"an entry without {part}", f"one with {part}"
        )

    refused_move = [*was_live(1), *register("fraud"), to_production(2)]
    expect_no_success(learner, refused_move, promoted)
    expect_no_success(learner, [*REJECTED, without_report(2)], promoted)
    expect_no_success(learner, [*was_live(1), ROLLBACK], rolled_back)


def expect_no_success(learner, calls, success):
    """The last call is refused, so its entry, if any, must not read like that of a success."""
    why = (
        "The log says that it happened, and it was refused. Write after the success, or let the "
        "entry say that it is about a refusal."
    )
    entry = said(learner, calls)
    another_kind = without_digits(entry) - without_digits(success)
    yours, wanted = "the entry of a success", "no entry, or another kind"
    assert not entry or another_kind, explain(why, story(calls), yours, wanted)


def said(learner, calls):
    """The texts and whole numbers in what the last call adds to the log."""
    registry, refusal = new_registry(learner)
    tell(registry, refusal, calls[:-1])
    before = len(registry.log)
    outcome(registry, refusal, *calls[-1])
    added = inside(list(registry.log)[before:])
    return {str(each) for each in added if type(each) in (str, int)}


def without_digits(texts):
    return {"".join(each for each in text if not each.isdigit()) for text in texts}


def check_agrees_with_the_reference(learner):
    """Agrees with the reference on 300 seeded stories"""
    rng = random.Random(31)
    stories = [story(busy_month(rng)) for _ in range(300)]
    expect_agreement(learner, stories, reference, named="the reference", leave_out={"calls": 1})


def reference(calls):
    return tell(Reference(), Refused, calls)[-1]


def busy_month(rng):
    """Versions of two models go their way, some are refused or rolled back; then a question."""
    names = ["fraud"] * pick(rng, (3, 4, 5)) + ["search"] * pick(rng, (0, 1, 2))
    calls, lives = register(*names), [way(rng, names, place) for place in range(len(names))]
    while any(lives):
        life = pick(rng, [each for each in lives if each])
        calls.append(life.pop(0))
        if rng.random() < 0.35:
            calls.append(("rollback", calls[-1][1]))
    name = pick(rng, names)
    last = ("stage", name, pick(rng, range(1, names.count(name) + 1)))
    return [*calls, pick(rng, (("live", name), last))]


def way(rng, names, place):
    """What is tried with one version, in order."""
    name, version = names[place], names[: place + 1].count(names[place])
    moves = (to_production, to_staging, without_report, to_production)
    return [move(version, name) for move in moves if rng.random() < 0.85]


class Refused(Exception):
    """What the reference raises."""


class Reference:
    """The registry of this lab in few lines; a test compares it with the platform's."""

    def __init__(self):
        self.stages, self.trails = {}, {}

    def register(self, name, artifact, meta):
        if not META.keys() <= meta.keys():
            raise Refused
        self.stages.setdefault(name, []).append("Development")
        self.trails.setdefault(name, [])
        return len(self.stages[name])

    def promote(self, name, version, to, evidence=None):
        step = (self.stage(name, version), to)
        if step == ("Staging", "Production") and evidence:
            self.switch(name, [*self.trails[name], version])
        elif step == ("Development", "Staging"):
            self.stages[name][version - 1] = to
        else:
            raise Refused

    def rollback(self, name):
        if len(self.trails[name]) < 2:
            raise Refused
        self.switch(name, self.trails[name][:-1])

    def switch(self, name, trail):
        if self.trails[name]:
            self.stages[name][self.trails[name][-1] - 1] = "Archived"
        self.trails[name] = trail
        self.stages[name][trail[-1] - 1] = "Production"

    def live(self, name):
        return self.trails[name][-1] if self.trails[name] else None

    def stage(self, name, version):
        return self.stages[name][version - 1]
