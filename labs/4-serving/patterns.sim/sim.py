"""How soon does each serving pattern answer n requests, and which of them may be used?"""

from burst import CUSTOMERS, DEADLINE, PATTERNS, all_answers, queue_wins_from, shortest
from picture import chart
from wording import GAP, duration, requests, work

TABLE_REQUESTS = (1, 20, 28, 100, 10_000, 100_000, 250_000, 1_000_000)
DOES = {
    "synchronous": "The caller waits while features are read and the model scores.",
    "micro-batches": "The caller gets an id at once and asks again; workers score in "
    "batches of 64.",
    "nearline": "An event is scored when it happens, the answer stored, and read from there.",
    "two-stage": "A job prepares candidates; the request ranks them with what it brings.",
    "batch job": "A job scores all rows at once and writes the answers into a table.",
}
DOES_DAY_OLD = {
    "nearline": "A read finds what was scored at the last event, and knows nothing of this one.",
    "two-stage": "Last night's job left candidates; the request ranks them with what it brings.",
    "batch job": f"Last night's job scored {CUSTOMERS:,} customers, whoever comes. A read knows "
    "them, and nothing of this request.",
}


def initial(params):
    """There is nothing to remember: the view follows from the controls alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    n, workers = int(params["requests"]), int(params["workers"])
    day_old, strict = params["day_old"], params["deadline"]
    answers = all_answers(n, workers, day_old)
    return [
        advice(n, workers, answers, strict),
        chosen(params["pattern"], answers, day_old),
        pattern_table(n, params["pattern"], answers, strict),
        chart(n, params["pattern"], workers, day_old, with_deadline=strict),
        requests_table(n, workers, day_old, strict),
    ]


# --- What to do with so many requests. ---


def advice(n, workers, answers, strict):
    allowed = {name: each for name, each in answers.items() if each.in_time() or not strict}
    best = shortest(allowed)
    head = requests(n)[0].upper() + requests(n)[1:]
    if best is None:
        text = (
            f"{head}: **no pattern** has the last answer within {duration(DEADLINE)}. More workers "
            "help, or older features, or fewer requests at once."
        )
        return {"type": "text", "text": text, "tone": "bad"}
    left = f" Within {duration(DEADLINE)}: {', '.join(allowed)}." if strict else ""
    text = f"{head}: {sentence(best, n, workers, answers)}{left}"
    return {"type": "text", "text": text}


def sentence(best, n, workers, answers):
    """One sentence for the pattern that is done first."""
    if best == "synchronous":
        return sentence_for_waiting(n)
    if best == "micro-batches":
        return sentence_for_queue(workers, answers)
    if isinstance(answers[best].age, str):
        return (
            "if an answer from last night will do, **look it up**. The work was done before "
            "anybody asked."
        )
    if answers["micro-batches"].last > 2 * answers[best].last:
        return "**one job at night** scores them all, and a table has the answers by morning."
    return "the minute that **a job** takes to start is now less than what the queue takes."


def sentence_for_waiting(n):
    if n == 1:
        return (
            "somebody is waiting for it, so **answer in the same call**. An objective for that: "
            f"99{GAP}% within 50{GAP}ms, over 28 days."
        )
    return f"people can wait for that. Send all {n:,} rows **in one call** and pay one overhead."


def sentence_for_queue(workers, answers):
    last = answers["micro-batches"].last
    if last < 0.150:
        return (
            f"from {queue_wins_from(workers)} on, **small batches from a queue** are done sooner "
            "than answers one by one."
        )
    if last < 1:
        return "take them, **answer with a job id**, and tell the caller when it is done."
    return (
        f"one by one they take {duration(answers['synchronous'].last)}. **Keep no connection "
        "open** for that: a queue works through them, and the caller comes back."
    )


def chosen(pattern, answers, day_old):
    each = answers[pattern]
    does = DOES | (DOES_DAY_OLD if day_old else {})
    first, last = duration(each.first), duration(each.last)
    times = f"**{last}**" if first == last else f"{first} for the first, **{last}** for the last"
    return {"type": "text", "text": f"{pattern.capitalize()}: {does[pattern]} It takes {times}."}


# --- Tables. ---


def pattern_table(n, pattern, answers, strict):
    columns = columns_of("first answer", "last answer", "work, s", "age of the data")
    if strict:
        columns.append({"label": f"within {duration(DEADLINE)}", "align": "left"})
    return {
        "type": "table",
        "caption": f"The five patterns with {requests(n)} at once",
        "columns": columns,
        "rows": [pattern_row(name, each, strict) for name, each in answers.items()],
        "current": list(answers).index(pattern),
    }


def pattern_row(name, each, strict):
    row = [name, duration(each.first), duration(each.last), work(each.work), duration(each.age)]
    if strict:
        in_time = {"text": f"✓{GAP}yes", "tone": "good"}
        row.append(in_time if each.in_time() else {"text": "✕ too late", "tone": "bad"})
    return row


def columns_of(*numbers, first="pattern"):
    right = [{"label": label, "align": "right"} for label in numbers]
    return [{"label": first, "align": "left"}, *right]


def requests_table(n, workers, day_old, strict):
    shown = sorted({*TABLE_REQUESTS, n})
    return {
        "type": "table",
        "caption": "Time until the last answer, the shortest marked ✓"
        + (f", ✕ where it takes longer than {duration(DEADLINE)}" if strict else ""),
        "columns": columns_of(*PATTERNS, first="requests"),
        "rows": [requests_row(each, workers, day_old, strict) for each in shown],
        "current": shown.index(n),
    }


def requests_row(n, workers, day_old, strict):
    answers = all_answers(n, workers, day_old)
    possible = {name: each for name, each in answers.items() if each.in_time() or not strict}
    best = shortest(possible)
    return [f"{n:,}", *(time_cell(name, answers, best, possible) for name in answers)]


def time_cell(name, answers, best, possible):
    text = duration(answers[name].last)
    if name not in possible:
        return {"text": f"✕{GAP}{text}", "tone": "bad"}
    return {"text": f"✓{GAP}{text}", "tone": "good"} if name == best else text
