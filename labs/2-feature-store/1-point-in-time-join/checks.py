import random
from datetime import UTC, datetime, timedelta

from labkit.answers import same, source
from labkit.asking import EntryPoint, arguments_after, ask, expect, explain
from labkit.differential import expect_agreement, pick
from mlplat_core import Entity, FeatureView, Field, point_in_time_join


def describe_shape(yours, wanted):
    """What to say about something that is no list of that many answers."""
    if not isinstance(yours, list):
        return "pit_join returns a list: one answer for each label, in the order of the labels."
    if len(yours) != len(wanted):
        return "pit_join returns exactly one answer for each label, in the order of the labels."
    if any(isinstance(answer, dict) for answer in yours):
        return "Return the value of the row, not the row itself."
    return ""


PARAMETERS = ("labels", "rows", "ttl")
PIT_JOIN = EntryPoint("pit_join", PARAMETERS, "the list of answers", describe_shape)


def row(*values):
    return dict(zip(("entity", "event_ts", "created_ts", "value"), values, strict=True))


# The table of the task; the starter has the same one.
ROWS = [
    row("u1", 10, 10, 1),
    row("u1", 30, 30, 3),
    row("u1", 50, 50, 5),
    row("u2", 20, 20, 2),
]


def join(labels, rows=ROWS, ttl=100, written="rows"):
    """A call of pit_join; `written` is how a learner would write its rows."""
    return PIT_JOIN.call(labels, rows, ttl=ttl).written(rows=written)


def join_with(extra, labels):
    """A call with one more row at the end of the table."""
    return join(labels, [*ROWS, extra], written=f"rows + {source([extra])}")


def join_with_in_front(extra, labels):
    return join(labels, [extra, *ROWS], written=f"{source([extra])} + rows")


def unless_zero(sentence):
    """The sentence, but for a learner who answers 0 the one about 0."""

    def why(yours):
        if same(yours[0], 0):
            return "Unknown is None. 0 is a fact, and the model will believe it."
        return sentence

    return why


# --- The checks, from the basic mistake to the subtle one. ---


def check_no_future_values(learner):
    """Ignores values from the future"""

    def why(yours):
        nearer = join([("u1", 35)])
        if same(yours[0], 5) and ask(learner, nearer).equals([3]):
            # 30 is closer to 35 than 50 is: the nearest value is right there.
            return "Nearest may lie in the future. Only the past counts."
        if same(yours[0], 5):
            return (
                "At t = 45 you returned 5, written at t = 50. In production "
                "that value does not exist yet. This is the leak that makes "
                "models look brilliant."
            )
        if same(yours[0], 1):
            return "Valid but outdated; take the newest that was already known."
        if same(yours[0], 2):
            return "You gave u1 a value of u2."
        return "At t = 45 the newest value of u1 that was already known is 3, written at t = 30."

    expect(learner, join([("u1", 45)]), [3], why)
    expect(
        learner,
        join([("u1", 45), ("u1", 15), ("u1", 35)]),
        [3, 1, 3],
        "Each label asks about its own moment. Answer all of them, in the order of the labels.",
    )


def check_only_this_entity(learner):
    """Looks only at the entity asked for"""

    def why(yours):
        if any(same(yours[1], value) for value in (1, 3, 5)):
            return "You gave u2 a value of u1."
        if same(yours[0], 2):
            return "You gave u1 a value of u2."
        return "Each label asks about its own entity: at t = 45 u1 stands at 3, and u2 at 2."

    expect(learner, join([("u1", 45), ("u2", 45)]), [3, 2], why)


def check_unsorted_input(learner):
    """Does not depend on the order of rows"""
    orders = {
        "rows[::-1]": ROWS[::-1],
        "rows[1:] + rows[:1]": ROWS[1:] + ROWS[:1],
        "rows[2:] + rows[:2]": ROWS[2:] + ROWS[:2],
    }
    why = "Your answer depends on input order, and rows arrive out of order."
    for written, rows in orders.items():
        call = join([("u1", 45), ("u2", 45)], rows, written=written)
        expect(learner, call, [3, 2], why, when_raising=why)


def check_same_instant_counts(learner):
    """Counts a value written at that very moment"""

    def why(yours):
        if same(yours[0], 1):
            return (
                "A value written at the very moment counts here (≤). Some "
                "teams decide otherwise; decide and document."
            )
        return "At t = 30 the newest known value of u1 is 3, written at that very moment."

    expect(learner, join([("u1", 30)]), [3], why)


def check_ttl_expires(learner):
    """Answers None once a value is older than the TTL"""

    def expect_none(call, age, ttl, expired):
        too_old = f"{age} units old with a TTL of {ttl} is not a value: None."
        others = unless_zero(f"The newest row is too old, and so are the others. {too_old}")

        def why(yours):
            return too_old if same(yours[0], expired) else others(yours)

        raising = "Every row is older than the TTL. That is no error: answer None."
        expect(learner, call, [None], why, when_raising=raising)

    expect_none(join([("u2", 200)]), age=180, ttl=100, expired=2)
    expect_none(join([("u1", 45)], ttl=10), age=15, ttl=10, expired=3)


def check_ttl_boundary_inclusive(learner):
    """Still counts a value exactly as old as the TTL"""
    at_the_limit = "Exactly at the limit still counts."

    def why(yours):
        if yours[0] is None:
            return at_the_limit
        return "At t = 150 the newest value of u1, 5, is exactly 100 units old: it still counts."

    call = join([("u1", 150)])
    expect(learner, call, [5], why, when_raising=at_the_limit)


