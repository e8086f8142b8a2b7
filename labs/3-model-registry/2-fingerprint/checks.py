import datetime
import random
import time
from contextlib import contextmanager

from labkit.answers import source
from labkit.asking import Call, EntryPoint, expect
from labkit.differential import expect_agreement, pick
from mlplat_core.registry.canonical import canonical_json

EQUAL, DIFFERENT = "equal", "different"
DAY = datetime.timedelta(days=1)


def describe_shape(yours, wanted):
    """What to say about a fingerprint that is no text."""
    if yours not in (EQUAL, DIFFERENT):
        return "A fingerprint is a text, fit for a log and a URL. hexdigest() gives one."
    return ""


PARAMETERS = ("code", "params", "data_hash", "features")
FINGERPRINT = EntryPoint("fingerprint", PARAMETERS, "the text")


class Comparing(EntryPoint):
    """Asks whether two fingerprints are equal, or what came instead of a text."""

    def find(self, learner):
        fingerprint = FINGERPRINT.find(learner)
        return lambda *both: compare(fingerprint(*both[:4]), fingerprint(*both[4:]))


class ComparingLater(Comparing):
    """Asks for the second one a day later, in a process of its own."""

    def find(self, learner):
        fingerprint = FINGERPRINT.find(learner)

        def ask_twice(*both):
            one = fingerprint(*both[:4])
            with tomorrow(learner):
                return compare(one, fingerprint(*both[4:]))

        return ask_twice


def compare(one, other):
    if not (isinstance(one, str) and isinstance(other, str)):
        return one if not isinstance(one, str) else other
    return EQUAL if one == other else DIFFERENT


@contextmanager
def tomorrow(learner):
    """Inside, clocks are a day ahead; hash and id answer as in another process."""
    instead = {id(old): new for old, new in later().items()}
    spaces = [vars(learner), vars(learner)["__builtins__"], vars(time), vars(datetime)]
    before = [(space, name, value) for space in spaces for name, value in space.items()]
    before = [each for each in before if id(each[2]) in instead]
    for space, name, value in before:
        space[name] = instead[id(value)]
    try:
        yield
    finally:
        for space, name, value in before:
            space[name] = value


