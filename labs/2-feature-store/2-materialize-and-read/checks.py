import random
from datetime import UTC, datetime, timedelta

from labkit.answers import source
from labkit.asking import Call, EntryPoint, expect, explain
from labkit.differential import expect_agreement, pick
from mlplat_core import Entity, FeatureStore, FeatureView, Field


class KV:
    """The store of the task; counts the round trips to it."""

    def __init__(self):
        self.data = {}
        self.round_trips = 0

    def mget(self, keys):
        self.round_trips += 1
        return [self.data.get(key) for key in keys]


def deliveries(rows):
    """The rows of each call of materialize, with its time; from pairs of a time and a row.

    What was dated after one call comes again with the next, as it would from a real table.
    """
    waiting = []
    for now in sorted({time for time, _ in rows}):
        delivered = waiting + [row for time, row in rows if time == now]
        yield delivered, now
        waiting = [row for row in delivered if row["event_ts"] > now]


MATERIALIZE = EntryPoint("materialize", ("kv", "rows", "now"), "nothing")


def publish(learner, rows):
    """A store with what the learner's materialize made of the deliveries."""
    materialize = MATERIALIZE.find(learner)
    kv = KV()
    for delivered, now in deliveries(rows):
        materialize(kv, delivered, now)
    return kv


class Publishing(EntryPoint):
    """Asks what the store holds after the deliveries."""

    def find(self, learner):
        return lambda rows: publish(learner, rows).data


class Reading(EntryPoint):
    """Asks what is read after the deliveries."""

    def find(self, learner):
        get_online = GET_ONLINE.find(learner)
        return lambda rows, *how: get_online(publish(learner, rows), *how)


class Story(Call):
    """Several calls in a row, written as a learner would try them."""

    def __str__(self):
        arguments = dict(self.arguments)
        calls = [
            f"materialize(kv, {source(delivered)}, now={now})"
            for delivered, now in deliveries(arguments.pop("rows"))
        ]
        if arguments:
            named = ", ".join(f"{name}={source(value)}" for name, value in arguments.items())
            calls.append(f"get_online(kv, {named.removeprefix('keys=')})")
        return "; ".join(calls)


def describe_store(yours, wanted):
    """What to say about a store whose entries are no pairs."""
    if not isinstance(yours, dict):
        return "Leave kv.data a dict, from each entity to its (event_ts, value)."
    if any(not isinstance(entry, tuple) or len(entry) != 2 for entry in yours.values()):
        return (
            "Publish the pair (event_ts, value): without its time nobody can tell later how old a "
            "value is, or which of two is newer."
        )
    return ""


def describe_answers(yours, wanted):
    """What to say about answers that are no dict from each key to a pair."""
    if not isinstance(yours, dict):
        return "get_online returns a dict, from each key to its (value, flag)."
    if any(not isinstance(answer, tuple) or len(answer) != 2 for answer in yours.values()):
        return "Under each key belongs a pair in round brackets: (value, flag)."
    return ""


STORE = Publishing("materialize", ("rows",), "nothing", describe_store)
GET_ONLINE = EntryPoint("get_online", ("kv", "keys", "now", "max_age", "default"), "the answers")
READ_PARAMETERS = ("rows", "keys", "now", "max_age", "default")
READ = Reading("get_online", READ_PARAMETERS, "the answers", describe_answers)


def row(entity, event_ts, value):
    return {"entity": entity, "event_ts": event_ts, "value": value}


def delivered(now, *rows):
    return [(now, each) for each in rows]


def stored(rows):
    return Story(STORE, {"rows": rows}, frozenset())


def read(rows, keys, now=50, max_age=30, default=0):
    arguments = zip(READ_PARAMETERS, (rows, keys, now, max_age, default), strict=True)
    return Story(READ, dict(arguments), frozenset())


# --- The checks, from the basic mistake to the subtle one. ---


def check_latest_wins(learner):
    """Publishes the newest value of each entity"""

    def why(yours):
        if yours.get("u1") == (1, 9):
            return "The newer value (t = 5) must replace the older one, even if it is smaller."
        return "The online store keeps one entry for each entity: the newest, with its time."

    call = stored(delivered(10, row("u1", 1, 9), row("u1", 5, 3), row("u2", 8, 7)))
    expect(learner, call, {"u1": (5, 3), "u2": (8, 7)}, why)


def check_out_of_order_does_not_overwrite(learner):
    """Keeps a newer value when an older event comes late"""
    within = "A late, older event (t = 1) overwrote a newer value (t = 5). Compare event times."
    call = stored(delivered(10, row("u1", 5, 3), row("u1", 1, 9)))
    expect(learner, call, {"u1": (5, 3)}, within)

    def across(yours):
        if "u2" not in yours:
            return "The second delivery says nothing about u2, and u2 is gone. Keep what is there."
        return (
            "The late event came with the next delivery. Compare with what the store holds, not "
            "only with the rows of this call."
        )

    rows = delivered(10, row("u1", 5, 3), row("u2", 8, 7)) + delivered(20, row("u1", 1, 9))
    expect(learner, stored(rows), {"u1": (5, 3), "u2": (8, 7)}, across)


