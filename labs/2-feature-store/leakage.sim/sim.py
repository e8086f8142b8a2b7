"""What does a fraud model promise in the notebook, and what does it keep in the month after?

Nothing here is a stored result: the shop's payments are made, their features looked up in three
ways, and the three models that learned from them in these ways are asked for their scores.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

from mlplat_core import FeatureStore
from mlplat_core.models.evaluation import roc_auc_error, roc_auc_score
from mlplat_core.shop import (
    DEFINITIONS,
    LEARNED_FROM,
    NEXT_MONTH,
    NOTEBOOK,
    FraudFeatures,
    as_row,
    chargebacks_in_sight,
    entity_row,
    fraud_labels,
    fraud_model,
    make_market,
    payments_in,
    read_examples,
    user_rows,
)
from mlplat_core.shop.timeline import SETTLED, to_datetime

JOINS = {
    "latest value": "latest",
    "event time": "event_time",
    "both clocks": "known",
}
SPREAD = 1.96  # standard errors to either side leave out one case in twenty
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


# --- What is measured, once: making the shop and joining it takes longer than all views. ---


@dataclass(frozen=True)
class Estimate:
    """An AUC, its standard error, and the payments and frauds that it is made of."""

    auc: float
    error: float
    payments: int
    frauds: int

    def reach(self):
        """Between which values chance lets it lie."""
        low, high = self.auc - SPREAD * self.error, self.auc + SPREAD * self.error
        return max(0.0, low), min(1.0, high)


@dataclass(frozen=True)
class Promise:
    """What one model says in the notebook, and what it does in the month after.

    `seen` counts for the notebook the payments with a charge-back among their features.
    """

    notebook: Estimate
    next_month: Estimate
    seen: object

    def is_kept(self):
        """Whether chance alone may explain the fall."""
        error = sqrt(self.notebook.error**2 + self.next_month.error**2)
        return self.notebook.auc - self.next_month.auc <= SPREAD * error


@lru_cache
def measured():
    """The promise of each join, and the payment that shows why."""
    features = FraudFeatures(make_market())
    next_month = read_examples(features, NEXT_MONTH)
    promises = {}
    for join, how in JOINS.items():
        scorer = fraud_model(LEARNED_FROM[how]).scorer
        notebook = read_examples(features, NOTEBOOK, how)
        promises[join] = Promise(
            estimate(notebook, scorer),
            estimate(next_month, scorer),
            chargebacks_in_sight(notebook),
        )
    return promises, find_example(features)


def estimate(examples, scorer):
    labels, scores = examples.labels, examples.scores(scorer)
    error = roc_auc_error(labels, scores)
    return Estimate(roc_auc_score(labels, scores), error, len(labels), sum(labels))


# --- One payment that shows why. ---


@dataclass(frozen=True)
class Example:
    """A payment, and the row of its account that each join takes for it."""

    payment: object
    taken: dict


def find_example(features):
    """The first fraud in the notebook for which the three joins say three different things."""
    payments = payments_in(features.market, NOTEBOOK)
    labels = fraud_labels(features.market, payments)
    frauds = [payment for payment, label in zip(payments, labels) if label]
    joined = [features.join(frauds, how) for how in JOINS.values()]
    for payment, *rows in zip(frauds, *joined):
        values = {row["chargebacks_180d"] for row in rows}
        if len(values) == 3 and None not in values:
            return Example(payment, rows_taken(features.market, payment))
    raise LookupError("No fraud tells the three joins apart.")


def rows_taken(market, payment):
    """For each join the row that wins, as the feature store explains it."""
    store = FeatureStore(clock=lambda: to_datetime(SETTLED))
    store.apply(DEFINITIONS)
    own = [row for row in user_rows(market) if row.user_id == payment.user_id]
    store.push("user_stats", [as_row(row) for row in own])
    explained = store.explain("user_stats", entity_row(payment))
    # The candidates come newest first, by event time and then by created time.
    had_happened = [row for row in explained.candidates if row.verdict != "WRONG_TIME"]
    return dict(zip(JOINS, [explained.candidates[0], had_happened[0], explained.winner]))


# --- The view. ---


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


def chart(tried, used, promises):
    """For each join that was tried what the notebook said, and below it what came, once known.

    All joins have their place from the start, so that nothing moves when one more is tried.
    """
    points = []
    for join in tried:
        points.append(point(join, "notebook", promises[join].notebook))
        if join in used:
            points.append(point(join, "next month", promises[join].next_month))
    told = "; ".join(f"{each['join']}, {each['label']}" for each in points)
    return {
        "type": "chart",
        "alt": f"AUC by how features were joined: {told}.",
        "spec": {
            "width": 420,
            "height": 210,
            "data": {"values": points},
            "encoding": {"y": join_axis(), "yOffset": month_offset()},
            "layer": [reaches(), dots(), labels()],
        },
    }


def point(join, month, estimate):
    low, high = estimate.reach()
    place = {"auc": estimate.auc, "low": low, "high": high}
    return {"join": join, "month": month, **place, "label": f"{month} {estimate.auc:.2f}"}


def join_axis():
    # Room for larger words: where a phone shrinks the picture, they keep their size.
    axis = {"domain": False, "ticks": False, "minExtent": 100}
    return {
        "field": "join",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(JOINS), "paddingInner": 0.1},
        "axis": axis,
    }


def month_offset():
    scale = {"domain": ["notebook", "next month"], "paddingOuter": 0.2}
    return {"field": "month", "type": "nominal", "scale": scale}


def auc_axis(field):
    return {
        "field": field,
        "type": "quantitative",
        "title": "AUC, with how far chance may move it (a coin: 0.5)",
        "scale": {"domain": [0, 1]},
        "axis": {"values": [0, 0.5, 1], "domain": False, "ticks": False, "gridDash": [2, 4]},
    }


def reaches():
    return {
        "mark": {"type": "rule", "color": "var(--mlp-accent)", "strokeWidth": 2},
        "encoding": {"x": auc_axis("low"), "x2": {"field": "high"}},
    }


def dots():
    """Filled for what was promised, a ring for what came."""
    promised = {"test": "datum.month === 'notebook'", "value": "var(--mlp-accent)"}
    return {
        "mark": {"type": "point", "stroke": "var(--mlp-accent)", "opacity": 1, "size": 90},
        "encoding": {
            "x": auc_axis("auc"),
            "fill": {"condition": promised, "value": "var(--mlp-paper)"},
        },
    }


def labels():
    """To the left of the range: on the right, where the best are, there is no room."""
    return {
        "mark": {"type": "text", "align": "right", "dx": -8},
        "encoding": {"x": auc_axis("low"), "text": {"field": "label"}},
    }