def later():
    """What answers instead of whatever differs from day to day, or from process to process."""
    seconds, now, today = time.time, datetime.datetime.now, datetime.date.today

    class Date(datetime.date):
        @classmethod
        def today(cls):
            return today() + DAY

    class Datetime(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return now(tz) + DAY

        today = utcnow = now

    return {
        time.time: lambda: seconds() + DAY.total_seconds(),
        time.time_ns: lambda: int((seconds() + DAY.total_seconds()) * 1e9),
        datetime.date: Date,
        datetime.datetime: Datetime,
        hash: lambda value: hash(("another seed", value)),
        id: lambda value: id(value) + 1,
    }


class Pair(Call):
    """Two calls, one a line."""

    def __str__(self):
        values = [source(value) for value in self.arguments.values()]
        return "\n".join(f"fingerprint({', '.join(each)})" for each in (values[:4], values[4:]))


BOTH = (*PARAMETERS, *(f"other_{name}" for name in PARAMETERS))
NOW = Comparing("fingerprint", BOTH, "the text", describe_shape)
LATER = ComparingLater("fingerprint", BOTH, "the text", describe_shape)

PREPARE = "def prepare(row):\n    return row.amount"
IN_CENTS = "def prepare(row):\n    return 100 * row.amount"
PARAMS = {"max_depth": 3, "learning_rate": 0.1}
MODEL = {"code": "step", "params": PARAMS, "data_hash": "d1", "features": ["amount", "hour"]}


def pair(one, other, entry=NOW):
    """Two models, each described by what differs from the ordinary one."""
    values = [*(MODEL | one).values(), *(MODEL | other).values()]
    return Pair(entry, dict(zip(BOTH, values, strict=True)), frozenset())


# --- The checks, from the basic mistake to the subtle one. ---


def check_deterministic(learner):
    """Is the same for the same inputs, wherever and whenever"""
    why = (
        "The same inputs have another fingerprint tomorrow, in another process. Leave out the "
        "clock and whatever is random; hash() and id(), too, answer anew in every process."
    )
    expect(learner, pair({}, {}, LATER), EQUAL, why)


def check_dict_order_irrelevant(learner):
    """Does not depend on the order of the parameters"""
    swapped = {"learning_rate": 0.1, "max_depth": 3}
    why = "The same parameters, written in another order. A dict has no first key: sort them."
    expect(learner, pair({}, {"params": swapped}), EQUAL, why)
    one, other = {"tree": {"depth": 3, "leaf": 20}}, {"tree": {"leaf": 20, "depth": 3}}
    why = "A dict inside the parameters has no order either. Sort the keys on every level."
    expect(learner, pair({"params": one}, {"params": other}), EQUAL, why)


def check_preprocessing_change_detected(learner):
    """Notices a change of the preprocessing"""
    why = (
        "The preprocessing changed from euros to cents, and the fingerprint did not. The weights "
        "are the same, and the scores are not: this is the incident of month 2."
    )
    expect(learner, pair({"code": PREPARE}, {"code": IN_CENTS}), DIFFERENT, why)
    inside, outside = "if late:\n    a()\n    b()", "if late:\n    a()\nb()"
    why = "b() now runs in every case. In Python the spaces are part of the program: keep them."
    expect(learner, pair({"code": inside}, {"code": outside}), DIFFERENT, why)


def check_param_change_detected(learner):
    """Notices a change of a parameter"""
    why = "A parameter changed and nobody noticed. Its value counts, with all of its digits."
    for value in (0.2, 0.1001, None):
        params = {"max_depth": 3, "learning_rate": value}
        expect(learner, pair({}, {"params": params}), DIFFERENT, why)
    why = "The number 3 and the text that reads 3 are two values, and a library may treat them so."
    expect(learner, pair({"params": {"k": 3}}, {"params": {"k": "3"}}), DIFFERENT, why)


def check_data_change_detected(learner):
    """Notices another data snapshot"""
    why = "Another data snapshot, the same fingerprint. What it has learned from makes the model."
    expect(learner, pair({}, {"data_hash": "d2"}), DIFFERENT, why)


def check_feature_order_matters(learner):
    """Notices another order of the features"""
    why = (
        "The model reads a row by position. With amount and hour swapped it takes the one for the "
        "other, without a word: the order is a part of the contract, so do not sort it away."
    )
    expect(learner, pair({}, {"features": ["hour", "amount"]}), DIFFERENT, why)


def check_no_concatenation_collision(learner):
    """Keeps apart where one text ends and the next begins"""
    why = (
        'Joined, "ab" and "c" read like "a" and "bc". Use a format that keeps the parts apart, '
        "such as JSON."
    )
    one, other = {"code": "ab", "data_hash": "c"}, {"code": "a", "data_hash": "bc"}
    expect(learner, pair(one | {"params": {}}, other | {"params": {}}), DIFFERENT, why)
    expect(learner, pair({"features": ["ab", "c"]}, {"features": ["a", "bc"]}), DIFFERENT, why)
    why = (
        "A separator may stand in a name, too. What keeps the parts apart has to be escaped inside "
        "them, and JSON does that."
    )
    for mark in (",", "|", "\n", " ", ":", ";", "-", "_", "/", "#", "\t", "\0", "||", ", ", "::"):
        one, other = {"features": [f"a{mark}b"]}, {"features": ["a", "b"]}
        expect(learner, pair(one, other), DIFFERENT, why)


def check_agrees_with_the_platform(learner):
    """Agrees with the platform on 400 seeded pairs"""
    rng = random.Random(32)
    expect_agreement(
        learner,
        [nearly_the_same(rng) for _ in range(400)],
        platform,
        named="the platform",
        leave_out={"params": 0, "other_params": 0, "features": 0, "other_features": 0},
    )


def platform(*both):
    """The text that mlplat_core hashes for lineage, log and model files."""
    return compare(canonical_json(list(both[:4])), canonical_json(list(both[4:])))


TEXTS = ("a", "b", "ab", "ba", "a, b", "\\", "1", "None", "")
VALUES = (1, 2, 0.5, None, "1", "None", [1, 2], [2, 1], [[1], 2], {"a": 1, "b": 2}, {"b": {"a": 1}})

CHANGES = ("none", "none", "code", "data_hash", "swap", "params", "turn", "move", "reverse")


def nearly_the_same(rng):
    """Two models that mean the same, or differ in one thing."""
    one = {
        "code": pick(rng, TEXTS),
        "params": {name: pick(rng, VALUES) for name in ("a", "b", "code") if rng.random() < 0.6},
        "data_hash": pick(rng, TEXTS),
        "features": [pick(rng, TEXTS) for _ in range(pick(rng, range(4)))],
    }
    other = one | {"params": backwards(one["params"])}
    change = pick(rng, CHANGES)
    if change in ("code", "data_hash"):
        other[change] = pick(rng, TEXTS)
    elif change == "swap":
        other["code"], other["data_hash"] = one["data_hash"], one["code"]
    elif change == "params":
        other["params"][pick(rng, ("a", "b"))] = pick(rng, VALUES)
    elif change == "turn":
        one["params"]["a"], other["params"]["a"] = [1, 2], [2, 1]
    elif change == "move" and one["features"]:
        other |= {"data_hash": one["features"][0], "features": one["features"][1:]}
    elif change == "reverse":
        other["features"] = one["features"][::-1]
    return pair(one, other)


def backwards(value):
    """The same with the keys of every dict in the opposite order."""
    if not isinstance(value, dict):
        return value
    return {key: backwards(value[key]) for key in reversed(value)}
