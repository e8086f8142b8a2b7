"""How long does a request wait for a worker, and what do one queue and several differ in?"""

from math import floor

from picture import chart
from theory import Queue, percentile_alone, share_later_alone
from traffic import play
from wording import GAP, count, ms, people, percent, requests

ROWS = 6
SURE_UP_TO = 0.95
NONE = "\N{EN DASH}"


def initial(params):
    """There is nothing to remember: the view follows from the sliders alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    queue = Queue(float(params["arrivals"]), int(params["workers"]), params["service"] / 1000)
    if queue.saturated:
        return [without_end(queue), workers_table(queue), chart(queue)]
    timeout = params["timeout"] / 1000
    return [
        sentence(queue, timeout),
        little(queue),
        workers_table(queue),
        chart(queue),
        details_table(queue, timeout),
        pooling_sentence(queue),
        pooling_table(queue, timeout),
    ]


def needed(queue):
    """The smallest number of workers whose queue has an end."""
    return floor(queue.arrivals * queue.service + 1e-9) + 1


# --- Sentences. ---


def without_end(queue):
    more = queue.arrivals - queue.capacity
    grows = f"{count(more)} more are waiting every second" if more > 1e-9 else "and never shrinks"
    text = (
        f"Of {requests(queue.arrivals)} a second {people(queue.workers)} can do "
        f"{count(queue.capacity)}: **the queue has no end**, {grows}. It takes at least "
        f"{people(needed(queue))}."
    )
    return {"type": "text", "text": text, "tone": "bad"}


def sentence(queue, timeout):
    busy = f"{people(queue.workers)} {'is' if queue.workers == 1 else 'are'}"
    text = (
        f"{busy} busy {percent(queue.utilisation)} of the time. On average a request waits "
        f"{ms(queue.mean_wait)}{GAP}ms and is answered after **{ms(queue.mean_time)}{GAP}ms**; "
        f"{percent(share_later(queue, timeout))} take longer than {ms(timeout)}{GAP}ms."
    )
    return {"type": "text", "text": text[0].upper() + text[1:]}


def little(queue):
    working = queue.arrivals * queue.service
    rate, times = count(queue.arrivals), "\N{MULTIPLICATION SIGN}"
    text = (
        f"Little's law: {rate} a second {times} {ms(queue.mean_time)}{GAP}ms = "
        f"**{count(queue.in_flight)} requests** in the system, {count(working)} of them being "
        f"worked on and {count(queue.in_flight - working)} waiting."
    )
    return {"type": "text", "text": text}


def pooling_sentence(queue):
    if queue.workers == 1:
        text = "With **one worker** there is nothing to share."
    else:
        times = queue.split().mean_time / queue.mean_time
        text = (
            f"Give each of the {queue.workers} workers a queue of its own, and an answer takes "
            f"**{times:.1f} times** as long: one waits while another has nothing to do."
        )
    return {"type": "text", "text": text}


# --- Tables. ---


def workers_table(queue):
    first = needed(queue)
    shown = sorted({*range(first, first + ROWS), queue.workers})
    return {
        "type": "table",
        "caption": f"{requests(queue.arrivals)} a second, by the number of workers",
        "columns": columns("workers", "busy", "mean wait, ms", "mean answer, ms", "in the system"),
        "rows": [workers_row(queue, workers) for workers in shown],
        "current": shown.index(queue.workers),
    }


def workers_row(queue, workers):
    each = Queue(queue.arrivals, workers, queue.service)
    if each.saturated:
        none = {"text": "no end", "tone": "bad"}
        return [str(workers), f"100{GAP}%", none, none, none]
    return [
        str(workers),
        percent(each.utilisation),
        ms(each.mean_wait),
        ms(each.mean_time),
        count(each.in_flight),
    ]


def details_table(queue, timeout):
    run, alone = play(queue), queue.workers == 1
    rows = [["mean", ms(queue.mean_time), f"{ms(run.mean)} ± {ms(run.error)}"]]
    for level in (95, 99):
        formula = ms(percentile_alone(queue, level)) if alone else NONE
        rows.append([f"P{level}", formula, ms(run.percentile(level))])
    formula = percent(share_later_alone(queue, timeout)) if alone else NONE
    rows.append([f"over {ms(timeout)}{GAP}ms", formula, percent(run.share_later(timeout))])
    return {
        "type": "table",
        "caption": "Time of an answer in ms: by formula, and simulated" + doubt(queue),
        "columns": columns("measure", "formula", "simulated"),
        "rows": rows,
    }


def doubt(queue):
    """A run this full forgets its beginning too slowly for what it says of itself."""
    return (
        ". So close to full, the run is too short" if queue.utilisation > SURE_UP_TO + 1e-9 else ""
    )


def pooling_table(queue, timeout):
    one, own = queue, queue.split()
    return {
        "type": "table",
        "caption": f"{people(queue.workers)}, {requests(queue.arrivals)} a second",
        "columns": columns(
            "workers share", "mean answer, ms", "P99, ms", f"over {ms(timeout)}{GAP}ms"
        ),
        "rows": [
            ["one queue", *pooling_cells(one, timeout)],
            ["no queue: one each", *pooling_cells(own, timeout)],
        ],
    }


def pooling_cells(queue, timeout):
    return [ms(queue.mean_time), ms(percentile(queue, 99)), percent(share_later(queue, timeout))]


def percentile(queue, level):
    if queue.workers == 1:
        return percentile_alone(queue, level)
    return play(queue).percentile(level)


def share_later(queue, timeout):
    if queue.workers == 1:
        return share_later_alone(queue, timeout)
    return play(queue).share_later(timeout)


def columns(first, *numbers):
    right = [{"label": label, "align": "right"} for label in numbers]
    return [{"label": first, "align": "left"}, *right]