def check_late_arriving_row_was_not_known_yet(learner):
    """Leaves out a row that had not arrived yet"""
    late = row("u2", 30, 60, 9)

    def why(yours):
        if same(yours[0], 9):
            return "The row describes day 30 but arrived on day 60. On day 35 nobody knew it."
        return (
            "On day 35 the row about day 30 had not arrived, and the one about "
            "day 20 had. Leave out what was not known before you choose the "
            "newest."
        )

    expect(learner, join_with(late, [("u2", 35)]), [2], why)
    expect(learner, join_with_in_front(late, [("u2", 35)]), [2], why)


def check_correction_supersedes(learner):
    """Uses a corrected value once it was known"""
    correction = row("u2", 20, 60, 9)
    why = "On day 60 the value was corrected to 9; from then on 9 was known."
    expect(learner, join_with(correction, [("u2", 60)]), [9], why)
    why = (
        "Two rows about the same moment: created_ts says which of them corrects the other, not "
        "their order in the list."
    )
    expect(learner, join_with_in_front(correction, [("u2", 60)]), [9], why)
    why = "The correction arrived on day 60. On day 59 the old value was all that was known."
    expect(learner, join_with(correction, [("u2", 59)]), [2], why)


def check_missing_is_none_not_0(learner):
    """Answers None, not 0, where nothing is known"""

    def expect_none(call, sentence):
        expect(learner, call, [None], unless_zero(sentence), when_raising=sentence)

    expect_none(join([("u9", 45)]), "New users exist; answer None.")
    too_early = "The first value of u1 was written at t = 10. At t = 5 nobody knew one: None."
    expect_none(join([("u1", 5)]), too_early)
    first_day = "On the first day there are no rows at all; answer None."
    expect_none(join([("u1", 45)], [], written="[]"), first_day)

    a_fact = "This 0 was written at t = 40: it is a fact. Only what nobody knows is None."
    expect(learner, join_with(row("u3", 40, 40, 0), [("u3", 45)]), [0], a_fact)
    nothing_asked = "No labels, no answers: return an empty list."
    expect(learner, join([]), [], nothing_asked, when_raising=nothing_asked)


def check_input_not_mutated(learner):
    """Leaves the caller's lists as they were"""
    # No column of these goes steadily up or down: sorting by any of them shows.
    labels = [("u1", 35), ("u2", 45), ("u1", 15)]
    rows = [ROWS[1], ROWS[3], ROWS[2], ROWS[0]]
    call = join(labels, rows, written="[rows[1], rows[3], rows[2], rows[0]]")
    after = arguments_after(learner, call)

    if any(entry not in rows for entry in after["rows"]):
        why = "You changed the rows; somebody else is using them. Keep notes of your own."
    elif len(after["rows"]) == len(rows):
        why = "You changed the input list; somebody else is using it. Sort a copy."
    else:
        why = "You changed the input list; somebody else is using it. Build your own."
    assert after["rows"] == rows, explain(why, call, "rows changed", "rows as they were")
    why = "You changed the list of labels; somebody else is using it. Work on a copy."
    assert after["labels"] == labels, explain(why, call, "labels changed", "labels as they were")


def check_agrees_with_the_platform(learner):
    """Agrees with the platform on 300 seeded cases"""
    rng = random.Random(21)
    expect_agreement(
        learner,
        [crowded_history(rng) for _ in range(300)],
        platform_answers,
        named="the platform",
        leave_out={"rows": 0, "labels": 1},
        unusual=announced_rows,
    )


def crowded_history(rng):
    """Ties, late rows, edges of the TTL and strangers are frequent."""
    rows = []
    values = {}
    for number in range(pick(rng, range(11))):
        entity = pick(rng, ("u1", "u1", "u1", "u2"))
        event_ts = pick(rng, range(10))
        # Often at once, often late, sometimes announced beforehand.
        created_ts = max(0, event_ts + pick(rng, (0, 0, 0, 1, 3, 6, 9, -2)))
        # A row may be there twice, but always with the same value: which of
        # two values is right, if both times are equal, the platform decides.
        key = (entity, event_ts, created_ts)
        rows.append(row(*key, values.setdefault(key, number)))
    labels = [
        (pick(rng, ("u1", "u1", "u2", "u3")), pick(rng, range(3, 16)))
        for _ in range(pick(rng, (1, 2, 4)))
    ]
    return PIT_JOIN.call(labels, rows, ttl=pick(rng, (1, 3, 5, 8, 12)))


def announced_rows(call):
    """How many rows arrived before what they tell became true."""
    rows = call.arguments["rows"]
    return sum(entry["created_ts"] < entry["event_ts"] for entry in rows)


def platform_answers(labels, rows, ttl):
    """What mlplat_core says: the seconds of the lab become real moments."""
    entity = Entity("entity", join_keys=["entity"])
    view = FeatureView("lab", [entity], [Field("value", int)], ttl=timedelta(seconds=ttl))
    asked = [{"entity": name, "event_timestamp": at(ts)} for name, ts in labels]
    written = [
        {
            "entity": entry["entity"],
            "event_timestamp": at(entry["event_ts"]),
            "created_timestamp": at(entry["created_ts"]),
            "value": entry["value"],
        }
        for entry in rows
    ]
    return [answer["value"] for answer in point_in_time_join(asked, view, written).rows]


def at(seconds):
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
