"""What does a fraud model promise in the notebook, and what does it keep in the month after?

Nothing here is a stored result: the shop's payments are made, their features looked up in three
ways, and the three models that learned from them in these ways are asked for their scores.
"""

from joins import JOINS
from picture import chart
from promises import measured

from mlplat_core.shop.timeline import to_datetime

VERDICTS = {
    "WRONG_TIME": ("not true yet (event time)", "bad"),
    "NOT_YET_KNOWN": ("not known yet (created time)", "bad"),
    "WON": ("true and known", "good"),
}


def initial(params):
    """Which joins were tried, and which models were used for a month, in the order of using."""
    return {"tried": [params["join"]], "used": []}


def act(state, action, params):
    done = "used" if action["type"] == "press" else "tried"
    if params["join"] in state[done]:
        return state
    return {**state, done: [*state[done], params["join"]]}


def view(state, params):
    tried = [join for join in JOINS if join in state["tried"]]
    current = tried.index(params["join"])
    promises, example = measured()
    return [
        sentence(state["used"], params["join"], promises),
        chart(tried, state["used"], promises),
        {**auc_table(tried, state["used"], promises), "current": current},
        {**example_table(tried, example), "current": current},
    ]


def sentence(used, join, promises):
    promise = promises[join]
    said, kept = f"**{promise.notebook.auc:.2f}**", f"**{promise.next_month.auc:.2f}**"
    if join not in used:
        text = (
            f"Joined by {join}, the model has an AUC in the notebook of {said}. "
            "Is that what it will do next month? Use it if you think so."
        )
        return {"type": "text", "text": text}
    told = f"The notebook promised {said}, and the next month brought {kept}"
    if not promise.is_kept():
        text = f"{told}: too far down to be chance. The notebook had read ahead."
        return {"type": "text", "text": text, "tone": "bad"}
    text = f"{told}: with so few frauds, no more than chance. {praise(used.index(join))}"
    return {"type": "text", "text": text, "tone": "good"}


def praise(answers_seen):
    if not answers_seen:
        return "You reached the honest number without looking at the answer."
    times = "once" if answers_seen == 1 else "twice"
    return f"It is the honest number, but you had looked at the answer {times} before."


def auc_table(tried, used, promises):
    rows = []
    for join in tried:
        promise = promises[join]
        next_month = with_reach(promise.next_month) if join in used else "not used yet"
        in_sight = f"{promise.seen.frauds_with} of {promise.seen.frauds} frauds"
        rows.append([join, with_reach(promise.notebook), next_month, in_sight])
    return {
        "type": "table",
        "caption": (
            "The AUC, and in brackets how far chance alone may move it: "
            f"{basis(promise.notebook)} in the notebook, {basis(promise.next_month)} next month"
        ),
        "columns": [
            {"label": "joined by", "align": "left"},
            {"label": "in the notebook", "align": "right"},
            {"label": "next month", "align": "right"},
            {"label": "charge-back in sight", "align": "right"},
        ],
        "rows": rows,
    }


def with_reach(estimate):
    low, high = estimate.reach()
    return f"{estimate.auc:.2f} ({low:.2f}\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}{high:.2f})"


def basis(estimate):
    return f"{estimate.payments:,} payments with {estimate.frauds} frauds"


def example_table(tried, example):
    when = moment(to_datetime(example.payment.event))
    rows = []
    for join in tried:
        row = example.taken[join]
        verdict, tone = VERDICTS[row.verdict]
        times = [moment(row.event_timestamp), moment(row.created_timestamp)]
        value = str(row.values["chargebacks_180d"])
        rows.append([join, value, *times, {"text": verdict, "tone": tone}])
    return {
        "type": "table",
        "caption": (
            f"Why: payment {example.payment.payment_id} of {when}, a fraud, and the row about its "
            "account that each join takes"
        ),
        "columns": [
            {"label": "joined by", "align": "left"},
            {"label": "charge-backs", "align": "right"},
            {"label": "event time", "align": "right"},
            {"label": "created time", "align": "right"},
            {"label": f"on {when} it was", "align": "left"},
        ],
        "rows": rows,
    }


def moment(time):
    return f"{time.day} {time:%b %H:%M}"