def check_nothing_from_the_future(learner):
    """Publishes nothing that is dated after now"""

    def why(yours):
        if "u1" not in yours:
            return (
                "The row of t = 20 may not be published yet, but the one of t = 5 may. Leave out "
                "the future first, then choose the newest."
            )
        return (
            "A row dated after now was published. Whether a wrong clock wrote it or somebody "
            "announced it, it has not happened yet, and no training row would see it."
        )

    call = stored(delivered(10, row("u1", 5, 3), row("u1", 20, 9)))
    expect(learner, call, {"u1": (5, 3)}, why)
    call = stored(delivered(10, row("u1", 10, 3)))
    expect(learner, call, {"u1": (10, 3)}, "A row dated exactly now has happened: publish it.")


def check_one_round_trip(learner):
    """Reads all keys in one round trip"""
    rows = delivered(10, row("u1", 5, 3), row("u2", 8, 7), row("u3", 9, 1))
    keys = ["u1", "u2", "u3"]
    kv = publish(learner, rows)
    GET_ONLINE.find(learner)(kv, keys, 50, 30, 0)

    if kv.round_trips == 0:
        why = (
            "You looked into kv.data directly. It lies on another machine, and kv.mget is the only "
            "way there."
        )
    else:
        why = (
            f"3 keys cost {kv.round_trips} round trips. Ask for all keys at once: at 3 ms each, 50 "
            "keys one by one would take 150 ms."
        )
    trips = f"{kv.round_trips} round trips"
    assert kv.round_trips == 1, explain(why, read(rows, keys), trips, "1 round trip")


def check_missing_is_flagged(learner):
    """Gives the default for a missing value, and says so"""

    def why(yours):
        if "u9" not in yours:
            return "Every key that was asked for gets an answer, also one that is missing."
        if yours["u9"][0] is None:
            return "The caller chose a default for the missing. Give it, with the flag."
        return 'You replaced a missing value silently. Return (default, "missing").'

    stops = 'mget gives None for a key it does not know. New users exist: (default, "missing").'
    call = read(delivered(10, row("u1", 5, 3)), ["u9"])
    expect(learner, call, {"u9": (0, "missing")}, why, when_raising=stops)


def check_stale_is_flagged(learner):
    """Gives a stale value, and says so"""

    def why(yours):
        if yours.get("u1") == (3, "fresh"):
            return (
                "45 units old with a limit of 30 is stale. Compare now with the entry's event_ts."
            )
        return (
            'A stale value is information: return it, flagged "stale", and let the caller decide '
            "what an old value is worth."
        )

    call = read(delivered(10, row("u1", 5, 3)), ["u1"])
    expect(learner, call, {"u1": (3, "stale")}, why)


def check_fresh(learner):
    """Calls a value fresh up to exactly max_age"""
    rows = delivered(10, row("u1", 10, 3))
    call = read(rows, ["u1"], max_age=50)
    why = "40 units old with a limit of 50 is fresh. Some age is normal; the limit decides."
    expect(learner, call, {"u1": (3, "fresh")}, why)
    call = read(rows, ["u1"], max_age=40)
    why = "Exactly at the limit is still fresh, as in the point-in-time join: both must agree."
    expect(learner, call, {"u1": (3, "fresh")}, why)


def check_agrees_with_the_platform(learner):
    """Agrees with the platform on 120 seeded cases"""
    rng = random.Random(22)
    expect_agreement(
        learner,
        [busy_evening(rng) for _ in range(120)],
        platform_answers,
        named="the platform",
        leave_out={"rows": 0, "keys": 1},
    )


def busy_evening(rng):
    """Two deliveries, in which rows come late, twice or too early."""
    first = pick(rng, range(3, 8))
    times = (first, first + pick(rng, range(1, 5)))
    values = {}
    rows = []
    for _ in range(pick(rng, range(8))):
        key = (pick(rng, ("u1", "u1", "u2")), pick(rng, range(12)))
        # One moment has one value: which of two would count, a created time must say.
        value = values.setdefault(key, pick(rng, range(4)))
        rows.append((pick(rng, times), row(*key, value)))
    keys = list(pick(rng, (("u1",), ("u1", "u2"), ("u3", "u2", "u1"))))
    now = times[-1] + pick(rng, range(6))
    return read(rows, keys, now, pick(rng, (1, 3, 5, 8)), pick(rng, (0, -1)))


def platform_answers(rows, keys, now, max_age, default):
    """What mlplat_core serves: one view knows the limit, a second one without limit the value."""
    entity, field = Entity("entity", join_keys=["entity"]), Field("value", int)
    store = FeatureStore(clock=lambda: at(1000))
    store.apply(FeatureView("limited", [entity], [field], ttl=timedelta(seconds=max_age)))
    store.apply(FeatureView("kept", [entity], [field], ttl=None))
    for time in sorted({time for time, _ in rows}):
        for view in ("limited", "kept"):
            news = [moment_of(each, time) for known, each in rows if known == time]
            store.push(view, news, to="offline")
        store.materialize_incremental(at(time))
    served = store.get_online_features(
        ["limited:value", "kept:value"],
        [{"entity": key} for key in keys],
        now=at(now),
        full_feature_names=True,
    )
    flags = {"PRESENT": "fresh", "OUTSIDE_MAX_AGE": "stale"}
    answers = {}
    for key, found, statuses in zip(keys, served.rows, served.statuses, strict=True):
        flag = flags.get(statuses["limited__value"], "missing")
        answers[key] = (default if flag == "missing" else found["kept__value"], flag)
    return answers


def moment_of(each, known):
    return {
        "entity": each["entity"],
        "event_timestamp": at(each["event_ts"]),
        "created_timestamp": at(known),
        "value": each["value"],
    }


def at(seconds):
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
